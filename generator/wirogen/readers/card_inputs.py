"""The list of inputs in a model card, which looks like YAML and is not.

An input's keys come in a fixed order (`name`, `label`, `help`, `type`, `default` and
perhaps `options`), and so do an option's (`value`, `label`, and perhaps `description`,
`triggerwords`, `generatesettings`). Nothing is quoted or escaped but the values of
options, so any text may look like keys. Three steps tell texts from keys: `card_keys`
finds what may be a key, `card_segments` the inputs, and here each becomes a value.

All matching is done on the list with every run of white space turned to one blank, so a
card and its flattened self are read by the same steps. Where they leave a choice, the
likeliest reading is taken, and a finding says so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wirogen.card import COMMON_INPUTS, Extra, Option
from wirogen.diagnostics.codes import TEXT_UNDECIDED
from wirogen.readers.card_findings import CardFindings, pointer_to
from wirogen.readers.card_keys import KEY, KNOWN_KEYS, OPTIONS, Depth, Keys, Mark
from wirogen.readers.card_run_request import SentValue
from wirogen.readers.card_segments import Segment, segments_of
from wirogen.readers.flat_text import FlatText


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedInput:
    """One input as the list gives it; `default` is empty where it has none.

    `sent` is what the Run request sends for it, `option_list` the text of its options
    as it stands in the card. The offsets are those of the input, its type and its
    default in the document.
    """

    sent: SentValue
    label: str
    help: str
    type: str
    default: str
    options: tuple[Option, ...]
    option_list: str
    extras: tuple[Extra, ...]
    offset: int
    type_offset: int
    default_offset: int


def read_inputs(
    flat: FlatText, sent: Sequence[SentValue], findings: CardFindings
) -> tuple[ListedInput, ...]:
    """The inputs of a list (not an empty one).

    `sent` are the values of the Run request in its order, without those that every
    model takes; one that the list lacks is an error that is found. Raises Refused where
    the list cannot be read.
    """
    keys = Keys(flat)
    segments = segments_of(keys, sent, findings)
    listed = [_InputReader(keys, segment, findings).read() for segment in segments]
    return tuple(one for one in listed if one.sent.wire_name not in COMMON_INPUTS)


_HELP = re.compile(r"(?<!\S)(help):(?!\S)")
_OPTION = re.compile(r"(?<!\S)- (value):(?!\S)")
_OPTION_LABEL = re.compile(r"(?<!\S)(label):(?!\S)")
_OPTION_KEY = re.compile(r"(?<!\S)(description|triggerwords|generatesettings):(?!\S)")
_QUOTED = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')

_MARKUP = re.compile(
    r"(?<!\S)(?:#{1,6} ?\w|\*\*[\w*]|<[!a-z]|!\[|```|~~~|\||>|\[\^|[-=_]{3,}(?!\S))",
    re.IGNORECASE,
)
"""How blocks of Markdown begin, which no label does."""

_WORDS_OF_A_LABEL = 3
_MORE_WORDS = 2

_Text = tuple[Mark, str]
"""A key and the text behind it."""


class _InputReader:
    """Reads one input."""

    def __init__(self, keys: Keys, segment: Segment, findings: CardFindings) -> None:
        self._flat = keys.flat
        self._keys = keys
        self._segment = segment
        self._findings = findings

    def read(self) -> ListedInput:
        segment = self._segment
        for place, what in segment.doubts:
            self._doubt(place, what)
        label, before = self._read_label_and_help()
        rest = self._read_rest(segment.default_end + 1, segment.end)
        options, option_list, after = rest
        help_, unknown = _take("help", [*before, *after])
        self._not_understood(segment.end + 1, segment.following - 1)
        return ListedInput(
            sent=segment.sent,
            label=label,
            help=help_,
            type=segment.type.word,
            default=self._default(),
            options=options,
            option_list=option_list,
            extras=tuple(self._extras(unknown)),
            offset=self._flat.offset(segment.head.at),
            type_offset=self._flat.offset(segment.type.at),
            default_offset=self._flat.offset(segment.type.end - len("default:")),
        )

    def _default(self) -> str:
        start, end = self._segment.type.end, self._segment.default_end
        sent = self._segment.sent.text
        if self._segment.is_sent and start < end:
            return sent
        text = self._flat.original(start, end)
        if sent and _unquoted(text.removesuffix(",")) == sent:
            self._not_understood(end - 1, end)
            return sent
        if (other := self._keys.like_other(start, end)) < end:
            self._doubt(other, "its default ends")
        return _unquoted(text)

    def _read_label_and_help(self) -> tuple[str, list[_Text]]:
        """The label, and the keys behind it, of which the help is one."""
        head, end, text = self._segment.head, self._segment.type.at, self._flat.text
        pattern = KEY if self._keys.is_exact else _HELP
        keys = list(self._keys.find(pattern, head.end, end, Depth.KEY))
        may_end_at = keys[0].at if keys[1:] else None
        if not keys and (key := KEY.search(text, head.end, end)):
            may_end_at = key.start()
        if not self._keys.is_exact and may_end_at is not None:
            self._doubt(may_end_at, "its label ends")
            keys = keys[:1]
        (_, label), *texts = self._texts(head, keys, end)
        return label, texts

    def _read_rest(
        self, at: int, end: int
    ) -> tuple[tuple[Option, ...], str, list[_Text]]:
        """What follows a default: options with their text, and other keys."""
        options: tuple[Option, ...] = ()
        option_list = ""
        others: list[_Text] = []
        keys = self._keys_of_rest(at, end)
        self._not_understood(at, keys[0].at - 1 if keys else end)
        stops = [*(key.at - 1 for key in keys[1:]), end]
        for key, stop in zip(keys, stops, strict=False):
            if key.word == "options" and not option_list:
                options = self._read_options(key.end, stop)
                option_list = self._flat.original(key.end, stop)
            else:
                others.append((key, self._text(key.end, stop)))
        return options, option_list, others

    def _keys_of_rest(self, at: int, end: int) -> list[Mark]:
        """The keys behind a default; without indentation `options:` is the last."""
        is_key = self._keys.is_exact or KEY.match(self._flat.text, at)
        keys = list(self._keys.find(KEY if is_key else OPTIONS, at, end, Depth.KEY))
        words = [key.word for key in keys]
        if not self._keys.is_exact and "options" in words:
            return keys[: words.index("options") + 1]
        return keys

    # Options

    def _read_options(self, start: int, end: int) -> tuple[Option, ...]:
        found = list(self._find_options(start, end))
        self._not_understood(start + 1, found[0][0].at - 1 if found else end)
        ends = [*(mark.at - 1 for mark, _ in found[1:]), end]
        options = tuple(
            self._read_option(mark, label, stop)
            for (mark, label), stop in zip(found, ends, strict=False)
        )
        if found and not self._keys.has_lines and _may_go_on(options):
            self._doubt(found[-1][0].at, "its last option ends")
        return options

    def _find_options(self, start: int, end: int) -> Iterator[tuple[Mark, Mark]]:
        """Each `- value:` with the `label:` after its value.

        One that no label follows before the next is text, and so is what a value in
        quotes holds.
        """
        marks = self._keys.find(_OPTION, start, end, Depth.OPTION)
        done = start
        for mark, following in pairwise([*marks, Mark(end, end, "")]):
            if mark.at < done:
                continue
            label = self._label_of_option(mark, following.at, end)
            if label is not None:
                done = label.end
                yield mark, label
            elif not self._keys.has_lines:
                self._doubt(mark.at, "a text ends")

    def _label_of_option(self, mark: Mark, before: int, end: int) -> Mark | None:
        quoted = _QUOTED.match(self._flat.text, mark.end + 1, end)
        place = mark.end if quoted is None else quoted.end() + 1
        label = self._keys.key_at(_OPTION_LABEL, place, Depth.OPTION_KEY)
        between = mark.end, before, Depth.OPTION_KEY
        return label or next(self._keys.find(_OPTION_LABEL, *between), None)

    def _read_option(self, mark: Mark, label: Mark, end: int) -> Option:
        value = self._value(mark.end, label.at)
        keys = self._keys_of_option(label, end)
        if self._keys.has_lines and self._keys.is_open([label, *keys][-1].end + 1, end):
            self._doubt(mark.at, "its option ends")
        (_, label_text), *texts = self._texts(label, keys, end, Depth.KEY)
        description, kept = _take("description", texts)
        return Option(
            value=None if value in {"", "null"} else _unquoted(value, "\"'"),
            label=label_text,
            description=description,
            extras=tuple(self._extras(kept)),
        )

    def _value(self, start: int, end: int) -> str:
        """The value of an option, without a comma behind its quotes."""
        quoted = _QUOTED.match(self._flat.text, start + 1, end)
        behind = "" if quoted is None else self._flat.text[quoted.end() : end].strip()
        if quoted is not None and behind == ",":
            self._not_understood(quoted.end(), end)
            return self._flat.original(start, quoted.end())
        if quoted is not None and behind:
            self._doubt(quoted.end() + 1, "a value ends")
        return self._flat.original(start, end)

    def _keys_of_option(self, label: Mark, end: int) -> list[Mark]:
        """The keys behind an option's label: the first description, the last others."""
        if self._keys.is_exact:
            return list(self._keys.find(KEY, label.end, end, Depth.OPTION_KEY))
        found = list(self._keys.find(_OPTION_KEY, label.end, end, Depth.OPTION_KEY))
        settings = _first(found[::-1], "generatesettings", end)
        words = _first(found[::-1], "triggerwords", settings.at if settings else end)
        last = words or settings
        description = _first(found, "description", last.at if last else end)
        keys = [key for key in (description, words, settings) if key is not None]
        if len(keys) < len(found):
            self._doubt(found[0].at, "the texts of an option end")
        if last and self._flat.text.startswith(" [] ", keys[-1].end):
            keys += self._keys.find(KEY, keys[-1].end, end, Depth.OPTION_KEY)
        return keys

    # Texts

    def _texts(
        self,
        first: Mark,
        keys: Sequence[Mark],
        end: int,
        around: Depth = Depth.INPUT,
    ) -> list[_Text]:
        """Each key with its text, which goes up to the next key; what is indented as
        keys around it are is no part of it.
        """
        return [
            (
                mark,
                self._text(mark.end, following.at, around, is_help=mark.word == "help"),
            )
            for mark, following in pairwise([first, *keys, Mark(end, end, "")])
        ]

    def _text(
        self,
        start: int,
        end: int,
        around: Depth = Depth.INPUT,
        *,
        is_help: bool = False,
    ) -> str:
        """The text between two keys; only a help goes on with a line that is not
        indented, for its end is sure.
        """
        stop = end
        if not is_help:
            stop = self._keys.margin(start, end, around)
            other = min(
                self._keys.heading(start, stop), self._keys.like_key(start, stop)
            )
            if other < stop:
                self._doubt(other, "a text ends")
        self._not_understood(stop, end)
        return self._flat.original(start, stop)

    def _extras(self, texts: Iterable[_Text]) -> list[Extra]:
        """The keys that have no place in a Card; unknown ones are reported."""
        extras = []
        for key, text in texts:
            extras.append(Extra(key.word, text))
            if key.word not in {"triggerwords", "generatesettings"}:
                offset = self._flat.offset(key.at)
                pointer = self._pointer(key.word)
                self._findings.unknown_key(key.word, offset, pointer, KNOWN_KEYS)
        return extras

    # Findings

    def _pointer(self, *keys: str) -> str:
        return pointer_to(self._segment.sent.wire_name, *keys)

    def _doubt(self, place: int, what: str) -> None:
        self._findings.add(
            TEXT_UNDECIDED,
            f"the card leaves open where {what}; the likeliest was taken",
            self._flat.offset(place),
            self._pointer(),
            "compare the card with what `wirogen inspect` shows for this input",
        )

    def _not_understood(self, start: int, end: int) -> None:
        text, offset = self._flat.text[start:end], self._flat.offset(start)
        self._findings.not_understood(text, offset, self._pointer())


def _take(word: str, texts: Sequence[_Text]) -> tuple[str, list[_Text]]:
    """The text of the first key of that word (or nothing), and the others."""
    fitting = next((pair for pair in texts if pair[0].word.lower() == word), None)
    others = [pair for pair in texts if pair is not fitting]
    return "" if fitting is None else fitting[1], others


def _may_go_on(options: Sequence[Option]) -> bool:
    """Whether the last text of a list may hold what follows the list: it has far more
    words than the others like it, it goes on behind its value where the others are
    theirs, or it has a mark of Markdown.
    """
    *others, last = options
    text = _last_text(last)
    longest = max((len(_last_text(one).split()) for one in others), default=None)
    is_long = len(text.split()) > (longest or _WORDS_OF_A_LABEL) + _MORE_WORDS
    goes_on = text.startswith(f"{last.value} ") and all(
        _last_text(one) == one.value for one in others
    )
    return is_long or goes_on or _MARKUP.search(text) is not None


def _last_text(option: Option) -> str:
    if option.extras:
        return option.extras[-1].text
    return option.description or option.label


def _first(marks: Iterable[Mark], word: str, end: int) -> Mark | None:
    """The first of the marks that names a word and stands before a place."""
    fitting = (mark for mark in marks if mark.word == word and mark.at < end)
    return next(fitting, None)


def _unquoted(text: str, quotes: str = '"') -> str:
    """A text without the quotes around it, if it has them."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in quotes:
        return _ESCAPED.sub(r"\1", text[1:-1])
    return text

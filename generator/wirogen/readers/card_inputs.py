"""The list of inputs in a model card, which looks like YAML and is not.

An input's keys come in a fixed order (`name`, `label`, `help`, `type`, `default` and
perhaps `options`), and so do an option's (`value`, `label`, and perhaps `description`,
`triggerwords`, `generatesettings`). Nothing is quoted or escaped but the values of
options, so any text may look like keys. Four things tell texts from keys:

- the Run request names every input, in order: an input ends where the next one of the
  Run request begins with `- name: … label:`, or with the list;
- a type is one word between `type:` and `default:`;
- the Run request mostly sends the default: where it does, it tells where that ends;
- in a card that has its line ends, keys stand at the start of a line, indented by their
  depth. A flattened card lacks only this.

All matching is done on the list with every run of white space turned to one blank, so a
card and its flattened self are read by the same steps. Where they leave a choice, the
likeliest reading is taken, and a finding says so.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from wirogen.card import Extra, Option
from wirogen.diagnostics import Code, Diagnostic, Refused
from wirogen.diagnostics.codes import (
    INPUT_LISTED_TWICE,
    INPUT_NOT_READABLE,
    RUN_REQUEST_NAMES_OTHER_INPUTS,
    TEXT_NOT_UNDERSTOOD,
    TEXT_UNDECIDED,
    UNKNOWN_KEY,
)
from wirogen.readers.card_run_request import SentValue
from wirogen.readers.flat_text import FlatText


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedInput:
    """One input as the list gives it; `default` is empty where it has none.

    `option_list` is the text of its options as it stands in the card. The offsets are
    those of the input, its type and its default in the document.
    """

    wire_name: str
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
    flat: FlatText, sent: Sequence[SentValue]
) -> tuple[tuple[ListedInput, ...], tuple[Diagnostic, ...]]:
    """The inputs of a list (not an empty one), and what was found on the way.

    `sent` are the values of the Run request in its order, without those that every
    model takes. Raises Refused where the list cannot be read, or names other inputs.
    """
    reader = _ListReader(flat, sent)
    return reader.read(), tuple(reader.findings)


def pointer_to(wire_name: str, *keys: str) -> str:
    """The JSON pointer to an input in a Card, or to something in it."""
    escaped = wire_name.replace("~", "~0").replace("/", "~1")
    return "/".join(("/inputs", escaped, *keys))


def shortened(text: str) -> str:
    """A text as a finding shows it: in quotes, and not longer than a line."""
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…")


_LONGEST_SHOWN = 60

_LONGEST_NAME = 8
"""Words that a wire name may have; names of more than one are not known at all."""

_MOST_READINGS = 32
"""How many places are tried for the type of one input; no honest help text has more."""

_WITHOUT_OPTIONS = {
    "text",
    "textarea",
    "fileinput",
    "multifileinput",
    "combinefileinput",
}
"""Types whose defaults may be any text, so that `options:` in one is a part of it."""

_HEAD = re.compile(
    rf"(?<!\S)(?=- name: (\S+(?: \S+){{0,{_LONGEST_NAME - 1}}}?) label:(?!\S))"
)
_TYPE = re.compile(r"(?<!\S)type:(?: (?!default:)(\S+))? (?=(default:)(?!\S))")
_HELP = re.compile(r"(?<!\S)(help):(?!\S)")
_KEY = re.compile(r"(?<!\S)([A-Za-z_]\w*):(?!\S)")
_OPTIONS = re.compile(r"(?<!\S)(options):(?= - value:(?!\S)| - name: |$)")
_OPTION = re.compile(r"(?<!\S)- (value):(?!\S)")
_OPTION_LABEL = re.compile(r"(?<!\S)(label):(?!\S)")
_OPTION_KEY = re.compile(r"(?<!\S)(description|triggerwords|generatesettings):(?!\S)")
_QUOTED = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')

_INPUT, _KEY_OF_INPUT, _OPTION_OF_INPUT, _KEY_OF_OPTION = 0, 2, 4, 6
"""How much deeper than the list each of them is indented."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What may be a key, from `at` to `end`; `word` is what it names."""

    at: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class _Default:
    """One way to read an input: its type, and where its default ends.

    `is_sent` says that the default is what the Run request sends; `is_last` that only
    the next input, or the end of the list, follows it.
    """

    type: _Mark
    end: int
    is_sent: bool
    is_last: bool


class _Layout:
    """Where keys stand in this card.

    In the service's own indentation (`is_exact`) at the depth of their kind; in other
    cards with line ends at the start of any line; in a flattened card anywhere.
    """

    def __init__(self, flat: FlatText) -> None:
        head = _HEAD.match(flat.text)
        label = None if head is None else flat.column(head.end(1) + 1)
        indent = flat.column(0)
        self._flat = flat
        self._indent = indent or 0
        self._has_lines = label is not None
        self.is_exact = indent is not None and label == indent + _KEY_OF_INPUT

    def allows(self, place: int, depth: int) -> bool:
        """Whether a key of that depth may stand there."""
        if not self._has_lines or place == 0:
            return True
        column = self._flat.column(place)
        if self.is_exact:
            return column == self._indent + depth
        return column is not None


class _ListReader:
    """Reads one list from its first input to its last."""

    def __init__(self, flat: FlatText, sent: Sequence[SentValue]) -> None:
        self.findings: list[Diagnostic] = []
        self._flat = flat
        self._text = flat.text
        self._sent = sent
        self._names = [" ".join(value.wire_name.split()) for value in sent]
        self._layout = _Layout(flat)
        self._types = list(self._find_types())
        self._heads = list(self._find_heads())
        self._head_at = {head.at: head for head in self._heads}
        self._heads_of: dict[str, list[_Mark]] = {}
        for head in self._heads:
            self._heads_of.setdefault(head.word, []).append(head)

    def read(self) -> tuple[ListedInput, ...]:
        """All inputs; raises Refused."""
        self._refuse_names_sent_twice()
        inputs = []
        at = 0
        for index in range(len(self._sent)):
            listed, at = self._read_input(index, at)
            inputs.append(listed)
        if at < len(self._text):
            raise self._unexpected(at, len(self._sent))
        return tuple(inputs)

    def _read_input(self, index: int, at: int) -> tuple[ListedInput, int]:
        """The input that begins at a place, and the place where the next one begins."""
        head = self._head_at.get(at)
        if head is None or head.word != self._names[index]:
            raise self._unexpected(at, index)
        default = self._find_default(index, head)
        end = default.end + 1
        if not default.is_last:
            end = self._end_of_input(index, default.end)
            if self._could_end_elsewhere(index, default.end, end):
                self._doubt(index, default.end + 1, "its last option or key ends")
        self._refuse_inputs_within(index, default, end)
        label, help_, before = self._read_label_and_help(index, head, default.type)
        options, option_list, after = self._read_rest(index, default.end + 1, end - 1)
        listed = ListedInput(
            wire_name=self._sent[index].wire_name,
            label=label,
            help=help_,
            type=default.type.word,
            default=self._default_text(index, default),
            options=options,
            option_list=option_list,
            extras=(*before, *after),
            offset=self._flat.offset(head.at),
            type_offset=self._flat.offset(default.type.at),
            default_offset=self._flat.offset(default.type.end - len("default:")),
        )
        return listed, min(end, len(self._text))

    # What may be a key

    def _find(
        self, pattern: re.Pattern[str], start: int, end: int, depth: int
    ) -> Iterator[_Mark]:
        for match in pattern.finditer(self._text, start, end):
            if self._layout.allows(match.start(), depth):
                yield _Mark(match.start(), match.end(), match[1])

    def _find_types(self) -> Iterator[_Mark]:
        """Each `type:` with its `default:`, which it ends with."""
        for match in _TYPE.finditer(self._text):
            places = match.start(), match.start(2)
            if all(self._layout.allows(place, _KEY_OF_INPUT) for place in places):
                yield _Mark(match.start(), match.end(2), match[1] or "")

    def _find_heads(self) -> Iterator[_Mark]:
        """Each `- name:` with its `label:`, which it ends with."""
        for match in _HEAD.finditer(self._text):
            label = match.end(1) + 1
            if self._layout.allows(match.start(), _INPUT) and self._layout.allows(
                label, _KEY_OF_INPUT
            ):
                yield _Mark(match.start(), label + len("label:"), match[1])

    def _has_type(self, start: int, end: int) -> bool:
        index = _index_after(self._types, start)
        return index < len(self._types) and self._types[index].at < end

    # Where an input and its default end

    def _end_of_input(self, index: int, after: int) -> int:
        """Where the next input begins behind a place; for the last one, where it would.

        A head that no type follows before the same head comes again is none.
        """
        if index + 1 == len(self._names):
            return len(self._text) + 1
        heads = self._heads_of.get(self._names[index + 1], [])
        for number in range(_index_after(heads, after), len(heads)):
            is_final = number + 1 == len(heads)
            stop = len(self._text) if is_final else heads[number + 1].at
            if self._has_type(heads[number].at, stop):
                return heads[number].at
        raise self._not_found(index + 1, after)

    def _find_default(self, index: int, head: _Mark) -> _Default:
        first = _index_after(self._types, head.at)
        following = self._heads_of.get("".join(self._names[index + 1 : index + 2]), [])
        stop = following[-1].at if following else 0
        if not self._has_type(head.at, stop if stop > head.at else len(self._text)):
            message = f"the input `{head.word}` has no `type:` with a `default:`"
            raise self._unreadable(head.at, message)
        limit = self._end_of_input(index, self._types[first].at)
        return self._sent_default(index, first, limit) or self._first_default(
            index, first, limit
        )

    def _sent_default(self, index: int, first: int, limit: int) -> _Default | None:
        """The way to read the input in which its default is what the request sends.

        An input that is not expected may follow it; that is refused later. A help may
        hold what looks like the next input, so that the type may be behind the limit.
        """
        spellings = _spellings(self._sent[index])
        last = first + _MOST_READINGS
        behind = min(_index_after(self._types, limit), last)
        for types in (self._types[first:behind], self._types[behind:last]):
            found = [
                default
                for mark in types
                for spelling in spellings
                if self._text.startswith(spelling, mark.end)
                for default in [self._followed(index, mark, len(spelling), limit)]
                if default is not None
            ]
            if len(found) > 1:
                self._doubt(index, found[0].type.at, "its help ends")
            if found:
                return max(found, key=lambda default: default.is_last)
        return None

    def _followed(
        self, index: int, mark: _Mark, length: int, limit: int
    ) -> _Default | None:
        """The default of that length, if what follows it may follow a default."""
        end = mark.end + length
        is_final = index + 1 == len(self._names)
        if end == len(self._text):
            return _Default(mark, end, is_sent=True, is_last=True) if is_final else None
        if self._text[end] != " ":
            return None
        head = self._head_at.get(end + 1)
        is_another = head is not None and self._begins_input(head) and mark.at < limit
        if is_another or self._is_next_input(index, end + 1):
            return _Default(mark, end, is_sent=True, is_last=True)
        is_followed = self._is_key_of_input(end + 1, after_text=length > 0) or (
            is_final and self._text.startswith("## ", end + 1)
        )
        if is_followed and mark.at < limit:
            return _Default(mark, end, is_sent=True, is_last=False)
        return None

    def _begins_input(self, head: _Mark) -> bool:
        """Whether an input of any name begins there, for its type comes first."""
        number = _index_after(self._heads, head.at)
        is_final = number == len(self._heads)
        stop = len(self._text) if is_final else self._heads[number].at
        is_plain = " " not in head.word or self._layout.is_exact
        return is_plain and self._has_type(head.at, stop)

    def _is_next_input(self, index: int, place: int) -> bool:
        head = self._head_at.get(place)
        return head is not None and [head.word] == self._names[index + 1 : index + 2]

    def _is_key_of_input(self, place: int, *, after_text: bool) -> bool:
        """Whether `options:` or an unknown key stands there, not a text like one."""
        key = _KEY.match(self._text, place)
        if key is None or not self._layout.allows(place, _KEY_OF_INPUT):
            return False
        is_options = _OPTIONS.match(self._text, place) is not None
        return is_options or after_text or self._layout.is_exact

    def _first_default(self, index: int, first: int, limit: int) -> _Default:
        """The first way to read an input whose default is not what is sent."""
        mark = self._types[first]
        if first + 1 < len(self._types) and self._types[first + 1].at < limit:
            self._doubt(index, mark.at, "its help ends")
        end = limit - 1
        if self._is_next_input(index, mark.end + 1):
            end = mark.end
        elif mark.word not in _WITHOUT_OPTIONS:
            options = next(self._find(_OPTIONS, mark.end, end, _KEY_OF_INPUT), None)
            end = end if options is None else options.at - 1
        end = self._end_of_text(mark.end, end)
        is_last = end == limit - 1 or self._is_next_input(index, end + 1)
        if is_last and self._could_end_elsewhere(index, mark.end, end + 1):
            self._doubt(index, mark.end - len("default:"), "its default ends")
        return _Default(mark, end, is_sent=False, is_last=is_last)

    def _could_end_elsewhere(self, index: int, start: int, limit: int) -> bool:
        """Whether an input could end at another head behind `start` than at the limit.

        One behind the limit has to leave room for the input after the next one.
        """
        after = (*self._names[index + 1 : index + 3], "", "")
        heads = self._heads_of.get(after[0], [])
        following = self._heads_of.get(after[1], [])
        first, later = _index_after(heads, start), _index_after(heads, limit)
        if first < len(heads) and heads[first].at < limit:
            return True
        if later == len(heads):
            return False
        last = following[-1].at if following else len(self._text)
        return heads[later].at < last and self._has_type(heads[later].at, last)

    def _end_of_text(self, start: int, end: int) -> int:
        """Where a text ends at the latest: before the next key, if lines tell keys."""
        if not self._layout.is_exact:
            return end
        key = next(self._find(_KEY, start, end, _KEY_OF_INPUT), None)
        return end if key is None else key.at - 1

    def _default_text(self, index: int, default: _Default) -> str:
        if default.is_sent and default.type.end < default.end:
            return self._sent[index].text
        return _unquoted(self._flat.original(default.type.end, default.end))

    # What stands around the default

    def _read_label_and_help(
        self, index: int, head: _Mark, type_: _Mark
    ) -> tuple[str, str, list[Extra]]:
        pattern = _KEY if self._layout.is_exact else _HELP
        keys = list(self._find(pattern, head.end, type_.at, _KEY_OF_INPUT))
        if not self._layout.is_exact and len(keys) > 1:
            self._doubt(index, keys[0].at, "its label ends")
            keys = keys[:1]
        label, *texts = self._texts(_Mark(head.at, head.end, "label"), keys, type_.at)
        help_ = next((text for key, text in texts if key.word == "help"), "")
        first_help = next((key for key, _ in texts if key.word == "help"), None)
        unknown = [(key, text) for key, text in texts if key is not first_help]
        return label[1], help_, self._extras(index, unknown)

    def _read_rest(
        self, index: int, start: int, end: int
    ) -> tuple[tuple[Option, ...], str, list[Extra]]:
        """What follows a default: options with their text, and unknown keys."""
        options: tuple[Option, ...] = ()
        option_list = ""
        unknown = []
        at = start
        while at < end:
            key = _KEY.match(self._text, at)
            if key is None:
                self._not_understood(index, at, end)
                break
            stop = self._end_of_rest(key, end)
            if key[1] == "options" and not option_list:
                options = self._read_options(index, key.end(), stop)
                option_list = self._flat.original(key.end(), stop)
            else:
                text = self._flat.original(key.end(), stop)
                unknown.append((_Mark(at, key.end(), key[1]), text))
            at = stop + 1
        return options, option_list, self._extras(index, unknown)

    def _end_of_rest(self, key: re.Match[str], end: int) -> int:
        if key[1] == "options" and not self._layout.is_exact:
            return end
        following = next(self._find(_KEY, key.end(), end, _KEY_OF_INPUT), None)
        return end if following is None else following.at - 1

    def _read_options(self, index: int, start: int, end: int) -> tuple[Option, ...]:
        found = list(self._find_options(start, end))
        first = found[0][0].at if found else end
        if start + 1 < first:
            self._not_understood(index, start + 1, first)
        ends = [*(mark.at - 1 for mark, _ in found[1:]), end][: len(found)]
        return tuple(
            self._read_option(index, mark, label, stop)
            for (mark, label), stop in zip(found, ends, strict=True)
        )

    def _find_options(self, start: int, end: int) -> Iterator[tuple[_Mark, _Mark]]:
        """Each `- value:` with the `label:` after its value.

        One that no label follows before the next is text, and so is what a value in
        quotes holds.
        """
        marks = list(self._find(_OPTION, start, end, _OPTION_OF_INPUT))
        done = start
        for mark, following in pairwise([*marks, _Mark(end, end, "")]):
            if mark.at < done:
                continue
            quoted = _QUOTED.match(self._text, mark.end + 1, end)
            label = None
            if quoted is not None:
                label = self._option_label(quoted.end() + 1)
            if label is None:
                between = mark.end, following.at, _KEY_OF_OPTION
                label = next(self._find(_OPTION_LABEL, *between), None)
            if label is not None:
                done = label.end
                yield mark, label

    def _option_label(self, place: int) -> _Mark | None:
        label = _OPTION_LABEL.match(self._text, place)
        if label is None or not self._layout.allows(place, _KEY_OF_OPTION):
            return None
        return _Mark(label.start(), label.end(), label[1])

    def _read_option(self, index: int, mark: _Mark, label: _Mark, end: int) -> Option:
        value = self._flat.original(mark.end, label.at)
        keys = self._option_keys(index, label, end)
        (_, label_text), *texts = self._texts(label, keys, end)
        description = next(
            (text for key, text in texts if key.word == "description"), ""
        )
        kept = [(key, text) for key, text in texts if key.word != "description"]
        return Option(
            value=None if value in {"", "null"} else _unquoted(value),
            label=label_text,
            description=description,
            extras=tuple(self._extras(index, kept)),
        )

    def _option_keys(self, index: int, label: _Mark, end: int) -> list[_Mark]:
        """The keys behind an option's label: the first description, the last others."""
        if self._layout.is_exact:
            return list(self._find(_KEY, label.end, end, _KEY_OF_OPTION))
        found = list(self._find(_OPTION_KEY, label.end, end, _KEY_OF_OPTION))
        settings = _last(found, "generatesettings", end)
        words = _last(found, "triggerwords", settings.at if settings else end)
        last = words or settings
        description = _last(found[::-1], "description", last.at if last else end)
        keys = [key for key in (description, words, settings) if key is not None]
        if len(keys) < len(found):
            self._doubt(index, found[0].at, "the texts of an option end")
        if last and self._text.startswith(" [] ", keys[-1].end):
            keys += self._find(_KEY, keys[-1].end, end, _KEY_OF_OPTION)
        return keys

    def _texts(
        self, first: _Mark, keys: Sequence[_Mark], end: int
    ) -> list[tuple[_Mark, str]]:
        """Each key with its text, which goes up to the next key."""
        marks = [first, *keys, _Mark(end, end, "")]
        return [
            (mark, self._flat.original(mark.end, following.at))
            for mark, following in pairwise(marks)
        ]

    def _extras(self, index: int, texts: Iterable[tuple[_Mark, str]]) -> list[Extra]:
        """The keys that have no place in a Card; unknown ones are reported."""
        extras = []
        for key, text in texts:
            extras.append(Extra(key.word, text))
            if key.word not in {"triggerwords", "generatesettings"}:
                self._report(
                    UNKNOWN_KEY,
                    f"`{key.word}` is not a known key; it is kept and not used",
                    key.at,
                    self._pointer(index, key.word),
                    "nothing is lost; tell the authors of wirogen what it means",
                )
        return extras

    # Findings

    def _pointer(self, index: int, *keys: str) -> str:
        return pointer_to(self._sent[index].wire_name, *keys)

    def _finding(
        self, code: Code, message: str, place: int, pointer: str, hint: str
    ) -> Diagnostic:
        span = self._flat.document.span(self._flat.offset(place), pointer)
        return Diagnostic(code=code, message=message, span=span, hint=hint)

    def _report(
        self, code: Code, message: str, place: int, pointer: str, hint: str
    ) -> None:
        self.findings.append(self._finding(code, message, place, pointer, hint))

    def _doubt(self, index: int, place: int, what: str) -> None:
        self._report(
            TEXT_UNDECIDED,
            f"the card leaves open where {what}; the likeliest was taken",
            place,
            self._pointer(index),
            "compare the card with what `wirogen inspect` shows for this input",
        )

    def _not_understood(self, index: int, start: int, end: int) -> None:
        self._report(
            TEXT_NOT_UNDERSTOOD,
            "this text is not understood, and left out: "
            f"{shortened(self._text[start:end])}",
            start,
            self._pointer(index),
            "check that nothing in it matters for the model's inputs",
        )

    def _refuse_names_sent_twice(self) -> None:
        seen: set[str] = set()
        for name, value in zip(self._names, self._sent, strict=True):
            if name in seen:
                heads = self._heads_of.get(name, [])
                offset = self._flat.offset(heads[1].at) if heads[1:] else value.offset
                raise Refused(self._listed_twice(value.wire_name, offset))
            seen.add(name)

    def _refuse_inputs_within(self, index: int, default: _Default, end: int) -> None:
        """Refuses an input of a name that is not expected here, with all its keys.

        A default that the Run request sends may hold the text of a whole input.
        """
        start = default.end if default.is_sent else default.type.end
        for number in range(_index_after(self._heads, start), len(self._heads)):
            head = self._heads[number]
            if head.at >= end:
                return
            if self._begins_input(head):
                raise self._unexpected(head.at, index + 1)

    def _unexpected(self, place: int, index: int) -> Refused:
        """Says what is wrong where the input of that index should begin."""
        head = self._head_at.get(place)
        if head is not None and head.word in self._names[:index]:
            return Refused(self._listed_twice(head.word, self._flat.offset(place)))
        if head is not None and head.word not in self._names:
            return Refused(
                self._finding(
                    RUN_REQUEST_NAMES_OTHER_INPUTS,
                    f"the list has the input `{head.word}`, which the Run request does "
                    "not send",
                    place,
                    pointer_to(head.word),
                    "correct the card: both name the same inputs in the same order",
                )
            )
        is_missing = index < len(self._names) and (
            head is not None or self._names[index] not in self._heads_of
        )
        if is_missing:
            return self._not_listed(index)
        shown = shortened(self._text[place:])
        return self._unreadable(place, f"an input is expected here, not {shown}")

    def _not_found(self, index: int, after: int) -> Refused:
        """Says what the list has behind a place instead of that input."""
        for head in self._heads[_index_after(self._heads, after) :]:
            if self._begins_input(head):
                return self._unexpected(head.at, index)
        return self._not_listed(index)

    def _not_listed(self, index: int) -> Refused:
        value = self._sent[index]
        pointer = pointer_to(value.wire_name)
        before = f"after `{self._names[index - 1]}`" if index else "at its beginning"
        return Refused(
            Diagnostic(
                code=RUN_REQUEST_NAMES_OTHER_INPUTS,
                message=f"the Run request sends `{value.wire_name}`, which the list of "
                f"inputs does not have {before}",
                span=self._flat.document.span(value.offset, pointer),
                hint="correct the card: both name the same inputs in the same order",
            )
        )

    def _unreadable(self, place: int, message: str) -> Refused:
        return Refused(
            self._finding(
                INPUT_NOT_READABLE,
                message,
                place,
                "/inputs",
                "an input is `- name:`, then label, help, type, default and, for "
                "selects, options, in this order",
            )
        )

    def _listed_twice(self, wire_name: str, offset: int) -> Diagnostic:
        first = self._heads_of.get(wire_name, [])[:1]
        where = "the first"
        if first:
            position = self._flat.document.position(self._flat.offset(first[0].at))
            where = f"the first, in line {position.line}, column {position.column},"
        return Diagnostic(
            code=INPUT_LISTED_TWICE,
            message=f"two inputs are named `{wire_name}`",
            span=self._flat.document.span(offset, pointer_to(wire_name)),
            hint=f"rename or remove this one or {where} in the card",
        )


def _index_after(marks: Sequence[_Mark], place: int) -> int:
    """The index of the first mark behind a place."""
    return bisect_right(marks, place, key=lambda mark: mark.at)


def _last(marks: Iterable[_Mark], word: str, end: int) -> _Mark | None:
    """The last of the marks that names a word and stands before a place."""
    found = None
    for mark in marks:
        if mark.word == word and mark.at < end:
            found = mark
    return found


def _spellings(sent: SentValue) -> tuple[str, ...]:
    """The ways in which a list may write a default that the Run request sends."""
    text = " ".join(sent.text.split())
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    words = [text, f'"{text}"', f'"{escaped}"']
    if not sent.text and not sent.is_text:
        words.append("null")
    return tuple(f" {word}" if word else "" for word in dict.fromkeys(words))


def _unquoted(text: str) -> str:
    """A text without the quotes around it, if it has them."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPED.sub(r"\1", text[1:-1])
    return text

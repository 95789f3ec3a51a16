"""Where each input of a model card's list begins and ends, and its default in it.

An input ends where the next one begins, at a heading, or with the list. The Run request
names the inputs, mostly all of them and in order, so that a text is seldom taken for
one. It mostly sends the default: where it does, it tells where that ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wirogen.card import COMMON_INPUTS
from wirogen.characters import quoted
from wirogen.diagnostics import Refused
from wirogen.diagnostics.codes import (
    INPUT_LISTED_TWICE,
    INPUT_NOT_READABLE,
    INPUT_NOT_SENT,
    INPUTS_IN_ANOTHER_ORDER,
    RUN_REQUEST_NAMES_OTHER_INPUTS,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.readers.card_findings import CardFindings, pointer_to
from wirogen.readers.card_keys import KEY, OPTIONS, Depth, Keys, Mark, index_after
from wirogen.readers.card_run_request import SentValue

Doubt = tuple[int, str]
"""A place where another reading is possible, and what is left open there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One way to read an input: its head and type, and where its default ends.

    `is_sent` says that the default is what the Run request sends. The input's keys end
    at `end`; from there to `following`, where the next input begins, nothing is read.
    """

    sent: SentValue
    head: Mark
    type: Mark
    default_end: int
    end: int
    following: int
    is_sent: bool
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_last(self) -> bool:
        """Whether only the next input, or the end of the list, follows its default."""
        return self.default_end + 1 == self.following


def segments_of(
    keys: Keys, sent: Sequence[SentValue], findings: CardFindings
) -> list[Segment]:
    """The inputs of a list, in order.

    Raises Refused where the list cannot be read; one that lacks what the Run request
    sends is an error that is found.
    """
    return list(_Segmenter(keys, sent, findings).segments())


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


class _Segmenter:
    """Goes through a list; `_left` are the values whose inputs are still to come."""

    def __init__(
        self, keys: Keys, sent: Sequence[SentValue], findings: CardFindings
    ) -> None:
        self._keys = keys
        self._text = keys.text
        self._findings = findings
        self._left: dict[str, SentValue] = {}
        self._names = {value.wire_name for value in sent}
        for value in sent:
            name = " ".join(value.wire_name.split())
            if name in self._left:
                again = [keys.flat.offset(head.at) for head in keys.heads_of(name)]
                raise self._listed_twice(name, [*again[1:], value.offset][0])
            self._left[name] = value

    def segments(self) -> Iterator[Segment]:
        order = list(self._left)
        head = self._next(-1) or next(iter(self._keys.heads), None)
        if head is None:
            shown = quoted(self._text)
            raise self._unreadable(0, f"an input is expected here, not {shown}")
        before = self._text[: head.at]
        self._findings.not_understood(before, self._keys.flat.offset(0))
        read: list[Mark] = []
        while head is not None:
            sent = self._left.pop(head.word, None)
            self._refuse_without_type(head)
            if sent is not None:
                segment = self._segment(head, sent)
            else:
                segment = self._unsent_segment(head, read)
            read.append(head)
            yield segment
            head = self._keys.head_at(segment.following)
        for value in self._left.values():
            self._report_not_listed(value)
        self._report_order(read, [name for name in order if name not in self._left])

    # The ways to read an input

    def _segment(self, head: Mark, sent: SentValue) -> Segment:
        """The likeliest way to read the input that a head begins.

        A help may hold what looks like the next input, so that the type may be behind
        it. Only where nothing else fits, a text goes on behind what is sent.
        """
        types = self._keys.types
        first = index_after(types, head.at)
        last = first + _MOST_READINGS
        behind = min(index_after(types, self._following(types[first].at)), last)
        near, far = types[first:behind], types[behind:last]
        found = [*self._sent_readings(head, sent, near, is_near=True)] or [
            *self._sent_readings(head, sent, far, is_near=False)
        ]
        if found:
            likeliest = max(found, key=lambda reading: reading.is_last)
        else:
            cut = next(self._cut_readings(head, sent, near), None)
            likeliest = cut or self._unsent_reading(head, sent, near[0])
            found = [likeliest] * len(near)
        if len(found) > 1:
            doubt = found[0].type.at, "its help ends"
            return replace(likeliest, doubts=(doubt, *likeliest.doubts))
        return likeliest

    def _unsent_segment(self, head: Mark, read: Sequence[Mark]) -> Segment:
        """The input of a head that the Run request does not name: nothing tells where
        its default ends but what follows.
        """
        types = self._keys.types
        nearest = types[index_after(types, head.at)]
        return self._unsent_reading(head, self._unsent(head, read), nearest)

    def _sent_readings(
        self, head: Mark, sent: SentValue, types: Sequence[Mark], *, is_near: bool
    ) -> Iterator[Segment]:
        """The ways in which the default is what the Run request sends."""
        for mark, end in self._sent_texts(sent, types):
            if self._ends_input(end, is_near=is_near):
                yield self._reading(head, sent, mark, end, end + 1)
            elif is_near and self._ends_default(end, after_text=end > mark.end):
                yield self._reading(head, sent, mark, end, self._following(end))

    def _cut_readings(
        self, head: Mark, sent: SentValue, types: Sequence[Mark]
    ) -> Iterator[Segment]:
        """The ways in which the default only begins with what the Run request sends.

        Where there are lines, the rest of one belongs to it.
        """
        for mark, end in self._sent_texts(sent, types):
            is_cut = not self._keys.has_lines or end + 1 in self._keys.flat.columns
            if sent.text and self._text[end : end + 1] == " " and is_cut:
                yield self._reading(head, sent, mark, end, self._following(end))

    def _sent_texts(
        self, sent: SentValue, types: Sequence[Mark]
    ) -> Iterator[tuple[Mark, int]]:
        """Each type whose default begins with what is sent, and where that ends."""
        spellings = _spellings(sent)
        for mark in types:
            for spelling in spellings:
                if self._text.startswith(spelling, mark.end):
                    yield mark, mark.end + len(spelling)

    def _unsent_reading(self, head: Mark, sent: SentValue, mark: Mark) -> Segment:
        """The first way to read an input whose default is not what is sent."""
        start, limit = mark.end, self._following(mark.at)
        end = limit - 1
        if mark.word not in _WITHOUT_OPTIONS:
            end = self._before(OPTIONS, start, end)
        if self._keys.is_exact:
            end = self._before(KEY, start, end)
        end = self._keys.margin(start + 1, end + 1) - 1
        end = self._keys.heading(start + 1, end + 1) - 1
        reading = self._reading(head, sent, mark, end, limit)
        first = start if mark.word in _WITHOUT_OPTIONS else start + 1
        if reading.is_last and self._keys.is_open(first, end):
            doubt = start - len("default:"), "its default ends"
            return replace(reading, is_sent=False, doubts=(doubt,))
        return replace(reading, is_sent=False)

    def _reading(
        self, head: Mark, sent: SentValue, mark: Mark, end: int, following: int
    ) -> Segment:
        is_open = self._could_end_elsewhere(end, following)
        doubt = end + 1, "its last option or key ends"
        return Segment(
            sent=sent,
            head=head,
            type=mark,
            default_end=end,
            end=self._keys.heading(end + 1, following) - 1,
            following=following,
            is_sent=True,
            doubts=(doubt,) if is_open else (),
        )

    # What may follow

    def _ends_input(self, end: int, *, is_near: bool) -> bool:
        """Whether a default that ends there is the last of its input."""
        if end == len(self._text):
            return not self._left
        head = self._keys.head_at(end + 1)
        is_another = is_near and head is not None and self._keys.begins_input(head)
        return is_another or self._is_expected(end + 1)

    def _ends_default(self, end: int, *, after_text: bool) -> bool:
        """Whether a key, and no text like one, follows a default that ends there."""
        pattern = KEY if after_text or self._keys.is_exact else OPTIONS
        return self._keys.key_at(pattern, end + 1, Depth.KEY) is not None

    def _before(self, pattern: re.Pattern[str], start: int, end: int) -> int:
        """Where a text ends that goes up to the next key of an input."""
        key = next(self._keys.find(pattern, start, end, Depth.KEY), None)
        return end if key is None else key.at - 1

    def _expected(self) -> str | None:
        """The name of the next input, if the list goes on as the Run request does."""
        return next(iter(self._left), None)

    def _is_expected(self, place: int) -> bool:
        head = self._keys.head_at(place)
        return head is not None and head.word == self._expected()

    def _next(self, after: int) -> Mark | None:
        """The head of the next input behind a place.

        One that no type follows before the same head comes again is none; one that is
        not expected is none without a type before any other.
        """
        starts = self._keys.starts
        index = index_after(starts, after)
        found = starts[index] if index < len(starts) else None
        heads = self._keys.heads_of(self._expected())
        end = Mark(len(self._text), len(self._text), "")
        for head, following in pairwise([*heads[index_after(heads, after) :], end]):
            if found is not None and found.at <= head.at:
                break
            if self._keys.has_type(head.at, following.at):
                return head
        return found

    def _following(self, after: int) -> int:
        """Where the next input begins behind a place; for the last, where it would."""
        head = self._next(after)
        return len(self._text) + 1 if head is None else head.at

    def _could_end_elsewhere(self, start: int, limit: int) -> bool:
        """Whether an input could end at another head than the one at the limit, which
        names the same.
        """
        head = self._keys.head_at(limit)
        heads = self._keys.heads_of(None if head is None else head.word)
        return index_after(heads, start) < index_after(heads, limit - 1)

    # What does not fit

    def _report_order(self, read: Sequence[Mark], order: Sequence[str]) -> None:
        listed = [head for head in read if head.word in order]
        for head, name in zip(listed, order, strict=True):
            if head.word != name:
                self._findings.add(
                    INPUTS_IN_ANOTHER_ORDER,
                    f"the Run request sends `{name}` in its place",
                    self._keys.flat.offset(head.at),
                    pointer_to(head.word),
                    "check that no text of the list was taken for an input",
                )
                return

    def _unsent(self, head: Mark, read: Sequence[Mark]) -> SentValue:
        """What an input sends that the Run request does not name, which is reported."""
        offset = self._keys.flat.offset(head.at)
        if any(head.word == other.word for other in read):
            raise self._listed_twice(head.word, offset)
        if head.word not in COMMON_INPUTS:
            self._findings.add(
                INPUT_NOT_SENT,
                "the list has it, and the Run request does not send it",
                offset,
                pointer_to(head.word),
                "check that it is an input of the model; `omit` in the overrides takes "
                "it out",
            )
        return SentValue(wire_name=head.word, text="", is_text=True, offset=offset)

    def _refuse_without_type(self, head: Mark) -> None:
        is_exact = self._keys.is_exact
        heads = self._keys.starts if is_exact else self._keys.heads_of(self._expected())
        behind = heads[index_after(heads, head.at) :]
        stop = behind[0 if is_exact else -1].at if behind else len(self._text)
        if not self._keys.has_type(head.at, stop):
            is_typed = " type: " in self._text[head.at : stop]
            lacking = "`default:` behind its `type:`" if is_typed else "`type:`"
            message = f"the input has no {lacking}"
            raise self._unreadable(head.at, message, head.word)

    def _report_not_listed(self, value: SentValue) -> None:
        self._findings.add(
            RUN_REQUEST_NAMES_OTHER_INPUTS,
            "the Run request sends it, and the list of inputs does not have it",
            value.offset,
            pointer_to(value.wire_name),
            self._where_named(value.wire_name),
        )

    def _where_named(self, name: str) -> str:
        """What may be meant by an input that the list does not have."""
        heads = {head.word for head in self._keys.heads} - self._names
        place = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", self._text)
        if (hint := did_you_mean(name, heads)) or place is None:
            return hint or (
                "correct the card: the list has every input that the Run request sends"
            )
        at = self._findings.document.position(self._keys.flat.offset(place.start()))
        return (
            f"line {at.line}, column {at.column} of the card has its name, but not as "
            f"`- name: {name}`"
        )

    def _unreadable(self, place: int, message: str, name: str = "") -> Refused:
        return self._findings.refused(
            INPUT_NOT_READABLE,
            message,
            self._keys.flat.offset(place),
            pointer_to(name) if name else "/inputs",
            "an input is `- name:`, then label, help, type, default and, for selects, "
            "options, in this order",
        )

    def _listed_twice(self, name: str, offset: int) -> Refused:
        where = "the first"
        for head in self._keys.heads_of(name)[:1]:
            place = self._findings.document.position(self._keys.flat.offset(head.at))
            where = f"the first, in line {place.line}, column {place.column},"
        return self._findings.refused(
            INPUT_LISTED_TWICE,
            "two inputs have this name",
            offset,
            pointer_to(name),
            f"rename or remove this one or {where} in the card",
        )


def _spellings(sent: SentValue) -> tuple[str, ...]:
    """The ways in which a list may write a default that the Run request sends."""
    text = " ".join(sent.text.split())
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    words = [text, f'"{text}"', f'"{escaped}"']
    if not sent.text and not sent.is_text:
        words.append("null")
    return tuple(f" {word}" if word else "" for word in dict.fromkeys(words))

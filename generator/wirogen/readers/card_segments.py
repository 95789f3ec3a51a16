"""Where each input of a model card's list begins and ends, and its default in it.

The Run request names every input, in order: an input ends where the next one begins,
or with the list. It mostly sends the default: where it does, it tells where that ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from wirogen.diagnostics import Refused
from wirogen.diagnostics.codes import (
    INPUT_LISTED_TWICE,
    INPUT_NOT_READABLE,
    RUN_REQUEST_NAMES_OTHER_INPUTS,
)
from wirogen.readers.card_findings import CardFindings, pointer_to, shortened
from wirogen.readers.card_keys import KEY, OPTIONS, Depth, Keys, Mark, index_after
from wirogen.readers.card_run_request import SentValue
from wirogen.readers.flat_text import FlatText


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place where another reading is possible; `what` is left open there."""

    at: int
    what: str


@dataclass(frozen=True, slots=True)
class Segment:
    """One input: its head, its type, where its default ends, and where it ends.

    `is_sent` says that the default is what the Run request sends.
    """

    sent: SentValue
    head: Mark
    type: Mark
    default_end: int
    is_sent: bool
    end: int
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read an input: its type, and where its default ends.

    `is_last` says that only the next input, or the end of the list, follows it.
    """

    type: Mark
    end: int
    is_sent: bool
    is_last: bool
    doubts: tuple[Doubt, ...] = ()


def segments_of(
    flat: FlatText, keys: Keys, sent: Sequence[SentValue], findings: CardFindings
) -> list[Segment]:
    """The inputs of a list, in order; raises Refused where it cannot be read, or names
    other inputs than the Run request.
    """
    return list(_Segmenter(flat, keys, sent, findings).segments())


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
    def __init__(
        self,
        flat: FlatText,
        keys: Keys,
        sent: Sequence[SentValue],
        findings: CardFindings,
    ) -> None:
        self._flat = flat
        self._text = flat.text
        self._keys = keys
        self._sent = sent
        self._names = [" ".join(value.wire_name.split()) for value in sent]
        self._findings = findings

    def segments(self) -> Iterator[Segment]:
        self._refuse_names_sent_twice()
        at = 0
        for index in range(len(self._sent)):
            segment = self._segment(index, at)
            at = segment.end + 1
            yield segment
        if at < len(self._text):
            raise self._unexpected(at, len(self._sent))

    def _segment(self, index: int, at: int) -> Segment:
        """The input of that index, which begins at a place."""
        head = self._keys.head_at(at)
        if head is None or head.word != self._names[index]:
            raise self._unexpected(at, index)
        reading = self._reading(index, head)
        doubts = reading.doubts
        following = reading.end + 1
        if not reading.is_last:
            following = self._next_input(index, reading.end)
            if self._could_end_elsewhere(index, reading.end, following):
                doubt = Doubt(reading.end + 1, "its last option or key ends")
                doubts = (*doubts, doubt)
        self._refuse_inputs_within(index, reading, following)
        return Segment(
            self._sent[index],
            head,
            reading.type,
            reading.end,
            reading.is_sent,
            following - 1,
            doubts,
        )

    def _reading(self, index: int, head: Mark) -> _Reading:
        """The likeliest way to read an input.

        A default that is sent may be followed by an input that is not expected; that is
        refused later. A help may hold what looks like the next input, so that the type
        may be behind it.
        """
        types = self._keys.types
        first = index_after(types, head.at)
        heads = self._keys.heads_of(self._name(index + 1))
        stop = heads[-1].at if heads and heads[-1].at > head.at else len(self._text)
        if not self._keys.has_type(head.at, stop):
            message = f"the input `{head.word}` has no `type:` with a `default:`"
            raise self._unreadable(head.at, message)
        limit = self._next_input(index, types[first].at)
        last = first + _MOST_READINGS
        behind = min(index_after(types, limit), last)
        for marks in (types[first:behind], types[behind:last]):
            found = list(self._sent_readings(index, marks, limit))
            if found:
                likeliest = max(found, key=lambda reading: reading.is_last)
                doubts = (Doubt(found[0].type.at, "its help ends"),)
                return replace(likeliest, doubts=doubts if len(found) > 1 else ())
        return self._unsent_reading(index, types[first:behind], limit)

    def _sent_readings(
        self, index: int, types: Sequence[Mark], limit: int
    ) -> Iterator[_Reading]:
        """The ways in which the default is what the Run request sends."""
        is_final = index + 1 == len(self._names)
        spellings = _spellings(self._sent[index])
        for mark in types:
            for spelling in spellings:
                if not self._text.startswith(spelling, mark.end):
                    continue
                end = mark.end + len(spelling)
                is_near = mark.at < limit
                if self._ends_with_input(index, end, is_near=is_near):
                    yield _Reading(mark, end, is_sent=True, is_last=True)
                elif is_near and self._is_followed_by_key(
                    end, after_text=spelling != "", is_final=is_final
                ):
                    yield _Reading(mark, end, is_sent=True, is_last=False)

    def _ends_with_input(self, index: int, end: int, *, is_near: bool) -> bool:
        """Whether a default that ends there is the last of its input."""
        if end == len(self._text):
            return index + 1 == len(self._names)
        head = self._keys.head_at(end + 1)
        if head is None:
            return False
        is_next = head.word == self._name(index + 1)
        return is_next or (is_near and self._keys.begins_input(head))

    def _is_followed_by_key(
        self, end: int, *, after_text: bool, is_final: bool
    ) -> bool:
        """Whether `options:` or an unknown key stands behind a default that ends there,
        not a text like one; or a heading behind the list.
        """
        if self._text[end : end + 1] != " ":
            return False
        if is_final and self._text.startswith("## ", end + 1):
            return True
        pattern = KEY if after_text or self._keys.is_exact else OPTIONS
        return self._keys.key_at(pattern, end + 1, Depth.KEY) is not None

    def _unsent_reading(
        self, index: int, types: Sequence[Mark], limit: int
    ) -> _Reading:
        """The first way to read an input whose default is not what is sent."""
        mark = types[0]
        doubts = [Doubt(mark.at, "its help ends")] if types[1:] else []
        end = limit - 1
        if self._is_next_input(index, mark.end + 1):
            end = mark.end
        elif mark.word not in _WITHOUT_OPTIONS:
            end = self._before(OPTIONS, mark.end, end)
        if self._keys.is_exact:
            end = self._before(KEY, mark.end, end)
        is_last = end == limit - 1 or self._is_next_input(index, end + 1)
        if is_last and self._could_end_elsewhere(index, mark.end, end + 1):
            doubts.append(Doubt(mark.end - len("default:"), "its default ends"))
        return _Reading(mark, end, False, is_last, tuple(doubts))

    def _before(self, pattern: re.Pattern[str], start: int, end: int) -> int:
        """Where a text ends that goes up to the next key of an input."""
        key = next(self._keys.find(pattern, start, end, Depth.KEY), None)
        return end if key is None else key.at - 1

    def _name(self, index: int) -> str | None:
        return self._names[index] if index < len(self._names) else None

    def _is_next_input(self, index: int, place: int) -> bool:
        head = self._keys.head_at(place)
        return head is not None and head.word == self._name(index + 1)

    def _next_input(self, index: int, after: int) -> int:
        """Where the next input begins behind a place; for the last one, where it would.

        A head that no type follows before the same head comes again is none.
        """
        name = self._name(index + 1)
        if name is None:
            return len(self._text) + 1
        heads = self._keys.heads_of(name)
        marks = [*heads[index_after(heads, after) :], Mark(len(self._text), 0, "")]
        for head, following in pairwise(marks):
            if self._keys.has_type(head.at, following.at):
                return head.at
        raise self._not_found(index + 1, after)

    def _could_end_elsewhere(self, index: int, start: int, limit: int) -> bool:
        """Whether an input could end at another head behind `start` than at the limit.

        One behind the limit has to leave room for the input after the next one.
        """
        heads = self._keys.heads_of(self._name(index + 1))
        first, later = index_after(heads, start), index_after(heads, limit)
        if first < len(heads) and heads[first].at < limit:
            return True
        if later == len(heads):
            return False
        following = self._keys.heads_of(self._name(index + 2))
        last = following[-1].at if following else len(self._text)
        return heads[later].at < last and self._keys.has_type(heads[later].at, last)

    # What cannot be read

    def _refuse_names_sent_twice(self) -> None:
        seen: set[str] = set()
        for name, value in zip(self._names, self._sent, strict=True):
            if name in seen:
                heads = self._keys.heads_of(name)
                offset = self._flat.offset(heads[1].at) if heads[1:] else value.offset
                raise self._listed_twice(value.wire_name, offset)
            seen.add(name)

    def _refuse_inputs_within(self, index: int, reading: _Reading, end: int) -> None:
        """Refuses an input of a name that is not expected here, with all its keys.

        A default that the Run request sends may hold the text of a whole input.
        """
        heads = self._keys.heads
        start = reading.end if reading.is_sent else reading.type.end
        for number in range(index_after(heads, start), index_after(heads, end - 1)):
            if self._keys.begins_input(heads[number]):
                raise self._unexpected(heads[number].at, index + 1)

    def _unexpected(self, place: int, index: int) -> Refused:
        """Says what is wrong where the input of that index should begin."""
        head = self._keys.head_at(place)
        if head is not None and head.word in self._names[:index]:
            return self._listed_twice(head.word, self._flat.offset(place))
        if head is not None and head.word not in self._names:
            return self._findings.refused(
                RUN_REQUEST_NAMES_OTHER_INPUTS,
                f"the list has the input `{head.word}`, which the Run request does "
                "not send",
                self._flat.offset(place),
                pointer_to(head.word),
                "correct the card: both name the same inputs in the same order",
            )
        name = self._name(index)
        if name is not None and (head or not self._keys.heads_of(name)):
            return self._not_listed(index)
        shown = shortened(self._text[place:])
        return self._unreadable(place, f"an input is expected here, not {shown}")

    def _not_found(self, index: int, after: int) -> Refused:
        """Says what the list has behind a place instead of that input."""
        heads = self._keys.heads
        for head in heads[index_after(heads, after) :]:
            if self._keys.begins_input(head):
                return self._unexpected(head.at, index)
        return self._not_listed(index)

    def _not_listed(self, index: int) -> Refused:
        value = self._sent[index]
        before = f"after `{self._names[index - 1]}`" if index else "at its beginning"
        return self._findings.refused(
            RUN_REQUEST_NAMES_OTHER_INPUTS,
            f"the Run request sends `{value.wire_name}`, which the list of inputs does "
            f"not have {before}",
            value.offset,
            pointer_to(value.wire_name),
            "correct the card: both name the same inputs in the same order",
        )

    def _unreadable(self, place: int, message: str) -> Refused:
        return self._findings.refused(
            INPUT_NOT_READABLE,
            message,
            self._flat.offset(place),
            "/inputs",
            "an input is `- name:`, then label, help, type, default and, for selects, "
            "options, in this order",
        )

    def _listed_twice(self, wire_name: str, offset: int) -> Refused:
        first = self._keys.heads_of(wire_name)[:1]
        where = "the first"
        if first:
            place = self._flat.offset(first[0].at)
            position = self._findings.document.position(place)
            where = f"the first, in line {position.line}, column {position.column},"
        return self._findings.refused(
            INPUT_LISTED_TWICE,
            f"two inputs are named `{wire_name}`",
            offset,
            pointer_to(wire_name),
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

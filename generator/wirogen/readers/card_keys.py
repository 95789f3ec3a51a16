"""What may be a key in a model card's list of inputs, told by where it stands.

In a card that has its line ends, keys stand at the start of a line: in the service's
own indentation at the depth of their kind, else at any. In a flattened card they may
stand anywhere, and so may texts that look like keys.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from wirogen.readers.flat_text import FlatText

_LONGEST_NAME = 8
"""Words that a wire name may have; names of more than one are not known at all."""

_HEAD = re.compile(
    rf"(?<!\S)(?=- name: (\S+(?: \S+){{0,{_LONGEST_NAME - 1}}}?) label:(?!\S))"
)
_TYPE = re.compile(r"(?<!\S)type:(?: (?!default:)(\S+))? (?=(default:)(?!\S))")


KEY = re.compile(r"(?<!\S)([A-Za-z_]\w*):(?!\S)")
OPTIONS = re.compile(r"(?<!\S)(options):(?= - value:(?!\S)| - name: |$)")


class Depth(IntEnum):
    """How much deeper than the list a key is indented."""

    INPUT = 0
    KEY = 2
    OPTION = 4
    OPTION_KEY = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be a key, from `at` to `end`; `word` is what it names."""

    at: int
    end: int
    word: str


class Keys:
    """The keys of one list.

    `heads` are all `- name: … label:`, whose word is the name and which end with the
    label's colon; `types` all `type: … default:`, whose word is the type. `is_exact`
    says that the card has the service's own indentation.
    """

    def __init__(self, flat: FlatText) -> None:
        head = _HEAD.match(flat.text)
        label = None if head is None else flat.column(head.end(1) + 1)
        indent = flat.column(0)
        self._flat = flat
        self._indent = indent or 0
        self._has_lines = label is not None
        self.is_exact = indent is not None and label == indent + Depth.KEY
        self.types = tuple(self._find_types())
        self.heads = tuple(self._find_heads())
        self._head_at = {head.at: head for head in self.heads}
        self._heads_of: dict[str, list[Mark]] = {}
        for mark in self.heads:
            self._heads_of.setdefault(mark.word, []).append(mark)

    def allows(self, place: int, depth: Depth) -> bool:
        """Whether a key of that depth may stand there."""
        if not self._has_lines or place == 0:
            return True
        column = self._flat.column(place)
        if self.is_exact:
            return column == self._indent + depth
        return column is not None

    def find(
        self, pattern: re.Pattern[str], start: int, end: int, depth: Depth
    ) -> Iterator[Mark]:
        """The keys of a depth between two places; the pattern's group is their word."""
        for match in pattern.finditer(self._flat.text, start, end):
            if self.allows(match.start(), depth):
                yield Mark(match.start(), match.end(), match[1])

    def key_at(self, pattern: re.Pattern[str], place: int, depth: Depth) -> Mark | None:
        """The key of a depth that stands there, if one does."""
        match = pattern.match(self._flat.text, place)
        if match is None or not self.allows(place, depth):
            return None
        return Mark(place, match.end(), match[1])

    def head_at(self, place: int) -> Mark | None:
        """The head that stands there, if one does."""
        return self._head_at.get(place)

    def heads_of(self, name: str | None) -> Sequence[Mark]:
        """All heads of a name; none of no name."""
        return self._heads_of.get(name, ()) if name is not None else ()

    def has_type(self, start: int, end: int) -> bool:
        """Whether a type stands behind one place and before another."""
        index = index_after(self.types, start)
        return index < len(self.types) and self.types[index].at < end

    def begins_input(self, head: Mark) -> bool:
        """Whether a head of any name begins an input, for its type comes first."""
        after = index_after(self.heads, head.at)
        is_final = after == len(self.heads)
        stop = len(self._flat.text) if is_final else self.heads[after].at
        is_plain = " " not in head.word or self.is_exact
        return is_plain and self.has_type(head.at, stop)

    def _find_types(self) -> Iterator[Mark]:
        for match in _TYPE.finditer(self._flat.text):
            places = match.start(), match.start(2)
            if all(self.allows(place, Depth.KEY) for place in places):
                yield Mark(match.start(), match.end(2), match[1] or "")

    def _find_heads(self) -> Iterator[Mark]:
        for match in _HEAD.finditer(self._flat.text):
            label = match.end(1) + 1
            if self.allows(match.start(), Depth.INPUT) and self.allows(
                label, Depth.KEY
            ):
                yield Mark(match.start(), label + len("label:"), match[1])


def index_after(marks: Sequence[Mark], place: int) -> int:
    """The index of the first mark behind a place."""
    return bisect_right(marks, place, key=lambda mark: mark.at)

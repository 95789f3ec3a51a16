"""What may be a key in a model card's list of inputs, told by where it stands.

In a card that has its line ends, keys stand at the start of a line: in an indented one
at the depth of their kind, else at any. In a flattened card they may stand anywhere,
and so may texts that look like keys.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise

from wirogen.readers.flat_text import FlatText

KEY = re.compile(r"(?<!\S)([A-Za-z_]\w*):(?!\S)")
KNOWN_KEYS = ("name", "value", "label", "help", "type", "default", "options")


def key_as_meant(words: str) -> str:
    """The pattern of a key of cards as people write it elsewhere: with another bullet,
    or decorated.
    """
    return (
        r"(?P<bullet>(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+)?(?P<mark>[*_`\"']*)"
        rf"(?P<key>{words})(?P=mark)?[ \t]?[:\uff1a](?P=mark)?"
    )


OPTIONS = re.compile(r"(?<!\S)(options):(?= - value:(?!\S)| - name: |$)")

_LONGEST_NAME = 8
"""Words that a wire name may have; names of more than one are not known at all."""

_HEAD = re.compile(
    r"(?<!\S)(?=- name: (\S+"
    rf"(?: (?!- name: )\S+){{0,{_LONGEST_NAME - 1}}}?) label:(?!\S))"
)
_TYPE = re.compile(r"(?<!\S)type:(?: (?!default:)(\S+))? (?=(default:)(?!\S))")
_FIRST_OPTION = re.compile(r"(?<!\S)options: (?=- value:(?!\S))")
_LABEL = re.compile(r"(?<!\S)label:(?!\S)")
_HEADING = re.compile(r"#{1,6} (?=\S)")
_LIKE_KEY = re.compile(rf"(?<!\S){key_as_meant('|'.join(KNOWN_KEYS))}", re.IGNORECASE)
_KEY_OF_TEXT = re.compile(r"(?!label:|default:)(?:- )?[a-z]++:(?!\S)")
"""A key, as keys are written, that texts of flattened lists may hold all the same."""
_LIKELY_HEADING = re.compile(
    r'- value: "(?:[^"\\]++|\\.)*+"|(?<!\S)(##)#*+ (?=\S)', re.DOTALL
)


class Depth(Enum):
    """What a key belongs to; each is indented deeper than the one before."""

    INPUT = auto()
    KEY = auto()
    OPTION = auto()
    OPTION_KEY = auto()


@dataclass(frozen=True, slots=True)
class Mark:
    """What may be a key, from `at` to `end`; `word` is what it names."""

    at: int
    end: int
    word: str


class Keys:
    """The keys of one list, and what ends its texts.

    `heads` are all `- name: … label:`, whose word is the name and which end with the
    label's colon; `starts` those that begin an input whatever its name is, for their
    indentation says so, or a type follows before any other; `types` all
    `type: … default:`, whose word is the type. `is_exact` says that indentation tells
    keys, `has_lines` that lines do at least.
    """

    def __init__(self, flat: FlatText) -> None:
        self.flat = flat
        self.text = flat.text
        columns = _columns_of(flat)
        self._columns = columns or {}
        self._lines = tuple(flat.columns)
        self.has_lines = columns is not None
        self.is_exact = bool(columns)
        self.types = tuple(self._find_types())
        self.heads = tuple(self._find_heads())
        self._head_at = {head.at: head for head in self.heads}
        self._heads_of: dict[str, list[Mark]] = {}
        for head in self.heads:
            self._heads_of.setdefault(head.word, []).append(head)
        self.starts = self.heads if self.is_exact else tuple(self._find_starts())
        self._starts = {head.at for head in self.starts}
        self._headings = tuple(self._find_headings())
        self._margins = {
            depth: tuple(self._outer_lines(depth)) if self.is_exact else ()
            for depth in (Depth.INPUT, Depth.KEY)
        }

    def allows(self, place: int, depth: Depth) -> bool:
        """Whether a key of that depth may stand there."""
        if not self.has_lines or place == 0:
            return True
        column = self.flat.columns.get(place)
        return column is not None and self._columns.get(depth, column) == column

    def find(
        self, pattern: re.Pattern[str], start: int, end: int, depth: Depth
    ) -> Iterator[Mark]:
        """The keys of a depth between two places; the pattern's group is their word."""
        for match in pattern.finditer(self.text, start, end):
            if self.allows(match.start(), depth):
                yield Mark(match.start(), match.end(), match[1])

    def key_at(self, pattern: re.Pattern[str], place: int, depth: Depth) -> Mark | None:
        """The key of a depth that stands there, if one does."""
        match = pattern.match(self.text, place)
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
        """Whether a head is one of `starts`."""
        return head.at in self._starts

    def is_open(self, start: int, end: int) -> bool:
        """Whether a text that ends at one place may end at a blank before it, from
        another on: where lines tell keys, a new line may be no part of it.
        """
        if self.is_exact:
            return False
        blanks = (at for at in range(start, end) if self.text[at] == " ")
        return any(not self.has_lines or at + 1 in self.flat.columns for at in blanks)

    def like_key(self, start: int, end: int) -> int:
        """Where a text between two places may have a key, at the start of a line or, in
        a flattened list, where it is not written as keys are; the end without one.
        """
        for found in _LIKE_KEY.finditer(self.text, start, end):
            in_text = self.has_lines or _KEY_OF_TEXT.match(self.text, found.start())
            if found.start() in self.flat.columns or not in_text:
                return found.start()
        return end

    def like_other(self, start: int, end: int) -> int:
        """Where a default that nobody sends may end: at what is like a key, or, where
        lines tell keys, at its second line; the end without one.
        """
        return _first(self._lines, start + 1, self.like_key(start, end))

    def heading(self, start: int, end: int) -> int:
        """Where the first heading between two places stands; the end without one."""
        return _first(self._headings, start, end)

    def margin(self, start: int, end: int, depth: Depth = Depth.INPUT) -> int:
        """Where the first line between two places begins that is no part of a text, for
        it is indented no deeper than keys of a depth; the end without one.
        """
        return _first(self._margins[depth], start, end)

    def _find_types(self) -> Iterator[Mark]:
        for match in _TYPE.finditer(self.text):
            places = match.start(), match.start(2)
            if all(self.allows(place, Depth.KEY) for place in places):
                yield Mark(match.start(), match.end(2), match[1] or "")

    def _find_heads(self) -> Iterator[Mark]:
        for match in _HEAD.finditer(self.text):
            at, label = match.start(), match.end(1) + 1
            if self.allows(at, Depth.INPUT) and self.allows(label, Depth.KEY):
                yield Mark(at, label + len("label:"), match[1])

    def _find_starts(self) -> Iterator[Mark]:
        last = Mark(len(self.text), len(self.text), "")
        for head, following in pairwise([*self.heads, last]):
            if " " not in head.word and self.has_type(head.at, following.at):
                yield head

    def _find_headings(self) -> Iterator[int]:
        """In a flattened list two `#` are likely one, but not in the quotes around the
        value of an option.
        """
        if not self.has_lines:
            found = _LIKELY_HEADING.finditer(self.text)
            return (match.start() for match in found if match[1])
        lines = self._outer_lines(Depth.INPUT)
        return (at for at in lines if _HEADING.match(self.text, at))

    def _outer_lines(self, depth: Depth) -> Iterator[int]:
        """Where lines begin that are indented no deeper than keys of a depth."""
        for at, column in self.flat.columns.items():
            if column <= self._columns.get(depth, column):
                yield at


def index_after(marks: Sequence[Mark], place: int) -> int:
    """The index of the first mark behind a place."""
    return bisect_right(marks, place, key=lambda mark: mark.at)


def _first(places: Sequence[int], start: int, end: int) -> int:
    index = bisect_left(places, start)
    return min(places[index], end) if index < len(places) else end


def _columns_of(flat: FlatText) -> dict[Depth, int] | None:
    """How far the keys of each depth are indented, as the first of them are.

    Empty where lines are all that tells keys, None in a flattened list.
    """
    head = _HEAD.search(flat.text)
    key = None if head is None else flat.columns.get(head.end(1) + 1)
    if head is None or key is None:
        return None
    indent = flat.columns.get(head.start(), key)
    if key <= indent:
        return {}
    step = key - indent
    option, option_key = _columns_of_options(flat, key) or (key + step, key + 2 * step)
    return dict(zip(Depth, (indent, key, option, option_key), strict=True))


def _columns_of_options(flat: FlatText, key: int) -> tuple[int, int] | None:
    """How far the first option and its label are indented."""
    for match in _FIRST_OPTION.finditer(flat.text):
        option = flat.columns.get(match.end())
        if option is None or flat.columns.get(match.start()) != key:
            continue
        labels = _LABEL.finditer(flat.text, match.end())
        columns = (flat.columns.get(label.start()) for label in labels)
        label = next((column for column in columns if column is not None), 0)
        return (option, label) if key <= option < label else None
    return None

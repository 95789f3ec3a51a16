"""Texts with places in them."""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from wirogen.diagnostics import Position, Span


@dataclass(frozen=True)
class Document:
    """The text of one specification and the name of its file, as the user gave it."""

    file: str
    text: str = field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(end.end() for end in re.finditer("\n", self.text))]

    def position(self, offset: int) -> Position:
        """Line and column of a character offset, both counted from 1."""
        line = bisect_right(self._line_starts, offset)
        return Position(line, offset - self._line_starts[line - 1] + 1)

    def span(self, offset: int, pointer: str = "") -> Span:
        """The span of what stands at a character offset."""
        return Span(self.file, pointer, lambda _: self.position(offset))

    def span_found(self, pointer: str, find: Callable[[str], int | None]) -> Span:
        """The span of a path whose offset `find` looks up, only if somebody asks."""

        def locate(pointer: str) -> Position | None:
            offset = find(pointer)
            return None if offset is None else self.position(offset)

        return Span(self.file, pointer, locate)

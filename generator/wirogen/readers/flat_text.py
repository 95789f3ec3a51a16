"""Texts without differences in white space, and the way back to their documents."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from wirogen.readers.documents import Document


class Word(NamedTuple):
    """A word, where it stands in its document, and, if it begins a line, how far that
    is indented.
    """

    text: str
    offset: int
    column: int | None = None


def words_of(document: Document, start: int, end: int) -> Iterator[Word]:
    """The words of a stretch of a document."""
    before = start
    for word in _WORD.finditer(document.text, start, end):
        line = document.text.rfind("\n", before, word.start())
        column = None if line == -1 else word.start() - line - 1
        yield Word(word[0], word.start(), column)
        before = word.end()


class FlatText:
    """Words of a document, one blank between two, and the way back.

    Places are indices into `text`; the methods tell what stands there in the document.
    `columns` has the place of each word that begins a line, and how far it is indented.
    `start` is the offset of a text without words.
    """

    def __init__(self, document: Document, words: Iterable[Word], start: int) -> None:
        self.document = document
        self.words = tuple(words)
        self.text = " ".join(word.text for word in self.words)
        self.columns: dict[int, int] = {}
        self._start = start
        self._places = array("q")  # where each word begins in `text`
        place = 0
        for word in self.words:
            self._places.append(place)
            if word.column is not None:
                self.columns[place] = word.column
            place += len(word.text) + 1

    def offset(self, place: int) -> int:
        """The document's offset of a place inside a word or right behind one."""
        if not self.words:
            return self._start
        word = bisect_right(self._places, place) - 1
        return self.words[word].offset + place - self._places[word]

    def original(self, start: int, end: int) -> str:
        """The text between two places with its own white space, none at its ends."""
        while start < end and self.text[start] == " ":
            start += 1
        while start < end and self.text[end - 1] == " ":
            end -= 1
        if start == end:
            return ""
        text = self.document.text[self.offset(start) : self.offset(end - 1) + 1]
        return text.replace("\r\n", "\n")


_WORD = re.compile(r"\S+")

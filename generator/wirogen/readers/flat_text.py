"""Texts without differences in white space, and the way back to their documents."""

import re
from array import array
from bisect import bisect_left, bisect_right

from wirogen.readers.documents import Document


class FlatText:
    """A stretch of a document, every run of white space one blank, and the way back.

    Places are indices into `text`; the methods tell what stands there in the document.
    """

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self._words = array("q")  # where each word begins in the document,
        self._places = array("q")  # and in `text`
        place = 0
        for word in _WORD.finditer(document.text, start, end):
            self._words.append(word.start())
            self._places.append(place)
            place += word.end() - word.start() + 1
        self.text = " ".join(document.text[start:end].split())
        self._start = start

    def offset(self, place: int) -> int:
        """The document's offset of a place inside a word or right behind one."""
        if not self._words:
            return self._start
        word = bisect_right(self._places, place) - 1
        return self._words[word] + place - self._places[word]

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

    def column(self, place: int) -> int | None:
        """How far the word at a place is indented; None if it does not begin a line."""
        word = bisect_left(self._places, place)
        if word == len(self._places) or self._places[word] != place:
            return None
        before = self._start if word == 0 else self.offset(place - 1)
        gap = self.document.text[before : self._words[word]]
        return len(gap) - gap.rindex("\n") - 1 if "\n" in gap else None


_WORD = re.compile(r"\S+")

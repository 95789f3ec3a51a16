"""Texts without differences in white space, and the way back to their documents."""

import re
from array import array
from bisect import bisect_right

from wirogen.readers.documents import Document


class FlatText:
    """A stretch of a document, every run of white space one blank, and the way back.

    Places are indices into `text`; the methods tell what stands there in the document.
    `columns` has the place of each word that begins a line, and how far it is indented.
    """

    def __init__(self, document: Document, start: int, end: int) -> None:
        self.document = document
        self.text = " ".join(document.text[start:end].split())
        self.columns: dict[int, int] = {}
        self._start = start
        self._words = array("q")  # where each word begins in the document,
        self._places = array("q")  # and in `text`
        place = 0
        before = start
        for word in _WORD.finditer(document.text, start, end):
            self._words.append(word.start())
            self._places.append(place)
            line = document.text.rfind("\n", before, word.start())
            if line != -1:
                self.columns[place] = word.start() - line - 1
            before = word.end()
            place += word.end() - word.start() + 1

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


_WORD = re.compile(r"\S+")

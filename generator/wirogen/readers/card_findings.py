"""What is found in a model card: the words of its findings, and their places."""

from collections.abc import Collection

from wirogen.characters import quoted
from wirogen.diagnostics import Code, Diagnostic, Refused
from wirogen.diagnostics.codes import (
    TEXT_NOT_UNDERSTOOD,
    UNKNOWN_KEY,
    UNKNOWN_KEY_BESIDE,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.readers.collector import child, finding_about, last_key
from wirogen.readers.documents import Document


def pointer_to(wire_name: str, *keys: str) -> str:
    """The JSON pointer to an input in a Card, or to something in it."""
    return "/".join((child("/inputs", wire_name), *keys))


class CardFindings:
    """Collects the findings of one card; their places are offsets in its document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: list[Diagnostic] = []

    def add(
        self, code: Code, message: str, offset: int, pointer: str = "", hint: str = ""
    ) -> None:
        """Adds a finding about what stands at an offset."""
        self.found.append(self._finding(code, message, offset, pointer, hint))

    def refused(
        self, code: Code, message: str, offset: int, pointer: str, hint: str
    ) -> Refused:
        """What is raised where a finding ends the reading."""
        return Refused(self._finding(code, message, offset, pointer, hint))

    def unknown_key(
        self, key: str, offset: int, pointer: str = "", known: Collection[str] = ()
    ) -> None:
        """Says that a key has no meaning here; its text goes into an extra."""
        if key in known:
            what = "is not expected here"
            hint = "an input has each key once; `wirogen inspect` shows what was read"
        else:
            what = "is not a known key"
            hint = did_you_mean(key, known) or (
                "nothing is lost; tell the authors of wirogen what it means"
            )
        self.add(
            UNKNOWN_KEY if pointer else UNKNOWN_KEY_BESIDE,
            f"`{key}` {what}; it is kept and not used",
            offset,
            pointer,
            hint,
        )

    def not_understood(self, text: str, offset: int, pointer: str = "") -> None:
        """Says that a text, if there is one, is in nothing that was read."""
        if text.strip():
            self.add(
                TEXT_NOT_UNDERSTOOD,
                f"this is not understood, and left out: {quoted(text.strip())}",
                offset,
                pointer,
                "check that nothing in it matters for the model's inputs",
            )

    def _finding(
        self, code: Code, message: str, offset: int, pointer: str, hint: str
    ) -> Diagnostic:
        span = self.document.span(offset, pointer)
        return finding_about(_input_at(pointer), code, message, span, hint)


def _input_at(pointer: str) -> str:
    """The wire name in a pointer that `pointer_to` gave; empty for any other."""
    _, *steps = pointer.split("/")
    return last_key(steps[1]) if steps[:1] == ["inputs"] and steps[1:] else ""

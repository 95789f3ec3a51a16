"""A JSON object as it is being read: what nobody takes out of it remains."""

import re
from collections.abc import Collection
from decimal import Decimal

from wirogen.card import Extra, File, Kind, Multiselect
from wirogen.characters import shortened
from wirogen.diagnostics import Code, Refused, refusal
from wirogen.diagnostics.codes import UNKNOWN_KEY, WRONG_SHAPE
from wirogen.diagnostics.near import did_you_mean
from wirogen.plain_tree import Tree, json_text, number_in, scalar_text
from wirogen.readers.collector import Findings, child
from wirogen.readers.documents import Document
from wirogen.readers.json_document import parse_json

_NOTHING_LOST = "nothing is lost; see that it does not matter for the model's inputs"
_LIKE_JSON = re.compile(r"\s*[\[{]")


def text_of(tree: Tree) -> str:
    """The text of a scalar, nothing for null, or else JSON."""
    if tree is None:
        return ""
    text = scalar_text(tree)
    return json_text(tree) if text is None else text


def may_be_default(tree: Tree, kind: Kind) -> bool:
    """Whether a value can be the default of an input: only those that take several
    have a list of them, and none has an object.
    """
    takes_several = isinstance(kind, Multiselect) or (
        isinstance(kind, File) and kind.many
    )
    return not isinstance(tree, dict | list) or (
        isinstance(tree, list) and takes_several
    )


class JsonObject:
    """An object of a document and the place where it stands.

    Each method takes a key out. What is not of the expected form is left in, so that
    `extras` keeps it. Raises Refused where the value is no object at all.
    """

    def __init__(self, tree: Tree, pointer: str, findings: Findings) -> None:
        if not isinstance(tree, dict):
            raise _wrong_shape("an object", tree, pointer, findings)
        self.rest = dict(tree)
        self._written = frozenset(tree)
        self._lacking: set[str] = set()
        self.pointer = pointer
        self.findings = findings

    def at(self, key: str) -> str:
        """The pointer to a member."""
        return child(self.pointer, key)

    def take(self, key: str) -> Tree:
        """Any value; None where there is none."""
        self._expect(key)
        return self.rest.pop(key, None)

    def drop(self, keys: Collection[str]) -> None:
        """Takes out what is not looked at."""
        for key in keys:
            self.rest.pop(key, None)

    def object(self, key: str) -> "JsonObject":
        """The object of that key; an empty one where there is none."""
        tree = self.take(key)
        return JsonObject({} if tree is None else tree, self.at(key), self.findings)

    def objects(self, key: str) -> "list[JsonObject]":
        """The objects of a list; none where there is none."""
        tree = self.take(key)
        if not isinstance(tree, list | None):
            raise _wrong_shape("a list", tree, self.at(key), self.findings)
        return [
            JsonObject(item, child(self.at(key), index), self.findings)
            for index, item in enumerate(tree or [])
        ]

    def text(self, key: str) -> str:
        """A text; empty where there is none."""
        tree = self._expect(key)
        if isinstance(tree, dict | list):
            return ""
        self.rest.pop(key, None)
        return text_of(tree)

    def number(self, key: str) -> Decimal | None:
        """A number, which may be written as a text; None where there is none."""
        tree = self._expect(key)
        number = number_in(tree.strip()) if isinstance(tree, str) else None
        if number is not None or _says_nothing(tree):
            self.rest.pop(key, None)
        return number

    def count(self, key: str) -> Decimal | None:
        """A whole number, 0 or more; None where there is none."""
        tree = self._expect(key)
        number = number_in(tree.strip()) if isinstance(tree, str) else None
        if number is None or (number >= 0 and number == number.to_integral_value()):
            return self.number(key)
        return None

    def decoded(self, key: str) -> Tree:
        """A list or object, which may be written as JSON inside a text; else None."""
        tree = self._expect(key)
        if isinstance(tree, str) and _LIKE_JSON.match(tree):
            try:
                tree = parse_json(Document(self.findings.document.file, tree))
            except Refused:
                return None
        if isinstance(tree, list | dict) or _says_nothing(tree):
            self.rest.pop(key, None)
            return tree
        return None

    def extras(
        self, quiet: Collection[str] = (), code: Code = UNKNOWN_KEY
    ) -> tuple[Extra, ...]:
        """Everything that remains, but for what says nothing.

        Keys that are not in `quiet` are reported as unknown, all in one, by a code that
        says what they are about.
        """
        kept = {key: tree for key, tree in self.rest.items() if not _says_nothing(tree)}
        unknown = [key for key in kept if key not in quiet]
        if unknown:
            names = ", ".join(f"`{key}`" for key in unknown)
            near = {key: did_you_mean(key, self._lacking) for key in unknown}
            meant = [f"`{key}`: {hint}" for key, hint in near.items() if hint]
            self.findings.add(
                code,
                f"{names}: not known here, or of another form; kept and not used",
                self.at(unknown[0]),
                ", ".join(meant) or _NOTHING_LOST,
            )
        return tuple(Extra(key, text_of(tree)) for key, tree in kept.items())

    def _expect(self, key: str) -> Tree:
        """Any value, left in; a key that is not there may be what another means."""
        if key not in self._written:
            self._lacking.add(key)
        return self.rest.get(key)


def _says_nothing(tree: Tree) -> bool:
    return tree is None or tree in ("", [], {})


def _wrong_shape(
    expected: str, tree: Tree, pointer: str, findings: Findings
) -> Refused:
    found = json_text(tree)
    shown = shortened(found)
    return refusal(
        WRONG_SHAPE,
        f"{expected} is expected here, not {shown}",
        findings.span(pointer),
        "compare it with another document of this format",
    )

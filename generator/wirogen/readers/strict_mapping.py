"""A mapping that people write, as it is being read: every key and value is checked."""

from collections.abc import Callable, Collection, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from wirogen.characters import shortened
from wirogen.diagnostics.codes import (
    LOOKS_LIKE_NULL,
    MISSING_KEY,
    UNKNOWN_OWN_KEY,
    WRONG_FORM,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.plain_tree import Tree, Unquoted, json_text, number_in, scalar_text
from wirogen.readers.collector import Findings, child

_Item = TypeVar("_Item")

NO_HINTS: Mapping[str, str] = {}
_LIKE_NULL = frozenset({"", "~", "null", "Null", "NULL"})


_NO_HINTS: Mapping[str, str] = MappingProxyType({})


class StrictMapping:
    """A mapping whose keys are known; `hints` has words of its own for some that are
    not.

    Each method reads the value of one key. What is wrong is reported, and read as if
    the key were not there, so that all findings come at once.
    """

    def __init__(
        self,
        tree: Tree,
        pointer: str,
        keys: Collection[str],
        findings: Findings,
        hints: Mapping[str, str] = _NO_HINTS,
    ) -> None:
        self.pointer = pointer
        self.findings = findings
        self.tree = tree if isinstance(tree, dict) else {}
        self._is_mapping = isinstance(tree, dict)
        if not self._is_mapping:
            self.report_wrong(tree, pointer, "a mapping")
        for key in self.tree:
            if key not in keys:
                self._report_unknown(key, keys, hints.get(key, ""))

    def at(self, key: str) -> str:
        """The pointer to a member."""
        return child(self.pointer, key)

    def require(self, *keys: str) -> None:
        """Reports which of these keys are missing."""
        for key in keys if self._is_mapping else ():
            if key not in self.tree:
                self.findings.add(
                    MISSING_KEY,
                    f"the key `{key}` is missing",
                    self.pointer,
                    f"add `{key}:`",
                )

    def text(self, key: str, default: str = "") -> str:
        """A text; any scalar is the text that it is written as."""
        text = self.optional_text(key)
        return default if text is None else text

    def optional_text(self, key: str) -> str | None:
        """A text, or None where there is none."""
        if key not in self.tree:
            return None
        return self.text_of(self.tree[key], self.at(key))

    def text_of(self, tree: Tree, pointer: str) -> str | None:
        """The text of a value in this mapping; None where it is no scalar."""
        text = scalar_text(tree)
        if text is None:
            self.report_wrong(tree, pointer, "a text")
        elif isinstance(tree, Unquoted) and text in _LIKE_NULL:
            self.findings.add(
                LOOKS_LIKE_NULL,
                f"read as the text {text!r}",
                pointer,
                f'write "{text}" if it is meant, or leave the key out',
            )
        return text

    def one_of(
        self, key: str, names: Collection[str], hints: Mapping[str, str] = NO_HINTS
    ) -> str | None:
        """One of some names, or None where there is none of them. `hints` tell what is
        right in place of some that are not.
        """
        if key not in self.tree:
            return None
        text = scalar_text(self.tree[key]) or ""
        if text in names:
            return text
        self.report_wrong(
            self.tree[key],
            self.at(key),
            f"one of {', '.join(names)}",
            hints.get(text) or did_you_mean(text, names),
        )
        return None

    def flag(self, key: str) -> bool | None:
        """True or False, or None where there is neither."""
        tree = self.tree.get(key)
        if isinstance(tree, Unquoted) and tree.lower() in {"true", "false"}:
            return tree.lower() == "true"
        if key in self.tree and not isinstance(tree, bool):
            self.report_wrong(tree, self.at(key), "true or false, without quotes")
        return tree if isinstance(tree, bool) else None

    def number(self, key: str) -> Decimal | None:
        """A number with all its digits, or None where there is none."""
        tree = self.tree.get(key)
        number = number_in(tree) if isinstance(tree, Unquoted) else None
        if key in self.tree and number is None:
            self.report_wrong(tree, self.at(key), "a number, without quotes")
        return number

    def amount(self, key: str) -> Decimal | None:
        """An amount of money, or None where there is none."""
        number = self.number(key)
        if number is None or number >= 0:
            return number
        self.report_wrong(self.tree[key], self.at(key), "an amount, 0 or more,")
        return None

    def length(self, key: str) -> Decimal | None:
        """A number of characters or options, or None where there is none."""
        number = self.number(key)
        if number is None or (number >= 0 and number == number.to_integral_value()):
            return number
        self.report_wrong(self.tree[key], self.at(key), "a whole number, 0 or more,")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        texts = (self.text_of(tree, at) for tree, at in self._listed(key))
        return tuple(text for text in texts if text is not None)

    def items(
        self, key: str, read: Callable[[Tree, str, Findings], _Item]
    ) -> tuple[_Item, ...]:
        """The items of a list, each read from its tree and pointer."""
        return tuple(read(tree, at, self.findings) for tree, at in self._listed(key))

    def members(self, key: str) -> Iterator[tuple[str, Tree, str]]:
        """Name, value and pointer of each member of a mapping with names of its own."""
        tree = self.tree.get(key)
        if isinstance(tree, dict):
            for name, value in tree.items():
                yield name, value, child(self.at(key), name)
        elif key in self.tree:
            self.report_wrong(tree, self.at(key), "a mapping")

    def mapping(self, key: str, keys: Collection[str]) -> "StrictMapping | None":
        """A mapping with known keys, or None where there is none."""
        if key not in self.tree:
            return None
        return StrictMapping(self.tree[key], self.at(key), keys, self.findings)

    def report_wrong(
        self, tree: Tree, pointer: str, expected: str, hint: str = ""
    ) -> None:
        """Reports that a value is not of the form that is expected where it stands."""
        found = json_text(tree) or "nothing"
        shown = shortened(found)
        self.findings.add(
            WRONG_FORM, f"{expected} is expected here, not {shown}", pointer, hint
        )

    def _listed(self, key: str) -> Iterator[tuple[Tree, str]]:
        tree = self.tree.get(key)
        if isinstance(tree, list):
            for index, item in enumerate(tree):
                yield item, child(self.at(key), index)
        elif key in self.tree:
            self.report_wrong(tree, self.at(key), "a list")

    def _report_unknown(self, key: str, keys: Collection[str], hint: str) -> None:
        near = hint or did_you_mean(key, keys)
        self.findings.add(
            UNKNOWN_OWN_KEY,
            f"`{key}` is no key here",
            self.at(key),
            near or f"known here: {', '.join(keys)}",
        )

"""YAML without surprises: mappings, lists and texts, as they are written.

No scalar is resolved: `on`, `16:9` and `1_000` are the texts that they are. Tags,
anchors, aliases, merge keys and further documents are errors. The
parser's events are read one by one (in C where PyYAML has it), so that no document can
nest too deep or grow in memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from wirogen.diagnostics import Refused, Span, refusal
from wirogen.diagnostics.codes import (
    DUPLICATE_KEY,
    HALF_A_CHARACTER,
    NESTED_TOO_DEEP,
    YAML_NOT_PLAIN,
    YAML_NOT_READABLE,
)
from wirogen.plain_tree import Tree, Unquoted
from wirogen.readers.collector import child
from wirogen.readers.documents import Document

LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""PyYAML's parser."""

MOST_LEVELS = 32
"""How deep a document may be nested; our format has eight levels."""


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """The tree that a YAML text holds, and the offset of every pointer in it."""

    tree: Tree
    offsets: dict[str, int]


def parse_yaml(document: Document) -> YamlDocument:
    """The tree that a YAML text holds.

    Raises Refused where it is no YAML, or has more than mappings, lists and scalars.
    """
    unprintable = _UNPRINTABLE.search(document.text)
    if unprintable:
        number = f"{ord(unprintable[0]):04X}"
        raise refusal(
            YAML_NOT_READABLE,
            f"the character U+{number} cannot stand in YAML as it is",
            document.span(unprintable.start()),
            f'write it as an escape in quotes: "\\u{number}"',
        )
    try:
        return _Builder(document).build()
    except (yaml.YAMLError, ValueError) as error:
        raise _syntax_error(document, error) from None


_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
_HALF = re.compile("[\ud800-\udfff]")
_QUOTED_OR_BLOCK = frozenset("\"'|>")
"""The styles of scalars that are not plain."""
_TOO_DEEP_FOR_PARSER = "maximum nesting depth"
"""What newer parsers complain of, which read a thousand characters ahead of us."""


class _Builder:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._offsets: dict[str, int] = {}
        self._open: list[tuple[dict[str, Tree] | list[Tree], str]] = []
        self._key: str | None = None
        self._key_offset = 0
        self._root: Tree = {}

    def build(self) -> YamlDocument:
        documents = 0
        for event in self._events():
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        raise self._not_plain(event, "a second document")
                case yaml.ScalarEvent():
                    self._scalar(event)
                case yaml.MappingStartEvent():
                    self._begin({}, event)
                case yaml.SequenceStartEvent():
                    self._begin([], event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._open.pop()
        return YamlDocument(self._root, self._offsets)

    def _events(self) -> Iterator[yaml.Event]:
        for event in yaml.parse(self._document.text, Loader=LOADER):
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if isinstance(event, yaml.AliasEvent):
                raise self._not_plain(event, f"the alias *{anchor}")
            if anchor is not None:
                raise self._not_plain(event, f"the anchor &{anchor}")
            if tag is not None:
                raise self._not_plain(event, f"the tag {tag}")
            yield event

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if _HALF.search(event.value):
            raise refusal(
                HALF_A_CHARACTER,
                "a text here holds half of a surrogate pair, which is no character",
                self._span(event),
                "write the whole character, or its `\\U` escape",
            )
        is_plain = event.style not in _QUOTED_OR_BLOCK
        if self._awaits_key:
            self._take_key(event, is_plain)
        else:
            self._add(Unquoted(event.value) if is_plain else event.value, event)

    def _take_key(self, event: yaml.ScalarEvent, is_plain: bool) -> None:
        if is_plain and event.value == "<<":
            raise self._not_plain(event, "the merge key <<")
        if event.value in self._open[-1][0]:
            raise refusal(
                DUPLICATE_KEY,
                f"the key {event.value!r} stands twice in one mapping",
                self._span(event, event.value),
                "keep one of the two; it is not known which one is meant",
            )
        self._key = event.value
        self._key_offset = _offset(event.start_mark)

    def _begin(
        self, container: dict[str, Tree] | list[Tree], event: yaml.Event
    ) -> None:
        if self._awaits_key:
            raise self._not_plain(event, "a key that is no text")
        if len(self._open) == MOST_LEVELS:
            raise _too_deep(self._span(event))
        self._open.append((container, self._add(container, event)))

    @property
    def _awaits_key(self) -> bool:
        is_mapping = bool(self._open) and isinstance(self._open[-1][0], dict)
        return is_mapping and self._key is None

    def _add(self, tree: Tree, event: yaml.Event) -> str:
        """Puts a value where it belongs and returns its pointer.

        What has a key and members of its own stands where its key does.
        """
        offset = _offset(event.start_mark)
        if not self._open:
            self._root = tree
            pointer = ""
        else:
            container, above = self._open[-1]
            if isinstance(container, dict):
                key = self._key or ""
                if isinstance(tree, dict | list):
                    offset = self._key_offset
                container[key] = tree
                self._key = None
                pointer = child(above, key)
            else:
                pointer = child(above, len(container))
                container.append(tree)
        self._offsets[pointer] = offset
        return pointer

    def _not_plain(self, event: yaml.Event, what: str) -> Refused:
        return refusal(
            YAML_NOT_PLAIN,
            f"{what} cannot stand here",
            self._span(event),
            "write what it stands for; if it is meant as text, put it in quotes",
        )

    def _span(self, event: yaml.Event, key: str | None = None) -> Span:
        """The span of an event in the innermost mapping or list."""
        pointer = self._open[-1][1] if self._open else ""
        if key is not None:
            pointer = child(pointer, key)
        return self._document.span(_offset(event.start_mark), pointer)


def _offset(mark: Any) -> int:
    """The offset of a mark of PyYAML's, which has one for every event and error."""
    return 0 if mark is None else int(mark.index)


def _too_deep(span: Span) -> Refused:
    return refusal(
        NESTED_TOO_DEEP,
        f"nested deeper than {MOST_LEVELS} levels",
        span,
        "no specification is; look at where the file comes from",
    )


def _syntax_error(document: Document, error: Exception) -> Refused:
    offset, problem = 0, str(error)
    if isinstance(error, yaml.MarkedYAMLError):
        offset = _offset(error.problem_mark or error.context_mark)
        problem = ", ".join(filter(None, (error.context, error.problem)))
    span = document.span(min(offset, len(document.text)))
    if _TOO_DEEP_FOR_PARSER in problem:
        return _too_deep(span)
    if document.text[offset : offset + 1] == "\t":
        problem, hint = "a tab stands where blanks belong", "indent with blanks alone"
    else:
        hint = "put texts with `: `, ` #` or a special first character in quotes"
    return refusal(YAML_NOT_READABLE, f"this is no YAML: {problem}", span, hint)

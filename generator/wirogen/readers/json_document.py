"""JSON, read strictly: every number as the text that it is, every doubt an error.

Reading is `json.loads` with hooks. Places are found by going through the text once
more, only when a finding is shown or something is wrong.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn

from wirogen.diagnostics import Refused, refusal
from wirogen.diagnostics.codes import (
    DUPLICATE_KEY,
    HALF_A_CHARACTER,
    JSON_NOT_READABLE,
    NESTED_TOO_DEEP,
    NOT_A_NUMBER,
)
from wirogen.plain_tree import Tree, Unquoted
from wirogen.readers.collector import child, last_key
from wirogen.readers.documents import Document

MOST_LEVELS = 100
"""How deep a document may be nested; real ones have a dozen levels."""


def parse_json(document: Document) -> Tree:
    """The tree that a JSON text holds.

    Raises Refused where it is no JSON, has a key twice or a number that is none (NaN),
    holds half of a surrogate pair, or is nested deeper than `MOST_LEVELS`.
    """
    try:
        tree: Tree = _DECODER.decode(document.text)
    except json.JSONDecodeError as error:
        raise _syntax_error(document, error) from None
    except _Duplicate:
        raise _duplicate_key(document) from None
    except _NotANumber as error:
        raise _not_a_number(document, str(error)) from None
    except RecursionError:
        raise _too_deep(document) from None
    if _is_deep(tree):
        raise _too_deep(document)
    if _HALF_WRITTEN.search(document.text):
        _refuse_half_characters(document)
    return tree


def json_places(text: str) -> Iterator[tuple[str, int]]:
    """JSON pointer and offset of every value, as far as the text is JSON and not nested
    too deep. A key that stands twice gives its pointer twice.
    """
    open_values: list[_Open] = []
    top: _Open | None = None
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word == ",":
            if top is not None:
                top.next()
        elif word in "}]":
            if top is None:
                return
            open_values.pop()
            top = open_values[-1] if open_values else None
        elif top is not None and top.key is None:
            top.key = _decoded(word)
        else:
            pointer = "" if top is None else child(top.pointer, top.key or "")
            yield pointer, token.start()
            if word in "{[":
                if len(open_values) == MOST_LEVELS:
                    return
                top = _Open(pointer, is_object=word == "{")
                open_values.append(top)


_TOKEN = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{}\[\],]|[^\s{}\[\]:,"]+', re.DOTALL
)
_HALF_WRITTEN = re.compile(r"\\u[dD][89a-fA-F]")
_HALF = re.compile("[\ud800-\udfff]")


class _Open:
    """An object or array that is being gone through, and where in it: `key` is None
    where an object's next key is awaited.
    """

    __slots__ = ("is_object", "key", "pointer")

    def __init__(self, pointer: str, *, is_object: bool) -> None:
        self.pointer = pointer
        self.is_object = is_object
        self.key: str | None = None if is_object else "0"

    def next(self) -> None:
        self.key = None if self.is_object else str(int(self.key or 0) + 1)


def _decoded(word: str) -> str:
    if "\\" not in word and word.isprintable() and word[:1] == word[-1:] == '"':
        return word[1:-1]
    try:
        return str(json.loads(word))
    except ValueError:
        return word


class _Duplicate(Exception):
    """An object has a key twice."""


class _NotANumber(Exception):
    """NaN or Infinity stands where a number should."""


def _object(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise _Duplicate
    return tree


def _constant(word: str) -> NoReturn:
    raise _NotANumber(word)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_float=Unquoted,
    parse_int=Unquoted,
    parse_constant=_constant,
)


def _is_deep(tree: Tree) -> bool:
    level = [tree]
    for _ in range(MOST_LEVELS):
        inner: list[Tree] = []
        for value in level:
            if isinstance(value, dict):
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        if not inner:
            return False
        level = inner
    return any(isinstance(value, dict | list) for value in level)


def _syntax_error(document: Document, error: json.JSONDecodeError) -> Refused:
    text = document.text
    pointer = _last_pointer(text, error.pos)
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
        return refusal(
            JSON_NOT_READABLE,
            "the JSON text ends before it is complete",
            document.span(error.pos, pointer),
            "the file is cut short: fetch it again",
        )
    message = f"{error.msg[0].lower()}{error.msg[1:]}, found {text[error.pos]!r}"
    return refusal(
        JSON_NOT_READABLE,
        f"this is no JSON: {message}",
        document.span(error.pos, pointer),
        "correct the text at this place, or fetch the file again",
    )


def _duplicate_key(document: Document) -> Refused:
    seen = set()
    for pointer, offset in json_places(document.text):
        if pointer in seen:
            return refusal(
                DUPLICATE_KEY,
                f"the key {last_key(pointer)!r} stands twice in one object",
                document.span(offset, pointer),
                "keep one of the two; it is not known which one is meant",
            )
        seen.add(pointer)
    return _too_deep(document)


def _not_a_number(document: Document, word: str) -> Refused:
    for pointer, offset in json_places(document.text):
        if document.text.startswith(word, offset):
            return refusal(
                NOT_A_NUMBER,
                f"{word} is no JSON value",
                document.span(offset, pointer),
                "give a number, or leave the key out",
            )
    return _too_deep(document)


def _too_deep(document: Document) -> Refused:
    deepest = max((offset for _, offset in json_places(document.text)), default=0)
    return refusal(
        NESTED_TOO_DEEP,
        f"nested deeper than {MOST_LEVELS} levels",
        document.span(deepest),
        "no specification is; look at where the file comes from",
    )


def _refuse_half_characters(document: Document) -> None:
    for pointer, offset in json_places(document.text):
        token = _TOKEN.match(document.text, offset)
        is_half = token is not None and _HALF.search(_decoded(token[0]))
        if is_half or _HALF.search(pointer):
            raise refusal(
                HALF_A_CHARACTER,
                "a text here holds half of a surrogate pair, which is no character",
                document.span(offset, _printable(pointer)),
                "write the whole character, or its two `\\u` escapes together",
            )


def _last_pointer(text: str, offset: int) -> str:
    """The pointer of the last value that begins at an offset or before it."""
    last = ""
    for pointer, start in json_places(text):
        if start > offset:
            break
        last = pointer
    return _printable(last)


def _printable(pointer: str) -> str:
    return _HALF.sub("\ufffd", pointer)

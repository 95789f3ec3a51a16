"""The Run request in a model card: a curl command whose JSON body sends every input."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import unquote

from wirogen.card import COMMON_INPUTS
from wirogen.diagnostics import Diagnostic, Refused, refusal
from wirogen.diagnostics.codes import CARD_CUT_SHORT, RUN_REQUEST_NOT_JSON
from wirogen.readers.documents import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class SentValue:
    """One value of a Run request.

    `text` is what the JSON string holds (`is_text`), or else the JSON text itself, with
    nothing for null. `offset` is where its name stands in the document.
    """

    wire_name: str
    text: str
    is_text: bool
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRequest:
    """A Run request, from `start` to `end` in the document.

    `values` are those of inputs, in the order of the request. `is_fenced` says that the
    request stands in a block of code, which is still open at `end`.
    """

    start: int
    end: int
    address: str
    address_offset: int
    values: tuple[SentValue, ...]
    is_fenced: bool


def path_of_run(address: str) -> str:
    """What stands behind `/Run/` in an address, not percent-encoded."""
    return unquote(address.partition("/Run/")[2])


def read_run_request(document: Document) -> RunRequest:
    """The Run request of a card: the last one, for texts before it may look like one.

    Raises Refused where there is none, it is cut off, or its body is not JSON.
    """
    found = None
    for match in _CURL.finditer(document.text):
        if "/Run/" in match["address"]:
            found = match
    body = None if found is None else _BODY.match(document.text, found.end())
    if found is None or body is None:
        message = "the card has no Run request, or ends before it"
        raise Refused(cut_short(document, message))
    reader = _BodyReader(document, body.end())
    values = reader.read()
    return RunRequest(
        start=found.start(),
        end=reader.at,
        address=found["address"],
        address_offset=found.start("address"),
        values=tuple(value for value in values if value.wire_name not in COMMON_INPUTS),
        is_fenced=found["fence"] is not None,
    )


def cut_short(document: Document, message: str) -> Diagnostic:
    """The finding that a card ends too early; its place is the card's end."""
    return Diagnostic(
        CARD_CUT_SHORT,
        message,
        document.span(len(document.text.rstrip())),
        "fetch the whole card again; it ends with two lists of task statuses",
    )


_CURL = re.compile(
    r'(?P<fence>```\w*+\s++)?(?<!\S)curl\s++-X\s++POST\s++"(?P<address>[^"]*+)"'
)
_BODY = re.compile(r"""(?:[\s\\]++-H\s++"[^"]*+")*+[\s\\]++-d\s++'""")
_BLANKS = re.compile(r"\s*+")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_APOSTROPHE = r"'\''"
_HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


_DECODER = json.JSONDecoder(
    strict=False,  # a body may have line ends in its strings
    parse_int=str,
    parse_float=str,
    parse_constant=_refuse_constant,
)


class _BodyReader:
    """Reads one JSON object in single quotes; `at` is where it has come to.

    Its members are read one by one, because the text of numbers and the places of names
    are wanted, and a name that comes twice is not to be lost.
    """

    def __init__(self, document: Document, at: int) -> None:
        self._document = document
        self._text = document.text
        self.at = at

    def read(self) -> list[SentValue]:
        values = []
        self._expect("{", "`{`")
        if not self._accepts("}"):
            values.append(self._read_member())
            while self._accepts(","):
                values.append(self._read_member())
            self._expect("}", "`,` or `}`")
        self._expect("'", "`'`")
        return values

    def _read_member(self) -> SentValue:
        self._skip_blanks()
        offset = self.at
        name = self._decode()
        if self._text[offset] != '"':
            raise self._refused(offset, "a name in double quotes")
        self._expect(":", "`:`")
        self._skip_blanks()
        start = self.at
        value = self._decode()
        is_text = self._text[start] == '"'
        text = "" if value is None else self._text[start : self.at]
        return SentValue(
            wire_name=name,
            text=value if is_text else text,
            is_text=is_text,
            offset=offset,
        )

    def _decode(self) -> Any:
        start = self.at
        try:
            value, self.at = self._decoded(start)
        except (ValueError, RecursionError):
            raise self._refused(start, "a JSON value") from None
        if isinstance(value, str) and _HALF_A_CHARACTER.search(value):
            raise self._refused(start, "a text without half characters (surrogates)")
        return value

    def _decoded(self, start: int) -> tuple[Any, int]:
        """A JSON value and where it ends. An apostrophe may be written as a shell has
        it inside of single quotes.
        """
        quoted = _STRING.match(self._text, start)
        if quoted is None:
            return _DECODER.raw_decode(self._text, start)
        value, _ = _DECODER.raw_decode(quoted[0].replace(_APOSTROPHE, "'"))
        return value, quoted.end()

    def _accepts(self, sign: str) -> bool:
        self._skip_blanks()
        if not self._text.startswith(sign, self.at):
            return False
        self.at += 1
        return True

    def _expect(self, sign: str, expected: str) -> None:
        if not self._accepts(sign):
            raise self._refused(self.at, expected)

    def _skip_blanks(self) -> None:
        blanks = _BLANKS.match(self._text, self.at)
        self.at = self.at if blanks is None else blanks.end()

    def _refused(self, offset: int, expected: str) -> Refused:
        """Says what is wrong at an offset; without an end behind it the body is cut."""
        if self._text.find("}'", offset) == -1:
            message = "the card ends in the middle of its Run request"
            return Refused(cut_short(self._document, message))
        return refusal(
            RUN_REQUEST_NOT_JSON,
            f"the body of the Run request is not JSON: expected {expected}",
            self._document.span(offset, "/run"),
            "correct the card: the body is a JSON object in single quotes",
        )

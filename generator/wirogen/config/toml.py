"""TOML files as tables, with the places of their keys."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from wirogen.diagnostics import (
    Position,
    Refused,
    Span,
    as_people_write,
    codes,
    refusal,
)

PYPROJECT = "pyproject.toml"
OWN_FILE = "wirogen.toml"

_QUOTES = "\"'"
_NAME = re.compile(r"""[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'""")
_DOTTED = rf"(?:{_NAME.pattern})(?:[ \t]*\.[ \t]*(?:{_NAME.pattern}))*"
_LINE = re.compile(
    rf"^[ \t]*(?:(?P<open>\[\[?)[ \t]*(?P<table>{_DOTTED})|(?P<key>{_DOTTED})[ \t]*=)",
    re.MULTILINE,
)
_TOLD_PLACE = re.compile(r" *\(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True)
class TomlFile:
    """The settings that a TOML file holds for wirogen.

    `settings` is what stands at `pointer`: a table, or whatever stands in its place.
    """

    path: Path
    text: str
    pointer: str
    settings: Any

    def span(self, pointer: str) -> Span:
        """The span of a setting; of what it should stand in, if it is not there."""
        whole = self.pointer + pointer
        return Span(str(as_people_write(self.path)), whole, self._position)

    def _position(self, pointer: str) -> Position | None:
        while pointer and pointer not in self._offsets:
            pointer = pointer.rpartition("/")[0]
        offset = self._offsets.get(pointer)
        return None if offset is None else _position(self.text, offset)

    @cached_property
    def _offsets(self) -> dict[str, int]:
        return dict(_places(self.text))


def read_toml(path: Path) -> TomlFile | None:
    """The settings of a pyproject.toml or wirogen.toml; None where a pyproject.toml has
    none. Raises Refused where the file cannot be read, is not UTF-8 or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refused(path, "is not UTF-8", hint="save it as UTF-8") from error
    return parse_toml(path, text)


def parse_toml(path: Path, text: str) -> TomlFile | None:
    """The settings that a file of that name would hold with this text; None and Refused
    as for `read_toml`.
    """
    text = text.removeprefix("\ufeff")
    try:
        content = tomllib.loads(text)
    except RecursionError as error:
        raise _refused(path, "is nested too deeply") from error
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, text, str(error)) from error
    except ValueError as error:  # an integer of more digits than Python reads
        raise _refused(path, "has a number in it that is too long") from error
    if path.name != PYPROJECT:
        return TomlFile(path, text, "", content)
    tool = content.get("tool")
    if not isinstance(tool, dict):
        return None
    if "wirogen" in tool:
        return TomlFile(path, text, "/tool/wirogen", tool["wirogen"])
    for name in difflib.get_close_matches("wirogen", tool, n=1, cutoff=0.85):
        file = TomlFile(path, text, f"/tool/{escaped(name)}", tool[name])
        raise refusal(
            codes.UNKNOWN_SETTING,
            f"nobody reads [tool.{name}]",
            file.span(""),
            "did you mean [tool.wirogen]?",
        )
    return None


def _places(text: str) -> Iterator[tuple[str, int]]:
    """The JSON pointer and the offset of every key that begins a line.

    This looks at lines and does not parse: what it takes for a key inside a text of
    several lines, or does not see inside a line, makes a finding's place less exact.
    """
    table = ""
    counts: dict[str, int] = {}
    for line in _LINE.finditer(text):
        if line["key"]:
            yield table + _pointer(line["key"]), line.start("key")
            continue
        table = _pointer(line["table"])
        yield table, line.start("open")
        if line["open"] == "[[":
            index = counts.get(table, 0)
            counts[table] = index + 1
            table = f"{table}/{index}"
            yield table, line.start("open")


def _position(text: str, offset: int) -> Position:
    before = text[:offset]
    return Position(before.count("\n") + 1, offset - before.rfind("\n"))


def _pointer(dotted: str) -> str:
    return "".join(f"/{escaped(name.strip(_QUOTES))}" for name in _NAME.findall(dotted))


def escaped(key: str) -> str:
    """A key as a step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _not_toml(path: Path, text: str, problem: str) -> Refused:
    """The parser's refusal, with the place that it tells taken out of its sentence."""
    place = None
    found = _TOLD_PLACE.search(problem)
    if found and found[1]:
        place = Position(int(found[1]), int(found[2]))
    elif found:
        place = _position(text, len(text))
    lines = text.split("\n")
    line = lines[place.line - 1] if place and place.line <= len(lines) else ""
    is_output = re.match(r"\s*(\[.*)?\boutput\b", line) is not None
    is_mixed = is_output and problem.startswith("Cannot")
    return _refused(
        path,
        f"is not TOML: {_TOLD_PLACE.sub('', problem)}",
        place,
        "`output` is a folder or [[output]] tables, not both" if is_mixed else "",
    )


def _refused(
    path: Path, why: str, place: Position | None = None, hint: str = ""
) -> Refused:
    span = Span.of_file(path, place)
    message = f"{path.name} {why}"
    return refusal(codes.NOT_TOML, message, span, hint)

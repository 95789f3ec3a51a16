"""What changed before: reports of `wirogen diff --format json`, kept in a folder.

Each is called as people know the time by: `2026-11-30.json`, `v1.4.json`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wirogen.card import ModelId
from wirogen.changes.grading import Audience, Change, Grade
from wirogen.diagnostics import Span, codes, refusal
from wirogen.readers.text_files import read_text_file


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChanges:
    """The changes of one report, and when they were made: the report's name."""

    when: str
    changes: tuple[Change, ...]


History = tuple[PastChanges, ...]
"""The newest first: the one whose name is the last."""


def read_history(folder: Path) -> History:
    """The reports of a folder. Raises Refused where a file is no report."""
    files = sorted(folder.glob("*.json"), key=lambda file: file.stem, reverse=True)
    return tuple(
        PastChanges(when=file.stem, changes=tuple(_changes_in(file))) for file in files
    )


def _changes_in(file: Path) -> Iterator[Change]:
    try:
        for entry in json.loads(read_text_file(file))["changes"]:
            yield _change(entry)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise refusal(
            codes.WRONG_SHAPE,
            "this is no report of changes",
            Span.of_file(file),
            "write it with `wirogen diff --git REV --format json`",
        ) from None


def _change(entry: dict[str, Any]) -> Change:
    return Change(
        model=ModelId(*entry["model"].split("/")),
        wire_name=_text(entry["input"]),
        grade=Grade(entry["grade"]),
        audiences=frozenset(map(Audience, entry["audiences"])),
        rule=entry["rule"] + "",
        message=entry["message"] + "",
        before=_text(entry["before"]),
        after=_text(entry["after"]),
        about=_text(entry["about"]),
        reason=_text(entry["reason"]) or "",
    )


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError(value)

"""Findings as people and programs read them."""

import json
from collections.abc import Iterable
from pathlib import Path

from wirogen.characters import visible
from wirogen.diagnostics import Diagnostic, Severity, Span
from wirogen.diagnostics.results import place_below

_GITHUB_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def as_text(finding: Diagnostic) -> str:
    """A finding as compilers print one.

    `specs/tts.json:118:24: warning[W104]: …`, then the path inside the document and a
    hint, each where there is one.
    """
    place = finding.span.place
    head = f"{finding.severity}[{finding.code.name}]: {finding.message}"
    lines = [f"{place}: {head}" if place else head]
    if finding.span.pointer:
        lines.append(f"    at {finding.span.pointer}")
    if finding.hint:
        lines.append(f"    hint: {finding.hint}")
    return "\n".join(visible(line) for line in lines)


def as_github(finding: Diagnostic, root: Path) -> str:
    """A finding as an annotation of GitHub Actions."""
    hint = f"\nhint: {finding.hint}" if finding.hint else ""
    command = _GITHUB_COMMANDS[finding.severity]
    title, message = finding.code.name, finding.message + hint
    return annotation(command, title, message, finding.span, root)


def annotation(
    command: str, title: str, message: str, span: Span | None, root: Path
) -> str:
    """A command (`error`, `warning`, `notice`) to GitHub Actions to show a message
    beside its place; files are named from the root of the repository.
    """
    where = _github_place(span, root) if span and span.file else {}
    parameters = ",".join(
        f"{key}={_property(value)}" for key, value in (where | {"title": title}).items()
    )
    return f"::{command} {parameters}::{_message(message)}"


def _github_place(span: Span, root: Path) -> dict[str, str]:
    place = place_below(root, span.file)
    where = {"file": span.file if place.is_absolute() else place.as_posix()}
    if position := span.position:
        where |= {"line": str(position.line), "col": str(position.column)}
    return where


def as_json(findings: Iterable[Diagnostic]) -> str:
    """All findings as one JSON list."""
    return json.dumps([_tree(finding) for finding in findings], indent=2)


def _tree(finding: Diagnostic) -> dict[str, object]:
    position = finding.span.position
    return {
        "code": finding.code.name,
        "severity": str(finding.severity),
        "model": finding.model,
        "input": finding.wire_name,
        "message": finding.message,
        "file": finding.span.file,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "path": finding.span.pointer,
        "hint": finding.hint,
    }


def _message(text: str) -> str:
    """A text as the runner reads one, with nothing in it that a log would act upon."""
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")

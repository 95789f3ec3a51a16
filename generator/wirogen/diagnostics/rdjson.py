"""What was found as reviewdog's rdjson, which it makes comments of a review of.

Its columns count bytes of UTF-8, which nobody here knows of: places are lines.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from wirogen.diagnostics import Severity
from wirogen.diagnostics.results import Result, place_below

_SEVERITIES = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.NOTE: "INFO",
}


def rdjson_log(results: Iterable[Result], root: Path) -> str:
    """All results of one run."""
    log = {
        "source": {"name": "wirogen"},
        "diagnostics": [_diagnostic(result, root) for result in results],
    }
    return json.dumps(log, indent=2)


def _diagnostic(result: Result, root: Path) -> dict[str, object]:
    return {
        "message": result.message,
        **_location(result, root),
        "severity": _SEVERITIES[result.severity],
        "code": {"value": result.rule},
    }


def _location(result: Result, root: Path) -> dict[str, object]:
    if not result.span.file:
        return {}
    path = place_below(root, result.span.file).as_posix()
    location: dict[str, object] = {"path": path}
    if position := result.span.position:
        location["range"] = {"start": {"line": position.line}}
    return {"location": location}

"""What was found as a SARIF 2.1.0 log, which code hosts and editors read.

What lies outside of the repository has the address of a file.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from wirogen import __version__
from wirogen.diagnostics import Span
from wirogen.diagnostics.results import Result, place_below

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_log(results: Iterable[Result], root: Path) -> str:
    """The log of one run, with the rules of its results."""
    found = tuple(results)
    rules = {one.rule: one for one in sorted(found, key=lambda one: one.rule)}
    places = {name: place for place, name in enumerate(rules)}
    driver = {
        "name": "wirogen",
        "semanticVersion": __version__,
        "rules": [_rule(rule) for rule in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places[one.rule], root) for one in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2)


def _rule(rule: Result) -> dict[str, object]:
    described = {"id": rule.rule, "shortDescription": {"text": rule.title}}
    full = {"fullDescription": {"text": rule.explanation}} if rule.explanation else {}
    return {**described, **full}


def _result(result: Result, place: int, root: Path) -> dict[str, object]:
    location = _location(result.span, root)
    return {
        "ruleId": result.rule,
        "ruleIndex": place,
        "level": str(result.severity),
        "message": {"text": result.message},
        "locations": [location] if location else [],
    }


def _location(span: Span, root: Path) -> dict[str, object]:
    location: dict[str, object] = {}
    if span.file:
        physical: dict[str, object] = {"artifactLocation": _artifact(span.file, root)}
        if position := span.position:
            physical["region"] = {
                "startLine": position.line,
                "startColumn": position.column,
            }
        location["physicalLocation"] = physical
    if span.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": span.pointer}]
    return location


def _artifact(name: str, root: Path) -> dict[str, str]:
    place = place_below(root, name)
    if place.is_absolute():
        return {"uri": place.as_uri()}
    return {"uri": quote(place.as_posix()), "uriBaseId": "%SRCROOT%"}

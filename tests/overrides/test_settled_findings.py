"""What a reader could not decide and a correction does is found no more."""

import json
from pathlib import Path
from typing import Any

import pytest

from wirogen.config import read_config
from wirogen.diagnostics import Severity, codes
from wirogen.pipeline.building import judged
from wirogen.pipeline.effort import Effort
from wirogen.pipeline.specifications import read_specifications

OPTIONS = {
    "type": "string",
    "enum": ["a"],
    "x-options": [{"value": "a"}, {"value": "b"}],
}
NULL = {"type": "string", "default": None}
ONE = {"type": "string", "enum": ["2"], "description": "from 1 to 5"}
CASES: list[tuple[str, dict[str, Any], str]] = [
    ("W011", {"type": "tensor"}, "kind: text"),
    ("W011", {"type": "tensor"}, "takes_file: true"),
    ("W011", {"type": "tensor"}, "omit: true"),
    ("W015", {"type": "string", "pattern": "a+"}, "omit: true"),
    ("W030", OPTIONS, "options: {remove: [b]}"),
    ("W031", NULL, "default: a"),
    ("W031", NULL, "default: null"),
    ("W039", {"type": "number", "exclusiveMinimum": 0}, "minimum: 0.1"),
    ("W117", {"type": "string", "description": "PDF or DOCX"}, "kind: text"),
    ("W117", {"type": "string", "description": "PDF or DOCX"}, "takes_file: false"),
    ("W118", {"type": "number", "description": "from 1 to 5"}, "maximum: 5"),
    ("W119", ONE, "kind: integer"),
    ("W119", ONE, "options: {add: [b]}"),
    ("W120", {"type": "string", "description": "from 1 to 5"}, "kind: text"),
    ("W120", {"type": "string", "description": "from 1 to 5"}, "kind: integer"),
    ("W040", {"type": "number", "enum": [1, 2, 4]}, "maximum: 2"),
]


def codes_of(folder: Path) -> set[str]:
    config = read_config(folder / "wirogen.toml")
    report, _ = judged(config, Effort())
    assert set(report) == set(read_specifications(config).report)
    return {finding.code.name for finding in report.unordered}


@pytest.mark.parametrize(("code", "schema", "correction"), CASES)
def test_a_correction_settles_what_a_reader_could_not(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    schema: dict[str, Any],
    correction: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    body = {"schema": {"type": "object", "properties": {"it": schema, "other": schema}}}
    run = {"post": {"requestBody": {"content": {"application/json": body}}}}
    (tmp_path / "specs").mkdir()
    specification = tmp_path / "specs/reel.json"
    specification.write_text(
        json.dumps({"openapi": "3.0.3", "paths": {"/Run/acme/reel": run}})
    )
    (tmp_path / "wirogen.toml").write_text('specs = "specs"\n')
    overrides = tmp_path / "specs/overrides.yaml"
    entry = "  {}: {{reason: asked Wiro, {}}}\n"

    assert code in codes_of(tmp_path)
    overrides.write_text(f"acme/reel:\n{entry.format('it', correction)}")
    assert code in codes_of(tmp_path)
    both = "".join(entry.format(name, correction) for name in ("it", "other"))
    overrides.write_text(f"acme/reel:\n{both}")
    assert not codes_of(tmp_path) & {code, "W602"}


@pytest.mark.parametrize(
    "field",
    [
        "{kind: select, options: [std, Pro], default: pro}",
        "{kind: select, options: [std, Pro], default: 79}",
        "{kind: multiselect, options: [a, b], default: [a, z, it's]}",
        "{kind: multiselect, options: [a, b], default: 'a, z'}",
    ],
)
def test_what_a_hint_says_settles_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/reel.yaml").write_text(
        f"wirogen: 1\nmodel: acme/reel\ninputs: {{it: {field}}}\n"
    )
    (tmp_path / "wirogen.toml").write_text('specs = "specs"\n')
    config = read_config(tmp_path / "wirogen.toml")
    found, *_ = read_specifications(config).report.of_severity(Severity.WARNING)
    _, correction, _ = found.hint.split("`")
    (tmp_path / "specs/overrides.yaml").write_text(
        f"acme/reel: {{it: {{reason: the hint says so, {correction}}}}}\n"
    )
    assert codes_of(tmp_path) <= {"N121"}


def test_every_code_that_can_be_settled_is_tried() -> None:
    settled = {code.name for code in codes.table().values() if code.settled_by}
    assert {code for code, *_ in CASES} - {"W015"} | {"W016"} == settled

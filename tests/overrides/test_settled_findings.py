"""What a reader could not decide and a correction does is found no more."""

import json
from pathlib import Path
from typing import Any

import pytest

from wirogen.config import read_config
from wirogen.diagnostics import codes
from wirogen.pipeline.building import judged
from wirogen.pipeline.effort import Effort
from wirogen.pipeline.specifications import read_specifications

CASES: dict[str, tuple[dict[str, Any], str]] = {
    "W011": ({"type": "tensor"}, "kind: text"),
    "W030": (
        {
            "type": "string",
            "enum": ["a"],
            "x-options": [{"value": "a"}, {"value": "b"}],
        },
        "options: {remove: [b]}",
    ),
    "W031": ({"type": "string", "default": None}, "default: a"),
    "W039": ({"type": "number", "exclusiveMinimum": 0}, "minimum: 0.1"),
    "W040": ({"type": "number", "enum": [1, 2, 4]}, "maximum: 2"),
}


def codes_of(folder: Path) -> set[str]:
    config = read_config(folder / "wirogen.toml")
    report, _ = judged(config, Effort())
    assert set(report) == set(read_specifications(config).report)
    return {finding.code.name for finding in report.unordered}


@pytest.mark.parametrize("code", CASES)
def test_a_correction_settles_what_a_reader_could_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.chdir(tmp_path)
    schema, correction = CASES[code]
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


def test_every_code_that_can_be_settled_is_a_readers() -> None:
    settled = {code.name for code in codes.table().values() if code.settled_by}
    assert {*CASES, "W016"} == settled

"""SARIF and rdjson logs: valid by their schemas, with the same things at their places."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from pydantic_sarif.model import (
    StaticAnalysisResultsFormatSarifVersion210JsonSchema as Log,
)

from wirogen.card import Card, Input, ModelId, Text
from wirogen.changes import compare_cards
from wirogen.changes import result_of as result_of_change
from wirogen.cli import main
from wirogen.diagnostics import Diagnostic, Position, Span
from wirogen.diagnostics.codes import table
from wirogen.diagnostics.rdjson import rdjson_log
from wirogen.diagnostics.results import Result, result_of
from wirogen.diagnostics.sarif import sarif_log

Run = Callable[..., Any]
ROOT = Path("/repository")
RDJSON = Draft7Validator(
    yaml.safe_load(Path(__file__).with_name("rdjson.schema.yaml").read_text())
)

SPEC = """\
wirogen: 1
model: acme/paint
inputs:
  prompt:
    kind: text
  steps:
    kind: number
    integer: true
    maximum: 50
    default: '99'
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a repository of one model, whose log is the answer."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/pa int.yaml").write_text(SPEC)
    (tmp_path / "wirogen.toml").write_text('specs = "specs"\noutput = "out"\n')

    def log(style: str, *arguments: str, status: int) -> str:
        done = CliRunner().invoke(main, [*arguments, "--format", style])
        assert done.exit_code == status, done.output
        return done.stdout

    def results(*arguments: str, status: int) -> list[Any]:
        texts = (log(style, *arguments, status=status) for style in ("sarif", "rdjson"))
        return results_of(*texts)

    return results


def logs_of(results: Iterable[Result]) -> list[Any]:
    found = tuple(results)
    return results_of(sarif_log(found, ROOT), rdjson_log(found, ROOT))


def results_of(sarif: str, rdjson: str) -> list[Any]:
    """The results of a log, which the published schema takes, and which the other log
    tells as well.
    """
    log = json.loads(sarif)
    Log.model_validate(log)
    (told,) = log["runs"]
    rules = told["tool"]["driver"]["rules"]
    for result in told["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    diagnostics = json.loads(rdjson)
    RDJSON.validate(diagnostics)
    assert [*map(sarif_summary, told["results"])] == [
        *map(rdjson_summary, diagnostics["diagnostics"])
    ]
    return list(told["results"])


def sarif_summary(result: Any) -> tuple[object, ...]:
    (place,) = result["locations"] or [{}]
    region = place.get("physicalLocation", {}).get("region", {})
    severity = {"note": "INFO"}.get(result["level"], result["level"].upper())
    message = result["message"]["text"]
    return result["ruleId"], severity, message, region.get("startLine")


def rdjson_summary(diagnostic: Any) -> tuple[object, ...]:
    start = diagnostic.get("location", {}).get("range", {}).get("start", {})
    rule = diagnostic["code"]["value"]
    return rule, diagnostic["severity"], diagnostic["message"], start.get("line")


def test_lint_gives_findings_with_their_places(run: Run) -> None:
    (result,) = run("lint", status=1)
    assert (result["ruleId"], result["level"]) == ("W102", "warning")
    (location,) = result["locations"]
    assert location == {
        "physicalLocation": {
            "artifactLocation": {
                "uri": "specs/pa%20int.yaml",
                "uriBaseId": "%SRCROOT%",
            },
            "region": {"startLine": 10, "startColumn": 14},
        },
        "logicalLocations": [{"fullyQualifiedName": "/inputs/steps/default"}],
    }


def test_files_are_named_from_the_root_of_the_repository(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path.parent))
    (result,) = run("lint", status=1)
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == f"{tmp_path.name}/specs/pa%20int.yaml"
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "elsewhere"))
    (result,) = run("lint", status=1)
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": (tmp_path / "specs/pa int.yaml").as_uri()}


@pytest.mark.usefixtures("run")
def test_reviewdog_gets_files_as_they_are_called_in_the_repository() -> None:
    done = CliRunner().invoke(main, ["lint", "--format", "rdjson"])
    (diagnostic,) = json.loads(done.stdout)["diagnostics"]
    assert diagnostic["location"] == {
        "path": "specs/pa int.yaml",
        "range": {"start": {"line": 10}},
    }


def test_check_gives_drift_and_what_the_repository_says_wrongly(
    run: Run, tmp_path: Path
) -> None:
    missing = run("check", status=1)
    assert {result["ruleId"] for result in missing} == {"drift-missing"}
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    assert run("check", status=0) == []
    (tmp_path / "specs/overrides.yaml").write_text(
        "acme/pant:\n  steps: {default: '5', reason: typed wrongly}\n"
    )
    (module,) = tmp_path.rglob("paint.py")
    module.write_text("changed by hand\n")
    ids = [result["ruleId"] for result in run("check", status=1)]
    assert ids == ["drift-changed", "W600"]


def test_errors_are_results_as_well(run: Run, tmp_path: Path) -> None:
    (tmp_path / "specs/bad.json").write_text("{")
    for command in ("lint", "check"):
        results = run(command, status=2)
        assert "error" in {result["level"] for result in results}


def test_diff_gives_changes_by_grade(run: Run, tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(SPEC)
    (tmp_path / "new.yaml").write_text(SPEC.replace("maximum: 50", "maximum: 40"))
    results = run("diff", "old.yaml", "new.yaml", status=1)
    assert "error" in {result["level"] for result in results}
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in results
        for location in result["locations"]
    }
    assert uris <= {"old.yaml", "new.yaml"}


@given(st.text(), st.text(), st.text(), st.sampled_from(sorted(table())), st.booleans())
def test_any_texts_give_a_valid_log(
    message: str, pointer: str, file: str, code: str, is_placed: bool
) -> None:
    position = Position(1, 1) if is_placed else None
    span = Span(file.replace("\x00", ""), pointer, lambda _: position)
    finding = Diagnostic(code=table()[code], message=message, span=span, hint=message)
    (result,) = logs_of([result_of(finding)])
    assert result["message"]["text"].startswith(message)


@given(st.text(), st.text())
def test_any_texts_of_changes_give_a_valid_log(before: str, after: str) -> None:
    def card(help_text: str) -> Card:
        words = Input(wire_name="prompt", kind=Text(), help=help_text)
        model = ModelId("acme", "paint")
        return Card(model=model, raw_slug="", run_path="acme/paint", inputs=(words,))

    changes = compare_cards(card(before), card(after))
    assert len(logs_of(map(result_of_change, changes))) == len(changes)

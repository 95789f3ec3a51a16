"""Nothing that a real OpenAPI document says of its inputs is lost."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wirogen.card import Card, File, Input, Number, NumberWire, Select, Switch, Text
from wirogen.own_format.tree import card_json
from wirogen.own_format.writer import card_yaml
from wirogen.readers import read_file, read_text

COMMON = {"callbackUrl", "projectid"}


@pytest.fixture(scope="module")
def documents(corpus: Path) -> list[tuple[Path, dict[str, Any], Card]]:
    """Each document, as json.loads has it, with its Card."""
    found = []
    for path in sorted((corpus / "openapi").glob("*.json")):
        reading = read_file(path)
        assert {finding.code.name for finding in reading.report} <= {"N037"}
        (card,) = reading.cards
        raw = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        found.append((path, raw, card))
    assert len(found) >= 40
    return found


@pytest.fixture(scope="module")
def properties(
    documents: list[tuple[Path, dict[str, Any], Card]],
) -> list[tuple[dict[str, Any], Input, Card]]:
    """Each property of each document with the input that it was read as."""
    return [pair for _, raw, card in documents for pair in pairs(raw, card)]


def pairs(
    raw: dict[str, Any], card: Card
) -> Iterator[tuple[dict[str, Any], Input, Card]]:
    given = raw["components"]["schemas"]["RunToolSchema"]["properties"]
    names = [name for name in given if name not in COMMON]
    assert card.inputs is not None
    assert [known.wire_name for known in card.inputs] == names
    for known in card.inputs:
        yield given[known.wire_name], known, card


def test_the_model_and_what_is_said_of_it(
    documents: list[tuple[Path, dict[str, Any], Card]],
) -> None:
    for path, raw, card in documents:
        (run,) = (key for key in raw["paths"] if key.startswith("/Run/"))
        operation = raw["paths"][run]["post"]
        assert run == f"/Run/{card.run_path}"
        assert raw["info"]["title"] == f"{card.raw_slug} API (Signature Auth)"
        assert path.stem == str(card.model).replace("/", "-")
        assert operation["summary"].split() == ["Run", *card.title.split()]
        (time,) = (extra.text for extra in card.extras)
        assert operation["description"].split() == [
            *card.summary.split(),
            *("**Processing", "Time:**"),
            *time.split(),
        ]
        told = raw["x-task-status-info"]
        assert [
            (status.name, status.description)
            for completed in (True, False)
            for status in card.statuses
            if status.completed is completed
        ] == [
            (status["status"], status["description"])
            for key in ("completed_statuses", "running_statuses")
            for status in told[key]["values"]
        ]


def test_labels_help_required_and_defaults(
    documents: list[tuple[Path, dict[str, Any], Card]],
) -> None:
    for _, raw, card in documents:
        required = raw["components"]["schemas"]["RunToolSchema"]["required"]
        for schema, known, _ in pairs(raw, card):
            assert known.label == schema["title"]
            assert known.help == schema["description"]
            assert known.required is (known.wire_name in required)
            assert known.type == schema.get("x-input-type", schema["type"])
            default = schema.get("default")
            text = default if isinstance(default, str) else json.dumps(default)
            assert known.default == (None if default is None else text)


def test_kinds_and_bounds(
    properties: list[tuple[dict[str, Any], Input, Card]],
) -> None:
    for schema, known, card in properties:
        match schema["type"], schema.get("x-input-type"), known.kind:
            case "number", None, Number() as kind:
                assert kind.minimum == schema.get("minimum")
                assert kind.maximum == schema.get("maximum")
                assert kind.step == schema.get("multipleOf")
                assert kind.integer is ("multipleOf" in schema)
            case "string", None, Text() as text:
                assert text.min_length == schema.get("minLength")
                assert text.max_length == schema.get("maxLength")
            case "string", None, Number(integer=False, wire=NumberWire.TEXT):
                assert schema.keys().isdisjoint({"minLength", "maxLength"})
            case "string", None, File(companion=str(companion)):
                assert card.input(companion) is not None
                assert "minLength" not in schema
            case "string", "combinefileinput", File(many=True, companion=None):
                pass
            case "string", ("select" | "selectwithcover"), Select():
                pass
            case "boolean", None, Switch():
                pass
            case other:
                pytest.fail(f"{card.model} {known.wire_name}: {other}")
        assert known.extras == ()


def test_options(properties: list[tuple[dict[str, Any], Input, Card]]) -> None:
    seen = 0
    for schema, known, _ in properties:
        if not isinstance(known.kind, Select):
            continue
        told = schema.get("x-options", [])
        assert [option.value for option in known.kind.options] == schema.get("enum", [])
        assert [option.label for option in known.kind.options] == [
            option.get("label", "") for option in told
        ]
        assert [
            {extra.name: extra.text for extra in option.extras}
            for option in known.kind.options
        ] == [{"cover": each["cover"]} if "cover" in each else {} for each in told]
        seen += len(told)
    assert seen > 800


def test_every_real_card_reads_back_from_our_format_and_from_inspect(
    documents: list[tuple[Path, dict[str, Any], Card]],
) -> None:
    for _, _, card in documents:
        assert read_text(card_yaml(card), "x.yaml").cards == (card,)
        assert read_text(card_json(card), "x.json").cards == (card,)

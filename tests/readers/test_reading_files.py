"""Any file gives a reading: its Cards, or one finding that says what is wrong."""

import json
from pathlib import Path

import pytest

from wirogen.diagnostics import Diagnostic
from wirogen.readers import read_file, read_text

OPENAPI = {
    "openapi": "3.0.3",
    "paths": {
        "/Run/acme/paint": {
            "post": {
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"properties": {"prompt": {"type": "string"}}}
                        }
                    }
                }
            }
        }
    },
}
TOOL_DETAIL = {
    "result": True,
    "tool": [
        {
            "slugowner": "acme",
            "slugproject": "paint",
            "parameters": [{"items": [{"id": "prompt", "type": "text"}]}],
        }
    ],
}
OWN = "wirogen: 1\nmodel: acme/paint\ninputs:\n  prompt: {kind: text}\n"
OWN_TREE = {"wirogen": 1, "model": "acme/paint", "inputs": {"prompt": {"kind": "text"}}}


def only_finding(path: Path) -> Diagnostic:
    reading = read_file(path)
    assert reading.cards == ()
    (finding,) = reading.report
    assert finding.span.file == str(path)
    return finding


@pytest.mark.parametrize(
    ("text", "format_name"),
    [
        (json.dumps(OPENAPI), "OpenAPI document"),
        (json.dumps([{"type": "x-api-key", "spec": OPENAPI}]), "OpenAPI document"),
        (
            json.dumps({"result": True, "errors": [], "tool": [{"spec": OPENAPI}]}),
            "OpenAPI document",
        ),
        (json.dumps(TOOL_DETAIL), "Tool/Detail answer"),
        (json.dumps(TOOL_DETAIL["tool"][0]), "Tool/Detail answer"),  # type: ignore[index]
        (OWN, "wirogen"),
        ("# a comment\n\n---\n" + OWN, "wirogen"),
        ("# a comment\r\n\r\n" + OWN.replace("\n", "\r\n"), "wirogen"),
        ("model: acme/paint\nwirogen: 1\ninputs: {prompt: {kind: text}}\n", "wirogen"),
        (json.dumps(OWN_TREE), "wirogen"),
    ],
)
def test_a_format_is_told_from_content_and_not_from_the_name_of_the_file(
    text: str, format_name: str, tmp_path: Path
) -> None:
    for name in ("spec.json", "spec.yaml", "llms.txt", "spec"):
        path = tmp_path / name
        path.write_text(text, newline="")
        (card,) = read_file(path).cards
        assert str(card.model) == "acme/paint"
        assert [given.wire_name for given in card.inputs or ()] == ["prompt"]
        assert card.source.format == format_name
        assert card.source.file == str(path)


def test_our_format_is_known_even_where_its_texts_look_like_a_model_card() -> None:
    readme = "## Basic tool info\nModel name: wiro/other\n## Model Inputs:\n"
    text = (
        OWN
        + "extras:\n  readme: |\n"
        + "".join(f"    {line}\n" for line in readme.splitlines())
    )
    (card,) = read_text(text, "x.yaml").cards
    assert str(card.model) == "acme/paint"
    assert card.extras[0].text == readme


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "paint.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(OPENAPI).encode())
    assert read_file(path).cards == read_text(json.dumps(OPENAPI), "x").cards


def test_a_missing_file_and_a_folder_are_findings(tmp_path: Path) -> None:
    missing = only_finding(tmp_path / "missing.json")
    assert missing.code.name == "E001"
    assert missing.span.position is None
    assert only_finding(tmp_path).code.name == "E002"
    assert only_finding(Path("bad\0name")).code.name == "E007"


@pytest.mark.parametrize(
    ("content", "code", "place", "said"),
    [
        (b"", "E003", (1, 1), "empty"),
        (b" \n\t\n", "E003", (1, 1), "empty"),
        (OWN.encode("utf-16"), "E004", (1, 1), "UTF-16"),
        (OWN.encode("utf-16-be"), "E004", (1, 1), "UTF-16 without a byte order mark"),
        (OWN.encode("utf-32"), "E004", (1, 1), "UTF-32"),
        (b"wirogen: 1\ntitle: \xfcber\n", "E004", (2, 8), "no UTF-8"),
        (
            b"<!DOCTYPE html><html><title>502 Bad Gateway</title>",
            "E005",
            (1, 1),
            "502 Bad Gateway",
        ),
        (b"\n<html><body>## Basic tool info Model name: a/b", "E005", (1, 1), "page"),
        (b"<Error><Code>NoSuchKey</Code></Error>", "E005", (1, 1), "page"),
        (b"hello", "E006", (1, 1), "no specification"),
        (b'{"hello": 1}', "E006", (1, 1), "no specification"),
        (b'["hello"]', "E006", (1, 1), "no specification"),
        (b"openapi: 3.0.3\npaths: {}\n", "E006", (1, 1), "no specification"),
        (b'{"result": true, "taskid": "1"}', "E006", (1, 1), "no specification"),
        (b'a: "b\nwirogen: 1"\n', "E006", (1, 1), "no specification"),
    ],
)
def test_what_is_no_specification_is_one_finding_with_place_and_hint(
    content: bytes, code: str, place: tuple[int, int], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "spec"
    path.write_bytes(content)
    finding = only_finding(path)
    assert finding.code.name == code
    assert said in finding.message
    assert finding.hint
    position = finding.span.position
    assert position is not None
    assert (position.line, position.column) == place


DEEP = 100_000


@pytest.mark.parametrize(
    "text",
    [
        "[" * DEEP,
        "[" * DEEP + "]" * DEEP,
        '{"a":' * DEEP + "1" + "}" * DEEP,
        "[" * 900 + "]" * 900,
        '{"openapi": "3", "x": ' + "[" * 900 + "]" * 900 + "}",
        '{"a": 1, "a": ' * DEEP,
        "[" * DEEP + "NaN" + "]" * DEEP,
        "wirogen: 1\na: " + "[" * DEEP,
        "wirogen: 1\na: " + "{a: " * DEEP,
        "wirogen: 1\na:\n  " + "- " * DEEP,
        "wirogen: 1\na: " + "? " * DEEP,
        "wirogen: 1\n" + "\n".join(" " * i + "a:" for i in range(1000)),
    ],
    ids=range(12),
)
def test_a_text_that_is_nested_without_end_is_refused(text: str) -> None:
    reading = read_text(text, "deep")
    codes = [finding.code.name for finding in reading.report]
    assert codes in (["E034"], ["E050"], ["E051"])
    assert reading.report.findings[0].span.position is not None

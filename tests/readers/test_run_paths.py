"""A Card whose runs would go to another address is read from no source."""

import json
from collections.abc import Callable

import pytest

from repository import SPECS
from run_paths import NO_RUN_PATHS, RUN_PATHS
from wirogen.readers import read_text
from wirogen.readers.reading import Reading


def _is_text(path: str) -> bool:
    """Whether a document can hold it: half a surrogate pair is refused before."""
    return "\ud800" not in path


def own_format(path: str) -> Reading:
    text = json.dumps({"wirogen": 1, "model": "acme/paint", "run_path": path})
    return read_text(text, "paint.json")


def openapi(path: str) -> Reading:
    schema = {"type": "object", "properties": {"prompt": {"type": "string"}}}
    content = {"application/json": {"schema": schema}}
    document = {
        "openapi": "3.0.3",
        "paths": {f"/Run/{path}": {"post": {"requestBody": {"content": content}}}},
    }
    return read_text(json.dumps(document), "paint.json")


def tool_detail(path: str) -> Reading:
    owner, _, name = path.partition("/")
    answer = {"slugowner": owner, "slugproject": name, "parameters": []}
    return read_text(json.dumps(answer), "paint.json")


@pytest.mark.parametrize("path", RUN_PATHS)
def test_the_path_of_a_run_is_kept(path: str) -> None:
    (card,) = own_format(path).cards
    assert card.run_path == path


@pytest.mark.parametrize("path", [path for path in NO_RUN_PATHS if _is_text(path)])
def test_our_own_format_says_where_a_path_leads_elsewhere(path: str) -> None:
    reading = own_format(path)
    assert reading.cards == ()
    (found,) = [each for each in reading.report if each.code.name == "E107"]
    assert found.span.pointer == "/run_path"


@pytest.mark.parametrize("path", NO_RUN_PATHS)
@pytest.mark.parametrize("read", [openapi, tool_detail])
def test_no_answer_gives_a_card_that_leads_elsewhere(
    read: Callable[[str], Reading], path: str
) -> None:
    reading = read(path)
    assert reading.cards == ()
    assert reading.report.errors


@pytest.mark.parametrize("path", ["acme/../../Task/Kill", "acme/%2e%2e%2fTask"])
def test_the_finding_in_an_openapi_document_has_the_place_of_the_path(
    path: str,
) -> None:
    (found,) = openapi(path).report.errors
    assert found.code.name == "E107"
    assert found.span.pointer.startswith("/paths/~1Run~1acme")
    assert found.span.position is not None


def test_a_model_card_is_refused_where_its_endpoint_leads_elsewhere() -> None:
    text = (SPECS / "wiro" / "instant-id.md").read_text(encoding="utf-8")
    wrong = text.replace("/Run/wiro/instant-id", "/Run/wiro/../../Task/Kill", 1)
    assert wrong != text
    reading = read_text(wrong, "card.md")
    assert reading.cards == ()
    (found,) = reading.report.errors
    assert (found.code.name, found.span.pointer) == ("E107", "/run_path")

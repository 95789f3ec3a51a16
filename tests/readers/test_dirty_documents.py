"""Every value of a dirty document is in its Card, in an extra, or in a finding."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import examples
from wirogen.readers import read_text

few = settings(examples(150), suppress_health_check=[HealthCheck.too_slow])

ITEM = ("type", "label", "description", "note", "placeholder", "default", "required")
ITEM += ("options", "min", "max", "step", "pattern", "accept")
TYPES = ("text", "textarea", "number", "range", "float", "select", "checkbox")
TYPES += ("fileinput", "combinefileinput", "multiselect", "")
MODEL = ("id", "title", "description", "image", "categories", "tags", "dynamicprice")
ITEM += ("rows", "conditions", "maxLength", "multiple", "tooltip", "step")
MODEL += (
    "taskstat",
    "marketplace",
    "cps",
    "approximatelycost",
    "readme",
    "samples",
    "inspire",
    "colour",
)
PROPERTY = ("title", "description", "default", "enum", "x-options", "x-label", "x-help")
PROPERTY += ("minimum", "maximum", "exclusiveMinimum", "multipleOf", "minLength")
PROPERTY += ("maxLength", "pattern", "format", "deprecated", "items", "example")
PROPERTY += ("exclusiveMaximum", "allOf", "anyOf", "oneOf", "const", "nullable")
PROPERTY += ("contentMediaType", "readOnly", "examples", "x-order", "required", "$id")
WORDS = ("value", "label", "description", "inputs", "price", "priceMethod", "other")
WORDS += ("type", "const", "title", "format")
PARTS = ("", "", "allOf", "anyOf", "oneOf")
NAMES = ("input", "inputVideo", "script", "temperature", "image")

_LEAVES = st.sampled_from(["text", "number", "text of a number"])
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    ),
    max_leaves=6,
)


def some_of(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys), _VALUES, max_size=6)


def numbered(tree: Any, numbers: Iterator[int]) -> Any:
    """A tree whose leaves are all different."""
    match tree:
        case dict():
            return {key: numbered(value, numbers) for key, value in tree.items()}
        case list():
            return [numbered(value, numbers) for value in tree]
        case "number":
            return next(numbers)
        case "text":
            return f"t{next(numbers)}"
        case _:
            return str(next(numbers))


def leaves(tree: Any) -> Iterator[str]:
    match tree:
        case dict():
            for value in tree.values():
                yield from leaves(value)
        case list():
            for value in tree:
                yield from leaves(value)
        case _:
            yield str(tree)


def assert_nothing_is_lost(document: Any, dirty: Any) -> None:
    """Unless the document is refused, with the place and the reason."""
    reading = read_text(json.dumps(document), "dirty.json")
    found = repr(reading.cards) + "".join(f.message for f in reading.report)
    if not reading.report.errors:
        assert [leaf for leaf in leaves(dirty) if leaf not in found] == []


@few
@given(
    st.lists(st.tuples(st.sampled_from(TYPES), some_of(ITEM)), max_size=3),
    some_of(MODEL),
    some_of(("title", "hidden", "id")),
    some_of(("more", "paging", "result", "total")),
    st.booleans(),
)
def test_nothing_of_a_tool_detail_answer_is_lost(
    items: list[tuple[str, dict[str, Any]]],
    model: dict[str, Any],
    group: dict[str, Any],
    around: dict[str, Any],
    has_type: bool,
) -> None:
    numbers = iter(range(1001, 10_000))
    dirty = numbered([item for _, item in items], numbers)
    more = [numbered(tree, numbers) for tree in (model, around)]
    about = numbered(group, numbers)
    listed = [
        {**item, "id": f"input{index}", **({"type": type_} if has_type else {})}
        for index, (item, (type_, _)) in enumerate(zip(dirty, items, strict=True))
    ]
    answer = {
        "result": True,
        "tool": [
            {
                **more[0],
                "slugowner": "acme",
                "slugproject": "paint",
                "parameters": [{**about, "items": listed}],
            }
        ],
        **more[1],
    }
    known = [{**item, "type": ""} for item in dirty] if has_type else dirty
    assert_nothing_is_lost(answer, [known, about, *more])


@few
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "string",
                    "number",
                    "integer",
                    "boolean",
                    "array",
                    ["number", "null"],
                    "",
                ]
            ),
            st.sampled_from(["", *TYPES]),
            some_of(PROPERTY),
            st.sampled_from(NAMES),
        ),
        max_size=3,
    ),
    some_of(("title", "description", "additionalProperties", "anyOf", "minProperties")),
)
def test_nothing_of_the_schema_of_an_openapi_document_is_lost(
    properties: list[tuple[Any, str, dict[str, Any], str]], schema: dict[str, Any]
) -> None:
    numbers = iter(range(1001, 10_000))
    dirty = numbered([given for _, _, given, _ in properties], numbers)
    more = numbered(schema, numbers)
    body = {
        **more,
        "type": "object",
        "properties": {
            f"{name}{index}": {**given, "type": type_, "x-input-type": word}
            for index, (given, (type_, word, _, name)) in enumerate(
                zip(dirty, properties, strict=True)
            )
        },
    }
    content = {"application/json": {"schema": body}}
    run = {"post": {"requestBody": {"content": content}}}
    document = {"openapi": "3.0.0", "info": {}, "paths": {"/Run/acme/paint": run}}
    assert_nothing_is_lost(document, [dirty, more])


# Real documents, made dirty


@pytest.fixture(scope="module")
def documents(corpus: Path) -> list[Any]:
    paths = sorted((corpus / "openapi").glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


_DIRT = st.tuples(
    st.integers(0, 99), st.sampled_from(PROPERTY), _VALUES, st.sampled_from(PARTS)
)


@few
@given(st.integers(0, 99), st.lists(_DIRT, min_size=1, max_size=3))
def test_nothing_of_a_real_document_that_was_made_dirty_is_lost(
    documents: list[Any], which: int, dirt: list[tuple[int, str, Any, str]]
) -> None:
    document = copy.deepcopy(documents[which % len(documents)])
    properties = document["components"]["schemas"]["RunToolSchema"]["properties"]
    names = sorted(properties.keys() - {"callbackUrl", "projectid"})
    numbers = iter(range(1_000_001, 1_010_000))
    added: dict[tuple[str, str], Any] = {}
    for index, key, tree, part in dirt:
        name = names[index % len(names)]
        if (name, key) not in added and key not in PARTS:
            added[name, key] = numbered(tree, numbers)
            more = {key: added[name, key]}
            schema = properties[name]
            wrapped = {part: [schema, more]} if part else {**schema, **more}
            properties[name] = wrapped
    assert_nothing_is_lost(document, list(added.values()))

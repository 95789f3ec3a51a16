"""OpenAPI documents give Cards, and what is wrong with them a finding with a place."""

import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from wirogen.card import (
    Extra,
    File,
    Input,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Select,
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.readers import read_text
from wirogen.readers.reading import Reading


def document(
    properties: Any, path: str = "/Run/acme/Paint 2.0", **schema: Any
) -> dict[str, Any]:
    return {
        "openapi": "3.0.3",
        "info": {"title": "acme/Paint 2.0 API (Signature Auth)"},
        "paths": {
            "/Task/Detail": {"post": {}},
            path: {
                "post": {
                    "summary": "Run Paint",
                    "description": "Paints.\n\n**Processing Time:** 20 seconds",
                    "operationId": "runPaint",
                    "requestBody": {
                        "content": {
                            "multipart/form-data": {"schema": {}},
                            "application/json": {
                                "schema": {"$ref": "#/components/schemas/RunToolSchema"}
                            },
                        }
                    },
                }
            },
        },
        "components": {
            "schemas": {
                "RunToolSchema": {
                    "type": "object",
                    "properties": properties,
                    **schema,
                }
            }
        },
        "x-task-status-info": {
            "description": "…",
            "completed_statuses": {
                "values": [{"status": "task_cancel", "description": "Cancelled"}]
            },
            "running_statuses": {
                "values": [{"status": "task_queue", "description": "Waits"}]
            },
        },
    }


def read(tree: Any) -> Reading:
    return read_text(json.dumps(tree, indent=2), "paint.json")


def read_property(schema: Any, name: str = "it") -> Input:
    (card,) = read(document({name: schema})).cards
    assert card.inputs is not None
    return card.inputs[0]


def codes(reading: Reading) -> list[str]:
    return [finding.code.name for finding in reading.report]


def test_the_card_of_a_document() -> None:
    reading = read(document({"prompt": {"type": "string"}}, required=["prompt"]))
    (card,) = reading.cards
    assert codes(reading) == []
    assert str(card.model) == "acme/paint-2-0"
    assert card.raw_slug == card.run_path == "acme/Paint 2.0"
    assert (card.title, card.summary) == ("Paint", "Paints.")
    assert card.extras == (Extra("computingtime", "20 seconds"),)
    assert card.inputs == (
        Input(wire_name="prompt", kind=Text(), type="string", required=True),
    )
    assert card.statuses == (
        Status(name="task_cancel", completed=True, description="Cancelled"),
        Status(name="task_queue", completed=False, description="Waits"),
    )


def test_the_path_of_a_run_is_the_one_of_the_document_and_blanks_stay_in_it() -> None:
    tree = document({"prompt": {"type": "string"}}, "/Run/acme/ paint-2.0")
    (card,) = read(tree).cards
    assert card.run_path == "acme/ paint-2.0"
    assert card.raw_slug == "acme/Paint 2.0"
    assert str(card.model) == "acme/paint-2-0"
    (card,) = read(document({"a": {"type": "string"}}, "/Run/acme/other%20one")).cards
    assert card.raw_slug == card.run_path == "acme/other one"


def test_what_every_model_takes_is_no_input() -> None:
    tree = document(
        {"callbackUrl": {"type": "string"}, "projectid": {"type": "string"}},
        required=["projectid"],
    )
    reading = read(tree)
    assert reading.cards[0].inputs == ()
    assert codes(reading) == ["W035"]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, Text()),
        (
            {"type": "string", "minLength": 0, "maxLength": 9999999999},
            Text(min_length=Decimal(0), max_length=Decimal(9999999999)),
        ),
        ({"type": "number"}, Number(integer=False)),
        ({"type": "integer"}, Number(integer=True)),
        (
            {"type": "number", "minimum": -1, "maximum": 0.5, "multipleOf": 0.1},
            Number(
                integer=False,
                minimum=Decimal(-1),
                maximum=Decimal("0.5"),
                step=Decimal("0.1"),
            ),
        ),
        ({"type": "number", "multipleOf": 16}, Number(integer=True, step=Decimal(16))),
        (
            {"type": "number", "multipleOf": 2.0},
            Number(integer=True, step=Decimal("2.0")),
        ),
        ({"type": "boolean"}, Switch()),
        (
            {
                "type": "array",
                "items": {"type": "string", "enum": ["a", "b"]},
                "uniqueItems": True,
                "minItems": 1,
                "maxItems": 2,
            },
            Multiselect(
                options=(Option(value="a"), Option(value="b")),
                min_items=Decimal(1),
                max_items=Decimal(2),
            ),
        ),
        (
            {
                "type": "string",
                "x-input-type": "multiselect",
                "x-options": [{"value": "a", "label": "A"}],
            },
            Multiselect(options=(Option(value="a", label="A"),)),
        ),
        ({"type": "array", "x-input-type": "multiselect"}, Multiselect()),
        ({"type": "string", "x-input-type": "combinefileinput"}, File(many=True)),
        ({"type": "string", "x-input-type": "fileinput"}, File(many=False)),
        ({"type": "string", "x-input-type": "select"}, Select()),
        (
            {"type": "string", "enum": ["a", "b"]},
            Select(options=(Option(value="a"), Option(value="b"))),
        ),
        (
            {"type": "string", "x-options": [{"value": "a", "label": "A"}]},
            Select(options=(Option(value="a", label="A"),)),
        ),
        (
            {
                "type": "string",
                "x-input-type": "selectwithcover",
                "enum": ["", "b", "b", None],
                "x-options": [
                    {"value": "", "label": "auto"},
                    {"value": "b", "label": "B", "cover": "b.mp4"},
                    {"value": "b", "label": "b again"},
                    {},
                ],
            },
            Select(
                options=(
                    Option(value="", label="auto"),
                    Option(value="b", label="B", extras=(Extra("cover", "b.mp4"),)),
                    Option(value="b", label="b again"),
                    Option(value=None),
                )
            ),
        ),
    ],
)
def test_kinds(schema: Any, kind: object) -> None:
    reading = read(document({"it": schema}))
    assert codes(reading) == []
    assert reading.cards[0].inputs is not None
    assert reading.cards[0].inputs[0].kind == kind


@pytest.mark.parametrize(
    ("name", "help_text", "more", "is_number"),
    [
        ("temperature", "Greater than 1 is random.", {}, True),
        ("top_p", "Samples from the top p percentage of tokens.", {}, True),
        ("topP", "Lower is safer.", {"default": "0.9"}, True),
        ("cfgScale", "Guidance scale.", {}, True),
        ("repetition_penalty", "From 0 to 2.", {"default": 1}, True),
        ("ss_rescale_t", "Timestep rescale.", {}, True),
        ("scale", "guidancescale-help", {}, True),
        ("scale", "A musical scale.", {"default": "C major"}, False),
        ("scale", "At most 20 letters of a scale.", {"maxLength": 20}, False),
        ("style", "Higher is better.", {}, False),
        ("penaltyText", "Read 1 time.", {}, False),
    ],
)
def test_a_text_is_a_number_where_name_help_and_default_say_so(
    name: str, help_text: str, more: dict[str, Any], is_number: bool
) -> None:
    reading = read(document({name: {"type": "string", "x-help": help_text, **more}}))
    (given,) = reading.cards[0].inputs or ()
    number = Number(integer=False, wire=NumberWire.TEXT)
    assert (given.kind == number) is is_number
    assert [f.code.name for f in reading.report] == ["N037"] * is_number


def test_a_type_that_may_be_null_is_the_other_one() -> None:
    types = ["number", "null"]
    reading = read(document({"x": {"type": types}}))
    (given,) = reading.cards[0].inputs or ()
    assert given.kind == Number(integer=False)


@pytest.mark.parametrize(
    "bounds",
    [
        {"minimum": 0.1, "maximum": 0.9},
        {"minimum": 0.5, "maximum": 2.9, "multipleOf": 3},
        {"minimum": -2.5, "maximum": -0.5, "multipleOf": 1.5},
    ],
)
def test_whole_numbers_need_bounds_with_one_between(bounds: dict[str, float]) -> None:
    bounds = {"type": "integer", **bounds}
    reading = read(document({"x": bounds}))
    (finding,) = reading.report
    assert (finding.code.name, finding.span.pointer.split("/")[-1]) == (
        "E045",
        "minimum",
    )


def test_one_whole_number_between_bounds_is_enough() -> None:
    bounds = {"type": "integer", "minimum": 0.5, "maximum": 3, "multipleOf": 3}
    assert codes(read(document({"x": bounds}))) == []
    bounds = {"type": "integer", "minimum": 5, "maximum": 6, "multipleOf": 4}
    assert codes(read(document({"x": bounds}))) == []


@pytest.mark.parametrize(
    ("schema", "kind", "found"),
    [
        (
            {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 9.5},
            Number(integer=True, minimum=Decimal(1), maximum=Decimal(9)),
            [],
        ),
        (
            {"type": "number", "exclusiveMaximum": 1, "multipleOf": 0.1},
            Number(integer=False, maximum=Decimal("0.9"), step=Decimal("0.1")),
            [],
        ),
        (
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            Number(integer=True, minimum=Decimal(1)),
            [],
        ),
        (
            {"type": "number", "minimum": 3, "exclusiveMinimum": 1},
            Number(integer=False, minimum=Decimal(3)),
            [],
        ),
        (
            {"type": "number", "exclusiveMinimum": 0},
            Number(integer=False, minimum=Decimal(0)),
            ["W039"],
        ),
        (
            {"type": "number", "enum": [5, 10, 15]},
            Number(integer=True, minimum=Decimal(5), maximum=Decimal(15)),
            ["W040"],
        ),
    ],
)
def test_bounds_that_are_not_allowed_themselves_and_listed_numbers(
    schema: dict[str, Any], kind: Number, found: list[str]
) -> None:
    reading = read(document({"it": schema}))
    assert codes(reading) == found
    assert read_property(schema).kind == kind


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            {"allOf": [{"$ref": "#/components/schemas/RunToolSchema/properties/size"}]},
            Select(options=(Option(value="small"), Option(value="large"))),
        ),
        (
            {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "null"}]},
            Number(integer=True, maximum=Decimal(9)),
        ),
        (
            {"allOf": [{"type": "integer"}, {"minimum": 1}], "maximum": 5},
            Number(integer=True, minimum=Decimal(1), maximum=Decimal(5)),
        ),
        (
            {"oneOf": [{"const": "a", "title": "A"}, {"const": "b", "title": "B"}]},
            Select(
                options=(Option(value="a", label="A"), Option(value="b", label="B"))
            ),
        ),
        ({"type": "string", "const": "a"}, Select(options=(Option(value="a"),))),
    ],
)
def test_parts_that_come_to_one_plain_schema_are_read_as_it(
    schema: dict[str, Any], expected: object
) -> None:
    size = {"type": "string", "enum": ["small", "large"]}
    reading = read(document({"it": {**schema, "title": "It"}, "size": size}))
    assert codes(reading) == []
    given, _ = reading.cards[0].inputs or ()
    assert (given.kind, given.label) == (expected, "It")


@pytest.mark.parametrize(
    "schema",
    [
        {"anyOf": [{"type": "number"}, {"type": "string"}]},
        {"allOf": [{"type": "string"}, {"type": "number"}]},
        {"oneOf": [{"type": "null"}]},
        {"anyOf": "any"},
    ],
)
def test_parts_that_do_not_are_kept_and_reported(schema: dict[str, Any]) -> None:
    reading = read(document({"it": schema}))
    assert codes(reading) == ["W011", "W015"]
    ((name, tree),) = schema.items()
    text = tree if isinstance(tree, str) else json.dumps(tree)
    assert read_property(schema).extras == (Extra(name, text),)


def test_options_of_two_lists_that_disagree_are_all_kept_and_reported() -> None:
    schema = {
        "type": "string",
        "x-input-type": "select",
        "enum": ["a", "c"],
        "x-options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}],
    }
    reading = read(document({"it": schema}))
    (finding,) = reading.report
    assert finding.code.name == "W030"
    assert "'b'" in finding.message
    assert "'c'" in finding.message
    assert read_property(schema).kind == Select(
        options=(
            Option(value="a", label="A"),
            Option(value="b", label="B"),
            Option(value="c"),
        )
    )


def test_a_pair_of_plain_strings_is_a_file_and_its_companion() -> None:
    plain = {"type": "string"}
    tree = document(
        {
            "inputImage": plain,
            "inputImageUrl": plain,
            "inputDocumentMultiple": plain,
            "inputDocumentUrlMultiple": plain,
            "websiteUrl": plain,
            "video": plain,
            "videoUrl": {"type": "string", "default": "x"},
        }
    )
    (card,) = read(tree).cards
    kinds = {given.wire_name: given.kind for given in card.inputs or ()}
    assert kinds == {
        "inputImage": File(many=False, companion="inputImageUrl"),
        "inputImageUrl": Text(),
        "inputDocumentMultiple": File(many=True, companion="inputDocumentUrlMultiple"),
        "inputDocumentUrlMultiple": Text(),
        "websiteUrl": Text(),
        "video": Text(),
        "videoUrl": Text(),
    }


@pytest.mark.parametrize(
    ("default", "text"),
    [("5", "5"), ('"5"', "5"), ("5.0", "5.0"), ("true", "true"), ('""', "")],
)
def test_defaults_are_kept_as_the_text_that_they_are(default: str, text: str) -> None:
    schema = {"type": "number", "default": "HERE"}
    written = json.dumps(document({"it": schema})).replace('"HERE"', default)
    (card,) = read_text(written, "x").cards
    assert card.inputs is not None
    assert card.inputs[0].default == text


def test_a_null_default_is_none_and_reported() -> None:
    reading = read(document({"it": {"type": "string", "default": None}}))
    assert codes(reading) == ["W031"]
    assert reading.cards[0].inputs is not None
    assert reading.cards[0].inputs[0].default is None


def test_labels_and_help_and_what_stands_beside_them() -> None:
    given = read_property(
        {"type": "string", "title": "T", "description": "D", "x-label": "L"}
    )
    assert (given.label, given.help) == ("L", "D")
    assert given.extras == (Extra("title", "T"),)
    given = read_property({"type": "string", "title": "T", "x-label": "T"})
    assert (given.label, given.extras) == ("T", ())


def test_what_is_not_known_is_kept_and_reported() -> None:
    reading = read(
        document(
            {
                "it": {
                    "type": "number",
                    "exclusiveMinimum": 0,
                    "minimum": "many",
                    "format": "float",
                    "pattern": {"a": [1.50]},
                }
            },
            oneOf=[{}],
        )
    )
    assert codes(reading) == ["W039", "W015", "W015"]
    (card,) = reading.cards
    assert card.extras[-1] == Extra("oneOf", "[{}]")
    assert card.inputs is not None
    assert card.inputs[0].kind == Number(integer=False, minimum=Decimal(0))
    assert card.inputs[0].extras == (
        Extra("exclusiveMinimum", "0"),
        Extra("minimum", "many"),
        Extra("format", "float"),
        Extra("pattern", '{"a": [1.5]}'),
    )
    said = next(f for f in reading.report if "pattern" in f.message)
    assert "`format`" not in said.message


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array"},
        {"type": "string", "x-input-type": "canvas"},
        {"type": "number", "x-input-type": "canvas"},
        {},
    ],
)
def test_an_unknown_type_is_reported_and_kept(schema: dict[str, str]) -> None:
    reading = read(document({"it": schema}))
    assert codes(reading)[0] in {"W011", "W015"}
    assert "W011" in codes(reading)
    given = read_property(schema)
    assert given.kind == Unknown()
    assert given.type == schema.get("x-input-type", schema.get("type", ""))


def test_a_required_name_that_is_no_input_is_reported() -> None:
    tree = document({"a": {"type": "string"}}, required=["a", "b", "callbackUrl"])
    reading = read(tree)
    assert codes(reading) == ["W032"]
    assert reading.cards[0].inputs is not None
    assert reading.cards[0].inputs[0].required is True


def test_variants_of_one_model_give_one_card() -> None:
    signed = document({"prompt": {"type": "string"}})
    keyed = copy.deepcopy(signed)
    keyed["info"]["title"] = "acme/Paint 2.0 API (API Key Auth)"
    keyed["security"] = [{"ApiKeyAuth": []}]
    answer = [{"type": "signature", "spec": signed}, {"type": "key", "spec": keyed}]
    for tree in (answer, {"result": True, "errors": [], "data": answer}):
        reading = read(tree)
        assert reading.cards == read(signed).cards
        assert codes(reading) == []
        pointer = reading.cards[0].span.pointer
        assert pointer.endswith("/0/spec/paths/~1Run~1acme~1Paint 2.0")
        assert reading.cards[0].span.position is not None


def test_variants_that_differ_are_reported() -> None:
    answer = [
        {"type": "a", "spec": document({"prompt": {"type": "string"}})},
        {"type": "b", "spec": document({"text": {"type": "string"}})},
    ]
    reading = read(answer)
    (finding,) = reading.report
    assert finding.code.name == "W033"
    assert "other inputs" in finding.message
    assert len(reading.cards) == 1
    assert reading.cards[0].input("prompt") is not None


def test_documents_of_several_models_give_a_card_each() -> None:
    inputs = {"prompt": {"type": "string"}}
    answer = [
        {"type": "a", "spec": document(inputs)},
        {"type": "a", "spec": document(inputs, "/Run/acme/draw")},
    ]
    reading = read(answer)
    assert [str(card.model) for card in reading.cards] == [
        "acme/paint-2-0",
        "acme/draw",
    ]


def test_references_inside_the_document_are_followed() -> None:
    tree = document(
        {
            "size": {"$ref": "#/components/schemas/Si~1ze%20A"},
            "steps": {"$ref": "#/components/schemas/Si~1ze%20A", "maximum": 9},
        }
    )
    tree["components"]["schemas"]["Si/ze A"] = {"type": "number", "minimum": 1}
    (card,) = read(tree).cards
    assert [given.kind for given in card.inputs or ()] == [
        Number(integer=False, minimum=Decimal(1)),
        Number(integer=False, minimum=Decimal(1), maximum=Decimal(9)),
    ]


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("other.json#/a", "E036"),
        ("https://example.com/schema.json", "E036"),
        ("file:///etc/passwd", "E036"),
        ("#/components/schemas/Missing", "E038"),
        ("#/components/schemas/RunToolSchema/properties/it", "E037"),
    ],
)
def test_references_that_cannot_be_followed(reference: str, code: str) -> None:
    tree = document({"it": {"$ref": reference}})
    reading = read(tree)
    assert reading.cards == ()
    (finding,) = reading.report
    assert finding.code.name == code
    assert finding.span.pointer.endswith("/properties/it/$ref")
    position = finding.span.position
    assert position is not None
    line = json.dumps(tree, indent=2).splitlines()[position.line - 1]
    assert line[position.column - 1 :] == f'"{reference}"'
    assert finding.hint


def test_a_reference_out_of_the_document_is_refused_wherever_it_stands() -> None:
    tree = document({"it": {"type": "string"}})
    tree["components"]["schemas"]["Unused"] = {"$ref": "../secret.json"}
    reading = read(tree)
    assert codes(reading) == ["E036"]
    (finding,) = reading.report
    assert finding.span.pointer == "/components/schemas/Unused/$ref"


@pytest.mark.parametrize(
    ("schema", "code", "key"),
    [
        ({"type": "number", "minimum": 2, "maximum": 1}, "E043", "minimum"),
        ({"type": "string", "minLength": 2, "maxLength": 1}, "E043", "minLength"),
        ({"type": "number", "multipleOf": 0}, "E044", "multipleOf"),
        ({"type": "number", "multipleOf": -1}, "E044", "multipleOf"),
        ("a text", "E041", ""),
    ],
)
def test_impossible_inputs_are_errors(schema: Any, code: str, key: str) -> None:
    (finding,) = read(document({"it": schema})).report
    assert finding.code.name == code
    assert finding.span.pointer.endswith(f"/it/{key}".rstrip("/"))
    assert finding.span.position is not None
    assert finding.hint


@pytest.mark.parametrize("number", ["1e400", "-1e999", "1e99999999999999"])
def test_a_bound_that_no_number_reaches_is_kept_and_not_used(number: str) -> None:
    schema = {"type": "number", "maximum": "HERE"}
    written = json.dumps(document({"it": schema})).replace('"HERE"', number)
    reading = read_text(written, "x")
    assert codes(reading) == ["W015"]
    assert reading.cards[0].inputs is not None
    assert reading.cards[0].inputs[0].kind == Number(integer=False)
    assert reading.cards[0].inputs[0].extras == (Extra("maximum", number),)


def without(tree: dict[str, Any], *path: str) -> dict[str, Any]:
    *steps, last = path
    inner = tree
    for step in steps:
        inner = inner[step]
    del inner[last]
    return tree


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        (without(document({}), "paths"), "E039"),
        ({"openapi": "3.0.3"}, "E039"),
        ({"swagger": "2.0", "paths": []}, "E041"),
        (document({}, "/Run/acme/…"), "E042"),
        (document({}, "/Run/acme"), "E042"),
        (document(None), "E040"),
        (document([]), "E040"),
        (without(document({}), "paths", "/Run/acme/Paint 2.0", "post"), "E040"),
    ],
)
def test_a_document_that_describes_no_model_is_refused(tree: Any, code: str) -> None:
    reading = read(tree)
    assert reading.cards == ()
    (finding,) = reading.report
    assert finding.code.name == code
    assert finding.span.position is not None
    assert finding.hint


@pytest.mark.parametrize(
    ("schema", "near"),
    [
        ({"type": "strin"}, "string"),
        ({"type": "string", "x-input-type": "texarea"}, "textarea"),
    ],
)
def test_what_a_misspelt_type_means_is_asked(schema: Any, near: str) -> None:
    hints = [each.hint for each in read(document({"it": schema})).report]
    assert any(hint.startswith(f"did you mean {near!r}?") for hint in hints)

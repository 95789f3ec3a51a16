"""Tool/Detail answers give Cards, whatever form their numbers and lists come in."""

import json
from decimal import Decimal
from typing import Any

import pytest

from wirogen.card import (
    Extra,
    File,
    Input,
    Kind,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.readers import read_text
from wirogen.readers.reading import Reading


def model(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "slugowner": "Acme",
        "slugproject": "Paint 2.0",
        "cleanslugowner": "acme",
        "cleanslugproject": "paint-2-0",
        "parameters": [{"title": "Input", "items": list(items)}],
        **more,
    }


def answer(*models: dict[str, Any]) -> dict[str, Any]:
    return {"result": True, "errors": [], "tool": list(models)}


def read(tree: Any) -> Reading:
    return read_text(json.dumps(tree, indent=2), "paint.json")


def read_item(**item: Any) -> Input:
    (card,) = read(model({"id": "it", **item})).cards
    assert card.inputs is not None
    return card.inputs[0]


def codes(reading: Reading) -> list[str]:
    return [finding.code.name for finding in reading.report]


def test_the_card_of_an_answer_and_of_one_model_of_it() -> None:
    given = model(
        {
            "id": "prompt",
            "type": "textarea",
            "label": "Prompt",
            "description": "What to paint",
            "required": True,
            "default": "a house",
            "placeholder": "say it",
            "note": "",
        },
        id="17",
        title=" Paint ",
        description="Paints.\n",
        image="https://example.com/cover.png",
        categories='["tool", "image"]',
        tags=["a", "b"],
        computingtime="20 seconds",
        readme="# Paint\n",
        samples=[{"a": 1.50}],
        inspire=None,
    )
    reading = read(answer(given))
    assert codes(reading) == []
    (card,) = reading.cards
    assert (card,) == read(given).cards
    assert (str(card.model), card.raw_slug) == ("acme/paint-2-0", "Acme/Paint 2.0")
    assert card.run_path == "acme/paint-2-0"
    assert (card.title, card.summary) == ("Paint", "Paints.")
    assert card.cover == "https://example.com/cover.png"
    assert (card.categories, card.tags) == (("tool", "image"), ("a", "b"))
    assert card.extras == (
        Extra("id", "17"),
        Extra("computingtime", "20 seconds"),
        Extra("readme", "# Paint\n"),
        Extra("samples", '[{"a": 1.5}]'),
    )
    assert card.inputs == (
        Input(
            wire_name="prompt",
            kind=Text(),
            type="textarea",
            label="Prompt",
            help="What to paint",
            required=True,
            default="a house",
            extras=(Extra("group", "Input"), Extra("placeholder", "say it")),
        ),
    )
    assert card.inputs[0].span.pointer == "/tool/0/parameters/0/items/0"
    assert card.inputs[0].span.position is not None


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ({"type": "text"}, Text()),
        (
            {"type": "text", "min": "0", "max": 9999999999},
            Text(min_length=Decimal(0), max_length=Decimal(9999999999)),
        ),
        ({"type": "number", "default": 20}, Number(integer=True)),
        ({"type": "number", "default": "0.5"}, Number(integer=False)),
        (
            {"type": "range", "min": "1", "max": "2", "step": "0.1"},
            Number(
                integer=False,
                minimum=Decimal(1),
                maximum=Decimal(2),
                step=Decimal("0.1"),
            ),
        ),
        ({"type": "integer", "min": "", "max": None}, Number(integer=True)),
        ({"type": "numeric", "step": 1}, Number(integer=True, step=Decimal(1))),
        (
            {"type": "float", "default": "5", "max": 10},
            Number(integer=False, maximum=Decimal(10), wire=NumberWire.TEXT),
        ),
        ({"type": "checkbox"}, Switch()),
        ({"type": "select", "options": None}, Select()),
        (
            {
                "type": "selectwithcover",
                "options": [
                    {"value": 5, "label": "five"},
                    {"value": None, "label": "none"},
                    {"value": "", "label": "auto", "cover": "x.png"},
                    {"value": True},
                ],
            },
            Select(
                options=(
                    Option(value="5", label="five"),
                    Option(value=None, label="none"),
                    Option(value="", label="auto", extras=(Extra("cover", "x.png"),)),
                    Option(value="true"),
                )
            ),
        ),
        ({"type": "radio", "options": []}, Select()),
        (
            {"type": "slider", "min": "0.1", "max": 1},
            Number(integer=False, minimum=Decimal("0.1"), maximum=Decimal(1)),
        ),
        ({"type": "color", "default": "#ff0000"}, Text()),
        (
            {"type": "multiselect", "options": ["a", {"value": "b", "label": "B"}]},
            Multiselect(options=(Option(value="a"), Option(value="b", label="B"))),
        ),
        (
            {"type": "multiOptions", "options": {"a": "A"}, "min": "1", "max": 1},
            Multiselect(
                options=(Option(value="a", label="A"),),
                min_items=Decimal(1),
                max_items=Decimal(1),
            ),
        ),
        ({"type": "fileinput"}, File(many=False)),
        ({"type": "multifileinput"}, File(many=True)),
        ({"type": "combinefileinput"}, File(many=True)),
    ],
)
def test_kinds(item: dict[str, Any], kind: Kind) -> None:
    reading = read(model({"id": "it", **item}))
    assert codes(reading) == []
    assert read_item(**item).kind == kind


def test_files_and_their_companions_across_groups() -> None:
    tree = model({"id": "inputImage", "type": "fileinput"})
    tree["parameters"].append(
        {"title": "More", "items": [{"id": "inputImageUrl", "type": "text"}]}
    )
    (card,) = read(tree).cards
    assert card.inputs is not None
    assert card.inputs[0].kind == File(many=False, companion="inputImageUrl")
    assert card.inputs[1].extras == (Extra("group", "More"),)


@pytest.mark.parametrize(
    ("required", "expected"),
    [(True, True), ("true", True), (1, True), (False, False), ("0", False)],
)
def test_required_in_any_form(required: Any, expected: bool) -> None:
    assert read_item(type="text", required=required).required is expected


def test_an_input_that_is_not_said_to_be_required_is_not() -> None:
    assert read_item(type="text").required is False


@pytest.mark.parametrize(
    ("item", "default"),
    [
        ({"type": "text", "default": ""}, None),
        ({"type": "text", "default": None}, None),
        ({"type": "number", "default": "5.0"}, "5.0"),
        ({"type": "checkbox", "default": False}, "false"),
        ({"type": "select", "default": "", "options": [{"value": ""}]}, ""),
        ({"type": "select", "default": None, "options": [{"value": ""}]}, None),
        ({"type": "select", "default": "", "options": [{"value": "a"}]}, None),
        ({"type": "select", "default": "79", "options": [{"value": "a"}]}, "79"),
    ],
)
def test_defaults_are_texts_and_an_empty_one_is_none_unless_it_is_an_option(
    item: dict[str, Any], default: str | None
) -> None:
    assert read_item(**item).default == default


def test_parameters_that_are_null_are_inputs_that_are_not_told() -> None:
    for tree in (model(parameters=None), {"slugowner": "a", "slugproject": "b"}):
        reading = read(tree)
        assert reading.cards[0].inputs is None
        (finding,) = reading.report
        assert finding.code.name == "W115"
        assert "Tool/DetailOpenAPI" in finding.hint
    reading = read(model(parameters=[]))
    assert reading.cards[0].inputs == ()
    assert codes(reading) == ["W035"]


def test_prices_as_a_list_and_as_json_in_a_text() -> None:
    table = [
        {
            "inputs": {"resolution": "720p", "inputImage": "QUANTITY:2", "n": 4},
            "price": "0.04",
            "priceMethod": "cpo",
        },
        {
            "inputs": [],
            "price": 0.10,
            "priceMethod": "cp-pixel",
            "priceExtra": "0.01",
            "priceInput": None,
        },
    ]
    expected = Prices(
        table=(
            Price(
                inputs=(
                    ("resolution", "720p"),
                    ("inputImage", "QUANTITY:2"),
                    ("n", "4"),
                ),
                method="cpo",
                price=Decimal("0.04"),
            ),
            Price(method="cp-pixel", price=Decimal("0.1"), price_extra=Decimal("0.01")),
        ),
        per_second=Decimal("0.000585"),
        approximate=Decimal("0.02"),
    )
    for given in (table, json.dumps(table)):
        reading = read(
            model(dynamicprice=given, cps="0.000585000000", approximatelycost=0.02)
        )
        assert codes(reading) == ["W035"]
        assert reading.cards[0].prices == expected
    assert read(model()).cards[0].prices is None
    for nothing in ("", None, [], {}, "[]"):
        reading = read(model(dynamicprice=nothing, cps=""))
        assert codes(reading) == ["W035"]
        assert reading.cards[0].prices is None


@pytest.mark.parametrize(
    "table",
    [
        '[{"price": 1',
        "[NaN]",
        "free of charge",
        {"price": 1},
        [{"price": 1}],
        [{"price": "much", "priceMethod": "cpr"}],
        [{"price": 1, "priceMethod": "cpr", "discount": 2}],
        ["cheap"],
        [{"price": 1, "priceMethod": "cpr"}, {"price": 9, "priceMethod": 1, "x": 2}],
    ],
)
def test_a_price_table_that_is_not_understood_is_kept_and_reported(table: Any) -> None:
    reading = read(model({"id": "it", "type": "text"}, dynamicprice=table, cps="0.1"))
    assert codes(reading) == ["W015"]
    assert reading.cards[0].prices is None
    text = table if isinstance(table, str) else json.dumps(table)
    assert {*reading.cards[0].extras} == {
        Extra("dynamicprice", text),
        Extra("cps", "0.1"),
    }


def test_what_is_not_known_is_kept_and_reported_once_for_each_object() -> None:
    reading = read(
        model({"id": "it", "type": "canvas", "min": 1, "colour": "red"}, likes=5, x={})
    )
    assert sorted(codes(reading)) == ["N042", "W011", "W015"]
    (card,) = reading.cards
    assert card.extras == (Extra("likes", "5"),)
    assert card.inputs is not None
    assert card.inputs[0].kind == Unknown()
    assert card.inputs[0].extras == (
        Extra("group", "Input"),
        Extra("min", "1"),
        Extra("colour", "red"),
    )


def test_slugs() -> None:
    raw_only = {"slugowner": "Acme", "slugproject": "Paint 2.0", "parameters": []}
    (card,) = read(raw_only).cards
    assert (card.raw_slug, card.run_path) == ("Acme/Paint 2.0", "Acme/Paint 2.0")
    clean_only = {
        "cleanslugowner": "acme",
        "cleanslugproject": "paint",
        "parameters": [],
    }
    (card,) = read(clean_only).cards
    assert (card.raw_slug, card.run_path) == ("acme/paint", "acme/paint")
    reading = read(model(cleanslugproject="painting", parameters=[]))
    assert codes(reading) == ["W034", "W035"]
    assert str(reading.cards[0].model) == "acme/painting"


@pytest.mark.parametrize(
    ("tree", "code", "said"),
    [
        (
            {"result": False, "errors": [{"code": 1, "message": "Tool not found"}]},
            "E035",
            "Tool not found",
        ),
        ({"result": False, "errors": ["no"], "tool": []}, "E035", "no"),
        ({"result": False}, "E035", "knows no such model"),
        ({"result": True, "errors": [], "tool": []}, "E035", "knows no such model"),
        ({"tool": [{"slugowner": "a", "parameters": []}]}, "E042", "slug"),
        ({"tool": "none"}, "E041", "a list is expected"),
        ({"tool": [5]}, "E041", "an object is expected here, not 5"),
        (model(parameters={"a": 1}), "E041", "a list is expected"),
        (model({"type": "text"}), "E041", "no `id`"),
        (
            model({"id": "a", "type": "text"}, {"id": "a", "type": "number"}),
            "E014",
            "a: two",
        ),
        (model({"id": "a", "type": "number", "min": 2, "max": 1}), "E043", "min 2"),
        (model({"id": "a", "type": "text", "min": "2", "max": 1}), "E043", "min 2"),
        (model({"id": "a", "type": "range", "step": "0"}), "E044", "step 0"),
    ],
)
def test_what_cannot_be_a_model_is_an_error(tree: Any, code: str, said: str) -> None:
    reading = read(tree)
    (finding,) = reading.report.errors
    assert finding.code.name == code
    assert said in finding.message
    assert finding.span.position is not None
    assert finding.hint


# What dirty answers hold


@pytest.mark.parametrize(
    ("item", "integer"),
    [
        ({"type": "range", "min": "0.1", "max": "0.9"}, False),
        ({"type": "number", "min": 0, "max": 1}, False),
        ({"type": "number", "min": 0, "max": 1, "step": 1}, True),
        ({"type": "number", "min": 0, "max": 10}, True),
        ({"type": "number", "min": 0, "max": 10, "step": 0.5}, False),
        ({"type": "number", "max": "7.5"}, False),
        ({"type": "number", "min": "1,5"}, False),
        ({"type": "number", "step": "any"}, False),
    ],
)
def test_bounds_default_and_step_tell_whether_a_number_is_whole(
    item: dict[str, Any], integer: bool
) -> None:
    kind = read_item(**item).kind
    assert isinstance(kind, Number)
    assert kind.integer is integer


@pytest.mark.parametrize(
    "options",
    [
        {"a": "A", "b": "B"},
        json.dumps({"a": "A", "b": {"label": "B"}}),
        json.dumps([{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]),
    ],
)
def test_options_may_be_an_object_or_json_in_a_text(options: Any) -> None:
    kind = Select(options=(Option(value="a", label="A"), Option(value="b", label="B")))
    assert read_item(type="select", options=options).kind == kind


@pytest.mark.parametrize(
    ("word", "required"),
    [
        ("on", True),
        ("Y", True),
        ("TRUE ", True),
        (1, True),
        ("off", False),
        ("", False),
    ],
)
def test_required_is_read_in_any_spelling(word: Any, required: bool) -> None:
    assert read_item(type="text", required=word).required is required


def test_a_required_that_is_neither_is_kept_and_reported() -> None:
    reading = read(model({"id": "it", "type": "text", "required": "2"}))
    (given,) = reading.cards[0].inputs or ()
    assert given.required is None
    assert Extra("required", "2") in given.extras
    assert codes(reading) == ["W015"]


def test_an_input_is_described_by_its_note_where_nothing_else_does() -> None:
    given = read_item(type="text", note="Seconds.", placeholder="10")
    assert (given.help, given.extras[1:]) == ("Seconds.", (Extra("placeholder", "10"),))
    assert read_item(type="text", description="A.", note="B.").help == "A."


def test_parameters_may_be_a_list_without_groups() -> None:
    items = [{"id": "a", "type": "text"}, {"id": "b", "type": "number"}]
    (card,) = read({**model(), "parameters": items}).cards
    assert [given.wire_name for given in card.inputs or ()] == ["a", "b"]


def test_what_a_group_says_of_itself_is_kept_with_its_inputs() -> None:
    group = {"title": "More", "hidden": "yes", "items": [{"id": "a", "type": "text"}]}
    reading = read({**model(), "parameters": [group]})
    (given,) = reading.cards[0].inputs or ()
    assert given.extras == (Extra("group", "More"), Extra("group hidden", "yes"))
    assert codes(reading) == ["W015"]


def test_inputs_may_stand_between_groups_and_a_group_without_any_is_kept() -> None:
    group = {"title": "More", "items": [{"id": "a", "type": "text"}]}
    listed = [group, {"id": "b", "type": "number"}, {"title": "Empty", "items": []}]
    reading = read({**model(), "parameters": listed})
    assert [given.wire_name for given in reading.cards[0].inputs or ()] == ["a", "b"]
    assert '"Empty"' in reading.cards[0].extras[0].text
    assert codes(reading) == []


@pytest.mark.parametrize("kind", ["select", "text", "number", "checkbox"])
@pytest.mark.parametrize("default", [["a", "b"], {"a": 1}])
def test_a_default_that_none_can_be_is_kept_and_reported(
    kind: str, default: Any
) -> None:
    options = {"options": ["a", "b"]} if kind == "select" else {}
    reading = read(model({"id": "it", "type": kind, "default": default, **options}))
    (given,) = reading.cards[0].inputs or ()
    assert given.default is None
    assert [(one.code.name, one.wire_name) for one in reading.report] == [
        ("W015", "it")
    ]


def test_the_total_of_another_number_of_models_is_kept_and_reported() -> None:
    assert codes(read({**answer(model(_INPUT)), "total": "1"})) == []
    reading = read({**answer(model(_INPUT)), "total": 7})
    assert (reading.cards[0].extras, codes(reading)) == (
        (Extra("total", "7"),),
        ["N042"],
    )


_INPUT = {"id": "a", "type": "text"}


def test_what_every_run_takes_is_no_input() -> None:
    items = [{"id": name, "type": "text"} for name in ("callbackUrl", "x", "projectid")]
    (card,) = read(model(*items)).cards
    assert [given.wire_name for given in card.inputs or ()] == ["x"]


def test_categories_may_be_an_object() -> None:
    (card,) = read(model(categories={"1": "tool", "2": "image"})).cards
    assert card.categories == ("tool", "image")


def test_what_a_misspelt_key_or_type_means_is_asked() -> None:
    reading = read(
        model(
            {"id": "prompt", "tpye": "text", "labels": "Prompt", "label": "Prompt"},
            {"id": "style", "type": "texarea"},
        )
    )
    no_type, keys, style = reading.report
    assert "no type is told" in no_type.message
    assert keys.hint == "`tpye`: did you mean 'type'?"
    assert style.hint.startswith("did you mean 'textarea'?")

"""Joining what Tool/DetailOpenAPI and Tool/Detail tell of a model."""

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wiro_double import PROMPT, PROMPT_ITEM, STRING, detail_of, openapi_of

from wirogen.card import (
    Card,
    File,
    Input,
    Kind,
    ModelId,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
)
from wirogen.contract import allows
from wirogen.diagnostics import Report
from wirogen.readers import read_text
from wirogen.remote import join_cards

SLUG = "acme/paint"


def read(answer: Any) -> Card:
    (card,) = read_text(json.dumps(answer), "answer.json").cards
    return card


def join(openapi: Any, detail: Any) -> tuple[Card, Report]:
    return join_cards(read(openapi), read(detail))


def join_input(
    property_: dict[str, Any], item: dict[str, Any], *, required: bool = False
) -> tuple[Input, Report]:
    """The input `x` of a property and an item."""
    card, report = join(
        openapi_of(SLUG, ("x",) if required else (), x=property_),
        detail_of(SLUG, {"id": "x", "required": required, **item}),
    )
    joined = card.input("x")
    assert joined is not None
    return joined, report


def codes(report: Report) -> list[str]:
    return [finding.code.name for finding in report]


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("textarea", Text()),
        ("float", Number(integer=False, wire=NumberWire.TEXT)),
    ],
)
def test_detail_knows_whether_a_text_is_a_number_by_more_than_its_name(
    type_: str, kind: Kind
) -> None:
    told = {**STRING, "description": "Guidance strength, a number"}
    card, _ = join(
        openapi_of(SLUG, scale=told),
        detail_of(SLUG, {"id": "scale", "type": type_}),
    )
    scale = card.input("scale")
    assert scale is not None
    assert scale.kind == kind


def test_each_answer_gives_what_only_it_knows() -> None:
    openapi = openapi_of("acme/Paint 2", ("prompt",), prompt=PROMPT)
    openapi[0]["spec"]["x-task-status-info"] = {
        "completed_statuses": {"values": [{"status": "task_cancel"}]}
    }
    detail = detail_of(
        "acme/Paint 2", PROMPT_ITEM, image="https://cdn/x.png", tags=["new"], cps="0.01"
    )
    card, report = join(openapi, detail)
    assert card.run_path == "acme/Paint 2"
    assert [status.name for status in card.statuses] == ["task_cancel"]
    assert card.cover == "https://cdn/x.png"
    assert (card.categories, card.tags) == (("image",), ("new",))
    assert card.prices is not None
    assert card.prices.per_second == Decimal("0.01")
    assert card.inputs is not None
    assert [(one.wire_name, one.required) for one in card.inputs] == [("prompt", True)]
    assert not report


def test_one_answer_alone_is_taken_as_it_is() -> None:
    openapi, detail = read(openapi_of(SLUG, x=STRING)), read(detail_of(SLUG))
    assert join_cards(openapi, None) == (openapi, Report())
    assert join_cards(None, detail) == (detail, Report())


def test_a_public_card_says_nothing_against_a_title() -> None:
    """It has none but what stands in its slug."""
    openapi = replace(read(openapi_of(SLUG, x=STRING)), title="The Painter")
    public = replace(openapi, title="paint")
    assert join_cards(openapi, None, public) == (openapi, Report())
    untitled = replace(openapi, title="")
    assert join_cards(untitled, None, public) == (public, Report())


def test_answers_of_two_models_are_not_joined() -> None:
    one, other = read(openapi_of("a/b", x=STRING)), read(detail_of("a/c", PROMPT_ITEM))
    with pytest.raises(ValueError, match="two models"):
        join_cards(one, other)


def test_inputs_that_only_openapi_tells_are_kept_when_detail_tells_none() -> None:
    card, report = join(openapi_of(SLUG, x=STRING), detail_of(SLUG))
    assert card.input("x") is not None
    assert not report


def test_a_float_is_a_number_written_as_text() -> None:
    item = {"type": "float", "default": "5.0", "min": "0", "max": "9.5"}
    joined, report = join_input(STRING, item)
    assert joined.kind == Number(
        integer=False,
        minimum=Decimal(0),
        maximum=Decimal("9.5"),
        wire=NumberWire.TEXT,
    )
    assert (joined.type, joined.default) == ("float", "5.0")
    assert not report


@pytest.mark.parametrize(
    ("type_", "kind"),
    [
        ("fileinput", File(many=False, companion="xUrl")),
        ("multifileinput", File(many=True, companion="xUrl")),
        ("combinefileinput", File(many=True)),
    ],
)
def test_detail_tells_what_kind_of_file_two_strings_are(type_: str, kind: File) -> None:
    openapi = openapi_of(SLUG, x=STRING, xUrl=STRING)
    item, url = {"id": "x", "type": type_}, {"id": "xUrl", "type": "text"}
    card, report = join(openapi, detail_of(SLUG, item, url))
    assert card.inputs is not None
    assert [one.kind for one in card.inputs] == [kind, Text()]
    assert not report


def test_a_companion_that_detail_leaves_out_is_kept_without_a_word() -> None:
    openapi = openapi_of(SLUG, x=STRING, xUrl=STRING)
    card, report = join(openapi, detail_of(SLUG, {"id": "x", "type": "fileinput"}))
    assert card.inputs is not None
    assert [one.wire_name for one in card.inputs] == ["x", "xUrl"]
    assert card.inputs[0].kind == File(many=False, companion="xUrl")
    assert not report


def test_two_strings_are_no_file_if_detail_says_that_they_are_texts() -> None:
    openapi = openapi_of(SLUG, song=STRING, songUrl=STRING)
    texts = ({"id": "song", "type": "text"}, {"id": "songUrl", "type": "text"})
    card, _ = join(openapi, detail_of(SLUG, *texts))
    assert card.inputs is not None
    assert [one.kind for one in card.inputs] == [Text(), Text()]


def test_a_select_that_openapi_has_as_a_plain_string_keeps_its_options() -> None:
    options = [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]
    joined, report = join_input(STRING, {"type": "select", "options": options})
    assert isinstance(joined.kind, Select)
    assert joined.kind.values == ("a", "b")
    assert not report


@pytest.mark.parametrize(
    ("one", "other", "joined", "reported"),
    [
        ({"minimum": 1, "maximum": 9}, {"min": 2, "max": "9.0"}, (2, 9), 1),
        ({"minimum": 1, "maximum": 9}, {"min": 0, "max": 7}, (1, 7), 2),
        ({"minimum": 1}, {"max": "7"}, (1, 7), 0),
        ({}, {"min": 1, "max": 7}, (1, 7), 0),
        ({"minimum": 1, "maximum": 2}, {"min": 5, "max": 7}, (1, 2), 1),
    ],
)
def test_a_range_is_what_both_allow_or_openapis(
    one: dict[str, Any],
    other: dict[str, Any],
    joined: tuple[object, object],
    reported: int,
) -> None:
    found, report = join_input({"type": "number", **one}, {"type": "number", **other})
    assert isinstance(found.kind, Number)
    assert (found.kind.minimum, found.kind.maximum) == joined
    assert codes(report) == ["W700"] * reported


@pytest.mark.parametrize(
    ("one", "other", "step", "reported"),
    [
        (0.1, "0.5", "0.5", 1),
        (0.5, "0.1", "0.5", 1),
        (2, "3", "2", 1),
        (2, "2.0", "2", 0),
    ],
)
def test_a_step_is_one_that_both_allow_or_openapis(
    one: float, other: str, step: str, reported: int
) -> None:
    number = {"type": "number", "multipleOf": one}
    joined, report = join_input(number, {"type": "number", "step": other})
    assert isinstance(joined.kind, Number)
    assert joined.kind.step == Decimal(step)
    assert codes(report) == ["W700"] * reported


def test_a_float_is_whole_if_openapi_has_whole_steps() -> None:
    joined, report = join_input({"type": "number", "multipleOf": 1}, {"type": "float"})
    assert joined.kind == Number(integer=True, step=Decimal(1))
    assert codes(report) == ["W700"]


def test_a_number_is_whole_if_either_answer_shows_it() -> None:
    plain, item = {"type": "number", "default": 2}, {"type": "number", "default": "2"}
    whole, _ = join_input(plain, item)
    broken, _ = join_input({"type": "number", "default": 0.5}, {"type": "number"})
    assert isinstance(whole.kind, Number)
    assert isinstance(broken.kind, Number)
    assert (whole.kind.integer, broken.kind.integer) == (True, False)


def test_options_are_those_of_both_and_the_others_are_named() -> None:
    select = {**STRING, "x-input-type": "select", "enum": ["a", "b", "old"]}
    options = [{"value": v, "label": v.upper()} for v in ("b", "a", "new")]
    joined, report = join_input(select, {"type": "select", "options": options})
    assert isinstance(joined.kind, Select)
    assert [(o.value, o.label) for o in joined.kind.options] == [("a", "A"), ("b", "B")]
    (finding,) = report
    assert finding.code.name == "W700"
    assert "'old'" in finding.message
    assert "'new'" in finding.message


def test_options_with_nothing_in_common_are_openapis() -> None:
    select = {**STRING, "x-input-type": "select", "enum": ["A"]}
    options = [{"value": "a", "label": "a"}]
    joined, report = join_input(select, {"type": "select", "options": options})
    assert isinstance(joined.kind, Select)
    assert joined.kind.values == ("A",)
    assert codes(report) == ["W700"]


def test_a_select_without_options_takes_those_of_the_other_answer() -> None:
    bare = {**STRING, "x-input-type": "selectwithcover"}
    full = {**bare, "enum": ["a"]}
    options = [{"value": "a", "label": "a"}]
    for one, other in ((bare, options), (full, []), (full, [{"value": None}])):
        item = {"type": "selectwithcover", "options": other}
        joined, report = join_input(one, item)
        assert isinstance(joined.kind, Select)
        assert joined.kind.values == ("a",)
        assert not report


def test_options_that_are_listed_twice_keep_both_labels() -> None:
    twice = [{"value": "a", "label": "One"}, {"value": "a", "label": "Two"}]
    select = {**STRING, "x-input-type": "select", "enum": ["a"], "x-options": twice}
    joined, report = join_input(select, {"type": "select", "options": twice})
    assert isinstance(joined.kind, Select)
    assert [option.label for option in joined.kind.options] == ["One", "Two"]
    assert not report


def test_kinds_with_different_wire_forms_are_openapis() -> None:
    joined, report = join_input({"type": "boolean"}, {"type": "number"})
    assert joined.kind == Switch()
    (finding,) = report
    assert "boolean" in finding.message
    assert "number" in finding.message
    text, report = join_input(STRING, {"type": "checkbox"})
    assert text.kind == Text()
    assert codes(report) == ["W700"]


def test_a_type_that_one_reader_does_not_know_is_told_by_the_other() -> None:
    joined, report = join_input({"type": "number"}, {"type": "dial"})
    assert isinstance(joined.kind, Number)
    assert not report
    joined, report = join_input({"type": "array"}, {"type": "select"})
    assert joined.kind == Select()
    assert not report


def test_what_either_answer_requires_is_required() -> None:
    card, report = join(
        openapi_of(SLUG, ("x",), x=STRING, y=STRING),
        detail_of(
            SLUG,
            {"id": "x", "type": "text"},
            {"id": "y", "type": "text", "required": True},
        ),
    )
    assert card.inputs is not None
    assert [one.required for one in card.inputs] == [True, True]
    assert codes(report) == ["W700", "W700"]


@pytest.mark.parametrize(
    ("one", "other", "taken"), [(4, "5", "4"), (40, "5", "5"), (40, "50", "40")]
)
def test_of_two_defaults_the_one_that_is_allowed_is_taken(
    one: int, other: str, taken: str
) -> None:
    range_ = {"type": "number", "maximum": 9, "default": one}
    joined, report = join_input(range_, {"type": "number", "default": other})
    assert joined.default == taken
    (finding,) = report
    assert finding.code.name == "W700"
    assert f"'{one}'" in finding.message
    assert f"'{other}'" in finding.message


def test_defaults_that_are_the_same_number_do_not_disagree() -> None:
    joined, report = join_input(
        {"type": "number", "default": 5}, {"type": "number", "default": "5.0"}
    )
    assert joined.default == "5"
    assert not report


def test_words_are_those_of_detail_and_a_difference_is_only_a_note() -> None:
    joined, report = join_input(
        {**STRING, "title": "old", "description": "prompt-help"},
        {"type": "text", "label": "New"},
    )
    assert (joined.label, joined.help) == ("New", "prompt-help")
    (finding,) = report
    assert finding.code.name == "N703"
    assert "'old'" in finding.message
    assert "'New'" in finding.message


def test_inputs_of_one_answer_are_kept_in_their_place_and_reported() -> None:
    card, report = join(
        openapi_of(SLUG, a=STRING, b=STRING),
        detail_of(SLUG, *({"id": name, "type": "text"} for name in "zaxyb")),
    )
    assert card.inputs is not None
    assert [one.wire_name for one in card.inputs] == ["z", "a", "x", "y", "b"]
    assert codes(report) == ["W702"] * 3


def test_extras_of_both_answers_are_kept() -> None:
    joined, report = join_input(
        {**STRING, "example": "dog"}, {"type": "text", "placeholder": "cat"}
    )
    assert {extra.name: extra.text for extra in joined.extras} == {
        "group": "Basic",
        "placeholder": "cat",
        "example": "dog",
    }
    assert not report


_ENDS = st.none() | st.integers(-6, 6).map(Decimal)
_STEPS = st.none() | st.sampled_from(["0.5", "1", "2", "3"]).map(Decimal)
_NUMBERS = st.builds(
    Number, integer=st.booleans(), minimum=_ENDS, maximum=_ENDS, step=_STEPS
)
_CHOICES = st.lists(st.sampled_from("abcd"), unique=True).map(
    lambda values: Select(options=tuple(Option(value=value) for value in values))
)
_VALUES = (*"abcde", *(str(Decimal(n) / 2) for n in range(-14, 15)))


def card_of(kind: Kind) -> Card:
    model = ModelId("acme", "paint")
    inputs = (Input(wire_name="x", kind=kind),)
    return Card(model=model, raw_slug=SLUG, run_path=SLUG, inputs=inputs)


@given(st.tuples(_NUMBERS, _NUMBERS) | st.tuples(_CHOICES, _CHOICES))
def test_what_the_joined_input_allows_openapi_allows_and_detail_if_it_can(
    kinds: tuple[Number | Select, Number | Select],
) -> None:
    openapi, detail = kinds
    card, _ = join_cards(card_of(openapi), card_of(detail))
    assert card.inputs is not None
    joined = card.inputs[0].kind
    if isinstance(joined, Number) and isinstance(openapi, Number):
        # Steps may count from a minimum, and it may be the other answer that has it.
        openapi = replace(openapi, minimum=joined.minimum)
    allowed, by_openapi, by_detail = (
        {value for value in _VALUES if allows(kind, value)}
        for kind in (joined, openapi, detail)
    )
    assert allowed <= by_openapi
    if isinstance(openapi, Select) and by_openapi & by_detail:
        assert allowed <= by_detail

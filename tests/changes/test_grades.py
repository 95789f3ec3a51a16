"""One mutation of a model at a time, and the grade that it gets."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import Any

import pytest

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    Extra,
    File,
    Input,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Select,
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.changes import Audience, Change, Grade, compare_cards, worst
from wirogen.changes.card_rules import MODEL_PRESENCE, MODEL_RULES
from wirogen.changes.input_rules import INPUT_PRESENCE, INPUT_RULES
from wirogen.diagnostics import Span

BREAKING, BEHAVIOUR = Grade.BREAKING, Grade.BEHAVIOUR
COMPATIBLE, WORDS = Grade.COMPATIBLE, Grade.WORDS
PYTHON, FLAGS, BODIES = Audience


def choice(*values: str | None) -> Select:
    return Select(options=tuple(Option(value=value) for value in values))


def several(*values: str, **counts: Decimal | None) -> Multiselect:
    return Multiselect(options=choice(*values).options, **counts)


ROWS = tuple(
    Price(method="cpr", price=Decimal("0.5"), inputs=(("mode", mode),))
    for mode in ("std", "pro")
)
MULTI_SHOT = Condition(wire_name="sound", values=("on",))
CARD = Card(
    model=ModelId("klingai", "kling-v3"),
    raw_slug="klingai/kling-v3",
    run_path="klingai/kling-v3",
    title="Kling V3",
    summary="Makes videos.",
    categories=("video",),
    tags=("fast", "new"),
    prices=Prices(table=ROWS),
    statuses=(Status(name="task_end", completed=False),),
    inputs=(
        Input(wire_name="prompt", kind=Text(), default="a kayak"),
        Input(wire_name="negativePrompt", kind=Text(), default="blurry"),
        Input(wire_name="seed", kind=Text(max_length=Decimal(20)), default="42"),
        Input(
            wire_name="steps",
            kind=Number(integer=True, minimum=Decimal(1), maximum=Decimal(50)),
            default="20",
            required=True,
            help="How many steps",
        ),
        Input(
            wire_name="scale",
            kind=Number(integer=False, step=Decimal("0.5"), wire=NumberWire.TEXT),
            default="5.0",
        ),
        Input(
            wire_name="mode", kind=choice("std", "pro"), default="std", required=True
        ),
        Input(wire_name="duration", kind=choice("5", "10"), default="5"),
        Input(wire_name="sound", kind=choice("on", "off"), default="off"),
        Input(wire_name="template", kind=choice()),
        Input(
            wire_name="genres",
            kind=several("rock", "jazz", "folk", max_items=Decimal(2)),
            default='["rock", "jazz"]',
        ),
        Input(wire_name="watermark", kind=Switch(), default="false"),
        Input(wire_name="image", kind=File(many=True, companion="imageUrl")),
        Input(wire_name="imageUrl", kind=Text()),
        Input(wire_name="mask", kind=File(many=False)),
        Input(wire_name="voiceUrl", kind=Text()),
        Input(wire_name="noMirror", kind=Text()),
        Input(
            wire_name="style", kind=Unknown(), extras=(Extra("pattern", "^[a-z]+$"),)
        ),
        Input(
            wire_name="shotType",
            kind=choice("customize", "intelligence"),
            label="Shot",
            corrections=Corrections(
                rename="shot",
                required_when=(MULTI_SHOT,),
                forbidden_when=(Condition(wire_name="mask"),),
            ),
        ),
    ),
)


def model(**parts: Any) -> Callable[[Card], Card]:
    return lambda card: replace(card, **parts)


def edit(wire_name: str, change: Callable[[Input], Input | None]) -> Any:
    def edited(card: Card) -> Card:
        told = (
            change(given) if given.wire_name == wire_name else given
            for given in card.inputs or ()
        )
        return replace(card, inputs=tuple(given for given in told if given))

    return edited


def told(wire_name: str, /, **parts: Any) -> Any:
    return edit(wire_name, lambda given: replace(given, **parts))


def kind(wire_name: str, /, **parts: Any) -> Any:
    def change(given: Input) -> Input:
        return replace(given, kind=replace(given.kind, **parts))

    return edit(wire_name, change)


def corrected(wire_name: str, /, **parts: Any) -> Any:
    def change(given: Input) -> Input:
        return replace(given, corrections=replace(given.corrections, **parts))

    return edit(wire_name, change)


def add(given: Input) -> Any:
    return lambda card: replace(card, inputs=(*card.inputs, given))


def either(*values: str) -> tuple[Condition, ...]:
    return (Condition(wire_name="sound", values=values),)


def both(*mutations: Callable[[Card], Card]) -> Callable[[Card], Card]:
    return lambda card: reduce(lambda one, mutate: mutate(one), mutations, card)


def select(*options: Option) -> Select:
    return Select(options=options)


SHORT = Text(max_length=Decimal(9))
WHOLE = Number(integer=True, minimum=Decimal(5), maximum=Decimal(10))
REVERSED = tuple(reversed(CARD.inputs or ()))

MUTATIONS: list[tuple[Callable[[Card], Any], Grade, str]] = [
    # The model.
    (lambda _: None, BREAKING, "model-removed"),
    (model(inputs=None), BREAKING, "inputs-untold"),
    (model(run_path="klingai/Kling V3"), BEHAVIOUR, "run-path-changed"),
    (model(prices=None), BEHAVIOUR, "price-changed"),
    (model(prices=Prices(per_second=Decimal("0.1"))), BEHAVIOUR, "price-changed"),
    (model(prices=Prices(table=ROWS[::-1])), WORDS, "prices-reordered"),
    (model(raw_slug="klingai/Kling V3"), WORDS, "slug-changed"),
    (model(title="Kling"), WORDS, "title-changed"),
    (model(summary="Makes films."), WORDS, "summary-changed"),
    (model(cover="https://cdn.test/1.png"), WORDS, "cover-changed"),
    (model(categories=("video", "film")), WORDS, "categories-changed"),
    (model(tags=("new", "fast")), WORDS, "tags-changed"),
    (model(statuses=()), WORDS, "statuses-changed"),
    (model(extras=(Extra("readme", "Hello"),)), WORDS, "extras-changed"),
    (
        model(extras=(Extra("dynamicprice", '[{"price": 5, "note": "x"}]'),)),
        BEHAVIOUR,
        "unread-price-changed",
    ),
    (model(inputs=REVERSED), WORDS, "inputs-reordered"),
    # Inputs come and go.
    (edit("steps", lambda _: None), BREAKING, "input-removed"),
    (told("shotType", wire_name="shot_kind"), BREAKING, "input-renamed"),
    (told("negativePrompt", wire_name="negative_prompt"), BREAKING, "input-renamed"),
    (add(Input(wire_name="ratio", kind=choice("1:1"))), COMPATIBLE, "input-added"),
    (
        add(Input(wire_name="ratio", kind=choice("1:1"), required=True)),
        BREAKING,
        "required-input-added",
    ),
    (
        add(
            Input(
                wire_name="ratio",
                kind=choice("1:1"),
                corrections=Corrections(required_when=(MULTI_SHOT,)),
            )
        ),
        BREAKING,
        "required-input-added",
    ),
    (
        told("steps", wire_name="rounds", help="Many"),
        BREAKING,
        "input-removed required-input-added input-added",
    ),
    (
        told("scale", wire_name="rate", default="6.0"),
        BREAKING,
        "input-removed input-added",
    ),
    # Names.
    (
        corrected("image", rename="picture"),
        BREAKING,
        "python-name-changed flag-changed",
    ),
    (corrected("steps", rename="rounds"), BREAKING, "python-name-changed flag-changed"),
    (corrected("shotType", rename=None), BREAKING, "python-name-changed flag-changed"),
    (
        add(Input(wire_name="NegativePrompt", kind=Switch())),
        BREAKING,
        "python-name-changed flag-changed input-added",
    ),
    (
        add(Input(wire_name="mirror", kind=Switch())),
        BREAKING,
        "flag-changed input-added",
    ),
    (
        add(Input(wire_name="negative_prompt", kind=Text())),
        BREAKING,
        "python-name-changed flag-changed input-added",
    ),
    (corrected("steps", rename="steps"), WORDS, "correction-told"),
    # What must be given, and what is sent unasked.
    (told("duration", required=True), BREAKING, "became-required"),
    (told("prompt", required=False), COMPATIBLE, "no-longer-required"),
    (told("steps", default=None), BREAKING, "default-removed"),
    (told("mode", default="Std"), BREAKING, "default-removed"),
    (told("steps", default="21"), BEHAVIOUR, "default-changed"),
    (told("scale", default=None), BEHAVIOUR, "default-not-sent"),
    (
        told("negativePrompt", required=False),
        BEHAVIOUR,
        "default-not-sent required-told",
    ),
    (corrected("prompt", always_send=True), COMPATIBLE, "default-added"),
    (told("shotType", default="customize"), BEHAVIOUR, "default-sent"),
    (
        told("mode", default="pro", sample="x"),
        BEHAVIOUR,
        "default-changed sample-changed",
    ),
    (told("sound", default="on"), BREAKING, "required-by-default default-changed"),
    (
        told("mask", kind=choice("a", "b"), default="a"),
        BREAKING,
        "forbidden-by-default kind-changed default-sent",
    ),
    (
        both(told("sound", default="on"), told("shotType", default="customize")),
        BEHAVIOUR,
        "default-changed default-sent",
    ),
    (told("scale", default="5"), WORDS, "default-told"),
    (told("prompt", default="a waterfall"), WORDS, "default-told"),
    (told("prompt", sample="a waterfall"), WORDS, "sample-changed"),
    (told("prompt", required=True), WORDS, "required-told"),
    # Kinds and types.
    (told("steps", kind=Text()), BREAKING, "kind-changed default-removed kind-widened"),
    (kind("steps", integer=False), COMPATIBLE, "kind-widened"),
    (told("watermark", kind=choice("true", "false")), BREAKING, "kind-changed"),
    (
        told("mode", kind=several("std", "pro")),
        BREAKING,
        "kind-changed default-changed kind-widened",
    ),
    (
        told("genres", kind=choice("rock", "jazz", "folk")),
        BREAKING,
        "kind-changed default-not-sent",
    ),
    (
        told("genres", kind=several()),
        BREAKING,
        "kind-changed default-changed count-widened",
    ),
    (told("style", kind=Text()), WORDS, "kind-told"),
    (
        told("duration", kind=choice("5", "10", "auto")),
        BREAKING,
        "python-type-changed option-added",
    ),
    (
        told("sound", kind=choice("on", "off", "auto")),
        BREAKING,
        "python-type-changed option-added",
    ),
    (told("seed", default="random"), BREAKING, "python-type-changed default-changed"),
    (told("prompt", default="7"), COMPATIBLE, "python-type-widened default-told"),
    (corrected("voiceUrl", takes_file=False), BREAKING, "python-type-changed"),
    (corrected("voiceUrl", takes_file=True), WORDS, "correction-told"),
    (kind("steps", wire=NumberWire.TEXT), BREAKING, "wire-form-changed"),
    (kind("watermark", wire=("on", "off")), BREAKING, "wire-form-changed"),
    (told("watermark", default="off"), WORDS, "default-told"),
    # Limits.
    (kind("steps", minimum=Decimal(2)), BREAKING, "range-narrowed"),
    (kind("steps", maximum=Decimal(49)), BREAKING, "range-narrowed"),
    (kind("steps", maximum=None), COMPATIBLE, "range-widened"),
    (kind("steps", minimum=Decimal(0)), COMPATIBLE, "range-widened"),
    (kind("scale", step=Decimal("1.5")), BREAKING, "step-narrowed default-not-sent"),
    (
        kind("scale", step=Decimal("0.3")),
        BREAKING,
        "step-narrowed default-not-sent step-widened",
    ),
    (kind("scale", step=Decimal("0.25")), COMPATIBLE, "step-widened"),
    (kind("scale", step=None), COMPATIBLE, "step-widened"),
    (kind("steps", step=Decimal(1)), WORDS, "step-told"),
    (kind("steps", step=Decimal(2)), BREAKING, "step-narrowed"),
    (kind("seed", max_length=Decimal(10)), BREAKING, "length-narrowed"),
    (kind("seed", max_length=Decimal(30)), COMPATIBLE, "length-widened"),
    (kind("seed", min_length=Decimal(0)), WORDS, "length-told"),
    (kind("seed", min_length=Decimal(1)), BREAKING, "length-narrowed"),
    (told("style", kind=SHORT), BREAKING, "length-narrowed kind-told"),
    (kind("genres", max_items=Decimal(1)), BREAKING, "count-narrowed default-not-sent"),
    (kind("genres", min_items=Decimal(1)), BREAKING, "count-narrowed"),
    (kind("genres", max_items=None), COMPATIBLE, "count-widened"),
    (told("genres", default='["folk"]'), BEHAVIOUR, "default-changed"),
    (told("genres", default="rock, jazz"), WORDS, "default-told"),
    # Options.
    (
        told("genres", kind=several("rock", "jazz")),
        BREAKING,
        "option-removed count-widened",
    ),
    (
        told("genres", kind=several("folk", "jazz", "rock", max_items=Decimal(2))),
        WORDS,
        "options-reordered",
    ),
    (told("mode", kind=choice("std")), BREAKING, "option-removed"),
    (told("mode", kind=choice("std", "Pro")), BREAKING, "option-removed option-added"),
    (told("mode", kind=choice()), COMPATIBLE, "options-opened"),
    (told("template", kind=choice("a")), BREAKING, "options-closed"),
    (
        told("duration", kind=choice()),
        BREAKING,
        "python-type-changed options-opened",
    ),
    (told("mode", kind=choice("std", "pro", "max")), COMPATIBLE, "option-added"),
    (told("mode", kind=choice("pro", "std")), WORDS, "options-reordered"),
    (told("mode", kind=choice("std", "pro", "pro")), WORDS, "option-repeated"),
    (told("mode", kind=choice("std", "pro", None)), WORDS, "option-repeated"),
    (
        told(
            "mode", kind=select(Option(value="std", label="Low"), Option(value="pro"))
        ),
        WORDS,
        "option-told",
    ),
    (
        told("duration", kind=select(Option(value="5", label="x"), Option(value="10"))),
        BREAKING,
        "python-type-changed option-told",
    ),
    (told("duration", kind=WHOLE), BREAKING, "kind-changed kind-widened"),
    # Files.
    (kind("image", many=False), BREAKING, "files-to-one"),
    (kind("mask", many=True), COMPATIBLE, "one-to-files"),
    (kind("image", companion=None), BREAKING, "companion-changed argument-added"),
    (kind("mask", companion="maskUrl"), BEHAVIOUR, "companion-added"),
    # Conditions.
    (corrected("mode", required_when=(MULTI_SHOT,)), WORDS, "conditions-told"),
    (corrected("scale", required_when=(MULTI_SHOT,)), BREAKING, "required-when-added"),
    (corrected("mode", forbidden_when=(MULTI_SHOT,)), BREAKING, "forbidden-when-added"),
    (
        corrected("shotType", required_when=either("on", "off")),
        BREAKING,
        "required-when-added",
    ),
    (
        corrected("shotType", required_when=either("off")),
        BREAKING,
        "required-when-added required-when-removed",
    ),
    (
        corrected("shotType", forbidden_when=either("off")),
        BREAKING,
        "forbidden-when-added forbidden-when-removed",
    ),
    (corrected("shotType", required_when=()), COMPATIBLE, "required-when-removed"),
    (corrected("shotType", forbidden_when=()), COMPATIBLE, "forbidden-when-removed"),
    (
        corrected("shotType", required_when=either("on", "on")),
        WORDS,
        "conditions-told",
    ),
    # Words.
    (told("steps", label="Rounds"), WORDS, "label-changed"),
    (told("steps", help="The more the better"), WORDS, "help-changed"),
    (told("steps", type="range"), WORDS, "type-changed"),
    (told("steps", extras=(Extra("note", "x"),)), WORDS, "extras-changed"),
    (
        told("steps", extras=(Extra("exclusiveMinimum", "true"),)),
        BREAKING,
        "constraint-changed",
    ),
    (
        told("duration", extras=(Extra("enum", "[3, 5]"),)),
        BREAKING,
        "constraint-changed",
    ),
    (told("style", extras=()), COMPATIBLE, "constraint-removed"),
    (told("imageUrl", required=True), BREAKING, "became-required required-told"),
]


@pytest.mark.parametrize(
    ("mutate", "grade", "rules"),
    MUTATIONS,
    ids=[f"{number}-{rules}" for number, (_, _, rules) in enumerate(MUTATIONS)],
)
def test_a_mutation_gets_its_grade(
    mutate: Callable[[Card], Card | None], grade: Grade, rules: str
) -> None:
    """The first of the rules has the grade, and no others find anything."""
    changes = compare_cards(CARD, mutate(CARD))
    assert worst(changes) is grade
    first, *_ = rules.split()
    assert first in {change.rule for change in changes if change.grade is grade}
    assert {change.rule for change in changes} == {*rules.split()}


def test_every_rule_has_a_mutation() -> None:
    tables = (MODEL_PRESENCE, MODEL_RULES, INPUT_PRESENCE, INPUT_RULES)
    rules = {rule.name for table in tables for rule in table}
    gained = {"model-added", "inputs-told", "argument-added"}
    assert rules - gained == {told.split()[0] for _, _, told in MUTATIONS}
    assert [change.rule for change in compare_cards(None, CARD)] == ["model-added"]
    untold = replace(CARD, inputs=None)
    assert [change.rule for change in compare_cards(untold, CARD)] == ["inputs-told"]
    split = kind("image", companion=None)(CARD)
    assert "argument-added" in {change.rule for change in compare_cards(CARD, split)}


def changed(mutate: Callable[[Card], Card | None], rule: str) -> Change:
    return next(c for c in compare_cards(CARD, mutate(CARD)) if c.rule == rule)


def test_a_change_tells_what_was_before_and_what_is_after() -> None:
    fewer = changed(kind("steps", maximum=Decimal(40)), "range-narrowed")
    assert (fewer.wire_name, fewer.before, fewer.after) == (
        "steps",
        "1 to 50",
        "1 to 40",
    )
    gone = changed(told("mode", kind=choice("max")), "option-removed")
    assert (gone.before, gone.after, gone.about) == (None, None, "'std', 'pro'")
    price = Prices(
        table=(
            Price(method="cpr", price=Decimal("0.5"), inputs=(("mode", "pro"),)),
            Price(method="cp-pixel", price=Decimal(1), price_extra=Decimal(2)),
        ),
        approximate=Decimal("0.7"),
    )
    dearer = changed(model(prices=price), "price-changed")
    assert dearer.before == "0.5 cpr for mode 'std'; 0.5 cpr for mode 'pro'"
    assert dearer.after == "0.5 cpr for mode 'pro'; 1 cp-pixel, extra 2; about 0.7"
    more = changed(
        corrected("scale", required_when=either("on", "off")), "required-when-added"
    )
    assert (more.before, more.after) == (None, "sound is 'on' or 'off'")
    other = changed(told("steps", kind=choice("10", "20")), "kind-changed")
    assert (other.before, other.after) == (
        "whole number, 1 to 50",
        "option of '10', '20'",
    )


def test_a_renamed_input_is_compared_with_what_it_was() -> None:
    def mutate(given: Input) -> Input:
        return replace(given, wire_name="shot_kind", required=True)

    changes = compare_cards(CARD, edit("shotType", mutate)(CARD))
    assert [(c.rule, c.wire_name, c.before, c.after) for c in changes] == [
        ("input-renamed", "shotType", "shotType", "shot_kind"),
        ("became-required", "shotType", None, None),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Input(wire_name="note", kind=Text(), type="text"), {}),
        (Input(wire_name="it", kind=Text(), label="It", help="Of it."), {}),
        (
            Input(wire_name="rate", kind=Number(integer=False), label="S", help="H"),
            {"kind": Text()},
        ),
    ],
)
def test_an_input_of_another_name_and_else_as_before_is_renamed(
    old: Input, new: dict[str, Any]
) -> None:
    renamed = replace(old, wire_name="memo", **new)
    changes = compare_cards(add(old)(CARD), add(renamed)(CARD))
    assert "input-renamed" in {change.rule for change in changes}
    assert {change.wire_name for change in changes} == {old.wire_name}
    twin = add(replace(renamed, wire_name="memo2"))(add(renamed)(CARD))
    rules = [change.rule for change in compare_cards(add(old)(CARD), twin)]
    assert rules == ["input-removed", "input-added", "input-added"]


def test_what_follows_from_one_change_is_no_other() -> None:
    above = told(
        "steps",
        kind=Number(integer=True, minimum=Decimal(2), maximum=Decimal(50)),
        extras=(Extra("exclusiveMinimum", "1"),),
    )
    rules = [change.rule for change in compare_cards(CARD, above(CARD))]
    assert rules == ["range-narrowed", "extras-changed"]
    other = model(raw_slug="klingai/Kling-V3", title="Kling-V3")
    named = replace(CARD, title=CARD.raw_slug.partition("/")[2])
    assert [c.rule for c in compare_cards(named, other(named))] == ["slug-changed"]
    whole = kind("steps", integer=True, step=Decimal(1))(CARD)
    parts = kind("steps", integer=False, step=None)(CARD)
    assert [c.rule for c in compare_cards(whole, parts)] == ["kind-widened"]
    rules = [c.rule for c in compare_cards(parts, whole)]
    assert rules == ["kind-changed"]


def test_a_rename_names_the_wire_name_the_argument_and_the_flag() -> None:
    changes = compare_cards(CARD, told("steps", wire_name="rounds")(CARD))
    assert [(c.rule, {*c.audiences}, c.before, c.after) for c in changes] == [
        ("input-renamed", {BODIES}, "steps", "rounds"),
        ("python-name-changed", {PYTHON}, "steps", "rounds"),
        ("flag-changed", {FLAGS}, "--steps", "--rounds"),
    ]


def test_an_input_spelled_otherwise_is_the_same_whatever_else_is_said_of_it() -> None:
    other = told("negativePrompt", wire_name="negative_prompt", help="What to avoid")
    rules = {change.rule for change in compare_cards(CARD, other(CARD))}
    assert rules == {"input-renamed", "help-changed"}


NOBODY: dict[Audience, Grade | None] = {PYTHON: None, FLAGS: None, BODIES: None}


@pytest.mark.parametrize(
    ("mutate", "grades"),
    [
        (told("negativePrompt", wire_name="negative_prompt"), {BODIES: BREAKING}),
        (told("watermark", required=True), {BODIES: BREAKING}),
        (
            add(Input(wire_name="hd", kind=Switch(), default="false", required=True)),
            {PYTHON: COMPATIBLE, FLAGS: COMPATIBLE, BODIES: BREAKING},
        ),
        (kind("steps", wire=NumberWire.TEXT), {BODIES: BREAKING}),
        (told("watermark", kind=choice("true", "false")), {BODIES: BREAKING}),
        (corrected("steps", rename="rounds"), {PYTHON: BREAKING, FLAGS: BREAKING}),
        (told("steps", default="21"), {PYTHON: BEHAVIOUR, FLAGS: BEHAVIOUR}),
        (told("steps", default=None), {PYTHON: BREAKING, FLAGS: BREAKING}),
        (
            told("duration", kind=choice("5", "10", "auto")),
            {PYTHON: BREAKING, FLAGS: COMPATIBLE, BODIES: COMPATIBLE},
        ),
        (
            told("sound", kind=choice("on", "off", "auto")),
            {PYTHON: BREAKING, FLAGS: BREAKING, BODIES: COMPATIBLE},
        ),
        (
            told("duration", kind=Text(), default=None),
            {PYTHON: BREAKING, FLAGS: BEHAVIOUR, BODIES: COMPATIBLE},
        ),
        (
            told("scale", kind=Text(), default=None),
            {PYTHON: BREAKING, FLAGS: BEHAVIOUR, BODIES: COMPATIBLE},
        ),
        (corrected("scale", required_when=either("on")), {BODIES: BREAKING}),
        (edit("imageUrl", lambda _: None), {BODIES: BREAKING}),
        (kind("steps", maximum=Decimal(49)), dict.fromkeys(Audience, BREAKING)),
        (
            told("duration", kind=WHOLE),
            {PYTHON: COMPATIBLE, FLAGS: COMPATIBLE, BODIES: BREAKING},
        ),
        (
            told("duration", kind=replace(WHOLE, maximum=Decimal(9))),
            dict.fromkeys(Audience, BREAKING),
        ),
        (
            told("duration", kind=Text(min_length=Decimal(0)), default=None),
            {PYTHON: BREAKING, FLAGS: BEHAVIOUR, BODIES: COMPATIBLE},
        ),
        (told("sound", kind=SHORT), dict.fromkeys(Audience, BREAKING)),
        (
            told("steps", kind=Text(), required=None),
            {PYTHON: COMPATIBLE, FLAGS: COMPATIBLE, BODIES: BREAKING},
        ),
        (
            told("steps", kind=SHORT, required=None),
            dict.fromkeys(Audience, BREAKING),
        ),
        (told("duration", kind=Text()), dict.fromkeys(Audience, COMPATIBLE)),
        (told("duration", kind=SHORT), dict.fromkeys(Audience, BREAKING)),
        (
            told("duration", kind=Text(min_length=Decimal(1))),
            dict.fromkeys(Audience, BREAKING),
        ),
        (
            told("genres", kind=several("1", "2"), default=None),
            dict.fromkeys(Audience, BREAKING),
        ),
        (
            add(Input(wire_name="hd", kind=Switch(), required=True)),
            dict.fromkeys(Audience, BREAKING),
        ),
    ],
)
def test_each_audience_has_a_grade_of_its_own(
    mutate: Callable[[Card], Card], grades: dict[Audience, Grade]
) -> None:
    changes = compare_cards(CARD, mutate(CARD))
    found = {audience: worst(changes, audience) for audience in Audience}
    assert found == NOBODY | grades


@pytest.mark.parametrize(
    ("mutate", "grades"),
    [
        (told("watermark", required=True), {BODIES: COMPATIBLE}),
        (told("shotType", required=True), dict.fromkeys(Audience, COMPATIBLE)),
        (
            told("duration", kind=choice("5", "10", "auto")),
            {PYTHON: BREAKING, FLAGS: BREAKING, BODIES: BREAKING},
        ),
    ],
)
def test_what_is_taken_back_has_a_grade_for_each_audience_too(
    mutate: Callable[[Card], Card], grades: dict[Audience, Grade]
) -> None:
    changes = compare_cards(mutate(CARD), CARD)
    found = {audience: worst(changes, audience) for audience in Audience}
    assert found == NOBODY | grades


@pytest.mark.parametrize(
    ("mutate", "rule", "shown"),
    [
        (
            told("mode", default="Std"),
            "default-removed",
            ("std", "Std", None, "which is not one of the options"),
        ),
        (
            told("mode", kind=choice("pro", "max")),
            "default-removed",
            (None, None, "std", "which is not one of the options"),
        ),
        (
            kind("steps", maximum=Decimal(9)),
            "default-removed",
            (None, None, "20", "which its range or step does not allow"),
        ),
        (told("mode", default=None), "default-removed", ("std", None, None, "")),
        (
            told("negativePrompt", required=False),
            "default-not-sent",
            (None, None, "blurry", "it is only a sample now"),
        ),
        (
            corrected("steps", rename="rounds"),
            "flag-changed",
            ("--steps", "--rounds", None, "by a correction"),
        ),
        (
            told("seed", default="random"),
            "python-type-changed",
            (
                "str | int",
                "str",
                None,
                "the value that it shows is no whole number now",
            ),
        ),
        (
            told("duration", kind=choice("5", "auto")),
            "python-type-changed",
            ("Literal[5, 10]", "Literal['5', 'auto']", None, ""),
        ),
        (told("steps", sample="foo"), "sample-changed", (None, "foo", None, "")),
        (model(tags=()), "tags-changed", ("'fast', 'new'", None, None, "")),
        (
            told("prompt", default="a waterfall"),
            "default-told",
            ("a kayak", "a waterfall", None, ""),
        ),
        (
            kind("watermark", wire=("on", "off")),
            "wire-form-changed",
            ("boolean", "'on', 'off'", None, ""),
        ),
        (
            told("sound", default="on"),
            "required-by-default",
            (None, None, "sound is 'on'", ""),
        ),
        (
            add(
                Input(
                    wire_name="ratio",
                    kind=choice("1:1"),
                    corrections=Corrections(required_when=(MULTI_SHOT,)),
                )
            ),
            "required-input-added",
            (None, None, "sound is 'on'", ""),
        ),
        (
            told("mask", kind=File(many=False, companion="voiceUrl")),
            "python-name-changed",
            ("voice_url", "mask", None, "it takes the URLs of a file input now"),
        ),
        (
            told("mask", kind=File(many=False, companion="voiceUrl")),
            "flag-changed",
            ("--voice-url", "--mask", None, "it takes the URLs of a file input now"),
        ),
        (
            told("steps", wire_name="rounds"),
            "python-name-changed",
            ("steps", "rounds", None, ""),
        ),
        (
            told("genres", default='["pop"]'),
            "default-not-sent",
            (
                '["rock", "jazz"]',
                '["pop"]',
                None,
                "which are not so many of the options",
            ),
        ),
        (
            told("watermark", default="perhaps"),
            "default-not-sent",
            ("false", "perhaps", None, "which is not a value of its kind"),
        ),
        (
            told("genres", kind=several("1", "2"), default=None),
            "python-type-changed",
            (
                "Sequence[Literal['rock', 'jazz', 'folk']]",
                "Sequence[Literal[1, 2]]",
                None,
                "",
            ),
        ),
        (
            told("watermark", required=True),
            "became-required",
            (None, None, None, "its default is sent unasked"),
        ),
        (told("shotType", required=True), "became-required", (None, None, None, "")),
        (
            told("shotType", default="customize"),
            "default-sent",
            (None, "customize", None, ""),
        ),
        (
            corrected("steps", rename="steps"),
            "correction-told",
            (None, "rename: steps", None, ""),
        ),
    ],
)
def test_a_change_shows_both_sides_and_its_cause(
    mutate: Callable[[Card], Card],
    rule: str,
    shown: tuple[str | None, str | None, str | None, str],
) -> None:
    change = changed(mutate, rule)
    assert (change.before, change.after, change.about, change.reason) == shown


@pytest.mark.parametrize(
    ("mutate", "rule", "reason"),
    [
        (told("mode", default="Std"), "default-added", "was not allowed before"),
        (kind("scale", step=Decimal("1.5")), "default-sent", "was not allowed before"),
        (told("scale", default=None), "default-sent", ""),
        (told("steps", default=None), "default-added", ""),
        (told("prompt", required=False), "became-required", "for the main text"),
        (told("shotType", required=True), "no-longer-required", ""),
    ],
)
def test_what_is_taken_back_tells_its_cause_too(
    mutate: Callable[[Card], Card], rule: str, reason: str
) -> None:
    changes = compare_cards(mutate(CARD), CARD)
    (given,) = (change.reason for change in changes if change.rule == rule)
    assert reason in given
    assert bool(given) is bool(reason)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Input(wire_name="prompt", kind=Text()), "it is taken for the main text"),
        (Input(wire_name="prompt", kind=Text(), required=True), ""),
        (Input(wire_name="photo", kind=File(many=False), required=True), ""),
    ],
)
def test_an_input_that_is_required_unasked_says_why(given: Input, reason: str) -> None:
    old = replace(CARD, inputs=())
    (change,) = compare_cards(old, add(given)(old))
    assert change.rule == "required-input-added"
    assert (change.about, change.reason) == (None, reason)


def test_a_file_that_its_url_makes_required_is_no_main_text() -> None:
    old = replace(CARD, inputs=())
    url = Input(wire_name="url", kind=Text(), required=True)
    file = Input(wire_name="photo", kind=File(many=False, companion="url"))
    changes = compare_cards(old, both(add(file), add(url))(old))
    assert {change.reason for change in changes} == {""}


def with_note(name: str) -> Any:
    return told("steps", extras=(Extra(name, "x"),))


ASKED_UNASKED = told("sound", default="on")
ANY_SOUND = corrected("shotType", required_when=(Condition(wire_name="sound"),))


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        (with_note("note"), both(), {"extras-changed"}),
        (with_note("pattern"), both(), {"constraint-removed"}),
        (model(inputs=None), model(inputs=None, title="K"), {"title-changed"}),
        (
            both(ASKED_UNASKED, told("shotType", required=True)),
            ASKED_UNASKED,
            {"no-longer-required"},
        ),
        (
            told("mask", kind=choice("a", "b"), default="a"),
            told("mask", kind=choice("a", "b"), default="b"),
            {"default-changed"},
        ),
        (
            told("genres", kind=several(), default="ab"),
            told("genres", kind=several(), default="ba"),
            {"default-changed"},
        ),
        (
            told("genres", kind=several(), default="ab"),
            told("genres", kind=several(), default="ab", label="Genres"),
            {"label-changed"},
        ),
        (
            ANY_SOUND,
            corrected("shotType", required_when=either("")),
            {"required-when-added", "required-when-removed"},
        ),
        (
            kind("seed", max_length=Decimal(100_000)),
            kind("seed", max_length=Decimal(100_001)),
            {"length-widened"},
        ),
        (
            add(Input(wire_name="negative_prompt", kind=Text())),
            both(),
            {"input-removed", "python-name-changed", "flag-changed"},
        ),
        (
            both(),
            both(kind("image", companion=None), told("imageUrl", required=True)),
            {"companion-changed", "became-required"},
        ),
    ],
)
def test_two_states_differ_in_this_alone(
    before: Callable[[Card], Card], after: Callable[[Card], Card], rules: set[str]
) -> None:
    changes = compare_cards(before(CARD), after(CARD))
    assert {change.rule for change in changes} == rules


def test_a_text_that_may_be_a_number_is_one_in_python() -> None:
    tokens = Input(wire_name="newTokens", kind=Text(), type="string")
    before, after = (
        replace(CARD, inputs=(replace(tokens, kind=kind),))
        for kind in (Text(), Unknown())
    )
    shown = {(c.rule, c.before, c.after) for c in compare_cards(before, after)}
    assert ("python-type-changed", "str | float", "str") in shown


def test_a_default_that_stays_refused_says_why() -> None:
    was, is_now = (told("mode", default=text)(CARD) for text in ("Std", "STD"))
    (change,) = compare_cards(was, is_now)
    assert (change.rule, change.reason) == (
        "default-told",
        "which is not one of the options",
    )


@pytest.mark.parametrize(
    "mutate",
    [
        told("scale", required=True, default=None),
        told("scale", required=True),
        told("shotType", required=True, default="customize"),
    ],
)
def test_where_a_default_is_or_was_sent_to_be_required_concerns_bodies_alone(
    mutate: Callable[[Card], Card],
) -> None:
    there = compare_cards(CARD, mutate(CARD))
    back = compare_cards(mutate(CARD), CARD)
    for changes, rule in ((there, "became-required"), (back, "no-longer-required")):
        (audiences,) = (c.audiences for c in changes if c.rule == rule)
        assert audiences == {BODIES}


def test_what_is_no_longer_told_is_named() -> None:
    untold = changed(model(inputs=None), "inputs-untold")
    assert untold.about is not None
    assert untold.about.startswith("'prompt', 'negativePrompt', ")
    back = compare_cards(corrected("steps", rename="steps")(CARD), CARD)
    assert [(c.before, c.after) for c in back] == [("rename: steps", None)]


def test_a_name_that_another_input_takes_or_leaves_says_so() -> None:
    more = add(Input(wire_name="negative_prompt", kind=Switch()))
    given = changed(more, "python-name-changed")
    assert given.reason == "so that no two inputs have the same name"
    back = compare_cards(more(CARD), CARD)
    reasons = {c.reason for c in back if c.rule == "python-name-changed"}
    assert reasons == {"which no other input has now"}


def test_ranges_written_into_the_lengths_of_a_text_leave_nothing_out() -> None:
    seed = kind("seed", max_length=Decimal(99_999_999))(CARD)
    other = kind("seed", max_length=Decimal(4_294_967_294))(CARD)
    assert [c.rule for c in compare_cards(seed, other)] == ["length-told"]


def test_inputs_that_look_alike_are_not_taken_for_renamed() -> None:
    twins = [Input(wire_name=name, kind=Switch(), label="On") for name in ("a", "b")]
    others = [Input(wire_name=name, kind=Switch(), label="On") for name in ("c", "d")]
    old, new = (replace(CARD, inputs=tuple(told)) for told in (twins, others))
    rules = [change.rule for change in compare_cards(old, new)]
    assert rules == ["input-removed", "input-removed", "input-added", "input-added"]


def test_what_is_spelled_alike_is_the_same_before_what_is_said_alike() -> None:
    def switches(**labels: str) -> Card:
        told = (Input(wire_name=n, kind=Switch(), label=labels[n]) for n in labels)
        return replace(CARD, inputs=tuple(told))

    old = switches(a_b="On", y="Off")
    changes = compare_cards(old, switches(aB="Off", x="On"))
    assert {(c.rule, c.wire_name, c.after) for c in changes} == {
        ("input-renamed", "a_b", "aB"),
        ("label-changed", "a_b", "Off"),
        ("input-removed", "y", None),
        ("input-added", "x", None),
    }


def test_a_new_main_text_relieves_the_old_one() -> None:
    old = replace(CARD, inputs=(Input(wire_name="text", kind=Text()),))
    new = add(Input(wire_name="prompt", kind=Text()))(old)
    assert {(c.wire_name, c.rule) for c in compare_cards(old, new)} == {
        ("prompt", "required-input-added"),
        ("text", "no-longer-required"),
    }


@pytest.mark.parametrize(
    "written",
    [either("on"), (*either("off"), *either("ON")), (*either("on"), *either("off"))],
)
def test_the_same_conditions_can_be_written_in_many_ways(
    written: tuple[Condition, ...],
) -> None:
    one = corrected("shotType", required_when=either("on", "off"))(CARD)
    other = corrected("shotType", required_when=written)(CARD)
    rules = {change.rule for change in compare_cards(one, other)}
    is_less = len(written) == 1
    assert rules == {"required-when-removed" if is_less else "conditions-told"}


def test_what_was_always_required_and_is_under_a_condition_is_so_less_often() -> None:
    always = told("scale", required=True, default=None)(CARD)
    sometimes = corrected("scale", required_when=(MULTI_SHOT,))
    sometimes = sometimes(told("scale", required=False, default=None)(CARD))
    assert worst(compare_cards(always, sometimes)) is COMPATIBLE
    assert worst(compare_cards(sometimes, always)) is BREAKING


def test_a_condition_within_another_asks_for_nothing_new() -> None:
    given = corrected("shotType", required_when=(Condition(wire_name="sound"),))(CARD)
    rules = {change.rule for change in compare_cards(given, CARD)}
    assert rules == {"required-when-removed"}


def test_a_change_knows_the_place_of_what_is_there_now() -> None:
    old_span, new_span = Span("old.yaml", "/inputs/steps"), Span("new.yaml", "/a")
    old = told("steps", span=old_span)(CARD)
    new = told("steps", span=new_span, label="Rounds")(CARD)
    assert [change.span.file for change in compare_cards(old, new)] == ["new.yaml"]
    removed = edit("steps", lambda _: None)(replace(new, span=Span("new.yaml")))
    assert [change.span.file for change in compare_cards(old, removed)] == ["new.yaml"]


def test_sentences_hold_no_outside_text() -> None:
    tables = (MODEL_PRESENCE, MODEL_RULES, INPUT_PRESENCE, INPUT_RULES)
    sentences = {rule.message for table in tables for rule in table}
    for mutate, _, _ in MUTATIONS:
        changes = compare_cards(CARD, mutate(CARD))
        assert {change.message for change in changes} <= sentences
        assert all(change.reason.isascii() for change in changes)


def test_an_option_that_is_listed_otherwise_is_told_by_how_often() -> None:
    was, is_now = choice("16:9", "16:9", "1:1", None), choice("16:9", "1:1")
    old, new = told("mode", kind=was)(CARD), told("mode", kind=is_now)(CARD)
    assert {(each.before, each.after) for each in compare_cards(old, new)} == {
        ("'16:9' 2 times", "'16:9' once"),
        ("no value once", "no value not at all"),
    }

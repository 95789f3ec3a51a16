"""A Card as YAML and as JSON: everything is in it, and it reads back."""

import json
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given

from card_strategies import NASTY_TEXTS, cards
from effort import examples
from wirogen.card import (
    Card,
    Condition,
    Corrections,
    Extra,
    File,
    Input,
    ModelId,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Select,
    Status,
    Switch,
    Text,
)
from wirogen.own_format.tree import card_json
from wirogen.own_format.writer import card_yaml
from wirogen.readers import read_text, yaml_document

PAINT = ModelId("acme", "paint")
BARE = Card(model=PAINT, raw_slug="acme/paint", run_path="acme/paint")

FULL = Card(
    model=ModelId("acme", "paint-2-0"),
    raw_slug="Acme/Paint 2.0",
    run_path="acme/paint-2-0",
    title="Paint",
    summary="Paints what you say, and " + "goes on for a while " * 5 + "at it.",
    cover="https://example.com/paint.png",
    categories=("tool", "16:9", "on"),
    prices=Prices(
        table=(
            Price(
                inputs=(("ratio", "16:9"),),
                method="cpr",
                price=Decimal("0.04"),
                price_extra=Decimal("0.0000001"),
            ),
            Price(method="cpo", price=Decimal("1E+2")),
        ),
        per_second=Decimal("0.000585000000"),
    ),
    inputs=(
        Input(
            wire_name="prompt",
            kind=Text(max_length=Decimal(500)),
            type="textarea",
            label="Prompt",
            help="Lines:\n- one\n- two\n",
            required=True,
            default="a house # red",
            corrections=Corrections(always_send=True, takes_file=False),
        ),
        Input(
            wire_name="scale",
            kind=Number(
                integer=False,
                minimum=Decimal(0),
                step=Decimal("0.1"),
                wire=NumberWire.TEXT,
            ),
            default="5.0",
            sample="six",
        ),
        Input(wire_name="steps", kind=Number(integer=True), default="20"),
        Input(
            wire_name="style",
            kind=Select(
                options=(
                    Option(value="900", label="sinatra/RDXL-SFW"),
                    Option(value="1_000", label="on"),
                    Option(value="plain"),
                    Option(value="", label="automatic"),
                    Option(value=None, label="nothing"),
                    Option(value="x", extras=(Extra("cover", "x.png"),)),
                    Option(value="y", label="Y", description="A long one. " * 12),
                )
            ),
            default="79",
            required=False,
            corrections=Corrections(
                rename="style_of",
                required_when=(Condition(wire_name="flag", values=("true", "yes")),),
                forbidden_when=(Condition(wire_name="steps"),),
            ),
        ),
        Input(wire_name="flag", kind=Switch(), default="true"),
        Input(wire_name="inputImage", kind=File(many=True, companion="inputImageUrl")),
    ),
    statuses=(Status(name="task_cancel", completed=True, description="Cancelled"),),
    extras=(Extra("note", "twice"), Extra("note", "said")),
)

FULL_YAML = """\
# yaml-language-server: $schema=../../docs/schema/card.schema.json
wirogen: 1
model: acme/paint-2-0
slug: Acme/Paint 2.0
run_path: acme/paint-2-0
title: Paint
summary: >-
  Paints what you say, and goes on for a while goes on for a while goes on for a while
  goes on for a while goes on for a while at it.
cover: https://example.com/paint.png
categories: [tool, "16:9", "on"]
prices:
  per_second: 0.000585000000
  table:
    - {method: cpr, price: 0.04, price_extra: 0.0000001, inputs: {ratio: "16:9"}}
    - {method: cpo, price: 100}
inputs:
  prompt:
    kind: text
    type: textarea
    required: true
    label: Prompt
    help: |
      Lines:
      - one
      - two
    default: "a house # red"
    max_length: 500
    corrections:
      always_send: true
      takes_file: false
  scale:
    kind: number
    default: 5.0
    sample: six
    minimum: 0
    step: 0.1
    wire: text
  steps:
    kind: number
    default: 20
    integer: true
  style:
    kind: select
    required: false
    default: "79"
    options:
      - {value: "900", label: sinatra/RDXL-SFW}
      - {value: "1_000", label: "on"}
      - plain
      - {value: "", label: automatic}
      - {label: nothing}
      - {value: x, extras: {cover: x.png}}
      - value: "y"
        label: Y
        description: "A long one. A long one. … "
    corrections:
      rename: style_of
      required_when:
        - {input: flag, values: ["true", "yes"]}
      forbidden_when:
        - {input: steps}
  flag:
    kind: switch
    default: true
  inputImage:
    kind: file
    many: true
    companion: inputImageUrl
statuses:
  - {name: task_cancel, completed: true, description: Cancelled}
extras:
  - {name: note, text: twice}
  - {name: note, text: said}
""".replace("A long one. A long one. … ", "A long one. " * 12).replace(
    "label: Y\n", 'label: "Y"\n'
)


def test_everything_that_a_card_holds_in_a_fixed_order() -> None:
    schema = "../../docs/schema/card.schema.json"
    assert card_yaml(FULL, schema) == FULL_YAML
    assert read_text(FULL_YAML, "x").cards == (FULL,)


def test_what_is_default_is_not_written() -> None:
    assert card_yaml(BARE) == "wirogen: 1\nmodel: acme/paint\ninputs: {}\n"


def test_inputs_that_are_not_told_differ_from_none() -> None:
    untold = Card(
        model=PAINT, raw_slug="acme/paint", run_path="acme/paint", inputs=None
    )
    assert card_yaml(untold) == "wirogen: 1\nmodel: acme/paint\n"
    reading = read_text(card_yaml(untold), "x")
    assert reading.cards == (untold,)
    assert [finding.code.name for finding in reading.report] == ["W115"]


def test_inspect_prints_json_with_numbers_as_they_are() -> None:
    text = card_json(FULL)
    tree = json.loads(text, parse_float=str)
    assert list(tree)[:3] == ["wirogen", "model", "slug"]
    assert tree["inputs"]["scale"]["default"] == "5.0"
    assert tree["inputs"]["flag"] == {"kind": "switch", "default": True}
    assert tree["prices"]["per_second"] == "0.000585000000"
    assert read_text(text, "x").cards == (FULL,)


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's parser in C, and the one in Python where that is not to be had."""
    monkeypatch.setattr(yaml_document, "LOADER", getattr(yaml, request.param))


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("text", NASTY_TEXTS)
def test_any_text_survives_wherever_it_stands(text: str) -> None:
    card = Card(
        model=PAINT,
        raw_slug=text,
        run_path="acme/paint",
        title=text,
        tags=(text, text),
        inputs=(
            Input(
                wire_name=text,
                kind=Select(
                    options=(
                        Option(value=text),
                        Option(value=text, label=text),
                        Option(value="a", extras=(Extra(text, text),)),
                    )
                ),
                help=text,
                default=text,
            ),
            Input(wire_name=f"{text}2", kind=Number(integer=True), default=text),
        ),
        extras=(Extra(text, text),),
    )
    assert read_text(card_yaml(card), "x").cards == (card,)
    assert read_text(card_json(card), "x").cards == (card,)


@examples(60)
@given(cards())
@example(FULL)
def test_any_card_reads_back_from_yaml_and_json(card: Card) -> None:
    for text in (card_yaml(card), card_json(card)):
        reading = read_text(text, "x")
        assert reading.report.errors == ()
        assert reading.cards == (card,)


@examples(40)
@given(cards())
def test_other_yaml_readers_find_the_same_texts(card: Card) -> None:
    tree = yaml.load(card_yaml(card), Loader=yaml.CSafeLoader)
    assert tree.get("title", "") == card.title
    assert tuple(tree.get("tags", ())) == card.tags
    assert list(tree.get("inputs", ())) == [
        given.wire_name for given in card.inputs or ()
    ]
    for known in card.inputs or ():
        assert tree["inputs"][known.wire_name].get("label", "") == known.label


@examples(40)
@given(cards())
def test_the_text_is_deterministic_and_no_line_ends_in_a_blank(card: Card) -> None:
    text = card_yaml(card)
    assert text == card_yaml(read_text(text, "x").cards[0])
    assert all(line == line.rstrip(" ") for line in text.split("\n"))
    assert text.endswith("\n")


def test_two_inputs_of_one_name_cannot_be_written() -> None:
    twice = Input(wire_name="a", kind=Switch())
    card = Card(
        model=PAINT, raw_slug="acme/paint", run_path="acme/paint", inputs=(twice, twice)
    )
    with pytest.raises(ValueError, match="two inputs are named 'a'"):
        card_yaml(card)

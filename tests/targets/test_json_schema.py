"""JSON Schemas: the verdicts of `from_wire`, words for editors, and safe files."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from built import request_class
from card_strategies import cards
from effort import examples
from rendered import render
from targets.schema_bodies import bodies
from wirogen.card import (
    Card,
    Condition,
    Corrections,
    File,
    Input,
    ModelId,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
)
from wirogen.config import chosen_config
from wirogen.contract import resolve
from wirogen.diagnostics import Refused
from wirogen.pipeline.specifications import read_specifications
from wirogen.targets.json_schema import plan_schema

ROOT = Path(__file__).parents[2]
SPECS = read_specifications(chosen_config(ROOT)).cards
EVERY_KIND = read_specifications(
    chosen_config(ROOT, (ROOT / "tests/cases/every-kind/spec.yaml",))
).cards


def rendered(*several: Card, **words: Any) -> dict[str, str]:
    return render(
        "json-schema", [*map(resolve, several)], package="wiro_models", **words
    )


def schema_of(card: Card) -> Any:
    return json.loads(rendered(card)[plan_schema(resolve(card)).path])


def card_of(*inputs: Input) -> Card:
    model = ModelId("acme", "paint")
    return Card(
        model=model, raw_slug="acme/paint", run_path="acme/paint", inputs=inputs
    )


def judge(card: Card, count: int, seed: str) -> int:
    """How many of some random bodies are taken; both judges must agree on each."""
    validator = Draft202012Validator(schema_of(card))
    request = request_class(card)
    taken = 0
    for body in bodies(card, count, seed):
        by_request = takes(request, body)
        by_schema = validator.is_valid(json.loads(json.dumps(body)))
        if by_request != by_schema:
            assert is_beyond_a_pattern(card, body), (by_request, body)
        taken += by_request
    return taken


def takes(request: Any, body: dict[str, Any]) -> bool:
    try:
        request.from_wire(body)
    except ValueError:
        return False
    return True


def is_beyond_a_pattern(card: Card, body: dict[str, Any]) -> bool:
    """Whether a body holds what docs/outputs.md says that no schema can judge."""
    return any(
        known is not None and _is_beyond(known.kind, value)
        for name, value in body.items()
        for known in (card.input(name),)
    )


def _is_beyond(kind: object, value: object) -> bool:
    match kind, value:
        case Number(wire=NumberWire.TEXT) as number, str():
            return not _is_listed(number, 200)
        case Number(step=Decimal() as step) as number, float() | int():
            is_offset = number.minimum is not None and number.minimum % step != 0
            many = 1_000 if is_offset else 20_000
            is_fine = step % 1 == 0 and not is_offset
            is_judged = is_fine or _is_listed(number, many)
            return not is_judged or _is_rounded(value) or abs(value) > 2**53
    return False


def _is_rounded(value: float) -> bool:
    """Whether a number may be what rounding left of another."""
    return isinstance(value, float) and len(repr(value)) > 15


def _is_listed(number: Number, most: int) -> bool:
    """Whether a schema can list the numbers that a step allows."""
    if number.step is None:
        return True
    if number.minimum is None or number.maximum is None:
        return False
    return (number.maximum - number.minimum) / number.step < most


@pytest.mark.parametrize(
    "card", [*SPECS, *EVERY_KIND], ids=lambda card: str(card.model)
)
def test_a_schema_takes_what_from_wire_takes(card: Card) -> None:
    taken = judge(card, 400, str(card.model))
    assert 40 < taken < 360


@examples(50)
@given(cards(), st.integers())
def test_any_cards_schema_takes_what_from_wire_takes(card: Card, seed: int) -> None:
    judge(card, 20, str(seed))


TWO = (Option(value="follow"), Option(value="None"))
CONDITIONAL = card_of(
    Input(wire_name="use", kind=Select(options=TWO)),
    Input(wire_name="steps", kind=Number(integer=False)),
    Input(wire_name="draft", kind=Switch()),
    Input(wire_name="note", kind=Text()),
    Input(wire_name="video", kind=File(many=True, companion="videoUrl")),
    *(
        Input(
            wire_name=f"{mode}{name}{at}",
            kind=Text(),
            corrections=Corrections(
                **{f"{mode}_when": (Condition(wire_name=name, values=values),)}
            ),
        )
        for mode in ("required", "forbidden")
        for name, *several in (
            ("use", (), ("none",), ("FOLLOW", "")),
            ("steps", ("5",)),
            ("draft", ("True",)),
            ("note", ("Größe.*",), ("", "x")),
            ("video", (), ("https://x/a.png",), ("",)),
            (
                "projectid",
                ("5", "true", "a"),
            ),
        )
        for at, values in enumerate(several)
    ),
)


@pytest.mark.parametrize("name", [one.wire_name for one in CONDITIONAL.inputs or ()])
def test_conditions_between_inputs_are_judged_alike(name: str) -> None:
    known = {"use", "steps", "draft", "note", "video", "videoUrl", name}
    kept = [one for one in CONDITIONAL.inputs or () if one.wire_name in known]
    card = card_of(*kept)
    validator = Draft202012Validator(schema_of(card))
    request = request_class(card)
    choices: dict[str, tuple[Any, ...]] = {
        "use": ("follow", "None"),
        "steps": (5, 5.0, 4),
        "draft": (True, False),
        "note": ("", "x", "X", "grösse.*", "GRÖßE.*", "Größe!"),
        "video": ("", "https://x/a.png", ["https://x/a.png"]),
        "videoUrl": ("", "HTTPS://x/a.png", "b"),
        "projectid": (5, 5.0, True, "A", None),
        name: ("", "given"),
    }
    told = [{}, *({key: one} for key, several in choices.items() for one in several)]
    pairs = [{**one, **other} for one in told for other in told]
    for body in (*pairs, *({**pair, name: "given"} for pair in pairs)):
        assert takes(request, body) == validator.is_valid(body), body


def number(**words: Any) -> Card:
    return card_of(Input(wire_name="size", kind=Number(**words)))


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize(
    ("minimum", "maximum", "step"),
    [
        (None, None, None),
        ("0.5", "20", "0.5"),
        ("-1", "7.5", None),
        ("-0.25", None, None),
        (None, "-3", None),
        ("9.95", "100.05", None),
        ("0", "1", "0.1"),
    ],
)
def test_a_number_that_travels_as_a_text_is_judged_digit_by_digit(
    minimum: str | None, maximum: str | None, step: str | None, whole: bool
) -> None:
    bounds = [None if told is None else Decimal(told) for told in (minimum, maximum)]
    card = number(
        integer=whole,
        minimum=bounds[0],
        maximum=bounds[1],
        step=step and Decimal(step),
        wire=NumberWire.TEXT,
    )
    validator = Draft202012Validator(schema_of(card))
    request = request_class(card)
    edges = [Decimal(0), *(bound for bound in bounds if bound is not None)]
    away = [Decimal(one) for one in ("0", "1", "10", "0.5", "0.1", "0.05", "0.001")]
    numbers = {edge + sign * one for edge in edges for one in away for sign in (1, -1)}
    for plain in {format(one, "f") for one in numbers}:
        digits = plain.lstrip("-")
        sign = plain[: len(plain) - len(digits)]
        spelled = {
            *(plain, f"+{plain}", f"{sign}00{digits}", f"{plain}0", f"{plain}."),
            *(f"{plain}.0", f"{plain}e0", f"{plain}\n", f" {plain}", plain.lstrip("0")),
        }
        for text in spelled:
            body = {"size": text}
            assert takes(request, body) == validator.is_valid(body), text


def test_editors_are_told_titles_defaults_labels_and_an_example() -> None:
    (card,) = (one for one in SPECS if str(one.model) == "wiro/instant-id")
    schema = schema_of(card)
    properties = schema["properties"]
    assert properties["steps"]["default"] == 20
    assert properties["scale"]["default"] == "5.0"
    assert "default" not in properties["selectedModel"]
    assert properties["prompt"]["examples"]
    first = properties["selectedModel"]["oneOf"][0]
    assert first["const"] == "900"
    assert "sinatra/RDXL-SFW" in first["title"]
    assert properties["prompt"]["title"] == "Prompt"


@pytest.mark.parametrize("card", [*SPECS, *EVERY_KIND], ids=lambda one: str(one.model))
def test_a_schemas_own_values_are_what_it_takes(card: Card) -> None:
    schema = schema_of(card)
    Draft202012Validator.check_schema(schema)
    for example in schema["examples"]:
        Draft202012Validator(schema).validate(example)
    for part in schema["properties"].values():
        shown = part.get("examples", []) + [part[w] for w in ("default",) if w in part]
        for value in shown:
            Draft202012Validator(part).validate(value)


@examples(50)
@given(cards())
def test_any_card_gives_a_schema(card: Card) -> None:
    Draft202012Validator.check_schema(schema_of(card))


@examples(50)
@given(cards())
def test_strict_validators_find_what_is_required_beside_it(card: Card) -> None:
    """What ajv's `strictRequired` asks for."""
    schema = schema_of(card)
    del schema["examples"]
    waiting = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            if isinstance(part.get("required"), list):
                assert {*part["required"]} <= {*part.get("properties", ())}
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part


def test_the_index_leads_to_every_schema() -> None:
    files = rendered(*SPECS)
    index = json.loads(files["index.json"])
    assert [one["model"] for one in index["models"]] == [str(c.model) for c in SPECS]
    assert {one["schema"] for one in index["models"]} == files.keys() - {"index.json"}


def test_a_template_may_lay_a_schema_out_and_not_change_it(tmp_path: Path) -> None:
    card = number(integer=True)
    template = tmp_path / "model.schema.json.jinja"
    template.write_text("\n\n{{ model.schema | json }}\n")
    text = rendered(card, templates=tmp_path)["acme/paint.schema.json"]
    assert text.startswith("\n\n{")
    template.write_text('{"all": {{ model.schema | json }}}')
    with pytest.raises(Refused, match="other values"):
        rendered(card, templates=tmp_path)
    template.write_text("{{ model.title }}")
    with pytest.raises(Refused, match="not code"):
        rendered(card, templates=tmp_path)

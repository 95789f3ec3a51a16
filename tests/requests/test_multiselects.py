"""Inputs of which several options are chosen, as callers meet them."""

import importlib
from decimal import Decimal
from typing import Any

import pytest

from built import PACKAGE, request_class, request_class_of, runtime
from wirogen.card import (
    Card,
    Condition,
    Corrections,
    Input,
    ModelId,
    Multiselect,
    Option,
    Price,
    Prices,
    Text,
)

InvalidRequest = runtime().InvalidRequest
KIND = Multiselect(
    options=(Option(value="rock"), Option(value="jazz"), Option(value="folk")),
    max_items=Decimal(2),
)
GENRES = Input(wire_name="genres", kind=KIND)
WITH_DEFAULT = Input(wire_name="genres", kind=KIND, default='["jazz", "rock"]')


def test_a_request_holds_a_tuple_that_is_the_callers_no_more() -> None:
    chosen = ["rock"]
    request = request_class_of(GENRES)(genres=chosen)
    chosen.append("jazz")
    assert request.genres == ("rock",)
    assert request.to_wire() == {"genres": ["rock"]}
    request.to_wire()["genres"].append("folk")
    assert request.to_wire() == {"genres": ["rock"]}
    assert hash(request) == hash(request_class_of(GENRES)(genres=("rock",)))


def test_none_chosen_is_not_nothing_said() -> None:
    cls = request_class_of(WITH_DEFAULT)
    assert cls().to_wire() == {"genres": ["jazz", "rock"]}
    assert cls(genres=()).to_wire() == {"genres": []}
    assert cls.from_wire({}).to_wire() == {}
    assert cls.from_wire({"genres": []}).genres == ()


@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("rock", "('rock',)"),
        (["rock", "rock"], "('rock',)"),
        (["Rock", "jaz"], "('rock', 'jazz')"),
        (["rock", "jazz", "folk"], ""),
        (["opera"], ""),
        ({"rock"}, ""),
        ([["rock"]], ""),
    ],
)
def test_what_cannot_be_chosen_is_refused_with_what_is_near(
    value: Any, near: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        request_class_of(GENRES)(genres=value)
    (problem,) = refused.value.problems
    assert problem.expected.startswith(
        "must be a list of at most 2 of 'rock', 'jazz', 'folk', each once, not "
    )
    assert problem.suggestion == near


def test_a_required_one_takes_one_at_least() -> None:
    cls = request_class_of(Input(wire_name="genres", kind=KIND, required=True))
    with pytest.raises(InvalidRequest, match="1 to 2 of"):
        cls(genres=[])
    with pytest.raises(InvalidRequest, match="1 to 2 of"):
        cls.from_wire({"genres": []})


def test_a_form_has_one_field_each_and_an_empty_one_for_none() -> None:
    calls = importlib.import_module(f"{PACKAGE}._runtime.client.calls")
    fields = [*calls.form_fields({"genres": ["rock", "jazz"], "moods": []})]
    assert fields == [("genres", "rock"), ("genres", "jazz"), ("moods", "")]


def test_a_condition_holds_where_its_option_is_among_those_chosen() -> None:
    jazz = Condition(wire_name="genres", values=("JAZZ",))
    solo = Input(
        wire_name="solo", kind=Text(), corrections=Corrections(required_when=(jazz,))
    )
    cls = request_class_of(GENRES, solo)
    assert cls(genres=["rock"]).to_wire() == {"genres": ["rock"]}
    with pytest.raises(InvalidRequest, match="required when genres is 'jazz'"):
        cls(genres=["rock", "jazz"])


@pytest.mark.parametrize(
    ("chosen", "price"), [(["rock", "jazz"], "2"), (["folk"], "1")]
)
def test_a_price_that_names_an_option_applies_where_it_is_chosen(
    chosen: list[str], price: str
) -> None:
    table = (
        Price(method="cpr", price=Decimal(2), inputs=(("genres", "jazz"),)),
        Price(method="cpr", price=Decimal(1)),
    )
    model = ModelId("acme", "paint")
    card = Card(
        model=model,
        raw_slug=str(model),
        run_path=str(model),
        inputs=(GENRES,),
        prices=Prices(table=table),
    )
    prices = importlib.import_module(f"{PACKAGE}._runtime.prices")
    request = request_class(card)(genres=chosen)
    estimate = prices.estimate_of(request.PRICES, request.INPUTS, request.to_wire())
    assert estimate.amount == Decimal(price)

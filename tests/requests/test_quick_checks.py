"""The quick checks agree with the inputs, which know every case."""

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from built import request_class
from card_strategies import cards
from effort import examples
from targets.schema_bodies import ANYTHING, bodies
from wirogen.card import Card
from wirogen.config import chosen_config
from wirogen.pipeline.specifications import read_specifications

SPECS = read_specifications(chosen_config(Path(__file__).parents[2])).cards
FILES = ("https://x/a.png", "HTTPS://x", "https://", "a.png", b"x", ["https://x", b"y"])


def attributes_of(made: Any) -> dict[str, Any]:
    return {known.name: getattr(made, known.name) for known in made.INPUTS}


def outcome(make: Callable[..., Any], *given: Any, **values: Any) -> Any:
    """What making a request gives: its body, types and values, or its problems."""
    try:
        made = make(*given, **values)
    except (ValueError, TypeError) as refused:
        return type(refused), str(refused)
    whole = (*made.to_wire().items(), *attributes_of(made).items())
    return [(name, type(value), value) for name, value in whole], hash(made)


def judged_slowly(cls: Any, values: Mapping[str, Any]) -> Any:
    made = object.__new__(cls)
    made._check(values)
    return made


def random_values(cls: Any, random: Random) -> dict[str, Any]:
    """Values of which the most are right, in any order."""
    values = {}
    for known in random.sample(cls.INPUTS, k=len(cls.INPUTS)):
        if random.random() < 0.2:
            continue
        values[known.name] = random.choice((*candidates(known), *ANYTHING[:12]))
    return values


def candidates(known: Any) -> list[Any]:
    near: list[Any] = [known.default, "https://x/a.png", "x"]
    values = [option.value for option in getattr(known, "options", ())]
    near += values * 9
    if type(known).__name__ == "Multiselect":
        near += [values[:n] for n in range(4)] + [tuple(values[-2:])] * 9
        near += [[*values, *values], [values], [*values, "x"], {*values}]
    edges = [getattr(known, name, None) for name in ("minimum", "maximum", "step")]
    for edge in filter(None, edges):
        near += [edge, int(edge), float(edge), edge + 1, edge - 1, edge * 3, edge / 7]
    if type(known).__name__ in {"Files", "FileUrl"}:
        near += FILES
    return near * 3


def assert_both_agree(card: Card, seed: str, count: int) -> int:
    cls = request_class(card)
    random = Random(seed)
    made = 0
    for _ in range(count):
        values = random_values(cls, random)
        quick = outcome(cls, **values)
        assert quick == outcome(judged_slowly, cls, values), values
        made += isinstance(quick[0], list)
    for body in bodies(card, count, seed):
        quick = outcome(cls.from_wire, body)
        slow = outcome(cls.from_wire, MappingProxyType(body))
        assert quick == slow, body
        made += isinstance(quick[0], list)
    return made


@pytest.mark.parametrize("card", SPECS, ids=lambda card: str(card.model))
def test_quick_checks_agree_for_every_model_of_specs(card: Card) -> None:
    assert assert_both_agree(card, str(card.model), 150) > 15


@examples(60)
@given(cards(), st.integers())
def test_quick_checks_agree_for_any_card(card: Card, seed: int) -> None:
    assert_both_agree(card, str(seed), 12)

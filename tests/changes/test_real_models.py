"""Mutations of every input of every real specification at hand."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wirogen.card import Card, File, Input, Number, Option, Select, Switch
from wirogen.changes import Grade, compare_all, compare_cards, worst
from wirogen.readers import read_file

BREAKING, COMPATIBLE, WORDS = Grade.BREAKING, Grade.COMPATIBLE, Grade.WORDS


@pytest.fixture(scope="module")
def real_cards(corpus: Path) -> tuple[Card, ...]:
    files = sorted([*corpus.glob("openapi/*.json"), *corpus.glob("cards/*.txt")])
    cards = tuple(card for path in files for card in read_file(path).cards)
    assert len(cards) >= 40
    return cards


def mutations(given: Input) -> Iterator[tuple[str, Input | None, set[Grade]]]:
    """What is done to an input, what it becomes, and the grades that are right."""
    yield "removed", None, {BREAKING}
    yield "renamed", replace(given, wire_name=f"{given.wire_name}X"), {BREAKING}
    yield "label", replace(given, label=f"{given.label} 2"), {WORDS}
    yield "help", replace(given, help=f"{given.help} More."), {WORDS}
    match given.kind:
        case Number(minimum=low, maximum=high):
            if high is not None:
                yield "maximum", with_kind(given, maximum=high - 1), {BREAKING}
                yield "more", with_kind(given, maximum=high + 1), {COMPATIBLE}
            if low is not None:
                yield "minimum", with_kind(given, minimum=low + 1), {BREAKING}
            step = (given.kind.step or Decimal(1)) * 7
            yield "step", with_kind(given, step=step), {BREAKING}
            yield "flag", replace(given, kind=Switch()), {BREAKING}
        case Select(values=values) if values:
            fewer = tuple(o for o in given.kind.options if o.value != values[0])
            yield "fewer", with_kind(given, options=fewer), {BREAKING}
            more = (*given.kind.options, Option(value="a brand-new one"))
            grade = {BREAKING} if is_disguised(given) else {COMPATIBLE}
            yield "more", with_kind(given, options=more), grade
        case File(many=True):
            yield "one", with_kind(given, many=False), {BREAKING}
        case _:
            pass


def with_kind(given: Input, **parts: Any) -> Input:
    return replace(given, kind=replace(given.kind, **parts))


def is_disguised(given: Input) -> bool:
    """Whether another option changes the Python type: flags and whole numbers."""
    assert isinstance(given.kind, Select)
    values = {value.lower() for value in given.kind.values}
    is_flag = values in ({"true", "false"}, {"on", "off"}, {"yes", "no"})
    return is_flag or all(
        option.value is None
        or (option.value.isdigit() and option.value in option.label)
        for option in given.kind.options
    )


def test_every_mutation_gets_its_grade(real_cards: tuple[Card, ...]) -> None:
    wrong = []
    for card in real_cards:
        for given in card.inputs or ():
            for what, mutated, grades in mutations(given):
                grade = worst(compare_cards(card, replace_input(card, given, mutated)))
                if grade not in grades:
                    wrong.append((str(card.model), given.wire_name, what, grade))
    assert not wrong


def replace_input(card: Card, given: Input, mutated: Input | None) -> Card:
    told = (mutated if one is given else one for one in card.inputs or ())
    return replace(card, inputs=tuple(one for one in told if one))


@pytest.mark.parametrize(
    "edit",
    [
        lambda card: replace(card, title="Another"),
        lambda card: replace(card, tags=(*card.tags, "new")),
        lambda card: replace(card, inputs=tuple(reversed(card.inputs))),
    ],
)
def test_words_are_words(
    real_cards: tuple[Card, ...], edit: Callable[[Card], Card]
) -> None:
    several = [card for card in real_cards if len(card.inputs or ()) > 1]
    assert {worst(compare_cards(card, edit(card))) for card in several} == {WORDS}


def test_nothing_changes_between_two_readings(real_cards: tuple[Card, ...]) -> None:
    assert compare_all(real_cards, real_cards) == ()

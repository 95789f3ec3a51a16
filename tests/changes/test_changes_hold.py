"""What holds for the changes between any two Cards."""

from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from random_cards import cards, pairs

from built import request_class, runtime
from effort import examples
from wirogen.card import (
    Card,
    File,
    Input,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.changes import Audience, Grade, compare_all, compare_cards, worst
from wirogen.contract import resolve
from wirogen.targets.python import Field, plan_module
from wirogen.targets.syntax import Expression, Items, Name, Subscript, Union

InvalidRequest = runtime().InvalidRequest


@examples(200)
@given(pairs)
def test_cards_are_equal_exactly_when_nothing_changed(pair: tuple[Card, Card]) -> None:
    old, new = pair
    assert (old == new) is (compare_cards(old, new) == ())


def wire_values(given: Input) -> st.SearchStrategy[Any]:
    """JSON values of which many are right for an input."""
    texts = st.sampled_from(("", "a", "b", "a longer one"))
    match given.kind:
        case Number(wire=wire):
            numbers = st.sampled_from((0, 1, 2, 2.5, 4, 10, 11))
            return numbers.map(str) if wire is NumberWire.TEXT else numbers
        case Select(values=values) if values:
            return st.sampled_from(values)
        case Multiselect(values=values) if values:
            return st.lists(st.sampled_from(values), max_size=2)
        case Switch(wire=wire):
            return st.sampled_from(wire or (True, False))
        case File(many=True):
            return st.lists(texts, max_size=2) | texts
        case Text() | Unknown() | Select() | Multiselect() | File():
            return texts


@st.composite
def requests(draw: st.DrawFn, card: Card) -> dict[str, Any]:
    """The wire form of a request that may be right for a Card's model."""
    wire = {}
    for one in card.inputs or ():
        if one.required or draw(st.booleans()):
            wire[one.wire_name] = draw(wire_values(one))
        companion = one.kind.companion if isinstance(one.kind, File) else None
        if companion and draw(st.booleans()):
            wire[companion] = "https://cdn.test/1.png"
    return wire


def is_valid(request: Any, wire: dict[str, Any]) -> bool:
    try:
        request.from_wire(wire)
    except InvalidRequest:
        return False
    return True


@examples(120)
@given(pairs, st.data())
def test_a_body_that_becomes_invalid_is_broken_for_bodies(
    pair: tuple[Card, Card], data: st.DataObject
) -> None:
    old, new = pair
    assume(old.inputs is not None and new.inputs is not None)
    if worst(compare_cards(old, new), Audience.BODIES) is Grade.BREAKING:
        return
    before, after = request_class(old), request_class(new)
    for _ in range(8):
        wire = data.draw(requests(old))
        assert is_valid(after, wire) or not is_valid(before, wire)


def fields(card: Card) -> dict[str, Field]:
    """The fields of a card's class by their wire names."""
    return {
        str(field.arguments[0].value): field
        for field in plan_module(resolve(card)).fields
    }


def default(field: Field) -> Expression:
    """The default that a program sees; None where the caller must give a value."""
    named = {
        argument.keyword.text: argument.value
        for argument in field.arguments
        if argument.keyword
    }
    return named.get("default")


@examples(200)
@given(pairs)
def test_what_a_program_sees_changes_by_no_more_than_the_grade_says(
    pair: tuple[Card, Card],
) -> None:
    old, new = pair
    grade = worst(compare_cards(old, new), Audience.PYTHON) or Grade.WORDS
    if grade is Grade.BREAKING or new.inputs is None or old.inputs is None:
        return
    before, after = fields(old), fields(new)
    renamed = {
        change.before: change.after
        for change in compare_cards(old, new)
        if change.rule == "input-renamed"
    }
    for wire_name, field in before.items():
        now = after[renamed.get(wire_name) or wire_name]
        assert now.name == field.name
        assert default(now) is not None or default(field) is None
        if grade is not Grade.BEHAVIOUR and default(field) is not None:
            assert is_same_default(default(now), default(field))
        if grade is Grade.WORDS:
            assert (default(now) is None) is (default(field) is None)
            assert names_and_options(now) == names_and_options(field)
    added = [after[n] for n in after.keys() - before.keys() - {*renamed.values()}]
    assert grade is not Grade.WORDS or not added
    assert all(default(field) is not None for field in added)


def is_same_default(one: Expression, other: Expression) -> bool:
    """Whether two defaults are the same; the order of several options is of no matter."""
    if isinstance(one, Items) and isinstance(other, Items):
        return {*one.items} == {*other.items}
    return one == other


def names_and_options(field: Field) -> set[str]:
    """What a field's annotation is made of, in whatever order, but the leave to say
    that nothing be sent: who sends a default uses none.
    """
    return {*_names_in(field.annotation)} - {repr(Name("Unset"))}


def _names_in(annotation: Expression) -> Iterator[str]:
    match annotation:
        case Union(parts) | Subscript(_, parts):
            for part in parts:
                yield from _names_in(part)
        case _:
            yield repr(annotation)


@examples(30)
@given(st.lists(cards(), max_size=1), st.lists(cards(), max_size=1))
def test_sets_of_cards_are_compared_model_by_model(
    old: list[Card], new: list[Card]
) -> None:
    expected = compare_cards(next(iter(old), None), next(iter(new), None))
    assert compare_all(old, new) == expected


def test_cards_of_two_models_are_one_removed_and_one_added() -> None:
    card = Card(model=ModelId("a", "b"), raw_slug="a/b", run_path="a/b")
    other = Card(model=ModelId("a", "c"), raw_slug="a/c", run_path="a/c")
    rules = [change.rule for change in compare_cards(card, other)]
    assert rules == ["model-removed", "model-added"]
    assert compare_all([other, card], [card]) == compare_cards(other, None)
    assert compare_cards(None, None) == ()

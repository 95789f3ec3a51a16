"""Small Cards at random, so alike that two of them often share inputs and values."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    Extra,
    File,
    Input,
    Kind,
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

NAMES = ("prompt", "text", "size", "topP", "top_p", "photo", "photoUrl")
TEXTS = ("", "a", "b", "true", "false", "on", "off", "1", "2", "2.5", "a longer one")
LISTS = ('["a", "b"]', '["b", "a"]', '["a"]', "a,b", "[]")


def maybe(*values: Any) -> st.SearchStrategy[Any]:
    """One of some values, or None."""
    return st.sampled_from((None, *values))


def decimals(*values: str) -> st.SearchStrategy[Decimal | None]:
    return maybe(*map(Decimal, values))


extras = st.lists(
    st.builds(Extra, st.sampled_from(("note", "html")), st.sampled_from(TEXTS)),
    max_size=2,
).map(tuple)
options = st.builds(
    Option,
    value=maybe(*TEXTS[1:9]),
    label=st.sampled_from(("", "1", "2 seconds", "Loud")),
    description=st.sampled_from(("", "Slow")),
    extras=extras,
)
KINDS: dict[type[Kind], st.SearchStrategy[Kind]] = {
    Text: st.builds(
        Text, min_length=decimals("0", "1", "2"), max_length=decimals("1", "3")
    ),
    Number: st.builds(
        Number,
        integer=st.booleans(),
        minimum=decimals("0", "1", "2"),
        maximum=decimals("2", "2.5", "10"),
        step=decimals("0.5", "1", "2"),
        wire=st.sampled_from(NumberWire),
    ),
    Multiselect: st.builds(
        Multiselect,
        options=st.lists(options, max_size=4).map(tuple),
        min_items=decimals("0", "1", "2"),
        max_items=decimals("1", "2"),
    ),
    Select: st.builds(Select, options=st.lists(options, max_size=4).map(tuple)),
    Switch: st.builds(Switch, maybe(("true", "false"), ("on", "off"), (1, 0))),
    File: st.builds(File, many=st.booleans(), companion=maybe("photoUrl", "elsewhere")),
    Unknown: st.just(Unknown()),
}
any_kind = st.one_of(*KINDS.values())
conditions = st.lists(
    st.builds(
        Condition,
        wire_name=st.sampled_from(NAMES[:4]),
        values=st.lists(st.sampled_from(("", "a", "b", "1")), max_size=2).map(tuple),
    ),
    max_size=2,
).map(tuple)
corrections = st.builds(
    Corrections,
    rename=maybe("size", "quality", "top_p"),
    always_send=st.booleans(),
    takes_file=maybe(True, False),
    required_when=conditions,
    forbidden_when=conditions,
)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(("", "text", "select")),
    "label": st.sampled_from(("", "Size", "Prompt")),
    "help": st.sampled_from(("", "How large")),
    "required": maybe(True, False),
    "default": maybe(*TEXTS, *LISTS),
    "sample": maybe(*TEXTS, *LISTS[:2]),
    "extras": extras,
    "corrections": corrections,
}
"""What an input consists of beside its name and kind."""


@st.composite
def inputs(draw: st.DrawFn, wire_name: str) -> Input:
    told = draw(st.sets(st.sampled_from(sorted(PARTS))))
    given = Input(wire_name=wire_name, kind=draw(any_kind))
    return _sensible(replace(given, **{name: draw(PARTS[name]) for name in told}))


def _sensible(given: Input) -> Input:
    """`photoUrl` is a text: a companion is nothing else."""
    is_text = isinstance(given.kind, Text | Unknown)
    if given.wire_name != "photoUrl" or is_text:
        return given
    return replace(given, kind=Text())


DETAILS: dict[str, st.SearchStrategy[Any]] = {
    "raw_slug": st.sampled_from(("acme/paint", "acme/Paint")),
    "run_path": st.sampled_from(("acme/paint", "acme/Paint")),
    "title": st.sampled_from(("", "Paint")),
    "summary": st.sampled_from(("", "Paints")),
    "cover": st.sampled_from(("", "https://cdn.test/1.png")),
    "categories": st.sampled_from(((), ("image",), ("image", "fast"))),
    "tags": st.sampled_from(((), ("image",), ("fast", "image"))),
    "prices": maybe(
        Prices(),
        Prices(per_second=Decimal("0.1")),
        Prices(approximate=Decimal("0.1")),
        Prices(table=(Price(method="cpr", price=Decimal("0.1")),)),
        Prices(table=(Price(method="cpo", price=Decimal("0.1")),)),
    ),
    "statuses": st.sampled_from(
        (
            (),
            (Status(name="task_end", completed=True),),
            (Status(name="task_end", completed=False),),
        )
    ),
    "extras": extras,
    "inputs": st.none(),
}
"""What a Card consists of beside its model and inputs, which may be untold."""

BARE = Card(
    model=ModelId("acme", "paint"), raw_slug="acme/paint", run_path="acme/paint"
)


@st.composite
def cards(draw: st.DrawFn) -> Card:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=3))
    return replace(BARE, inputs=tuple(draw(inputs(name)) for name in names))


@st.composite
def edited(draw: st.DrawFn, card: Card) -> Card:
    """A Card in which a few things are drawn anew."""
    for _ in range(draw(st.integers(0, 3))):
        edit = draw(st.sampled_from(EDITS))
        card = draw(edit(card))
    return card


@st.composite
def other_detail(draw: st.DrawFn, card: Card) -> Card:
    name = draw(st.sampled_from(sorted(DETAILS)))
    return replace(card, **{name: draw(DETAILS[name])})


@st.composite
def other_part(draw: st.DrawFn, card: Card) -> Card:
    return _with_input(
        card, draw(st.integers(0, 2)), lambda given: draw(_other_part(given))
    )


@st.composite
def _other_part(draw: st.DrawFn, given: Input) -> Input:
    name = draw(st.sampled_from(sorted(PARTS)))
    return replace(given, **{name: draw(PARTS[name])})


@st.composite
def other_constraints(draw: st.DrawFn, card: Card) -> Card:
    return _with_input(
        card,
        draw(st.integers(0, 2)),
        lambda given: replace(given, kind=draw(KINDS[type(given.kind)])),
    )


@st.composite
def other_kind(draw: st.DrawFn, card: Card) -> Card:
    return _with_input(
        card,
        draw(st.integers(0, 2)),
        lambda given: _sensible(replace(given, kind=draw(any_kind))),
    )


@st.composite
def other_inputs(draw: st.DrawFn, card: Card) -> Card:
    """One input added, removed or moved to the end."""
    told = list(card.inputs or ())
    moved = told.pop(0) if told else None
    free = sorted(set(NAMES) - {given.wire_name for given in told})
    if draw(st.booleans()):
        told.append(draw(inputs(draw(st.sampled_from(free)))))
    elif moved and draw(st.booleans()):
        told.append(moved)
    return replace(card, inputs=tuple(told))


def _with_input(card: Card, index: int, edit: Callable[[Input], Input]) -> Card:
    told = list(card.inputs or ())
    if index < len(told):
        told[index] = edit(told[index])
    return replace(card, inputs=card.inputs and tuple(told))


EDITS = (
    other_constraints,
    other_part,
    other_detail,
    other_kind,
    other_inputs,
    other_constraints,
    other_part,
)
pairs = cards().flatmap(lambda card: st.tuples(st.just(card), edited(card)))
"""A Card and another that is much like it."""

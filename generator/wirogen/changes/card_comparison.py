"""Compares two states of models: every rule is asked about what belongs together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TypeVar

from wirogen.card import Card
from wirogen.changes.card_rules import MODEL_PRESENCE, MODEL_RULES
from wirogen.changes.grading import Change, Grade, Rule
from wirogen.changes.input_rules import INPUT_PRESENCE, INPUT_RULES
from wirogen.changes.views import View, views_of

_Side = TypeVar("_Side")


def compare_all(old: Iterable[Card], new: Iterable[Card]) -> tuple[Change, ...]:
    """What changed between two sets of Cards, in the order of the models' slugs."""
    before = {card.model: card for card in old}
    after = {card.model: card for card in new}
    return tuple(
        change
        for model in sorted(before.keys() | after.keys())
        for change in compare_cards(before.get(model), after.get(model))
    )


def compare_cards(old: Card | None, new: Card | None) -> tuple[Change, ...]:
    """What changed between two states of a model; None where it is not there.

    Equal Cards have no changes, and different ones have at least one. Cards of two
    models are one removed and one added.
    """
    if old and new and old.model != new.model:
        return (*compare_cards(old, None), *compare_cards(None, new))
    return tuple(_changes(old, new))


def not_compared(new: Card, error: str) -> Change:
    """Says that a model could not be read before, so that there was no client of it."""
    return Change(
        model=new.model,
        grade=Grade.COMPATIBLE,
        rule="model-not-compared",
        message="cannot be compared, for it had an error before",
        about=error,
        span=new.span,
    )


def _changes(old: Card | None, new: Card | None) -> Iterator[Change]:
    card = new or old
    if card is None:
        return
    change = partial(Change, model=card.model, span=card.span)
    yield from _judge(MODEL_PRESENCE, old, new, change)
    if old and new:
        yield from _judge(MODEL_RULES, old, new, change)
        if old.inputs is not None and new.inputs is not None:
            yield from _input_changes(old, new)


def _input_changes(old: Card, new: Card) -> Iterator[Change]:
    before, after = views_of(old), views_of(new)
    renamed = _renamed(before, after)
    for name in _names(before, after, renamed):
        was, is_now = before.get(name), after.get(renamed.get(name, name))
        span = is_now.source.span if is_now else new.span
        change = partial(Change, model=new.model, wire_name=name, span=span)
        yield from _judge(INPUT_PRESENCE, was, is_now, change)
        if was and is_now:
            yield from _judge(INPUT_RULES, was, is_now, change)


def _names(
    before: Mapping[str, View], after: Mapping[str, View], renamed: Mapping[str, str]
) -> Iterator[str]:
    """The inputs that were there, then those that are new."""
    yield from before
    known = {*before, *renamed.values()}
    yield from (name for name in after if name not in known)


def _judge(
    rules: Iterable[Rule[_Side]], old: _Side, new: _Side, change: Callable[..., Change]
) -> Iterator[Change]:
    """The changes that rules find; `change` makes one of what it is about."""
    for rule in rules:
        for found in rule.find(old, new):
            yield change(
                grade=rule.grade,
                audiences=(
                    rule.audiences if found.audiences is None else found.audiences
                ),
                rule=rule.name,
                message=rule.message,
                before=found.before,
                after=found.after,
                about=found.about,
                reason=found.reason,
            )


def _renamed(before: Mapping[str, View], after: Mapping[str, View]) -> dict[str, str]:
    """The new wire name of each input that goes by another one.

    An input that is gone and one that is new are the same where their names differ in
    nothing but case, hyphens and underscores, and they are of one kind; or else where
    label and help are the same (and the kind, if one of them is empty), or all but the
    name, and no other input that is gone or new has these.
    """
    gone = {name: view for name, view in before.items() if name not in after}
    new = {name: view for name, view in after.items() if name not in before}
    found: dict[str, str] = {}
    for recognised_by in (_spelling, _words, _all_else):
        olds = _distinct(recognised_by, (gone[n] for n in gone if n not in found))
        taken = found.values()
        news = _distinct(recognised_by, (new[n] for n in new if n not in taken))
        found |= {olds[one]: news[one] for one in olds if one in news}
    return found


def _distinct(
    recognised_by: Callable[[View], object], views: Iterable[View]
) -> dict[object, str]:
    """The wire names of inputs by what they are recognised by, where no two have that
    in common.
    """
    signs = [(recognised_by(view), view.source.wire_name) for view in views]
    counts = Counter(sign for sign, _ in signs)
    return {sign: name for sign, name in signs if counts[sign] == 1}


def _spelling(view: View) -> object:
    name = view.source.wire_name.replace("_", "").replace("-", "").casefold()
    return name, type(view.source.kind)


def _words(view: View) -> object:
    """What is said of an input, and its kind where that is not much; the input itself
    where nothing is.
    """
    source = view.source
    if source.label and source.help:
        return source.label, source.help
    if source.label or source.help:
        return source.kind, source.label, source.help
    return source.wire_name


def _all_else(view: View) -> object:
    return replace(view.source, wire_name="")

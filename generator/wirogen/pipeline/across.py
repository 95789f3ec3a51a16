"""What only all specifications together show."""

from collections.abc import Iterator, Sequence

from wirogen.card import Card, ModelId, Source
from wirogen.diagnostics import Diagnostic, codes
from wirogen.pipeline.corrections import Corrections
from wirogen.pipeline.made import Described, span_at
from wirogen.rules import owners_that_differ_by_case


def findings_across(
    cards: Sequence[Card], corrections: Corrections, *, is_all_read: bool
) -> Iterator[Diagnostic]:
    """Models that are described twice, owners that are written differently, and
    overrides of models that are not there: what could not be read may describe those.
    The Cards are in the order of their models.
    """
    if is_all_read:
        yield from corrections.unused(cards).unordered
    yield from owners_that_differ_by_case(cards)
    yield from described_twice(cards)


def described_twice(cards: Sequence[Card]) -> Iterator[Diagnostic]:
    """The models that more than one specification describes."""
    first: dict[ModelId, Card] = {}
    for card in cards:
        other = first.setdefault(card.model, card)
        if other is not card:
            yield Diagnostic(
                codes.MODEL_DESCRIBED_TWICE,
                f"{card.model} is described here and in {other.source.file}",
                card.span,
                "keep one of the two files",
            )


def stand_in(model: Described) -> Card:
    """As much of a model's Card as is looked at here."""
    return Card(
        model=model.model,
        raw_slug=model.raw_slug,
        run_path=model.raw_slug,
        source=Source(file=model.file, format=""),
        span=span_at(model),
    )

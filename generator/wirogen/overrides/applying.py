"""Applies corrections to Cards, and says which of them do not fit or have no effect."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from wirogen.card import Card, ModelId
from wirogen.diagnostics import Diagnostic, Refused, Report, Span, codes
from wirogen.overrides import correction_rules as rules
from wirogen.overrides.corrected_values import said
from wirogen.overrides.correcting import corrected
from wirogen.overrides.corrections import Correction, Entry, Overrides


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One thing that an override changed about an input.

    `what` is the key of the correction; `before` and `after` are what it is about, as
    one text each, None where there is nothing.
    """

    wire_name: str
    what: str
    before: str | None
    after: str | None
    reason: str


def apply_overrides(card: Card, overrides: Overrides) -> tuple[Card, Report]:
    """The corrected Card, and what is wrong with the corrections of its model.

    Those that do not fit are errors, and left out. Entries for inputs that the model
    does not have, and corrections that change nothing, are warnings.
    """
    application = _applied(card, overrides)
    model = str(card.model)
    about = (replace(finding, model=model) for finding in application.findings)
    return application.card, Report.of(about)


def unsettled(found: Report, about: Report, overrides: Overrides) -> Report:
    """What a reader found, without what corrections decide: the type of an input that
    they give another kind, say. `about` is what is wrong with the corrections; those
    which decide something are not idle.
    """
    settling = {one: {*_settling(one, overrides)} for one in found.unordered}
    useful = frozenset(chain.from_iterable(settling.values()))
    return Report.of(
        (
            *(finding for finding, spans in settling.items() if not spans),
            *(
                finding
                for finding in about.unordered
                if finding.code is not codes.OVERRIDE_CHANGES_NOTHING
                or finding.span not in useful
            ),
        )
    )


def _settling(finding: Diagnostic, overrides: Overrides) -> Iterator[Span]:
    """Where the corrections stand that decide what was found. Nothing that is less than
    an error is left of an input that is omitted.
    """
    if not finding.model or finding.is_error:
        return
    for entry in overrides.of(ModelId.parse(finding.model)):
        if entry.wire_name == finding.wire_name:
            for correction in entry.corrections:
                if correction.key in (*finding.code.settled_by, "omit"):
                    yield correction.span


def corrections_of(card: Card, overrides: Overrides) -> tuple[Corrected, ...]:
    """What overrides change about a Card as its source has it, in the order of the
    file.
    """
    return tuple(_applied(card, overrides).corrected)


def unused(overrides: Overrides, cards: Iterable[Card]) -> Report:
    """Warnings about overrides for models that none of the Cards describes."""
    models = {card.model for card in cards}
    return Report.of(
        rules.unknown_model(overridden, models)
        for model, overridden in overrides.models.items()
        if model not in models
    )


def _applied(card: Card, overrides: Overrides) -> "_Application":
    application = _Application(card)
    entries = overrides.of(card.model)
    for entry in entries:
        application.apply(entry)
    for entry in entries:
        application.findings.extend(rules.beside_others(application.card, entry))
    return application


class _Application:
    """A Card while it is corrected, and what came of the corrections so far."""

    def __init__(self, card: Card) -> None:
        self.card = card
        self.corrected: list[Corrected] = []
        self.findings: list[Diagnostic] = []

    def apply(self, entry: Entry) -> None:
        """Corrects one input."""
        if self.card.input(entry.wire_name) is None:
            self.findings.append(rules.unknown_input(self.card, entry))
            return
        self.findings.extend(rules.nothing_corrected(entry))
        self.findings.extend(rules.omits_required(self.card, entry))
        for correction in entry.corrections:
            try:
                self._correct(entry, correction)
            except Refused as refused:
                self.findings.extend(refused.report)
        self.findings.extend(rules.crossed_limits(self.card, entry))
        self.findings.extend(rules.forbids_default(self.card, entry))

    def _correct(self, entry: Entry, correction: Correction) -> None:
        source, name = self.card, entry.wire_name
        self.card = corrected(source, name, correction)
        before, after = (said(card, name, correction) for card in (source, self.card))
        is_idle = self.card == source or before == after
        self.findings.extend(
            rules.of_no_effect(source, entry, correction, is_idle=is_idle)
        )
        if not is_idle:
            self.corrected.append(
                Corrected(
                    wire_name=name,
                    what=correction.key,
                    before=before,
                    after=after,
                    reason=entry.reason,
                )
            )

"""What the service tells of one model: the answers of its two calls, as Cards."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wirogen.card import Card
from wirogen.diagnostics import Code, Diagnostic, Report, Span
from wirogen.diagnostics.codes import (
    ANSWER_MISSING,
    ANSWER_NOT_HAD,
    INPUTS_NOT_TOLD,
    MODEL_NOT_KNOWN,
)
from wirogen.readers import openapi, read_text, tool_detail
from wirogen.remote.catalogue import Wanted
from wirogen.remote.joining import DETAIL_CALL, OPENAPI_CALL, join_cards
from wirogen.remote.unanswered import Declined, Unanswered

if TYPE_CHECKING:
    from wirogen.remote.service import Answer, Service

_FORMATS = {OPENAPI_CALL: openapi.FORMAT, DETAIL_CALL: tool_detail.FORMAT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a model after asking.

    `card` is None where nothing usable was told. `is_whole` says that nothing is
    missing which another pull could have; where it is False, the report has an error.
    """

    card: Card | None
    is_whole: bool
    report: Report


async def ask_about(service: "Service", wanted: Wanted) -> Told:
    """Asks both calls about a model and joins what they tell. Raises Stop."""
    answers = [
        await _answer(service, call, wanted) for call in (OPENAPI_CALL, DETAIL_CALL)
    ]
    if all(answer.is_declined for answer in answers):
        reasons = dict.fromkeys(answer.reason for answer in answers)
        message = f"the service does not tell of {wanted.model}: {'; '.join(reasons)}"
        hint = "the slug is the end of the model's address on wiro.ai"
        found = _finding(MODEL_NOT_KNOWN, message, str(wanted.model), hint)
        return Told(card=None, is_whole=True, report=Report.of([found]))
    report = Report.of(finding for answer in answers for finding in answer.findings)
    is_whole = not report.errors
    by_openapi, by_detail = (answer.card for answer in answers)
    if by_openapi is None and by_detail is None:
        return Told(card=None, is_whole=is_whole, report=report)
    card, conflicts = join_cards(by_openapi, by_detail)
    return Told(
        card=card, is_whole=is_whole, report=_about_inputs(card, report + conflicts)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one call told: a Card, or the reason why there is none."""

    card: Card | None = None
    findings: tuple[Diagnostic, ...] = ()
    reason: str = ""
    is_declined: bool = False


async def _answer(service: "Service", call: str, wanted: Wanted) -> _Answer:
    """The answer to a call, for the first slug that the service knows."""
    place = _place(call, wanted)
    declined: Declined | None = None
    for slug in wanted.slugs:
        owner, _, name = slug.partition("/")
        try:
            answer = await service.ask(call, {"slugowner": owner, "slugproject": name})
            return _read(answer, call, wanted)
        except Declined as reason:
            declined = declined or reason
        except Unanswered as reason:
            return _not_had(place, str(reason))
    if declined is None:
        raise AssertionError("a model has a slug")
    return _declined(place, declined)


def _read(answer: "Answer", call: str, wanted: Wanted) -> _Answer:
    """What an answer tells of the model. Raises Declined where it lists none, and
    Unanswered where it is about another.
    """
    if isinstance(answer.tree, dict) and answer.tree.get("tool") == []:
        raise Declined("it knows no such model", is_final=True)
    place = _place(call, wanted)
    reading = read_text(answer.text, place)
    if reading.report.errors:
        unused = _not_had(place, "it cannot be used, as the other findings say")
        return replace(unused, findings=(*reading.report, *unused.findings))
    for card in reading.cards:
        if card.source.format != _FORMATS[call]:
            raise Unanswered(f"it is of another form: {card.source.format}")
        if wanted.is_named(card.model):
            return _Answer(
                card=replace(card, model=wanted.model),
                findings=reading.report.findings,
            )
    others = ", ".join(str(card.model) for card in reading.cards[:3])
    raise Unanswered(f"it tells of {others}")


def _place(call: str, wanted: Wanted) -> str:
    """What findings about an answer call it."""
    return f"{call} of {wanted.model}"


def _not_had(place: str, reason: str) -> _Answer:
    message = f"the answer could not be had: {reason}"
    found = _finding(ANSWER_NOT_HAD, message, place, "run this again")
    return _Answer(findings=(found,), reason=reason)


def _declined(place: str, declined: Declined) -> _Answer:
    reason = str(declined)
    message = f"the service has no such answer: {reason}"
    code, hint = ANSWER_MISSING, "what the other call tells is taken alone"
    if not declined.is_final:
        code, hint = ANSWER_NOT_HAD, "run this again"
    found = _finding(code, message, place, hint)
    return _Answer(findings=(found,), reason=reason, is_declined=True)


def _about_inputs(card: Card, report: Report) -> Report:
    """A report that says that inputs are not told only where nobody tells them."""
    if card.inputs is None:
        return report
    return Report.of(one for one in report if one.code is not INPUTS_NOT_TOLD)


def _finding(code: Code, message: str, place: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, span=Span(place), hint=hint)

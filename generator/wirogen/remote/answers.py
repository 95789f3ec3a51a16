"""What the service tells of one model, as Cards: the answers of its two calls, and its
public card.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wirogen.card import Card
from wirogen.diagnostics import Diagnostic, Report, Span, codes
from wirogen.readers import model_card, openapi, read_text, tool_detail
from wirogen.remote.access import SITE_URL
from wirogen.remote.catalogue import Wanted
from wirogen.remote.disagreements import DETAIL_CALL, OPENAPI_CALL, PUBLIC_CARD
from wirogen.remote.joining import join_cards
from wirogen.remote.unanswered import Declined, NotReached, Unanswered

if TYPE_CHECKING:
    from wirogen.remote.service import Answer, Service

_FORMATS = {
    OPENAPI_CALL: openapi.FORMAT,
    DETAIL_CALL: tool_detail.FORMAT,
    PUBLIC_CARD: model_card.FORMAT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is known of a model after asking.

    `card` is None where nothing usable was told. `is_whole` says that nothing is
    missing which another pull could have; where it is False, the report has an error.
    `is_public` says that it is the public card alone, `is_gone` that every source said
    that there is no such model.
    """

    card: Card | None
    is_whole: bool
    is_public: bool = False
    is_gone: bool = False
    report: Report


async def ask_about(service: "Service", wanted: Wanted) -> Told:
    """Asks for all that the service tells of a model, and joins it. Raises Stop.

    Without an account that is the public card alone.
    """
    openapi, detail = _Answer(), _Answer()
    if service.has_account:
        openapi = await _answer(service, OPENAPI_CALL, wanted)
        detail = await _answer(service, DETAIL_CALL, wanted)
    public = await _public_card(service, wanted)
    asked = [openapi, detail, public] if service.has_account else [public]
    if all(answer.is_declined for answer in asked):
        return _not_known(wanted, asked)
    is_public = openapi.card is None and detail.card is None
    if public.is_declined or not is_public:
        public = _beside_the_answers(public, wanted)
    report = Report.of(
        found for answer in (openapi, detail, public) for found in answer.findings
    )
    is_whole = not report.errors
    if is_public and public.card is None:
        return Told(card=None, is_whole=is_whole, report=report)
    card, conflicts = join_cards(openapi.card, detail.card, public.card)
    return Told(
        card=card,
        is_whole=is_whole,
        is_public=is_public,
        report=_without_settled(
            report + conflicts, card, (openapi.card, detail.card, public.card)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What one source told: a Card, or the reason why there is none. `is_final` says
    that it declined for good.
    """

    card: Card | None = None
    findings: tuple[Diagnostic, ...] = ()
    reason: str = ""
    is_declined: bool = False
    is_final: bool = False


def _not_known(wanted: Wanted, asked: list[_Answer]) -> Told:
    reasons = dict.fromkeys(answer.reason for answer in asked)
    message = f"the service does not tell of {wanted.model}: {'; '.join(reasons)}"
    hint = "the slug is the end of the model's address on wiro.ai"
    found = Diagnostic(codes.MODEL_NOT_KNOWN, message, Span(str(wanted.model)), hint)
    is_gone = all(answer.is_final for answer in asked)
    return Told(card=None, is_whole=True, is_gone=is_gone, report=Report.of([found]))


async def _answer(service: "Service", call: str, wanted: Wanted) -> _Answer:
    """The answer to a call, for the first slug that the service knows."""
    place = _place(call, wanted)
    declined: Declined | None = None
    for slug in wanted.slugs:
        owner, _, name = slug.partition("/")
        try:
            answer = await service.ask(call, {"slugowner": owner, "slugproject": name})
            return _read(_telling(answer), call, wanted)
        except Declined as reason:
            declined = declined or reason
        except Unanswered as reason:
            return _not_had(place, str(reason))
    if declined is None:
        raise AssertionError("a model has a slug")
    return _declined(place, declined)


async def _public_card(service: "Service", wanted: Wanted) -> _Answer:
    place = _place(PUBLIC_CARD, wanted)
    try:
        return _read(await service.public_card(wanted.model), PUBLIC_CARD, wanted)
    except Declined as declined:
        return _declined(place, declined)
    except Unanswered as reason:
        return _not_had(place, str(reason))
    except NotReached as reason:
        if service.has_account:
            return _not_had(place, str(reason))
        raise


def _beside_the_answers(public: _Answer, wanted: Wanted) -> _Answer:
    """The public card where the answers tell of the model: what is odd about it asks
    nothing of anybody then, but that it could not be had.
    """
    if public.card is not None or public.is_declined:
        return replace(public, findings=())
    message = f"the public card could not be had: {public.reason}"
    hint = f"the answers alone were taken; {SITE_URL} names the site with the cards"
    found = Diagnostic(codes.CARD_NOT_HAD, message, Span(str(wanted.model)), hint)
    return replace(public, findings=(found,))


def _telling(answer: "Answer") -> str:
    """The text of an answer. Raises Declined where it lists no model."""
    if isinstance(answer.tree, dict) and answer.tree.get("tool") == []:
        raise Declined("it knows no such model", is_final=True)
    return answer.text


def _read(text: str, source: str, wanted: Wanted) -> _Answer:
    """What a text tells of the model. Raises Unanswered where it is about another."""
    place = _place(source, wanted)
    reading = read_text(text, place)
    if reading.report.errors:
        unused = _not_had(place, "it cannot be used, as the other findings say")
        return replace(unused, findings=(*reading.report, *unused.findings))
    for card in reading.cards:
        if card.source.format != _FORMATS[source]:
            raise Unanswered(f"it is of another form: {card.source.format}")
        if wanted.is_named(card.model):
            return _Answer(
                card=replace(card, model=wanted.model),
                findings=reading.report.findings,
            )
    others = ", ".join(str(card.model) for card in reading.cards[:3])
    raise Unanswered(f"it tells of {others}")


def _place(source: str, wanted: Wanted) -> str:
    """What findings about an answer call it."""
    return f"{source} of {wanted.model}"


def _not_had(place: str, reason: str) -> _Answer:
    message = f"the answer could not be had: {reason}"
    found = Diagnostic(codes.ANSWER_NOT_HAD, message, Span(place), "run this again")
    return _Answer(findings=(found,), reason=reason)


def _declined(place: str, declined: Declined) -> _Answer:
    reason = str(declined)
    message = f"the service has no such answer: {reason}"
    code, hint = (
        codes.ANSWER_MISSING,
        "what the others tell of the model is taken alone",
    )
    if not declined.is_final:
        code, hint = codes.ANSWER_NOT_HAD, "run this again"
    found = Diagnostic(code, message, Span(place), hint)
    return _Answer(
        findings=(found,), reason=reason, is_declined=True, is_final=declined.is_final
    )


def _without_settled(
    report: Report, card: Card, sources: tuple[Card | None, ...]
) -> Report:
    """A report without what one source leaves open and another settles: that inputs are
    not told, and that a text is taken for a number by its name.
    """
    telling = [one for one in sources if one is not None and one.inputs is not None]
    settled = [codes.INPUTS_NOT_TOLD] if card.inputs is not None else []
    if len(telling) > 1:
        settled += [codes.NUMBER_AS_TEXT, codes.TEXT_IS_FILE]
    return Report.of(one for one in report if one.code not in settled)

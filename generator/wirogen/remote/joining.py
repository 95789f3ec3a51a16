"""What the sources of a model know, in one Card: its two answers and its public card.

| of a Card                            | comes from         | because                |
|--------------------------------------|--------------------|------------------------|
| run path, statuses                   | OpenAPI            | only it tells them     |
| raw slug, title, summary             | Detail, or OpenAPI | OpenAPI copies them    |
| cover, categories, tags, prices      | Detail             | only it tells them     |
| an input's wire form                 | OpenAPI            | requests are checked   |
|                                      |                    | against it             |
| float, kinds of file, a select of a  | Detail             | all are a plain string |
| plain string                         |                    | in OpenAPI             |
| whether an input is required         | either that says so| a request that gives   |
|                                      |                    | it is right for both   |
| bounds, lengths, step, options       | what both allow    | the same               |
| default                              | OpenAPI, or Detail | the one that is        |
|                                      |                    | allowed                |
| label, help, type, extras            | Detail, or OpenAPI | OpenAPI copies them    |

So a request that the joined Card allows is one that both answers allow. Where they
leave nothing in common, OpenAPI goes first. Whatever they disagree about is a finding
that names both values. The public card takes the place of Detail, or of its inputs,
where that tells none; else it gives what neither answer tells.
"""

from dataclasses import replace

from wirogen.card import Card, Input, Source
from wirogen.diagnostics import Diagnostic, Report
from wirogen.remote.disagreements import DETAIL_CALL, PUBLIC_CARD, Disagreements
from wirogen.remote.input_joining import complete_inputs, join_inputs


def join_cards(
    openapi: Card | None, detail: Card | None, public: Card | None = None
) -> tuple[Card, Report]:
    """One Card of what Tool/DetailOpenAPI, Tool/Detail and the public card tell of a
    model, and what they disagree about. Where two are None, it is the other as it is.

    Raises ValueError where all are None, or they are of different models.
    """
    cards = [card for card in (openapi, detail, public) if card is not None]
    if not cards:
        raise ValueError("there is nothing to join")
    for other in cards[1:]:
        if other.model != cards[0].model:
            raise ValueError(f"{cards[0].model} and {other.model} are two models")
    if detail is None:
        return _joined(openapi, public, PUBLIC_CARD, PUBLIC_CARD)
    if public is None:
        return _joined(openapi, detail, DETAIL_CALL, DETAIL_CALL)
    second = DETAIL_CALL
    if detail.inputs is None:
        detail, second = replace(detail, inputs=public.inputs), PUBLIC_CARD
    joined, report = _joined(openapi, detail, DETAIL_CALL, second)
    completed, findings = _completed(joined, public, openapi)
    return completed, report + Report(findings)


def _joined(
    openapi: Card | None, other: Card | None, second: str, of_inputs: str
) -> tuple[Card, Report]:
    """OpenAPI's Card and another; one at least is there. `second` names the source of
    the other, `of_inputs` that of its inputs.
    """
    if openapi is None or other is None:
        only = openapi or other
        if only is None:
            raise AssertionError("there is nothing to join")
        return only, Report()
    about = Disagreements(str(openapi.model), openapi.span, second)
    inputs, findings = _inputs(openapi, other, of_inputs)
    card = Card(
        model=openapi.model,
        raw_slug=_raw_slug(openapi, other, about),
        run_path=openapi.run_path,
        title=_title(openapi, other, about),
        summary=about.words("the description", openapi.summary, other.summary),
        cover=other.cover or openapi.cover,
        categories=other.categories or openapi.categories,
        tags=other.tags or openapi.tags,
        inputs=inputs,
        prices=other.prices or openapi.prices,
        statuses=openapi.statuses or other.statuses,
        extras=about.extras(openapi.extras, other.extras),
        source=Source(
            file=openapi.source.file,
            format=f"{openapi.source.format} and {other.source.format}",
        ),
        span=openapi.span,
    )
    return card, Report.of([*about, *findings])


def _completed(
    joined: Card, public: Card, openapi: Card | None
) -> tuple[Card, tuple[Diagnostic, ...]]:
    """What the answers tell with what only the public card does."""
    inputs = joined.inputs
    findings: tuple[Diagnostic, ...] = ()
    if inputs is None or public.inputs is None:
        inputs = inputs or public.inputs
    else:
        inputs, findings = complete_inputs(inputs, public.inputs)
    has_document = openapi is not None
    card = replace(
        joined,
        raw_slug=_raw_slug_of(joined, public),
        run_path=joined.run_path if has_document else public.run_path,
        run_path_span=joined.run_path_span if has_document else public.run_path_span,
        summary=joined.summary or public.summary,
        cover=joined.cover or public.cover,
        categories=joined.categories or public.categories,
        tags=joined.tags or public.tags,
        inputs=inputs,
        statuses=joined.statuses or public.statuses,
    )
    return card, findings


def _raw_slug(openapi: Card, other: Card, about: Disagreements) -> str:
    """A source that has the clean slug alone says nothing of the raw one."""
    clean = str(openapi.model)
    slugs = [slug for slug in (openapi.raw_slug, other.raw_slug) if slug != clean]
    return about.words("the slug", slugs[0], slugs[-1]) if slugs else clean


def _raw_slug_of(joined: Card, public: Card) -> str:
    is_clean = joined.raw_slug == str(joined.model)
    return public.raw_slug if is_clean else joined.raw_slug


def _title(openapi: Card, other: Card, about: Disagreements) -> str:
    """The title; a public card has none but the name in its slug."""
    if about.second == PUBLIC_CARD:
        return openapi.title or other.title
    return about.words("the title", openapi.title, other.title)


def _inputs(
    openapi: Card, other: Card, second: str
) -> tuple[tuple[Input, ...] | None, tuple[Diagnostic, ...]]:
    if openapi.inputs is None or other.inputs is None:
        inputs = other.inputs if openapi.inputs is None else openapi.inputs
        return inputs, ()
    return join_inputs(openapi.inputs, other.inputs, second)

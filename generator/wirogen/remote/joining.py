"""What the two answers about a model know, in one Card.

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
that names both values.
"""

from wirogen.card import Card, Input, Source
from wirogen.diagnostics import Diagnostic, Report
from wirogen.remote.disagreements import DETAIL_CALL, OPENAPI_CALL, Disagreements
from wirogen.remote.input_joining import join_inputs

__all__ = ["DETAIL_CALL", "OPENAPI_CALL", "join_cards"]


def join_cards(openapi: Card | None, detail: Card | None) -> tuple[Card, Report]:
    """One Card of what Tool/DetailOpenAPI and Tool/Detail tell of a model, and what
    they disagree about. Where one of them is None, it is the other as it is.

    Raises ValueError where both are None, or they are of different models.
    """
    if openapi is None or detail is None:
        only = openapi or detail
        if only is None:
            raise ValueError("there is nothing to join")
        return only, Report()
    if openapi.model != detail.model:
        raise ValueError(f"{openapi.model} and {detail.model} are two models")
    about = Disagreements(str(openapi.model), openapi.span)
    inputs, findings = _inputs(openapi, detail)
    card = Card(
        model=openapi.model,
        raw_slug=_raw_slug(openapi, detail, about),
        run_path=openapi.run_path,
        title=about.words("the title", openapi.title, detail.title),
        summary=about.words("the description", openapi.summary, detail.summary),
        cover=detail.cover or openapi.cover,
        categories=detail.categories or openapi.categories,
        tags=detail.tags or openapi.tags,
        inputs=inputs,
        prices=detail.prices or openapi.prices,
        statuses=openapi.statuses or detail.statuses,
        extras=about.extras(openapi.extras, detail.extras),
        source=Source(
            file=openapi.source.file,
            format=f"{openapi.source.format} and {detail.source.format}",
        ),
        span=openapi.span,
    )
    return card, Report.of([*about, *findings])


def _raw_slug(openapi: Card, detail: Card, about: Disagreements) -> str:
    """A source that has the clean slug alone says nothing of the raw one."""
    clean = str(openapi.model)
    slugs = [slug for slug in (openapi.raw_slug, detail.raw_slug) if slug != clean]
    return about.words("the slug", slugs[0], slugs[-1]) if slugs else clean


def _inputs(
    openapi: Card, detail: Card
) -> tuple[tuple[Input, ...] | None, tuple[Diagnostic, ...]]:
    if openapi.inputs is None or detail.inputs is None:
        told = detail.inputs if openapi.inputs is None else openapi.inputs
        return told, ()
    return join_inputs(openapi.inputs, detail.inputs)

"""One specification at a time: looked into, converted, written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wirogen.card import Card, ModelId
from wirogen.config import Config
from wirogen.contract import model_stem
from wirogen.diagnostics import Report, Span, codes, refusal
from wirogen.output import write_whole
from wirogen.overrides import Corrected, apply_overrides, corrections_of
from wirogen.own_format.writer import card_yaml
from wirogen.pipeline.across import described_twice
from wirogen.pipeline.corrections import corrections_in
from wirogen.readers import read_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What is understood of one file: its Cards as they are generated from, and what
    overrides changed about each of them.
    """

    cards: tuple[Card, ...]
    corrected: tuple[tuple[ModelId, Corrected], ...]
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """Files in our own format: where each belongs, and its text."""

    texts: tuple[tuple[Path, str], ...]
    report: Report


def inspect(file: Path, config: Config) -> Inspected:
    """Reads one file, with the overrides of a configuration applied."""
    reading = read_file(file)
    overrides = corrections_in(config).overrides
    applied = [apply_overrides(card, overrides) for card in reading.cards]
    findings = [finding for _, report in applied for finding in report.unordered]
    corrected = tuple(
        (card.model, change)
        for card in reading.cards
        for change in corrections_of(card, overrides)
    )
    return Inspected(
        cards=tuple(card for card, _ in applied),
        corrected=corrected,
        report=reading.report + Report.of(findings),
    )


def convert(files: Sequence[Path], folder: Path | None, config: Config) -> Converted:
    """Our own format of everything that some files describe. Paths are below `folder`,
    `owner/model.yaml`.
    """
    readings = [read_file(file) for file in files]
    cards = [card for reading in readings for card in reading.cards]
    schema = schema_from(config) if folder else None
    base = folder or Path()
    places = (base / f"{model_stem(card.model)}.yaml" for card in cards)
    texts = (card_yaml(card, schema) for card in cards)
    findings = [found for reading in readings for found in reading.report.unordered]
    return Converted(
        texts=tuple(zip(places, texts, strict=True)),
        report=Report.of([*findings, *described_twice(cards)]),
    )


def write_specification(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Writes a specification as a whole. Raises Refused where something else is there,
    unless it is to be overwritten, and where it cannot be written.
    """
    if path.exists() and not overwrite and path.read_bytes() != text.encode():
        raise refusal(
            codes.SPECIFICATION_IS_THERE,
            "there is another specification in this file",
            Span.of_file(path),
            "give --overwrite to replace it",
        )
    try:
        write_whole(path, text)
    except OSError as error:
        raise refusal(
            codes.SPECIFICATION_NOT_WRITTEN,
            f"it cannot be written: {error.strerror or error}",
            Span.of_file(path),
        ) from error


def schema_from(config: Config) -> str | None:
    """Where editors find the schema of our format, as seen from an owner's folder; None
    where the repository has no copy of it: beside its configuration, or where this
    project has its own.
    """
    if not config.specs[0].is_relative_to(config.root):
        return None
    up = len(config.specs[0].relative_to(config.root).parts) + 1
    for copy in ("card.schema.json", "docs/schema/card.schema.json"):
        if (config.root / copy).is_file():
            return f"{'../' * up}{copy}"
    return None

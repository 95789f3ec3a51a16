"""Everything that a configuration's specifications say, corrected and judged."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from wirogen.card import Card
from wirogen.config import Config
from wirogen.diagnostics import Report
from wirogen.pipeline.across import findings_across
from wirogen.pipeline.corrections import corrections_in
from wirogen.pipeline.specification import corrected_and_judged, read_specification
from wirogen.pipeline.specification_files import idle_excludes, specification_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Specifications:
    """What a set of files says.

    `cards` are corrected and in the order of their slugs, `originals` the same as their
    sources have them; `report` holds every finding of every file, and `files` is what
    was read.
    """

    cards: tuple[Card, ...]
    originals: tuple[Card, ...]
    report: Report
    files: tuple[Path, ...]


def read_specifications(config: Config) -> Specifications:
    """Reads, corrects and judges every specification of a configuration.

    Nothing is raised for what a file holds: that is in the report.
    """
    files = specification_files(config)
    corrections = corrections_in(config)
    each = [
        corrected_and_judged(read_specification(path, config), corrections)
        for path in files
    ]
    originals = _in_order(card for one in each for card in one.originals)
    is_all_read = config.has_all and all(
        one.originals or not one.report.errors for one in each
    )
    report = Report.of(
        chain(
            *(one.report.unordered for one in each),
            findings_across(originals, corrections, is_all_read=is_all_read),
            idle_excludes(config),
        )
    )
    return Specifications(
        cards=_in_order(card for one in each for card in one.cards),
        originals=originals,
        report=config.lint.judge(report, is_whole=config.file is not None),
        files=files,
    )


def _in_order(cards: Iterable[Card]) -> tuple[Card, ...]:
    return tuple(sorted(cards, key=lambda card: card.model))


def readable_specifications(config: Config) -> Specifications:
    """The same. Raises Refused, with every finding, where any of them is an error."""
    read = read_specifications(config)
    read.report.refuse_errors()
    return read

"""Everything that a configuration's specifications say, corrected and judged."""

from dataclasses import dataclass
from pathlib import Path

from wirogen.card import Card
from wirogen.config import Config
from wirogen.contract import resolve
from wirogen.diagnostics import Report
from wirogen.overrides import (
    Overrides,
    apply_overrides,
    read_overrides,
    unsettled,
    unused,
)
from wirogen.pipeline.across import described_twice
from wirogen.pipeline.specification import read_specification
from wirogen.pipeline.specification_files import specification_files
from wirogen.rules import judge, owners_that_differ_by_case


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
    readings = [read_specification(path, config) for path in files]
    originals = sorted(
        (card for reading in readings for card in reading.cards),
        key=lambda card: card.model,
    )
    overrides = overrides_of(config)
    corrected = [apply_overrides(card, overrides) for card in originals]
    cards = [card for card, _ in corrected]
    report = Report.of(
        finding
        for findings in (
            *(unsettled(each.report, overrides).unordered for each in readings),
            *(found.unordered for _, found in corrected),
            unused(overrides, originals).unordered,
            judge(map(resolve, cards)).unordered,
            owners_that_differ_by_case(cards),
            described_twice(originals),
        )
        for finding in findings
    )
    return Specifications(
        cards=tuple(cards),
        originals=tuple(originals),
        report=config.lint.judge(report),
        files=files,
    )


def readable_specifications(config: Config) -> Specifications:
    """The same. Raises Refused, with every finding, where any of them is an error."""
    read = read_specifications(config)
    read.report.refuse_errors()
    return read


def overrides_of(config: Config) -> Overrides:
    """The corrections of a configuration. Raises Refused where they are wrong."""
    path = config.overrides
    return read_overrides(path) if path and path.exists() else Overrides()

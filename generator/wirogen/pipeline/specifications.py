"""Everything that a configuration's specifications say, corrected and judged."""

from dataclasses import dataclass, replace
from pathlib import Path

from wirogen.card import Card
from wirogen.config import Config
from wirogen.contract import resolve
from wirogen.diagnostics import Report, as_people_write
from wirogen.diagnostics.codes import NO_SPECIFICATION, UNKNOWN_FORMAT
from wirogen.overrides import Overrides, apply_overrides, read_overrides, unused
from wirogen.pipeline.across import described_twice
from wirogen.pipeline.specification_files import specification_files
from wirogen.readers import read_file
from wirogen.readers.reading import Reading
from wirogen.rules import judge, owners_that_differ_by_case

_OF_WORDS = frozenset({".md", ".txt"})
_LEFT_OUT = "it is left out; `exclude` in the configuration says so for good"


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
            *(reading.report.unordered for reading in readings),
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


def read_specification(path: Path, config: Config) -> Reading:
    """What a file holds. A file of words in a folder of specifications may be another
    thing: that is a note, where the file is not named by itself.
    """
    reading = read_file(as_people_write(path))
    if path.suffix.lower() in _OF_WORDS and path not in config.specs:
        foreign = [
            one for one in reading.report.unordered if one.code is UNKNOWN_FORMAT
        ]
        if foreign:
            return Reading(
                (),
                Report.of(
                    replace(x, code=NO_SPECIFICATION, hint=_LEFT_OUT) for x in foreign
                ),
            )
    if len(reading.cards) != 1:
        return reading
    model = str(reading.cards[0].model)
    about = Report.of(replace(one, model=model) for one in reading.report.unordered)
    return Reading(reading.cards, about)


def readable_specifications(config: Config) -> Specifications:
    """The same. Raises Refused, with every finding, where any of them is an error."""
    read = read_specifications(config)
    read.report.refuse_errors()
    return read


def overrides_of(config: Config) -> Overrides:
    """The corrections of a configuration. Raises Refused where they are wrong."""
    path = config.overrides
    return read_overrides(path) if path and path.exists() else Overrides()

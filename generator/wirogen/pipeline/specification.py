"""What one file of a configuration says: as it is, and corrected and judged."""

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from wirogen.card import Card
from wirogen.config import Config
from wirogen.contract import Contract, resolve
from wirogen.diagnostics import Diagnostic, Report, as_people_write
from wirogen.diagnostics.codes import NO_SPECIFICATION, UNKNOWN_FORMAT
from wirogen.pipeline.corrections import Corrections
from wirogen.readers import read_file
from wirogen.readers.reading import Reading
from wirogen.rules import judge

_OF_WORDS = frozenset({".md", ".txt"})
_LEFT_OUT = "it is left out; `exclude` in the configuration says so for good"
_TO_LEAVE_OUT = "`exclude` in the configuration leaves it out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specification:
    """What a file says: its Cards as they stand there, the same corrected, what they
    mean, and every finding about them.
    """

    originals: tuple[Card, ...]
    cards: tuple[Card, ...]
    contracts: tuple[Contract, ...]
    report: Report


def corrected_and_judged(reading: Reading, corrections: Corrections) -> Specification:
    """What was read, corrected and judged. Nothing is raised for what it holds; Refused
    where the overrides are wrong.
    """
    corrected = [*map(corrections.applied_to, reading.cards)]
    cards = tuple(card for card, _ in corrected)
    contracts = tuple(map(resolve, cards))
    about = chain.from_iterable(report.unordered for _, report in corrected)
    found = reading.report + judge(contracts)
    return Specification(
        originals=reading.cards,
        cards=cards,
        contracts=contracts,
        report=corrections.unsettled(found, Report.of(about)),
    )


def read_specification(path: Path, config: Config) -> Reading:
    """What a file holds. A file in a folder of specifications that is not named by
    itself may be another thing: of words that is a note, and of data it may be damaged.
    """
    reading = read_file(as_people_write(path))
    foreign = [one for one in reading.report.unordered if one.code is UNKNOWN_FORMAT]
    if foreign and path not in config.specs:
        is_of_words = path.suffix.lower() in _OF_WORDS
        return Reading((), Report.of(_not_named(one, is_of_words) for one in foreign))
    if len(reading.cards) != 1:
        return reading
    (card,) = reading.cards
    about = (
        replace(finding, model=str(card.model)) for finding in reading.report.unordered
    )
    return Reading(reading.cards, Report.of(about))


def _not_named(foreign: Diagnostic, is_of_words: bool) -> Diagnostic:
    if is_of_words:
        return replace(foreign, code=NO_SPECIFICATION, hint=_LEFT_OUT)
    return replace(foreign, hint=f"{foreign.hint}; {_TO_LEAVE_OUT}")

"""All that one specification gives: read, corrected, judged and printed at once.

Nothing of it depends on another specification, so that any process can do it, and it
need not be done again while nothing that it came from changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from wirogen.card import Card
from wirogen.config import Config
from wirogen.contract import Contract
from wirogen.diagnostics import Position, Refused
from wirogen.output import digests_of
from wirogen.pipeline.corrections import Corrections
from wirogen.pipeline.effort import Clock
from wirogen.pipeline.made import Described, File, Finding, Made
from wirogen.pipeline.model_patterns import is_named
from wirogen.pipeline.sources import Source, content_digest
from wirogen.pipeline.specification import corrected_and_judged, read_specification
from wirogen.render import Printer

Texts = tuple[Mapping[str, str], ...]
"""The texts of files by their paths, for each output."""


class Result(NamedTuple):
    """What was made of a specification: what there is to remember, its texts, why one
    of them could not be printed, and the seconds that each step took.
    """

    made: Made
    texts: Texts
    refused: tuple[Finding, ...]
    seconds: Mapping[str, float]


class Maker:
    """Makes what specifications give: for each output, the files that its printer
    prints; none for lack of printers.
    """

    def __init__(
        self,
        config: Config,
        corrections: Corrections,
        printers: Sequence[Printer] = (),
    ) -> None:
        self._config = config
        self._corrections = corrections
        self._printed = tuple(zip(config.outputs, printers, strict=False))

    def make(self, source: Source) -> Result:
        """All that a specification gives. Nothing is raised for what it holds."""
        clock = Clock()
        with clock.step("read"):
            reading = read_specification(source.path, self._config)
        with clock.step("correct and judge"):
            specification = corrected_and_judged(reading, self._corrections)
            report = specification.report
            findings = tuple(map(Finding.of, report.unordered))
        texts: Texts = ()
        files = None
        refused: tuple[Finding, ...] = ()
        with clock.step("print and verify"):
            try:
                if self._printed and not report.errors:
                    files, texts = self._print(specification.contracts)
            except Refused as error:
                refused = tuple(map(Finding.of, error.report))
        is_settled = content_digest(source.path) == source.content
        made = Made(
            content=source.content if is_settled else "",
            corrections=self._corrections.digest_of(
                card.model for card in specification.cards
            ),
            described=tuple(map(_described, specification.cards)),
            findings=findings,
            files=files,
        )
        return Result(made, texts, refused, clock.seconds)

    def _print(
        self, contracts: Sequence[Contract]
    ) -> tuple[tuple[tuple[File, ...], ...], Texts]:
        """The files of each output, and their texts."""
        files = []
        texts = []
        for output, printer in self._printed:
            printed = [
                printer.model(contract)
                for contract in contracts
                if contract.inputs is not None and is_named(output, contract.model)
            ]
            texts.append({entry.path: text for entry, text in printed})
            digests = digests_of(texts[-1])
            files.append(
                tuple(
                    File(**asdict(entry), digest=digests[entry.path])
                    for entry, _ in printed
                )
            )
        return tuple(files), tuple(texts)


def _described(card: Card) -> Described:
    span = card.span
    position = span.position or Position(0, 0)
    return Described(
        owner=card.model.owner,
        name=card.model.name,
        raw_slug=card.raw_slug,
        has_inputs=card.inputs is not None,
        file=span.file,
        pointer=span.pointer,
        line=position.line,
        column=position.column,
    )

"""Every file of every output: made where it has to be, else as it was made before."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from wirogen.card import ModelId
from wirogen.config import Config, OutputConfig
from wirogen.diagnostics import Refused, Report
from wirogen.output import digest, digests_of
from wirogen.pipeline.effort import Effort
from wirogen.pipeline.made import File, Finding, Made, diagnostics_of
from wirogen.pipeline.memory import Memory, Shared
from wirogen.pipeline.model_patterns import is_named, refuse_idle_globs
from wirogen.pipeline.origins import Inputs
from wirogen.pipeline.output_texts import OutputTexts
from wirogen.pipeline.recall import Recall
from wirogen.pipeline.set_aside import as_it_was, note_of, unusable
from wirogen.pipeline.sources import Source
from wirogen.pipeline.specification_files import idle_excludes
from wirogen.records import Note

if TYPE_CHECKING:
    from wirogen.pipeline.making import Result
    from wirogen.render import Printer
    from wirogen.targets.entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An output as it should be: the texts of its files, their digests, the hashes of
    all that they came from, and which of that single files came from. `is_unharmed`
    says that all of them are there already.
    """

    output: OutputConfig
    texts: Mapping[str, str]
    digests: Mapping[str, str]
    inputs: Inputs
    origins: Mapping[str, str]
    is_unharmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """What came of a configuration. `notes` tell about records that could not be
    used or kept, and what was set aside.
    """

    report: Report
    models: tuple[ModelId, ...]
    outputs: tuple[Built, ...]
    notes: tuple[Note, ...]


def build(config: Config, effort: Effort, *, keep_going: bool = False) -> Building:
    """Makes every output of a configuration; writes nothing but records.

    Raises Refused, with every finding, where any of them is an error, where an output
    names a model that no specification describes, and where something cannot be
    printed. With `keep_going` a specification that has an error is set aside: its
    models stay as they were made last, and its errors stand in the report. Refused is
    raised then where an error is of no specification, and where none is right.
    """
    return _Run(config, effort).build(keep_going=keep_going)


def judged(config: Config, effort: Effort) -> tuple[Report, tuple[Note, ...]]:
    """Every finding about the specifications of a configuration, and notes about
    records. Nothing is raised for what a specification holds.
    """
    return _Run(config, effort).judged()


class _Run:
    """One run: what every specification gives, and the texts of each output."""

    def __init__(self, config: Config, effort: Effort) -> None:
        self._config = config
        self._effort = effort
        with effort.clock.step("look for changes"):
            self._recall = Recall(config)
            self._made = dict(self._recall.known())
        self._texts = tuple(map(OutputTexts, config.outputs))
        self._unprintable: dict[str, tuple[Finding, ...]] = {}
        self._aside: dict[str, Made] = {}

    def judged(self) -> tuple[Report, tuple[Note, ...]]:
        self._make(printing=False)
        across = self._across()
        memory = self._recall.memory
        return self._report(across), self._keep(across, memory.settings, memory.shared)

    def build(self, *, keep_going: bool) -> Building:
        with self._effort.clock.step("look for changes"):
            self._forget_unprinted()
            self._forget_harmed()
        refused = self._make(printing=True)
        across = self._across()
        report = self._report(across)
        if keep_going:
            unprintable = chain.from_iterable(self._unprintable.values())
            report += Report.of(diagnostics_of(unprintable))
            self._set_aside(unusable(self._made, across.findings, report))
        else:
            report.refuse_errors()
        described = [one for made in self._printed() for one in made.described]
        if not self._aside:
            refuse_idle_globs(self._config, [one.model for one in described])
        if refused and not self._unprintable.keys() <= self._aside.keys():
            raise refused
        with self._effort.clock.step("print and verify"):
            shared = tuple(map(self._shared, range(len(self._config.outputs))))
        models = {one.model for one in described if one.has_inputs}
        return Building(
            report=report,
            models=tuple(sorted(filter(self._is_named, models))),
            outputs=tuple(self._built(n, each) for n, each in enumerate(shared)),
            notes=(
                *self._keep(across, self._recall.settings, shared),
                *(note_of(shown, made) for shown, made in sorted(self._aside.items())),
            ),
        )

    def _set_aside(self, unusable: set[str]) -> None:
        """Puts what specifications gave last in the place of what they give."""
        for shown in unusable:
            made = self._made[shown]
            for number, texts in enumerate(self._texts):
                texts.drop(file.path for file in made.files_of(number))
            self._aside[shown] = as_it_was(shown, made, self._recall, self._texts)

    def _keep(
        self, across: "_Across", settings: tuple[str, ...], shared: tuple[Shared, ...]
    ) -> tuple[Note, ...]:
        """Leaves what was found out to the next run; gives notes."""
        corrections = self._recall.corrections
        memory = Memory(
            overrides=corrections.settled_content,
            corrections=corrections.digests,
            made=self._made,
            last={
                shown: made
                for shown, made in self._recall.last().items()
                if shown in self._made and self._made[shown].files is None
            },
            all_sources=across.origin,
            across=across.findings,
            settings=settings,
            shared=shared,
        )
        with self._effort.clock.step("remember"):
            return self._recall.keep(memory)

    def _forget_unprinted(self) -> None:
        """Forgets what was not printed, or for other settings."""
        if self._recall.memory.settings != self._recall.settings:
            self._made.clear()
        for shown, made in [*self._made.items()]:
            if made.files is None and not made.has_errors:
                del self._made[shown]

    def _forget_harmed(self) -> None:
        """Forgets what is not in its place as it was printed."""
        for number, texts in enumerate(self._texts):
            owners = {
                file: shown
                for shown, made in self._made.items()
                for file in made.files_of(number)
            }
            there = texts.find({file.path: file.digest for file in owners})
            for file, shown in owners.items():
                if file.path not in there:
                    self._made.pop(shown, None)

    def _make(self, *, printing: bool) -> Refused | None:
        """Makes what is not known yet; gives why something could not be printed."""
        missing = [
            each for each in self._recall.sources if each.shown not in self._made
        ]
        if not missing:
            return None
        from wirogen.pipeline.making import Maker  # noqa: PLC0415 - they take a moment
        from wirogen.pipeline.processes import shared_work  # noqa: PLC0415

        useless: Refused | None = None
        printers: tuple[Printer, ...] = ()
        try:
            printers = self._printers if printing else ()
        except Refused as refused:
            useless = refused
        maker = Maker(self._config, self._recall.corrections, printers)
        work = shared_work(maker.make, missing, self._effort.processes)
        unprintable: dict[int, tuple[Finding, ...]] = {}
        with closing(work) as results:
            for done, (number, result) in enumerate(results, 1):
                self._take(missing[number], result)
                if result.refused:
                    unprintable[number] = result.refused
                self._effort.progress(done, len(missing))
        self._unprintable = {missing[n].shown: why for n, why in unprintable.items()}
        if not useless and unprintable:
            return Refused(*diagnostics_of(unprintable[min(unprintable)]))
        return useless

    def _take(self, source: Source, result: "Result") -> None:
        self._made[source.shown] = result.made
        for texts, made in zip(self._texts, result.texts, strict=False):
            texts.put(made)
        for step, seconds in result.seconds.items():
            self._effort.clock.add(step, seconds)

    @cached_property
    def _printers(self) -> "tuple[Printer, ...]":
        """What prints each output. Raises Refused where a template or a report of
        changes cannot be used.
        """
        from wirogen.changes import read_history  # noqa: PLC0415 - only if needed
        from wirogen.render import (  # noqa: PLC0415 - jinja2 is heavy
            printer_of,
            refuse_left_out,
        )

        outputs = self._config.outputs
        for folder in dict.fromkeys(output.templates for output in outputs):
            made = (output for output in outputs if output.templates == folder)
            runtimes = [one.runtime for one in made if one.target == "python"]
            if folder:
                refuse_left_out(folder, runtimes)
        return tuple(
            printer_of(
                output.target,
                output.package,
                output.templates,
                read_history(output.history) if output.history else (),
                output.runtime,
            )
            for output in outputs
        )

    def _in_order(self) -> list[Made]:
        return [self._made[source.shown] for source in self._recall.sources]

    def _printed(self) -> list[Made]:
        """What outputs have of each specification."""
        return [{**self._made, **self._aside}[s.shown] for s in self._recall.sources]

    def _across(self) -> "_Across":
        """What only all specifications together show."""
        corrections, memory = self._recall.corrections, self._recall.memory
        contents = [made.content for made in self._in_order()]
        settled = [corrections.settled_content, *contents]
        names = [source.shown for source in self._recall.sources]
        origin = digest(repr((names, settled)).encode()) if all(settled) else ""
        if origin and origin == memory.all_sources:
            return _Across(origin, memory.across)
        from wirogen.pipeline.across import (  # noqa: PLC0415
            findings_across,
            stand_in,
        )

        made = self._in_order()
        described = (one for each in made for one in each.described)
        cards = sorted(map(stand_in, described), key=lambda card: card.model)
        is_all_read = self._config.has_all and all(
            each.described or not each.has_errors for each in made
        )
        found = findings_across(cards, corrections, is_all_read=is_all_read)
        return _Across(origin, tuple(map(Finding.of, found)))

    def _report(self, across: "_Across") -> Report:
        findings = [one for made in self._in_order() for one in made.findings]
        told = diagnostics_of([*findings, *across.findings])
        whole = Report.of([*told, *idle_excludes(self._config)])
        is_whole = self._config.file is not None
        return self._config.lint.judge(whole, is_whole=is_whole)

    def _shared(self, number: int) -> Shared:
        """The files of an output that its models share."""
        entries = self._entries(number)
        wanted = (self._recall.settings[number], entries)
        origin = digest(repr(wanted).encode("utf-8", "surrogatepass"))
        before, texts = self._recall.shared(number, origin), self._texts[number]
        if before and texts.find(before.files) == before.files.keys():
            return before
        made = self._printers[number].shared(entries)
        texts.put(made)
        return Shared(origin=origin, files=digests_of(made))

    def _entries(self, number: int) -> "list[Entry]":
        """The entries of an output's models, in the order of the models."""
        from wirogen.targets.entries import Entry  # noqa: PLC0415

        files = sorted(self._files(number), key=lambda file: file.model.split("/"))
        return [
            Entry(path=file.path, model=file.model, title=file.title, about=file.about)
            for file in files
        ]

    def _files(self, number: int) -> Iterator[File]:
        for made in self._printed():
            yield from made.files_of(number)

    def _built(self, number: int, shared: Shared) -> Built:
        texts = self._texts[number]
        models = {file.path: file.digest for file in self._files(number)}
        digests = {**shared.files, **models}
        if any(made.files is None for made in self._aside.values()):
            digests |= texts.find_others(digests)  # nobody knows what they gave
        return Built(
            output=self._config.outputs[number],
            texts=texts.of(digests),
            digests=digests,
            inputs=self._recall.inputs(number),
            origins=dict(self._origins(number)),
            is_unharmed=texts.are_all_there,
        )

    def _origins(self, number: int) -> Iterator[tuple[str, str]]:
        """What each file of a model came from, beside what all files do."""
        for source, made in zip(self._recall.sources, self._in_order(), strict=True):
            for file in made.files_of(number):
                yield file.path, self._recall.origin(source, file.model)

    def _is_named(self, model: ModelId) -> bool:
        return any(is_named(output, model) for output in self._config.outputs)


@dataclass(frozen=True, slots=True)
class _Across:
    """Findings about all specifications, and a digest of those."""

    origin: str
    findings: tuple[Finding, ...]

"""Every file of every output: made where it has to be, else as it was made before."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from wirogen.card import ModelId
from wirogen.config import Config, LintPolicy, OutputConfig
from wirogen.diagnostics import Refused, Report
from wirogen.output import digest, digests_of, unharmed_texts
from wirogen.pipeline.corrections import NO_FILE, Corrections
from wirogen.pipeline.effort import Effort
from wirogen.pipeline.made import Finding, Made, diagnostics_of
from wirogen.pipeline.memory import Memory, Shared
from wirogen.pipeline.model_patterns import is_named, refuse_idle_globs
from wirogen.pipeline.origins import Origins, contents_of, settings_of
from wirogen.pipeline.sources import Source, overrides_source, sources_of
from wirogen.records import records_of
from wirogen.shipped import code_digest

if TYPE_CHECKING:
    from wirogen.pipeline.making import Result
    from wirogen.render import Printer
    from wirogen.targets.entries import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An output as it should be: the texts of its files, their digests and what they
    came from. `is_unharmed` says that all of them are there already.
    """

    output: OutputConfig
    texts: Mapping[str, str]
    digests: Mapping[str, str]
    origins: Origins
    is_unharmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Building:
    """What came of a configuration. `notes` tell about records that could not be
    used or kept.
    """

    report: Report
    models: tuple[ModelId, ...]
    outputs: tuple[Built, ...]
    notes: tuple[str, ...]


def build(config: Config, effort: Effort) -> Building:
    """Makes every output of a configuration; writes nothing but records.

    Raises Refused, with every finding, where any of them is an error, where an output
    names a model that no specification describes, and where something cannot be
    printed.
    """
    return _Run(config, effort).build()


def judged(config: Config, effort: Effort) -> tuple[Report, tuple[str, ...]]:
    """Every finding about the specifications of a configuration, and notes about
    records. Nothing is raised for what a specification holds.
    """
    return _Run(config, effort).judged()


class _Run:
    """One run: what it found, and what is remembered of the run before it."""

    def __init__(self, config: Config, effort: Effort) -> None:
        self._config = config
        self._effort = effort
        with effort.clock.step("look for changes"):
            self._sources = sources_of(config)
            self._overrides = overrides_source(config)
            self._settings = tuple(map(settings_of, config.outputs))
            subject = repr(replace(config, lint=LintPolicy()))
            self._records = records_of(subject, code_digest())
            self._memory = Memory.from_json(self._records.value)
            self._corrections = self._known_corrections()
            self._made = dict(self._remembered())
        self._there: list[dict[str, str]] = [{} for _ in config.outputs]
        self._new: list[dict[str, str]] = [{} for _ in config.outputs]

    def judged(self) -> tuple[Report, tuple[str, ...]]:
        self._make(printing=False)
        across = self._across()
        report = self._report(across)
        memory = replace(self._now(across), settings=self._memory.settings)
        return report, self._remember(replace(memory, shared=self._memory.shared))

    def build(self) -> Building:
        with self._effort.clock.step("look for changes"):
            self._forget_harmed()
        refused = self._make(printing=True)
        across = self._across()
        report = self._report(across)
        report.refuse_errors()
        described = [one for made in self._in_order() for one in made.described]
        refuse_idle_globs(self._config, [one.model for one in described])
        if refused:
            raise refused
        with self._effort.clock.step("print and verify"):
            shared = tuple(self._shared())
        models = {one.model for one in described if one.is_told}
        return Building(
            report=report,
            models=tuple(sorted(filter(self._is_named, models))),
            outputs=tuple(self._built(shared)),
            notes=self._remember(replace(self._now(across), shared=shared)),
        )

    # --- what is remembered ---------------------------------------------------------

    def _known_corrections(self) -> Corrections:
        content = self._overrides.content if self._overrides else NO_FILE
        is_known = content == self._memory.overrides
        digests = self._memory.corrections if is_known else None
        return Corrections(self._overrides, digests)

    def _remembered(self) -> Iterator[tuple[str, Made]]:
        """What is known of the specifications that are as they were."""
        for source in self._sources:
            made = self._memory.made.get(source.shown)
            if made is None or not source.content or made.content != source.content:
                continue
            models = (one.model for one in made.described)
            if made.corrections == self._corrections.digest_of(models):
                yield source.shown, self._corrections.placed(made)

    def _forget_harmed(self) -> None:
        """Forgets what has to be printed: what was not, or for other settings, and
        what is not in its place as it was.
        """
        if self._memory.settings != self._settings_digests():
            self._made.clear()
        for shown, made in [*self._made.items()]:
            if made.files is None and not made.has_errors:
                del self._made[shown]
        for number, output in enumerate(self._config.outputs):
            owners = {
                file: shown
                for shown, made in self._made.items()
                for file in made.files_of(number)
            }
            digests = {file.path: file.digest for file in owners}
            self._there[number] = unharmed_texts(output.root, digests)
            for file, shown in owners.items():
                if file.path not in self._there[number]:
                    self._made.pop(shown, None)

    def _now(self, across: "_Across") -> Memory:
        """What there is to remember, but for what models share."""
        return Memory(
            overrides=self._corrections.settled_content,
            corrections=self._corrections.digests,
            made=self._made,
            all_sources=across.origin,
            across=across.findings,
            settings=self._settings_digests(),
        )

    def _remember(self, memory: Memory) -> tuple[str, ...]:
        """Leaves it to the next run; gives notes."""
        note = ""
        if memory != self._memory:
            with self._effort.clock.step("remember"):
                note = self._records.keep(memory.to_json())
        return tuple(filter(None, (self._records.note, note)))

    def _settings_digests(self) -> tuple[str, ...]:
        return tuple(digest(repr(each).encode()) for each in self._settings)

    # --- what is made ---------------------------------------------------------------

    def _make(self, *, printing: bool) -> Refused | None:
        """Makes what is not known yet; gives why something could not be printed."""
        missing = [each for each in self._sources if each.shown not in self._made]
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
        maker = Maker(self._config, self._corrections, printers)
        work = shared_work(maker.make, missing, self._effort.processes)
        unprintable: dict[int, tuple[Finding, ...]] = {}
        with closing(work) as results:
            for done, (number, result) in enumerate(results, 1):
                self._take(missing[number], result)
                if result.refused:
                    unprintable[number] = result.refused
                self._effort.progress(done, len(missing))
        if not useless and unprintable:
            return Refused(*diagnostics_of(unprintable[min(unprintable)]))
        return useless

    def _take(self, source: Source, result: "Result") -> None:
        self._made[source.shown] = result.made
        for new, texts in zip(self._new, result.texts, strict=False):
            new.update(texts)
        for step, seconds in result.seconds.items():
            self._effort.clock.add(step, seconds)

    @cached_property
    def _printers(self) -> "tuple[Printer, ...]":
        """What prints each output. Raises Refused where a template cannot be used."""
        from wirogen.render import printer_of  # noqa: PLC0415 - jinja2 is heavy

        return tuple(
            printer_of(
                output.target,
                output.package,
                [output.templates] if output.templates else [],
            )
            for output in self._config.outputs
        )

    def _in_order(self) -> list[Made]:
        return [self._made[source.shown] for source in self._sources]

    def _across(self) -> "_Across":
        """What only all specifications together show."""
        contents = [made.content for made in self._in_order()]
        settled = [self._corrections.settled_content, *contents]
        names = [source.shown for source in self._sources]
        origin = digest(repr((names, settled)).encode()) if all(settled) else ""
        if origin and origin == self._memory.all_sources:
            return _Across(origin, self._memory.across)
        from wirogen.pipeline.across import findings_across  # noqa: PLC0415

        described = (one for made in self._in_order() for one in made.described)
        found = findings_across(described, self._corrections.overrides)
        return _Across(origin, tuple(map(Finding.of, found)))

    def _report(self, across: "_Across") -> Report:
        findings = [one for made in self._in_order() for one in made.findings]
        whole = Report.of(diagnostics_of([*findings, *across.findings]))
        return self._config.lint.judge(whole)

    def _shared(self) -> Iterator[Shared]:
        """The files of each output that its models share."""
        for number, output in enumerate(self._config.outputs):
            entries = self._entries(number)
            wanted = (self._settings_digests()[number], entries)
            origin = digest(repr(wanted).encode("utf-8", "surrogatepass"))
            before = self._memory.shared[number : number + 1]
            if before and before[0].origin == origin:
                there = unharmed_texts(output.root, before[0].files)
                if there.keys() == before[0].files.keys():
                    self._there[number].update(there)
                    yield before[0]
                    continue
            texts = self._printers[number].shared(entries)
            self._new[number].update(texts)
            yield Shared(origin=origin, files=digests_of(texts))

    def _entries(self, number: int) -> "list[Entry]":
        """The entries of an output's models, in the order of the models."""
        from wirogen.targets.entries import Entry  # noqa: PLC0415

        files = [file for made in self._in_order() for file in made.files_of(number)]
        return [
            Entry(path=file.path, model=file.model, title=file.title, about=file.about)
            for file in sorted(files, key=lambda file: file.model.split("/"))
        ]

    def _built(self, shared: Sequence[Shared]) -> Iterator[Built]:
        sources = [*self._sources, *filter(None, [self._overrides])]
        contents = contents_of(sources)
        for number, output in enumerate(self._config.outputs):
            models = {
                file.path: file.digest
                for made in self._in_order()
                for file in made.files_of(number)
            }
            there, new = self._there[number], self._new[number]
            digests = {**shared[number].files, **models}
            yield Built(
                output=output,
                texts={
                    path: new[path] if path in new else there[path] for path in digests
                },
                digests=digests,
                origins={**self._settings[number], **contents},
                is_unharmed=not new,
            )

    def _is_named(self, model: ModelId) -> bool:
        return any(is_named(output, model) for output in self._config.outputs)


@dataclass(frozen=True, slots=True)
class _Across:
    """Findings about all specifications, and a digest of those."""

    origin: str
    findings: tuple[Finding, ...]

"""Pulling: which models, several at a time, each written as soon as it is complete."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from wirogen.card import Card, ModelId
from wirogen.changes import Change, compare_cards
from wirogen.diagnostics import Diagnostic, Refused, Report, Span, codes
from wirogen.remote.access import (
    BASE_URL,
    KEY,
    SECRET,
    SITE_URL,
    Access,
    refuse_without_account,
)
from wirogen.remote.answers import Told, ask_about
from wirogen.remote.catalogue import (
    Selection,
    Wanted,
    listed_models,
    named_models,
    wanted_model,
)
from wirogen.remote.specs_folder import Described, SpecsFolder, open_specs
from wirogen.remote.unanswered import KeysRefused, Stop

if TYPE_CHECKING:
    from wirogen.remote.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRequest:
    """What is to be pulled, and where to.

    `models` are slugs, raw or clean, or addresses of models' pages; `selection` adds
    those of the catalogue that match it (None: only the named ones). Where both are
    empty, the models that `folder` describes are refreshed. Where `is_rehearsal`, all
    is asked and nothing written. `folder` is the first folder of specifications,
    `overrides` the file of corrections, and `schema` where editors find the JSON Schema
    of our format, as seen from the folder of an owner.
    """

    access: Access
    folder: Path
    models: tuple[str, ...] = ()
    selection: Selection | None = None
    overrides: Path | None = None
    schema: str | None = None
    is_rehearsal: bool = False
    at_once: int = 6


class Outcome(StrEnum):
    """What became of a model."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledModel:
    """What became of one model.

    `file` is its specification, None where there is none now; `replaced` are files that
    described it before and are removed. `changes` are against what was there.
    """

    model: ModelId
    outcome: Outcome
    file: Path | None = None
    replaced: tuple[Path, ...] = ()
    changes: tuple[Change, ...] = ()
    report: Report = field(default_factory=Report)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull did, in the order of the models' slugs.

    `left` are the models that were not asked for because the pull ended early; `report`
    has all findings, those of the models included.
    """

    models: tuple[PulledModel, ...]
    left: tuple[ModelId, ...]
    report: Report

    @property
    def failed(self) -> bool:
        """Whether anything that was asked for could not be had."""
        return bool(self.report.errors)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that changed in specifications that had been there before."""
        return tuple(
            change
            for pulled in self.models
            if pulled.outcome is not Outcome.NEW
            for change in pulled.changes
        )

    def of(self, outcome: Outcome) -> tuple[PulledModel, ...]:
        """The models of which that became."""
        return tuple(pulled for pulled in self.models if pulled.outcome is outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a pull is; `model` is the one that is done now, None at the beginning and
    while the catalogue is read, of which `listed` models are known so far.
    """

    done: int
    total: int
    model: PulledModel | None = None
    listed: int | None = None


OnProgress = Callable[[Progress], object]


async def pull_models(
    request: PullRequest, service: "Service", on_progress: OnProgress
) -> Pulled:
    """Pulls what is asked for.

    Raises Refused, before anything is asked, for a name that is none, for a folder that
    is a file, for a catalogue without an account, where there is nothing to
    refresh, and where another pull is using the folder.
    """
    named = named_models(request.models, request.access.site_url)
    if request.selection is not None:
        refuse_without_account(request.access)
    is_refreshed = not named and request.selection is None
    with open_specs(
        request.folder,
        request.overrides,
        request.schema,
        is_rehearsal=request.is_rehearsal,
    ) as folder:
        pull = _Pull(service, folder, on_progress, is_refresh=is_refreshed)
        if is_refreshed:
            named = _described(folder, request.folder)
        try:
            await pull.list(named, request.selection)
            await pull.run(request.at_once)
        except Stop as stop:
            pull.stop(stop, request.access)
    return pull.pulled()


class _Pull:
    """One pull as it goes on: what is done, and what is still to be asked for."""

    def __init__(
        self,
        service: "Service",
        folder: SpecsFolder,
        on_progress: OnProgress,
        *,
        is_refresh: bool,
    ) -> None:
        self._is_refresh = is_refresh
        self._service = service
        self._folder = folder
        self._on_progress = on_progress
        self._wanted: dict[ModelId, Wanted] = {}
        self._done: dict[ModelId, PulledModel] = {}
        self._findings: list[Diagnostic] = []

    async def list(
        self, named: tuple[Wanted, ...], selection: Selection | None
    ) -> None:
        """Finds out which models are wanted."""
        self._wanted = {one.model: one for one in named}
        if selection is not None:
            listing = await listed_models(self._service, selection, self._on_listed)
            self._findings.extend(listing.findings)
            listed = {model: entry.wanted for model, entry in listing.entries.items()}
            self._wanted = listed | self._wanted

    def _on_listed(self, count: int) -> None:
        self._on_progress(Progress(done=0, total=count, listed=count))

    async def run(self, at_once: int) -> None:
        """Pulls the wanted models. Raises Stop, and then starts no other."""
        self._on_progress(Progress(done=0, total=len(self._wanted)))
        waiting = iter(self._wanted.values())
        workers = [
            asyncio.create_task(self._work(waiting)) for _ in range(max(1, at_once))
        ]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, waiting: Iterator[Wanted]) -> None:
        for wanted in waiting:
            pulled = await self._pulled(wanted)
            self._done[wanted.model] = pulled
            progress = Progress(
                done=len(self._done), total=len(self._wanted), model=pulled
            )
            self._on_progress(progress)

    async def _pulled(self, wanted: Wanted) -> PulledModel:
        """What became of a model, whatever goes wrong with it. Raises Stop."""
        try:
            answer = await ask_about(self._service, wanted)
            return self._settle(wanted.model, answer)
        except Stop:
            raise
        except Exception as error:  # no model is to end the pull of all others
            found = Diagnostic(
                codes.MODEL_NOT_PULLED,
                f"{wanted.model} could not be pulled: {type(error).__name__}: {error}",
                Span(""),
                "this is a bug of wirogen: please report it",
            )
            report = Report((found,))
            outcome = Outcome.FAILED
            return PulledModel(model=wanted.model, outcome=outcome, report=report)

    def _settle(self, model: ModelId, answer: Told) -> PulledModel:
        """Writes what was told of a model, unless what is there is more."""
        before = self._folder.find(model)
        failed = PulledModel(model=model, outcome=Outcome.FAILED, report=answer.report)
        if answer.is_gone and before is not None and self._is_refresh:
            return PulledModel(
                model=model,
                outcome=Outcome.UNCHANGED,
                file=before.file,
                report=Report((_gone(before, answer.report),)),
            )
        if answer.card is None:
            return failed
        has_account = self._service.has_account
        if reason := _why_it_stays(before, answer, has_account=has_account):
            return replace(failed, report=answer.report + Report((reason,)))
        try:
            placed = self._folder.put(answer.card)
        except Refused as refused:
            return replace(failed, report=answer.report + refused.report)
        report = answer.report
        if not answer.is_whole:
            report += Report((_in_part(placed.file, "it is of one answer alone"),))
        outcome = Outcome.UPDATED if placed.is_written else Outcome.UNCHANGED
        return PulledModel(
            model=model,
            outcome=Outcome.NEW if before is None else outcome,
            file=placed.file,
            replaced=placed.replaced,
            changes=compare_cards(before.card if before else None, answer.card),
            report=report,
        )

    def stop(self, stop: Stop, access: Access) -> None:
        """Keeps why the pull ends before everything was asked for."""
        left = f"; {_counted(len(self._left))} not asked for" if self._left else ""
        self._findings.append(why_stopped(stop, access, left))

    def pulled(self) -> Pulled:
        """What was done."""
        models = tuple(self._done[model] for model in sorted(self._done))
        found = (finding for pulled in models for finding in pulled.report)
        report = Report.of([*self._findings, *found])
        return Pulled(models=models, left=self._left, report=report)

    @property
    def _left(self) -> tuple[ModelId, ...]:
        return tuple(sorted(self._wanted.keys() - self._done.keys()))


def _why_it_stays(
    before: Described | None, answer: Told, *, has_account: bool
) -> Diagnostic | None:
    """Why what is there is not replaced; None where it is, or nothing is there."""
    if before is None:
        return None
    if not answer.is_whole:
        message = "it stays as it was, as an answer is missing"
        return _in_part(before.file, message)
    if answer.is_public and _tells_more_than_cards(before.card):
        return Diagnostic(
            codes.CARD_TELLS_LESS,
            "it stays as it was: it tells prices, or what is required, and a public"
            " card does not",
            Span.of_file(before.file),
            (
                f"see that {BASE_URL} and {KEY} are right, as its answers tell nothing"
                if has_account
                else f"set {KEY} to pull all of it"
            )
            + ", or remove the file to have what the card tells",
        )
    is_less = answer.card is not None and answer.card.inputs is None
    if is_less and before.card.inputs is not None:
        return Diagnostic(
            codes.INPUTS_NO_LONGER_TOLD,
            "it stays as it was: it tells the model's inputs, and no answer does now",
            Span.of_file(before.file),
            "remove the file if the model is to be without inputs",
        )
    return None


def _tells_more_than_cards(card: Card) -> bool:
    """Whether a Card has what no public card tells."""
    inputs = card.inputs or ()
    return card.prices is not None or any(one.required is not None for one in inputs)


def _described(folder: SpecsFolder, path: Path) -> tuple[Wanted, ...]:
    """The models that a folder describes. Raises Refused where there are none."""
    if not folder.models():
        raise Refused(
            Diagnostic(
                codes.NOTHING_TO_REFRESH,
                "there is no specification here to refresh",
                Span.of_file(path),
                "name models, or give --all, --search or --category",
            )
        )
    described = map(folder.find, folder.models())
    return tuple(
        wanted_model(one.card.raw_slug, str(one.card.model))
        for one in described
        if one is not None
    )


def _gone(before: Described, answered: Report) -> Diagnostic:
    reasons = "; ".join(found.message for found in answered)
    return Diagnostic(
        codes.MODEL_GONE,
        f"it stays as it was: {reasons}",
        Span.of_file(before.file),
        "remove the file if the model is gone; keep models of your own in another"
        " folder of `specs`",
    )


def _in_part(file: Path, message: str) -> Diagnostic:
    hint = "run this again when the service answers"
    return Diagnostic(codes.PULLED_IN_PART, message, Span.of_file(file), hint)


def why_stopped(stop: Stop, access: Access, left: str = "") -> Diagnostic:
    """Why nothing else can be asked; `left` says what was not."""
    if isinstance(stop, KeysRefused):
        code, message = (
            codes.KEYS_NOT_ACCEPTED,
            "the service does not accept the API key",
        )
        hint = _about_keys(access)
    else:
        code, message = codes.SERVICE_NOT_REACHED, "the service cannot be reached"
        name = BASE_URL if access.has_account else SITE_URL
        hint = f"check the connection, and {name} if it is set; run this again"
    return Diagnostic(code, f"{message} ({stop}){left}", Span(""), hint)


def _about_keys(access: Access) -> str:
    if access.keys is None:
        return f"set {KEY}, or see to the keys that the proxy at {BASE_URL} holds"
    if access.signs:
        return f"see that {KEY} and {SECRET} are right and of one project"
    return f"see that {KEY} is right; a project that signs its calls needs {SECRET} too"


def _counted(count: int) -> str:
    return "1 model was" if count == 1 else f"{count} models were"

"""`batch FILE`: many runs, each to its own end, and across interruptions."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from ..batch.many import AnyRequest, RunFailed, RunOutcome, RunSucceeded, RunUnknown
from ..client.file_names import safe_name
from ..errors import (
    CostUnknown,
    InvalidRequest,
    JournalError,
    TaskError,
    TooExpensive,
    UnknownModel,
    WiroError,
)
from ..prices import check_cost, dollars
from .batch_lines import Line, Problems, check, lines_of
from .exit_codes import NothingSent, error_document, json_items
from .models import this_package
from .printed_results import (
    Kept,
    keep,
    result_document,
    result_lines,
    summary,
    tell_failures,
)
from .printing import document, note, result
from .run import common_options, unchecked_model
from .task import (
    how_to_look_for,
    how_to_take_up,
    json_option,
    make_ready,
    open_client,
    output_option,
    overwrite_option,
    timeout_option,
)
from .terminal_text import one_line

if TYPE_CHECKING:
    from ..client.client import Wiro
    from ..client.result import Result
    from ..client.task import Task

Tell = Callable[[object], None]


def _batch(**parsed: Any) -> None:
    with open_client() as wiro, _rereadable(parsed["file"]) as file:
        parsed["file"] = file
        costs = _checked(wiro, parsed)
        note(str(costs))
        if parsed["dry_run"]:
            if parsed["as_json"]:
                document(costs.as_json())
            return
        make_ready(parsed["output"])
        if not _run(wiro, parsed):
            click.get_current_context().exit(1)


batch = click.Command(
    "batch",
    callback=_batch,
    help="""\
Run many requests, one a line of FILE.

Each line is a JSON object, with a model and its inputs by wire name.

\b
  {"model": "wiro/instant-id", "inputs": {"prompt": "a portrait"}}

All lines are checked before anything is sent. Inputs that are files may be paths. FILE
may be - for standard input.
""",
    params=[
        click.Argument(
            ["file"],
            type=click.Path(
                exists=True, dir_okay=False, allow_dash=True, path_type=Path
            ),
        ),
        click.Option(
            ["--model"],
            metavar="SLUG",
            help="The model of all lines, which then hold their inputs alone.",
        ),
        click.Option(
            ["--unchecked"],
            is_flag=True,
            help="Run models that this package does not have, even where the name of"
            " one that it has is near.",
        ),
        click.Option(
            ["--concurrency"],
            type=click.IntRange(min=1),
            default=4,
            help="How many runs at a time.  [default: 4]",
        ),
        click.Option(
            ["--journal"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="Note in this file what was sent and what came of it. The same command"
            " goes on there, and sends nothing twice.",
        ),
        *common_options(slots="[default: 600, while no task of these runs goes on]"),
        click.Option(
            ["--resend-unknown"],
            is_flag=True,
            help="Send a run again of which it is not known whether it was accepted,"
            " where the list of tasks shows no trace of it. That may pay twice.",
        ),
        click.Option(
            ["--dry-run"],
            is_flag=True,
            help="Check the lines and tell what they will cost; send nothing.",
        ),
        timeout_option(),
        output_option("Save the files here, in a folder for each task"),
        overwrite_option(),
        json_option(),
    ],
)


@dataclass(slots=True)
class _Costs:
    """What the lines of a batch will cost together, as far as that is known."""

    runs: int = 0
    estimated: Decimal = Decimal(0)
    unknown: int = 0

    def add(self, amount: Decimal | None) -> None:
        """Counts a run."""
        self.runs += 1
        self.estimated += amount or 0
        self.unknown += amount is None

    def as_json(self) -> dict[str, Any]:
        """The sum as JSON."""
        return {"runs": self.runs, "estimate": self.estimated, "unknown": self.unknown}

    def __str__(self) -> str:
        text = f"{self.runs} run{'' if self.runs == 1 else 's'}"
        if self.unknown < self.runs:
            text += f", estimated {dollars(self.estimated)}"
        return f"{text}, cost of {self.unknown} unknown" if self.unknown else text


@contextmanager
def _rereadable(file: Path) -> Iterator[Path]:
    """A copy, which can be read twice and does not change, whatever becomes of FILE."""
    with TemporaryDirectory() as folder, click.open_file(str(file), "rb") as source:
        copy = Path(folder) / "lines"
        with copy.open("wb") as lines:
            shutil.copyfileobj(source, lines)
        yield copy


def _checked(wiro: Wiro, parsed: dict[str, Any]) -> _Costs:
    """Reads all lines, and names the models whose values cannot be checked. Raises
    WrongValues with what is wrong with them.
    """
    costs, problems, unchecked = _Costs(), [], set()
    for line in _lines(parsed):
        if isinstance(line, Problems):
            problems.append(line)
            continue
        if isinstance(line.request, tuple):
            unchecked.add(line.model)
        try:
            estimate = wiro.estimate(*line.arguments)
            check_cost(line.model, estimate, parsed["max_cost"])
            costs.add(estimate.amount)
        except InvalidRequest as error:
            told = (str(replace(each, in_body=True)) for each in error.problems)
            problems.append(Problems(line.number, tuple(told)))
        except (TooExpensive, CostUnknown) as error:
            problems.append(Problems(line.number, (str(error),)))
    _tell_unchecked(unchecked)
    check(problems)
    return costs


def _lines(parsed: dict[str, Any]) -> Iterator[Line | Problems]:
    return lines_of(
        parsed["file"],
        this_package(),
        parsed["model"],
        are_others_meant=parsed["unchecked"],
    )


def _tell_unchecked(slugs: Iterable[str]) -> None:
    for slug in sorted(slugs):
        try:
            this_package().request_class(slug)
        except UnknownModel as error:
            note(unchecked_model(error))


def _requests(parsed: dict[str, Any], begun: dict[int, Line]) -> Iterator[AnyRequest]:
    """The requests, one after the other; their lines join those that are begun."""
    for index, line in enumerate(_lines(parsed)):
        match line:
            case Line(request=request):
                begun[index] = line
                yield request
            case Problems():
                raise AssertionError("lines were checked, and do not change")


def _run(wiro: Wiro, parsed: dict[str, Any]) -> bool:
    """Runs all lines; whether all is well with all of them."""
    under_way = _UnderWay()
    outcomes = wiro.run_many(
        _requests(parsed, under_way.lines),
        on_task=under_way.tasks.__setitem__,
        on_wait=_wait_teller(),
        **{name: parsed[name] for name in _PASSED_ON if parsed[name] is not None},
    )
    teller = _Teller(parsed["output"], overwrite=parsed["overwrite"])
    items: AbstractContextManager[Tell] = nullcontext(_no_json)
    if parsed["as_json"]:
        items = json_items()
    with items as tell:
        try:
            with closing(outcomes):
                for outcome in outcomes:
                    tell(teller.tell(under_way.lines[outcome.index], outcome))
                    for text in () if parsed["as_json"] else teller.texts:
                        result(text)
                    under_way.ended(outcome.index)
        except (KeyboardInterrupt, OSError) as ending:
            left = [teller.leave(line, task) for line, task in under_way.left()]
            ending.add_note(_how_to_go_on(parsed["journal"]))
            if isinstance(ending, KeyboardInterrupt):  # else nobody can be told more
                for item in left:
                    tell(item)
            raise
        except JournalError as error:
            if under_way.tasks or teller.counts:
                raise
            raise NothingSent(error) from error
    note(str(teller))
    return teller.is_all_well


def _wait_teller() -> Callable[[WiroError], None]:
    """Tells why the runs wait, each reason once."""
    reasons: set[str] = set()

    def tell(refusal: WiroError) -> None:
        reason = one_line(str(refusal))
        if reason not in reasons:
            reasons.add(reason)
            note(f"waiting for a slot: {reason}")

    return tell


def _no_json(_item: object) -> None:
    """Where texts are told."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    """The lines whose runs were begun and have not ended, by the place of their
    requests, with the tasks that they have.
    """

    lines: dict[int, Line] = field(default_factory=dict)
    tasks: dict[int, Task] = field(default_factory=dict)

    def ended(self, index: int) -> None:
        """The run of a line has ended, and that was told: it is not under way."""
        del self.lines[index]
        self.tasks.pop(index, None)

    def left(self) -> Iterator[tuple[Line, Task | None]]:
        """The lines whose runs are left to themselves."""
        for index, line in sorted(self.lines.items()):
            yield line, self.tasks.get(index)


_PASSED_ON = (
    *("concurrency", "journal", "timeout", "max_cost", "wait_for_slot"),
    *("callback_url", "project_id", "resend_unknown"),
)


@dataclass(slots=True)
class _Teller:
    """Delivers what becomes of runs, and counts it."""

    folder: Path | None
    overwrite: bool = field(kw_only=True)
    texts: list[str] = field(default_factory=list)
    spent: Decimal = Decimal(0)
    lost: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def is_all_well(self) -> bool:
        """Whether all have succeeded, and all their files were saved."""
        return set(+self.counts) <= {"succeeded"}

    def tell(self, line: Line, outcome: RunOutcome[Result]) -> dict[str, Any]:
        """Saves the files of a run, tells of it on standard error, and gives its JSON;
        `texts` are what a reader gets.
        """
        about = {"line": line.number, "model": line.model}
        self.texts = []
        match outcome:
            case RunSucceeded(result=found):
                kept = self._kept(line, found)
                self.counts["succeeded"] += 1
                self.counts["unsaved"] += any(each.failure for each in kept)
                self.spent += found.cost or 0
                self.texts = result_lines(found, kept)
                tell_failures(kept)
                note(summary(f"line {line.number}: done", found, kept, self.folder))
                details = {"task": found.task.id, **result_document(found, kept)}
                return {**about, "outcome": "succeeded", **details}
            case RunFailed(error=error, task_id=task_id):
                return {**about, **self._failed(line, "failed", error, task_id)}
            case RunUnknown(error=error):
                self.lost.add(line.model)
                return {**about, **self._failed(line, "unknown", error, None)}

    def leave(self, line: Line, task: Task | None) -> dict[str, Any]:
        """Tells of a run that is left to itself, and gives its JSON."""
        if task is None:
            self.lost.add(line.model)
            words, what = "it is not known whether it runs", "unknown"
        else:
            words, what = (
                f"goes on; wait for it with: {how_to_take_up(task)}",
                "running",
            )
        note(f"line {line.number}: {words}")
        about = {"line": line.number, "model": line.model, "outcome": what}
        return {**about, "task": task.id if task else None}

    def _failed(
        self, line: Line, what: str, error: WiroError, task_id: str | None
    ) -> dict[str, Any]:
        self.counts[what] += 1
        if isinstance(error, TaskError):
            self.spent += error.task.cost or Decimal(0)
        note(one_line(f"line {line.number}: {what}: {error.in_shell}"))
        return {"outcome": what, "task": task_id, "error": error_document(error)}

    def _kept(self, line: Line, found: Result) -> tuple[Kept, ...]:
        """The files of a run in a folder of their task's, which nothing else uses: what
        is there was saved before.
        """
        if self.folder is None:
            return keep(found, None)
        own = self.folder / safe_name(f"{line.number:05d}-{found.task.id}")
        paths = [own / file.name for file in found.files]
        are_distinct = len({str(path).casefold() for path in paths}) == len(paths)
        are_there = are_distinct and all(path.is_file() for path in paths)
        if are_there and not self.overwrite:
            pairs = zip(found.files, paths, strict=True)
            return tuple(Kept(file=file, path=path) for file, path in pairs)
        return keep(found, own, overwrite=True)

    def __str__(self) -> str:
        counted = (f"{count} {what}" for what, count in self.counts.items() if count)
        text = f"{', '.join(counted) or 'nothing to run'}; {dollars(self.spent)} in all"
        if not self.lost:
            return text
        commands = "".join(
            f"\n  {how_to_look_for(model)}" for model in sorted(self.lost)
        )
        return f"{text}, and what the unknown ones cost; look for them with:{commands}"


def _how_to_go_on(journal: Path | None) -> str:
    if journal is not None:
        return "What was sent goes on. The same command takes it up, and goes on."
    return (
        "What was sent goes on. With --journal the same command would take it up;"
        " without, it sends everything again."
    )

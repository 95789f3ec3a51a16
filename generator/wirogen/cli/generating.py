"""The commands about what is generated."""

import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirogen.cli.effort import print_notes, print_profile, whole_effort
from wirogen.cli.printing import say, say_document, say_json, say_patch
from wirogen.cli.program import (
    FOUND,
    chosen,
    config_option,
    counted,
    folder_option,
    format_option,
    found,
    of_project,
    package_option,
    paths_argument,
    print_findings,
    print_of_project,
    print_results,
    repository_root,
    verbose_option,
)
from wirogen.diagnostics import Refused, Severity, Span, as_people_write

if TYPE_CHECKING:
    from wirogen.changes import Change
    from wirogen.config import Beginning, Config
    from wirogen.diagnostics.results import Result
    from wirogen.pipeline.generation import Checked, Generated


@click.command()
@paths_argument
@folder_option
@package_option
@config_option
@click.option(
    "--keep-going",
    is_flag=True,
    help="Write what is right, and leave the models of wrong specifications as they"
    " were.",
)
@click.option(
    "--watch", is_flag=True, help="Generate again after every change, until Ctrl-C."
)
@click.option("-q", "--quiet", is_flag=True, help="Print only what went wrong.")
@verbose_option
@click.option("--profile", is_flag=True, help="Print where the time went, by step.")
def generate(
    *,
    paths: tuple[Path, ...],
    folder: Path | None,
    package: str | None,
    config_file: Path | None,
    keep_going: bool,
    watch: bool,
    quiet: bool,
    verbose: bool,
    profile: bool,
) -> None:
    """Write the client of every specification."""

    def configured() -> "Config":
        return chosen(config_file, paths, folder, package)

    def generated(config: "Config") -> bool:
        return _generate(
            config,
            keep_going=keep_going,
            quiet=quiet,
            verbose=verbose,
            profile=profile,
        )

    if watch:
        from wirogen.cli.watching import watch as watch_on

        watch_on(configured, generated)
    elif not generated(configured()):
        sys.exit(FOUND)


def _generate(
    config: "Config", *, keep_going: bool, quiet: bool, verbose: bool, profile: bool
) -> bool:
    """Generates, and tells what came of it; whether all specifications are right."""
    from wirogen.pipeline import generation, git_comparison

    started = time.perf_counter()
    with whole_effort(quiet=quiet) as effort:
        done = generation.generate(config, effort, keep_going=keep_going)
    seconds = time.perf_counter() - started
    if not quiet:
        print_notes(done.notes, verbose=verbose)
        _tell_outcome(done, seconds)
        if any(published.written or published.removed for _, published in done.outputs):
            _tell_changes(git_comparison.committed_changes(config))
    if profile:
        print_profile(effort.clock.seconds, seconds)
    print_findings(done.report.errors)
    return not done.report.errors


def _tell_outcome(done: "Generated", seconds: float) -> None:
    for output, published in done.outputs:
        counts = (
            f"{counted(len(published.written), 'file')} written",
            f"{len(published.unchanged)} unchanged",
            f"{len(published.removed)} removed",
        )
        place = as_people_write(output.root)
        for path in published.edited:
            say(f"{place}: replaced, with what was edited by hand: {path}")
        for path in published.kept:
            say(f"{place}: no longer generated, kept as it was edited: {path}")
        say(f"{place}: {', '.join(counts)}")
    print_of_project(done.report)
    models = counted(len(done.models), "model")
    hint = ": `wirogen lint` tells them" if done.report.unordered else ""
    say(f"{models}, {seconds:.2f} s; {found(done.report)}{hint}")


def _tell_changes(changes: "Sequence[Change]") -> None:
    if changes:
        from wirogen.changes import render_text

        say("Since the last commit:")
        say(render_text(changes), end="")


@click.command()
@paths_argument
@folder_option
@package_option
@config_option
@click.option("--diff", is_flag=True, help="Show what differs, line by line.")
@format_option("text", "sarif", "rdjson", words="How the differences are printed.")
@verbose_option
@click.option(
    "--locked",
    is_flag=True,
    help="Require the specifications, overrides, templates and the generator's version"
    " to be those of the manifest.",
)
def check(
    *,
    paths: tuple[Path, ...],
    folder: Path | None,
    package: str | None,
    config_file: Path | None,
    style: str,
    diff: bool,
    locked: bool,
    verbose: bool,
) -> None:
    """Say whether the client is what the specifications give."""
    from wirogen.diagnostics.results import result_of
    from wirogen.pipeline import generation

    config = chosen(config_file, paths, folder, package)
    try:
        with whole_effort() as effort:
            checked = generation.check(config, effort, locked=locked)
    except Refused as refused:
        if style != "text":
            print_results(map(result_of, refused.report), style)
        raise
    print_notes(checked.notes, verbose=verbose)
    if style == "text":
        _tell_drift(checked, diff=diff)
    else:
        print_results(_results(checked), style)
    idle = print_of_project(checked.report)
    if not checked.is_clean:
        say(_advice(checked), err=True)
        sys.exit(FOUND)
    up_to_date = f"up to date: {counted(len(checked.models), 'model')}"
    say(up_to_date, err=style != "text")
    if idle:
        say("the warnings above fail the check", err=True)
        sys.exit(FOUND)


def _tell_drift(checked: "Checked", *, diff: bool) -> None:
    for output, drift in checked.outputs:
        place = as_people_write(output.root)
        for line in drift.lines():
            say(f"{place}: {line}")
        if diff:
            say_patch(drift.diff(place.as_posix()))


def _results(checked: "Checked") -> "Iterator[Result]":
    """The drift, and what the repository's own files say wrongly."""
    from wirogen.diagnostics.results import Result, result_of
    from wirogen.output import MANIFEST_NAME

    for output, drift in checked.outputs:
        for one in drift.differences:
            yield Result(
                rule=f"drift-{one.kind}",
                severity=Severity.ERROR,
                message=f"{one.line()}\n{_advice(checked)}",
                span=Span(str(output.root / one.path)),
                title="A file is not what the specifications give",
            )
        for reason in drift.origins:
            yield Result(
                rule="not-as-locked",
                severity=Severity.ERROR,
                message=reason,
                span=Span(str(output.root / MANIFEST_NAME)),
                title="What an output was made from is not as it was",
            )
    yield from map(result_of, of_project(checked.report))


def _advice(checked: "Checked") -> str:
    """What to do about a drift."""
    from wirogen.output import MANIFEST_NAME, Kind

    advice = "Run `wirogen generate` to bring it up to date."
    if any(drift.of_kind(Kind.FOREIGN) for _, drift in checked.outputs):
        return (
            "What is foreign is not known to be wirogen's: move it away, or take"
            f" {MANIFEST_NAME} from version control. {advice}"
        )
    drifted = [drift for _, drift in checked.outputs if not drift.is_clean]
    if drifted and all(drift.is_layout for drift in drifted):
        return (
            "A formatter or linter has changed these files, and nothing that they say:"
            f" keep it from their folder, as docs/building.md shows. {advice}"
        )
    return advice


@click.command()
@click.argument("paths", nargs=-1, metavar="[OLD NEW]", type=click.Path(path_type=Path))
@click.option(
    "--git", "revision", metavar="REV", help="Compare with the specifications at REV."
)
@config_option
@format_option(
    "text",
    "json",
    "markdown",
    "github",
    "sarif",
    "rdjson",
    words="How the changes are printed; github: as annotations of a workflow's log.",
)
@click.option(
    "--fail-on",
    "threshold",
    type=click.Choice(["breaking", "behaviour", "compatible", "words", "never"]),
    default="breaking",
    help="The mildest grade that gives exit status 1 (default: breaking).",
)
def diff(
    paths: tuple[Path, ...],
    revision: str | None,
    config_file: Path | None,
    style: str,
    threshold: str,
) -> None:
    """Grade what changed between two states of the specifications.

    OLD and NEW are specifications, or folders of them. With --git, what the
    configuration reads is compared with what it read at a revision. Exit status 1
    where something is breaking, or as grave as --fail-on says, 2 where the two cannot
    be compared.
    """
    from wirogen import changes
    from wirogen.pipeline import git_comparison

    if revision is not None and paths:
        raise click.UsageError("give either OLD and NEW, or --git REV")
    if revision is None and len(paths) != 2:
        raise click.UsageError("give OLD and NEW, or --git REV")
    if revision is not None:
        graded = git_comparison.changes_since(chosen(config_file), revision)
    else:
        old, new = (chosen(None, (path,)) for path in paths)
        graded = git_comparison.changes_between(old, new)
    _print_changes(graded, style)
    worst = changes.worst(graded)
    if worst and threshold != "never" and worst.rank <= changes.Grade(threshold).rank:
        sys.exit(FOUND)


def _print_changes(graded: "Sequence[Change]", style: str) -> None:
    from wirogen import changes

    match style:
        case "json":
            say_json(changes.render_json(graded))
        case "markdown":
            say(changes.render_markdown(graded), end="")
        case "github":
            say_document(changes.render_github(graded, repository_root()))
        case "sarif" | "rdjson":
            print_results(map(changes.result_of, graded), style)
        case _:
            say(changes.render_text(graded), end="")


@click.command()
@click.option("-y", "--yes", is_flag=True, help="Take every default, ask nothing.")
def init(yes: bool) -> None:
    """Write a configuration for this folder.

    It goes to the end of the folder's pyproject.toml where there is one, else to a
    wirogen.toml.
    """
    from wirogen.config import begin_config, suggested_beginning

    here = Path.cwd()
    beginning = suggested_beginning(here)
    if not yes:
        beginning = _asked(beginning)
    path = begin_config(here, beginning)
    specs = here / beginning.specs
    specs.mkdir(parents=True, exist_ok=True)
    say(f"{path.name}: written")
    if any(specs.iterdir()):
        say("Now run `wirogen generate`.")
    else:
        say(
            f"Put specifications into {beginning.specs}, or fetch them, such as with"
            " `wirogen pull wiro/instant-id`; then run `wirogen generate`."
        )
    where = shlex.quote(beginning.output)
    say(
        f"It writes the package {beginning.package} into {beginning.output};"
        f" `PYTHONPATH={where} python -m {beginning.package} models` lists its models."
    )


def _asked(suggested: "Beginning") -> "Beginning":
    """What somebody at the terminal wants in place of what is suggested."""
    from wirogen.config import Beginning

    try:
        return Beginning(
            specs=click.prompt("Folder of the specifications", suggested.specs),
            output=click.prompt("Folder to generate into", suggested.output),
            package=click.prompt(
                "Name of the package", suggested.package, value_proc=_package_name
            ),
        )
    except click.Abort:
        if sys.stdin.isatty():
            raise
        message = "nobody answers; give --yes, and change the file afterwards"
        raise click.UsageError(message) from None


def _package_name(answer: str) -> str:
    """An answer that is a package's name; else it is asked for again."""
    from wirogen.config import is_package_name, package_name_hint

    if is_package_name(answer):
        return answer
    hint = package_name_hint(answer)
    raise click.BadParameter(f"{answer!r} is not the name of a package; {hint}")

"""The commands about specifications."""

import sys
from dataclasses import replace
from pathlib import Path

import click

from wirogen.cli.effort import print_notes, whole_effort
from wirogen.cli.printing import say, say_document, say_json
from wirogen.cli.program import (
    FOUND,
    REFUSED,
    chosen,
    config_option,
    format_option,
    found,
    paths_argument,
    print_findings,
    print_results,
    repository_root,
    verbose_option,
)
from wirogen.diagnostics import Refused, Report, Severity


@click.command()
@paths_argument
@config_option
@format_option(
    "text", "json", "github", "sarif", "rdjson", words="How findings are printed."
)
@verbose_option
@click.option(
    "--select",
    metavar="CODES",
    multiple=True,
    help="Only these codes, such as W1,N110.",
)
@click.option("--ignore", metavar="CODES", multiple=True, help="None of these codes.")
def lint(
    *,
    paths: tuple[Path, ...],
    config_file: Path | None,
    style: str,
    verbose: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> None:
    """Say what somebody has to decide about the specifications.

    Exit status 1 for warnings, 2 for errors. Notes tell what wirogen makes of
    something odd, and ask for nothing: -v prints them, and so does --select of theirs.
    """
    from wirogen.diagnostics.formats import as_github, as_json
    from wirogen.diagnostics.results import result_of
    from wirogen.pipeline import building

    selected, ignored = _codes("--select", select), _codes("--ignore", ignore)
    try:
        config = chosen(config_file, paths)
        policy = replace(
            config.lint,
            select=selected or config.lint.select,
            ignore=(*config.lint.ignore, *ignored),
        )
        with whole_effort() as effort:
            report, notes = building.judged(replace(config, lint=policy), effort)
    except Refused as refused:
        report, notes = refused.report, ()
    shown = report if verbose or select else _without_notes(report)
    match style:
        case "json":
            say_json(as_json(shown))
        case "github":
            for finding in shown:
                say_document(as_github(finding, repository_root()))
        case "sarif" | "rdjson":
            print_results(map(result_of, shown), style)
        case _:
            print_findings(shown, err=False)
            hidden = len(report) > len(shown)
            say(f"{found(report)}{'; -v prints the notes' if hidden else ''}")
    print_notes(notes, verbose=verbose)
    if report.errors:
        sys.exit(REFUSED)
    if report.of_severity(Severity.WARNING):
        sys.exit(FOUND)


def _without_notes(report: Report) -> Report:
    weighty = (x for x in report.unordered if x.severity is not Severity.NOTE)
    return Report(tuple(weighty))


def _codes(option: str, listed: tuple[str, ...]) -> tuple[str, ...]:
    """Codes, or their beginnings, from words that may hold several, with commas."""
    from wirogen.diagnostics.codes import table

    words = [word.strip().upper() for each in listed for word in each.split(",")]
    prefixes = tuple(filter(None, words))
    for prefix in prefixes:
        if not any(name.startswith(prefix) for name in table()):
            problem = f"there is no code {prefix!r}; `wirogen explain` lists them all"
            raise click.BadParameter(problem, param_hint=option)
    return prefixes


@click.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell more about a finding's code.

    Without a code, such as W104, all of them are listed.
    """
    from wirogen.diagnostics.codes import table

    codes = table()
    if code is None:
        for name in sorted(codes):
            say(f"{name}  {codes[name].title}")
        return
    known = codes.get(code.upper())
    if known is None:
        problem = f"there is no code {code!r}; `wirogen explain` lists them all"
        raise click.BadParameter(problem, param_hint="CODE")
    say(f"{known.name} ({known.severity}): {known.title}\n")
    say(click.wrap_text(known.explanation, width=80))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@config_option
def inspect(file: Path, config_file: Path | None) -> None:
    """Print what is understood of a specification, as JSON.

    A file of several models gives a list. What the overrides change about it is told on
    standard error.
    """
    from wirogen.own_format.tree import cards_json
    from wirogen.pipeline import conversion

    inspected = conversion.inspect(file, chosen(config_file))
    print_findings(inspected.report)
    for model, corrected in inspected.corrected:
        say(
            f"override: {model} {corrected.wire_name}: {corrected.what}:"
            f" {_shown(corrected.before)} → {_shown(corrected.after)}"
            f" ({corrected.reason})",
            err=True,
        )
    if inspected.report.errors:
        sys.exit(REFUSED)
    say_json(cards_json(inspected.cards))


def _shown(text: str | None) -> str:
    return "nothing" if text is None else repr(text)


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write DIR/owner/model.yaml instead of printing.",
)
@config_option
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
def convert(
    *,
    files: tuple[Path, ...],
    folder: Path | None,
    config_file: Path | None,
    overwrite: bool,
) -> None:
    """Write specifications in wirogen's own format, from any other."""
    from wirogen.pipeline import conversion

    converted = conversion.convert(files, folder, chosen(config_file))
    print_findings(converted.report)
    if converted.report.errors:
        sys.exit(REFUSED)
    for path, text in converted.texts:
        if folder is None:
            say_document(text)
            continue
        conversion.write_specification(path, text, overwrite=overwrite)
        say(f"{path}: written")


@click.command()
@click.argument("name", type=click.Choice(["card", "config", "overrides"]))
def schema(name: str) -> None:
    """Print a JSON Schema for editors.

    There is one of specifications in wirogen's own format (card), one of the
    configuration, and one of overrides.
    """
    from wirogen.shipped import schema_file

    say_document(schema_file(name).read_text(encoding="utf-8"))

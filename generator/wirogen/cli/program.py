"""What the commands share: how they end, what they print, the options of several."""

import io
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from wirogen.cli.printing import say, say_json
from wirogen.diagnostics import Diagnostic, Refused, Report, Severity

if TYPE_CHECKING:
    from wirogen.config import Config
    from wirogen.diagnostics.results import Result

FOUND, REFUSED, INTERRUPTED, CUT_OFF = 1, 2, 130, 141
"""Exit statuses: found what the command looks for, bad input or usage, Ctrl-C, and a
reader of the output who went away.
"""

OF_THE_PROJECT = ("W6", "W510", "W511", "N041")
"""Beginnings of the codes of findings about a repository's own files."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

paths_argument = click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path)
)
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Print notes, too.")
folder_option = click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder that the package is written to (default: generated).",
)
config_option = click.option(
    "--config",
    "config_file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The configuration to go by (default: the nearest).",
)

package_option = click.option(
    "--package", metavar="NAME", help="The package's name (default: wiro_models)."
)
_Command = TypeVar("_Command", bound=Callable[..., Any])


def format_option(*styles: str, words: str) -> Callable[[_Command], _Command]:
    """How a command prints what it found: the first style where nothing is said."""
    kind = click.Choice(styles)
    return click.option("--format", "style", type=kind, default=styles[0], help=words)


class Unable(click.ClickException):
    """What is asked for is right, and cannot be done here: a sentence says why."""

    exit_code = REFUSED


class Program(click.Group):
    """A group whose commands end with findings or one sentence, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which people meet them."""
        del ctx
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command, and tells every way in which it can fail."""
        if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
            ctx.color = False
        try:
            return super().invoke(ctx)
        except Refused as refused:
            refuse(refused.report)
        except click.ClickException as error:
            shown = io.StringIO()
            error.show(shown)
            say(shown.getvalue(), err=True, end="")
            sys.exit(error.exit_code)
        except click.exceptions.Exit:
            raise
        except (KeyboardInterrupt, click.Abort):
            say("interrupted", err=True)
            sys.exit(INTERRUPTED)
        except OSError as error:
            # What cannot be printed now cannot be printed when Python ends, either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                sys.exit(CUT_OFF)
            say(f"wirogen cannot go on: {_reason(error)}", err=True)
            sys.exit(REFUSED)
        except Exception as error:
            if os.environ.get("WIROGEN_TRACEBACK"):
                raise
            say(
                f"wirogen failed: {type(error).__name__}: {error}\n"
                "This is a bug of wirogen. Please report it with what"
                " WIROGEN_TRACEBACK=1 prints.",
                err=True,
            )
            sys.exit(REFUSED)


def _reason(error: OSError) -> str:
    return ": ".join(filter(None, (error.filename, error.strerror or str(error))))


def chosen(
    config_file: Path | None,
    paths: tuple[Path, ...] = (),
    folder: Path | None = None,
    package: str | None = None,
) -> "Config":
    """The configuration that options, arguments and the nearest file give."""
    from wirogen.config import chosen_config

    if config_file and paths:
        raise click.UsageError("give either paths or --config")
    return chosen_config(Path.cwd(), paths, folder, package, config_file)


def repository_root() -> Path:
    """The folder that code hosts name files from: the runner's, or this one."""
    return Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd())


def refuse(report: Report) -> NoReturn:
    """Ends a command with the errors that stand in its way, and with how many there
    are.
    """
    shown = Report.of(
        one
        for one in report.unordered
        if one.is_error or one.code.name.startswith(OF_THE_PROJECT)
    )
    print_findings(shown)
    errors = Report(report.errors)
    others = Report(tuple(set(report.unordered) - set(shown.unordered)))
    more = f"; `wirogen lint` tells {found(others)}, too" if others.unordered else ""
    if len(report) > 1:
        say(f"{found(errors)}{more}", err=True)
    sys.exit(REFUSED)


def print_findings(findings: Iterable[Diagnostic], *, err: bool = True) -> None:
    """Prints findings, one after the other, in colours on a terminal."""
    from wirogen.diagnostics.formats import as_text

    for finding in findings:
        severity = finding.severity
        mark = f"{severity}[{finding.code.name}]"
        say(as_text(finding), err=err, mark=mark, colour=_COLOURS[severity])


def print_results(results: "Iterable[Result]", style: str) -> None:
    """Prints what was found as a log for programs, `sarif` or `rdjson`."""
    from wirogen.diagnostics.rdjson import rdjson_log
    from wirogen.diagnostics.sarif import sarif_log

    log = sarif_log if style == "sarif" else rdjson_log
    say_json(log(results, repository_root()))


def print_of_project(report: Report) -> bool:
    """Prints the findings about what a repository itself says, its overrides and its
    configuration, and about files that are left out; whether any of them is a warning.

    These would be seen by nobody who runs only `generate` and `check`.
    """
    own = of_project(report)
    print_findings(own)
    return bool(own.of_severity(Severity.WARNING))


def of_project(report: Report) -> Report:
    """The findings about what a repository itself says."""
    return Report.of(
        one for one in report.unordered if one.code.name.startswith(OF_THE_PROJECT)
    )


def found(report: Report) -> str:
    """How many findings of each severity there are: `3 warnings, 12 notes`."""
    counts = (
        counted(len(report.of_severity(severity)), str(severity))
        for severity in Severity
        if report.of_severity(severity)
    )
    return ", ".join(counts) or "no findings"


def counted(count: int, noun: str) -> str:
    """`1 model`, `2 models`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

"""What the commands share: how they end, what they print, the options of several."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wirogen.diagnostics import Diagnostic, Refused, Report, Severity

if TYPE_CHECKING:
    from wirogen.config import Config

FOUND, REFUSED = 1, 2
"""Exit statuses: found what the command looks for, and bad input or usage."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

paths_argument = click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path)
)
folder_option = click.option(
    "-o",
    "--output",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder that the package is written to (default: generated).",
)
package_option = click.option(
    "--package", metavar="NAME", help="The package's name (default: wiro_models)."
)


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
        try:
            return super().invoke(ctx)
        except Refused as refused:
            print_findings(refused.report)
            sys.exit(REFUSED)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(FOUND)
        except Exception as error:
            if os.environ.get("WIROGEN_TRACEBACK"):
                raise
            click.echo(
                f"wirogen failed: {type(error).__name__}: {error}\n"
                "This is a bug of wirogen. Please report it with what"
                " WIROGEN_TRACEBACK=1 prints.",
                err=True,
            )
            sys.exit(REFUSED)


def chosen(
    paths: tuple[Path, ...], folder: Path | None = None, package: str | None = None
) -> "Config":
    """The configuration that arguments and the nearest configuration file give."""
    from wirogen.config import chosen_config  # noqa: PLC0415 - only if needed

    return chosen_config(Path.cwd(), paths, folder, package)


def print_findings(findings: Iterable[Diagnostic], *, err: bool = True) -> None:
    """Prints findings, one after the other, in colours on a terminal."""
    from wirogen.diagnostics.formats import as_text  # noqa: PLC0415 - only if needed

    for finding in findings:
        severity = finding.code.severity
        mark = f"{severity}[{finding.code.name}]"
        styled = click.style(mark, fg=_COLOURS[severity], bold=True)
        click.echo(as_text(finding).replace(mark, styled, 1), err=err)


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

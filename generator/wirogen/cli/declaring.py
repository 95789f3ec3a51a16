"""The commands that tell build systems what a generation reads and gives."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from wirogen import __version__
from wirogen.characters import visible
from wirogen.cli.printing import say, say_json
from wirogen.cli.program import (
    chosen,
    config_option,
    folder_option,
    package_option,
    paths_argument,
)
from wirogen.diagnostics import as_people_write

_json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, with the generator's version."
)


@click.command()
@paths_argument
@config_option
@_json_option
def inputs(paths: tuple[Path, ...], config_file: Path | None, as_json: bool) -> None:
    """Print every file that a generation reads, one a line.

    wirogen's own files are not among them: its version stands for those.
    """
    from wirogen.pipeline import generation

    _print("inputs", generation.inputs_of(chosen(config_file, paths)), as_json=as_json)


@click.command()
@paths_argument
@folder_option
@package_option
@config_option
@_json_option
def outputs(
    *,
    paths: tuple[Path, ...],
    folder: Path | None,
    package: str | None,
    config_file: Path | None,
    as_json: bool,
) -> None:
    """Print every file that a generation gives, one a line."""
    from wirogen.pipeline import generation

    files = generation.outputs_of(chosen(config_file, paths, folder, package))
    _print("outputs", files, as_json=as_json)


def _print(what: str, files: Iterable[Path], *, as_json: bool) -> None:
    names = [as_people_write(file).as_posix() for file in files]
    if as_json:
        names_by_key = {"generator": f"wirogen {__version__}", what: names}
        say_json(json.dumps(names_by_key, indent=2))
        return
    for name in names:
        say(visible(name))

"""Measures what people wait for, beside the peers: docs/performance.md.

Every figure is the median of whole processes that ran in turns. Nothing here is
asserted; tests hold counts, and this shows times.
"""

import argparse
import itertools
import json
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measuring import Measurement, Subject, measure
from benchmarks.models import ROOT, write_models, write_openapi, write_overrides
from benchmarks.peers import peers

OVERRIDDEN = 50
DOCUMENTS = 40


def main() -> None:
    """Prints a line for each measurement, and writes all as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--models", type=int, nargs="+", default=[1, 10, 100, 1000, 5000]
    )
    parser.add_argument(
        "--documents", type=Path, help="a folder of OpenAPI documents in place of ours"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, default=ROOT / ".benchmarks/results.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        os.environ["XDG_CACHE_HOME"] = str(place / "cache")
        groups = [
            [*_start_up(place)],
            *([*_catalogue(place / str(many), many)] for many in options.models),
            [*_documents(place / "openapi", options.documents)],
        ]
        measured = [m for group in groups for m in measure(group, options.rounds)]
    _print(measured, options.rounds)
    _write(options.json, measured, options.rounds)


def _start_up(place: Path) -> Iterator[Subject]:
    python = sys.executable
    yield Subject(name="python", folder=place, commands=((python, "-c", ""),))
    click = (python, "-c", "import click")
    yield Subject(name="import click", folder=place, commands=(click,))
    for option in ("--version", "--help"):
        yield Subject(
            name=f"wirogen {option}", folder=place, commands=(_wirogen(option),)
        )


def _catalogue(folder: Path, many: int) -> Iterator[Subject]:
    """What is done with a folder of many models, in the order of a day's work."""
    specs, generated = folder / "specs", folder / "generated"
    overridden = min(many, OVERRIDDEN)
    write_models(specs, many)
    write_overrides(specs, overridden, "Words")
    (folder / "wirogen.toml").write_text('specs = "specs"\noutput = "generated"\n')
    numbers = itertools.count()

    def subject(
        name: str, command: str, before: Callable[[], None] = lambda: None
    ) -> Subject:
        return Subject(
            name=f"{many} models: {name}",
            folder=folder,
            commands=(_wirogen(command),),
            before=before,
        )

    def empty() -> None:
        _forget()
        _put_aside(generated)

    def change_specification() -> None:
        path = specs / "owner-0" / "model-0.yaml"
        title = f"title: Variation {next(numbers)}"
        text = re.sub("^title: .*$", title, path.read_text(), flags=re.MULTILINE)
        path.write_text(text)

    def change_override() -> None:
        write_overrides(specs, overridden, f"Words {next(numbers)}")

    yield subject("generate, from nothing", "generate", empty)
    yield subject("generate, nothing changed", "generate")
    yield subject("generate, one specification", "generate", change_specification)
    yield subject("generate, one override", "generate", change_override)
    yield subject("check", "check")
    yield subject("lint", "lint")
    yield subject("check, no record", "check", _forget)
    yield subject("lint, no record", "lint", _forget)
    yield from _client(generated, many)


def _client(generated: Path, many: int) -> Iterator[Subject]:
    """What people do with a package, which is there from the first subject on."""
    arguments = {
        "import": ("-c", "import wiro_models"),
        "models": ("-m", "wiro_models", "models"),
        "run --dry-run": (
            *("-m", "wiro_models", "run", "owner-0/model-0"),
            *("--dry-run", "--prompt", "words"),
        ),
    }
    for name, run in arguments.items():
        yield Subject(
            name=f"{many} models: client, {name}",
            folder=generated,
            commands=((sys.executable, *run),),
        )


def _documents(folder: Path, real: Path | None) -> Iterator[Subject]:
    """OpenAPI documents from nothing: the client of all, and every target of all."""
    specs = folder / "specs"
    if real:
        shutil.copytree(real, specs)
    else:
        write_openapi(specs, DOCUMENTS)
    targets = ("python", "json-schema", "markdown", "html")
    outputs = (f'[[output]]\ntarget = "{t}"\nfolder = "every/{t}"\n' for t in targets)
    (folder / "every.toml").write_text(f'specs = "specs"\n{"".join(outputs)}')

    def empty() -> None:
        _forget()
        _put_aside(folder / "generated")
        _put_aside(folder / "every")

    count = len([*specs.iterdir()])
    for name, arguments in {
        "wirogen": ("specs",),
        "wirogen, every target": ("--config", "every.toml"),
    }.items():
        yield Subject(
            name=f"{count} OpenAPI documents: {name}",
            folder=folder,
            commands=(_wirogen("generate", *arguments),),
            before=empty,
        )
    yield from peers(folder, ROOT / ".benchmarks/peer")


def _forget() -> None:
    shutil.rmtree(Path(os.environ["XDG_CACHE_HOME"]), ignore_errors=True)


def _put_aside(output: Path) -> None:
    """Moves an output away. Where files have just been deleted, some file systems are
    slow to make others.
    """
    if output.exists():
        output.rename(tempfile.mkdtemp(prefix="aside-", dir=output.parents[1]))


def _wirogen(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "wirogen", *arguments)


def _print(measured: list[Measurement], rounds: int) -> None:
    print(f"{f'median of {rounds}, ms':<56}{'clock':>9}{'cpu':>9}{'MB':>7}")
    for one in measured:
        figures = f"{one.milliseconds:>9.0f}{one.processor:>9.0f}{one.megabytes:>7.0f}"
        print(f"{one.name:<56}{figures}")
    wirogen = next((m for m in measured if m.name.endswith("documents: wirogen")), None)
    for peer in measured if wirogen else ():
        if wirogen and peer.name.startswith("peer"):
            times = peer.milliseconds / wirogen.milliseconds
            print(f"{peer.name}: {times:.1f} times as long as wirogen")


def _write(file: Path, measured: list[Measurement], rounds: int) -> None:
    figures = {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "rounds": rounds,
        "measurements": {
            m.name: {"ms": m.milliseconds, "cpu": m.processor, "MB": m.megabytes}
            for m in measured
        },
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


main()

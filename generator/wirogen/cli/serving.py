"""The command that runs a local Wiro."""

import os
from pathlib import Path

import click

from wirogen.cli.printing import say
from wirogen.cli.program import (
    Unable,
    chosen,
    config_option,
    counted,
    paths_argument,
    refuse,
)


@click.command()
@paths_argument
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="0 takes a free one.",
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME[@SCOPE][:RATE[:SECONDS]]",
    help="What goes wrong: docs/local-wiro.md lists it. `500@task:0.1` lets one in ten"
    " of the calls about tasks fail. Repeatable.",
)
@click.option("--seed", default=0, show_default=True, help="Decides what is random.")
@click.option(
    "--speed", default=1.0, show_default=True, help="How much faster tasks run."
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Serve pages of this origin in a browser, such as http://localhost:3000."
    " Repeatable.",
)
def serve(
    *,
    config_file: Path | None,
    paths: tuple[Path, ...],
    host: str,
    port: int,
    faults: tuple[str, ...],
    seed: int,
    speed: float,
    origins: tuple[str, ...],
) -> None:
    """Run a local Wiro with the models of the specifications.

    Its address shows their forms in a browser, and runs them. Programs use it with
    WIRO_BASE_URL. With WIRO_API_KEY (and WIRO_API_SECRET) set, it asks programs for
    just these keys; else it takes any.
    """
    from wirogen.changes import read_history
    from wirogen.pipeline import specifications

    try:
        from wirogen import emulator
    except ModuleNotFoundError as error:
        message = f"{error.name} is not installed: pip install 'wirogen[serve]'"
        raise Unable(message) from error
    config = chosen(config_file, paths)
    read = specifications.read_specifications(config)
    if read.report.errors:
        refuse(read.report)
    folder = next((one.history for one in config.outputs if one.history), None)
    history = read_history(folder) if folder else ()

    def announce(base_url: str) -> None:
        say(f"Wiro with {counted(len(read.cards), 'model')}: {base_url}")
        socket_url = base_url.replace("http", "ws", 1)
        say(f"  export WIRO_BASE_URL={base_url} WIRO_SOCKET_URL={socket_url}")
        say(f"In a browser: {base_url.removesuffix('v1')}")
        for card in read.cards:
            if card.inputs is None:
                say(f"No page for {card.model}: its specification tells no inputs")
        say("Ctrl-C ends it.")

    packages = (output for output in config.outputs if output.target == "python")
    client = next(packages, config.outputs[0])
    try:
        emulator.run_server(
            read.cards,
            host=host,
            port=port,
            faults=emulator.Faults.parse(faults),
            seed=seed,
            speed=speed,
            api_key=os.environ.get("WIRO_API_KEY") or None,
            api_secret=os.environ.get("WIRO_API_SECRET") or None,
            origins=origins,
            package=client.package,
            runtime=client.runtime,
            history=history,
            announce=announce,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        message = f"cannot listen on {host}:{port}: {error.strerror}"
        raise Unable(message) from error

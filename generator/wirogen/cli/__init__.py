"""The command line: arguments in, a few lines out.

What is heavy is imported by the command that needs it, so that `--help` and `--version`
answer at once.
"""

import click

from wirogen import __version__
from wirogen.cli.declaring import inputs, outputs
from wirogen.cli.generating import check, diff, generate, init
from wirogen.cli.program import Program
from wirogen.cli.pulling import find, pull
from wirogen.cli.serving import serve
from wirogen.cli.specifications import convert, explain, inspect, lint, schema


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="wirogen %(version)s")
def main() -> None:
    """Typed Python clients for Wiro models, from their specifications.

    Without paths, commands read [tool.wirogen] of the nearest pyproject.toml, or the
    nearest wirogen.toml. Exit status: 0 fine, 1 found what it looks for (drift,
    findings, a breaking change), 2 bad input or usage.
    """


for command in (
    *(generate, check, diff, lint, explain, inspect, convert),
    *(pull, find, schema, serve, init, inputs, outputs),
):
    main.add_command(command)

"""`mcp`: the models of this package as tools for programs that act by themselves."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from .models import this_package
from .printing import note
from .run import dollars_typed
from .task import seconds_typed

_MISSING = "This needs the SDK of the Model Context Protocol: pip install 'mcp>=2.3'"


@click.command("mcp")
@click.option(
    "--models",
    "globs",
    metavar="GLOB",
    multiple=True,
    help="Models to offer, such as 'wiro/*'; repeatable (default: all).",
)
@click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("wiro-files"),
    show_default=True,
    help="Where files are saved; files to send are taken from there alone.",
)
@click.option(
    "--max-cost",
    metavar="DOLLARS",
    callback=dollars_typed,
    help="Run only what costs no more than that.",
)
@click.option(
    "--max-total-cost",
    metavar="DOLLARS",
    callback=dollars_typed,
    help="Run nothing more where all runs together would cost more than that.",
)
@click.option(
    "--allow-unknown-cost",
    is_flag=True,
    help="Run models, too, whose cost is not known before.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    callback=seconds_typed,
    help="Stop waiting for a task after that many seconds; it goes on.",
)
@click.option(
    "--http",
    "port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    help="Serve http://127.0.0.1:PORT/mcp in place of standard input and output;"
    " with 0, at a free port.",
)
def mcp(
    *,
    globs: tuple[str, ...],
    folder: Path,
    max_cost: Decimal | None,
    max_total_cost: Decimal | None,
    allow_unknown_cost: bool,
    timeout: float | None,
    port: int | None,
) -> None:
    """Serve models as tools of the Model Context Protocol.

    A run of unknown cost is refused, unless it is allowed. A call that is cancelled
    cancels its task.
    """
    try:
        from ..mcp import server  # noqa: PLC0415 - the SDK may be missing
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {"anyio", "mcp", "mcp_types"}:
            raise
        raise click.ClickException(_MISSING) from None
    import asyncio  # noqa: PLC0415 - only if needed

    from ..mcp.spending import Spending  # noqa: PLC0415
    from ..mcp.tools import Tools, UnknownTool  # noqa: PLC0415

    try:
        tools = Tools.of(this_package(), globs)
    except UnknownTool as error:
        raise click.BadParameter(str(error), param_hint="--models") from None
    spending = Spending(
        a_call=max_cost, in_all=max_total_cost, allows_unknown=allow_unknown_cost
    )
    asyncio.run(
        server.serve(
            tools, spending, folder, timeout=timeout, port=port, on_address=note
        )
    )

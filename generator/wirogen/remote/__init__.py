"""Pulling specifications from the service: the one part of wirogen that opens
connections.

    request = PullRequest(access=read_access(os.environ), folder=Path("specs"), …)
    pulled = pull(request)
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from wirogen.diagnostics import Diagnostic, Refused, Span
from wirogen.diagnostics.codes import NO_HTTP_CLIENT
from wirogen.remote.access import Access, read_access
from wirogen.remote.catalogue import Selection
from wirogen.remote.joining import join_cards
from wirogen.remote.pulling import (
    OnProgress,
    Outcome,
    Progress,
    Pulled,
    PulledModel,
    PullRequest,
    pull_models,
)

if TYPE_CHECKING:
    import httpx2

__all__ = [
    "Access",
    "Outcome",
    "Progress",
    "PullRequest",
    "Pulled",
    "PulledModel",
    "Selection",
    "join_cards",
    "pull",
    "read_access",
]


def _silent(_: Progress) -> None:
    return


def pull(
    request: PullRequest,
    *,
    on_progress: OnProgress = _silent,
    transport: "httpx2.AsyncBaseTransport | None" = None,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> Pulled:
    """Asks the service about models and writes their specifications.

    Each file is written at once as soon as its model is complete, so that whatever ends
    a pull early (KeyboardInterrupt too, which is raised again) loses nothing that was
    pulled before; running it again continues. `on_progress` is told at the beginning
    and after each model. `transport` and `sleep` are seams for tests.

    Raises Refused, with nothing asked and nothing written, where httpx2 is not
    installed, a slug is none, or the folder is a file.
    """
    try:
        from wirogen.remote.service import Service  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name != "httpx2":
            raise
        raise Refused(
            Diagnostic(
                code=NO_HTTP_CLIENT,
                message="pulling needs the library httpx2, which is not installed",
                span=Span(""),
                hint="install it with `pip install 'wirogen[pull]'`",
            )
        ) from None

    async def run() -> Pulled:
        async with Service(request.access, transport=transport, sleep=sleep) as service:
            return await pull_models(request, service, on_progress)

    return asyncio.run(run())

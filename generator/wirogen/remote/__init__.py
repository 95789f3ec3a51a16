"""Pulling specifications from the service, and looking into its catalogue: the one part
of wirogen that opens connections.

    request = PullRequest(access=read_access(os.environ), folder=Path("specs"), …)
    pulled = pull(request)
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from wirogen.diagnostics import Refused, Report, Span, codes, refusal
from wirogen.remote.access import Access, read_access, refuse_without_account
from wirogen.remote.catalogue import Entry, Selection, listed_models
from wirogen.remote.joining import join_cards
from wirogen.remote.pulling import (
    OnProgress,
    Outcome,
    Progress,
    Pulled,
    PulledModel,
    PullRequest,
    pull_models,
    why_stopped,
)
from wirogen.remote.unanswered import Stop

if TYPE_CHECKING:
    import httpx2

    from wirogen.remote.service import Service

__all__ = [
    "Access",
    "Entry",
    "Found",
    "Outcome",
    "Progress",
    "PullRequest",
    "Pulled",
    "PulledModel",
    "Selection",
    "find_models",
    "join_cards",
    "pull",
    "read_access",
]

Sleep = Callable[[float], Awaitable[object]]


def pull(
    request: PullRequest,
    *,
    on_progress: OnProgress = lambda _: None,
    transport: "httpx2.AsyncBaseTransport | None" = None,
    sleep: Sleep = asyncio.sleep,
) -> Pulled:
    """Asks the service about models and writes their specifications.

    Each file is written at once as soon as its model is complete, so that whatever ends
    a pull early (KeyboardInterrupt too, which is raised again) loses nothing that was
    pulled before; running it again continues. `on_progress` is told at the beginning
    and after each model. `transport` and `sleep` are seams for tests.

    Raises Refused, with nothing asked and nothing written, where httpx2 is not
    installed, a name is none, the catalogue is wanted without an account, there is
    nothing to refresh, the folder is a file, or another pull is using it.
    """
    open_service = _opener(request.access, transport=transport, sleep=sleep)

    async def run() -> Pulled:
        async with open_service() as service:
            return await pull_models(request, service, on_progress)

    return asyncio.run(run())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the catalogue lists, in the order of the models' slugs, and what was odd."""

    entries: tuple[Entry, ...]
    report: Report


def find_models(access: Access, selection: Selection) -> Found:
    """The models of the catalogue that match a selection.

    Raises Refused where httpx2 is not installed, there is no account, or the service
    cannot be reached.
    """
    refuse_without_account(access)
    open_service = _opener(access)

    async def run() -> Found:
        async with open_service() as service:
            try:
                listing = await listed_models(service, selection, lambda _: None)
            except Stop as stop:
                raise Refused(why_stopped(stop, access)) from None
        entries = listing.entries
        return Found(
            entries=tuple(entries[model] for model in sorted(entries)),
            report=Report.of(listing.findings),
        )

    return asyncio.run(run())


def _opener(access: Access, **seams: Any) -> Callable[[], "Service"]:
    """What opens the service, with its seams for tests. Raises Refused where httpx2 is
    not installed.
    """
    try:
        from wirogen.remote.service import Service  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        if error.name != "httpx2":
            raise
        raise refusal(
            codes.NO_HTTP_CLIENT,
            "pulling needs the library httpx2, which is not installed",
            Span(""),
            "install it with `pip install 'wirogen[pull]'`",
        ) from None
    return partial(Service, access, **seams)

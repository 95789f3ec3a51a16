"""Cutting connections for real, where the server lets us."""

from collections.abc import Callable
from typing import Final

from starlette.types import Receive, Scope

ABORT: Final = "wirogen.abort"
"""The ASGI extension under which our server (`wirogen.emulator.server`) gives the
function that closes the TCP connection at once.
"""


def abort(scope: Scope) -> None:
    """Closes the connection.

    Raises ConnectionResetError where there is none to close: behind another server, or
    in a test without one.
    """
    extensions = scope.get("extensions") or {}
    close: Callable[[], None] | None = extensions.get(ABORT)
    if close is None:
        raise ConnectionResetError(
            "the local Wiro cut the connection, as a fault wants"
        )
    close()


async def cut(scope: Scope, receive: Receive) -> None:
    """Closes the connection as `abort` does, and waits until it is closed."""
    abort(scope)
    while not (await receive())["type"].endswith(".disconnect"):
        pass

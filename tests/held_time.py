"""A time for a local Wiro that stands still: a task tells a socket that comes late only
what is still to come, and no machine is fast enough for sure.
"""

import time
from functools import partial
from typing import Any

import pytest

from wirogen.emulator.clock import Clock
from wirogen.emulator.sockets import _Socket


class HeldTime:
    """Goes on from where it was held."""

    def __init__(self) -> None:
        self._time = time.time
        self.hold()

    def __call__(self) -> float:
        return self._time()

    def hold(self) -> None:
        now = self._time()
        self._time = lambda: now

    def let_go(self) -> None:
        began, held = time.monotonic(), self._time()
        self._time = lambda: held + time.monotonic() - began


def held_until_a_socket_listens(patch: pytest.MonkeyPatch) -> HeldTime:
    """The time of local Wiros that are served from now on."""
    held, tell = HeldTime(), _Socket._tell

    async def tell_and_let_go(socket: _Socket, *of: Any) -> None:
        await tell(socket, *of)
        held.let_go()

    patch.setattr(_Socket, "_tell", tell_and_let_go)
    patch.setattr("wirogen.emulator.server.Clock", partial(Clock, now=held))
    return held

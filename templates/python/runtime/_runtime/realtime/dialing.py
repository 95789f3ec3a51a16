# Made from async_dialing.py by `make blocking`: change that file, never this one.
"""How a client reaches the service's socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..client.answers import Failure
from ..client.driver import Driver
from ..client.http import FAILURES, dial_parts, not_installed, reason_of
from ..errors import WiroError

if TYPE_CHECKING:
    from .sockets import Line


def dial(driver: Driver) -> Line | Failure:
    """Connects to the service's socket."""
    try:
        # It needs wsproto.
        from .frames import handshake  # noqa: PLC0415
        from .sockets import Line  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        return not_installed(missing)
    try:
        request = handshake(**dial_parts(driver.service, driver.timeout))
        response = driver.bare(request)
        if "network_stream" in response.extensions and response.status_code == 101:
            return Line(response, driver.timeout.write)
        response.close()
    except WiroError:
        raise
    except FAILURES as error:
        return Failure(sent=True, reason=reason_of(error))
    return Failure(sent=False, reason=f"HTTP {response.status_code}")

"""How a client reaches the service's socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..client.answers import Failure
from ..client.async_driver import AsyncDriver
from ..client.http import FAILURES, dial_parts, not_installed, reason_of
from ..errors import WiroError

if TYPE_CHECKING:
    from .async_sockets import AsyncLine


async def dial(driver: AsyncDriver) -> AsyncLine | Failure:
    """Connects to the service's socket."""
    try:
        # It needs wsproto.
        from .async_sockets import AsyncLine  # noqa: PLC0415
        from .frames import handshake  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        return not_installed(missing)
    try:
        request = handshake(**dial_parts(driver.service, driver.timeout))
        response = await driver.bare(request)
        if "network_stream" in response.extensions and response.status_code == 101:
            return AsyncLine(response, driver.timeout.write)
        await response.aclose()
    except WiroError:
        raise
    except FAILURES as error:
        return Failure(sent=True, reason=reason_of(error))
    return Failure(sent=False, reason=f"HTTP {response.status_code}")

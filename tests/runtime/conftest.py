"""The fixtures of these tests."""

from scripted_wiro import (
    _no_environment,
    do,
    each,
    make,
    mode,
    service,
    socket,
    time,
)

__all__ = ["_no_environment", "do", "each", "make", "mode", "service", "socket", "time"]

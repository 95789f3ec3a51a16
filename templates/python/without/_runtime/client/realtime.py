# Made from async_realtime.py by `make blocking`: change that file, never this one.
"""Stands for what a client and its tasks have of the room `realtime`, which is not
there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..left_out import LeftOut
from .task_view import TaskView


class Sessions:
    """A part of Wiro."""

    if not TYPE_CHECKING:
        session = LeftOut("realtime")


class Events(TaskView):
    """A part of Task."""

    __slots__ = ()

    if not TYPE_CHECKING:
        events = LeftOut("realtime")
        session = LeftOut("realtime")

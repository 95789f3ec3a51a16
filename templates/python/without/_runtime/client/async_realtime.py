"""Stands for what a client and its tasks have of the room `realtime`, which is not
there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..left_out import LeftOut
from .task_view import TaskView


class AsyncSessions:
    """A part of AsyncWiro."""

    if not TYPE_CHECKING:
        session = LeftOut("realtime")


class AsyncEvents(TaskView):
    """A part of AsyncTask."""

    __slots__ = ()

    if not TYPE_CHECKING:
        events = LeftOut("realtime")
        session = LeftOut("realtime")

"""Stands for what a client has of the room `batch`, which is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..left_out import LeftOut


class AsyncBatch:
    """A part of AsyncWiro."""

    if not TYPE_CHECKING:
        run_many = LeftOut("batch")

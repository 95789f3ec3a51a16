"""What may have been meant by a name that is none of those that are there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

_Meant = TypeVar("_Meant")


def nearest(name: str, names: Mapping[str, _Meant]) -> _Meant | None:
    """What the name that comes nearest stands for; None where none is near."""
    import difflib  # noqa: PLC0415 - for mistakes alone

    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return names[close[0]] if close else None

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


def nearest_spelling(name: str, names: Mapping[str, _Meant]) -> _Meant | None:
    """The same for names of inputs, which are spelt with capitals or with `_` and `-`.
    Of those that differ in that alone, the one that differs least: `topp` is `topP`
    rather than `top_p`.
    """
    alike: dict[str, dict[str, _Meant]] = {}
    for spelling, meant in names.items():
        alike.setdefault(_folded(spelling), {})[spelling] = meant
    found = alike.get(_folded(name)) or nearest(_folded(name), alike)
    if found is None:
        return None
    typed = name.replace("-", "_")
    return found[max(found, key=lambda spelling: _likeness(typed, spelling))]


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def _likeness(name: str, other: str) -> tuple[float, float]:
    from difflib import SequenceMatcher  # noqa: PLC0415 - for mistakes alone

    folded = SequenceMatcher(None, name.casefold(), other.casefold())
    return folded.ratio(), SequenceMatcher(None, name, other).ratio()

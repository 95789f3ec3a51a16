"""What may have been meant by a name that is none of those that are there."""

import difflib
from collections.abc import Iterable

_NEAR = 0.6
"""How much of two names is the same, at least: `difflib`'s own measure and default."""


def nearest(name: str, names: Iterable[str], *, likeness: float = _NEAR) -> str | None:
    """The name that comes nearest, or None where none is near. The case of letters and
    `_` in place of `-` make no difference.
    """
    folded: dict[str, str] = {}
    for each in sorted(set(names)):
        folded.setdefault(_folded(each), each)
    close = difflib.get_close_matches(_folded(name), folded, n=1, cutoff=likeness)
    return folded[close[0]] if close else None


def did_you_mean(name: str, names: Iterable[str], *, likeness: float = _NEAR) -> str:
    """A hint at the name that comes nearest; empty where none is near."""
    near = nearest(name, names, likeness=likeness)
    return f"did you mean {str(near)!r}?" if near is not None else ""


def _folded(name: str) -> str:
    return name.casefold().replace("_", "-")

"""The runtime of a package: which rooms it has, and where it lies."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

ROOMS: Final[Mapping[str, str]] = {
    "client": "client",
    "cli": "command_line",
    "batch": "batch",
    "realtime": "realtime",
    "mcp": "mcp",
}
"""The rooms that a package can do without, and what they are called in paths."""

NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "client": (),
    "cli": ("client",),
    "batch": ("client",),
    "realtime": ("client",),
    "mcp": ("client", "cli", "realtime"),
}
"""The rooms that a room cannot do without."""

_OWN = "._runtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The runtime that a package uses: its `rooms`, and its `place`, as modules at the
    root of the package import it. `shared_with` has the names of other packages that
    use it, too: their modules `_registry`, as that root imports them.
    """

    rooms: tuple[str, ...] = tuple(ROOMS)
    place: str = _OWN
    shared_with: tuple[str, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether the runtime lies in the package."""
        return self.place == _OWN

    def place_below(self) -> str:
        """The place as modules one folder below the root of the package import it."""
        return f".{self.place}" if self.place.startswith(".") else self.place

    def has(self, path: str) -> bool:
        """Whether it has the rooms that a path below the package's folder names."""
        return all(room in self.rooms for room in _rooms_of(path))

    def carries(self, path: str) -> bool:
        """Whether a package that uses it carries the file at such a path."""
        if not path.startswith("_runtime/"):
            return True
        return self.is_own and self.has(path)

    def stands_in(self, path: str) -> bool:
        """Whether something has to stand for the file at a path: the room that it is of
        is there, and another one, that it is about, is not.
        """
        folder, _, _ = path.rpartition("/")
        return self.has(folder) and not self.has(path)


def _rooms_of(path: str) -> tuple[str, ...]:
    """The rooms that the words of a path name: `_runtime/command_line/batch_lines.py`
    is of the room `cli`, and about the room `batch`.
    """
    return tuple(
        room
        for room, word in ROOMS.items()
        if re.search(rf"(?<![a-z]){word}(?![a-z])", path)
    )


WHOLE: Final = Runtime()
"""What a package has where nothing is said: a runtime of its own, with all rooms."""


def import_name(package: str, module: str, *, in_one_folder: bool) -> str:
    """How modules at the root of a package import one of another package: relatively
    where both lie in one package, else by its name.
    """
    here, there = package.split("."), module.split(".")
    pairs = zip(here, there[:-1], strict=False)
    common = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    if not (in_one_folder and common):
        return module
    return "." * (len(here) - common + 1) + ".".join(there[common:])

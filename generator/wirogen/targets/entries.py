"""What the files that all models of an output share say of one model."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model in a list: its slug, the path of its own file, and what it is called: the
    name of its class, or its title. `about` is what else the shared files of its target
    tell of it, in words that only this target reads.
    """

    model: str
    path: str
    title: str
    about: str = ""

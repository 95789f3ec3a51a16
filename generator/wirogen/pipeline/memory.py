"""What a run leaves for the next one with the same configuration."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from wirogen.pipeline.made import Finding, Made


class Shared(NamedTuple):
    """The files that all models of an output share: of which digest they came, and
    their own.
    """

    origin: str = ""
    files: Mapping[str, str] = {}


class Memory(NamedTuple):
    """What a run found out, each part beside the digest of what it came from.

    `overrides` and `corrections` are the digests of the file and of its models; `made`
    has what each specification gives, by the file, and `last` what those gave before
    that give nothing now; `across` is what only all of them show; `settings` and
    `shared` are of each output.
    """

    overrides: str = ""
    corrections: Mapping[str, str] = {}
    made: Mapping[str, Made] = {}
    last: Mapping[str, Made] = {}
    all_sources: str = ""
    across: tuple[Finding, ...] = ()
    settings: tuple[str, ...] = ()
    shared: tuple[Shared, ...] = ()

    @classmethod
    def from_json(cls, row: Any) -> "Memory":
        """The memory that was kept as JSON, an empty one for anything else."""
        try:
            overrides, corrections, made, last, sources, across, settings, shared = row
            return cls(
                overrides,
                corrections,
                {name: Made.from_json(one) for name, one in made.items()},
                {name: Made.from_json(one) for name, one in last.items()},
                sources,
                tuple(Finding(*one) for one in across),
                tuple(settings),
                tuple(Shared(*one) for one in shared),
            )
        except (AttributeError, TypeError, ValueError):
            return cls()

"""What a run leaves for the next one with the same configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wirogen.pipeline.made import Finding, Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The files that all models of an output share: of which digest they came, and
    their own.
    """

    origin: str = ""
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a run found out, each part beside the digest of what it came from.

    `overrides` and `corrections` are the digests of the file and of its models; `made`
    has what each specification gives, by the file, and `last` what those gave before
    that give nothing now; `across` is what only all of them
    show; `settings` and `shared` are of each output.
    """

    overrides: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    made: Mapping[str, Made] = field(default_factory=dict)
    last: Mapping[str, Made] = field(default_factory=dict)
    all_sources: str = ""
    across: tuple[Finding, ...] = ()
    settings: tuple[str, ...] = ()
    shared: tuple[Shared, ...] = ()

    def to_json(self) -> Any:
        """A value that `from_json` reads back as an equal memory."""
        return {
            "overrides": self.overrides,
            "corrections": self.corrections,
            "made": self.made,
            "last": self.last,
            "all_sources": self.all_sources,
            "across": self.across,
            "settings": self.settings,
            "shared": [(each.origin, each.files) for each in self.shared],
        }

    @classmethod
    def from_json(cls, value: Any) -> "Memory":
        """The memory that a value holds, an empty one for anything else."""
        try:
            return cls(
                overrides=value["overrides"],
                corrections=value["corrections"],
                made={k: Made.from_json(row) for k, row in value["made"].items()},
                last={k: Made.from_json(row) for k, row in value["last"].items()},
                all_sources=value["all_sources"],
                across=tuple(Finding(*each) for each in value["across"]),
                settings=tuple(value["settings"]),
                shared=tuple(Shared(origin=o, files=f) for o, f in value["shared"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            return cls()

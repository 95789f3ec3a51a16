"""The files that a run reads, as they are when it begins."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from wirogen.config import Config
from wirogen.diagnostics import as_people_write
from wirogen.output import digest
from wirogen.pipeline.specification_files import specification_files


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A specification, or the overrides.

    `shown` is what findings call the file and `name` what manifests call it: two files
    can have one name. `content` is the SHA-256 of its bytes, empty where they cannot be
    read; line ends do not count in `digest`.
    """

    path: Path
    shown: str
    name: str
    content: str
    digest: str


def sources_of(config: Config) -> tuple[Source, ...]:
    """The specifications of a configuration. Raises Refused where there is none."""
    names = _Names(config)
    return tuple(_source(path, names) for path in specification_files(config))


def overrides_source(config: Config) -> Source | None:
    """The overrides of a configuration, where there are any."""
    path = config.overrides
    return _source(path, _Names(config)) if path and path.exists() else None


def content_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes; empty where they cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _source(path: Path, names: "_Names") -> Source:
    shown, name = names.of(path)
    try:
        content = path.read_bytes()
    except OSError:
        return Source(path=path, shown=shown, name=name, content="", digest="")
    hashed = hashlib.sha256(content).hexdigest()
    plain = digest(content) if b"\r" in content else hashed
    return Source(path=path, shown=shown, name=name, content=hashed, digest=plain)


class _Names:
    """What files are called: to people, and in manifests, where it is their paths from
    the root of a configuration, or from beside the folder of specifications that they
    are in. Both hang on the folder of a file, but for a link that is named itself.
    """

    def __init__(self, config: Config) -> None:
        specs = (spec.resolve().parent for spec in config.specs)
        self._bases = (config.root.resolve(), *specs)
        self._named = frozenset((*config.specs, config.overrides))
        self._folders: dict[Path, tuple[Path, str]] = {}

    def of(self, path: Path) -> tuple[str, str]:
        """What a file is called to people and in manifests."""
        if path in self._named:
            return str(as_people_write(path)), self._name(path.resolve())
        folder = path.parent
        if folder not in self._folders:
            name = self._name(folder.resolve() / "_").removesuffix("_")
            self._folders[folder] = as_people_write(folder), name
        shown, name = self._folders[folder]
        return str(shown / path.name), f"{name}{path.name}"

    def _name(self, place: Path) -> str:
        inside = (base for base in self._bases if place.is_relative_to(base))
        return place.relative_to(next(inside, place.parent)).as_posix()

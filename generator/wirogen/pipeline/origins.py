"""What an output came from: a hash for each thing, under a name that is the same
wherever the repository lies and the run is started.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from wirogen.config import OutputConfig
from wirogen.output import digest
from wirogen.pipeline.sources import Source
from wirogen.shipped import templates_folder

Origins = dict[str, str]
"""The name of each thing that an output came from, and the SHA-256 of its bytes."""


def settings_of(output: OutputConfig) -> Origins:
    """The origins that every file of an output has: its settings and templates."""
    wanted = repr((output.target, output.package, output.models))
    origins = {"configuration": digest(wanted.encode())}
    origins["templates of wirogen"] = _tree_digest(templates_folder() / output.target)
    if output.templates:
        from importlib.metadata import version  # noqa: PLC0415 - it takes a moment

        origins[f"templates {output.templates.name}"] = _tree_digest(output.templates)
        origins["black"] = digest(version("black").encode())  # formats what these give
    return origins


def contents_of(sources: Iterable[Source]) -> Origins:
    """The origins of an output that are files of the repository."""
    origins: Origins = {}
    for source in sources:
        name, hashed = f"specification {source.name}", source.digest
        shared = origins.get(name)
        origins[name] = digest(f"{shared} {hashed}".encode()) if shared else hashed
    return origins


def files_below(folder: Path) -> list[Path]:
    """The files in a folder, but for what Python leaves behind."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if "__pycache__" not in path.parts]


def _tree_digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in files_below(folder):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
        whole.update(digest(path.read_bytes()).encode())
    return whole.hexdigest()

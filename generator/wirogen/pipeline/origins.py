"""What an output came from: a hash for each thing, under a name that is the same
wherever the repository lies and the run is started.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from wirogen.config import Config, OutputConfig
from wirogen.output import digest
from wirogen.pipeline.specifications import Specifications
from wirogen.shipped import templates_folder

Origins = dict[str, str]
"""The name of each thing that an output came from, and the SHA-256 of its bytes."""


def origins_of(
    output: OutputConfig, config: Config, specifications: Specifications
) -> Origins:
    """The origins of one output of a configuration."""
    wanted = repr((output.target, output.package, output.models))
    origins = {"configuration": digest(wanted.encode())}
    files = [*specifications.files]
    if config.overrides and config.overrides.exists():
        files.append(config.overrides)
    for path in files:
        name, hashed = f"specification {_name(path, config)}", digest(path.read_bytes())
        shared = origins.get(name)
        origins[name] = digest(f"{shared} {hashed}".encode()) if shared else hashed
    origins["templates of wirogen"] = _tree_digest(templates_folder() / output.target)
    if output.templates:
        origins[f"templates {output.templates.name}"] = _tree_digest(output.templates)
        origins["black"] = digest(version("black").encode())  # formats what these give
    return origins


def files_below(folder: Path) -> list[Path]:
    """The files in a folder, but for what Python leaves behind."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if "__pycache__" not in path.parts]


def _name(path: Path, config: Config) -> str:
    """What a file is called: its path from the root, or from beside the folder of
    specifications that it is in. Two can be called the same.
    """
    place = path.resolve()
    bases = (config.root.resolve(), *(spec.resolve().parent for spec in config.specs))
    inside = (base for base in bases if place.is_relative_to(base))
    base = next(inside, place.parent)
    return place.relative_to(base).as_posix()


def _tree_digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in files_below(folder):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
        whole.update(digest(path.read_bytes()).encode())
    return whole.hexdigest()

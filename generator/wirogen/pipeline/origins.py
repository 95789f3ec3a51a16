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

Inputs = dict[str, str]
"""The name of each thing that an output came from, and the SHA-256 of its bytes."""


def settings_of(output: OutputConfig) -> Inputs:
    """The settings, templates and history of an output, which all of its files came
    from.
    """
    wanted = repr((output.target, output.package, output.models, output.runtime))
    inputs = {"configuration": digest(wanted.encode())}
    inputs["templates of wirogen"] = _tree_digest(templates_folder() / output.target)
    if output.templates:
        from importlib.metadata import version  # noqa: PLC0415 - it takes a moment

        inputs[f"templates {output.templates.name}"] = _tree_digest(output.templates)
        inputs["black"] = digest(version("black").encode())  # formats what these give
    if output.history:
        inputs[f"history {output.history.name}"] = _tree_digest(output.history)
    return inputs


def contents_of(sources: Iterable[Source]) -> Inputs:
    """The files of the repository that an output came from."""
    inputs: Inputs = {}
    for source in sources:
        name, hashed = input_name(source), source.digest
        shared = inputs.get(name)
        inputs[name] = digest(f"{shared} {hashed}".encode()) if shared else hashed
    return inputs


def input_name(source: Source) -> str:
    """What a specification, or the overrides, are called in a manifest."""
    return f"specification {source.name}"


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

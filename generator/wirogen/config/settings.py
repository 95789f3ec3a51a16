"""A configuration as values, and what must hold among them."""

import keyword
import os.path
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wirogen.config.lint import LintPolicy
from wirogen.diagnostics import Diagnostic, Span, codes
from wirogen.targets.runtime import WHOLE, Runtime

TARGETS = ("python", "json-schema", "markdown", "html")
"""The kinds of output; the first is the one that nobody has to name."""

SPECS, FOLDER, PACKAGE = "specs", "generated", "wiro_models"
"""What holds for the settings of the main names where nothing is said."""


is_folder, is_file = os.path.isdir, os.path.isfile
"""Whether a folder, or a file, is there; False for names that none can have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputConfig:
    """One output: what is made of which models, and where it goes.

    `package` is the dotted name of the Python package below `folder`; outputs of other
    targets only mention it. `models` are globs over slugs, none of them for all models;
    one that begins with `!` takes out what it names. `templates` is a folder whose
    files go before wirogen's own, `history` one of reports of what changed. `runtime`
    is that of a Python package; `runtime_of` names the package that it lies in, where
    that is another one.
    """

    folder: Path
    package: str = PACKAGE
    models: tuple[str, ...] = ()
    target: str = TARGETS[0]
    templates: Path | None = None
    history: Path | None = None
    runtime: Runtime = WHOLE
    runtime_of: str = ""
    models_span: Span = field(default=Span(""), compare=False, repr=False)
    runtime_span: Span = field(default=Span(""), compare=False, repr=False)

    @property
    def read_folders(self) -> tuple[Path, ...]:
        """The folders that are read for this output alone."""
        return tuple(filter(None, (self.templates, self.history)))

    @property
    def root(self) -> Path:
        """The folder that holds everything of this output, its manifest included."""
        if self.target != "python":
            return self.folder
        return self.folder.joinpath(*self.package.split("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that is configured.

    `file` is None where no file says anything, and `root` the folder that paths are
    relative to. `overrides` is None where there are none. `exclude` are globs over the
    paths of files, relative to `root`, that are no specifications.
    """

    file: Path | None
    root: Path
    specs: tuple[Path, ...]
    overrides: Path | None
    outputs: tuple[OutputConfig, ...]
    exclude: tuple[str, ...] = ()
    exclude_span: Span = field(default=Span(""), compare=False, repr=False)
    lint: LintPolicy = field(default_factory=LintPolicy)

    @property
    def read_places(self) -> tuple[Path, ...]:
        """The files and folders that a generation reads."""
        folders = (folder for each in self.outputs for folder in each.read_folders)
        named = (*self.specs, self.file, self.overrides, *folders)
        return tuple(filter(None, named))

    @property
    def has_all(self) -> bool:
        """Whether it has every specification that its overrides are for. Some of their
        folder, named on a command line, are not all.
        """
        place = self.overrides and self.overrides.parent
        return self.file is not None or place is None or place in self.specs


def is_package_name(name: str) -> bool:
    """Whether Python can import a package of this dotted name on every system."""
    return all(
        part.isidentifier() and part.isascii() and not keyword.iskeyword(part)
        for part in name.split(".")
    )


def package_name_hint(name: str) -> str:
    """What is right in place of a name that no package can have."""
    near = _near_package_name(name)
    return f"did you mean {near!r}?" if near else "write one such as 'acme.models'"


def _near_package_name(name: str) -> str:
    """A name that a package can have, near to one that it cannot: `my-models` gives
    `my_models`, `class` gives `class_`. Empty where there is none.
    """
    spelt = "".join(
        c if c == "." or (c.isascii() and c.isalnum()) else "_" for c in name
    )
    parts = (f"{one}_" if keyword.iskeyword(one) else one for one in spelt.split("."))
    near = ".".join(parts)
    has_letter = any(c.isalpha() for c in near)
    return near if has_letter and is_package_name(near) else ""


def default_overrides(specs: Iterable[Path]) -> Path | None:
    """The overrides that nobody has to configure: overrides.yaml in the first folder of
    specifications, where there is one.
    """
    first = next(iter(specs))
    folder = first if is_folder(first) else first.parent
    overrides = folder / "overrides.yaml"
    return overrides if is_file(overrides) else None


def misplaced(
    outputs: Iterable[tuple[OutputConfig, Span]], specs: Iterable[Path]
) -> Iterator[Diagnostic]:
    """What is wrong with where outputs go; each stands beside what configures it."""
    folders = [spec.resolve() for spec in specs]
    taken: dict[Path, OutputConfig] = {}
    for output, span in outputs:
        root = output.root.resolve()
        if taken.setdefault(root, output) is not output:
            yield Diagnostic(
                codes.OUTPUTS_OVERLAP,
                f"two outputs are written to {output.root}",
                span,
                "give one of them another `folder` or `package`",
            )
        if any(root.is_relative_to(folder) for folder in folders):
            yield Diagnostic(
                codes.OUTPUTS_OVERLAP,
                f"the output {output.root} lies among the specifications",
                span,
                "choose another folder: what is generated is no specification",
            )

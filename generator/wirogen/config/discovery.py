"""Which configuration holds."""

from dataclasses import replace
from pathlib import Path

from wirogen.config.config_file import read_config, tells_settings
from wirogen.config.settings import (
    FOLDER,
    SPECS,
    Config,
    OutputConfig,
    default_overrides,
    is_package_name,
    misplaced,
    package_name_hint,
)
from wirogen.config.toml import OWN_FILE, PYPROJECT
from wirogen.diagnostics import (
    Refused,
    Span,
    as_people_write,
    codes,
    refusal,
)


def chosen_config(
    folder: Path,
    paths: tuple[Path, ...] = (),
    output: Path | None = None,
    package: str | None = None,
    file: Path | None = None,
) -> Config:
    """The configuration for a command line that was given in a folder.

    It is that of `file`, else of the nearest file, or, where paths are given, one of
    these paths and the defaults, with the overrides of the project that they lie in and
    what it says of findings; `output` and `package` go before all of them. Raises
    Refused where the file is wrong, where it has several outputs that these could mean,
    where `package` is no name, and where `output` lies among the specifications.
    """
    config = _config(folder, paths, file)
    if output is None and package is None:
        return config
    return _with_options(config, output and as_people_write(folder) / output, package)


def _config(folder: Path, paths: tuple[Path, ...], file: Path | None) -> Config:
    if file:
        return read_config(as_people_write(folder) / file)
    project = find_config(folder) or default_config(folder)
    if not paths:
        return project
    named = default_config(folder, paths)
    if not all(_is_of(project, path) for path in named.specs):
        return named
    return replace(named, overrides=project.overrides, lint=project.lint)


def _is_of(project: Config, path: Path) -> bool:
    """Whether a path is one of a project's specifications, or of folders of them."""
    return any(path.resolve().is_relative_to(spec.resolve()) for spec in project.specs)


def find_config(folder: Path) -> Config | None:
    """The configuration of a folder, or of the nearest one above it that has any; None
    where there is none. Raises Refused where it is wrong, or there are two of them.
    """
    for place in (folder.absolute(), *folder.absolute().parents):
        config = config_of(place)
        if config is not None:
            return config
    return None


def config_of(folder: Path) -> Config | None:
    """The configuration that a folder has itself; else as `find_config`."""
    seen = as_people_write(folder.absolute())
    own, pyproject = seen / OWN_FILE, seen / PYPROJECT
    found = [path for path in (own, pyproject) if tells_settings(path)]
    if len(found) > 1:
        raise refusal(
            codes.CONFIGURED_TWICE,
            f"both {OWN_FILE} and {PYPROJECT} configure wirogen here",
            Span.of_file(seen),
            f"keep one: {OWN_FILE}, or [tool.wirogen] in {PYPROJECT}",
        )
    return read_config(found[0]) if found else None


def default_config(root: Path, specs: tuple[Path, ...] = (Path(SPECS),)) -> Config:
    """What holds where nothing is configured: `specs`, `generated`, `wiro_models`."""
    seen = as_people_write(root)
    places = tuple(seen / path for path in specs)
    return Config(
        file=None,
        root=seen,
        specs=places,
        overrides=default_overrides(places),
        outputs=(OutputConfig(folder=seen / FOLDER),),
    )


def _with_options(config: Config, folder: Path | None, package: str | None) -> Config:
    """A configuration whose one package has another folder or name. The reference that
    goes with it stays where it is, and mentions the new name.
    """
    meant = [one for one in config.outputs if one.target != "markdown"]
    if len(meant) != 1:
        raise refusal(
            codes.SEVERAL_OUTPUTS,
            f"--output and --package are for one output, but {config.file} configures "
            f"{len(meant)} outputs",
            Span(""),
            "leave both out, or give the paths of specifications, too",
        )
    if package is not None and not is_package_name(package):
        raise refusal(
            codes.WRONG_VALUE,
            f"--package: {package!r} is not the name of a package",
            Span(""),
            package_name_hint(package),
        )
    outputs = tuple(
        replace(
            one,
            folder=folder if folder and one is meant[0] else one.folder,
            package=package or one.package,
        )
        for one in config.outputs
    )
    overlaps = list(misplaced([(one, Span("")) for one in outputs], config.specs))
    if overlaps:
        raise Refused(*overlaps)
    return replace(config, outputs=outputs)

"""The build hook `[tool.hatch.build.hooks.wirogen]`: hatchling generates what a project
configures whenever it builds that project.

A wheel gets the generated packages, a source distribution also everything that they are
made of, whatever git ignores; an editable installation finds them where they lie.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NoReturn

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.plugin import hookimpl

from wirogen.config import Config, OutputConfig, config_of, default_config
from wirogen.diagnostics import Diagnostic, Refused, Span, codes
from wirogen.diagnostics.formats import as_text
from wirogen.diagnostics.near import did_you_mean

if TYPE_CHECKING:
    from wirogen.pipeline.generation import Generated

_OF_HATCHLING = (
    "dependencies",
    "enable-by-default",
    "require-runtime-dependencies",
    "require-runtime-features",
)
_TABLE = "/tool/hatch/build/hooks/wirogen"


@hookimpl
def hatch_register_build_hook() -> type["GeneratingHook"]:
    """Tells hatchling which hook there is."""
    return GeneratingHook


class GeneratingHook(BuildHookInterface[BuilderConfig]):
    """Generates before each build, or ends the build with what stands in the way."""

    PLUGIN_NAME = "wirogen"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generates, and tells hatchling where the files go."""
        # hatchling loads every plugin
        from wirogen.pipeline import generation  # noqa: PLC0415

        try:
            config = self._read_config()
            is_sdist = self.target_name == "sdist"
            if is_sdist:
                self._refuse_outside(config)
            done = generation.generate(config)
            included = self._of_sdist(config, done) if is_sdist else _of_wheel(done)
        except Refused as refused:
            self._abort(refused)
        for output, published in done.outputs:
            count = len(published.written)
            self.app.display_info(f"wirogen: {output.root}: {count} files written")
        build_data["force_include"].update(included)
        if version == "editable":
            self._expose(config, build_data)

    def finalize(
        self, version: str, build_data: dict[str, Any], artifact_path: str
    ) -> None:
        """Removes what an editable installation has its own copy of by now."""
        del build_data, artifact_path
        if version == "editable":
            self._temporary.cleanup()

    def _abort(self, refused: Refused) -> NoReturn:
        errors = (as_text(finding) for finding in refused.report if finding.is_error)
        self.app.abort("\n".join(errors))
        raise SystemExit(1)  # whatever the application makes of it

    def _read_config(self) -> Config:
        """The project's configuration. What lies above the project is not asked: a
        source distribution may be unpacked anywhere.
        """
        _refuse_settings(self.config, self.root)
        root = Path(self.root)
        return config_of(root) or default_config(root)

    def _of_sdist(self, config: Config, done: "Generated") -> dict[str, str]:
        """Everything that a generation reads and writes, where it lies."""
        from wirogen.pipeline import generation  # noqa: PLC0415

        root = Path(self.root)
        files = [*generation.inputs_of(config), *(file for _, file in _written(done))]
        places = map(_place, files)
        return {str(place): str(place.relative_to(root)) for place in places}

    def _refuse_outside(self, config: Config) -> None:
        """Raises Refused for everything that a source distribution cannot hold."""
        root = Path(self.root)
        outside = [
            Diagnostic(
                codes.OUTSIDE_PROJECT,
                "this lies outside of the project",
                Span.of_file(path),
                "build wheels alone, or move it into the project",
            )
            for path in (*config.read_places, *(each.root for each in config.outputs))
            if not _place(path).is_relative_to(root)
        ]
        if outside:
            raise Refused(*outside)

    def _expose(self, config: Config, build_data: dict[str, Any]) -> None:
        """Puts the folders of the packages on the path of an editable installation."""
        folders = [_place(one.folder) for one in config.outputs if _is_package(one)]
        self._temporary = TemporaryDirectory()
        paths = Path(self._temporary.name) / "paths.pth"
        lines = dict.fromkeys(f"{folder}\n" for folder in folders)
        paths.write_text("".join(lines), encoding="utf-8")
        name = self.metadata.core.name.replace("-", "_")
        build_data["force_include_editable"].update(
            {**self.build_config.force_include, str(paths): f"_wirogen_{name}.pth"}
        )


def _of_wheel(done: "Generated") -> dict[str, str]:
    """The packages, where they are imported from. Outputs of other targets are for the
    project to place.
    """
    return {
        str(_place(path)): str(path.relative_to(output.folder))
        for output, path in _written(done)
        if _is_package(output)
    }


def _written(done: "Generated") -> "Iterator[tuple[OutputConfig, Path]]":
    """Every file of every output, whether it was written now or before."""
    for output, published in done.outputs:
        for name in (*published.written, *published.unchanged):
            yield output, output.root / name


def _is_package(output: OutputConfig) -> bool:
    return output.target == "python"


def _place(path: Path) -> Path:
    """A path from the root of the file system, with links kept as they are."""
    return Path(os.path.normpath(path.absolute()))


def _refuse_settings(settings: Iterable[str], root: str) -> None:
    """Raises Refused for settings of the hook, of which there are none."""
    unknown = [
        Diagnostic(
            codes.UNKNOWN_HOOK_SETTING,
            f"there is no setting {name!r} of the build hook",
            Span(str(Path(root) / "pyproject.toml"), _TABLE),
            did_you_mean(name, _OF_HATCHLING)
            or "what is generated stands in [tool.wirogen]",
        )
        for name in settings
        if name not in _OF_HATCHLING
    ]
    if unknown:
        raise Refused(*unknown)

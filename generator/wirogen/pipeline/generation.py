"""What is generated from the specifications of a configuration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wirogen.card import ModelId
from wirogen.config import Config, OutputConfig
from wirogen.diagnostics import (
    Diagnostic,
    Refused,
    Report,
    Span,
    as_people_write,
    codes,
)
from wirogen.output import (
    MANIFEST_NAME,
    Drift,
    Published,
    compare,
    is_listed,
    one_after_the_other,
    publish,
    rehearse,
)
from wirogen.pipeline.building import Built, build
from wirogen.pipeline.effort import Effort
from wirogen.pipeline.origins import files_below
from wirogen.pipeline.specification_files import specification_files
from wirogen.records import Note

_PATIENCE = 60.0
"""Seconds that a run waits for others with the same configuration."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What a generation did: what was found, the models that any output has, and what
    each output became. `notes` tell about records of earlier runs that are of no use.
    """

    report: Report
    models: tuple[ModelId, ...]
    outputs: tuple[tuple[OutputConfig, Published], ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: what was found in specifications, the models that any output
    should have, and how each output differs from it. `notes` as those of `Generated`.
    """

    report: Report
    models: tuple[ModelId, ...]
    outputs: tuple[tuple[OutputConfig, Drift], ...]
    notes: tuple[Note, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether every output is what its specifications give."""
        return all(drift.is_clean for _, drift in self.outputs)


def generate(
    config: Config, effort: Effort | None = None, *, keep_going: bool = False
) -> Generated:
    """Writes every output of a configuration, and nothing where nothing changed. Runs
    with one configuration go on one after the other.

    Raises Refused, with nothing written, where any finding is an error, where any
    output cannot be written, and where another run goes on for a minute. With
    `keep_going`, what is right is written all the same: see `build`.
    """
    effort = effort or Effort()
    if config.file is None:
        return _generated(config, effort, keep_going)
    with one_after_the_other(config.file, _PATIENCE):
        return _generated(config, effort, keep_going)


def _generated(config: Config, effort: Effort, keep_going: bool) -> Generated:
    building = build(config, effort, keep_going=keep_going)
    with effort.clock.step("compare with what is there"):
        rehearsed = _rehearsed(building.outputs)
    with effort.clock.step("write"):
        outputs = tuple(
            (built.output, _published(built, before))
            for built, before in zip(building.outputs, rehearsed, strict=True)
        )
    return Generated(building.report, building.models, outputs, building.notes)


def check(
    config: Config, effort: Effort | None = None, *, locked: bool = False
) -> Checked:
    """Compares every output of a configuration with what its specifications give.

    Where `locked`, everything that it came from must be as the manifest says, too.
    Raises Refused where any finding is an error, and where two outputs would write one
    file.
    """
    effort = effort or Effort()
    building = build(config, effort)
    if findings := [*_clashes(building.outputs)]:
        raise Refused(*findings)
    with effort.clock.step("compare with what is there"):
        outputs = tuple(
            (built.output, _drift(built, locked=locked)) for built in building.outputs
        )
    return Checked(building.report, building.models, outputs, building.notes)


def inputs_of(config: Config) -> tuple[Path, ...]:
    """Every file of a repository that a generation reads: its configuration,
    specifications, overrides, own templates and history, in the order of their paths.

    What comes with wirogen is not among them: its version stands for that. Raises
    Refused where there is no specification.
    """
    files = {*specification_files(config)}
    if config.file:
        files.add(config.file)
    if config.overrides and config.overrides.exists():
        files.add(config.overrides)
    for output in config.outputs:
        for folder in output.read_folders:
            files.update(files_below(folder))
    return tuple(sorted(files))


def outputs_of(config: Config) -> tuple[Path, ...]:
    """Every file that the outputs of a configuration consist of, their manifests among
    them, in the order of their paths. No output is written.

    Raises Refused as `generate` does for what it reads.
    """
    outputs = build(config, Effort()).outputs
    if findings := [*_clashes(outputs)]:
        raise Refused(*findings)
    return tuple(
        sorted(built.output.root / name for built in outputs for name in _names(built))
    )


def _is_idle(built: Built) -> bool:
    """Whether an output is what it should be."""
    return built.is_unharmed and is_listed(
        built.output.root, built.digests, built.inputs, built.origins
    )


def _drift(built: Built, *, locked: bool) -> Drift:
    if _is_idle(built):
        return Drift()
    root = built.output.root
    return compare(root, built.texts, built.inputs, built.origins, locked=locked)


def _rehearsed(outputs: Sequence[Built]) -> list[Published]:
    """What has to be done for each output. Raises Refused, with every finding, where
    any of them cannot be written.
    """
    findings = [*_clashes(outputs)]
    rehearsed: list[Published] = []
    for built in outputs:
        root = built.output.root
        try:
            if _is_idle(built):
                rehearsed.append(Published(unchanged=tuple(sorted(_names(built)))))
            else:
                rehearsed.append(
                    rehearse(root, built.texts, built.inputs, built.origins)
                )
        except Refused as refused:
            findings.extend(refused.report)
    if findings:
        raise Refused(*findings)
    return rehearsed


def _published(built: Built, rehearsed: Published) -> Published:
    output = built.output
    return publish(
        output.root,
        built.texts,
        built.inputs,
        built.origins,
        base=output.folder,
        rehearsed=rehearsed,
    )


def _clashes(outputs: Sequence[Built]) -> Iterator[Diagnostic]:
    """The files that an output has and one before it has, too."""
    if len(outputs) < 2:
        return
    taken: dict[Path, OutputConfig] = {}
    for built in outputs:
        output = built.output
        root = output.root.resolve()
        for path in (root / name for name in _names(built)):
            other = taken.setdefault(path, output)
            above = next((one for one in path.parents if one in taken), None)
            if other is not output or above:
                yield Diagnostic(
                    codes.OUTPUTS_OVERLAP,
                    f"two outputs would write {as_people_write(above or path)}",
                    Span.of_file(output.root),
                    "give one of them another `folder` or `package`",
                )


def _names(built: Built) -> tuple[str, ...]:
    """The files that an output consists of."""
    return (MANIFEST_NAME, *built.digests)

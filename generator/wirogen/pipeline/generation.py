"""What is generated from the specifications of a configuration."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from wirogen.card import Card, ModelId
from wirogen.config import Config, OutputConfig
from wirogen.contract import resolve
from wirogen.diagnostics import Diagnostic, Refused, Span, as_people_write, codes
from wirogen.output import (
    MANIFEST_NAME,
    Drift,
    Published,
    compare,
    is_up_to_date,
    one_after_the_other,
    publish,
    read_manifest,
    rehearse,
)
from wirogen.pipeline.model_patterns import cards_of, refuse_idle_globs
from wirogen.pipeline.origins import Origins, files_below, origins_of
from wirogen.pipeline.specifications import (
    Specifications,
    readable_specifications,
    specification_files,
)
from wirogen.shipped import code_changed_at

_PATIENCE = 60.0
"""Seconds that a run waits for others with the same configuration."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What a generation did: what was read, the models that any output has, and what
    each output became.
    """

    specifications: Specifications
    models: tuple[ModelId, ...]
    outputs: tuple[tuple[OutputConfig, Published], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: what was read, the models that any output should have, and
    how each output differs from it.
    """

    specifications: Specifications
    models: tuple[ModelId, ...]
    outputs: tuple[tuple[OutputConfig, Drift], ...]

    @property
    def is_clean(self) -> bool:
        """Whether every output is what its specifications give."""
        return all(drift.is_clean for _, drift in self.outputs)


def generate(config: Config) -> Generated:
    """Writes every output of a configuration, and nothing where nothing changed. Runs
    with one configuration go on one after the other.

    Raises Refused, with nothing written, where any finding is an error, where any
    output cannot be written, and where another run goes on for a minute.
    """
    if config.file is None:
        return _generated(config)
    with one_after_the_other(config.file, _PATIENCE):
        return _generated(config)


def _generated(config: Config) -> Generated:
    specifications = _read(config)
    works = [_work(output, config, specifications) for output in config.outputs]
    _rehearse(works)
    outputs = tuple((work.output, work.publish()) for work in works)
    models = _models_of(config, specifications)
    return Generated(specifications=specifications, models=models, outputs=outputs)


def check(config: Config, *, locked: bool = False) -> Checked:
    """Compares every output of a configuration with what its specifications give.

    Where `locked`, everything that it came from must be as the manifest says, too.
    Raises Refused where any finding is an error, and where two outputs would write one
    file.
    """
    specifications = _read(config)
    outputs = tuple(
        (
            output,
            compare(
                output.root,
                files,
                origins_of(output, config, specifications),
                locked=locked,
            ),
        )
        for output, files in _rendered(config, specifications)
    )
    models = _models_of(config, specifications)
    return Checked(specifications=specifications, models=models, outputs=outputs)


def inputs_of(config: Config) -> tuple[Path, ...]:
    """Every file of a repository that a generation reads: its configuration,
    specifications, overrides and own templates, in the order of their paths.

    What comes with wirogen is not among them: its version stands for that. Raises
    Refused where there is no specification.
    """
    files = {*specification_files(config)}
    if config.file:
        files.add(config.file)
    if config.overrides and config.overrides.exists():
        files.add(config.overrides)
    for output in config.outputs:
        if output.templates:
            files.update(files_below(output.templates))
    return tuple(sorted(files))


def outputs_of(config: Config) -> tuple[Path, ...]:
    """Every file that the outputs of a configuration consist of, their manifests among
    them, in the order of their paths. Nothing is written.

    Raises Refused as `generate` does for what it reads.
    """
    rendered = _rendered(config, _read(config))
    return tuple(
        sorted(
            output.root / name
            for output, files in rendered
            for name in (MANIFEST_NAME, *files)
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """An output that is about to be written; `files` is None where it is up to date."""

    output: OutputConfig
    files: Mapping[str, str] | None
    origins: Origins

    def rehearse(self) -> None:
        """Raises Refused where it cannot be written."""
        if self.files is not None:
            rehearse(self.output.root, self.files, self.origins)

    def names(self) -> Collection[str]:
        """The files that it consists of."""
        if self.files is not None:
            return self.files
        manifest = read_manifest(self.output.root)
        return manifest.files if manifest else ()

    def publish(self) -> Published:
        output = self.output
        return publish(output.root, self.files, self.origins, base=output.folder)


def _work(
    output: OutputConfig, config: Config, specifications: Specifications
) -> _Work:
    cards = _cards_of(output, specifications)
    origins = origins_of(output, config, specifications)
    is_fresh = is_up_to_date(output.root, origins) and not _is_older_than_code(output)
    files = None if is_fresh else _render(output, cards)
    return _Work(output=output, files=files, origins=origins)


def _is_older_than_code(output: OutputConfig) -> bool:
    """Whether wirogen itself is being worked on, and has changed since an output was
    written: its version does not tell.
    """
    return (output.root / MANIFEST_NAME).stat().st_mtime < code_changed_at()


def _rehearse(works: Iterable[_Work]) -> None:
    """Raises Refused, with every finding, where any output cannot be written."""
    findings = [*_clashes((work.output, work.names()) for work in works)]
    for work in works:
        try:
            work.rehearse()
        except Refused as refused:
            findings.extend(refused.report)
    if findings:
        raise Refused(*findings)


def _clashes(
    outputs: Iterable[tuple[OutputConfig, Collection[str]]],
) -> Iterator[Diagnostic]:
    """The files that an output has and one before it has, too."""
    taken: dict[Path, OutputConfig] = {}
    for output, names in outputs:
        root = output.root.resolve()
        for path in (root / name for name in (MANIFEST_NAME, *names)):
            other = taken.setdefault(path, output)
            above = next((one for one in path.parents if one in taken), None)
            if other is not output or above:
                yield Diagnostic(
                    code=codes.OUTPUTS_OVERLAP,
                    message=f"two outputs would write {as_people_write(above or path)}",
                    span=Span.of_file(output.root),
                    hint="give one of them another `folder` or `package`",
                )


def _rendered(
    config: Config, specifications: Specifications
) -> list[tuple[OutputConfig, Mapping[str, str]]]:
    """Every output with its files. Raises Refused where two have one in common."""
    outputs = [
        (output, _render(output, _cards_of(output, specifications)))
        for output in config.outputs
    ]
    if findings := [*_clashes(outputs)]:
        raise Refused(*findings)
    return outputs


def _cards_of(output: OutputConfig, specifications: Specifications) -> tuple[Card, ...]:
    """The Cards that an output is made of: those it names whose inputs are told."""
    named = cards_of(output, specifications.cards)
    return tuple(card for card in named if card.inputs is not None)


def _models_of(config: Config, specifications: Specifications) -> tuple[ModelId, ...]:
    """The models that any output has."""
    outputs = (_cards_of(output, specifications) for output in config.outputs)
    return tuple(sorted({card.model for cards in outputs for card in cards}))


def _read(config: Config) -> Specifications:
    """The specifications. Raises Refused where any finding is an error, and where an
    output names a model that none of them describes.
    """
    specifications = readable_specifications(config)
    refuse_idle_globs(config, specifications.cards)
    return specifications


def _render(output: OutputConfig, cards: Sequence[Card]) -> Mapping[str, str]:
    from wirogen.render import render  # noqa: PLC0415 - jinja2 is heavy

    contracts = [resolve(card) for card in cards]
    templates = [output.templates] if output.templates else []
    return render(output.target, contracts, package=output.package, templates=templates)

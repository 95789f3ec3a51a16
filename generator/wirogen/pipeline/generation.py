"""What is generated from the specifications of a configuration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from wirogen.card import Card, ModelId, clean_slug
from wirogen.config import Config, OutputConfig
from wirogen.diagnostics import Diagnostic, Refused, Span, codes
from wirogen.output import (
    MANIFEST_NAME,
    Drift,
    Published,
    compare,
    is_up_to_date,
    publish,
    rehearse,
)
from wirogen.pipeline.origins import Origins, files_below, origins_of
from wirogen.pipeline.specifications import (
    Specifications,
    readable_specifications,
    specification_files,
)
from wirogen.shipped import code_changed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What a generation did: what was read, and what each output became."""

    specifications: Specifications
    outputs: tuple[tuple[OutputConfig, Published], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: what was read, and how each output differs from it."""

    specifications: Specifications
    outputs: tuple[tuple[OutputConfig, Drift], ...]

    @property
    def is_clean(self) -> bool:
        """Whether every output is what its specifications give."""
        return all(drift.is_clean for _, drift in self.outputs)


def generate(config: Config) -> Generated:
    """Writes every output of a configuration, and nothing where nothing changed.

    Raises Refused, with nothing written, where any finding is an error, and where any
    output cannot be written.
    """
    specifications = readable_specifications(config)
    works = [_work(output, config, specifications) for output in config.outputs]
    _rehearse(works)
    outputs = tuple((work.output, work.publish()) for work in works)
    return Generated(specifications=specifications, outputs=outputs)


def check(config: Config, *, locked: bool = False) -> Checked:
    """Compares every output of a configuration with what its specifications give.

    Where `locked`, everything that it came from must be as the manifest says, too.
    Raises Refused where any finding is an error.
    """
    specifications = readable_specifications(config)
    outputs = tuple(
        (
            output,
            compare(
                output.root,
                _render(output, _cards_of(output, config, specifications.cards)),
                origins_of(output, config, specifications),
                locked=locked,
            ),
        )
        for output in config.outputs
    )
    return Checked(specifications=specifications, outputs=outputs)


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
    specifications = readable_specifications(config)
    files: list[Path] = []
    for output in config.outputs:
        rendered = _render(output, _cards_of(output, config, specifications.cards))
        files += (output.root / name for name in (MANIFEST_NAME, *rendered))
    return tuple(sorted(files))


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

    def publish(self) -> Published:
        output = self.output
        return publish(output.root, self.files, self.origins, base=output.folder)


def _work(
    output: OutputConfig, config: Config, specifications: Specifications
) -> _Work:
    cards = _cards_of(output, config, specifications.cards)
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
    findings: list[Diagnostic] = []
    for work in works:
        try:
            work.rehearse()
        except Refused as refused:
            findings.extend(refused.report)
    if findings:
        raise Refused(*findings)


def _cards_of(
    output: OutputConfig, config: Config, cards: Sequence[Card]
) -> tuple[Card, ...]:
    """The Cards that an output is made of: those that its globs name and whose inputs
    are told. Raises Refused for a glob that names no model.
    """
    chosen: dict[ModelId, Card] = {}
    for glob in output.models or ("*",):
        pattern = _clean_glob(glob)
        named = [card for card in cards if fnmatchcase(str(card.model), pattern)]
        if not named and output.models:
            raise Refused(
                Diagnostic(
                    code=codes.NO_SUCH_MODEL,
                    message=f"no specification describes a model {glob!r}",
                    span=Span(str(config.file or "")),
                    hint=f"`models` are slugs or globs such as {'wiro/*'!r}",
                )
            )
        chosen |= {card.model: card for card in named}
    return tuple(chosen[model] for model in sorted(chosen) if _told(chosen[model]))


def _told(card: Card) -> bool:
    return card.inputs is not None


def _clean_glob(glob: str) -> str:
    """A glob over clean slugs, from one that may hold raw ones."""
    if any(character in glob for character in "*?["):
        return glob.lower()
    return "/".join(clean_slug(part) for part in glob.split("/", 1))


def _render(output: OutputConfig, cards: Sequence[Card]) -> Mapping[str, str]:
    from wirogen.render import render  # noqa: PLC0415 - jinja2 is heavy

    templates = [output.templates] if output.templates else []
    return render(output.target, cards, package=output.package, templates=templates)

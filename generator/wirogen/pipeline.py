"""The steps from specifications to a published package, put in order.

This is what other programs import. Only `generate` writes, and nothing here opens a
connection.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from wirogen.card import Card, ModelId, clean_slug
from wirogen.changes import Change, compare_all
from wirogen.config import Config, OutputConfig, default_overrides
from wirogen.diagnostics import Diagnostic, Refused, Report, Span, codes
from wirogen.history import extract
from wirogen.output import (
    MANIFEST_NAME,
    Drift,
    Published,
    compare,
    digest,
    is_up_to_date,
    publish,
)
from wirogen.overrides import (
    Corrected,
    Overrides,
    apply_overrides,
    corrections_of,
    read_overrides,
    unused,
)
from wirogen.own_yaml import card_yaml
from wirogen.readers import read_file
from wirogen.rules import judge
from wirogen.shipped import templates_folder

SUFFIXES = frozenset({".json", ".md", ".txt", ".yaml", ".yml"})
"""Endings of the files that are read from a folder of specifications."""

Hashes = dict[str, str]
"""What an output came from: the name of each input and the SHA-256 of its bytes."""


_Placed = TypeVar("_Placed", Change, Diagnostic)


@dataclass(frozen=True, slots=True, kw_only=True)
class Specifications:
    """What a set of files says.

    `cards` are corrected and in the order of their slugs, `originals` the same as their
    sources have them; `report` holds every finding of every file, and `files` is what
    was read.
    """

    cards: tuple[Card, ...]
    originals: tuple[Card, ...]
    report: Report
    files: tuple[Path, ...]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What is understood of one file: its Cards as they are generated from, and what
    overrides changed about each of them.
    """

    cards: tuple[Card, ...]
    corrected: tuple[tuple[ModelId, Corrected], ...]
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """Files in our own format: where each belongs, and its text."""

    texts: tuple[tuple[Path, str], ...]
    report: Report


def generate(config: Config) -> Generated:
    """Writes every output of a configuration, and nothing where nothing changed.

    Raises Refused, with nothing written, where any finding is an error.
    """
    specifications = read_specifications(config)
    _stop_at_errors(specifications.report)
    rendered: list[tuple[OutputConfig, Hashes, Mapping[str, str] | None]] = []
    for output in config.outputs:
        cards = _cards_of(output, config, specifications.cards)
        hashes = _hashes(config, output, specifications)
        fresh = is_up_to_date(output.root, hashes)
        rendered.append((output, hashes, None if fresh else _render(output, cards)))
    outputs = tuple(
        (output, publish(output.root, files, hashes, base=output.folder))
        for output, hashes, files in rendered
    )
    return Generated(specifications=specifications, outputs=outputs)


def check(config: Config, *, locked: bool = False) -> Checked:
    """Compares every output of a configuration with what its specifications give.

    Where `locked`, everything that it came from must be as the manifest says, too.
    Raises Refused where any finding is an error.
    """
    specifications = read_specifications(config)
    _stop_at_errors(specifications.report)
    outputs = tuple(
        (
            output,
            compare(
                output.root,
                _render(output, _cards_of(output, config, specifications.cards)),
                _hashes(config, output, specifications),
                locked=locked,
            ),
        )
        for output in config.outputs
    )
    return Checked(specifications=specifications, outputs=outputs)


def changes_between(old: Config, new: Config) -> tuple[Change, ...]:
    """What changed from the specifications of one configuration to those of another.

    Raises Refused where any finding of either is an error.
    """
    before, after = read_specifications(old), read_specifications(new)
    _stop_at_errors(before.report + after.report)
    return compare_all(before.cards, after.cards)


def changes_since(config: Config, revision: str) -> tuple[Change, ...]:
    """What changed in the specifications of a configuration since a git revision.

    Raises Refused where git does not know the revision, and as `changes_between` does.
    """
    after = read_specifications(config)
    _stop_at_errors(after.report)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        then = _config_at(revision, config, folder)
        before = read_specifications(then) if then else None
        findings = before.report.unordered if before else ()
        _stop_at_errors(Report.of(_in_git(one, revision, folder) for one in findings))
        changes = compare_all(before.cards if before else (), after.cards)
        return tuple(_in_git(change, revision, folder) for change in changes)


def committed_changes(config: Config) -> tuple[Change, ...]:
    """What changed in the specifications of a configuration since the last commit; none
    where git or the commit cannot tell.
    """
    try:
        return changes_since(config, "HEAD")
    except Refused:
        return ()


def inputs_of(config: Config) -> tuple[Path, ...]:
    """Every file of a repository that a generation reads: its configuration,
    specifications, overrides and own templates, in the order of their paths.

    What comes with wirogen is not among them: its version stands for that. Raises
    Refused where there is no specification.
    """
    files = {*specification_files(config.specs, config.overrides)}
    if config.file:
        files.add(config.file)
    if config.overrides and config.overrides.exists():
        files.add(config.overrides)
    for output in config.outputs:
        if output.templates:
            files.update(_tree(output.templates))
    return tuple(sorted(files))


def outputs_of(config: Config) -> tuple[Path, ...]:
    """Every file that the outputs of a configuration consist of, their manifests among
    them, in the order of their paths. Nothing is written.

    Raises Refused as `generate` does for what it reads.
    """
    specifications = read_specifications(config)
    _stop_at_errors(specifications.report)
    files: list[Path] = []
    for output in config.outputs:
        rendered = _render(output, _cards_of(output, config, specifications.cards))
        files += (output.root / name for name in (MANIFEST_NAME, *rendered))
    return tuple(sorted(files))


def read_specifications(config: Config) -> Specifications:
    """Reads, corrects and judges every specification of a configuration.

    Nothing is raised for what a file holds: that is in the report.
    """
    files = specification_files(config.specs, config.overrides)
    readings = [read_file(as_people_write(path)) for path in files]
    originals = sorted(
        (card for reading in readings for card in reading.cards),
        key=lambda card: card.model,
    )
    overrides = _overrides(config.overrides)
    corrected = [apply_overrides(card, overrides) for card in originals]
    cards = [card for card, _ in corrected]
    report = Report.of(
        finding
        for findings in (
            *(reading.report.unordered for reading in readings),
            *(found.unordered for _, found in corrected),
            unused(overrides, originals).unordered,
            judge(cards).unordered,
            _described_twice(originals),
        )
        for finding in findings
    )
    return Specifications(
        cards=tuple(cards),
        originals=tuple(originals),
        report=report,
        files=files,
    )


def inspect(file: Path, config: Config) -> Inspected:
    """Reads one file, with the overrides of a configuration applied."""
    reading = read_file(file)
    overrides = _overrides(config.overrides)
    applied = [apply_overrides(card, overrides) for card in reading.cards]
    findings = [finding for _, report in applied for finding in report.unordered]
    corrected = tuple(
        (card.model, change)
        for card in reading.cards
        for change in corrections_of(card, overrides)
    )
    return Inspected(
        cards=tuple(card for card, _ in applied),
        corrected=corrected,
        report=reading.report + Report.of(findings),
    )


def convert(files: Sequence[Path], folder: Path | None, config: Config) -> Converted:
    """Our own format of everything that some files describe. Paths are below `folder`,
    `owner/model.yaml`.
    """
    readings = [read_file(file) for file in files]
    cards = [card for reading in readings for card in reading.cards]
    schema = schema_from(config) if folder else None
    base = folder or Path()
    texts = ((_place_of(card.model, base), card_yaml(card, schema)) for card in cards)
    findings = [found for reading in readings for found in reading.report.unordered]
    return Converted(
        texts=tuple(texts),
        report=Report.of([*findings, *_described_twice(cards)]),
    )


def write_specification(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Writes a specification as a whole. Raises Refused where something else is there,
    unless it is to be overwritten.
    """
    if path.exists() and not overwrite and path.read_text(encoding="utf-8") != text:
        raise Refused(
            Diagnostic(
                code=codes.SPECIFICATION_IS_THERE,
                message="there is another specification in this file",
                span=Span(str(path)),
                hint="give --overwrite to replace it",
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.new")
    staged.write_text(text, encoding="utf-8", newline="\n")
    staged.replace(path)


def schema_from(config: Config) -> str | None:
    """Where editors find the schema of our format, as seen from an owner's folder; None
    where the repository has no copy of it.
    """
    schema = config.root / "docs" / "schema" / "card.schema.json"
    if not schema.is_file() or not config.specs[0].is_relative_to(config.root):
        return None
    up = len(config.specs[0].relative_to(config.root).parts) + 1
    return f"{'../' * up}docs/schema/card.schema.json"


def _place_of(model: ModelId, folder: Path) -> Path:
    return folder / model.owner / f"{model.name}.yaml"


def specification_files(
    paths: Sequence[Path], overrides: Path | None = None
) -> tuple[Path, ...]:
    """The files that paths name: a file itself, a folder's files in the order of their
    names. Overrides are no specification. Raises Refused for a path that is not there,
    and where there is no file at all.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise Refused(
                Diagnostic(
                    code=codes.NO_SUCH_FILE,
                    message="there is no such file or folder",
                    span=Span(str(as_people_write(path))),
                    hint="paths in a configuration are relative to its file",
                )
            )
        found |= dict.fromkeys(_inside(path))
    files = tuple(path for path in found if path != overrides)
    if not files:
        raise Refused(
            Diagnostic(
                code=codes.NO_SPECIFICATIONS,
                message="there is no specification here",
                span=Span(", ".join(str(as_people_write(path)) for path in paths)),
                hint=f"specifications end in {', '.join(sorted(SUFFIXES))}",
            )
        )
    return files


def as_people_write(path: Path) -> Path:
    """A path as it is written from the working folder, if it lies in there."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _inside(path: Path) -> list[Path]:
    """The specifications that a path names."""
    inside = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [one for one in inside if _is_specification(one, path)]


def _is_specification(path: Path, given: Path) -> bool:
    if path == given:
        return True
    hidden = any(part.startswith(".") for part in path.relative_to(given).parts)
    return path.suffix.lower() in SUFFIXES and path.is_file() and not hidden


def _overrides(path: Path | None) -> Overrides:
    return read_overrides(path) if path and path.exists() else Overrides()


def _config_at(revision: str, config: Config, folder: Path) -> Config | None:
    """A configuration of what it reads as a revision has it, which is written to a
    folder; None where the specifications were not there yet.
    """
    overrides = config.overrides
    paths = (*config.specs, *([overrides] if overrides else []))
    then = extract(config.root, paths, revision, folder)
    specs = tuple(then[path] for path in config.specs if path in then)
    if not any(_inside(path) for path in specs):
        return None
    corrections = then.get(overrides) if overrides else default_overrides(specs)
    return replace(config, specs=specs, overrides=corrections)


def _in_git(found: _Placed, revision: str, folder: Path) -> _Placed:
    """What is said about a file of a revision, with the place that it has in git."""
    path = Path(found.span.file)
    if not path.is_relative_to(folder):
        return found
    file = f"{revision}:{path.relative_to(folder).as_posix()}"
    return replace(found, span=replace(found.span, file=file))


def _described_twice(cards: Sequence[Card]) -> Iterator[Diagnostic]:
    first: dict[ModelId, Card] = {}
    for card in cards:
        other = first.setdefault(card.model, card)
        if other is not card:
            yield Diagnostic(
                code=codes.MODEL_DESCRIBED_TWICE,
                message=f"{card.model} is described here and in {other.source.file}",
                span=card.span,
                hint="keep one of the two files",
            )


def _stop_at_errors(report: Report) -> None:
    if report.errors:
        raise Refused(*report.unordered)


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


def _hashes(
    config: Config, output: OutputConfig, specifications: Specifications
) -> Hashes:
    """What an output comes from; the names are the same on every machine."""
    wanted = repr((output.target, output.package, output.models))
    hashes = {"configuration": digest(wanted.encode())}
    files = [*specifications.files]
    if config.overrides and config.overrides.exists():
        files.append(config.overrides)
    for path in files:
        name, hashed = f"specification {_name(path, config)}", digest(path.read_bytes())
        shared = hashes.get(name)
        hashes[name] = digest(f"{shared} {hashed}".encode()) if shared else hashed
    hashes["templates of wirogen"] = _tree_digest(templates_folder() / output.target)
    if output.templates:
        hashes[f"templates {output.templates.name}"] = _tree_digest(output.templates)
    return hashes


def _name(path: Path, config: Config) -> str:
    """What a file is called wherever the repository lies: its path from the root, or
    from beside the folder of specifications that it is in. Two can be called the same.
    """
    place = path.resolve()
    bases = (config.root.resolve(), *(spec.resolve().parent for spec in config.specs))
    inside = (base for base in bases if place.is_relative_to(base))
    base = next(inside, place.parent)
    return place.relative_to(base).as_posix()


def _tree_digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in _tree(folder):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
        whole.update(digest(path.read_bytes()).encode())
    return whole.hexdigest()


def _tree(folder: Path) -> list[Path]:
    """The files in a folder, but for what Python leaves behind."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in files if "__pycache__" not in path.parts]

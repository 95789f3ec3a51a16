"""What changed between two states of specifications."""

# ruff: noqa: PLC0415 - reading and comparing take a moment, and often nothing changed

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from wirogen.card import Card, ModelId
from wirogen.config import Config, config_in, default_overrides, tells_settings
from wirogen.diagnostics import Diagnostic, Refused, Report
from wirogen.pipeline.history import extract, unchanged
from wirogen.pipeline.model_patterns import cards_of_any
from wirogen.pipeline.specification_files import (
    is_excluded,
    specification_files,
    specifications_in,
)

if TYPE_CHECKING:
    from wirogen.changes import Change

_Placed = TypeVar("_Placed", "Change", Diagnostic)


def changes_between(old: Config, new: Config) -> "tuple[Change, ...]":
    """What changed from the specifications of one configuration to those of another.

    Raises Refused where any finding of either is an error.
    """
    from wirogen.changes import compare_all
    from wirogen.pipeline.specifications import read_specifications

    before, after = read_specifications(old), read_specifications(new)
    (before.report + after.report).refuse_errors()
    return compare_all(cards_of_any(old, before.cards), cards_of_any(new, after.cards))


def changes_since(config: Config, revision: str) -> "tuple[Change, ...]":
    """What changed in the models of a configuration since a git revision, as that has
    the configuration.

    A model whose specification has an error at the revision is compared with nothing,
    and a change says so. Raises Refused where git does not know the revision, and where
    any other finding is an error.
    """
    with _state_at(revision, config) as then:
        return _changes(then, _cards(config), config)


def committed_changes(config: Config) -> "tuple[Change, ...]":
    """What changed in the specifications of a configuration since the last commit; none
    where git or the commit cannot tell, or the commit has none of them. Only files that
    changed are read.
    """
    try:
        same = _unchanged_specifications(config, "HEAD")
        files = [f for f in specification_files(config) if f.resolve() not in same]
        with _state_at("HEAD", config, same) as then:
            if not (same or then.config):
                return ()
            now = replace(config, specs=tuple(files))
            return _changes(then, _cards(now) if files else (), config)
    except Refused:
        return ()


def _cards(config: Config) -> tuple[Card, ...]:
    from wirogen.pipeline.specifications import readable_specifications

    return readable_specifications(config).cards


def _unchanged_specifications(config: Config, revision: str) -> frozenset[Path]:
    """The specifications that mean what they meant at a revision: those that have not
    changed, where nothing else has.
    """
    others = [path.resolve() for path in (config.file, config.overrides) if path]
    same = unchanged(config.root, [*config.specs, *others], revision)
    return same.difference(others) if same.issuperset(others) else frozenset()


@dataclass(frozen=True, slots=True)
class _State:
    """What a revision has of a configuration, below a folder; `config` is None where
    there were no specifications.
    """

    revision: str
    folder: Path
    config: Config | None


@contextmanager
def _state_at(
    revision: str, config: Config, same: Collection[Path] = ()
) -> Iterator[_State]:
    """The state of a revision, for a while; the files `same` are left out."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        then = _config_at(revision, config, folder, same)
        yield _State(revision, folder, then)


def _changes(
    then: _State, cards: Sequence[Card], config: Config
) -> "tuple[Change, ...]":
    """What changed since a revision to these Cards of a configuration."""
    from wirogen.changes import compare_all, not_compared

    before, broken = _readable_at(then)
    after = cards_of_any(config, cards)
    errors = {card.model: _error_before(card, broken, then.folder) for card in after}
    left_out = {*broken, *(model for model, error in errors.items() if error)}
    changes = compare_all(
        *(
            [card for card in side if card.model not in left_out]
            for side in (before, after)
        )
    )
    told = [
        not_compared(card, f"{error.span.place}: {error.code.name} {error.message}")
        for card in after
        if (error := errors[card.model])
    ]
    in_order = sorted((*told, *changes), key=lambda change: change.model)
    return tuple(_in_git(change, then) for change in in_order)


_Broken = dict[ModelId | Path, Diagnostic]
"""What has an error at a revision: models, as far as they are known, and files."""


def _readable_at(then: _State) -> tuple[tuple[Card, ...], _Broken]:
    """The Cards of a revision, and what has an error there. Raises Refused where any
    error is not that of a specification.
    """
    from wirogen.pipeline.specifications import read_specifications

    if then.config is None:
        return (), {}
    try:
        reading = read_specifications(then.config)
    except Refused as refused:
        raise Refused(*(_in_git(each, then) for each in refused.report)) from None
    errors = {Path(error.span.file): error for error in reading.report.errors}
    if not errors.keys() <= {*reading.files}:
        Report.of(_in_git(each, then) for each in reading.report).refuse_errors()
    broken: _Broken = {file: _in_git(error, then) for file, error in errors.items()}
    for card in reading.originals:
        if error := broken.get(Path(card.source.file)):
            broken[card.model] = error
    return cards_of_any(then.config, reading.cards), broken


def _error_before(card: Card, broken: _Broken, folder: Path) -> Diagnostic | None:
    """The error of a model, or of the file that has it now, at a revision."""
    file = Path(card.source.file).resolve().as_posix()
    for place, error in broken.items():
        if place == card.model:
            return error
        if isinstance(place, Path) and file.endswith(
            f"/{place.relative_to(folder).as_posix()}"
        ):
            return error
    return None


def _config_at(
    revision: str, config: Config, folder: Path, without: Collection[Path]
) -> Config | None:
    """The configuration that a revision has, of what it reads there, which is written
    to a folder; None where the specifications were not there yet.
    """
    known = _settings_at(revision, config, folder)
    overrides = known.overrides
    paths = (*known.specs, *([overrides] if overrides else []))
    then = extract(known.root, paths, revision, folder, without)
    for path in then:
        _remove_excluded(path, then[path], known)
    specs = tuple(then[path] for path in known.specs if path in then)
    if not any(specifications_in(path) for path in specs):
        return None
    corrections = then.get(overrides) if overrides else default_overrides(specs)
    return replace(known, specs=specs, exclude=(), overrides=corrections)


def _remove_excluded(path: Path, place: Path, config: Config) -> None:
    """Removes what a configuration excludes from a place that has what a path had: its
    globs know no other place than the path.
    """
    for file in specifications_in(place) if config.exclude else ():
        if file != place and is_excluded(path / file.relative_to(place), config):
            file.unlink()


def _settings_at(revision: str, config: Config, folder: Path) -> Config:
    """What the file of a configuration says at a revision; the configuration itself
    where there was no such file, or it did not configure wirogen.
    """
    file = config.file
    then = extract(config.root, [file], revision, folder) if file else {}
    if file is None or file not in then or not tells_settings(then[file]):
        return config
    text = then[file].read_text(encoding="utf-8")
    return config_in(file, text, must_be_there=False)


def _in_git(found: _Placed, then: _State) -> _Placed:
    """What is said about a file of a revision, with the place that it has in git."""
    path = Path(found.span.file)
    if not path.is_relative_to(then.folder):
        return found
    file = f"{then.revision}:{path.relative_to(then.folder).as_posix()}"
    return replace(found, span=replace(found.span, file=file))

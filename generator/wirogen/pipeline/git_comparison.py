"""What changed between two states of specifications."""

# ruff: noqa: PLC0415 - reading and comparing take a moment, and often nothing changed

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from wirogen.card import Card
from wirogen.config import Config, config_in, default_overrides, tells_settings
from wirogen.diagnostics import Diagnostic, Refused, Report
from wirogen.pipeline.history import extract, unchanged
from wirogen.pipeline.model_patterns import cards_of_any
from wirogen.pipeline.specification_files import (
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

    Raises Refused where git does not know the revision, and as `changes_between` does.
    """
    return _changes(config, revision, _cards(config))


def committed_changes(config: Config) -> "tuple[Change, ...]":
    """What changed in the specifications of a configuration since the last commit; none
    where git or the commit cannot tell. Only files that changed are read.
    """
    try:
        same = _unchanged_specifications(config, "HEAD")
        files = [f for f in specification_files(config) if f.resolve() not in same]
        now = replace(config, specs=tuple(files))
        cards = _cards(now) if files else ()
        return _changes(config, "HEAD", cards, same)
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


def _changes(
    config: Config,
    revision: str,
    cards: Sequence[Card],
    same: Collection[Path] = (),
) -> "tuple[Change, ...]":
    """What changed since a revision to these Cards; the files `same` are left out."""
    from wirogen.changes import compare_all
    from wirogen.pipeline.specifications import read_specifications

    with TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        then = _config_at(revision, config, folder, same)
        before = read_specifications(then) if then else None
        findings = before.report.unordered if before else ()
        Report.of(_in_git(one, revision, folder) for one in findings).refuse_errors()
        changes = compare_all(
            cards_of_any(then, before.cards) if then and before else (),
            cards_of_any(config, cards),
        )
        return tuple(_in_git(change, revision, folder) for change in changes)


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
    specs = tuple(then[path] for path in known.specs if path in then)
    if not any(specifications_in(path) for path in specs):
        return None
    corrections = then.get(overrides) if overrides else default_overrides(specs)
    return replace(known, specs=specs, overrides=corrections)


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


def _in_git(found: _Placed, revision: str, folder: Path) -> _Placed:
    """What is said about a file of a revision, with the place that it has in git."""
    path = Path(found.span.file)
    if not path.is_relative_to(folder):
        return found
    file = f"{revision}:{path.relative_to(folder).as_posix()}"
    return replace(found, span=replace(found.span, file=file))

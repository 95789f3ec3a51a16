"""What changed between two states of specifications."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from wirogen.changes import Change, compare_all
from wirogen.config import Config, default_overrides
from wirogen.diagnostics import Diagnostic, Refused, Report
from wirogen.pipeline.history import extract
from wirogen.pipeline.specifications import (
    Specifications,
    read_specifications,
    readable_specifications,
    specifications_in,
)

_Placed = TypeVar("_Placed", Change, Diagnostic)


def changes_between(old: Config, new: Config) -> tuple[Change, ...]:
    """What changed from the specifications of one configuration to those of another.

    Raises Refused where any finding of either is an error.
    """
    before, after = read_specifications(old), read_specifications(new)
    (before.report + after.report).refuse_errors()
    return compare_all(before.cards, after.cards)


def changes_since(
    config: Config, revision: str, *, now: Specifications | None = None
) -> tuple[Change, ...]:
    """What changed in the specifications of a configuration since a git revision; `now`
    is what they say, where that was read before.

    Raises Refused where git does not know the revision, and as `changes_between` does.
    """
    after = now or readable_specifications(config)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve()
        then = _config_at(revision, config, folder)
        before = read_specifications(then) if then else None
        findings = before.report.unordered if before else ()
        Report.of(_in_git(one, revision, folder) for one in findings).refuse_errors()
        changes = compare_all(before.cards if before else (), after.cards)
        return tuple(_in_git(change, revision, folder) for change in changes)


def committed_changes(config: Config, now: Specifications) -> tuple[Change, ...]:
    """What changed in the specifications of a configuration since the last commit; none
    where git or the commit cannot tell.
    """
    try:
        return changes_since(config, "HEAD", now=now)
    except Refused:
        return ()


def _config_at(revision: str, config: Config, folder: Path) -> Config | None:
    """A configuration of what it reads as a revision has it, which is written to a
    folder; None where the specifications were not there yet.
    """
    overrides = config.overrides
    paths = (*config.specs, *([overrides] if overrides else []))
    then = extract(config.root, paths, revision, folder)
    specs = tuple(then[path] for path in config.specs if path in then)
    if not any(specifications_in(path) for path in specs):
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

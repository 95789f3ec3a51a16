"""Writing an output folder, so that it can be killed at any moment.

First everything is staged in a folder of its own. Then the manifest is replaced by the
union of what is there and what will be, the files are replaced one by one, those that
are no longer produced are removed, and last the manifest is replaced by the final one.
So every file is whole at every moment, and whatever a killed run leaves is listed: the
next run completes it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Refused, Span, codes
from wirogen.output.folder import (
    Standing,
    is_staging,
    look,
    manifest_content,
    refuse_obstacles_to_staging,
)
from wirogen.output.locking import only_run
from wirogen.output.manifest import NO_ORIGINS, Manifest, digest
from wirogen.output.paths import (
    MANIFEST_NAME,
    Files,
    check_files,
    folders_of,
    same_name,
)

PATIENCE = 10.0
"""Seconds that a run waits for another one in the same folder."""

_EFFECTIVE_IDS = os.access in os.supports_effective_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What publishing did to each path, the manifest's among them.

    `edited` are those of `written` that somebody had edited by hand. `kept` are files
    that are no longer produced and are not as they were written: they stay, and are
    the user's from now on.
    """

    written: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def is_idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.written or self.removed)


def is_listed(
    folder: Path,
    digests: Mapping[str, str],
    inputs: Mapping[str, str],
    origins: Mapping[str, str] = NO_ORIGINS,
) -> bool:
    """Whether a folder's manifest lists just these files and inputs, and no run is at
    work there or was killed. Any doubt is answered with False.
    """
    whole = Manifest(inputs=inputs, files=digests, origins=origins).to_text()
    try:
        return manifest_content(folder) == whole.encode() and not is_staging(folder)
    except Refused:
        return False


def rehearse(
    folder: Path,
    files: Files,
    inputs: Mapping[str, str],
    origins: Mapping[str, str] = NO_ORIGINS,
) -> Published:
    """What `publish` would do. Writes nothing.

    Raises Refused where `publish` would because of these files or of what stands in
    the folder.
    """
    check_files(folder, files)
    return _plan(folder, files, inputs, origins).published


def publish(
    folder: Path,
    files: Files,
    inputs: Mapping[str, str],
    origins: Mapping[str, str] = NO_ORIGINS,
    *,
    base: Path | None = None,
    patience: float = PATIENCE,
    rehearsed: Published | None = None,
) -> Published:
    """Makes a folder hold these files and their manifest, beside what else is there.

    `inputs` holds a hash for the name of each thing that the files came from, `origins`
    for single files which of them. Two
    sets of files cannot share a folder: the second would take the place of the first.
    No folder from `base` down to this one may be a link (without a base, this one).
    `rehearsed` is what `rehearse` said of the same files just before.

    Files that did not change are not touched; files of ours that were edited by hand
    are replaced, or stay where they are no longer produced. Raises Refused, with every
    file as it was, where a file would be overwritten that wirogen did not write, where
    a link, a folder or a file stands in the way, where the folder cannot be written to,
    and where another run is using the folder
    there for longer than `patience` seconds. Only a disk that fails between two
    replacements leaves some files new and some old, and the next run completes that.
    """
    if rehearsed is None:
        check_files(folder, files)
        with suppress(Refused):  # it is said below, where no other run goes on
            rehearsed = _plan(folder, files, inputs, origins).published
    if rehearsed and rehearsed.is_idle and not is_staging(folder):
        return rehearsed
    refuse_obstacles_to_staging(folder, base or folder)
    try:
        with (
            _undone_by_failure(_missing([folder])),
            only_run(folder, patience) as staging,
        ):
            plan = _plan(folder, files, inputs, origins)
            if not plan.published.is_idle:
                _carry_out(folder, plan, staging)
    except OSError as error:
        raise Refused(_not_writable(folder, error.strerror or str(error))) from error
    return plan.published


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is to be done. `respelled` are those to remove whose names differ from new
    ones by case alone, which is no difference on many systems.
    """

    published: Published
    contents: Mapping[str, bytes]
    respelled: frozenset[str]
    union: Manifest
    final: Manifest


def _plan(
    folder: Path,
    files: Files,
    inputs: Mapping[str, str],
    origins: Mapping[str, str],
) -> _Plan:
    """What has to be done. Raises Refused where it must not be."""
    standing = look(folder, files)
    if standing.damage:
        raise Refused(standing.damage)
    contents = {path: text.encode() for path, text in files.items()}
    written = [p for p in contents if standing.contents.get(p) != contents[p]]
    left = [p for p in standing.owned if p in standing.contents and p not in files]
    removed = [path for path in left if not standing.is_edited(path)]
    _refuse_foreign(folder, standing, written)
    _refuse_closed_folders(folder, (*written, *removed))
    hashes = {path: digest(content) for path, content in contents.items()}
    final = Manifest(inputs=inputs, files=hashes, origins=origins)
    before = standing.manifest or replace(final, files={})
    edited = [path for path in written if standing.is_edited(path)]
    if standing.manifest_content != final.to_text().encode():
        written.append(MANIFEST_NAME)
    return _Plan(
        published=Published(
            written=_in_order(written),
            unchanged=_in_order({*files, MANIFEST_NAME}.difference(written)),
            removed=_in_order(removed),
            edited=_in_order(edited),
            kept=_in_order(set(left).difference(removed)),
        ),
        contents=contents,
        respelled=_respelled(files, removed),
        union=replace(before, files=standing.owned, publishing=hashes),
        final=final,
    )


def _in_order(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths))


def _respelled(files: Files, removed: Iterable[str]) -> frozenset[str]:
    spelling = {same_name(one): one for path in files for one in _with_folders(path)}
    return frozenset(
        path
        for path in removed
        if any(spelling.get(same_name(one), one) != one for one in _with_folders(path))
    )


def _with_folders(path: str) -> tuple[str, ...]:
    return (path, *folders_of(path))


def _refuse_foreign(folder: Path, standing: Standing, written: Iterable[str]) -> None:
    foreign = [
        Diagnostic(
            codes.OUTPUT_FOREIGN,
            "wirogen did not write this file, so it does not overwrite it",
            Span.of_file(folder / path),
            "delete or move it, or choose another output folder",
        )
        for path in written
        if path in standing.contents and path not in standing.owned
    ]
    if foreign:
        raise Refused(*foreign)


def _refuse_closed_folders(folder: Path, paths: Iterable[str]) -> None:
    """Finds folders that cannot be written to before anything has been replaced."""
    nearest = {
        next(place for place in (folder / path).parents if place.is_dir())
        for path in paths
    }
    closed = [
        _not_writable(place, "permission denied")
        for place in nearest
        if not os.access(place, os.W_OK | os.X_OK, effective_ids=_EFFECTIVE_IDS)
    ]
    if closed:
        raise Refused(*closed)


def _carry_out(folder: Path, plan: _Plan, staging: Path) -> None:
    new = [path for path in plan.published.written if path != MANIFEST_NAME]
    staged = [
        (_stage(staging / str(number), plan.contents[path]), path)
        for number, path in enumerate(new, 2)
    ]
    union = _stage(staging / "0", plan.union.to_text().encode(), lasting=True)
    final = _stage(staging / "1", plan.final.to_text().encode(), lasting=True)
    _make_folders(folder, new)
    if staged or plan.published.removed:
        union.replace(folder / MANIFEST_NAME)
    for path in plan.respelled:
        (folder / path).unlink()
        _remove_empty_folders(folder, path)
    _make_folders(folder, new)  # of the new spelling, where those were the old
    for source, path in staged:
        source.replace(folder / path)
    for path in plan.published.removed:
        (folder / path).unlink(missing_ok=True)
    for path in plan.union.files.keys() - plan.final.files.keys():
        _remove_empty_folders(folder, path)
    final.replace(folder / MANIFEST_NAME)


def _stage(place: Path, content: bytes, *, lasting: bool = False) -> Path:
    """Writes a file that is to be put in its place later.

    Only a manifest has to outlast a loss of power: every other file is hashed by the
    next run, which writes it again where it is not whole.
    """
    with place.open("xb") as file:
        file.write(content)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    return place


def _make_folders(folder: Path, paths: Iterable[str]) -> None:
    """Makes the folders that files need, all or none."""
    missing = _missing((folder / path).parent for path in paths)
    with _undone_by_failure(missing):
        for place in missing:
            place.mkdir(exist_ok=True)


def _remove_empty_folders(folder: Path, path: str) -> None:
    """Removes the folders that a file lay in, as far as nothing is left in them."""
    with suppress(OSError):
        for parent in folders_of(path):
            (folder / parent).rmdir()


def _missing(places: Iterable[Path]) -> list[Path]:
    """The folders that have to be made so that these are there, outermost first."""
    wanted = {one for place in places for one in (place, *place.parents)}
    return sorted(place for place in wanted if not place.exists())


@contextmanager
def _undone_by_failure(made: Iterable[Path]) -> Iterator[None]:
    """Removes folders again, where they are empty, if what is done here fails."""
    try:
        yield
    except BaseException:
        for place in reversed(list(made)):
            with suppress(OSError):
                place.rmdir()
        raise


def _not_writable(place: Path, why: str) -> Diagnostic:
    return Diagnostic(
        codes.OUTPUT_NOT_WRITABLE,
        f"the folder cannot be written to: {why}",
        Span.of_file(place),
        "when that is mended, run the same command again",
    )

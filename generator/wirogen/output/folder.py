"""What stands in an output folder, read without following a link.

Line ends do not count: those that a checkout gave Windows' form are read as plain ones.
"""

import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Refused, Span, codes, refusal
from wirogen.output.manifest import (
    DamagedManifest,
    Manifest,
    NewerManifest,
    digest,
)
from wirogen.output.paths import MANIFEST_NAME, STAGING_NAME, folders_of, same_name

_JUNCTION = 0xA0000003
"""The reparse tag of Windows' links between folders, which are no symlinks to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands in an output folder at the paths that matter.

    `manifest` is None where there is none or it is damaged; `damage` tells of the
    latter. `contents` has the files that are there, ours or not; `owned` the hash that
    each file of ours had when it was written, whether it is still there or not.
    """

    manifest: Manifest | None
    damage: Diagnostic | None
    manifest_content: bytes | None
    contents: Mapping[str, bytes]
    owned: Mapping[str, str]

    def is_edited(self, path: str) -> bool:
        """Whether a file of ours is there and is not as it was written."""
        content = self.contents.get(path)
        if content is None or path not in self.owned:
            return False
        return digest(content) != self.owned[path]


class _Kind(Enum):
    ABSENT = "nothing"
    FILE = "a file"
    FOLDER = "a folder"
    LINK = "a link"
    OTHER = "something else"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of an output folder; None where there is none.

    Raises Refused where it cannot be read, is damaged, is not wirogen's, or is of a
    later wirogen.
    """
    content = manifest_content(folder)
    manifest, damage = _parsed(folder, content)
    if damage:
        raise Refused(damage)
    return manifest


def look(folder: Path, paths: Iterable[str]) -> Standing:
    """What stands at these paths and at those that the manifest lists.

    Where another run is writing there, this looks until the manifest is the same before
    and after: a run lists what it writes before it does. Raises Refused where a link is
    on the way to any of them, where one of `paths` cannot be a file because of what is
    there, where something cannot be read, and where the manifest is of a later wirogen.
    """
    wanted = frozenset(paths)
    while True:
        content = manifest_content(folder)
        try:
            standing = _standing(folder, wanted, content)
        except Refused:
            if manifest_content(folder) == content:
                raise
        else:
            if manifest_content(folder) == content:
                return standing


def _standing(folder: Path, wanted: frozenset[str], content: bytes | None) -> Standing:
    """What stands at these paths and at those that a manifest lists."""
    manifest, damage = _parsed(folder, content)
    listed = {**manifest.files, **manifest.publishing} if manifest else {}
    findings = list(_obstacles(folder, wanted, frozenset(listed)))
    if findings:
        raise Refused(*findings)
    contents = _contents(folder, sorted({*wanted, *listed}))
    for path in _respelled(folder, wanted.intersection(contents), listed):
        del contents[path]
    return Standing(
        manifest=manifest,
        damage=damage,
        manifest_content=content,
        contents=contents,
        owned=_owned(manifest, contents),
    )


def unharmed_texts(folder: Path, digests: Mapping[str, str]) -> dict[str, str]:
    """The texts of those files that are in a folder with just these digests. Where
    anything is in doubt there are none.
    """
    try:
        if any(_obstacles(folder, frozenset(digests), frozenset())):
            return {}
        contents = _contents(folder, digests)
    except Refused:
        return {}
    return {
        path: content.decode()
        for path, content in contents.items()
        if digest(content) == digests[path]
    }


def is_link(place: Path) -> bool:
    """Whether a link stands at a place, wherever it leads. Raises Refused where that
    cannot be found out.
    """
    return _kind(place) is _Kind.LINK


def is_staging(folder: Path) -> bool:
    """Whether a run is using the folder, or was killed there."""
    return _kind(folder / STAGING_NAME) is not _Kind.ABSENT


def refuse_obstacles_to_staging(folder: Path, base: Path) -> None:
    """Raises Refused where any of the folders from `base` to the one for staging is a
    link, or something else than a folder.
    """
    staging = folder / STAGING_NAME
    between = [place for place in staging.parents if place.is_relative_to(base)]
    obstacles = [
        finding
        for place in (*reversed(between), staging)
        for finding in _obstacles_to(_Kind.FOLDER, place)
    ]
    if obstacles:
        raise Refused(*obstacles)


def _owned(
    manifest: Manifest | None, contents: Mapping[str, bytes]
) -> Mapping[str, str]:
    """The files that are ours: those that were listed before the last run, and those of
    a run that was killed as far as it came.
    """
    if manifest is None:
        return {}
    replaced = {
        path: hashed
        for path, hashed in manifest.publishing.items()
        if path in contents and digest(contents[path]) == hashed
    }
    return {**manifest.files, **replaced}


def _respelled(
    folder: Path, paths: Iterable[str], listed: Iterable[str]
) -> Iterator[str]:
    """Those paths at which there is only a listed file of another spelling, as there is
    where a file system takes `A.py` and `a.py` for one.
    """
    spelling = {same_name(path): path for path in listed}
    for path in paths:
        other = folder / spelling.get(same_name(path), path)
        is_another = other != folder / path and other.exists()
        if is_another and other.samefile(folder / path):
            yield path


def manifest_content(folder: Path) -> bytes | None:
    """The bytes of the manifest of an output folder; None where there is none. Raises
    Refused where it cannot be read, or links are on the way.
    """
    path = folder / MANIFEST_NAME
    findings = [*_obstacles_to(_Kind.FOLDER, folder), *_obstacles_to(_Kind.FILE, path)]
    if findings:
        raise Refused(*findings)
    return _contents(folder, [MANIFEST_NAME]).get(MANIFEST_NAME)


def _parsed(
    folder: Path, content: bytes | None
) -> tuple[Manifest | None, Diagnostic | None]:
    """The manifest, or what is wrong with it; neither where there is none."""
    if content is None:
        return None, None
    span = Span.of_file(folder / MANIFEST_NAME)
    try:
        return Manifest.from_text(content.decode()), None
    except NewerManifest as newer:
        raise refusal(
            codes.MANIFEST_NEWER,
            f"the manifest is of a later wirogen, {newer}",
            span,
            "use that wirogen, or a later one",
        ) from newer
    except (DamagedManifest, UnicodeDecodeError) as error:
        why = error if isinstance(error, DamagedManifest) else "it is not UTF-8"
        return None, Diagnostic(
            codes.MANIFEST_DAMAGED,
            f"this is not a manifest of wirogen: {why}",
            span,
            "take it from version control (after a merge, either side will do) or "
            "choose another output folder",
        )


def _contents(folder: Path, paths: Iterable[str]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    findings = []
    for path in paths:
        place = folder / path
        if _kind(place) is not _Kind.FILE:
            continue
        try:
            contents[path] = place.read_bytes().replace(b"\r\n", b"\n")
        except FileNotFoundError:  # another run has just removed it
            continue
        except OSError as error:
            findings.append(_not_readable(place, error))
    if findings:
        raise Refused(*findings)
    return contents


def _obstacles(
    folder: Path, wanted: frozenset[str], listed: frozenset[str]
) -> Iterator[Diagnostic]:
    needed = {parent for path in wanted for parent in folders_of(path)}
    for parent in sorted(needed.union(*map(folders_of, listed))):
        yield from _obstacles_to(_Kind.FOLDER, folder / parent, needed=parent in needed)
    for path in sorted(wanted | listed):
        yield from _obstacles_to(_Kind.FILE, folder / path, needed=path in wanted)


def _obstacles_to(
    wanted: _Kind, place: Path, *, needed: bool = True
) -> Iterator[Diagnostic]:
    kind = _kind(place)
    if kind is _Kind.LINK:
        yield _link(place)
    elif needed and kind not in {_Kind.ABSENT, wanted}:
        yield Diagnostic(
            codes.OUTPUT_IN_THE_WAY,
            f"{kind.value} stands where {wanted.value} is needed",
            Span.of_file(place),
            "move it, or choose another output folder",
        )


def _link(place: Path) -> Diagnostic:
    return Diagnostic(
        codes.OUTPUT_IS_A_LINK,
        "this is a link, which wirogen does not follow when it writes",
        Span.of_file(place),
        "put a folder or file in its place, or name the folder that it leads to",
    )


def _not_readable(place: Path, error: OSError) -> Diagnostic:
    return Diagnostic(
        codes.OUTPUT_NOT_READABLE,
        f"what is there cannot be read: {error.strerror or error}",
        Span.of_file(place),
        "wirogen compares with what is there before it writes: allow it to",
    )


def _kind(place: Path) -> _Kind:
    """What stands at a place. Raises Refused where not even that can be told."""
    try:
        status = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return _Kind.ABSENT
    except OSError as error:
        raise Refused(_not_readable(place, error)) from error
    if stat.S_ISLNK(status.st_mode):
        return _Kind.LINK
    if getattr(status, "st_reparse_tag", 0) == _JUNCTION:
        return _Kind.LINK
    if stat.S_ISDIR(status.st_mode):
        return _Kind.FOLDER
    return _Kind.FILE if stat.S_ISREG(status.st_mode) else _Kind.OTHER

"""How an output folder differs from what it should hold."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from wirogen.output.folder import Standing, look
from wirogen.output.layout import is_same_but_layout
from wirogen.output.manifest import NO_ORIGINS, Manifest, changed_inputs, digest
from wirogen.output.paths import MANIFEST_NAME, Files, check_files


class Kind(StrEnum):
    """How a file differs: `extra` files were written by an earlier run and would be
    removed; `foreign` files stand where one would be written, and wirogen did not write
    them, so that it would refuse to go on.
    """

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One file that is not what it should be.

    `is_edited` tells that somebody changed it since it was written. `found` and
    `expected` are the text that stands there and the one that should; None for no file.
    """

    path: str
    kind: Kind
    is_edited: bool = False
    found: str | None = None
    expected: str | None = None

    @property
    def is_layout(self) -> bool:
        """Whether the file says what it should in another layout: a formatter ran."""
        if not self.is_edited or self.found is None or self.expected is None:
            return False
        return is_same_but_layout(self.path, self.found, self.expected)

    def line(self) -> str:
        """The difference in a line: `changed: models/tts.py (edited by hand)`."""
        if not self.is_edited:
            return f"{self.kind}: {self.path}"
        how = "laid out otherwise" if self.is_layout else "edited by hand"
        return f"{self.kind}: {self.path} ({how})"

    def diff(self, folder: str = "") -> str:
        """What generating would do to the file, as a unified diff; `folder` goes before
        its path.
        """
        path = f"{folder}/{self.path}" if folder else self.path
        return "".join(_unified(path, self.found, self.expected))


@dataclass(frozen=True, slots=True)
class Drift:
    """Everything that differs, by kind and path; `origins` are sentences about what the
    folder came from that is not as its manifest has it, where that was asked.
    """

    differences: tuple[Difference, ...] = ()
    origins: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """Whether the folder is what it should be; line ends do not count."""
        return not self.differences

    @property
    def is_layout(self) -> bool:
        """Whether nothing differs but the layout of files."""
        return bool(self.differences) and all(one.is_layout for one in self.differences)

    def of_kind(self, kind: Kind) -> tuple[Difference, ...]:
        """The differences of one kind."""
        return tuple(one for one in self.differences if one.kind is kind)

    def lines(self) -> tuple[str, ...]:
        """The differences, one line each."""
        locked = (f"not as locked: {reason}" for reason in self.origins)
        return (*(one.line() for one in self.differences), *locked)

    def diff(self, folder: str = "") -> str:
        """What generating would do to the folder, as one unified diff; `folder` goes
        before the paths.
        """
        return "".join(one.diff(folder) for one in self.differences)


def compare(
    folder: Path,
    files: Files,
    inputs: Mapping[str, str],
    origins: Mapping[str, str] = NO_ORIGINS,
    *,
    locked: bool = False,
) -> Drift:
    """How a folder differs from what publishing `files` would make of it.

    Where `locked`, the inputs and the generator's version must be the manifest's, too.
    Raises Refused where the paths are impossible, where links, folders or files stand
    in the way, and where the manifest is of a later wirogen.
    """
    check_files(folder, files)
    standing = look(folder, files)
    expected = {path: text.encode() for path, text in files.items()}
    found = [*_differing(standing, expected), *_extra(standing, expected)]
    final = Manifest(
        inputs=inputs,
        files={path: digest(content) for path, content in expected.items()},
        origins=origins,
    )
    manifest = _manifest(standing, final, locked=locked)
    if manifest and (locked or not found or manifest.kind is not Kind.CHANGED):
        found.append(manifest)
    there = standing.manifest
    return Drift(
        tuple(sorted(found, key=lambda one: (one.kind, one.path))),
        tuple(changed_inputs(there, inputs)) if locked and there else (),
    )


def _differing(
    standing: Standing, expected: Mapping[str, bytes]
) -> Iterator[Difference]:
    for path, content in expected.items():
        there = standing.contents.get(path)
        if there == content:
            continue
        if there is None:
            kind = Kind.MISSING
        else:
            kind = Kind.CHANGED if path in standing.owned else Kind.FOREIGN
        yield Difference(
            path=path,
            kind=kind,
            is_edited=standing.is_edited(path),
            found=_text(there),
            expected=_text(content),
        )


def _extra(standing: Standing, expected: Mapping[str, bytes]) -> Iterator[Difference]:
    """What publishing would remove: files that are still as they were written."""
    for path in standing.owned:
        is_extra = path in standing.contents and path not in expected
        if is_extra and not standing.is_edited(path):
            yield Difference(
                path=path,
                kind=Kind.EXTRA,
                found=_text(standing.contents[path]),
            )


def _manifest(
    standing: Standing, final: Manifest, *, locked: bool
) -> Difference | None:
    """How the manifest differs, if it does. What it came from counts where `locked`."""
    there = standing.manifest
    if there is None or locked:
        text = final.to_text()
    else:
        text = replace(there, files=final.files, publishing={}).to_text()
    content = standing.manifest_content
    if content == text.encode():
        return None
    if content is None:
        kind = Kind.MISSING
    else:
        kind = Kind.FOREIGN if standing.damage else Kind.CHANGED
    return Difference(
        path=MANIFEST_NAME,
        kind=kind,
        is_edited=there is not None and content != there.to_text().encode(),
        found=_text(content),
        expected=text,
    )


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode("utf-8", "backslashreplace")


def _unified(path: str, found: str | None, expected: str | None) -> Iterator[str]:
    before = "/dev/null" if found is None else f"a/{path}"
    after = "/dev/null" if expected is None else f"b/{path}"
    yield f"--- {before}\n+++ {after}\n"
    lines = difflib.unified_diff(_lines(found or ""), _lines(expected or ""))
    for number, line in enumerate(lines):
        if number < 2:  # difflib's own headers
            continue
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """The lines of a text, as `diff` counts them: a line feed alone ends one."""
    *lines, last = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]

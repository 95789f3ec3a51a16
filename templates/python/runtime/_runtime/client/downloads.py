"""Files that come down: under a safe name, whole or not at all, and never over another
file unless that is asked for.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from ..errors import FileTaken
from .file_names import LONGEST_NAME, safe_name
from .state import FileFacts
from .transfers import require_address, telling_of_the_disk

_PART: Final = re.compile(r"\.wiro-[0-9a-f]{16}\.part")
_ABANDONED: Final = 24 * 60 * 60.0
"""Seconds that nothing was written to a part after which it is nobody's: a download
that goes on waits for minutes at most.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a file goes; `is_exact` where the caller has named the file itself."""

    folder: Path
    name: str
    url: str
    is_exact: bool

    @classmethod
    def of(cls, where: str | os.PathLike[str], facts: FileFacts) -> Place:
        path, text = Path(where), os.fspath(where)
        with telling_of_the_disk(text[-LONGEST_NAME:]):
            is_folder = path.is_dir()
        if is_folder or text.endswith(("/", os.sep)) or not path.suffix:
            name = safe_name(facts.name, facts.content_type)
            return cls(folder=path, name=name, url=facts.url, is_exact=False)
        return cls(folder=path.parent, name=path.name, url=facts.url, is_exact=True)

    @property
    def path(self) -> Path:
        return self.folder / self.name

    def make_ready(self, *, overwrite: bool) -> None:
        """Makes the folder. Raises DownloadFailed, also where nothing can be fetched,
        and FileTaken where the path is.
        """
        require_address(self.url, self.name)
        with telling_of_the_disk(self.name):
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.is_exact and not overwrite and os.path.lexists(self.path):
                raise FileTaken(self.name, f"{str(self.path)!r} exists already")

    def free_names(self) -> Iterator[Path]:
        """The names to try, in order."""
        yield self.path
        if not self.is_exact:
            stem, ending = self.path.stem, self.path.suffix
            yield from (self.folder / f"{stem}-{n}{ending}" for n in count(2))


class PartFile:
    """A file that is being fetched, under a temporary name in its own folder. It
    vanishes when the context ends, unless it was published; what killed programs have
    left there vanishes with the next one.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._path = place.folder / f".wiro-{secrets.token_hex(8)}.part"
        with telling_of_the_disk(place.name):
            self.file = self._path.open("xb")
        with suppress(OSError):
            _sweep(place.folder, os.fstat(self.file.fileno()).st_mtime)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self.file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def publish(self, *, overwrite: bool) -> Path:
        """Gives the file its name; tells the path that it has now."""
        with telling_of_the_disk(self._place.name):
            self.file.close()
            if overwrite:
                self._path.replace(self._place.path)
                return self._place.path
            for path in self._place.free_names():
                if _claim(self._path, path):
                    return path
        raise FileTaken(self._place.name, f"{str(self._place.path)!r} exists already")


def _claim(part: Path, path: Path) -> bool:
    """Gives a file a name that nothing has yet; False where the name is taken."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:
        return _claim_without_links(part, path)
    return True


def _claim_without_links(part: Path, path: Path) -> bool:
    """The same for file systems without hard links."""
    try:
        path.open("xb").close()
    except FileExistsError:
        return False
    try:
        part.replace(path)
    except OSError:
        path.unlink()
        raise
    return True


def _sweep(folder: Path, now: float) -> None:
    """Removes the parts in a folder that nobody fetches any more; `now` is by the clock
    of its file system.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if now - entry.stat().st_mtime > _ABANDONED:
                        Path(entry.path).unlink()

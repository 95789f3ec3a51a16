"""Files that come down: under a safe name, whole or not at all, and never over another
file unless that is asked for.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urljoin

from ..errors import DownloadFailed, FileTaken
from ..files import content_type_of, is_url
from .answers import Failure, Reply
from .file_names import LONGEST_NAME, safe_name
from .state import FileFacts

_MARKUP: Final = re.compile(r"html|json|xml", re.IGNORECASE)
_BINARY: Final = ("image", "audio", "video", "font", "model")
_HEAD = 64
_SLACK = 1024 * 1024
_MOST_BYTES: Final = 32 * 1024**3
"""Of a file whose length nobody tells."""
_PART: Final = re.compile(r"\.wiro-[0-9a-f]{16}\.part")
_ABANDONED: Final = 24 * 60 * 60.0
"""Seconds that nothing was written to a part after which it is nobody's: a download
that goes on waits for minutes at most.
"""
_CONTENT_RANGE = re.compile(r"bytes (\d{1,19})-\d{1,19}/(\d{1,19}|\*)", re.IGNORECASE)


def redirected_to(url: str, outcome: Reply | Failure) -> str | None:
    """The address that an answer points to, if it does. The client does not follow by
    itself: it would send its cookies along.
    """
    if isinstance(outcome, Failure) or outcome.status not in (301, 302, 303, 307, 308):
        return None
    try:
        place = urljoin(url, outcome.headers["location"])
    except (KeyError, ValueError):
        return None
    return place if is_url(place) else None


def is_final(outcome: Reply | Failure) -> bool:
    """Whether asking again gives the same."""
    if isinstance(outcome, Failure):
        return not outcome.sent
    return 300 <= outcome.status < 500 and outcome.status not in (408, 416, 429)


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
        with _telling_of_the_disk(text[-LONGEST_NAME:]):
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
        if not is_url(self.url):
            raise DownloadFailed(self.name, "its URL is not of http or https")
        with _telling_of_the_disk(self.name):
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

    def __init__(self, place: Place, facts: FileFacts) -> None:
        self.name = place.name
        self.size = 0
        self.complaint = "nothing came"
        self._place = place
        self._facts = facts
        self._path = place.folder / f".wiro-{secrets.token_hex(8)}.part"
        self._head = b""
        self._is_accepted = False
        self._is_plain = True
        self._expected: int | None = None
        self._validator = ""
        self._is_tagged = False
        with _telling_of_the_disk(self.name):
            self._file = self._path.open("xb")
        with suppress(OSError):
            _sweep(place.folder, os.fstat(self._file.fileno()).st_mtime)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def resume_headers(self) -> dict[str, str]:
        """What asks for the rest of the file, where the host can tell that it is the
        same; empty for the whole.
        """
        if not (self.size and self._validator):
            return {}
        return {"range": f"bytes={self.size}-", "if-range": self._validator}

    def begin(self, reply: Reply) -> bool:
        """Makes ready for the body of an answer; False where it is not wanted."""
        match reply.status:
            case 200:
                self._is_accepted = not self._is_error_page(reply)
                if self._is_accepted:
                    self._restart(reply.headers)
            case 206:
                self._is_accepted = self._continues(reply.headers)
                if not self._is_accepted:
                    self.complaint = "the host sent another part than was asked for"
                    self._restart({})
            case 416:
                self._is_accepted = False
                self._restart({})
            case _:
                self._is_accepted = False
        return self._is_accepted

    def write(self, chunk: bytes) -> None:
        """Adds a piece of the body."""
        with _telling_of_the_disk(self.name):
            self._file.write(chunk)
        self._head = self._head or chunk[:_HEAD]
        self.size += len(chunk)
        if self.size > self._most:
            raise DownloadFailed(self.name, f"it has more than {self._most} bytes")

    @property
    def _most(self) -> int:
        """Bytes after which a file is one that never ends."""
        size = self._facts.size if self._expected is None else self._expected
        return _MOST_BYTES if size is None else 2 * size + _SLACK

    def is_whole(self, outcome: Reply | Failure) -> bool:
        """Whether the file is complete.

        Judged by the length that the host told; by the size that the task tells where
        the host told none and did not mark the end of the body either, and for a file
        that is empty or was compressed on its way.
        """
        if not self._is_accepted:
            return False
        if isinstance(outcome, Failure):
            return self.size == self._expected
        expected = self._expected
        is_marked = self._is_plain and "transfer-encoding" in outcome.headers
        if not self.size or (expected is None and not is_marked):
            expected = self._facts.size if self._facts.size is not None else expected
        if expected is None or self.size == expected:
            return not self._is_error_body()
        self.complaint = f"{self.size} bytes came, and {expected} should have"
        if self.size > expected:
            self._restart({})
        return False

    def publish(self, *, overwrite: bool) -> Path:
        """Gives the file its name; tells the path that it has now."""
        with _telling_of_the_disk(self.name):
            self._file.close()
            if overwrite:
                self._path.replace(self._place.path)
                return self._place.path
            for path in self._place.free_names():
                if _claim(self._path, path):
                    return path
        raise FileTaken(self.name, f"{str(self._place.path)!r} exists already")

    def error(self, outcome: Reply | Failure) -> DownloadFailed:
        """What is raised where the last attempt has ended so."""
        status = outcome.status if isinstance(outcome, Reply) else None
        return DownloadFailed(self.name, _why(outcome, self), status=status)

    def _restart(self, headers: Mapping[str, str]) -> None:
        """Empties the file, and learns from an answer's headers what will fill it."""
        with _telling_of_the_disk(self.name):
            self._file.seek(0)
            self._file.truncate()
        self.size = 0
        self._head = b""
        self._is_plain = headers.get("content-encoding", "identity") == "identity"
        self._expected = _length(headers) if self._is_plain else None
        self._validator = _validator(headers) if self._is_plain else ""
        self._is_tagged = bool(self._validator and _tag(headers))

    def _continues(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer begins where the file ends, and is of that file."""
        content_range = _CONTENT_RANGE.fullmatch(
            headers.get("content-range", "").strip()
        )
        if (
            content_range is None
            or not self._validator
            or int(content_range[1]) != self.size
        ):
            return False
        if headers.get("content-encoding", "identity") != "identity":
            return False
        if not self._is_same(headers):
            return False
        if content_range[2] == "*":
            return True
        total = int(content_range[2])
        is_same = self._expected in (None, total)
        self._expected = total
        return is_same

    def _is_same(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer is of the file that was begun. It repeats an ETag,
        but need not repeat when the file changed (RFC 9110, 15.3.7).
        """
        tag = _tag(headers)
        if tag or self._is_tagged:
            return tag == self._validator
        return headers.get("last-modified", self._validator) == self._validator

    def _is_error_page(self, reply: Reply) -> bool:
        """A gateway's page, or an error, in place of the file."""
        came, promised = reply.headers.get("content-type", ""), self._promised_type
        is_page = "html" in came.lower() and "html" not in promised.lower()
        is_error = _MARKUP.search(came) is not None and self._is_binary
        if promised and (is_page or is_error):
            self.complaint = f"the host sent {came} in place of {promised}"
            return True
        return False

    def _is_error_body(self) -> bool:
        """An error in JSON, XML or HTML in place of the file, whatever it is called."""
        promised, size = self._promised_type, self._facts.size
        begins_so = self._head.lstrip()[:1] in (b"{", b"<")
        if not (self._is_binary and begins_so and size and size != self.size):
            return False
        self.complaint = (
            f"the host sent a text of {self.size} bytes in place of {promised}"
        )
        self._restart({})
        return True

    @property
    def _promised_type(self) -> str:
        """The content type that the task tells, or the file's name; or empty."""
        kind, none = self._facts.content_type, content_type_of("")
        if kind in ("", none):
            kind = content_type_of(self._facts.name)
        return "" if kind == none and not self._facts.content_type else kind

    @property
    def _is_binary(self) -> bool:
        """Whether the file is surely no text."""
        return self._promised_type.partition("/")[0] in _BINARY and not _MARKUP.search(
            self._promised_type
        )


def _why(outcome: Reply | Failure, part: PartFile) -> str:
    match outcome:
        case Failure(reason=reason):
            return reason
        case Reply(status=403 | 404 | 410 as status):
            return f"HTTP {status}; files of the service expire"
        case Reply(status=200 | 206):
            return part.complaint
        case Reply(status=status):
            return f"HTTP {status}"


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


@contextmanager
def _telling_of_the_disk(name: str) -> Iterator[None]:
    try:
        yield
    except DownloadFailed:
        raise
    except OSError as error:
        reason = f"{error.filename or 'disk'}: {error.strerror or error}"
        raise DownloadFailed(name, reason) from error
    except ValueError as error:
        raise DownloadFailed(name, str(error)) from error


def _length(headers: Mapping[str, str]) -> int | None:
    length = headers.get("content-length", "").strip()
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else None


def _validator(headers: Mapping[str, str]) -> str:
    """What tells that a file is still the same: a strong ETag, or when it changed."""
    changed = headers.get("last-modified", "")
    return _tag(headers) or (changed if changed.isascii() else "")


def _tag(headers: Mapping[str, str]) -> str:
    """A strong ETag that can be sent back, or empty."""
    tag = headers.get("etag", "")
    return tag if tag.isascii() and not tag.startswith("W/") else ""

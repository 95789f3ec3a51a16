"""Files that go up: what a caller may give for a file, the one form that requests
carry, and what makes a file unfit to be sent.
"""

from __future__ import annotations

import errno
import io
import mimetypes
import os
import re
import stat
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, TypeGuard, cast
from weakref import WeakKeyDictionary

from .plain_values import plain_value
from .shown import shown

MAX_BYTES: Final = 100 * 1024 * 1024
"""The largest file that the service takes ("100 MB a file")."""

_MOVING: Final = threading.Lock()
_MOVING_IN: Final[WeakKeyDictionary[object, threading.Lock]] = WeakKeyDictionary()
"""Held by who moves in an open file of the caller's: several requests, in as many
threads, may carry the same one. `_MOVING` stands in for a file that cannot be watched.
"""

_URL = re.compile(r"https?://\S", re.IGNORECASE)
_OTHER_URL = re.compile(r"data(?=:)|[a-z][a-z0-9+.-]+(?=:/)", re.IGNORECASE)
_CONTENT_TYPE = re.compile(r"[!-~]+/[!-~]+( *;[ -~]*)?")

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES_BEYOND_PYTHON: Final = (
    ("application/epub+zip", ".epub"),
    (f"{_OFFICE}.presentationml.presentation", ".pptx"),
    (f"{_OFFICE}.spreadsheetml.sheet", ".xlsx"),
    (f"{_OFFICE}.wordprocessingml.document", ".docx"),
    ("audio/flac", ".flac"),
    ("audio/mp4", ".m4a"),
    ("audio/ogg", ".ogg"),
    ("image/avif", ".avif"),
    ("image/heic", ".heic"),
    ("image/webp", ".webp"),
    ("model/gltf-binary", ".glb"),
    ("text/markdown", ".md"),
    ("video/x-matroska", ".mkv"),
)


def is_url(text: str) -> bool:
    """Whether a text is the address of a file rather than a path on this machine."""
    return _URL.match(text) is not None


def content_type_of(name: str) -> str:
    """The content type that a file's name tells, or `application/octet-stream`."""
    guessed, _ = _types().guess_type(name, strict=False)
    return guessed or "application/octet-stream"


def ending_of(content_type: str) -> str:
    """The usual ending of files of a content type, with its dot, or empty."""
    essence = content_type.partition(";")[0].strip().lower()
    return _types().guess_extension(essence, strict=False) or ""


@cache
def _types() -> mimetypes.MimeTypes:
    """Python's own table, not the machine's: a name means the same type anywhere."""
    types = mimetypes.MimeTypes()
    for content_type, ending in _TYPES_BEYOND_PYTHON:
        types.add_type(content_type, ending)
    return types


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to send: a path, bytes or an open binary file, with the name and content
    type it is sent under.

    Where `name` or `content_type` is not given it is taken from the path (`upload` for
    bytes without a name, `application/octet-stream` where the ending says nothing). An
    open file is sent whole, from its beginning, wherever it stands.
    """

    source: Path | bytes | BinaryIO
    name: str = ""
    content_type: str = ""

    def __post_init__(self) -> None:
        source: Any = plain_value(self.source)
        if isinstance(source, str | os.PathLike):
            source = Path(source)
        name = str(plain_value(self.name))
        name = name or Path(_name_of(source)).name or "upload"
        name = name.encode("utf-8", "replace").decode()
        content_type = str(plain_value(self.content_type)) or content_type_of(name)
        object.__setattr__(self, "source", source)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "content_type", content_type)

    def __repr__(self) -> str:
        return f"Upload({shown(self.name)}, {shown(self.content_type)})"


def _name_of(source: Path | bytes | BinaryIO) -> str:
    if isinstance(source, Path):
        return source.name
    name = getattr(source, "name", "")
    return name if isinstance(name, str) else ""


FileLike = str | os.PathLike[str] | bytes | BinaryIO | Upload
"""What a caller may give for a file: a URL, a path, bytes, an open binary file, or an
`Upload` that names them.
"""

FilesLike = FileLike | Sequence[FileLike]
"""What a caller may give for several files: one, or a list of them."""


def is_file_like(value: object) -> bool:
    """Whether a value can stand for one file."""
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, bytes | bytearray | os.PathLike | Upload) or hasattr(
        value, "read"
    )


_ALONE: Final = (str, bytes, bytearray, memoryview, range)
"""Sequences that are one value; a range, which may be endless to copy, is no list."""


def are_several(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a list of values, or another sequence of them."""
    return isinstance(value, Sequence) and not isinstance(value, _ALONE)


def url_or_upload(value: FileLike) -> str | Upload:
    """The URL that a value is, or the file that it stands for."""
    if isinstance(value, Upload):
        return value
    if isinstance(value, str):
        return value if is_url(value) else Upload(source=Path(value))
    if isinstance(value, os.PathLike):
        return Upload(source=Path(value))
    if isinstance(value, bytearray):
        return Upload(source=bytes(value))
    return Upload(source=value)


def why_unfit(upload: Upload) -> str:
    """Why a file cannot be sent, as the rest of a sentence; empty where it can.

    Looks at sizes and rights; reads nothing. A pipe's size shows in `reusable` only.
    """
    if not _CONTENT_TYPE.fullmatch(upload.content_type):
        content_type = shown(upload.content_type)
        return f"must have a content type such as image/png, not {content_type}"
    try:
        size = _size_of(upload.source)
    except (OSError, ValueError) as error:
        return _why_unreadable(upload.source, error)
    if size is not None and size > MAX_BYTES:
        return f"must be at most 100 MB; {shown(upload.name)} has {size:,} bytes"
    return ""


def reusable(upload: Upload, keep: ExitStack) -> Upload:
    """The same file, so that it can be read more than once: what a pipe holds is copied
    into a temporary file, which lives as long as `keep`.

    Raises OSError where it cannot be read or holds more than `MAX_BYTES`.
    """
    if _size_of(upload.source) is not None:
        return upload
    copy = keep.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - it is one
    with _opened_source(upload.source) as pipe:
        _copy_limited(pipe, copy)
    return replace(upload, source=cast(BinaryIO, copy))


@contextmanager
def opened(upload: Upload) -> Iterator[bytes | BinaryIO]:
    """The file's content, to be read from its beginning. Reading raises OSError where
    the file has grown or shrunk meanwhile.
    """
    if isinstance(upload.source, bytes):
        yield upload.source
    elif isinstance(upload.source, Path):
        with upload.source.open("rb") as file:
            yield cast(BinaryIO, _Whole(file))
    else:
        yield cast(BinaryIO, _Whole(upload.source))


@contextmanager
def _opened_source(source: Path | bytes | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source) if isinstance(source, bytes) else source


def _size_of(source: Path | bytes | BinaryIO) -> int | None:
    """A file's size in bytes, or None for a pipe. Raises OSError or ValueError where it
    cannot be read.
    """
    if isinstance(source, bytes):
        return len(source)
    if isinstance(source, Path):
        return _size_of_path(source)
    if hasattr(source, "encoding"):
        raise ValueError("it is open as text: open it in binary mode ('rb')")
    readable = getattr(source, "readable", None)
    if readable is not None and not readable():
        raise ValueError("it is open for writing only")
    seekable = getattr(source, "seekable", None)
    if seekable is None or not seekable():
        return None
    with _lock_of(source):
        position = source.tell()
        size = source.seek(0, os.SEEK_END)
        source.seek(position)
    return size


def _size_of_path(path: Path) -> int | None:
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _copy_limited(pipe: BinaryIO, copy: IO[bytes]) -> None:
    left = MAX_BYTES
    while chunk := pipe.read(64 * 1024):
        if not isinstance(chunk, bytes):
            raise OSError(errno.EINVAL, "it gives text: open it in binary mode ('rb')")
        left -= len(chunk)
        if left < 0:
            raise OSError(errno.EFBIG, "it has more than 100 MB")
        copy.write(chunk)


def _why_unreadable(source: Path | bytes | BinaryIO, error: Exception) -> str:
    name = shown(str(source)) if isinstance(source, Path) else "the open file"
    match error:
        case OSError(
            errno=errno.ENOENT | errno.ENAMETOOLONG
        ) if scheme := _OTHER_URL.match(str(source)):
            return f"must be a file, or a URL of http or https, not of {scheme[0]}"
        case FileNotFoundError():
            hint = "" if os.sep in str(source) else "; a URL begins with https://"
            return f"must be a file: there is no {name}{hint}"
        case OSError(strerror=str(reason)):
            return f"must be a readable file: {name}: {reason}"
        case _:
            return f"must be a readable file: {name}: {error}"


def _lock_of(file: BinaryIO) -> threading.Lock:
    with _MOVING:
        try:
            return _MOVING_IN.setdefault(file, threading.Lock())
        except TypeError:
            return _MOVING


class _Whole:
    """An open file, read from its beginning, wherever others stand in it; without its
    file descriptor: that of a compressed file would tell the wrong size.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._lock = _lock_of(file)
        self._size = _size_of(file) or 0
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        with self._lock:
            self._file.seek(self._position)
            chunk = self._file.read(size) or b""
        self._position += len(chunk)
        is_short = size != 0 and not chunk and self._position < self._size
        if is_short or self._position > self._size:
            raise OSError(errno.EIO, "it has changed while it was read")
        return chunk

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_CUR: self._position, os.SEEK_END: self._size}.get(whence, 0)
        self._position = begin + offset
        return self._position

    def tell(self) -> int:
        return self._position

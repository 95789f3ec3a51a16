"""A file that is read as it comes down: a binary file of Python's to a program that
blocks, and pieces to await in `async_streams.py`.
"""

from __future__ import annotations

from io import BufferedReader, RawIOBase
from typing import TYPE_CHECKING

from .driver import Driver
from .fetching import Pieces
from .state import FileFacts

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUFFER = 64 * 1024


class FileStream(BufferedReader):
    """A file as it comes down: a binary file that cannot be sought in.

    >>> with file.open() as stream:
    ...     shutil.copyfileobj(stream, target)

    `read1()` gives what is there without waiting for more. Reading raises
    DownloadFailed where the connection breaks, or the file turns out to be none; only a
    file that is whole ends.
    """

    def __init__(self, driver: Driver, facts: FileFacts) -> None:
        """Asks for the file. Raises DownloadFailed."""
        pieces = Pieces(driver, facts)
        super().__init__(_Unbuffered(pieces), _BUFFER)
        try:
            pieces.begin()
        except BaseException:
            self.close()
            raise


class _Unbuffered(RawIOBase):
    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    @property
    def name(self) -> str:
        return self._pieces.name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        if not self._left:
            self._left = memoryview(self._pieces.piece())
        room = memoryview(buffer).cast("B")
        count = min(len(room), len(self._left))
        room[:count] = self._left[:count]
        self._left = self._left[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._pieces.close()
        super().close()

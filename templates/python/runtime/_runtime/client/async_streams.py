"""The same as `streams.py`, for programs that use `async`."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from .async_driver import AsyncDriver
from .async_fetching import AsyncPieces
from .state import FileFacts


class AsyncFileStream:
    """A file as it comes down: read it, or take its pieces with `async for`.

    >>> async with file.open() as stream:
    ...     async for piece in stream:
    ...         await body.write(piece)

    Reading raises DownloadFailed where the connection breaks, or the file turns out to
    be none; only a file that is whole ends.
    """

    def __init__(self, driver: AsyncDriver, facts: FileFacts) -> None:
        """Asks for nothing yet."""
        self._pieces = AsyncPieces(driver, facts)
        self._pending = bytearray()
        self._is_begun = False
        self._is_closed = False

    @property
    def name(self) -> str:
        """The file's name."""
        return self._pieces.name

    async def read(self, size: int | None = -1) -> bytes:
        """So many bytes, fewer at the file's end alone; all the rest where `size` is
        negative or None. Raises DownloadFailed, and ValueError where it is closed.
        """
        wanted = -1 if size is None else size
        while wanted < 0 or len(self._pending) < wanted:
            piece = await self._piece()
            if not piece:
                break
            self._pending += piece
        return self._taken(len(self._pending) if wanted < 0 else wanted)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """The next piece, as it comes."""
        piece = self._taken(len(self._pending)) or await self._piece()
        if not piece:
            raise StopAsyncIteration
        return piece

    async def close(self) -> None:
        """Closes the connection, also where the file has not ended."""
        self._is_closed = True
        await self._pieces.close()

    async def __aenter__(self) -> Self:
        await self._begin()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def _begin(self) -> None:
        if self._is_closed:
            raise ValueError("this file is closed")
        if not self._is_begun:
            await self._pieces.begin()
            self._is_begun = True

    async def _piece(self) -> bytes:
        await self._begin()
        return await self._pieces.piece()

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._pending[:size])
        del self._pending[:size]
        return taken

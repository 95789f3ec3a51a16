# Made from async_fetching.py by `make blocking`: change that file, never this one.
"""Files that come down: fetched until they are whole, or passed on as they come,
wherever they are redirected.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

from ..errors import DownloadFailed
from .answers import Failure, Reply
from .downloads import PartFile, Place
from .driver import Driver, Fetched
from .file_names import safe_name
from .retries import LONGEST_PAUSE, pauses
from .state import FileFacts
from .transfers import Transfer, is_final, redirected_to, require_address

_MOST_PLACES: Final = 20
_MOST_IN_MEMORY: Final = 1024**3


def save(
    driver: Driver,
    facts: FileFacts,
    where: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> Path:
    """Saves a file, and gives its path.

    `where` is a folder (one that exists, ends with a slash, or whose name has no
    ending) or the file's own path. A name that is taken in a folder gets a number
    (`0-2.png`); a path that is taken raises FileTaken; `overwrite` replaces both.
    A cut connection is taken up where it broke. Raises DownloadFailed.
    """
    place = Place.of(where, facts)
    place.make_ready(overwrite=overwrite)
    with PartFile(place) as part:
        _fill(driver, Transfer(facts, place.name, part.file))
        return part.publish(overwrite=overwrite)


def read(driver: Driver, facts: FileFacts) -> bytes:
    """A file's content. Raises DownloadFailed."""
    name, content = safe_name(facts.name, facts.content_type), BytesIO()
    require_address(facts.url, name)
    _fill(driver, Transfer(facts, name, content, most=_MOST_IN_MEMORY))
    return content.getvalue()


def _fill(driver: Driver, transfer: Transfer) -> None:
    """Fetches until the file is whole."""
    fetching = Fetching(driver, transfer)
    try:
        fetching.until(lambda: False)
    finally:
        fetching.close()


class Fetching:
    """A transfer, attempt by attempt."""

    def __init__(self, driver: Driver, transfer: Transfer) -> None:
        self._driver = driver
        self._transfer = transfer
        self._answer = Fetched(Failure(sent=False, reason="it was not begun"))

    def until(self, is_enough: Callable[[], bool]) -> None:
        """Fetches until there is enough, or the file is whole. Attempts that bring it
        forward do not count. Raises DownloadFailed.
        """
        attempts, furthest = pauses(self._driver.service), 0
        while True:
            self._answer = self._asked()
            is_wanted = self._transfer.begin(self._answer.outcome)
            if is_wanted and self.receives(is_enough):
                return
            outcome = self._answer.outcome
            self.close()
            if self._transfer.size > furthest:
                attempts, furthest = pauses(self._driver.service), self._transfer.size
            pause = next(attempts)
            if pause is None or is_final(outcome):
                raise self._transfer.error(outcome)
            if isinstance(outcome, Reply):
                pause = max(pause, min(outcome.retry_after or 0.0, LONGEST_PAUSE))
            self._driver.sleep(pause)

    def receives(self, is_enough: Callable[[], bool]) -> bool:
        """Takes what comes in this attempt; whether it is enough, or the file whole."""
        while not is_enough():
            chunk = self._answer.piece()
            if not chunk:
                return self._transfer.is_whole(self._answer.outcome)
            self._transfer.add(chunk)
        return True

    def error(self) -> DownloadFailed:
        """What is raised where this attempt was the last."""
        return self._transfer.error(self._answer.outcome)

    def close(self) -> None:
        """Ends the attempt."""
        self._answer.close()

    def _asked(self) -> Fetched:
        """Asks for the file, or for the rest of it, wherever it is told to be."""
        url = self._transfer.url
        headers = {
            "accept": "*/*",
            "accept-encoding": "identity",
            "user-agent": self._driver.service.user_agent,
            **self._transfer.resume_headers(),
        }
        for _ in range(_MOST_PLACES):
            answer = self._driver.fetch(url, headers)
            place = redirected_to(url, answer.outcome)
            if place is None:
                return answer
            answer.close()
            url = place
        reason = f"it was redirected {_MOST_PLACES} times"
        return Fetched(Failure(sent=True, reason=reason))


class Pieces:
    """A file as it comes down, piece by piece; none is kept. It may be asked for again
    before the first of them is given, and not after that.
    """

    def __init__(self, driver: Driver, facts: FileFacts) -> None:
        self.name = safe_name(facts.name, facts.content_type)
        self._come = BytesIO()
        self._transfer = Transfer(facts, self.name, self._come)
        self._fetching = Fetching(driver, self._transfer)
        self._failure: DownloadFailed | None = None

    def begin(self) -> None:
        """Fetches until the first bytes are there, and no error in the file's place.
        Raises DownloadFailed.
        """
        require_address(self._transfer.url, self.name)
        try:
            self._fetching.until(self._may_be_given)
        except BaseException:
            self.close()
            raise

    def piece(self) -> bytes:
        """What has come since the last; empty at the end. Raises DownloadFailed, and
        the same again from then on.
        """
        if self._failure:
            raise self._failure
        try:
            if not self._fetching.receives(self._may_be_given):
                raise self._fetching.error()
        except DownloadFailed as failure:
            self._failure = failure
            self.close()
            raise
        piece = self._come.getvalue()
        self._come.seek(0)
        self._come.truncate()
        return piece

    def close(self) -> None:
        """Closes the connection where the file has not ended."""
        self._fetching.close()

    def _may_be_given(self) -> bool:
        return self._come.tell() > 0 and not self._transfer.is_in_doubt

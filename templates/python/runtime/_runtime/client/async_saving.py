"""Files that come down: fetched until they are whole, wherever they are redirected."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from .answers import Failure, Reply
from .async_driver import AsyncDriver
from .downloads import PartFile, Place, is_final, redirected_to
from .retries import LONGEST_PAUSE, pauses
from .state import FileFacts

_MOST_PLACES: Final = 20


async def download(
    driver: AsyncDriver,
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
    with PartFile(place, facts) as part:
        await _fill(driver, facts, part)
        return part.publish(overwrite=overwrite)


async def _fill(driver: AsyncDriver, facts: FileFacts, part: PartFile) -> None:
    """Fetches until the file is whole. Attempts that bring it forward do not count."""
    attempts, furthest = pauses(driver.service), 0
    while True:
        outcome = await _fetched(driver, facts.url, part)
        if part.is_whole(outcome):
            return
        if part.size > furthest:
            attempts, furthest = pauses(driver.service), part.size
        pause = next(attempts)
        if pause is None or is_final(outcome):
            raise part.error(outcome)
        if isinstance(outcome, Reply):
            pause = max(pause, min(outcome.retry_after or 0.0, LONGEST_PAUSE))
        await driver.sleep(pause)


async def _fetched(driver: AsyncDriver, url: str, part: PartFile) -> Reply | Failure:
    """Asks for the file, or for the rest of it, wherever it is told to be."""
    headers = {
        "accept": "*/*",
        "accept-encoding": "identity",
        "user-agent": driver.service.user_agent,
        **part.resume_headers(),
    }
    for _ in range(_MOST_PLACES):
        outcome = await driver.fetch(url, headers, part.begin, part.write)
        place = redirected_to(url, outcome)
        if place is None:
            return outcome
        url = place
    return Failure(sent=True, reason=f"it was redirected {_MOST_PLACES} times")

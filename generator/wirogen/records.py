"""What earlier runs found out, in a folder for caches, outside of every repository.

It saves time and nothing else: it may be deleted at any time, and what is damaged, of
another wirogen or cannot be written is done without.
"""

import hashlib
import json
import os
import re
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

_HEAD = "records of wirogen"

MOST_BYTES: Final = 200_000_000
"""How much the records of all subjects may take together; the oldest go first."""

_RECORD = re.compile(r"[0-9a-f]{32}\.json(?:\.[0-9a-f]{8})?")
"""The name of a record, and of one that a run which was killed has left half done."""


class Note(NamedTuple):
    """What nobody has to do anything about. What `is_routine` comes with every change
    of wirogen.
    """

    text: str
    is_routine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What is remembered of one subject, as a JSON value; None for nothing. `note` says
    why there is nothing where something was.
    """

    file: Path | None
    stamp: str
    value: Any = None
    note: Note | None = None

    def keep(self, value: Any) -> Note | None:
        """Remembers a value in place of what was there. Gives a note where it cannot be
        done.
        """
        if self.file is None:
            return None
        body = json.dumps(value, separators=(",", ":")).encode()
        head = f"{_HEAD} {self.stamp} {hashlib.sha256(body).hexdigest()}\n"
        staged = self.file.with_name(f"{self.file.name}.{secrets.token_hex(4)}")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                staged.write_bytes(head.encode() + body)
                staged.replace(self.file)
            except BaseException:
                staged.unlink(missing_ok=True)
                raise
        except OSError as error:
            return Note(f"nothing is remembered: {_why(self.file, error)}")
        _forget_oldest(self.file.parent)
        return None


def records_of(subject: str, stamp: str) -> Records:
    """What is remembered of a subject, by a wirogen with the same stamp."""
    folder = cache_folder()
    if folder is None:
        return Records(file=None, stamp=stamp)
    file = folder / f"{hashlib.sha256(subject.encode()).hexdigest()[:32]}.json"
    try:
        head, _, body = file.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return Records(file=file, stamp=stamp)
    except OSError as error:
        return Records(file=file, stamp=stamp, note=_idle(_why(file, error)))
    words = head.decode(errors="replace").split(" ")
    if words[:-1] != [*_HEAD.split(" "), stamp]:
        is_ours = words[:-2] == _HEAD.split(" ")
        note = _idle(f"{file} is not of this wirogen", is_routine=is_ours)
        return Records(file=file, stamp=stamp, note=note)
    try:
        if words[-1] == hashlib.sha256(body).hexdigest():
            return Records(file=file, stamp=stamp, value=json.loads(body))
    except (ValueError, RecursionError):
        pass  # it is damaged, too
    return Records(file=file, stamp=stamp, note=_idle(f"{file} is damaged"))


def cache_folder() -> Path | None:
    """Where this system keeps what may be lost; None where nobody is at home."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if sys.platform == "win32":
        named = named or os.environ.get("LOCALAPPDATA", "")
    if Path(named).is_absolute():
        return Path(named) / "wirogen"
    with suppress(RuntimeError):
        caches = "Library/Caches" if sys.platform == "darwin" else ".cache"
        return Path.home() / caches / "wirogen"
    return None


def _forget_oldest(folder: Path) -> None:
    """Removes the oldest records of a folder until the others are small enough."""
    with suppress(OSError):  # another run removes the same
        files = [entry for entry in os.scandir(folder) if _RECORD.fullmatch(entry.name)]
        newest_first = sorted(files, key=lambda file: -file.stat().st_mtime_ns)
        left = MOST_BYTES
        for file in newest_first:
            left -= file.stat().st_size
            if left < 0:
                Path(file).unlink(missing_ok=True)


def _idle(why: str, *, is_routine: bool = False) -> Note:
    return Note(f"what earlier runs found out does not count: {why}", is_routine)


def _why(file: Path, error: OSError) -> str:
    return f"{file}: {error.strerror or error}"

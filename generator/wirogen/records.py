"""What earlier runs found out, in a folder for caches, outside of every repository.

It saves time and nothing else: it may be deleted at any time, and what is damaged, of
another wirogen or cannot be written is done without.
"""

import hashlib
import json
import os
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEAD = "records of wirogen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What is remembered of one subject, as a JSON value; None for nothing. `note` says
    why there is nothing where something was, and is empty otherwise.
    """

    file: Path | None
    stamp: str
    value: Any = None
    note: str = ""

    def keep(self, value: Any) -> str:
        """Remembers a value in place of what was there. Gives a note where it cannot be
        done, else an empty text.
        """
        if self.file is None:
            return ""
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
            return f"nothing is remembered: {_why(self.file, error)}"
        return ""


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
        note = _idle(f"{file} is not of this wirogen")
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


def _idle(why: str) -> str:
    return f"what earlier runs found out does not count: {why}"


def _why(file: Path, error: OSError) -> str:
    return f"{file}: {error.strerror or error}"

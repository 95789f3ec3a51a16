"""Single files that are written at once, so that no reader and no crash sees half."""

import os
import secrets
from pathlib import Path
from typing import Final

STAGED_SUFFIX: Final = ".wirogen-staged"
"""How a file's name ends before it is in its place; a run that is killed may leave one
behind.
"""


def write_whole(target: Path, text: str) -> None:
    """Writes a file beside its place and moves it there; makes its folder.

    Raises OSError, with what was there as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    name = f"{target.stem}.{secrets.token_hex(4)}{STAGED_SUFFIX}"
    staged = target.with_name(name)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    opened = os.open(staged, flags, 0o666)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(staged, target)  # noqa: PTH105 - atomic by its name
    except BaseException:
        staged.unlink(missing_ok=True)
        raise

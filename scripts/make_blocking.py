"""Makes the blocking client: `NAME.py` from each `async_NAME.py` of the runtime.

    python scripts/make_blocking.py          # writes what has changed
    python scripts/make_blocking.py --check  # says what is stale, and exits with 1

Words are put for words, then ruff tidies the imports and black lays the lines out. What
cannot be said so is written twice: `BY_HAND`.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from black import format_str
from black.mode import Mode, TargetVersion

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = tuple(
    ROOT / "templates" / "python" / folder / "_runtime"
    for folder in ("runtime", "without")
)
STYLE: Final = Mode(target_versions={TargetVersion.PY311})
BY_HAND: Final = ("async_waiting.py", "async_pools.py", "async_streams.py")
MARKER: Final = "# Made from {} by `make blocking`: change that file, never this one.\n"

WORDS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\basync (def|with|for)\b", r"\1"),
        (r"\ban (`with`)", r"a \1"),
        (r"\bawait ", r""),
        (r"\bAwaitable\[(\w+)\]", r"\1"),
        (r"\b(?:Async|async_)(\w+)", r"\1"),
        (r"\b__a(enter|exit|iter|next)__\b", r"__\1__"),
        (r"\ba(close|closing|iter_bytes|next)\b", r"\1"),
        (r"\basyncio (task)", r"thread"),
        (r"\basynccontextmanager\b", r"contextmanager"),
    )
)


def blocking(source: Path) -> str:
    """What is made from a module that is written with `async`."""
    text = source.read_text(encoding="utf-8")
    for pattern, replacement in WORDS:
        text = pattern.sub(replacement, text)
    fix = (
        "ruff",
        "check",
        "--quiet",
        "--fix",
        "--unsafe-fixes",
        "--select=I,F401,UP028",
    )
    text = _piped(text, *fix, f"--stdin-filename={made_from(source)}", "-")
    return MARKER.format(source.name) + format_str(text, mode=STYLE)


def made_from(source: Path) -> Path:
    """Where the blocking module lies."""
    return source.with_name(source.name.removeprefix("async_"))


def stale() -> dict[Path, str]:
    """The modules that are not as they would be made, with what they should be."""
    sources = (
        path
        for folder in FOLDERS
        for path in folder.rglob("async_*.py")
        if path.name not in BY_HAND
    )
    made = {made_from(path): blocking(path) for path in sources}
    return {
        path: text
        for path, text in sorted(made.items())
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    }


def _piped(text: str, program: str, *arguments: str) -> str:
    command = (sys.executable, "-m", program, *arguments)
    return subprocess.run(
        command, input=text, capture_output=True, check=True, cwd=ROOT, encoding="utf-8"
    ).stdout


def main() -> int:
    """Writes the modules, or says which are stale."""
    found = stale()
    is_check = sys.argv[1:] == ["--check"]
    for path, text in found.items():
        name = path.relative_to(ROOT).as_posix()
        sys.stdout.write(
            f"{name}: {'stale, run make blocking' if is_check else 'made'}\n"
        )
        if not is_check:
            path.write_text(text, encoding="utf-8", newline="\n")
    return int(is_check and bool(found))


if __name__ == "__main__":
    sys.exit(main())

"""`generate --watch`: generates again after every change of what it reads."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wirogen.cli.printing import say
from wirogen.cli.program import Unable, counted, found, print_findings
from wirogen.diagnostics import Refused, Report, as_people_write

if TYPE_CHECKING:
    from wirogen.config import Config

_SETTLED_MS = 100
"""How long a change may take, as when an editor writes several files."""

_TICK_MS = 300


def watch(
    configured: "Callable[[], Config]", generate: "Callable[[Config], object]"
) -> None:
    """Generates, and again after every change, until somebody interrupts it. What is
    wrong is printed at every round until it is right.
    """
    _refuse_without_watchfiles()
    config = configured()
    beginning = "watching; Ctrl-C ends it"
    while True:
        places = _folders(config)
        for changes in _changes(places):
            changed = [path for path in changes or () if _is_read(path, config)]
            if changes is not None and not changed:
                continue
            say(f"{time.strftime('%H:%M:%S')} {_listed(changed) or beginning}")
            try:
                config = configured()
                generate(config)
            except Refused as refused:
                errors = Report(refused.report.errors)
                print_findings(errors)
                say(f"{found(errors)}: nothing is written, waiting for a change")
            if _folders(config) != places:
                beginning = "watching other folders, too"
                break


def _refuse_without_watchfiles() -> None:
    try:
        import watchfiles  # noqa: F401 - an extra
    except ImportError:
        raise Unable(
            "watchfiles is not installed: it comes with wirogen[watch]"
        ) from None


def _changes(places: frozenset[Path]) -> Iterator[list[Path] | None]:
    """None as soon as the folders are watched, then what changed in them, and again.
    What changes while a round goes on is the next one's.
    """
    from watchfiles import watch as watch_files

    is_watched = False
    for found_changes in watch_files(
        *places,
        recursive=False,
        debounce=_SETTLED_MS,
        step=_SETTLED_MS // 2,
        rust_timeout=_TICK_MS,
        yield_on_timeout=True,
    ):
        if not is_watched:
            yield None
        if found_changes:
            yield sorted({Path(path) for _, path in found_changes})
        is_watched = True


def _folders(config: "Config") -> frozenset[Path]:
    """The folders in which a generation reads anything, without those below that it
    writes.
    """
    folders: set[Path] = set()
    for path in config.read_places:
        if path.is_dir():
            folders.add(path)
            below = (each for each in path.rglob("*") if each.is_dir())
            folders.update(each for each in below if not _is_hidden(each, path))
        elif path.parent.is_dir():
            folders.add(path.parent)
    outputs = [output.root for output in config.outputs]
    written = (f for f in folders if any(f.is_relative_to(root) for root in outputs))
    return frozenset(folders.difference(written))


def _is_read(path: Path, config: "Config") -> bool:
    return any(path.is_relative_to(place.absolute()) for place in config.read_places)


def _is_hidden(folder: Path, base: Path) -> bool:
    return any(part.startswith(".") for part in folder.relative_to(base).parts)


def _listed(changed: list[Path]) -> str:
    """What changed, in a few words; empty for nothing."""
    if not changed:
        return ""
    names = ", ".join(str(as_people_write(path)) for path in changed[:3])
    more = f" and {counted(len(changed) - 3, 'other')}" if len(changed) > 3 else ""
    return f"{names}{more} changed"

"""Which files the specifications of a configuration are."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from wirogen.config import Config
from wirogen.diagnostics import (
    Diagnostic,
    Refused,
    Span,
    as_people_write,
    codes,
    refusal,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.output import is_link

SUFFIXES = frozenset({".json", ".md", ".txt", ".yaml", ".yml"})
"""Endings of the files that are read from a folder of specifications."""


def specification_files(config: Config) -> tuple[Path, ...]:
    """The files that a configuration names: a file itself, a folder's files in the
    order of their names. Overrides are no specification. Raises Refused for a path that
    is not there, and where there is no file at all.
    """
    missing = [path for path in config.specs if not path.exists()]
    if missing:
        raise Refused(*(_not_there(path, config) for path in missing))
    found = {
        file: None
        for path in config.specs
        for file in specifications_in(path)
        if file == path or not is_excluded(file, config)
    }
    files = tuple(path for path in found if path != config.overrides)
    if not files:
        places = ", ".join(str(as_people_write(path)) for path in config.specs)
        raise refusal(
            codes.NO_SPECIFICATIONS,
            "there is no specification here",
            Span(places),
            "fetch one, such as with `wirogen pull wiro/instant-id`, or put it there;"
            f" their names end in {', '.join(sorted(SUFFIXES))}",
        )
    return files


def is_excluded(file: Path, config: Config) -> bool:
    """Whether a configuration says that a file in a folder is no specification."""
    return any(fnmatchcase(_seen(file, config), glob) for glob in config.exclude)


def idle_excludes(config: Config) -> Iterator[Diagnostic]:
    """The globs of a configuration that leave no file out."""
    places = config.specs if config.exclude else ()
    files = [_seen(file, config) for path in places for file in specifications_in(path)]
    for glob in config.exclude:
        if not any(fnmatchcase(file, glob) for file in files):
            yield Diagnostic(
                codes.NOTHING_TO_EXCLUDE,
                f"no specification fits {glob!r}",
                config.exclude_span,
                did_you_mean(glob, files, likeness=0.75)
                or "`exclude` are globs over paths, such as 'specs/drafts/*'",
            )


def _seen(file: Path, config: Config) -> str:
    """The path of a file as globs are over it."""
    path = file.relative_to(config.root) if file.is_relative_to(config.root) else file
    return path.as_posix()


def specifications_in(path: Path) -> list[Path]:
    """The specifications that a path names, in the order of their names: the file
    itself, or all files in a folder but those behind links. Raises Refused for a folder
    that cannot be read.
    """
    if not path.is_dir():
        return [path]
    return sorted(file for file in _files(path) if file.suffix.lower() in SUFFIXES)


def _files(folder: Path) -> Iterator[Path]:
    """The files in a folder and in those below it that are not hidden. No link below
    the folder is followed: what it leads to may be anything, and is not the folder's.
    """
    for place, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if _is_inside(Path(place, name))]
        paths = (Path(place, name) for name in files)
        yield from (path for path in paths if _is_inside(path) and path.is_file())


def _is_inside(path: Path) -> bool:
    """Whether what stands in a folder of specifications belongs to it: neither hidden
    nor a link to something else.
    """
    return not (path.name.startswith(".") or is_link(path))


def _refuse(error: OSError) -> None:
    """Raises Refused for a folder that cannot be read."""
    raise refusal(
        codes.UNREADABLE_FILE,
        f"the folder cannot be read: {error.strerror}",
        Span.of_file(Path(str(error.filename))),
        "check its permissions",
    )


def _not_there(path: Path, config: Config) -> Diagnostic:
    return Diagnostic(
        codes.NO_SUCH_FILE,
        "there is no such file or folder",
        Span.of_file(path),
        (
            "paths in a configuration are relative to its file"
            if config.file
            else "name a specification or a folder of them; `wirogen init` makes one"
        ),
    )

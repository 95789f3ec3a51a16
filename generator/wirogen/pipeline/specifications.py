"""Everything that a configuration's specifications say, corrected and judged."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from wirogen.card import Card, ModelId
from wirogen.config import Config
from wirogen.diagnostics import (
    Diagnostic,
    Refused,
    Report,
    Span,
    as_people_write,
    codes,
)
from wirogen.diagnostics.codes import NO_SPECIFICATION, UNKNOWN_FORMAT
from wirogen.output import is_link
from wirogen.overrides import Overrides, apply_overrides, read_overrides, unused
from wirogen.readers import read_file
from wirogen.readers.reading import Reading
from wirogen.rules import judge

SUFFIXES = frozenset({".json", ".md", ".txt", ".yaml", ".yml"})
"""Endings of the files that are read from a folder of specifications."""

_OF_WORDS = frozenset({".md", ".txt"})
_LEFT_OUT = "it is left out; `exclude` in the configuration says so for good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Specifications:
    """What a set of files says.

    `cards` are corrected and in the order of their slugs, `originals` the same as their
    sources have them; `report` holds every finding of every file, and `files` is what
    was read.
    """

    cards: tuple[Card, ...]
    originals: tuple[Card, ...]
    report: Report
    files: tuple[Path, ...]


def read_specifications(config: Config) -> Specifications:
    """Reads, corrects and judges every specification of a configuration.

    Nothing is raised for what a file holds: that is in the report.
    """
    files = specification_files(config)
    readings = [_reading(path, config) for path in files]
    originals = sorted(
        (card for reading in readings for card in reading.cards),
        key=lambda card: card.model,
    )
    overrides = overrides_of(config)
    corrected = [apply_overrides(card, overrides) for card in originals]
    cards = [card for card, _ in corrected]
    report = Report.of(
        finding
        for findings in (
            *(reading.report.unordered for reading in readings),
            *(found.unordered for _, found in corrected),
            unused(overrides, originals).unordered,
            judge(cards).unordered,
            described_twice(originals),
        )
        for finding in findings
    )
    return Specifications(
        cards=tuple(cards),
        originals=tuple(originals),
        report=config.lint.judge(report),
        files=files,
    )


def _reading(path: Path, config: Config) -> Reading:
    """What a file holds. A file of words in a folder of specifications may be another
    thing: that is a note, where the file is not named by itself.
    """
    reading = read_file(as_people_write(path))
    if path.suffix.lower() in _OF_WORDS and path not in config.specs:
        foreign = [
            one for one in reading.report.unordered if one.code is UNKNOWN_FORMAT
        ]
        if foreign:
            return Reading(
                (),
                Report.of(
                    replace(x, code=NO_SPECIFICATION, hint=_LEFT_OUT) for x in foreign
                ),
            )
    if len(reading.cards) != 1:
        return reading
    model = str(reading.cards[0].model)
    about = Report.of(replace(one, model=model) for one in reading.report.unordered)
    return Reading(reading.cards, about)


def readable_specifications(config: Config) -> Specifications:
    """The same. Raises Refused, with every finding, where any of them is an error."""
    read = read_specifications(config)
    read.report.refuse_errors()
    return read


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
        if file == path or not _is_excluded(file, config)
    }
    files = tuple(path for path in found if path != config.overrides)
    if not files:
        places = ", ".join(str(as_people_write(path)) for path in config.specs)
        raise Refused(
            Diagnostic(
                code=codes.NO_SPECIFICATIONS,
                message="there is no specification here",
                span=Span(places),
                hint=f"specifications end in {', '.join(sorted(SUFFIXES))}",
            )
        )
    return files


def _is_excluded(file: Path, config: Config) -> bool:
    path = file.relative_to(config.root) if file.is_relative_to(config.root) else file
    return any(fnmatchcase(path.as_posix(), glob) for glob in config.exclude)


def specifications_in(path: Path) -> list[Path]:
    """The specifications that a path names, in the order of their names: the file
    itself, or all files in a folder but those behind links. Raises Refused for a folder
    that cannot be read.
    """
    if not path.is_dir():
        return [path]
    return sorted(file for file in _files(path) if file.suffix.lower() in SUFFIXES)


def overrides_of(config: Config) -> Overrides:
    """The corrections of a configuration. Raises Refused where they are wrong."""
    path = config.overrides
    return read_overrides(path) if path and path.exists() else Overrides()


def described_twice(cards: Sequence[Card]) -> Iterator[Diagnostic]:
    """The models that more than one specification describes."""
    first: dict[ModelId, Card] = {}
    for card in cards:
        other = first.setdefault(card.model, card)
        if other is not card:
            yield Diagnostic(
                code=codes.MODEL_DESCRIBED_TWICE,
                message=f"{card.model} is described here and in {other.source.file}",
                span=card.span,
                hint="keep one of the two files",
            )


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
    raise Refused(
        Diagnostic(
            code=codes.UNREADABLE_FILE,
            message=f"the folder cannot be read: {error.strerror}",
            span=Span.of_file(Path(str(error.filename))),
            hint="check its permissions",
        )
    )


def _not_there(path: Path, config: Config) -> Diagnostic:
    return Diagnostic(
        code=codes.NO_SUCH_FILE,
        message="there is no such file or folder",
        span=Span.of_file(path),
        hint=(
            "paths in a configuration are relative to its file"
            if config.file
            else "name a specification or a folder of them; `wirogen init` makes one"
        ),
    )

"""Which paths and texts may be written, so that every system can check them out."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Refused, Span, codes

MANIFEST_NAME = "MANIFEST.json"
"""The file, in the output folder, that lists what was written."""

STAGING_NAME = ".wirogen-staging"
"""The folder, in the output folder, that holds the lock and what is about to be put in
place. It is there only while wirogen writes, or after it was killed.
"""

Files = Mapping[str, str]
"""What to write: texts by their path below the output folder, parted by `/`."""

_FORBIDDEN = frozenset('\\:*?"<>|')


def check_files(folder: Path, files: Files) -> None:
    """Raises Refused, with every reason, where files cannot be written everywhere."""
    findings = [
        *(_refused_paths(folder, files)),
        *(_refused_texts(folder, files)),
        *(_clashes(folder, files)),
    ]
    if findings:
        raise Refused(*findings)


def path_problem(path: str) -> str:
    """Why a path cannot be one of an output's files, to stand after "which"; empty
    where it can.
    """
    parts = path.split("/")
    if not path or path.startswith("/"):
        return "is not relative to the output folder"
    if any(part in {"", ".", ".."} for part in parts):
        return "has an empty part, `.` or `..` in it"
    if any(part.endswith((".", " ")) for part in parts):
        return "has a part that ends in a dot or a blank"
    if _FORBIDDEN.intersection(path) or not path.isprintable():
        return "has characters in it that not every system can have in a name"
    if same_name(parts[0]) in {same_name(MANIFEST_NAME), same_name(STAGING_NAME)}:
        return "is a name that wirogen keeps for itself"
    return ""


def same_name(path: str) -> str:
    """Equal for paths that some file systems take for one: those that differ by case,
    or by the way their accents are composed.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def folders_of(path: str) -> Iterator[str]:
    """The folders that a path lies in, from the innermost out, without the root."""
    folder, slash, _ = path.rpartition("/")
    while slash:
        yield folder
        folder, slash, _ = folder.rpartition("/")


def _refused_paths(folder: Path, files: Files) -> Iterator[Diagnostic]:
    for path in files:
        if problem := path_problem(path):
            yield Diagnostic(
                codes.PATH_NOT_WRITABLE,
                f"there can be no file {path!r}, which {problem}",
                Span.of_file(folder),
                "`rename` in the overrides gives a model or an input another name",
            )


def _refused_texts(folder: Path, files: Files) -> Iterator[Diagnostic]:
    for path, text in files.items():
        if "\r" in text or not _is_unicode(text):
            yield Diagnostic(
                codes.TEXT_NOT_WRITABLE,
                "the text has a carriage return or half a character in it",
                Span.of_file(folder / path),
                "the template that gives this file has to write them as escapes",
            )


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _clashes(folder: Path, files: Iterable[str]) -> Iterator[Diagnostic]:
    paths = sorted(files)
    folders = {parent for path in paths for parent in folders_of(path)}
    first: dict[str, str] = {}
    for path in (*paths, *sorted(folders)):
        other = first.setdefault(same_name(path), path)
        if other != path:
            message = f"{other!r} and {path!r} are one file on many systems"
        elif path in folders and path in files:
            message = f"{path!r} would be a file and a folder"
        else:
            continue
        yield Diagnostic(
            codes.PATHS_CLASH,
            message,
            Span.of_file(folder),
            "`rename` in the overrides gives one of them another name",
        )

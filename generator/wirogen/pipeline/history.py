"""Specifications as a git revision has them."""

import io
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Refused, Span, codes


def extract(
    folder: Path, paths: Sequence[Path], revision: str, into: Path
) -> dict[Path, Path]:
    """Writes what paths held at a revision below another folder; gives for each path
    that was there where it is now.

    Raises Refused where the folder is in no git repository, a path lies outside of it,
    or git does not know the revision.
    """
    told = _git(folder, "rev-parse", "--show-toplevel").decode()
    top = Path(told.removesuffix("\n")).resolve()
    commit = _known(folder, revision)
    names = {path: _name(path, top) for path in paths}
    there = [name for name in names.values() if _is_there(top, commit, name)]
    if there:
        _unpack(_git(top, "archive", "--format=tar", commit, "--", *there), into)
    return {path: into / name for path, name in names.items() if name in there}


def _unpack(archive: bytes, into: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")


def _name(path: Path, top: Path) -> str:
    """A path as it is called within a repository."""
    place = path.resolve()
    if not place.is_relative_to(top):
        raise _refused("this lies outside the git repository", path)
    return place.relative_to(top).as_posix()


def _is_there(top: Path, commit: str, name: str) -> bool:
    """Whether a commit has a file or folder; `.`, the whole of it, is always there."""
    listed = _git(top, "ls-tree", "-z", "--name-only", commit, "--", name)
    return name == "." or listed != b""


def _known(folder: Path, revision: str) -> str:
    """The hash of a revision, so that none can be taken for an option of git."""
    wanted = f"{revision}^{{commit}}"
    arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    return _git(folder, *arguments, revision=revision).decode().strip()


def _git(folder: Path, *arguments: str, revision: str = "") -> bytes:
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    except FileNotFoundError as error:
        raise _refused("git is not installed", folder) from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip()
        problem = told or f"git knows no revision {revision!r}"
        raise _refused(problem, folder) from error
    return done.stdout


def _refused(problem: str, place: Path) -> Refused:
    return Refused(
        Diagnostic(
            code=codes.NO_SUCH_REVISION,
            message=problem,
            span=Span(str(place)),
            hint="give a commit, a tag or a branch: HEAD, main, v1.2",
        )
    )

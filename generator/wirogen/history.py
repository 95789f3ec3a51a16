"""Specifications as a git revision has them."""

import io
import subprocess
import tarfile
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Refused, Span, codes


def extract(folder: Path, revision: str, into: Path) -> Path:
    """Writes what a folder held at a revision below another folder, which is returned.

    Raises Refused where the folder is in no git repository, or git does not know the
    revision.
    """
    archive = _git(folder, "archive", "--format=tar", f"{_known(folder, revision)}:./")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into


def _known(folder: Path, revision: str) -> str:
    """The hash of a revision, so that none can be taken for an option of git."""
    wanted = f"{revision}^{{commit}}"
    arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    return _git(folder, *arguments, revision=revision).decode().strip()


def _git(folder: Path, *arguments: str, revision: str = "") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    except FileNotFoundError as error:
        raise _refused("git is not installed", folder) from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip()
        problem = told or f"git knows no revision {revision!r}"
        raise _refused(problem, folder) from error
    return done.stdout


def _refused(problem: str, folder: Path) -> Refused:
    return Refused(
        Diagnostic(
            code=codes.NO_SUCH_REVISION,
            message=problem,
            span=Span(str(folder)),
            hint="give a commit, a tag or a branch: HEAD, main, v1.2",
        )
    )

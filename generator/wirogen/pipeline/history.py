"""Files as a git revision has them."""

import hashlib
import subprocess
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from wirogen.diagnostics import Refused, Span, codes, refusal

_LINK = "120000"


def unchanged(folder: Path, paths: Sequence[Path], revision: str) -> frozenset[Path]:
    """Those of the files at or below some paths that are as a revision has them.

    Raises Refused as `extract` does.
    """
    top, commit = _commit(folder, revision)
    found = {place for path in paths for place in commit.files(_name(path, top))}
    return frozenset(top / name for name, blob in found if _is_blob(top / name, blob))


def extract(
    folder: Path,
    paths: Sequence[Path],
    revision: str,
    into: Path,
    without: Collection[Path] = (),
) -> dict[Path, Path]:
    """Writes what paths held at a revision below another folder; gives for each path
    that was there where it is now. No link below them is followed, and the files
    `without` are left out.

    The bytes are those that were committed: no attribute of the repository
    (`export-ignore`, line ends) changes or hides any. Raises Refused where the folder
    is in no git repository, a path lies outside of it, or git does not know the
    revision, or does not have what it holds.
    """
    top, commit = _commit(folder, revision)
    names = {path: _name(path, top) for path in paths}
    files = {
        name: {f: blob for f, blob in commit.files(name) if top / f not in without}
        for name in names.values()
    }
    contents = commit.contents(b for below in files.values() for b in below.values())
    for below in files.values():
        for name, blob in below.items():
            place = into / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(contents[blob])
    return {path: into / name for path, name in names.items() if files[name]}


def _commit(folder: Path, revision: str) -> "tuple[Path, _Commit]":
    """The top of the repository that a folder is in, and a commit of it."""
    output = _git(folder, "rev-parse", "--show-toplevel").decode()
    top = Path(output.removesuffix("\n")).resolve()
    return top, _Commit(top, _known(folder, revision))


def _is_blob(place: Path, blob: str) -> bool:
    """Whether a file holds what a blob of git does."""
    try:
        content = place.read_bytes()
    except OSError:
        return False
    kind = hashlib.sha256 if len(blob) == 64 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content).hexdigest() == blob


class _Commit:
    """What a commit of a repository holds."""

    def __init__(self, top: Path, commit: str) -> None:
        self._top = top
        self._commit = commit

    def files(self, name: str) -> Iterator[tuple[str, str]]:
        """The name and the blob of a file, or of every file in a folder but links."""
        for mode, blob, found in self._listed(name):
            if mode != _LINK:
                yield found, blob

    def contents(self, blobs: Iterable[str]) -> Mapping[str, bytes]:
        """What blobs hold."""
        wanted = [*dict.fromkeys(blobs)]
        asked = "".join(f"{blob}\n" for blob in wanted).encode()
        output, contents = _git(self._top, "cat-file", "--batch", stdin=asked), {}
        at = 0
        for blob in wanted:
            start = output.index(b"\n", at) + 1
            facts = output[at:start].split()
            if len(facts) < 3:
                raise _refused(f"git does not have {blob}", self._top, "fetch it")
            end = start + int(facts[2])
            contents[blob] = output[start:end]
            at = end + 1
        return contents

    def _listed(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Mode, blob and name of each file at or below a name; `.` is the whole."""
        below = () if name == "." else ("--", name)
        listed = _git(self._top, "ls-tree", "-r", "-z", self._commit, *below)
        for line in listed.decode(errors="surrogateescape").split("\0"):
            facts, _, found = line.partition("\t")
            match facts.split():
                case [mode, "blob", blob]:
                    yield mode, blob, found


def _name(path: Path, top: Path) -> str:
    """A path as it is called within a repository."""
    place = path.resolve()
    if not place.is_relative_to(top):
        raise _refused("this lies outside the git repository", path)
    return place.relative_to(top).as_posix()


def _known(folder: Path, revision: str) -> str:
    """The hash of a revision, so that none can be taken for an option of git."""
    wanted = f"{revision}^{{commit}}"
    arguments = ("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    try:
        return _git(folder, *arguments).decode().strip()
    except Refused as refused:
        raise _refused(
            f"git knows no revision {revision!r}",
            folder,
            "give a commit, a tag or a branch: HEAD, main, v1.2",
        ) from refused


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    command = ["git", "--literal-pathspecs", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=stdin, capture_output=True, check=True
        )
    except FileNotFoundError as error:
        raise _refused("git is not installed", folder) from error
    except subprocess.CalledProcessError as error:
        output = " ".join(error.stderr.decode(errors="replace").split())
        problem = output or f"git failed with status {error.returncode}"
        raise _refused(problem, folder) from error
    return done.stdout


def _refused(problem: str, place: Path, hint: str = "") -> Refused:
    return refusal(codes.NO_SUCH_REVISION, problem, Span.of_file(place), hint)

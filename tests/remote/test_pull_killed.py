"""A pull that is killed before any of its file operations leaves every specification old
or new, and the next pull completes it.
"""

import os
import signal
import sys
from pathlib import Path

import pytest
from wiro_double import PROMPT_ITEM, Wiro, detail_of, files_in

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the tests fork their victims"),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

WRITES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "open"}
SLUGS = ("acme/draw", "acme/paint", "other/paint")
MINE = {"acme/notes.txt": "by hand", "mine.yaml": "wirogen: 1\nmodel: my/own\n"}


def wiro(title: str) -> Wiro:
    double = Wiro.telling(*SLUGS)
    for slug in SLUGS:
        double.tell(slug, detail_of(slug, PROMPT_ITEM, title=title))
    return double


def fresh(folder: Path) -> dict[str, str]:
    """A folder with an earlier pull, with two models in a file each, of other names."""
    wiro("old").pull(folder, "acme/draw", "acme/paint", at_once=1)
    (folder / "acme" / "paint.yaml").rename(folder / "renamed.yaml")
    for name, text in MINE.items():
        (folder / name).write_text(text)
    return files_in(folder)


def killed_before(operation: int, folder: Path) -> bool:
    """Pulls in a process that is killed as it begins its n-th file operation below a
    folder; whether it was.
    """
    child = os.fork()
    if child:
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status in {0, -signal.SIGKILL}
        return status != 0
    calls = iter(range(10_000))

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event in WRITES and str(given[0]).startswith(str(folder)):
            reads = event == "open" and given[1] in {"r", "rb"}
            if not reads and next(calls) == operation:
                os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.addaudithook(watch)
        wiro("new").pull(folder, *SLUGS, at_once=1)
    except BaseException:  # a child must not go on with its parent's tests
        os._exit(1)
    os._exit(0)


def test_after_a_kill_at_any_step_every_file_is_whole_and_the_next_pull_completes(
    tmp_path: Path,
) -> None:
    before = fresh(tmp_path / "before")
    wiro("old").pull(tmp_path / "after", *SLUGS)
    wiro("new").pull(tmp_path / "after", *SLUGS)
    after = {**files_in(tmp_path / "after"), **MINE}
    operation = 0
    while True:
        folder = tmp_path / str(operation)
        fresh(folder)
        was_killed = killed_before(operation, folder)
        for name, text in files_in(folder).items():
            assert text in {before.get(name), after.get(name)} or "staged" in name
        assert MINE.items() <= files_in(folder).items()
        wiro("new").pull(folder, *SLUGS)
        assert files_in(folder) == after
        if not was_killed:
            break
        operation += 1
    assert operation > 6

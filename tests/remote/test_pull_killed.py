"""A pull that is killed at any step leaves every specification old
or new, and the next pull completes it.
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from wiro_double import PROMPT_ITEM, Wiro, detail_of, files_in

from kills import NEEDS_FORK, killed_at, killed_past, opened_to_write
from wirogen.output import STAGED_SUFFIX, STAGING_NAME

pytestmark = NEEDS_FORK

LOCK = f"{STAGING_NAME}/lock"
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


def at_any_step(number: int, folder: Path) -> bool:
    return killed_at(number, lambda: pull_new(folder), folder)


def in_any_file(number: int, folder: Path) -> bool:
    return killed_past(35 * number, lambda: pull_new(folder))


def pull_new(folder: Path) -> None:
    wiro("new").pull(folder, *SLUGS, at_once=1)


@pytest.mark.parametrize("killed", [at_any_step, in_any_file])
def test_after_a_kill_every_file_is_whole_and_the_next_pull_completes(
    tmp_path: Path, killed: Callable[[int, Path], bool]
) -> None:
    before = fresh(tmp_path / "before")
    wiro("old").pull(tmp_path / "after", *SLUGS)
    pull_new(tmp_path / "after")
    after = {**files_in(tmp_path / "after"), **MINE}
    for number in count():
        folder = tmp_path / str(number)
        fresh(folder)
        was_killed = killed(number, folder)
        for name, text in files_in(folder).items():
            is_whole = text in {before.get(name), after.get(name)}
            assert is_whole or STAGED_SUFFIX in name or name == LOCK
        assert MINE.items() <= files_in(folder).items()
        pull_new(folder)
        assert files_in(folder) == after
        if not was_killed:
            break
    assert number > 6


def test_only_staged_files_are_ever_opened_to_be_written(tmp_path: Path) -> None:
    fresh(tmp_path)
    opened = opened_to_write(lambda: pull_new(tmp_path))
    below = [path for path in opened if path.is_relative_to(tmp_path)]
    below.remove(tmp_path / LOCK)
    assert len(below) == len(SLUGS)
    assert {path.suffix for path in below} == {STAGED_SUFFIX}

"""`wirogen generate` killed at any step, of what it remembers for the next run, too."""

import os
import shutil
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from kills import NEEDS_FORK, killed_at
from wirogen.cli import main

pytestmark = NEEDS_FORK
CONFIG = (
    '[[output]]\nfolder = "out"\n\n[[output]]\ntarget = "markdown"\nfolder = "pages"\n'
)
SPECIFICATION = "wirogen: 1\nmodel: acme/{model}\ntitle: {title}\ninputs: {{}}\n"
MINE = {"out/mine.txt": b"mine", "pages/acme/notes.md": b"mine"}
STRIDE = 1 if settings.get_current_profile_name() == "fuzz" else 11


def generate(folder: Path) -> None:
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    done = CliRunner().invoke(
        main, ["generate", "--config", str(folder / "wirogen.toml")]
    )
    assert done.exit_code == 0, done.output


def describe(folder: Path, title: str, *models: str) -> None:
    shutil.rmtree(folder / "specs", ignore_errors=True)
    (folder / "specs").mkdir(parents=True)
    for model in models:
        text = SPECIFICATION.format(model=model, title=title)
        (folder / "specs" / f"{model}.yaml").write_text(text)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for output in ("out", "pages")
        for path in (folder / output).rglob("*")
        if path.is_file() and ".wirogen-staging" not in path.parts
    }


def test_after_a_kill_every_file_is_old_or_new_and_the_next_run_completes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    before, folder = tmp_path / "before", tmp_path / "project"
    describe(before, "Old", "draw", "paint")
    (before / "wirogen.toml").write_text(CONFIG)
    generate(before)
    for name, content in MINE.items():
        (before / name).parent.mkdir(parents=True, exist_ok=True)
        (before / name).write_bytes(content)
    old = files_in(before)

    def begin() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(before, folder)
        describe(folder, "New", "paint", "sing")

    begin()
    generate(folder)
    new = files_in(folder)
    assert MINE.items() <= new.items()
    for step in count():
        begin()
        was_killed = killed_at(step * STRIDE, lambda: generate(folder), folder)
        for name, content in files_in(folder).items():
            is_manifest = name.endswith("MANIFEST.json")
            assert is_manifest or content in {old.get(name), new.get(name)}
        generate(folder)
        assert files_in(folder) == new
        if not was_killed:
            break
    assert step * STRIDE > 30

"""How commands end: their statuses, streams and colours."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repository import SPECS
from wirogen.cli import main
from wirogen.pipeline import generation

WIROGEN = (sys.executable, "-m", "wirogen")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one specification, in the middle of a repository."""
    folder = tmp_path / "client"
    (folder / "specs").mkdir(parents=True)
    shutil.copy(SPECS / "wiro" / "instant-id.md", folder / "specs")
    (folder / "wirogen.toml").write_text('package = "portraits"\n')
    monkeypatch.chdir(folder)
    return folder


def run(*words: str, **settings: bool) -> Result:
    return CliRunner().invoke(main, words, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("command", ["generate", "check", "inputs", "outputs"])
def test_a_command_names_a_configuration_elsewhere(
    project: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    run("generate")
    there = run(command)
    monkeypatch.chdir(project.parent)
    here = run(command, "--config", "client/wirogen.toml")
    assert here.exit_code == 0, here.output
    if command in {"inputs", "outputs"}:
        below = "".join(f"client/{line}\n" for line in there.output.splitlines())
        assert here.output == below
    assert (project / "generated/portraits/wiro/instant_id.py").exists()


def test_a_configuration_and_paths_exclude_each_other() -> None:
    refused = run("generate", "specs", "--config", "wirogen.toml")
    assert refused.exit_code == 2
    assert "give either paths or --config" in refused.output


def test_a_command_that_is_refused_tells_errors_alone_and_how_many(
    project: Path,
) -> None:
    (project / "specs/bad.json").write_text("{")
    refused = run("generate")
    lines = refused.output.splitlines()
    assert refused.exit_code == 2
    assert lines[0].startswith("specs/bad.json:1:2: error[")
    assert lines[-1] == "1 error; `wirogen lint` tells 1 warning, 13 notes, too"
    assert not any("note[" in line or "warning[" in line for line in lines)
    told = run("lint").output
    assert told.endswith("1 error, 1 warning, 13 notes; -v prints the notes\n")


@pytest.mark.parametrize("style", ["json", "github"])
def test_what_keeps_lint_from_reading_is_told_in_its_format(
    project: Path, style: str
) -> None:
    (project / "wirogen.toml").write_text("pakage = 'x'\n")
    refused = run("lint", "--format", style)
    assert refused.exit_code == 2
    if style == "json":
        (finding,) = json.loads(refused.output)
        assert finding["file"] == "wirogen.toml"
    else:
        assert refused.output.startswith("::error file=wirogen.toml,line=1")


def test_annotations_name_files_from_the_root_of_the_repository(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(project.parent))
    first, *_ = run("lint", "--format", "github").output.splitlines()
    assert "file=client/specs/instant-id.md," in first


@pytest.mark.parametrize(
    ("variable", "value", "coloured"),
    [("NO_COLOR", "1", False), ("TERM", "dumb", False), ("TERM", "xterm", True)],
)
def test_colours_can_be_declined(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    assert ("\x1b[" in run("lint", color=True).output) is coloured


def test_who_interrupts_is_told_apart_from_drift(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, "check", interrupted)
    result = run("check")
    assert result.exit_code == 130
    assert result.output == "interrupted\n"


def test_a_reader_who_goes_away_ends_a_command_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as gone:
        done = subprocess.run(
            [*WIROGEN, "explain"], stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_no_bug_of_wirogens() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*WIROGEN, "lint"], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 2
    assert done.stderr == b"wirogen cannot go on: No space left on device\n"


def test_a_port_that_is_none_is_a_mistake_in_what_was_typed() -> None:
    refused = run("serve", "--port", "99999")
    assert refused.exit_code == 2
    assert "0<=x<=65535" in refused.output

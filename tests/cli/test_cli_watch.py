"""`wirogen generate --watch`, beside somebody who edits."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from repository import ROOT
from wirogen.cli import main

MODEL = "wirogen: 1\nmodel: acme/{}\ninputs: {{}}\n"


class Watching:
    """A run that watches a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "generator"),
            "PYTHONUNBUFFERED": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wirogen", "generate", "--watch"],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def until(self, text: str) -> list[str]:
        """The lines up to one that has a text."""
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if text in line:
                return lines
        raise AssertionError(f"it ended without {text!r}: {lines}")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/paint.yaml").write_text(MODEL.format("paint"))
    (tmp_path / "wirogen.toml").write_text("")
    run = Watching(tmp_path)
    yield run
    run.process.kill()
    run.process.communicate()


def test_every_change_is_generated_and_errors_are_kept_until_they_are_gone(
    watching: Watching,
) -> None:
    watching.until("1 model")
    watching.write("specs/draw.yaml", MODEL.format("draw"))
    assert "specs/draw.yaml changed" in watching.until("2 models")[0]
    watching.write("specs/draw.yaml", "wirogen: 1\n")
    watching.until("nothing is written, waiting for a change")
    watching.write("specs/paint.yaml", MODEL.format("sketch"))
    assert "error[E" in "".join(watching.until("nothing is written"))
    watching.write("specs/draw.yaml", MODEL.format("draw"))
    watching.until("2 models")
    assert (watching.folder / "generated/wiro_models/acme/sketch.py").is_file()


def test_new_folders_and_the_configuration_are_watched(watching: Watching) -> None:
    watching.until("1 model")
    watching.write("specs/more/draw.yaml", MODEL.format("draw"))
    watching.until("2 models")
    watching.write("wirogen.toml", 'package = "painter"\n')
    watching.until("generated/painter")
    watching.write("wirogen.toml", "pakage = 1\n")
    watching.until("error[E501]")
    watching.write("wirogen.toml", 'package = "sketcher"\n')
    watching.until("generated/sketcher")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait() == 130


def test_what_it_needs_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    refused = CliRunner().invoke(main, ["generate", "--watch"])
    assert refused.exit_code == 2
    assert "it comes with wirogen[watch]" in refused.output

"""`generate --keep-going`: what is right is written, what is wrong stays as it was."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wirogen.cli import main

Run = Callable[..., Result]
PAINT = "generated/wiro_models/acme/paint.py"
DRAW = "generated/wiro_models/acme/draw.py"


def model(name: str, steps: object = 50) -> str:
    return (
        f"wirogen: 1\nmodel: acme/{name}\ninputs:\n"
        f"  steps: {{kind: number, integer: true, minimum: 1, maximum: {steps}}}\n"
    )


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs wirogen in a folder that has two models and their client."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    for name in ("paint", "draw"):
        (tmp_path / f"specs/{name}.yaml").write_text(model(name))

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    assert invoke("generate").exit_code == 0
    return invoke


def listed(folder: Path) -> str:
    """The models of the client, of which each can be imported."""
    program = (
        "import wiro_models as m; print(*[m.request_class(x) for x in m.models()])"
    )
    environment = {**os.environ, "PYTHONPATH": str(folder / "generated")}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.parametrize("wrong", ["wirogen: 1\n", model("paint", steps="many"), "{"])
def test_what_is_right_is_written_and_what_is_wrong_stays(
    run: Run, tmp_path: Path, wrong: str
) -> None:
    before = (tmp_path / PAINT).read_bytes()
    (tmp_path / "specs/paint.yaml").write_text(wrong)
    (tmp_path / "specs/draw.yaml").write_text(model("draw", steps=60))
    assert run("generate").exit_code == 2
    assert "maximum=50" in (tmp_path / DRAW).read_text()
    for _ in range(2):
        kept = run("generate", "--keep-going")
        assert kept.exit_code == 1
        assert (
            "specs/paint.yaml is set aside: acme/paint stays as it was" in kept.output
        )
        assert "error[E" in kept.output
        assert (tmp_path / PAINT).read_bytes() == before
        assert "maximum=60" in (tmp_path / DRAW).read_text()
    assert {"Paint", "Draw"} <= set(listed(tmp_path).replace("'", ".").split("."))
    (tmp_path / "specs/paint.yaml").write_text(model("paint", steps=70))
    assert run("generate", "--keep-going").exit_code == 0
    assert "maximum=70" in (tmp_path / PAINT).read_text()
    assert run("check").exit_code == 0


def test_files_stay_where_nothing_is_remembered(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    before = (tmp_path / PAINT).read_bytes()
    (tmp_path / "specs/paint.yaml").write_text("wirogen: 1\n")
    kept = run("generate", "--keep-going")
    assert kept.exit_code == 1
    assert (tmp_path / PAINT).read_bytes() == before
    (tmp_path / "specs/paint.yaml").write_text(model("paint"))
    assert run("generate").exit_code == 0
    assert run("check").exit_code == 0


def test_nothing_is_written_where_nothing_is_right(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "specs").iterdir():
        path.write_text("wirogen: 1\n")
    before = (tmp_path / "generated/wiro_models/MANIFEST.json").read_bytes()
    assert run("generate", "--keep-going").exit_code == 2
    assert (tmp_path / "generated/wiro_models/MANIFEST.json").read_bytes() == before


def test_two_descriptions_of_a_model_are_both_set_aside(
    run: Run, tmp_path: Path
) -> None:
    before = (tmp_path / PAINT).read_bytes()
    (tmp_path / "specs/again.yaml").write_text(model("paint", steps=9))
    (tmp_path / "specs/draw.yaml").write_text(model("draw", steps=60))
    assert run("generate", "--keep-going").exit_code == 1
    assert (tmp_path / PAINT).read_bytes() == before
    assert "maximum=60" in (tmp_path / DRAW).read_text()

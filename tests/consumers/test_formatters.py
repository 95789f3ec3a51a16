"""A generated client in a repository whose linters and formatters see every file."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from repository import SPECS
from wirogen.cli import main

TOOLS = (
    ("ruff", "check", "--isolated"),
    ("ruff", "check", "--isolated", "--fix", "--unsafe-fixes", "--select", "E,F,I,UP"),
    ("ruff", "format", "--isolated", "--line-length", "60"),
    ("black", "--quiet", "--line-length", "60"),
)


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a client of one model, with its pages and schemas."""
    (tmp_path / "specs").mkdir()
    shutil.copy(SPECS / "wiro" / "instant-id.md", tmp_path / "specs")
    (tmp_path / "wirogen.toml").write_text(
        "".join(
            f'[[output]]\nfolder = "generated/{target}"\ntarget = "{target}"\n'
            for target in ("python", "markdown")
        )
    )
    monkeypatch.chdir(tmp_path)
    generated = CliRunner().invoke(main, ["generate"])
    assert generated.exit_code == 0, generated.output
    return tmp_path / "generated"


def tool(*arguments: str) -> int:
    command = [sys.executable, "-m", *arguments, "generated"]
    return subprocess.run(command, check=False).returncode


def test_linters_find_nothing_and_formatters_change_nothing(client: Path) -> None:
    assert [tool(*arguments) for arguments in TOOLS] == [0] * len(TOOLS)
    checked = CliRunner().invoke(main, ["check"])
    assert checked.output == "up to date: 1 model\n", str(client)


def test_check_names_a_formatter_that_heeds_no_marker(client: Path) -> None:
    for module in client.rglob("instant_id.py"):
        text = module.read_text().replace("# fmt: off\n", "").replace('"', "'")
        module.write_text(f"{text}\n\n")
    checked = CliRunner().invoke(main, ["check"])
    assert checked.exit_code == 1
    assert "instant_id.py (edited by hand)" in checked.output
    CliRunner().invoke(main, ["generate"])
    for module in client.rglob("instant_id.py"):
        module.write_text(module.read_text().replace("\n    ", "\n        "))
    checked = CliRunner().invoke(main, ["check"])
    assert "instant_id.py (laid out otherwise)" in checked.output
    assert "A formatter or linter has changed these files" in checked.output

"""`wirogen serve`: what keeps a local Wiro from being served is one sentence."""

import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from repository import SPECS
from wirogen.cli import main


@pytest.fixture(autouse=True)
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of specifications in the working folder."""
    folder = tmp_path / "specs"
    folder.mkdir()
    shutil.copy(SPECS / "wiro" / "instant-id.md", folder)
    monkeypatch.chdir(tmp_path)
    return folder


def test_a_port_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert refused.exit_code == 2
    assert refused.output.startswith(f"Error: cannot listen on 127.0.0.1:{port}: ")
    assert "Usage" not in refused.output


def test_a_misspelt_fault_is_told_with_the_right_one() -> None:
    refused = CliRunner().invoke(main, ["serve", "--fault", "cut-aftr"])
    assert refused.exit_code == 2
    assert "did you mean 'cut-after'?" in refused.output


def test_specifications_that_cannot_be_read_are_not_served(specs: Path) -> None:
    (specs / "bad.json").write_text("{")
    refused = CliRunner().invoke(main, ["serve", "--port", "0"])
    assert refused.exit_code == 2
    assert "specs/bad.json:1:2: error[E" in refused.output

"""What README promises in the first five minutes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from repository import ROOT
from typed_commands import serving
from wirogen.config import read_config

README = (ROOT / "README.md").read_text()


def blocks(language: str) -> list[str]:
    tokens = MarkdownIt().parse(README)
    return [
        one.content for one in tokens if one.type == "fence" if one.info == language
    ]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder in which `make generate` has made what it makes."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    for name in ("specs", "generated"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_three_commands_lead_to_a_picture(checkout: Path) -> None:
    (block,) = (text for text in blocks("") if "wirogen serve" in text)
    first, *commands = block.splitlines()
    assert first == "make generate"
    assert commands[0].endswith(" serve &")
    assert len(commands) == 2
    commands[0] = serving(commands[0].removesuffix(" &"))
    script = "\n".join(commands).replace("8765", "$port")
    environment = {key: one for key, one in os.environ.items() if "WIRO" not in key}
    done = subprocess.run(
        ["bash", "-e", "-c", f"trap 'kill $!' EXIT\n{script}"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (picture,) = (checkout / "out").iterdir()
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert str(picture.name) in done.stdout


def test_the_configuration_is_one(tmp_path: Path) -> None:
    (table,) = blocks("toml")
    (tmp_path / "pyproject.toml").write_text(table)
    assert len(read_config(tmp_path / "pyproject.toml").outputs) == 2


def test_every_page_that_is_linked_is_there() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_every_command_is_listed() -> None:
    told = set(re.findall(r"`wirogen (\w+)", README))
    done = subprocess.run(
        [sys.executable, "-m", "wirogen", "--help"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=True,
    )
    names = re.findall(
        r"^  (\w+) {2,}", done.stdout.partition("Commands:")[2], re.MULTILINE
    )
    assert told == set(names)

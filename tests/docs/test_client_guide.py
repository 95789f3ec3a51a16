"""`docs/client.md`: its examples run, one after the other, against the local Wiro; its
commands do in tests/consumers.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import built
from wirogen.card import Card
from wirogen.emulator import serve
from wirogen.readers import read_file, read_text

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "client.md"


def blocks(language: str, page: Path = GUIDE) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL
    )


def models() -> list[Card]:
    """What the guide says is in `specs`: a real model, and two that are made up."""
    texts = [*blocks("yaml"), *blocks("yaml", ROOT / "docs" / "specifications.md")]
    readings = [read_text(text, "made-up.yaml") for text in texts]
    readings.append(read_file(ROOT / "specs" / "wiro" / "instant-id.md"))
    return [card for reading in readings for card in reading.cards]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the examples name, and the package."""
    folder = tmp_path_factory.mktemp("guide")
    built.package_of(folder, *models())
    (folder / "me.jpg").write_bytes(b"\xff\xd8\xff")
    line = {"model": "wiro/instant-id", "inputs": {"prompt": "a portrait"}}
    (folder / "requests.jsonl").write_text(f"{json.dumps(line)}\n" * 3)
    return folder


@pytest.fixture(scope="module")
def environment(folder: Path) -> Iterator[dict[str, str]]:
    with serve(models(), speed=100) as wiro:
        kept = {name: value for name, value in os.environ.items() if "WIRO" not in name}
        yield {
            **kept,
            "PYTHONPATH": str(folder),
            "WIRO_API_KEY": "key",
            "WIRO_BASE_URL": wiro.base_url,
        }


def test_the_examples_run(folder: Path, environment: dict[str, str]) -> None:
    program = "\n".join(blocks("python"))
    done = subprocess.run(
        [sys.executable, "-Werror", "-c", program],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "estimated $0.04 (per request)" in done.stdout
    assert "steps must be a whole number" in done.stdout
    assert "scheduler must be one of" in done.stdout
    assert "user This is turn 1." in done.stdout
    assert "failed:" not in done.stdout
    assert "may or may not" not in done.stdout
    assert len([*(folder / "out").rglob("*.png")]) >= 8
    assert [*(folder / "pictures").iterdir()]


def test_type_checkers_find_in_the_examples_what_they_get_wrong_on_purpose(
    folder: Path,
) -> None:
    program = "\n".join(
        (
            *blocks("python"),
            "from decimal import Decimal",
            'InstantId(prompt="x", scale=Decimal("0.5"))',
            'InstantId(prompt="x", scale=float(Decimal("0.5")))',
        )
    )
    (folder / "examples.py").write_text(program)
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pyright",
            "--pythonpath",
            sys.executable,
            "examples.py",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = program.splitlines()
    found = re.findall(r"examples\.py:(\d+):\d+ - error", ran.stdout)
    assert [lines[int(number) - 1].strip() for number in found] == [
        *['InstantId(prompt="a portrait", steps="thirty", scheduler="DDIM")'] * 2,
        'InstantId(prompt="x", scale=Decimal("0.5"))',
    ], (
        ran.stdout + ran.stderr
    )


def test_every_error_of_the_tree_is_in_the_guide(folder: Path) -> None:
    text = (folder / "wiro_models" / "_runtime" / "errors.py").read_text()
    kinds = set(re.findall(r"^class (\w+)\(", text, re.MULTILINE))
    [tree] = blocks("text")
    assert kinds <= set(re.findall(r"\w+", tree))

"""The package of all models at once, as type checkers see it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from built import package_of
from differential.documents import all_cards

CALLER = """\
from pathlib import Path

from wiro_models import Wiro
from wiro_models.klingai.kling_v3 import KlingV3

paths: list[Path] = sorted(Path().glob("*.jpg"))
urls: list[str] = ["https://example.com/a.png"]
mixed = (b"bytes", Path("a.png"), open("b.png", "rb"))


def videos(wiro: Wiro) -> None:
    for images in (paths, urls, mixed, "c.png"):
        task = wiro.run(KlingV3(prompt="a koala", input_image=images))
        for path in task.wait(timeout=600).save_all("out/"):
            print(path.name)
"""
"""What people write who type-check their own code."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = package_of(tmp_path_factory.mktemp("types"), *all_cards())
    (folder / "caller.py").write_text(CALLER)
    return folder


def run(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(
        command, cwd=package, capture_output=True, text=True, check=False
    )


def test_mypy_finds_nothing_in_a_package_of_all_models(package: Path) -> None:
    strict = ("--strict", "--no-incremental", "--config-file=")
    found = run(package, "mypy", *strict, "wiro_models", "caller.py")
    assert found.returncode == 0, found.stdout + found.stderr


def test_pyright_finds_nothing_in_a_package_of_all_models(package: Path) -> None:
    settings = {
        "include": ["wiro_models", "caller.py"],
        "exclude": ["wiro_models/_runtime"],  # `make types` has looked at it
        "typeCheckingMode": "standard",
    }
    (package / "pyrightconfig.json").write_text(json.dumps(settings))
    found = run(package, "pyright", "--outputjson", "--pythonpath", sys.executable)
    try:
        told = json.loads(found.stdout)
    except ValueError:
        pytest.skip(f"pyright cannot be started here: {found.stderr[-200:]}")
    assert told["generalDiagnostics"] == []
    assert told["summary"]["filesAnalyzed"] > len(all_cards())

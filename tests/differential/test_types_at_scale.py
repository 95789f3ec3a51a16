"""The package of all models at once, as type checkers see it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from built import package_of
from differential.documents import all_cards

pytestmark = pytest.mark.xdist_group("types at scale")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return package_of(tmp_path_factory.mktemp("types"), *all_cards())


def test_mypy_finds_nothing_in_a_package_of_all_models(package: Path) -> None:
    strict = ["--strict", "--no-incremental", "--config-file=", "wiro_models"]
    command = [sys.executable, "-m", "mypy", *strict]
    found = subprocess.run(
        command, cwd=package, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_pyright_finds_nothing_in_a_package_of_all_models(package: Path) -> None:
    settings = {"include": ["wiro_models"], "typeCheckingMode": "standard"}
    (package / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable]
    found = subprocess.run(
        command, cwd=package, capture_output=True, text=True, check=False
    )
    if found.returncode not in (0, 1):
        pytest.skip(f"pyright cannot be started here: {found.stderr[-200:]}")
    assert found.returncode == 0, found.stdout

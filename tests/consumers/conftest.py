"""Repositories that use this project: one for each way to do so."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from environments import Environment, Release, make_environment

from repository import ROOT

SAMPLES = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs them all, so that there is one environment to be made."""
    for item in items:
        if item.path.is_relative_to(SAMPLES):
            item.add_marker(pytest.mark.xdist_group("consumers"))


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that has the wheel."""
    return make_environment(tmp_path_factory.mktemp("environment") / "venv", wheel)


@pytest.fixture(scope="session")
def release(
    source: Path, environment: Environment, tmp_path_factory: pytest.TempPathFactory
) -> Release:
    """This project as others fetch it."""
    folder = tmp_path_factory.mktemp("release") / "wirogen"
    shutil.copytree(source, folder)
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    environment.do(folder, "git", "init", "--quiet")
    environment.do(folder, "git", "add", "--all")
    environment.do(folder, "git", "commit", "--quiet", "--message", "begin")
    commit = environment.do(folder, "git", "rev-parse", "HEAD").strip()
    return Release(folder, commit)


@pytest.fixture
def sample(tmp_path: Path) -> Callable[[str], Path]:
    """Copies a sample repository, by its name."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(SAMPLES / name, folder)
        return folder

    return copy

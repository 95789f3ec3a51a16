"""The wheel, installed outside the repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from wheel import build_wheel

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel installs."""
    site = tmp_path_factory.mktemp("site")
    shutil.unpack_archive(wheel, site, "zip")
    return site


def run(installed: Path, folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_generates_the_same_bytes(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    where = run(installed, tmp_path, "wirogen", "--version")
    assert where.startswith("wirogen ")
    run(installed, tmp_path, "wirogen", "generate")
    generated, committed = tmp_path / "generated", ROOT / "generated"
    names = {
        path.relative_to(committed)
        for path in committed.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names == {
        path.relative_to(generated) for path in generated.rglob("*") if path.is_file()
    }
    for name in names:
        assert (generated / name).read_bytes() == (committed / name).read_bytes(), name


def test_the_wheel_holds_only_what_it_needs(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"wirogen"}
    assert not [name for name in names if name.endswith(".pyc")]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout")
def test_the_sdist_holds_what_is_in_the_repository_and_gives_the_same_wheel(
    wheel: Path, tmp_path: Path
) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--outdir"]
    subprocess.run([*build, tmp_path, ROOT], check=True, capture_output=True)
    (sdist,) = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(sdist, tmp_path, "gztar", filter="data")
    source = tmp_path / sdist.name.removesuffix(".tar.gz")
    held = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file()
    }
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout
    files = {name for name in names.decode().split("\0") if (ROOT / name).is_file()}
    assert held == {*files, "PKG-INFO"}

    again = build_wheel(source, tmp_path / "again")
    assert again.name == wheel.name
    with ZipFile(again) as ours, ZipFile(wheel) as theirs:
        assert ours.namelist() == theirs.namelist()
        for name in ours.namelist():
            assert ours.read(name) == theirs.read(name), name

"""This project's wheel, built as a release is."""

import shutil
import subprocess
import sys
from pathlib import Path

from repository import ROOT


def copy_source(folder: Path) -> Path:
    """A copy of what the wheel is built from, so that no build touches the checkout."""
    ignored = shutil.ignore_patterns(".*", "__pycache__", "dist", "tests")
    shutil.copytree(ROOT, folder, ignore=ignored)
    return folder


def build_wheel(source: Path, folder: Path) -> Path:
    """The wheel of a copy, in a folder."""
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    subprocess.run([*build, folder, source], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel

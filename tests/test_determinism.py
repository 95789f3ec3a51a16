"""The same specifications give the same bytes, on whatever machine, and many of them
are no trouble.
"""

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings

from repository import ROOT, SPECS
from wirogen.cli import main

SAMPLES = (
    "wiro/instant-id.md",
    "wiro/avatarmotion.yaml",
    "wiro/rag-chat.yaml",
    "wiro/flux-2-dev.yaml",
)
PROJECT = """
[[tool.wirogen.output]]
folder = "src"
package = "acme.models"
models = ["wiro/i*", "wiro/*"]
"""
ELSEWHERE = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Apia", "PYTHONUTF8": "0"}
"""Another locale: the C locale stands in where a system does not have this one."""


def make_project(folder: Path, names: Sequence[str]) -> Path:
    """A project whose files are made in this order."""
    (folder / "inner").mkdir(parents=True)
    for name in names:
        target = folder / "specs" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(SPECS / name, target)
    (folder / "pyproject.toml").write_text(PROJECT)
    return folder


def output_hash(folder: Path) -> str:
    """One hash of all that was generated: names, bytes, and who may run them."""
    whole = hashlib.sha256()
    for path in sorted((folder / "src").rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0")
            whole.update(path.read_bytes())
            whole.update(str(path.stat().st_mode & 0o111).encode())
    return whole.hexdigest()


def generate(where: Path, umask: int, *arguments: str, **variables: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "wirogen", "generate", *arguments],
        cwd=where,
        env={**os.environ, "PYTHONPATH": str(ROOT / "generator"), **variables},
        umask=umask,
        check=True,
        capture_output=True,
    )


@pytest.mark.skipif(
    not str(ROOT).isascii(),
    reason="Python cannot start from an environment at such a path in the C locale",
)
def test_one_matrix_of_circumstances_gives_one_hash(tmp_path: Path) -> None:
    seeds = ("0", "1", "4711")
    places: tuple[dict[str, str], ...] = (
        {"LC_ALL": "C", "TZ": "UTC"},
        ELSEWHERE,
        {"LC_ALL": "C.UTF-8", "TZ": "America/St_Johns"},
    )
    folders = (".", "inner", "specs/wiro")
    orders = (SAMPLES, SAMPLES[::-1], (*SAMPLES[2:], *SAMPLES[:2]))
    umasks = (0o022, 0o077, 0o002)
    hashes = set()
    for number, shift in enumerate(itertools.product(range(3), repeat=2)):
        # a Latin square: every value of each axis meets every value of two others
        one, other = shift
        project = make_project(tmp_path / str(number) / "project", orders[one])
        where = project / folders[other]
        variables = {"PYTHONHASHSEED": seeds[(one + other) % 3]}
        variables |= places[(one + 2 * other) % 3]
        generate(where, umasks[(one + other) % 3], **variables)
        hashes.add(output_hash(project))
    assert len(hashes) == 1


@pytest.mark.parametrize(
    ("where", "specs"), [("inner", "../specs"), (".", "{project}/specs")]
)
def test_the_manifest_does_not_tell_where_a_run_was_started(
    tmp_path: Path, where: str, specs: str
) -> None:
    manifests = []
    for start, given in ((".", "specs"), (where, specs)):
        project = make_project(tmp_path / str(len(manifests)), SAMPLES)
        paths = (given.format(project=project), "-o", str(project / "out"))
        generate(project / start, 0o022, *paths)
        manifests.append((project / "out/wiro_models/MANIFEST.json").read_text())
    assert manifests[0] == manifests[1]
    assert str(tmp_path) not in manifests[0]


def test_specifications_of_one_name_outside_the_project_are_all_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(2):
        path = tmp_path / str(number) / "specs/paint.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(
            f"wirogen: 1\nmodel: acme/paint{number}\nsummary: Paints.\ninputs:\n"
            "  prompt:\n    kind: text\n    required: true\n    help: What.\n"
        )
    (tmp_path / "project").mkdir()
    (tmp_path / "project/wirogen.toml").write_text(
        'specs = ["../0/specs", "../1/specs"]\n'
    )
    monkeypatch.chdir(tmp_path / "project")
    assert CliRunner().invoke(main, ["generate"]).exit_code == 0
    for number in range(2):
        path = tmp_path / str(number) / "specs/paint.yaml"
        path.write_text(path.read_text().replace("Paints.", "Draws."))
        assert " 2 files written" in CliRunner().invoke(main, ["generate"]).output


MANY = 300


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of 300 models of three owners, in one table."""
    for number in range(MANY):
        path = tmp_path / "specs" / f"owner{number % 3}" / f"model-{number}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"wirogen: 1\nmodel: {path.parent.name}/{path.stem}\ninputs:\n"
            "  prompt:\n    kind: text\n    required: true\n    help: What to make.\n"
        )
    (tmp_path / "wirogen.toml").write_text(
        '[[output]]\npackage = "acme.models"\nmodels = ["owner*/*"]\n'
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_300_models_stand_in_one_table(many: Path) -> None:
    done = CliRunner().invoke(main, ["generate"])
    assert done.exit_code == 0, done.output
    assert "; no findings" in done.output
    package = many / "generated/acme/models"
    for owner in range(3):
        assert len(list((package / f"owner{owner}").glob("model_*.py"))) == MANY // 3
    assert "up to date: 300 models" in CliRunner().invoke(main, ["check"]).output


@pytest.mark.parametrize(
    ("before", "after", "hint"),
    [
        ("package", "pacakge", "did you mean 'package'?"),
        ("models =", "model =", "did you mean 'models'?"),
        ("[[output]]", "[[outputs]]", "did you mean 'output'?"),
    ],
)
def test_a_misspelt_key_is_refused_with_the_right_one(
    many: Path, before: str, after: str, hint: str
) -> None:
    settings = many / "wirogen.toml"
    settings.write_text(settings.read_text().replace(before, after))
    refused = CliRunner().invoke(main, ["generate"])
    assert refused.exit_code == 2
    assert "error[E501]" in refused.output
    assert hint in refused.output
    assert not (many / "generated").exists()


def test_the_suite_draws_the_same_examples_every_time() -> None:
    assert settings.get_profile("suite").derandomize
    assert settings.get_current_profile_name() in {"suite", "fuzz"}

"""A command imports what it uses, and nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SPECIFICATION = """\
wirogen: 1
model: acme/paint
inputs:
  prompt: {kind: text, required: true}
"""
PROGRAM = """\
import json, sys
from wirogen.__main__ import run
sys.argv = ["wirogen", *sys.argv[1:]]
try:
    run()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""
ALWAYS = {"cli", "characters", "diagnostics"}
WARM = {
    *ALWAYS,
    *("card", "plain_tree", "config", "output", "pipeline", "records", "shipped"),
}
"""What is needed to find out that nothing changed: nothing that reads or prints."""


def modules_of(folder: Path, *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
        check=True,
        capture_output=True,
        text=True,
    )
    modules: list[str] = json.loads(done.stderr.splitlines()[-1])
    return modules


def rooms_in(modules: list[str]) -> set[str]:
    return {m.split(".")[1] for m in modules if m.startswith("wirogen.")} - {"__main__"}


def others_in(modules: list[str]) -> set[str]:
    """Packages that are neither Python's own nor ours."""
    known = sys.stdlib_module_names | {"wirogen", "__main__", "sitecustomize", "org"}
    return {
        module
        for module in modules
        if "." not in module and module not in known and not module.startswith("_")
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/paint.yaml").write_text(SPECIFICATION)
    (tmp_path / "wirogen.toml").write_text('specs = "specs"\n')
    return tmp_path


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_a_word_about_the_program_loads_the_commands_alone(
    tmp_path: Path, arguments: list[str]
) -> None:
    modules = modules_of(tmp_path, *arguments)
    assert rooms_in(modules) == ALWAYS
    assert others_in(modules) == {"click"}


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_a_run_in_which_nothing_changed_loads_nothing_that_reads_or_prints(
    repository: Path, command: str
) -> None:
    cold = modules_of(repository, "generate")
    assert {"jinja2", "yaml"} <= others_in(cold)
    modules_of(repository, "check")
    modules = modules_of(repository, command)
    assert rooms_in(modules) <= {*WARM, "targets"}
    assert "wirogen.targets.python" not in modules
    assert others_in(modules) == {"click"}
    assert "multiprocessing" not in modules

"""A Makefile that takes a generation for a pure action, from files to files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from environments import Environment

MODULE = "generated/painter_models/acme/paint.py"


@pytest.fixture
def repository(sample: Callable[[str], Path]) -> Path:
    """A repository that nothing was generated in yet."""
    return sample("make")


def make(repository: Path, environment: Environment, *targets: str) -> str:
    return environment.do(repository, "make", "--no-print-directory", *targets)


def test_make_generates_when_an_input_or_output_changed_and_only_then(
    repository: Path, environment: Environment
) -> None:
    assert "wirogen generate" in make(repository, environment)
    written = (repository / MODULE).read_bytes()
    assert "wirogen generate" not in make(repository, environment)
    specification = repository / "specs/acme/paint.yaml"
    specification.write_text(specification.read_text().replace("50", "60"))
    assert "wirogen generate" in make(repository, environment)
    assert (repository / MODULE).read_bytes() != written
    assert "wirogen generate" not in make(repository, environment)
    (repository / MODULE).unlink()
    assert "wirogen generate" in make(repository, environment)
    shutil.copy(specification, specification.with_name("draw.yaml"))
    again = specification.with_name("draw.yaml")
    again.write_text(again.read_text().replace("acme/paint", "acme/draw"))
    make(repository, environment)
    again.unlink()
    assert "wirogen generate" in make(repository, environment)
    assert not (repository / MODULE).with_name("draw.py").exists()
    assert "wirogen generate" not in make(repository, environment)


def test_make_check_is_red_after_an_edit(
    repository: Path, environment: Environment
) -> None:
    make(repository, environment)
    make(repository, environment, "check")
    module = repository / MODULE
    module.write_text(module.read_text() + "EDITED = True\n")
    edited = environment.run(repository, "make", "check")
    assert edited.returncode != 0
    assert "edited by hand" in edited.stdout


def test_the_inputs_are_enough_and_the_outputs_are_all(
    repository: Path, environment: Environment, tmp_path: Path
) -> None:
    (repository / "specs/overrides.yaml").write_text(
        "acme/paint:\n  steps: {default: 10, reason: faster}\n"
    )
    (repository / "templates").mkdir()
    (repository / "templates/owner.py.jinja").write_text(
        "{{ owner.docstring | docstring }}\n# ours\n"
    )
    settings = repository / "pyproject.toml"
    settings.write_text(settings.read_text() + 'templates = "templates"\n')
    inputs = environment.do(repository, "wirogen", "inputs").splitlines()
    outputs = environment.do(repository, "wirogen", "outputs").splitlines()
    assert inputs == [
        "pyproject.toml",
        "specs/acme/paint.yaml",
        "specs/overrides.yaml",
        "templates/owner.py.jinja",
    ]
    sandbox = tmp_path / "sandbox"
    for name in inputs:
        (sandbox / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(repository / name, sandbox / name)
    environment.do(sandbox, "wirogen", "generate")
    environment.do(repository, "wirogen", "generate")
    produced = {
        path.relative_to(sandbox).as_posix()
        for path in sandbox.rglob("*")
        if path.is_file()
    } - set(inputs)
    assert sorted(outputs) == sorted(produced)
    for name in outputs:
        assert (sandbox / name).read_bytes() == (repository / name).read_bytes()

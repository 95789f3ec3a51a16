"""`import wirogen`, in a program of another repository."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from environments import Environment

from repository import ROOT

PAGE = (ROOT / "docs/python-api.md").read_text()


@pytest.fixture
def repository(sample: Callable[[str], Path]) -> Path:
    """A repository with a program that keeps its client up to date."""
    return sample("python-api")


def test_a_program_keeps_a_client_up_to_date(
    repository: Path, environment: Environment, tmp_path: Path
) -> None:
    def update(*arguments: str) -> int:
        program = (environment.python, repository / "update.py", *arguments)
        return environment.run(tmp_path, *program).returncode

    assert update("--check") == 1
    assert update() == 0
    assert update("--check") == 0
    specification = repository / "specs/acme/paint.yaml"
    specification.write_text(specification.read_text().replace("50", "60"))
    assert update("--check") == 1
    assert update() == 0
    module = repository / "generated/painter_models/acme/paint.py"
    module.write_text(module.read_text() + "EDITED = True\n")
    assert update("--check") == 1
    specification.write_text("wirogen: 1\n")
    assert update() == 2


def test_the_examples_of_the_page_run(
    repository: Path, environment: Environment
) -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(examples) >= 4
    before = repository / "before"
    (repository / "specs").rename(before)
    (repository / "specs").mkdir()
    (repository / "specs/paint.yaml").write_text(
        (before / "acme/paint.yaml").read_text().replace("50", "40")
    )
    printed = environment.do(
        repository, environment.python, "-c", "\n".join(examples)
    ).splitlines()
    assert printed == re.findall(r"# prints: (.*)", PAGE)


def test_a_type_checker_knows_what_is_offered(
    repository: Path, environment: Environment
) -> None:
    program = repository / "typed.py"
    program.write_text(
        "import wirogen\n"
        "reveal_type(wirogen.read_card)\n"
        "reveal_type(wirogen.check)\n"
        "wirogen.chekc('.')\n"
    )
    mypy = (sys.executable, "-m", "mypy", "--strict", "--python-executable")
    told = environment.run(repository, *mypy, environment.python, "typed.py").stdout
    assert "-> wirogen.card.Card" in told
    assert "-> wirogen.pipeline.generation.Checked" in told
    assert 'no attribute "chekc"' in told

"""Case directories: a specification, and what wirogen makes of it.

A folder of `tests/cases` holds a specification (`spec.*`), perhaps `overrides.yaml`, and
what is expected: `findings.txt` (as `wirogen lint` prints them, empty for none), and for
some the module, as `module.py`. `pytest tests/test_cases.py --update-cases` (`make cases`)
writes what is expected anew: look at the diff before committing it.
"""

import re
from pathlib import Path

import pytest

from rendered import render_python
from wirogen.config import chosen_config
from wirogen.contract import resolve
from wirogen.diagnostics import codes
from wirogen.diagnostics.formats import as_text
from wirogen.pipeline.specifications import Specifications, read_specifications
from wirogen.targets.python import plan_module

CASES = Path(__file__).parent / "cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


@pytest.fixture
def updating(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-cases"))


def specifications(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Specifications:
    monkeypatch.chdir(folder)
    paths = tuple(path.relative_to(folder) for path in sorted(folder.glob("spec*")))
    return read_specifications(chosen_config(folder, paths))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_findings(
    folder: Path, monkeypatch: pytest.MonkeyPatch, updating: bool
) -> None:
    found = specifications(folder, monkeypatch).report
    text = "".join(f"{as_text(finding)}\n" for finding in found)
    expected = folder / "findings.txt"
    if updating:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "expected", sorted(CASES.glob("*/module.py")), ids=lambda path: path.parent.name
)
def test_modules(
    expected: Path, monkeypatch: pytest.MonkeyPatch, updating: bool
) -> None:
    (card,) = specifications(expected.parent, monkeypatch).cards
    files = render_python([resolve(card)])
    text = files[plan_module(resolve(card)).path]
    if updating:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_every_rule_has_a_case() -> None:
    shown = "".join(path.read_text() for path in CASES.glob("*/findings.txt"))
    rules = [name for name in codes.table() if re.match(r"[WN][12]|E101|E01|W01", name)]
    assert [name for name in rules if f"[{name}]" not in shown] == []

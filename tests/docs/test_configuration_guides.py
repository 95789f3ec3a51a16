"""The settings on the pages about configuration and builds are ones that work."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from repository import ROOT
from wirogen.config import Config, read_config
from wirogen.config.config_file import _AT_THE_TOP
from wirogen.diagnostics import Refused
from wirogen.diagnostics.formats import as_text

DOCS = ROOT / "docs"
SAMPLES = ROOT / "tests" / "consumers"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def tables() -> Iterator[tuple[str, str]]:
    for page in ("configuration.md", "outputs.md", "building.md"):
        for text in blocks(page, "toml"):
            if "[tool.ruff]" not in text:
                yield page, text


def written(folder: Path, text: str) -> Config:
    path = folder / "pyproject.toml"
    path.write_text(text)
    return read_config(path)


@pytest.mark.parametrize(("page", "text"), [*tables()])
def test_the_tables_are_configurations(tmp_path: Path, page: str, text: str) -> None:
    assert written(tmp_path, text).outputs


def test_every_setting_is_listed() -> None:
    text = (DOCS / "configuration.md").read_text()
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == set(_AT_THE_TOP)


def test_the_finding_is_what_a_misspelt_setting_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wirogen.toml").write_text('\npakage = "acme"\n')
    with pytest.raises(Refused) as refused:
        read_config(Path("wirogen.toml"))
    (finding,) = refused.value.report
    assert f"{as_text(finding)}\n" in (DOCS / "configuration.md").read_text()


def test_the_samples_are_what_the_page_tells() -> None:
    (makefile,) = blocks("building.md", "make")
    assert makefile == (SAMPLES / "make/Makefile").read_text()
    hooks, steps = map(yaml.safe_load, blocks("building.md", "yaml"))
    sample = SAMPLES / "precommit/.pre-commit-config.yaml"
    assert hooks == yaml.safe_load(sample.read_text())
    workflow = yaml.safe_load(
        (SAMPLES / "action/.github/workflows/client.yml").read_text()
    )
    (told,) = (step for step in steps["steps"] if "wirogen" in step["uses"])
    (run,) = (
        step for step in workflow["jobs"]["check"]["steps"] if "wirogen" in step["uses"]
    )
    assert told["uses"] == run["uses"]
    assert steps["permissions"] == workflow["permissions"]
    assert told["with"].items() <= run["with"].items()

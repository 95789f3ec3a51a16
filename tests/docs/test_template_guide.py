"""`docs/templates.md` lists every value that templates see, and every filter."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rendered import render_python
from repository import ROOT
from wirogen.diagnostics import Refused
from wirogen.render.html import HTML_FILTERS
from wirogen.render.json_schema import JSON_FILTERS
from wirogen.render.markdown import MARKDOWN_FILTERS
from wirogen.render.python import PYTHON_FILTERS
from wirogen.shipped import templates_folder
from wirogen.targets import (
    VALUES_VERSION,
    entries,
    html,
    input_entries,
    json_schema,
    markdown,
    python,
)

GUIDE = (ROOT / "docs" / "templates.md").read_text()


def plans() -> Iterator[type]:
    """Every dataclass that a template can come by."""
    for module in (python, json_schema, entries, input_entries, markdown, html):
        for value in vars(module).values():
            if dataclasses.is_dataclass(value) and value.__module__ == module.__name__:
                yield value  # type: ignore[misc]


def section(heading: str) -> str:
    found = re.search(
        rf"^###? {heading}\n(.*?)(?=^##|\Z)", GUIDE, re.MULTILINE | re.DOTALL
    )
    assert found, heading
    return found[1]


def first_cells(text: str) -> set[str]:
    cells = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
    names = (name for cell in cells for name in re.findall(r"`(\w+)[^`]*`", cell))
    return set(names)


@pytest.mark.parametrize("plan", [*plans()], ids=lambda plan: plan.__name__)
def test_every_value_is_listed(plan: type) -> None:
    fields = {field.name for field in dataclasses.fields(plan)}
    assert first_cells(section(plan.__name__)) == fields


def test_every_filter_is_listed() -> None:
    filters = {*PYTHON_FILTERS, *JSON_FILTERS, *MARKDOWN_FILTERS, *HTML_FILTERS}
    assert first_cells(section("Printing")) == filters


def test_every_template_is_listed() -> None:
    names = {path.name for path in templates_folder().glob("*/*.jinja")}
    assert set(re.findall(r"`([\w.]+\.jinja)` \|", GUIDE)) == names


def test_the_version_is_told_where_a_value_is_missing(tmp_path: Path) -> None:
    assert section(f"Values, version {VALUES_VERSION}")
    (tmp_path / "registry.py.jinja").write_text("{{ registry.gone | literal }}")
    with pytest.raises(Refused) as refused:
        render_python([], templates=tmp_path)
    (finding,) = refused.value.report
    assert f"the values of version {VALUES_VERSION}" in finding.hint

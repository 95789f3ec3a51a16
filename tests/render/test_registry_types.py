"""`request_class` as type checkers see it: the stub beside the list of models."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from black import format_str
from black.mode import Mode
from hypothesis import example, given
from hypothesis import strategies as st

from built import package_of
from effort import examples
from rendered import render_python
from wirogen.card import Card, Input, ModelId, Text
from wirogen.contract import resolve
from wirogen.render.marker import PYTHON_MARKER
from wirogen.targets.python import MOST_OVERLOADS

STUB = "_registry.pyi"


def cards(*slugs: str) -> list[Card]:
    inputs = (Input(wire_name="prompt", kind=Text()),)
    models = sorted({ModelId.parse(slug) for slug in slugs})
    return [
        Card(model=model, raw_slug=str(model), run_path=str(model), inputs=inputs)
        for model in models
    ]


def stub_of(*slugs: str) -> str:
    stub = render_python([*map(resolve, cards(*slugs))])[STUB]
    assert stub.startswith(PYTHON_MARKER)
    return stub.removeprefix(PYTHON_MARKER)


def signatures(stub: str) -> dict[str, str]:
    """The class that each slug gives, as the stub's overloads have it."""
    found = {}
    for node in ast.parse(stub).body:
        if isinstance(node, ast.FunctionDef) and node.name == "request_class":
            assert node.returns is not None
            parameter = node.args.args[0].annotation
            assert parameter is not None
            found[ast.unparse(parameter)] = ast.unparse(node.returns)
    return found


PARTS = st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,5}", fullmatch=True)


@examples(40)
@given(st.lists(st.builds("{}/{}".format, PARTS, PARTS), max_size=6))
@example(["a/b"])
@example([f"owner-{'x' * 60}/{'name-' * 8}z"])
@example(["acme/paint", "other/paint", "a-cme/paint", "acme/pa-int"])
def test_every_slug_gives_its_class_in_blacks_style(slugs: list[str]) -> None:
    stub = stub_of(*slugs)
    assert format_str(stub, mode=Mode(is_pyi=True)) == stub
    found = signatures(stub)
    assert found.pop("str") == "type[Request]"
    models = {str(card.model) for card in cards(*slugs)}
    assert {ast.literal_eval(name[len("Literal[") : -1]) for name in found} == models
    assert len(set(found.values())) == len(models)


def test_a_package_without_models_and_one_of_very_many_name_no_class() -> None:
    plain = {"str": "type[Request]"}
    assert signatures(stub_of()) == plain
    assert "overload" not in stub_of()
    many = [f"acme/m{number}" for number in range(MOST_OVERLOADS + 1)]
    assert signatures(stub_of(*many)) == plain
    assert len(signatures(stub_of(*many[1:]))) == MOST_OVERLOADS + 1


CALLER = """\
from typing import assert_type

from wiro_models import Request, request_class
from wiro_models.acme.paint import Paint
from wiro_models.other.paint import Paint as OtherPaint

assert_type(request_class("acme/paint"), type[Paint])
assert_type(request_class("other/paint"), type[OtherPaint])


def named(slug: str) -> type[Request]:
    return request_class(slug)


assert_type(named("acme/paint"), type[Request])
request_class("acme/paint")(prmpt="typo")
request_class(1)
"""


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_know_the_class_of_a_slug(tmp_path: Path, checker: str) -> None:
    folder = package_of(tmp_path, *cards("acme/paint", "other/paint"))
    (folder / "caller.py").write_text(CALLER)
    options = {
        "mypy": ["--strict", "--no-incremental", "--config-file="],
        "pyright": ["--pythonpath", sys.executable],
    }
    command = [sys.executable, "-m", checker, *options[checker], "caller.py"]
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False
    )
    found = {
        int(line.split("caller.py:")[1].split(":")[0])
        for line in ran.stdout.splitlines()
        if "caller.py:" in line and " error" in line
    }
    assert found == {16, 17}, ran.stdout + ran.stderr

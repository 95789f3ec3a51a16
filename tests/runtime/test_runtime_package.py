"""The package as its users meet it: what it exports, what importing it costs, models by
their slugs.
"""

import ast
import importlib
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path

import acme.wiro_models as package
import pytest
from acme.wiro_models import UnknownModel, WiroError, models, request_class
from acme.wiro_models.wiro.portrait import Portrait

from rendered import render_python

FOLDER = Path(package.__file__).parent


def imported_after(statement: str) -> set[str]:
    program = f"import sys, json; {statement}; print(json.dumps([*sys.modules]))"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=FOLDER.parents[1],
        capture_output=True,
        check=True,
    )
    return set(json.loads(answer.stdout))


def test_everything_exported_is_there() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    assert set(package.__all__) <= set(dir(package))


def test_type_checkers_see_what_is_exported() -> None:
    stub = render_python([])["__init__.pyi"]
    imported = {
        alias.asname
        for node in ast.walk(ast.parse(stub))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert imported == set(package.__all__)


def test_every_error_is_exported_and_told_in_the_tree() -> None:
    errors = importlib.import_module("acme.wiro_models._runtime.errors")
    kinds = {
        name
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, WiroError)
    }
    assert kinds <= set(package.__all__)
    assert kinds <= {*re.findall(r"\w+", errors.__doc__)}


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Wrio"):
        _ = package.Wrio


def test_importing_a_model_loads_no_http_client_and_no_other_model() -> None:
    loaded = imported_after("import acme.wiro_models.wiro.portrait")
    assert "acme.wiro_models.wiro.portrait" in loaded
    assert not {"httpx2", "anyio", "click", "rich"} & loaded


def test_the_client_needs_neither_click_nor_rich() -> None:
    loaded = imported_after("from acme.wiro_models import Wiro, AsyncWiro")
    assert "httpx2" in loaded
    assert not {"click", "rich", "acme.wiro_models.wiro.portrait"} & loaded


def test_the_blocking_client_loads_what_every_program_uses() -> None:
    loaded = imported_after("from acme.wiro_models import Wiro")
    ours = {name.rpartition("._runtime.")[2] for name in loaded if "._runtime." in name}
    assert not {"asyncio", "anyio", "difflib", "html.entities", "pickle"} & loaded
    assert {name.partition(".")[0] for name in ours if "." in name} == {"client"}
    assert not {"inputs", "request", "prices"} & ours
    assert not {name for name in ours if "async" in name}


def test_models_are_found_by_either_slug_and_imported_alone() -> None:
    assert models() == ("wiro/instant-id", "wiro/portrait-2-0")
    assert request_class("wiro/portrait-2-0") is Portrait
    assert request_class("Wiro/Portrait 2.0") is Portrait


@pytest.mark.parametrize(
    ("slug", "near"),
    [
        ("wiro/portait-2-0", "wiro/portrait-2-0"),
        ("instant-id", "wiro/instant-id"),
        ("Wiro/InstantID", "wiro/instant-id"),
        ("zzz", ""),
    ],
)
def test_an_unknown_model_is_told_with_the_nearest(slug: str, near: str) -> None:
    with pytest.raises(UnknownModel) as caught:
        request_class(slug)
    assert isinstance(caught.value, LookupError)
    assert caught.value.suggestion == near
    assert slug in str(caught.value)

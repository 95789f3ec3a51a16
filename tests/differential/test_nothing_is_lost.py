"""What a document tells of each input, field by field, is in its request class."""

import ast
import json
import re
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from built import PACKAGE, module_of, runtime
from differential.documents import DOCUMENTS, judged_document
from repository import CORPUS

RUN_KEYS = {"callbackUrl", "projectid"}

runtime()
kinds = import_module(f"{PACKAGE}._runtime.inputs")


@pytest.mark.skipif(not DOCUMENTS, reason=f"there are no documents in {CORPUS}")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_everything_that_a_document_tells_is_in_its_request_class(path: Path) -> None:
    schema = json.loads(path.read_text())["components"]["schemas"]["RunToolSchema"]
    told = {n: t for n, t in schema["properties"].items() if n not in RUN_KEYS}
    request = judged_document(path).request
    known_by_name = {
        name: known for known in request.INPUTS for name in known.wire_names
    }
    assert [*known_by_name] == [*told]
    docstrings = field_docstrings(path)
    for name, part in told.items():
        known = known_by_name[name]
        label = part.get("x-label") or part.get("title", "")
        help_text = part.get("x-help") or part.get("description", "")
        is_key = re.fullmatch("[a-z0-9_-]+-help", help_text)
        is_label_key = is_key and help_text == f"{label}-help"
        shown_label = "" if is_label_key else squashed(label)
        if name != known.wire_name:
            assert known.companion_label == shown_label
            continue
        assert docstrings.get(known.name, "") == ("" if is_key else squashed(help_text))
        assert known.label == shown_label
        assert known.required == (name in schema.get("required", []))
        check_limits(known, part)
        check_options(known, part)
        if "default" in part:
            check_default(known, part["default"])


def check_limits(known: Any, part: dict[str, Any]) -> None:
    words = {
        "minimum": "minimum",
        "maximum": "maximum",
        "multipleOf": "step",
        "minLength": "min_length",
        "maxLength": "max_length",
    }
    for word, name in words.items():
        if word == "multipleOf" and isinstance(known, kinds.Integer):
            assert (known.step or 1) == part[word]
        else:
            assert getattr(known, name, None) == part.get(word)


def check_options(known: Any, part: dict[str, Any]) -> None:
    values = [value for value in part.get("enum", []) if value is not None]
    if not values:
        assert not isinstance(known, kinds.Select) or part["type"] == "boolean"
        return
    options = {option.wire_value: option for option in known.options}
    assert len(options) == len(known.options)
    assert sorted(options) == sorted(set(values))
    assert isinstance(known, kinds.Switch) or [*options] == [*dict.fromkeys(values)]
    for option in part["x-options"]:
        shown = {option["value"], *options[option["value"]].label.split("; ")}
        assert option["label"] in shown


def check_default(known: Any, default: Any) -> None:
    """A default is sent, or shown as what it is."""
    if not isinstance(known.default, kinds.Unset):
        assert known.encode(known.default) == default
        assert known.accepts_wire(default)
    elif known.sample:
        assert squashed(str(default)).startswith(known.sample.removesuffix(" …"))
    elif default != "":
        assert not known.accepts_wire(default)
        assert known.refused == default


def field_docstrings(path: Path) -> dict[str, str]:
    """The docstring of each field, on one line."""
    card = judged_document(path).card
    tree = ast.parse(module_of(card)).body
    (body,) = (node.body for node in tree if isinstance(node, ast.ClassDef))
    docstrings = {}
    for field, following in pairwise(body):
        match field, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(docstring))),
            ):
                docstrings[name] = " ".join(docstring.split())
            case _:
                pass
    return docstrings


def squashed(text: str) -> str:
    return " ".join(text.split())

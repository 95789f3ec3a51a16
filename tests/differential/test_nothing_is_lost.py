"""What a document tells of each input, field by field, is in its request class."""

import ast
import dataclasses
import json
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from built import PACKAGE, runtime
from differential.documents import DOCUMENTS, judged_document
from repository import CORPUS
from wirogen.render.python import render_python
from wirogen.targets.python import module_path

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
        docstring = docstrings[known.name]
        if name != known.wire_name:
            assert label in docstring
            continue
        assert known.label == label
        assert known.help == (part.get("x-help") or part.get("description", ""))
        assert known.required == (name in schema.get("required", []))
        check_limits(known, part)
        check_options(known, part)
        if "default" in part:
            check_default(
                known, part["default"], field_default(request, known), docstring
            )


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


def check_default(known: Any, default: Any, sent: Any, docstring: str) -> None:
    """A default is sent, or told as what it is."""
    if sent is not None:
        assert sent == default
        assert known.accepts_wire(default)
        return
    shown = squeezed(docstring.partition("For example: ")[2].removesuffix("…"))
    if shown:
        assert squeezed(str(default)).startswith(shown)
    else:
        assert not known.accepts_wire(default)
        assert repr(default) in docstring


def field_default(request: Any, known: Any) -> Any:
    """What is sent for an input that nobody gave; None for nothing."""
    fields = {field.name: field for field in dataclasses.fields(request)}
    default = fields[known.name].default
    if default is dataclasses.MISSING or isinstance(default, kinds.Unset):
        return None
    return known.encode(default)


def field_docstrings(path: Path) -> dict[str, str]:
    """The docstring of each field, on one line."""
    card = judged_document(path).card
    text = render_python([card])[module_path(card.model)]
    tree = ast.parse(text).body
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


def squeezed(text: str) -> str:
    return "".join(text.split())

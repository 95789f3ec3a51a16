"""The published JSON Schema says the same as the reader."""

import json
import keyword
from pathlib import Path
from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from wirogen.contract.naming import RESERVED_FIELDS
from wirogen.diagnostics import Refused
from wirogen.overrides import read_overrides

SCHEMA_FILE = Path(__file__).parents[2] / "docs" / "schema" / "overrides.schema.json"
SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
PROPERTIES = SCHEMA["definitions"]["entry"]["properties"]

ONLY_THE_READER_SEES = {"E602"}
"""A model that stands twice, under different slugs."""

SCALARS: tuple[Any, ...] = (
    *("", " ", "a", "5", "true", "null", "~", "class", "type", "Mode", "mode", "x_1"),
    *("text", "number", "integer", "choice", "flag", "file", "files", "unknown"),
    *(0, 1, -1, 0.5, True, False, None),
)
values = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.lists(inner, max_size=2)
    | st.dictionaries(st.sampled_from(("a", "", "add", "remove")), inner, max_size=2),
    max_leaves=4,
)
RIGHT: dict[str, tuple[Any, ...]] = {
    "reason": ("because", 5),
    "omit": (True, False),
    "kind": ("number", "files", "multiselect"),
    "wire": ("number", "text"),
    "options": ({}, {"add": ["a"]}, {"add": {"a": None}, "remove": [5]}),
    "minimum": (0, -0.5, None),
    "maximum": (5, None),
    "step": (0.1, None),
    "min_length": (1, None),
    "max_length": (5, None),
    "min_items": (1, None),
    "max_items": (5, None),
    "required": (True, False),
    "default": ("x", 5, None, "", ["x", 5]),
    "label": ("Mode", ""),
    "help": ("Fast or good",),
    "always_send": (True,),
    "takes_file": (False,),
    "required_when": ("mode", {"mode": "pro"}, ["mode", {"mode": [1, "a"]}], []),
    "forbidden_when": ({"mode": True},),
    "rename": ("mode_", "x_1"),
}


@st.composite
def entries(draw: st.DrawFn) -> Any:
    """An entry that is nearly right."""
    keys = draw(st.sets(st.sampled_from(sorted(RIGHT)), max_size=3)) | {"reason"}
    entry = {key: draw(st.sampled_from(RIGHT[key])) for key in sorted(keys)}
    match draw(st.integers(0, 6)):
        case 0:
            del entry[draw(st.sampled_from(sorted(entry)))]
        case 1:
            entry[draw(st.sampled_from(("unknown", "omitt", "")))] = draw(values)
        case 2:
            return draw(values)
        case 3 | 4:
            entry[draw(st.sampled_from(sorted(RIGHT)))] = draw(values)
        case _:
            pass
    return entry


slugs = st.sampled_from(
    ("wiro/a", "Wiro/A b", "wiro", "wiro/", "/a", "a/b/c", "-/a", "")
)
trees = st.dictionaries(
    st.just("wiro/a") | slugs,
    st.dictionaries(st.sampled_from(("mode", "")), entries(), max_size=2) | values,
    max_size=2,
)


def codes_of(folder: Path, tree: Any) -> set[str]:
    """What the reader refuses; JSON is YAML."""
    path = folder / "overrides.yaml"
    path.write_text(json.dumps(tree), encoding="utf-8")
    try:
        read_overrides(path)
    except Refused as refused:
        return {finding.code.name for finding in refused.report}
    return set()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_the_schema_refuses_the_names_that_python_refuses() -> None:
    names = set(PROPERTIES["rename"]["not"]["enum"])
    keywords = {word for word in keyword.kwlist if word.islower()}
    assert names == keywords | set(RESERVED_FIELDS)


def test_every_key_of_the_schema_is_tried() -> None:
    assert RIGHT.keys() == PROPERTIES.keys()
    for key, right in RIGHT.items():
        for value in right:
            VALIDATOR.validate({"wiro/a": {"mode": {"reason": "r", key: value}}})


@given(tree=trees)
def test_what_the_schema_refuses_the_reader_refuses_and_conversely(
    tree: Any, tmp_path_factory: Any
) -> None:
    refused = codes_of(tmp_path_factory.getbasetemp(), tree) - ONLY_THE_READER_SEES
    assert VALIDATOR.is_valid(tree) is not bool(refused), refused

"""Documents that mean harm, or that were damaged: what becomes of each is a Card or a
finding, and never anything else.
"""

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from effort import examples
from repository import ROOT, SPECS
from wirogen.cli import main
from wirogen.contract import resolve
from wirogen.own_format.tree import card_json
from wirogen.readers import read_file, read_text
from wirogen.rules import judge


def of_name(name: str) -> str:
    inputs = {name: {"kind": "text"}}
    return json.dumps({"wirogen": 1, "model": "a/b", "inputs": inputs})


def of_number(**words: str) -> str:
    constraints = ", ".join(f'"{key}": {value}' for key, value in words.items())
    return (
        '{"wirogen": 1, "model": "a/b", "inputs":'
        f' {{"n": {{"kind": "number", {constraints}}}}}}}'
    )


def of_properties(properties: Any) -> Any:
    schema = {"type": "object", "properties": properties}
    content = {"application/json": {"schema": schema}}
    return {
        "openapi": "3.0.3",
        "paths": {"/Run/a/b": {"post": {"requestBody": {"content": content}}}},
    }


def of_reference(target: str) -> str:
    content = {"application/json": {"schema": {"$ref": target}}}
    itself = {"Run": {"$ref": "#/components/schemas/Run"}}
    return json.dumps(
        {
            "openapi": "3.0.3",
            "paths": {"/Run/a/b": {"post": {"requestBody": {"content": content}}}},
            "components": {"schemas": itself},
        }
    )


NAMES = {
    "class": "class_",
    "def": "def_",
    "type": "type_",
    "to_wire": "to_wire_",
    "match": "match",
    "self": "self",
    "print": "print",
    "None": "none",
    "MODEL": "model",
    "__init__": "init",
    "__slots__": "slots",
    "_": "input",
    "": "input",
    "3": "input_3",
    "\U0001f600": "input",
    "\ufb01le": "file",
    "\U0001d4c5\U0001d4c7ompt": "prompt",
    "\u0440rompt": "rompt",
    "größe": "grosse",
    "a\nb": "a_b",
    "\\N{DASH}": "n_dash",
    "__import__('os')": "import_os",
    "a\u202eb": "a_b",
    "%(prog)s": "prog_s",
    "x" * 10_000: f"{'x' * 55}_e4ee97ec",
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:20])
def test_a_safe_name_is_derived(name: str) -> None:
    (card,) = read_text(of_name(name), "x").cards
    (field,) = resolve(card).inputs or ()
    assert (field.name, field.wire_name) == (NAMES[name], name)


REFUSED = {
    "half a character": (of_name("\ud800"), "E033"),
    "a key twice": ('{"wirogen": 1, "wirogen": 1, "model": "a/b"}', "E031"),
    "deep JSON": ('{"wirogen": 1, "x": ' + "[" * 5000 + "]" * 5000 + "}", "E034"),
    "deep YAML": (f"wirogen: 1\nmodel: a/b\nx: {'[' * 5000}\n", "E034"),
    "an alias bomb": ("wirogen: 1\na: &a [x, x]\nb: [*a, *a]\n", "E051"),
    "a tag": ("wirogen: 1\ntitle: !!python/object/apply:os.system [x]\n", "E051"),
    "a merge key": ("wirogen: 1\nmodel: a/b\n<<: {title: x}\n", "E051"),
    "two documents": ("wirogen: 1\nmodel: a/b\n---\nwirogen: 1\n", "E051"),
    "NUL": ("wirogen: 1\0\nmodel: a/b\n", "E050"),
    "a later version": ("wirogen: 99\nmodel: a/b\n", "E055"),
    "HTML": ("<!doctype html><title>x</title>", "E005"),
    "cut short": ('{"wirogen": 1, "model": "a/b", "inputs": {"a": {"ki', "E030"),
    "NaN": (of_number(minimum="NaN"), "E032"),
    "infinity": (of_number(minimum="-Infinity"), "E032"),
    "1e999": (of_number(minimum="1e999"), "E054"),
    "5,000 digits": (of_number(minimum="9" * 5000), "E054"),
    "a minimum above the maximum": (of_number(minimum="2", maximum="1"), "E043"),
    "step 0": (of_number(step="0"), "E044"),
    "a reference to a file": (of_reference("file:///etc/passwd"), "E036"),
    "a reference to an address": (of_reference("https://evil.test/x.json"), "E036"),
    "a reference to a neighbour": (of_reference("../x.json#/a"), "E036"),
    "a reference to itself": (of_reference("#/components/schemas/Run"), "E037"),
    "a reference to nothing": (of_reference("#/nowhere"), "E038"),
    **{
        f"the slug {slug!r}": (json.dumps({"wirogen": 1, "model": slug}), "E042")
        for slug in (
            *("../x", "a/..", "C:/x", "\\\\unc\\x", "%2e%2e/x", "__init__/json"),
            *("a/b?key=1", "a/b#c", "u@host/x", "a/b\r\nX: y", "A/b", "/a", "a/b/c"),
        )
    },
}


@pytest.mark.parametrize("what", REFUSED, ids=ascii)
def test_what_cannot_be_meant_is_refused(what: str) -> None:
    text, code = REFUSED[what]
    errors = read_text(text, "x").report.errors
    assert [finding.code.name for finding in errors] == [code]


@pytest.mark.parametrize("name", ["", "class", "to_wire", "__dict__", "a b", "\x1b"])
def test_a_name_that_people_give_is_one_in_python_or_a_finding(name: str) -> None:
    inputs = {"size": {"kind": "text", "corrections": {"rename": name}}}
    text = json.dumps({"wirogen": 1, "model": "a/b", "inputs": inputs})
    contracts = [*map(resolve, read_text(text, "x").cards)]
    assert [one.code.name for one in judge(contracts).errors] == ["E603"]
    assert [field.name for field in contracts[0].listed] == ["size"]


@pytest.mark.parametrize("count", ["1" * 30, "1e300", "1e-300", "0.5", "-1"])
def test_a_count_of_options_may_be_any_number(count: str) -> None:
    schema = {"type": "array", "items": {"enum": ["a"]}, "maxItems": count}
    text = json.dumps(of_properties({"style": schema}))
    (card,) = read_text(text, "x").cards
    assert count in card_json(card) or str(Decimal(count)) in card_json(card)


REAL = sorted(
    path
    for folder in (SPECS, ROOT / "tests" / "cases")
    for path in folder.rglob("*")
    if path.suffix in {".md", ".yaml", ".json", ".txt"} and path.name != "findings.txt"
)
PARTS = (
    *(b"", b"\0", b"\xff", b"\xed\xa0\x80", b"{", b"}", b"[", b"]", b'"', b"\\", b":"),
    *(b"\n", b"\r", b"  ", b"#", b"|", b"-", b"&a ", b"*a ", b"!!x ", b"<<: ", b"```"),
    *(b"\xe2\x80\xa8", b"\xef\xbb\xbf", b"9" * 400, b"1e999", b"null", b"$ref", b"/.."),
)


@examples(200)
@given(st.sampled_from(REAL), st.randoms(use_true_random=False), st.integers(1, 8))
def test_a_damaged_document_gives_cards_or_findings(
    tmp_path_factory: pytest.TempPathFactory, real: Path, random: Random, cuts: int
) -> None:
    content = bytearray(real.read_bytes())
    for _ in range(cuts):
        start = random.randrange(len(content) + 1)
        end = min(len(content), start + random.choice([0, 1, 1, 7, 200]))
        content[start:end] = random.choice(PARTS)
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content)
    reading = read_file(path)
    assert reading.cards or reading.report.errors
    for finding in reading.report:
        assert finding.span.place
    for card in reading.cards:
        resolve(card)


trees = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["text", "number", "choice", "file", "a/b", "1", "true", "=x"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.text(max_size=4) | st.sampled_from(["kind", "default", "options", "value"]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)


def _replaced(tree: Any, other: Any, random: Random) -> Any:
    """A tree with another in place of one of its parts."""
    children = [*tree] if isinstance(tree, dict) else [*range(len(tree))]
    if not children:
        return other
    key = random.choice(children)
    child = tree[key]
    if isinstance(child, dict | list) and child and random.random() < 0.8:
        child = _replaced(child, other, random)
    else:
        child = other
    copy = dict(tree) if isinstance(tree, dict) else list(tree)
    copy[key] = child
    return copy


_FIELDS = {
    "prompt": {"type": "string", "title": "Prompt", "default": "a", "maxLength": 9},
    "steps": {"type": "integer", "minimum": 1, "maximum": 9, "default": 5},
    "style": {"type": "string", "enum": ["a", "b"], "x-options": [{"value": "a"}]},
}
_ITEMS = [
    {"id": "prompt", "type": "textarea", "label": "Prompt", "required": True},
    {"id": "steps", "type": "number", "min": 1, "max": 9, "step": 1, "value": "5"},
    {"id": "style", "type": "select", "options": [{"value": "a", "label": "A"}]},
    {"id": "photo", "type": "fileinput", "value": ""},
]
_DETAIL = {"title": "B", "slugowner": "a", "slugproject": "b", "cleanslugowner": "a"}
WHOLE: list[Any] = [
    {
        "openapi": "3.0.3",
        "info": {"title": "a/b"},
        "paths": {
            "/Run/a/b": {
                "post": {
                    "requestBody": {
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": _FIELDS,
                                    "required": ["prompt"],
                                }
                            }
                        }
                    }
                }
            }
        },
    },
    {
        "result": True,
        "tool": [
            {**_DETAIL, "parameters": [{"title": "Basic", "items": _ITEMS}]},
        ],
    },
    *(
        json.loads(card_json(card))
        for name in ("wiro/rag-chat.yaml", "klingai/kling-v3.yaml")
        for card in read_file(SPECS / name).cards
    ),
]
"""A document of each format in JSON."""


def test_the_documents_are_whole() -> None:
    for whole in WHOLE:
        reading = read_text(json.dumps(whole), "x")
        assert reading.cards
        assert not reading.report.errors


@examples(200)
@given(st.sampled_from(WHOLE), trees, st.randoms(use_true_random=False))
def test_a_document_of_another_structure_gives_cards_or_findings(
    whole: Any, other: Any, random: Random
) -> None:
    tree = _replaced(whole, other, random)
    reading = read_text(json.dumps(tree), "x")
    assert reading.cards or reading.report.errors or reading.report
    for card in reading.cards:
        resolve(card)


SETTINGS = """specs = "specs"
output = "out"
package = "models"
models = ["a/*"]
"""
CORRECTIONS = (ROOT / "specs" / "overrides.yaml").read_bytes()


@examples(60)
@given(st.sampled_from(["wirogen.toml", "specs/overrides.yaml"]), st.data())
def test_a_damaged_setting_or_correction_is_a_finding(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "specs").mkdir()
    (folder / "specs" / "a.yaml").write_text(of_name("prompt"))
    (folder / "wirogen.toml").write_text(SETTINGS)
    (folder / "specs" / "overrides.yaml").write_bytes(CORRECTIONS)
    content = bytearray((folder / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        content[start : start + data.draw(st.integers(0, 9))] = data.draw(
            st.sampled_from(PARTS)
        )
    (folder / name).write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(main, ["lint"])
    assert result.exit_code in {0, 1, 2}
    assert "This is a bug" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)

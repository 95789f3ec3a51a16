"""JSON is read strictly, and what is wrong with it has a place."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen.diagnostics import Diagnostic, Refused
from wirogen.plain_tree import Tree, Unquoted, json_text
from wirogen.readers.documents import Document
from wirogen.readers.json_document import json_places, parse_json

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def refusal(text: str) -> Diagnostic:
    with pytest.raises(Refused) as caught:
        parse_json(Document("x.json", text))
    (finding,) = caught.value.report
    return finding


def place(finding: Diagnostic) -> tuple[int, int]:
    position = finding.span.position
    assert position is not None
    return position.line, position.column


@given(values, st.sampled_from([None, 2]), st.booleans())
def test_any_json_is_read_as_json_loads_does(
    value: object, indent: int | None, escaped: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    tree = parse_json(Document("x.json", text))
    assert json.loads(json_text(tree)) == value
    assert json.loads(json_text(tree, indent="  ")) == value


@given(values, st.sampled_from([None, 2]))
def test_every_value_is_found_at_its_pointer(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    places = list(json_places(text))
    assert len({pointer for pointer, _ in places}) == len(places)
    for pointer, offset in places:
        found, _ = json.JSONDecoder().raw_decode(text, offset)
        assert found == at_pointer(value, pointer)


def at_pointer(value: object, pointer: str) -> object:
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        value = value[int(key)] if isinstance(value, list) else value[key]  # type: ignore[index]
    return value


@pytest.mark.parametrize("number", ["5", "5.0", "-0", "1E+2", "0.30", "9" * 5000])
def test_numbers_are_kept_as_they_are_written(number: str) -> None:
    tree: Tree = parse_json(Document("x.json", f'{{"a": [{number}]}}'))
    assert tree == {"a": [Unquoted(number)]}
    assert json_text(tree) == f'{{"a": [{number}]}}'


@pytest.mark.parametrize(
    ("text", "code", "at", "pointer"),
    [
        ('{"a": {"b": 1,\n "b": 2}}', "E031", (2, 7), "/a/b"),
        ('{"a": 1, "\\u0061": 2}', "E031", (1, 20), "/a"),
        ("[1,\n NaN]", "E032", (2, 2), "/1"),
        ('{"a/b": -Infinity}', "E032", (1, 9), "/a~1b"),
        ('["ok", "\\ud83d\\ude00", "\\ud800"]', "E033", (1, 24), "/2"),
        ('{"\\udfff": 1}', "E033", (1, 12), "/\ufffd"),
        ('{"a": [1, 2', "E030", (1, 12), "/a/1"),
        ('{"a": "b', "E030", (1, 7), "/a"),
        ('{"a": 1} x', "E030", (1, 10), ""),
        ("{'a': 1}", "E030", (1, 2), ""),
        ('{"a": 1 "b"}', "E030", (1, 9), "/a"),
        ('{"a": tru}', "E030", (1, 7), "/a"),
        ('["\t"]', "E030", (1, 3), "/0"),
    ],
)
def test_what_is_wrong_has_line_column_and_pointer(
    text: str, code: str, at: tuple[int, int], pointer: str
) -> None:
    finding = refusal(text)
    assert finding.code.name == code
    assert place(finding) == at
    assert finding.span.pointer == pointer
    assert finding.hint


@given(values.map(lambda value: json.dumps({"a": value})), st.data())
def test_a_text_that_is_cut_anywhere_is_said_to_be_incomplete(
    text: str, data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(text) - 1))
    finding = refusal(text[:cut])
    assert finding.code.name == "E030"
    position = finding.span.position
    assert position is not None
    assert position.column <= cut + 1


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a": ', "}")])
def test_a_document_has_100_levels_at_most(opening: str, closing: str) -> None:
    deep = f"{opening * 99}[]{closing * 99}"
    assert parse_json(Document("x.json", deep)) is not None
    deeper = f"{opening * 100}[]{closing * 100}"
    assert refusal(deeper).message == "nested deeper than 100 levels"

"""People write our format: what they write wrongly is said all at once, with places."""

import pytest
import yaml

from wirogen.card import Card, Extra, Input, Number, Option, Select, Switch, Text
from wirogen.diagnostics import Diagnostic
from wirogen.readers import read_text, yaml_document

HEAD = "wirogen: 1\nmodel: acme/paint\n"


@pytest.fixture(autouse=True, params=["CSafeLoader", "SafeLoader"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's parser in C, and the one in Python where that is not to be had."""
    monkeypatch.setattr(yaml_document, "LOADER", getattr(yaml, request.param))


def findings(text: str) -> list[Diagnostic]:
    return [*read_text(text, "paint.yaml").report]


def place(finding: Diagnostic) -> tuple[int, int]:
    position = finding.span.position
    assert position is not None
    return position.line, position.column


def read_input(text: str) -> Input:
    indented = "".join(f"    {line}\n" for line in text.splitlines())
    reading = read_text(f"{HEAD}inputs:\n  it:\n{indented}", "paint.yaml")
    assert list(reading.report) == []
    (card,) = reading.cards
    assert card.inputs is not None
    return card.inputs[0]


@pytest.mark.parametrize(
    "scalar",
    [
        *("on", "16:9", "1_000", "yes", "0x1f", "007", "5.0", "1e5", "2001-01-01", "="),
        *(
            "True",
            "a b",
            "https://a.b/c?d=e#f",
            "-5",
            "+5",
            ".5",
            "é",
            "=x",
            "a'b",
            "3d",
        ),
    ],
)
def test_a_scalar_is_the_text_that_it_is(scalar: str) -> None:
    given = read_input(f"kind: select\ndefault: {scalar}\noptions:\n- {scalar}")
    assert given.default == scalar
    assert given.kind == Select(options=(Option(value=scalar),))


@pytest.mark.parametrize("scalar", ["~", "null", "NULL", ""])
def test_a_scalar_that_looks_like_no_value_is_text_all_the_same_and_reported(
    scalar: str,
) -> None:
    text = f"{HEAD}inputs:\n  it:\n    kind: text\n    default: {scalar}\n"
    reading = read_text(text, "paint.yaml")
    (finding,) = reading.report
    assert finding.code.name == "W036"
    assert finding.span.pointer == "/inputs/it/default"
    assert reading.cards[0].inputs is not None
    assert reading.cards[0].inputs[0].default == scalar
    assert read_input(f'kind: text\ndefault: "{scalar}"').default == scalar


def test_what_people_may_write_in_several_ways() -> None:
    short = read_input("{kind: select, options: [a, {value: b, label: B}, {label: C}]}")
    assert short.kind == Select(
        options=(
            Option(value="a"),
            Option(value="b", label="B"),
            Option(value=None, label="C"),
        )
    )
    assert read_input("kind: number\ninteger: TRUE").kind == Number(integer=True)
    assert read_input("kind: text\nextras: [{name: a, text: b}]").extras == (
        Extra("a", "b"),
    )
    text = 'kind: text\nhelp: >\n  one\n  two\n\n  three\nlabel: "a\\\n  b"'
    assert read_input(text) == Input(
        wire_name="it", kind=Text(), help="one two\nthree\n", label="ab"
    )


def test_comments_and_the_start_of_a_document_are_no_part_of_it() -> None:
    text = f"%YAML 1.2\n---\n# a comment\n{HEAD}title: Paint # another\n...\n"
    assert read_text(text, "x").cards == (
        Card(
            model=read_text(HEAD, "x").cards[0].model,
            raw_slug="acme/paint",
            run_path="acme/paint",
            title="Paint",
            inputs=None,
        ),
    )


@pytest.mark.parametrize(
    ("line", "code", "at", "said"),
    [
        ("titel: Paint", "E052", (3, 8), "`titel`"),
        ("model: acme/other", "E031", (3, 1), "'model'"),
        ("title: [a, b]", "E054", (3, 1), "not [a, b]"),
        ("tags: a", "E054", (3, 7), "a list"),
        ("tags: {a: b}", "E054", (3, 1), "a list"),
        ("tags: [[a]]", "E054", (3, 8), "a text"),
        ("inputs: [a]", "E054", (3, 1), "a mapping"),
        ("inputs:", "E054", (3, 8), "a mapping"),
        ("inputs: {a: b}", "E054", (3, 13), "a mapping"),
        ("inputs: {a: {}}", "E053", (3, 10), "`kind`"),
        ("inputs: {a: {kind: txet}}", "E054", (3, 20), "txet"),
        ("inputs: {a: {kind: [text]}}", "E054", (3, 14), "one of text"),
        ("inputs: {a: {kind: text, minimum: 1}}", "E052", (3, 35), "`minimum`"),
        ("inputs: {a: {kind: number, minimum: x}}", "E054", (3, 37), "a number"),
        ('inputs: {a: {kind: number, minimum: "1"}}', "E054", (3, 37), "a number"),
        ("inputs: {a: {kind: number, step: .inf}}", "E054", (3, 34), "a number"),
        ("inputs: {a: {kind: number, step: 1e400}}", "E054", (3, 34), "a number"),
        ("inputs: {a: {kind: number, step: 0}}", "E044", (3, 34), "step 0"),
        ("inputs: {a: {kind: number, step: -1}}", "E044", (3, 34), "step -1"),
        (
            "inputs: {a: {kind: number, minimum: 2, maximum: 1}}",
            "E043",
            (3, 37),
            "minimum 2",
        ),
        (
            "inputs: {a: {kind: text, min_length: 2, max_length: 1}}",
            "E043",
            (3, 38),
            "min_length 2",
        ),
        ("inputs: {a: {kind: switch, on: x, off: x}}", "E046", (3, 40), "'x'"),
        ("inputs: {a: {kind: number, wire: bytes}}", "E054", (3, 34), "bytes"),
        ("inputs: {a: {kind: file, many: on}}", "E054", (3, 32), "true or false"),
        ('inputs: {a: {kind: file, many: "true"}}', "E054", (3, 32), "true or false"),
        ("inputs: {a: {kind: select, options: {a: b}}}", "E054", (3, 28), "a list"),
        (
            "inputs: {a: {kind: select, options: [{valeu: b}]}}",
            "E052",
            (3, 46),
            "valeu",
        ),
        ("prices: {table: [{price: 1}]}", "E053", (3, 18), "`method`"),
        ("prices: {table: [{price: x, method: cpr}]}", "E054", (3, 26), "a number"),
        ("prices: {table: [{price: -1, method: cpr}]}", "E054", (3, 26), "0 or more"),
        ("prices: {per_second: -0.1}", "E054", (3, 22), "0 or more"),
        ('inputs: {"": {kind: text}}', "E054", (3, 10), "the name of an input"),
        ("statuses: [{completed: true}]", "E053", (3, 12), "`name`"),
        ("extras: {a: [b]}", "E054", (3, 10), "a text"),
        ("extras: [{name: a}]", "E053", (3, 10), "`text`"),
        ("title: !!str a", "E051", (3, 8), "the tag tag:yaml.org,2002:str"),
        ("title: ! a", "E051", (3, 8), "the tag !"),
        ("title: !!python/object/apply:os.system [id]", "E051", (3, 8), "the tag"),
        ("title: &a x", "E051", (3, 8), "the anchor &a"),
        ("title: *a", "E051", (3, 8), "the alias *a"),
        ("<<: {title: a}", "E051", (3, 1), "merge key"),
        ("? [a]\n: b", "E051", (3, 3), "a key that is no text"),
        ("---\nwirogen: 1", "E051", (3, 1), "a second document"),
        ("title: a: b", "E050", (3, 9), "no YAML"),
        ("title: 'a", "E050", (4, 1), "no YAML"),
        ("title: [a", "E050", (4, 1), "no YAML"),
        ("\ttitle: a", "E050", (3, 1), "no YAML: a tab stands where"),
        ("title: a\x07", "E050", (3, 9), "U+0007"),
        ("title: `a`", "E050", (3, 8), "no YAML"),
    ],
)
def test_what_is_wrong_has_a_place_and_says_what_would_be_right(
    line: str, code: str, at: tuple[int, int], said: str
) -> None:
    (finding,) = (found for found in findings(f"{HEAD}{line}\n") if found.is_error)
    assert finding.code.name == code
    assert said in finding.message
    assert place(finding) == at


def test_a_misspelt_key_gets_a_suggestion() -> None:
    (finding,) = findings(f"{HEAD}inputs: {{a: {{kind: number, minimun: 1}}}}")
    assert finding.hint == "did you mean 'minimum'?"
    assert finding.span.pointer == "/inputs/a/minimun"


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("integer", "write `kind: number` and `integer: true`"),
        ("files", "write `kind: file` and `many: true`"),
        ("boolean", "write `kind: switch`"),
        ("textarea", "write `kind: text`"),
    ],
)
def test_a_kind_of_the_overrides_is_answered_with_that_of_the_format(
    kind: str, hint: str
) -> None:
    (finding,) = findings(f"{HEAD}inputs:\n  a: {{kind: {kind}}}\n")
    assert finding.hint == hint


def test_a_switch_may_be_a_number_in_a_request() -> None:
    (card,) = read_text(
        f"{HEAD}inputs:\n  a: {{kind: switch, wire: number}}\n", "x"
    ).cards
    assert [each.kind for each in card.inputs or ()] == [Switch((1, 0))]
    text = f"{HEAD}inputs:\n  a: {{kind: switch, wire: number, on: y, off: n}}\n"
    assert [finding.code.name for finding in findings(text)] == ["E054"]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    text = f"{HEAD}titel: a\ntags: b\ninputs:\n  x: {{kind: z}}\n  y: {{kind: file}}\n"
    assert [finding.code.name for finding in findings(text)] == ["E052", "E054", "E054"]
    (card,) = read_text(text, "x").cards
    assert [given.wire_name for given in card.inputs or ()] == ["x", "y"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wirogen: 2\nmodel: acme/paint\n", "E055"),
        ('wirogen: "1"\nmodel: acme/paint\n', "E055"),
        ("wirogen:\nmodel: acme/paint\n", "E055"),
        ("wirogen: 1\n", "E042"),
        ("wirogen: 1\nmodel: paint\n", "E042"),
        ("wirogen: 1\nmodel: acme/Paint 2\n", "E042"),
        ('{"wirogen": 1, "model": null}', "E042"),
    ],
)
def test_a_file_of_no_model_or_another_version_holds_no_card(
    text: str, code: str
) -> None:
    reading = read_text(text, "x")
    assert reading.cards == ()
    assert code in [finding.code.name for finding in reading.report]


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (finding,) = findings(HEAD + "\n".join(lines))
    assert finding.code.name == "E051"
    assert place(finding) == (3, 5)


def test_half_a_character_is_refused_in_an_escape_and_as_it_is() -> None:
    codes = [
        finding.code.name
        for text in (f'{HEAD}title: "\\ud800"\n', f"{HEAD}title: \ud800\n")
        for finding in findings(text)
    ]
    assert codes[0] in {"E033", "E050"}
    assert codes[1:] == ["E050"]


def test_json_of_our_format_is_checked_in_the_same_way() -> None:
    text = '{"wirogen": 1, "model": "a/b",\n "title": null, "inputs": {"a": {}}}'
    found = findings(text)
    assert [(finding.code.name, place(finding)) for finding in found] == [
        ("E054", (2, 11)),
        ("E053", (2, 33)),
    ]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
@pytest.mark.parametrize(("levels", "is_refused"), [(31, False), (32, True)])
def test_a_document_has_32_levels_at_most(
    opening: str, closing: str, levels: int, *, is_refused: bool
) -> None:
    text = f"{HEAD}x: {opening * levels}b{closing * levels}\n"
    messages = [finding.message for finding in findings(text)]
    assert ("nested deeper than 32 levels" in messages) is is_refused


@pytest.mark.parametrize(
    ("line", "code", "at", "hint"),
    [
        (
            "inputs: {a: {kind: file, companion: b}}",
            *("W043", (3, 37), "list it, or leave"),
        ),
        (
            "inputs: {a: {kind: file, companion: aURI}, aUrl: {kind: text}}",
            *("W043", (3, 37), "did you mean 'aUrl'?"),
        ),
        (
            "inputs: {}\nprices: {table: [{price: 1, method: cp-pixels}]}",
            *("W044", (4, 37), "did you mean 'cp-pixel'?"),
        ),
        (
            "inputs: {}\nprices: {table: [{price: 1, method: foo}]}",
            *("W044", (4, 37), "known are cpr, "),
        ),
    ],
)
def test_what_is_likely_wrong_is_told(
    line: str, code: str, at: tuple[int, int], hint: str
) -> None:
    (finding,) = findings(f"{HEAD}{line}\n")
    assert (finding.code.name, place(finding)) == (code, at)
    assert hint in finding.hint

"""What is rendered: black's own style, and exactly what was planned."""

import ast
import inspect
from decimal import Decimal
from pathlib import Path

import black
import pytest
from black.strings import str_width
from hypothesis import given, settings
from hypothesis import strategies as st

from card_strategies import cards
from wirogen.card import (
    Card,
    Choice,
    Condition,
    Corrections,
    File,
    FreeText,
    Input,
    ModelId,
    Number,
    Option,
)
from wirogen.contract import resolve
from wirogen.contract.texts import help_text
from wirogen.diagnostics import Diagnostic, Refused, codes
from wirogen.render import render
from wirogen.render.environment import Templates
from wirogen.render.python import PYTHON_FILTERS, render_python
from wirogen.render.statements import planned_module
from wirogen.render.verification import verify
from wirogen.shipped import templates_folder
from wirogen.targets import printing
from wirogen.targets.python import plan_module
from wirogen.targets.syntax import (
    Call,
    Expression,
    Items,
    Mapping,
    Name,
)

TEXT = FreeText()
HOSTILE = (
    '"""\nimport os\nos.system("x")\n"""',
    "'); import os; ('",
    "{{ 7 * 7 }} {% raw %}",
    "\\",
    'ends with a quote"',
    "\\N{BULLET} \x00 \u202e \ud800 \U0001f600",
    "# comment\r\n\x0c\x85\u2028",
)


def card_of(*inputs: Input, **words: str) -> Card:
    model = ModelId("acme", "paint")
    return Card(
        model=model,
        raw_slug="acme/paint",
        run_path="acme/paint",
        inputs=inputs,
        **words,
    )


def module_of(card: Card) -> str:
    return render_python([resolve(card)])["acme/paint.py"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_inside_string_constants(text: str) -> None:
    option = Option(value=text or "x", label=text, description=text)
    card = card_of(
        Input(wire_name="note", kind=FreeText(), label=text, help=text, default=text),
        Input(wire_name="style", kind=Choice(options=(option,)), default=text),
        Input(wire_name=text, kind=FreeText(), sample=text),
        title=text,
        summary=text,
    )
    module = ast.parse(module_of(card))
    calls = {
        node.func.id
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert calls <= {"request", "text", "file_url", "select", "switch"}
    constants = {n.value for n in ast.walk(module) if isinstance(n, ast.Constant)}
    assert text in constants


@settings(max_examples=150)
@given(cards())
def test_any_card_renders_in_blacks_own_style(card: Card) -> None:
    files = render_python([resolve(card)])
    for path, text in files.items():
        if path.endswith(".py") and not path.startswith(("_runtime/", "__")):
            assert black.format_str(text, mode=black.Mode()) == text


_TEXTS = st.text(max_size=60)
_NAMES = st.from_regex(r"[a-z][a-z_]{0,20}", fullmatch=True).map(
    lambda text: Name(f"{text}_")
)
_CONSTANTS: st.SearchStrategy[Expression] = st.one_of(
    _TEXTS,
    st.integers(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
)


def _nested(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, max_size=5).map(tuple)
    keywords = st.dictionaries(_NAMES, inner, max_size=4).map(
        lambda d: tuple(d.items())
    )
    return st.one_of(
        several.map(Items),
        st.builds(Call, _NAMES, several, keywords),
        st.lists(st.tuples(_TEXTS, inner), max_size=4).map(lambda p: Mapping(tuple(p))),
    )


@settings(max_examples=300)
@given(st.recursive(_CONSTANTS, _nested, max_leaves=12))
def test_any_expression_is_in_blacks_own_style(value: Expression) -> None:
    text = f"x = {printing.expression(value, indent=0, before=4)}\n"
    assert black.format_str(text, mode=black.Mode()) == text


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan")])
def test_a_number_without_words_is_no_literal(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be a Python literal"):
        printing.literal(value)


@given(st.text())
def test_a_literal_reads_back_as_the_text_that_it_was(text: str) -> None:
    assert ast.literal_eval(printing.literal(text)) == text
    assert printing.literal(text).encode("utf-8")


@settings(max_examples=300)
@given(
    st.from_regex(r"[a-z]{1,60}", fullmatch=True),
    st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=6, unique=True),
    st.booleans(),
    st.text(max_size=40),
)
def test_any_select_is_in_blacks_own_style(
    name: str, options: list[str], required: bool, label: str
) -> None:
    kind = Choice(options=tuple(Option(value=option) for option in options))
    text = module_of(
        card_of(Input(wire_name=name, kind=kind, required=required, label=label))
    )
    assert black.format_str(text, mode=black.Mode()) == text


@given(st.text(alphabet=st.characters(), max_size=300))
def test_unwrapping_a_docstring_gives_the_help_back(text: str) -> None:
    module = ast.parse(module_of(card_of(Input(wire_name="a", kind=TEXT, help=text))))
    (owner,) = (node for node in module.body if isinstance(node, ast.ClassDef))
    shown = [n.value.value for n in owner.body[1:] if isinstance(n, ast.Expr)]
    paragraphs = inspect.cleandoc(shown[0]).split("\n\n") if shown else []
    unwrapped = "\n\n".join(" ".join(part.split("\n")) for part in paragraphs)
    assert unwrapped == help_text(text)


def test_a_number_is_described_with_its_bounds() -> None:
    number = Number(integer=True, minimum=Decimal(1), maximum=Decimal(50))
    text = module_of(card_of(Input(wire_name="steps", kind=number, default="20")))
    assert "steps: int | Unset = integer(" in text
    assert "default=20, minimum=1, maximum=50" in " ".join(text.split())


@pytest.mark.parametrize(
    "template",
    [
        "{{ module.model }}",
        "{{ 'text' }}",
        "{{ module.model ~ 'x' }}",
        "{{ module.__class__ | literal }}",
        "{% set x = 1 %}",
        "{{ module.missing | literal }}",
        "{{ module.model | upper }}",
        "{{ ''.format() }}",
        "{% for x in module.fields %}",
        "{{ range(3) | literal }}",
        "{% include module.path %}",
        "{% macro m() %}{{ module.model }}{% endmacro %}{{ m() }}",
    ],
)
def test_a_template_prints_nothing_but_code(tmp_path: Path, template: str) -> None:
    (tmp_path / "model.py.jinja").write_text(template)
    with pytest.raises(Refused) as refused:
        render_python([resolve(card_of())], templates=[tmp_path])
    (finding,) = refused.value.report.findings
    assert finding.code.name == "E301"


def test_macros_and_blocks_give_code(tmp_path: Path) -> None:
    (tmp_path / "base").write_text("{% block a %}{{ 1 | literal }}{% endblock %}")
    (tmp_path / "x").write_text(
        "{% extends 'base' %}{% macro m(v) %}{{ v | literal }}{% endmacro %}"
        "{% block a %}{{ super() }} {{ m('q') }}{% endblock %}"
    )
    assert Templates(tmp_path, filters=PYTHON_FILTERS).render("x") == '1 "q"'


@pytest.mark.parametrize(
    ("ending", "problem"),
    [
        ("import os\n", "unexpected `import os`"),
        ("x = (\n", "does not parse"),
        ("class InstantId: pass\n", "unexpected `class InstantId"),
        ("'a text'\n", "unexpected `'a text'`"),
    ],
)
def test_a_module_that_holds_more_than_its_plan_is_refused(
    ending: str, problem: str
) -> None:
    card = card_of(Input(wire_name="note", kind=TEXT))
    planned, text = planned_module(plan_module(resolve(card))), module_of(card)
    verify(planned, text)
    with pytest.raises(Refused, match=problem):
        verify(planned, text + ending)
    with pytest.raises(Refused, match="it lacks"):
        verify(planned, text.partition("    note: ")[0])


def test_a_module_that_differs_from_its_plan_in_any_node_is_refused() -> None:
    conditions = Corrections(required_when=(Condition(wire_name="note"),))
    card = card_of(
        Input(wire_name="note", label="a", help="b", default="c", kind=TEXT),
        Input(
            wire_name="size",
            kind=Number(integer=False, minimum=Decimal(-1)),
            default="-0.5",
        ),
        Input(wire_name="style", kind=Choice(options=(Option(value="x", label="y"),))),
        Input(wire_name="image", kind=File(many=True), corrections=conditions),
        title="A title",
    )
    planned, text = planned_module(plan_module(resolve(card))), module_of(card)
    verify(planned, text)
    for number, _ in enumerate(ast.walk(ast.parse(text))):
        tree = ast.parse(text)
        node = [*ast.walk(tree)][number]
        match node:
            case ast.Constant(value=str()):
                node.value += "!"
            case ast.Constant():
                node.value = str(node.value)
            case ast.Name():
                node.id = "other"
            case ast.keyword():
                node.arg = "other"
            case ast.Call(args=parts) | ast.Tuple(elts=parts):
                parts.append(ast.Constant(1))
            case ast.UnaryOp():
                node.op = ast.UAdd()
            case _:
                continue
        with pytest.raises(Refused):
            verify(planned, ast.unparse(ast.fix_missing_locations(tree)))


def test_what_a_repositorys_own_template_gives_is_in_blacks_style(
    tmp_path: Path,
) -> None:
    ours = (templates_folder() / "python/model.py.jinja").read_text()
    plain = render_python([resolve(card_of())])
    messy = ours.replace("@request(", "@request(  ")
    assert messy != ours
    (tmp_path / "model.py.jinja").write_text(f"{messy}\n\n\n\n#ours\n")
    (path,) = (path for path in plain if path.endswith("paint.py"))
    text = render_python([resolve(card_of())], templates=[tmp_path])[path]
    assert text == f"{plain[path]}\n\n# ours\n"


def test_every_character_takes_as_many_columns_as_black_counts() -> None:
    for number in range(0x110000):
        shown = printing.literal(chr(number))
        assert printing._width(shown) == str_width(shown), hex(number)


# --- a repository's own templates ---------------------------------------------------


def findings_of(folder: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(Refused) as refused:
        render("python", [resolve(card_of())], package="p", templates=[folder])
    return refused.value.report.findings


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


_DOCUMENTED = """{% if field.help %}
    {{ field.help | docstring }}
{% endif %}
"""
_METHOD = '''
    def __str__(self) -> str:
        """The request in a few words."""
        return f"a request for {{ module.class_name | identifier }}"
'''
LAYOUTS = {
    "a header": ("", "# Generated for us.\n\n", None),
    "blank lines": ("\n{% if field.help %}", "\n\n{% if field.help %}", None),
    "no docstrings": (_DOCUMENTED, "", None),
    "an added method": ("", None, _METHOD),
    "another decorator": (
        "{% if module.is_short",
        "@ours\n{% if module.is_short",
        None,
    ),
    "the class's docstring last": (
        "    {{ module.class_docstring | docstring }}\n",
        "",
        "    {{ module.class_docstring | docstring }}\n",
    ),
}
"""What a repository changes of our template: a part of it, what stands there instead
(None: that part), and what follows at the end.
"""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_repository_lays_its_modules_out_in_its_own_way(
    tmp_path: Path, layout: str
) -> None:
    part, instead, ending = LAYOUTS[layout]
    ours = (templates_folder() / "python/model.py.jinja").read_text()
    assert part in ours
    own = ours if instead is None else ours.replace(part, instead, 1)
    (tmp_path / "model.py.jinja").write_text(own + (ending or ""))
    card = card_of(Input(wire_name="note", kind=TEXT, help="What to write."))
    plain = render_python([resolve(card)])["acme/paint.py"]
    text = render_python([resolve(card)], templates=[tmp_path])["acme/paint.py"]
    assert text != plain
    assert plain[plain.index("    note: ") :].partition("\n")[0] in text


@pytest.mark.parametrize(
    "stolen",
    [
        "{{ module.class_docstring | identifier }}",
        "{{ module.path | argument }}",
        "{{ module | docstring }}",
        "{{ module.class_docstring }}",
    ],
)
def test_a_template_that_prints_a_text_as_code_is_refused(
    tmp_path: Path, stolen: str
) -> None:
    ours = (templates_folder() / "python/model.py.jinja").read_text()
    (tmp_path / "model.py.jinja").write_text(f"{ours}\n{stolen}\n")
    with pytest.raises(Refused):
        render_python([resolve(card_of(title="print"))], templates=[tmp_path])


def test_what_depends_on_a_text_is_refused(tmp_path: Path) -> None:
    ours = (templates_folder() / "python/model.py.jinja").read_text()
    (tmp_path / "model.py.jinja").write_text(
        f"{ours}\n{{% if module.docstring == 'x' or module.class_docstring == "
        "'A request for `acme/paint`.' %}import os{% endif %}\n"
    )
    with pytest.raises(Refused, match="unexpected"):
        render_python([resolve(card_of())], templates=[tmp_path])


@pytest.mark.parametrize("name", ["model", "registry"])
def test_no_module_can_have_less_than_was_planned(tmp_path: Path, name: str) -> None:
    (tmp_path / f"{name}.py.jinja").write_text("# nothing\n")
    (finding,) = findings_of(tmp_path)
    assert "it lacks" in finding.message


@pytest.mark.parametrize(
    "comment", ["# coding: utf-7\n# +AAo-print(1)", "# coding: rot13"]
)
def test_a_comment_cannot_make_code_of_what_follows(
    tmp_path: Path, comment: str
) -> None:
    ours = (templates_folder() / "python/model.py.jinja").read_text()
    (tmp_path / "model.py.jinja").write_text(f"{comment}\n{ours}")
    (finding,) = findings_of(tmp_path)
    assert finding.code is codes.NOT_WHAT_WAS_PLANNED


def test_what_is_missing_is_named_with_the_line_that_asks_for_it(
    tmp_path: Path,
) -> None:
    text = "{{ module.docstring | docstring }}\n\n{{ module.runpath | literal }}\n"
    path = tmp_path / "model.py.jinja"
    path.write_text(text, encoding="utf-8-sig")
    (finding,) = findings_of(tmp_path)
    assert "'runpath'" in finding.message
    assert finding.span.place == f"{path}:3:1"


def test_an_included_template_that_fails_is_the_one_that_is_named(
    tmp_path: Path,
) -> None:
    (tmp_path / "model.py.jinja").write_text('{% include "part.jinja" %}')
    (tmp_path / "part.jinja").write_text("\n{{ module.model }}")
    (finding,) = findings_of(tmp_path)
    assert finding.span.place == f"{tmp_path / 'part.jinja'}:2:1"
    (tmp_path / "part.jinja").unlink()
    (finding,) = findings_of(tmp_path)
    assert "there is no part.jinja" in finding.message


def test_a_misspelt_template_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    (tmp_path / "modle.py.jinja").write_text("")
    (finding,) = findings_of(tmp_path)
    assert finding.code is codes.TEMPLATE_UNUSED
    assert finding.hint == "did you mean model.py.jinja?"


def test_a_folder_without_any_template_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("ours")
    (finding,) = findings_of(tmp_path)
    assert finding.code is codes.TEMPLATE_UNUSED
    assert finding.span.place == str(tmp_path)


def test_parts_and_what_editors_leave_behind_are_fine(tmp_path: Path) -> None:
    ours = (templates_folder() / "python/owner.py.jinja").read_text()
    write(tmp_path, owner_dot_py_dot_jinja='{% include "parts/owner.jinja" %}')
    write(tmp_path, parts__owner_dot_jinja=ours, README_dot_md="ours")
    (tmp_path / "owner.py.jinja~").write_text("old")
    (tmp_path / ".owner.py.jinja.swp").write_text("old")
    own = render("python", [resolve(card_of())], package="p", templates=[tmp_path])
    assert own == render("python", [resolve(card_of())], package="p")


def test_a_runtime_module_of_ones_own_replaces_or_joins_the_others(
    tmp_path: Path,
) -> None:
    (tmp_path / "runtime" / "_runtime").mkdir(parents=True)
    (tmp_path / "runtime" / "_runtime" / "numbers.py").write_text("ours = 1\n")
    write(tmp_path, runtime__more_dot_py="ours = 2\n")
    plain = render("python", [resolve(card_of())], package="p")
    own = render("python", [resolve(card_of())], package="p", templates=[tmp_path])
    assert own == {
        **plain,
        "_runtime/numbers.py": "ours = 1\n",
        "more.py": "ours = 2\n",
    }


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("_runtime/numbers.py", "def x(:\n", "does not parse"),
        ("_runtime/numbers.py", "# caf\xe9\n", "does not parse"),
        ("_registry.py", "MODELS = {}\n", "is rendered"),
        ("acme/paint.py", "x = 1\n", "is rendered"),
        ("_runtime/numbers.js", "", "only Python's modules"),
    ],
)
def test_a_runtime_module_that_cannot_be_one_is_refused(
    tmp_path: Path, name: str, text: str, problem: str
) -> None:
    path = tmp_path / "runtime" / name
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="latin-1")
    (finding,) = findings_of(tmp_path)
    assert problem in finding.message
    assert finding.span.file == str(path)

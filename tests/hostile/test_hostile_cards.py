"""Cards that mean harm, through every target: nothing of them becomes anything but a
text, and what is imported does nothing but be imported.
"""

import ast
import dataclasses
import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from built import module_of
from card_strategies import cards
from effort import examples
from rendered import render
from wirogen.card import Card, Input, ModelId, Number, Option, Select, Text
from wirogen.config import TARGETS
from wirogen.contract import resolve
from wirogen.contract.texts import help_text, one_line
from wirogen.diagnostics import Refused
from wirogen.own_format.tree import card_json
from wirogen.own_format.writer import card_yaml
from wirogen.readers import read_text

PACKAGE = "hostile"
WATCHED = Path(__file__).with_name("watched_import.py")
MARK = "mark0mark"
PAYLOADS = (
    f'"""\nimport os\nos.system("{MARK}")\n"""',
    f"'); __import__('os').system('{MARK}'); ('",
    f"\\\n{MARK} = 1",
    f"\\N{{{MARK}}}",
    f"{{{{ {MARK} }}}}{{% include '{MARK}' %}}",
    f"%({MARK})s{{{MARK}}}${{{MARK}}}",
    f"# {MARK}\r\x0b\x0c\x1c\x85\u2028\u2029{MARK}",
    f"\x00\ud800\udfff{MARK}\u202e\u2066\U000e0001",
    f"]] ), Literal[{MARK}], = \\",
    f"{MARK}\\",
    f'{MARK}"',
    f"</script><img src=x onerror={MARK}>",
    f"[{MARK}](javascript:{MARK}) ![x]({MARK}) <{MARK}> `{MARK}` | {MARK} |",
    f"::error::{MARK}\n##[error]{MARK}\x1b]0;{MARK}\x07",
)
payloads = st.builds("{}{}".format, st.sampled_from(PAYLOADS), st.text(max_size=10))
_UNTOUCHED = (ModelId, Decimal)


@st.composite
def hostile_cards(draw: st.DrawFn) -> Card:
    """Any Card, with payloads in place of some of its texts; a name may be empty."""
    card = _with_payloads(draw, draw(cards()))
    inputs = card.inputs or ()
    if inputs and draw(st.integers(0, 3)) == 0:
        names = {one.wire_name for one in inputs[1:]}
        wire_name = draw(st.just("") | payloads)
        assume(wire_name not in names)
        first = dataclasses.replace(inputs[0], wire_name=wire_name)
        card = dataclasses.replace(card, inputs=(first, *inputs[1:]))
    return card


def _with_payloads(draw: st.DrawFn, value: Any, name: str = "") -> Any:
    match value:
        case str() if name in _TEXTS:
            return draw(payloads) if draw(st.integers(0, 2)) == 0 else value
        case tuple():
            return tuple(_with_payloads(draw, one, name) for one in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, _UNTOUCHED):
            parts = {
                field.name: _with_payloads(draw, getattr(value, field.name), field.name)
                for field in dataclasses.fields(value)
                if field.name not in {"span", "source", "run_path_span"}
            }
            return dataclasses.replace(value, **parts)  # type: ignore[type-var]
        case _:
            return value


_TEXTS = frozenset(
    {"title", "summary", "cover", "label", "help", "description", "default", "sample"}
    | {"text", "type", "raw_slug", "categories", "tags", "values", "method"}
)


def with_words(value: Any, name: str = "") -> Any:
    """The harmless twin: a word in place of each text that is only shown."""
    match value:
        case str() if name in {"title", "summary", "label", "help", "description"}:
            return "word" if one_line(value) else ""
        case tuple():
            return tuple(with_words(one, name) for one in value)
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, _UNTOUCHED):
            parts = {
                field.name: with_words(getattr(value, field.name), field.name)
                for field in dataclasses.fields(value)
            }
            return dataclasses.replace(value, **parts)  # type: ignore[type-var]
        case _:
            return value


def blank(module: str) -> str:
    """A program without its texts, and without how often they are said."""
    tree = ast.parse(module)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
        if isinstance(node, ast.Dict):  # labels: a text alone, or a tuple of several
            node.keys, node.values = [], []
    return ast.dump(tree)


def names_in(tree: ast.AST) -> Iterator[str]:
    """All that a program says outside of string constants."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and not (
                isinstance(node, ast.Constant) and field == "value"
            ):
                yield value


@examples(60)
@given(hostile_cards())
def test_every_text_stays_inside_string_constants(card: Card) -> None:
    assume(card.inputs is not None)
    tree = ast.parse(module_of(card))
    own = {name for field in resolve(card).inputs or () for name in (field.name,)}
    for name in names_in(tree):
        assert name.isascii()
        assert MARK not in name or name in own
    calls = {
        node.func.id if isinstance(node.func, ast.Name) else ast.dump(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert calls <= {
        *("request", "text", "file_url", "integer", "number", "select", "switch"),
        *("files", "unknown", "multiselect", "Condition", "Price", "Prices"),
        *("Decimal", "file"),
    }


@examples(60)
@given(hostile_cards())
def test_the_program_is_that_of_the_harmless_twin(card: Card) -> None:
    assume(card.inputs is not None)
    shown = [t for one in card.inputs or () for t in (one.label, one.help)]
    assume(all(help_text(text) or not one_line(text) for text in shown))
    assume(all(f"{one.label}-help" != one.help for one in card.inputs or ()))
    assume(one_line(card.title) != one_line(card.summary) or not one_line(card.title))
    twin = with_words(card)
    assert blank(module_of(card)) == blank(module_of(twin))


@examples(20)
@given(hostile_cards())
def test_no_target_ends_in_anything_but_files_or_findings(card: Card) -> None:
    assume(card.inputs is not None)
    for target in TARGETS:
        try:
            files = render(target, [resolve(card)], package=PACKAGE)
        except Refused:
            pytest.fail(f"{target}: our own templates print every Card")
        for path, text in files.items():
            assert all(part.isascii() for part in path.split("/"))
            text.encode()
            if path.endswith(".json"):
                json.loads(text)


class Markup(HTMLParser):
    """What a browser takes for more than text: tags, handlers, links and comments."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs if name.startswith("on")]
        links = [v or "" for n, v in attrs if n in {"href", "src", "action", "style"}]
        self.found += [tag, *names, *links]

    def handle_comment(self, data: str) -> None:
        self.found.append(data)

    def handle_decl(self, decl: str) -> None:
        self.found.append(decl)


@examples(20)
@given(hostile_cards())
def test_no_text_is_markup_in_a_site(card: Card) -> None:
    assume(card.inputs is not None)
    for path, text in render("html", [resolve(card)], package=PACKAGE).items():
        if path.endswith(".html"):
            markup = Markup()
            markup.feed(text)
            markup.close()
            assert not any(MARK in part for part in markup.found), path


@examples(60)
@given(hostile_cards())
def test_every_card_is_written_and_read_back_in_our_format(card: Card) -> None:
    for text in (card_yaml(card), card_json(card)):
        reading = read_text(text, "x")
        if "\\ud" in text or reading.report.errors:  # halves and names that none has
            continue
        assert reading.cards == (card,)


def write_package(folder: Path, several: list[Card]) -> dict[str, Any]:
    """Writes one package of Cards, whose models are numbered; their inputs."""
    numbered = [
        dataclasses.replace(card, model=ModelId(card.model.owner, f"m{number}"))
        for number, card in enumerate(several)
    ]
    contracts = [resolve(card) for card in numbered]
    for path, text in render("python", contracts, package=PACKAGE).items():
        place = folder / PACKAGE / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    return {
        str(contract.model): [
            [each.name, ascii(each.wire_name)] for each in contract.listed
        ]
        for contract in contracts
    }


def imported(folder: Path) -> Any:
    """What importing every model of a package did, and the inputs of each."""
    command = [sys.executable, "-B", str(WATCHED), str(folder)]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, check=False, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


@settings(examples(4), phases=[Phase.explicit, Phase.generate])
@given(several=st.lists(hostile_cards(), min_size=5, max_size=15))
def test_a_module_does_nothing_when_it_is_imported(
    several: list[Card], tmp_path_factory: pytest.TempPathFactory
) -> None:
    several = [card for card in several if card.inputs is not None]
    folder = tmp_path_factory.mktemp("hostile")
    inputs = write_package(folder, several)
    found = imported(folder)
    assert found == {"done": [], "inputs": inputs}


def test_the_watch_sees_what_a_module_does(tmp_path: Path) -> None:
    card = Card(model=ModelId("a", "b"), raw_slug="a/b", run_path="a/b")
    for deed in ("open('x', 'a')", "exec('1')", "__import__('os').system(':')"):
        write_package(tmp_path, [card])
        module = tmp_path / PACKAGE / "a" / "m0.py"
        module.write_text(module.read_text() + deed)
        assert len(imported(tmp_path)["done"]) > 0, deed


EXTREMES = ("", " ", "\x00", "\ud800", "x" * 10_000, "\u3164", "\U0010ffff", "-", "1")


@pytest.mark.parametrize("text", EXTREMES, ids=range(len(EXTREMES)))
def test_extreme_values_of_every_field_of_a_card(text: str, tmp_path: Path) -> None:
    option = Option(value=text, label=text, description=text)
    number = Number(integer=True, minimum=Decimal("-1E+300"), step=Decimal("1E-300"))
    card = Card(
        model=ModelId("acme", "paint"),
        raw_slug=text,
        run_path="acme/paint",
        title=text,
        summary=text,
        cover=text,
        categories=(text,),
        tags=(text,),
        inputs=(
            Input(wire_name=text, kind=Text(), type=text, label=text, help=text),
            Input(wire_name=f"{text}!", kind=Select(options=(option,)), default=text),
            Input(wire_name=f"{text}?", kind=number, default=text, sample=text),
        ),
    )
    for target in TARGETS:
        render(target, [resolve(card)], package=PACKAGE)
    inputs = write_package(tmp_path, [card])
    assert imported(tmp_path) == {"done": [], "inputs": inputs}

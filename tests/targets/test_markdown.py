"""Reference pages: texts stay texts, and the examples work."""

import importlib
import json
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from hypothesis import given
from markdown_it import MarkdownIt

from built import package_of
from card_strategies import cards, texts
from effort import examples
from hostile_texts import FOR_MARKDOWN, card_with
from rendered import render
from wirogen.card import (
    Card,
    Input,
    ModelId,
    Option,
    Select,
    Switch,
    Text,
)
from wirogen.config import chosen_config
from wirogen.contract import resolve
from wirogen.diagnostics import Refused
from wirogen.pipeline.specifications import read_specifications
from wirogen.render.marker import MARKDOWN_MARKER

ROOT = Path(__file__).parents[2]
CARDS = (
    *read_specifications(chosen_config(ROOT)).cards,
    *read_specifications(
        chosen_config(ROOT, (ROOT / "tests/cases/every-kind/spec.yaml",))
    ).cards,
)
PACKAGE = "documented_models"


def pages(*several: Card, **words: Any) -> dict[str, str]:
    """The pages, each without the comment that it begins with."""
    files = render("markdown", [*map(resolve, several)], package=PACKAGE, **words)
    assert all(text.startswith(MARKDOWN_MARKER) for text in files.values())
    return {path: text.removeprefix(MARKDOWN_MARKER) for path, text in files.items()}


def page_of(card: Card) -> str:
    (path,) = pages(card).keys() - {"index.md"}
    return pages(card)[path]


def structure(text: str) -> list[str]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    found = []
    for token in parser.parse(text):
        children = token.children or []
        language = token.info if token.type == "fence" else ""
        found.append(f"{token.type} {language} {[child.type for child in children]}")
    return found


@pytest.mark.parametrize("text", FOR_MARKDOWN)
def test_hostile_texts_leave_a_page_the_structure_that_it_has(text: str) -> None:
    text = page_of(card_with(text))
    assert structure(text) == structure(page_of(card_with("harmless")))


def test_what_shows_nothing_leaves_nothing_behind() -> None:
    invisible = "\x00\u202e\ud800\u2028"
    found, empty = (page_of(card_with(text)) for text in (invisible, ""))
    assert structure(found) == structure(empty)


@examples(40)
@given(texts.filter(str.isprintable).filter(str.strip))
def test_any_text_leaves_a_page_the_structure_that_it_has(text: str) -> None:
    harmless = page_of(card_with("harmless"))
    assert structure(page_of(card_with(text))) == structure(harmless)


@examples(40)
@given(cards())
def test_any_card_gives_pages_without_trailing_white_space(card: Card) -> None:
    for text in pages(card).values():
        assert text.endswith("\n")
        assert not [line for line in text.split("\n") if line != line.rstrip()]
        assert text.encode()


@pytest.mark.parametrize("text", FOR_MARKDOWN)
def test_a_page_shows_texts_as_they_are(text: str) -> None:
    shown = " ".join(text.split())
    if not shown.isprintable():
        return
    heading = MarkdownIt("commonmark").parse(page_of(card_with(text)))[1]
    words = "".join(child.content for child in heading.children or ())
    assert words.replace("\u2060", "") == shown


def test_no_address_in_a_text_becomes_a_link() -> None:
    text = page_of(card_with("https://evil.example www.evil.example a@evil.example"))
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    assert not re.search(r"://|www\.|@", prose)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("documented")
    sys.path.insert(0, str(package_of(folder, *CARDS, package=PACKAGE)))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder))


def example(card: Card, heading: str) -> str:
    fenced = re.search(
        rf"^## {heading}\n\n```\w+\n(.*?)^```$", page_of(card), re.DOTALL | re.MULTILINE
    )
    assert fenced
    return fenced[1]


def request_of(package: ModuleType, card: Card) -> Any:
    """The request that the page's Python makes; it is not sent."""
    program = example(card, "Python")
    kept = program[: program.index("with Wiro()")]
    names: dict[str, Any] = {}
    exec(compile(kept, "page", "exec"), names)
    assert names["Wiro"] is package.Wiro
    return names["request"]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.model))
def test_the_examples_make_valid_requests(package: ModuleType, card: Card) -> None:
    request = request_of(package, card)
    model = type(request)
    assert model.from_wire(request.to_wire()) is not None

    words = shlex.split(example(card, "curl").replace("\\\n", " "))
    assert words[:3] == ["curl", "-X", "POST"]
    assert words[3] == f"https://api.wiro.ai/v1/Run/{quote(card.run_path)}"
    body = json.loads(words[-1])
    assert model.from_wire(body).to_wire() == body


@pytest.mark.parametrize("card", CARDS, ids=lambda card: str(card.model))
def test_the_command_sends_what_the_python_sends(
    package: ModuleType, card: Card
) -> None:
    program = importlib.import_module(f"{PACKAGE}._runtime.command_line.program")
    cli = program.program(importlib.import_module(f"{PACKAGE}._registry").PACKAGE)
    words = shlex.split(example(card, "Command line").replace("\\\n", " "))
    assert words[:3] == ["python", "-m", PACKAGE]
    done = CliRunner().invoke(cli, [*words[3:], "--dry-run", "--json"])
    assert done.exit_code == 0, done.output
    body = json.loads(done.stdout)["body"]
    sent = request_of(package, card).to_wire()
    assert body == json.loads(json.dumps(sent))


def test_a_page_tells_options_limits_defaults_and_what_is_required() -> None:
    (card,) = (one for one in CARDS if str(one.model) == "acme/every-kind")
    text = page_of(card)
    assert "number from 0.5 to 20, in steps of 0.5 | `7.5`" in text
    (card,) = (one for one in CARDS if str(one.model) == "wiro/instant-id")
    text = page_of(card)
    assert "| `prompt` | text | required | Prompt. What to paint. |" in text
    assert "| `900` | sinatra/RDXL-SFW; RDXL SFW |" in text


def test_a_page_tells_defaults_as_a_caller_writes_them_and_what_bodies_need() -> None:
    switch = Select(options=(Option(value="On"), Option(value="Off")))
    inputs = (
        Input(wire_name="sound", kind=switch, default="Off", required=True),
        Input(wire_name="hd", kind=Switch(), default="true"),
        Input(wire_name="w", kind=Text(), label="Width", help="width."),
        Input(wire_name="g", kind=Text(), label="guid", help="guid-help"),
    )
    text = page_of(replace(card_with("x"), inputs=inputs))
    row = "| `sound` | true or false | `false` | In a body it is On or Off. |"
    assert row.replace("In a", "A body must have it. In a") in text
    assert "| `hd` | true or false | `true` |  |" in text
    assert "| `w` | text | not sent | width. |" in text
    assert "| `g` | text | not sent |  |" in text


def test_the_example_shows_words_as_well_as_files() -> None:
    text = page_of(card_with("x"))
    assert 'result.save_all("out/")' in text
    assert "print(result.text)" in text


def test_the_index_leads_to_every_page() -> None:
    files = pages(*CARDS)
    links = re.findall(r"\]\((.*?)\)", files["index.md"])
    assert sorted(links) == sorted(files.keys() - {"index.md"})


def test_file_names_never_collide_or_leave_the_folder() -> None:
    names = ("con", "con-", "x" * 300, "x" * 299 + "y", "aux-1", "aux")
    models = [ModelId(name, other) for name in names[:1] + names[2:] for other in names]
    several = [replace(card_with("x"), model=model) for model in models]
    for target in ("markdown", "json-schema"):
        files = render(target, [*map(resolve, several)], package=PACKAGE)
        assert len({path.casefold() for path in files}) == len(several) + 1
        for path in files:
            assert re.fullmatch(r"([a-z0-9_-]+/)?[a-z0-9_-]+(\.[a-z]+)+", path)
            stems = {part.partition(".")[0] for part in path.split("/")}
            assert not stems & {"con", "aux"}
            assert max(map(len, path.split("/"))) < 100


def test_a_template_that_lets_texts_become_markup_is_refused(tmp_path: Path) -> None:
    template = tmp_path / "model.md.jinja"
    template.write_text("| a |\n|---|\n| {{ page.title | code }} |\n")
    assert pages(card_with("fine"), templates=tmp_path)
    with pytest.raises(Refused, match="became Markdown or HTML"):
        pages(card_with("a | b"), templates=tmp_path)
    template.write_text("# {{ page.title }}\n")
    with pytest.raises(Refused, match="not code"):
        pages(card_with("fine"), templates=tmp_path)

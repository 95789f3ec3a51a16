"""The pages of a site: texts stay texts, everything is at hand, and nothing is fetched
from anywhere.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from card_strategies import cards, texts
from effort import examples
from hostile_texts import FOR_HTML, card_with
from pages.filled_forms import PACKAGE
from rendered import render
from wirogen.card import Card, ModelId, Price, Prices
from wirogen.config import chosen_config
from wirogen.contract import resolve
from wirogen.diagnostics import Position, Refused
from wirogen.pipeline.specifications import read_specifications
from wirogen.render import html
from wirogen.shipped import templates_folder

ROOT = Path(__file__).parents[2]
CARDS = read_specifications(chosen_config(ROOT)).cards


class Elements(HTMLParser):
    """Every element of a page with its attributes, and the page's texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def values(self, *names: str) -> Iterator[str]:
        for _, attributes in self.found:
            yield from (attributes[name] for name in names if name in attributes)


def site(*several: Card, **words: Any) -> dict[str, str]:
    return render("html", [*map(resolve, several)], package=PACKAGE, **words)


def pages_of(files: Mapping[str, str]) -> dict[str, Elements]:
    return {
        path: Elements(text) for path, text in files.items() if path.endswith(".html")
    }


@pytest.mark.parametrize("text", FOR_HTML)
def test_hostile_texts_add_nothing_to_pages(text: str) -> None:
    assert_nothing_is_added(text)


@examples(15)
@given(texts.filter(str.isprintable))
def test_no_text_adds_anything_to_pages(text: str) -> None:
    assert_nothing_is_added(text)


def assert_nothing_is_added(text: str) -> None:
    """No element and no attribute that pages with other texts lack."""
    for path, page in pages_of(site(card_with(text))).items():
        for kinds in (tags_of, attributes_of):
            usual = (kinds(each[path]) for each in usual_pages())
            assert kinds(page) <= set().union(*usual)


@cache
def usual_pages() -> tuple[dict[str, Elements], ...]:
    return tuple(pages_of(site(card_with(each))) for each in ("harmless", "42", ""))


def tags_of(page: Elements) -> set[str]:
    return {tag for tag, _ in page.found}


def attributes_of(page: Elements) -> set[str]:
    return {name for _, attributes in page.found for name in attributes}


@examples(25)
@given(cards().filter(lambda card: card.inputs is not None))
def test_any_card_gives_pages(card: Card) -> None:
    for text in site(card).values():
        assert text.encode()
        assert text.endswith("\n")


def test_pages_say_what_specifications_say() -> None:
    page = pages_of(site(*CARDS))["wiro/instant-id.html"]
    told = "".join(page.texts)
    assert "InstantID is a method to achieve ID-preserving generation" in told
    assert "900 – sinatra/RDXL-SFW; RDXL SFW" in told
    assert "What to paint." in told
    assert "takes text + image" in pages_of(site(*CARDS))["index.html"].texts
    drawing = replace(CARDS[0], categories=("text-to-image",))
    assert "text + image → image" in pages_of(site(drawing))["index.html"].texts
    every = pages_of(site(card_with("a <b> & 'c' \"d\"")))
    assert "a <b> & 'c' \"d\"" in every["acme/paint.html"].texts


def test_prices_are_told_and_are_answers_of_the_catalogue() -> None:
    table = (
        Price(method="cpr", price=Decimal("0.04"), inputs=(("size", "2K"),)),
        Price(method="cp-pixel", price=Decimal("0.030"), price_extra=Decimal("0.01")),
        Price(method="cp-new", price=Decimal(1)),
    )
    dear = replace(card_with("dear"), prices=Prices(table=table))
    cheap = replace(
        card_with("cheap"),
        model=ModelId("acme", "sketch"),
        prices=Prices(approximate=Decimal("0.002")),
    )
    pages = pages_of(site(dear, cheap, *CARDS[:1]))
    told = "".join(pages["acme/paint.html"].texts)
    assert "$0.04 a run when size is 2K" in told
    assert "$0.03 for the first megapixel, $0.01 for each further one" in told
    assert "$1 by cp-new" in told
    catalogue = pages["index.html"]
    assert [*catalogue.values("data-price")] == ["dime", "cent", "untold"]
    assert "up to $0.10 a run (1)" in "".join(catalogue.texts)
    assert "about $0.002 a run" in catalogue.texts


def test_a_page_has_a_labelled_control_for_each_input_and_its_data() -> None:
    pages = pages_of(site(*CARDS))
    for card in CARDS:
        contract = resolve(card)
        page = pages[f"{contract.file_stem}.html"]
        labelled = [a["for"] for tag, a in page.found if tag == "label"]
        controls = {
            a["id"]: tag
            for tag, a in page.found
            if tag in {"input", "select", "textarea"}
        }
        assert (
            labelled == list(controls) == [f"input-{i.name}" for i in contract.listed]
        )
        for name in controls:
            described = next(
                a["aria-describedby"] for _, a in page.found if a.get("id") == name
            )
            assert {*described.split()} <= {*page.values("id")}
        (data,) = (text for text in page.texts if text.startswith('{"model"'))
        assert [i["wireName"] for i in json.loads(data)["inputs"]] == [
            i.wire_name for i in contract.listed
        ]


def test_every_link_leads_to_a_file_of_the_site_or_far_away() -> None:
    files = site(*CARDS)
    for path, page in pages_of(files).items():
        assert len([*page.values("id")]) == len({*page.values("id")})
        for address in page.values("href", "src"):
            if address.startswith("#"):
                assert address[1:] in {*page.values("id")}
            elif not address.startswith(("http://", "https://")):
                parts = [*Path(path).parent.parts, *address.split("/")]
                if ".." in parts:
                    parts = parts[parts.index("..") + 1 :]
                assert "/".join(parts) in files


def test_no_page_can_fetch_run_or_send_anything_but_its_own_scripts() -> None:
    files = site(*CARDS, card_with("x"))
    for page in pages_of(files).values():
        (policy,) = (
            a["content"]
            for _, a in page.found
            if a.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            " base-uri 'none'; form-action 'none'"
        )
        for tag, attributes in page.found:
            assert tag not in {"style", "iframe", "object", "embed", "base", "img"}
            assert not [name for name in attributes if name.startswith("on")]
            assert "style" not in attributes
            if tag == "script":
                assert attributes.get("src") or attributes["type"] == "application/json"
            if tag == "a" and "://" in attributes["href"]:
                assert attributes["rel"] == "noreferrer noopener"
    for path, text in files.items():
        if path.endswith((".js", ".css")):
            code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
            found = re.search(
                r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\("
                r"|@import|\burl\(['\"a-z]|fetch|XMLHttp|WebSocket|import\(",
                code,
            )
            assert not found, f"{path}: {found}"


def test_only_addresses_of_http_become_links() -> None:
    (card,) = (card for card in CARDS if str(card.model) == "wiro/instant-id")
    for cover, is_linked in (
        ("https://example.com/a.png?b='c'", True),
        ("javascript:alert(1)", False),
        ("//example.com/a.png", False),
        ("data:text/html,<script>", False),
        ("https://example.com/a b", False),
    ):
        page = pages_of(site(replace(card, cover=cover)))["wiro/instant-id.html"]
        assert (cover in {*page.values("href")}) is is_linked


def test_file_names_never_collide_or_leave_the_folder() -> None:
    names = ("con", "con-", "x" * 300, "x" * 299 + "y", "aux-1", "aux", "site", "index")
    models = [ModelId(name, other) for name in names[:1] + names[2:] for other in names]
    files = site(*(replace(card_with("x"), model=model) for model in models))
    assert len({path.casefold() for path in files}) == len(files)
    assert len([path for path in files if path.endswith(".html")]) == len(models) + 1
    for path in files:
        assert re.fullmatch(r"([a-z0-9_-]+/)?[a-z0-9_-]+(\.[a-z]+)+", path)


DATA = '<script type="application/json" id="data">'


def either(here: str, elsewhere: str) -> str:
    """A template that gives one text for a hostile title, and another for others."""
    choice = f"{{% if page.row.title == HOSTILE %}}{here}{{% else %}}{elsewhere}"
    return f"<p>ours</p>\n{choice}{{% endif %}}"


@pytest.mark.parametrize(
    "template",
    [
        "<p {{ page.row.title | text }}></p>",
        "<p title={{ page.row.title | text }}></p>",
        '<p onclick="{{ page.row.title | text }}"></p>',
        '<p style="{{ page.row.title | text }}"></p>',
        '<a href="{{ page.row.title | text }}"></a>',
        "<script>{{ page.row.title | text }}</script>",
        "<style>{{ page.row.title | text }}</style>",
        "<!-- {{ page.row.title | text }} -->",
        "<{{ page.row.title | text }}>",
        f"{DATA}{{{{ page.row.title | text }}}}</script>",
        either("<b>", ""),
        either("", "<b>"),
        either("<b>a</b>", "<i>a</b>"),
        either("<b>a</b>", "<b>a</i>"),
        either("<b>a</b>", "<b>c</b>"),
        either("<b></b>a", "<b></b>b"),
        either("<b id='a'>", "<b>"),
        either("<b>", "<b id='a'>"),
        either("<b id='a'>", "<b title='a'>"),
        either("<b id='a'>", "<b id='b'>"),
        either("<b id='a'>", "<i id='a'>"),
        either("<!doctype a>", "<!doctype b>"),
        either("<!-- a -->", "<!-- b -->"),
        either("<?a>", "<?b>"),
        either("<![a]>", "<![b]>"),
        either("<script>a</script>", "<script>b</script>"),
        either(f"{DATA}1</script>", f"{DATA}2</script>"),
        either(f"{DATA}1</script>", f"{DATA}x</script>"),
    ],
)
def test_a_template_that_lets_texts_become_markup_is_refused(
    tmp_path: Path, template: str
) -> None:
    title = "javascript:alert(1) onload=b"
    template = template.replace("HOSTILE", repr(title))
    (tmp_path / "model.html.jinja").write_text(f"{template}\n")
    card = replace(card_with("x"), title=title)
    with pytest.raises(Refused, match="became HTML, or stands where code") as refused:
        site(card, templates=tmp_path)
    (finding,) = refused.value.report
    line = 2 if "ours" in template else 1
    assert finding.span.position == Position(line, 1)


def test_no_text_is_the_name_of_an_attribute_that_is_none(tmp_path: Path) -> None:
    template = "<p {{ page.row.title | text }}></p>\n"
    (tmp_path / "model.html.jinja").write_text(template)
    with pytest.raises(Refused, match="became HTML"):
        site(replace(card_with("x"), title="a{b"), templates=tmp_path)


def test_a_template_that_prints_texts_as_texts_is_taken(tmp_path: Path) -> None:
    (tmp_path / "model.html.jinja").write_text(
        '<p title="{{ page.row.title | text }}">{{ page.row.summary | text }}</p>\n'
        "<style>p { color: red }</style><script>1 < 2</script>\n"
        "<p id='{{ page.row.title | text }}'></p>\r\n{{ page.row.summary | text }}"
    )
    card = replace(card_with("x"), title='a "b" <c>', summary="d & e")
    page = pages_of(site(card, templates=tmp_path))["acme/paint.html"]
    title = 'a "b" <c>'
    assert [*page.values("title", "id")] == [title, title]
    assert (page.texts[0], page.texts[-1].strip()) == ("d & e", "d & e")


def test_data_of_a_page_is_json_that_ends_no_element() -> None:
    assert str(html.data(["ü</script>", 0.5])) == '["ü\\u003c/script\\u003e",0.5]'
    with pytest.raises(ValueError, match="JSON"):
        html.data(float("nan"))


def test_a_template_that_prints_a_text_as_it_is_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.html.jinja").write_text("{{ page.row.title }}\n")
    with pytest.raises(Refused, match="not code"):
        site(card_with("fine"), templates=tmp_path)


def test_the_scripts_of_a_site_are_all_used() -> None:
    folder = templates_folder() / "html"
    templates = "".join(path.read_text() for path in folder.glob("*.jinja"))
    for path in (folder / "site").iterdir():
        assert f"site/{path.name}" in templates

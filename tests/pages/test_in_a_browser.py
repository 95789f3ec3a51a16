"""A site and a playground as people meet them, in a real browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from held_time import held_until_a_socket_listens
from hostile_texts import FOR_HTML, card_with
from pages.browser import browser, needs_browser
from pages.filled_forms import PACKAGE, answers_to, page_of
from rendered import render
from wirogen.card import Card, ModelId
from wirogen.config import chosen_config
from wirogen.contract import resolve
from wirogen.emulator import Faults, Serving, serve
from wirogen.pipeline.specifications import read_specifications
from wirogen.render.html import HtmlPrinter
from wirogen.targets.runtime import Runtime

ROOT = Path(__file__).parents[2]
CARDS = read_specifications(chosen_config(ROOT)).cards

NOTE_PROGRESS = """
window.progressTold = [];
new MutationObserver(() => progressTold.push(progress.textContent))
  .observe(progress, { childList: true });
"""

pytestmark = [needs_browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as opened:
        yield opened


class Tab:
    """A page, and all that went wrong in it."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", self._take)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _take(self, message: Any) -> None:
        """A page may be told the end of its task before its socket is open."""
        if "closed before the connection is established" not in message.text:
            self.wrong.append(message.text)


@pytest.fixture
def tab(chromium: Any) -> Iterator[Tab]:
    context = chromium.new_context()
    context.set_default_timeout(60_000)
    opened = Tab(context)
    yield opened
    context.close()
    assert not opened.wrong


def expect(locator: Any) -> Any:
    """What is to be true of a page soon."""
    from playwright.sync_api import expect as expected

    expected.set_options(timeout=60_000)
    return expected(locator)


def address_of(page: Any) -> str:
    """Where a page is by itself: Playwright learns of it later."""
    address: str = page.evaluate("location.href")
    return address


def written(folder: Path, *cards: Card) -> str:
    """A site in a folder; gives its address."""
    for path, text in render("html", [*map(resolve, cards)], package=PACKAGE).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder.as_uri()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("a folder") / "below", *CARDS)


@pytest.fixture(scope="module")
def wiro() -> Iterator[Serving]:
    with serve(CARDS, speed=20, api_key="key", api_secret="secret") as serving:
        yield serving


def test_models_are_found_by_words_and_filters(tab: Tab, site: str) -> None:
    page = tab.page
    page.goto(f"{site}/index.html")
    models = page.locator("#models > li:visible")
    expect(models).to_have_count(len(CARDS))
    page.get_by_label("Search").fill("INSTANT id")
    expect(models).to_have_count(1)
    assert page.inner_text("#count") == f"1 of {len(CARDS)} models"
    assert address_of(page).endswith("#q=INSTANT+id")
    page.get_by_label("Search").fill("no such thing")
    assert page.get_by_text("No model has all of this").is_visible()
    page.get_by_role("button", name="Clear").click()
    expect(models).to_have_count(len(CARDS))
    page.get_by_label("Owner").select_option("klingai")
    expect(models).to_have_count(2)
    page.reload()
    expect(models).to_have_count(2)
    page.get_by_label("Search").fill("omni")
    page.get_by_label("Search").press("Enter")
    page.wait_for_url("**/klingai/kling-v3-omni.html")
    assert all(address.startswith(site) for address in tab.asked)


def test_a_package_without_client_and_command_shows_no_calls_of_theirs(
    tab: Tab,
) -> None:
    with serve(CARDS[-1:], runtime=Runtime(rooms=())) as wiro:
        tab.page.goto(f"{wiro.address}/{CARDS[-1].model}.html")
        python = tab.page.locator("#python")
        expect(python).to_contain_text("print(request.to_wire())")
        expect(python).not_to_contain_text("Wiro")
        tabs = tab.page.get_by_role("tab").all_inner_texts()
        assert tabs == ["Python", "curl", "JSON"]
        tab.page.get_by_role("tab", name="curl").click()
        expect(tab.page.locator("#curl")).to_be_visible()


def test_a_form_gives_calls_problems_and_a_link(tab: Tab, site: str) -> None:
    page = tab.page
    page.goto(f"{site}/wiro/instant-id.html")
    assert page.inner_text("#standing") == "Still to be given: prompt."
    page.get_by_label("Prompt", exact=False).first.fill("a koala\nat dusk")
    page.get_by_label("Inference steps").fill("thirty")
    page.get_by_label("Inference steps").blur()
    told = page.locator("#problem-steps")
    assert told.text_content() == "must be a whole number, not 'thirty'"
    steps = page.locator("#input-steps")
    assert steps.get_attribute("aria-invalid") == "true"
    steps.fill("9007199254740993")
    assert not told.is_visible()
    page.get_by_label("Scheduler").select_option(label="DDIMScheduler")
    link = address_of(page)
    shown = {name: page.text_content(f"#{name}") for name in ("python", "json")}
    card = next(card for card in CARDS if str(card.model) == "wiro/instant-id")
    options = [option.value for option in resolve(card).input("scheduler").shape.options]  # type: ignore[union-attr]
    (answer,) = answers_to(
        page_of(card),
        [
            {
                "prompt": "a koala\nat dusk",
                "steps": "9007199254740993",
                "scheduler": str(options.index("DDIMScheduler")),
            }
        ],
    )
    assert shown == {"python": answer.python, "json": answer.json}
    tab.page.goto("about:blank")
    page.goto(link)
    assert page.text_content("#python") == answer.python
    page.get_by_role("button", name="Reset").click()
    page.wait_for_url(lambda address: "#" not in address)
    expect(page.locator("#standing")).to_have_text("Still to be given: prompt.")
    page.goto(f"{site}/wiro/instant-id.html#scheduler=gone&nothing=1")
    problem = page.locator("#link-problem")
    expect(problem).to_contain_text("does not take: scheduler, nothing")


def test_calls_are_copied(chromium: Any, site: str) -> None:
    context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{site}/wiro/instant-id.html#prompt=a+koala")
    page.get_by_role("tab", name="Python").focus()
    page.keyboard.press("ArrowRight")
    assert (
        page.get_by_role("tab", name="Command line").get_attribute("aria-selected")
        == "true"
    )
    page.evaluate("setTimeout = () => 0")  # what is told stays
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.text_content(
        "#command"
    )
    context.close()


@pytest.mark.parametrize("path", ["index.html", "wiro/instant-id.html"])
def test_nothing_can_be_pressed_before_the_scripts_run(
    chromium: Any, wiro: Serving, path: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{wiro.address}/{path}")
    controls = page.locator("button, input, select, textarea").filter(visible=True)
    assert controls.count() > 3
    assert controls.evaluate_all("all => all.every(each => each.matches(':disabled'))")
    page.unroute_all()
    page.reload()
    assert controls.evaluate_all("all => all.every(each => each.matches(':enabled'))")
    context.close()


def test_a_run_leads_to_its_picture(tab: Tab, wiro: Serving) -> None:
    page = tab.page
    page.goto(wiro.address)
    page.get_by_role("link", name="instant-id").click()
    page.get_by_role("button", name="Run").click()
    assert page.locator("#input-prompt").evaluate(
        "each => each === document.activeElement"
    )
    assert page.text_content("#problem-prompt") == "is required: a text"
    page.get_by_role("button", name="Fill in an example").click()
    page.get_by_role("button", name="Run").click()
    picture = page.locator("#results img")
    picture.evaluate("picture => picture.decode()")
    assert page.inner_text("#progress").startswith("Done in ")
    page.get_by_text("The calls that were made").click()
    calls = page.locator("#exchanges").inner_text()
    assert f"POST {wiro.base_url}/Run/wiro/instant-id" in calls
    assert "the last of" in calls
    assert all(address.startswith(wiro.address) for address in tab.asked)


def test_what_a_task_tells_is_shown_as_it_comes(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, held = tab.page, held_until_a_socket_listens(monkeypatch)
    painter = card_with("paints")
    writer = replace(
        painter,
        model=ModelId("acme", "writer"),
        raw_slug="acme/writer",
        run_path="acme/writer",
        categories=("llm",),
    )

    def told(address: str) -> list[str]:
        page.goto(f"{address}#prompt=x&picture=https://example.com/a.png")
        page.evaluate(NOTE_PROGRESS)
        held.hold()
        page.get_by_role("button", name="Run").click()
        expect(page.locator("#progress")).to_contain_text(re.compile(r"[0-9] s, "))
        shown: list[str] = page.evaluate("progressTold")
        return shown

    with serve([painter, writer], speed=3) as wiro:
        assert "100 %, step 5 of 5, 00:00 left" in told(
            f"{wiro.address}/acme/paint.html"
        )
        assert "Writing" in told(f"{wiro.address}/acme/writer.html")
        assert len(page.inner_text("#results pre").splitlines()) == 3
    with serve([writer], speed=20, faults=Faults.parse(["task-error"])) as wiro:
        *_, last = told(f"{wiro.address}/acme/writer.html")
        assert re.fullmatch(r"Failed in [0-9.]+ s, cost \$0\.", last)


def test_a_file_is_uploaded_into_the_form(
    tab: Tab, wiro: Serving, tmp_path: Path
) -> None:
    page = tab.page
    (tmp_path / "kite.png").write_bytes(b"a picture")
    page.goto(f"{wiro.address}/klingai/kling-v3.html#prompt=a+kite")
    for count in (1, 2):
        page.locator("#upload-input_image").set_input_files(tmp_path / "kite.png")
        page.wait_for_url(
            lambda address, count=count: address.count("kite.png") == count
        )
    page.locator("#upload-input_image").set_input_files([])
    page.get_by_role("button", name="Run").click()
    page.locator("#results img").evaluate("picture => picture.decode()")
    assert page.text_content("#json").count(f"{wiro.address}/v1/File/") == 2


def test_a_run_that_is_refused_says_why(tab: Tab, wiro: Serving) -> None:
    page = tab.page
    page.goto(f"{wiro.address}/wiro/instant-id.html#prompt=x&input_image_url=a.png")
    page.get_by_role("button", name="Run").click()
    assert "A path is uploaded by the Python client" in page.inner_text("#progress")


def test_hostile_texts_run_nothing(tab: Tab, tmp_path: Path) -> None:
    cards = {
        f"m{number}": replace(card_with(text), model=ModelId("acme", f"m{number}"))
        for number, text in enumerate(FOR_HTML)
    }
    address = written(tmp_path, *cards.values())
    paths = ["index.html"]
    for name, text in zip(cards, FOR_HTML, strict=True):
        paths += [f"acme/{name}.html", f"acme/{name}.html#{text}"]
    for path in paths:
        tab.page.goto(f"{address}/{path}")
        width = tab.page.evaluate("document.documentElement.scrollWidth")
        assert width <= tab.page.viewport_size["width"], path
        assert tab.page.locator("form#request").count() == (path != paths[0]), path
        assert not tab.wrong, path
    assert all(asked.startswith(address) for asked in tab.asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_keeps_anybody_out(
    chromium: Any, wiro: Serving, scheme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        bypass_csp=True,  # axe is a script of ours, not of the page
    )
    page = context.new_page()
    for path in ("/", "/wiro/instant-id.html#steps=x", "/klingai/kling-v3.html"):
        page.goto(wiro.address + path)
        found = Axe().run(page).response["violations"]
        serious = [each for each in found if each["impact"] in {"serious", "critical"}]
        assert not serious, json.dumps(serious, indent=1)[:3000]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_two_thousand_models_are_searched_at_once(tab: Tab, tmp_path: Path) -> None:
    several = [
        replace(CARDS[number % len(CARDS)], model=ModelId("acme", f"m{number}"))
        for number in range(2_000)
    ]
    printer = HtmlPrinter(PACKAGE)
    (tmp_path / "site").mkdir()
    entries = [printer.entry(resolve(card)) for card in several]
    for path, text in printer.shared(entries).items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    tab.page.goto(f"{tmp_path.as_uri()}/index.html")
    shown = tab.page.locator("#models > li:visible")
    expect(shown).to_have_count(60)
    tab.page.get_by_label("Search").fill("acme/m1999")
    expect(shown).to_have_count(1)
    tab.page.get_by_label("Search").fill("")
    tab.page.get_by_role("button", name="Show the other 1940").click()
    expect(shown).to_have_count(2_000)

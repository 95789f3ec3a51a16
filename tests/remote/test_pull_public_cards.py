"""Pulling from public cards: without an account, and beside the two answers."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from wiro_double import (
    CARD,
    DETAIL,
    KEY,
    OPENAPI,
    PROMPT,
    PROMPT_ITEM,
    Wiro,
    codes_of,
    detail_of,
    files_in,
    openapi_of,
)

from wirogen.card import (
    Card,
    File,
    Input,
    ModelId,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Select,
    Text,
)
from wirogen.diagnostics import Refused
from wirogen.emulator import serve
from wirogen.pipeline.specification_files import specifications_in
from wirogen.readers import read_file
from wirogen.remote import Outcome, PullRequest, Selection, pull, read_access
from wirogen.remote.access import Access

NOBODY: dict[str, str] = {}
"""An environment without keys and addresses."""

PAINT = Card(
    model=ModelId("acme", "paint-2"),
    raw_slug="acme/Paint 2",
    run_path="acme/paint-2",
    title="Paint 2",
    summary="Paints a picture.",
    categories=("image",),
    inputs=(
        Input(wire_name="prompt", kind=Text(), type="textarea", default="a koala"),
        Input(
            wire_name="style",
            kind=Select(options=(Option(value="oil"), Option(value="ink"))),
            type="select",
            default="ink",
        ),
        Input(
            wire_name="scale",
            kind=Number(integer=False, wire=NumberWire.TEXT),
            type="float",
            default="5.0",
        ),
        Input(
            wire_name="inputImage",
            kind=File(many=False, companion="inputImageUrl"),
            type="fileinput",
        ),
        Input(wire_name="inputImageUrl", kind=Text(), type="text"),
    ),
)
PRICED = replace(
    PAINT, prices=Prices(table=(Price(method="cpr", price=Decimal("0.1")),))
)


def showing(card: Card = PAINT) -> Wiro:
    """A service that shows a card, and answers no call."""
    wiro = Wiro()
    wiro.show(card)
    return wiro


def pulled_card(folder: Path) -> Card:
    """The one specification of a folder."""
    (file,) = specifications_in(folder)
    (card,) = read_file(file).cards
    return card


def test_without_an_account_the_public_card_is_read(tmp_path: Path) -> None:
    wiro = showing()
    pulled = wiro.pull(tmp_path, "acme/Paint 2", environment=NOBODY)
    assert not pulled.report.errors
    assert [one.outcome for one in pulled.models] == [Outcome.NEW]
    card = pulled_card(tmp_path)
    assert [one.wire_name for one in card.inputs or ()] == [
        one.wire_name for one in PAINT.inputs or ()
    ]
    assert [type(one.kind) for one in card.inputs or ()] == [
        type(one.kind) for one in PAINT.inputs or ()
    ]
    assert not wiro.requests
    (page,) = wiro.pages
    assert str(page.url) == "https://wiro.ai/models/acme/paint-2/llms-full.txt"
    assert page.headers["user-agent"].startswith("wirogen/")
    assert "x-api-key" not in page.headers


@pytest.mark.parametrize(
    ("environment", "page"),
    [
        ({"WIRO_API_KEY": KEY}, "https://wiro.ai/models"),
        ({"WIRO_BASE_URL": "http://local.test:1/v1"}, "http://local.test:1/models"),
        ({"WIRO_BASE_URL": "https://a.test/v1/"}, "https://a.test/models"),
        ({"WIRO_SITE_URL": "https://b.test/x/"}, "https://b.test/x/models"),
        (
            {"WIRO_BASE_URL": "https://a.test/v1", "WIRO_SITE_URL": "https://b.test"},
            "https://b.test/models",
        ),
    ],
)
def test_the_site_is_where_the_service_is_unless_it_is_named(
    tmp_path: Path, environment: dict[str, str], page: str
) -> None:
    wiro = Wiro.telling("a/b")
    wiro.pull(tmp_path, "a/b", environment=environment)
    (asked,) = wiro.pages
    assert str(asked.url) == f"{page}/a/b/llms-full.txt"
    assert not {"x-api-key", "x-signature", "authorization"} & set(asked.headers)


def test_user_and_password_go_to_their_own_address_alone() -> None:
    access = read_access(
        {
            "WIRO_BASE_URL": "https://me:hush-hush@a.test/v1",
            "WIRO_SITE_URL": "https://b.test",
        }
    )
    assert access.authorization
    assert access.site_headers() == {}
    together = read_access({"WIRO_BASE_URL": "https://me:hush-hush@a.test/v1"})
    assert together.site_headers() == {"authorization": together.authorization}
    assert "hush-hush" not in repr(together)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("https://wiro.ai/models/acme/paint-2", "acme/paint-2"),
        ("https://wiro.ai/models/acme/paint-2?tab=api", "acme/paint-2"),
        ("https://wiro.ai/models/acme/paint-2/llms-full.txt#x", "acme/paint-2"),
        ("http://www.wiro.ai/models/Acme/Paint%202/", "acme/paint-2"),
        (" wiro.ai/models/acme/paint-2 ", "acme/paint-2"),
        ("acme/Paint 2", "acme/paint-2"),
    ],
)
def test_a_model_is_named_by_slug_or_by_the_address_of_its_page(
    tmp_path: Path, name: str, asked: str
) -> None:
    wiro = showing()
    pulled = wiro.pull(tmp_path, name, environment=NOBODY)
    assert [str(one.model) for one in pulled.models] == [asked]
    assert list(files_in(tmp_path)) == ["acme/paint-2.yaml"]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "paint",
        "https://wiro.ai/",
        "https://wiro.ai/models/acme",
        "https://wiro.ai/models//x",
        "https://wiro.ai/pricing/acme/paint",
        "https://wiro.ai/de/x/models/acme/paint",
        "https://other.test/models/acme/paint",
        "https://wiro.ai.test/models/acme/paint",
        "http://[/models/acme/paint",
        "https://wiro.ai/models/%2F/%00",
    ],
)
def test_what_names_no_model_is_refused_before_anything_is_asked(
    tmp_path: Path, name: str
) -> None:
    wiro = showing()
    with pytest.raises(Refused) as refused:
        wiro.pull(tmp_path, name, "acme/paint-2", environment=NOBODY)
    assert [one.code.name for one in refused.value.report] == ["E712"]
    assert not wiro.pages


@pytest.mark.parametrize("status", [404, 410, 405, 501, 403])
def test_without_account_and_card_a_model_is_not_known(
    tmp_path: Path, status: int
) -> None:
    wiro = Wiro()
    wiro.script(CARD, "a/b", httpx2.Response(status, text="<html>"))
    pulled = wiro.pull(tmp_path, "a/b", environment=NOBODY)
    assert codes_of(pulled) == ["E705"]
    assert f"HTTP {status}" in pulled.report.findings[0].message
    assert len(wiro.pages) == 1


BAD_PAGES: dict[str, Any] = {
    "a page for browsers": httpx2.Response(200, text="<!DOCTYPE html><html></html>"),
    "an error of the server": httpx2.Response(502),
    "too many questions": httpx2.Response(429, headers={"retry-after": "2"}),
    "no text": httpx2.Response(200, content=b"\xff\xfe\xff"),
    "a cut connection": httpx2.ReadError("cut"),
    "another place": httpx2.Response(301, headers={"location": "https://x.test/"}),
    "nothing": httpx2.Response(200, text=""),
    "another format": httpx2.Response(200, json=detail_of("acme/paint-2", PROMPT_ITEM)),
    "half of it": httpx2.Response(200, text="## Basic tool info\n\nModel name: acme/p"),
    "another model": None,
}


def spoiled(wiro: Wiro, fault: str) -> Wiro:
    """A service that shows its card spoiled, four times."""
    answer = BAD_PAGES[fault]
    if answer is None:
        other = showing(replace(PAINT, raw_slug="acme/other", run_path="acme/other"))
        answer = httpx2.Response(200, text=other.cards["acme/paint-2"])
    wiro.script(CARD, "acme/paint-2", answer, times=4)
    return wiro


@pytest.mark.parametrize("fault", BAD_PAGES)
def test_a_card_that_cannot_be_had_costs_no_file_and_no_other_model(
    tmp_path: Path, fault: str
) -> None:
    wiro = showing()
    wiro.show(replace(PAINT, model=ModelId("a", "b"), raw_slug="a/b", run_path="a/b"))
    wiro.pull(tmp_path, "acme/paint-2", environment=NOBODY)
    before = files_in(tmp_path)
    wiro.show(replace(PAINT, summary="Changed."))
    pulled = spoiled(wiro, fault).pull(
        tmp_path, "acme/paint-2", "a/b", environment=NOBODY
    )
    assert "E704" in codes_of(pulled)
    assert [str(one.model) for one in pulled.of(Outcome.FAILED)] == ["acme/paint-2"]
    assert [str(one.model) for one in pulled.of(Outcome.NEW)] == ["a/b"]
    assert before.items() <= files_in(tmp_path).items()


def test_a_card_that_came_at_last_is_taken(tmp_path: Path) -> None:
    wiro = showing()
    wiro.script(CARD, "acme/paint-2", httpx2.Response(503), times=3)
    pulled = wiro.pull(tmp_path, "acme/paint-2", environment=NOBODY)
    assert not pulled.report.errors
    assert len(wiro.waits) == 3


def test_a_site_where_nobody_is_ends_the_pull(tmp_path: Path) -> None:
    slugs = [f"acme/m{number}" for number in range(9)]
    wiro = Wiro()
    for slug in slugs:
        wiro.script(CARD, slug, httpx2.ConnectError("no route"), times=4)
    pulled = wiro.pull(tmp_path, *slugs, environment=NOBODY, at_once=1)
    assert "E711" in codes_of(pulled)
    assert len(pulled.left) == 7


# --- beside the answers ---------------------------------------------------------------


def telling() -> Wiro:
    """A service that answers about the model, and shows its card."""
    wiro = Wiro.telling("acme/paint-2")
    wiro.show(PAINT)
    return wiro


def test_with_an_account_the_card_gives_what_no_answer_tells(tmp_path: Path) -> None:
    pulled = telling().pull(tmp_path, "acme/paint-2")
    card = pulled_card(tmp_path)
    prompt = card.input("prompt")
    assert prompt is not None
    assert (prompt.required, prompt.default) == (True, "a koala")
    assert (card.raw_slug, card.title) == ("acme/Paint 2", "Paint-2")
    style = card.input("style")
    assert style is not None
    assert style.default == "ink"
    alone = [one.message for one in pulled.report if one.code.name == "W702"]
    assert "style: this input is in the public card alone" in alone


def test_inputs_that_no_answer_tells_come_from_the_card(tmp_path: Path) -> None:
    wiro = showing()
    wiro.tell("acme/paint-2", detail_of("acme/Paint 2", cps="0.5"))
    wiro.pull(tmp_path, "acme/paint-2")
    card = pulled_card(tmp_path)
    assert card.inputs is not None
    assert [one.wire_name for one in card.inputs] == [
        one.wire_name for one in PAINT.inputs or ()
    ]
    assert card.prices is not None


def test_without_detail_the_card_tells_floats_and_files(tmp_path: Path) -> None:
    string = {"type": "string"}
    wiro = showing()
    wiro.tell(
        "acme/paint-2",
        openapi_of(
            "acme/paint-2",
            ("prompt",),
            prompt=PROMPT,
            style=string,
            scale=string,
            inputImage=string,
            inputImageUrl=string,
        ),
    )
    pulled = wiro.pull(tmp_path, "acme/paint-2")
    assert "W701" in codes_of(pulled)
    assert not pulled.failed
    card = pulled_card(tmp_path)
    kinds = {one.wire_name: type(one.kind) for one in card.inputs or ()}
    assert kinds == {one.wire_name: type(one.kind) for one in PAINT.inputs or ()}
    prompt = card.input("prompt")
    assert prompt is not None
    assert prompt.required is True


@pytest.mark.parametrize("fault", BAD_PAGES)
def test_the_answers_are_enough_where_the_card_cannot_be_had(
    tmp_path: Path, fault: str
) -> None:
    pulled = spoiled(telling(), fault).pull(tmp_path, "acme/paint-2")
    assert codes_of(pulled) == ["W706"]
    assert [one.outcome for one in pulled.models] == [Outcome.NEW]


def test_a_site_where_nobody_is_costs_no_model_of_an_account(tmp_path: Path) -> None:
    slugs = [f"acme/m{number}" for number in range(5)]
    wiro = Wiro.telling(*slugs)
    for slug in slugs:
        wiro.script(CARD, slug, httpx2.ConnectError("no route"), times=4)
    pulled = wiro.pull(tmp_path, *slugs)
    assert set(codes_of(pulled)) == {"W706"}
    assert len(pulled.of(Outcome.NEW)) == len(slugs)


def test_a_model_that_shows_a_card_alone_is_taken_from_it(tmp_path: Path) -> None:
    pulled = showing().pull(tmp_path, "acme/paint-2")
    assert codes_of(pulled) == ["W701", "W701"]
    assert pulled_card(tmp_path).input("prompt") is not None


@pytest.mark.parametrize("call", [OPENAPI, DETAIL])
def test_a_card_replaces_no_answer_that_is_missing_for_now(
    tmp_path: Path, call: str
) -> None:
    wiro = telling()
    wiro.pull(tmp_path, "acme/paint-2")
    before = files_in(tmp_path)
    wiro.show(replace(PAINT, summary="Changed."))
    wiro.script(call, "acme/paint-2", httpx2.Response(500), times=4)
    assert wiro.pull(tmp_path, "acme/paint-2").failed
    assert files_in(tmp_path) == before


def test_a_card_alone_does_not_replace_a_specification_that_tells_more(
    tmp_path: Path,
) -> None:
    wiro = telling()
    wiro.pull(tmp_path, "acme/paint-2")
    before = files_in(tmp_path)
    pulled = wiro.pull(tmp_path, environment=NOBODY)
    assert codes_of(pulled) == ["E716"]
    assert files_in(tmp_path) == before


def test_an_account_whose_address_answers_nothing_is_asked_about_the_address(
    tmp_path: Path,
) -> None:
    wiro = telling()
    wiro.pull(tmp_path, "acme/paint-2")
    wiro.show(PAINT)
    for call in (OPENAPI, DETAIL):
        page = httpx2.Response(404, text="<h1>Not Found</h1>")
        wiro.script(call, "acme/paint-2", page, times=4)
    (kept,) = (one for one in wiro.pull(tmp_path).report if one.severity == "error")
    assert kept.code.name == "E716"
    assert "WIRO_BASE_URL" in (kept.hint or "")
    assert "set WIRO_API_KEY" not in (kept.hint or "")
    wiro.cards.clear()
    (gone,) = wiro.pull(tmp_path).report
    assert gone.code.name == "W707"
    assert "WIRO_BASE_URL right? Wiro's ends in /v1" in gone.message


def test_what_another_source_settles_is_not_left_open(tmp_path: Path) -> None:
    number = {"type": "string", "description": "Guidance strength, a number"}
    wiro = Wiro()
    wiro.tell("a/b", openapi_of("a/b", scale=number))
    assert "N037" in codes_of(wiro.pull(tmp_path, "a/b"))
    wiro.tell("a/b", detail_of("a/b", {"id": "scale", "type": "float"}))
    assert "N037" not in codes_of(wiro.pull(tmp_path, "a/b"))


# --- refreshing, rehearsing -----------------------------------------------------------


def test_without_names_what_is_there_is_refreshed(tmp_path: Path) -> None:
    wiro = showing()
    wiro.pull(tmp_path, "acme/paint-2", environment=NOBODY)
    wiro.show(replace(PAINT, model=ModelId("a", "b"), raw_slug="a/b", run_path="a/b"))
    wiro.show(replace(PAINT, summary="Paints two."))
    pulled = wiro.pull(tmp_path, environment=NOBODY)
    assert [(str(one.model), one.outcome) for one in pulled.models] == [
        ("acme/paint-2", Outcome.UPDATED)
    ]
    assert pulled_card(tmp_path).summary == "Paints two."


def test_a_refresh_leaves_models_that_the_service_does_not_know(
    tmp_path: Path,
) -> None:
    wiro = showing()
    wiro.pull(tmp_path, "acme/paint-2", environment=NOBODY)
    (tmp_path / "own.yaml").write_text(
        "wirogen: 1\nmodel: own/model\ninputs:\n  prompt:\n    kind: text\n"
    )
    before = files_in(tmp_path)
    pulled = wiro.pull(tmp_path, environment=NOBODY)
    assert codes_of(pulled) == ["W707"]
    assert not pulled.failed
    assert {one.outcome for one in pulled.models} == {Outcome.UNCHANGED}
    assert files_in(tmp_path) == before


def test_an_empty_folder_has_nothing_to_refresh(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        showing().pull(tmp_path / "specs", environment=NOBODY)
    assert [one.code.name for one in refused.value.report] == ["E717"]
    assert not (tmp_path / "specs").exists()


def test_a_rehearsal_tells_all_and_writes_nothing(tmp_path: Path) -> None:
    wiro = showing()
    wiro.pull(tmp_path, "acme/paint-2", environment=NOBODY)
    staged = tmp_path / "acme" / "x.yaml.wirogen-new"
    staged.write_text("")
    before = files_in(tmp_path)
    wiro.show(replace(PAINT, summary="Changed."))
    wiro.show(replace(PAINT, model=ModelId("a", "b"), raw_slug="a/b", run_path="a/b"))
    rehearsed = wiro.pull(
        tmp_path, "acme/paint-2", "a/b", environment=NOBODY, is_rehearsal=True
    )
    assert files_in(tmp_path) == before
    done = wiro.pull(tmp_path, "acme/paint-2", "a/b", environment=NOBODY)
    assert [one.outcome for one in rehearsed.models] == [
        one.outcome for one in done.models
    ]
    assert rehearsed.changes == done.changes
    assert files_in(tmp_path) != before


# --- with the local Wiro --------------------------------------------------------------


@pytest.fixture(scope="module")
def local() -> Iterator[str]:
    """The address of a local Wiro that asks for a key, but for public cards."""
    with serve([PRICED], api_key=KEY) as wiro:
        yield wiro.address


def pull_from(access: Access, folder: Path, **more: Any) -> Card:
    request = PullRequest(access=access, folder=folder, **more)
    assert not pull(request).report.errors
    return pulled_card(folder)


def test_the_local_wiro_shows_the_same_model_with_and_without_a_key(
    tmp_path: Path, local: str
) -> None:
    named = ("acme/paint-2",)
    nobody = read_access({"WIRO_SITE_URL": local})
    public = pull_from(nobody, tmp_path / "public", models=named)
    account = read_access({"WIRO_API_KEY": KEY, "WIRO_BASE_URL": f"{local}/v1"})
    whole = pull_from(account, tmp_path / "whole", selection=Selection())
    assert public.prices is None
    assert whole.prices == PRICED.prices
    assert [(one.wire_name, type(one.kind)) for one in public.inputs or ()] == [
        (one.wire_name, type(one.kind)) for one in whole.inputs or ()
    ]

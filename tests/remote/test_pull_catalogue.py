"""Paging through the catalogue, whatever it says about itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from wiro_double import (
    EVERYTHING,
    LIST,
    Wiro,
    codes_of,
    files_in,
    tool,
)

from wirogen.diagnostics import Refused
from wirogen.remote import Progress, Pulled, Selection, catalogue

PAGE = 4

Page = Callable[[list[Any], int], Any]
"""An answer of Tool/List: from all entries and where the page begins."""


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "PAGE", PAGE)


class Paging(Wiro):
    """A service whose catalogue is paged in a way of its own."""

    entries: list[Any]
    page: Page

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path.endswith(LIST):
            self.requests.append(request)
            _, body = self.asked[-1]
            return httpx2.Response(200, json=self.page(self.entries, body["start"]))
        return super().answer(request)


def pull_paged(
    folder: Path, page: Page, count: int, *more: Any
) -> tuple[Pulled, list[dict[str, Any]]]:
    """Pulls all of a catalogue of so many models (and other entries); the bodies that
    Tool/List was asked with.
    """
    slugs = [f"acme/m{n:03}" for n in range(count)]
    wiro = Paging.telling(*slugs)
    assert isinstance(wiro, Paging)
    wiro.entries = [*map(tool, slugs), *more]
    wiro.page = page
    pulled = wiro.pull(folder, selection=EVERYTHING)
    return pulled, [body for call, body in wiro.asked if call == LIST]


def whole(entries: list[Any], start: int) -> Any:
    return {"total": str(len(entries)), "tool": entries[start : start + PAGE]}


def test_pages_are_asked_for_until_the_last(tmp_path: Path) -> None:
    pulled, asked = pull_paged(tmp_path, whole, 2 * PAGE + 3)
    assert len(pulled.models) == 2 * PAGE + 3
    assert [body["start"] for body in asked] == [0, PAGE, 2 * PAGE]
    assert not pulled.report


@pytest.mark.parametrize("total", [0, 1, 10**9, "many", None, -1, [], "1e400"])
def test_a_wrong_total_neither_hides_models_nor_asks_for_ever(
    tmp_path: Path, total: Any
) -> None:
    def page(entries: list[Any], start: int) -> Any:
        return {**whole(entries, start), "total": total}

    pulled, asked = pull_paged(tmp_path, page, PAGE + 5)
    assert len(pulled.models) == PAGE + 5
    assert len(asked) <= 4


def test_pages_that_are_shorter_than_asked_for_are_no_end(tmp_path: Path) -> None:
    def page(entries: list[Any], start: int) -> Any:
        return {"total": len(entries), "tool": entries[start : start + 2]}

    pulled, _ = pull_paged(tmp_path, page, 11)
    assert len(pulled.models) == 11


def test_a_catalogue_that_repeats_itself_is_asked_no_further(tmp_path: Path) -> None:
    def page(entries: list[Any], _: int) -> Any:
        return {"total": 1000, "tool": entries}

    pulled, asked = pull_paged(tmp_path, page, 5)
    assert len(pulled.models) == 5
    assert len(asked) == 2


def test_a_model_that_is_listed_twice_is_pulled_once(tmp_path: Path) -> None:
    pulled, _ = pull_paged(tmp_path, whole, 3, tool("acme/m001"), tool("Acme/M001"))
    assert [str(model.model) for model in pulled.models] == [
        "acme/m000",
        "acme/m001",
        "acme/m002",
    ]


@pytest.mark.parametrize(
    "entry",
    [
        None,
        7,
        "acme/m",
        [],
        {},
        {"slugowner": "acme"},
        {"slugowner": "..", "slugproject": ".."},
        {"slugowner": "a\0", "slugproject": "b"},
        {"slugowner": {"x": 1}, "slugproject": []},
    ],
)
def test_an_entry_without_a_slug_is_passed_over_and_said(
    tmp_path: Path, entry: Any
) -> None:
    pulled, _ = pull_paged(tmp_path, whole, 2, entry)
    assert codes_of(pulled) == ["W704"]
    assert list(files_in(tmp_path)) == ["acme/m000.yaml", "acme/m001.yaml"]


@pytest.mark.parametrize(
    "fault",
    [
        {"result": False, "errors": [{"message": "oops"}]},
        {"result": True},
        {"tool": "none"},
        [],
        "x",
    ],
)
def test_a_page_that_cannot_be_had_ends_the_list_and_the_rest_is_pulled(
    tmp_path: Path, fault: Any
) -> None:
    def page(entries: list[Any], start: int) -> Any:
        return fault if start else whole(entries, start)

    pulled, _ = pull_paged(tmp_path, page, PAGE + 1)
    assert pulled.failed
    assert codes_of(pulled) == ["E707"]
    assert len(files_in(tmp_path)) == PAGE


def test_words_and_categories_are_asked_for(tmp_path: Path) -> None:
    wiro = Wiro.telling("a/b")
    selection = Selection(search="face", categories=("image", "tool"))
    wiro.pull(tmp_path, selection=selection)
    call, body = wiro.asked[0]
    assert call == LIST
    assert (body["search"], body["categories"]) == ("face", ["image", "tool"])


def test_a_search_that_finds_nothing_is_said(tmp_path: Path) -> None:
    pulled = Wiro().pull(tmp_path, selection=Selection(search="nothing"))
    assert codes_of(pulled) == ["E706"]


def test_named_models_are_added_to_those_of_the_catalogue(tmp_path: Path) -> None:
    wiro = Wiro.telling("a/b", "c/d")
    wiro.script(LIST, "", {"total": 1, "tool": [tool("a/b")]})
    wiro.pull(tmp_path, "c/d", selection=EVERYTHING)
    assert list(files_in(tmp_path)) == ["a/b.yaml", "c/d.yaml"]


def test_slugs_that_are_none_are_refused_all_at_once_and_nothing_is_asked(
    tmp_path: Path,
) -> None:
    wiro = Wiro.telling("a/b")
    with pytest.raises(Refused) as refused:
        wiro.pull(tmp_path, "a/b", "instant-id", "wiro/", "a/\udcff b", "!/?")
    assert [finding.code.name for finding in refused.value.report] == ["E712"] * 4
    assert wiro.requests == []


def test_a_catalogue_without_end_is_read_to_a_bound_and_shows_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def endless(_: list[Any], start: int) -> Any:
        return {"tool": [tool(f"acme/m{n}") for n in range(start, start + PAGE)]}

    for bound, most in (("MOST_PAGES", 5), ("MOST_MODELS", 4 * PAGE)):
        with monkeypatch.context() as patch:
            patch.setattr(catalogue, bound, most)
            wiro = Paging()
            wiro.page, wiro.entries = endless, []
            progress: list[Progress] = []
            pulled = wiro.pull(
                tmp_path, selection=EVERYTHING, on_progress=progress.append
            )
        assert "E707" in codes_of(pulled)
        assert len(pulled.models) == 5 * PAGE
        listed = [one.listed for one in progress if one.listed is not None]
        assert listed == [PAGE * (n + 1) for n in range(5)]

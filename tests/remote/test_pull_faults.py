"""A service that misbehaves: what can be had is had, what cannot is said, and no file
is ever damaged.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from wiro_double import (
    DETAIL,
    EVERYTHING,
    KEY,
    LIST,
    OPENAPI,
    PROMPT,
    PROMPT_ITEM,
    SECRET,
    STRING,
    Wiro,
    codes_of,
    detail_of,
    files_in,
    openapi_of,
    tool,
)

from wirogen.diagnostics.formats import as_text
from wirogen.readers import read_file
from wirogen.remote import Outcome, Pulled, service

WHOLE = json.dumps(detail_of("acme/paint", PROMPT_ITEM)).encode()
PASSING: dict[str, Any] = {
    "429": httpx2.Response(429),
    "500": httpx2.Response(500, text="<html>oops</html>"),
    "503 with JSON": httpx2.Response(503, json={"result": False}),
    "HTML": httpx2.Response(200, html="<!DOCTYPE html><title>Sorry</title>"),
    "nothing": httpx2.Response(200),
    "cut": httpx2.Response(200, content=WHOLE[: len(WHOLE) // 2]),
    "not UTF-8": httpx2.Response(200, content=b"\xff\xfe{\0}\0"),
    "NaN": httpx2.Response(200, content=b'{"result": true, "tool": NaN}'),
    "deep": httpx2.Response(200, content=b"[" * 100_000),
    "no connection": httpx2.ConnectError("refused"),
    "connection lost": httpx2.RemoteProtocolError("peer closed connection"),
    "too slow": httpx2.ReadTimeout("timed out"),
}
LASTING: dict[str, Any] = {
    "half a character": httpx2.Response(200, content=b'{"tool": "\\ud800"}'),
    "another host": httpx2.Response(307, headers={"location": "https://evil.test/v1"}),
    "403": httpx2.Response(403, text="<html>no</html>"),
    "error of the server": {
        "result": False,
        "errors": [{"code": 0, "message": "oops"}],
    },
    "error without errors": {"result": "false", "errors": None},
    "a number": 42,
    "a list": [],
    "null": httpx2.Response(200, content=b"null"),
    "our own format": {"wirogen": 1, "model": "acme/paint", "inputs": {}},
    "an object": {"surprise": True},
    "wrong types": {"result": True, "tool": {"a": 1}},
    "wrong model": {"result": True, "tool": [tool("acme/other")]},
    "wrong groups": {"result": True, "tool": [tool("acme/paint", parameters=[1])]},
    "min above max": detail_of(
        "acme/paint", {"id": "n", "type": "number", "min": 9, "max": 1}
    ),
    "two of a name": detail_of("acme/paint", PROMPT_ITEM, PROMPT_ITEM),
}


def messages(pulled: Pulled) -> str:
    return "\n".join(map(as_text, pulled.report))


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
@pytest.mark.parametrize("call", [OPENAPI, DETAIL])
def test_a_fault_that_passes_is_waited_out(
    tmp_path: Path, call: str, fault: Any
) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.script(call, "acme/paint", fault, times=3)
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert not pulled.report
    assert pulled.models[0].outcome is Outcome.NEW
    first, second, third = wiro.waits
    assert 0.5 <= first < second < third <= 4


@pytest.mark.parametrize("fault", [*PASSING.values(), *LASTING.values()])
@pytest.mark.parametrize("call", [OPENAPI, DETAIL])
def test_what_one_answer_tells_is_written_and_completed_later(
    tmp_path: Path, call: str, fault: Any
) -> None:
    wiro = Wiro.telling("acme/paint", "acme/other")
    wiro.script(call, "acme/paint", fault, times=4)
    pulled = wiro.pull(tmp_path, "acme/paint", "acme/other")
    assert pulled.failed
    assert {model.outcome for model in pulled.models} == {Outcome.NEW}
    assert {"E704", "N705"} <= set(codes_of(pulled))
    assert f"{call} of acme/paint" in messages(pulled)
    assert list(files_in(tmp_path)) == ["acme/other.yaml", "acme/paint.yaml"]
    for path in tmp_path.glob("*/*"):
        assert not read_file(path).report.errors
    wiro._scripts.clear()
    assert not wiro.pull(tmp_path, "acme/paint").failed
    whole = Wiro.telling("acme/paint").pull(tmp_path / "fresh", "acme/paint").models[0]
    assert whole.file is not None
    assert (tmp_path / "acme/paint.yaml").read_text() == whole.file.read_text()


@pytest.mark.parametrize("fault", [*PASSING.values(), *LASTING.values()])
@pytest.mark.parametrize("call", [OPENAPI, DETAIL])
def test_what_is_there_is_not_replaced_by_one_answer(
    tmp_path: Path, call: str, fault: Any
) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint")
    before = files_in(tmp_path)
    wiro.tell("acme/paint", detail_of("acme/paint", PROMPT_ITEM, title="New"))
    wiro.script(call, "acme/paint", fault, times=4)
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert pulled.failed
    assert [model.outcome for model in pulled.models] == [Outcome.FAILED]
    assert files_in(tmp_path) == before


@pytest.mark.parametrize("fault", [*PASSING.values(), *LASTING.values()])
def test_a_model_of_which_nothing_is_told_does_not_stop_the_others(
    tmp_path: Path, fault: Any
) -> None:
    wiro = Wiro.telling("acme/paint", "acme/other")
    for call in (OPENAPI, DETAIL):
        wiro.script(call, "acme/paint", fault, times=4)
    pulled = wiro.pull(tmp_path, "acme/paint", "acme/other")
    assert pulled.failed
    assert [model.outcome for model in pulled.of(Outcome.FAILED)] == [Outcome.FAILED]
    assert list(files_in(tmp_path)) == ["acme/other.yaml"]


def test_an_answer_of_the_other_call_is_not_taken(tmp_path: Path) -> None:
    wiro = Wiro()
    wiro.script(OPENAPI, "a/b", detail_of("a/b", PROMPT_ITEM))
    wiro.script(DETAIL, "a/b", openapi_of("a/b", prompt=PROMPT))
    pulled = wiro.pull(tmp_path, "a/b")
    assert codes_of(pulled) == ["E704", "E704"]
    assert files_in(tmp_path) == {}


@pytest.mark.parametrize(
    "gone",
    [
        {"result": False, "errors": [{"code": "1", "message": "Tool not found"}]},
        httpx2.Response(404, text="<html>404</html>"),
        httpx2.Response(404, json={"result": True}),
    ],
)
def test_an_answer_that_does_not_exist_is_done_without(
    tmp_path: Path, gone: Any
) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint")
    wiro.tell("acme/paint", detail_of("acme/paint", PROMPT_ITEM, title="New"))
    wiro.script(OPENAPI, "acme/paint", gone)
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert not pulled.failed
    assert codes_of(pulled) == ["W701"]
    assert "title: New" in (tmp_path / "acme/paint.yaml").read_text()
    assert wiro.waits == []


def test_a_model_that_the_service_does_not_know_is_said_once(tmp_path: Path) -> None:
    pulled = Wiro().pull(tmp_path, "acme/paint")
    assert codes_of(pulled) == ["E705"]
    assert "Not found" in messages(pulled)
    assert files_in(tmp_path) == {}


def test_an_empty_list_of_models_is_no_such_model(tmp_path: Path) -> None:
    wiro = Wiro()
    wiro.script(DETAIL, "acme/paint", {"result": True, "tool": []})
    assert codes_of(wiro.pull(tmp_path, "acme/paint")) == ["E705"]


@pytest.mark.parametrize(
    ("environment", "hint"),
    [
        ({"WIRO_API_KEY": KEY}, "needs WIRO_API_SECRET too"),
        ({"WIRO_API_KEY": KEY, "WIRO_API_SECRET": SECRET}, "of one project"),
        ({"WIRO_BASE_URL": "http://proxy.test/v1"}, "the proxy"),
    ],
)
def test_refused_keys_end_the_pull_at_once_and_are_said_once(
    tmp_path: Path, environment: dict[str, str], hint: str
) -> None:
    slugs = [f"acme/m{n}" for n in range(30)]
    wiro = Wiro.telling(*slugs)
    for slug in slugs[3:]:
        wiro.script(OPENAPI, slug, httpx2.Response(401, text="bad key"))
    pulled = wiro.pull(tmp_path, *slugs, environment=environment, at_once=4)
    assert codes_of(pulled) == ["E703"]
    assert hint in messages(pulled)
    assert len(pulled.models) + len(pulled.left) == 30
    assert {model.outcome for model in pulled.models} <= {Outcome.NEW}
    assert len(wiro.requests) < 15
    assert len(files_in(tmp_path)) == len(pulled.models)
    assert wiro.waits == []


def test_refused_keys_are_told_when_the_catalogue_is_asked(tmp_path: Path) -> None:
    wiro = Wiro.telling("a/b")
    wiro.script(LIST, "", httpx2.Response(401))
    pulled = wiro.pull(tmp_path, "a/b", selection=EVERYTHING)
    assert codes_of(pulled) == ["E703"]
    assert [str(model) for model in pulled.left] == ["a/b"]


def test_a_service_that_nobody_can_reach_ends_the_pull(tmp_path: Path) -> None:
    slugs = [f"acme/m{n}" for n in range(40)]
    wiro = Wiro.telling(*slugs)
    for slug in slugs[2:]:
        wiro.script(OPENAPI, slug, httpx2.ConnectError("refused"), times=4)
        wiro.script(DETAIL, slug, httpx2.ConnectError("refused"), times=4)
    pulled = wiro.pull(tmp_path, *slugs, at_once=1)
    assert "E711" in codes_of(pulled)
    assert "ConnectError: refused, at api.wiro.ai" in messages(pulled)
    assert len(pulled.of(Outcome.NEW)) == 2
    assert len(pulled.left) > 30


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [("7", 7, 7), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.5, 1), ("soon", 0.5, 1)],
)
def test_retry_after_is_honoured(
    tmp_path: Path, told: str, least: float, most: float
) -> None:
    wiro = Wiro.telling("acme/paint")
    busy = httpx2.Response(429, headers={"retry-after": told})
    wiro.script(OPENAPI, "acme/paint", busy)
    assert not wiro.pull(tmp_path, "acme/paint").failed
    (wait,) = wiro.waits
    assert least <= wait <= most


@pytest.mark.parametrize("told", ["3600", "9" * 40, "Fri, 01 Jan 2199 00:00:00 GMT"])
def test_a_wish_to_be_left_alone_for_long_is_not_waited_for(
    tmp_path: Path, told: str
) -> None:
    wiro = Wiro.telling("acme/paint")
    busy = httpx2.Response(503, headers={"retry-after": told})
    wiro.script(DETAIL, "acme/paint", busy)
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert set(codes_of(pulled)) == {"E704", "N705"}
    assert wiro.waits == []


def test_an_answer_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.script(DETAIL, "acme/paint", httpx2.Response(200, content=b" " * 21_000_000))
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert "larger than 20,000,000 bytes" in messages(pulled)
    assert len(wiro.requests) == 2


def test_a_redirection_is_not_followed_and_its_host_is_named(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint")
    there = httpx2.Response(302, headers={"location": f"https://u:{KEY}@evil.test/v1"})
    wiro.script(DETAIL, "acme/paint", there)
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert "evil.test" in messages(pulled)
    assert {request.url.host for request in wiro.requests} == {"api.wiro.ai"}


def test_a_redirection_to_no_address_fails_alone(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint")
    nowhere = httpx2.Response(302, headers={"location": "http://[x/"})
    wiro.script(DETAIL, "acme/paint", nowhere)
    assert "HTTP 302, a redirection; none is followed" in messages(
        wiro.pull(tmp_path, "acme/paint")
    )


ECHOES: dict[str, Callable[[str], Any]] = {
    "error": lambda key: {"result": False, "errors": [{"code": 0, "message": key}]},
    "connection": httpx2.ConnectError,
    "text": lambda key: httpx2.Response(200, text=f"{key}: who is that?"),
    "type": lambda key: detail_of("a/b", {"id": "x", "type": key, "label": key}),
    "slug": lambda key: {"result": True, "tool": [tool(f"{key}/x")]},
    "host": lambda key: httpx2.Response(302, headers={"location": f"//{key}/"}),
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("secret", [KEY, SECRET])
def test_keys_that_the_service_repeats_are_shown_nowhere(
    tmp_path: Path, secret: str, echo: Callable[[str], Any]
) -> None:
    wiro = Wiro.telling("a/b")
    wiro.script(DETAIL, "a/b", echo(secret), times=4)
    keys = {"WIRO_API_KEY": KEY, "WIRO_API_SECRET": SECRET}
    pulled = wiro.pull(tmp_path, "a/b", environment=keys)
    assert secret not in f"{pulled!r} {messages(pulled)} {files_in(tmp_path)}"


def test_findings_of_an_answer_name_the_call_and_the_place(tmp_path: Path) -> None:
    wiro = Wiro()
    wiro.tell("a/b", openapi_of("a/b", x={**STRING, "default": None}, prompt=PROMPT))
    wiro.tell("a/b", detail_of("a/b"))
    pulled = wiro.pull(tmp_path, "a/b")
    assert "Tool/DetailOpenAPI of a/b:1:" in messages(pulled)
    assert not pulled.failed


def test_a_path_that_leads_elsewhere_is_not_written(tmp_path: Path) -> None:
    wiro = Wiro()
    answer = json.dumps(openapi_of("acme/paint", prompt={"type": "string"}))
    elsewhere = answer.replace("/Run/acme/paint", "/Run/acme/paint%2F..%2Fkill")
    assert elsewhere != answer
    wiro.script(OPENAPI, "acme/paint", json.loads(elsewhere))
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert "E107" in codes_of(pulled)
    assert files_in(tmp_path) == {}


@pytest.mark.parametrize("fault", LASTING.values(), ids=LASTING)
def test_an_answer_that_would_come_again_is_asked_for_once(
    tmp_path: Path, fault: Any
) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.script(DETAIL, "acme/paint", fault, times=4)
    wiro.pull(tmp_path, "acme/paint")
    assert not wiro.waits


class Dripping(httpx2.AsyncByteStream):
    """An answer that comes drop by drop, and never whole."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "
            await asyncio.sleep(0.001)


def test_an_answer_that_drips_is_not_waited_for_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_WHOLE_ANSWER", 0.02)
    slugs = [f"acme/m{n}" for n in range(30)]
    wiro = Wiro.telling("acme/paint", *slugs)
    wiro.script(DETAIL, "acme/paint", httpx2.Response(200, stream=Dripping()))
    pulled = wiro.pull(tmp_path, "acme/paint", "acme/m1")
    assert "E704" in codes_of(pulled)
    assert len(wiro.requests) == 4
    for slug in slugs:
        for call in (OPENAPI, DETAIL):
            wiro.script(call, slug, httpx2.Response(200, stream=Dripping()))
    pulled = wiro.pull(tmp_path, *slugs, at_once=1)
    assert len(pulled.left) > 20
    assert "E711" in codes_of(pulled)

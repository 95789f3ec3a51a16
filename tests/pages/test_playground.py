"""The site that the local Wiro serves: to its own pages and to nobody else's."""

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hostile_texts import card_with
from wirogen.config import chosen_config
from wirogen.emulator import Serving, serve
from wirogen.pipeline.specifications import read_specifications

ROOT = Path(__file__).parents[2]
CARDS = read_specifications(chosen_config(ROOT)).cards
KEY, SECRET = "the-key-of-the-server", "the-secret-of-the-server"
RUN = "/v1/Run/wiro/instant-id"


@pytest.fixture(scope="module")
def wiro() -> Iterator[Serving]:
    with serve(CARDS, speed=100, api_key=KEY, api_secret=SECRET) as serving:
        yield serving


def asked(
    wiro: Serving, method: str, path: str, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(wiro.host, wiro.port, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    text = None if body is None else json.dumps(body)
    connection.request(
        method, path, text, {"content-type": "application/json", **named}
    )
    answer = connection.getresponse()
    told = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return told


POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def test_every_page_and_all_that_it_needs_are_served(wiro: Serving) -> None:
    paths = {"/", "/index.html"}
    for path in sorted(paths):
        _, _, text = asked(wiro, "GET", path)
        paths |= {f"/{each}" for each in re.findall(r'(?:href|src)="([^"#]+)"', text)}
    (model,) = (path for path in paths if path.endswith("/instant-id.html"))
    _, _, text = asked(wiro, "GET", model)
    paths |= {f"/{each}" for each in re.findall(r'src="\.\./([^"]+)"', text)}
    assert "/site/playground.js" in paths
    assert len([path for path in paths if path.count("/") == 2]) > len(CARDS)
    for path in paths:
        status, headers, text = asked(wiro, "GET", path)
        assert status == 200, path
        if path.endswith((".html", "/")):
            assert re.findall(r'-Policy" content="([^"]*)"', text) == [POLICY]
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_no_key_reaches_a_page(wiro: Serving) -> None:
    for path in ("/", "/wiro/instant-id.html", "/site/playground.js"):
        _, headers, text = asked(wiro, "GET", path)
        assert not [each for each in (KEY, SECRET) if each in text + str(headers)]


def test_a_page_that_is_not_there_is_told(wiro: Serving) -> None:
    for path in ("/nothing", "/site/../app.py", "/wiro/%2e%2e/index.html", "/site/"):
        assert asked(wiro, "GET", path)[0] == 404


def test_own_pages_run_without_a_key(wiro: Serving) -> None:
    origin = f"http://{wiro.host}:{wiro.port}"
    status, headers, text = asked(wiro, "POST", RUN, {"prompt": "x"}, origin=origin)
    assert status == 200
    assert json.loads(text)["result"] is True
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"origin": "http://evil.example", "host": "evil.example"},
        {"origin": "https://{place}"},
        {"origin": "http://{place}/"},
        {"origin": "http://localhost:{port}"},
    ],
)
def test_nobody_else_runs_without_a_key(wiro: Serving, headers: dict[str, str]) -> None:
    place = f"{wiro.host}:{wiro.port}"
    named = {k: v.format(place=place, port=wiro.port) for k, v in headers.items()}
    status, told, text = asked(wiro, "POST", RUN, {"prompt": "x"}, **named)
    assert status in {401, 403}
    assert json.loads(text)["result"] is False
    assert "access-control-allow-origin" not in told


def test_a_file_that_is_a_page_acts_as_none(wiro: Serving) -> None:
    origin = f"http://{wiro.host}:{wiro.port}"
    border = "x"
    body = (
        f'--{border}\r\ncontent-disposition: form-data; name="file"; filename="a.html"'
        f"\r\ncontent-type: text/html\r\n\r\n<script></script>\r\n--{border}--\r\n"
    )
    connection = http.client.HTTPConnection(wiro.host, wiro.port, timeout=30)
    kind = f"multipart/form-data; boundary={border}"
    headers = {"content-type": kind, "origin": origin}
    connection.request("POST", "/v1/File/Upload", body, headers)
    (stored,) = json.loads(connection.getresponse().read())["list"]
    connection.close()
    _, told, _ = asked(wiro, "GET", stored["url"].removeprefix(origin))
    assert told["content-type"].startswith("text/html")
    assert told["content-security-policy"] == "sandbox"


def test_the_journal_is_not_for_pages(wiro: Serving) -> None:
    origin = f"http://{wiro.host}:{wiro.port}"
    assert asked(wiro, "GET", "/_emulator/journal", origin=origin)[0] == 401


def test_a_model_whose_inputs_are_not_told_has_no_page() -> None:
    untold = replace(card_with("x"), inputs=None)
    with serve([untold, card_with("y")]) as wiro:
        assert asked(wiro, "GET", "/")[0] == 200
    with serve([untold]) as wiro:
        catalogue = asked(wiro, "GET", "/")[2]
        assert "acme/paint" not in catalogue
        assert "There is no model here whose inputs are known." in catalogue

"""Who may call, and what is remembered of it."""

import hashlib
import hmac
import json
import shutil
import subprocess
from typing import Any

import pytest
from emulator_models import CHAT, PAINT, Local

from wirogen.emulator import journal

KEY, SECRET = "the-api-key", "the-api-secret"


def signed(key: str = KEY, secret: str = SECRET, nonce: str = "1738800000") -> Any:
    message = (secret + nonce).encode()
    signature = hmac.new(key.encode(), message, hashlib.sha256).hexdigest()
    return {"x-api-key": key, "x-nonce": nonce, "x-signature": signature}


def status(wiro: Local, headers: dict[str, str], path: str = "Task/List") -> int:
    return wiro.ask("POST", f"/v1/{path}", json={}, headers=headers).status_code


def test_without_a_key_everybody_is_served() -> None:
    assert status(Local(), {}) == 200
    assert status(Local(), signed()) == 200


def test_a_key_only_project_takes_its_key() -> None:
    wiro = Local(api_key=KEY)
    assert status(wiro, {"x-api-key": KEY}) == 200
    assert status(wiro, signed()) == 200
    for headers in ({}, {"x-api-key": "other"}, {"x-api-key": ""}):
        assert status(wiro, headers) == 401


def test_a_signing_project_takes_only_what_is_signed_right() -> None:
    wiro = Local(api_key=KEY, api_secret=SECRET)
    assert status(wiro, signed()) == 200
    for headers in (
        {"x-api-key": KEY},
        signed(key="other"),
        signed(secret="other"),
        signed() | {"x-nonce": "1738800001"},
        signed() | {"x-signature": ""},
        signed() | {"x-signature": signed()["x-signature"].upper()},
        {name: value for name, value in signed().items() if name != "x-nonce"},
    ):
        assert status(wiro, headers) == 401


def test_the_signature_is_the_one_that_openssl_makes() -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which the model cards sign with, is not on this machine")
    made = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", KEY],
        input=f"{SECRET}42".encode(),
        capture_output=True,
        check=True,
    )
    signature = made.stdout.decode().split()[-1]
    headers = {"x-api-key": KEY, "x-nonce": "42", "x-signature": signature}
    assert status(Local(api_key=KEY, api_secret=SECRET), headers) == 200


def test_a_wrong_key_is_told_as_the_service_does() -> None:
    answer = Local(api_key=KEY).ask("POST", "/v1/Run/acme/chat", json={"prompt": "x"})
    assert answer.status_code == 401
    assert answer.json()["result"] is False
    assert answer.json()["errors"][0]["code"] == 98


def test_files_need_no_key() -> None:
    wiro = Local(api_key=KEY)
    answer = wiro.post("Run/acme/chat", json={}, headers={"x-api-key": KEY})
    assert answer["errors"][0]["message"] == "Request parameter [prompt] required"
    assert wiro.ask("GET", "/files/1/2/a.png").status_code == 404


def test_a_secret_needs_its_key() -> None:
    with pytest.raises(ValueError, match="needs its API key"):
        Local(api_secret=SECRET)


def test_requests_are_told_as_they_came() -> None:
    wiro = Local()
    wiro.run(CHAT, prompt="x", n=5)
    (request,) = wiro.journal()["requests"]
    assert (request["method"], request["path"]) == ("POST", "/v1/Run/acme/chat")
    assert request["body"] == {"prompt": "x", "n": 5}
    assert (request["status"], request["done"], request["fault"]) == (200, True, None)
    assert request["headers"]["content-type"] == "application/json"
    assert request["size"] == int(request["headers"]["content-length"])


def test_the_path_is_told_as_it_came() -> None:
    wiro = Local()
    wiro.ask("POST", "/v1/Run/acme/Paint%202.0?x=1")
    assert wiro.journal()["requests"][0]["path"] == "/v1/Run/acme/Paint%202.0?x=1"


def test_the_bytes_of_a_body_can_be_compared() -> None:
    wiro, body = Local(), b'{"prompt":  "x"}'
    wiro.post("Run/acme/chat", content=body)
    (request,) = wiro.journal()["requests"]
    assert request["sha256"] == hashlib.sha256(body).hexdigest()


def test_forms_are_told_field_by_field() -> None:
    wiro = Local()
    files = [
        ("references", ("a.png", b"abc", "image/png")),
        ("references", ("b.bin", b"", "application/octet-stream")),
    ]
    wiro.post("Run/acme/paint-2-0", files=files, data={"prompt": "x"})
    assert wiro.journal()["requests"][0]["body"] == [
        {"name": "prompt", "value": "x"},
        {
            "name": "references",
            "file": "a.png",
            "content_type": "image/png",
            "size": 3,
            "sha256": hashlib.sha256(b"abc").hexdigest(),
        },
        {
            "name": "references",
            "file": "b.bin",
            "content_type": "application/octet-stream",
            "size": 0,
            "sha256": hashlib.sha256(b"").hexdigest(),
        },
    ]


def test_a_run_that_was_taken_twice_is_told() -> None:
    wiro = Local()
    tasks = [wiro.run(CHAT, prompt="once")["taskid"]]
    tasks += [wiro.run(CHAT, prompt="twice")["taskid"] for _ in range(2)]
    wiro.post("Run/acme/chat", {})
    told = wiro.journal()
    assert [(run["body"], run["accepted"]) for run in told["runs"]] == [
        ({"prompt": "once"}, 1),
        ({"prompt": "twice"}, 2),
    ]
    assert told["runs"][1]["tasks"] == tasks[1:]
    assert told["tasks"] == {
        tasks[0]: {"model": "acme/chat", "accepted": 1},
        tasks[1]: {"model": "acme/chat", "accepted": 2},
        tasks[2]: {"model": "acme/chat", "accepted": 2},
    }


def test_the_same_files_make_the_same_run() -> None:
    wiro = Local()
    for content in (b"one", b"one", b"other"):
        files = {"inputImage": ("a.png", content)}
        wiro.post("Run/acme/paint-2-0", files=files, data={"prompt": "x"})
    assert [run["accepted"] for run in wiro.journal()["runs"]] == [2, 1]


def test_no_key_is_in_the_journal() -> None:
    wiro = Local(api_key=KEY, api_secret=SECRET)
    headers = signed() | {"authorization": "Bearer bearer-token", "x-other": KEY}
    told = {"prompt": f"my key is {KEY}", SECRET: [{"a": SECRET}], "callbackUrl": KEY}
    wiro.post("Run/acme/chat", json=told, headers=headers)
    wiro.post(f"Tool/{KEY}", files={"a": (f"{KEY}.png", b"")}, headers=headers)
    text = wiro.ask("GET", "/_emulator/journal", headers=signed()).text
    for secret in (KEY, SECRET, "bearer-token", "1738800000", headers["x-signature"]):
        assert secret not in text
    assert "***" in text


def test_a_key_that_nobody_asked_for_is_not_in_the_journal_either() -> None:
    wiro = Local()
    wiro.post("Run/acme/chat", json={"prompt": f"with {KEY}"}, headers=signed())
    assert KEY not in json.dumps(wiro.journal())


def test_long_texts_are_cut_and_still_told_apart() -> None:
    wiro = Local()
    for end in ("a", "b"):
        wiro.run(CHAT, prompt="x" * 100_000 + end)
    told = wiro.journal()
    assert len(json.dumps(told)) < 20_000
    assert len(told["runs"]) == 2
    assert "100001 characters" in told["runs"][0]["body"]["prompt"]


def test_the_oldest_requests_are_forgotten_and_runs_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(journal, "MOST_REQUESTS", 5)
    wiro = Local()
    for number in range(8):
        wiro.run(PAINT, prompt=str(number))
    told = wiro.journal()
    assert (told["received"], told["forgotten"]) == (8, 3)
    assert len(told["requests"]) == 5
    assert len(told["runs"]) == 8

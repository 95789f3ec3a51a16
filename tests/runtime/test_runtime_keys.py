"""How calls are signed, where keys come from, and that they show up nowhere."""

import copy
import logging
import pickle
import shutil
import subprocess
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import (
    ApiError,
    AsyncWiro,
    InvalidRequest,
    MissingKey,
    OutcomeUnknown,
    SettingsError,
    TaskTimeout,
    TransportError,
    Wiro,
    WiroError,
)
from acme.wiro_models._runtime.client.signing import Keys, fresh_nonce, sign
from scripted_wiro import ACCEPTED, KEY, SECRET, TOKEN, Service, detail, done

Do = Callable[[Any], Any]
Make = Callable[..., Any]
RUN = "Run/acme/paint"


def openssl_hmac(key: str, message: str) -> str:
    answer = subprocess.run(
        ["openssl", "dgst", "-sha256", "-hmac", key],
        input=message.encode(),
        capture_output=True,
        check=True,
    )
    return answer.stdout.decode().rsplit(maxsplit=1)[-1]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_call_is_signed_as_openssl_would(
    make: Make, service: Service, do: Do
) -> None:
    service.on(RUN, ACCEPTED)
    do(make().run("acme/paint", {}))
    headers = service.requests[0].headers
    assert headers["x-api-key"] == KEY
    assert headers["x-nonce"].isdecimal()
    signed = openssl_hmac(KEY, SECRET + headers["x-nonce"])
    assert headers["x-signature"] == signed


def test_the_signature_of_known_values() -> None:
    # printf 'secret1700000000' | openssl dgst -sha256 -hmac key
    assert sign("key", "secret", "1700000000") == {
        "x-api-key": "key",
        "x-nonce": "1700000000",
        "x-signature": "c7f0146b2281ff7a65ce35770f3b7ced"
        "1aaeb6ab6f16924c6fcb3d690a688018",
    }


def test_a_project_without_secret_sends_its_key_alone(
    make: Make, service: Service, do: Do
) -> None:
    service.on(RUN, ACCEPTED)
    do(make(api_secret="").run("acme/paint", {}))
    headers = service.requests[0].headers
    assert headers["x-api-key"] == KEY
    assert "x-nonce" not in headers
    assert "x-signature" not in headers


def test_nonces_do_not_repeat() -> None:
    assert len({fresh_nonce() for _ in range(1000)}) == 1000


def test_keys_and_address_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, make: Make, service: Service, do: Do
) -> None:
    monkeypatch.setenv("WIRO_API_KEY", "from-the-environment\n")
    monkeypatch.setenv("WIRO_BASE_URL", "https://proxy.test/wiro/")
    service.on("https://proxy.test/wiro/Run/acme/paint", ACCEPTED)
    do(make(api_key=None).run("acme/paint", {}))
    assert service.requests[0].headers["x-api-key"] == "from-the-environment"


def test_without_a_key_the_first_call_says_what_to_set(
    make: Make, service: Service, do: Do
) -> None:
    wiro = make(api_key=None)
    with pytest.raises(MissingKey, match="WIRO_API_KEY"):
        do(wiro.run("acme/paint", {}))
    assert service.requests == []


def test_a_proxy_may_hold_the_keys(make: Make, service: Service, do: Do) -> None:
    service.on("http://localhost:8080/v1/Run/acme/paint", ACCEPTED)
    wiro = make(api_key=None, base_url="http://localhost:8080/v1")
    do(wiro.run("acme/paint", {}))
    assert "x-api-key" not in service.requests[0].headers
    assert "x-api-key" not in wiro.prepare("acme/paint").headers


def test_a_client_of_the_callers_own_may_hold_the_keys_and_stays_open() -> None:
    service = Service()
    service.on(RUN, ACCEPTED)
    service.on("Task/Detail", done())
    service.on("https://cdn.test/a/0.png", httpx2.Response(200, content=b"x" * 8))
    transport = httpx2.MockTransport(service)
    with httpx2.Client(
        transport=transport,
        headers={"x-api-key": "theirs"},
        auth=("user", "password"),
        cookies={"session": "theirs"},
        follow_redirects=True,
    ) as http:
        with Wiro(http_client=http) as wiro:
            wiro.run("acme/paint", {})
        assert not http.is_closed
    assert service.requests[0].headers["x-api-key"] == "theirs"


def test_no_key_cookie_or_password_reaches_the_host_of_a_file(tmp_path: Path) -> None:
    service = Service()
    there = "https://other.test/0.png"
    moved = httpx2.Response(302, headers={"location": there})
    service.on("Task/Detail", done())
    service.on("https://cdn.test/a/0.png", moved)
    service.on(there, httpx2.Response(200, content=b"x" * 8))
    transport = httpx2.MockTransport(service)
    with httpx2.Client(
        transport=transport,
        headers={"x-api-key": "theirs"},
        auth=("user", "password"),
        cookies={"session": "theirs"},
    ) as http:
        Wiro(KEY, api_secret=SECRET, http_client=http).task("2221").wait().save_all(
            tmp_path
        )
    for url in ("https://cdn.test/a/0.png", there):
        [fetched] = service.sent_to(url)
        assert sorted(fetched.headers) == [
            "accept",
            "accept-encoding",
            "host",
            "user-agent",
        ]


def test_calls_follow_no_redirect_whatever_the_client_does() -> None:
    service = Service()
    moved = httpx2.Response(301, headers={"location": "https://evil.test/"})
    service.on("Task/Cancel", moved)
    transport = httpx2.MockTransport(service)
    with (
        httpx2.Client(transport=transport, follow_redirects=True) as http,
        pytest.raises(ApiError, match=r"https://evil\.test/, which is not followed"),
    ):
        Wiro(KEY, http_client=http).task("2221").cancel()
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"api_key": f"{KEY}\u00e9"},
        {"api_key": f"{KEY}\r\nx-evil: 1"},
        {"api_secret": f"{SECRET}\0"},
        {"base_url": f"ftp://user:{SECRET}@host/"},
        {"base_url": f"user:{SECRET}@host"},
        {"base_url": f"https://user:{SECRET}@host:port/"},
        {"base_url": "https://api.wiro.ai"},
        {"user_agent": "a\nb"},
        {"user_agent": "grün"},
        {"user_agent": 5},
        {"max_retries": -1},
        {"max_retries": "3"},
        {"api_key": 7},
        {"timeout": 0},
        {"timeout": -1.5},
        {"timeout": True},
        {"timeout": "60"},
        {"http_client": httpx2.Client(transport=httpx2.MockTransport(Service()))},
    ],
)
def test_settings_that_make_no_sense_are_refused_without_showing_them(
    make: Make, settings: dict[str, Any]
) -> None:
    with pytest.raises(SettingsError) as caught:
        make(**settings)
    told = "".join(traceback.format_exception(caught.value))
    assert KEY not in told
    assert SECRET not in told


def test_a_password_in_the_address_becomes_a_header_and_is_not_shown(
    make: Make, service: Service, do: Do
) -> None:
    service.on("https://proxy.test/v1/Run/acme/paint", ACCEPTED)
    wiro = make(api_key="", base_url="https://me:p%40ss-word@proxy.test/v1")
    do(wiro.run("acme/paint", {}))
    assert service.requests[0].headers["authorization"] == "Basic bWU6cEBzcy13b3Jk"
    call = wiro.prepare("acme/paint")
    assert call.headers["authorization"] == "***"
    shown = f"{wiro!r} {wiro._driver!r} {call!r} {call.as_json()}"
    assert "https://proxy.test/v1" in shown
    assert "ss-word" not in shown
    assert "bWU6cEBzcy13b3Jk" not in shown


def echo(request: httpx2.Request) -> httpx2.Response:
    """A service that repeats all that it was sent, in its refusal."""
    told = f"{dict(request.headers)} {request.content.decode('utf-8', 'replace')}"
    errors = [{"code": 98, "message": told}]
    return httpx2.Response(200, json={"result": False, "errors": errors})


def test_what_is_no_secret_can_be_read(make: Make, service: Service, do: Do) -> None:
    service.on(RUN, echo)
    with pytest.raises(ApiError, match="wirogen-client"):
        do(make().run("acme/paint", {}))


def page_of_secrets(request: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, text=f"<html>{dict(request.headers)}")


def echo_of_another_shape(request: httpx2.Request) -> httpx2.Response:
    """A service that repeats it where a task, a list of them or a file should be."""
    told = f"{dict(request.headers)} {request.content.decode('utf-8', 'replace')}"
    answer = {"result": True, "taskid": [told], "tasklist": told}
    return httpx2.Response(200, json=answer | {"list": [{"name": told}]})


def failing(kind: type[Exception]) -> Callable[[httpx2.Request], None]:
    def fail(request: httpx2.Request) -> None:
        raise kind(f"illegal header {dict(request.headers)}")

    return fail


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (echo, ApiError),
        (page_of_secrets, WiroError),
        (echo_of_another_shape, WiroError),
        (failing(httpx2.ReadError), TransportError),
        (failing(httpx2.ConnectError), TransportError),
        (failing(httpx2.LocalProtocolError), TransportError),
    ],
)
@pytest.mark.parametrize(
    ("path", "call"),
    [
        (RUN, lambda wiro: wiro.run("acme/paint", {})),
        ("Task/Detail", lambda wiro: wiro.task(token=TOKEN).wait()),
        ("File/Upload", lambda wiro: wiro.upload(b"abc")),
    ],
)
def test_planted_keys_and_tokens_show_up_nowhere(
    *,
    make: Make,
    service: Service,
    do: Do,
    caplog: pytest.LogCaptureFixture,
    answer: Any,
    kind: type[WiroError],
    path: str,
    call: Callable[[Any], Any],
) -> None:
    caplog.set_level(logging.DEBUG)
    service.on(path, answer)
    wiro = make(max_retries=1)
    with pytest.raises(kind) as caught:
        do(call(wiro))

    told = traceback.TracebackException.from_exception(
        caught.value, capture_locals=True
    )
    frames = [frame for frame in told.stack if "wiro_models" in frame.filename]
    shown = [
        repr(wiro),
        repr(wiro._driver),
        repr(caught.value),
        repr(vars(caught.value)),
        "".join(traceback.format_exception(caught.value)),
        *(f"{frame.name} {frame.locals}" for frame in frames),
        *(f"{record.getMessage()} {vars(record)}" for record in caplog.records),
    ]
    headers = ("x-api-key", "x-nonce", "x-signature")
    secrets = {KEY, SECRET, TOKEN} | {
        request.headers[name] for request in service.requests for name in headers
    }
    assert frames
    for text in shown:
        assert not [(secret, text) for secret in secrets if secret in text]


def test_what_happens_is_logged_with_fields(
    make: Make, service: Service, do: Do, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="acme.wiro_models")
    service.on(RUN, httpx2.ConnectError("refused"), ACCEPTED)
    do(make().run("acme/paint", {}))
    ours = [one for one in caplog.records if one.name == "acme.wiro_models"]
    assert [record.levelname for record in ours] == ["INFO", "DEBUG", "INFO"]
    assert "refused" in ours[0].getMessage()
    assert vars(ours[1])["wiro_status"] == 200
    assert vars(ours[2])["wiro_task"] == "2221"
    assert vars(ours[2])["wiro_model"] == "acme/paint"


def test_what_goes_wrong_is_logged(
    make: Make, service: Service, do: Do, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="acme.wiro_models")
    limited = {"result": False, "errors": [{"code": 96, "message": "limit"}]}
    service.on(RUN, httpx2.ReadError("cut"), limited, ACCEPTED)
    service.on("Task/Detail", httpx2.ReadError("reset"), done())
    with pytest.raises(OutcomeUnknown):
        do(make().run("acme/paint", {}))
    do(make().task("2221").refresh())
    do(make().run("acme/paint", {}, wait_for_slot=True))
    unknown, again, waited, _ = caplog.records
    assert "cut" in unknown.getMessage()
    assert vars(unknown)["wiro_model"] == "acme/paint"
    assert "reset" in again.getMessage()
    assert vars(again)["wiro_call"] == "Task/Detail"
    assert "limit" in waited.getMessage()
    assert vars(waited)["wiro_call"] == RUN


def test_the_token_is_in_no_repr_and_no_message(
    make: Make, service: Service, do: Do
) -> None:
    service.on(RUN, ACCEPTED)
    service.on(
        "Task/Detail",
        detail("task_start"),
        done(pexit="1", debugerror=f"task {TOKEN} failed"),
    )
    task = do(make().run("acme/paint", {}))
    with pytest.raises(TaskTimeout) as late:
        do(task.wait(timeout=0))
    with pytest.raises(WiroError) as failed:
        do(task.wait())
    for shown in (repr(task), repr(late.value), str(late.value), str(failed.value)):
        assert "2221" in shown
        assert TOKEN not in shown


@pytest.mark.parametrize("secret", [KEY, SECRET, TOKEN])
def test_a_secret_anywhere_in_an_answer_is_in_no_repr_message_or_log(
    make: Make, service: Service, do: Do, caplog: pytest.LogCaptureFixture, secret: str
) -> None:
    caplog.set_level(logging.DEBUG)
    said = f"a {secret}"
    picture = {"name": said, "contenttype": secret, "id": secret, "url": "https://x/a"}
    bare = f"https://x/{secret}.png"
    words = {"content": {"prompt": said, "raw": said, "answer": [said]}}
    told = {
        "id": secret,
        "modelslugowner": said,
        "modelslugproject": "paint",
        "debugerror": said,
        "parameters": {"a": [said]},
    }
    service.on(RUN, {**ACCEPTED, "taskid": secret})
    service.on(
        "Task/Detail",
        detail(said, **told),
        done(outputs=[picture, bare, words, {"odd": said}], **told),
        done(pexit=said, **told),
        {"result": False, "errors": [{"message": said}]},
    )
    wiro = make()
    task = do(wiro.run("acme/paint", {}))
    shown = [repr(task)]
    result = do(task.wait())
    shown += map(repr, (task, result, *result.files, result.answers))
    shown += [repr(result.unknown_outputs), result.text, repr(result.files[1].name)]
    assert task.token == result.raw["socketaccesstoken"] == TOKEN
    assert (task.id, len(result.files)) == (None, 2)
    assert result.files[1].url == (bare if secret is TOKEN else "https://x/***.png")
    for read in (task.refresh, task.result, task.refresh):
        try:
            do(read())
        except WiroError as error:
            shown += [str(error), repr(error)]
    assert len(shown) > 8
    shown += [f"{one.getMessage()} {vars(one)}" for one in caplog.records]
    assert [text for text in shown if secret in text] == []


def test_a_short_key_that_stands_in_other_words_spoils_nothing(
    make: Make, service: Service, do: Do
) -> None:
    told = {"modelslugowner": "acme", "modelslugproject": "paint"}
    service.on("Task/Detail", done(**told))
    result = do(make(api_key="paint", api_secret="cdn").task("2221").wait())
    assert result.task.model == "acme/paint"
    assert result.files[0].url == "https://cdn.test/a/0.png"


def test_a_token_in_an_answer_that_breaks_off_is_not_shown(
    make: Make, service: Service, do: Do
) -> None:
    broken = f'{{"result": true, "taskid": "2221", "socketaccesstoken": "{TOKEN}"'
    service.on(RUN, httpx2.Response(200, text=broken))
    with pytest.raises(OutcomeUnknown, match="2221") as caught:
        do(make().run("acme/paint", {}))
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.deepcopy])
def test_clients_and_keys_are_not_duplicated(duplicate: Any) -> None:
    clients = (Wiro(KEY), AsyncWiro(KEY))
    drivers = [client._driver for client in clients]
    for secretive in (*clients, *drivers, Keys(KEY, SECRET)):
        with pytest.raises(TypeError, match="pickled"):
            duplicate(secretive)


def test_every_error_can_be_pickled(make: Make, service: Service, do: Do) -> None:
    errors: list[WiroError] = [OutcomeUnknown("acme/paint", "cut"), MissingKey()]
    with (
        pytest.raises(InvalidRequest) as invalid,
        Path(__file__).open() as text,
    ):
        do(make().run("acme/paint", {"a": text}))
    errors.append(invalid.value)
    service.on(RUN, {"result": False, "errors": [{"code": 96, "message": "m"}]})
    with pytest.raises(ApiError) as refused:
        do(make().run("acme/paint", {}))
    errors.append(refused.value)
    for error in errors:
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again).keys() == vars(error).keys()

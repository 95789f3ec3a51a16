"""What a task has made is told whole: files, answers, and what is understood in no way;
an error in a file's place is no file; and a wait that takes too long may end the task.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import (
    AsyncWiro,
    DownloadFailed,
    NotFound,
    SettingsError,
    SignInRequired,
    TaskTimeout,
    Wiro,
)
from scripted_wiro import ACCEPTED, KEY, Service, Time, detail, done, refused

Make = Callable[..., Any]
Do = Callable[[Any], Any]
URL = "https://cdn.test/a/0.png"
PICTURE = {"name": "0.png", "contenttype": "image/png", "size": "300000", "url": URL}


class _Incomparable:
    """Equal to nothing, as an array of numpy is, and not saying so."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        raise ValueError("the truth value is ambiguous")


@pytest.fixture
def task(make: Make, service: Service, do: Do) -> Any:
    service.on("Run/acme/paint", ACCEPTED)
    return do(make().run("acme/paint", {}))


@pytest.fixture
def result(service: Service, task: Any, do: Do) -> Callable[..., Any]:
    def of(**told: Any) -> Any:
        service.on("Task/Detail", done(**told))
        return do(task.wait())

    return of


ANSWER = {"contenttype": "raw", "content": {"raw": "", "thinking": [], "answer": []}}


@pytest.mark.parametrize(
    ("outputs", "text"),
    [
        ([], "Merged."),
        ([ANSWER], "Merged."),
        ([{"content": {"raw": "r", "answer": ["Structured."]}}], "Structured."),
        ([{"content": {"raw": "r", "answer": "A text."}}], "A text."),
        ([{"content": {"raw": " ", "answer": [""]}}], "Merged."),
        ([{"content": ["A", "list."]}], "A\nlist."),
        ([PICTURE], None),
    ],
)
def test_a_merged_answer_is_the_text_where_the_outputs_have_none(
    result: Callable[..., Any], outputs: Any, text: str | None
) -> None:
    assert result(outputs=outputs, debugoutput=" Merged. ").text == text


@pytest.mark.parametrize("outputs", [[URL], URL, f'["{URL}"]', [f" {URL} "]])
def test_a_bare_url_is_a_file(result: Callable[..., Any], outputs: Any) -> None:
    [file] = result(outputs=outputs, pexit=None).files
    assert (file.url, file.name) == (URL, "0.png")


@pytest.mark.parametrize(
    "outputs",
    [
        f"{URL}\n{URL}?a=b,c",
        f"{URL}, {URL}?a=b,c",
        [[URL, f"{URL}?a=b,c"]],
        [{"url": [URL, f"{URL}?a=b,c"]}],
    ],
)
def test_several_urls_in_one_are_several_files(
    result: Callable[..., Any], outputs: Any
) -> None:
    files = result(outputs=outputs, pexit=None).files
    assert [file.url for file in files] == [URL, f"{URL}?a=b,c"]


@pytest.mark.parametrize("odd", [{"path": "/x.png"}, "x.png", 7, [1], {"content": 5}])
def test_an_output_that_is_not_understood_is_kept_and_logged(
    result: Callable[..., Any], odd: Any, caplog: pytest.LogCaptureFixture
) -> None:
    made = result(outputs=[odd, PICTURE])
    assert made.unknown_outputs == (odd,)
    assert len(made.files) == 1
    [warning] = [one for one in caplog.records if one.levelno == logging.WARNING]
    assert "outputs of task 2221" in warning.getMessage()


@pytest.mark.parametrize(
    "bad",
    [
        httpx2.Response(200, json={"error": "no such"}),
        httpx2.Response(200, content=b"<Error/>", headers={"content-type": "text/xml"}),
        httpx2.Response(200, content=b"<Error>expired</Error>"),
        httpx2.Response(200, content=b"Access denied"),
        httpx2.Response(
            200, content=b'{"error": 1}', headers={"content-type": "image/png"}
        ),
    ],
)
def test_an_error_in_the_place_of_a_picture_is_no_file(
    service: Service, result: Any, do: Do, tmp_path: Path, bad: httpx2.Response
) -> None:
    [file] = result(outputs=[PICTURE]).files
    service.on(URL, bad)
    with pytest.raises(DownloadFailed, match="in place of image/png"):
        do(file.save(tmp_path))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", "application/pdf"),
        ("a.docx", ""),
        ("a.csv", "text/csv"),
        ("a.glb", "model/gltf-binary"),
        ("a.bin", ""),
    ],
)
def test_an_error_in_the_place_of_any_other_file_is_none(
    service: Service, result: Any, do: Do, name: str, kind: str
) -> None:
    [file] = result(outputs=[{**PICTURE, "name": name, "contenttype": kind}]).files
    service.on(URL, httpx2.Response(200, json={"error": "no such"}))
    with pytest.raises(DownloadFailed, match="in place of"):
        do(file.read())


def test_a_file_in_json_is_one_where_that_is_told(
    service: Service, result: Any, do: Do, tmp_path: Path
) -> None:
    told = {**PICTURE, "name": "a.json", "contenttype": "application/json", "size": "2"}
    [file] = result(outputs=[told]).files
    service.on(URL, httpx2.Response(200, json={}))
    assert do(file.save(tmp_path)).read_bytes() == b"{}"


class Endless(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __iter__(self) -> Any:
        while True:
            yield bytes(1024 * 1024)

    async def __aiter__(self) -> Any:
        for chunk in self:
            yield chunk


def test_a_file_that_never_ends_is_given_up(
    service: Service, result: Any, do: Do, tmp_path: Path
) -> None:
    [file] = result(outputs=[PICTURE]).files
    service.on(URL, lambda _: httpx2.Response(200, stream=Endless()))
    with pytest.raises(DownloadFailed, match="more than 1648576 bytes"):
        do(file.save(tmp_path))
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://cdn.test/a.png", "/a.png", "https://x.test:no/", "x:", "https://[x/"),
        *("https://x..test/a", "https://x.test:70000/a", "https://x test/a"),
    ],
)
def test_a_url_that_is_none_is_not_tried_again(
    service: Service, result: Any, do: Do, tmp_path: Path, time: Time, url: str
) -> None:
    [file] = result(outputs=[{**PICTURE, "url": url}]).files
    before = len(time.sleeps)
    for fetch in (lambda: file.save(tmp_path), file.read):
        with pytest.raises(DownloadFailed, match="URL is n"):
            do(fetch())
    assert len(time.sleeps) == before


def test_a_name_of_a_folder_that_is_too_long_is_a_failed_download(
    result: Any, do: Do, tmp_path: Path
) -> None:
    [file] = result(outputs=[PICTURE]).files
    with pytest.raises(DownloadFailed, match="too long"):
        do(file.save(tmp_path / ("x" * 300)))


def test_an_output_that_is_forbidden_may_have_expired(
    service: Service, result: Any, do: Do, tmp_path: Path
) -> None:
    [file] = result(outputs=[PICTURE]).files
    service.on(URL, httpx2.Response(403))
    with pytest.raises(DownloadFailed, match="expire"):
        do(file.save(tmp_path))


@pytest.mark.parametrize(
    "blocked",
    [
        httpx2.Response(403, html="<html>Blocked</html>"),
        httpx2.Response(403, content=b"error code: 1020"),
        httpx2.Response(401, html="<html>Proxy</html>"),
    ],
)
def test_a_page_of_a_firewall_says_nothing_of_keys(
    make: Make, service: Service, do: Do, blocked: httpx2.Response
) -> None:
    service.on("Run/acme/paint", blocked)
    with pytest.raises(SignInRequired, match="firewall") as caught:
        do(make().run("acme/paint", {}))
    assert "WIRO_API_KEY" not in str(caught.value)


def test_an_address_that_is_not_there_says_which_it_may_be(
    make: Make, service: Service, do: Do
) -> None:
    service.on("Task/Detail", httpx2.Response(404, text="Not Found"))
    with pytest.raises(NotFound, match=r"'Not Found' \(HTTP 404\); .* ends in /v1"):
        do(make().task("2221").refresh())


@pytest.mark.parametrize(
    "address",
    [
        *("https://api.wiro.ai", "https://api.wiro.ai/", "https://api.wiro.ai/v1/Run"),
        *("http://api.wiro.ai/v1", "https://api.wiro.ai:443", "https://wiro.ai/v1"),
    ],
)
def test_an_address_without_its_version_is_refused(mode: str, address: str) -> None:
    kind = Wiro if mode == "sync" else AsyncWiro
    with pytest.raises(SettingsError, match=r"https://api\.wiro\.ai/v1"):
        kind(KEY, base_url=address)


@pytest.mark.parametrize(
    ("status", "calls"),
    [
        ("task_queue", ["Task/Cancel", "Task/Kill"]),
        ("task_start", ["Task/Kill"]),
    ],
)
def test_a_task_that_takes_too_long_is_stopped_where_that_is_wanted(
    service: Service, task: Any, do: Do, status: str, calls: list[str]
) -> None:
    service.on("Task/Detail", detail(status))
    service.on("Task/Cancel", refused(1))
    service.on("Task/Kill", {"result": True})
    with pytest.raises(TaskTimeout, match="it is being stopped"):
        do(task.wait(timeout=5, on_timeout="cancel"))
    assert [path for path in service.paths if path in {*calls, "Task/Cancel"}] == calls


@pytest.mark.parametrize(
    "settings",
    [
        *({"on_timeout": "kill"}, {"on_timeout": None}, {"timeout": "5"}),
        {"on_timeout": _Incomparable()},
        *({"poll_interval": float("nan")}, {"timeout": True}),
    ],
)
def test_a_wait_for_what_is_no_time_is_refused(
    task: Any, do: Do, service: Service, settings: Any
) -> None:
    with pytest.raises(SettingsError, match=next(iter(settings))):
        do(task.wait(**settings))
    assert service.paths == ["Run/acme/paint"]


@pytest.mark.parametrize("seconds", [20, 2])
def test_a_task_is_read_as_often_as_is_asked(
    service: Service, task: Any, do: Do, time: Time, seconds: float
) -> None:
    service.on("Task/Detail", *[detail("task_start")] * 5, done())
    do(task.wait(poll_interval=seconds))
    assert time.sleeps == [seconds] * 5


def test_a_file_can_be_read_without_saving_it(
    service: Service, result: Any, do: Do
) -> None:
    [file] = result(outputs=[{**PICTURE, "size": "3"}]).files
    service.on(URL, httpx2.Response(200, content=b"png"))
    assert do(file.read()) == b"png"


def test_a_file_that_cannot_be_read_is_a_failed_download(
    service: Service, result: Any, do: Do
) -> None:
    [file] = result(outputs=[PICTURE]).files
    service.on(URL, httpx2.Response(404))
    with pytest.raises(DownloadFailed):
        do(file.read())

"""Files that come down: safe names, whole files or none, nothing overwritten."""

import errno
import gzip
import os
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count, repeat
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import DownloadFailed, FileTaken
from acme.wiro_models._runtime.client.file_names import safe_name
from hypothesis import example, given
from hypothesis import strategies as st
from scripted_wiro import Service, Time, done

from kills import NEEDS_FORK, killed_at, killed_past

Do = Callable[[Any], Any]
Make = Callable[..., Any]
URL = "https://cdn.test/a/0.png"
WHOLE = bytes(range(256)) * 40


class Cut(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self.content
        raise httpx2.ReadError("connection reset")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content
        raise httpx2.ReadError("connection reset")


class Untold(Cut):
    """A body of no told length that ends like any other."""

    def __iter__(self) -> Iterator[bytes]:
        yield self.content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self.content


def whole(content: bytes = WHOLE, **headers: str) -> httpx2.Response:
    return httpx2.Response(200, content=content, headers=_names(headers))


def cut(after: int, status: int = 200, start: int = 0, **headers: str) -> Any:
    told = {"content-length": str(len(WHOLE) - start), **_names(headers)}
    body = WHOLE[start : start + after]
    return lambda _: httpx2.Response(status, headers=told, stream=Cut(body))


def rest(request: httpx2.Request) -> httpx2.Response:
    """The part that a request asks for."""
    start = int(request.headers["range"].removeprefix("bytes=").removesuffix("-"))
    headers = {"content-range": f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"}
    if request.headers["if-range"].startswith('"'):
        headers["etag"] = request.headers["if-range"]
    return httpx2.Response(206, content=WHOLE[start:], headers=headers)


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def result(make: Make, service: Service, do: Do) -> Callable[..., Any]:
    """The result of a task with outputs of these names, all of them at one URL."""

    def of(*names: str, **more: Any) -> Any:
        outputs = [
            {"name": name, "url": URL, "contenttype": "image/png", **more}
            for name in names or ["0.png"]
        ]
        service.on("Task/Detail", done(outputs=outputs))
        return do(make().task("2221").wait())

    return of


@pytest.fixture
def file(result: Callable[..., Any]) -> Any:
    return result().files[0]


def test_a_file_is_saved_in_a_folder_under_its_name(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    folder = tmp_path / "new" / "folder"
    path = do(file.save(f"{folder}/"))
    assert path == folder / "0.png"
    assert path.read_bytes() == WHOLE
    assert names_in(folder) == ["0.png"]


def test_a_folder_may_be_a_path_without_ending_and_a_file_one_with(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    assert do(file.save(tmp_path / "out")) == tmp_path / "out" / "0.png"
    assert do(file.save(tmp_path / "b" / "my.jpg")) == tmp_path / "b" / "my.jpg"


def test_a_saved_file_has_the_rights_of_any_new_file(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    (tmp_path / "other").touch()
    saved = do(file.save(tmp_path))
    assert saved.stat().st_mode == (tmp_path / "other").stat().st_mode
    assert saved.stat().st_nlink == 1


def test_what_killed_downloads_have_left_vanishes_with_the_next_one(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    left, going_on, link, other = (
        tmp_path / name
        for name in (
            *(".wiro-0123456789abcdef.part", ".wiro-123456789abcdef0.part"),
            *(".wiro-23456789abcdef01.part", ".wiro-mine.part"),
        )
    )
    link.symlink_to(other)
    for path in (left, going_on, other):
        path.touch()
    for path in (left, other):
        os.utime(path, (0, 0))
    do(file.save(tmp_path))
    kept = {path.name for path in (going_on, link, other)}
    assert set(names_in(tmp_path)) == {"0.png", *kept}


def test_a_name_that_is_taken_in_a_folder_gets_a_number(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    (tmp_path / "0.png").write_bytes(b"mine")
    (tmp_path / "0-2.png").symlink_to(tmp_path / "nowhere")
    assert do(file.save(tmp_path)) == tmp_path / "0-3.png"
    assert (tmp_path / "0.png").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_path_that_is_taken_is_left_alone_unless_asked(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    path = tmp_path / "my.png"
    path.write_bytes(b"mine")
    with pytest.raises(FileTaken, match=r"my\.png") as caught:
        do(file.save(path))
    assert isinstance(caught.value, FileExistsError)
    assert path.read_bytes() == b"mine"
    assert service.sent_to(URL) == []
    assert do(file.save(path, overwrite=True)) == path
    assert path.read_bytes() == WHOLE


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    path = tmp_path / "my.png"

    def appear(_: httpx2.Request) -> httpx2.Response:
        path.write_bytes(b"mine")
        return whole()

    service.on(URL, appear)
    with pytest.raises(FileTaken):
        do(file.save(path))
    assert path.read_bytes() == b"mine"
    assert names_in(tmp_path) == ["my.png"]


def test_nothing_is_overwritten_where_there_are_no_hard_links(
    *,
    monkeypatch: pytest.MonkeyPatch,
    service: Service,
    file: Any,
    do: Do,
    tmp_path: Path,
) -> None:
    def link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "not on this file system")

    monkeypatch.setattr(os, "link", link)
    service.on(URL, whole())
    assert do(file.save(tmp_path)) == tmp_path / "0.png"
    assert do(file.save(tmp_path)) == tmp_path / "0-2.png"
    assert (tmp_path / "0-2.png").read_bytes() == WHOLE


def test_files_of_one_name_are_numbered(
    service: Service, result: Callable[..., Any], do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole(b"1"), whole(b"2"), whole(b"3"), whole(b"4"))
    (tmp_path / "a.png").write_bytes(b"mine")
    both = result("a.png", "../a.png")
    saved = do(both.save_all(tmp_path))
    assert [path.name for path in saved] == ["a-2.png", "a-3.png"]
    assert (tmp_path / "a.png").read_bytes() == b"mine"

    saved = do(both.save_all(tmp_path, overwrite=True))
    assert [path.name for path in saved] == ["a.png", "a-4.png"]
    assert [path.read_bytes() for path in saved] == [b"3", b"4"]


def test_a_file_that_fails_does_not_keep_the_others_from_being_saved(
    service: Service, result: Callable[..., Any], do: Do, tmp_path: Path
) -> None:
    service.on(URL, httpx2.Response(410), whole())
    with pytest.raises(DownloadFailed, match=r"'a\.png'.*expire") as caught:
        do(result("a.png", "b.png").save_all(tmp_path))
    assert caught.value.status == 410
    assert names_in(tmp_path) == ["b.png"]


@pytest.mark.parametrize(
    "validator", [{"etag": '"v1"'}, {"last_modified": "Mon, 01 Jun 2026 00:00:00 GMT"}]
)
def test_a_cut_connection_is_taken_up_where_it_broke(
    *, service: Service, file: Any, do: Do, tmp_path: Path, validator: Any
) -> None:
    service.on(URL, cut(300, **validator), rest)
    assert do(file.save(tmp_path)).read_bytes() == WHOLE
    _, again = service.sent_to(URL)
    assert again.headers["range"] == "bytes=300-"
    assert again.headers["if-range"] == next(iter(validator.values()))


@pytest.mark.parametrize("validator", [{}, {"etag": 'W/"v1"'}])
def test_without_a_firm_validator_a_file_is_fetched_from_the_start(
    *, service: Service, file: Any, do: Do, tmp_path: Path, validator: Any
) -> None:
    service.on(URL, cut(300, **validator), whole())
    assert do(file.save(tmp_path)).read_bytes() == WHOLE
    assert "range" not in service.sent_to(URL)[1].headers


def test_a_file_that_has_changed_is_fetched_from_the_start(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, cut(300, etag='"v1"'), whole(b"another", etag='"v2"'))
    assert do(file.save(tmp_path)).read_bytes() == b"another"


@pytest.mark.parametrize(
    "wrong",
    [
        httpx2.Response(
            206, content=b"?", headers={"content-range": "bytes 7-7/10240"}
        ),
        httpx2.Response(
            206, content=b"?", headers={"content-range": "bytes 300-300/9"}
        ),
        httpx2.Response(206, content=b"?"),
        httpx2.Response(
            206,
            content=WHOLE[300:],
            headers={"content-range": "bytes 300-10239/10240", "etag": '"v2"'},
        ),
        httpx2.Response(
            206,
            content=b"?" * 9940,
            headers={"content-range": "bytes 300-10239/10240"},
        ),
        httpx2.Response(
            206,
            content=b"?" * 9940,
            headers={"content-range": "bytes 0-9939/10240", "etag": '"v1"'},
        ),
        httpx2.Response(416),
    ],
)
def test_a_part_that_does_not_fit_is_not_used(
    *, service: Service, file: Any, do: Do, tmp_path: Path, wrong: Any
) -> None:
    service.on(URL, cut(300, etag='"v1"'), wrong, whole())
    assert do(file.save(tmp_path)).read_bytes() == WHOLE
    assert "range" not in service.sent_to(URL)[2].headers


def test_many_cuts_are_survived_as_long_as_the_file_grows(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    def piece(request: httpx2.Request) -> httpx2.Response:
        start = int(request.headers.get("range", "bytes=0-")[6:-1])
        told = f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}"
        headers = {"etag": '"v"', "content-range": told}
        status = 206 if start else 200
        response: httpx2.Response = cut(256, status, start, **headers)(request)
        return response

    service.on(URL, piece)
    assert do(file.save(tmp_path)).read_bytes() == WHOLE
    assert len(service.sent_to(URL)) >= 40


def test_a_server_error_in_between_does_not_lose_what_came(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, cut(300, etag='"v1"'), httpx2.Response(503), rest)
    assert do(file.save(tmp_path)).read_bytes() == WHOLE
    assert service.sent_to(URL)[2].headers["range"] == "bytes=300-"


@pytest.mark.parametrize(
    "bad",
    [
        lambda _: httpx2.Response(
            200, headers={"content-length": "10240"}, stream=Untold(WHOLE[:-1])
        ),
        lambda _: httpx2.Response(
            200, headers={"content-length": "10240"}, stream=Untold(WHOLE + b"?")
        ),
        lambda _: httpx2.Response(200, stream=Untold(WHOLE[:-1])),
        httpx2.Response(200, html="<h1>Sorry</h1>"),
        httpx2.Response(502, html="<h1>Sorry</h1>"),
        httpx2.Response(429),
        httpx2.Response(200, content=b""),
        httpx2.Response(200, content=b"", headers={"content-length": "0"}),
        httpx2.Response(
            200, content=b'{"error": 1}', headers={"content-type": "image/png"}
        ),
        lambda _: httpx2.Response(
            200,
            headers={"content-encoding": "gzip", "transfer-encoding": "chunked"},
            stream=Untold(gzip.compress(WHOLE)[:-40]),
        ),
        cut(0),
    ],
)
def test_no_half_file_stays_and_no_wrong_one(
    *,
    service: Service,
    result: Callable[..., Any],
    do: Do,
    tmp_path: Path,
    bad: Any,
) -> None:
    [file] = result(size="10240").files
    service.on(URL, bad)
    with pytest.raises(DownloadFailed):
        do(file.save(tmp_path))
    assert len(service.sent_to(URL)) >= 5
    assert names_in(tmp_path) == []

    service.on(URL, bad, whole())
    assert do(file.save(tmp_path)).read_bytes() == WHOLE


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://cdn.test/a", "a.png"])
def test_only_addresses_of_http_are_fetched(
    service: Service, result: Callable[..., Any], do: Do, tmp_path: Path, url: str
) -> None:
    [file] = result(url=url).files
    with pytest.raises(DownloadFailed, match="not of http or https"):
        do(file.save(tmp_path / "out"))
    assert service.paths == ["Task/Detail"]
    assert not (tmp_path / "out").exists()


def test_a_file_that_does_not_end_is_given_up(
    service: Service, result: Callable[..., Any], do: Do, tmp_path: Path
) -> None:
    class Endless(Cut):
        def __iter__(self) -> Iterator[bytes]:
            yield from repeat(self.content, 40)

        async def __aiter__(self) -> AsyncIterator[bytes]:
            for part in self:
                yield part

    [file] = result(size="10240").files
    headers = {"transfer-encoding": "chunked"}
    body = b"?" * 100_000
    service.on(
        URL, lambda _: httpx2.Response(200, headers=headers, stream=Endless(body))
    )
    with pytest.raises(DownloadFailed, match="more than"):
        do(file.save(tmp_path))
    assert names_in(tmp_path) == []


def test_a_file_in_the_place_of_a_part_is_left_alone(
    service: Service, file: Any, do: Do, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda size: "0" * 2 * size)
    (tmp_path / f".wiro-{'0' * 16}.part").symlink_to(tmp_path / "elsewhere")
    service.on(URL, whole())
    with pytest.raises(DownloadFailed, match="exists"):
        do(file.save(tmp_path))
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_file_that_is_refused_is_not_asked_for_again(
    *, service: Service, file: Any, do: Do, tmp_path: Path, status: int
) -> None:
    service.on(URL, httpx2.Response(status))
    with pytest.raises(DownloadFailed, match=str(status)):
        do(file.save(tmp_path))
    assert len(service.sent_to(URL)) == 1


def test_retry_after_is_honoured(
    *, service: Service, file: Any, do: Do, tmp_path: Path, time: Time
) -> None:
    service.on(URL, httpx2.Response(503, headers={"retry-after": "9"}), whole())
    do(file.save(tmp_path))
    assert time.sleeps == [9]


def test_a_redirect_of_the_files_host_is_followed(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    there = "https://other.test/0.png"
    service.on(URL, httpx2.Response(302, headers={"location": there}))
    service.on(there, whole())
    assert do(file.save(tmp_path)).read_bytes() == WHOLE


@pytest.mark.parametrize(
    "there", ["//|x@?", "http://[x/", "http://a..b/", "ftp://a.test/b", ""]
)
def test_a_redirect_to_what_is_no_address_is_told(
    *, service: Service, file: Any, do: Do, tmp_path: Path, there: str
) -> None:
    service.on(URL, httpx2.Response(302, headers={"location": there}))
    with pytest.raises(DownloadFailed):
        do(file.save(tmp_path))
    assert names_in(tmp_path) == []


def test_redirects_in_a_circle_end(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, httpx2.Response(302, headers={"location": "0.png"}))
    with pytest.raises(DownloadFailed, match="redirected 20 times"):
        do(file.save(tmp_path))


def test_an_etag_that_cannot_be_sent_back_is_none(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, cut(300, etag='"é"'), whole())
    assert do(file.save(tmp_path)).read_bytes() == WHOLE
    assert "range" not in service.sent_to(URL)[1].headers


@pytest.mark.parametrize("told", ["", "application/octet-stream"])
def test_a_page_in_place_of_a_picture_is_known_by_the_files_name_too(
    *,
    service: Service,
    result: Callable[..., Any],
    do: Do,
    tmp_path: Path,
    told: str,
) -> None:
    [file] = result(contenttype=told).files
    service.on(URL, httpx2.Response(200, html="<h1>Sorry</h1>"))
    with pytest.raises(DownloadFailed, match="text/html"):
        do(file.save(tmp_path))


def test_an_interrupted_download_leaves_nothing(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    class Interrupted(Cut):
        def __iter__(self) -> Iterator[bytes]:
            yield b"half"
            raise KeyboardInterrupt

        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"half"
            raise KeyboardInterrupt

    service.on(URL, lambda _: httpx2.Response(200, stream=Interrupted(b"")))
    with pytest.raises(KeyboardInterrupt):
        do(file.save(tmp_path))
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("mode", ["sync"])  # the other one saves in the same way
@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("killed", [killed_at, killed_past])
@NEEDS_FORK[0]
@NEEDS_FORK[1]
def test_a_download_that_is_killed_leaves_every_file_old_or_new(
    *,
    service: Service,
    result: Callable[..., Any],
    tmp_path: Path,
    overwrite: bool,
    killed: Callable[..., bool],
) -> None:
    service.on(URL, whole())
    folder = tmp_path / "out"
    folder.mkdir()
    mine = {folder / "0.png": b"old", folder / "notes.txt": b"mine"}
    saved = folder / ("0.png" if overwrite else "0-2.png")
    stride = 1 if killed is killed_at else 4099
    for step in count():
        for path in folder.iterdir():
            path.unlink()
        for path, content in mine.items():
            path.write_bytes(content)
        was_killed = killed(
            step * stride, lambda: result().files[0].save(folder, overwrite=overwrite)
        )
        there = {
            path: path.read_bytes()
            for path in folder.iterdir()
            if path.suffix != ".part"
        }
        new = {saved: WHOLE} if saved in there and there[saved] != b"old" else {}
        assert there == {**mine, **new}
        if not was_killed:
            break
        again = result().files[0].save(folder, overwrite=True)
        assert again.read_bytes() == WHOLE
    assert step > 2
    assert saved.read_bytes() == WHOLE


def test_a_disk_that_refuses_is_told(
    service: Service, file: Any, do: Do, tmp_path: Path
) -> None:
    service.on(URL, whole())
    (tmp_path / "file").touch()
    with pytest.raises(DownloadFailed, match="Not a directory"):
        do(file.save(tmp_path / "file" / "folder"))
    with pytest.raises(DownloadFailed, match="null"):
        do(file.save("a\0/b.png"))
    assert service.sent_to(URL) == []


@pytest.mark.parametrize(
    ("hostile", "safe"),
    [
        ("0.png", "0.png"),
        ("Ünïcode ☃ (1).png", "Ünïcode ☃ (1).png"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system32\\a.dll", "a.dll"),
        ("/etc/passwd", "passwd"),
        ("C:\\a.png", "a.png"),
        ("C:a.png", "C_a.png"),
        ("..", "output.png"),
        ("...", "output.png"),
        ("", "output.png"),
        ("a/", "output.png"),
        (".bashrc", "bashrc"),
        ("-rf", "rf"),
        ("a\0b\r\n\x1b[31m.png", "ab[31m.png"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a.png. . ", "a.png"),
        ("a.png:stream", "a.png_stream"),
        ("CON", "_CON"),
        ("con.tar.gz", "_con.tar.gz"),
        ("nul .png", "_nul.png"),
        ("LPT1.png", "_LPT1.png"),
        ("com¹.png", "_com¹.png"),
        ("console.png", "console.png"),
        ('a<b>"|?*.png', "a_b_____.png"),
        ("\ud800a.png", "a.png"),
        ("x" * 300 + ".png", "x" * 176 + ".png"),
        ("☃" * 300 + ".png", "☃" * 58 + ".png"),
        ("a." + "y" * 300, "a." + "y" * 178),
    ],
)
def test_hostile_names_become_safe(hostile: str, safe: str) -> None:
    assert safe_name(hostile, "image/png") == safe


@given(st.text(max_size=400))
@example("a.\u200b/..")
@example("." + "\u0301" * 200)
def test_any_name_becomes_one_that_stays_in_its_folder(name: str) -> None:
    safe = safe_name(name)
    assert Path("folder", safe).parent == Path("folder")
    assert safe == Path(safe).name
    assert not safe.startswith((".", "-", " "))
    assert not safe.endswith((".", " "))
    assert not set(safe) & set('/\\:*?"<>|')
    assert safe.isprintable() or " " in safe or not safe.isascii()
    assert 0 < len(safe.encode()) <= 181


def test_a_file_without_a_name_has_that_of_its_address(
    result: Callable[..., Any],
) -> None:
    assert result("").files[0].name == "0.png"


def test_an_output_files_name_is_safe_already(result: Callable[..., Any]) -> None:
    assert result("../\x1b[31mevil.png").files[0].name == "[31mevil.png"

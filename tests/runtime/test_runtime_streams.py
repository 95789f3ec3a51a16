"""Files that are read as they come down: in memory that does not grow with them, judged
as saved ones are, and closed with their connection.
"""

import asyncio
import gc
import hashlib
import io
import json
import os
import shutil
import socket
import threading
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import AsyncWiro, DownloadFailed, FileStream, Wiro
from hypothesis import given
from hypothesis import strategies as st
from scripted_wiro import KEY, Service, done

from kills import NEEDS_FORK

Do = Callable[[Any], Any]
Make = Callable[..., Any]
URL = "https://cdn.test/a/0.png"
PICTURE = b"\x89PNG\r\n\x1a\n\x00" + bytes(range(256)) * 1000
TOLD = {
    "name": "0.png",
    "contenttype": "image/png",
    "size": str(len(PICTURE)),
    "url": URL,
}
REFUSAL = b'{"error": "no such"}'


class Body(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """Pieces of a body, given as they are asked for; an exception is raised."""

    def __init__(self, *pieces: bytes | Exception) -> None:
        self.pieces = pieces
        self.given = 0
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.given += 1
            if isinstance(piece, Exception):
                raise piece
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.is_closed = True

    def answer(self, **headers: str) -> Callable[[httpx2.Request], httpx2.Response]:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return lambda _: httpx2.Response(200, headers=names, stream=self)


@pytest.fixture
def file(make: Make, service: Service, do: Do) -> Callable[..., Any]:
    """An output of a task."""

    def of(**more: Any) -> Any:
        service.on("Task/Detail", done(outputs=[{**TOLD, **more}]))
        return do(make().task("2221").wait()).files[0]

    return of


@pytest.fixture
def opened(mode: str, do: Do) -> Callable[[Any], Any]:
    return lambda file: file.open() if mode == "sync" else do(file.open().__aenter__())


def test_a_stream_gives_bytes_as_they_come(
    service: Service, file: Callable[..., Any], opened: Do, do: Do
) -> None:
    halves = [PICTURE[:100_000], PICTURE[100_000:]]
    body = Body(*halves)
    service.on(URL, body.answer(content_length=str(len(PICTURE))))
    stream = opened(file())
    assert stream.name == "0.png"
    assert do(stream.read(10)) == PICTURE[:10]
    assert do(stream.read(90_000)) == PICTURE[10:90_010]
    assert body.given == 1
    assert do(stream.read(20_000)) == PICTURE[90_010:110_010]
    assert do(stream.read()) == PICTURE[110_010:]
    assert do(stream.read()) == do(stream.read(5)) == b""
    do(stream.close())
    with pytest.raises(ValueError, match="closed"):
        do(stream.read())
    assert len(service.sent_to(URL)) == 1


def test_the_pieces_of_a_stream_can_be_taken_one_by_one(mode: str) -> None:
    pieces = [PICTURE[:7], PICTURE[7:9], PICTURE[9:20]]
    service = Service()
    service.on("Task/Detail", done(outputs=[{**TOLD, "size": "20"}]))
    service.on(URL, lambda _: httpx2.Response(200, stream=Body(*pieces)))
    transport = httpx2.MockTransport(service)

    async def taken() -> list[bytes]:
        async with AsyncWiro(KEY, transport=transport) as wiro:
            [file] = (await wiro.task("2221").wait()).files
            async with file.open() as stream:
                first = await stream.read(3)
                return [first, *[piece async for piece in stream]]

    if mode == "async":
        assert asyncio.run(taken()) == [PICTURE[:3], PICTURE[3:7], *pieces[1:]]
        return
    [file] = Wiro(KEY, transport=transport).task("2221").wait().files
    with file.open() as stream:
        first = stream.read(3)
        assert [first, *[stream.read1() for _ in range(4)]] == [
            *(PICTURE[:3], PICTURE[3:7]),
            *(*pieces[1:], b""),
        ]


@given(
    content=st.binary(max_size=300),
    cuts=st.lists(st.integers(0, 300), max_size=6),
    sizes=st.lists(st.integers(0, 100), max_size=6),
)
def test_any_reading_gives_what_was_sent(
    content: bytes, cuts: list[int], sizes: list[int]
) -> None:
    ends = [0, *sorted(cuts), len(content)]
    pieces = [content[a:b] for a, b in pairwise(ends)]
    service = Service()
    told = {**TOLD, "name": "a.bin", "contenttype": "", "size": str(len(content))}
    service.on("Task/Detail", done(outputs=[told]))
    service.on(URL, lambda _: httpx2.Response(200, stream=Body(*pieces)))
    transport = httpx2.MockTransport(service)

    async def read() -> list[bytes]:
        async with AsyncWiro(KEY, transport=transport) as wiro:
            [file] = (await wiro.task("2221").wait()).files
            async with file.open() as stream:
                return [
                    *[await stream.read(size) for size in sizes],
                    await stream.read(),
                ]

    with (
        Wiro(KEY, transport=transport) as wiro,
        wiro.task("2221").wait().files[0].open() as stream,
    ):
        parts = [*(stream.read(size) for size in sizes), stream.read()]
    assert b"".join(parts) == content
    assert asyncio.run(read()) == parts


BREAKS = [
    (Body(PICTURE[:5000], httpx2.ReadError("reset")), {}, "reset, after 5000 bytes"),
    (Body(PICTURE[:5000]), {"content_length": "256009"}, "5000 bytes came, and 256009"),
    (Body(PICTURE[:5000]), {}, "5000 bytes came, and 256009 should have"),
    (Body(*[PICTURE] * 9), {}, "more than 1560594 bytes"),
    (
        Body(b"a" * 70_000, b"a"),
        {"transfer_encoding": "chunked"},
        "a text of 70001 bytes in place of image/png",
    ),
]


@pytest.mark.parametrize(("body", "headers", "why"), BREAKS)
def test_a_stream_that_breaks_off_says_so_and_does_not_just_end(
    *,
    service: Service,
    file: Callable[..., Any],
    opened: Do,
    do: Do,
    body: Body,
    headers: Any,
    why: str,
) -> None:
    body.is_closed = False
    service.on(URL, body.answer(**headers))
    stream = opened(file())
    assert len(do(stream.read(1000))) == 1000
    for _ in range(2):
        with pytest.raises(DownloadFailed, match=why):
            while do(stream.read(64 * 1024)):
                pass
    assert body.is_closed
    assert len(service.sent_to(URL)) == 1


NO_FILES: list[tuple[Any, int]] = [
    (httpx2.Response(200, json={"error": 1}), 5),
    (httpx2.Response(200, content=REFUSAL, headers={"content-type": "image/png"}), 5),
    (httpx2.Response(200, content=b"\xef\xbb\xbf\n<Error/>"), 5),
    (httpx2.Response(200, content=b"error code: 1010"), 5),
    (lambda _: httpx2.Response(200, stream=Body(*[b"%c" % c for c in REFUSAL])), 5),
    (httpx2.Response(200, content=b""), 5),
    (httpx2.Response(503), 5),
    (httpx2.Response(200, content=b"", headers={"content-length": "0"}), 5),
    (httpx2.ReadTimeout("slow"), 5),
    (lambda _: httpx2.Response(200, stream=Body(httpx2.ReadError("reset"))), 5),
    (httpx2.Response(403), 1),
    (httpx2.Response(404), 1),
    (httpx2.Response(302, headers={"location": "ftp://cdn.test/a"}), 1),
    (httpx2.UnsupportedProtocol("no"), 1),
]


@pytest.mark.parametrize(("answer", "attempts"), NO_FILES)
def test_what_is_no_file_is_none_however_it_is_asked_for(
    *,
    service: Service,
    file: Callable[..., Any],
    opened: Do,
    do: Do,
    tmp_path: Path,
    answer: Any,
    attempts: int,
) -> None:
    told = set()
    for ask in (opened, lambda it: do(it.read()), lambda it: do(it.save(tmp_path))):
        service.on(URL, answer)
        output = file()
        before = len(service.sent_to(URL))
        with pytest.raises(DownloadFailed) as caught:
            ask(output)
        told.add(str(caught.value))
        assert len(service.sent_to(URL)) - before == attempts
    assert len(told) == 1
    is_refused = isinstance(answer, httpx2.Response) and answer.status_code in (
        403,
        404,
    )
    assert ("expire" in told.pop()) == is_refused
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("bad", [each[0] for each in NO_FILES if each[1] > 1])
def test_a_stream_of_which_nothing_was_given_is_asked_for_again(
    *, service: Service, file: Callable[..., Any], opened: Do, do: Do, bad: Any
) -> None:
    service.on(URL, bad, httpx2.Response(200, content=PICTURE))
    stream = opened(file())
    assert do(stream.read()) == PICTURE
    do(stream.close())
    assert len(service.sent_to(URL)) == 2


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("a.json", "application/json", b"{}"),
        ("a.svg", "image/svg+xml", b"<svg/>"),
        ("a.txt", "text/plain", b"error code: 1010"),
        ("a.gltf", "model/gltf+json", b"{}"),
        ("a.obj", "model/obj", b"v 0 0 0\n"),
        ("a.bin", "", b"{}"),
    ],
)
def test_a_text_that_is_promised_is_a_file(
    *,
    service: Service,
    file: Callable[..., Any],
    do: Do,
    name: str,
    kind: str,
    content: bytes,
) -> None:
    plain = httpx2.Response(200, text=content.decode())
    service.on(URL, plain)
    for size in (len(content), None):
        told = file(name=name, contenttype=kind, size=size)
        assert do(told.read()) == content


@pytest.mark.parametrize(
    ("told", "answer", "is_file"),
    [
        ({"size": None}, httpx2.Response(200, text="Access denied"), False),
        ({"size": None}, httpx2.Response(200, content=b"Access denied"), True),
        ({"name": "a.json", "contenttype": ""}, httpx2.Response(200, json=[1]), True),
        ({"contenttype": "application/json"}, httpx2.Response(200, json=[1]), True),
        (
            {"contenttype": "application/octet-stream", "name": "a", "size": "3"},
            httpx2.Response(200, json=[1]),
            True,
        ),
        (
            {"contenttype": "text/csv", "size": None},
            httpx2.Response(200, json=[1]),
            True,
        ),
        (
            {"contenttype": "application/x-blend", "size": None},
            httpx2.Response(200, json=[1]),
            False,
        ),
        ({"contenttype": "text/csv"}, httpx2.Response(200, content=b" {}"), False),
        ({"contenttype": "text/csv"}, httpx2.Response(200, content=b"a,b"), True),
        (
            {"contenttype": "text/html", "size": None},
            httpx2.Response(200, html="<p>"),
            True,
        ),
    ],
)
def test_what_is_told_of_a_file_decides_whether_words_may_be_it(
    *,
    service: Service,
    file: Callable[..., Any],
    do: Do,
    told: Any,
    answer: httpx2.Response,
    is_file: bool,
) -> None:
    service.on(URL, answer)
    output = file(**told)
    if is_file:
        assert do(output.read()) == answer.content
        return
    with pytest.raises(DownloadFailed, match="in place of"):
        do(output.read())


def test_an_empty_answer_is_no_file_because_the_next_attempt_fails(
    service: Service, file: Callable[..., Any], do: Do, tmp_path: Path
) -> None:
    empty = httpx2.Response(200, content=b"", headers={"content-length": "0"})
    service.on(URL, empty, httpx2.ConnectError("refused"))
    with pytest.raises(DownloadFailed, match="refused"):
        do(file().save(tmp_path))


def test_a_stream_that_is_left_early_closes_its_connection(
    service: Service, file: Callable[..., Any], opened: Do, do: Do
) -> None:
    body = Body(*[PICTURE[:5000]] * 100)
    service.on(URL, body.answer(content_length="500000"))
    stream = opened(file())
    do(stream.read(10))
    assert not body.is_closed
    do(stream.close())
    do(stream.close())
    assert body.is_closed
    assert body.given < 20


@NEEDS_FORK[0]
@NEEDS_FORK[1]
def test_a_stream_that_was_opened_before_a_fork_is_read_by_its_opener_alone() -> None:
    body = Body(*[PICTURE[:5000]] * 8)
    service = Service()
    service.on("Task/Detail", done(outputs=[{**TOLD, "size": "40000"}]))
    service.on(URL, body.answer())
    wiro = Wiro(KEY, transport=httpx2.MockTransport(service))
    stream = wiro.task("2221").wait().files[0].open()
    assert stream.read(10) == PICTURE[:10]
    child = os.fork()
    if not child:
        try:
            stream.read()
        except DownloadFailed as failure:
            stream.close()
            os._exit(5 if "another process" in str(failure) else 6)
        os._exit(7)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5
    assert len(stream.read()) == 39_990
    stream.close()


def test_a_stream_that_was_opened_in_another_event_loop_says_so() -> None:
    service = Service()
    service.on("Task/Detail", done(outputs=[TOLD]))
    body = Body(PICTURE[:5000], PICTURE[5000:])
    service.on(URL, body.answer())
    wiro = AsyncWiro(KEY, transport=httpx2.MockTransport(service))

    async def begun() -> Any:
        stream = (await wiro.task("2221").wait()).files[0].open()
        await stream.read(10)
        return stream

    stream = asyncio.run(begun())
    with pytest.raises(DownloadFailed, match="another process or event loop"):
        asyncio.run(stream.read())


def test_a_stream_is_a_binary_file_to_what_reads_one(tmp_path: Path) -> None:
    service = Service()
    service.on("Task/Detail", done(outputs=[TOLD]))
    service.on(URL, lambda _: httpx2.Response(200, stream=Body(PICTURE)))
    wiro = Wiro(KEY, transport=httpx2.MockTransport(service))
    [file] = wiro.task("2221").wait().files
    with file.open() as stream, (tmp_path / "a").open("wb") as copy:
        assert isinstance(stream, FileStream)
        assert not stream.seekable()
        with pytest.raises(io.UnsupportedOperation):
            stream.seek(0)
        shutil.copyfileobj(stream, copy)
    assert (tmp_path / "a").read_bytes() == PICTURE
    with file.open() as stream:
        assert hashlib.file_digest(stream, "sha256").digest() == (
            hashlib.sha256(PICTURE).digest()
        )


class Host(threading.Thread):
    """A Wiro that tells of a task, sends the first bytes of its file, and waits for
    their reader to go.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.is_left = False
        self.start()

    def run(self) -> None:
        url = f"{self.address}/0.png"
        task = json.dumps(done(outputs=[{**TOLD, "url": url}])).encode()
        with self.listener:
            self.answer(len(task), task)
            self.answer(len(PICTURE), PICTURE[:100])

    def answer(self, length: int, content: bytes) -> None:
        connection, _ = self.listener.accept()
        with connection:
            connection.recv(65536)
            head = f"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}"
            connection.sendall(f"{head}\r\n\r\n".encode() + content)
            if len(content) < length:
                connection.settimeout(10)
                self.is_left = connection.recv(1) == b""


def test_a_stream_that_is_left_early_leaves_no_socket_open(mode: str) -> None:
    host = Host()

    async def read() -> Any:
        async with AsyncWiro(KEY, base_url=host.address) as wiro:
            [file] = (await wiro.task("2221").wait()).files
            async with file.open() as stream:
                first = await stream.read(100)
            await asyncio.to_thread(host.join, 5)
            return first

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if mode == "async":
            first = asyncio.run(read())
        else:
            with Wiro(KEY, base_url=host.address) as wiro:
                [file] = wiro.task("2221").wait().files
                with file.open() as stream:
                    first = stream.read(100)
                host.join(5)
        gc.collect()
    assert first == PICTURE[:100]
    assert host.is_left

"""The same promises over real connections, where httpx2 decides what fails how."""

import asyncio
import inspect
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from acme.wiro_models import AsyncWiro, OutcomeUnknown, TransportError, Wiro
from scripted_wiro import KEY, SECRET

Do = Callable[[Any], Any]
ACCEPTED = b'{"result": true, "taskid": "1"}'


def answer(body: bytes, length: int | None = None, more: str = "") -> bytes:
    told = len(body) if length is None else length
    head = f"HTTP/1.1 200 OK\r\ncontent-length: {told}\r\nconnection: close\r\n{more}"
    return f"{head}\r\n".encode() + body


class Server:
    """Reads one request a connection, sends the next answer, and hangs up."""

    def __init__(self, *answers: "bytes | Callable[[Server], bytes]") -> None:
        self.requests: list[bytes] = []
        self._answers = answers
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(10)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        for answer in self._answers:
            connection, _ = self._socket.accept()
            with connection, connection.makefile("rb") as stream:
                self.requests.append(self._read(stream))
                connection.sendall(answer(self) if callable(answer) else answer)

    @staticmethod
    def _read(stream: Any) -> bytes:
        head = b"".join(iter(stream.readline, b"\r\n"))
        length = head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]
        return head + stream.read(int(length or 0))


@pytest.fixture
def connect(mode: str, do: Do) -> Iterator[Callable[[str], Any]]:
    """A client of that address, closed at the end."""
    clients: list[Any] = []

    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    def make(url: str) -> Any:
        kind = Wiro if mode == "sync" else AsyncWiro
        wiro = kind(KEY, api_secret=SECRET, base_url=url, max_retries=2)
        wiro._driver.sleep = (lambda _: None) if mode == "sync" else no_sleep
        clients.append(wiro)
        return wiro

    yield make
    for client in clients:
        if inspect.isawaitable(closing := client.close()):
            do(closing)


def test_a_refused_connection_sent_nothing(connect: Any, do: Do) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(TransportError, match=f"ConnectError.*{url}") as caught:
        do(connect(url).run("acme/paint", {}))
    assert not isinstance(caught.value, OutcomeUnknown)


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.1 200 OK\r\n", answer(ACCEPTED, 999)])
def test_a_connection_that_breaks_after_the_run_was_sent_leaves_it_unknown(
    connect: Any, do: Do, cut: bytes
) -> None:
    with Server(cut) as server:
        with pytest.raises(OutcomeUnknown):
            do(connect(server.url).run("acme/paint", {"prompt": "x"}))
        assert len(server.requests) == 1
    assert server.requests[0].endswith(b'{"prompt":"x"}')


def test_a_file_goes_up_and_comes_down_through_a_cut(
    connect: Any, do: Do, tmp_path: Path
) -> None:
    up = tmp_path / "up.bin"
    up.write_bytes(bytes(range(256)) * 2000)
    whole, tag = up.read_bytes(), 'etag: "1"\r\n'
    rest = f'content-range: bytes 1000-{len(whole) - 1}/{len(whole)}\r\netag: "1"\r\n'

    def task(server: Server) -> bytes:
        output = {"url": f"{server.url}/a.bin", "name": "a.bin"}
        told = {"id": "1", "status": "task_postprocess_end", "outputs": [output]}
        return answer(json.dumps({"result": True, "tasklist": [told]}).encode())

    first = answer(whole[:1000], len(whole), tag)
    second = answer(whole[1000:], None, rest).replace(b"200 OK", b"206 Partial Content")
    with Server(answer(ACCEPTED), task, first, second) as server:
        wiro = connect(server.url)
        result = do(do(wiro.run("acme/paint", {"a": up})).wait())
        [saved] = do(result.save_all(tmp_path / "out"))

    assert up.read_bytes() in server.requests[0]
    assert saved.read_bytes() == whole
    assert b"range: bytes=1000-" in server.requests[3]
    assert KEY.encode() not in server.requests[3]

"""Pulling from a real server on this machine, which breaks connections; and what opens
connections at all.
"""

import ast
import gzip
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import SHUT_RDWR

import httpx2
import pytest
from wiro_double import DETAIL, LIST, PROMPT, PROMPT_ITEM, detail_of, openapi_of, tool

from wirogen.card import Card, Input, Option, Select
from wirogen.config import chosen_config
from wirogen.emulator import create_app
from wirogen.pipeline.specifications import read_specifications
from wirogen.readers import read_file
from wirogen.remote import Outcome, PullRequest, Selection, pull, read_access

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "generator" / "wirogen"


class Handler(BaseHTTPRequestHandler):
    """Answers rightly, but for models that are named for a fault."""

    slugs: tuple[str, ...] = ()
    hangs: threading.Event
    is_over: threading.Event

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        call = self.path.strip("/")
        if call == LIST:
            self.say({"total": len(self.slugs), "tool": [*map(tool, self.slugs)]})
            return
        slug = f"{body['slugowner']}/{body['slugproject']}"
        answer = (
            detail_of(slug, PROMPT_ITEM)
            if call == DETAIL
            else openapi_of(slug, ("prompt",), prompt=PROMPT)
        )
        fault = FAULTS.get(body["slugproject"], Handler.say)
        fault(self, answer)

    def say(self, answer: object) -> None:
        self.send(json.dumps(answer).encode())

    def send(self, content: bytes, length: int = 0, **headers: str) -> None:
        self.send_response(200)
        self.send_header("content-length", str(length or len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


def cut_in_the_body(handler: Handler, answer: object) -> None:
    content = json.dumps(answer).encode()
    handler.send(content[:-40], length=len(content))


def cut_without_length(handler: Handler, answer: object) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + json.dumps(answer).encode()[:-9])


def cut_at_once(handler: Handler, _: object) -> None:
    handler.connection.shutdown(SHUT_RDWR)


def cut_in_the_headers(handler: Handler, _: object) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Le")


def no_http(handler: Handler, _: object) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")


def broken_chunks(handler: Handler, _: object) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    handler.wfile.write(chunked + b"zz\r\n{}\r\n")


def broken_gzip(handler: Handler, _: object) -> None:
    handler.send(b"\x1f\x8b\x08\x00broken", content_encoding="gzip")


def gzip_bomb(handler: Handler, _: object) -> None:
    handler.send(gzip.compress(b" " * 40_000_000), content_encoding="gzip")


def to_another_host(handler: Handler, _: object) -> None:
    handler.wfile.write(b"HTTP/1.0 308 Moved\r\nLocation: http://127.0.0.2:9/\r\n\r\n")


def hang(handler: Handler, _: object) -> None:
    handler.hangs.set()
    handler.is_over.wait()


FAULTS: dict[str, Callable[[Handler, object], None]] = {
    "cut-in-the-body": cut_in_the_body,
    "cut-without-length": cut_without_length,
    "cut-at-once": cut_at_once,
    "cut-in-the-headers": cut_in_the_headers,
    "no-http": no_http,
    "broken-chunks": broken_chunks,
    "broken-gzip": broken_gzip,
    "gzip-bomb": gzip_bomb,
    "to-another-host": to_another_host,
    "hang": hang,
}
"""What goes wrong for models of these names."""


@contextmanager
def serving(*slugs: str) -> Iterator[tuple[str, type[Handler]]]:
    """A server that lists some models: its address, and its handler."""

    class OneHandler(Handler):
        hangs, is_over = threading.Event(), threading.Event()

    OneHandler.slugs = slugs
    with ThreadingHTTPServer(("127.0.0.1", 0), OneHandler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", OneHandler
        finally:
            OneHandler.is_over.set()
            server.shutdown()
            thread.join()


async def no_wait(_: float) -> None:
    return


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "hang"])
def test_broken_connections_cost_no_other_model_and_damage_no_file(
    tmp_path: Path, fault: str
) -> None:
    with serving("acme/first", f"acme/{fault}", "acme/last") as (address, _):
        access = read_access({"WIRO_BASE_URL": address})
        request = PullRequest(access=access, folder=tmp_path, selection=Selection())
        pulled = pull(request, sleep=no_wait)
    assert [str(model.model) for model in pulled.of(Outcome.NEW)] == [
        "acme/first",
        "acme/last",
    ]
    assert [finding.code.name for finding in pulled.report] == ["E704", "E704"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert not any(read_file(path).report.errors for path in files)


def test_an_address_where_nobody_is_is_told(tmp_path: Path) -> None:
    with serving() as (address, _):
        pass
    access = read_access({"WIRO_BASE_URL": address})
    request = PullRequest(access=access, folder=tmp_path, selection=Selection())
    pulled = pull(request, sleep=no_wait)
    assert pulled.failed
    assert not any(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_a_pull_at_once_and_keeps_what_was_written(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from wirogen.remote import PullRequest, pull, read_access\n"
        "pull(PullRequest(access=read_access(os.environ), folder=Path(sys.argv[1]),"
        " models=('acme/first', 'acme/hang', 'acme/last'), at_once=1))"
    )
    with serving() as (address, handler):
        ran = subprocess.Popen(
            [sys.executable, "-c", program, tmp_path],
            env={**os.environ, "WIRO_BASE_URL": address},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert handler.hangs.wait(30)
        ran.send_signal(signal.SIGINT)
        _, errors = ran.communicate(timeout=30)
    assert errors.rstrip().endswith("KeyboardInterrupt")
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert file == tmp_path / "acme/first.yaml"
    assert not read_file(file).report.errors


NO_SOCKETS = """
import sys
def refuse(event, arguments):
    if event.startswith("socket."):
        raise AssertionError(f"a connection: {event} {arguments}")
sys.addaudithook(refuse)
from wirogen.cli import main
main()
"""


@pytest.mark.parametrize(
    "command",
    [
        ["generate", "specs", "-o", "out"],
        ["check", "specs", "-o", "out"],
        ["lint", "specs"],
        ["inspect", "specs/wiro/instant-id.md"],
        ["explain", "W104"],
        ["generate", "outside.json", "-o", "out"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_no_command_but_pull_opens_a_connection(
    tmp_path: Path, command: list[str]
) -> None:
    card = REPOSITORY / "specs" / "wiro" / "instant-id.md"
    (tmp_path / "specs" / "wiro").mkdir(parents=True)
    (tmp_path / "specs" / "wiro" / "instant-id.md").write_bytes(card.read_bytes())
    outside = openapi_of("a/b", x={"$ref": "https://127.0.0.1:9/x.json"})
    (tmp_path / "outside.json").write_text(json.dumps(outside))
    ran = subprocess.run(
        [sys.executable, "-c", NO_SOCKETS, *command],
        check=False,
        cwd=tmp_path,
        env={**os.environ, "WIROGEN_TRACEBACK": "1"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode in (0, 1, 2)
    assert "Traceback" not in ran.stderr
    assert ran.stdout or "error[E036]" in ran.stderr


NETWORK = frozenset(
    {"aiohttp", "anyio", "asyncio", "ftplib", "http", "httpcore2", "httpx", "httpx2"}
    | {"requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib3"}
    | {"urllib.request", "websockets", "xmlrpc"}
)


def test_only_pulling_and_the_local_server_know_the_network() -> None:
    rooms = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            if any(
                name in NETWORK or name.partition(".")[0] in NETWORK for name in names
            ):
                rooms.add(path.relative_to(PACKAGE).parts[0])
    assert rooms == {"remote", "emulator"}


def test_a_pull_from_the_local_wiro_gives_back_its_models(tmp_path: Path) -> None:
    read = read_specifications(chosen_config(REPOSITORY))
    cards = {card.model: card for card in read.originals}
    request = PullRequest(
        access=read_access({"WIRO_BASE_URL": "http://local.test/v1"}),
        folder=tmp_path,
        selection=Selection(),
    )
    transport = httpx2.ASGITransport(create_app(cards.values(), hosts=["local.test"]))
    pulled = pull(request, transport=transport, sleep=no_wait)
    assert not pulled.failed
    assert {model.model for model in pulled.of(Outcome.NEW)} == cards.keys()
    for model in pulled.models:
        assert model.file is not None
        (card,) = read_file(model.file).cards
        assert words_of(card) == words_of(cards[model.model])


def options_of(one: Input) -> tuple[Option, ...]:
    return one.kind.options if isinstance(one.kind, Select) else ()


def words_of(card: Card) -> list[tuple[object, ...]]:
    """What a specification must not lose on the way."""
    return [
        (
            one.wire_name,
            type(one.kind),
            one.label,
            one.help,
            one.default,
            [(option.value, option.label) for option in options_of(one)],
        )
        for one in card.inputs or ()
    ]

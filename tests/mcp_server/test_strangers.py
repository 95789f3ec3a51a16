"""A client that nobody here wrote, as far as the server can tell: lines of JSON-RPC over
standard input and output, by the protocol's text alone, without its SDK.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from built import package_of
from held_time import HeldTime
from wirogen.card import Card, Input, ModelId, Price, Prices, Text
from wirogen.emulator import serve
from wirogen.emulator.clock import Clock

PACKAGE = "strangers_models"
NONSENSE = (
    "",
    "no JSON {",
    "[]",
    "17",
    '{"jsonrpc": "2.0"}',
    '{"jsonrpc": "1.0", "id": 1, "method": "ping"}',
    '{"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 99}}',
    '{"jsonrpc": "2.0", "id": 9, "result": {"content": []}}',
    "\x00\x01",
    "x" * 100_000,
)
WRONG: tuple[tuple[str, Any], ...] = (
    ("no/such/method", {}),
    ("tools/call", {}),
    ("tools/call", {"name": 5}),
    ("tools/call", {"name": "acme_paint", "arguments": "a koala"}),
    ("resources/read", {"uri": "file:///etc/passwd"}),
)


def card(name: str, price: str, category: str = "text-to-image") -> Card:
    return Card(
        model=ModelId("acme", name),
        raw_slug=f"acme/{name}",
        run_path=f"acme/{name}",
        categories=(category,),
        inputs=(Input(wire_name="prompt", kind=Text(), required=True),),
        prices=Prices(table=(Price(method="cpr", price=Decimal(price)),)),
    )


CARDS = (
    card("paint", "0.04"),
    card("speak", "0.01", "text-to-speech"),
    card("write", "0.002", "llm"),
    card("film", "1.5"),
)


class Stranger:
    """The other end of a server's standard input and output."""

    def __init__(self, server: "subprocess.Popen[str]") -> None:
        self._server = server
        self._asked = 0
        self.told: list[Any] = []

    def send(self, line: str) -> None:
        assert self._server.stdin
        self._server.stdin.write(f"{line}\n")
        self._server.stdin.flush()

    def ask(self, method: str, params: Any) -> int:
        self._asked += 1
        message = {"jsonrpc": "2.0", "id": self._asked, "method": method}
        self.send(json.dumps({**message, "params": params}))
        return self._asked

    def call(self, tool: str, progress: str = "any") -> int:
        arguments = {"prompt": "a koala"}
        meta = {"progressToken": progress}
        params = {"name": tool, "arguments": arguments, "_meta": meta}
        return self.ask("tools/call", params)

    def heard(self, is_wanted: Callable[[Any], bool]) -> Any:
        """The first message that is wanted, of all that were and will be told."""
        for message in self.told:
            if is_wanted(message):
                return message
        assert self._server.stdout
        for line in self._server.stdout:
            self.told.append(json.loads(line))
            if is_wanted(self.told[-1]):
                return self.told[-1]
        raise AssertionError("the server has ended")

    def answer(self, number: int) -> Any:
        return self.heard(lambda message: message.get("id") == number)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> HeldTime:
    """The time of the local Wiro, which goes on until it is held."""
    held = HeldTime()
    held.let_go()
    monkeypatch.setattr("wirogen.emulator.server.Clock", partial(Clock, now=held))
    return held


@pytest.fixture
def stranger(tmp_path: Path, held: HeldTime) -> Iterator[tuple[Stranger, str]]:
    """A client that has said hello, and the address of the local Wiro."""
    folder = package_of(tmp_path / "package", *CARDS, package=PACKAGE)
    words = (sys.executable, "-m", PACKAGE, "mcp", "--max-cost", "0.05")
    with serve(CARDS, speed=20) as wiro:
        environment = {
            **os.environ,
            "PYTHONPATH": str(folder),
            "WIRO_API_KEY": "planted-key-77aa",
            "WIRO_BASE_URL": wiro.base_url,
        }
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen(
            [*words, "--folder", str(tmp_path / "files")],
            **pipes,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        ) as server:
            client = Stranger(server)
            hello = {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "stranger", "version": "0"},
            }
            client.answer(client.ask("initialize", hello))
            client.send('{"jsonrpc": "2.0", "method": "notifications/initialized"}')
            yield client, wiro.address
            assert server.stdin
            server.stdin.close()
            assert server.wait(20) == 0
    assert "planted-key-77aa" not in json.dumps(client.told)


def test_three_models_run_a_fourth_is_too_dear_and_a_fifth_run_is_cancelled(
    stranger: tuple[Stranger, str], held: HeldTime
) -> None:
    client, address = stranger
    listed = client.answer(client.ask("tools/list", {}))["result"]["tools"]
    names = [tool["name"] for tool in listed]
    assert names == ["acme_film", "acme_paint", "acme_speak", "acme_write"]
    assert all(tool["inputSchema"]["required"] == ["prompt"] for tool in listed)
    kinds = []
    for number in [*map(client.call, names[1:])]:
        result = client.answer(number)["result"]
        assert not result["isError"], result
        kinds.append([part["type"] for part in result["content"]])
    shown = ["text", "image", "resource_link"], ["text", "audio", "resource_link"]
    assert kinds == [*shown, ["text"]]
    refused = client.answer(client.call("acme_film"))["result"]
    assert refused["isError"]
    assert "$1.5" in refused["content"][0]["text"]
    held.hold()
    fifth = client.call("acme_paint", progress="fifth")
    client.heard(lambda told: told.get("params", {}).get("progressToken") == "fifth")
    params = {"requestId": fifth, "reason": "enough"}
    cancel = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": params}
    client.send(json.dumps(cancel))
    for _ in range(10_000):  # a call that is cancelled may be left without an answer
        assert client.answer(client.ask("ping", {}))["result"] == {}
        requests = httpx2.get(f"{address}/_emulator/journal").json()["requests"]
        paths = [request["path"] for request in requests]
        if any("Task/Cancel" in path or "Task/Kill" in path for path in paths):
            break
    else:
        raise AssertionError(paths)
    assert sum("/Run/" in path for path in paths) == 4


def test_nonsense_is_refused_and_ends_nothing(stranger: tuple[Stranger, str]) -> None:
    client, address = stranger
    for line in NONSENSE:
        client.send(line)
    for method, params in WRONG:
        told = client.answer(client.ask(method, params))
        assert "error" in told or told["result"]["isError"], told
        assert "Traceback" not in json.dumps(told)
    assert client.answer(client.ask("ping", {}))["result"] == {}
    assert len(client.answer(client.ask("tools/list", {}))["result"]["tools"]) == 4
    assert not httpx2.get(f"{address}/_emulator/journal").json()["requests"]

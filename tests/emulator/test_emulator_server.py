"""Serving in the foreground, and what the documentation says of it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from emulator_models import CHAT

from wirogen.emulator import run_server, serve
from wirogen.emulator.clock import Clock
from wirogen.emulator.faults import KINDS

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:]
from emulator_models import CHAT
from wirogen.emulator import run_server
run_server([CHAT], port=0, speed=50, announce=lambda url: print(url, flush=True))
print("ended")
"""


def test_a_server_in_the_foreground_says_where_it_is_and_ends_when_told() -> None:
    places = [str(ROOT / "generator"), str(Path(__file__).parent)]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *places],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        answer = httpx2.post(f"{url}/Run/acme/chat", json={"prompt": "x"})
        server.send_signal(signal.SIGINT)
        out, errors = server.communicate(timeout=60)
    assert answer.json()["result"] is True
    assert (server.returncode, out, errors) == (0, "ended\n", "")


def test_a_port_that_is_taken_is_an_error_of_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            run_server([CHAT], port=port, announce=lambda _: None)


def test_two_servers_do_not_know_of_each_other() -> None:
    with serve([CHAT]) as first, serve([CHAT], api_key="key") as second:
        assert first.port != second.port
        assert httpx2.post(f"{first.base_url}/Tool/List", json={}).status_code == 200
        assert httpx2.post(f"{second.base_url}/Tool/List", json={}).status_code == 401
    with pytest.raises(httpx2.ConnectError):
        httpx2.post(f"{first.base_url}/Tool/List", json={})


@pytest.mark.parametrize("speed", [0, -1, float("inf"), float("nan")])
def test_time_must_go_forward(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Clock(speed=speed)


def test_the_documentation_names_every_fault() -> None:
    text = (ROOT / "docs" / "local-wiro.md").read_text()
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in row.split("|")[1].split("`")[1::2]}
    assert named == KINDS.keys()

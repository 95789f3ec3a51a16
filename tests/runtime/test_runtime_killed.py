"""`run_many` killed with SIGKILL, again and again, against the local Wiro: nothing runs
twice, nothing is lost without being told, and no result is another run's.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import acme.wiro_models
import httpx2
import pytest

from wirogen.card import Card, FreeText, Input, ModelId
from wirogen.emulator import Faults, Serving, serve

COUNT, CONCURRENCY, KILLS = 120, 8, 12
PAINT = Card(
    model=ModelId("acme", "paint"),
    raw_slug="acme/paint",
    run_path="acme/paint",
    inputs=(Input(wire_name="prompt", kind=FreeText()),),
)
PROGRAM = """
import json, os, sys, time
sys.path.insert(0, sys.argv[1])
from acme.wiro_models import RunFailed, RunSucceeded, Wiro

def run(base_url, journal, outcomes, count, concurrency):
    told = {}
    with Wiro(base_url=base_url) as wiro:
        sleep = time.sleep
        wiro._driver.sleep = lambda seconds: sleep(min(seconds, 0.01))
        requests = (("acme/paint", {"prompt": f"n{n}"}) for n in range(count))
        runs = wiro.run_many(requests, concurrency=concurrency, journal=journal)
        for one in runs:
            match one:
                case RunSucceeded(result=result):
                    told[one.index] = ["succeeded", result.task.id]
                case RunFailed(error=error):
                    told[one.index] = ["failed", str(error)]
                case _:
                    told[one.index] = ["unknown", str(one.error)]
    with open(outcomes, "w") as file:
        json.dump(told, file)

for line in sys.stdin:  # a child each, forked before this program has a thread
    child = os.fork()
    if child == 0:
        try:
            run(*json.loads(line))
        finally:
            os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


class Runner:
    """Starts the batch as a program of its own, as often as it is told to."""

    def __init__(self, process: "subprocess.Popen[str]", task: list[Any]) -> None:
        self._process = process
        self._task = json.dumps(task)

    def start(self) -> int:
        """Gives the id of the process."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._task}\n")
        self._process.stdin.flush()
        return int(self._line())

    def wait(self) -> None:
        assert self._line() == "ended"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@contextmanager
def runner(*task: Any) -> Iterator[Runner]:
    folder = Path(acme.wiro_models.__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Runner(process, list(task))
        assert process.stdin is not None
        process.stdin.close()


def prompts(wiro: Serving) -> dict[str, str]:
    """The prompt of each task that was accepted."""
    told = httpx2.get(f"{wiro.address}/_emulator/journal").json()
    return {
        task: run["body"]["prompt"] for run in told["runs"] for task in run["tasks"]
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(
    "faults", [(), ("cut-after@run:0.05", "cut-before@run:0.05", "500@run:0.05")]
)
def test_whenever_the_program_is_killed_nothing_runs_twice(
    tmp_path: Path, faults: tuple[str, ...]
) -> None:
    chance = random.Random(7)
    outcomes = tmp_path / "outcomes.json"
    with serve([PAINT], speed=1_000, faults=Faults.parse(faults)) as wiro:
        task = (wiro.base_url, str(tmp_path / "journal"), str(outcomes))
        with runner(*task, COUNT, CONCURRENCY) as batch:
            kills = 0
            while kills < KILLS and not outcomes.exists():
                child = batch.start()
                time.sleep(chance.uniform(0.01, 0.2))
                kills += not outcomes.exists()
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
                batch.wait()
            if not outcomes.exists():
                batch.start()
                batch.wait()
        accepted = prompts(wiro)

    told = json.loads(outcomes.read_text())
    times = Counter(accepted.values())
    assert kills > 3
    assert len(told) == COUNT
    assert set(times.values()) == {1}
    for index, (what, detail) in told.items():
        if what == "succeeded":
            assert accepted[detail] == f"n{index}"
        assert what != "failed" or f"n{index}" not in times
    unknown = sum(what == "unknown" for what, _ in told.values())
    if not faults:
        assert unknown <= kills * CONCURRENCY
        assert sum(what == "succeeded" for what, _ in told.values()) == COUNT - unknown

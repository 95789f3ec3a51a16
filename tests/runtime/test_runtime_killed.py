"""`run_many` killed with SIGKILL, again and again, against the local Wiro: nothing runs
twice, nothing is lost without being told, and no result is another run's.
"""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import acme.wiro_models
import pytest
from wiro_process import Witness, wiro_process

from effort import IS_FUZZING
from wirogen.card import Card, Input, ModelId, Text

CONCURRENCY = 8
PAINT = Card(
    model=ModelId("acme", "paint"),
    raw_slug="acme/paint",
    run_path="acme/paint",
    inputs=(Input(wire_name="prompt", kind=Text()),),
)
PROGRAM = """
import json, os, signal, sys, threading, time
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
    with open(f"{outcomes}.new", "w") as file:
        json.dump(told, file)
    os.replace(f"{outcomes}.new", outcomes)  # it is there whole, or not at all

def die_after(lines, seconds):  # of the journal, which are written one at a time
    write, left = os.write, iter(range(lines, 0, -1))
    last = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))

    def written(file, content):
        if content.startswith(b'{"index"') and next(left, 0) == 1:
            last.start()
        return write(file, content)

    os.write = written
    if lines <= 0:
        last.start()

for line in sys.stdin:  # a child each, forked before this program has a thread
    task, death = json.loads(line)
    child = os.fork()
    if child == 0:
        try:
            if death:
                die_after(*death)
            run(*task)
        finally:
            os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Runner:
    """Runs the batch as a program of its own, as often as it is told to."""

    def __init__(self, process: "subprocess.Popen[str]", task: list[Any]) -> None:
        self._process = process
        self._task = task

    def run(self, death: tuple[int, float] | None = None) -> int:
        """Gives its exit status, or minus its signal; `death` lets it be killed so many
        seconds after it has added so many lines to the journal.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps([self._task, death])}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """So many requests, which are killed so often. Most of them leave so many lines in
    the journal: that they are sent, accepted, at their end.
    """

    count: int
    kills: int
    lines: int
    faults: tuple[str, ...] = ()


def in_doubt(journal: Path) -> set[int]:
    """The requests of which a journal tells that they were sent, and nothing else."""
    doubts: set[int] = set()
    whole_lines = journal.read_bytes().split(b"\n")[1:-1]
    for told in map(json.loads, whole_lines):
        if told["step"] == "sending":
            doubts.add(told["index"])
        else:
            doubts.discard(told["index"])
    return doubts


def killed_often(
    batch: Batch, program: Runner, journal: Path, outcomes: Path
) -> list[set[int]]:
    """Kills the batch again and again, spread over the whole of it, and lets it come to
    its end. Gives the requests that were in flight each time.
    """
    chance = random.Random(7)
    in_flight: list[set[int]] = []
    for number in range(batch.kills):
        written = journal.read_bytes().count(b"\n")
        lines = number * batch.count * batch.lines // batch.kills - written
        status = program.run((lines, chance.uniform(0, 0.03)))
        if status == 0:
            break
        assert status == -signal.SIGKILL
        in_flight.append(in_doubt(journal).difference(*in_flight))
    if not outcomes.exists():
        assert program.run() == 0
    return in_flight


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.parametrize(
    "batch",
    [
        Batch(
            count=2_000 if IS_FUZZING else 700, kills=30 if IS_FUZZING else 12, lines=3
        ),
        Batch(
            count=300,
            kills=15,
            lines=2,
            faults=("cut-after@run:0.05", "cut-before@run:0.05", "500@run:0.05"),
        ),
    ],
    ids=["no faults", "faults"],
)
def test_whenever_the_program_is_killed_nothing_runs_twice(
    tmp_path: Path, batch: Batch
) -> None:
    journal, outcomes = tmp_path / "journal", tmp_path / "outcomes.json"
    journal.touch()
    with wiro_process([PAINT], speed=1_000, faults=batch.faults) as wiro:
        task = (wiro.base_url, str(journal), str(outcomes), batch.count, CONCURRENCY)
        with runner(*task) as program:
            in_flight = killed_often(batch, program, journal, outcomes)
        with Witness(wiro) as witness:
            accepted, tasks = witness.accepted, witness.tasks

    told = {int(index): end for index, end in json.loads(outcomes.read_text()).items()}
    assert len(in_flight) > batch.kills * 2 / 3
    assert told.keys() == set(range(batch.count))
    assert set(accepted.values()) == {1}
    for index, (what, detail) in told.items():
        ids = [task["id"] for task in tasks[f"n{index}"]]
        assert what != "succeeded" or ids == [detail]
        assert what != "failed" or ids == []
    if not batch.faults:
        unknown = {index for index, (what, _) in told.items() if what == "unknown"}
        assert "failed" not in {what for what, _ in told.values()}
        assert max(map(len, in_flight)) <= CONCURRENCY
        assert unknown <= set().union(*in_flight)

"""Thousands of runs with both clients against a local Wiro on which everything goes
wrong, ten thousand by `make fuzz`: none is sent twice, none is lost without being told,
no result is wrong, no file is damaged, and memory stays flat.
"""

import gc
import logging
import os
import resource
import sys
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from crowds import Tasks, Threads
from faulty_runs import CARDS, FAULTS, KEY, SECRET, SPEED, Plan, Told
from judging import Case, wrongs
from wiro_process import Witness, wiro_process

from effort import IS_FUZZING
from wirogen.emulator import Fault
from wirogen.emulator.faults import KINDS

SEED = 1
WARM_UP, RUNS = (1_000, 5_000) if IS_FUZZING else (300, 1_000)
POOLED = 40
"""Connections that two clients keep open at most."""

TOLD_FOR_SURE = {
    *(("", True), ("TaskFailed", True), ("TaskCancelled", True)),
    *(("OutcomeUnknown", True), ("OutcomeUnknown", False), ("DownloadFailed", True)),
    *(("ConcurrencyLimit", False), ("InsufficientBalance", False)),
    ("RateLimited", False),
}
"""What is told of many runs, and whether those were accepted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """What this process holds: blocks of Python's memory, bytes of the machine's, open
    files, threads.
    """

    blocks: int
    resident: int
    files: int
    threads: int

    @classmethod
    def now(cls) -> "Footprint":
        for thread in threading.enumerate():
            if thread.name.startswith("AnyIO worker"):  # they were told to end
                thread.join(10)
        gc.collect()
        return cls(
            blocks=sys.getallocatedblocks(),
            resident=_resident(),
            files=len(os.listdir("/dev/fd")),  # noqa: PTH208 - as short as it can be
            threads=threading.active_count(),
        )

    def __sub__(self, before: "Footprint") -> "Footprint":
        return Footprint(
            blocks=self.blocks - before.blocks,
            resident=self.resident - before.resident,
            files=self.files - before.files,
            threads=self.threads - before.threads,
        )


def _resident() -> int:
    pages = Path("/proc/self/statm")
    if pages.exists():
        return int(pages.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # the most it ever was


PLAN = replace(Plan.of("the judge", 0), sent="picture", followed="wait", samples=2)
RIGHT = Told(
    stage="files",
    task_id="7",
    result_of="7",
    prompt=PLAN.prompt,
    saved=("0.png", "1.png"),
)
TASK = {
    "id": "7",
    "status": "task_postprocess_end",
    "pexit": "0",
    "parameters": {"prompt": PLAN.prompt},
    "outputs": [{"name": f"{n}.png", "url": f"file {n}"} for n in range(2)],
}
FAILED = {**TASK, "pexit": "1", "outputs": []}


@pytest.mark.parametrize(
    ("facts", "files", "why"),
    [
        ({}, {"0.png": b"file 0", "1.png": b"file 1"}, None),
        ({"accepted": 2, "tasks": [TASK, TASK]}, {}, "accepted 2 times"),
        ({"told": Told(error="RateLimited")}, {}, "accepted, and told as"),
        ({"told": Told(error="ApiError"), "tasks": [], "accepted": 0}, {}, "raised"),
        ({"told": replace(RIGHT, task_id="8")}, {}, "none of its own"),
        ({"told": replace(RIGHT, result_of="8")}, {}, "has a result of 8"),
        ({"told": replace(RIGHT, prompt="another")}, {}, "the result of 'another'"),
        ({"told": replace(RIGHT, text="words")}, {}, "has the words 'words'"),
        ({"tasks": [FAILED]}, {}, "and it is: TaskFailed"),
        ({"told": Told(stage="task", task_id="7", error="TaskFailed")}, {}, "a result"),
        ({"told": Told(stage="task", task_id="7", error="TypeError")}, {}, "raised"),
        ({"told": replace(RIGHT, shown=f"HTTP 401 for {KEY}")}, {}, "a key is shown"),
        ({}, {"0.png": b"file 0", "1.png": b"file"}, "1.png is damaged"),
        ({}, {"0.png": b"file 0", ".a.part": b""}, ".a.part was left behind"),
        ({}, {"0.png": b"file 0"}, "told as saved"),
        ({"plan": replace(PLAN, sent="bytes")}, {}, "has arrived as something else"),
    ],
)
def test_the_judge_finds_what_is_wrong(
    tmp_path: Path, facts: dict[str, Any], files: dict[str, bytes], why: str | None
) -> None:
    (tmp_path / "saved").mkdir()
    for name, content in files.items():
        (tmp_path / "saved" / name).write_bytes(content)
    right = {"plan": PLAN, "told": RIGHT, "tasks": [TASK], "accepted": 1}
    case = Case(folder=tmp_path, content=str.encode, **{**right, **facts})
    found = "; ".join(wrongs(case))
    assert found == "" if why is None else why in found


def test_every_fault_that_there_is_is_on() -> None:
    assert {Fault.parse(text).name for text in FAULTS} == KINDS.keys()


@pytest.mark.parametrize("kind", [Threads, Tasks], ids=["sync", "async"])
def test_past_all_faults_no_run_is_sent_twice_or_lost_or_told_wrongly(
    kind: type[Threads | Tasks],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # pytest keeps what is logged, which is no memory of the client's.
    caplog.set_level(logging.CRITICAL, "acme.wiro_models")
    monkeypatch.setenv("WIRO_API_KEY", KEY)
    monkeypatch.setenv("WIRO_API_SECRET", SECRET)
    keys = {"api_key": KEY, "api_secret": SECRET}
    with wiro_process(CARDS, faults=FAULTS, seed=SEED, speed=SPEED, **keys) as wiro:
        before = Footprint.now()
        crowd = kind(wiro.base_url, tmp_path, SEED)
        crowd.do(range(WARM_UP))
        warm = Footprint.now()
        crowd.do(range(WARM_UP, RUNS))
        growth = Footprint.now() - warm
        crowd.close()
        left = Footprint.now() - before
        with Witness(wiro, key=KEY, secret=SECRET) as witness:
            cases = [*crowd.cases(witness)]
            found = [(case.plan, wrong) for case in cases for wrong in wrongs(case)]

    assert found == []
    prompts = {case.plan.prompt for case in cases}
    assert len(prompts) == len(cases) == RUNS
    assert witness.accepted.keys() <= prompts
    assert witness.happened.keys() == KINDS.keys()
    assert KEY not in witness.journal
    assert SECRET not in witness.journal
    ends = {(case.told.error, bool(case.tasks)) for case in cases}
    assert ends >= TOLD_FOR_SURE
    assert growth.blocks < 3 * (RUNS - WARM_UP)  # one object for each run is more
    assert growth.resident < 24_000_000
    assert growth.files <= POOLED
    assert growth.threads <= 0
    assert left.files <= 0
    assert left.threads <= 0

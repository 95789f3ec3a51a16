"""What the generated client adds to the calls that it makes: `python -m
benchmarks.client`, beside bare httpx2, which makes the same calls in the same process.

A local Wiro in a process of its own answers; its tasks have ended when they are first
read. Client and bare calls take turns.
"""

import argparse
import asyncio
import gc
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx2

from benchmarks.models import ROOT
from wiro_models import AsyncWiro, RunSucceeded, Wiro
from wiro_models.wiro.instant_id import InstantId

KEY = "a-key-for-benchmarks"
MODEL = "wiro/instant-id"
CONCURRENCY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """Seconds that something took: on the clock, and of the processor."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same done twice: with httpx2 alone, and with the client."""

    name: str
    bare: Callable[[], Used]
    client: Callable[[], Used]


def main() -> None:
    """Measures everything, prints a table and writes it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--runs", type=int, default=200, help="runs, one by one")
    parser.add_argument("--many", type=int, default=1000, help="runs of run_many")
    parser.add_argument("--json", type=Path, default=ROOT / ".benchmarks/client.json")
    options = parser.parse_args()
    with _local_wiro() as base_url, tempfile.TemporaryDirectory() as folder:
        pairs = [
            *_imports(Path(folder)),
            *_runs(base_url, options.runs, options.many, Path(folder)),
        ]
        rows = [_measured(pair, options.rounds) for pair in pairs]
        grown = _growth(base_url, options.many)
    print(f"{f'median of {options.rounds}, ms':<46}{'httpx2':>9}{'client':>9}{'x':>6}")
    for row in rows:
        for unit in ("wall", "cpu"):
            print(f"{row['name']:<41}{unit:>5}{_columns(row[unit])}")
    print(f"memory that {4 * options.many} more runs of run_many took: {grown:.1f} MB")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    figures = {"measurements": rows, "grown_MB": grown}
    options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def _measured(pair: Pair, rounds: int) -> dict[str, object]:
    used = [(pair.bare(), pair.client()) for _ in range(rounds)]
    figures: dict[str, object] = {"name": pair.name}
    for unit in ("wall", "cpu"):
        bare, client = (
            statistics.median(getattr(one, unit) * 1000 for one in column)
            for column in zip(*used, strict=True)
        )
        figures[unit] = {"httpx2": round(bare, 1), "client": round(client, 1)}
    return figures


def _columns(figures: object) -> str:
    assert isinstance(figures, dict)  # noqa: S101 - made above
    bare, client = figures["httpx2"], figures["client"]
    return f"{bare:>9.1f}{client:>9.1f}{client / bare:>6.2f}"


def _imports(folder: Path) -> Iterator[Pair]:
    """Whole processes."""
    programs = {
        "import": ("import httpx2", "from wiro_models import Wiro"),
        "import, and make a client": (
            "import httpx2; httpx2.Client()",
            "from wiro_models import Wiro; Wiro()",
        ),
    }
    for name, (bare, client) in programs.items():
        _process(folder, f"{bare}; {client}")
        yield Pair(
            name=name,
            bare=partial(_process, folder, bare),
            client=partial(_process, folder, client),
        )


def _process(folder: Path, program: str) -> Used:
    """A process whose modules were compiled before."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, begin = _children(), time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    return Used(wall=time.perf_counter() - begin, cpu=_children() - before)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _runs(base_url: str, runs: int, many: int, folder: Path) -> Iterator[Pair]:
    headers = {"x-api-key": KEY}
    http = httpx2.Client(base_url=base_url, headers=headers, timeout=60)
    wiro = Wiro(KEY, base_url=base_url)
    pooled = partial(_bare_pooled, http, many)
    run_many = partial(_run_many, wiro, many)
    for name, bare, client in (
        (
            f"{runs} runs, one by one",
            partial(_bare_one_by_one, http, runs),
            partial(_one_by_one, wiro, runs),
        ),
        (f"{many} runs, {CONCURRENCY} threads", pooled, run_many),
        ("the same with a journal", pooled, partial(run_many, folder / "journal")),
        (
            f"{many} runs, {CONCURRENCY} asyncio tasks",
            partial(_async_bare, base_url, many),
            partial(_async_run_many, base_url, many),
        ),
    ):
        yield Pair(name=name, bare=partial(_used, bare), client=partial(_used, client))


def _bare_one_by_one(http: httpx2.Client, runs: int) -> None:
    for number in range(runs):
        _bare_run(http, number)


def _one_by_one(wiro: Wiro, runs: int) -> None:
    for number in range(runs):
        wiro.run(_request(number)).wait()


def _bare_pooled(http: httpx2.Client, many: int) -> None:
    with ThreadPoolExecutor(CONCURRENCY) as pool:
        for _ in pool.map(partial(_bare_run, http), range(many)):
            pass


def _run_many(wiro: Wiro, many: int, journal: Path | None = None) -> None:
    if journal is not None:
        journal.unlink(missing_ok=True)
    requests = map(_request, range(many))
    for outcome in wiro.run_many(requests, concurrency=CONCURRENCY, journal=journal):
        _expect_success(outcome)


def _used(work: Callable[[], object]) -> Used:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Used(wall=time.perf_counter() - wall, cpu=time.process_time() - cpu)


def _request(number: int) -> InstantId:
    return InstantId(
        prompt=f"portrait {number}", input_image_url="https://example.com/1.jpg"
    )


def _bare_run(http: httpx2.Client, number: int) -> None:
    started = http.post(f"/Run/{MODEL}", json=_body(number)).json()
    told = http.post("/Task/Detail", json={"taskid": started["taskid"]}).json()
    assert told["tasklist"][0]["status"] == "task_postprocess_end"  # noqa: S101


def _async_bare(base_url: str, many: int) -> None:
    async def run(http: httpx2.AsyncClient, turn: asyncio.Semaphore, n: int) -> None:
        async with turn:
            response = await http.post(f"/Run/{MODEL}", json=_body(n))
            identity = {"taskid": response.json()["taskid"]}
            told = (await http.post("/Task/Detail", json=identity)).json()
            assert told["tasklist"][0]["status"] == "task_postprocess_end"  # noqa: S101

    async def run_all() -> None:
        headers = {"x-api-key": KEY}
        turn = asyncio.Semaphore(CONCURRENCY)
        client = httpx2.AsyncClient(base_url=base_url, headers=headers, timeout=60)
        async with client as http:
            await asyncio.gather(*(run(http, turn, n) for n in range(many)))

    asyncio.run(run_all())


def _async_run_many(base_url: str, many: int) -> None:
    async def run_all() -> None:
        async with AsyncWiro(KEY, base_url=base_url) as wiro:
            requests = map(_request, range(many))
            async for outcome in wiro.run_many(requests, concurrency=CONCURRENCY):
                _expect_success(outcome)

    asyncio.run(run_all())


def _body(number: int) -> dict[str, object]:
    return {**_BODY, "prompt": f"portrait {number}"}


_BODY = _request(0).to_wire()


def _expect_success(outcome: object) -> None:
    if not isinstance(outcome, RunSucceeded):
        raise SystemExit(f"a run failed: {outcome}")


def _growth(base_url: str, many: int) -> float:
    """How many MB the process grows by while it does four times as many runs again."""
    wiro = Wiro(KEY, base_url=base_url)

    def run(runs: int) -> float:
        _run_many(wiro, runs)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    before = run(many)
    return round(run(4 * many) - before, 1)


@contextmanager
def _local_wiro() -> Iterator[str]:
    command = ("-m", "wirogen", "serve", "--port", "0", "--speed", "1e6")
    with subprocess.Popen(
        [sys.executable, *command, str(ROOT / "specs/wiro/instant-id.md")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it is asked for above
        try:
            yield _address(process.stdout)
        finally:
            process.terminate()


def _address(lines: Iterator[str]) -> str:
    told = []
    for line in lines:
        if found := re.search(r"http://\S+/v1", line):
            return found[0]
        told.append(line)
    raise SystemExit(f"the local Wiro did not start: {''.join(told)}")


if __name__ == "__main__":
    main()

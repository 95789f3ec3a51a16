"""Whole processes, measured in turns, so that a machine's moods fall upon all alike."""

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is measured: commands that run in a folder one after the other, each time
    after `before`.
    """

    name: str
    folder: Path
    commands: tuple[tuple[str, ...], ...]
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """The median of some runs, on the clock and of the processor, and the most memory
    that one process of them had, which is never told as less than this one has.
    """

    name: str
    milliseconds: float
    processor: float
    megabytes: float


def measure(subjects: Sequence[Subject], rounds: int) -> Iterable[Measurement]:
    """Runs every subject once a round."""
    runs = [[_run(subject) for subject in subjects] for _ in range(rounds)]
    for subject, column in zip(subjects, zip(*runs, strict=True), strict=True):
        yield Measurement(
            name=subject.name,
            milliseconds=round(statistics.median(run[0] for run in column), 1),
            processor=round(statistics.median(run[1] for run in column), 1),
            megabytes=round(max(run[2] for run in column), 1),
        )


def _run(subject: Subject) -> tuple[float, float, float]:
    """Milliseconds on the clock, those of the processor, and megabytes."""
    subject.before()
    most = worked = 0.0
    # Python keeps the bytecode of what it imports, unless it is told not to.
    environment = os.environ.keys() - {"PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    for command in subject.commands:
        process = subprocess.Popen(
            command,
            cwd=subject.folder,
            env={name: os.environ[name] for name in environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        assert process.stderr  # noqa: S101 - it is asked for above
        errors = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in {0, 1}:  # 1: found what it looks for
            raise SystemExit(f"{subject.name}: {errors}")
        most = max(most, used.ru_maxrss / 1024)
        worked += used.ru_utime + used.ru_stime
    return (time.perf_counter() - started) * 1000, worked * 1000, most

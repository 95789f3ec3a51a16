"""Many seeded runs at a time, in threads and in tasks of asyncio, with clients that
they share.
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

from acme.wiro_models import AsyncWiro, Wiro
from faulty_runs import (
    HASTY,
    LONGEST_NAP,
    PATIENT,
    TIMEOUT,
    Plan,
    Told,
    at_once,
    tell,
    tell_unless_interrupted,
)
from judging import Case
from wiro_process import Witness

AT_A_TIME = 24


class Book:
    """What was told of each run: on disk, as it is no part of what is measured."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("w")
        self._lock = threading.Lock()

    def write(self, number: int, told: Told) -> None:
        with self._lock:
            self._file.write(f"{json.dumps([number, asdict(told)])}\n")

    def close(self) -> None:
        self._file.close()

    def read(self) -> Iterator[tuple[int, Told]]:
        with self._path.open() as lines:
            for number, told in map(json.loads, lines):
                yield number, Told(**{**told, "saved": tuple(told["saved"])})


class Crowd:
    """Does many runs at a time with two clients that it shares, a patient and a hasty
    one; they sleep shortly.
    """

    KIND: ClassVar[type[Any]]

    def __init__(self, base_url: str, folder: Path, seed: int) -> None:
        self.folder = folder
        self._seed = seed
        self.book = Book(folder / "book")
        self._wiros = {
            is_hasty: self.KIND(
                base_url=base_url,
                timeout=TIMEOUT,
                max_retries=HASTY if is_hasty else PATIENT,
            )
            for is_hasty in (False, True)
        }
        for wiro in self._wiros.values():
            wiro._driver.sleep = self.nap

    @staticmethod
    def nap(seconds: float) -> Any:
        """Waits for that long at most, and never for long."""
        raise NotImplementedError

    def plan(self, number: int) -> Plan:
        return Plan.of(f"{self._seed}, {self.KIND.__name__}", number)

    def close(self) -> None:
        self.book.close()

    def cases(self, witness: Witness) -> Iterator[Case]:
        """Every run with all that is known of it."""
        for number, told in self.book.read():
            plan = self.plan(number)
            yield Case(
                plan=plan,
                told=told,
                tasks=witness.tasks[plan.prompt],
                accepted=witness.accepted[plan.prompt],
                folder=self.folder / str(number),
                content=witness.content,
            )

    def begin(self, number: int) -> tuple[Plan, Any, Path]:
        """What a scenario is given."""
        plan = self.plan(number)
        return plan, self._wiros[plan.is_hasty], self.folder / str(number)


class Threads(Crowd):
    """With the blocking client, in threads."""

    KIND = Wiro

    @staticmethod
    def nap(seconds: float) -> None:
        time.sleep(min(seconds, LONGEST_NAP))

    def do(self, numbers: Iterable[int]) -> None:
        left = iter(numbers)
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            for worker in [pool.submit(self._work, left) for _ in range(AT_A_TIME)]:
                worker.result()

    def close(self) -> None:
        super().close()
        for wiro in self._wiros.values():
            wiro.close()

    def _work(self, left: Iterator[int]) -> None:
        for number in left:
            self.book.write(number, at_once(tell(*self.begin(number))))


class Tasks(Crowd):
    """With the asynchronous client, in tasks, some of which are interrupted."""

    KIND = AsyncWiro

    def __init__(self, base_url: str, folder: Path, seed: int) -> None:
        super().__init__(base_url, folder, seed)
        self._runner = asyncio.Runner()

    @staticmethod
    async def nap(seconds: float) -> None:
        await asyncio.sleep(min(seconds, LONGEST_NAP))

    def do(self, numbers: Iterable[int]) -> None:
        left = iter(numbers)

        async def all_of_them() -> None:
            await asyncio.gather(*(self._work(left) for _ in range(AT_A_TIME)))

        self._runner.run(all_of_them())

    def close(self) -> None:
        super().close()
        for wiro in self._wiros.values():
            self._runner.run(wiro.close())
        self._runner.close()

    async def _work(self, left: Iterator[int]) -> None:
        for number in left:
            told = await tell_unless_interrupted(*self.begin(number))
            self.book.write(number, told)

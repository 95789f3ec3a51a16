"""The tasks of a local Wiro: each one's state is a function of the time."""

import hashlib
import uuid
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import islice
from random import Random
from string import ascii_letters, digits
from typing import Any, Final

from wirogen.card import Card
from wirogen.emulator.clock import Clock
from wirogen.emulator.media import SIDE, picture, sound
from wirogen.emulator.output_kinds import Gives, Talk, gives, talk
from wirogen.emulator.prices import Usage, cost
from wirogen.emulator.timeline import (
    Ending,
    Moment,
    Words,
    closing,
    life,
    session,
    words_of,
)
from wirogen.emulator.uploads import StoredFile

MOST_TASKS: Final = 10_000
"""Beyond this many, the oldest tasks that have ended are forgotten."""

_SHORTEST_NAP, _LONGEST_NAP = 0.001, 0.02
_LOOKED_AT = 100
_ENDS_OF_WORK = ("task_end", "task_error", "task_cancel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run asks for. `parameters` are its inputs as Task/Detail shows them,
    `inputs` those that are texts with the model's defaults; `files` how many files each
    file input was given, `kept` those that were sent along.
    """

    card: Card
    model_id: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, str]
    files: Mapping[str, int]
    address: str
    callback_url: str = ""
    project_id: str = ""
    kept: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that a task gives; `make` makes its bytes anew each time."""

    id: str
    name: str
    content_type: str
    access_key: str
    size: int
    etag: str
    make: Callable[[], bytes] = field(repr=False)


class Task:
    """One task. What depends on the time is asked with a time, in unix seconds."""

    def __init__(
        self, order: Order, *, seed: str, number: int, ending: Ending, clock: Clock
    ) -> None:
        chance = Random(seed)  # noqa: S311 - repeatable, not secret
        self.order = order
        self.id = str(number)
        self.token = "".join(chance.choices(ascii_letters + digits, k=30))
        self.ending = ending
        self.created = clock.now()
        self.talk: Talk | None = talk(order.card)
        self.gives: Gives = gives(order.card)
        self.words = words_of(order.inputs.get("prompt", ""), chance)
        self.turns = 0
        self.has_session = False
        self.are_files_deleted = False
        self._seed = seed
        self._speed = clock.speed
        self._moments = (
            life(self.gives, self.words, ending, chance)
            if self.talk is None
            else session(ending, chance, clock.speed)
        )

    def passed(self, now: float) -> tuple[Moment, ...]:
        """What the task has told until now, in order."""
        return self._moments[: bisect_right(self._moments, self._age(now), key=_at)]

    def status(self, now: float) -> str:
        """The status that Task/Detail shows."""
        shown = [moment.status for moment in self.passed(now) if moment.is_status]
        return shown[-1] if shown else "task_queue"

    def next_at(self, now: float) -> float | None:
        """When the task tells something next, or None if it has ended."""
        coming = self._moments[len(self.passed(now)) :]
        return self.created + coming[0].at / self._speed if coming else None

    def has_ended(self, now: float) -> bool:
        """Whether nothing more comes."""
        return self.next_at(now) is None

    def has_started(self, now: float) -> bool:
        """Whether the task has left the queue and runs, or has run."""
        return any(moment.status == "task_start" for moment in self.passed(now))

    def time_of(self, status: str, now: float) -> int:
        """The unix second at which the task took a status, 0 for never."""
        for moment in self.passed(now):
            if moment.status == status and moment.is_status:
                return int(self.created + moment.at / self._speed)
        return 0

    def stop(self, now: float) -> None:
        """Cancels the task, unless it has ended."""
        if not self.has_ended(now):
            cancelled = Moment(at=self._age(now), status="task_cancel")
            self._moments = (*self.passed(now), cancelled)

    def end_session(self, now: float) -> None:
        """Lets a realtime task come to its end, as soon as its session is ready."""
        statuses = [moment.status for moment in self._moments]
        if "task_stream_ready" not in statuses:
            return
        ready = statuses.index("task_stream_ready") + 1
        if len(self.passed(now)) <= ready:
            at = max(self._age(now), self._moments[ready - 1].at)
            self._moments = (*self._moments[:ready], *closing(at, self.ending))

    def has_succeeded(self, now: float) -> bool:
        """Whether the task has ended well."""
        is_end = self.status(now) == "task_postprocess_end"
        return is_end and self.ending is Ending.SUCCESS

    def exit_code(self, now: float) -> str | None:
        """`pexit`; None until the task has come to an end of its own."""
        if self.status(now) == "task_error":
            return "1"
        if self.status(now) != "task_postprocess_end":
            return None
        return "0" if self.ending is Ending.SUCCESS else "1"

    def outputs(self, now: float) -> tuple[Output, ...]:
        """The files that the task has given."""
        is_file = self.talk is None and self.gives is not Gives.TEXT
        if not is_file or self.are_files_deleted or not self.has_succeeded(now):
            return ()
        return self._files

    def said(self, now: float) -> Words | None:
        """What a language model has answered; None for others, and before the end."""
        is_text = self.talk is None and self.gives is Gives.TEXT
        return self.words if is_text and self.has_succeeded(now) else None

    def elapsed(self, now: float) -> float:
        """How many seconds the task has run, or would have run with the service."""
        at = {m.status: m.at for m in self.passed(now) if m.is_status}
        ends = [at[status] for status in _ENDS_OF_WORK if status in at]
        return (
            min([*ends, self._age(now)]) - at["task_start"] if "task_start" in at else 0
        )

    def cost(self, now: float) -> Decimal:
        """What was charged, in US dollars: nothing for tasks that did not succeed."""
        if not self.has_succeeded(now):
            return Decimal(0)
        return self.cost_so_far(now)

    def cost_so_far(self, now: float) -> Decimal:
        """What would be charged if the task ended well now."""
        inputs = self.order.inputs
        sides = [inputs.get(name, "").strip() for name in ("width", "height")]
        is_sized = all(side.isascii() and side.isdigit() for side in sides)
        width, height = (int(side[:6]) for side in sides) if is_sized else (SIDE, SIDE)
        usage = Usage(
            inputs=inputs,
            files=self.order.files,
            seconds=Decimal(f"{self.elapsed(now):.4f}"),
            outputs=1 if self.gives is Gives.TEXT else self._count,
            tokens=len(self.words.raw.split()),
            pixels=width * height,
            turns=self.turns,
        )
        return cost(self.order.card, usage)

    def _age(self, now: float) -> float:
        return (now - self.created) * self._speed

    @property
    def _count(self) -> int:
        """How many files a model gives: what `samples` says, where it is an input."""
        shown = self.order.inputs.get("samples", "")
        return int(shown) if shown in set("123456789") else 1

    @cached_property
    def _files(self) -> tuple[Output, ...]:
        return tuple(self._file(index) for index in range(self._count))

    def _file(self, index: int) -> Output:
        seed = f"{self._seed}/{index}"
        chance = Random(seed)  # noqa: S311 - repeatable, not secret
        make, ending, content_type = (
            (picture, "png", "image/png")
            if self.gives is Gives.PICTURE
            else (sound, "wav", "audio/wav")
        )
        content = make(seed)
        return Output(
            id=f"{chance.getrandbits(128):032x}",
            name=f"{index}.{ending}",
            content_type=content_type,
            access_key="".join(chance.choices(ascii_letters + digits, k=30)),
            size=len(content),
            etag=hashlib.sha256(content).hexdigest()[:32],
            make=lambda: make(seed),
        )


async def until_news(task: Task, clock: Clock) -> None:
    """Waits until a task tells something, or may be stopped: never for long."""
    now = clock.now()
    due = task.next_at(now)
    if due is not None:
        await clock.sleep(min(max(due - now, _SHORTEST_NAP), _LONGEST_NAP))


async def until_ended(task: Task, clock: Clock) -> None:
    """Waits until a task has ended."""
    while not task.has_ended(clock.now()):
        await until_news(task, clock)


class TaskBook:
    """All tasks, by id and by token."""

    def __init__(self, seed: int, clock: Clock) -> None:
        chance = Random(f"tasks/{seed}")  # noqa: S311 - repeatable, not secret
        self.user = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        self._seed = seed
        self._clock = clock
        self._first = chance.randrange(200_000, 800_000)
        self._accepted = 0
        self._by_id: dict[str, Task] = {}
        self._by_token: dict[str, Task] = {}

    def accept(self, order: Order, ending: Ending) -> Task:
        """A new task."""
        self._accepted += 1
        task = Task(
            order,
            seed=f"task/{self._seed}/{self._accepted}",
            number=self._first + self._accepted,
            ending=ending,
            clock=self._clock,
        )
        self._by_id[task.id] = self._by_token[task.token] = task
        if len(self._by_id) > MOST_TASKS:
            self._forget_one()
        return task

    def find(self, *, id: str = "", token: str = "") -> Task | None:  # noqa: A002
        """The task of that id, or of that token."""
        return self._by_id.get(id) or self._by_token.get(token)

    def newest_first(self) -> Iterator[Task]:
        """All tasks that are not forgotten."""
        return reversed(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def _forget_one(self) -> None:
        now = self._clock.now()
        oldest_ones = islice(self._by_id.values(), _LOOKED_AT)
        oldest = next((task for task in oldest_ones if task.has_ended(now)), None)
        if oldest is not None:
            del self._by_id[oldest.id], self._by_token[oldest.token]


def _at(moment: Moment) -> float:
    return moment.at

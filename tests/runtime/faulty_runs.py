"""Seeded runs of every kind, past every fault, with either client: what is sent, how
its task is followed, and what the client told of it.

Each scenario is written once, with `async`. With the blocking client nothing in it
waits, so that its first step is the whole of it.
"""

import asyncio
import inspect
import pickle
import traceback
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from acme.wiro_models import Finished, TaskTimeout, TurnCost, Upload, WiroError
from acme.wiro_models.wiro.portrait import Portrait

from wirogen.card import Card, File, Input, Kind, ModelId, Number, Text

KEY, SECRET = "planted-key-4d2f", "planted-secret-b8e1"

T = TypeVar("T")


def given(wire_name: str, kind: Kind) -> Input:
    return Input(wire_name=wire_name, kind=kind, required=wire_name == "prompt")


def card(slug: str, *inputs: Input, categories: tuple[str, ...] = ()) -> Card:
    return Card(
        model=ModelId.parse(slug),
        raw_slug=slug,
        run_path=slug,
        categories=categories,
        inputs=(given("prompt", Text()), *inputs),
    )


CARDS = (
    card("acme/paint", given("samples", Number(integer=True))),
    card("acme/hum", categories=("music",)),
    card("acme/chat", categories=("llm",)),
    card("acme/talk", categories=("realtime",)),
    card(
        "wiro/Portrait 2.0",
        given("inputImageUrl", Text()),
        given("inputImage", File(many=False, companion="inputImageUrl2")),
        given("poses", File(many=True, companion="posesUrl")),
    ),
)
FAULTS = (
    *("refuse:0.01", "refuse@socket:0.1", "cut-before:0.015", "cut-after:0.015"),
    *("delay:0.02:0.02", "delay@run:0.004:3", "429:0.04:0.01", "500:0.015"),
    *("html:0.015", "malformed-json:0.015", "wrong-types:0.015", "slow-drip:0.02:0.05"),
    *("slow-drip@task:0.001:3", "96:0.05", "97:0.02", "cut-file:0.15"),
    *("500@file:0.15", "socket-drop:0.3", "task-error:0.05", "pexit-1:0.05"),
)
"""Every fault that there is; a few answers come too late for the clients' TIMEOUT."""

SPEED = 100
TIMEOUT = 1.5
LONGEST_NAP = 0.02
PATIENT, HASTY = 8, 1
"""How often a client of either temper repeats what may be repeated."""

_LONG = 120

_SENT = {
    "picture": 5,
    "sound": 2,
    "words": 4,
    "bytes": 2,
    "path": 2,
    "several files": 2,
    "uploaded first": 2,
    "speech": 1,
}
_FOLLOWED = {
    "wait": 6,
    "socket": 4,
    "polling": 2,
    "late": 1,
    "by id": 2,
    "by token": 2,
    "cancel": 2,
    "kill": 2,
    "by nobody": 1,
}
_SPOKEN_TO = {"session": 2, "kill": 1}
"""A realtime task whose session nobody begins lives until it is killed."""


def one_of(weights: dict[str, int], chance: Random) -> str:
    return chance.choices([*weights], [*weights.values()])[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run before it begins: what is sent, how its task is followed, whether a hasty
    client does it and whether that waits for a slot, and after how many seconds it is
    interrupted (None: never), where a client can be interrupted.
    """

    prompt: str
    sent: str
    followed: str
    is_hasty: bool
    wait_for_slot: float | None
    interrupted_after: float | None
    samples: int
    content: bytes = field(repr=False)

    @classmethod
    def of(cls, seed: object, number: int) -> "Plan":
        chance = Random(f"{seed}/{number}")
        sent = one_of(_SENT, chance)
        return cls(
            prompt=f"run {number} of {seed}",
            sent=sent,
            followed=one_of(_SPOKEN_TO if sent == "speech" else _FOLLOWED, chance),
            is_hasty=chance.random() < 0.3,
            wait_for_slot=600 if chance.random() < 0.5 else None,
            interrupted_after=(
                chance.uniform(0, 0.2) if chance.random() < 0.03 else None
            ),
            samples=chance.randint(1, 3),
            content=chance.randbytes(chance.choice((0, 1, 1_000, 40_000))),
        )

    @property
    def files(self) -> int:
        """How often `content` is sent."""
        counts = {"bytes": 1, "path": 1, "several files": 2, "uploaded first": 1}
        return counts.get(self.sent, 0)

    def request(self, folder: Path) -> tuple[Any, ...]:
        """What `run` is given; a file that it needs is written into that folder."""
        path = folder / "sent.png"
        if self.sent in ("path", "several files", "uploaded first"):
            folder.mkdir(parents=True)
            path.write_bytes(self.content)
        match self.sent:
            case "picture":
                return "acme/paint", {"prompt": self.prompt, "samples": self.samples}
            case "sound" | "words" | "speech" as sent:
                slug = {"sound": "hum", "words": "chat", "speech": "talk"}[sent]
                return f"acme/{slug}", {"prompt": self.prompt}
            case "bytes":
                return (Portrait(prompt=self.prompt, input_image=self.content),)
            case "path":
                return (Portrait(prompt=self.prompt, input_image=path),)
            case "several files":
                named = Upload(source=self.content, name="bytes.png")
                return (Portrait(prompt=self.prompt, poses=[path, named]),)
            case "uploaded first":
                return (Portrait(prompt=self.prompt, input_image_url=path),)
        raise AssertionError(self.sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a client told of a run. `error` is the name of what it raised, empty for
    nothing, and `stage` when: in `run`, about the `task`, or about its `files`; `shown`
    and `pickled` are all that there is of that error. All else is empty as far as it
    did not come to that: `task_id` is what `run` gave, `result_of` and `prompt` the
    task and the prompt that the result is of.
    """

    stage: str = "run"
    error: str = ""
    shown: str = ""
    pickled: str = ""
    task_id: str | None = None
    result_of: str | None = None
    prompt: str | None = None
    text: str | None = None
    saved: tuple[str, ...] = ()


async def tell(plan: Plan, wiro: Any, folder: Path) -> Told:
    """Does a run in a folder of its own, which may not be there yet, and tells what
    comes of it.
    """
    told: dict[str, Any] = {}
    try:
        async for more in _steps(plan, wiro, folder):
            told |= more
    except Exception as error:
        name, shown = type(error).__name__, everything_shown(error)
        if not isinstance(error, WiroError):
            name = f"{name}, which is no WiroError"
        pickled = pickle.dumps(error).decode("latin-1")
        told |= {"error": name, "shown": shown, "pickled": pickled}
    return Told(**told)


async def tell_unless_interrupted(plan: Plan, wiro: Any, folder: Path) -> Told:
    """The same, within the time that the plan gives it."""
    try:
        async with asyncio.timeout(plan.interrupted_after):
            return await tell(plan, wiro, folder)
    except TimeoutError:
        return Told(error="interrupted")


def at_once(scenario: Coroutine[Any, Any, T]) -> T:
    """What a scenario gives that never waits."""
    try:
        scenario.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    raise AssertionError("the blocking client has waited")


def everything_shown(error: BaseException) -> str:
    """All that anybody may be shown of an error and of what has led to it: words and
    notes, attributes, and the variables of our own functions.
    """
    shown: list[str] = []
    for one in _chain(error):
        told = traceback.TracebackException.from_exception(one, capture_locals=True)
        ours = [frame for frame in told.stack if "wiro_models" in frame.filename]
        shown += traceback.format_exception(one, chain=False)
        shown += [repr(one), repr(vars(one)), *(f"{one.locals}" for one in ours)]
    return "\n".join(shown)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    if error is not None:
        yield error
        yield from _chain(error.__cause__)
        yield from _chain(error.__context__)


async def done(value: Any) -> Any:
    """What a call gives, awaited where the client is the asynchronous one."""
    return await value if inspect.isawaitable(value) else value


async def each(items: Any) -> AsyncIterator[Any]:
    """The items of an iterator of either client."""
    if hasattr(items, "__aiter__"):
        async for item in items:
            yield item
    else:
        for item in items:
            yield item


async def _steps(plan: Plan, wiro: Any, folder: Path) -> AsyncIterator[dict[str, Any]]:
    """Tells what becomes known, step by step."""
    request = plan.request(folder)
    task = await done(wiro.run(*request, wait_for_slot=plan.wait_for_slot))
    yield {"stage": "task", "task_id": task.id}
    if plan.followed == "by nobody":
        return
    result = await _result(plan.followed, wiro, task)
    inputs = result.raw["parameters"]
    yield {"stage": "files", "result_of": result.task.id, "prompt": inputs["prompt"]}
    saved = await done(result.save_all(folder / "saved"))
    yield {"text": result.text, "saved": tuple(path.name for path in saved)}


async def _result(followed: str, wiro: Any, task: Any) -> Any:
    """The result of a task, however it is come by."""
    match followed:
        case "socket" | "polling":
            events = task.events(timeout=_LONG, use_socket=followed == "socket")
            told = [event async for event in each(events)]
            assert [one for one in told if isinstance(one, Finished)] == told[-1:]
            assert told[-1].outcome is task.outcome
            return task.result()
        case "session":
            return await _spoken_to(task)
        case "late":
            try:
                return await done(task.wait(timeout=0))
            except TaskTimeout as late:
                task = late.task
        case "by id":
            task = wiro.task(task.id)
        case "by token":
            task = wiro.task(token=task.token)
        case "cancel":
            task = await done(task.cancel())
        case "kill":
            return (await done(task.kill())).result()
    return await done(task.wait(timeout=_LONG))


async def _spoken_to(task: Any) -> Any:
    """The result of a realtime task that was spoken to for a second."""
    async with _within(task.session(timeout=_LONG)) as session:
        await done(session.send(bytes(48_000)))
        async for event in each(session):
            if isinstance(event, TurnCost):
                await done(session.end())
    return task.result()


@asynccontextmanager
async def _within(session: Any) -> AsyncIterator[Any]:
    if hasattr(session, "__aenter__"):
        async with session:
            yield session
    else:
        with session:
            yield session

"""The speech of realtime models (wiro-api.md, Realtime models)."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final, Protocol

from starlette.websockets import WebSocketDisconnect

from wirogen.emulator.clock import Clock
from wirogen.emulator.media import tone
from wirogen.emulator.output_kinds import Talk
from wirogen.emulator.tasks import Task

FRAME_BYTES: Final = 9_600
"""200 ms of 16-bit mono PCM at 24 kHz."""

FRAMES_A_TURN: Final = 5
"""How much speech, either way, makes a turn: one second."""

_FRAME_SECONDS = 0.2


class TellsTask(Protocol):
    """Sends a message about a task."""

    async def __call__(self, task: Task, **content: Any) -> None:
        """Sends it as JSON, `content` beside the task's own fields."""


class Session:
    """A session over one socket.

    Every second of speech that is heard is a turn, and answered; text-to-speech has one
    turn, which nobody needs to begin, and then ends.
    """

    def __init__(
        self,
        task: Task,
        clock: Clock,
        tell: TellsTask,
        speak: Callable[[Task, bytes], Awaitable[None]],
    ) -> None:
        self._task = task
        self._clock = clock
        self._tell = tell
        self._speak = speak
        self._heard = 0
        self._turns: asyncio.Queue[None] = asyncio.Queue()
        self._worker: asyncio.Task[None] | None = None
        self._is_interrupted = False
        self._reported = Decimal(0)

    def begin(self) -> None:
        """Starts the session, which has just become ready."""
        self._worker = asyncio.get_running_loop().create_task(self._work())

    def hear(self, pcm: bytes) -> None:
        """Takes speech of the client's."""
        if self._task.talk is Talk.SPEECH:
            return
        self._heard += len(pcm)
        while self._heard >= FRAME_BYTES * FRAMES_A_TURN:
            self._heard -= FRAME_BYTES * FRAMES_A_TURN
            self._turns.put_nowait(None)

    def interrupt(self) -> None:
        """Stops what is being said."""
        self._is_interrupted = True

    def close(self) -> None:
        """Ends the session, as its socket is gone."""
        if self._worker is not None:
            self._worker.cancel()
        self._task.end_session(self._clock.now())

    async def _work(self) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            if self._task.talk is Talk.SPEECH:
                await self._turn()
                self._task.end_session(self._clock.now())
                return
            while True:
                await self._turns.get()
                await self._turn()

    async def _turn(self) -> None:
        task = self._task
        self._is_interrupted = False
        task.turns += 1
        number = task.turns
        if task.talk is not Talk.SPEECH:
            text = f"TRANSCRIPT_USER:This is turn {number}."
            await self._tell(task, type="task_output", message=text)
        if task.talk is Talk.CONVERSATION:
            text = f"TRANSCRIPT_AI:I have heard turn {number}."
            await self._tell(task, type="task_output", message=text)
        if task.talk is not Talk.TRANSCRIPT:
            await self._say(number)
        await self._tell(task, type="task_stream_end")
        await self._tell_cost(number)

    async def _say(self, number: int) -> None:
        pcm = tone(f"{self._task.id}/{number}", FRAMES_A_TURN * _FRAME_SECONDS)
        for start in range(0, len(pcm), FRAME_BYTES):
            if self._is_interrupted:
                return
            await self._speak(self._task, pcm[start : start + FRAME_BYTES])
            await self._clock.sleep(_FRAME_SECONDS / self._clock.speed)

    async def _tell_cost(self, number: int) -> None:
        so_far = self._task.cost_so_far(self._clock.now())
        await self._tell(
            self._task,
            type="task_cost",
            turnCost=f"{so_far - self._reported:.12f}",
            cumulativeCost=f"{so_far:.12f}",
            usage={"turns": number, "audio_seconds": FRAMES_A_TURN * _FRAME_SECONDS},
        )
        self._reported = so_far

"""What is told of a task, as it was last read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ..errors import (
    ResultUnknown,
    TaskCancelled,
    TaskError,
    TaskFailed,
    TaskNotFinished,
    TaskTimeout,
)
from .answers import Failure
from .state import Outcome, TaskState


class TaskView:
    """What is told of a task."""

    __slots__ = ("_state",)

    def __init__(self, state: TaskState) -> None:
        self._state = state

    @property
    def id(self) -> str | None:
        """Its id; None where only its token is known and it was not read yet."""
        return self._state.id

    @property
    def token(self) -> str | None:
        """Its token (`socketaccesstoken`), with which anybody can follow it."""
        return self._state.token

    @property
    def status(self) -> str:
        """The service's word for how it stands, as last read; empty before that."""
        return self._state.status

    @property
    def outcome(self) -> Outcome:
        """How it stands, as last read: running, succeeded, failed, cancelled, or, where
        it ended and nothing says whether it succeeded, unknown.
        """
        return self._state.outcome

    @property
    def model(self) -> str:
        """The slug of its model; empty where it is not told."""
        return self._state.model

    @property
    def is_terminal(self) -> bool:
        """Whether it has ended, as last read."""
        return self._state.is_terminal

    @property
    def cost(self) -> Decimal | None:
        """What was charged so far, in US dollars, as last read; None where that is not
        told.
        """
        return self._state.cost

    @property
    def raw(self) -> Mapping[str, Any]:
        """The service's own words, the token among them: the answer to the run, or the
        task as last read; empty before either.
        """
        return self._state.raw

    def _complaint(self) -> TaskError | None:
        """Why there is no result, or None."""
        if not (self._state.is_whole and self.is_terminal):
            status = self.status or "not read yet"
            return TaskNotFinished(self, f"{self._name} has no result yet ({status})")
        match self.outcome:
            case Outcome.CANCELLED:
                return TaskCancelled(self, f"{self._name} was cancelled")
            case Outcome.FAILED:
                return TaskFailed(self, f"{self._name} failed ({self._reason})")
            case Outcome.UNKNOWN:
                return ResultUnknown(
                    self,
                    f"{self._name} ended without exit code and outputs: it is not known"
                    " whether it succeeded",
                )
            case _:
                return None

    def _keep(self, state: TaskState) -> None:
        self._state = state

    @property
    def _name(self) -> str:
        return _named(self)

    @property
    def _reason(self) -> str:
        code = self._state.exit_code
        status = f"exit code {code}" if code else self.status
        words = self._state.last_words
        return f"{status}: {words}" if words else status

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - as IPython asks
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """How it stands in a notebook."""
        from .notebooks import task_html

        return {"text/plain": repr(self), "text/html": task_html(self._state)}

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(id={self.id!r}, model={self.model!r},"
            f" status={self.status!r})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (None, self._state)


def how_to_find(model: str, answer: Sequence[TaskState | Failure]) -> str:
    """What to do about a run that was interrupted, after its answer, where one came."""
    match answer:
        case [TaskState(id=str(task_id))]:
            return (
                f"The run of {model} was accepted: wiro.task({task_id!r}) is its task."
            )
        case [Failure()]:
            return f"The run of {model} was not sent."
        case _:
            return (
                f"The run of {model} may have been accepted: look for its task with"
                f" wiro.recent_tasks(model={model!r})."
            )


def timed_out(
    task: TaskView, seconds: float | None, why: Exception, stopped: str = ""
) -> TaskTimeout:
    """The error for a task that has not ended in time."""
    late = f"{_named(task)} had not ended after {seconds or 0:g} s ({why})"
    return TaskTimeout(task, f"{late}; {stopped or 'it goes on'}")


def _named(task: TaskView) -> str:
    name = f"task {task.id}" if task.id else "the task"
    return f"{name} of {task.model}" if task.model else name

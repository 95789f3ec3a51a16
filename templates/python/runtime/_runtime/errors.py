"""Everything that can go wrong, as one tree under `WiroError`:

    WiroError
     +- InvalidRequest          (ValueError)  wrong inputs; nothing was sent
     +- UnknownModel            (LookupError) no request class for that slug
     +- SettingsError           (ValueError)  keys, address or callback make no sense
     |   +- MissingKey                        no API key
     +- InvalidCallback         (ValueError)  a callback that names no task
     +- TooExpensive            the estimate is above max_cost; nothing was sent
     +- CostUnknown             max_cost was given, and there is no estimate
     +- JournalError            a journal of many runs that cannot be used
     +- ApiError                the service answered, and refused
     |   +- NotFound            code 1 or HTTP 404
     |   |   +- ModelNotAccessible          the model is not for this account
     |   +- ConcurrencyLimit    code 96: too many tasks at once
     |   +- InsufficientBalance code 97
     |   +- SignInRequired      codes 98 and 99, HTTP 401 and 403
     |   |   +- AddressNotAllowed           the project does not allow this address
     |   +- AccountSuspended    the account may run nothing
     |   +- FileRequired        the model needs a file that the run had not
     |   +- NotCancellable      the task has gone too far, or ended
     |   +- RateLimited         HTTP 429
     |   +- UnreadableAnswer    HTML, malformed JSON, values of the wrong type
     +- TransportError          no answer came
     |   +- OutcomeUnknown      a run may have been accepted: it is not sent again
     |   +- SessionLost         a realtime session has lost its socket
     +- TaskError               about one task, which it carries as `task`
     |   +- TaskFailed
     |   |   +- ResultUnknown   it ended, and nothing says whether it succeeded
     |   +- TaskCancelled
     |   +- TaskNotFinished
     |       +- TaskTimeout     it goes on: `error.task.wait()` takes it up again
     +- DownloadFailed          a file did not come down whole
         +- FileTaken           (FileExistsError) there is a file of that name already

All of them can be pickled. None holds a key, a signature or a nonce.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final

from .shown import shown

_LONGEST_SLUG: Final = 200


class WiroError(Exception):
    """The base of every error that this package raises on purpose."""

    @property
    def in_shell(self) -> str:
        """What is said of it where nobody writes Python: on the command line, and to
        agents.
        """
        return str(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)


def _revive(
    kind: type[WiroError], args: tuple[Any, ...], attributes: dict[str, Any]
) -> WiroError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(attributes)
    return error


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a request.

    `field` is the name in Python and `wire_name` the one that goes over the wire (both
    empty where the problem is not about one input); `value` is what was given,
    `expected` what would be right, `suggestion` a near match or empty. What is wrong
    with a body (`in_body`) is told by wire names.
    """

    field: str
    wire_name: str
    value: object
    expected: str
    suggestion: str = ""
    in_body: bool = False

    def __str__(self) -> str:
        key = shown(self.wire_name) if self.wire_name else ""
        name = key if self.in_body else self.field or key
        near = f" (did you mean {self.suggestion}?)" if self.suggestion else ""
        return f"{name}: {self.expected}{near}" if name else f"{self.expected}{near}"

    def __repr__(self) -> str:
        value = shown(self.value, name=self.wire_name)
        return (
            f"Problem(field={self.field!r}, wire_name={shown(self.wire_name)},"
            f" value={value}, expected={self.expected!r},"
            f" suggestion={self.suggestion!r})"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (
            self.field,
            self.wire_name,
            _picklable(self.value),
            self.expected,
            self.suggestion,
            self.in_body,
        )


class InvalidRequest(WiroError, ValueError):
    """A request that would fail: nothing was sent. `problems` holds all that is wrong
    with it, not just the first.
    """

    def __init__(self, model: str, problems: Iterable[Problem]) -> None:
        self.model = model
        self.problems = tuple(problems)
        super().__init__(
            "\n".join((self.heading, *(f"  {problem}" for problem in self.problems)))
        )

    @property
    def heading(self) -> str:
        """The model, and how many problems there are."""
        count = len(self.problems)
        model = self.model[:_LONGEST_SLUG].encode("utf-8", "replace").decode()
        return f"{model}: {count} problem{'' if count == 1 else 's'}"


class UnknownModel(WiroError, LookupError):
    """No request class was generated for a slug. `suggestion` is the nearest slug, or
    empty.
    """

    def __init__(self, slug: str, suggestion: str = "") -> None:
        self.slug = slug
        self.suggestion = suggestion
        near = f" (did you mean {suggestion!r}?)" if suggestion else ""
        super().__init__(f"this package has no model {shown(slug)}{near}")


class SettingsError(WiroError, ValueError):
    """A client's own settings (keys, base address, user agent) make no sense."""


class MissingKey(SettingsError):
    """A call needs an API key and there is none."""

    def __init__(self) -> None:
        super().__init__(f"{self.in_shell}, or give api_key= (and api_secret=)")

    @property
    def in_shell(self) -> str:
        """The ways that there are in a shell."""
        return (
            "no API key: set WIRO_API_KEY (and WIRO_API_SECRET where the project signs"
            " its calls)"
        )


class InvalidCallback(WiroError, ValueError):
    """The body of a callback cannot be read, or names no task."""


class TooExpensive(WiroError):
    """The estimate of a run is above `max_cost`: nothing was sent. `estimate` is the
    Estimate, `max_cost` what it may cost at most, in US dollars.
    """

    def __init__(self, model: str, estimate: Any, max_cost: Decimal) -> None:
        self.model = model
        self.estimate = estimate
        self.max_cost = max_cost
        super().__init__(
            f"{model}: {estimate} is more than ${max_cost:f}, the most that the run may"
            " cost; nothing was sent"
        )


class CostUnknown(WiroError):
    """A run may cost `max_cost` at most and what it will cost is not known: nothing was
    sent. `estimate` says why.
    """

    def __init__(self, model: str, estimate: Any, max_cost: Decimal) -> None:
        self.model = model
        self.estimate = estimate
        self.max_cost = max_cost
        super().__init__(
            f"{model}: {estimate}, and the run may cost ${max_cost:f} at most; nothing"
            " was sent"
        )


class JournalError(WiroError):
    """The journal of many runs cannot be used: it is that of other requests, another
    program uses it, or it cannot be read or written.
    """


class ApiError(WiroError):
    """The service answered and did not do what it was asked.

    `code` is the service's own (None where it gives none), `message` its words,
    `status` the HTTP status, `call` what was asked (`Task/Detail`), `retry_after` how
    many seconds it wants to be left alone (None where it does not say).
    """

    HINT: ClassVar[str] = ""

    def __init__(
        self,
        call: str,
        message: str,
        *,
        status: int,
        code: int | None = None,
        retry_after: float | None = None,
        hint: str | None = None,
    ) -> None:
        """`hint` stands in for that of the kind of error."""
        self.call = call
        self.message = message
        self.status = status
        self.code = code
        self.retry_after = retry_after
        codes = f"HTTP {status}" if code is None else f"code {code}, HTTP {status}"
        hint = self.HINT if hint is None else hint
        end = f"; {hint}" if hint else ""
        super().__init__(f"{call}: {message} ({codes}){end}")

    @property
    def is_passing(self) -> bool:
        """Whether the same call may succeed a little later."""
        return self.status in (408, 429) or self.status >= 500


class NotFound(ApiError):
    """What was asked for is not there, or belongs to another project (code 1)."""


class ModelNotAccessible(NotFound):
    """The model is there, and not for this account."""


class ConcurrencyLimit(ApiError):
    """Too many tasks are running (code 96)."""

    HINT = (
        "at a time one task may run, or as many as a tenth of the balance in USD;"
        " wait for one to end"
    )


class InsufficientBalance(ApiError):
    """The balance does not cover the run (code 97)."""


class SignInRequired(ApiError):
    """The keys were not accepted (codes 98 and 99, HTTP 401 and 403)."""

    HINT = (
        "check WIRO_API_KEY, and WIRO_API_SECRET, which a project of the signature kind"
        " needs"
    )


class AddressNotAllowed(SignInRequired):
    """The project takes no calls from this machine's address."""

    HINT = "the project's settings list the addresses that it takes calls from"


class AccountSuspended(ApiError):
    """The account is suspended: it may run nothing."""


class FileRequired(ApiError):
    """The model needs a file that the run did not have."""


class NotCancellable(ApiError):
    """The task can no longer be cancelled or killed: it has gone too far, or ended."""


class RateLimited(ApiError):
    """Too many calls (HTTP 429)."""


class UnreadableAnswer(ApiError):
    """An answer that cannot be read: HTML, malformed JSON, values of the wrong type."""

    @property
    def is_passing(self) -> bool:
        """Reading again may help."""
        return True


class TransportError(WiroError):
    """No whole answer came: it failed, was cut, timed out, or did not end."""


class OutcomeUnknown(TransportError):
    """A run was sent and it is not known whether it was accepted.

    It is not sent again, because it may have been, and costs money. `model` is the
    model's slug; `Wiro.recent_tasks(model=…)` shows the task if there is one.
    """

    def __init__(self, model: str, reason: str) -> None:
        self.model = model
        self.reason = reason
        super().__init__(
            f"{self.in_shell}: look for its task with"
            f" wiro.recent_tasks(model={model!r}) before you run it once more"
        )

    @property
    def in_shell(self) -> str:
        """What has happened; the command line says itself how to look for the task."""
        return (
            f"it is not known whether the run of {self.model} was accepted"
            f" ({self.reason}); it was not sent again"
        )


class SessionLost(TransportError):
    """A realtime session has no socket, or its task cannot be read. `task` may go on,
    and cost what it costs: `error.task.kill()` stops it.
    """

    def __init__(self, task: Any, reason: str) -> None:
        self.task = task
        self.reason = reason
        super().__init__(f"{self.in_shell}: error.task.kill() stops it")

    @property
    def in_shell(self) -> str:
        """What has happened."""
        lost = f"the session of task {self.task.id} is lost ({self.reason})"
        return f"{lost}; the task may go on"


class TaskError(WiroError):
    """About one task: `task` is the Task or AsyncTask, which can be taken up again."""

    def __init__(self, task: Any, message: str) -> None:
        self.task = task
        super().__init__(message)


class TaskFailed(TaskError):
    """The task ended without success. `task.raw` has all that the service tells."""


class ResultUnknown(TaskFailed):
    """The task ended, and nothing says whether it succeeded: no exit code, and no
    outputs.
    """


class TaskCancelled(TaskError):
    """The task was cancelled or killed."""


class TaskNotFinished(TaskError):
    """The task has no result yet."""


class TaskTimeout(TaskNotFinished):
    """The task had not ended when the time was up. It goes on, and costs what it
    costs.
    """


class DownloadFailed(WiroError):
    """A file could not be fetched or written; no half file was left behind.

    `name` is the file's name, `status` the HTTP status of the file's host (None where
    it did not come to one).
    """

    def __init__(self, name: str, reason: str, *, status: int | None = None) -> None:
        self.name = name
        self.status = status
        super().__init__(f"{name!r} was not downloaded: {reason}")


class FileTaken(DownloadFailed, FileExistsError):
    """There is a file of that name already, and `overwrite` was not asked for."""


def _picklable(value: object) -> object:
    import pickle  # noqa: PLC0415 - whoever pickles an error has it

    try:
        pickle.dumps(value)
    except Exception:
        return repr(value)
    return value

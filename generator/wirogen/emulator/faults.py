"""What can go wrong on purpose: faults by name and rate, deterministic by a seed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from wirogen.diagnostics.near import did_you_mean

FATE: Final = "fate"
"""What is asked when a task is accepted: how it is going to end."""

_CALLS = ("run", "task", "upload", "tool")
_HTTP = (*_CALLS, "file", "card")
_ALL = (*_HTTP, "socket")
_RUN, _FILE, _SOCKET, _TASK = ("run",), ("file",), ("socket",), (FATE,)


@dataclass(frozen=True, slots=True)
class FaultKind:
    """A fault that the local Wiro knows: what it does, the groups of paths that it can
    happen to, and its usual `seconds` where it takes any.
    """

    summary: str
    groups: tuple[str, ...]
    seconds: float = 0.0


KINDS: Final[Mapping[str, FaultKind]] = {
    "refuse": FaultKind(
        "the connection is closed before the request's body is read", _ALL
    ),
    "cut-before": FaultKind(
        "the request is read, then the connection is cut; nothing was done", _HTTP
    ),
    "cut-after": FaultKind(
        "what was asked is done, then the connection is cut without an answer", _CALLS
    ),
    "delay": FaultKind("what was asked is done, and answered SECONDS later", _ALL, 2.0),
    "429": FaultKind(
        "HTTP 429 with `Retry-After: SECONDS`; nothing was done", _HTTP, 1.0
    ),
    "500": FaultKind(
        "HTTP 500 without a body; half of the times it was done all the same", _HTTP
    ),
    "html": FaultKind(
        "a page of HTML, as HTTP 200 or 502; it was done or it was not", _HTTP
    ),
    "malformed-json": FaultKind(
        "what was asked is done; the JSON of the answer ends in the middle", _CALLS
    ),
    "wrong-types": FaultKind(
        "what was asked is done; all values of the answer have other types", _CALLS
    ),
    "slow-drip": FaultKind(
        "what was asked is done; the answer trickles in over SECONDS", _HTTP, 5.0
    ),
    "96": FaultKind("error 96, too many tasks at once; nothing was done", _RUN),
    "97": FaultKind("error 97, the balance is too low; nothing was done", _RUN),
    "cut-file": FaultKind("the connection is cut in the middle of a file", _FILE),
    "socket-drop": FaultKind("a socket is cut after a few messages", _SOCKET),
    "task-error": FaultKind("a task ends as task_error", _TASK),
    "pexit-1": FaultKind("a task ends with pexit 1 and without outputs", _TASK),
}
"""Every fault by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault that happens to a share of the requests (`rate`, 0 to 1).

    `scope` is a group of paths or a path (`run`, `task/detail`, `run/wiro/instant-id`),
    empty for all that the fault can happen to; `seconds` is None for the usual time.
    """

    name: str
    rate: float = 1.0
    scope: str = ""
    seconds: float | None = None

    def __post_init__(self) -> None:
        kind = KINDS.get(self.name)
        if kind is None:
            near = did_you_mean(self.name, KINDS)
            hint = f" ({near})" if near else ""
            raise ValueError(f"there is no fault {self.name!r}{hint}: {_listed(KINDS)}")
        if self.scope and self.scope.partition("/")[0] not in kind.groups:
            places = [group for group in kind.groups if group != FATE]
            allowed = _listed(places) if places else "it takes no place"
            raise ValueError(
                f"{self.name} cannot happen to {self.scope!r}: {allowed}",
            )
        if not 0 <= self.rate <= 1:
            raise ValueError(f"a rate is between 0 and 1, not {self.rate:g}")
        if self.seconds is not None and not 0 <= self.seconds <= 3600:
            raise ValueError(f"seconds are between 0 and 3600, not {self.seconds:g}")

    @classmethod
    def parse(cls, text: str) -> "Fault":
        """The fault that `NAME[@SCOPE][:RATE[:SECONDS]]` means. Raises ValueError."""
        what, *numbers = text.strip().lower().split(":")
        name, _, scope = what.partition("@")
        if not name or "" in numbers or len(numbers) > 2:
            raise ValueError(f"{text!r} is not NAME[@SCOPE][:RATE[:SECONDS]]")
        rate, seconds = [*map(_number, numbers), None, None][:2]
        return cls(
            name=name,
            scope=scope.strip("/"),
            rate=1.0 if rate is None else rate,
            seconds=seconds,
        )

    def __str__(self) -> str:
        scope = f"@{self.scope}" if self.scope else ""
        seconds = "" if self.seconds is None else f":{self.seconds:g}"
        return f"{self.name}{scope}:{self.rate:g}{seconds}"

    def can_happen_to(self, path: str) -> bool:
        """Whether the fault is about a path, such as `run/wiro/instant-id`."""
        if path.partition("/")[0] not in KINDS[self.name].groups:
            return False
        return not self.scope or f"{path}/".startswith(f"{self.scope}/")


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of a local Wiro; a request meets the first that hits, if any."""

    listed: tuple[Fault, ...] = ()

    @classmethod
    def parse(cls, texts: Iterable[str]) -> "Faults":
        """The faults that texts such as `cut-after@run:0.2` mean. Raises ValueError."""
        return cls(tuple(map(Fault.parse, texts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fault that happens now; `chance` decides what it leaves open."""

    name: str
    seconds: float
    chance: Random

    def coin(self) -> bool:
        """True every other time."""
        return self.chance.random() < 0.5


class FaultDraws:
    """Tells which requests are hit. The n-th look at a fault has the same outcome for
    the same seed. `happened` counts the hits by the names of the faults.
    """

    def __init__(self, faults: Faults, seed: int) -> None:
        self.faults = faults
        self.happened: Counter[str] = Counter()
        self._seed = seed
        self._looks = [0] * len(faults.listed)

    def draw(self, path: str) -> Hit | None:
        """The fault that happens to a request of that path, or None."""
        for index, fault in enumerate(self.faults.listed):
            if not fault.can_happen_to(path):
                continue
            self._looks[index] += 1
            look = f"{self._seed}/{index}/{fault.name}/{self._looks[index]}"
            chance = Random(look)  # noqa: S311 - repeatable, not secret
            if chance.random() < fault.rate:
                self.happened[fault.name] += 1
                usual = KINDS[fault.name].seconds
                seconds = usual if fault.seconds is None else fault.seconds
                return Hit(name=fault.name, seconds=seconds, chance=chance)
        return None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"a rate or seconds, {text!r}, is not a number") from None


def _listed(names: Iterable[str]) -> str:
    return f"there are {', '.join(names)}"

"""What a local Wiro was asked: every request as it came, and every run that it took."""

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Final

from wirogen.emulator.bodies import Body, SentFile

MOST_REQUESTS: Final = 10_000
MOST_RUNS: Final = 100_000
MOST_CALLBACKS: Final = 10_000
"""How many of each are kept; older ones are forgotten, and counted."""

_LONGEST_TEXT = 2_000
_CREDENTIALS = ("x-api-key", "x-nonce", "x-signature", "authorization", "cookie")


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request. `status` is that of the answer, 0 where there was none; `fault` is
    the fault that happened, `done` whether what was asked was done all the same.
    """

    at: float
    method: str
    path: str
    headers: Mapping[str, str]
    body: Any = None
    size: int = 0
    sha256: str = ""
    status: int = 0
    fault: str | None = None
    done: bool = False

    def as_json(self) -> dict[str, Any]:
        """The request as the journal shows it."""
        return {**asdict(self), "at": round(self.at, 3)}


@dataclass(slots=True, kw_only=True)
class AcceptedRun:
    """How often the same inputs were taken for the same model, and as which tasks."""

    model: str
    body: Any
    tasks: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The run as the journal shows it."""
        return {
            "model": self.model,
            "body": self.body,
            "accepted": len(self.tasks),
            "tasks": list(self.tasks),
        }


class Journal:
    """Everything that was asked, in the order in which it came."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(filter(None, secrets))
        self._entries: deque[Entry] = deque(maxlen=MOST_REQUESTS)
        self._runs: dict[str, AcceptedRun] = {}
        self._callbacks: deque[Mapping[str, Any]] = deque(maxlen=MOST_CALLBACKS)
        self._received = 0

    def note(
        self, *, at: float, method: str, path: str, headers: Mapping[str, str]
    ) -> Entry:
        """An entry for a request that has begun to come. No key is in it."""
        shown = {
            name: "***" if name in _CREDENTIALS else self._redacted(value, headers)
            for name, value in headers.items()
        }
        entry = Entry(
            at=at, method=method, path=self._redacted(path, headers), headers=shown
        )
        self._entries.append(entry)
        self._received += 1
        return entry

    def describe(self, body: Body, headers: Mapping[str, str]) -> Any:
        """A body as the journal shows it: no key, long texts cut, files by a hash."""
        shown = [
            (self._redacted(name, headers), self.described(value, headers))
            for name, value in body.fields
        ]
        if not body.is_form:
            return dict(shown)
        return [
            {"name": name, **(value if isinstance(value, dict) else {"value": value})}
            for name, value in shown
        ]

    def accept(self, *, model: str, body: Any, task_id: str) -> None:
        """Counts a run that was taken."""
        text = json.dumps([model, body], sort_keys=True)
        fingerprint = hashlib.sha256(text.encode()).hexdigest()
        if fingerprint not in self._runs and len(self._runs) >= MOST_RUNS:
            del self._runs[next(iter(self._runs))]
        run = self._runs.setdefault(fingerprint, AcceptedRun(model=model, body=body))
        run.tasks.append(task_id)

    def note_callback(self, *, url: str, task_id: str, outcome: str) -> None:
        """Tells what came of a callback."""
        shown = self._redacted(url, {})
        self._callbacks.append({"task": task_id, "url": shown, "outcome": outcome})

    def as_json(self) -> dict[str, Any]:
        """The whole journal."""
        return {
            "received": self._received,
            "forgotten": self._received - len(self._entries),
            "runs": [run.as_json() for run in self._runs.values()],
            "tasks": {
                task: {"model": run.model, "accepted": len(run.tasks)}
                for run in self._runs.values()
                for task in run.tasks
            },
            "callbacks": list(self._callbacks),
            "requests": [entry.as_json() for entry in self._entries],
        }

    def described(self, value: Any, headers: Mapping[str, str]) -> Any:
        """A value as the journal shows it."""
        match value:
            case SentFile():
                return {
                    "file": self._redacted(value.name, headers),
                    "content_type": value.content_type,
                    "size": len(value.content),
                    "sha256": hashlib.sha256(value.content).hexdigest(),
                }
            case dict():
                return {
                    self._redacted(name, headers): self.described(item, headers)
                    for name, item in value.items()
                }
            case list():
                return [self.described(item, headers) for item in value]
            case str():
                return self._redacted(value, headers)
            case _:
                return value

    def _redacted(self, text: str, headers: Mapping[str, str]) -> str:
        """A text without keys, and cut where it is long."""
        sent = (headers.get(name, "") for name in _CREDENTIALS)
        for secret in (*self._secrets, *sent):
            if len(secret) > 3:
                text = _spelled(secret).sub("***", text)
        if len(text) <= _LONGEST_TEXT:
            return text
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{text[:_LONGEST_TEXT]}… ({len(text)} characters, sha256 {digest})"


@lru_cache(maxsize=64)
def _spelled(secret: str) -> re.Pattern[str]:
    """A secret as it may be written: any of its bytes may be percent-encoded."""
    spellings = (
        "(?:"
        + re.escape(character)
        + "|"
        + "".join(
            f"%(?i:{byte:02x})" for byte in character.encode("utf-8", "surrogatepass")
        )
        + ")"
        for character in secret
    )
    return re.compile("".join(spellings))

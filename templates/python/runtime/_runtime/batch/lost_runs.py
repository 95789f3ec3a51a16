"""Runs that were sent by a program that was killed before it read the answer: which
tasks may be theirs.

A task is taken up where it alone fits. Everything else stays unknown: taking up a wrong
task would tell a wrong result, and sending again would pay twice.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ..client.calls import form_text
from ..client.coercion import json_of, number_of
from ..client.prepared_runs import Run
from ..client.state import TaskState
from ..files import Upload
from ..inputs import WireValue
from ..package import clean_slug
from ..request import COMMON_INPUTS
from .journal import Entry

EARLY, _LATE = 300, 3600
"""Seconds that a task may be older (by another clock) and younger than its sending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A task that a lost run may have."""

    id: str
    model: str
    created: Decimal
    parameters: Mapping[str, Any] = field(repr=False)


class LostRuns:
    """The tasks that lost runs may have. Several threads may use it."""

    def __init__(
        self,
        candidates: Sequence[Candidate] = (),
        reason: str = "",
        unclear: Sequence[TaskState] = (),
    ) -> None:
        """`unclear` are the tasks that do not tell enough to be compared."""
        self._candidates = list(candidates)
        self._unclear = unclear
        self._reason = reason
        self._lock = threading.Lock()

    def claim(self, run: Run, entry: Entry) -> tuple[str | None, str]:
        """The id of the one task that fits a run, which no other gets then; or None,
        and why.
        """
        if self._reason:
            return None, self._reason
        if any(map(_has_upload, run.wire.values())):
            return None, "no task tells which files it was sent"
        with self._lock:
            fitting = [each for each in self._candidates if _fits(each, run, entry)]
            if len(fitting) != 1:
                count = len(fitting) or "none"
                return None, f"of the tasks since then {count} could be its own"
            self._candidates.remove(fitting[0])
        return fitting[0].id, ""

    def have_no_trace(self, run: Run, entry: Entry) -> bool:
        """Whether it is sure that none of the tasks is that of a run."""
        if self._reason or any(task.may_be_of(run.model) for task in self._unclear):
            return False
        fits = _may_fit if any(map(_has_upload, run.wire.values())) else _fits
        with self._lock:
            return not any(fits(each, run, entry) for each in self._candidates)


def candidate(task: TaskState) -> Candidate | None:
    """What is compared of a task; None where it does not tell enough."""
    created = number_of(task.raw.get("createtime"))
    parameters = task.raw.get("parameters")
    inputs = json_of(parameters) if isinstance(parameters, str) else parameters
    if not (task.id and task.model and created and isinstance(inputs, Mapping)):
        return None
    return Candidate(id=task.id, model=task.model, created=created, parameters=inputs)


def _may_fit(candidate: Candidate, run: Run, entry: Entry) -> bool:
    """Whether a task may be of a run, whatever it was sent."""
    return (
        clean_slug(candidate.model) == clean_slug(run.model)
        and entry.at - EARLY <= candidate.created <= entry.at + _LATE
    )


def _fits(candidate: Candidate, run: Run, entry: Entry) -> bool:
    return _may_fit(candidate, run, entry) and all(
        _is_same(run.wire.get(name), candidate.parameters.get(name))
        for name in {*run.wire, *candidate.parameters}
        if name not in COMMON_INPUTS
    )


def _has_upload(sent: WireValue) -> bool:
    items = sent if isinstance(sent, list) else (sent,)
    return any(isinstance(item, Upload) for item in items)


def _is_same(sent: Any, listed: Any) -> bool:
    """Whether the service tells what was sent."""
    if isinstance(sent, list) and isinstance(listed, list):
        return len(sent) == len(listed) and all(map(_is_same, sent, listed))
    sent_text, listed_text = form_text(sent), form_text(listed)
    if sent_text.strip() == listed_text.strip():
        return True
    number = number_of(sent_text)
    return number is not None and number == number_of(listed_text)

"""A typed client for models of Wiro.

    from wiro_models import Wiro
    from wiro_models.wiro.instant_id import InstantId

    with Wiro() as wiro:  # keys from WIRO_API_KEY and WIRO_API_SECRET
        task = wiro.run(InstantId(prompt="a portrait"))
        task.wait(timeout=600).save_all("out")

`models()` lists the models, `request_class(slug)` gives the request class of one.
Everything that can be raised is a WiroError. Names are imported as they are asked for,
so that a request class alone needs no HTTP client.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._registry import request_class
    from ._runtime.batch.many import RunFailed, RunOutcome, RunSucceeded, RunUnknown
    from ._runtime.client.answers import UploadedFile, UploadFolder
    from ._runtime.client.async_client import AsyncWiro
    from ._runtime.client.async_result import AsyncOutputFile, AsyncResult
    from ._runtime.client.async_task import AsyncTask
    from ._runtime.client.calls import Call
    from ._runtime.client.client import Wiro
    from ._runtime.client.result import OutputFile, Result
    from ._runtime.client.state import Answer, Outcome
    from ._runtime.client.task import Task
    from ._runtime.errors import (
        AccountSuspended,
        AddressNotAllowed,
        ApiError,
        ConcurrencyLimit,
        CostUnknown,
        DownloadFailed,
        FileRequired,
        FileTaken,
        InsufficientBalance,
        InvalidCallback,
        InvalidRequest,
        JournalError,
        MissingKey,
        ModelNotAccessible,
        NotCancellable,
        NotFound,
        OutcomeUnknown,
        Problem,
        RateLimited,
        ResultUnknown,
        SessionLost,
        SettingsError,
        SignInRequired,
        TaskCancelled,
        TaskError,
        TaskFailed,
        TaskNotFinished,
        TaskTimeout,
        TooExpensive,
        TransportError,
        UnknownModel,
        UnreadableAnswer,
        WiroError,
    )
    from ._runtime.files import FileLike, Upload
    from ._runtime.inputs import UNSET, Unset, unchecked
    from ._runtime.models import models
    from ._runtime.prices import Estimate, Price, Prices
    from ._runtime.realtime.async_session import AsyncSession
    from ._runtime.realtime.events import (
        AnswerSoFar,
        Audio,
        Event,
        Finished,
        Progress,
        StatusChanged,
        TextLine,
        Transcript,
        TurnCost,
        TurnEnded,
    )
    from ._runtime.realtime.session import Session
    from ._runtime.request import Request
else:
    _HOMES = {
        "client.answers": ("UploadFolder", "UploadedFile"),
        "client.async_client": ("AsyncWiro",),
        "client.calls": ("Call",),
        "client.client": ("Wiro",),
        "realtime.events": (
            *("AnswerSoFar", "Audio", "Event", "Finished", "Progress"),
            *("StatusChanged", "TextLine", "Transcript", "TurnCost", "TurnEnded"),
        ),
        "files": ("FileLike", "Upload"),
        "inputs": ("UNSET", "Unset", "unchecked"),
        "batch.many": ("RunFailed", "RunOutcome", "RunSucceeded", "RunUnknown"),
        "models": ("models", "request_class"),
        "prices": ("Estimate", "Price", "Prices"),
        "request": ("Request",),
        "client.async_result": ("AsyncOutputFile", "AsyncResult"),
        "client.result": ("OutputFile", "Result"),
        "realtime.async_session": ("AsyncSession",),
        "realtime.session": ("Session",),
        "client.state": ("Answer", "Outcome"),
        "client.async_task": ("AsyncTask",),
        "client.task": ("Task",),
    }

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        homes = (home for home, names in _HOMES.items() if name in names)
        return getattr(
            import_module(f"._runtime.{next(homes, 'errors')}", __name__), name
        )

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "UNSET",
    "AccountSuspended",
    "AddressNotAllowed",
    "Answer",
    "AnswerSoFar",
    "ApiError",
    "AsyncOutputFile",
    "AsyncResult",
    "AsyncSession",
    "AsyncTask",
    "AsyncWiro",
    "Audio",
    "Call",
    "ConcurrencyLimit",
    "CostUnknown",
    "DownloadFailed",
    "Estimate",
    "Event",
    "FileLike",
    "FileRequired",
    "FileTaken",
    "Finished",
    "InsufficientBalance",
    "InvalidCallback",
    "InvalidRequest",
    "JournalError",
    "MissingKey",
    "ModelNotAccessible",
    "NotCancellable",
    "NotFound",
    "Outcome",
    "OutcomeUnknown",
    "OutputFile",
    "Price",
    "Prices",
    "Problem",
    "Progress",
    "RateLimited",
    "Request",
    "Result",
    "ResultUnknown",
    "RunFailed",
    "RunOutcome",
    "RunSucceeded",
    "RunUnknown",
    "Session",
    "SessionLost",
    "SettingsError",
    "SignInRequired",
    "StatusChanged",
    "Task",
    "TaskCancelled",
    "TaskError",
    "TaskFailed",
    "TaskNotFinished",
    "TaskTimeout",
    "TextLine",
    "TooExpensive",
    "Transcript",
    "TransportError",
    "TurnCost",
    "TurnEnded",
    "UnknownModel",
    "UnreadableAnswer",
    "Unset",
    "Upload",
    "UploadFolder",
    "UploadedFile",
    "Wiro",
    "WiroError",
    "models",
    "request_class",
    "unchecked",
]

"""What a package offers at its root: names, and the modules that they lie in.

The names of a room are there where the room is. This module imports nothing of ours:
wirogen reads it, too.
"""

from __future__ import annotations

from typing import Final

HOMES: Final[dict[str, tuple[str, ...]]] = {
    "batch.many": ("RunFailed", "RunOutcome", "RunSucceeded", "RunUnknown"),
    "client.answers": ("UploadedFile", "UploadFolder"),
    "client.async_client": ("AsyncWiro",),
    "client.async_result": ("AsyncOutputFile", "AsyncResult"),
    "client.async_streams": ("AsyncFileStream",),
    "client.async_task": ("AsyncTask",),
    "client.calls": ("Call",),
    "client.client": ("Wiro",),
    "client.result": ("OutputFile", "Result"),
    "client.state": ("Answer", "Outcome"),
    "client.streams": ("FileStream",),
    "client.task": ("Task",),
    "errors": (
        "AccountSuspended",
        "AddressNotAllowed",
        "ApiError",
        "ConcurrencyLimit",
        "CostUnknown",
        "DownloadFailed",
        "FileRequired",
        "FileTaken",
        "InsufficientBalance",
        "InvalidCallback",
        "InvalidRequest",
        "JournalError",
        "MissingKey",
        "ModelNotAccessible",
        "NotCancellable",
        "NotFound",
        "OutcomeUnknown",
        "Problem",
        "RateLimited",
        "ResultUnknown",
        "SessionLost",
        "SettingsError",
        "SignInRequired",
        "TaskCancelled",
        "TaskError",
        "TaskFailed",
        "TaskNotFinished",
        "TaskTimeout",
        "TooExpensive",
        "TransportError",
        "UnknownModel",
        "UnreadableAnswer",
        "WiroError",
    ),
    "files": ("FileLike", "Upload"),
    "inputs": ("UNSET", "Unset", "unchecked"),
    "prices": ("Estimate", "Price", "Prices"),
    "realtime.async_session": ("AsyncSession",),
    "realtime.events": (
        "AnswerSoFar",
        "Audio",
        "Event",
        "Finished",
        "Progress",
        "StatusChanged",
        "TextLine",
        "Transcript",
        "TurnCost",
        "TurnEnded",
    ),
    "realtime.session": ("Session",),
    "request": ("Request",),
}
"""Modules below `_runtime`, and the names that people import from the package."""

"""What a run sends: a model, its path, and everything that its body holds, checked
before anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Protocol
from urllib.parse import unquote

from ..errors import InvalidRequest, Problem
from ..files import (
    FileLike,
    Upload,
    are_several,
    is_file_like,
    is_url,
    reusable,
    url_or_upload,
    why_unfit,
)
from ..inputs import FileUrl, Input, WireValue, plain_values
from ..package import clean_slug, find_request_class
from ..plain_values import plain_value
from ..prices import Amount, Estimate, Prices, amount_of, check_cost, estimate_of
from ..request import Request
from ..shown import shown
from .calls import (
    Body,
    Call,
    FormBody,
    JsonBody,
    Service,
    body_of,
    json_text,
    sends_files,
)
from .state import TaskState

_NOT_IN_A_SEGMENT: Final = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN: Final = frozenset({str, int, float, bool})
_DEEPEST_ENCODING: Final = 8
_FOLDER_NAME: Final = re.compile("[A-Za-z0-9_-]+")


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run that can be sent. `path` is that of the run below `/Run/`; the files in
    `uploaded_first` (by wire name) are uploaded, and their URLs sent in their place.
    `is_of_body` says that the caller gave wire names.
    """

    model: str
    path: str
    wire: Mapping[str, WireValue] = field(repr=False)
    uploaded_first: tuple[str, ...] = ()
    is_of_body: bool = False
    inputs: tuple[Input, ...] = ()
    prices: Prices | None = None

    @property
    def estimate(self) -> Estimate:
        """What it will cost."""
        return estimate_of(self.prices, self.inputs, self.wire)

    @cached_property
    def body(self) -> Body:
        """The body as it is sent once the files of `uploaded_first` are URLs."""
        return body_of(self.wire, self.uploaded_first)

    @property
    def has_files(self) -> bool:
        """Whether files go up with it, or before it."""
        return bool(self.uploaded_first) or isinstance(self.body, FormBody)

    def call(self, service: Service) -> Call:
        """The call that starts it."""
        return service.call(f"Run/{self.path}", self.body)

    def with_urls(self, urls: Mapping[str, str]) -> Run:
        """The run after files were uploaded."""
        if not urls:
            return self
        return replace(self, wire={**self.wire, **urls}, uploaded_first=())

    def with_reusable_files(self, keep: ExitStack) -> Run:
        """The run with pipes copied to temporary files that live as long as `keep`, so
        that an attempt can be repeated. Raises InvalidRequest.
        """
        wire: dict[str, WireValue] = {}
        problems = []
        for name, value in self.wire.items():
            try:
                wire[name] = _reusable(value, keep)
            except (OSError, ValueError) as error:
                problems.append(self._problem(name, value, _unreadable(error)))
        if problems:
            raise InvalidRequest(self.model, problems)
        return replace(self, wire=wire)

    def problems(self) -> Iterator[Problem]:
        """What keeps it from being sent: files that cannot be read, values that are no
        JSON.
        """
        if self._is_encodable:
            return
        for name, value in self.wire.items():
            for item in value if isinstance(value, list) else (value,):
                if why := (
                    why_unfit(item)
                    if isinstance(item, Upload)
                    else _why_no_json(name, item)
                ):
                    yield self._problem(name, item, why)

    @property
    def _is_encodable(self) -> bool:
        """Whether the body is JSON that can be sent. Its bytes are then kept."""
        try:
            is_json = isinstance(self.body, JsonBody) and bool(self.body.encoded)
        except (TypeError, ValueError, RecursionError):
            return False
        return is_json and all(isinstance(name, str) for name in self.wire)

    def _problem(self, wire_name: str, value: object, expected: str) -> Problem:
        names = (field.name for field in self.inputs if wire_name in field.wire_names)
        name = next(names, "")
        return Problem(name, wire_name, value, expected, in_body=self.is_of_body)


class RunLog(Protocol):
    """Is told, on disk for instance, what becomes of a run."""

    def sending(self) -> None:
        """The run is sent as soon as this returns, and not where it raises."""

    def withdrawn(self) -> None:
        """It is sure that nothing runs."""

    def accepted(self, state: TaskState) -> None:
        """The run has a task."""


def run_of(
    request: Request | str,
    inputs: Mapping[str, Any] | None = None,
    *,
    callback_url: str | None = None,
    project_id: str | None = None,
    extra: Mapping[str, Any] | None = None,
    max_cost: Amount | None = None,
) -> Run:
    """The run of a request, or of any model by its slug with wire names and values.

    With a slug, and in `extra`, values are not checked against the model; paths, bytes
    and open files among them are files to send. Raises InvalidRequest with everything
    that is wrong, TooExpensive and CostUnknown.
    """
    run = _run(request, inputs, extra, callback_url, project_id)
    problems = [*run.problems()]
    address = plain_value(callback_url)
    if address is not None and not (isinstance(address, str) and is_url(address)):
        expected = f"must be a URL of http or https, not {shown(callback_url)}"
        name = "callback_url"
        problems.append(Problem(name, "callbackUrl", callback_url, expected))
    if problems:
        raise InvalidRequest(run.model, problems)
    if max_cost is not None:
        check_cost(run.model, run.estimate, amount_of(max_cost))
    return run


def upload_of(file: FileLike, keep: ExitStack) -> Upload:
    """A file to store with the service, readable as long as `keep` is open.

    Raises InvalidRequest.
    """
    upload = url_or_upload(file) if is_file_like(file) else ""
    if isinstance(upload, str):
        shown_file = f"the URL {shown(upload)}" if upload else shown(file)
        expected = f"must be a file to upload, not {shown_file}"
        raise InvalidRequest("File/Upload", [Problem("file", "file", file, expected)])
    if why := why_unfit(upload):
        raise InvalidRequest("File/Upload", [Problem("", "file", upload, why)])
    try:
        return reusable(upload, keep)
    except (OSError, ValueError) as error:
        problem = Problem("", "file", upload, _unreadable(error))
        raise InvalidRequest("File/Upload", [problem]) from error


def folder_name(name: str) -> str:
    """The name of a folder for uploads. Raises InvalidRequest where it is none."""
    plain = plain_value(name)
    if isinstance(plain, str) and _FOLDER_NAME.fullmatch(plain):
        return plain
    expected = f"must be of letters, digits, - and _, not {shown(name)}"
    raise InvalidRequest("File/FolderCreate", [Problem("name", "name", name, expected)])


def _run(
    request: Request | str,
    inputs: Mapping[str, Any] | None,
    extra: Mapping[str, Any] | None,
    callback_url: str | None,
    project_id: str | None,
) -> Run:
    model_class: type[Request] | None
    named: object = request if isinstance(request, Request) else plain_value(request)
    match named, inputs:
        case str() as slug, None | Mapping():
            model_class = find_request_class(slug)
            wire = dict(inputs or {})
            model = clean_slug(slug) if model_class else slug
            path = model_class.RUN_PATH if model_class else slug
        case str(), _:
            raise TypeError(f"inputs are a mapping of wire names, not {shown(inputs)}")
        case Request() as made, None:
            model_class, wire = type(made), made.to_wire()
            model, path = made.MODEL, made.RUN_PATH
        case Request(), _:
            raise TypeError("inputs go with a slug; beside a request, give extra=")
        case _:
            raise TypeError(f"a request or a model's slug is run, not {shown(request)}")
    if not _is_run_path(path):
        raise _no_run_path(path)
    if not isinstance(extra, None | Mapping):
        raise TypeError(f"extra is a mapping of wire names, not {shown(extra)}")
    wire |= extra or {}
    wire |= {
        name: value
        for name, value in (("callbackUrl", callback_url), ("projectid", project_id))
        if value is not None
    }
    sent = {
        name: value if type(value) in _PLAIN else _wire_value(value)
        for name, value in wire.items()
    }
    fields = model_class.INPUTS if model_class else ()
    first = _uploaded_first(fields, sent) if sends_files(sent) else ()
    if sends_files(sent, first):
        sent |= _unused_companions(fields, sent)
    return Run(
        model=model,
        path=path,
        wire=sent,
        uploaded_first=first,
        is_of_body=not isinstance(request, Request),
        inputs=fields,
        prices=model_class.PRICES if model_class else None,
    )


def _uploaded_first(
    fields: tuple[Input, ...], wire: Mapping[str, WireValue]
) -> tuple[str, ...]:
    """The inputs that hold a file, and take its URL."""
    return tuple(
        field.wire_name
        for field in fields
        if isinstance(field, FileUrl) and isinstance(wire.get(field.wire_name), Upload)
    )


def _unused_companions(
    fields: tuple[Input, ...], wire: Mapping[str, WireValue]
) -> dict[str, WireValue]:
    """The fields that a form holds empty: of a file input and the companion that takes
    its URLs, a form has both (wiro-api.md, Running a model).
    """
    pairs = (field.wire_names for field in fields)
    return {
        name: ""
        for pair in pairs
        if any(name in wire for name in pair)
        for name in pair
        if name not in wire
    }


def _is_run_path(path: str) -> bool:
    """Whether a path below `/Run/` leads nowhere else: exactly two segments, none of
    them empty, `.` or `..`, no separator and no control character in them, as they are
    and percent-decoded, which a server or proxy may do more than once.
    """
    segments = path.split("/")
    return len(segments) == 2 and all(map(_is_segment, segments))


def _is_segment(text: str) -> bool:
    for _ in range(_DEEPEST_ENCODING):
        if text in ("", ".", "..") or _NOT_IN_A_SEGMENT.search(text):
            return False
        decoded = unquote(text)
        if decoded == text:
            return True
        text = decoded
    return False


def _no_run_path(path: str) -> InvalidRequest:
    expected = "a slug must be owner/model, such as 'wiro/instant-id'"
    return InvalidRequest(path, [Problem("", "", path, expected)])


def _wire_value(value: Any) -> WireValue:
    """A value as a request carries it: files become uploads, texts stay texts."""
    plain = plain_values(value)
    return [*map(_wire_item, plain)] if are_several(plain) else _wire_item(plain)


def _wire_item(value: Any) -> WireValue:
    if not isinstance(value, str) and is_file_like(value):
        return url_or_upload(value)
    wire: WireValue = value
    return wire


def _why_no_json(name: object, value: object) -> str:
    if not isinstance(name, str):
        return f"must have a text as its name, not {shown(name)}"
    try:
        json_text(value).encode()
    except (TypeError, ValueError, RecursionError):
        return f"must be a JSON value or a file, not {shown(value, name=name)}"
    return ""


def _reusable(value: WireValue, keep: ExitStack) -> WireValue:
    if isinstance(value, list):
        return [_reusable(item, keep) for item in value]
    return reusable(value, keep) if isinstance(value, Upload) else value


def _unreadable(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or error
    return f"must be a readable file of at most 100 MB: {reason}"

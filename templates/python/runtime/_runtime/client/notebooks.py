"""Results and tasks as notebooks show them: pictures, sound and video by their URL, so
that showing them downloads nothing here. Every text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final

from ..files import is_url
from .file_names import safe_name
from .state import FileFacts, Outcome, TaskState

_ELEMENTS: Final = {
    "image": '<img src="{url}" alt="{name}" loading="lazy" referrerpolicy="no-referrer"'
    ' style="max-width: 32em; max-height: 32em">',
    "audio": '<audio src="{url}" controls preload="none"></audio>',
    "video": '<video src="{url}" controls preload="none"'
    ' style="max-width: 32em"></video>',
}
"""What plays a file of a kind of content; anything else is a link."""


def result_html(state: TaskState) -> str:
    """The files and answers of a task, and what it cost."""
    return _block(
        *map(file_html, state.files),
        *(_text(answer.text) for answer in state.answers),
        f"<p>{escape(', '.join(_account(state)))}</p>",
    )


def file_html(file: FileFacts) -> str:
    """A file that can be seen or heard, above its name."""
    name = escape(safe_name(file.name, file.content_type))
    url = escape(file.url)
    if not is_url(file.url):
        return f"<p>{name}: {url}</p>"
    kind = file.content_type.partition("/")[0].lower()
    shown = _ELEMENTS.get(kind, "").format(url=url, name=name)
    link = f'<a href="{url}" target="_blank" rel="noopener noreferrer">{name}</a>'
    return f"<figure>{shown}<figcaption>{link}</figcaption></figure>"


def task_html(state: TaskState) -> str:
    """How a task stood when it was last read."""
    bar = "<progress></progress> " if state.outcome is Outcome.RUNNING else ""
    status = state.status or "not read yet"
    parts = [f"{state.outcome} ({status})", *_account(state)]
    return _block(f"<p>{bar}{escape(', '.join(parts))}</p>")


def _account(state: TaskState) -> Iterator[str]:
    yield f"task {state.id}" if state.id else "a task"
    if state.model:
        yield state.model
    if state.elapsed is not None:
        yield f"{state.elapsed.total_seconds():.1f} s"
    if state.cost is not None:
        yield f"${state.cost:f}"


def _text(text: str) -> str:
    return f'<pre style="white-space: pre-wrap">{escape(text)}</pre>'


def _block(*parts: str) -> str:
    return f"<div>{''.join(parts)}</div>"

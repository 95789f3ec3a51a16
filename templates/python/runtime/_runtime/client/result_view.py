"""What is told of a result and of its files, without fetching anything."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from .. import PACKAGE
from .file_names import safe_name
from .state import Answer, FileFacts, TaskState

logger = logging.getLogger(PACKAGE)


class FileView:
    """What is told of an output file."""

    __slots__ = ("_facts",)

    def __init__(self, facts: FileFacts) -> None:
        self._facts = facts

    @property
    def url(self) -> str:
        """Where the file lies; public, and not for ever."""
        return self._facts.url

    @property
    def name(self) -> str:
        """The file's name, made safe: what `save` calls it in a folder."""
        return safe_name(self._facts.name, self._facts.content_type)

    @property
    def content_type(self) -> str:
        """Such as `image/png`; empty where it is not told."""
        return self._facts.content_type

    @property
    def size(self) -> int | None:
        """Bytes, as the service tells; None where it does not."""
        return self._facts.size

    @property
    def id(self) -> str:
        """The service's name for the file."""
        return self._facts.id

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.content_type!r})"

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - as IPython asks
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """The file in a notebook."""
        from .notebooks import file_html

        return {"text/plain": repr(self), "text/html": file_html(self._facts)}

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (None, self._facts)


class ResultView:
    """What is told of a result."""

    __slots__ = ("_state",)

    def __init__(self, state: TaskState) -> None:
        self._state = state
        if unknown := len(state.unknown_outputs):
            logger.warning(
                "of the outputs of task %s %d are understood in no way",
                state.id,
                unknown,
                extra={"wiro_task": state.id},
            )

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What a language model said, output by output; empty for other models."""
        return self._state.answers

    @property
    def text(self) -> str | None:
        """A language model's answer as one text; None where there is none."""
        return self._state.text or None

    @property
    def unknown_outputs(self) -> tuple[Any, ...]:
        """Outputs that are neither files nor answers, in the service's own words."""
        return self._state.unknown_outputs

    @property
    def cost(self) -> Decimal | None:
        """What was charged, in US dollars; None where it is not told."""
        return self._state.cost

    @property
    def elapsed(self) -> timedelta | None:
        """How long the task ran; None where it is not told."""
        return self._state.elapsed

    @property
    def raw(self) -> Mapping[str, Any]:
        """The task in the service's own words, its token among them."""
        return self._state.raw

    def _repr_mimebundle_(
        self,
        include: object = None,  # noqa: ARG002 - as IPython asks
        exclude: object = None,  # noqa: ARG002
    ) -> dict[str, str]:
        """The result in a notebook."""
        from .notebooks import result_html

        return {"text/plain": repr(self), "text/html": result_html(self._state)}

    def __repr__(self) -> str:
        files, answers = len(self._state.files), len(self._state.answers)
        return (
            f"{type(self).__name__}(task={self._state.id!r}, files={files},"
            f" answers={answers})"
        )


def as_folder(folder: str | os.PathLike[str]) -> str:
    """A path that is a folder, whatever it looks like."""
    return os.path.join(folder, "")  # noqa: PTH118 - a Path would lose the slash


def is_new(name: str, saved: Sequence[Path]) -> bool:
    """Whether none of the files that were saved has that name."""
    return all(path.name.casefold() != name.casefold() for path in saved)

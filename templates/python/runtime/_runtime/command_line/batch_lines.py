"""The requests of a batch: a file with a JSON object a line, checked as a whole before
anything is sent.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..batch.many import AnyRequest
from ..errors import InvalidRequest, UnknownModel
from ..files import is_url, url_or_upload
from ..inputs import Input
from ..near import nearest
from ..package import Package
from ..request import Request
from ..shown import shown
from .exit_codes import WrongValues
from .named_values import Unreadable, json_value
from .terminal_text import one_line

_MOST_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A request, the model that it is for, and the number of its line."""

    number: int
    model: str
    request: AnyRequest

    @property
    def arguments(self) -> tuple[Request | str, Mapping[str, Any] | None]:
        """The request, or the slug, and its inputs."""
        if isinstance(self.request, Request):
            return self.request, None
        return self.request


def lines_of(
    path: Path, package: Package, model: str | None, *, are_others_meant: bool
) -> Iterator[Line | Problems]:
    """Each request of a file, or what is wrong with its line. Empty lines are none.

    A line is `{"model": slug, "inputs": {…}}`; or the model's inputs beside its slug;
    or, where all lines are for one `model`, its inputs alone. A model that `package`
    does not have is taken for a misspelt one where the name of one that it has is near,
    unless `are_others_meant`. Raises OSError.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            text = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if text.strip():
                yield _line(
                    number, text, package, model, are_others_meant=are_others_meant
                )


@dataclass(frozen=True, slots=True)
class Problems:
    """What is wrong with a line, a sentence each."""

    number: int
    sentences: tuple[str, ...]


def check(problems: list[Problems]) -> None:
    """Raises WrongValues where something is wrong with the lines."""
    if not problems:
        return
    lines = [
        f"line {each.number}: {one_line(sentence)}"
        for each in problems[:_MOST_TOLD]
        for sentence in each.sentences
    ]
    more = len(problems) - _MOST_TOLD
    rest = [f"and {_lines(more)} more"] if more > 0 else []
    raise WrongValues(
        f"{_lines(len(problems))} cannot be run, nothing was sent",
        [*lines, *rest],
        [
            {"line": each.number, "message": "; ".join(each.sentences)}
            for each in problems[:_MOST_TOLD]
        ],
    )


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _line(
    number: int,
    text: bytes,
    package: Package,
    model: str | None,
    *,
    are_others_meant: bool,
) -> Line | Problems:
    try:
        slug, inputs = _slug_and_inputs(json_value(text.decode()), package, model)
        if not are_others_meant or "/" not in slug:
            _refuse_misspelt(package, slug)
        return Line(number=number, model=slug, request=_request(package, slug, inputs))
    except UnicodeDecodeError:
        return Problems(number, ("must be UTF-8",))
    except json.JSONDecodeError as error:
        why = f"is not JSON: {error.msg} at column {error.colno}"
        return Problems(number, (why,))
    except InvalidRequest as error:
        return Problems(number, tuple(map(str, error.problems)))
    except UnknownModel as error:
        advice = "; --unchecked runs it as it is" if "/" in error.slug else ""
        return Problems(number, (f"{error}{advice}",))
    except (Unreadable, ValueError, RecursionError) as error:
        return Problems(number, (str(error),))


def _slug_and_inputs(
    content: Any, package: Package, model: str | None
) -> tuple[str, dict[str, Any]]:
    if isinstance(content, dict):
        slug, inputs = content.get("model"), content.get("inputs")
        if isinstance(slug, str) and isinstance(inputs, dict):
            if others := [name for name in content if name not in {"model", "inputs"}]:
                names = ", ".join(map(repr, others))
                raise Unreadable(f"has beside `model` and `inputs` {names}")
            return slug, inputs
        if model is not None:
            return model, _inputs_alone(content, package, model)
        if isinstance(slug, str):
            rest = {name: content[name] for name in content if name != "model"}
            return slug, _inputs_alone(rest, package, slug)
    raise Unreadable('must be like {"model": "owner/name", "inputs": {…}}')


def _inputs_alone(
    inputs: dict[str, Any], package: Package, slug: str
) -> dict[str, Any]:
    """The inputs of a line without `inputs`. Raises Unreadable for one misspelt."""
    model_class = package.find_request_class(slug)
    fields = model_class.INPUTS if model_class else ()
    known = {name for field in fields for name in field.wire_names}
    for name, value in inputs.items():
        is_meant = name in known or not isinstance(value, dict)
        if not is_meant and nearest(name.lower(), {"inputs": "inputs"}) is not None:
            raise Unreadable(f"has an object {shown(name)} (did you mean 'inputs'?)")
    return inputs


def _refuse_misspelt(package: Package, slug: str) -> None:
    """Raises UnknownModel for what is no slug, and where one that the package has is
    near.
    """
    try:
        package.request_class(slug)
    except UnknownModel as error:
        if error.suggestion or "/" not in slug:
            raise


def _request(package: Package, slug: str, inputs: dict[str, Any]) -> AnyRequest:
    model_class = package.find_request_class(slug)
    if model_class is None:
        return slug, inputs
    return model_class.from_wire(_with_files(model_class.INPUTS, inputs))


def _with_files(fields: tuple[Input, ...], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs with files in place of their paths."""
    takes = {field.wire_name for field in fields if field.takes_files}
    return {
        name: _file(value) if name in takes else value for name, value in inputs.items()
    }


def _file(value: Any) -> Any:
    if isinstance(value, list):
        return [_file(item) for item in value]
    is_path = isinstance(value, str) and value.strip() and not is_url(value)
    return url_or_upload(value) if is_path else value

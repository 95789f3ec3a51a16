"""The flags of a model: what can be typed for each of its inputs, and how help tells
it.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable

import click
from click.shell_completion import CompletionItem

from ..conditions import Condition
from ..inputs import (
    UNSET,
    Files,
    FileUrl,
    Float,
    HasOptions,
    Input,
    Integer,
    Multiselect,
    Number,
    Select,
    Switch,
    Text,
)
from ..request import Request
from .terminal_text import beyond, help_of, label_of, one_line

_OPTIONS_IN_HELP = 8
_LONGEST_VALUE = 60
_LONGEST_SENTENCE = 300

_Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def input_options(model: type[Request]) -> list[click.Option]:
    """One click option for each input, in the model's own order.

    They take any text: what was typed is judged with the whole request, so that all
    that is wrong can be told at once.
    """
    return list(map(_option, model.INPUTS))


def parameter_name(field: Input) -> str:
    """The name under which click keeps what was typed for an input; no option of the
    command line's own begins like it.
    """
    return f"input_{field.name}"


def condition_typed(model: type[Request], condition: Condition) -> str:
    """A condition in the words of the command line: `--multi-shot is given`."""
    inputs = (field for field in model.INPUTS if field.name == condition.name)
    other = next(inputs, None)
    if other is None:
        return str(condition)
    if not condition.values:
        return f"{other.flag} is given"
    if isinstance(other, Switch):
        on, off = spellings(other)
        typed = [on if value is True else off for value in condition.values]
        return f"{' or '.join(typed)} is given"
    values = " or ".join(shlex.quote(str(value)) for value in condition.values)
    return f"{other.flag} is {values}"


def allowed(field: Input) -> str:
    """What can be typed for an input, as the rest of a sentence that begins with `must
    be`.
    """
    match field:
        case Files(many=True):
            return "a URL or the path of a file, repeated for several"
        case Multiselect():
            return f"{one_line(field.some)}; repeat the flag for several"
        case Files() | FileUrl():
            return "a URL or the path of a file"
        case Switch():
            return " or ".join(spellings(field))
        case _:
            return one_line(field.expected)


def spellings(field: Switch) -> tuple[str, str]:
    """The flags for True and for False."""
    return field.flag, f"--no-{field.flag.removeprefix('--')}"


def takes_several(field: Input) -> bool:
    """Whether the flag of an input can be repeated."""
    return isinstance(field, Multiselect) or (isinstance(field, Files) and field.many)


def metavar(field: Input) -> str:
    """The word that stands for an input's value; empty for a switch."""
    match field:
        case Files() | FileUrl():
            return "FILE"
        case Integer():
            return "INTEGER"
        case Float():
            return "NUMBER"
        case Switch():
            return ""
        case HasOptions():
            return "OPTION"
        case _:
            return "TEXT"


def default_shown(field: Input) -> str:
    """A default as it would be typed, on one line; empty where there is none."""
    if field.default is UNSET:
        return ""
    if isinstance(field, Switch):
        return spellings(field)[0 if field.default else 1]
    if isinstance(field, Multiselect):
        return one_line(", ".join(map(str, field.default)))
    return one_line(str(field.default))


def _option(field: Input) -> click.Option:
    name, text = parameter_name(field), _help(field)
    if isinstance(field, Switch):
        return click.Option([name, "/".join(spellings(field))], default=None, help=text)
    return click.Option(
        [name, field.flag],
        multiple=takes_several(field),
        metavar=metavar(field),
        help=text,
        shell_complete=_completions(field),
    )


def _help(field: Input) -> str:
    texts = (label_of(field.label, field.name), help_of(field.help), _range(field))
    sentences = (one_line(text, _LONGEST_SENTENCE).removesuffix(".") for text in texts)
    text = ". ".join(filter(None, sentences))
    marks = []
    if shown := default_shown(field):
        marks.append(f"default: {one_line(shown, _LONGEST_VALUE)}")
    if field.must_be_given:
        marks.append("required")
    return f"{text}  [{'; '.join(marks)}]" if marks else text


def _range(field: Input) -> str:
    """What is allowed, where the metavar does not say it all."""
    match field:
        case Switch():
            return ""
        case Select():
            return f"One of {_options(field)}"
        case Multiselect():
            count = f"{field.count[:1].upper()}{field.count[1:]}"
            return f"{count} of {_options(field)}; repeat the flag for several"
        case Number(minimum=None, maximum=None, step=None):
            return ""
        case Text(
            numeric=False, fractional=False, min_length=None, max_length=None
        ) if not isinstance(field, FileUrl):
            return ""
        case _:
            text = allowed(field)
            return f"{text[:1].upper()}{text[1:]}"


def _options(field: HasOptions) -> str:
    shown = []
    for option in field.options[:_OPTIONS_IN_HELP]:
        value = one_line(str(option.value), _LONGEST_VALUE) or "''"
        label = beyond(str(option.value), option.label)
        shown.append(f"{value} ({one_line(label, _LONGEST_VALUE)})" if label else value)
    more = len(field.options) - len(shown)
    rest = f" and {more} more, which `show` lists" if more else ""
    return f"{', '.join(shown)}{rest}"


def _completions(field: Input) -> _Complete | None:
    match field:
        case Files() | FileUrl():
            return lambda _context, _option, typed: [CompletionItem(typed, type="file")]
        case HasOptions():
            return lambda _context, _option, typed: [
                CompletionItem(one_line(str(option.value)), help=one_line(option.label))
                for option in field.options
                if str(option.value).startswith(typed)
            ]
        case _:
            return None

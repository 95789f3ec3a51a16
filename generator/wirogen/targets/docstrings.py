"""Docstrings of generated code: what a specification says of a model and its inputs,
wrapped and printable.
"""

import textwrap
from collections.abc import Iterable

from wirogen.card import Card, Choice, File, FreeText, Input, Number, Option
from wirogen.targets.texts import (
    conditions_told,
    help_line,
    lengths_told,
    limits_told,
    one_line,
    shortened,
)
from wirogen.targets.wire import python_values
from wirogen.values import Role, is_required, is_switch, role_of_default

_WIDTH = 84
_LISTED_OPTIONS = 24


def class_docstring(card: Card) -> str:
    """What is to be known of a model."""
    paragraphs = [f"A request for `{card.model}`."]
    if card.title and card.title != card.raw_slug.partition("/")[2]:
        paragraphs.append(_sentence(card.title))
    if card.summary:
        paragraphs.append(one_line(card.summary))
    if card.raw_slug != str(card.model):
        paragraphs.append(f"Wiro writes its name `{one_line(card.raw_slug)}`.")
    return docstring("\n\n".join(dict.fromkeys(paragraphs)), 4)


def field_docstring(card: Card, given: Input) -> str:
    """What is to be known of an input: its names, help, limits, options, an example."""
    label = one_line(given.label)
    paragraphs = [f"{_named(given.wire_name, label)}."]
    helped = help_line(given.help)
    if helped and helped != label:
        paragraphs.append(helped)
    paragraphs += _facts(card, given)
    return docstring("\n\n".join(paragraphs), 4)


def _named(wire_name: str, label: str) -> str:
    """A wire name, with its label where that says more."""
    says_more = label and label.casefold() != wire_name.casefold()
    return f"`{one_line(wire_name)}`" + (f": {label}" if says_more else "")


def _facts(card: Card, given: Input) -> Iterable[str]:
    """What a docstring tells beyond the words of the specification."""
    if is_required(card, given) and role_of_default(card, given) is not Role.DEFAULT:
        yield "Required."
    yield from conditions_told(given)
    match given.kind:
        case Number() as kind if limits := limits_told(kind):
            yield f"{limits[0].upper()}{limits[1:]}."
        case FreeText() as kind if lengths := lengths_told(kind):
            yield f"A text {lengths}."
        case Choice(options=options) if not is_switch(given):
            yield from _options_listed(options)
        case File(companion=str(companion)):
            other = card.input(companion)
            label = one_line(other.label) if other else ""
            yield f"URLs go into {_named(companion, label)}."
        case _:
            pass
    shown = shortened(one_line(given.default or ""))
    match role_of_default(card, given):
        case Role.REFUSED:
            yield (
                f"The specification's default {shown!r} is not allowed by its own"
                " constraints: it is not sent."
            )
        case Role.SAMPLE if shown:
            yield f"For example: {shown}"
        case _ if given.sample:
            yield f"For example: {shortened(one_line(given.sample))}"


def _options_listed(options: tuple[Option, ...]) -> Iterable[str]:
    labelled = [(value, labels) for value, labels in python_values(options) if labels]
    lines = [
        f"- {value!r}: {one_line('; '.join(labels))}"
        for value, labels in labelled[:_LISTED_OPTIONS]
    ]
    if len(labelled) > len(lines):
        lines.append(f"- and {len(labelled) - len(lines)} more: see `INPUTS`")
    if lines:
        yield "\n".join(lines)


def docstring(text: str, indent: int) -> str:
    """A docstring's normal form: wrapped, printable, never ending with a quote.

    The first paragraph stands on the line of the opening quotes; the closing quotes
    stand alone where there is more than one line.
    """
    wrapped = [_wrapped(part, indent) for part in text.split("\n\n") if part.strip()]
    lines = "\n\n".join(wrapped).split("\n")
    if len(lines) == 1:
        only = lines[0]
        return f"{only}." if only[-1] in '"\\' else only
    padding = " " * indent
    body = "\n".join(f"{padding}{line}" if line else "" for line in lines[1:])
    return f"{lines[0]}\n{body}\n{padding}"


def _wrapped(paragraph: str, indent: int) -> str:
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH - indent,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in paragraph.split("\n")
    )


def _sentence(text: str) -> str:
    line = one_line(text)
    return line if line.endswith((".", "!", "?")) else f"{line}."

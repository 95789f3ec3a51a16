"""`models` and `show SLUG`: what this package can run, and what a model takes."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import click
from click.shell_completion import CompletionItem

from ..conditions import Condition
from ..inputs import UNSET, Files, HasOptions, Input, Multiselect, Switch
from ..package import Package
from ..request import Request
from ..shown import shown
from .flags import allowed, condition_typed, default_shown, metavar, spellings
from .printing import document, note, result
from .terminal_text import beyond, block, help_of, label_of, one_line


def this_package(ctx: click.Context | None = None) -> Package:
    """The package whose command line a context, or the present one, is of."""
    package = (ctx or click.get_current_context()).find_object(Package)
    assert package is not None  # noqa: S101 - the program is made for one
    return package


@click.command("models")
@click.argument("patterns", nargs=-1, metavar="[PATTERN]...")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def list_models(patterns: tuple[str, ...], as_json: bool) -> None:
    """List the models of this package and their request classes.

    A PATTERN is a part of a slug, such as kling, or a whole one with * and ?, such as
    wiro/*-try-on. Models that match any of them are listed.
    """
    package = this_package()
    slugs = [slug for slug in package.models() if _is_wanted(slug, patterns)]
    places = [(slug, *package.places[slug]) for slug in slugs]
    rows = [(slug, package.name + module, name) for slug, module, name in places]
    if as_json:
        document([{"model": s, "module": m, "class": c} for s, m, c in rows])
        return
    if patterns and not rows:
        note(f"no model matches {' or '.join(map(shown, patterns))}")
    width = max((len(slug) for slug, _, _ in rows), default=0)
    for slug, module, name in rows:
        result(f"{slug:<{width}}  {module}.{name}")


def _is_wanted(slug: str, patterns: tuple[str, ...]) -> bool:
    texts = [text.strip().lower() for text in patterns]
    return not texts or any(
        fnmatchcase(slug, text) if any(sign in text for sign in "*?[") else text in slug
        for text in texts
    )


def completed_slugs(
    ctx: click.Context, _param: click.Parameter | None, typed: str
) -> list[CompletionItem]:
    """The slugs that begin so, without importing their models."""
    models = this_package(ctx).models()
    return [CompletionItem(slug) for slug in models if slug.startswith(typed)]


@click.command("show")
@click.argument("slug", shell_complete=completed_slugs)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def show(slug: str, as_json: bool) -> None:
    """Show what a model takes: its inputs with all options, ranges and defaults."""
    model = this_package().request_class(slug)
    if as_json:
        document(
            {
                "model": model.MODEL,
                "description": _description(model),
                "inputs": [_as_json(field) for field in model.INPUTS],
            }
        )
        return
    result(model.MODEL)
    result(_description(model))
    for field in model.INPUTS:
        result("")
        result("\n".join(_lines(model, field)))


def _description(model: type[Request]) -> str:
    return block(inspect.cleandoc(model.__doc__ or ""))


def _lines(model: type[Request], field: Input) -> Iterator[str]:
    flag = " / ".join(spellings(field)) if isinstance(field, Switch) else field.flag
    required = "  (required)" if field.must_be_given else ""
    yield f"{flag} {metavar(field)}".rstrip() + required
    for text in (label_of(field.label, field.name), help_of(field.help)):
        if text:
            yield f"    {text}"
    if not isinstance(field, HasOptions):
        yield f"    {allowed(field)}"
    elif not isinstance(field, Switch):
        yield from _option_lines(field)
    if shown := default_shown(field):
        yield f"    default: {shown}"
    if field.sample:
        yield f"    for example: {one_line(field.sample)}"
    if field.refused is not None:
        yield f"    never sent, as it is not allowed: default {field.refused!r}"
    for condition in field.required_when:
        yield f"    required when {one_line(condition_typed(model, condition))}"
    for condition in field.forbidden_when:
        yield f"    not allowed when {one_line(condition_typed(model, condition))}"
    yield f"    wire name: {', '.join(map(one_line, field.wire_names))}"


def _option_lines(field: HasOptions) -> Iterator[str]:
    if isinstance(field, Multiselect):
        yield f"    {field.count} of these, each once; repeat the flag for several:"
    else:
        yield "    one of:"
    values = [one_line(str(option.value)) or "''" for option in field.options]
    width = min(max(map(len, values), default=0), 40)
    for value, option in zip(values, field.options, strict=True):
        label = beyond(str(option.value), option.label)
        yield f"      {value:<{width}}  {label}".rstrip()


def _as_json(field: Input) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "name": field.name,
        "wire_name": field.wire_name,
        "flag": field.flag,
        "kind": type(field).__name__,
        "label": field.label,
        "help": field.help,
        "required": field.must_be_given,
        "expected": field.expected,
    }
    if field.default is not UNSET:
        shown["default"] = field.default
    if field.sample:
        shown["sample"] = field.sample
    if field.refused is not None:
        shown["refused"] = field.refused
    match field:
        case HasOptions():
            shown["options"] = [
                {
                    "value": option.value,
                    "wire": option.wire_value,
                    "label": option.label,
                }
                for option in field.options
            ]
        case Files():
            shown |= {
                "many": field.many,
                "companion": field.companion,
                "companion_label": field.companion_label,
            }
        case _:
            pass
    limits = {name: getattr(field, name, None) for name in _LIMITS}
    shown |= {name: limit for name, limit in limits.items() if limit is not None}
    for name, conditions in (
        ("required_when", field.required_when),
        ("forbidden_when", field.forbidden_when),
    ):
        if conditions:
            shown[name] = [_condition(condition) for condition in conditions]
    return shown


_LIMITS = (
    *("minimum", "maximum", "step", "min_length", "max_length"),
    *("min_items", "max_items"),
)


def _condition(condition: Condition) -> dict[str, Any]:
    return {"wire_name": condition.wire_name, "values": list(condition.wire_values)}

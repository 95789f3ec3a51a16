"""Plans → the text of an output, proven to be what was planned."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from wirogen.contract import Contract
from wirogen.render.json_schema import render_json_schema
from wirogen.render.markdown import render_markdown
from wirogen.render.own_files import refuse_useless
from wirogen.render.python import render_python

Render = Callable[[Sequence[Contract], str, Sequence[Path]], dict[str, str]]
"""Contracts, the dotted name of the client and folders of templates → {path: text}."""


def render(
    target: str,
    contracts: Sequence[Contract],
    *,
    package: str,
    templates: Sequence[Path] = (),
) -> dict[str, str]:
    """The files of an output of a target as {path below its folder: text}.

    A file of one of `templates` goes before ours. Raises Refused where a template or
    what it gives is refused, and where one would change nothing.
    """
    for folder in templates:
        refuse_useless(folder)
    return TARGETS[target](contracts, package, templates)


TARGETS: Mapping[str, Render] = {
    "python": lambda contracts, _, templates: render_python(contracts, templates),
    "json-schema": lambda contracts, _, templates: render_json_schema(
        contracts, templates
    ),
    "markdown": render_markdown,
}
"""How each target that can be configured is rendered."""

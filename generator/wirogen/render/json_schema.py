"""Plans → JSON Schemas, proven to be what was planned."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from wirogen.contract import Contract, Json
from wirogen.diagnostics import Diagnostic, Refused, Span, codes
from wirogen.render.code import Code
from wirogen.render.environment import Filters, Templates
from wirogen.render.json_text import json_text
from wirogen.shipped import templates_folder
from wirogen.targets.json_schema import plan_index, plan_schema


def render_json_schema(
    contracts: Sequence[Contract], templates: Iterable[Path] = ()
) -> dict[str, str]:
    """The schema of each model's request, and their index, as {path: text}.

    Raises Refused where a template or what it gives is refused.
    """
    ours = templates_folder() / "json-schema"
    printer = Templates(*templates, ours, filters=JSON_FILTERS)
    schemas = [plan_schema(contract) for contract in contracts]
    index = plan_index(schemas)
    files = {index.path: printer.render("index.json.jinja", index=index)}
    _verify(index.path, files[index.path], index.index)
    for schema in schemas:
        text = printer.render("model.schema.json.jinja", model=schema)
        _verify(schema.path, text, schema.schema)
        files[schema.path] = text
    return dict(sorted(files.items()))


def _verify(path: str, text: str, planned: Json) -> None:
    """Raises Refused where a text is not the JSON of what was planned."""
    try:
        is_planned = json_text(json.loads(text)) == json_text(planned)
    except ValueError as error:
        raise _refused(path, f"it is no JSON: {error}") from error
    if not is_planned:
        raise _refused(path, "it holds other values")


def _refused(path: str, problem: str) -> Refused:
    return Refused(
        Diagnostic(
            code=codes.NOT_WHAT_WAS_PLANNED,
            message=f"the rendered {path} is not what was planned: {problem}",
            span=Span(path),
            hint="a template may lay JSON out as it likes, with the plan's values",
        )
    )


def _json(value: Json) -> Code:
    return Code(json_text(value))


JSON_FILTERS: Filters = {"json": _json}

"""Plans → JSON Schemas, proven to be what was planned."""

import json
from collections.abc import Sequence
from pathlib import Path

from wirogen.contract import Contract, Json
from wirogen.diagnostics import Refused
from wirogen.render.environment import Code, Filters, Templates
from wirogen.render.json_text import json_text
from wirogen.render.printer import not_as_planned
from wirogen.shipped import templates_folder
from wirogen.targets.entries import Entry
from wirogen.targets.json_schema import plan_index, plan_schema


class JsonSchemaPrinter:
    """Prints the schema of each model's request, and their index."""

    def __init__(self, own: Path | None = None) -> None:
        ours = templates_folder() / "json-schema"
        self._templates = Templates(own, ours, filters=JSON_FILTERS)

    def model(self, contract: Contract) -> tuple[Entry, str]:
        """A model's entry in the index, and its schema."""
        planned = plan_schema(contract)
        text = self._templates.render("model.schema.json.jinja", model=planned)
        _verify(planned.path, text, planned.schema)
        entry = Entry(model=planned.model, path=planned.path, title=planned.title)
        return entry, text

    def shared(self, entries: Sequence[Entry]) -> dict[str, str]:
        """The index."""
        index = plan_index(entries)
        text = self._templates.render("index.json.jinja", index=index)
        _verify(index.path, text, index.index)
        return {index.path: text}


def _verify(path: str, text: str, planned: Json) -> None:
    """Raises Refused where a text is not the JSON of what was planned."""
    try:
        is_planned = json_text(json.loads(text)) == json_text(planned)
    except ValueError as error:
        raise _refused(path, f"it is no JSON: {error}") from error
    if not is_planned:
        raise _refused(path, "it holds other values")


def _refused(path: str, problem: str) -> Refused:
    hint = "a template may lay JSON out as it likes, with the plan's values"
    return not_as_planned(path, problem, hint)


def _json(value: Json) -> Code:
    return Code(json_text(value))


JSON_FILTERS: Filters = {"json": _json}

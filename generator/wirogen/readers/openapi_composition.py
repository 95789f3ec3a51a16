"""Schemas that are put together of others: `allOf`, `anyOf`, `oneOf`, `const`.

What they come to is written as one plain schema where that is sure; anything else stays
as it is, and is kept and reported like every key that is not known.
"""

from collections.abc import Callable, Iterator, Sequence

from wirogen.plain_tree import Tree
from wirogen.readers.json_object import JsonObject

Resolve = Callable[[JsonObject, str], JsonObject]
"""Gives the object that a member of another is or refers to."""


def composed(schema: JsonObject, resolve: Resolve) -> JsonObject:
    """The schema with what its parts say beside what it says itself, which goes before
    them: of parts of which all hold, and of the only one that is not null. Parts that
    are a value each are its options. Parts of parts are not looked at. What the schema
    says otherwise than a part stays under a key that nobody knows.
    """
    for key in ("allOf", "anyOf", "oneOf"):
        listed = schema.rest.get(key)
        if not isinstance(listed, list) or not _are_parts(listed):
            continue
        around = JsonObject(
            {str(index): part for index, part in enumerate(listed) if part != _NULL},
            schema.at(key),
            schema.findings,
        )
        parts = [_with_enum(resolve(around, index)) for index in [*around.rest]]
        if plain := _together(parts, all_hold=key == "allOf"):
            schema.take(key)
            for name, tree in plain.items():
                if schema.rest.setdefault(name, tree) != tree:
                    schema.rest[f"{name} in {key}"] = tree
    return _with_enum(schema)


_MOST_PARTS = 1_000
_NULL: Tree = {"type": "null"}
_OF_OPTIONS = {"enum", "title", "description", "type"}


def _are_parts(listed: Sequence[Tree]) -> bool:
    return len(listed) <= _MOST_PARTS and all(isinstance(one, dict) for one in listed)


def _with_enum(schema: JsonObject) -> JsonObject:
    """A schema whose only value is one of a list of them."""
    if "const" in schema.rest and "enum" not in schema.rest:
        schema.rest["enum"] = [schema.take("const")]
    return schema


def _together(parts: Sequence[JsonObject], *, all_hold: bool) -> dict[str, Tree]:
    """What parts come to; nothing where that is not one plain schema."""
    if all_hold or len(parts) == 1:
        merged: dict[str, Tree] = {}
        for part in parts:
            if any(merged.get(key, tree) != tree for key, tree in part.rest.items()):
                return {}
            merged |= part.rest
        return merged
    return _options(parts)


def _options(parts: Sequence[JsonObject]) -> dict[str, Tree]:
    types = {str(part.rest.get("type", "string")) for part in parts}
    are_values = all(_OF_OPTIONS.issuperset(part.rest) for part in parts)
    values = list(_values(parts))
    if len(values) < len(parts) or types != {"string"} or not are_values or not parts:
        return {}
    options: list[Tree] = [
        {
            "value": value,
            "label": part.rest.get("title"),
            "description": part.rest.get("description"),
        }
        for value, part in zip(values, parts, strict=True)
    ]
    return {"type": "string", "enum": values, "x-options": options}


def _values(parts: Sequence[JsonObject]) -> Iterator[Tree]:
    for part in parts:
        match part.rest:
            case {"enum": [value]}:
                yield value

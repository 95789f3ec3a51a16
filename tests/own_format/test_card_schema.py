"""The published JSON Schema says the same as the reader."""

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import yaml
from hypothesis import given
from hypothesis import strategies as st

from card_strategies import cards
from effort import examples
from wirogen.card import Card
from wirogen.own_format.tree import card_json
from wirogen.own_format.writer import card_yaml
from wirogen.readers import read_text

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "card.schema.json"
VALIDATOR = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))

ONLY_THE_READER_SEES = {"E043", "E046", "E107"}
"""A minimum above its maximum, a switch that is the same text on and off, and a path of
a run that leads elsewhere, which JSON Schema cannot say.
"""


class CoreLoader(yaml.SafeLoader):
    """YAML as editors read it: scalars by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: ClassVar = {}


for tag, pattern in {
    "null": r"null|Null|NULL|~|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?",
}.items():
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None
    )
CoreLoader.add_constructor(
    "tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node))
)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node))
)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(VALIDATOR.schema)


@examples(50)
@given(cards())
def test_whatever_is_written_is_valid(card: Card) -> None:
    VALIDATOR.validate(yaml.load(card_yaml(card), Loader=CoreLoader))
    VALIDATOR.validate(json.loads(card_json(card)))


SOMETHING_ELSE: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [0, 1, -1, 1.5, True, False, "", "text", "number", "file", "1", "a/b", "A/b"]
    ),
    st.builds(list),
    st.builds(dict),
    st.builds(lambda: ["a"]),
    st.builds(lambda: {"a": "b"}),
    st.builds(lambda: [{"value": "a"}]),
    st.builds(lambda: [{"name": "a", "text": "b"}]),
)
KEYS = sorted(
    {
        *VALIDATOR.schema["properties"],
        *(
            key
            for part in VALIDATOR.schema["definitions"].values()
            for key in part.get("properties", {})
        ),
        "unknown",
    }
)


def containers(tree: Any) -> list[Any]:
    if not isinstance(tree, dict | list) or not tree:
        return []
    members = tree.values() if isinstance(tree, dict) else tree
    return [tree, *(inner for member in members for inner in containers(member))]


@examples(80)
@given(cards(), st.data())
def test_what_the_schema_refuses_the_reader_refuses_and_conversely(
    card: Card, data: st.DataObject
) -> None:
    tree = json.loads(card_json(card))
    for _ in range(data.draw(st.integers(1, 2))):
        target = data.draw(st.sampled_from(containers(tree)))
        if isinstance(target, list):
            place = data.draw(st.integers(0, len(target) - 1))
            target[place] = data.draw(SOMETHING_ELSE)
        elif data.draw(st.booleans()) or len(tree) <= 1:
            keys = st.sampled_from(KEYS) | st.sampled_from(sorted(target))
            target[data.draw(keys)] = data.draw(SOMETHING_ELSE)
        else:
            del target[data.draw(st.sampled_from(sorted(target)))]
    errors = read_text(json.dumps(tree), "x").report.errors
    said = {finding.code.name for finding in errors} - ONLY_THE_READER_SEES
    assert VALIDATOR.is_valid(tree) is not bool(said), (tree, said)

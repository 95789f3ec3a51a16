"""`docs/specifications.md`: its example is a specification, and its kinds are all."""

import json
import re

from repository import ROOT
from wirogen.readers import read_text

GUIDE = (ROOT / "docs" / "specifications.md").read_text()
INPUT = json.loads((ROOT / "docs" / "schema" / "card.schema.json").read_text())[
    "definitions"
]["input"]["properties"]


def test_the_example_is_read_without_a_finding() -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    reading = read_text(example, "paint.yaml")
    assert list(reading.report) == []
    (card,) = reading.cards
    assert card.prices
    assert [given.wire_name for given in card.inputs or ()] == [
        *("prompt", "style", "steps", "hd", "inputImage")
    ]


def test_every_kind_and_key_of_an_input_is_told() -> None:
    kinds = re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)
    assert kinds == INPUT["kind"]["enum"]
    told = set(re.findall(r"`(\w+)`", GUIDE))
    assert INPUT.keys() - {"corrections"} <= told

"""`from_wire` against the `jsonschema` library: the same verdict on every input of
thousands of random bodies, but for the differences that are listed.
"""

from pathlib import Path

import pytest

from differential.bodies import bodies
from differential.differences import DIFFERENCES, differences_in
from differential.documents import (
    DOCUMENTS,
    Judged,
    Schema,
    always_judged,
    judged_document,
)
from effort import IS_FUZZING
from repository import CORPUS
from wirogen.card import Number, NumberWire

BODIES = 10_000 if IS_FUZZING else 600
DECISION = Path(__file__).parents[2] / "docs/decisions/006-judging-bodies.md"


def with_numbers(judged: Judged) -> Schema:
    """The schema of a model, with examples for texts that are read as numbers."""
    examples = {
        each.wire_name: {"examples": ["1", "5", "0.5"]}
        for each in judged.card.inputs or ()
        if isinstance(each.kind, Number) and each.kind.wire is NumberWire.TEXT
    }
    properties = {
        name: {**examples.get(name, {}), **part}
        for name, part in judged.schema["properties"].items()
    }
    return {**judged.schema, "properties": properties}


def judge(judged: Judged) -> set[str]:
    """The differences that occur in the bodies for one model."""
    found: set[str] = set()
    taken = 0
    for body in bodies(with_numbers(judged), BODIES, seed=str(judged.card.model)):
        refused = judged.refused_by_request(body)
        found.update(differences_in(judged, body, refused))
        taken += not refused
    assert BODIES / 20 < taken < BODIES * 19 / 20, judged.card.model
    return found


@pytest.mark.skipif(not DOCUMENTS, reason=f"there are no documents in {CORPUS}")
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_and_its_request_class_judge_alike(path: Path) -> None:
    judge(judged_document(path))


def test_cards_and_their_request_classes_judge_alike_but_for_each_listed_difference() -> (
    None
):
    found: set[str] = set()
    for judged in always_judged():
        found |= judge(judged)
    assert found == {difference.name for difference in DIFFERENCES}


def test_each_difference_is_told_in_the_decision() -> None:
    text = DECISION.read_text()
    told = [line[3:] for line in text.splitlines() if line.startswith("## ")]
    assert told == [difference.name for difference in DIFFERENCES]

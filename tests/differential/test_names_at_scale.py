"""The names and the module of a model, whatever stands beside them: inputs in another
order, one input more, other models in the package.
"""

from dataclasses import replace
from random import Random

from built import request_class
from differential.documents import all_cards
from rendered import render_python
from wirogen.card import Card, Input, Text
from wirogen.contract import resolve


def names_of(card: Card) -> dict[str, tuple[str, str]]:
    """Wire name → the name in Python and the flag."""
    inputs = request_class(card).INPUTS
    return {known.wire_name: (known.name, known.flag) for known in inputs}


def test_permuting_the_inputs_changes_no_name() -> None:
    for card in all_cards():
        random = Random(str(card.model))
        inputs = list(card.inputs or ())
        for _ in range(3):
            random.shuffle(inputs)
            permuted = replace(card, inputs=tuple(inputs))
            assert names_of(permuted) == names_of(card), card.model


def test_one_input_more_changes_no_name() -> None:
    another = Input(wire_name="somethingElse", kind=Text())
    for card in all_cards():
        more = replace(card, inputs=(another, *(card.inputs or ())))
        assert names_of(more) == {
            "somethingElse": ("something_else", "--something-else"),
            **names_of(card),
        }, card.model


def test_a_module_is_the_same_alone_and_among_all_models() -> None:
    cards = all_cards()
    together = render_python([*map(resolve, cards)])
    for card in cards:
        path = f"{'/'.join(resolve(card).module)}.py"
        assert render_python([resolve(card)])[path] == together[path], card.model

"""The statements of a request class: what is generated imports, and says what the
Contract says.
"""

import copy
import dataclasses
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import wiro_models
from built import module_of
from card_strategies import cards
from effort import examples
from wiro_models import UNSET, Request
from wiro_models.google.nano_banana_2 import NanoBanana2
from wiro_models.wiro.instant_id import InstantId
from wirogen.card import Card, File, Input, ModelId, Number
from wirogen.card import Option as CardOption
from wirogen.card import Select as CardSelect
from wirogen.card import Switch as CardSwitch
from wirogen.card import Text as CardText
from wirogen.contract import Contract, Files, HasOptions, Switch, resolve

SPECIFIERS = (
    *("text", "number", "integer", "select", "multiselect", "switch"),
    *("files", "file_url"),
)


def request_class_of(card: Card, contract: Contract) -> type[Request]:
    text = module_of(card)
    names: dict[str, Any] = {
        "__name__": "wiro_models.acme.paint",
        "__package__": "wiro_models.acme",
    }
    exec(compile(text, "paint.py", "exec"), names)
    found: type[Request] = names[contract.class_name]
    return found


def assert_says_what_the_contract_says(card: Card) -> None:
    contract = resolve(card)
    cls = request_class_of(card, contract)
    assert (str(card.model), str(contract.run_path)) == (cls.MODEL, cls.RUN_PATH)
    for found, source in zip(cls.INPUTS, contract.listed, strict=True):
        default = source.default.python if source.default else UNSET
        for name in ("wire_name", "name", "flag", "label", "required", "wire_names"):
            assert getattr(found, name) == getattr(source, name)
        assert (type(found.default), found.default) == (type(default), default)
        match source.shape:
            case HasOptions(options=options):
                values = [(each.value, each.wire) for each in options]
                shown = [(each.value, each.wire_value) for each in found.options]  # type: ignore[attr-defined]
                assert shown == values
            case Switch(on=on, off=off):
                assert [each.wire_value for each in found.options] == [on, off]  # type: ignore[attr-defined]
            case Files(many=many):
                assert found.many is many  # type: ignore[attr-defined]
            case _:
                pass
        pairs = ((found.required_when, source.required_when),)
        pairs += ((found.forbidden_when, source.forbidden_when),)
        for conditions, sources in pairs:
            assert [(c.name, c.values) for c in conditions] == [
                (c.name, c.values) for c in sources
            ]


@examples(40)
@given(cards())
def test_every_module_imports_and_its_inputs_equal_the_contract(card: Card) -> None:
    assert_says_what_the_contract_says(card)


@pytest.mark.parametrize("wire_name", ["", " ", "request", "dataclass", "_", "9"])
def test_an_odd_wire_name_is_kept(wire_name: str) -> None:
    assert_says_what_the_contract_says(
        card_of(Input(wire_name=wire_name, kind=CardText()))
    )


@pytest.mark.parametrize("name", SPECIFIERS)
def test_an_input_named_like_a_field_specifier_hides_none(name: str) -> None:
    options = (CardOption(value="a"), CardOption(value="b"))
    kinds = (
        CardText(),
        Number(integer=False),
        Number(integer=True),
        CardSelect(options=options),
        CardSwitch(),
        File(many=True),
    )
    others = (Input(wire_name=f"x{at}", kind=kind) for at, kind in enumerate(kinds))
    picture = Input(wire_name="pictureUrl", kind=CardText())
    assert_says_what_the_contract_says(
        card_of(Input(wire_name=name, kind=CardText()), *others, picture)
    )


def card_of(*inputs: Input) -> Card:
    model = ModelId("acme", "paint")
    return Card(model=model, raw_slug=str(model), run_path=str(model), inputs=inputs)


# --- requests as values -------------------------------------------------------------


@pytest.mark.parametrize(
    "made",
    [
        InstantId(prompt="a portrait", steps=30),
        InstantId(prompt="é", scheduler=UNSET, scale=5, seed=7),
        InstantId.from_wire({"prompt": "a portrait", "scale": "0.5"}),
    ],
)
def test_a_request_is_a_value(made: InstantId) -> None:
    for other in (
        copy.copy(made),
        copy.deepcopy(made),
        pickle.loads(pickle.dumps(made)),
        dataclasses.replace(made),
    ):
        assert (other, hash(other), repr(other)) == (made, hash(made), repr(made))
        assert other.to_wire() == made.to_wire()
    changed = dataclasses.replace(made, steps=31)
    assert (changed.steps, changed.to_wire()["steps"]) == (31, 31)
    assert changed != made
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.steps = 3  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.stpes = 3  # type: ignore[attr-defined]


def test_what_was_not_given_is_the_default_or_unset() -> None:
    made = InstantId(prompt="x")
    assert (made.steps, made.selected_model, made.scale) == (20, UNSET, 5.0)
    read = InstantId.from_wire({"prompt": "x"})
    assert (read.steps, read.scale) == (UNSET, UNSET)
    with pytest.raises(AttributeError, match="no attribute 'stpes'"):
        _ = made.stpes  # type: ignore[attr-defined]


def test_a_body_is_in_the_models_own_order_whatever_was_given_first() -> None:
    made = InstantId(
        seed="5", prompt="x", input_image_url="https://a/b", selected_model="900"
    )
    order = [each.wire_name for each in InstantId.INPUTS]
    assert [*made.to_wire()] == [name for name in order if name in made.to_wire()]


def test_changing_a_body_changes_no_request() -> None:
    made = InstantId(prompt="x")
    made.to_wire()["prompt"] = "y"
    assert made.to_wire()["prompt"] == "x"


def test_lists_of_files_are_the_requests_own() -> None:
    urls = ["https://a/1.png", "https://a/2.png"]
    body = {"inputImage": urls, "prompt": "x"}
    made, read = NanoBanana2(prompt="x", input_image=urls), NanoBanana2.from_wire(body)
    urls.append("https://a/3.png")
    for each in (made, read):
        each.to_wire()["inputImage"].append("https://a/4.png")
        assert each.to_wire()["inputImage"] == ["https://a/1.png", "https://a/2.png"]
        assert hash(each)
        assert each.input_image == ("https://a/1.png", "https://a/2.png")


# --- types --------------------------------------------------------------------------

WRONG = """\
from wiro_models.wiro.instant_id import InstantId

fine = InstantId(prompt="a portrait", steps=30, scheduler="DDIMScheduler", scale=5)
InstantId(prompt=3)
InstantId(prompt="x", scheduler="Best")
InstantId(steps=3)
InstantId(prompt="x", stpes=3)
InstantId("x")
fine.steps = 4
fine.stpes
"""


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_type_checkers_refuse_what_the_model_does_not_take(
    tmp_path: Path, checker: str
) -> None:
    program = tmp_path / "wrong.py"
    program.write_text(WRONG)
    package = Path(wiro_models.__file__).parents[1]
    arguments = {
        "mypy": ["--strict", "--no-incremental", "--cache-dir", str(tmp_path)],
        "pyright": ["--pythonpath", sys.executable],
    }[checker]
    found = subprocess.run(
        [sys.executable, "-m", checker, *arguments, str(program)],
        capture_output=True,
        text=True,
        check=False,
        cwd=package,
    )
    refused = {
        int(line.split(":")[1])
        for line in found.stdout.splitlines()
        if "wrong.py:" in line and "error" in line
    }
    assert refused == set(range(4, 11)), found.stdout + found.stderr

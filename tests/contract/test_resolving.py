"""A Card resolved: each question about its inputs has one answer."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from run_paths import NO_RUN_PATHS, RUN_PATHS
from wirogen.card import (
    Card,
    Corrections,
    File,
    Input,
    Kind,
    ModelId,
    NumberWire,
    Option,
    RunPath,
)
from wirogen.card import Condition as CardCondition
from wirogen.card import (
    Multiselect as CardMultiselect,
)
from wirogen.card import Number as CardNumber
from wirogen.card import (
    Select as CardSelect,
)
from wirogen.card import (
    Switch as CardSwitch,
)
from wirogen.card import (
    Text as CardText,
)
from wirogen.card import Unknown as CardUnknown
from wirogen.contract import (
    Condition,
    Contract,
    Files,
    FileUrl,
    Multiselect,
    Number,
    Select,
    Switch,
    Text,
    Unknown,
    Value,
    WholeNumber,
    judge,
    resolve,
)
from wirogen.contract import Option as Offered


def contract_of(*inputs: Input, run_path: str = "acme/3d-paint") -> Contract:
    return resolve(
        Card(
            model=ModelId("acme", "3d-paint"),
            raw_slug="acme/3D-Paint",
            run_path=run_path,
            title="Paint\n fast ",
            inputs=inputs,
        )
    )


def choice(*values: str, labels: tuple[str, ...] = ()) -> CardSelect:
    words = labels or ("",) * len(values)
    return CardSelect(
        options=tuple(
            Option(value=value, label=label)
            for value, label in zip(values, words, strict=True)
        )
    )


SEVERAL = CardMultiselect(options=choice("a", "b").options)
BOTH = ("b", "a")
A_AND_B = (Offered(value="a", wire="a"), Offered(value="b", wire="b"))
ON_OFF = CardSwitch(("on", "off"))
AS_TEXT = CardNumber(integer=False, wire=NumberWire.TEXT)


def test_a_model_has_the_names_that_every_output_shares() -> None:
    contract = contract_of()
    assert contract.class_name == "Model3dPaint"
    assert contract.module == ("acme", "model_3d_paint_")
    assert contract.file_stem == "acme/3d-paint"
    assert contract.title == "Paint fast"
    assert contract.run_path == RunPath("acme", "3d-paint")


def test_inputs_that_the_source_does_not_list_are_not_none_at_all() -> None:
    card = Card(model=ModelId("a", "b"), raw_slug="a/b", run_path="a/b", inputs=None)
    assert resolve(card).inputs is None
    assert resolve(card).listed == ()


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        (CardText(max_length=Decimal(9)), Text(max_length=Decimal(9))),
        (CardUnknown(), Unknown()),
        (CardSelect(), Unknown()),
        (CardSwitch(), Switch()),
        (ON_OFF, Switch(on="on", off="off")),
        (
            replace(SEVERAL, min_items=Decimal("0.5"), max_items=Decimal("1.5")),
            Multiselect(options=A_AND_B, min_items=1, max_items=1),
        ),
        (SEVERAL, Multiselect(options=A_AND_B)),
        (CardMultiselect(), Unknown()),
        (
            choice("off", "on", labels=("Never", "Always")),
            Switch(on="on", off="off", on_label="Always", off_label="Never"),
        ),
        (
            choice("5", "10", labels=("5 s", "10 s")),
            Select(
                options=(
                    Offered(value=5, wire="5", labels=("5 s",)),
                    Offered(value=10, wire="10", labels=("10 s",)),
                )
            ),
        ),
        (
            choice("900", labels=("Sinatra",)),
            Select(options=(Offered(value="900", wire="900", labels=("Sinatra",)),)),
        ),
        (
            CardNumber(integer=True, minimum=Decimal(1), step=Decimal(1)),
            WholeNumber(minimum=Decimal(1)),
        ),
        (
            CardNumber(integer=False, step=Decimal("0.5"), wire=NumberWire.TEXT),
            Number(step=Decimal("0.5"), as_text=True),
        ),
        (File(many=True), Files(many=True)),
    ],
)
def test_a_kind_becomes_a_shape(kind: object, shape: object) -> None:
    (field,) = contract_of(Input(wire_name="x", kind=kind)).listed  # type: ignore[arg-type]
    assert field.shape == shape


def test_a_text_that_shows_a_whole_number_takes_one() -> None:
    (field,) = contract_of(
        Input(wire_name="seed", kind=CardText(), default="42")
    ).listed
    assert field.shape == Text(numeric=True)


def test_a_text_that_may_be_a_number_takes_one() -> None:
    source = Input(wire_name="newTokens", kind=CardText(), type="string")
    (field,) = contract_of(source).listed
    assert field.shape == Text(fractional=True)
    (field,) = contract_of(replace(source, type="text")).listed
    assert field.shape == Text()


def test_a_text_that_is_named_like_the_url_of_a_file_takes_a_file() -> None:
    (field,) = contract_of(Input(wire_name="inputImageUrl", kind=CardText())).listed
    assert field.shape == FileUrl()
    assert (field.name, field.flag) == ("input_image_url", "--input-image-url")


NAMES = ("", "image", "imageUrl", "mask", "maskUrl")


@given(st.lists(st.none() | st.sampled_from(NAMES), min_size=5, max_size=5))
def test_every_wire_name_has_one_place_whatever_is_called_a_companion(
    companions: list[str | None],
) -> None:
    inputs = tuple(
        Input(
            wire_name=name,
            kind=CardText() if other is None else File(many=False, companion=other),
        )
        for name, other in zip(NAMES, companions, strict=True)
    )
    listed = contract_of(*inputs).listed
    placed = [name for each in listed for name in each.wire_names]
    assert sorted(placed) == sorted(NAMES)


def test_a_companion_is_folded_into_its_file_input() -> None:
    (field,) = contract_of(
        Input(wire_name="image", kind=File(many=False, companion="imageUrl")),
        Input(wire_name="imageUrl", kind=CardText(), label="Address", required=True),
    ).listed
    assert field.shape == Files(
        many=False,
        companion="imageUrl",
        companion_label="Address",
        companion_required=True,
    )
    assert field.wire_names == ("image", "imageUrl")
    assert field.required
    assert field.required_names == ("image", "imageUrl")


def test_a_default_is_a_value_in_every_form() -> None:
    kind = CardNumber(integer=False, wire=NumberWire.TEXT)
    (field,) = contract_of(
        Input(wire_name="scale", kind=kind, default="5.0", required=True)
    ).listed
    assert field.default == Value(text="5.0", python=5.0, wire="5.0")
    assert field.required
    assert not field.must_be_set


def test_a_default_that_is_not_allowed_is_refused_and_never_sent() -> None:
    (field,) = contract_of(
        Input(wire_name="model", kind=choice("900"), default="79")
    ).listed
    assert field.default is None
    assert field.refused == "79"
    assert field.samples == ()


def test_the_value_of_a_main_text_is_a_sample() -> None:
    (field,) = contract_of(
        Input(wire_name="prompt", kind=CardText(), default="a cat", sample="a dog")
    ).listed
    assert field.must_be_set
    assert field.samples == ("a cat", "a dog")


def test_help_is_paragraphs_and_a_label_one_line() -> None:
    (field,) = contract_of(
        Input(
            wire_name="x",
            kind=CardSwitch(),
            label=" a\tb ",
            help="one\n two\r\n \r\nthree",
        )
    ).listed
    assert field.help == "one two\n\nthree"
    assert field.label == "a b"


def test_a_condition_speaks_python_and_the_wire() -> None:
    corrections = Corrections(
        required_when=(CardCondition(wire_name="multiShot", values=("True",)),),
        forbidden_when=(CardCondition(wire_name="fileUrl"),),
    )
    contract = contract_of(
        Input(wire_name="multiShot", kind=choice("true", "false")),
        Input(wire_name="file", kind=File(many=False, companion="fileUrl")),
        Input(wire_name="shots", kind=CardText(), corrections=corrections),
    )
    field = contract.input("shots")
    assert field is not None
    assert field.required_when == (
        Condition(
            name="multi_shot", values=(True,), wire_name="multiShot", texts=("True",)
        ),
    )
    assert field.forbidden_when == (Condition(name="file", wire_name="fileUrl"),)


def test_what_is_always_required_has_no_condition_for_that() -> None:
    corrections = Corrections(required_when=(CardCondition(wire_name="seed"),))
    text = Input(
        wire_name="text", kind=CardText(), required=True, corrections=corrections
    )
    field = contract_of(Input(wire_name="seed", kind=CardText()), text).input("text")
    assert field is not None
    assert field.required
    assert field.required_when == ()


def test_a_value_is_judged_by_the_constraints_of_its_input() -> None:
    kind = CardNumber(integer=True, maximum=Decimal(50))
    (field,) = contract_of(Input(wire_name="steps", kind=kind)).listed
    assert judge(field, "20") == Value(text="20", python=20, wire=20)
    assert judge(field, "51") is None


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (SEVERAL, '["b","a"]', Value(text='["b", "a"]', python=("b", "a"), wire=BOTH)),
        (SEVERAL, "b, a", Value(text='["b", "a"]', python=("b", "a"), wire=BOTH)),
        (CardMultiselect(), "x", Value(text="x", python="x", wire="x")),
        (ON_OFF, "true", Value(text="on", python=True, wire="on")),
        (ON_OFF, "OFF", Value(text="off", python=False, wire="off")),
        (CardSwitch(), "yes", Value(text="true", python=True, wire=True)),
        (AS_TEXT, "1e2", Value(text="1e2", python=100.0, wire="100")),
        (choice("5", "10"), "5", Value(text="5", python=5, wire="5")),
        (choice("on", "off"), "off", Value(text="off", python=False, wire="off")),
        (choice(), "x", Value(text="x", python="x", wire="x")),
    ],
)
def test_a_value_has_one_text_however_it_is_spelt(
    kind: Kind, text: str, value: Value
) -> None:
    (field,) = contract_of(Input(wire_name="x", kind=kind, default=text)).listed
    assert judge(field, text) == value
    assert field.default == value


def test_a_name_that_people_gave_is_taken_where_it_is_one() -> None:
    given = {"a": "look", "b": "no name", "c": "to_wire", "d": "class", "e": None}
    inputs = (
        Input(wire_name=name, kind=CardText(), corrections=Corrections(rename=new))
        for name, new in given.items()
    )
    names = [field.name for field in contract_of(*inputs).listed]
    assert names == ["look", "b", "c", "d", "e"]


def test_the_range_of_a_number_is_told_from_lengths() -> None:
    for most, is_range in ((None, False), (100_000, False), (100_001, True)):
        text = Text(max_length=None if most is None else Decimal(most))
        assert text.has_range_as_length is is_range


@pytest.mark.parametrize("path", RUN_PATHS)
def test_the_path_of_a_run_is_two_segments(path: str) -> None:
    assert str(RunPath.parse(path)) == path


@pytest.mark.parametrize("path", NO_RUN_PATHS)
def test_a_path_that_leads_elsewhere_is_none(path: str) -> None:
    with pytest.raises(ValueError, match=r"segment|owner|percent-encoded"):
        contract_of(run_path=path)


@pytest.mark.parametrize(
    ("kind", "text", "wire"),
    [
        (CardText(min_length=Decimal(2), max_length=Decimal(4)), "a", None),
        (CardText(min_length=Decimal(2), max_length=Decimal(4)), "ab", "ab"),
        (CardText(min_length=Decimal(2), max_length=Decimal(4)), "abcd", "abcd"),
        (CardText(min_length=Decimal(2), max_length=Decimal(4)), "abcde", None),
        (CardText(min_length=Decimal(0)), "", ""),
        (CardNumber(integer=True), "2", 2),
        (CardNumber(integer=True), "2.0", 2),
        (CardNumber(integer=True), "2.5", None),
        (CardNumber(integer=True), "two", None),
        (CardNumber(integer=False), "2.5", 2.5),
        (CardNumber(integer=False, maximum=Decimal(2)), "2", 2),
        (CardNumber(integer=False, maximum=Decimal(2)), "2.1", None),
        (CardNumber(integer=False, minimum=Decimal(2)), "2", 2),
        (CardNumber(integer=False, minimum=Decimal(2)), "1.9", None),
        (CardNumber(integer=False, wire=NumberWire.TEXT), "2.50", "2.50"),
        (CardNumber(integer=False, wire=NumberWire.TEXT), "1e2", "100"),
        (CardSwitch(), "true", True),
        (CardSwitch(), "false", False),
        (CardSwitch(), "True", True),
        (CardSwitch(), "maybe", None),
        (choice("a", "b"), "b", "b"),
        (choice("a", "b"), "c", None),
        (replace(SEVERAL, min_items=Decimal(2)), "a", None),
        (replace(SEVERAL, min_items=Decimal(2)), "a,b", ("a", "b")),
        (replace(SEVERAL, max_items=Decimal(1)), "a,b", None),
        (SEVERAL, "a,a", None),
    ],
)
def test_a_value_is_judged_by_its_kind(kind: Kind, text: str, wire: object) -> None:
    (field,) = contract_of(Input(wire_name="it", kind=kind)).listed
    value = judge(field, text)
    assert (None if value is None else value.wire) == wire
    if value is not None:
        assert type(value.wire) is type(wire)


@pytest.mark.parametrize(
    ("kind", "values", "text", "holds"),
    [
        (CardText(), (), "any", True),
        (CardText(), (), "", False),
        (CardText(), (), None, False),
        (CardText(), ("Yes", "no"), "yes", True),
        (CardText(), ("Yes", "no"), "NO", True),
        (CardText(), ("Yes", "no"), "maybe", False),
        (CardText(), ("Yes", "no"), None, False),
        (CardNumber(integer=True), ("2",), "2.0", True),
        (CardNumber(integer=True), ("2",), "3", False),
        (CardNumber(integer=False), ("2.50",), "2.5", True),
        (CardSwitch(), ("True",), "true", True),
        (CardSwitch(), ("True",), "false", False),
        (SEVERAL, ("A", "c"), "b, a", True),
        (SEVERAL, ("c",), "b, a", False),
    ],
)
def test_a_condition_holds_whatever_the_case_and_the_form_of_a_number(
    kind: Kind, values: tuple[str, ...], text: str | None, *, holds: bool
) -> None:
    condition = CardCondition(wire_name="it", values=values)
    other = Input(
        wire_name="other",
        kind=CardText(),
        corrections=Corrections(required_when=(condition,)),
    )
    it, when = contract_of(Input(wire_name="it", kind=kind), other).listed
    given = None if text is None else judge(it, text)
    (resolved,) = when.required_when
    assert resolved.holds({} if given is None else {"it": given}) is holds


def test_what_is_sent_and_what_must_be_set_are_two_things() -> None:
    number = CardNumber(integer=True)
    sent, asked, free = contract_of(
        Input(wire_name="sent", kind=number, required=True, default="2"),
        Input(wire_name="asked", kind=number, required=True),
        Input(wire_name="free", kind=number, required=False),
    ).listed
    assert [field.is_sent for field in (sent, asked, free)] == [True, False, False]
    assert [field.must_be_set for field in (sent, asked, free)] == [False, True, False]
    assert sent.wire_names == ("sent",)

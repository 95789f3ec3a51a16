"""Values as callers have them: of numpy, enums, `decimal`, and long ones."""

import copy
import pickle
import struct
from collections import UserString
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from importlib import import_module
from numbers import Integral, Real
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from built import request_class_of, runtime
from wiro_models import InvalidRequest as Refused
from wiro_models import unchecked as unchecked_by_package
from wiro_models.google.nano_banana_2 import NanoBanana2
from wirogen.card import (
    File,
    Input,
    Number,
    NumberWire,
    Option,
    Switch,
)
from wirogen.card import (
    Select as CardSelect,
)
from wirogen.card import (
    Text as CardText,
)

InvalidRequest = runtime().InvalidRequest
unchecked = runtime().unchecked

FIVE_OR_TEN = CardSelect(options=(Option(value="5"), Option(value="10")))
Paint = request_class_of(
    Input(wire_name="prompt", kind=CardText(), required=True),
    Input(wire_name="steps", kind=Number(integer=True, minimum=Decimal(0))),
    Input(wire_name="scale", kind=Number(integer=False, wire=NumberWire.TEXT)),
    Input(wire_name="weight", kind=Number(integer=False, wire=NumberWire.NUMBER)),
    Input(wire_name="seed", kind=CardText(), default="42"),
    Input(wire_name="shift", kind=CardText(), type="string", required=False),
    Input(wire_name="duration", kind=FIVE_OR_TEN, default="5"),
    Input(wire_name="images", kind=File(many=True)),
    Input(wire_name="github_token", kind=CardText(), required=False),
    Input(wire_name="watermark", kind=Switch()),
    Input(
        wire_name="share",
        kind=Number(
            integer=False,
            wire=NumberWire.NUMBER,
            minimum=Decimal(0),
            maximum=Decimal(1),
            step=Decimal("0.1"),
        ),
    ),
    Input(
        wire_name="size",
        kind=Number(
            integer=True, wire=NumberWire.NUMBER, minimum=Decimal(5), step=Decimal(4)
        ),
    ),
)


class Lying:
    """What writes itself otherwise than it is."""

    def __repr__(self) -> str:
        return "numpy.float64(0.5)"

    __str__ = __repr__


class Text(Lying, str):
    pass


class Double(Lying, float):
    pass


class Whole(Lying, int):
    pass


class Int64(Lying, Integral):
    """As `numpy.int64`: registered as a whole number, and of no built-in class."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value

    def __int__(self) -> int:
        return self.value


class Float32(Lying, Real):
    """As `numpy.float32`."""

    def __init__(self, value: float) -> None:
        self.value = value

    def __float__(self) -> float:
        return self.value


class Single(Float32):
    """As `numpy.float32`: equal to what is as near as its 24 bits can tell."""

    def __eq__(self, other: object) -> bool:
        mine, others = (struct.pack("f", float(each)) for each in (self, other))  # type: ignore[arg-type] # numbers alone
        return mine == others

    __hash__ = None  # type: ignore[assignment] # nobody asks


class Scalar:
    """As `numpy.bool_`, and an array of no dimension."""

    shape = ()

    def __init__(self, value: object) -> None:
        self.value = value

    def item(self) -> object:
        return self.value


for _number in (Int64, Float32, Single):
    _number.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


class Word(str, Enum):  # noqa: UP042 - its str() is "Word.PORTRAIT", unlike StrEnum's
    PORTRAIT = "a portrait"


class Plain(Enum):
    PORTRAIT = "a portrait"
    FIVE = 5
    HALF = 0.5


class Kept(Enum):
    SECRET = ("ghp_12345",)


class Several(Enum):
    URLS = ("https://x/a.png",)


class Duration(IntEnum):
    FIVE = 5


class Share(float, Enum):
    HALF = 0.5


class Raising(Real):
    def __float__(self) -> float:
        raise RuntimeError("no")


Raising.__abstractmethods__ = frozenset()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "value", "plain", "wire"),
    [
        ("prompt", Text("a portrait"), "a portrait", "a portrait"),
        ("prompt", Word.PORTRAIT, "a portrait", "a portrait"),
        ("prompt", Plain.PORTRAIT, "a portrait", "a portrait"),
        ("steps", Whole(7), 7, 7),
        ("steps", Int64(7), 7, 7),
        ("steps", Decimal("7.0"), 7, 7),
        ("steps", Fraction(14, 2), 7, 7),
        ("steps", Float32(7.0), 7, 7),
        ("steps", Plain.FIVE, 5, 5),
        ("scale", Double(0.5), 0.5, "0.5"),
        ("scale", Float32(0.5), 0.5, "0.5"),
        ("scale", Share.HALF, 0.5, "0.5"),
        ("scale", Decimal("0.3"), 0.3, "0.3"),
        ("scale", Int64(7), 7, "7.0"),
        ("weight", Double(0.5), 0.5, 0.5),
        ("weight", Plain.HALF, 0.5, 0.5),
        ("weight", Fraction(1, 4), 0.25, 0.25),
        ("seed", Int64(7), 7, "7"),
        ("seed", Text("7"), "7", "7"),
        ("shift", Int64(7), 7, "7"),
        ("shift", 0.7, 0.7, "0.7"),
        ("shift", Decimal("5e-7"), 5e-7, "0.0000005"),
        ("shift", "7.50", "7.50", "7.50"),
        ("duration", Int64(5), 5, "5"),
        ("duration", Duration.FIVE, 5, "5"),
        ("images", Text("https://x/a.png"), "https://x/a.png", "https://x/a.png"),
        ("images", Several.URLS, ("https://x/a.png",), "https://x/a.png"),
        ("prompt", UserString("a portrait"), "a portrait", "a portrait"),
        ("steps", Scalar(7), 7, 7),
        ("scale", Single(0.30000001192092896), 0.3, "0.3"),
        ("share", Single(0.30000001192092896), 0.3, 0.3),
        ("share", Scalar(Single(0.1)), 0.1, 0.1),
        ("watermark", Scalar(True), True, True),
    ],
)
def test_a_value_is_taken_for_what_it_stands_for(
    name: str, value: Any, plain: Any, wire: Any
) -> None:
    made = Paint(**{"prompt": "x", name: value})
    field, sent = getattr(made, name), made.to_wire()[name]
    assert (type(field), field) == (type(plain), plain)
    assert (type(sent), sent) == (type(wire), wire)


@pytest.mark.parametrize(
    "value",
    [
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1e999999999")),
        *(Decimal("-1e401"), Raising(), Fraction(10**400, 3), Double("nan"), object()),
        *(Double("inf"), Float32(float("nan")), Plain),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize(
    "name", ["steps", "scale", "weight", "seed", "shift", "duration"]
)
def test_what_stands_for_nothing_is_refused_by_the_inputs_name(
    name: str, value: Any
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Paint(**{"prompt": "x", name: value})
    (problem,) = refused.value.problems
    assert problem.field == name
    assert problem.value is value
    assert pickle.loads(pickle.dumps(refused.value)).problems[0].field == name


def test_a_body_of_subclasses_is_kept_and_its_values_are_plain() -> None:
    body = {"prompt": Word.PORTRAIT, "weight": Double(0.5), "steps": Whole(7)}
    for read in (Paint.from_wire(body), Paint.from_wire(MappingProxyType(body))):
        assert read.to_wire() == body
        assert {type(value) for value in read.to_wire().values()} == {str, float, int}
        assert (read.prompt, read.weight, read.steps) == ("a portrait", 0.5, 7)


def test_a_body_of_others_numbers_is_taken_for_what_they_stand_for() -> None:
    body = {"prompt": UserString("x"), "steps": Int64(7), "weight": Float32(0.5)}
    assert Paint.from_wire(body).to_wire() == {"prompt": "x", "steps": 7, "weight": 0.5}
    with pytest.raises(InvalidRequest, match="'steps': must be a whole number"):
        Paint.from_wire({"prompt": "x", "steps": Float32(0.5)})


def test_an_upload_takes_a_path_as_a_text() -> None:
    upload = runtime().Upload(source="a/face.png", name=Word.PORTRAIT)
    assert (upload.source, upload.name) == (Path("a/face.png"), "a portrait")
    assert runtime().Upload(source=memoryview(b"x")).source == b"x"


# --- steps --------------------------------------------------------------------------


@given(st.integers(0, 10))
def test_a_float_within_rounding_of_a_multiple_is_that_multiple(count: int) -> None:
    right = float(Decimal(count) / 10)
    for computed in (count * 0.1, sum([0.1] * count, 0.0), 1 - (10 - count) * 0.1):
        made = Paint(prompt="x", share=computed)
        assert (made.share, made.to_wire()["share"]) == (right, right)
        assert repr(made.to_wire()["share"]) == repr(right)
        if computed <= 1:
            body = {"prompt": "x", "share": computed}
            assert repr(Paint.from_wire(body).to_wire()) == repr(body)


def test_a_sum_of_many_steps_is_the_multiple_that_it_means() -> None:
    numbers = import_module(f"{runtime().__name__}._runtime.numbers")
    assert numbers.nearest_multiple(sum([0.1] * 1000, 0.0), 0.1, 0) == 100.0
    assert numbers.nearest_multiple(99.9999, 0.1, 0) == 99.9999


@pytest.mark.parametrize("share", [0.15, 0.3001, 0.30000000001, 1e-12, 1.1, -0.1])
def test_what_is_between_two_multiples_is_refused(share: float) -> None:
    with pytest.raises(InvalidRequest, match="in steps of"):
        Paint(prompt="x", share=share)
    with pytest.raises(InvalidRequest, match="in steps of"):
        Paint.from_wire({"prompt": "x", "share": share})


@pytest.mark.parametrize("size", [5, 8, 9, 80, 81])
def test_steps_count_from_zero_and_from_the_minimum(size: int) -> None:
    assert Paint(prompt="x", size=size).to_wire()["size"] == size
    assert Paint.from_wire({"prompt": "x", "size": size}).size == size
    with pytest.raises(InvalidRequest):
        Paint(prompt="x", size=82)


# --- long values, and secrets -------------------------------------------------------


@pytest.mark.parametrize(
    "value", [b"x" * 10**6, "data:" + "x" * 10**6, ["https://" + "x" * 10**6] * 9]
)
def test_a_long_value_is_shown_short(value: Any) -> None:
    made = Paint(prompt="x" * 10**6, images=value)
    assert len(repr(made)) < 2_000
    assert len(repr(made.to_wire()["images"])) < 10**7
    with pytest.raises(InvalidRequest) as refused:
        Paint(prompt="x", steps=value)
    assert len(str(refused.value)) < 400
    assert len(repr(refused.value.problems)) < 600


def test_the_path_of_a_file_that_is_not_there_is_shown_short() -> None:
    unfit = runtime().Upload(source=Path("data:image/png;base64," + "A" * 200_000))
    why = __import__(f"{runtime().__name__}._runtime.files", fromlist=["x"])
    assert (
        why.why_unfit(unfit) == "must be a file, or a URL of http or https, not of data"
    )
    assert len(repr(unfit)) < 200
    long = runtime().Upload(source=Path("A" * 200_000))
    assert len(why.why_unfit(long)) < 200


def test_a_secret_is_in_no_repr_and_no_message() -> None:
    made = Paint(prompt="x", github_token="ghp_12345")
    assert "ghp_12345" not in repr(made)
    assert made.to_wire()["github_token"] == "ghp_12345"
    with pytest.raises(InvalidRequest) as refused:
        Paint(prompt="x", github_token=b"ghp_12345")
    assert "ghp_12345" not in str(refused.value) + repr(refused.value.problems)


@pytest.mark.parametrize(
    "value", [["ghp_12345"], {"a": "ghp_12345"}, Path("ghp_12345"), Kept.SECRET]
)
def test_a_secret_of_another_type_is_hidden_and_its_type_told(value: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Paint(prompt="x", github_token=value)
    assert "ghp_12345" not in str(refused.value) + repr(refused.value.problems)
    assert type(value).__name__ in str(refused.value)


def test_a_class_is_told_where_its_repr_hides_it() -> None:
    with pytest.raises(InvalidRequest, match=r"not numpy\.float64\(0\.5\), of .*Whole"):
        Paint(prompt=Whole(7))


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        *(("github_token", True), ("githubToken", True), ("apiKey", True)),
        *(("api_key", True), ("API_KEY", True), ("password", True)),
        *(("max_tokens", False), ("tokens", False), ("key", False), ("hotkey", False)),
        *(("tokenizer", False), ("prompt", False), ("secretary", False)),
        *(("openaiApiKey", True), ("access-token", True), ("hf_token2", True)),
        *(("bearer", True), ("clientsecret", True), ("api_key_value", True)),
        *(("max_token", False), ("num_token", False)),
    ],
)
def test_which_names_are_secrets(name: str, is_secret: bool) -> None:
    made = request_class_of(Input(wire_name=name, kind=CardText(), required=False))
    (known,) = made.INPUTS
    assert ("hush" not in repr(made(**{known.name: "hush"}))) is is_secret


# --- misspelt names -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wire_name"),
    [
        *(("topp", "topP"), ("TopP", "topP"), ("top-p", "top_p"), ("top_P", "top_p")),
        *(("promt", "prompt"), ("Prompts", "Prompt"), ("negative", "negativePrompt")),
    ],
)
def test_the_name_that_differs_least_is_meant(typed: str, wire_name: str) -> None:
    names = ("topP", "top_p", "Prompt", "prompt", "negativePrompt")
    made = request_class_of(*(Input(wire_name=name, kind=CardText()) for name in names))
    (name,) = (each.name for each in made.INPUTS if each.wire_name == wire_name)
    with pytest.raises(TypeError, match=f"did you mean '{name}'"):
        made(**{typed: "x"})
    with pytest.raises(InvalidRequest, match=f"did you mean '{wire_name}'"):
        made.from_wire({typed: "x"})


# --- empty texts --------------------------------------------------------------------


def test_a_required_text_must_not_be_empty_but_a_body_may_hold_one() -> None:
    with pytest.raises(InvalidRequest, match="prompt: must not be empty"):
        Paint(prompt="")
    assert Paint(prompt=unchecked("")).to_wire()["prompt"] == ""
    assert Paint.from_wire({"prompt": ""}).to_wire() == {"prompt": ""}
    assert Paint(prompt="x", github_token="").to_wire()["github_token"] == ""


# --- requests as values -------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        ["https://x/a.png", Path("b.png"), b"raw"],
        [bytearray(b"raw"), "https://x/a.png"],
        bytearray(b"raw"),
        unchecked_by_package(["https://x/a.png"]),
        unchecked_by_package({"a": []}),
    ],
)
@pytest.mark.parametrize(
    "again",
    [copy.copy, copy.deepcopy, replace, lambda it: pickle.loads(pickle.dumps(it))],
)
def test_a_request_with_any_files_is_a_value(
    value: Any, again: Callable[[Any], Any]
) -> None:
    made = NanoBanana2(prompt="x", input_image=value)
    other = again(made)
    assert (other, hash(other), repr(other)) == (made, hash(made), repr(made))
    assert other.to_wire() == made.to_wire()
    assert {made: 1}[other] == 1


def test_a_range_is_no_list_however_long_it_is() -> None:
    for count in (3, 10**15):
        with pytest.raises(Refused, match=r"input_image: must .* not range\(0, "):
            NanoBanana2(prompt="x", input_image=range(count))  # type: ignore[arg-type]


# --- the words of a body ------------------------------------------------------------


def test_what_is_wrong_with_a_body_is_told_by_its_own_keys() -> None:
    portrait = request_class_of(
        Input(wire_name="inputImage", kind=File(many=False, companion="inputImageUrl")),
        Input(wire_name="inputImageUrl", kind=CardText()),
        Input(wire_name="guidanceScale", kind=Number(integer=True)),
    )
    body = {"inputImageUrl": 5, "guidanceScale": "x"}
    with pytest.raises(InvalidRequest) as refused:
        portrait.from_wire(body)
    assert [str(problem).partition(": ")[0] for problem in refused.value.problems] == [
        "'inputImageUrl'",
        "'guidanceScale'",
    ]
    assert [problem.wire_name for problem in refused.value.problems] == [*body]
    again = pickle.loads(pickle.dumps(refused.value))
    assert str(again.problems[0]) == str(refused.value.problems[0])
    with pytest.raises(InvalidRequest, match="\n  guidance_scale: must be"):
        portrait(guidance_scale="x")

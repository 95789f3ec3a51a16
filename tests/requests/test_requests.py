"""Requests: checked when they are made, and on the wire as the service has them."""

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from built import request_class_of, runtime
from wirogen.card import (
    Condition,
    Corrections,
    File,
    Input,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
)

UNSET = runtime().UNSET
unchecked = runtime().unchecked
InvalidRequest = runtime().InvalidRequest
Upload = runtime().Upload


def number(**bounds: Any) -> Number:
    limits = {name: Decimal(value) for name, value in bounds.items()}
    return Number(integer=True, **limits)


def select(*values: str, labels: tuple[str, ...] = ()) -> Select:
    labels = labels or values
    pairs = zip(values, labels, strict=True)
    return Select(options=tuple(Option(value=v, label=label) for v, label in pairs))


Paint = request_class_of(
    Input(wire_name="prompt", kind=Text(), default="a koala"),
    Input(
        wire_name="steps",
        kind=number(minimum=1, maximum=50, step=1),
        default="20",
    ),
    Input(
        wire_name="scale",
        kind=Number(integer=False, wire=NumberWire.TEXT),
        default="5.0",
    ),
    Input(wire_name="seed", kind=Text(), default="42"),
    Input(wire_name="style", kind=select("900", "1049", labels=("Sinatra", "Purple"))),
    Input(wire_name="duration", kind=select("5", "10"), default="5"),
    Input(wire_name="sound", kind=select("on", "off"), default="off"),
    Input(wire_name="tiled", kind=Switch()),
    Input(wire_name="inputImage", kind=File(many=False, companion="inputImageUrl")),
    Input(wire_name="inputImageUrl", kind=Text()),
    Input(wire_name="images", kind=File(many=True)),
    Input(wire_name="maskUrl", kind=Text()),
)
SENT = {
    "steps": 20,
    "scale": "5.0",
    "seed": "42",
    "duration": "5",
    "sound": "off",
}


def problems_of(make: Any) -> dict[str, Any]:
    with pytest.raises(InvalidRequest) as refused:
        make()
    return {problem.wire_name: problem for problem in refused.value.problems}


def test_what_is_not_said_is_sent_by_the_table() -> None:
    assert Paint(prompt="x").to_wire() == {"prompt": "x", **SENT}


def test_unset_is_not_sent() -> None:
    assert "steps" not in Paint(prompt="x", steps=UNSET).to_wire()


def test_a_required_input_cannot_be_left_out() -> None:
    with pytest.raises(TypeError, match="prompt"):
        Paint()
    assert "required" in str(problems_of(lambda: Paint(prompt=UNSET))["prompt"])


def test_all_problems_come_in_one_error() -> None:
    problems = problems_of(
        lambda: Paint(
            prompt=3,
            steps=0,
            scale="much",
            style="Sinatre",
            duration=7,
            sound="on",
            tiled="true",
        )
    )
    assert {name: str(problem) for name, problem in problems.items()} == {
        "prompt": "prompt: must be a text, not 3",
        "steps": "steps: must be a whole number from 1 to 50, not 0"
        " (did you mean 1?)",
        "scale": "scale: must be a number, not 'much'",
        "style": "style: must be one of '900' (Sinatra), '1049' (Purple),"
        " not 'Sinatre' (did you mean '900'?)",
        "duration": "duration: must be one of 5, 10, not 7",
        "sound": "sound: must be True or False, not 'on' (did you mean True?)",
        "tiled": "tiled: must be True or False, not 'true' (did you mean True?)",
    }


@pytest.mark.parametrize(
    ("bounds", "value", "meant"),
    [
        ({"minimum": "1.5"}, 1, ""),
        ({"minimum": 2, "maximum": 9, "step": 2}, 11, ""),
        ({"minimum": 2, "maximum": 9, "step": 2}, -1, "2"),
    ],
)
def test_a_bound_is_suggested_where_it_is_allowed(
    bounds: dict[str, Any], value: int, meant: str
) -> None:
    cls = request_class_of(Input(wire_name="n", kind=number(**bounds)))
    assert problems_of(lambda: cls(n=value))["n"].suggestion == meant


@pytest.mark.parametrize(
    ("given", "wire"),
    [
        ({"steps": 50}, {"steps": 50}),
        ({"steps": 7.0}, {"steps": 7}),
        ({"scale": 7}, {"scale": "7.0"}),
        ({"scale": 0.1}, {"scale": "0.1"}),
        ({"scale": 1e16}, {"scale": "10000000000000000.0"}),
        ({"scale": 1e-7}, {"scale": "0.0000001"}),
        ({"seed": 3572004920}, {"seed": "3572004920"}),
        ({"seed": "random"}, {"seed": "random"}),
        ({"style": "900"}, {"style": "900"}),
        ({"duration": 10}, {"duration": "10"}),
        ({"sound": True}, {"sound": "on"}),
        ({"tiled": False}, {"tiled": False}),
        ({"images": "https://x/a.png"}, {"images": "https://x/a.png"}),
        (
            {"images": ["https://x/a.png", "https://x/b.png"]},
            {"images": ["https://x/a.png", "https://x/b.png"]},
        ),
        (
            {"input_image": "https://x/a,b.png"},
            {"inputImageUrl": "https://x/a,b.png"},
        ),
        ({"mask_url": "https://x/m.png"}, {"maskUrl": "https://x/m.png"}),
    ],
)
def test_values_have_the_form_that_the_service_expects(
    given: dict[str, Any], wire: dict[str, Any]
) -> None:
    assert Paint(prompt="x", **given).to_wire() == {"prompt": "x", **SENT, **wire}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("steps", True),
        ("steps", "20"),
        ("steps", 2.5),
        ("steps", float("nan")),
        ("steps", float("inf")),
        ("steps", None),
        ("scale", float("inf")),
        ("style", 900),
        ("duration", "5"),
        ("duration", True),
        ("sound", 1),
        ("images", []),
        ("images", [3]),
        ("input_image", ["https://x/a.png"]),
        ("input_image", " "),
        ("seed", 4.2),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        Paint(prompt="x", **{name: value})
    (problem,) = refused.value.problems
    assert problem.field == name
    assert problem.value is value


def test_files_of_this_machine_stand_in_the_request_as_uploads(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    wire = Paint(
        prompt="x", input_image=picture, images=[str(picture), b"raw"]
    ).to_wire()
    assert wire["inputImage"] == Upload(source=picture)
    assert "inputImageUrl" not in wire
    assert wire["images"] == [Upload(source=picture), Upload(source=b"raw")]


def test_unchecked_lets_one_value_through() -> None:
    wire = Paint(
        prompt="x", style=unchecked("brand-new"), steps=unchecked("9")
    ).to_wire()
    assert wire["style"] == "brand-new"
    assert wire["steps"] == "9"


def test_a_request_is_frozen_and_can_be_replaced_copied_and_pickled() -> None:
    request = Paint(prompt="x")
    with pytest.raises(FrozenInstanceError):
        request.steps = 3
    assert replace(request, steps=3).to_wire()["steps"] == 3
    assert copy.deepcopy(request) == request
    with pytest.raises(InvalidRequest):
        replace(request, steps=0)


def test_errors_can_be_pickled() -> None:
    with pytest.raises(InvalidRequest) as refused:
        Paint(prompt="x", steps=0)
    again = pickle.loads(pickle.dumps(refused.value))
    assert str(again) == str(refused.value)
    assert again.problems == refused.value.problems


BODIES = [
    {"prompt": "x"},
    {"prompt": "", "scale": "5.00"},
    {"prompt": "x", "steps": 5.0, "duration": "10", "sound": "on", "tiled": True},
    {"prompt": "x", "inputImageUrl": "https://x/a.png"},
    {"prompt": "x", "inputImage": "", "inputImageUrl": "a,b"},
    {"prompt": "x", "inputImage": "a.png"},
    {"prompt": "x", "images": ["a", "b"]},
    {"prompt": "x", "callbackUrl": "https://x", "projectid": "7"},
]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_reads_back_as_it_was(body: dict[str, Any]) -> None:
    assert Paint.from_wire(body).to_wire() == body


def test_reading_a_body_fills_nothing_in() -> None:
    request = Paint.from_wire({"prompt": "x", "duration": "10", "sound": "on"})
    assert request.steps is UNSET
    assert request.duration == 10
    assert request.sound is True


@pytest.mark.parametrize(
    ("body", "wire_name"),
    [
        ({}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"prompt": "x", "steps": "20"}, "steps"),
        ({"prompt": "x", "steps": True}, "steps"),
        ({"prompt": "x", "steps": 51}, "steps"),
        ({"prompt": "x", "scale": 5.0}, "scale"),
        ({"prompt": "x", "scale": "NaN"}, "scale"),
        ({"prompt": "x", "scale": "1e999"}, "scale"),
        ({"prompt": "x", "seed": 42}, "seed"),
        ({"prompt": "x", "duration": 5}, "duration"),
        ({"prompt": "x", "sound": True}, "sound"),
        ({"prompt": "x", "tiled": "true"}, "tiled"),
        ({"prompt": "x", "images": [1]}, "images"),
        ({"prompt": "x", "inputImage": ["a"]}, "inputImage"),
        ({"prompt": "x", "negativePromt": "y"}, "negativePromt"),
    ],
)
def test_a_body_is_judged_as_it_is(body: dict[str, Any], wire_name: str) -> None:
    assert wire_name in problems_of(lambda: Paint.from_wire(body))


@pytest.mark.parametrize("body", [[], None, "prompt", 3, {3: "x", "prompt": "x"}])
def test_what_is_no_body_is_refused_like_a_wrong_one(body: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"a (body|wire name) is a (mapping|text)"):
        Paint.from_wire(body)


HALF = "half \ud83d"


@pytest.mark.parametrize("name", ["prompt", "seed"])
def test_half_a_character_is_refused_before_anything_is_sent(name: str) -> None:
    words = {"prompt": "x", name: HALF}
    for make in (lambda: Paint(**words), lambda: Paint.from_wire(words)):
        assert "half a character" in problems_of(make)[name].expected


class Unshowable:
    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize(
    "value", [10**5000, -(10**5000), Unshowable()], ids=["long", "negative", "own"]
)
@pytest.mark.parametrize("name", ["steps", "scale", "seed", "style", "tiled"])
def test_what_cannot_be_shown_is_refused_all_the_same(name: str, value: object) -> None:
    told = problems_of(lambda: Paint(**{"prompt": "x", name: value}))[name]
    assert "too many digits" in told.expected or "<Unshowable>" in told.expected
    assert name in problems_of(lambda: Paint.from_wire({"prompt": "x", name: value}))


def test_an_unknown_key_is_told_with_a_near_match() -> None:
    problem = problems_of(lambda: Paint.from_wire({"prompt": "x", "Steps": 3}))["Steps"]
    assert problem.suggestion == "'steps'"


@given(st.integers())
def test_a_number_is_allowed_exactly_in_its_range(value: int) -> None:
    if 1 <= value <= 50:
        assert Paint(prompt="x", steps=value).to_wire()["steps"] == value
    else:
        assert "steps" in problems_of(lambda: Paint(prompt="x", steps=value))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_floats_text_reads_back_equal(value: float) -> None:
    text = Paint(prompt="x", scale=value).to_wire()["scale"]
    assert float(text) == value
    assert Paint.from_wire({"prompt": "x", "scale": text}).scale == value
    if 1e-6 < abs(value) < 1e15:
        assert "e" not in text.lower()


@given(st.text(min_size=1), st.text())
def test_any_text_survives(prompt: str, style: str) -> None:
    assert Paint(prompt=prompt).to_wire()["prompt"] == prompt
    assume(style not in {"900", "1049"})
    assert "style" in problems_of(lambda: Paint(prompt=prompt, style=style))


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(0, 60), st.floats(), st.text(max_size=5)
)


@given(st.dictionaries(st.sampled_from([*SENT, "prompt", "style", "x"]), _VALUES))
def test_reading_any_body_gives_a_request_or_names_what_is_wrong(
    body: dict[str, Any],
) -> None:
    try:
        request = Paint.from_wire(body)
    except InvalidRequest as refused:
        named = {problem.wire_name for problem in refused.problems}
    else:
        named = set()
        assert request.to_wire() == body
        assert json.dumps(body)
    wrong = [*named] if named else [*body]
    assert set(wrong) <= {*body, "prompt"}


Video = request_class_of(
    Input(wire_name="multiShot", kind=select("true", "false"), default="false"),
    Input(
        wire_name="shotType",
        kind=select("customize", "intelligence"),
        corrections=Corrections(
            required_when=(Condition(wire_name="multiShot", values=("true",)),)
        ),
    ),
    Input(
        wire_name="lastFrame",
        kind=File(many=False),
        corrections=Corrections(forbidden_when=(Condition(wire_name="shotType"),)),
    ),
)


def test_a_condition_requires_an_input() -> None:
    assert Video().to_wire() == {"multiShot": "false"}
    problem = problems_of(lambda: Video(multi_shot=True))["shotType"]
    assert "required when multi_shot is True" in str(problem)
    assert Video(multi_shot=True, shot_type="customize").to_wire()


def test_a_condition_forbids_an_input() -> None:
    problem = problems_of(
        lambda: Video(shot_type="customize", last_frame="https://x/a.png")
    )["lastFrame"]
    assert "must not be given when shot_type is given" in str(problem)
    body = {"shotType": "customize", "lastFrame": "a"}
    assert "lastFrame" in problems_of(lambda: Video.from_wire(body))


@pytest.mark.parametrize("default", ["", "input-man-3.jpg"])
def test_a_default_of_a_file_url_is_no_path_of_this_machine(default: str) -> None:
    made = request_class_of(Input(wire_name="maskUrl", kind=Text(), default=default))()
    assert made.to_wire() == {"maskUrl": default}
    assert made.mask_url == default

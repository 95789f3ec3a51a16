"""What a run is refused for."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from emulator_models import Local, choice, given, model, refusal
from hypothesis import given as over
from hypothesis import strategies as st

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    File,
    Kind,
    Multiselect,
    Number,
    NumberWire,
    Select,
    Switch,
    Text,
    Unknown,
)

URL = "https://example.com/a.png"
GENRES = Multiselect(
    options=choice("a", "b", "c").options, min_items=Decimal(1), max_items=Decimal(2)
)
STEPS = Number(integer=True, minimum=Decimal(1), maximum=Decimal(50))


def complaint(kind: Kind, value: Any) -> str:
    """What is said of a value of the input `x`, empty where it is taken."""
    card = model("acme/one", given("x", kind))
    answer = Local(card).post("Run/acme/one", {"x": value})
    if answer["result"]:
        return ""
    (error,) = answer["errors"]
    assert error["code"] == 0
    return str(error["message"]).removeprefix("Request parameter [x] ")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (STEPS, 20, ""),
        (STEPS, "20", ""),
        (STEPS, 20.0, ""),
        (STEPS, 51, "must be between 1 and 50"),
        (STEPS, "0", "must be between 1 and 50"),
        (STEPS, 2.5, "must be an integer"),
        (STEPS, "many", "must be a number"),
        (STEPS, True, "must be a number"),
        (STEPS, [20], "must be a number"),
        (STEPS, "NaN", "must be a number"),
        (STEPS, "1e999999999", "must be a number"),
        (Number(integer=False, minimum=Decimal(0)), -0.1, "must be at least 0"),
        (Number(integer=False, maximum=Decimal("1.5")), "1.6", "must be at most 1.5"),
        (Number(integer=False, step=Decimal("0.1")), 0.3, ""),
        (Number(integer=False, step=Decimal("0.1")), 1e300, ""),
        (Number(integer=False, step=Decimal("0.1")), 0.35, "must be a multiple of 0.1"),
        (Number(integer=False, wire=NumberWire.TEXT), "5.0", ""),
        (choice("16:9", "1:1"), "16:9", ""),
        (choice("16:9", "1:1"), "4:3", "must be one of 16:9, 1:1"),
        (choice("5", "10"), 5, ""),
        (choice("true", "false"), True, ""),
        (choice("On", "off"), "on", "must be one of On, off"),
        (choice("a", None), ["a"], "must be one of a"),
        (choice("", "a"), "", ""),
        (Select(), "anything", ""),
        (GENRES, ["a"], ""),
        (GENRES, ["b", "a"], ""),
        (GENRES, "a", ""),
        (GENRES, ["a", "x"], "must be of a, b, c"),
        (GENRES, ["a", "a"], "must name each option once"),
        (GENRES, ["a", "b", "c"], "must be between 1 and 2 options"),
        (Switch(), False, ""),
        (Switch(), "true", ""),
        (Switch(("on", "off")), "on", ""),
        (Switch(("on", "off")), True, "must be on or off"),
        (Switch(), "yes", "must be true or false"),
        (Text(), "any text", ""),
        (Text(), 42, ""),
        (Text(), True, "must be a text"),
        (Text(), {"a": 1}, "must be a text"),
        (Text(max_length=Decimal(3)), "four", "must be at most 3 characters long"),
        (Unknown(), {"a": [1]}, ""),
        (File(many=False), URL, ""),
        (File(many=False), "portrait.jpg", "must be a file or a URL"),
        (File(many=False), [URL, URL], "takes one file"),
        (File(many=True), [URL, URL], ""),
        (File(many=True), [URL, 5], "must be a file or a URL"),
    ],
)
def test_values_are_judged_by_the_card(kind: Kind, value: Any, said: str) -> None:
    assert complaint(kind, value) == said


@pytest.mark.parametrize("value", [None, "", []])
@pytest.mark.parametrize(
    "kind", [STEPS, Switch(), Text(), choice("a"), File(many=True)]
)
def test_nothing_is_no_value(kind: Kind, value: Any) -> None:
    wanted = model("acme/one", given("x", kind, required=True))
    unwanted = model("acme/one", given("x", kind, required=False))
    missing = refusal("Request parameter [x] required")
    assert Local(wanted).post("Run/acme/one", {"x": value}) == missing
    assert Local(wanted).post("Run/acme/one", {}) == missing
    assert Local(unwanted).post("Run/acme/one", {"x": value})["result"] is True


def test_all_complaints_come_at_once() -> None:
    card = model("acme/one", given("prompt", Text(), required=True), given("n", STEPS))
    assert Local(card).post("Run/acme/one", {"n": 99}) == refusal(
        "Request parameter [prompt] required",
        "Request parameter [n] must be between 1 and 50",
    )


def test_the_main_text_is_required_where_the_source_does_not_say() -> None:
    card = model("acme/one", given("prompt", Text()), given("style", Text()))
    missing = refusal("Request parameter [prompt] required")
    assert Local(card).post("Run/acme/one", {}) == missing


def test_unknown_keys_are_taken() -> None:
    card = model("acme/one", given("n", STEPS))
    answer = Local(card).post("Run/acme/one", {"new": {"a": 1}, "projectid": "7"})
    assert answer["result"] is True


def test_a_model_whose_inputs_are_not_told_takes_everything() -> None:
    card = Card(
        model=model("acme/one").model,
        raw_slug="acme/one",
        run_path="acme/one",
        inputs=None,
    )
    assert Local(card).post("Run/acme/one", {"x": [1]})["result"] is True


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"imageUrl": URL}},
        {"json": {"image": URL}},
        {"files": {"image": ("a.png", b"x", "image/png")}, "data": {"imageUrl": ""}},
        {"files": {"image": ("", b"")}, "data": {"imageUrl": URL}},
    ],
    ids=["companion", "itself", "upload", "form"],
)
def test_a_file_comes_as_an_upload_or_through_its_companion(sent: Any) -> None:
    image = given("image", File(many=False, companion="imageUrl"), required=True)
    companion = given("imageUrl", Text(), required=True)
    wiro = Local(model("acme/one", image, companion))
    assert wiro.post("Run/acme/one", **sent)["result"] is True
    assert wiro.post("Run/acme/one", {}) == refusal(
        "Request parameter [image] required", "Request parameter [imageUrl] required"
    )


@pytest.mark.parametrize("field", ["image", "imageUrl"])
def test_a_url_may_go_into_a_companion_that_nobody_lists(field: str) -> None:
    wiro = Local(model("acme/one", given("image", File(many=False), required=True)))
    assert wiro.post("Run/acme/one", {field: URL})["result"] is True


def test_an_input_of_its_own_is_no_companion() -> None:
    image = given("image", File(many=False), required=True)
    other = given("imageUrl", Text(max_length=Decimal(3)))
    assert Local(model("acme/one", image, other)).post(
        "Run/acme/one", {"imageUrl": "long"}
    ) == refusal(
        "Request parameter [image] required",
        "Request parameter [imageUrl] must be at most 3 characters long",
    )


def test_several_files_and_urls_may_be_mixed() -> None:
    wiro = Local(model("acme/one", given("images", File(many=True))))
    files = [("images", ("a.png", b"a")), ("images", ("b.png", b"b"))]
    answer = wiro.post("Run/acme/one", files=files, data={"images": URL})
    assert answer["result"] is True
    assert len(wiro.task(answer)["parameters"]["images"]) == 3


def test_a_file_of_more_than_100_mb_is_refused() -> None:
    wiro = Local(model("acme/one", given("image", File(many=False))))
    files = {"image": ("big.bin", bytes(100 * 1024 * 1024 + 1))}
    assert wiro.post("Run/acme/one", files=files) == refusal(
        "Request parameter [image] must be at most 100 MB"
    )


def test_conditions_between_inputs_hold() -> None:
    settled = Corrections(
        required_when=(Condition(wire_name="multi", values=("true",)),),
        forbidden_when=(Condition(wire_name="image"),),
    )
    shot = given("shot", Text(), corrections=settled)
    multi, image = given("multi", choice("true", "false")), given("image", Text())
    wiro = Local(model("acme/one", multi, image, shot))
    assert wiro.post("Run/acme/one", {"multi": "false"})["result"] is True
    assert wiro.post("Run/acme/one", {"multi": "true"}) == refusal(
        "Request parameter [shot] required"
    )
    assert wiro.post("Run/acme/one", {"image": "x", "shot": "y"}) == refusal(
        "Request parameter [shot] not allowed here"
    )


@over(
    number=st.decimals(-1000, 1000, places=2),
    least=st.integers(-500, 0),
    most=st.integers(1, 500),
    step=st.sampled_from(("0.01", "0.25", "1", "3")),
    is_text=st.booleans(),
)
def test_numbers_are_taken_within_their_range_and_on_their_step(
    number: Decimal, least: int, most: int, step: str, is_text: bool
) -> None:
    kind = Number(
        integer=False, minimum=Decimal(least), maximum=Decimal(most), step=Decimal(step)
    )
    fits = least <= number <= most and Fraction(number) % Fraction(step) == 0
    value = str(number) if is_text else float(number)
    assert (complaint(kind, value) == "") is fits

"""The table of defaults and samples: what is sent when the caller says nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from wirogen.card import (
    Card,
    Corrections,
    File,
    Input,
    Kind,
    ModelId,
    Multiselect,
    Number,
    Option,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.contract.values import (
    Role,
    allows,
    are_whole_numbers,
    holds_whole_number,
    is_main_text,
    is_required,
    is_switch,
    python_value,
    role_of_default,
    takes_file,
)


def card_of(*inputs: Input) -> Card:
    model = ModelId("acme", "paint")
    return Card(
        model=model, raw_slug="acme/paint", run_path="acme/paint", inputs=inputs
    )


def choice(*values: str | None) -> Select:
    return Select(options=tuple(Option(value=value) for value in values))


STEPS = Number(integer=True, minimum=Decimal(1), maximum=Decimal(50), step=Decimal(1))


@pytest.mark.parametrize(
    ("kind", "required", "default", "role"),
    [
        (choice("a", "b"), None, "a", Role.DEFAULT),
        (choice("a", "b"), True, "a", Role.DEFAULT),
        (choice("900", "1049"), None, "79", Role.REFUSED),
        (choice("auto"), None, "Auto", Role.REFUSED),
        (choice(), None, "3d_figure_smashing", Role.DEFAULT),
        (Multiselect(), None, "any", Role.DEFAULT),
        (choice(None, None), False, "x", Role.DEFAULT),
        (STEPS, True, "20", Role.DEFAULT),
        (STEPS, True, "51", Role.REFUSED),
        (STEPS, True, "2.5", Role.REFUSED),
        (STEPS, True, "many", Role.REFUSED),
        (Switch(), None, "true", Role.DEFAULT),
        (Switch(), None, "Yes", Role.DEFAULT),
        (Switch(), None, "maybe", Role.REFUSED),
        (File(many=False), None, "input-man-3.jpg", Role.SAMPLE),
        (File(many=True), True, "input-man-3.jpg", Role.SAMPLE),
        (Text(), True, "a koala", Role.SAMPLE),
        (Text(), False, "a koala", Role.SAMPLE),
        (Text(), None, "blurry", Role.DEFAULT),
        (Unknown(), None, "blurry", Role.DEFAULT),
        (Unknown(), False, "blurry", Role.SAMPLE),
        (Text(), None, None, None),
        (choice("a"), True, None, None),
    ],
)
def test_the_table(
    kind: Kind, required: bool | None, default: str | None, role: Role | None
) -> None:
    given = Input(wire_name="x", kind=kind, required=required, default=default)
    assert role_of_default(card_of(given), given) is role


@pytest.mark.parametrize("kind", [Text(), Unknown(), File(many=True), choice()])
def test_what_takes_any_text_allows_any(kind: Kind) -> None:
    assert allows(kind, "any")


def test_the_main_text_is_required_where_the_source_does_not_say() -> None:
    prompt = Input(wire_name="prompt", kind=Text(), default="a koala")
    negative = Input(wire_name="negativePrompt", kind=Text(), default="blurry")
    card = card_of(negative, prompt)
    assert is_required(card, prompt)
    assert not is_required(card, negative)
    assert role_of_default(card, prompt) is Role.SAMPLE
    assert role_of_default(card, negative) is Role.DEFAULT


def test_only_the_likeliest_main_text_is_required() -> None:
    prompt = Input(wire_name="prompt", kind=Text())
    text = Input(wire_name="text", kind=Text())
    assert is_main_text(card_of(text, prompt), prompt)
    assert not is_main_text(card_of(text, prompt), text)
    assert is_main_text(card_of(text), text)


def test_what_the_source_says_of_required_stands() -> None:
    prompt = Input(wire_name="prompt", kind=Text(), required=False)
    assert not is_required(card_of(prompt), prompt)


def test_a_correction_sends_a_sample() -> None:
    given = Input(
        wire_name="tone",
        kind=Text(),
        required=False,
        default="warm",
        corrections=Corrections(always_send=True),
    )
    assert role_of_default(card_of(given), given) is Role.DEFAULT


@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        ("16", True),
        ("0", True),
        ("2048", True),
        ("8", False),
        ("4096", False),
        ("NaN", False),
        ("Infinity", False),
        ("", False),
        ("1e2", False),
    ],
)
def test_a_number_allows_its_range_in_its_steps(value: str, allowed: bool) -> None:
    width = Number(
        integer=True, minimum=Decimal(0), maximum=Decimal(2048), step=Decimal(16)
    )
    assert allows(width, value) is allowed


@pytest.mark.parametrize(
    ("values", "switch"),
    [
        (("true", "false"), True),
        (("off", "on"), True),
        (("No", "Yes"), True),
        (("true", "false", "auto"), False),
        (("0", "1"), False),
        (("on",), False),
        (("on", "on", "off"), True),
    ],
)
def test_a_select_of_two_opposites_is_a_switch(
    values: tuple[str, ...], switch: bool
) -> None:
    assert is_switch(Input(wire_name="x", kind=choice(*values))) is switch


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ((Option(value="5", label="5"), Option(value="10", label="10 seconds")), True),
        ((Option(value="24"), Option(value="48")), True),
        ((Option(value="900", label="sinatra"), Option(value="1049")), False),
        ((Option(value="Default"), Option(value="6")), False),
        ((Option(value="05"), Option(value="10")), False),
        ((Option(value=None), Option(value="10")), True),
        ((), False),
    ],
)
def test_a_select_of_numbers_is_one_where_no_label_says_otherwise(
    options: tuple[Option, ...], numbers: bool
) -> None:
    assert are_whole_numbers(options) is numbers


@pytest.mark.parametrize(
    ("wire_name", "file"),
    [
        ("inputImageUrl", True),
        ("inputDocumentUrlMultiple", True),
        ("video_url", True),
        ("websiteUrl", False),
        ("callbackUrl", False),
        ("prompt", False),
    ],
)
def test_a_text_is_the_url_of_a_file_by_its_name(wire_name: str, file: bool) -> None:
    assert takes_file(Input(wire_name=wire_name, kind=Text())) is file


def test_a_correction_says_whether_a_text_is_the_url_of_a_file() -> None:
    yes, no = Corrections(takes_file=True), Corrections(takes_file=False)
    website = Input(wire_name="websiteUrl", kind=Text(), corrections=yes)
    image = Input(wire_name="inputImageUrl", kind=Text(), corrections=no)
    assert takes_file(website)
    assert not takes_file(image)


@pytest.mark.parametrize("integer", [True, False])
@pytest.mark.parametrize(
    ("value", "allowed"),
    [
        *(("1e300", True), ("-1e300", True), ("0", True)),
        *(("1e309", False), ("-1e309", False), ("1e-400", False)),
        *(("1e9999999", False), ("0e9999999", False), ("9" * 310 + ".5", False)),
    ],
)
def test_a_number_that_no_program_can_send_is_not_allowed(
    value: str, *, allowed: bool, integer: bool
) -> None:
    assert allows(Number(integer=integer), value) is allowed


def test_a_file_is_required_where_the_field_of_its_url_is() -> None:
    image = Input(wire_name="image", kind=File(many=False, companion="imageUrl"))
    url = Input(wire_name="imageUrl", kind=Text(), required=True)
    assert is_required(card_of(image, url), image)
    assert not is_required(card_of(image, replace(url, required=False)), image)
    assert not is_required(card_of(image), image)


def test_a_seed_is_a_text_that_holds_a_whole_number() -> None:
    seed = Input(wire_name="seed", kind=Text(), default="3572004920")
    note = Input(wire_name="note", kind=Text(), default="3 cats")
    assert holds_whole_number(seed)
    assert not holds_whole_number(note)


@pytest.mark.parametrize(
    ("value", "is_allowed"),
    [("0.3", True), ("1e30", True), ("0.05", False), ("1e999999999", False)],
)
def test_numbers_of_any_size_are_compared_with_a_step(
    value: str, is_allowed: bool
) -> None:
    tenths = Number(integer=False, step=Decimal("0.1"))
    assert allows(tenths, value) is is_allowed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9007199254740993", 9007199254740993),
        ("9007199254740992", 9007199254740992.0),
        ("-123456789012345678901", -123456789012345678901),
        ("5", 5.0),
        ("0.1", 0.1),
        ("1e300", 1e300),
    ],
)
def test_a_whole_number_that_no_double_is_stays_what_it_is(
    text: str, value: float
) -> None:
    field = Input(wire_name="it", kind=Number(integer=False))
    found = python_value(field, text)
    assert (type(found), found) == (type(value), value)

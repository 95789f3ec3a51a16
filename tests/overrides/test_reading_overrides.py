"""`overrides.yaml`: what is read, and what is refused with its place."""

from decimal import Decimal
from pathlib import Path

import pytest

from wirogen.card import Condition, ModelId, Option
from wirogen.diagnostics import Refused
from wirogen.overrides import Overrides, read_overrides
from wirogen.overrides.corrections import (
    AddOptions,
    Conditions,
    Default,
    Entry,
    Limit,
    RemoveOptions,
    Rename,
)

KLING = ModelId("klingai", "kling-v3")
MODE = "klingai/kling-v3:\n  mode:\n    reason: r\n    {}\n"


def read(folder: Path, text: str) -> Overrides:
    path = folder / "overrides.yaml"
    path.write_text(text, encoding="utf-8")
    return read_overrides(path)


def entry(folder: Path, text: str) -> Entry:
    """The one entry of an input `mode` that has a reason and these corrections."""
    (only,) = read(folder, MODE.format(text)).of(KLING)
    return only


def refused(folder: Path, text: str) -> list[str]:
    """`CODE line:column message (hint)` for everything that is wrong."""
    with pytest.raises(Refused) as caught:
        read(folder, text)
    told = []
    for finding in caught.value.report:
        place = finding.span.position
        assert place is not None
        assert finding.span.file == str(folder / "overrides.yaml")
        told.append(
            f"{finding.code.name} {place.line}:{place.column} {finding.message}"
            f" ({finding.hint})"
        )
    return told


def test_entries_are_grouped_by_model_and_input(tmp_path: Path) -> None:
    overrides = read(
        tmp_path,
        "# corrections\n"
        "klingai/Kling V3:\n"
        "  shotType:\n"
        "    reason: the help says so\n"
        '    required_when: {multiShot: "true"}\n'
        "    rename: shot\n"
        "  multiPrompt: {reason: the same, default: null}\n"
        "wiro/instant-id:\n"
        "  selectedModel: {default: 900, reason: 79 is no option}\n",
    )
    shot, multi = overrides.of(KLING)
    assert (shot.wire_name, shot.reason) == ("shotType", "the help says so")
    when, rename = shot.corrections
    assert isinstance(when, Conditions)
    assert when.conditions == (Condition(wire_name="multiShot", values=("true",)),)
    assert isinstance(rename, Rename)
    assert rename.name == "shot"
    assert [type(one) for one in multi.corrections] == [Default]
    (selected,) = overrides.of(ModelId("wiro", "instant-id"))
    assert selected.reason == "79 is no option"
    assert overrides.of(ModelId("wiro", "other")) == ()


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "\ufeff{}"])
def test_a_file_may_hold_no_overrides(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == Overrides()


@pytest.mark.parametrize(
    ("text", "default"),
    [
        ("default: 16:9", "16:9"),
        ("default: on", "on"),
        ("default: 1_000", "1_000"),
        ("default: 5.0", "5.0"),
        ("default: true", "true"),
        ('default: "null"', "null"),
        ('default: ""', ""),
        ("default: null", None),
        ("default: ~", None),
        ("default:", None),
    ],
)
def test_a_default_is_the_text_that_is_written_and_null_is_none(
    tmp_path: Path, text: str, default: str | None
) -> None:
    (correction,) = entry(tmp_path, text).corrections
    assert isinstance(correction, Default)
    assert correction.default == default


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("image", [("image", ())]),
        ("{sound: on}", [("sound", ("on",))]),
        ('{sound: ""}', [("sound", ("",))]),
        ("{size: [1, 2]}", [("size", ("1", "2"))]),
        ("[image, {sound: on}]", [("image", ()), ("sound", ("on",))]),
        ("[]", []),
    ],
)
def test_conditions_are_an_input_and_perhaps_its_values(
    tmp_path: Path, text: str, conditions: list[tuple[str, tuple[str, ...]]]
) -> None:
    for key in ("required_when", "forbidden_when"):
        (correction,) = entry(tmp_path, f"{key}: {text}").corrections
        assert isinstance(correction, Conditions)
        assert correction.key == key
        told = [(one.wire_name, one.values) for one in correction.conditions]
        assert told == conditions


def test_options_are_removed_before_others_are_added(tmp_path: Path) -> None:
    text = 'options: {add: {"79": Old, max: }, remove: [pro, 5]}'
    remove, add = entry(tmp_path, text).corrections
    assert isinstance(remove, RemoveOptions)
    assert remove.values == ("pro", "5")
    assert isinstance(add, AddOptions)
    assert add.options == (Option(value="79", label="Old"), Option(value="max"))
    (add,) = entry(tmp_path, "options: {add: [a, b, a]}").corrections
    assert isinstance(add, AddOptions)
    assert add.options == (Option(value="a"), Option(value="b"))


def test_limits_keep_every_digit_and_null_is_none(tmp_path: Path) -> None:
    text = "maximum: 0.12345678901234567890\n    minimum: null\n    step: 1e-3"
    limits = entry(tmp_path, text).corrections
    assert [(one.key, one.limit) for one in limits if isinstance(one, Limit)] == [
        ("minimum", None),
        ("maximum", Decimal("0.12345678901234567890")),
        ("step", Decimal("0.001")),
    ]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("requird: true", "E052 4:14 `requird` is no key here (did you mean 'requi"),
        ("required: yes", "E054 4:15 true or false, without quotes is expected here"),
        ('required: "true"', "E054 4:15 true or false, without quotes is expected"),
        (
            "required:",
            "E054 4:14 true or false, without quotes is expected here, not no",
        ),
        ("minimum: many", "E054 4:14 a number, without quotes is expected here"),
        ("max_length: -1", "E054 4:17 a whole number, 0 or more, is expected here"),
        ("min_length: 1.5", "E054 4:17 a whole number, 0 or more, is expected here"),
        (
            "kind: numbr",
            "E054 4:11 one of text, number, integer, select, multiselect, switch, file, ",
        ),
        ("kind: ~", "E054 4:11 one of text, number, integer, select, multiselect,"),
        (
            "wire: txt",
            (
                "E054 4:11 one of number, text is expected here, not txt (did you"
                " mean 'text'?)"
            ),
        ),
        ("wire: json", "E054 4:11 one of number, text is expected here, not json"),
        ("help: null", "E054 4:11 a text is expected here, not null"),
        ("help: [a]", "E054 4:5 a text is expected here, not [a]"),
        ("options: [a]", "E054 4:5 a mapping is expected here, not [a]"),
        (
            "options: {add: a}",
            "E054 4:20 a list of values, or a mapping of values to l",
        ),
        ("options: {add: {a: [b]}}", "E054 4:21 a text is expected here, not [b]"),
        ("options: {remove: a}", "E054 4:23 a list is expected here, not a"),
        ("options: {remove: [null]}", "E054 4:24 a text is expected here, not null"),
        ("options: {ad: [a]}", "E052 4:15 `ad` is no key here (did you mean 'add'?)"),
        ("step: 0", "E044 4:11 step 0 is not a distance between values"),
        ("required_when: {a: b, c: d}", "E054 4:5 an input, or an input and its value"),
        ("required_when: {a: }", "E054 4:24 a text is expected here, not nothing"),
        (
            "required_when:",
            "E054 4:19 an input, or an input and its value, is expected here, not noth",
        ),
        ("required_when: null", "E054 4:20 an input, or an input and its value, is"),
        ("rename: class", "E603 4:13 'class' cannot be the name of an input in Python"),
        ("rename: shotType", "E603 4:13 'shotType' cannot be the name of an input in"),
        ("rename: type", "E603 4:13 'type' cannot be the name of an input in Python"),
        ("rename: to_wire", "E603 4:13 'to_wire' cannot be the name of an input in"),
        ("rename: _wire", "E603 4:13 '_wire' cannot be the name of an input in Python"),
        (
            "rename: 3d",
            "E603 4:13 '3d' cannot be the name of an input in Python (`input_",
        ),
        ("omit: true\n    label: x", "E607 4:11 mode is omitted, and `label` is corr"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    tmp_path: Path, text: str, finding: str
) -> None:
    (only,) = refused(tmp_path, MODE.format(text))
    assert only.startswith(finding)


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    found = refused(
        tmp_path,
        "kling:\n"
        "  mode: {reason: r}\n"
        "wiro/a:\n"
        "  mode: {label: x}\n"
        "  size: {reason: ' ', label: x}\n"
        "  step: {reason: , label: x}\n"
        "Wiro/A:\n"
        "  x: text\n",
    )
    assert [" ".join(one.split()[:2]) for one in found] == [
        "E601 1:1",
        "E600 4:3",
        "E600 5:18",
        "E600 6:18",
        "E602 7:1",
        "E054 8:6",
    ]
    assert "'kling' is not a model's slug" in found[0]
    assert "the override of mode gives no reason" in found[1]
    assert "'Wiro/A' is wiro/a, whose overrides begin in line 3" in found[4]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: b: c", "E050"),
        ("wiro/a: &x {}", "E051"),
        ("wiro/a: {m: {reason: !!str r}}", "E051"),
        ("wiro/a: {m: {reason: r, reason: r}}", "E031"),
        ("wiro/a: {}\nwiro/a: {}", "E031"),
        ("[" * 100_000, "E034"),
        ("- a", "E054"),
        ("wiro/a:", "E054"),
    ],
)
def test_other_yaml_is_refused(tmp_path: Path, text: str, code: str) -> None:
    (only,) = refused(tmp_path, text)
    assert only.startswith(code)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "overrides.yaml"
    path.write_bytes("wiro/a: {}".encode("utf-16"))
    for unreadable in (path, tmp_path, tmp_path / "missing.yaml"):
        with pytest.raises(Refused):
            read_overrides(unreadable)

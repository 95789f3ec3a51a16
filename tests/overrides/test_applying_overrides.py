"""What overrides make of a Card, and what they say about themselves."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from wirogen.card import (
    Card,
    Condition,
    Corrections,
    File,
    Input,
    ModelId,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
)
from wirogen.diagnostics import Report
from wirogen.overrides import (
    Corrected,
    Overrides,
    apply_overrides,
    corrections_of,
    read_overrides,
    unused,
)
from wirogen.readers import read_file


def select(*values: str) -> Select:
    return Select(options=tuple(Option(value=value) for value in values))


CARD = Card(
    model=ModelId("acme", "paint"),
    raw_slug="acme/paint",
    run_path="acme/paint",
    inputs=(
        Input(wire_name="prompt", kind=Text(), default="a house"),
        Input(wire_name="negative", kind=Text(), default="x", required=False),
        Input(wire_name="seed", kind=Text(max_length=Decimal(9)), default="42"),
        Input(
            wire_name="steps",
            kind=Number(integer=True, minimum=Decimal(1), maximum=Decimal(50)),
            default="20",
            label="Steps",
        ),
        Input(wire_name="mode", kind=select("std", "pro"), default="79"),
        Input(wire_name="sound", kind=select("on", "off")),
        Input(wire_name="watermark", kind=Switch()),
        Input(wire_name="photo", kind=File(many=False, companion="photoUrl")),
        Input(wire_name="photoUrl", kind=Text()),
        Input(wire_name="image", kind=Text()),
        Input(wire_name="imageUrl", kind=Text()),
        Input(wire_name="size", kind=Text(), required=True),
    ),
)


def overrides(folder: Path, *inputs: str) -> Overrides:
    """The overrides of acme/paint, one line an input."""
    path = folder / "overrides.yaml"
    lines = "".join(f"  {line}\n" for line in inputs)
    path.write_text(f"acme/paint:\n{lines}", encoding="utf-8")
    return read_overrides(path)


def correct(folder: Path, wire_name: str, text: str) -> tuple[Card, Report]:
    """CARD with one entry, whose reason is added."""
    entry = f"{wire_name}: {{reason: r, {text}}}"
    return apply_overrides(CARD, overrides(folder, entry))


def findings(report: Report) -> list[str]:
    return [
        f"{finding.code.name} {finding.message} ({finding.hint})" for finding in report
    ]


@pytest.mark.parametrize(
    ("wire_name", "text", "expected"),
    [
        ("size", "required: false", {"required": False}),
        ("mode", "default: pro", {"default": "pro"}),
        ("mode", "default: null", {"default": None}),
        ("mode", "label: Mode", {"label": "Mode"}),
        ("mode", "help: 'Faster: std'", {"help": "Faster: std"}),
        ("mode", "options: {remove: [pro]}", {"kind": select("std")}),
        ("mode", "options: {add: ['79']}", {"kind": select("std", "pro", "79")}),
        (
            "mode",
            "options: {remove: [std], add: {'79': Old}}",
            {
                "kind": Select(
                    options=(Option(value="pro"), Option(value="79", label="Old"))
                )
            },
        ),
        ("mode", "kind: text", {"kind": Text()}),
        (
            "steps",
            "minimum: 0, maximum: null, step: 5",
            {"kind": Number(integer=True, minimum=Decimal(0), step=Decimal(5))},
        ),
        (
            "steps",
            "kind: number, wire: text",
            {
                "kind": Number(
                    integer=False,
                    minimum=Decimal(1),
                    maximum=Decimal(50),
                    wire=NumberWire.TEXT,
                )
            },
        ),
        (
            "steps",
            "minimum: 60, maximum: 70, default: 65",
            {
                "kind": Number(integer=True, minimum=Decimal(60), maximum=Decimal(70)),
                "default": "65",
            },
        ),
        (
            "seed",
            "kind: integer, minimum: 0",
            {"kind": Number(integer=True, minimum=Decimal(0), wire=NumberWire.TEXT)},
        ),
        ("seed", "max_length: null", {"kind": Text()}),
        ("sound", "kind: switch", {"kind": Switch(("on", "off"))}),
        (
            "size",
            "kind: select, options: {add: [a, b]}, default: a",
            {"kind": select("a", "b"), "default": "a"},
        ),
        ("image", "kind: file", {"kind": File(many=False, companion="imageUrl")}),
        ("photo", "kind: files", {"kind": File(many=True, companion="photoUrl")}),
        ("size", "kind: file", {"kind": File(many=False)}),
        ("prompt", "always_send: true", {"corrections": Corrections(always_send=True)}),
        ("size", "takes_file: true", {"corrections": Corrections(takes_file=True)}),
        (
            "imageUrl",
            "takes_file: false",
            {"corrections": Corrections(takes_file=False)},
        ),
        ("size", "rename: area", {"corrections": Corrections(rename="area")}),
        (
            "size",
            "forbidden_when: [photoUrl, {watermark: true}], required_when: {sound: ON}",
            {
                "corrections": Corrections(
                    required_when=(Condition(wire_name="sound", values=("ON",)),),
                    forbidden_when=(
                        Condition(wire_name="photoUrl"),
                        Condition(wire_name="watermark", values=("true",)),
                    ),
                )
            },
        ),
    ],
)
def test_a_correction_changes_its_input_and_nothing_else(
    tmp_path: Path, wire_name: str, text: str, expected: dict[str, Any]
) -> None:
    card, report = correct(tmp_path, wire_name, text)
    assert findings(report) == []
    assert card == replace(
        CARD,
        inputs=tuple(
            replace(given, **expected) if given.wire_name == wire_name else given
            for given in CARD.inputs or ()
        ),
    )


def test_an_omitted_input_is_gone_and_no_companion(tmp_path: Path) -> None:
    card, report = correct(tmp_path, "photoUrl", "omit: true")
    assert findings(report) == []
    assert card.input("photoUrl") is None
    photo = card.input("photo")
    assert photo is not None
    assert photo.kind == File(many=False)


def test_a_raw_slug_names_the_model_too(tmp_path: Path) -> None:
    path = tmp_path / "overrides.yaml"
    path.write_text("Acme/PAINT: {mode: {default: pro, reason: r}}")
    card, _ = apply_overrides(CARD, read_overrides(path))
    given = card.input("mode")
    assert given is not None
    assert given.default == "pro"


def test_a_card_without_overrides_stays_as_it_is(tmp_path: Path) -> None:
    other = replace(CARD, model=ModelId("acme", "other"))
    corrected, report = apply_overrides(
        other, overrides(tmp_path, "mode: {default: pro, reason: r}")
    )
    assert corrected == other
    assert len(report) == 0
    assert apply_overrides(CARD, Overrides()) == (CARD, Report())


@pytest.mark.parametrize(
    ("wire_name", "text", "finding"),
    [
        ("mode", "minimum: 5", "E605 mode: `minimum` is for numbers, and the kind of"),
        ("mode", "max_length: 5", "E605 mode: `max_length` is for texts, and the kind"),
        (
            "mode",
            "wire: text",
            "E605 mode: `wire` is for numbers, and the kind of this",
        ),
        ("mode", "takes_file: true", "E605 mode: `takes_file` is for texts"),
        ("steps", "always_send: true", "E605 steps: `always_send` is for texts, and"),
        (
            "steps",
            "options: {add: [a]}",
            "E605 steps: `options` is for selects, and the",
        ),
        ("steps", "default: 51", "E605 steps: the default '51' is not allowed by the"),
        (
            "mode",
            "default: Pro",
            "E605 mode: the default 'Pro' is not allowed by the input (did you mean 'p",
        ),
        ("steps", "minimum: 51", "E043 steps: nothing lies between 51 and 50"),
        (
            "steps",
            "minimum: 1.5, maximum: 1.9, default: null",
            "E043 steps: nothing lies between 1.5 and 1.9",
        ),
        ("size", "takes_file: false", "W602 size: `takes_file` changes nothing"),
        ("size", "rename: mode", "E604 size cannot be called mode, as mode is"),
        (
            "size",
            "rename: image_url",
            "E604 size cannot be called image_url, as imageUrl",
        ),
        (
            "mode",
            "required_when: snd",
            "E606 mode: acme/paint has no other input 'snd'",
        ),
        ("mode", "required_when: mode", "E606 mode: acme/paint has no other input"),
        (
            "size",
            "required_when: {sound: of}",
            "E606 size: sound is never 'of' (did you",
        ),
        (
            "size",
            "required_when: {watermark: maybe}",
            "E606 size: watermark is never 'maybe'",
        ),
        (
            "size",
            "required_when: {sound: [on, off]}, forbidden_when: {sound: Off}",
            "E608 size: one sound requires and forbids it",
        ),
        (
            "size",
            "required_when: sound, forbidden_when: {sound: 'on'}",
            "E608 size: one sound requires and forbids it",
        ),
        ("size", "omit: true", "W603 size is omitted, and requests must carry it"),
        ("steps", "forbidden_when: photo", "W604 steps: its default '20' is sent also"),
        ("steps", "label: Steps", "W602 steps: `label` changes nothing (take it out"),
        ("steps", "maximum: 50.0", "W602 steps: `maximum` changes nothing"),
        ("steps", "kind: integer", "W602 steps: `kind` changes nothing"),
        ("size", "required: true", "W602 size: `required` changes nothing"),
        ("size", "rename: size", "W602 size: `rename` changes nothing"),
        ("size", "default: null", "W602 size: `default` changes nothing"),
        ("imageUrl", "takes_file: true", "W602 imageUrl: `takes_file` changes nothing"),
        ("size", "always_send: true", "W602 size: `always_send` changes nothing"),
        ("photoUrl", "rename: url", "W602 photoUrl: `rename` changes nothing"),
        (
            "mode",
            "options: {add: [pro]}",
            "W602 mode: there is an option 'pro' already",
        ),
        (
            "mode",
            "options: {remove: [prod]}",
            "W602 mode: there is no option 'prod' (did",
        ),
        ("mode", "omit: false", "W602 mode: nothing is corrected"),
        (
            "Mode",
            "default: pro",
            "W601 acme/paint has no input 'Mode' (did you mean 'mod",
        ),
    ],
)
def test_what_does_not_fit_or_has_no_effect_is_told(
    tmp_path: Path, wire_name: str, text: str, finding: str
) -> None:
    _, report = correct(tmp_path, wire_name, text)
    (only,) = findings(report)
    assert only.startswith(finding)
    (found,) = report
    assert found.span.position is not None
    assert found.span.position.line == 2


def test_what_fits_is_corrected_beside_what_does_not(tmp_path: Path) -> None:
    card, report = correct(tmp_path, "mode", "minimum: 5, default: pro")
    assert [finding.code.name for finding in report.errors] == ["E605"]
    given = card.input("mode")
    assert given is not None
    assert given.default == "pro"


def test_two_inputs_cannot_be_renamed_alike(tmp_path: Path) -> None:
    _, report = apply_overrides(
        CARD,
        overrides(
            tmp_path, "size: {reason: r, rename: x}", "mode: {reason: r, rename: x}"
        ),
    )
    assert [finding.code.name for finding in report] == ["E604", "E604"]


def test_names_may_be_swapped(tmp_path: Path) -> None:
    _, report = apply_overrides(
        CARD,
        overrides(
            tmp_path,
            "size: {reason: r, rename: mode}",
            "mode: {reason: r, rename: size}",
        ),
    )
    assert findings(report) == []


def test_a_condition_may_name_an_option_that_is_added(tmp_path: Path) -> None:
    _, report = apply_overrides(
        CARD,
        overrides(
            tmp_path,
            "size: {reason: r, required_when: {mode: max}}",
            "mode: {reason: r, options: {add: [max]}}",
        ),
    )
    assert findings(report) == []


def test_overrides_say_what_they_changed_and_why(tmp_path: Path) -> None:
    told = corrections_of(
        CARD,
        overrides(
            tmp_path,
            "mode: {reason: not there, default: null, options: {add: {max: Best}}}",
            "size: {reason: r, rename: area, required: false, label: ''}",
            "sound: {reason: broken, omit: true}",
        ),
    )
    assert [(one.wire_name, one.what, one.before, one.after) for one in told] == [
        ("mode", "options", None, "'max' 'Best'"),
        ("mode", "default", "79", None),
        ("size", "required", "yes", "no"),
        ("size", "rename", "size", "area"),
        ("sound", "omit", "select", None),
    ]
    assert told[-1] == Corrected(
        wire_name="sound", what="omit", before="select", after=None, reason="broken"
    )


def test_overrides_of_a_model_that_is_not_there_are_told(tmp_path: Path) -> None:
    path = tmp_path / "overrides.yaml"
    path.write_text("acme/paint: {}\nacme/pant:\n  a: {reason: r}\n")
    (finding,) = unused(read_overrides(path), [CARD])
    assert finding.code.name == "W600"
    assert "acme/pant" in finding.message
    assert "acme/paint" in finding.hint
    assert finding.span.position is not None
    assert finding.span.position.line == 2


def test_inputs_that_are_not_told_cannot_be_corrected(tmp_path: Path) -> None:
    given = overrides(tmp_path, "mode: {reason: r, default: pro}")
    untold = replace(CARD, inputs=None)
    card, report = apply_overrides(untold, given)
    assert card == untold
    (only,) = findings(report)
    assert "does not tell its inputs" in only


def test_a_second_time_overrides_change_nothing(tmp_path: Path) -> None:
    given = overrides(
        tmp_path,
        "mode: {reason: r, default: max, options: {add: [max], remove: [std]}}",
        "steps: {reason: r, kind: number, minimum: 0, help: More is better}",
        "size: {reason: r, required_when: image, rename: area}",
        "image: {reason: r, kind: files}",
    )
    once, report = apply_overrides(CARD, given)
    assert findings(report) == []
    twice, report = apply_overrides(once, given)
    assert twice == once
    assert {finding.code.name for finding in report} == {"W602"}
    assert corrections_of(once, given) == ()


def test_the_conditions_of_a_real_model(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "overrides.yaml"
    path.write_text(
        "klingai/kling-v3:\n"
        "  shotType:\n"
        "    reason: the help says so\n"
        '    required_when: {multiShot: "true"}\n'
        "  multiPrompt:\n"
        "    reason: the help says so\n"
        "    required_when: {shotType: customize}\n"
        "  scale: {reason: the help says so, minimum: 0, maximum: 1}\n"
    )
    (source,) = read_file(corpus / "openapi" / "klingai-kling-v3.json").cards
    card, report = apply_overrides(source, read_overrides(path))
    assert findings(report) == []
    shot, scale = card.input("shotType"), card.input("scale")
    assert shot is not None
    assert scale is not None
    assert shot.corrections.required_when == (
        Condition(wire_name="multiShot", values=("true",)),
    )
    assert scale.kind == Number(
        integer=False, minimum=Decimal(0), maximum=Decimal(1), wire=NumberWire.TEXT
    )

"""Reading model cards: the three real ones, generated ones, hostile and broken ones."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from model_card_strategies import (
    UNDECIDABLE_KEYS,
    cards,
    flatten,
    render_card,
    without_white_space_differences,
)

from effort import examples
from wirogen.card import (
    Card,
    Extra,
    File,
    Input,
    Kind,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Select,
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.contract import resolve
from wirogen.diagnostics import Position
from wirogen.readers.card_headings import looks_like_model_card
from wirogen.readers.companions import companion_of
from wirogen.readers.documents import Document
from wirogen.readers.model_card import read_model_card
from wirogen.readers.reading import Reading
from wirogen.rules import judge

ROOT = Path(__file__).parents[2]
INSTANT_ID = (ROOT / "specs/wiro/instant-id.md").read_text(encoding="utf-8")

few = settings(
    examples(40),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def read(text: str) -> Reading:
    return read_model_card(Document("card.md", text))


def card_of(text: str) -> Card:
    """The Card of a text that is read without any finding."""
    reading = read(text)
    assert [finding.message for finding in reading.report] == []
    (card,) = reading.cards
    return card


def codes(text: str) -> list[str]:
    reading = read(text)
    assert reading.cards == () or not reading.report.errors
    return [finding.code.name for finding in reading.report]


def corpus(name: str) -> str:
    path = ROOT / "../shared/corpus/cards" / name
    if not path.exists():
        pytest.skip(f"the real card {name} is not beside this repository")
    return path.read_text(encoding="utf-8")


def a_card(*inputs: Input) -> Card:
    return Card(
        model=ModelId("acme", "paint"),
        raw_slug="acme/Paint",
        run_path="acme/paint",
        title="Paint",
        summary="Paints what it is told.",
        cover="https://cdn.example/cover.png",
        categories=("tool",),
        inputs=inputs,
        statuses=(
            Status(name="task_cancel", completed=True, description="Cancelled."),
            Status(name="task_queue", completed=False, description="Waiting."),
        ),
    )


def input_of(card: Card, wire_name: str) -> Input:
    given = card.input(wire_name)
    assert given is not None
    return given


def free_text(
    wire_name: str,
    default: str | None = None,
    *,
    sample: str | None = None,
    label: str = "",
    help: str = "",
) -> Input:
    return Input(
        wire_name=wire_name,
        kind=Text(),
        type="text",
        label=label,
        help=help,
        default=default,
        sample=sample,
    )


# The real cards


def test_instant_id_has_the_basic_facts_of_its_card() -> None:
    card = card_of(INSTANT_ID)
    assert card.model == ModelId("wiro", "instant-id")
    assert card.raw_slug == "wiro/instant-id"
    assert card.run_path == "wiro/instant-id"
    assert card.title == "instant-id"
    assert card.summary == (
        "InstantID is a method to achieve ID-preserving generation with only single "
        "image."
    )
    assert card.cover == "https://cdn.wiro.ai/uploads/models/wiro-instant-id-cover.png"
    assert card.categories == ("tool", "image-to-image", "persistent")
    assert card.tags == ()
    assert card.prices is None
    assert card.extras == ()
    assert (card.source.file, card.source.format) == ("card.md", "model card")


def test_instant_id_has_its_inputs_in_the_order_of_the_card() -> None:
    integer = Number(integer=True, wire=NumberWire.NUMBER)
    float_text = Number(integer=False, wire=NumberWire.TEXT)
    assert [
        (given.wire_name, given.type, given.label, given.help, given.default)
        for given in card_of(INSTANT_ID).inputs or ()
        if given.wire_name not in {"prompt", "negativePrompt"}
    ] == [
        ("selectedModel", "select", "select-model", "select-model-help", "79"),
        (
            "selectedModelPrivate",
            "select",
            "select-model-private",
            "select-model-private-help",
            None,
        ),
        ("inputImageUrl", "text", "input-image-url", "input-image-url-help", None),
        ("steps", "number", "inferencesteps", "inferencesteps-help", "20"),
        ("scale", "float", "guidancescale", "guidancescale-help", "5.0"),
        ("ip_adapter_scale", "float", "ip_adapter_scale", "guidancescale-help", "0.8"),
        ("samples", "number", "samples", "guidancescale-help", "1"),
        ("seed", "text", "seed", "seed-help", "3572004920"),
        (
            "scheduler",
            "select",
            "scheduler",
            "scheduler-help",
            "EulerAncestralDiscreteScheduler",
        ),
    ]
    kinds = {given.wire_name: given.kind for given in card_of(INSTANT_ID).inputs or ()}
    assert kinds["selectedModelPrivate"] == Select()
    for name in ("inputImageUrl", "prompt", "negativePrompt", "seed"):
        assert kinds[name] == Text()
    assert kinds["steps"] == kinds["samples"] == integer
    assert kinds["scale"] == kinds["ip_adapter_scale"] == float_text
    assert list(kinds)[3:5] == ["prompt", "negativePrompt"]


def test_instant_id_has_long_defaults_whole() -> None:
    card = card_of(INSTANT_ID)
    prompt, negative = (input_of(card, name) for name in ("prompt", "negativePrompt"))
    assert prompt.default is not None
    assert negative.default is not None
    assert (prompt.type, prompt.label, prompt.help) == (
        "textarea",
        "prompt",
        "prompt-help",
    )
    assert prompt.default.startswith("olympic athlete, standing, wearing")
    assert prompt.default.endswith("brilliance of stadium floodlights, realistic")
    assert len(prompt.default) == 342
    assert negative.default.startswith(
        "(lowres, low quality, worst quality:1.2), (text"
    )
    assert negative.default.endswith("monochrome, 3d, drones, drone, nsfw")
    assert len(negative.default) == 241


def test_instant_id_has_every_option_with_its_extras() -> None:
    card = card_of(INSTANT_ID)
    model, scheduler = (input_of(card, name) for name in ("selectedModel", "scheduler"))
    lists = (Extra("triggerwords", "[]"), Extra("generatesettings", "[]"))
    described = [
        ("900", "sinatra/RDXL-SFW", "RDXL SFW"),
        ("1049", "Magenttta/Purple-XL-Anime", "Purple XL (Anime)"),
        ("899", "sinatra/Real-Dream-SDXL-Classic", "Real Dream SDXL Classic"),
        ("990", "J1B/Jib-Mix-Artful", "Jib Mix Artful"),
        (
            "393",
            "WarAnakin/Crystal Clear v1.0",
            (
                "A text-to-image model trained on Stable Diffusion XL. Whether you "
                "want realistic, 3D, semi-realistic, or cartoon-like images."
            ),
        ),
    ]
    assert model.kind == Select(
        options=tuple(
            Option(value=value, label=label, description=text, extras=lists)
            for value, label, text in described
        )
    )
    names = (
        "FlowMatchEulerDiscreteScheduler",
        "EulerDiscreteScheduler",
        "DDIMScheduler",
        "LMSDiscreteScheduler",
        "DPMSolverMultistepScheduler",
        "EulerDiscreteScheduler",
        "PNDMScheduler",
        "DDPMScheduler",
        "EulerAncestralDiscreteScheduler",
    )
    assert scheduler.kind == Select(
        options=tuple(Option(value=name, label=name) for name in names)
    )


def test_what_instant_id_sends_besides_its_defaults_is_a_sample() -> None:
    inputs = card_of(INSTANT_ID).inputs or ()
    assert {i.wire_name: i.sample for i in inputs if i.sample is not None} == {
        "inputImageUrl": "input-portrait-2.jpg"
    }
    assert {given.required for given in inputs} == {None}


def test_instant_id_has_both_lists_of_statuses() -> None:
    statuses = card_of(INSTANT_ID).statuses
    assert [status.name for status in statuses if status.completed] == [
        "task_postprocess_end",
        "task_cancel",
    ]
    assert [status.name for status in statuses if not status.completed] == [
        "task_queue",
        "task_accept",
        "task_assign",
        "task_preprocess_start",
        "task_preprocess_end",
        "task_start",
        "task_output",
    ]
    assert statuses[1].description == "Task was cancelled by the user or system."
    assert statuses[-1].description == "Output is being generated."


def test_inputs_know_their_places() -> None:
    steps = input_of(card_of(INSTANT_ID), "steps")
    assert steps.span.pointer == "/inputs/steps"
    assert steps.span.position == Position(1, INSTANT_ID.index("- name: steps") + 1)


def test_cartoonify_is_read_whole() -> None:
    text = corpus("wiro-cartoonify.txt")
    card = card_of(text)
    assert card.raw_slug == "wiro/cartoonify"
    assert card.run_path == "wiro/cartoonify"
    assert card.categories == ("tool", "image-to-image", "compare-landscape")
    assert card.tags == ("image generation", "image editing")
    assert card.cover.endswith("/wiro-cartoonify-cover.png")
    assert f"Model description: {card.summary}\n" in text
    given = {known.wire_name: known for known in card.inputs or ()}
    for known in given.values():
        assert f"    label: {known.label}\n    help: {known.help}\n" in text
    facts = [(i.wire_name, i.type, i.default, i.sample) for i in given.values()]
    assert facts == [
        ("inputImageUrl", "text", None, "wiro_cartoonify_input_0.jpg"),
        ("safetyTolerance", "select", "2", None),
        ("aspectRatio", "select", "", None),
        ("seed", "text", "42", None),
        ("outputFormat", "select", "jpeg", None),
    ]
    sides = ["1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "4:5", "5:4"]
    ratios = [*sides, "21:9", "9:21", "2:1", "1:2"]
    assert [given[name].kind for name in ("safetyTolerance", "aspectRatio")] == [
        Select(options=(Option(value="2", label="2"),)),
        Select(
            options=(
                Option(value="", label="match_input_image"),
                *(Option(value=ratio, label=ratio) for ratio in ratios),
            )
        ),
    ]
    assert given["outputFormat"].kind == Select(
        options=(Option(value="jpeg", label="jpeg"), Option(value="png", label="png"))
    )
    assert [status.name for status in card.statuses][-1] == "task_postprocess_start"
    assert len(card.statuses) == 10


def test_avatarmotion_is_read_past_its_preamble() -> None:
    text = corpus("wiro-avatarmotion.txt")
    card = card_of(text)
    assert card.model == ModelId("wiro", "avatarmotion")
    assert card.raw_slug == "wiro/AvatarMotion"
    assert card.title == "AvatarMotion"
    assert card.run_path == "wiro/avatarmotion"
    assert f"Model description: {card.summary}\n" in text
    assert len(card.categories) == 10
    assert card.categories[3] == "wan2.2"
    assert card.tags == ("video", "image-to-video")
    assert [
        (given.wire_name, given.type, given.label, given.kind, given.default)
        for given in card.inputs or ()
    ] == [
        (
            "inputImage",
            "combinefileinput",
            "Input Image",
            File(many=True),
            "input-man-3.jpg",
        ),
        (
            "effectType",
            "selectwithcover",
            "Effect Type",
            Select(),
            "3d_figure_smashing",
        ),
        ("outputType", "selectwithcover", "Output Type", Select(), "both"),
        ("seed", "text", "seed", Text(), "42"),
    ]
    assert [given.help == "" for given in card.inputs or ()] == [
        False,
        True,
        True,
        False,
    ]
    assert {given.sample for given in card.inputs or ()} == {None}
    assert len(card.statuses) == 9


@pytest.mark.parametrize("name", ["wiro-cartoonify.txt", "wiro-avatarmotion.txt"])
def test_a_real_card_gives_the_same_card_without_line_ends_or_indentation(
    name: str,
) -> None:
    text = corpus(name)
    without_indentation = re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE)
    assert card_of(flatten(text)) == card_of(text)
    assert card_of(without_indentation) == card_of(text)


@pytest.mark.parametrize(
    "read_text", [lambda: INSTANT_ID, lambda: corpus("wiro-cartoonify.txt")]
)
def test_a_real_list_of_inputs_can_be_written_again_from_its_card(
    read_text: Callable[[], str],
) -> None:
    text = flatten(read_text())
    written = flatten(
        render_card(
            card_of(text),
            sent={"selectedModel": '""'} if "selectedModel" in text else {},
            written={"selectedModel": '"79"', "selectedModelPrivate": '""'},
        )
    )
    parts = ("## Basic tool info", "## Integration Header Prepare")
    start, end = (text.index(part) for part in parts)
    assert written[: written.index(parts[1])] == text[start:end]
    sent = slice(text.index("-d '{"), text.index('"callbackUrl"'))
    assert text[sent] in written


# Generated cards

OPEN_END = re.compile("(?:its (?:default|last option)|a text) ends")
"""What a flattened card leaves open: texts whose end the Run request does not tell."""


@few
@given(cards(UNDECIDABLE_KEYS))
def test_a_card_with_line_ends_is_read_as_it_was_written(card: Card) -> None:
    assert card_of(render_card(card)) == card


@few
@given(cards())
def test_a_card_and_its_flattened_self_are_equal_up_to_white_space(card: Card) -> None:
    text = render_card(card)
    reading = read(flatten(text))
    assert {finding.code.name for finding in reading.report} <= {"W010"}
    assert all(OPEN_END.search(finding.message) for finding in reading.report)
    (flat,), lines = reading.cards, card_of(text)
    assert without_white_space_differences(flat) == without_white_space_differences(
        lines
    )


@few
@given(cards(UNDECIDABLE_KEYS))
def test_a_flattened_card_that_leaves_a_choice_is_not_misread_in_silence(
    card: Card,
) -> None:
    reading = read(flatten(render_card(card)))
    if not reading.report.findings:
        (flat,) = reading.cards
        assert without_white_space_differences(flat) == without_white_space_differences(
            card
        )


@few
@given(cards())
def test_a_card_with_other_line_ends_or_indentation_is_read_the_same(
    card: Card,
) -> None:
    text = render_card(card)
    expected = without_white_space_differences(card)
    for changed in (
        text.replace("\n", "\r\n"),
        "Some advice first.\n\n" + text,
    ):
        assert without_white_space_differences(card_of(changed)) == expected


# Texts that look like keys

WHOLE_INPUT = "- name: second label: x help: y type: text default: z"


@pytest.mark.parametrize("form", [str, flatten])
@pytest.mark.parametrize(
    "text",
    [
        "a photo - name: foo, label: bar default: 3 options: - value: x",
        f"a cat {WHOLE_INPUT} - name: second label: again",
        "type: select default: on",
        "style: 'it''s' \"quoted\" # no comment",
        "16:9",
        "on",
        "1_000",
        '"quoted"',
        "## Integration Header Prepare ```bash curl -X POST",
        """curl -X POST "https://api.wiro.ai/v1/Run/a/b" -d '{ "x": 1 }'; ```""",
        "}' and }'; and ' and \\' and \\n",
        "## Model Inputs: - name: x",
        "### Running Task Statuses - task_queue : no",
    ],
)
def test_a_default_that_the_run_request_sends_may_hold_any_text(
    form: Callable[[str], str], text: str
) -> None:
    card = a_card(free_text("first", text), free_text("second", "2"))
    assert card_of(form(render_card(card))) == card


@pytest.mark.parametrize(
    "text",
    [
        "a\n\nb",
        "a\n    and then: b\n    label: c\n  - name: second\n    label: x\n    help: y",
        "a\n  - name: other\n    label: x\n    help:\n    type: text\n    default: b",
        "first\n\n## Model Inputs:\n\nlast",
    ],
)
def test_a_default_of_several_lines_keeps_them(text: str) -> None:
    card = a_card(free_text("first", text), free_text("second", "2"))
    assert card_of(render_card(card)) == card


def test_a_flattened_default_has_its_line_ends_from_the_run_request() -> None:
    card = a_card(free_text("first", "a\n\nb"))
    assert card_of(flatten(render_card(card))) == card


def test_a_text_of_several_lines_that_look_like_keys_is_told_by_indentation() -> None:
    help_text = "a\ntype: text\ndefault: b\n- name: second\nlabel: x\nhelp: y"
    card = a_card(free_text("first", help=help_text), free_text("second"))
    assert card_of(render_card(card)) == card


def test_a_doubt_about_a_flattened_text_is_reported_at_its_input() -> None:
    card = a_card(free_text("first", "1", label="Need help: ask", help="b"))
    text = flatten(render_card(card))
    reading = read(text)
    (finding,) = reading.report
    assert finding.code.name == "W010"
    assert finding.span.pointer == "/inputs/first"
    assert finding.span.position == Position(1, text.index("help: ask") + 1)
    (flat,) = reading.cards
    assert [(i.label, i.help, i.default) for i in flat.inputs or ()] == [
        ("Need", "ask help: b", "1")
    ]


def test_values_of_options_keep_their_quotes_and_blanks() -> None:
    values = ("", 'say "hi" label: x', "a\\b", "- value: y", "16:9", None)
    options = tuple(Option(value=value, label="on") for value in values)
    choice = Input(wire_name="c", kind=Select(options=options), type="select")
    card = a_card(choice)
    text = render_card(card)
    for form in (text, flatten(text)):
        (given,) = card_of(form).inputs or ()
        assert given.kind == choice.kind
        assert given.default == ""


def test_the_body_may_hold_what_ends_it() -> None:
    card = a_card(free_text("first", sample="}'; ```\n}' \"x\""), free_text("second"))
    assert card_of(render_card(card)) == card


def test_the_body_may_have_apostrophes_as_a_shell_wants_them() -> None:
    kept = "Emma's, or nobody's \\ \\n"
    sent = kept.replace("\\", "\\\\").replace("'", r"'\''")
    text = INSTANT_ID.replace('"prompt": "olympic', f'"prompt": "{sent}olympic')
    assert text != INSTANT_ID
    (card,) = read(text).cards
    prompt = input_of(card, "prompt")
    assert (prompt.sample or "").startswith(f"{kept}olympic athlete")


def test_values_that_every_model_takes_are_no_inputs() -> None:
    card = a_card(free_text("first"))
    text = render_card(card).replace('"callbackUrl"', '"projectid": "1", "callbackUrl"')
    assert card_of(text) == card


# Kinds


def kind_of(type_: str, default: str, sent: str) -> tuple[Kind, Input]:
    given = Input(wire_name="x", kind=Unknown(), type=type_)
    text = render_card(a_card(given), sent={"x": sent}, written={"x": default})
    (read_input,) = card_of(text).inputs or ()
    return read_input.kind, read_input


@pytest.mark.parametrize(
    ("type_", "default", "sent", "kind"),
    [
        ("number", "20", "20", Number(integer=True)),
        ("number", "20", '"20"', Number(integer=True, wire=NumberWire.TEXT)),
        ("number", "0.5", "0.5", Number(integer=False)),
        ("number", "", '""', Number(integer=True)),
        ("number", "", "7.5", Number(integer=False)),
        ("number", "null", "null", Number(integer=True)),
        ("range", "-3", "-3", Number(integer=True)),
        ("integer", "1", "1", Number(integer=True)),
        ("numeric", "1", "1", Number(integer=True)),
        ("float", "5", '"5"', Number(integer=False, wire=NumberWire.TEXT)),
        ("float", "5.0", "5.0", Number(integer=False)),
        ("float", "", '""', Number(integer=False, wire=NumberWire.TEXT)),
        ("checkbox", "true", "true", Switch()),
        ("boolean", "", "null", Switch()),
        ("checkbox", "on", '"on"', Switch(("on", "off"))),
        ("checkbox", "yes", '"True"', Switch(("True", "False"))),
        ("checkbox", "1", "1", Switch((1, 0))),
        ("checkbox", "off", "0", Switch((1, 0))),
        ("multiselect", "a", '["a"]', Multiselect()),
        ("slider", "0.5", "0.5", Number(integer=False)),
        ("color", "#ff0000", '"#ff0000"', Text()),
        ("text", "5.0", '"5.0"', Text()),
        ("textarea", "", '""', Text()),
        ("selectwithcover", "both", '"both"', Select()),
        ("fileinput", "a.png", '"a.png"', File(many=False)),
        ("multifileinput", "a.png", '["a.png"]', File(many=True)),
        ("combinefileinput", "", '""', File(many=True)),
    ],
)
def test_the_type_and_the_run_request_tell_the_kind(
    type_: str, default: str, sent: str, kind: Kind
) -> None:
    found, given = kind_of(type_, default, sent)
    assert found == kind
    assert given.default == (None if default in {"", "null"} else default)


def test_a_value_keeps_its_own_text() -> None:
    assert kind_of("number", "1e3", "1E+3")[1].default == "1e3"
    assert kind_of("float", "5.0", "5.00")[1].default == "5.0"
    assert kind_of("float", "", "5.00")[1].sample == "5.00"
    assert kind_of("text", '""', '""')[1].default is None
    assert kind_of("text", '"79"', '""')[1].default == "79"
    assert kind_of("text", '"79"', '"79"')[1].default == "79"
    assert kind_of("text", '"79"', r'"\"79\""')[1].default == '"79"'


def test_a_number_that_is_sent_in_another_spelling_is_no_sample() -> None:
    assert kind_of("number", "20", "20.0")[1].sample is None
    assert kind_of("number", "20", "30")[1].sample == "30"


def test_a_file_has_the_companion_that_the_card_lists() -> None:
    card = a_card(
        Input(
            wire_name="inputDocumentMultiple",
            kind=File(many=True, companion="inputDocumentUrlMultiple"),
            type="multifileinput",
        ),
        free_text("inputDocumentUrlMultiple"),
    )
    assert card_of(render_card(card)) == card


def test_companions_end_with_url_or_have_it_before_multiple() -> None:
    assert companion_of("inputImage", {"inputImageUrl"}) == "inputImageUrl"
    assert companion_of("docMultiple", {"docUrlMultiple"}) == "docUrlMultiple"
    assert companion_of("docMultiple", {"docMultipleUrl"}) == "docMultipleUrl"
    assert companion_of("website", {"inputImageUrl"}) is None


@pytest.mark.parametrize(
    ("slug", "path", "model"),
    [
        ("wiro/FLUX.2-dev", "wiro/flux-2-dev", ModelId("wiro", "flux-2-dev")),
        ("alibaba/wan 2.6", "alibaba/wan%202.6", ModelId("alibaba", "wan-2-6")),
        ("ByteDance/X", "ByteDance/%20X%20", ModelId("bytedance", "x")),
    ],
)
def test_the_run_path_is_that_of_the_endpoint_decoded(
    slug: str, path: str, model: ModelId
) -> None:
    text = render_card(a_card(free_text("x")))
    text = text.replace("acme/Paint", slug).replace("acme/paint", path)
    card = card_of(text)
    assert (card.raw_slug, card.model) == (slug, model)
    assert card.run_path == path.replace("%20", " ")
    assert card.title == slug.partition("/")[2]


# What is not understood is reported


def test_an_unknown_type_is_free_text_and_named() -> None:
    text = INSTANT_ID.replace("type: textarea", "type: poem", 1)
    reading = read(text)
    (finding,) = reading.report
    assert finding.code.name == "W011"
    assert "`poem`" in finding.message
    assert finding.span.pointer == "/inputs/prompt/type"
    assert finding.span.position == Position(1, text.index("type: poem") + 1)
    (card,) = reading.cards
    prompt = input_of(card, "prompt")
    assert (prompt.kind, prompt.type) == (Unknown(), "poem")
    assert prompt.default == input_of(card_of(INSTANT_ID), "prompt").default


@pytest.mark.parametrize("form", [str, flatten])
def test_an_unknown_key_of_an_input_is_kept_and_reported(
    form: Callable[[str], str],
) -> None:
    card = a_card(free_text("first", "20"), free_text("second", "2"))
    text = render_card(card).replace(
        "default: 20", "default: 20\n    min: 1\n    note: any number"
    )
    reading = read(form(text))
    assert [finding.code.name for finding in reading.report] == ["W015", "W015"]
    assert reading.report.findings[0].span.pointer == "/inputs/first/min"
    (read_card,) = reading.cards
    first, second = read_card.inputs or ()
    assert first.extras == (Extra("min", "1"), Extra("note", "any number"))
    assert (first.default, second.default) == ("20", "2")


def test_an_unknown_key_before_the_type_is_told_by_its_line() -> None:
    text = render_card(a_card(free_text("first", "20", help="a number")))
    text = text.replace("    type:", "    placeholder: ten\n    type:")
    (card,) = read(text).cards
    (first,) = card.inputs or ()
    assert first.help == "a number"
    assert first.extras == (Extra("placeholder", "ten"),)
    assert codes(text) == ["W015"]


@pytest.mark.parametrize("form", [str, flatten])
def test_an_unknown_key_of_an_option_is_kept_and_reported(
    form: Callable[[str], str],
) -> None:
    lists = (Extra("triggerwords", "[]"), Extra("generatesettings", "[]"))
    option = Option(value="a", label="A", extras=lists)
    card = a_card(Input(wire_name="c", kind=Select(options=(option,)), type="select"))
    text = render_card(card).replace(
        "generatesettings: []", "generatesettings: []\n        weight: 3"
    )
    reading = read(form(text))
    assert [finding.code.name for finding in reading.report] == ["W015"]
    (read_card,) = reading.cards
    (given,) = read_card.inputs or ()
    assert isinstance(given.kind, Select)
    assert given.kind.options[0].extras == (*lists, Extra("weight", "3"))


def test_a_step_that_is_not_whole_makes_a_number_no_integer() -> None:
    text = INSTANT_ID.replace("default: 20", "default: 20 step: 0.5")
    (card,) = read(text).cards
    assert input_of(card, "steps").kind == Number(integer=False)


def test_options_of_an_input_that_is_no_select_are_kept_and_reported() -> None:
    text = INSTANT_ID.replace(
        "default: 20", 'default: 20 options: - value: "1" label: one'
    )
    (card,) = read(text).cards
    kept = Extra("options", '- value: "1" label: one')
    assert input_of(card, "steps").extras == (kept,)
    assert codes(text) == ["W015"]


@pytest.mark.parametrize("form", [str, flatten])
def test_an_unknown_fact_is_kept_and_reported(form: Callable[[str], str]) -> None:
    text = render_card(a_card(free_text("first")))
    text = text.replace("Model categories:", "Model licence: MIT\nModel categories:")
    reading = read(form(text))
    assert [finding.code.name for finding in reading.report] == ["N042"]
    (card,) = reading.cards
    assert card.extras == (Extra("Model licence", "MIT"),)
    assert card.cover == "https://cdn.example/cover.png"


@pytest.mark.parametrize(
    "before",
    ["## Integration Header", "## Run Command - Response", "## Task Status Info"],
)
@pytest.mark.parametrize("form", [str, flatten])
def test_an_unknown_section_is_reported(
    form: Callable[[str], str], before: str
) -> None:
    card = a_card(free_text("first", "20"))
    text = render_card(card).replace(before, f"## Price list\nMuch.\n\n{before}")
    reading = read(form(text))
    assert [finding.code.name for finding in reading.report] == ["W012"]
    assert "Price list" in reading.report.findings[0].message
    assert reading.cards == (card,)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("v1/Run/wiro/instant-id Get", "v1/Run/wiro/instant-ego Get"),
        ('v1/Run/wiro/instant-id"', 'v1/Run/wiro/instant-ego"'),
        ("v1/Run/wiro/instant-id Get", "v1/Walk/wiro/instant-id Get"),
        ("v1/Task/Detail ##", "v2/Task/Detail ##"),
    ],
)
def test_an_endpoint_that_disagrees_is_reported(right: str, wrong: str) -> None:
    assert INSTANT_ID.count(right) == 1
    reading = read(INSTANT_ID.replace(right, wrong))
    assert [finding.code.name for finding in reading.report] == ["W013"]
    (card,) = reading.cards
    assert card.model == ModelId("wiro", "instant-id")


def test_a_card_without_status_lists_is_reported() -> None:
    end = INSTANT_ID.index("## Task Status Information")
    assert codes(INSTANT_ID[:end]) == ["W014"]


# Bad input


def replaced(*changes: tuple[str, str]) -> str:
    text = INSTANT_ID
    for right, wrong in changes:
        assert right in text
        text = text.replace(right, wrong, 1)
    return text


SEED = "- name: seed label: seed help: seed-help type: text default: 3572004920 "
INPUTS = INSTANT_ID[
    INSTANT_ID.index("- name: selectedModel ") : INSTANT_ID.index("## Integration")
]


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        (INSTANT_ID[: INSTANT_ID.index("## Model")], "E011", ""),
        (INSTANT_ID[: INSTANT_ID.index("help: prompt-help")], "E011", ""),
        (INSTANT_ID[: INSTANT_ID.index("## Run Command")], "E011", ""),
        (INSTANT_ID[: INSTANT_ID.index('"ip_adapter_scale"')], "E011", ""),
        (INSTANT_ID[: INSTANT_ID.index('"1734513809"')], "E011", ""),
        (INSTANT_ID[: INSTANT_ID.index("### Running")], "E011", ""),
        (replaced(("Model name: wiro/instant-id ", "")), "E010", "Model description"),
        (replaced(("name: wiro/instant-id", "name: ")), "E010", "  Model desc"),
        (replaced(("name: wiro/instant-id", "name: wiro")), "E019", "wiro Model"),
        (replaced(("name: wiro/instant-id", "name: wiro/…")), "E019", "wiro/…"),
        (replaced((INPUTS, "")), "E013", "## Model Inputs:"),
        (replaced(("## Model Inputs: " + INPUTS, "")), "E013", "```bash curl"),
        (
            replaced(("name: samples", "name: steps")),
            "E014",
            "- name: steps label: sam",
        ),
        (
            replaced(("name: samples", "name: steps"), ('"samples"', '"steps"')),
            "E014",
            "- name: steps label: sam",
        ),
        (replaced((SEED, SEED + SEED)), "E014", SEED + "- name: sch"),
        (
            replaced(("- name: steps", SEED + "- name: steps")),
            "E014",
            SEED + "- name: sch",
        ),
        (replaced(('"prompt": "olympic', '"p": "olympic')), "E016", '"p"'),
        (replaced((SEED, "")), "E016", '"seed"'),
        (replaced(('"steps": 20,', '"steps": 20, "new": "",')), "E016", '"new"'),
        (replaced(("- name: seed ", "- name: sead ")), "E016", '"seed"'),
        (replaced(('"steps": 20,', '"steps": 20')), "E017", '"scale": "5.0", "ip'),
        (replaced(('"seed": "35', '"seed": "35"')), "E017", '72004920", "sch'),
        (replaced(('"steps": 20', '"steps": NaN')), "E017", "NaN"),
        (replaced(('"steps": 20', '"steps": "\\ud800"')), "E017", '"\\ud800"'),
        (replaced(('"steps": 20', '"steps": ' + "[" * 100_000)), "E017", "[[["),
        (
            replaced(("type: number default: 20", "default: 20")),
            "E018",
            "- name: steps",
        ),
    ],
)
def test_bad_input_has_one_error_with_its_place(
    text: str, code: str, place: str
) -> None:
    reading = read(text)
    (finding,) = reading.report.errors
    assert reading.cards == ()
    assert finding.code.name == code
    assert finding.hint
    position = finding.span.position
    assert position is not None
    assert position.line == 1
    expected = text.index(place) if place else len(text.rstrip())
    assert text[position.column - 1 :][:30] == text[expected:][:30]


@pytest.mark.parametrize(
    ("default", "dirt"), [("20", "many"), ("20", "7,5"), ("0.8", "NaN")]
)
def test_a_default_of_another_type_is_never_sent(default: str, dirt: str) -> None:
    reading = read(replaced((f"default: {default}", f"default: {dirt}")))
    (contract,) = map(resolve, reading.cards)
    (field,) = (field for field in contract.listed if field.refused == dirt)
    assert not field.is_sent
    assert not reading.report
    assert "W102" in {finding.code.name for finding in judge([contract])}


def test_a_switch_whose_default_is_no_boolean_sends_none() -> None:
    text = render_card(
        a_card(Input(wire_name="hd", kind=Switch(), type="checkbox", default="maybe")),
        sent={"hd": "true"},
    )
    reading = read(text)
    (field,) = resolve(reading.cards[0]).listed
    assert (field.refused, field.default) == ("maybe", None)


@pytest.mark.parametrize("cut", range(0, len(INSTANT_ID), 97))
def test_a_card_cut_anywhere_has_one_error_or_all_its_inputs(cut: int) -> None:
    whole = card_of(INSTANT_ID)
    reading = read(INSTANT_ID[:cut])
    if reading.cards:
        assert reading.cards[0].inputs == whole.inputs
        assert cut > INSTANT_ID.index("}';")
    else:
        assert [finding.code.name for finding in reading.report] == ["E011"]


@pytest.mark.parametrize(
    "piece",
    [
        "type: text default: ",
        "- name: prompt label: ",
        "- name: prompt label: a help: b type: t default: c ",
        '- value: "x" label: y ',
        '- value: "',
        'curl -X POST "/Run/',
        "## Model Inputs: ",
        '\\"',
        "a: ",
        "\n    a: b",
    ],
)
def test_a_flood_of_keys_is_read_to_its_end(piece: str) -> None:
    flood = piece * (200_000 // len(piece))
    for place in ("help: prompt-help", "type: textarea default:", "label: sinatra/"):
        reading = read(INSTANT_ID.replace(place, f"{place} {flood}", 1))
        assert reading.cards or reading.report.errors


# Format detection


@pytest.mark.parametrize(
    "text",
    [
        INSTANT_ID,
        f"Please analyze this documentation: {INSTANT_ID}",
        f"Please analyze:\n\n{INSTANT_ID}\n",
        INSTANT_ID[:60],
        INSTANT_ID[:2000],
        f"\n{INSTANT_ID}",
        "## Basic tool info\n\nModel name: a/b",
        render_card(a_card(free_text("first"))),
        render_card(a_card(free_text("first"))).replace("Model name:", "Name:"),
    ],
)
def test_model_cards_are_recognised(text: str) -> None:
    assert looks_like_model_card(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "<!DOCTYPE html><html><body>## Basic tool info</body></html>",
        "<html>\n## Basic tool info\n</html>",
        '{"tool": [{"readme": "## Basic tool info Model name: a/b"}]}',
        '[{"type": "x", "spec": "\\n## Model Inputs: "}]',
        "model: wiro/instant-id\nsummary: |\n  ## Model Inputs:\n",
        "Basic tool info",
        "Model name: a/b",
        "# Another document\n\nwith a heading",
    ],
)
def test_other_documents_are_not_taken_for_model_cards(text: str) -> None:
    assert not looks_like_model_card(text)

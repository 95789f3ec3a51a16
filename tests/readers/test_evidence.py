"""What is said of an input beside its type makes a text a file, or a number whole, the
same way in every format.
"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen.card import Card, File, Input, Number, Text
from wirogen.contract import resolve
from wirogen.readers import read_text
from wirogen.rules import judge

PLAIN = {"type": "string"}
MAY_BE_FILE = "W117"


def openapi(properties: dict[str, Any]) -> str:
    body = {"schema": {"type": "object", "properties": properties}}
    run = {"post": {"requestBody": {"content": {"application/json": body}}}}
    return json.dumps({"openapi": "3.0.3", "paths": {"/Run/acme/reel": run}})


def tool_detail(*items: dict[str, Any]) -> str:
    parameters = [{"title": "", "items": list(items)}]
    slug = {"slugowner": "acme", "slugproject": "reel"}
    return json.dumps({**slug, "parameters": parameters})


def model_card(type_: str, name: str, help_text: str = "", default: str = "") -> str:
    sent = json.dumps({name: default})
    return (
        "## Basic tool info\n\nModel name: acme/reel\n\n## Model Inputs:\n\n"
        f"  - name: {name}\n    label: It\n    help: {help_text}\n    type: {type_}\n"
        f"    default: {default}\n\n## Run Command - Make HTTP Post Request\n```bash\n"
        f"curl -X POST \"https://api.wiro.ai/v1/Run/acme/reel\"\n-d '{sent}';\n```\n"
    )


def read(text: str) -> tuple[Card, list[str]]:
    """The Card, and the codes of what the reader and the rules find about files."""
    reading = read_text(text, "spec")
    (card,) = reading.cards
    found = [*reading.report, *judge([resolve(card)])]
    return card, [f.code.name for f in found if f.code.name in {"N038", MAY_BE_FILE}]


def read_one(text: str) -> tuple[Input, list[str]]:
    card, codes = read(text)
    assert card.inputs is not None
    return card.inputs[0], codes


# Files


@pytest.mark.parametrize(
    ("name", "more", "many"),
    [
        ("inputVideo", {}, False),
        ("inputAudio2", {}, False),
        ("inputImageLast", {}, False),
        ("input_mask", {}, False),
        ("inputvideo", {"format": "uri"}, False),
        ("inputDocumentMultiple", {}, True),
        ("inputImages", {}, True),
        ("inputAudioFile", {}, False),
        ("inputFirstFrame", {}, False),
        ("attachment", {"format": "binary"}, False),
        ("texture", {"contentMediaType": "image/png"}, False),
        ("reference_image", {"description": "Supports .jpg and .png"}, False),
        ("refAudio", {"description": "Reference audio file"}, False),
        ("resume", {"description": "Upload a file. Types: .pdf, .docx"}, False),
        ("photo", {"default": "man-3.jpg"}, False),
        ("frames", {"type": "array", "items": {**PLAIN, "format": "binary"}}, True),
    ],
)
def test_a_text_is_a_file_where_what_is_said_of_it_agrees(
    name: str, more: dict[str, Any], many: bool
) -> None:
    field, codes = read_one(openapi({name: {**PLAIN, **more}}))
    assert field.kind == File(many=many)
    assert MAY_BE_FILE not in codes
    assert field.extras == () or "contentMediaType" in more


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("image", {}),
        ("last_frame", {}),
        ("inputImageMood", {}),
        ("logo", {"description": "Supported files: .png, .svg"}),
        ("inputVideo", {"maxLength": 2000}),
        ("inputDocument", {"description": "Paste the text of the document."}),
        ("inputVideo", {"x-input-type": "text"}),
        ("cv", {"description": "Your CV as PDF or DOCX"}),
        ("it", {"x-input-type": "text", "description": "Supports .pdf, .docx"}),
    ],
)
def test_where_only_something_speaks_for_a_file_a_finding_says_what_to_write(
    name: str, more: dict[str, Any]
) -> None:
    card, codes = read(openapi({name: {**PLAIN, **more}}))
    assert isinstance((card.inputs or ())[0].kind, Text)
    assert codes == [MAY_BE_FILE]
    hints = [found.hint for found in judge([resolve(card)])]
    assert any("`kind: file`" in hint and "`takes_file" in hint for hint in hints)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("script", {}),
        ("prompt", {"description": "Describe the uploaded image."}),
        ("imagePrompt", {}),
        ("audioNegativePrompt", {}),
        ("image_size", {}),
        ("inputText", {}),
        ("inputImageUrl", {"description": "Supported files: .jpg, .png"}),
        ("inputDocumentUrlMultiple", {"description": "Supported: .pdf, .docx"}),
        ("websiteUrl", {}),
        ("outputFormat", {"description": "Supported formats: .mp4, .mov"}),
        ("fileName", {"description": "The name of the file, such as a.mp4"}),
        ("image", {"default": "a house by the sea"}),
        ("video", {"description": "Describe the video that you want."}),
        ("voice", {"default": "Alloy"}),
        ("名", {}),
        ("2", {}),
    ],
)
def test_what_is_rightly_a_text_stays_one_without_a_word(
    name: str, more: dict[str, Any]
) -> None:
    field, codes = read_one(openapi({name: {**PLAIN, **more}}))
    assert isinstance(field.kind, Text)
    assert codes == []


def test_a_text_for_urls_beside_it_makes_no_file_of_a_text() -> None:
    names = ("script", "scriptUrl", "video", "videoUrl", "inputImage", "inputImageUrl")
    card, codes = read(openapi(dict.fromkeys(names, PLAIN)))
    files = {field.wire_name for field in card.inputs or () if field.kind != Text()}
    assert files == {"video", "inputImage"}
    assert codes == ["N038"]  # nobody needs to look at inputImage


@pytest.mark.parametrize(
    ("name", "help_text", "is_file"),
    [
        ("inputVideo", "Supported files: .mp4, .mov", True),
        ("inputVideo", "", False),
        ("prompt", "Supported files: .mp4, .mov", False),
    ],
)
def test_every_format_weighs_the_same(name: str, help_text: str, is_file: bool) -> None:
    item = {"id": name, "type": "text", "description": help_text}
    schema = {**PLAIN, "x-input-type": "text", "description": help_text}
    texts = (
        openapi({name: schema}),
        tool_detail(item),
        model_card("text", name, help_text),
    )
    kinds = [read_one(text)[0].kind for text in texts]
    assert kinds == [File(many=False) if is_file else Text()] * 3
    assert len({tuple(read_one(text)[1]) for text in texts}) == 1


def test_an_unknown_type_of_a_file_is_a_file() -> None:
    item = {"id": "clip", "type": "videofile", "accept": "video/*"}
    assert read_one(tool_detail(item))[0].kind == File(many=False)


def test_our_own_format_says_itself_what_is_a_file() -> None:
    text = "wirogen: 1\nmodel: a/b\ninputs: {inputVideo: {kind: text}}\n"
    assert read_one(text) == (Input(wire_name="inputVideo", kind=Text()), [])


OF_TEXTS = st.sampled_from(["_prompt", "Text", "_name", "Url", "Format", "Script"])
WORDS = st.lists(
    st.sampled_from(["input", "Image", "Video", "_document", "file", "Mask", "2"]),
    max_size=4,
)
HELP = st.sampled_from(["", "Supported files: .pdf, .docx", "Upload the file: a .png"])


@given(WORDS, OF_TEXTS, HELP, st.booleans())
def test_no_input_that_is_named_as_a_text_becomes_a_file(
    words: list[str], last: str, help_text: str, is_partnered: bool
) -> None:
    name = "".join(words) + last
    names = (name, f"{name}Url") if is_partnered else (name,)
    schemas = {each: {**PLAIN, "description": help_text} for each in names}
    card, _ = read(openapi(schemas))
    assert [type(field.kind) for field in card.inputs or ()] == [Text] * len(names)


# Numbers


@pytest.mark.parametrize(
    ("help_text", "integer"),
    [
        ("Between 0 and 1.", False),
        ("In steps of 5, from 0 to 100.", True),
        ("From 0 to 1 in increments of 0.1.", False),
        ("Minimum: 1.5, maximum: 10, default: 4.5.", False),
        ("Between 1 and 10.", True),
        ("Version 2.5 is faster.", True),
    ],
)
def test_the_help_of_a_number_counts_in_every_format(
    help_text: str, integer: bool
) -> None:
    item = {"id": "it", "type": "number", "description": help_text}
    for text in (tool_detail(item), model_card("number", "it", help_text)):
        kind = read_one(text)[0].kind
        assert isinstance(kind, Number)
        assert kind.integer is integer


@pytest.mark.parametrize(
    ("name", "more", "is_told"),
    [
        ("newTokens", {"description": "Maximum number of tokens."}, True),
        ("batchSize", {}, True),
        ("top_p", {}, True),
        ("repetition_penalty", {"default": "1.1"}, True),
        ("noise", {"description": "A number between 0 and 1."}, True),
        ("story", {"description": "Between 3 and 500 characters."}, False),
        ("strength", {"default": "strong"}, False),
        ("shift", {"x-input-type": "text"}, False),
        ("image_size", {"default": "1024x1024"}, False),
        ("seed", {"maxLength": 10}, False),
        ("scale", {"description": "guidancescale-help"}, False),
        ("prompt", {"description": "Says how many pictures you want."}, False),
    ],
)
def test_a_text_with_the_name_of_a_number_is_reported(
    name: str, more: dict[str, Any], is_told: bool
) -> None:
    card, _ = read(openapi({name: {**PLAIN, **more}}))
    found = [one for one in judge([resolve(card)]) if one.code.name == "W120"]
    assert ["`kind: integer`" in one.hint for one in found] == [True] * is_told


@pytest.mark.parametrize(
    ("schema", "code", "hint"),
    [
        (
            {"type": "number", "description": "Between 0 and 1."},
            "W118",
            "`minimum: 0, maximum: 1`",
        ),
        (
            {"type": "number", "description": "Minimum: 1.5, maximum: 10."},
            "W118",
            "`minimum: 1.5, maximum: 10`",
        ),
        (
            {**PLAIN, "enum": ["2"], "description": "Between 0 and 6, 6 is lax."},
            "W119",
            "`kind: integer, minimum: 0, maximum: 6`",
        ),
        ({"type": "number", "maximum": 9, "description": "Between 0 and 1."}, "", ""),
        ({"type": "number", "description": "Between 9 and 1."}, "", ""),
        ({"type": "number", "description": "0 to 9%, or (1-2) or (3-4)."}, "", ""),
    ],
)
def test_bounds_that_only_the_help_tells_are_reported_with_what_to_write(
    schema: dict[str, Any], code: str, hint: str
) -> None:
    card, _ = read(openapi({"it": schema}))
    found = [one for one in judge([resolve(card)]) if one.code.name in {"W118", "W119"}]
    assert [one.code.name for one in found] == ([code] if code else [])
    assert all(hint in one.hint for one in found)


# Findings


@pytest.mark.parametrize(
    "text",
    [
        openapi({"it": {"type": "number", "minimum": 9, "maximum": 1, "x-odd": 1}}),
        openapi({"it": {"type": "tensor", "default": {"a": 1}}}),
        openapi({"it": {"enum": ["a"], "x-options": [{"value": "b"}], **PLAIN}}),
        tool_detail({"id": "it", "type": "range", "min": 9, "max": 1, "odd": 1}),
        tool_detail({"id": "it", "type": "poem", "default": ["a"]}),
        model_card("poem", "it").replace("    help", "    odd: 1\n    help"),
        "wirogen: 1\nmodel: a/b\ninputs: {it: {kind: number, minimum: a, odd: 1}}\n",
    ],
)
def test_every_finding_about_an_input_begins_with_its_name(text: str) -> None:
    found = [*read_text(text, "spec").report]
    about = [one for one in found if one.code.name != "W014"]
    assert {one.wire_name for one in about} == {"it"}
    assert all(one.message.startswith("it: ") for one in about)


def test_what_is_required_and_no_input_is_named() -> None:
    document = json.loads(openapi({"it": PLAIN}))
    run = document["paths"]["/Run/acme/reel"]["post"]["requestBody"]["content"]
    run["application/json"]["schema"]["required"] = ["ghost"]
    (found,) = read_text(json.dumps(document), "spec").report
    assert (found.code.name, found.wire_name) == ("W032", "ghost")

"""Models as Tool/List, Tool/Detail and Tool/DetailOpenAPI tell them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from emulator_models import CHAT, MODELS, PAINT, Local, given, model, refusal

from repository import ROOT
from wirogen.card import Card, Number, Option, Price, Prices, Select, Status, Text
from wirogen.config import chosen_config
from wirogen.emulator.model_card import card_text
from wirogen.pipeline.specifications import read_specifications
from wirogen.readers import read_file, read_text

PAINT_SLUG = {"slugowner": "acme", "slugproject": "paint-2-0"}


def detail(wiro: Local, slug: dict[str, str]) -> dict[str, Any]:
    (told,) = wiro.post("Tool/Detail", slug)["tool"]
    assert isinstance(told, dict)
    return told


def test_a_model_is_told_with_its_inputs() -> None:
    told = detail(Local(), PAINT_SLUG)
    assert (told["slugowner"], told["slugproject"]) == ("acme", "Paint 2.0")
    assert (told["cleanslugowner"], told["cleanslugproject"]) == ("acme", "paint-2-0")
    assert told["title"] == "Paint"
    (group,) = told["parameters"]
    items = {item["id"]: item for item in group["items"]}
    assert list(items) == [given.wire_name for given in PAINT.inputs or ()]
    assert items["prompt"]["required"] is True
    assert items["steps"] | {"label": ""} == {
        "id": "steps",
        "type": "number",
        "label": "",
        "description": "",
        "required": False,
        "default": "20",
        "min": "1",
        "max": "50",
    }
    assert items["scale"]["type"] == "float"
    assert [option["value"] for option in items["ratio"]["options"]] == ["16:9", "1:1"]
    assert items["watermark"]["type"] == "checkbox"
    assert items["inputImage"]["type"] == "fileinput"
    assert items["references"]["type"] == "combinefileinput"


def test_a_model_is_found_by_raw_and_clean_slug() -> None:
    wiro = Local()
    raw = {"slugowner": "ACME", "slugproject": "Paint 2.0"}
    assert detail(wiro, raw) == detail(wiro, PAINT_SLUG)


def test_prices_are_json_inside_a_text() -> None:
    table = (
        Price(method="cpr", price=Decimal("0.10"), inputs=(("mode", "pro"),)),
        Price(method="cp-pixel", price=Decimal(1), price_extra=Decimal("0.2")),
    )
    card = model("acme/one", prices=Prices(table=table, per_second=Decimal("0.001")))
    told = detail(Local(card), {"slugowner": "acme", "slugproject": "one"})
    assert json.loads(told["dynamicprice"]) == [
        {"inputs": {"mode": "pro"}, "price": 0.1, "priceMethod": "cpr"},
        {"inputs": {}, "price": 1, "priceMethod": "cp-pixel", "priceExtra": 0.2},
    ]
    assert told["cps"] == "0.001"


def test_inputs_that_are_not_told_are_null() -> None:
    card = Card(
        model=CHAT.model, raw_slug="acme/chat", run_path="acme/chat", inputs=None
    )
    told = detail(Local(card), {"slugowner": "acme", "slugproject": "chat"})
    assert told["parameters"] is None
    asked = {"slugowner": "acme", "slugproject": "chat"}
    assert Local(card).post("Tool/DetailOpenAPI", asked)["result"] is False


@pytest.mark.parametrize("call", ["Tool/Detail", "Tool/DetailOpenAPI"])
def test_a_model_must_be_named_and_there(call: str) -> None:
    wiro = Local()
    asked = {"slugowner": "acme", "slugproject": "none"}
    assert wiro.post(call, asked) == refusal("Tool not found", code=1)
    missing = refusal("Request parameter [slugproject] required")
    assert wiro.post(call, {"slugowner": "acme"}) == missing


def test_models_are_listed_in_pages() -> None:
    wiro = Local()

    def listed(**asked: Any) -> list[str]:
        return [tool["title"] or tool["slugproject"] for tool in found(**asked)["tool"]]

    def found(**asked: Any) -> dict[str, Any]:
        answer: dict[str, Any] = wiro.post("Tool/List", asked)
        return answer

    assert listed() == ["Paint", "chat", "speak", "talk"]
    assert found(limit=1)["total"] == "4"
    assert listed(start="1", limit="2") == ["chat", "speak"]
    assert listed(search="PAINT") == ["Paint"]
    assert listed(categories=["llm", "other"]) == ["chat"]
    assert listed(tags="none") == []
    assert listed(slugowner="acme", sort="title", order="DESC")[0] == "talk"
    assert listed(slugowner="other") == []
    assert "parameters" in found()["tool"][0]
    assert "parameters" not in found(summary=True)["tool"][0]


def variants(wiro: Local) -> list[dict[str, Any]]:
    answer = wiro.post("Tool/DetailOpenAPI", PAINT_SLUG)
    assert isinstance(answer, list)
    return answer


def test_there_is_an_openapi_document_for_each_authentication() -> None:
    signed, key_only = (variant["spec"] for variant in variants(Local()))
    schemes = ["ApiKeyAuth", "NonceAuth", "SignatureAuth"]
    assert list(signed["components"]["securitySchemes"]) == schemes
    assert list(key_only["components"]["securitySchemes"]) == schemes[:1]
    assert signed["openapi"] == "3.0.3"
    assert list(signed["paths"]) == [
        "/Task/Detail",
        "/Task/Kill",
        "/Task/Cancel",
        "/Run/acme/Paint 2.0",
    ]
    assert signed["servers"][0]["url"] == "http://wiro.test/v1"


def test_the_openapi_document_tells_what_is_answered() -> None:
    asked = {"slugowner": "acme", "slugproject": "paint-2-0"}
    wiro = Local()
    schemas = wiro.post("Tool/DetailOpenAPI", asked)[0]["spec"]["components"]["schemas"]
    answer = wiro.run(PAINT, prompt="x")
    assert answer.keys() == schemas["RunTaskResponse"]["properties"].keys()
    wiro.time.seconds += 60
    told = wiro.post("Task/Detail", {"taskid": answer["taskid"]})
    assert told.keys() == schemas["TaskDetailResponse"]["properties"].keys()
    [task] = told["tasklist"]
    assert schemas["TaskObject"]["properties"].keys() <= task.keys()
    assert schemas["OutputFile"]["properties"].keys() <= task["outputs"][0].keys()


def test_the_openapi_document_tells_inputs_as_the_service_does() -> None:
    document = variants(Local())[0]["spec"]
    schema = document["components"]["schemas"]["RunToolSchema"]
    assert schema["required"] == ["prompt"]
    properties = schema["properties"]
    assert list(properties)[-3:] == ["inputImageUrl", "references", "callbackUrl"]
    assert properties["steps"] == {
        "title": "",
        "description": "",
        "type": "number",
        "minimum": 1,
        "maximum": 50,
        "multipleOf": 1,
        "default": 20,
    }
    # A float is a plain string there, without default or bounds.
    assert properties["scale"] == {"title": "", "description": "", "type": "string"}
    assert properties["ratio"]["enum"] == ["16:9", "1:1"]
    assert properties["ratio"]["x-input-type"] == "select"
    assert properties["references"]["x-input-type"] == "combinefileinput"
    assert "x-input-type" not in properties["inputImage"]


def read_back(answer: Any) -> Card:
    reading = read_text(json.dumps(answer), "answer.json")
    assert not reading.report.errors, reading.report
    (card,) = reading.cards
    return card


def test_real_models_read_back_from_their_own_openapi_documents(corpus: Path) -> None:
    cards = [read_file(path).cards[0] for path in corpus.glob("openapi/*.json")]
    wiro = Local(*cards)
    assert cards
    for card in cards:
        owner, _, name = card.raw_slug.partition("/")
        asked = {"slugowner": owner, "slugproject": name}
        assert read_back(wiro.post("Tool/DetailOpenAPI", asked)) == card


def test_a_model_reads_back_from_tool_detail() -> None:
    card = model(
        "acme/Model 1",
        given("prompt", Text(), type="text", label="Prompt", required=True),
        given(
            "scale",
            Number(integer=False, minimum=Decimal("0.5"), step=Decimal("0.5")),
            type="range",
            help="How much",
            required=False,
            default="1.5",
        ),
        title="Model",
        summary="A model.",
        cover="https://example.com/cover.png",
        categories=("tool",),
        tags=("image",),
        prices=Prices(table=(Price(method="cpo", price=Decimal("0.04")),)),
    )
    wiro = Local(card, MODELS[1])
    asked = {"slugowner": "acme", "slugproject": "model-1"}
    back = read_back(wiro.post("Tool/Detail", asked))
    for name in ("raw_slug", "title", "summary", "cover", "categories", "tags"):
        assert getattr(back, name) == getattr(card, name)
    assert back.prices == card.prices
    assert back.inputs == card.inputs


@pytest.mark.parametrize("document", ["llms.txt", "llms-full.txt"])
def test_a_models_public_card_is_read_without_a_key(document: str) -> None:
    wiro = Local(api_key="key-0123456789")
    answer = wiro.ask("GET", f"/models/acme/paint-2-0/{document}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    reading = read_text(answer.text, "card")
    assert not reading.report.errors
    (card,) = reading.cards
    assert (card.raw_slug, card.run_path) == (PAINT.raw_slug, PAINT.run_path)
    assert (card.summary, card.categories) == (PAINT.summary, PAINT.categories)
    names = [given.wire_name for given in card.inputs or ()]
    assert names == [
        *("prompt", "steps", "scale", "ratio", "watermark", "samples"),
        *("inputImage", "inputImageUrl", "references"),
    ]
    for one in PAINT.inputs or ():
        shown = card.input(one.wire_name)
        assert shown is not None
        assert type(shown.kind) is type(one.kind)
        assert shown.default == one.default


def test_a_public_card_tells_every_input_of_a_model() -> None:
    read = read_specifications(chosen_config(ROOT))
    assert read.originals
    for card in read.originals:
        reading = read_text(card_text(card, "https://local.test"), "card")
        assert not reading.report.errors
        (shown,) = reading.cards
        assert shown.run_path == card.run_path
        assert [(one.wire_name, type(one.kind)) for one in shown.inputs or ()] == [
            (one.wire_name, type(one.kind)) for one in card.inputs or ()
        ]


def test_a_public_card_of_an_odd_model_can_be_read() -> None:
    status = Status(name="task_end", completed=True, description="Done,\nall of it.")
    odd = model(
        "acme/odd",
        given("prompt", Text(), help="half \ud800", default="it's 'so'\\"),
        given("a b", Select(options=(Option(value=None), Option(value='"\\')))),
        summary="Of\n\ntwo lines.",
        statuses=(status,),
    )
    (card,) = read_text(
        Local(odd).ask("GET", "/models/acme/odd/llms.txt").text, "card"
    ).cards
    prompt, choice = card.inputs or ()
    assert (prompt.default, choice.wire_name) == ("it's 'so'\\", "a b")
    assert isinstance(choice.kind, Select)
    assert choice.kind.values == ('"\\',)
    assert {status.completed for status in card.statuses} == {True, False}


@pytest.mark.parametrize(
    "path", ["acme/none/llms.txt", "acme/talk/llms-full.txt", "acme/paint-2-0/x.txt"]
)
def test_a_model_without_inputs_or_of_no_name_has_no_card(path: str) -> None:
    assert Local().ask("GET", f"/models/{path}").status_code == 404


def test_faults_happen_to_public_cards() -> None:
    wiro = Local(faults=("429@card",))
    answer = wiro.ask("GET", "/models/acme/chat/llms-full.txt")
    assert answer.status_code == 429


def test_explore_tells_all_models_by_groups() -> None:
    told = Local().post("Tool/Explore", {})
    assert told["result"] is True
    groups = {
        group["title"]: [tool["slugproject"] for tool in group["tools"]]
        for group in told["explore"]
    }
    assert groups["llm"] == ["chat"]
    assert groups["tool"] == ["chat"]
    listed = {name for names in groups.values() for name in names}
    assert listed == {"Paint 2.0", "chat", "speak", "talk"}
    assert all("parameters" not in tool for tool in told["explore"][0]["tools"])

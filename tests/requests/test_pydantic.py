"""Request classes as fields of pydantic models, and as bodies in FastAPI."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError

import wiro_models
from built import request_class, request_class_of
from card_strategies import cards
from effort import examples
from targets.schema_bodies import bodies
from wiro_models.google.nano_banana_2 import NanoBanana2
from wiro_models.klingai.kling_v3_omni import KlingV3Omni
from wiro_models.wiro.instant_id import InstantId
from wirogen.card import Card, Input, Text
from wirogen.config import chosen_config
from wirogen.pipeline.specifications import read_specifications

ROOT = Path(__file__).parents[2]
SPECS = read_specifications(chosen_config(ROOT)).cards


class Job(BaseModel):
    name: str
    request: InstantId


def job(**body: Any) -> Job:
    return Job.model_validate({"name": "x", "request": body})


def errors_of(make: Callable[..., Any], **body: Any) -> dict[tuple[Any, ...], Any]:
    with pytest.raises(ValidationError) as refused:
        make(**body)
    return {error["loc"]: error for error in refused.value.errors()}


def test_a_body_is_filled_in_as_the_constructor_does() -> None:
    made = job(prompt="a portrait", scale="7.5").request
    assert made == InstantId(prompt="a portrait", scale=7.5)
    assert made.to_wire() == InstantId(prompt="a portrait", scale=7.5).to_wire()


def test_a_request_stays_what_it_is() -> None:
    made = InstantId(prompt="a portrait", input_image_url=b"raw")
    assert Job(name="x", request=made).request is made


def test_a_model_is_written_with_the_body_and_reads_back() -> None:
    made = job(prompt="a portrait", steps=30)
    assert made.model_dump()["request"] == made.request.to_wire()
    assert Job.model_validate_json(made.model_dump_json()) == made


def test_each_problem_stands_at_its_place() -> None:
    errors = errors_of(job, steps="x", stpes=3, scheduler="DDIM")
    told = {place: (error["type"], error["msg"]) for place, error in errors.items()}
    assert told.pop(("request", "scheduler"))[1].endswith(
        "not 'DDIM' (did you mean 'DDIMScheduler'?)"
    )
    assert told == {
        ("request", "prompt"): ("missing", "Is required: a text"),
        ("request", "steps"): ("value_error", "Must be a whole number, not 'x'"),
        ("request", "stpes"): (
            "extra_forbidden",
            "Is not an input of this model (did you mean 'steps'?)",
        ),
    }
    assert errors["request", "steps"]["input"] == "x"


def test_a_required_text_must_not_be_empty_as_in_python() -> None:
    errors = errors_of(job, prompt="", steps="x")
    assert errors["request", "prompt"]["msg"] == "Must not be empty"
    assert ("request", "steps") in errors


@pytest.mark.parametrize("body", [None, [], "prompt", 3])
def test_what_is_no_body_is_refused_where_it_stands(body: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        Job.model_validate({"name": "x", "request": body})
    assert refused.value.errors()[0]["loc"] == ("request",)


def test_conditions_between_inputs_hold() -> None:
    adapter = TypeAdapter(KlingV3Omni)
    errors = errors_of(lambda **body: adapter.validate_python(body), multiShot="true")
    message = "Is required when multiShot is 'true': one of 'customize', 'intelligence'"
    assert errors[("shotType",)]["msg"] == message


def test_a_path_in_a_body_is_no_file_of_this_machine(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hush")
    errors = errors_of(job, prompt="x", inputImageUrl=str(secret))
    message = errors["request", "inputImageUrl"]["msg"]
    assert message.startswith("Must be the URL of a file, not '/")
    several = TypeAdapter(NanoBanana2)
    for file in (str(secret), ["https://x/a.png", str(secret)]):
        body = {"prompt": "x", "inputImage": file}
        errors = errors_of(lambda **known: several.validate_python(known), **body)
        assert ("inputImage",) in errors
    made = job(prompt="x", inputImageUrl="https://x/a.png").request
    assert replace(made, steps=3).to_wire()["inputImageUrl"] == "https://x/a.png"


def test_a_secret_is_not_answered() -> None:
    made = request_class_of(Input(wire_name="apiKey", kind=Text(), required=True))
    errors = errors_of(lambda **body: TypeAdapter(made).validate_python(body), apiKey=5)
    assert errors[("apiKey",)]["input"] == "***"


def test_the_schema_of_a_body_is_a_component_with_its_defaults() -> None:
    schema = Job.model_json_schema()
    assert schema["properties"]["request"] == {"$ref": "#/$defs/InstantId"}
    body = schema["$defs"]["InstantId"]
    Draft202012Validator.check_schema(body)
    assert body["required"] == ["prompt"]
    assert body["properties"]["prompt"]["minLength"] == 1
    assert body["properties"]["steps"] == {
        "title": "Inference steps",
        "description": "More steps take longer and give finer pictures.",
        "default": 20,
        "type": "integer",
    }
    assert body["properties"]["scale"]["default"] == "5.0"


@pytest.mark.parametrize("slug", wiro_models.models())
def test_the_defaults_of_the_schema_are_what_is_filled_in(slug: str) -> None:
    cls = wiro_models.request_class(slug)
    schema = TypeAdapter(cls).json_schema()
    defaults = {
        name: told["default"]
        for name, told in schema["properties"].items()
        if "default" in told
    }
    assert defaults == cls._WAYS.sent


def assert_taken_is_valid(card: Card, count: int, seed: str) -> int:
    """What is taken is valid by the schema."""
    adapter = TypeAdapter(request_class(card))
    validator = Draft202012Validator(adapter.json_schema())
    taken = 0
    for body in bodies(card, count, seed):
        try:
            made = adapter.validate_python(body)
        except ValidationError:
            continue
        taken += 1
        plain = json.loads(json.dumps(body))
        assert validator.is_valid(plain), [*validator.iter_errors(plain)]
        assert set(body) <= set(made.to_wire())
    return taken


@pytest.mark.parametrize("card", SPECS, ids=lambda card: str(card.model))
def test_a_body_that_is_taken_is_valid_by_the_schema(card: Card) -> None:
    assert assert_taken_is_valid(card, 150, str(card.model)) > 15


@examples(40)
@given(cards(), st.integers())
def test_a_body_that_is_taken_is_valid_by_the_schema_of_any_card(
    card: Card, seed: int
) -> None:
    assert_taken_is_valid(card, 12, str(seed))


# --- FastAPI ------------------------------------------------------------------------

app = FastAPI()


@app.post("/portraits")
def portrait(request: InstantId) -> dict[str, Any]:
    return request.to_wire()


@app.post("/jobs")
def start(job: Job) -> InstantId:
    return job.request


def answer(path: str, body: Any) -> tuple[int, Any]:
    async def ask() -> tuple[int, Any]:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as web:
            response = await web.post(path, json=body)
            return response.status_code, response.json()

    return asyncio.run(ask())


def test_a_request_is_the_body_of_a_route() -> None:
    whole = InstantId(prompt="a portrait", steps=30).to_wire()
    body = {"prompt": "a portrait", "steps": 30}
    assert answer("/portraits", body) == (200, whole)
    assert answer("/jobs", {"name": "x", "request": body}) == (200, whole)


def test_a_wrong_body_is_answered_with_422_and_its_places() -> None:
    status, told = answer("/portraits", {"steps": "x"})
    assert status == 422
    assert [(error["loc"], error["type"]) for error in told["detail"]] == [
        (["body", "prompt"], "missing"),
        (["body", "steps"], "value_error"),
    ]


def test_the_openapi_document_refers_to_the_body() -> None:
    document = app.openapi()
    body = document["paths"]["/portraits"]["post"]["requestBody"]["content"]
    schema = body["application/json"]["schema"]
    assert schema["$ref"] == "#/components/schemas/InstantId"
    component = document["components"]["schemas"]["InstantId"]
    assert component["properties"]["steps"]["default"] == 20
    assert component["additionalProperties"] is False


def test_a_package_imports_and_makes_requests_without_pydantic() -> None:
    program = (
        "import sys; sys.modules['pydantic'] = sys.modules['pydantic_core'] = None\n"
        "from wiro_models.wiro.instant_id import InstantId\n"
        "print(InstantId(prompt='x').steps)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT / "generated",
    )
    assert done.stdout == "20\n"

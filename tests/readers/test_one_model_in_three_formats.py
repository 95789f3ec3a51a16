"""One model's card, OpenAPI document and Tool/Detail answer: what differs in the Cards
is what differs in the sources.
"""

import json
from dataclasses import replace
from decimal import Decimal

from wirogen.card import Card, Extra, File, Input, Number, NumberWire, Text
from wirogen.readers import read_text

CARD = """\
## Basic tool info

Model name: acme/Paint 2.0
Model description: Paints what you say.
Model cover: https://example.com/paint.png
Model categories:
  - tool
  - text-to-image

Run Task Endpoint (POST):
https://api.wiro.ai/v1/Run/acme/paint-2-0

Get Task Detail Endpoint (POST):
https://api.wiro.ai/v1/Task/Detail

## Model Inputs:

  - name: prompt
    label: Prompt
    help: What to paint
    type: textarea
    default: a red house

  - name: inputImage
    label: Image
    help: A picture to begin with
    type: combinefileinput
    default:

  - name: steps
    label: Steps
    help: How many steps
    type: number
    default: 20

  - name: scale
    label: Scale
    help: How close
    type: float
    default: 5.0

  - name: ratio
    label: Ratio
    help: The shape
    type: select
    default: 16:9
    options:
      - value: "16:9"
        label: wide

      - value: "1:1"
        label: square

## Run Command - Make HTTP Post Request
```bash
curl -X POST "https://api.wiro.ai/v1/Run/acme/paint-2-0"
-H "x-api-key: ${YOUR_API_KEY}"
-d '{
  "prompt": "a red house",
  "inputImage": "",
  "steps": 20,
  "scale": "5.0",
  "ratio": "16:9"
}';
```

## Task Status Information

### Completed Task Statuses (Polling can stop)
- task_cancel : Task was cancelled

### Running Task Statuses (Continue polling)
- task_queue : Task waits
"""

OPENAPI = """\
{
  "openapi": "3.0.3",
  "info": {"title": "acme/Paint 2.0 API (Signature Auth)"},
  "paths": {
    "/Run/acme/paint-2-0": {
      "post": {
        "summary": "Run Paint 2.0",
        "description": "Paints what you say.\\n\\n**Processing Time:** 20 seconds",
        "requestBody": {"content": {"application/json": {
          "schema": {"$ref": "#/components/schemas/RunToolSchema"}}}}
      }
    }
  },
  "components": {"schemas": {"RunToolSchema": {
    "type": "object",
    "required": ["prompt"],
    "properties": {
      "prompt": {"type": "string", "title": "Prompt", "description": "What to paint",
        "default": "a red house"},
      "inputImage": {"type": "string", "format": "uri", "title": "Image",
        "x-input-type": "combinefileinput", "description": "A picture to begin with"},
      "steps": {"type": "number", "title": "Steps", "description": "How many steps",
        "minimum": 1, "maximum": 50, "multipleOf": 1, "default": 20},
      "scale": {"type": "string", "title": "Scale", "description": "How close"},
      "ratio": {"type": "string", "title": "Ratio", "description": "The shape",
        "x-input-type": "select", "default": "16:9", "enum": ["16:9", "1:1"],
        "x-options": [
          {"value": "16:9", "label": "wide"}, {"value": "1:1", "label": "square"}]},
      "callbackUrl": {"type": "string"}
    }
  }}},
  "x-task-status-info": {
    "completed_statuses": {
      "values": [{"status": "task_cancel", "description": "Task was cancelled"}]},
    "running_statuses": {
      "values": [{"status": "task_queue", "description": "Task waits"}]}
  }
}
"""

TOOL_DETAIL = """\
{"result": true, "errors": [], "tool": [{
  "id": "17",
  "slugowner": "acme", "slugproject": "Paint 2.0",
  "cleanslugowner": "acme", "cleanslugproject": "paint-2-0",
  "title": "Paint 2.0",
  "description": "Paints what you say.",
  "image": "https://example.com/paint.png",
  "categories": "[\\"tool\\",\\"text-to-image\\"]",
  "computingtime": "20 seconds",
  "cps": "0.001",
  "parameters": [{"title": "", "items": [
    {"id": "prompt", "type": "textarea", "label": "Prompt",
      "description": "What to paint", "required": true, "default": "a red house"},
    {"id": "inputImage", "type": "combinefileinput", "label": "Image",
      "description": "A picture to begin with"},
    {"id": "steps", "type": "number", "label": "Steps",
      "description": "How many steps", "default": "20", "min": "1", "max": "50",
      "step": "1"},
    {"id": "scale", "type": "float", "label": "Scale", "description": "How close",
      "default": "5.0"},
    {"id": "ratio", "type": "select", "label": "Ratio", "description": "The shape",
      "default": "16:9", "options": [
        {"label": "wide", "value": "16:9"}, {"label": "square", "value": "1:1"}]}
  ]}]
}]}
"""


def read(text: str) -> Card:
    reading = read_text(text, "paint")
    assert [finding.message for finding in reading.report] == []
    (card,) = reading.cards
    return card


def inputs(card: Card) -> dict[str, Input]:
    return {given.wire_name: given for given in card.inputs or ()}


def test_the_document_differs_from_the_answer_only_in_what_one_does_not_tell() -> None:
    document, answer = read(OPENAPI), read(TOOL_DETAIL)
    assert document == replace(
        answer,
        cover="",
        categories=(),
        prices=None,
        extras=(Extra("computingtime", "20 seconds"),),
        statuses=document.statuses,
        inputs=document.inputs,
    )
    assert inputs(document)["scale"].kind == Text()
    assert inputs(answer)["scale"].kind == Number(integer=False, wire=NumberWire.TEXT)
    told = inputs(answer)
    expected = {
        "prompt": replace(told["prompt"], type="string"),
        "inputImage": told["inputImage"],
        "steps": replace(told["steps"], type="number"),
        "scale": replace(told["scale"], kind=Text(), type="string", default=None),
        "ratio": told["ratio"],
    }
    assert inputs(document) == expected


def test_the_card_differs_from_the_answer_only_in_what_one_does_not_tell() -> None:
    card, answer = read(CARD), read(TOOL_DETAIL)
    told = inputs(answer)
    assert told["steps"].kind == Number(
        integer=True, minimum=Decimal(1), maximum=Decimal(50), step=Decimal(1)
    )
    assert told["inputImage"].kind == File(many=True)
    expected = {
        name: replace(
            given,
            required=None,
            kind=Number(integer=True) if name == "steps" else given.kind,
        )
        for name, given in told.items()
    }
    assert inputs(card) == expected
    assert card == replace(
        answer, prices=None, extras=(), statuses=card.statuses, inputs=card.inputs
    )


def test_the_card_and_the_document_list_the_same_statuses() -> None:
    assert read(CARD).statuses == read(OPENAPI).statuses


def test_the_formatted_documents_say_the_same_on_one_line() -> None:
    for text in (OPENAPI, TOOL_DETAIL):
        assert read(json.dumps(json.loads(text))) == read(text)

"""Models as Tool/DetailOpenAPI tells them: OpenAPI 3.0.3, once for each way of
authentication (wiro-api.md, "Where a model's specification comes from").
"""

import json
import re
from decimal import Decimal
from typing import Any, Final, assert_never
from urllib.parse import quote

from wirogen.card import (
    Card,
    File,
    Input,
    Kind,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
    Unknown,
    truth_of,
)
from wirogen.contract import required_names
from wirogen.emulator.catalogue import option_object, statuses_of

_JSON = "application/json"
_FORM = "multipart/form-data"
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?")
_HEADERS: Final = {
    "ApiKeyAuth": "x-api-key",
    "NonceAuth": "x-nonce",
    "SignatureAuth": "x-signature",
}
_VARIANTS = (
    ("signature", "Signature Auth", ("ApiKeyAuth", "NonceAuth", "SignatureAuth")),
    ("apikey", "API Key Only", ("ApiKeyAuth",)),
)


def openapi_variants(card: Card, address: str) -> list[dict[str, Any]]:
    """The answer of Tool/DetailOpenAPI: `{type, spec}` for each authentication."""
    return [
        {"type": kind, "spec": _document(card, address, label, schemes)}
        for kind, label, schemes in _VARIANTS
    ]


def _document(
    card: Card, address: str, label: str, schemes: tuple[str, ...]
) -> dict[str, Any]:
    path = f"/Run/{quote(card.run_path, safe='/ ')}"
    return {
        "openapi": "3.0.3",
        "info": {
            "title": f"{card.raw_slug} API ({label})",
            "description": "API for running tasks and retrieving their details.",
            "version": "1.0.0",
        },
        "servers": [{"url": f"{address}/v1", "description": "Local Wiro"}],
        "tags": [{"name": "Run Task"}, {"name": "Task Management"}],
        "security": [{scheme: [] for scheme in schemes}],
        "paths": {
            "/Task/Detail": _operation("TaskDetailRequest", "Get Task Detail"),
            "/Task/Kill": _operation("TaskKillRequest", "Kill Running Task"),
            "/Task/Cancel": _operation("TaskCancelRequest", "Cancel Queued Task"),
            path: _run_operation(card),
        },
        "components": {
            "securitySchemes": {
                scheme: {"type": "apiKey", "in": "header", "name": _HEADERS[scheme]}
                for scheme in schemes
            },
            "schemas": {
                "RunTaskResponse": _answer("taskid", "socketaccesstoken"),
                "TaskDetailRequest": _object("taskid", "tasktoken", "uuid"),
                "TaskKillRequest": _object("taskid", "socketaccesstoken"),
                "TaskCancelRequest": _object("taskid") | {"required": ["taskid"]},
                "TaskDetailResponse": _answer("total", tasklist=_list_of("TaskObject")),
                "TaskObject": _TASK,
                "OutputFile": _object(*_OF_A_FILE),
                "RunToolSchema": _input_schema(card),
            },
        },
        "x-task-status-info": _status_info(card),
    }


def _operation(schema: str, summary: str) -> dict[str, Any]:
    reference = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {
        "post": {
            "summary": summary,
            "tags": ["Task Management"],
            "requestBody": {
                "required": True,
                "content": {_JSON: reference, _FORM: reference},
            },
            "responses": _responses("TaskDetailResponse"),
        }
    }


def _run_operation(card: Card) -> dict[str, Any]:
    time = next((e.text for e in card.extras if e.name == "computingtime"), "")
    description = f"{card.summary}\n\n**Processing Time:** {time}" if time else None
    operation: dict[str, Any] = _operation("RunToolSchema", f"Run {card.title}")["post"]
    return {
        "post": operation
        | {
            "description": description or card.summary,
            "operationId": f"run{card.run_path.rpartition('/')[2].replace('-', '')}",
            "tags": ["Run Task"],
            "responses": _responses("RunTaskResponse"),
        }
    }


def _responses(schema: str) -> dict[str, Any]:
    answer = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {
        "200": {"description": "Success", "content": {_JSON: answer}},
        "400": {"description": "Invalid request parameters"},
        "401": {"description": "Unauthorized - Invalid signature or API key"},
    }


def _object(*names: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
    }


def _answer(*names: str, **properties: Any) -> dict[str, Any]:
    """What every call answers, and what this one does beside that."""
    schema = _object(*names)
    schema["properties"] |= properties | {
        "result": {"type": "boolean"},
        "errors": {"type": "array", "items": _ERROR},
    }
    return schema


def _list_of(schema: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}


_ERROR: Final = {
    "type": "object",
    "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
}
_OF_A_FILE: Final = ("id", "name", "contenttype", "size", "url", "accesskey")
_OF_A_TASK: Final = (
    *("id", "uuid", "socketaccesstoken", "debugoutput", "debugerror", "status"),
    *("createtime", "starttime", "endtime", "canceltime", "assigntime"),
    *("elapsedseconds", "totalcost", "size", "modelslugowner", "modelslugproject"),
)
_TASK: Final = {
    "type": "object",
    "properties": {
        **_object(*_OF_A_TASK)["properties"],
        "pexit": {"type": "string", "nullable": True},
        "parameters": {"type": "object", "additionalProperties": True},
        "outputs": _list_of("OutputFile"),
    },
}


def _input_schema(card: Card) -> dict[str, Any]:
    inputs = card.inputs or ()
    properties: dict[str, Any] = {}
    for field in inputs:
        properties[field.wire_name] = _property(field)
        companion = field.kind.companion if isinstance(field.kind, File) else None
        if companion and card.input(companion) is None:
            label = field.label
            properties[companion] = {
                "title": label,
                "description": "",
                "type": "string",
            }
    properties["callbackUrl"] = {
        "type": "string",
        "format": "uri",
        "title": "Callback URL",
        "description": "Optional. Told when the task is completed.",
    }
    names = required_names(card)
    required = [each.wire_name for each in inputs if each.wire_name in names]
    return {"type": "object", "properties": properties, "required": required}


def _property(field: Input) -> dict[str, Any]:
    schema = {"title": field.label, "description": field.help, **_constraints(field)}
    if "x-input-type" in schema:
        schema |= {"x-label": field.label, "x-help": field.help}
    if field.default is not None and _tells_default(field.kind):
        schema["default"] = _value(field.kind, field.default)
    return schema


def _tells_default(kind: Kind) -> bool:
    """What a card calls `float` is a string without default or bounds here."""
    is_float = isinstance(kind, Number) and kind.wire is NumberWire.TEXT
    return not (is_float or isinstance(kind, File))


def _constraints(field: Input) -> dict[str, Any]:
    match field.kind:
        case Text(min_length=least, max_length=most):
            return {"type": "string"} | _numbers(minLength=least, maxLength=most)
        case Number(wire=NumberWire.TEXT):
            return {"type": "string"}
        case Number() as kind:
            step = kind.step or (Decimal(1) if kind.integer else None)
            bounds = _numbers(
                minimum=kind.minimum, maximum=kind.maximum, multipleOf=step
            )
            return {"type": "number"} | bounds
        case Select(options=options):
            word = "selectwithcover" if field.type == "selectwithcover" else "select"
            return {"type": "string", "x-input-type": word, **_options(options)}
        case Multiselect(options=options) as kind:
            listed = _options(options)
            labelled = {"x-options": listed.pop("x-options")} if listed else {}
            counts = _numbers(minItems=kind.min_items, maxItems=kind.max_items)
            return {
                "type": "array",
                "items": {"type": "string", **listed},
                "uniqueItems": True,
                **counts,
                "x-input-type": "multiselect",
                **labelled,
            }
        case Switch():
            return {"type": "boolean"}
        case File(many=True, companion=None):
            word = "combinefileinput"
            return {"type": "string", "format": "uri", "x-input-type": word}
        case File() | Unknown():
            return {"type": "string"}
    assert_never(field.kind)


def _options(options: tuple[Option, ...]) -> dict[str, Any]:
    if not options:
        return {}
    return {
        "enum": [option.value for option in options],
        "x-options": [option_object(option) for option in options],
    }


def _numbers(**numbers: Decimal | None) -> dict[str, Any]:
    return {
        name: _json_number(f"{number:f}")
        for name, number in numbers.items()
        if number is not None
    }


def _value(kind: Kind, text: str) -> Any:
    """A default as JSON: a number or a boolean where the type is one."""
    match kind:
        case Number(wire=NumberWire.NUMBER):
            return _json_number(text)
        case Switch() if truth_of(text) is not None:
            return truth_of(text)
        case Multiselect() if (listed := kind.chosen(text)) is not None:
            return [*listed]
        case _:
            return text


def _json_number(text: str) -> Any:
    return json.loads(text) if _NUMBER.fullmatch(text) else text


def _status_info(card: Card) -> dict[str, Any]:
    return {
        "description": "Task status values and their meanings",
        **{
            key: {
                "description": meaning,
                "values": [
                    {"status": status.name, "description": status.description}
                    for status in statuses_of(card)
                    if status.completed is completed
                ],
            }
            for key, completed, meaning in (
                ("completed_statuses", True, "Terminal states - stop polling"),
                ("running_statuses", False, "In-progress states - continue polling"),
            )
        },
    }

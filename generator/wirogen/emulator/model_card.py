"""Models as their public cards tell them: Markdown in the service's own layout
(`llms-full.txt`; wiro-api.md, "Where a model's specification comes from").
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from wirogen.card import (
    Card,
    File,
    HasOptions,
    Input,
    Multiselect,
    Number,
    NumberWire,
    Option,
    Switch,
    Text,
    truth_of,
)
from wirogen.emulator.catalogue import statuses_of, type_word

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_CALLBACK = (
    "You can provide a callback URL; Wiro will send a POST request to it when the"
)
_HEADERS = """\
-H "Content-Type: multipart/form-data" \\
-H "x-api-key: ${YOUR_API_KEY}" \\
-H "x-nonce: ${NONCE}" \\
-H "x-signature: ${SIGNATURE}" \\"""


def card_text(card: Card, address: str) -> str:
    """The card of a model, with the addresses of the calls on this server.

    A model without inputs, or whose inputs are not told, has none: it is empty then.
    """
    if not card.inputs:
        return ""
    inputs = tuple(_with_companions(card.inputs))
    run = f"{address}/v1/Run/{quote(card.run_path, safe='/ ')}"
    tags = f"\nModel tags:\n{_items(card.tags)}\n" if card.tags else ""
    return f"""\
## Basic tool info

Model name: {_one_line(card.raw_slug)}
Model description: {card.summary}
Model cover: {_one_line(card.cover)}
Model categories:
{_items(card.categories)}
{tags}
Run Task Endpoint (POST):
{run}

Get Task Detail Endpoint (POST):
{address}/v1/Task/Detail

## Model Inputs:

{"".join(map(_input, inputs))}

## Integration Header Prepare
```bash
  # unix time or any random integer value
  export NONCE=$(date +%s);

  # hmac-SHA256 (YOUR_API_SECRET+Nonce) with YOUR_API_KEY
  export SIGNATURE="$(echo -n "${{YOUR_API_SECRET}}${{NONCE}}" | openssl dgst -sha256 \
-hmac "${{YOUR_API_KEY}}")";
```

{_request("Run Command - Make HTTP Post Request", run, _body(inputs))}
## Run Command - Response
```json
{json.dumps(_STARTED, indent=4)}
```

{_request(_DETAIL, f"{address}/v1/Task/Detail", {"tasktoken": _TOKEN})}
## Task Status Information
This section defines the possible task status values.

### Completed Task Statuses (Polling can stop)
{_statuses(card, completed=True)}

### Running Task Statuses (Continue polling)
{_statuses(card, completed=False)}
"""


_TOKEN = "eDcCm5yyUfIvMFspTwww49OUfgXkQt"  # noqa: S105 - an example, as the service's
_STARTED = {
    "errors": [],
    "taskid": "2221",
    "socketaccesstoken": _TOKEN,
    "result": True,
}
_DETAIL = "Get Task Detail - Make HTTP Post Request with Socket Access Token"


def _with_companions(inputs: tuple[Input, ...]) -> Iterable[Input]:
    """The inputs, and the fields for the URLs of files that none of them is."""
    names = {field.wire_name for field in inputs}
    for field in inputs:
        yield field
        companion = field.kind.companion if isinstance(field.kind, File) else None
        if companion is not None and companion not in names:
            yield Input(wire_name=companion, kind=Text(), label=field.label)


def _items(items: Iterable[str]) -> str:
    return "\n".join(f"  - {_one_line(item)}" for item in items)


def _statuses(card: Card, *, completed: bool) -> str:
    return "\n".join(
        f"- {status.name} : {_one_line(status.description)}"
        for status in statuses_of(card)
        if status.completed is completed
    )


def _input(field: Input) -> str:
    lines = [
        f"  - name: {field.wire_name}",
        f"    label: {_one_line(field.label)}",
        f"    help: {field.help}",
        f"    type: {'-'.join(type_word(field).split())}",
        f"    default: {field.default or ''}",
    ]
    if isinstance(field.kind, HasOptions):
        lines += ["    options:", *map(_option, field.kind.options)]
    return "\n".join([*lines, "", ""])


def _option(option: Option) -> str:
    value = "null"
    if option.value is not None:
        escaped = option.value.replace("\\", "\\\\").replace('"', '\\"')
        value = f'"{escaped}"'
    lines = [
        f"      - value: {value}",
        f"        label: {_one_line(option.label)}",
    ]
    if option.description:
        lines.append(f"        description: {_one_line(option.description)}")
    lines += [f"        {extra.name}: {extra.text}" for extra in option.extras]
    return "\n".join(lines)


def _body(inputs: Iterable[Input]) -> dict[str, Any]:
    values: dict[str, Any] = {field.wire_name: _value(field) for field in inputs}
    return {**values, "callbackUrl": _CALLBACK}


def _value(field: Input) -> Any:
    """What a Run request sends for an input: the default, or else a sample."""
    text = field.default if field.sample is None else field.sample
    match field.kind:
        case Number(wire=NumberWire.NUMBER) if text and _NUMBER.fullmatch(text):
            return json.loads(text)
        case Switch(wire=wire) if (is_on := truth_of(text or "")) is not None:
            return is_on if wire is None else wire[0 if is_on else 1]
        case Multiselect() as kind if text and kind.chosen(text):
            return [*(kind.chosen(text) or ())]
        case _:
            return text or ""


def _request(title: str, address: str, body: Mapping[str, Any]) -> str:
    """A section with a request; a shell takes its body as it stands there."""
    text = json.dumps(body, indent=2, ensure_ascii=False).replace("'", r"'\''")
    return f"""\
## {title}
```bash
curl -X POST "{address}" \\
{_HEADERS}
-d '{text}';
```
"""


def _one_line(text: str) -> str:
    return " ".join(text.split())

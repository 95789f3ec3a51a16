"""Model cards for tests: a writer of the service's layout, and Cards made at random.

Generated Cards are what a reader gives: labels, names and items of lists on one line,
texts without white space at their ends, `sample` only where it differs from `default`.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from hypothesis import strategies as st

from wirogen.card import (
    Card,
    Extra,
    File,
    HasOptions,
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
)

_API = "https://api.wiro.ai/v1"
_HEADERS = """\
-H "Content-Type: multipart/form-data"
-H "x-api-key: ${YOUR_API_KEY}"
-H "x-nonce: ${NONCE}"
-H "x-signature: ${SIGNATURE}" """


def flatten(text: str) -> str:
    """A text as a flattened card has it: every run of white space one blank."""
    return " ".join(text.split())


def render_card(
    card: Card,
    *,
    sent: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
    names: Collection[str] | None = None,
) -> str:
    """A card in the service's layout that says what a Card holds.

    `sent` gives the JSON that the Run request sends for an input where it is not the
    sample or default, `written` the default of the list where it is written otherwise,
    `names` the inputs that it sends, in its order, where they are not those of the list.
    """
    inputs = card.inputs or ()
    values = {given.wire_name: _json(given) for given in inputs} | dict(sent or {})
    values = {name: values[name] for name in (values if names is None else names)}
    values["callbackUrl"] = json.dumps("You can provide a callback URL.")
    body = ",\n".join(f"  {json.dumps(n)}: {value}" for n, value in values.items())
    listed = "\n".join(_input(given, written or {}) for given in inputs)
    tags = f"\nModel tags:\n{_items(card.tags)}\n" if card.tags else ""
    return f"""\
## Basic tool info

Model name: {card.raw_slug}
Model description: {card.summary}
Model cover: {card.cover}
Model categories:
{_items(card.categories)}
{tags}
Run Task Endpoint (POST):
{_API}/Run/{card.run_path}

Get Task Detail Endpoint (POST):
{_API}/Task/Detail

## Model Inputs:\x20

{listed}


## Integration Header Prepare\x20
```bash
  # Sign up Wiro dashboard and create project
  export YOUR_API_KEY="{{{{useSelectedProjectAPIKey}}}}";\x20
```

## Run Command - Make HTTP Post Request\x20
```bash
curl -X POST "{_API}/Run/{card.run_path}"\x20
{_HEADERS}
-d '{{
{body}
}}';
```

## Run Command - Response
```json
{{"errors": [], "taskid": "2221", "result": true}}
```

## Get Task Detail - Make HTTP Post Request with Task ID
```bash
curl -X POST "{_API}/Task/Detail"
{_HEADERS}
-d '{{
  "taskid": "2221"
}}';
```

## Get Task Detail - Response
```json
{{"tasklist": [{{"categories": "["tool"]", "pexit": "0"}}]}}
```

## Task Status Information
This section defines the possible task status values.

### Completed Task Statuses (Polling can stop)
Once any of these is received, polling should stop.
{_statuses(card, completed=True)}

### Running Task Statuses (Continue polling)
Polling should continue if one of these is returned.
{_statuses(card, completed=False)}
"""


def _items(items: tuple[str, ...]) -> str:
    return "\n".join(f"  - {item}" for item in items)


def _statuses(card: Card, *, completed: bool) -> str:
    return "\n".join(
        f"- {status.name} : {status.description}"
        for status in card.statuses
        if status.completed is completed
    )


def _input(given: Input, written: Mapping[str, str]) -> str:
    default = written.get(given.wire_name, given.default or "")
    lines = [
        f"  - name: {given.wire_name}",
        f"    label: {given.label}",
        f"    help: {given.help}",
        f"    type: {given.type}",
        f"    default: {default}",
    ]
    options = given.kind.options if isinstance(given.kind, HasOptions) else ()
    if options or given.type == "select":
        lines.append("    options:")
    return "\n".join([*lines, *(_option(option) for option in options), ""])


def _option(option: Option) -> str:
    value = "null"
    if option.value is not None:
        escaped = option.value.replace("\\", "\\\\").replace('"', '\\"')
        value = f'"{escaped}"'
    lines = [f"      - value: {value}", f"        label: {option.label}"]
    if option.description:
        lines.append(f"        description: {option.description}")
    lines += [f"        {extra.name}: {extra.text}" for extra in option.extras]
    return "\n".join([*lines, ""])


def _json(given: Input) -> str:
    value = given.sample if given.sample is not None else given.default
    if not value:
        return '""'
    match given.kind:
        case Number(wire=NumberWire.NUMBER) | Switch():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


KEYS_IN_TEXTS = (
    "- name: other",
    "- name: fake label: fake",
    "label:",
    "type:",
    "type: select",
    "default:",
    "options:",
    '- value: "x"',
    "triggerwords: []",
    "## Model Inputs:",
    "## Integration Header Prepare",
    "## Run Command - Make HTTP Post Request",
    "### Running Task Statuses",
    "Model cover:",
    "Model tags:",
    "- task_queue : waiting",
    "```",
    "```bash",
    "-d '{",
    "}'",
    "};",
    "{",
    '"',
    "'",
    "\\",
    "\\n",
    '\\"',
    "#",
    "16:9",
    "on",
    "null",
    "1_000",
    "a:",
    "style: photo",
    "-",
    "- item",
    "%",
    "{{x}}",
)
"""What texts may hold that looks like a part of a card.

None of them spells a whole `type: … default:`, which the order of keys does not decide.
"""

UNDECIDABLE_KEYS = (
    *KEYS_IN_TEXTS,
    "help:",
    "- name: prompt label: fake",
    "type: text default: fake",
    "- name: steps label: a help: b type: text default: c",
    "- name: top_p label: a help: b type: text default: c",
)

_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Z", "Cc")), min_size=1, max_size=6
).filter(lambda word: not any(sign.isspace() for sign in word))
_TAME = st.lists(st.from_regex(r"[a-zA-Z0-9.,]{1,8}", fullmatch=True), max_size=5)


def _spells_type_and_default(text: str) -> bool:
    spelled = r"(?<!\S)type:( \S+)? default:(?!\S)"
    return re.search(spelled, flatten(text)) is not None


HEADINGS = tuple(key for key in KEYS_IN_TEXTS if key.startswith("##"))
"""Keys that end a text which neither lines nor the Run request end, with a finding."""


def texts(
    *keys: str, lines: bool = False, blank: bool = True
) -> st.SearchStrategy[str]:
    """Texts of words and of things that look like keys, on one or on several lines."""
    words = st.one_of(_WORDS, st.sampled_from(keys)) if keys else _WORDS
    gaps = st.sampled_from([" ", " ", "\n", "\n\n", "\n type: text\n", "   ", "\n\t"])
    gap = gaps if lines else st.just(" ")
    joined = st.lists(st.tuples(words, gap), min_size=0 if blank else 1, max_size=8)
    text = joined.map(lambda pairs: "".join(word + gap for word, gap in pairs).strip())
    if any(map(_spells_type_and_default, keys)):
        return text
    return text.filter(lambda text: not _spells_type_and_default(text))


def options(*keys: str) -> st.SearchStrategy[Option]:
    """Options, some with the extras that the service writes for models."""
    plain = [key for key in keys if "value:" not in key and "label:" not in key]
    plain = [key for key in plain if "triggerwords" not in key]
    plain = [key for key in plain if key not in HEADINGS]
    extras = (Extra("triggerwords", "[]"), Extra("generatesettings", '[{"a": 1}]'))
    return st.builds(
        Option,
        value=st.none() | texts(*keys),
        label=texts(*plain),
        description=texts(*plain),
        extras=st.sampled_from(((), extras)),
    )


@st.composite
def inputs(
    draw: st.DrawFn, wire_name: str, keys: tuple[str, ...], *, lines: bool
) -> Input:
    """Inputs of every type that wirogen knows. Their texts hold `keys`."""
    tame = _TAME.map(" ".join)
    whole = st.integers(-1000, 1000).map(str)
    types: list[tuple[str, Kind, st.SearchStrategy[str]]] = [
        ("text", Text(), texts(*keys, lines=lines)),
        ("textarea", Text(), texts(*keys, lines=lines)),
        ("number", Number(integer=True), whole),
        ("range", Number(integer=True), whole),
        ("float", _FLOAT, st.sampled_from(["5.0", "0.8", "1", "-.5", "1e3"])),
        ("select", Select(), tame),
        ("selectwithcover", Select(), tame),
        ("radio", Select(), tame),
        ("multiselect", Multiselect(), tame),
        ("checkbox", Switch(), st.sampled_from(["true", "false"])),
        ("fileinput", File(many=False), tame),
        ("multifileinput", File(many=True), tame),
        ("combinefileinput", File(many=True), tame),
    ]
    type_, kind, defaults = draw(st.sampled_from(types))
    if isinstance(kind, HasOptions):
        kind = replace(kind, options=tuple(draw(st.lists(options(*keys), max_size=3))))
    default: str | None = draw(defaults)
    allows_empty = isinstance(kind, HasOptions) and "" in kind.values
    sample = None
    if isinstance(kind, Text | File) and draw(st.booleans()):
        is_tame = keys == KEYS_IN_TEXTS
        default = draw(tame if is_tame else texts(*keys).filter(_unquoted))
        sample = f"{draw(texts(*keys, lines=lines))} a sample"
    help_keys = [key for key in keys if "- name" not in key or lines]
    return Input(
        wire_name=wire_name,
        kind=kind,
        type=type_,
        label=draw(texts(*keys)),
        help=draw(texts(*help_keys, lines=lines)),
        default=default if default or allows_empty else None,
        sample=sample,
    )


def _unquoted(text: str) -> bool:
    return not text.startswith('"')


_FLOAT = Number(integer=False, wire=NumberWire.TEXT)
_NAMES = st.sampled_from(
    ["steps", "prompt", "top_p", "topP", "class", "a/b~c", "input image", "größe", "x"]
)
_STATUSES = (
    Status(name="task_postprocess_end", completed=True, description="Done: all of it."),
    Status(name="task_cancel", completed=True),
    Status(name="task_queue", completed=False, description="Waiting - in the queue."),
    Status(name="task_start", completed=False, description="Running."),
)


@st.composite
def cards(
    draw: st.DrawFn, keys: tuple[str, ...] = KEYS_IN_TEXTS, *, lines: bool = True
) -> Card:
    """Cards whose texts hold `keys`, and line ends where `lines` says so."""
    names = draw(st.lists(_NAMES, min_size=1, max_size=5, unique=True))
    given = [draw(inputs(name, keys, lines=lines)) for name in names]
    slug = draw(st.sampled_from(["wiro/instant-id", "wiro/FLUX.2-dev", "a/wan 2.6"]))
    model = ModelId.parse(slug)
    names_of_items = texts(blank=False).filter(lambda text: "-" not in text.split())
    items = st.lists(names_of_items, max_size=3)
    return Card(
        model=model,
        raw_slug=slug,
        run_path=str(model),
        title=slug.partition("/")[2],
        summary=draw(texts(*keys, lines=lines)),
        cover="https://cdn.wiro.ai/cover.png",
        categories=tuple(draw(items)),
        tags=tuple(draw(items)),
        inputs=tuple(given),
        statuses=_STATUSES,
    )


def without_white_space_differences(card: Card) -> Card:
    """A Card in which all texts that may have several lines are flattened."""

    def text(value: str | None) -> str | None:
        return None if value is None else flatten(value)

    return replace(
        card,
        summary=flatten(card.summary),
        inputs=tuple(
            replace(
                given,
                help=flatten(given.help),
                default=text(given.default),
                sample=text(given.sample),
                extras=tuple(Extra(e.name, flatten(e.text)) for e in given.extras),
            )
            for given in card.inputs or ()
        ),
    )

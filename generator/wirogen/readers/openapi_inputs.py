"""The properties of a run's schema in an OpenAPI document, as inputs.

A property is a JSON Schema of type `string`, `number` or `boolean`; the
extensions `x-input-type`, `x-options`, `x-label` and `x-help` tell what the service
makes of it (wiro-api.md).
"""

from collections.abc import Collection, Mapping

from wirogen.card import (
    File,
    Input,
    Kind,
    Number,
    NumberWire,
    Option,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.diagnostics.codes import (
    NULL_DEFAULT,
    NUMBER_AS_TEXT,
    OPTIONS_DISAGREE,
    UNKNOWN_INPUT_TYPE,
)
from wirogen.plain_tree import Tree
from wirogen.readers.collector import child
from wirogen.readers.companions import companion_of
from wirogen.readers.json_object import JsonObject, text_of
from wirogen.readers.number_evidence import is_number
from wirogen.readers.options import read_option


def read_properties(
    properties: Mapping[str, JsonObject], required: Collection[str]
) -> tuple[Input, ...]:
    """The inputs that the properties of a schema are, in their order."""
    return tuple(
        _input(name, schema, name in required, properties)
        for name, schema in properties.items()
    )


_LISTS_OF_FILES: tuple[Tree, ...] = ({"type": "string", "format": "binary"},)
"""What `items` of an array are that is several files."""

_QUIET = (
    *("title", "description", "format", "contentMediaType"),
    *("example", "deprecated", "nullable"),
)
"""Keys that an input keeps as extras without a word about them."""


def _input(
    name: str,
    schema: JsonObject,
    required: bool,
    names: Collection[str],
) -> Input:
    word = schema.text("x-input-type")
    type_ = _type_of(schema)
    if not word or type_ == "string":
        schema.take("type")
    kind = _kind(name, schema, type_, word, names)
    if isinstance(kind, File) and schema.rest.get("format") == "uri":
        schema.take("format")
    return Input(
        wire_name=name,
        kind=kind,
        type=word or type_,
        label=_preferred(schema, "x-label", "title"),
        help=_preferred(schema, "x-help", "description"),
        required=required,
        default=_default(name, schema),
        extras=schema.extras(_QUIET),
        span=schema.findings.span(schema.pointer),
    )


def _type_of(schema: JsonObject) -> str:
    """The type; of a list of types the only one that is not null."""
    type_ = schema.rest.get("type")
    others = (
        [word for word in type_ if word != "null"] if isinstance(type_, list) else []
    )
    return text_of(others[0] if len(others) == 1 else type_)


def _kind(
    name: str, schema: JsonObject, type_: str, word: str, names: Collection[str]
) -> Kind:
    match word, type_:
        case ("select" | "selectwithcover"), _:
            return _select(name, schema)
        case "combinefileinput", _:
            return File(many=True)
        case ("fileinput" | "multifileinput"), _:
            many = word == "multifileinput"
            return File(many=many, companion=companion_of(name, names))
        case ("" | "text" | "textarea"), "string":
            has_options = "enum" in schema.rest or "x-options" in schema.rest
            if not has_options and _is_number(name, schema):
                return _number_as_text(name, schema)
            return _select(name, schema) if has_options else _text(schema)
        case ("" | "number" | "range" | "integer" | "numeric" | "float"), (
            "number" | "integer"
        ):
            return _number(schema, type_)
        case ("" | "checkbox" | "boolean"), "boolean":
            return Switch()
        case "", "array" if schema.rest.get("items") in _LISTS_OF_FILES:
            schema.drop(("type", "items"))
            return File(many=True, companion=companion_of(name, names))
        case _:
            schema.findings.add(
                UNKNOWN_INPUT_TYPE,
                f"{name}: the type {word or type_!r} is not known",
                schema.at("x-input-type" if word else "type"),
                "`kind` in the overrides settles it",
            )
            return Unknown()


def _is_number(name: str, schema: JsonObject) -> bool:
    """Whether a text is a number. Lengths are those of a text."""
    help_ = f"{text_of(schema.rest.get('x-help'))} {schema.rest.get('description')}"
    is_length = "minLength" in schema.rest or "maxLength" in schema.rest
    default = text_of(schema.rest.get("default"))
    return not is_length and is_number(name, help_, default)


def _number_as_text(name: str, schema: JsonObject) -> Number:
    schema.findings.add(
        NUMBER_AS_TEXT,
        f"{name}: the document calls it a text, its name and help a number",
        schema.pointer,
        "callers give a number, sent as text; `kind: text` in the overrides undoes it",
    )
    return Number(integer=False, wire=NumberWire.TEXT)


def _text(schema: JsonObject) -> Text:
    least, most = schema.number("minLength"), schema.number("maxLength")
    schema.findings.check_range(
        schema.pointer, ("minLength", least), ("maxLength", most)
    )
    return Text(min_length=least, max_length=most)


def _number(schema: JsonObject, type_: str) -> Number:
    minimum, maximum = schema.number("minimum"), schema.number("maximum")
    step = schema.number("multipleOf")
    is_whole = step is not None and step == step.to_integral_value()
    integer = is_whole or type_ == "integer"
    schema.findings.check_range(
        schema.pointer,
        ("minimum", minimum),
        ("maximum", maximum),
        ("multipleOf", step),
        whole=integer,
    )
    return Number(
        integer=integer,
        minimum=minimum,
        maximum=maximum,
        step=step,
    )


def _select(name: str, schema: JsonObject) -> Select:
    """The options of both lists: `x-options` has labels, `enum` only values."""
    values, labelled = schema.rest.get("enum"), schema.rest.get("x-options")
    options: list[Option] = []
    if isinstance(labelled, list):
        schema.take("x-options")
        at = schema.at("x-options")
        options = [
            read_option(option, child(at, index), schema.findings)
            for index, option in enumerate(labelled)
        ]
    if isinstance(values, list):
        schema.take("enum")
        listed = {option.value for option in options}
        allowed = [None if value is None else text_of(value) for value in values]
        if isinstance(labelled, list) and listed != set(allowed):
            _report_disagreement(name, schema, listed, set(allowed))
        options += [Option(value=value) for value in allowed if value not in listed]
    return Select(options=tuple(options))


def _report_disagreement(
    name: str, schema: JsonObject, labelled: set[str | None], allowed: set[str | None]
) -> None:
    only_labelled = sorted(map(repr, labelled - allowed))
    only_allowed = sorted(map(repr, allowed - labelled))
    parts = [f"only x-options has {', '.join(only_labelled)}"] if only_labelled else []
    parts += [f"only enum has {', '.join(only_allowed)}"] if only_allowed else []
    schema.findings.add(
        OPTIONS_DISAGREE,
        f"{name}: {'; '.join(parts)}",
        schema.at("enum"),
        "the input gets all of them; remove what is wrong in the overrides",
    )


def _default(name: str, schema: JsonObject) -> str | None:
    if "default" not in schema.rest:
        return None
    default = schema.take("default")
    if default is None:
        schema.findings.add(
            NULL_DEFAULT,
            f"{name}: the default is null, which nobody could send",
            schema.at("default"),
            "the input is read as one without default",
        )
        return None
    return text_of(default)


def _preferred(schema: JsonObject, key: str, other: str) -> str:
    """The text of one key, or else of the other, which stays if it differs."""
    text = schema.text(key)
    if not text or schema.rest.get(other) == text:
        return schema.text(other) or text
    return text

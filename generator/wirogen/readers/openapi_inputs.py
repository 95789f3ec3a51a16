"""The properties of a run's schema in an OpenAPI document, as inputs.

A property is a JSON Schema of type `string`, `number` or `boolean`; the
extensions `x-input-type`, `x-options`, `x-label` and `x-help` tell what the service
makes of it (wiro-api.md).
"""

import math
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from wirogen.card import (
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
)
from wirogen.diagnostics.codes import (
    EXCLUSIVE_BOUND,
    NULL_DEFAULT,
    NUMBER_AS_TEXT,
    NUMBERS_LISTED,
    OPTIONS_DISAGREE,
    UNKNOWN_INPUT_TYPE,
)
from wirogen.plain_tree import Tree, Unquoted, number_in
from wirogen.readers.collector import child
from wirogen.readers.companions import companion_of
from wirogen.readers.input_types import hint_at_type
from wirogen.readers.json_object import JsonObject, may_be_default, text_of
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


_SCHEMA_TYPES = ("string", "number", "integer", "boolean", "array")
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
    schema.findings.name_input(schema.pointer, name)
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
        default=_default(schema, kind),
        extras=schema.extras((*_QUIET, *_reported(kind, schema))),
        span=schema.findings.span(schema.pointer),
    )


def _reported(kind: Kind, schema: JsonObject) -> Iterator[str]:
    """The keys of a number that are understood, and not in its kind as they are."""
    if isinstance(kind, Number):
        if isinstance(schema.rest.get("enum"), list):
            yield "enum"
        for _, key, _ in (_LEAST, _MOST):
            if (
                _exclusive(schema, key, None) is not None
                or schema.rest.get(key) is True
            ):
                yield key


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
    match word.lower(), type_:
        case ("multiselect" | "multioptions"), _:
            return _multiselect(schema)
        case "", "array" if _lists_options(schema):
            return _multiselect(schema)
        case ("select" | "selectwithcover" | "radio"), _:
            return _select(schema)
        case "combinefileinput", _:
            return File(many=True)
        case ("fileinput" | "multifileinput"), _:
            many = word == "multifileinput"
            return File(many=many, companion=companion_of(name, names))
        case ("" | "text" | "textarea" | "color"), "string":
            return _string(name, schema)
        case ("" | "number" | "range" | "slider" | "integer" | "numeric" | "float"), (
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
                (
                    f"the type {word or type_!r} is not known"
                    if word or type_
                    else "no type is told"
                ),
                schema.at("x-input-type" if word else "type"),
                hint_at_type(word) if word else hint_at_type(type_, _SCHEMA_TYPES),
            )
            return Unknown()


def _string(name: str, schema: JsonObject) -> Kind:
    has_options = "enum" in schema.rest or "x-options" in schema.rest
    if not has_options and _is_number(name, schema):
        return _number_as_text(schema)
    return _select(schema) if has_options else _text(schema)


def _is_number(name: str, schema: JsonObject) -> bool:
    """Whether a text is a number. Lengths are those of a text."""
    help_ = f"{text_of(schema.rest.get('x-help'))} {schema.rest.get('description')}"
    is_length = "minLength" in schema.rest or "maxLength" in schema.rest
    default = text_of(schema.rest.get("default"))
    return not is_length and is_number(name, help_, default)


def _number_as_text(schema: JsonObject) -> Number:
    schema.findings.add(
        NUMBER_AS_TEXT,
        "the document calls it a text, its name and help a number",
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
    step = schema.number("multipleOf")
    listed = _numbers_listed(schema)
    wholes = [step] if step is not None else listed
    integer = type_ == "integer" or (wholes != [] and all(map(_is_whole, wholes)))
    grid = step or (Decimal(1) if integer else None)
    minimum = _bound(schema, _LEAST, grid)
    maximum = _bound(schema, _MOST, grid)
    minimum = min(listed, default=None) if minimum is None else minimum
    maximum = max(listed, default=None) if maximum is None else maximum
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


def _is_whole(number: Decimal) -> bool:
    return number == number.to_integral_value()


def _numbers_listed(schema: JsonObject) -> list[Decimal]:
    """The numbers that an `enum` lists, which stays in the schema: no kind of input has
    a list of numbers.
    """
    listed = schema.rest.get("enum")
    if not isinstance(listed, list) or not listed:
        return []
    texts = [text_of(value) for value in listed]
    schema.findings.add(
        NUMBERS_LISTED,
        f"it takes {', '.join(texts)} alone, of which only the least and the "
        "greatest are checked",
        schema.at("enum"),
        "`kind: select` with `options` in the overrides, if they may travel as texts",
    )
    return [number for number in map(number_in, texts) if number is not None]


_LEAST = ("minimum", "exclusiveMinimum", 1)
_MOST = ("maximum", "exclusiveMaximum", -1)
"""The keys of a bound, and where the numbers within it lie."""


def _bound(
    schema: JsonObject, keys: tuple[str, str, int], grid: Decimal | None
) -> Decimal | None:
    """A bound that is allowed itself. One that is not is the next multiple of the grid;
    without a grid it is taken as it is, and reported.
    """
    key, exclusive_key, sign = keys
    bound = schema.number(key)
    exclusive = _exclusive(schema, exclusive_key, bound)
    if exclusive is None:
        return bound
    if bound is not None and bound * sign > exclusive * sign:
        return bound
    if grid and abs(exclusive / grid) < _MANY:
        steps = math.floor(Fraction(exclusive) * sign / Fraction(grid)) + 1
        return steps * grid * sign
    schema.findings.add(
        EXCLUSIVE_BOUND,
        f"{exclusive} is not allowed itself, and taken as the {key}",
        schema.at(exclusive_key),
        f"`{key}` in the overrides can be the last number that is allowed",
    )
    return exclusive


_MANY = Decimal(10) ** 20


def _exclusive(schema: JsonObject, key: str, bound: Decimal | None) -> Decimal | None:
    """The bound that is not allowed itself; OpenAPI 3.0 says so of the other with true,
    OpenAPI 3.1 gives it.
    """
    match schema.rest.get(key):
        case True:
            return bound
        case False:
            schema.take(key)
            return None
        case Unquoted() as text:
            return number_in(text)
        case _:
            return None


def _select(schema: JsonObject) -> Select:
    return Select(options=_options(schema))


def _lists_options(schema: JsonObject) -> bool:
    """Whether an array is one of options: its items are texts of a list."""
    items = _plain_items(schema)
    return items is not None and ("enum" in items or "x-options" in schema.rest)


def _plain_items(schema: JsonObject) -> dict[str, Tree] | None:
    """What is said of the items of an array, where that is no more than options."""
    items = schema.rest.get("items")
    if not isinstance(items, dict) or not items.keys() <= {"type", "enum"}:
        return None
    return items if items.get("type", "string") == "string" else None


def _multiselect(schema: JsonObject) -> Multiselect:
    """An array of options, each of which stands in it once."""
    items = _plain_items(schema)
    if items is not None:
        schema.take("items")
        schema.rest |= {"enum": items["enum"]} if "enum" in items else {}
    if schema.rest.get("uniqueItems") is True:
        schema.take("uniqueItems")
    if schema.rest.get("type") == "array":
        schema.take("type")
    least, most = schema.count("minItems"), schema.count("maxItems")
    options = _options(schema)
    kind = Multiselect(min_items=least, max_items=most, options=options)
    schema.findings.check_items(schema.pointer, kind, ("minItems", "maxItems"))
    return kind


def _options(schema: JsonObject) -> tuple[Option, ...]:
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
            _report_disagreement(schema, listed, set(allowed))
        options += [Option(value=value) for value in allowed if value not in listed]
    return tuple(options)


def _report_disagreement(
    schema: JsonObject, labelled: set[str | None], allowed: set[str | None]
) -> None:
    only_labelled = sorted(map(repr, labelled - allowed))
    only_allowed = sorted(map(repr, allowed - labelled))
    parts = [f"only x-options has {', '.join(only_labelled)}"] if only_labelled else []
    parts += [f"only enum has {', '.join(only_allowed)}"] if only_allowed else []
    schema.findings.add(
        OPTIONS_DISAGREE,
        "; ".join(parts),
        schema.at("enum"),
        "the input gets all of them; remove what is wrong in the overrides",
    )


def _default(schema: JsonObject, kind: Kind) -> str | None:
    if "default" not in schema.rest:
        return None
    if not may_be_default(schema.rest["default"], kind):
        return None
    default = schema.take("default")
    if isinstance(kind, Multiselect) and default == []:
        return None
    if default is None:
        schema.findings.add(
            NULL_DEFAULT,
            "the default is null, which nobody could send",
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

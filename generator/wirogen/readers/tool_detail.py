"""Answers of Tool/Detail (and Tool/List), or one model of such an answer.

`parameters` are groups of inputs; null says that the inputs are not told. Numbers may
arrive as texts, lists and the price table as JSON inside a text (wiro-api.md, Where a
model's specification comes from).
"""

from collections.abc import Collection, Iterator

from wirogen.card import (
    COMMON_INPUTS,
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
    Price,
    Prices,
    Select,
    Source,
    Switch,
    Text,
    Unknown,
    truth_of,
)
from wirogen.diagnostics import refusal
from wirogen.diagnostics.codes import (
    INPUT_LISTED_TWICE,
    INPUTS_NOT_TOLD,
    NO_INPUTS,
    NO_SLUG,
    SERVICE_ERROR,
    SLUGS_DISAGREE,
    UNKNOWN_INPUT_TYPE,
    UNKNOWN_KEY,
    UNKNOWN_KEY_BESIDE,
    WRONG_SHAPE,
)
from wirogen.plain_tree import Tree
from wirogen.readers.collector import Findings, child
from wirogen.readers.companions import companion_of
from wirogen.readers.input_types import hint_at_type
from wirogen.readers.json_object import JsonObject, may_be_default, text_of
from wirogen.readers.number_evidence import is_whole
from wirogen.readers.options import read_option

FORMAT = "Tool/Detail answer"
"""The name of this format in a Card's source."""


def looks_like_tool_detail(tree: Tree) -> bool:
    """Whether a JSON text is an answer of the service about models, or one model."""
    if not isinstance(tree, dict):
        return False
    return not _MARKS.isdisjoint(tree) or tree.get("result") is False


def read_tool_detail(tree: Tree, findings: Findings) -> tuple[Card, ...]:
    """The Cards of the models in an answer.

    Raises Refused where the answer is an error of the service, or cannot be read.
    """
    answer = JsonObject(tree, "", findings)
    if "tool" not in answer.rest and not _is_refused(answer):
        return (_card(answer, ()),)
    models = answer.objects("tool")
    if _is_refused(answer) or not models:
        raise refusal(
            SERVICE_ERROR,
            f"the service answered with an error: {_messages(answer)}",
            findings.span(answer.at("errors") if "errors" in answer.rest else ""),
            "ask again with the model's slug as `wirogen pull` or the catalogue has it",
        )
    if truth_of(text_of(answer.rest.get("result"))):
        answer.take("result")
    if answer.rest.get("total") in (len(models), str(len(models))):
        answer.take("total")
    around = answer.extras(code=UNKNOWN_KEY_BESIDE)
    return tuple(_card(model, around) for model in models)


_MARKS = frozenset({"tool", "slugproject", "cleanslugproject"})

_EXTRAS_OF_MODEL = ("parameters", "id", "readme", "samples", "computingtime", "inspire")
_QUIET_WITHOUT_TABLE = (*_EXTRAS_OF_MODEL, "dynamicprice", "cps")
_EXTRAS_OF_INPUT = ("note", "placeholder", "accept")
_REQUIRED = {"required": True, "": False}
"""What stands in `required` beside the spellings of a boolean."""


def _is_refused(answer: JsonObject) -> bool:
    return text_of(answer.rest.get("result")) == "false"


def _messages(answer: JsonObject) -> str:
    errors = answer.rest.get("errors")
    messages = [
        text_of(error.get("message") if isinstance(error, dict) else error)
        for error in (errors if isinstance(errors, list) else [])
    ]
    return "; ".join(filter(None, messages)) or "it knows no such model"


def _card(model: JsonObject, around: tuple[Extra, ...]) -> Card:
    identity, raw_slug, run_path = _slugs(model)
    named_by = "slugproject" if run_path == raw_slug else "cleanslugproject"
    inputs, prices = _inputs(model), _prices(model)
    is_reported = "dynamicprice" in model.rest
    card = Card(
        model=identity,
        raw_slug=raw_slug,
        run_path=run_path,
        title=model.text("title").strip(),
        summary=model.text("description").strip(),
        cover=model.text("image"),
        categories=_texts(model, "categories"),
        tags=_texts(model, "tags"),
        inputs=inputs,
        prices=prices,
        extras=(
            *model.extras(
                _QUIET_WITHOUT_TABLE if is_reported else _EXTRAS_OF_MODEL,
                UNKNOWN_KEY_BESIDE,
            ),
            *around,
        ),
        source=Source(file=model.findings.document.file, format=FORMAT),
        run_path_span=model.findings.span(model.at(named_by)),
        span=model.findings.span(model.pointer),
    )
    if inputs is None:
        model.findings.add(
            INPUTS_NOT_TOLD,
            f"the inputs of {card.model} are not told",
            model.pointer,
            "its OpenAPI document has them: ask Tool/DetailOpenAPI",
        )
    return card


def _slugs(model: JsonObject) -> tuple[ModelId, str, str]:
    """The model's identity, its raw slug, and the path of a run: the clean slug, which
    the service takes as well, or the raw one where only that is given.
    """
    raw = f"{model.text('slugowner')}/{model.text('slugproject')}"
    clean = f"{model.text('cleanslugowner')}/{model.text('cleanslugproject')}"
    by_slug = {slug: _identity(slug) for slug in (clean, raw)}
    identity = by_slug[clean] or by_slug[raw]
    if identity is None:
        raise refusal(
            NO_SLUG,
            f"the model has no slug: {raw!r}",
            model.findings.span(model.at("slugproject")),
            "a model has `slugowner` and `slugproject`",
        )
    if any(slug != "/" and by_slug[slug] != identity for slug in (clean, raw)):
        model.findings.add(
            SLUGS_DISAGREE,
            f"the clean slug {clean!r} is not that of {raw!r}",
            model.at("cleanslugproject"),
            f"the model is known as {identity}",
        )
    raw_slug = clean if by_slug[raw] is None else raw
    return identity, raw_slug, raw_slug if by_slug[clean] is None else clean


def _identity(slug: str) -> ModelId | None:
    try:
        return ModelId.parse(slug)
    except ValueError:
        return None


def _texts(model: JsonObject, key: str) -> tuple[str, ...]:
    """The texts of a list, or of an object: its values by numbers, or its keys, with
    more about each kept as an extra.
    """
    field, items = model.rest.get(key), model.decoded(key)
    if isinstance(items, dict) and all(map(str.isdecimal, items)):
        items = list(items.values())
    elif isinstance(items, dict):
        if not all(text_of(value) in {"true", "1"} for value in items.values()):
            model.rest[key] = field
        items = list(items)
    return tuple(map(text_of, items)) if isinstance(items, list) else ()


def _inputs(model: JsonObject) -> tuple[Input, ...] | None:
    parameters = model.decoded("parameters")
    if parameters is None or parameters == "":
        return None
    model.rest["parameters"] = parameters
    listed = _groups(model)
    names = {text_of(item.rest.get("id")) for _, items in listed for item in items}
    inputs: dict[str, Input] = {}
    for extras, items in listed:
        for item in items:
            if text_of(item.rest.get("id")) in COMMON_INPUTS:
                continue
            field = _input(item, extras, names)
            if field.wire_name in inputs:
                item.findings.add(
                    INPUT_LISTED_TWICE,
                    "two inputs have this name",
                    item.at("id"),
                    "rename or remove one of them",
                )
            inputs.setdefault(field.wire_name, field)
    if not inputs:
        model.findings.add(NO_INPUTS, "the model has no inputs", model.at("parameters"))
    return tuple(inputs.values())


def _groups(model: JsonObject) -> list[tuple[tuple[Extra, ...], list[JsonObject]]]:
    """The inputs of each group, and what all of them keep of it. Where the list is not
    of groups, it is one; an input may stand between groups. Groups without inputs are
    left in the model.
    """
    listed = model.objects("parameters")
    if not any("items" in group.rest for group in listed):
        return [((), listed)]
    groups: list[tuple[tuple[Extra, ...], list[JsonObject]]] = []
    empty: list[Tree] = []
    for group in listed:
        if "items" not in group.rest and "id" in group.rest:
            groups.append(((), [group]))
            continue
        if not group.rest.get("items"):
            empty += [group.rest] if any(group.rest.values()) else []
            continue
        title, items = group.text("title"), group.objects("items")
        extras = [Extra("group", title)] if title else []
        kept = [Extra(f"group {extra.name}", extra.text) for extra in group.extras()]
        groups.append(((*extras, *kept), items))
    model.rest |= {"parameters": empty} if empty else {}
    return groups


def _input(item: JsonObject, group: tuple[Extra, ...], names: Collection[str]) -> Input:
    name, type_ = item.text("id"), item.text("type")
    if not name:
        raise refusal(
            WRONG_SHAPE,
            "the input has no `id`, which is its name in a request",
            item.findings.span(item.pointer),
            "ask the service again, or take the model's OpenAPI document",
        )
    item.findings.name_input(item.pointer, name)
    kind = _kind(item, name, type_, text_of(item.rest.get("default")), names)
    is_usable = may_be_default(item.rest.get("default"), kind)
    default = item.take("default") if is_usable else None
    return Input(
        wire_name=name,
        kind=kind,
        type=type_,
        label=item.text("label"),
        help=_help(item),
        required=_required(item),
        default=_default(default, kind),
        extras=(
            *group,
            *item.extras(_EXTRAS_OF_INPUT),
        ),
        span=item.findings.span(item.pointer),
    )


def _help(item: JsonObject) -> str:
    """The description, or else the note: the service's own sample has that alone."""
    return item.text("description") or item.text("note")


def _required(item: JsonObject) -> bool | None:
    """Whether the item says that it is required; None, and an extra, where it says
    something else.
    """
    word = text_of(item.rest.get("required")).strip().lower()
    required = _REQUIRED.get(word, truth_of(word))
    if required is not None:
        item.take("required")
    return required


def _default(default: Tree, kind: Kind) -> str | None:
    """The default as text. An empty one is none, unless the empty text is an option."""
    if isinstance(kind, Multiselect) and default == []:
        return None
    allows_empty = isinstance(kind, HasOptions) and "" in kind.values
    text = text_of(default)
    return text if text or (default is not None and allows_empty) else None


def _kind(
    item: JsonObject, name: str, type_: str, default: str, names: Collection[str]
) -> Kind:
    word = type_.lower()
    match word:
        case "text" | "textarea" | "color":
            least, most = item.number("min"), item.number("max")
            item.findings.check_range(item.pointer, ("min", least), ("max", most))
            return Text(min_length=least, max_length=most)
        case "number" | "range" | "slider" | "integer" | "numeric" | "float":
            return _number(item, word, default)
        case "select" | "selectwithcover" | "radio":
            return Select(options=tuple(_options(item)))
        case "multiselect" | "multioptions":
            return _multiselect(item)
        case "checkbox" | "boolean":
            return Switch()
        case "fileinput" | "multifileinput":
            companion = companion_of(name, names)
            return File(many=word == "multifileinput", companion=companion)
        case "combinefileinput":
            return File(many=True)
        case _:
            item.findings.add(
                UNKNOWN_INPUT_TYPE,
                f"the type {type_!r} is not known" if type_ else "no type is told",
                item.at("type"),
                hint_at_type(type_),
            )
            return Unknown()


def _number(item: JsonObject, type_: str, default: str) -> Number:
    """A number is whole unless anything that is shown of it has a fraction, or is not
    understood; a `float` never is, and is a text on the wire.
    """
    shown = [default, *(text_of(item.rest.get(key)) for key in ("min", "max", "step"))]
    minimum, maximum = item.number("min"), item.number("max")
    step = item.number("step")
    is_float = type_ == "float"
    is_share = minimum == 0 and maximum == 1 and step is None
    is_open = any(key in item.rest for key in ("min", "max", "step"))
    help_ = f"{item.rest.get('description')} {item.rest.get('note')}"
    integer = not (is_float or is_share or is_open) and is_whole(
        shown, help_ if step is None else ""
    )
    item.findings.check_range(
        item.pointer, ("min", minimum), ("max", maximum), ("step", step), whole=integer
    )
    return Number(
        integer=integer,
        minimum=minimum,
        maximum=maximum,
        step=step,
        wire=NumberWire.TEXT if is_float else NumberWire.NUMBER,
    )


def _multiselect(item: JsonObject) -> Multiselect:
    least, most = item.count("min"), item.count("max")
    options = tuple(_options(item))
    kind = Multiselect(min_items=least, max_items=most, options=options)
    item.findings.check_items(item.pointer, kind, ("min", "max"))
    return kind


def _options(item: JsonObject) -> Iterator[Option]:
    options = item.decoded("options")
    if isinstance(options, dict):
        options = [
            {"value": value, **(label if isinstance(label, dict) else {"label": label})}
            for value, label in options.items()
        ]
    for index, option in enumerate(options if isinstance(options, list) else []):
        at = child(item.at("options"), index)
        yield read_option(option, at, item.findings)


def _prices(model: JsonObject) -> Prices | None:
    table = _price_table(model)
    per_second = None if table is None else model.number("cps")
    approximate = model.number("approximatelycost")
    if not table and per_second is None and approximate is None:
        return None
    return Prices(table=table or (), per_second=per_second, approximate=approximate)


def _price_table(model: JsonObject) -> tuple[Price, ...] | None:
    """The rows of the table; none without one. Where one is not understood all of it is
    an extra, and gives None: neither the other rows nor the price of a second are those
    of a run then.
    """
    field = model.rest.get("dynamicprice")
    listed = model.decoded("dynamicprice")
    rows = [_price(row, model) for row in listed] if isinstance(listed, list) else []
    prices = tuple(row for row in rows if row is not None)
    is_table = isinstance(listed, list) or not listed
    if is_table and "dynamicprice" not in model.rest and len(prices) == len(rows):
        return prices
    model.rest["dynamicprice"] = field
    row = f"its row {rows.index(None) + 1}" if None in rows else "it"
    model.findings.add(
        UNKNOWN_KEY,
        f"`dynamicprice`: {row} is not understood as a price; kept and not used",
        model.at("dynamicprice"),
        "nothing is lost, and what a run of the model costs is not estimated",
    )
    return None


def _price(row: Tree, model: JsonObject) -> Price | None:
    if not isinstance(row, dict):
        return None
    field = JsonObject(row, model.at("dynamicprice"), model.findings)
    inputs = field.decoded("inputs")
    method, price = field.text("priceMethod"), field.number("price")
    extra, each_input = field.number("priceExtra"), field.number("priceInput")
    is_understood = method and price is not None and not field.rest
    if price is None or not is_understood or (inputs and not isinstance(inputs, dict)):
        return None
    applies = inputs if isinstance(inputs, dict) else {}
    return Price(
        inputs=tuple((name, text_of(value)) for name, value in applies.items()),
        method=method,
        price=price,
        price_extra=extra,
        price_input=each_input,
    )

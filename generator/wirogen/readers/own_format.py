"""Our own format: a Card as a tree (see `wirogen.own_format.tree`), in YAML or JSON.

It is written by people too, so that every key and every value is checked, and what is
wrong is reported all at once, each with its place.
"""

from decimal import Decimal

from wirogen.card import (
    PRICE_METHODS,
    Card,
    Condition,
    Corrections,
    Extra,
    File,
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
    Status,
    Switch,
    Text,
    Unknown,
)
from wirogen.diagnostics import refusal
from wirogen.diagnostics.codes import (
    COMPANION_NOT_LISTED,
    INPUTS_NOT_TOLD,
    NO_SLUG,
    ON_IS_OFF,
    UNKNOWN_PRICE_METHOD,
    UNKNOWN_VERSION,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.own_format.tree import VERSION
from wirogen.plain_tree import Tree, Unquoted, json_text, number_in
from wirogen.readers.collector import Findings
from wirogen.readers.strict_mapping import StrictMapping

FORMAT = "wirogen"
"""The name of this format in a Card's source."""


def looks_like_own_format(tree: Tree) -> bool:
    """Whether a tree says that it is of our format."""
    return isinstance(tree, dict) and "wirogen" in tree


def read_own_format(tree: Tree, findings: Findings) -> tuple[Card, ...]:
    """The Card that a tree holds.

    Raises Refused where it is of another version or does not name its model.
    """
    mapping = StrictMapping(tree, "", _CARD, findings)
    _check_version(mapping)
    model = _model(mapping)
    slug = mapping.text("slug", str(model))
    card = Card(
        model=model,
        raw_slug=slug,
        run_path=mapping.text("run_path", slug),
        title=mapping.text("title"),
        summary=mapping.text("summary"),
        cover=mapping.text("cover"),
        categories=mapping.texts("categories"),
        tags=mapping.texts("tags"),
        prices=_prices(mapping.mapping("prices", _PRICES)),
        inputs=_inputs(mapping),
        statuses=mapping.items("statuses", _status),
        extras=_extras(mapping),
        source=Source(file=findings.document.file, format=FORMAT),
        run_path_span=findings.span(mapping.at(_path_key(mapping))),
        span=findings.span(""),
    )
    if card.inputs is None:
        findings.add(
            INPUTS_NOT_TOLD,
            f"the inputs of {card.model} are not told",
            "",
            "its OpenAPI document has them: ask Tool/DetailOpenAPI",
        )
    return (card,)


def _path_key(mapping: StrictMapping) -> str:
    """The key that says the path of a run."""
    keys = (key for key in ("run_path", "slug") if key in mapping.tree)
    return next(keys, "model")


_CARD = (
    *("wirogen", "model", "slug", "run_path", "title", "summary", "cover"),
    *("categories", "tags", "prices", "inputs", "statuses", "extras"),
)
_PRICES = ("per_second", "approximate", "table")
_PRICE = ("method", "price", "price_extra", "price_input", "inputs")
_STATUS = ("name", "completed", "description")
_OPTION = ("value", "label", "description", "extras")
_EXTRA = ("name", "text")
_CONDITION = ("input", "values")
_CORRECTIONS = (
    *("rename", "always_send", "takes_file", "required_when", "forbidden_when"),
)
_INPUT = (
    *("kind", "type", "required", "label", "help", "default", "sample"),
    *("extras", "corrections"),
)
_OF_KIND = {
    "text": ("min_length", "max_length"),
    "number": ("integer", "minimum", "maximum", "step", "wire"),
    "select": ("options",),
    "multiselect": ("min_items", "max_items", "options"),
    "switch": ("on", "off", "wire"),
    "file": ("many", "companion"),
    "unknown": (),
}
OTHER_WORDS = {
    word: f"write `kind: {kind}`"
    for kind, words in {
        "text": ("string", "textarea", "color"),
        "number": ("float", "double", "range", "slider", "numeric"),
        "select": ("enum", "choice", "radio", "selectwithcover"),
        "switch": ("bool", "boolean", "checkbox", "flag"),
        "file": ("fileinput", "image", "video", "audio", "document", "url"),
    }.items()
    for word in words
}
"""What is right in place of words that the service, and others, have for kinds."""
_MEANT = OTHER_WORDS | {
    "integer": "write `kind: number` and `integer: true`",
    "files": "write `kind: file` and `many: true`",
    "multifileinput": "write `kind: file` and `many: true`",
}
"""The same for the kinds that overrides have names of their own for."""
_ANY_KIND = tuple(dict.fromkeys(key for keys in _OF_KIND.values() for key in keys))
"""The keys of an input whose kind is not known, which is reported for itself."""


def _check_version(mapping: StrictMapping) -> None:
    version = mapping.tree["wirogen"]
    number = number_in(version) if isinstance(version, Unquoted) else None
    if number != Decimal(VERSION):
        raise refusal(
            UNKNOWN_VERSION,
            f"version {json_text(version)} of the format is not known",
            mapping.findings.span(mapping.at("wirogen")),
            f"this wirogen reads `wirogen: {VERSION}`",
        )


def _model(mapping: StrictMapping) -> ModelId:
    slug = mapping.text("model")
    span = mapping.findings.span(mapping.at("model"))
    try:
        model = ModelId.parse(slug)
    except ValueError as error:
        hint = "give `model: owner/name`, the model's clean slug"
        raise refusal(NO_SLUG, str(error), span, hint) from None
    if str(model) != slug:
        hint = f"write `model: {model}`, and the slug as the service has it in `slug`"
        raise refusal(NO_SLUG, f"{slug!r} is not a clean slug", span, hint)
    return model


def _inputs(mapping: StrictMapping) -> tuple[Input, ...] | None:
    if "inputs" not in mapping.tree:
        return None
    members = [*mapping.members("inputs")]
    inputs = tuple(
        _input(name, tree, pointer, mapping.findings) for name, tree, pointer in members
    )
    names = [name for name, _, _ in members]
    for name, _, pointer in members:
        if not name.strip():
            mapping.report_wrong(name, pointer, "the name of an input")
    for each in inputs:
        companion = each.kind.companion if isinstance(each.kind, File) else None
        if companion is not None and companion not in names:
            mapping.findings.add(
                COMPANION_NOT_LISTED,
                f"its companion {companion!r} is no input",
                f"{each.span.pointer}/companion",
                did_you_mean(companion, names)
                or "list it, or leave `companion` out: URLs go into the input itself",
            )
    return inputs


def _input(name: str, tree: Tree, pointer: str, findings: Findings) -> Input:
    findings.name_input(pointer, name)
    named = tree.get("kind") if isinstance(tree, dict) else None
    own = _OF_KIND.get(named, _ANY_KIND) if isinstance(named, str) else _ANY_KIND
    hints = {
        key: f"`{key}` is for `kind: {kind}`"
        for kind, keys in reversed(_OF_KIND.items())
        for key in keys
    }
    if named == "switch":
        hints["options"] = "the texts of a switch are `on` and `off`"
    mapping = StrictMapping(tree, pointer, (*_INPUT, *own), findings, hints)
    mapping.require("kind")
    kind = _kind(mapping)
    return Input(
        wire_name=name,
        kind=kind,
        type=mapping.text("type"),
        required=mapping.flag("required"),
        label=mapping.text("label"),
        help=mapping.text("help"),
        default=_value(mapping, "default", kind),
        sample=_value(mapping, "sample", kind),
        extras=_extras(mapping),
        corrections=_corrections(mapping.mapping("corrections", _CORRECTIONS)),
        span=findings.span(pointer),
    )


def _value(mapping: StrictMapping, key: str, kind: Kind) -> str | None:
    """A value as text; that of a multiselect may be a list."""
    if isinstance(kind, Multiselect) and isinstance(mapping.tree.get(key), list):
        return json_text([*mapping.texts(key)])
    return mapping.optional_text(key)


def _kind(mapping: StrictMapping) -> Kind:
    match mapping.one_of("kind", _OF_KIND, _MEANT):
        case "text":
            least, most = mapping.number("min_length"), mapping.number("max_length")
            mapping.findings.check_range(
                mapping.pointer, ("min_length", least), ("max_length", most)
            )
            return Text(min_length=least, max_length=most)
        case "number":
            return _number(mapping)
        case "select":
            return Select(options=mapping.items("options", _option))
        case "multiselect":
            return _multiselect(mapping)
        case "switch":
            return _switch(mapping)
        case "file":
            return File(
                many=mapping.flag("many") or False,
                companion=mapping.optional_text("companion"),
            )
        case _:
            return Unknown()


def _multiselect(mapping: StrictMapping) -> Multiselect:
    least, most = mapping.length("min_items"), mapping.length("max_items")
    options = mapping.items("options", _option)
    kind = Multiselect(min_items=least, max_items=most, options=options)
    mapping.findings.check_items(mapping.pointer, kind)
    return kind


def _switch(mapping: StrictMapping) -> Switch:
    on, off = mapping.optional_text("on"), mapping.optional_text("off")
    if mapping.one_of("wire", (NumberWire.NUMBER,)):
        if on is not None or off is not None:
            place = mapping.at("wire")
            mapping.report_wrong(mapping.tree["wire"], place, "nothing beside `on`")
        return Switch.sent_as_number()
    if "on" in mapping.tree or "off" in mapping.tree:
        mapping.require("on", "off")
    if on is not None and on == off:
        mapping.findings.add(
            ON_IS_OFF,
            f"`off` is the same text as `on`, {on!r}",
            mapping.at("off"),
            "give what a request has for each, or leave both out for a JSON boolean",
        )
    return Switch(None if on is None or off is None else (on, off))


def _number(mapping: StrictMapping) -> Number:
    minimum, maximum = mapping.number("minimum"), mapping.number("maximum")
    step = mapping.number("step")
    integer = mapping.flag("integer") or False
    mapping.findings.check_range(
        mapping.pointer,
        ("minimum", minimum),
        ("maximum", maximum),
        ("step", step),
        whole=integer,
    )
    wire = mapping.one_of("wire", tuple(form.value for form in NumberWire))
    return Number(
        integer=integer,
        minimum=minimum,
        maximum=maximum,
        step=step,
        wire=NumberWire(wire or NumberWire.NUMBER),
    )


def _option(tree: Tree, pointer: str, findings: Findings) -> Option:
    if not isinstance(tree, dict | list):
        alone = StrictMapping({"value": tree}, pointer, _OPTION, findings)
        return Option(value=alone.text_of(tree, pointer))
    mapping = StrictMapping(tree, pointer, _OPTION, findings)
    return Option(
        value=mapping.optional_text("value"),
        label=mapping.text("label"),
        description=mapping.text("description"),
        extras=_extras(mapping),
    )


def _corrections(mapping: StrictMapping | None) -> Corrections:
    if mapping is None:
        return Corrections()
    return Corrections(
        rename=mapping.optional_text("rename"),
        always_send=mapping.flag("always_send") or False,
        takes_file=mapping.flag("takes_file"),
        required_when=mapping.items("required_when", _condition),
        forbidden_when=mapping.items("forbidden_when", _condition),
    )


def _condition(tree: Tree, pointer: str, findings: Findings) -> Condition:
    mapping = StrictMapping(tree, pointer, _CONDITION, findings)
    mapping.require("input")
    return Condition(wire_name=mapping.text("input"), values=mapping.texts("values"))


def _prices(mapping: StrictMapping | None) -> Prices | None:
    if mapping is None:
        return None
    return Prices(
        table=mapping.items("table", _price),
        per_second=mapping.amount("per_second"),
        approximate=mapping.amount("approximate"),
    )


def _price(tree: Tree, pointer: str, findings: Findings) -> Price:
    mapping = StrictMapping(tree, pointer, _PRICE, findings)
    mapping.require("method", "price")
    method, price = mapping.text("method"), mapping.amount("price")
    if "method" in mapping.tree and method not in PRICE_METHODS:
        findings.add(
            UNKNOWN_PRICE_METHOD,
            f"the method {method!r} is not known",
            mapping.at("method"),
            did_you_mean(method, PRICE_METHODS)
            or f"known are {', '.join(PRICE_METHODS)}",
        )
    return Price(
        inputs=_named_texts(mapping, "inputs"),
        method=method,
        price=Decimal(0) if price is None else price,
        price_extra=mapping.amount("price_extra"),
        price_input=mapping.amount("price_input"),
    )


def _status(tree: Tree, pointer: str, findings: Findings) -> Status:
    mapping = StrictMapping(tree, pointer, _STATUS, findings)
    mapping.require("name")
    return Status(
        name=mapping.text("name"),
        completed=mapping.flag("completed") or False,
        description=mapping.text("description"),
    )


def _extras(mapping: StrictMapping) -> tuple[Extra, ...]:
    """A mapping of names to texts, or, where a name occurs twice, a list of both."""
    if isinstance(mapping.tree.get("extras"), list):
        return mapping.items("extras", _extra)
    return tuple(Extra(name, text) for name, text in _named_texts(mapping, "extras"))


def _extra(tree: Tree, pointer: str, findings: Findings) -> Extra:
    mapping = StrictMapping(tree, pointer, _EXTRA, findings)
    mapping.require("name", "text")
    return Extra(mapping.text("name"), mapping.text("text"))


def _named_texts(mapping: StrictMapping, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, mapping.text_of(tree, pointer) or "")
        for name, tree, pointer in mapping.members(key)
    )

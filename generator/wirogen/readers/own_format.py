"""Our own format: a Card as a tree (see `wirogen.own_format.tree`), in YAML or JSON.

It is written by people too, so that every key and every value is checked, and what is
wrong is reported all at once, each with its place.
"""

from decimal import Decimal

from wirogen.card import (
    Card,
    Choice,
    Condition,
    Corrections,
    Extra,
    File,
    Flag,
    FreeText,
    Input,
    Kind,
    ModelId,
    Number,
    NumberWire,
    Option,
    Price,
    Prices,
    Source,
    Status,
    Unknown,
)
from wirogen.diagnostics.codes import INPUTS_NOT_TOLD, NO_SLUG, UNKNOWN_VERSION
from wirogen.own_format.tree import VERSION
from wirogen.plain_tree import Tree, Unquoted, json_text, number_in
from wirogen.readers.collector import Findings, refusal
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
    given = StrictMapping(tree, "", _CARD, findings)
    _check_version(given)
    model = _model(given)
    slug = given.text("slug", str(model))
    card = Card(
        model=model,
        raw_slug=slug,
        run_path=given.text("run_path", slug),
        title=given.text("title"),
        summary=given.text("summary"),
        cover=given.text("cover"),
        categories=given.texts("categories"),
        tags=given.texts("tags"),
        prices=_prices(given.mapping("prices", _PRICES)),
        inputs=_inputs(given),
        statuses=given.items("statuses", _status),
        extras=_extras(given),
        source=Source(file=findings.document.file, format=FORMAT),
        run_path_span=findings.span(given.at(_path_key(given))),
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


def _path_key(given: StrictMapping) -> str:
    """The key that says the path of a run."""
    keys = (key for key in ("run_path", "slug") if key in given.tree)
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
    "choice": ("options",),
    "flag": (),
    "file": ("many", "companion"),
    "unknown": (),
}
_MEANT = {
    "integer": "write `kind: number` and `integer: true`",
    "files": "write `kind: file` and `many: true`",
}
"""What is right in place of the kinds that overrides have names of their own for."""
_ANY_KIND = tuple(key for keys in _OF_KIND.values() for key in keys)
"""The keys of an input whose kind is not known, which is reported for itself."""


def _check_version(given: StrictMapping) -> None:
    version = given.tree["wirogen"]
    number = number_in(version) if isinstance(version, Unquoted) else None
    if number != Decimal(VERSION):
        raise refusal(
            UNKNOWN_VERSION,
            f"version {json_text(version)} of the format is not known",
            given.findings.span(given.at("wirogen")),
            f"this wirogen reads `wirogen: {VERSION}`",
        )


def _model(given: StrictMapping) -> ModelId:
    slug = given.text("model")
    span = given.findings.span(given.at("model"))
    try:
        model = ModelId.parse(slug)
    except ValueError as error:
        hint = "give `model: owner/name`, the model's clean slug"
        raise refusal(NO_SLUG, str(error), span, hint) from None
    if str(model) != slug:
        hint = f"write `model: {model}`, and the slug as the service has it in `slug`"
        raise refusal(NO_SLUG, f"{slug!r} is not a clean slug", span, hint)
    return model


def _inputs(given: StrictMapping) -> tuple[Input, ...] | None:
    if "inputs" not in given.tree:
        return None
    return tuple(
        _input(name, tree, pointer, given.findings)
        for name, tree, pointer in given.members("inputs")
    )


def _input(name: str, tree: Tree, pointer: str, findings: Findings) -> Input:
    named = tree.get("kind") if isinstance(tree, dict) else None
    own = _OF_KIND.get(named, _ANY_KIND) if isinstance(named, str) else _ANY_KIND
    hints = {
        key: f"`{key}` is for `kind: {kind}`"
        for kind, keys in _OF_KIND.items()
        for key in keys
    }
    given = StrictMapping(tree, pointer, (*_INPUT, *own), findings, hints)
    given.require("kind")
    return Input(
        wire_name=name,
        kind=_kind(given),
        type=given.text("type"),
        required=given.flag("required"),
        label=given.text("label"),
        help=given.text("help"),
        default=given.optional_text("default"),
        sample=given.optional_text("sample"),
        extras=_extras(given),
        corrections=_corrections(given.mapping("corrections", _CORRECTIONS)),
        span=findings.span(pointer),
    )


def _kind(given: StrictMapping) -> Kind:
    match given.one_of("kind", _OF_KIND, _MEANT):
        case "text":
            least, most = given.number("min_length"), given.number("max_length")
            given.findings.check_range(
                given.pointer, ("min_length", least), ("max_length", most)
            )
            return FreeText(min_length=least, max_length=most)
        case "number":
            return _number(given)
        case "choice":
            return Choice(options=given.items("options", _option))
        case "flag":
            return Flag()
        case "file":
            return File(
                many=given.flag("many") or False,
                companion=given.optional_text("companion"),
            )
        case _:
            return Unknown()


def _number(given: StrictMapping) -> Number:
    minimum, maximum = given.number("minimum"), given.number("maximum")
    step = given.number("step")
    given.findings.check_range(
        given.pointer, ("minimum", minimum), ("maximum", maximum), ("step", step)
    )
    wire = given.one_of("wire", tuple(form.value for form in NumberWire))
    return Number(
        integer=given.flag("integer") or False,
        minimum=minimum,
        maximum=maximum,
        step=step,
        wire=NumberWire(wire or NumberWire.NUMBER),
    )


def _option(tree: Tree, pointer: str, findings: Findings) -> Option:
    if not isinstance(tree, dict | list):
        alone = StrictMapping({"value": tree}, pointer, _OPTION, findings)
        return Option(value=alone.text_of(tree, pointer))
    given = StrictMapping(tree, pointer, _OPTION, findings)
    return Option(
        value=given.optional_text("value"),
        label=given.text("label"),
        description=given.text("description"),
        extras=_extras(given),
    )


def _corrections(given: StrictMapping | None) -> Corrections:
    if given is None:
        return Corrections()
    return Corrections(
        rename=given.optional_text("rename"),
        always_send=given.flag("always_send") or False,
        takes_file=given.flag("takes_file"),
        required_when=given.items("required_when", _condition),
        forbidden_when=given.items("forbidden_when", _condition),
    )


def _condition(tree: Tree, pointer: str, findings: Findings) -> Condition:
    given = StrictMapping(tree, pointer, _CONDITION, findings)
    given.require("input")
    return Condition(wire_name=given.text("input"), values=given.texts("values"))


def _prices(given: StrictMapping | None) -> Prices | None:
    if given is None:
        return None
    return Prices(
        table=given.items("table", _price),
        per_second=given.number("per_second"),
        approximate=given.number("approximate"),
    )


def _price(tree: Tree, pointer: str, findings: Findings) -> Price:
    given = StrictMapping(tree, pointer, _PRICE, findings)
    given.require("method", "price")
    price = given.number("price")
    return Price(
        inputs=_named_texts(given, "inputs"),
        method=given.text("method"),
        price=Decimal(0) if price is None else price,
        price_extra=given.number("price_extra"),
        price_input=given.number("price_input"),
    )


def _status(tree: Tree, pointer: str, findings: Findings) -> Status:
    given = StrictMapping(tree, pointer, _STATUS, findings)
    given.require("name")
    return Status(
        name=given.text("name"),
        completed=given.flag("completed") or False,
        description=given.text("description"),
    )


def _extras(given: StrictMapping) -> tuple[Extra, ...]:
    """A mapping of names to texts, or, where a name occurs twice, a list of both."""
    if isinstance(given.tree.get("extras"), list):
        return given.items("extras", _extra)
    return tuple(Extra(name, text) for name, text in _named_texts(given, "extras"))


def _extra(tree: Tree, pointer: str, findings: Findings) -> Extra:
    given = StrictMapping(tree, pointer, _EXTRA, findings)
    given.require("name", "text")
    return Extra(given.text("name"), given.text("text"))


def _named_texts(given: StrictMapping, key: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, given.text_of(tree, pointer) or "")
        for name, tree, pointer in given.members(key)
    )

"""Reads `overrides.yaml`: models, their inputs, and what is corrected about each.

Everything that is wrong is reported at once. Every scalar is the text that it is
written as; `true` and `false` without quotes are booleans where a boolean is expected,
and `null` says that there is no default or limit.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from wirogen.card import Condition, ModelId, NumberWire, Option
from wirogen.contract import field_name, is_field_name
from wirogen.diagnostics import Refused, Severity, Span, codes
from wirogen.overrides.corrections import (
    AddOptions,
    Answer,
    Conditions,
    Correction,
    Default,
    Entry,
    KindName,
    Limit,
    ModelOverrides,
    Omit,
    Overrides,
    Recast,
    RemoveOptions,
    Rename,
    WireForm,
    Words,
)
from wirogen.plain_tree import Tree, Unquoted, json_text, scalar_text
from wirogen.readers.collector import Findings, child
from wirogen.readers.documents import Document
from wirogen.readers.own_format import OTHER_WORDS
from wirogen.readers.strict_mapping import StrictMapping
from wirogen.readers.text_files import read_text_file


def read_overrides(path: Path) -> Overrides:
    """The corrections that a file holds.

    Raises Refused where there is no such file, it is no YAML, or anything in it is not
    as docs/schema/overrides.schema.json has it.
    """
    from wirogen.readers.yaml_document import (  # noqa: PLC0415 - it takes a moment
        parse_yaml,
    )

    document = Document(str(path), read_text_file(path).removeprefix("\ufeff"))
    read = parse_yaml(document)
    findings = Findings(document, lambda _: read.offsets.items())
    overrides = _overrides(read.tree, findings)
    if found := [replace(finding, weight=Severity.ERROR) for finding in findings]:
        raise Refused(*found)
    return overrides


def _overrides(tree: Tree, findings: Findings) -> Overrides:
    models: dict[ModelId, ModelOverrides] = {}
    for slug, inputs, pointer in _members(tree, "", findings):
        span = findings.span(pointer)
        try:
            model = ModelId.parse(slug)
        except ValueError as error:
            hint = "write the model's slug, such as `wiro/instant-id`"
            findings.add(codes.OVERRIDES_OF_NO_SLUG, str(error), pointer, hint)
            continue
        if model in models:
            place = models[model].span.position
            first = f"line {place.line}" if place else "another place"
            message = f"{slug!r} is {model}, whose overrides begin in {first}"
            hint = "put all of its inputs under one of the two"
            findings.add(codes.MODEL_OVERRIDDEN_TWICE, message, pointer, hint)
        entries = tuple(
            _entry(name, entry, at, findings)
            for name, entry, at in _members(inputs, pointer, findings)
        )
        models[model] = ModelOverrides(model=model, entries=entries, span=span)
    return Overrides(models)


def _members(
    tree: Tree, pointer: str, findings: Findings
) -> Iterator[tuple[str, Tree, str]]:
    """Name, value and pointer of each member of a mapping."""
    if isinstance(tree, dict):
        for name, member in tree.items():
            yield name, member, child(pointer, name)
    else:
        message = f"a mapping is expected here, not {json_text(tree) or 'nothing'}"
        findings.add(codes.WRONG_FORM, message, pointer, "docs/overrides.md shows one")


def _entry(wire_name: str, tree: Tree, pointer: str, findings: Findings) -> Entry:
    mapping = StrictMapping(tree, pointer, ("reason", *_READERS), findings)
    reason = _text_or_empty(mapping.tree.get("reason"))
    if isinstance(tree, dict) and not reason.strip():
        findings.add(
            codes.REASON_MISSING,
            f"the override of {wire_name} gives no reason",
            mapping.at("reason"),
            "add `reason:` and why the specification is wrong",
        )
    corrections = tuple(
        correction
        for key, read in _READERS.items()
        if key in mapping.tree
        for correction in read(mapping, key)
    )
    others = [key for key in mapping.tree if key not in {"reason", "omit"}]
    if others and any(isinstance(one, Omit) for one in corrections):
        findings.add(
            codes.OMITTED_AND_CORRECTED,
            f"{wire_name} is omitted, and `{others[0]}` is corrected",
            mapping.at("omit"),
            "leave out one of the two",
        )
    return Entry(
        wire_name=wire_name,
        reason=reason,
        corrections=corrections,
        span=findings.span(pointer),
    )


def _omit(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    if mapping.flag(key):
        yield Omit(key=key, span=_span(mapping, key))


def _kind(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    name = mapping.one_of(key, tuple(KindName), OTHER_WORDS)
    if name is not None:
        yield Recast(key=key, span=_span(mapping, key), kind=KindName(name))


def _wire(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    form = mapping.one_of(key, tuple(NumberWire))
    if form is not None:
        yield WireForm(key=key, span=_span(mapping, key), wire=NumberWire(form))


def _options(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    options = mapping.mapping(key, ("remove", "add"))
    if options is None:
        return
    if "remove" in options.tree:
        values = options.items("remove", _text_item)
        yield RemoveOptions(key=key, span=_span(options, "remove"), values=values)
    if "add" in options.tree:
        added = _added_options(options)
        yield AddOptions(key=key, span=_span(options, "add"), options=added)


def _added_options(mapping: StrictMapping) -> tuple[Option, ...]:
    """A list of values, or a mapping of values to labels."""
    tree, at = mapping.tree["add"], mapping.at("add")
    if isinstance(tree, list):
        values = mapping.items("add", _text_item)
        return tuple(Option(value=value) for value in dict.fromkeys(values))
    if isinstance(tree, dict):
        return tuple(
            Option(value=value, label=_label(label, child(at, value), mapping.findings))
            for value, label in tree.items()
        )
    expected = "a list of values, or a mapping of values to labels,"
    mapping.report_wrong(tree, at, expected)
    return ()


def _label(tree: Tree, pointer: str, findings: Findings) -> str:
    return "" if _is_null(tree) else _text_item(tree, pointer, findings)


def _limit(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    is_none = _is_null(mapping.tree[key])
    is_count = key.endswith(("_length", "_items"))
    read = mapping.length if is_count else mapping.number
    limit = None if is_none else read(key)
    if key == "step":
        no_bound = ("", None)
        mapping.findings.check_range(mapping.pointer, no_bound, no_bound, (key, limit))
    if is_none or limit is not None:
        yield Limit(key=key, span=_span(mapping, key), limit=limit)


def _answer(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    answer = mapping.flag(key)
    if answer is not None:
        yield Answer(key=key, span=_span(mapping, key), answer=answer)


def _default(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    default: str | None = None
    is_list = isinstance(mapping.tree[key], list)
    if is_list:
        default = json_text([*mapping.items(key, _text_item)])
    elif not _is_null(mapping.tree[key]):
        default = mapping.text(key)
    span = _span(mapping, key)
    yield Default(key=key, span=span, default=default, is_list=is_list)


def _words(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    words = _text(mapping, key)
    if words is not None:
        yield Words(key=key, span=_span(mapping, key), words=words)


def _rename(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    name = _text(mapping, key)
    if name is None:
        return
    if not is_field_name(name):
        mapping.findings.add(
            codes.RENAME_REFUSED,
            f"{name!r} cannot be the name of an input in Python",
            mapping.at(key),
            f"`{field_name(name)}` can",
        )
    yield Rename(key=key, span=_span(mapping, key), name=name)


def _conditions(mapping: StrictMapping, key: str) -> Iterator[Correction]:
    tree = mapping.tree[key]
    listed = tree if isinstance(tree, list) else [tree]
    read = (_condition(one, mapping.at(key), mapping.findings) for one in listed)
    conditions = tuple(condition for condition in read if condition)
    yield Conditions(key=key, span=_span(mapping, key), conditions=conditions)


def _condition(tree: Tree, pointer: str, findings: Findings) -> Condition | None:
    """`sound` (is given), `{sound: "on"}`, or `{mode: [std, pro]}`."""
    match tree:
        case str() if tree and not _is_null(tree):
            return Condition(wire_name=str(tree))
        case dict() if len(tree) == 1:
            ((name, values),) = tree.items()
            listed = values if isinstance(values, list) and values else [values]
            at = child(pointer, name)
            texts = (_text_item(value, at, findings) for value in listed)
            return Condition(wire_name=name, values=tuple(texts))
        case _:
            findings.add(
                codes.WRONG_FORM,
                f"an input, or an input and its value, is expected here,"
                f" not {json_text(tree) or 'nothing'}",
                pointer,
                "write `input: value`; several conditions, of which one is enough, as"
                " a list",
            )
            return None


def _text(mapping: StrictMapping, key: str) -> str | None:
    if _is_null(mapping.tree[key]):
        hint = 'perhaps `""`?'
        mapping.report_wrong(mapping.tree[key], mapping.at(key), "a text", hint)
        return None
    return mapping.optional_text(key)


def _text_item(tree: Tree, pointer: str, findings: Findings) -> str:
    if _is_null(tree) or scalar_text(tree) is None:
        message = f"a text is expected here, not {json_text(tree) or 'nothing'}"
        findings.add(codes.WRONG_FORM, message, pointer, "put it in quotes")
    return _text_or_empty(tree)


def _text_or_empty(tree: Tree) -> str:
    return "" if _is_null(tree) else scalar_text(tree) or ""


def _is_null(tree: Tree) -> bool:
    """Whether a scalar is YAML's null: nothing, `~` or `null`, without quotes."""
    return isinstance(tree, Unquoted) and tree in {"", "~", "null", "Null", "NULL"}


def _span(mapping: StrictMapping, key: str) -> Span:
    return mapping.findings.span(mapping.at(key))


_READERS: dict[str, Callable[[StrictMapping, str], Iterator[Correction]]] = {
    "omit": _omit,
    "kind": _kind,
    "wire": _wire,
    "options": _options,
    "minimum": _limit,
    "maximum": _limit,
    "step": _limit,
    "min_length": _limit,
    "max_length": _limit,
    "min_items": _limit,
    "max_items": _limit,
    "required": _answer,
    "default": _default,
    "label": _words,
    "help": _words,
    "always_send": _answer,
    "takes_file": _answer,
    "required_when": _conditions,
    "forbidden_when": _conditions,
    "rename": _rename,
}
"""Every key of an entry beside its reason, in the order in which it takes effect."""

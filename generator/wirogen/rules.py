"""What `wirogen lint` looks for: one rule per oddity, each with a code of its own.

What a source writes is judged input by input of its Card, what becomes of it input by
input of its Contract.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from wirogen import contract
from wirogen.card import Card, Input, Kind
from wirogen.card import HasOptions as CardOptions
from wirogen.card import Multiselect as CardMultiselect
from wirogen.card import Number as CardNumber
from wirogen.card import Select as CardSelect
from wirogen.card import Text as CardText
from wirogen.contract import Files, FileUrl, HasOptions, Switch, Text
from wirogen.diagnostics import Code, Diagnostic, Report, codes
from wirogen.diagnostics.near import nearest
from wirogen.plain_tree import texts_in
from wirogen.readers.file_evidence import plain_texts, weigh
from wirogen.readers.number_evidence import bounds_in, may_be_number

SourceRule = Callable[[Input], Iterator[Diagnostic]]
Rule = Callable[[contract.Input], Iterator[Diagnostic]]

_UNTRANSLATED = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*-help|select-model(-private)?")


def judge(contracts: Iterable[contract.Contract]) -> Report:
    """Everything that is odd about single models."""
    return Report.of(
        replace(finding, model=str(each.model))
        for each in contracts
        for finding in _judge_model(each.source, each.inputs or ())
    )


def _judge_model(
    card: Card, fields: tuple[contract.Input, ...]
) -> Iterator[Diagnostic]:
    if card.raw_slug != str(card.model):
        yield Diagnostic(
            codes.UNUSUAL_SLUG,
            f"the slug {card.raw_slug!r} is written {str(card.model)!r} here",
            card.span,
        )
    if card.inputs is None:
        yield Diagnostic(
            codes.INPUTS_NOT_TOLD,
            f"the inputs of {card.model} are not told",
            card.span,
            "its OpenAPI document has them: ask Tool/DetailOpenAPI",
        )
    plain = plain_texts(card)
    for source in card.inputs or ():
        for source_rule in SOURCE_RULES:
            yield from source_rule(source)
        yield from files_in_doubt(source, plain)
    for field in fields:
        for rule in RULES:
            yield from rule(field)
    yield from names_that_collide(fields)


def default_refused(field: contract.Input) -> Iterator[Diagnostic]:
    """A default that the input's own constraints do not allow."""
    if field.refused is None:
        return
    default, of, code = repr(field.refused), "", codes.DEFAULT_OUT_OF_RANGE
    hint = "it is not sent; correct it with `default`"
    match field.source.kind:
        case CardMultiselect() as kind if kind.chosen(field.refused) is not None:
            problem = "is too many, too few, or one twice"
        case CardMultiselect(values=values):
            code, problem = codes.DEFAULT_NOT_AN_OPTION, "is not one of the options"
            commas = map(str.strip, field.refused.split(","))
            parts = dict.fromkeys(texts_in(field.refused) or commas)
            strange = [part for part in parts if part not in values]
            of = f"{', '.join(map(repr, strange))} of "
            hint = f"it is not sent; `options: {{add: {strange!r}}}` allows it"
        case CardOptions(values=values):
            code, problem = codes.DEFAULT_NOT_AN_OPTION, "is not one of the options"
            hint = f"it is not sent; `options: {{add: [{default}]}}` allows it"
            if near := nearest(field.refused, values):
                hint = f"did you mean {near!r}? `default: {near!r}` corrects it"
        case kind:
            problem = _what_refuses(kind, field.refused)
    message = f"{field.wire_name}: {of}default {default} {problem}"
    yield _finding(code, field.source, message, "default", f"{hint} in the overrides")


def _what_refuses(kind: Kind, value: str) -> str:
    """What a number or a switch has against a value that it does not allow."""
    if not isinstance(kind, CardNumber):
        return "is neither true nor false"
    free = CardNumber(integer=False)
    bounds = (
        (free, "is no number"),
        (replace(free, integer=kind.integer), "is no whole number"),
        (replace(free, minimum=kind.minimum), f"is below the minimum {kind.minimum}"),
        (replace(free, maximum=kind.maximum), f"is above the maximum {kind.maximum}"),
    )
    refusing = (what for bound, what in bounds if not contract.allows(bound, value))
    return next(refusing, f"is not in steps of {kind.step}")


def options_repeated(source: Input) -> Iterator[Diagnostic]:
    """A select lists a value more than once."""
    if not isinstance(source.kind, CardOptions):
        return
    counts = Counter(option.value for option in source.kind.options)
    for value in source.kind.values:
        if counts[value] > 1:
            labels = dict.fromkeys(
                option.label for option in source.kind.options if option.value == value
            )
            named = f", as {', '.join(map(repr, labels))}" if len(labels) > 1 else ""
            yield _finding(
                codes.OPTION_REPEATED,
                source,
                f"{source.wire_name}: the option {value!r} is listed {counts[value]}"
                f" times{named}",
                "options",
                "it is offered once, with all its labels",
            )


def options_missing(source: Input) -> Iterator[Diagnostic]:
    """A select lists nothing; for the private models of an account nobody else can."""
    is_private = source.wire_name.endswith("Private")
    if isinstance(source.kind, CardOptions) and not (source.kind.options or is_private):
        yield _finding(
            codes.NO_OPTIONS,
            source,
            f"{source.wire_name}: a {source.type or 'select'} that lists no options",
            "",
            "it takes any text; `options: {add: […]}` in the overrides lists them",
        )


def options_null(source: Input) -> Iterator[Diagnostic]:
    """Options without a value, and empty ones."""
    if not isinstance(source.kind, CardOptions):
        return
    nulls = sum(option.value is None for option in source.kind.options)
    if nulls:
        every = nulls == len(source.kind.options)
        yield _finding(
            codes.NULL_OPTION,
            source,
            f"{source.wire_name}: {'all' if every else nulls} of"
            f" {len(source.kind.options)} options have no value",
            "options",
            (
                "it takes any text; `options: {add: […]}` in the overrides lists them"
                if every
                else "they are not offered; `options: {add: […]}` adds what they mean"
            ),
        )
    if "" in source.kind.values:
        yield _finding(
            codes.EMPTY_OPTION,
            source,
            f"{source.wire_name}: one option is the empty text",
            "options",
        )


def selects_in_disguise(field: contract.Input) -> Iterator[Diagnostic]:
    """Selects that are flags or whole numbers."""
    match field.shape:
        case Switch() if isinstance(field.source.kind, CardOptions):
            code, what = codes.FLAG_IN_DISGUISE, "True and False"
        case HasOptions(of_integers=True):
            code, what = codes.INTEGERS_IN_DISGUISE, "whole numbers"
        case _:
            return
    kind = field.source.kind
    shown = ", ".join(kind.values[:6]) if isinstance(kind, CardOptions) else ""
    message = f"{field.wire_name}: the options {shown} are {what}"
    yield _finding(code, field.source, message, "options")


def several_by_analogy(source: Input) -> Iterator[Diagnostic]:
    """Selects of several options, of which nobody has seen how they are sent."""
    if isinstance(source.kind, CardMultiselect):
        yield _finding(
            codes.SEVERAL_BY_ANALOGY,
            source,
            f"{source.wire_name}: several options are sent by analogy, as a list in"
            " JSON and one field each in a form",
            "",
        )


def files_in_doubt(source: Input, plain: Collection[str]) -> Iterator[Diagnostic]:
    """Texts of which something says that they are files, and not enough does, beside
    the plain texts of their Card.
    """
    verdict = weigh(source, plain)
    is_settled = source.corrections.takes_file is not None
    if verdict.is_in_doubt and isinstance(source.kind, CardText) and not is_settled:
        yield _finding(
            codes.TEXT_MAY_BE_FILE,
            source,
            f"{source.wire_name}: it is read as a text, and by {verdict.reasons} it may"
            " be a file",
            "",
            "in the overrides: `kind: file` if it takes uploads, `takes_file: true` if"
            " URLs of files, `takes_file: false` if neither",
        )


def numbers_in_doubt(source: Input) -> Iterator[Diagnostic]:
    """Texts that may be numbers."""
    if may_be_number(source):
        yield _finding(
            codes.TEXT_MAY_BE_NUMBER,
            source,
            f"{source.wire_name}: it takes any text or number, and by its name or help"
            " it is a number",
            "",
            "in the overrides: `kind: integer` or `kind: number`, sent as text, or"
            " `kind: text` if it is none",
        )


def bounds_in_help(source: Input) -> Iterator[Diagnostic]:
    """Numbers whose help tells bounds that nothing else does, and selects of one option
    whose help tells a range.
    """
    kind, bounds = source.kind, bounds_in(source.help)
    if bounds is None:
        return
    limits = ", ".join(
        f"{key}: {limit}"
        for key, limit in (("minimum", bounds.minimum), ("maximum", bounds.maximum))
        if limit is not None
    )
    match kind:
        case CardNumber(minimum=None, maximum=None):
            yield _finding(
                codes.BOUNDS_IN_HELP,
                source,
                f"{source.wire_name}: its help says {bounds}, and nothing checks it",
                "",
                f"`{limits}` in the overrides, if that is what it takes",
            )
        case CardSelect(values=(only,)):
            yield _finding(
                codes.RANGE_OF_ONE_OPTION,
                source,
                f"{source.wire_name}: its help says {bounds}, its one option is"
                f" {only!r}",
                "options",
                f"`kind: integer, {limits}` in the overrides, or the options as"
                " `options: {add: […]}`",
            )
        case _:
            return


def untranslated_texts(source: Input) -> Iterator[Diagnostic]:
    """Labels and help that are keys of Wiro's own pages."""
    keys = [t for t in (source.label, source.help) if _UNTRANSLATED.fullmatch(t)]
    if keys:
        yield _finding(
            codes.UNTRANSLATED_TEXT,
            source,
            f"{source.wire_name}: {' and '.join(map(repr, keys))}"
            f" {'tells' if len(keys) == 1 else 'tell'} a reader nothing",
            "",
            "give words with `label` and `help` in the overrides",
        )


def samples_as_defaults(field: contract.Input) -> Iterator[Diagnostic]:
    """Required texts and files that come with a value."""
    is_text_or_file = isinstance(field.shape, Text | FileUrl | Files)
    if is_text_or_file and field.source.default and field.must_be_set:
        yield _finding(
            codes.SAMPLE_AS_DEFAULT,
            field.source,
            f"{field.wire_name}: the default of a required input is an example",
            "default",
        )


def ranges_as_lengths(field: contract.Input) -> Iterator[Diagnostic]:
    """Lengths that no text has."""
    match field.shape:
        case Text(has_range_as_length=True, min_length=least, max_length=most):
            yield _finding(
                codes.RANGE_AS_LENGTH,
                field.source,
                f"{field.wire_name}: lengths of {least or 0} to {most} are the range of"
                " a number",
                "",
            )
        case _:
            return


def names_changed(field: contract.Input) -> Iterator[Diagnostic]:
    """Inputs whose Python name or flag is not their own."""
    wire_name, name = field.wire_name, field.own_name
    if field.source.corrections.rename:
        return
    if name.endswith("_") or (
        name.startswith("input_") and not wire_name.lower().startswith("input")
    ):
        message = f"{wire_name} is called {name} in Python"
        yield _finding(codes.NAME_CHANGED, field.source, message, "")
    elif field.flag != f"--{field.name.rstrip('_').replace('_', '-')}":
        message = f"the flag of {wire_name} is {field.flag}"
        yield _finding(codes.NAME_CHANGED, field.source, message, "")


def rename_refused(field: contract.Input) -> Iterator[Diagnostic]:
    """Names given by people that no input can have in Python."""
    name = field.source.corrections.rename
    if name is not None and not contract.is_field_name(name):
        yield _finding(
            codes.RENAME_REFUSED,
            field.source,
            f"{name!r} cannot be the name of an input in Python",
            "corrections/rename",
            f"`{contract.field_name(name)}` can",
        )


def names_that_collide(fields: Sequence[contract.Input]) -> Iterator[Diagnostic]:
    """Inputs of one model that would have the same Python name."""
    by_name: dict[str, list[contract.Input]] = {}
    for field in fields:
        by_name.setdefault(field.own_name, []).append(field)
    for name, same in by_name.items():
        if len(same) > 1:
            names = " and ".join(repr(field.wire_name) for field in same)
            yield _finding(
                codes.NAMES_COLLIDE,
                same[-1].source,
                f"{names} would all be called `{name}`",
                "",
                "give each a name with `rename` in the overrides",
            )


def owners_that_differ_by_case(cards: Sequence[Card]) -> Iterator[Diagnostic]:
    """Owners that different models write differently."""
    written: dict[str, dict[str, Card]] = {}
    for card in cards:
        raw = card.raw_slug.partition("/")[0]
        written.setdefault(card.model.owner, {}).setdefault(raw, card)
    for owner, spellings in written.items():
        if len(spellings) > 1:
            last = list(spellings.values())[-1]
            yield Diagnostic(
                codes.OWNERS_DIFFER_BY_CASE,
                f"the owner {owner} is written {', '.join(map(repr, spellings))}",
                last.span,
            )


SOURCE_RULES: tuple[SourceRule, ...] = (
    options_repeated,
    options_missing,
    options_null,
    bounds_in_help,
    numbers_in_doubt,
    several_by_analogy,
    untranslated_texts,
)
"""Every rule over what a source writes of one input."""

RULES: tuple[Rule, ...] = (
    default_refused,
    selects_in_disguise,
    samples_as_defaults,
    ranges_as_lengths,
    rename_refused,
    names_changed,
)
"""Every rule over what becomes of one input."""


def _finding(
    code: Code, source: Input, message: str, part: str, hint: str = ""
) -> Diagnostic:
    span = source.span.within(part) if part else source.span
    name = source.wire_name
    return Diagnostic(code=code, message=message, span=span, hint=hint, wire_name=name)

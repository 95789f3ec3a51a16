"""What `wirogen lint` looks for: one rule per oddity, each with a code of its own."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from wirogen.card import Card, Choice, File, FreeText, Input
from wirogen.contract.naming import field_name, flag_names
from wirogen.contract.values import (
    LONGER_THAN_ANY_TEXT,
    Role,
    are_whole_numbers,
    is_required,
    is_switch,
    role_of_default,
)
from wirogen.diagnostics import Code, Diagnostic, Report, codes

Rule = Callable[[Card, Input], Iterator[Diagnostic]]

_UNTRANSLATED = re.compile(r"[a-z0-9_]+(-[a-z0-9_]+)*-help|select-model(-private)?")


def judge(cards: Sequence[Card]) -> Report:
    """Everything that is odd about some Cards."""
    findings: list[Diagnostic] = []
    for card in cards:
        findings.extend(_judge_card(card))
        for given in card.inputs or ():
            for rule in RULES:
                findings.extend(rule(card, given))
    findings.extend(owners_that_differ_by_case(cards))
    return Report.of(findings)


def _judge_card(card: Card) -> Iterator[Diagnostic]:
    if card.raw_slug != str(card.model):
        yield Diagnostic(
            code=codes.UNUSUAL_SLUG,
            message=f"the slug {card.raw_slug!r} is written {str(card.model)!r} here",
            span=card.span,
        )
    if card.inputs is None:
        yield Diagnostic(
            code=codes.INPUTS_NOT_TOLD,
            message=f"the inputs of {card.model} are not told",
            span=card.span,
            hint="its OpenAPI document has them: ask Tool/DetailOpenAPI",
        )
    yield from names_that_collide(card)


def default_not_an_option(card: Card, given: Input) -> Iterator[Diagnostic]:
    """The default of a select is none of its options."""
    if isinstance(given.kind, Choice) and _is_refused(card, given):
        near = _nearest(given.default or "", given.kind.values)
        yield _finding(
            codes.DEFAULT_NOT_AN_OPTION,
            given,
            f"{given.wire_name}: default {given.default!r} is not one of the options",
            "default",
            f"did you mean {near!r}?" if near else "it is not sent",
        )


def default_out_of_range(card: Card, given: Input) -> Iterator[Diagnostic]:
    """The default of a number or flag breaks its own constraints."""
    if not isinstance(given.kind, Choice) and _is_refused(card, given):
        yield _finding(
            codes.DEFAULT_OUT_OF_RANGE,
            given,
            f"{given.wire_name}: default {given.default!r} is not allowed by the"
            " input's own constraints",
            "default",
            "it is not sent; correct it with `default` in the overrides",
        )


def options_repeated(_: Card, given: Input) -> Iterator[Diagnostic]:
    """A select lists a value more than once."""
    if not isinstance(given.kind, Choice):
        return
    counts = Counter(option.value for option in given.kind.options)
    for value in given.kind.values:
        if counts[value] > 1:
            labels = dict.fromkeys(
                option.label for option in given.kind.options if option.value == value
            )
            named = f", as {', '.join(map(repr, labels))}" if len(labels) > 1 else ""
            yield _finding(
                codes.OPTION_REPEATED,
                given,
                f"{given.wire_name}: the option {value!r} is listed {counts[value]}"
                f" times{named}",
                "options",
                "it is offered once, with all its labels",
            )


def options_missing(_: Card, given: Input) -> Iterator[Diagnostic]:
    """A select lists nothing."""
    if isinstance(given.kind, Choice) and not given.kind.options:
        yield _finding(
            codes.NO_OPTIONS,
            given,
            f"{given.wire_name}: a {given.type or 'select'} that lists no options",
            "",
            "it takes any text; the model's OpenAPI document may list them",
        )


def options_null(_: Card, given: Input) -> Iterator[Diagnostic]:
    """Options without a value, and empty ones."""
    if not isinstance(given.kind, Choice):
        return
    nulls = sum(option.value is None for option in given.kind.options)
    if nulls:
        every = nulls == len(given.kind.options)
        yield _finding(
            codes.NULL_OPTION,
            given,
            f"{given.wire_name}: {'all' if every else nulls} of"
            f" {len(given.kind.options)} options have no value",
            "options",
            "the input takes any text" if every else "they are not offered",
        )
    if "" in given.kind.values:
        yield _finding(
            codes.EMPTY_OPTION,
            given,
            f"{given.wire_name}: one option is the empty text",
            "options",
        )


def selects_in_disguise(_: Card, given: Input) -> Iterator[Diagnostic]:
    """Selects that are flags or whole numbers."""
    if not isinstance(given.kind, Choice) or not given.kind.values:
        return
    shown = ", ".join(given.kind.values[:6])
    if is_switch(given):
        message = f"{given.wire_name}: the options {shown} are True and False"
        yield _finding(codes.FLAG_IN_DISGUISE, given, message, "options")
    elif are_whole_numbers(given.kind.options):
        message = f"{given.wire_name}: the options {shown} are whole numbers"
        yield _finding(codes.INTEGERS_IN_DISGUISE, given, message, "options")


def untranslated_texts(_: Card, given: Input) -> Iterator[Diagnostic]:
    """Labels and help that are keys of Wiro's own pages."""
    keys = [t for t in (given.label, given.help) if _UNTRANSLATED.fullmatch(t)]
    if keys:
        yield _finding(
            codes.UNTRANSLATED_TEXT,
            given,
            f"{given.wire_name}: {' and '.join(map(repr, keys))}"
            f" {'tells' if len(keys) == 1 else 'tell'} a reader nothing",
            "",
            "give words with `label` and `help` in the overrides",
        )


def samples_as_defaults(card: Card, given: Input) -> Iterator[Diagnostic]:
    """Required texts and files that come with a value."""
    text_or_file = isinstance(given.kind, FreeText | File)
    if text_or_file and given.default and is_required(card, given):
        yield _finding(
            codes.SAMPLE_AS_DEFAULT,
            given,
            f"{given.wire_name}: the default of a required input is an example",
            "default",
        )


def ranges_as_lengths(_: Card, given: Input) -> Iterator[Diagnostic]:
    """Lengths that no text has."""
    match given.kind:
        case FreeText(min_length=least, max_length=most) if (
            most is not None and most > LONGER_THAN_ANY_TEXT
        ):
            yield _finding(
                codes.RANGE_AS_LENGTH,
                given,
                f"{given.wire_name}: lengths of {least or 0} to {most} are the range of"
                " a number",
                "",
            )
        case _:
            return


def names_changed(_: Card, given: Input) -> Iterator[Diagnostic]:
    """Inputs whose Python name or flag is not their own."""
    if given.corrections.rename:
        return
    name = field_name(given.wire_name)
    flags = flag_names({given.wire_name: name}, frozenset())
    natural = f"--{name.rstrip('_').replace('_', '-')}"
    if name.endswith("_") or (
        name.startswith("input_") and not given.wire_name.lower().startswith("input")
    ):
        message = f"{given.wire_name} is called {name} in Python"
        yield _finding(codes.NAME_CHANGED, given, message, "")
    elif flags[given.wire_name] != natural:
        message = f"the flag of {given.wire_name} is {flags[given.wire_name]}"
        yield _finding(codes.NAME_CHANGED, given, message, "")


def names_that_collide(card: Card) -> Iterator[Diagnostic]:
    """Inputs of one model that would have the same Python name."""
    by_name: dict[str, list[Input]] = {}
    for given in card.inputs or ():
        name = given.corrections.rename or field_name(given.wire_name)
        by_name.setdefault(name, []).append(given)
    for name, inputs in by_name.items():
        if len(inputs) > 1:
            names = " and ".join(given.wire_name for given in inputs)
            yield _finding(
                codes.NAMES_COLLIDE,
                inputs[-1],
                f"{names} would all be called {name}",
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
                code=codes.OWNERS_DIFFER_BY_CASE,
                message=f"the owner {owner} is written"
                f" {', '.join(map(repr, spellings))}",
                span=last.span,
            )


RULES: tuple[Rule, ...] = (
    default_not_an_option,
    default_out_of_range,
    options_repeated,
    options_missing,
    options_null,
    selects_in_disguise,
    untranslated_texts,
    samples_as_defaults,
    ranges_as_lengths,
    names_changed,
)
"""Every rule over one input."""


def _is_refused(card: Card, given: Input) -> bool:
    return role_of_default(card, given) is Role.REFUSED


def _nearest(value: str, options: Iterable[str]) -> str:
    folded = {option.casefold(): option for option in options}
    close = difflib.get_close_matches(value.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else ""


def _finding(
    code: Code, given: Input, message: str, part: str, hint: str = ""
) -> Diagnostic:
    span = given.span.within(part) if part else given.span
    return Diagnostic(code=code, message=message, span=span, hint=hint)

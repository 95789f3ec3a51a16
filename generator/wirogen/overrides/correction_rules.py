"""What can be found about corrections that read well and fit."""

from collections.abc import Collection, Iterator

from wirogen.card import (
    SPELLINGS,
    Card,
    Condition,
    File,
    HasOptions,
    Kind,
    ModelId,
    Number,
    Switch,
    Text,
)
from wirogen.contract import required_names, resolve_inputs
from wirogen.diagnostics import Diagnostic, Span, codes
from wirogen.diagnostics.near import did_you_mean
from wirogen.overrides.corrections import (
    AddOptions,
    Conditions,
    Correction,
    Entry,
    Limit,
    ModelOverrides,
    Omit,
    RemoveOptions,
    Rename,
)
from wirogen.readers.collector import lacks_whole_number


def unknown_model(
    overridden: ModelOverrides, models: Collection[ModelId]
) -> Diagnostic:
    """Overrides for a model that is not there."""
    return Diagnostic(
        codes.OVERRIDE_OF_UNKNOWN_MODEL,
        f"no specification describes the model {overridden.model}",
        overridden.span,
        did_you_mean(str(overridden.model), map(str, models)),
        model=str(overridden.model),
    )


def unknown_input(card: Card, entry: Entry) -> Diagnostic:
    """An entry for an input that is not there."""
    names = [field.wire_name for field in card.inputs or ()]
    unlisted = "its specification does not tell its inputs"
    return Diagnostic(
        codes.OVERRIDE_OF_UNKNOWN_INPUT,
        f"{card.model} has no input {entry.wire_name!r}",
        entry.span,
        unlisted if card.inputs is None else did_you_mean(entry.wire_name, names),
        model=str(card.model),
        wire_name=entry.wire_name,
    )


def nothing_corrected(entry: Entry) -> Iterator[Diagnostic]:
    """An entry that has a reason and nothing else."""
    if not entry.corrections:
        yield _no_effect(entry, entry.span, "nothing is corrected")


def of_no_effect(
    card: Card, entry: Entry, correction: Correction, *, is_idle: bool
) -> Iterator[Diagnostic]:
    """What a correction says that the source says already, option by option."""
    field = card.input(entry.wire_name)
    match field.kind if field else None, correction:
        case HasOptions(values=there), RemoveOptions(values=values):
            for value in values:
                if value not in there:
                    message = f"there is no option {value!r}"
                    hint = did_you_mean(value, there)
                    yield _no_effect(entry, correction.span, message, hint)
        case HasOptions(values=there), AddOptions(options=options):
            for option in options:
                if option.value in there:
                    message = f"there is an option {option.value!r} already"
                    yield _no_effect(entry, correction.span, message)
        case _ if is_idle:
            message = f"`{correction.key}` changes nothing"
            yield _no_effect(entry, correction.span, message)


def omits_required(card: Card, entry: Entry) -> Iterator[Diagnostic]:
    """An input is left out that requests have to carry."""
    for correction in entry.corrections:
        if isinstance(correction, Omit) and entry.wire_name in required_names(card):
            yield Diagnostic(
                codes.REQUIRED_INPUT_OMITTED,
                f"{entry.wire_name} is omitted, and requests must carry it",
                correction.span,
                "say `required: false` instead, if that is what is wrong",
            )


def forbids_default(card: Card, entry: Entry) -> Iterator[Diagnostic]:
    """A condition forbids what a request carries when the caller says nothing."""
    for correction in entry.corrections:
        if not isinstance(correction, Conditions) or correction.key == "required_when":
            continue
        sent = {each.wire_name: each.default for each in resolve_inputs(card)}
        if default := sent.get(entry.wire_name):
            yield Diagnostic(
                codes.DEFAULT_FORBIDDEN,
                f"{entry.wire_name}: its default {default.text!r} is sent also"
                " when the input is forbidden",
                correction.span,
                "add `default: null`, so that nothing is sent unasked",
            )


def crossed_limits(card: Card, entry: Entry) -> Iterator[Diagnostic]:
    """Limits that leave nothing between them."""
    limits = [one for one in entry.corrections if isinstance(one, Limit)]
    field = card.input(entry.wire_name)
    match field.kind if field else None:
        case Number(integer=whole, minimum=least, maximum=most, step=step):
            pass
        case Text(min_length=least, max_length=most):
            whole, step = False, None
        case _:
            return
    if not limits or least is None or most is None:
        return
    if least > most or (whole and lacks_whole_number(least, most, step)):
        yield Diagnostic(
            codes.MINIMUM_ABOVE_MAXIMUM,
            f"{entry.wire_name}: nothing lies between {least} and {most}",
            limits[-1].span,
            "correct both limits",
        )


def beside_others(card: Card, entry: Entry) -> Iterator[Diagnostic]:
    """What corrections have wrong about other inputs, when all are corrected."""
    for correction in entry.corrections:
        match correction:
            case Rename():
                yield from _collisions(card, entry, correction)
            case Conditions(conditions=conditions):
                for condition in conditions:
                    yield from _never_holds(card, entry, condition, correction.span)
                    if correction.key == "forbidden_when":
                        yield from _required_then(card, entry, condition, correction)
            case _:
                pass


def _no_effect(entry: Entry, span: Span, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(
        code=codes.OVERRIDE_CHANGES_NOTHING,
        message=f"{entry.wire_name}: {message}",
        span=span,
        hint=hint or "take it out of the overrides: the specification says the same",
        wire_name=entry.wire_name,
    )


def _collisions(card: Card, entry: Entry, rename: Rename) -> Iterator[Diagnostic]:
    for other in resolve_inputs(card):
        if other.wire_name != entry.wire_name and other.own_name == rename.name:
            yield Diagnostic(
                codes.RENAME_COLLIDES,
                f"{entry.wire_name} cannot be called {rename.name},"
                f" as {other.wire_name} is",
                rename.span,
                "give one of the two another name",
            )


def _never_holds(
    card: Card, entry: Entry, condition: Condition, span: Span
) -> Iterator[Diagnostic]:
    name = condition.wire_name
    others = {one for one in _wire_names(card) if one != entry.wire_name}
    if name not in others:
        yield Diagnostic(
            codes.CONDITION_CANNOT_HOLD,
            f"{entry.wire_name}: {card.model} has no other input {name!r}",
            span,
            did_you_mean(name, others),
        )
    field = card.input(name)
    possible = _possible_values(field.kind) if field else ()
    for value in condition.values:
        if possible and value.lower() not in {one.lower() for one in possible}:
            yield Diagnostic(
                codes.CONDITION_CANNOT_HOLD,
                f"{entry.wire_name}: {name} is never {value!r}",
                span,
                did_you_mean(value, possible),
            )


def _required_then(
    card: Card, entry: Entry, forbids: Condition, correction: Conditions
) -> Iterator[Diagnostic]:
    field = card.input(entry.wire_name)
    for requires in field.corrections.required_when if field else ():
        if _hold_together(forbids, requires):
            yield Diagnostic(
                codes.REQUIRED_AND_FORBIDDEN,
                f"{entry.wire_name}: one {forbids.wire_name} requires and forbids it",
                correction.span,
                "take one of the two conditions out, or give them different values",
            )


def _hold_together(one: Condition, other: Condition) -> bool:
    """Whether some value of one input fulfils both conditions."""
    if one.wire_name != other.wire_name:
        return False
    values = {value.lower() for value in one.values}
    others = {value.lower() for value in other.values}
    return not values or not others or not values.isdisjoint(others)


def _wire_names(card: Card) -> Iterator[str]:
    for field in card.inputs or ():
        yield field.wire_name
        if isinstance(field.kind, File) and field.kind.companion:
            yield field.kind.companion


def _possible_values(kind: Kind) -> tuple[str, ...]:
    """The only values that an input can have; none where it can have many."""
    match kind:
        case HasOptions(values=values):
            return values
        case Switch():
            return tuple(text for pair in SPELLINGS for text in pair)
        case _:
            return ()

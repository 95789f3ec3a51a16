"""The rules by which two states of one input are told apart.

Each is a small function over the old and the new state. Whatever differs in an input,
one of them finds it.
"""

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from wirogen import contract
from wirogen.card import (
    Condition,
    Extra,
    File,
    HasOptions,
    Input,
    Multiselect,
    Number,
    Option,
    Select,
    Switch,
    Text,
    Unknown,
)
from wirogen.changes.forms import (
    broken_by_form,
    form,
    python_type,
    widened_by_form,
)
from wirogen.changes.grading import (
    ALL,
    BEHAVIOUR,
    BODIES,
    BREAKING,
    CLIENTS,
    COMPATIBLE,
    FLAGS,
    PYTHON,
    WORDS,
    Audience,
    Difference,
    Differences,
    Rule,
    backwards,
    differing,
    rule,
    rules_of,
)
from wirogen.changes.views import View
from wirogen.own_format.tree import kind_name
from wirogen.shown_values import (
    Bounds,
    bounds,
    conditions,
    extras,
    number,
    options,
    texts,
    yes_or_no,
)

_Case = tuple[str, str | None]

_EXCLUSIVE = ("exclusiveMinimum", "exclusiveMaximum")
_CONSTRAINTS = frozenset(
    {
        *(*_EXCLUSIVE, "pattern", "const", "enum", "not"),
        *("minItems", "maxItems", "uniqueItems", "allOf", "anyOf", "oneOf"),
        *("minimum", "maximum", "multipleOf", "minLength", "maxLength"),
        *("min", "max", "step"),
    }
)
"""Words of JSON Schema and of cards that leave values out. What is kept of them beside
an input is nothing that a reader could read.
"""


@rule(BREAKING, "was removed")
def input_removed(old: View | None, new: View | None) -> Differences:
    if old is not None and new is None:
        yield Difference(audiences=old.audiences)


@rule(COMPATIBLE, "was added")
def input_added(old: View | None, new: View | None) -> Differences:
    """It was not there, and those who call a model can do without it."""
    if old is None and new is not None:
        needed = (
            _who_must_give(new) if _is_ever_required(new) else frozenset[Audience]()
        )
        if reaches := new.audiences - needed:
            yield Difference(reason=_sent_unasked(new), audiences=reaches)


@rule(BREAKING, "was added and is required")
def required_input_added(old: View | None, new: View | None) -> Differences:
    """It was not there, and requests cannot do without it, at least not always."""
    if old is None and new is not None and _is_ever_required(new):
        yield Difference(
            about=None if new.required else conditions(_required_when(new)),
            reason=_main_text(new),
            audiences=_who_must_give(new),
        )


INPUT_PRESENCE: tuple[Rule[View | None], ...] = rules_of(globals())
"""Whether an input is there."""


@rule(BREAKING, "has another name on the wire", BODIES)
def input_renamed(old: View, new: View) -> Differences:
    if old.source.wire_name != new.source.wire_name:
        yield Difference(old.source.wire_name, new.source.wire_name)


@rule(BREAKING, "has another argument in Python", PYTHON)
def python_name_changed(old: View, new: View) -> Differences:
    if old.field and old.name != new.name:
        yield Difference(old.name, new.name, reason=_name_reason(old, new))


@rule(BREAKING, "has another flag", FLAGS)
def flag_changed(old: View, new: View) -> Differences:
    if old.field and old.flag != new.flag:
        yield Difference(old.flag, new.flag, reason=_name_reason(old, new))


def _name_reason(old: View, new: View) -> str:
    """Why its values are given to another name, where that is not its own wire name."""
    if any(input_renamed.find(old, new)):
        return ""
    if new.field is None:
        return "it takes the URLs of a file input now"
    if old.source.corrections.rename != new.source.corrections.rename:
        return "by a correction"
    if new.field.name != new.field.own_name:
        return "so that no two inputs have the same name"
    return "which no other input has now"


@rule(COMPATIBLE, "has an argument of its own now", CLIENTS)
def argument_added(old: View, new: View) -> Differences:
    """Its values were given to a file input, and have an argument of their own now."""
    if new.field and not old.field and not new.must_be_set:
        yield Difference(about=new.name)


@rule(BREAKING, "is required now")
def became_required(old: View, new: View) -> Differences:
    """Requests could do without it.

    Callers of a client that sent a default are told by `default_removed` where there
    is none now, and need do nothing where there is one.
    """
    if new.required and not old.required:
        reaches = ALL if old.sent is None and new.sent is None else BODIES
        yield Difference(
            reason=_sent_unasked(new) or _main_text(new), audiences=reaches
        )


@rule(WORDS, "is told otherwise to be required")
def required_told(old: View, new: View) -> Differences:
    """The source tells, or no longer tells, what is so anyway."""
    if old.source.required != new.source.required and old.required == new.required:
        yield Difference(yes_or_no(old.source.required), yes_or_no(new.source.required))


@rule(BREAKING, "is no longer sent by default and must be given", CLIENTS)
def default_removed(old: View, new: View) -> Differences:
    if old.sent is not None and new.must_be_set:
        yield _default_lost(old, new)


@rule(BEHAVIOUR, "no longer sends a value unasked", CLIENTS)
def default_not_sent(old: View, new: View) -> Differences:
    if old.sent is not None and new.sent is None and not new.must_be_set:
        yield _default_lost(old, new)


def _default_lost(old: View, new: View) -> Difference:
    """The default that was sent, and why there is none now."""
    shown = new.source.default
    was_refused = new.refused is not None
    reason = _refusal(new) if was_refused else "it is only a sample now"
    if shown is None:
        return Difference(old.sent, None)
    if shown == old.sent:
        return Difference(about=shown, reason=reason)
    return Difference(old.sent, shown, reason=reason)


def _refusal(view: View) -> str:
    """Why a default of the specification is not sent."""
    match view.source.kind:
        case Select():
            return "which is not one of the options"
        case Multiselect():
            return "which are not so many of the options"
        case Number():
            return "which its range or step does not allow"
        case _:
            return "which is not a value of its kind"


@rule(BEHAVIOUR, "sends another value unasked", CLIENTS)
def default_changed(old: View, new: View) -> Differences:
    both = old.sent is not None and new.sent is not None
    if both and not old.sends_like(new):
        yield Difference(old.sent, new.sent)


@rule(BEHAVIOUR, "sends a value unasked now", CLIENTS)
def default_sent(old: View, new: View) -> Differences:
    if not old.must_be_set and old.sent is None and new.sent is not None:
        yield Difference(None, new.sent, reason=_allowed_now(old))


@rule(COMPATIBLE, "has a default now and need not be given", CLIENTS)
def default_added(old: View, new: View) -> Differences:
    if old.must_be_set and new.sent is not None:
        yield Difference(about=new.sent, reason=_allowed_now(old))


def _allowed_now(old: View) -> str:
    return "" if old.refused is None else "its default was not allowed before"


@rule(COMPATIBLE, "is not required now")
def no_longer_required(old: View, new: View) -> Differences:
    """Requests could not do without it; see `became_required`."""
    if old.required and not new.required:
        reaches = ALL if old.sent is None and new.sent is None else BODIES
        yield Difference(audiences=reaches)


@rule(WORDS, "shows another default, which changes nothing that is sent")
def default_told(old: View, new: View) -> Differences:
    if old.source.default != new.source.default and old.sends_like(new):
        reason = _refusal(new) if new.refused is not None else ""
        yield Difference(old.source.default, new.source.default, reason=reason)


@rule(BREAKING, "takes another kind of value")
def kind_changed(old: View, new: View) -> Differences:
    """It takes another kind of value; a select that lists nothing is still a select."""
    reaches = broken_by_form(old, new)
    if form(old.source) != form(new.source) and reaches and not _selects(old, new):
        yield Difference(_form(old), _form(new), audiences=reaches)


@rule(COMPATIBLE, "takes other kinds of values, too")
def kind_widened(old: View, new: View) -> Differences:
    reaches = widened_by_form(old, new)
    if form(old.source) != form(new.source) and reaches and not _selects(old, new):
        yield Difference(_form(old), _form(new), audiences=reaches)


def _form(view: View) -> str:
    """What a body carries for an input, and what is allowed of it."""
    word = form(view.source)
    match view.source.kind:
        case Number() as kind if _range(kind) != (None, None):
            return f"{word}, {bounds(_range(kind))}"
        case HasOptions(values=values) if values:
            return f"{word} of {texts(values)}"
        case _:
            return word


@rule(WORDS, "is of another kind that takes any text, too")
def kind_told(old: View, new: View) -> Differences:
    before, after = kind_name(old.source.kind), kind_name(new.source.kind)
    if before != after and form(old.source) == form(new.source):
        yield Difference(before, after)


@rule(BREAKING, "has another type in Python")
def python_type_changed(old: View, new: View) -> Differences:
    """The same kind of value is written otherwise in Python, or as a flag."""
    before, after = python_type(old), python_type(new)
    reaches = broken_by_form(old, new) & CLIENTS
    alike = form(old.source) == form(new.source) or any(options_opened.find(old, new))
    if reaches and alike:
        reason = _numeric_reason({before, after}, "no whole number")
        yield Difference(before, after, reason=reason, audiences=reaches)


@rule(COMPATIBLE, "has a wider type in Python")
def python_type_widened(old: View, new: View) -> Differences:
    before, after = python_type(old), python_type(new)
    reaches = widened_by_form(old, new) & CLIENTS
    if reaches and form(old.source) == form(new.source):
        reason = _numeric_reason({before, after}, "a whole number")
        yield Difference(before, after, reason=reason, audiences=reaches)


def _numeric_reason(types: set[str | None], what: str) -> str:
    """Why a text is, or is not, written as a number, too."""
    both = types == {"str", "str | int"}
    return f"the value that it shows is {what} now" if both else ""


@rule(BREAKING, "has another form on the wire", BODIES)
def wire_form_changed(old: View, new: View) -> Differences:
    """A number or a switch travels as a text, or no longer does, or as another."""
    match old.source.kind, new.source.kind:
        case Number(wire=before), Number(wire=after) if before != after:
            yield Difference(before.value, after.value)
        case Switch(wire=was), Switch(wire=is_now) if was != is_now:
            yield Difference(_switch_form(was), _switch_form(is_now))


def _switch_form(wire: tuple[str, str] | tuple[int, int] | None) -> str:
    if wire is None:
        return "boolean"
    return texts(map(str, wire)) if isinstance(wire[0], str) else "number"


@rule(BREAKING, "allows fewer numbers")
def range_narrowed(old: View, new: View) -> Differences:
    match old.source.kind, new.source.kind:
        case Number() as before, Number() as after:
            was, is_now = _range(before), _range(after)
            if _is_narrower(was, is_now):
                yield Difference(bounds(was), bounds(is_now))


range_widened = backwards("allows more numbers", range_narrowed)


@rule(BREAKING, "has a step that allows fewer numbers")
def step_narrowed(old: View, new: View) -> Differences:
    """Numbers between the bounds are no longer allowed; where that is no more than that
    they are whole now, the kind tells it.
    """
    match old.source.kind, new.source.kind:
        case Number() as before, Number() as after:
            is_told = before.step is None and after.step == 1 and not before.integer
            is_step = before.step != after.step and not is_told
            if is_step and not _steps_within(before, after):
                yield Difference(number(before.step), number(after.step))


step_widened = backwards("has a step that allows more numbers", step_narrowed)


@rule(WORDS, "tells its step otherwise")
def step_told(old: View, new: View) -> Differences:
    """The source tells, or no longer tells, the step that whole numbers have anyway."""
    match old.source.kind, new.source.kind:
        case Number() as before, Number() as after if before.step != after.step:
            if _steps_within(before, after) and _steps_within(after, before):
                yield Difference(number(before.step), number(after.step))


@rule(BREAKING, "allows fewer lengths")
def length_narrowed(old: View, new: View) -> Differences:
    before, after = _lengths(old.source), _lengths(new.source)
    if before and after and _is_narrower(_felt(before), _felt(after)):
        yield Difference(bounds(before), bounds(after))


length_widened = backwards("allows more lengths", length_narrowed)


@rule(WORDS, "tells its lengths otherwise")
def length_told(old: View, new: View) -> Differences:
    """The source tells other lengths, which leave out no text more or less."""
    before, after = _lengths(old.source), _lengths(new.source)
    if before and after and before != after and _felt(before) == _felt(after):
        yield Difference(bounds(before), bounds(after))


@rule(BREAKING, "allows fewer numbers of options")
def count_narrowed(old: View, new: View) -> Differences:
    match old.source.kind, new.source.kind:
        case Multiselect() as before, Multiselect() as after:
            was, is_now = _counts(before), _counts(after)
            if _is_narrower(was, is_now):
                yield Difference(bounds(was), bounds(is_now))


count_widened = backwards("allows more numbers of options", count_narrowed)


@rule(BREAKING, "lost options")
def option_removed(old: View, new: View) -> Differences:
    if selects := _selects(old, new):
        before, after = selects
        gone = [value for value in before.values if value not in after.values]
        if after.values and gone:
            yield Difference(about=texts(gone))


@rule(COMPATIBLE, "has new options")
def option_added(old: View, new: View) -> Differences:
    if selects := _selects(old, new):
        before, after = selects
        came = [value for value in after.values if value not in before.values]
        if before.values and came:
            yield Difference(about=texts(came))


@rule(COMPATIBLE, "took only options and takes any text now")
def options_opened(old: View, new: View) -> Differences:
    if selects := _selects(old, new):
        before, after = selects
        if before.values and not after.values:
            reaches = widened_by_form(old, new)
            yield Difference(about=texts(before.values), audiences=reaches)


@rule(BREAKING, "took any text and takes only options now")
def options_closed(old: View, new: View) -> Differences:
    if selects := _selects(old, new):
        before, after = selects
        if after.values and not before.values:
            yield Difference(about=texts(after.values))


@rule(BREAKING, "has another constraint that is not understood")
def constraint_changed(old: View, new: View) -> Differences:
    """The source has a constraint that nobody checks here; it may refuse anything."""
    known = {extra.name: extra for extra in old.source.extras}
    for extra in _new_constraints(old, new):
        before = known.get(extra.name)
        yield Difference(extras((before,)) if before else None, extras((extra,)))


@rule(COMPATIBLE, "lost a constraint that is not understood")
def constraint_removed(old: View, new: View) -> Differences:
    for extra in _lost_constraints(old, new):
        yield Difference(about=extras((extra,)))


@rule(WORDS, "has other extras")
def extras_changed(old: View, new: View) -> Differences:
    """What the source says beside is another, constraints aside."""
    changed = (*_new_constraints(old, new), *_lost_constraints(old, new))
    aside = {extra.name for extra in changed}
    before, after = (
        tuple(extra for extra in view.source.extras if extra.name not in aside)
        for view in (old, new)
    )
    if before != after:
        yield Difference(extras(before), extras(after))


def _new_constraints(old: View, new: View) -> list[Extra]:
    """What is new of constraints; bounds in words of their own are told by the range
    that they changed.
    """
    find = range_narrowed.find
    has_other_range = any(find(old, new)) or any(find(new, old))
    return [
        extra
        for extra in new.source.extras
        if extra.name in _CONSTRAINTS
        and extra not in old.source.extras
        and not (has_other_range and extra.name in _EXCLUSIVE)
    ]


def _lost_constraints(old: View, new: View) -> list[Extra]:
    kept = {extra.name for extra in new.source.extras}
    return [
        extra
        for extra in old.source.extras
        if extra.name in _CONSTRAINTS and extra.name not in kept
    ]


@rule(WORDS, "has other words for an option")
def option_told(old: View, new: View) -> Differences:
    """An option has another label, description or extras."""
    for _, was, is_now in _other_options(old, new):
        if was and is_now and not _is_repeated_otherwise(was, is_now):
            yield Difference(options(was), options(is_now))


@rule(WORDS, "lists an option another number of times")
def option_repeated(old: View, new: View) -> Differences:
    """An option is listed again, or no more, and so is one without a value."""
    for value, was, is_now in _other_options(old, new):
        repeats = (
            _is_repeated_otherwise(was, is_now) if was and is_now else value is None
        )
        if repeats:
            yield Difference(_times(value, was), _times(value, is_now))


@rule(WORDS, "has its options in another order")
def options_reordered(old: View, new: View) -> Differences:
    if selects := _selects(old, new):
        before, after = (_by_value(select) for select in selects)
        stay = {
            value
            for value, listed in before.items()
            if len(listed) == len(after.get(value, ()))
        }
        was, is_now = ([o.value for o in one.options] for one in selects)
        was = [value for value in was if value in stay]
        is_now = [value for value in is_now if value in stay]
        if was != is_now:
            yield Difference(texts(was), texts(is_now))


@rule(BREAKING, "takes only one file now")
def files_to_one(old: View, new: View) -> Differences:
    match old.source.kind, new.source.kind:
        case File(many=True), File(many=False):
            yield Difference()


one_to_files = backwards("takes several files now", files_to_one)


@rule(BREAKING, "has another field for URLs", BODIES)
def companion_changed(old: View, new: View) -> Differences:
    match old.source.kind, new.source.kind:
        case File(companion=str(before)), File(companion=after) if before != after:
            yield Difference(before, after)


@rule(BEHAVIOUR, "has a field of its own for URLs now")
def companion_added(old: View, new: View) -> Differences:
    """URLs went into the input itself and go into a field of their own now."""
    match old.source.kind, new.source.kind:
        case File(companion=None), File(companion=str(after)):
            yield Difference(about=after)


@rule(BREAKING, "is required more often")
def required_when_added(old: View, new: View) -> Differences:
    was, is_now = _required_when(old), _required_when(new)
    if not old.required and _are_beyond(was, is_now):
        yield _conditions(was, is_now, _who_must_give(new))


@rule(COMPATIBLE, "is required less often")
def required_when_removed(old: View, new: View) -> Differences:
    was, is_now = _required_when(old), _required_when(new)
    if not new.required and _are_beyond(is_now, was):
        yield _conditions(was, is_now, _who_must_give(old))


@rule(BREAKING, "is required by what is sent unasked now", CLIENTS)
def required_by_default(old: View, new: View) -> Differences:
    """What is sent unasked meets a condition now under which it must be given."""
    was_not = not (old.required or old.is_required_by_default)
    is_now = new.is_required_by_default and new.sent is None
    if was_not and is_now and not any(required_when_added.find(old, new)):
        yield Difference(about=conditions(_required_when(new)))


@rule(BREAKING, "is forbidden more often")
def forbidden_when_added(old: View, new: View) -> Differences:
    was = old.source.corrections.forbidden_when
    is_now = new.source.corrections.forbidden_when
    if _are_beyond(was, is_now):
        yield _conditions(was, is_now, new.audiences)


forbidden_when_removed = backwards("is forbidden less often", forbidden_when_added)


@rule(BREAKING, "is forbidden by what is sent unasked now", CLIENTS)
def forbidden_by_default(old: View, new: View) -> Differences:
    """What is sent unasked meets a condition now under which it must not be given."""
    became = new.is_forbidden_by_default and not old.is_forbidden_by_default
    if became and not any(forbidden_when_added.find(old, new)):
        yield Difference(about=conditions(new.source.corrections.forbidden_when))


@rule(WORDS, "has its conditions written otherwise")
def conditions_told(old: View, new: View) -> Differences:
    """The same conditions are written otherwise, or matter to nobody."""
    before, after = old.source.corrections, new.source.corrections
    for was, is_now, more_often in (
        (before.required_when, after.required_when, required_when_added),
        (before.forbidden_when, after.forbidden_when, forbidden_when_added),
    ):
        if was != is_now and not (
            any(more_often.find(old, new)) or any(more_often.find(new, old))
        ):
            yield Difference(conditions(was), conditions(is_now))


@rule(WORDS, "has another correction, to no effect")
def correction_told(old: View, new: View) -> Differences:
    """A correction is made, or no longer made, that has no effect."""
    before, after = old.source.corrections, new.source.corrections
    effects = (
        ("rename", before.rename, after.rename, old.name != new.name),
        (
            "always_send",
            yes_or_no(before.always_send),
            yes_or_no(after.always_send),
            not old.sends_like(new),
        ),
        (
            "takes_file",
            yes_or_no(before.takes_file),
            yes_or_no(after.takes_file),
            python_type(old) != python_type(new),
        ),
    )
    for name, was, is_now, has_effect in effects:
        if was != is_now and not has_effect:
            yield Difference(was and f"{name}: {was}", is_now and f"{name}: {is_now}")


label_changed: Rule[View] = differing(
    "has another label", lambda view: view.source.label or None
)
help_changed: Rule[View] = differing(
    "has another help text", lambda view: view.source.help or None
)
type_changed: Rule[View] = differing(
    "has another type in its source", lambda view: view.source.type or None
)
sample_changed: Rule[View] = differing(
    "has another sample", lambda view: view.source.sample
)

INPUT_RULES: tuple[Rule[View], ...] = rules_of(globals(), INPUT_PRESENCE)
"""Every way in which an input can change, the gravest first."""


def _is_ever_required(view: View) -> bool:
    return view.required or bool(view.source.corrections.required_when)


def _who_must_give(view: View) -> frozenset[Audience]:
    """Those who have to give what requests cannot do without: bodies alone where a
    client sends a default.
    """
    return view.audiences if view.sent is None else BODIES


def _sent_unasked(view: View) -> str:
    return "" if view.sent is None else "its default is sent unasked"


def _main_text(view: View) -> str:
    is_main = view.source.required is None and view.required
    return "it is taken for the main text" if is_main and not _is_file(view) else ""


def _is_file(view: View) -> bool:
    return isinstance(view.source.kind, File)


def _required_when(view: View) -> tuple[Condition, ...]:
    return view.source.corrections.required_when


def _selects(old: View, new: View) -> tuple[HasOptions, HasOptions] | None:
    """The options of two selects, or of two multiselects, which are of another kind
    where they list none.
    """
    match old.source.kind, new.source.kind:
        case Select() as before, Select() as after:
            return before, after
        case Multiselect() as several, Multiselect() as others if bool(
            several.values
        ) is bool(others.values):
            return several, others
        case _:
            return None


def _other_options(
    old: View, new: View
) -> Iterator[tuple[str | None, tuple[Option, ...], tuple[Option, ...]]]:
    """Each value whose options are others now, and these before and after."""
    if selects := _selects(old, new):
        before, after = (_by_value(select) for select in selects)
        for value in dict.fromkeys((*before, *after)):
            was, is_now = before.get(value, ()), after.get(value, ())
            if was != is_now:
                yield value, was, is_now


def _times(value: str | None, listed: Sequence[Option]) -> str:
    words = {0: "not at all", 1: "once"}
    return f"{texts([value])} {words.get(len(listed), f'{len(listed)} times')}"


def _is_repeated_otherwise(was: tuple[Option, ...], is_now: tuple[Option, ...]) -> bool:
    """Whether the same options are there, another number of times."""
    same = dict.fromkeys(was).keys() == dict.fromkeys(is_now).keys()
    return same and len(was) != len(is_now)


def _by_value(select: HasOptions) -> dict[str | None, tuple[Option, ...]]:
    by_value: dict[str | None, tuple[Option, ...]] = {}
    for option in select.options:
        by_value[option.value] = (*by_value.get(option.value, ()), option)
    return by_value


def _range(kind: Number) -> Bounds:
    return kind.minimum, kind.maximum


def _counts(kind: Multiselect) -> Bounds:
    return kind.min_items or None, kind.max_items


def _lengths(source: Input) -> Bounds | None:
    """The lengths of an input that takes any text; None for any other."""
    match source.kind:
        case Text(min_length=least, max_length=most):
            return least, most
        case Unknown() | HasOptions(values=()):
            return None, None
        case _:
            return None


def _felt(lengths: Bounds) -> Bounds:
    """Every text has a length of zero or more, and none is as long as the ranges of
    numbers that some sources write into lengths.
    """
    least, most = lengths
    return (
        least if least is not None and least > 0 else None,
        most if most is not None and most <= contract.LONGER_THAN_ANY_TEXT else None,
    )


def _is_narrower(before: Bounds, after: Bounds) -> bool:
    """Whether bounds leave out something that others allow."""
    (least, most), (new_least, new_most) = before, after
    if new_least is not None and (least is None or new_least > least):
        return True
    return new_most is not None and (most is None or new_most < most)


def _steps_within(before: Number, after: Number) -> bool:
    """Whether every multiple of one step is one of the other, too."""
    fine, coarse = _step(after), _step(before)
    return fine is None or (coarse is not None and coarse % fine == 0)


def _step(kind: Number) -> Fraction | None:
    """The distance between two numbers that are allowed; None for any."""
    step = Fraction(kind.step) if kind.step else None
    if kind.integer:
        return Fraction(1 if step is None else step.numerator)
    return step


def _are_beyond(known: tuple[Condition, ...], others: tuple[Condition, ...]) -> bool:
    """Whether one of the others can hold where none of the known ones does."""
    met = {case for one in known for case in _cases(one)}
    return any(_is_new(case, met) for other in others for case in _cases(other))


def _conditions(
    before: tuple[Condition, ...],
    after: tuple[Condition, ...],
    audiences: frozenset[Audience],
) -> Difference:
    return Difference(conditions(before), conditions(after), audiences=audiences)


def _cases(condition: Condition) -> Iterator[_Case]:
    """An input and each value with which a condition holds; None for any but none."""
    for value in condition.values or (None,):
        yield condition.wire_name, None if value is None else value.lower()


def _is_new(case: _Case, met: Collection[_Case]) -> bool:
    name, value = case
    return case not in met and not (value and (name, None) in met)

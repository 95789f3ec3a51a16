"""The rules by which two states of one input are told apart.

Each is a small function over the old and the new state; `rule_table` gives it a name, a
grade and a sentence. Whatever differs in an input, one of them finds it.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction

from wirogen.card import (
    Choice,
    Condition,
    Extra,
    File,
    FreeText,
    Input,
    Number,
    Option,
    Unknown,
)
from wirogen.changes.grading import Differences
from wirogen.changes.views import View, form, python_type
from wirogen.own_format.tree import kind_name
from wirogen.shown_values import (
    Bounds,
    bounds,
    condition,
    conditions,
    extras,
    number,
    options,
    texts,
    yes_or_no,
)

_Case = tuple[str, str | None]

_CONSTRAINTS = frozenset(
    {
        *("exclusiveMinimum", "exclusiveMaximum", "pattern", "const", "not"),
        *("minItems", "maxItems", "uniqueItems", "allOf", "anyOf", "oneOf"),
    }
)
"""Words of JSON Schema that leave values out, and that no reader reads."""


def added(old: View | None, new: View | None) -> Differences:
    """It was not there, and requests can do without it."""
    if old is None and new is not None and not _is_ever_required(new):
        yield None, None


def added_and_required(old: View | None, new: View | None) -> Differences:
    """It was not there, and requests cannot do without it, at least not always."""
    if old is None and new is not None and _is_ever_required(new):
        yield None, None


def renamed(old: View, new: View) -> Differences:
    """It goes by another wire name."""
    if old.given.wire_name != new.given.wire_name:
        yield old.given.wire_name, new.given.wire_name


def python_name(old: View, new: View) -> Differences:
    """The field of the request class has another name, or is gone."""
    if not any(renamed(old, new)) and old.name not in {None, new.name}:
        yield old.name, new.name


def flag(old: View, new: View) -> Differences:
    """The flag has another name though the field has not."""
    if old.name == new.name and old.flag != new.flag:
        yield old.flag, new.flag


def became_required(old: View, new: View) -> Differences:
    """Requests could do without it."""
    if new.required and not old.required:
        yield None, None


def required_told(old: View, new: View) -> Differences:
    """The source tells, or no longer tells, what is so anyway."""
    if old.given.required != new.given.required and old.required == new.required:
        yield yes_or_no(old.given.required), yes_or_no(new.given.required)


def default_removed(old: View, new: View) -> Differences:
    """Callers could leave it to its default and must give a value now."""
    if old.sent is not None and new.must_be_given:
        yield old.sent, None


def default_changed(old: View, new: View) -> Differences:
    """Requests carry something else when the caller says nothing."""
    both = old.sent is not None and new.sent is not None
    if both and not old.sends_like(new):
        yield old.sent, new.sent


def default_sent(old: View, new: View) -> Differences:
    """Requests carried nothing when the caller says nothing, and carry something."""
    if not old.must_be_given and old.sent is None and new.sent is not None:
        yield None, new.sent


def default_told(old: View, new: View) -> Differences:
    """The source shows another default, and what is sent stays the same."""
    if old.given.default != new.given.default and old.sends_like(new):
        yield old.given.default, new.given.default


def kind(old: View, new: View) -> Differences:
    """It takes another kind of value; a select that lists nothing is still a select."""
    before, after = form(old.given), form(new.given)
    if before != after and not _selects(old, new):
        yield before, after


def kind_told(old: View, new: View) -> Differences:
    """The source has another word for what takes any text."""
    before, after = kind_name(old.given.kind), kind_name(new.given.kind)
    if before != after and form(old.given) == form(new.given):
        yield before, after


def python_type_changed(old: View, new: View) -> Differences:
    """The same kind of value is written otherwise in Python."""
    before, after = python_type(old), python_type(new)
    has_both = before is not None and after is not None
    changed = before != after and form(old.given) == form(new.given)
    if has_both and changed and not any(python_type_widened(old, new)):
        yield before, after


def python_type_widened(old: View, new: View) -> Differences:
    """A text may now be written as a whole number."""
    before, after = python_type(old), python_type(new)
    if (before, after) == ("str", "str | int"):
        yield before, after


def wire_form(old: View, new: View) -> Differences:
    """A number travels as a text, or no longer does."""
    match old.given.kind, new.given.kind:
        case Number(wire=before), Number(wire=after) if before != after:
            yield before.value, after.value


def range_narrowed(old: View, new: View) -> Differences:
    """Numbers that were allowed are so no more."""
    match old.given.kind, new.given.kind:
        case Number() as before, Number() as after:
            was, is_now = _range(before), _range(after)
            if _is_narrower(was, is_now):
                yield bounds(was), bounds(is_now)


def step_narrowed(old: View, new: View) -> Differences:
    """Numbers between the bounds are no longer allowed."""
    match old.given.kind, new.given.kind:
        case Number() as before, Number() as after:
            if before.step != after.step and not _steps_within(before, after):
                yield number(before.step), number(after.step)


def step_told(old: View, new: View) -> Differences:
    """The source tells, or no longer tells, the step that whole numbers have anyway."""
    match old.given.kind, new.given.kind:
        case Number() as before, Number() as after if before.step != after.step:
            if _steps_within(before, after) and _steps_within(after, before):
                yield number(before.step), number(after.step)


def length_narrowed(old: View, new: View) -> Differences:
    """Texts that were allowed are so no more."""
    before, after = _lengths(old.given), _lengths(new.given)
    if before and after and _is_narrower(_positive(before), _positive(after)):
        yield bounds(before), bounds(after)


def length_told(old: View, new: View) -> Differences:
    """The source tells, or no longer tells, that texts may be empty."""
    before, after = _lengths(old.given), _lengths(new.given)
    if before and after and before != after and _positive(before) == _positive(after):
        yield bounds(before), bounds(after)


def options_removed(old: View, new: View) -> Differences:
    """Options that could be chosen are gone."""
    if selects := _selects(old, new):
        before, after = selects
        if gone := [value for value in before.values if value not in after.values]:
            yield texts(gone), None


def options_closed(old: View, new: View) -> Differences:
    """A select that listed nothing took any text, and lists options now."""
    if selects := _selects(old, new):
        before, after = selects
        if after.values and not before.values:
            yield None, texts(after.values)


def constraint_changed(old: View, new: View) -> Differences:
    """The source has a constraint that nobody checks here; it may refuse anything."""
    known = {extra.name: extra for extra in old.given.extras}
    for extra in _new_constraints(old, new):
        before = known.get(extra.name)
        yield extras((before,)) if before else None, extras((extra,))


def extras_changed(old: View, new: View) -> Differences:
    """What the source says beside is another, new constraints aside."""
    aside = {extra.name for extra in _new_constraints(old, new)}
    before, after = (
        tuple(extra for extra in view.given.extras if extra.name not in aside)
        for view in (old, new)
    )
    if before != after:
        yield extras(before), extras(after)


def _new_constraints(old: View, new: View) -> list[Extra]:
    return [
        extra
        for extra in new.given.extras
        if extra.name in _CONSTRAINTS and extra not in old.given.extras
    ]


def options_told(old: View, new: View) -> Differences:
    """An option has another label, description or extras, or is repeated otherwise."""
    if selects := _selects(old, new):
        before, after = (_by_value(select) for select in selects)
        for value in dict.fromkeys((*before, *after)):
            was, is_now = before.get(value, ()), after.get(value, ())
            stays = value in before and value in after
            if was != is_now and (stays or value is None):
                yield options(was), options(is_now)


def options_reordered(old: View, new: View) -> Differences:
    """The options that stay stand in another order."""
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
            yield texts(was), texts(is_now)


def one_file_only(old: View, new: View) -> Differences:
    """It took several files and takes one."""
    match old.given.kind, new.given.kind:
        case File(many=True), File(many=False):
            yield None, None


def companion_changed(old: View, new: View) -> Differences:
    """URLs went into another field than they do now."""
    match old.given.kind, new.given.kind:
        case File(companion=str(before)), File(companion=after) if before != after:
            yield before, after


def companion_added(old: View, new: View) -> Differences:
    """URLs went into the input itself and go into a field of their own now."""
    match old.given.kind, new.given.kind:
        case File(companion=None), File(companion=str(after)):
            yield None, after


def required_more_often(old: View, new: View) -> Differences:
    """There are new conditions under which it must be given."""
    corrections = new.given.corrections
    known = old.given.corrections.required_when
    if not old.required:
        yield from _conditions_beyond(known, corrections.required_when)


def required_by_default(old: View, new: View) -> Differences:
    """What is sent unasked meets a condition now under which it must be given."""
    was_not = not (old.required or old.is_required_by_default)
    if (
        was_not
        and new.is_required_by_default
        and not any(required_more_often(old, new))
    ):
        yield None, conditions(new.given.corrections.required_when)


def forbidden_more_often(old: View, new: View) -> Differences:
    """There are new conditions under which it must not be given."""
    corrections = new.given.corrections
    known = old.given.corrections.forbidden_when
    yield from _conditions_beyond(known, corrections.forbidden_when)


def forbidden_by_default(old: View, new: View) -> Differences:
    """What is sent unasked meets a condition now under which it must not be given."""
    became = new.is_forbidden_by_default and not old.is_forbidden_by_default
    if became and not any(forbidden_more_often(old, new)):
        yield None, conditions(new.given.corrections.forbidden_when)


def conditions_told(old: View, new: View) -> Differences:
    """The same conditions are written otherwise, or matter to nobody."""
    before, after = old.given.corrections, new.given.corrections
    for was, is_now, rule in (
        (before.required_when, after.required_when, required_more_often),
        (before.forbidden_when, after.forbidden_when, forbidden_more_often),
    ):
        if was != is_now and not (any(rule(old, new)) or any(rule(new, old))):
            yield conditions(was), conditions(is_now)


def corrections_told(old: View, new: View) -> Differences:
    """A correction is made, or no longer made, that has no effect."""
    before, after = old.given.corrections, new.given.corrections
    if before.rename != after.rename and old.name == new.name:
        yield before.rename, after.rename
    if before.always_send != after.always_send and old.sends_like(new):
        yield yes_or_no(before.always_send), yes_or_no(after.always_send)
    types = {python_type(old), python_type(new)}
    same_type = len(types) == 1 or None in types
    if before.takes_file != after.takes_file and same_type:
        yield yes_or_no(before.takes_file), yes_or_no(after.takes_file)


def _is_ever_required(view: View) -> bool:
    return view.required or bool(view.given.corrections.required_when)


def _selects(old: View, new: View) -> tuple[Choice, Choice] | None:
    match old.given.kind, new.given.kind:
        case Choice() as before, Choice() as after:
            return before, after
        case _:
            return None


def _by_value(select: Choice) -> dict[str | None, tuple[Option, ...]]:
    by_value: dict[str | None, tuple[Option, ...]] = {}
    for option in select.options:
        by_value[option.value] = (*by_value.get(option.value, ()), option)
    return by_value


def _range(kind: Number) -> Bounds:
    return kind.minimum, kind.maximum


def _lengths(given: Input) -> Bounds | None:
    """The lengths of an input that takes any text; None for any other."""
    match given.kind:
        case FreeText(min_length=least, max_length=most):
            return least, most
        case Unknown() | Choice(values=()):
            return None, None
        case _:
            return None


def _positive(lengths: Bounds) -> Bounds:
    """Every text has a length of zero or more."""
    least, most = lengths
    return (least if least is not None and least > 0 else None), most


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


def _conditions_beyond(
    known: tuple[Condition, ...], others: tuple[Condition, ...]
) -> Differences:
    """The conditions that can hold where none of the known ones does."""
    met = {case for one in known for case in _cases(one)}
    for other in others:
        if any(_is_new(case, met) for case in _cases(other)):
            yield None, condition(other.wire_name, other.values)


def _cases(condition: Condition) -> Iterator[_Case]:
    """An input and each value with which a condition holds; None for any but none."""
    for value in condition.values or (None,):
        yield condition.wire_name, None if value is None else value.lower()


def _is_new(case: _Case, met: Collection[_Case]) -> bool:
    name, value = case
    return case not in met and not (value and (name, None) in met)

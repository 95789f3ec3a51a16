"""What becomes of the values that a specification gives: the table that money hangs on.

| the source gives                     | for                    | it is                |
|--------------------------------------|------------------------|----------------------|
| a value that its constraints allow   | select, number, switch | the default: sent    |
| a value that they do not allow       | select, number, switch | refused: never sent  |
| options that its constraints allow   | multiselect            | the default: sent    |
| others, or too many or too few       | multiselect            | refused: never sent  |
| none of the options                  | multiselect            | nothing              |
| any value                            | file                   | a sample: never sent |
| any value, input required            | free text              | a sample             |
| any value, not required              | free text              | a sample             |
| any value, required not said         | free text              | the default          |
| the same, for the model's main text  | free text              | a sample             |

A select that lists no options allows every value. A correction (`always_send`) makes
the sample of a free text its default.
"""

import re
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from wirogen.card import (
    SPELLINGS,
    Card,
    File,
    HasOptions,
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
    truth_of,
)
from wirogen.contract.model import Json, PythonScalar, PythonValue
from wirogen.plain_tree import number_in
from wirogen.wire_names import names_file_url

MAIN_TEXTS = (
    "prompt",
    "text",
    "script",
    "lyrics",
    "question",
    "query",
    "message",
    "content",
)
"""Names of a model's main text, the likeliest first. A free text of such a name is
required where the source does not say; `required` in the overrides settles it.
"""

OPPOSITES = SPELLINGS[:3]
"""Pairs of options that make a select a flag in disguise, the one for True first; `1`
and `0`, `y` and `n` may be options for their own sake.
"""

_DIGITS_OF_INTS = 22
"""Up to here a power of ten is a double, exactly."""

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,17}")
_PLAIN = re.compile(r"-?[0-9]{1,99}(\.[0-9]{1,99})?")


class Role(StrEnum):
    """What a value of the source is to a client."""

    DEFAULT = "default"
    SAMPLE = "sample"
    REFUSED = "refused"


def role_of_default(card: Card, field: Input) -> Role | None:
    """What the value is that the source calls the input's default; None without one."""
    if field.default is None:
        return None
    match field.kind:
        case Multiselect() if field.kind.chosen(field.default) == ():
            return None
        case Select() | Multiselect() | Number() | Switch():
            allowed = allows(field.kind, field.default)
            return Role.DEFAULT if allowed else Role.REFUSED
        case File():
            return Role.SAMPLE
        case Text() | Unknown():
            unknown = field.required is None and not is_main_text(card, field)
            sent = unknown or field.corrections.always_send
            return Role.DEFAULT if sent else Role.SAMPLE
    assert_never(field.kind)


def is_required(card: Card, field: Input) -> bool:
    """Whether a caller must give the input: the source says so, of itself or of the
    field that takes its URLs, or it is the main text of a model whose source does not
    say.
    """
    wire_name = companion_of(card, field)
    companion = None if wire_name is None else card.input(wire_name)
    if companion is not None and companion.required:
        return True
    if field.required is None:
        return is_main_text(card, field)
    return field.required


def fields_of(card: Card) -> tuple[Input, ...]:
    """The inputs that a caller gives: all but those that take the URLs of a file input,
    whose field stands for both.
    """
    inputs = card.inputs or ()
    companions = {companion_of(card, field) for field in inputs}
    return tuple(field for field in inputs if field.wire_name not in companions)


def companion_of(card: Card, field: Input) -> str | None:
    """The wire name of the field that takes the URLs of a file input; None where there
    is none. What the source calls so is none where it takes files itself, and where it
    is an earlier input's: every field has one place.
    """
    if not isinstance(field.kind, File) or field.kind.companion is None:
        return None
    name = field.kind.companion
    other = card.input(name)
    owners = (
        each.wire_name
        for each in card.inputs or ()
        if isinstance(each.kind, File) and each.kind.companion == name
    )
    takes_files = other is not None and isinstance(other.kind, File)
    is_first = next(owners, field.wire_name) == field.wire_name
    return name if is_first and not takes_files else None


def is_main_text(card: Card, field: Input) -> bool:
    """Whether the input is the model's main text: the likeliest of `MAIN_TEXTS`."""
    if field.wire_name not in MAIN_TEXTS:
        return False
    texts = {
        each.wire_name for each in card.inputs or () if isinstance(each.kind, Text)
    }
    main = next((name for name in MAIN_TEXTS if name in texts), None)
    return field.wire_name == main


def allows(kind: Kind, value: str) -> bool:
    """Whether an input's own constraints allow a value, written as text."""
    match kind:
        case Select():
            return not kind.values or value in kind.values
        case Multiselect():
            return not kind.values or _allows_several(kind, kind.chosen(value))
        case Number():
            number = decimal_of(value)
            return number is not None and _number_allows(kind, number)
        case Switch():
            return truth_of(value) is not None
        case Text() | File() | Unknown():
            return True
    assert_never(kind)


def _allows_several(kind: Multiselect, options: tuple[str, ...] | None) -> bool:
    if options is None or len(set(options)) < len(options):
        return False
    least, most = kind.min_items, kind.max_items
    return (least or 0) <= len(options) and (most is None or len(options) <= most)


def decimal_of(text: str) -> Decimal | None:
    """The number that a text holds; None where it holds none that can be sent."""
    return number_in(text.strip())


def holds_whole_number(field: Input) -> bool:
    """Whether a free text holds a whole number by what its source shows (`seed`)."""
    shown = field.default or field.sample or ""
    return isinstance(field.kind, Text) and _WHOLE.fullmatch(shown) is not None


def takes_file(field: Input) -> bool:
    """Whether a free text is the URL of a file: its name says so (`inputImageUrl` does,
    `websiteUrl` does not), or a correction does.
    """
    if field.corrections.takes_file is not None:
        return field.corrections.takes_file
    return isinstance(field.kind, Text) and names_file_url(field.wire_name)


def is_switch(field: Input) -> bool:
    """Whether an input is True or False: a boolean, or a select of two opposite options
    (`on` and `off`), whatever their case.
    """
    return isinstance(field.kind, Switch) or opposites(field) is not None


def opposites(field: Input) -> tuple[str, str] | None:
    """The options of a flag in disguise, as the source writes them: True's, False's."""
    if not isinstance(field.kind, Select) or len(field.kind.values) != 2:
        return None
    folded = {value.lower(): value for value in field.kind.values}
    for yes, no in OPPOSITES:
        if folded.keys() == {yes, no}:
            return folded[yes], folded[no]
    return None


def are_whole_numbers(options: tuple[Option, ...]) -> bool:
    """Whether the options of a select are whole numbers and not the numbers of
    something: every value is one, and every label repeats it (`5`, `10 seconds`).
    """
    usable = [option for option in options if option.value is not None]
    return bool(usable) and all(_counts(option) for option in usable)


def wire_value(field: Input, text: str) -> Json:
    """The wire value that a value of the specification is; None where the input's own
    constraints do not allow it.
    """
    match field.kind:
        case Number() as kind:
            value = decimal_of(text)
            if value is None or not allows(kind, text):
                return None
            as_text = kind.wire is NumberWire.TEXT
            return _number_text(text, value) if as_text else plain_number(value)
        case Switch():
            return _switched(field.kind, truth_of(text))
        case Text(min_length=least, max_length=most):
            short = least is not None and len(text) < least
            long = most is not None and len(text) > most
            return None if short or long else text
        case Select() as kind:
            return text if allows(kind, text) else None
        case Multiselect(values=()):
            return text
        case Multiselect() as kind:
            return kind.chosen(text) if allows(kind, text) else None
        case File() | Unknown():
            return text
    assert_never(field.kind)


def _switched(kind: Switch, is_on: bool | None) -> Json:
    if kind.wire is None or is_on is None:
        return is_on
    return kind.wire[0 if is_on else 1]


def python_value(field: Input, text: str) -> PythonValue:
    """The Python value of an allowed value of the specification."""
    match field.kind:
        case Number(integer=integer):
            number = Decimal(text)
            return int(number) if integer else _double(number)
        case Switch():
            return truth_of(text) is True
        case Select():
            return option_value(field, text)
        case Multiselect(values=()):
            return text
        case Multiselect(options=options) as kind:
            listed = kind.chosen(text) or ()
            return tuple(_option_in_python(options, each) for each in listed)
        case Text() | File() | Unknown():
            return text
    assert_never(field.kind)


def _double(number: Decimal) -> int | float:
    """A number as a double; a whole one that no double is stays what it is."""
    double = float(number)
    is_short = number.adjusted() < _DIGITS_OF_INTS
    is_whole = is_short and number == number.to_integral_value()
    return int(number) if is_whole and int(number) != double else double


def option_value(field: Input, text: str) -> PythonScalar:
    """The Python value of one option of an input that has some, as conditions name it;
    the text itself where there is no such option.
    """
    pair = opposites(field)
    if pair and text in pair:
        return text == pair[0]
    options = field.kind.options if isinstance(field.kind, HasOptions) else ()
    return _option_in_python(options, text)


def _option_in_python(options: tuple[Option, ...], text: str) -> str | int:
    python = {str(value): value for value, _ in python_values(options)}
    return python.get(text, text)


def plain_number(value: Decimal | None) -> int | float | None:
    """A number as programs have it: an int where it is whole, else a double; one that
    is very large is a double, too, as it would be in a body.
    """
    if value is None:
        return None
    is_int = value.adjusted() < _DIGITS_OF_INTS and value == value.to_integral_value()
    return int(value) if is_int else float(value)


def labels_of(options: tuple[Option, ...]) -> dict[str, tuple[str, ...]]:
    """The values of a select, each with the different words that tell what it is."""
    labels: dict[str, list[str]] = {}
    for option in options:
        if option.value is not None:
            words = labels.setdefault(option.value, [])
            words.extend(
                text
                for text in dict.fromkeys((option.label, option.description))
                if text and text != option.value and text not in words
            )
    return {value: tuple(words) for value, words in labels.items()}


def python_values(
    options: tuple[Option, ...],
) -> tuple[tuple[str | int, tuple[str, ...]], ...]:
    """Each value of a select once, with its different labels. Where all values are
    whole numbers that their labels repeat (`5`, `10 seconds`), they are ints.
    """
    whole = are_whole_numbers(options)
    return tuple(
        (int(value) if whole else value, labels)
        for value, labels in labels_of(options).items()
    )


def _counts(option: Option) -> bool:
    value, label = option.value or "", option.label
    if not _WHOLE.fullmatch(value):
        return False
    return not label or re.search(rf"(?<!\d){value}(?!\d)", label) is not None


def _number_text(text: str, value: Decimal) -> str:
    """The text of a number: as the source writes it, unless only Python reads that."""
    return text if _PLAIN.fullmatch(text) else format(value, "f")


def _number_allows(kind: Number, number: Decimal) -> bool:
    return (
        (not kind.integer or number == number.to_integral_value())
        and (kind.minimum is None or number >= kind.minimum)
        and (kind.maximum is None or number <= kind.maximum)
        and _is_on_step(kind, number)
    )


def _is_on_step(kind: Number, number: Decimal) -> bool:
    """Whether a number is one of a step's multiples, counted from zero or from the
    minimum. A remainder of Decimals fails where the quotient has more digits than its
    context.
    """
    starts = (Fraction(0), Fraction(kind.minimum or 0))
    step = Fraction(kind.step or 0)
    return not step or any((Fraction(number) - start) % step == 0 for start in starts)

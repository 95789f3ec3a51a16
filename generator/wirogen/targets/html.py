"""Contracts → the plan of a site: a catalogue, and for each model a page with a form.

A page holds what a caller reads, and `data`: what the scripts of the site need to judge
a form and to write its calls. Texts are outside text: they become HTML only through the
filters of `wirogen.render.html`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from typing import Any, assert_never

from wirogen.card import PRICE_METHODS, ModelId, Price, Prices, clean_slug
from wirogen.changes import Grade, History, sentence_of
from wirogen.characters import INVISIBLE
from wirogen.contract import (
    Condition,
    Contract,
    Files,
    FileUrl,
    HasBounds,
    HasOptions,
    Input,
    Json,
    Multiselect,
    Number,
    Option,
    PythonScalar,
    PythonValue,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    WholeNumber,
    plain_number,
)
from wirogen.contract.texts import one_line
from wirogen.targets.entries import Entry
from wirogen.targets.examples import example_of, run_url
from wirogen.targets.input_entries import InputEntry, input_entry
from wirogen.targets.runtime import WHOLE, Runtime
from wirogen.targets.texts import shortened


class Control(StrEnum):
    """What a value is typed or chosen in: a line, an area of lines (of text, or one
    file a line), a list of choices, a group of check boxes.
    """

    LINE = "line"
    AREA = "area"
    LIST = "list"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One row of a list of choices; `key` is empty for the row that chooses nothing."""

    key: str
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """An input in a form. `wire_name` is its key in a body, as far as it can be shown;
    `takes` what it takes, where that is not plain to see; `filled` is what stands there
    at first, `shown` what is shown in its place where that is empty.
    """

    entry: InputEntry
    wire_name: str
    takes: str
    control: Control
    is_number: bool
    is_file: bool
    filled: str
    shown: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer to a question of the catalogue: the key that scripts know it by, its
    words, and how many models have it.
    """

    key: str
    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A question of the catalogue that divides its models, with its answers."""

    name: str
    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A model's answers to a question of the catalogue, by their keys."""

    name: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """A model in the catalogue; `price` is empty where none is told, and `changed`
    where no change of it is.
    """

    path: str
    model: str
    title: str
    summary: str
    categories: tuple[str, ...]
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    price: str
    changed: str
    answers: tuple[Answers, ...]

    def answered(self, name: str) -> tuple[str, ...]:
        """Its answers to the question of that name."""
        return next(each.keys for each in self.answers if each.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastChange:
    """A change of a model in a sentence, and how much it matters."""

    grade: Grade
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """The changes of a model in one report of the history, and when they were made."""

    when: str
    changes: tuple[PastChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """The page of one model; `up` leads to the folder of the site. `cover` is empty, or
    the address of a picture. `past` is what changed lately, the newest first.
    `has_command` says whether the package has a command line.
    """

    path: str
    up: str
    row: ModelRow
    cover: str
    prices: tuple[str, ...]
    fields: tuple[FormField, ...]
    past: tuple[Past, ...]
    has_command: bool
    data: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The first page of a site; `filters` are the questions that divide its models."""

    path: str
    up: str
    package: str
    rows: tuple[ModelRow, ...]
    filters: tuple[Filter, ...]


def plan_model_page(
    contract: Contract,
    package: str,
    history: History = (),
    runtime: Runtime = WHOLE,
) -> ModelPage:
    """The page of a model, for a client that is the package of this dotted name and
    uses such a runtime.
    """
    cover = contract.source.cover
    prices = tuple(_price_lines(contract.prices))
    past = tuple(islice(_past(contract.model, history), _MOST_PAST))
    row = _row(contract, next(iter(prices), ""), past[0].when if past else "")
    return ModelPage(
        path=row.path,
        up="../",
        row=row,
        cover=cover if _ADDRESS.fullmatch(cover) else "",
        prices=prices,
        fields=tuple(map(_field, contract.listed)),
        past=past,
        has_command="cli" in runtime.rooms,
        data=_data(contract, package, runtime),
    )


def entry_of(row: ModelRow) -> Entry:
    """A row of the catalogue as it is kept with the page that it leads to."""
    about = json.dumps(asdict(row), ensure_ascii=False)
    return Entry(model=row.model, path=row.path, title=row.title, about=about)


def plan_catalogue(entries: Iterable[Entry], package: str) -> Catalogue:
    """The catalogue of a site's models."""
    rows = [_row_of(entry) for entry in entries]
    return Catalogue(
        path="index.html",
        up="",
        package=package,
        rows=tuple(rows),
        filters=tuple(_filters(rows)),
    )


def _row_of(entry: Entry) -> ModelRow:
    words = {name: _frozen(value) for name, value in json.loads(entry.about).items()}
    answers = tuple(Answers(**each) for each in words.pop("answers"))
    return ModelRow(answers=answers, **words)


def _frozen(value: Any) -> Any:
    """A value of a row that stood in JSON, where tuples are lists."""
    match value:
        case list():
            return tuple(map(_frozen, value))
        case dict():
            return {name: _frozen(part) for name, part in value.items()}
        case _:
            return value


# --- the catalogue ------------------------------------------------------------------

_ADDRESS = re.compile(r"https?://[!-~]+")
_QUESTIONS = {
    "owner": "Owner",
    "takes": "Takes",
    "gives": "Gives",
    "category": "Category",
    "price": "Price",
    "changed": "Changed",
}
_FILE_KINDS = {
    "image": ("image", "photo", "picture", "mask", "frame", "cover"),
    "video": ("video",),
    "audio": ("audio", "voice", "music", "song", "speech"),
    "document": ("document", "pdf"),
}
_GIVEN = re.compile(r"(?:^|-)to-(image|video|audio|speech|music|text|3d)\b")
_SOUNDS = ("speech", "music")
_PRICE_CLASSES = {
    "cent": ("up to $0.01 a run", Decimal("0.01")),
    "dime": ("up to $0.10 a run", Decimal("0.10")),
    "more": ("more than $0.10 a run", Decimal("Infinity")),
}
_UNTOLD = "untold"


def _row(contract: Contract, price: str, changed: str) -> ModelRow:
    lines = map(one_line, contract.source.categories)
    categories = tuple(dict.fromkeys(filter(None, lines)))
    takes, gives = tuple(_kinds_taken(contract)), tuple(_output_kinds(categories))
    answers = {
        "owner": (contract.model.owner,),
        "takes": takes,
        "gives": gives,
        "category": tuple(filter(None, map(clean_slug, categories))),
        "price": (_price_class(contract.prices),),
        "changed": tuple(filter(None, (clean_slug(changed),))),
    }
    return ModelRow(
        path=f"{contract.file_stem}.html",
        model=str(contract.model),
        title=contract.title or str(contract.model),
        summary=contract.summary,
        categories=categories,
        takes=takes,
        gives=gives,
        price=price,
        changed=changed,
        answers=tuple(Answers(name=name, keys=keys) for name, keys in answers.items()),
    )


def _filters(rows: Sequence[ModelRow]) -> Iterator[Filter]:
    words = {clean_slug(each): each for row in rows for each in row.categories}
    words |= {clean_slug(row.changed): row.changed for row in rows}
    words |= {key: words for key, (words, _) in _PRICE_CLASSES.items()}
    words[_UNTOLD] = "not told"
    for name, question in _QUESTIONS.items():
        counts = Counter(key for row in rows for key in row.answered(name))
        if len({row.answered(name) for row in rows}) > 1:
            yield Filter(
                name=name,
                question=question,
                answers=tuple(
                    Answer(key=key, words=words.get(key, key), count=counts[key])
                    for key in sorted(counts, reverse=name == "changed")
                ),
            )


def _kinds_taken(contract: Contract) -> Iterator[str]:
    """What a caller gives beside settings: texts, and files by their kinds."""
    shapes = [each.shape for each in contract.listed]
    files = [
        each.wire_name.lower()
        for each in contract.listed
        if isinstance(each.shape, Files | FileUrl)
    ]
    if any(isinstance(shape, Text) and not _is_number(shape) for shape in shapes):
        yield "text"
    for kind, words in _FILE_KINDS.items():
        if any(word in name for name in files for word in words):
            yield kind


def _output_kinds(categories: Iterable[str]) -> Iterator[str]:
    """What a model gives, where its categories say so: `text-to-image`."""
    found = (_GIVEN.search(each.lower()) for each in categories)
    kinds = (each[1] for each in found if each)
    yield from dict.fromkeys("audio" if each in _SOUNDS else each for each in kinds)


# --- what changed -------------------------------------------------------------------

_MOST_PAST = 5


def _past(model: ModelId, history: History) -> Iterator[Past]:
    """The changes of a model that are more than words, the gravest of a time first."""
    for then in history:
        changes = sorted(
            (c for c in then.changes if c.model == model and c.grade != Grade.WORDS),
            key=lambda change: change.grade.rank,
        )
        if changes:
            yield Past(
                when=one_line(then.when),
                changes=tuple(
                    PastChange(grade=each.grade, sentence=one_line(sentence_of(each)))
                    for each in changes
                ),
            )


# --- prices -------------------------------------------------------------------------


def _price_lines(prices: Prices | None) -> Iterator[str]:
    """What a run costs, one sentence a row; the shortest word for it first."""
    if prices is None:
        return
    if prices.approximate is not None:
        yield f"about {_dollars(prices.approximate)} a run"
    if prices.per_second is not None:
        yield f"{_dollars(prices.per_second)} {PRICE_METHODS['cps']}"
    yield from map(_price_line, prices.table)


def _price_line(row: Price) -> str:
    unit = PRICE_METHODS.get(row.method) or f"by {one_line(row.method)}"
    words = f"{_dollars(row.price)} {unit}"
    if row.price_extra is not None:
        words += f", {_dollars(row.price_extra)} for each further one"
    if row.price_input is not None:
        words += f", {_dollars(row.price_input)} for inputs"
    conditions = (
        f"{one_line(name)} is {one_line(value)}" for name, value in row.inputs
    )
    when = " and ".join(conditions)
    return f"{words} when {when}" if when else words


def _price_class(prices: Prices | None) -> str:
    """About what a run costs: the answer to a question of the catalogue."""
    if prices is None:
        return _UNTOLD
    runs = [row.price for row in prices.table if row.method == "cpr"]
    if prices.approximate is not None:
        runs = [prices.approximate]
    if not runs:
        return _UNTOLD
    most = max(runs)
    return next(key for key, (_, limit) in _PRICE_CLASSES.items() if most <= limit)


def _dollars(amount: Decimal) -> str:
    text = format(amount, "f")
    return f"${text.rstrip('0').rstrip('.') if '.' in text else text}"


# --- the form -----------------------------------------------------------------------


def _field(source: Input) -> FormField:
    entry = input_entry(source)
    return FormField(
        entry=entry,
        wire_name=one_line(source.wire_name),
        takes="" if _is_plain(source.shape) else _as_sentence(entry.takes),
        control=_control(source),
        is_number=isinstance(source.shape, HasBounds),
        is_file=isinstance(source.shape, Files | FileUrl),
        filled=_filled(source),
        shown=_shown(source),
        choices=tuple(_choices(source)),
    )


def _as_sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _is_plain(shape: Shape) -> bool:
    """Whether a control itself shows what it takes: any text, or one of a list."""
    return isinstance(shape, Select | Switch | Unknown) or shape == Text()


def _is_number(shape: Text) -> bool:
    return shape.numeric or shape.fractional


def _control(source: Input) -> Control:
    shape = source.shape
    match shape:
        case Select() | Switch():
            return Control.LIST
        case Multiselect():
            return Control.CHECKS
        case Text(numeric=False, fractional=False) | Unknown() | Files(many=True):
            return Control.AREA
        case Text() | WholeNumber() | Number() | FileUrl() | Files():
            return Control.LINE
    assert_never(shape)


def _filled(source: Input) -> str:
    """A default as it stands in a form, without what nobody would see."""
    match source.shape:
        case Select() | Multiselect() | Switch():
            return ""
        case _ if source.default is None:
            return ""
        case HasBounds():
            return repr(source.default.python)
        case _:
            lines = source.default.text.splitlines()
            return "\n".join(INVISIBLE.sub("", line) for line in lines)


def _shown(source: Input) -> str:
    """What is shown where nothing is filled in: an example of what may stand there."""
    match source.shape:
        case Files(many=True):
            return "https:// (one a line)"
        case Files() | FileUrl():
            return "https://"
        case Text() | Unknown():
            return shortened(one_line(next(iter(source.samples), "")))
        case _:
            return ""


def _choices(source: Input) -> Iterator[Choice]:
    shape, default = source.shape, source.default
    rows: list[tuple[PythonScalar, str, str]]
    match shape:
        case HasOptions(options=options):
            rows = [(o.value, o.wire, "; ".join(o.labels)) for o in options]
        case Switch(on_label=on, off_label=off):
            rows = [(True, "true", on), (False, "false", off)]
        case _:
            return
    is_several = isinstance(shape, Multiselect)
    if default is None and not is_several:
        words = "choose one" if source.required else "not sent"
        yield Choice(key="", value="", label=words, is_chosen=True)
    for index, (value, text, label) in enumerate(rows):
        yield Choice(
            key=str(index),
            value=one_line(text) or "(empty)",
            label=one_line(label),
            is_chosen=default is not None
            and (
                value in default.python
                if isinstance(default.python, tuple)
                else default.python == value
            ),
        )


# --- what scripts read --------------------------------------------------------------


def _data(contract: Contract, package: str, runtime: Runtime) -> Json:
    """What the scripts of a page know of its model: docs/decisions/013-site.md."""
    example = example_of(contract)
    return {
        "model": str(contract.model),
        "package": package,
        "module": ".".join((package, *contract.module)),
        "className": contract.class_name,
        "hasClient": "client" in runtime.rooms,
        "hasCommand": "cli" in runtime.rooms,
        "url": run_url(contract),
        "inputs": tuple(map(_input, contract.listed)),
        "prices": _prices(contract.prices),
        "example": {
            each.name: example[each.wire_name].text
            for each in contract.listed
            if each.wire_name in example
        },
    }


def _prices(prices: Prices | None) -> Json:
    if prices in {None, Prices()}:
        return None
    return {
        "table": tuple(
            {
                "method": row.method,
                "price": f"{row.price:f}",
                "inputs": row.inputs,
                **_amounts(priceExtra=row.price_extra, priceInput=row.price_input),
            }
            for row in prices.table
        ),
        **_amounts(perSecond=prices.per_second, approximate=prices.approximate),
    }


def _amounts(**amounts: Decimal | None) -> dict[str, Json]:
    return {key: f"{each:f}" for key, each in amounts.items() if each is not None}


def _input(source: Input) -> Json:
    return {
        "name": source.name,
        "wireName": source.wire_name,
        "flag": source.flag,
        "label": source.label,
        "required": source.required,
        **({"default": _value(source.default.python)} if source.default else {}),
        **_shape_entries(source.shape),
        **_conditions(source),
    }


def _conditions(source: Input) -> dict[str, Json]:
    words = {
        "requiredWhen": tuple(map(_condition, source.required_when)),
        "forbiddenWhen": tuple(map(_condition, source.forbidden_when)),
    }
    return {name: conditions for name, conditions in words.items() if conditions}


def _condition(held: Condition) -> Json:
    return {"name": held.name, "values": tuple(map(_value, held.values))}


def _shape_entries(shape: Shape) -> dict[str, Json]:
    match shape:
        case Text(numeric=numeric, fractional=fractional):
            takes = {"numeric": numeric, **({"fractional": True} if fractional else {})}
            return {"kind": "text", **takes, **_lengths(shape)}
        case Unknown():
            return {"kind": "text"}
        case FileUrl():
            return {"kind": "fileUrl", **_lengths(shape)}
        case HasBounds():
            return {
                "kind": "integer" if isinstance(shape, WholeNumber) else "number",
                "asText": shape.as_text,
                **_limit("minimum", shape.minimum),
                **_limit("maximum", shape.maximum),
                **_limit("step", shape.step),
            }
        case Switch(on=on, off=off):
            return {
                "kind": "switch",
                "options": (
                    {"value": True, "wire": _value(on), "label": shape.on_label},
                    {"value": False, "wire": _value(off), "label": shape.off_label},
                ),
            }
        case Select(options=options):
            return {"kind": "select", "options": tuple(map(_option, options))}
        case Multiselect(options=options, min_items=least, max_items=most):
            return {
                "kind": "multiselect",
                "options": tuple(map(_option, options)),
                "minItems": least,
                **({} if most is None else {"maxItems": most}),
            }
        case Files(many=many, companion=companion):
            pair: dict[str, Json] = (
                {} if companion is None else {"companion": companion}
            )
            return {"kind": "files", "many": many, **pair}
    assert_never(shape)


def _option(option: Option) -> Json:
    return {
        "value": _value(option.value),
        "wire": option.wire,
        "label": "; ".join(option.labels),
    }


def _lengths(shape: Text | FileUrl) -> dict[str, Json]:
    return _limit("minLength", shape.min_length) | _limit("maxLength", shape.max_length)


def _limit(name: str, limit: Decimal | None) -> dict[str, Json]:
    number = plain_number(limit)
    return {} if number is None else {name: repr(number)}


def _value(value: PythonValue) -> Json:
    """A Python value as JSON; numbers as the text that Python writes, as scripts would
    lose digits of them.
    """
    match value:
        case bool() | str():
            return value
        case tuple():
            return tuple(map(_value, value))
        case number:
            return {"number": repr(number)}

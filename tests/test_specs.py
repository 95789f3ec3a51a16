"""The specifications that the project ships: what real ones contain occurs in them,
their facts are those that Wiro published, and their words are our own.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from repository import CORPUS, ROOT, SPECS
from wirogen.card import (
    Card,
    File,
    Input,
    Kind,
    ModelId,
    Number,
    NumberWire,
    Option,
)
from wirogen.card import (
    Select as CardSelect,
)
from wirogen.card import (
    Switch as CardSwitch,
)
from wirogen.card import (
    Text as CardText,
)
from wirogen.config import chosen_config
from wirogen.contract import (
    FileUrl,
    Select,
    Shape,
    Switch,
    Text,
    required_names,
    resolve_inputs,
)
from wirogen.diagnostics import Severity
from wirogen.pipeline.specifications import Specifications, read_specifications
from wirogen.readers import read_file

FILES = sorted(SPECS.glob("*/*"))
OWN_FILES = [path for path in FILES if path.suffix == ".yaml"]

EXPECTED_WARNINGS = {
    "all of 41 options have no value",
    "a selectwithcover that lists no options",
}


@cache
def specifications() -> Specifications:
    return read_specifications(chosen_config(ROOT))


def inputs() -> Iterator[tuple[Card, Input]]:
    """Every input as its specification has it, without corrections."""
    for card in specifications().originals:
        for given in card.inputs or ():
            yield card, given


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_shipped_specification_is_read_without_a_finding(path: Path) -> None:
    reading = read_file(path)
    assert len(reading.cards) == 1
    assert not reading.report


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_a_shipped_specification_lies_where_its_slug_says(path: Path) -> None:
    (card,) = read_file(path).cards
    assert path.relative_to(SPECS).as_posix() == f"{card.model}.yaml"


def test_the_only_warnings_are_about_oddities_that_are_kept() -> None:
    report = specifications().report
    warnings = {
        finding.message.partition(": ")[2]
        for finding in report.of_severity(Severity.WARNING)
    }
    assert not report.errors
    assert warnings == EXPECTED_WARNINGS


# --- what occurs --------------------------------------------------------------------

Holds = Callable[[Card, Input], bool]

KINDS: dict[str, Callable[[Kind], bool]] = {
    "text": lambda kind: isinstance(kind, CardText),
    "whole number": lambda kind: isinstance(kind, Number) and kind.integer,
    "number": lambda kind: isinstance(kind, Number) and not kind.integer,
    "number as text": lambda kind: (
        isinstance(kind, Number) and kind.wire is NumberWire.TEXT
    ),
    "range with a step": lambda kind: isinstance(kind, Number) and kind.step == 16,
    "choice": lambda kind: isinstance(kind, CardSelect) and bool(kind.options),
    "flag": lambda kind: isinstance(kind, CardSwitch),
    "one file and its URL": lambda kind: (
        isinstance(kind, File) and kind.companion is not None and not kind.many
    ),
    "several files and their URLs": lambda kind: (
        isinstance(kind, File) and kind.companion is not None and kind.many
    ),
    "files and URLs mixed": lambda kind: (
        isinstance(kind, File) and kind.companion is None and kind.many
    ),
}
"""Every kind but `Unknown`, which is what no known model has."""


def options_of(given: Input) -> tuple[Option, ...]:
    return given.kind.options if isinstance(given.kind, CardSelect) else ()


def shape_of(card: Card, given: Input) -> Shape | None:
    fields = (each for each in resolve_inputs(card) if each.source == given)
    return next((each.shape for each in fields), None)


def switches_between(card: Card, given: Input) -> tuple[str, str] | None:
    match shape_of(card, given):
        case Switch(on=str(on), off=str(off)):
            return on, off
        case _:
            return None


def holds_whole_number(card: Card, given: Input) -> bool:
    match shape_of(card, given):
        case Text(numeric=numeric):
            return numeric
        case _:
            return False


def has_refused_default(card: Card, given: Input) -> bool:
    fields = (each for each in resolve_inputs(card) if each.source == given)
    return any(each.refused is not None for each in fields)


def is_near_in_case(card: Card, given: Input) -> bool:
    values = [(option.value or "").lower() for option in options_of(given)]
    return has_refused_default(card, given) and (given.default or "").lower() in values


def lists_twice(_: Card, given: Input) -> bool:
    values = [option.value for option in options_of(given) if option.value is not None]
    return len(values) > len(set(values))


def labels_differently(card: Card, given: Input) -> bool:
    labels = {(option.value, option.label) for option in options_of(given)}
    return lists_twice(card, given) and len(labels) == len(options_of(given))


def is_untranslated(text: str) -> bool:
    return re.fullmatch(r"[a-z]+(-[a-z]+)*-help", text) is not None


ODDITIES: dict[str, Holds] = {
    "default that is no option": has_refused_default,
    "default that differs from an option by case": is_near_in_case,
    "option listed twice": lists_twice,
    "option listed twice, with different labels": labels_differently,
    "empty option": lambda _, given: any(o.value == "" for o in options_of(given)),
    "options that are all null": lambda _, given: (
        bool(options_of(given)) and all(o.value is None for o in options_of(given))
    ),
    "select without options": lambda _, given: given.kind == CardSelect(),
    "select with pictures": lambda _, given: given.type == "selectwithcover",
    "select of true and false": lambda card, given: switches_between(card, given)
    == ("true", "false"),
    "select of on and off": lambda card, given: switches_between(card, given)
    == ("on", "off"),
    "select of yes and no": lambda card, given: switches_between(card, given)
    == ("yes", "no"),
    "select of whole numbers": lambda card, given: (
        isinstance(shape := shape_of(card, given), Select) and shape.of_integers
    ),
    "select of whole numbers and a word": lambda _, given: (
        {"Default", "6"} <= {option.value for option in options_of(given)}
    ),
    "label that is a key": lambda _, given: given.label == "inferencesteps",
    "help that is a key": lambda _, given: is_untranslated(given.help),
    "label that is the name": lambda _, given: given.label == given.wire_name,
    "required text with a sample": lambda card, given: (
        given.wire_name in required_names(card)
        and isinstance(given.kind, CardText)
        and bool(given.default)
    ),
    "file with the name of a sample": lambda _, given: (
        isinstance(given.kind, File) and given.default == "input-man-3.jpg"
    ),
    "range written as lengths": lambda _, given: (
        isinstance(given.kind, CardText) and (given.kind.max_length or 0) > 10**6
    ),
    "text that holds a number": holds_whole_number,
    "URL of a file without an upload": lambda card, given: (
        isinstance(shape_of(card, given), FileUrl)
    ),
    "URL of no file": lambda _, given: given.wire_name == "websiteUrl",
    "name that is capitalised": lambda _, given: given.wire_name == "Watermark",
    "name that is not": lambda _, given: given.wire_name == "watermark",
    "name with underscores": lambda _, given: given.wire_name == "top_p",
}
"""What wiro-api.md lists. Not there, as no specification that we have shows it: owners
that differ only by case, and the names `topP`, `filter` and `class` (tests/cases has
them).
"""

SLUGS = {
    "capitals": r".*[A-Z].*",
    "a dot": r".*\..*",
    "blanks": r".*\w \w.*",
    "a blank at the edge of a part": r".*/ .*",
    "a digit first": r".*/[0-9].*",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_occurs(kind: str) -> None:
    assert any(KINDS[kind](given.kind) for _, given in inputs())


@pytest.mark.parametrize("oddity", ODDITIES)
def test_every_oddity_of_inputs_occurs(oddity: str) -> None:
    assert any(ODDITIES[oddity](card, given) for card, given in inputs())


@pytest.mark.parametrize("oddity", SLUGS)
def test_every_oddity_of_slugs_occurs(oddity: str) -> None:
    slugs = [card.raw_slug for card in specifications().originals]
    assert any(re.fullmatch(SLUGS[oddity], slug) for slug in slugs)


def test_there_are_models_with_none_one_two_and_three_or_more_file_inputs() -> None:
    counts = {
        sum(isinstance(given.kind, File) for given in card.inputs or ())
        for card in specifications().originals
    }
    assert counts >= {0, 1, 2, 4}


# --- facts and words ----------------------------------------------------------------

WORD = re.compile(r"[^\W\d_]{2,}")
MANY_WORDS = 5
"""So many words in a row are a sentence of somebody; fewer are a name or a label."""


@cache
def published() -> dict[ModelId, Card]:
    """What Wiro published about the models of the corpus."""
    files = sorted([*CORPUS.glob("openapi/*"), *CORPUS.glob("cards/*")])
    return {card.model: card for path in files for card in read_file(path).cards}


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
@pytest.mark.usefixtures("corpus")
def test_the_facts_of_a_specification_are_the_published_ones(path: Path) -> None:
    (ours,) = read_file(path).cards
    theirs = published()[ours.model]
    assert (ours.raw_slug, ours.run_path) == (theirs.raw_slug, theirs.run_path)
    assert ours.inputs is not None
    assert theirs.inputs is not None
    for our, their in zip(ours.inputs, theirs.inputs, strict=True):
        assert facts(ours, our) == facts(theirs, their)
        assert labels(our) == labels(their) or has_many_words(labels(their))


def facts(card: Card, given: Input) -> dict[str, object]:
    """What is no matter of words: an example text need only be there."""
    kind, default = given.kind, given.default
    if isinstance(kind, CardSelect):
        kind = CardSelect(options=tuple(Option(value=o.value) for o in kind.options))
    if isinstance(kind, CardText) and default and not holds_whole_number(card, given):
        default = "an example"
    told = {"combinefileinput", "selectwithcover"}
    return {
        "name": given.wire_name,
        "type": given.type if given.type in told else "",
        "kind": kind,
        "required": given.required,
        "default": default,
    }


def labels(given: Input) -> list[str]:
    return [option.label or option.value or "" for option in options_of(given)]


def has_many_words(texts: list[str]) -> bool:
    return any(len(WORD.findall(text)) >= MANY_WORDS for text in texts)


@pytest.mark.usefixtures("corpus")
def test_no_sentence_of_a_specification_is_a_published_one() -> None:
    sentences = {run for card in published().values() for run in runs_of_words(card)}
    for path in (*OWN_FILES, SPECS / "overrides.yaml"):
        text = path.read_text(encoding="utf-8")
        copied = runs_in(text) & sentences if path.parent == SPECS else set()
        for card in read_file(path).cards if path.parent != SPECS else ():
            copied |= runs_of_words(card) & sentences
        assert not copied, path.name


def runs_of_words(card: Card) -> set[tuple[str, ...]]:
    """Every five words in a row that a Card says to people."""
    texts = [card.title, card.summary]
    for given in card.inputs or ():
        texts += [given.label, given.help, *labels(given)]
        texts += [given.default or "", given.sample or ""]
    return {run for text in texts for run in runs_in(text)}


def runs_in(text: str) -> set[tuple[str, ...]]:
    words = WORD.findall(text.lower())
    return {
        tuple(words[at : at + MANY_WORDS]) for at in range(len(words) - MANY_WORDS + 1)
    }

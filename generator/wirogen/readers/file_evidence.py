"""Whether an input that its source calls a text is a file: all that speaks for and
against it, weighed in one place for every format.

Only the type of an input says for sure that it is a file, and OpenAPI documents do not
have it: a `fileinput` is a plain string there. What else is said of it is the evidence
(docs/decisions/018-what-is-a-file.md has the reasons for the weights).
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from wirogen.card import Card, Extra, File, Input, Text, Unknown
from wirogen.diagnostics import Diagnostic, Report
from wirogen.diagnostics.codes import TEXT_IS_FILE
from wirogen.readers.companions import companion_of
from wirogen.readers.reading import Reading
from wirogen.wire_names import FILE_NOUN, has_file_noun, words_of


class Source(StrEnum):
    """What a piece of evidence was taken from."""

    NAME = "name"
    PARTNER = "partner"
    TYPE = "type"
    FORMAT = "format"
    HELP = "help"
    VALUE = "default"
    LENGTHS = "lengths"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something that speaks for a file (`weight` above zero) or against it."""

    source: Source
    weight: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evidence about one input comes to."""

    evidence: tuple[Evidence, ...]

    @property
    def is_file(self) -> bool:
        """Whether it is read as a file."""
        return self._weight >= _FILE

    @property
    def is_certain(self) -> bool:
        """Whether nobody needs to look at a file again."""
        return self._weight > _FILE

    @property
    def is_in_doubt(self) -> bool:
        """Whether it is read as a text and somebody should look at it."""
        return self._weight == _DOUBT

    @property
    def reasons(self) -> str:
        """What speaks for a file, such as `its name and its help`."""
        sources = [each.source for each in self.evidence if each.weight > 0]
        return " and ".join(f"its {source}" for source in dict.fromkeys(sources))

    @property
    def _weight(self) -> int:
        return sum(each.weight for each in self.evidence)


def with_files(reading: Reading) -> Reading:
    """What a reader read, with the texts that are files read as files."""
    findings: list[Diagnostic] = []
    cards = tuple(_with_files(card, findings) for card in reading.cards)
    return Reading(cards, reading.report + Report.of(findings))


def plain_texts(card: Card) -> frozenset[str]:
    """The texts of a Card without a default, one of which may take a file's URLs."""
    return _texts(card, plain=True)


def weigh(field: Input, plain: Collection[str]) -> Verdict:
    """The evidence that one input is a file, beside the plain texts of its Card; none
    where its source gives it another kind than text.
    """
    if not isinstance(field.kind, Text | Unknown):
        return Verdict(())
    about = _About(field, _partner_of(field, plain), _words(field.wire_name))
    found = (
        Evidence(source, weight) for source, weight, holds in _TABLE if holds(about)
    )
    return Verdict(tuple(found))


_DOUBT = 1
_FILE = 2


@dataclass(frozen=True, slots=True)
class _About:
    """An input, the plain text beside it that is named as the one for its URLs, and the
    words of its name, without the numbers and `Multiple` at its end.
    """

    field: Input
    partner: str | None
    words: tuple[str, ...]

    @property
    def text(self) -> str:
        """What it tells people of itself."""
        return f"{self.field.label}. {self.field.help}"

    @property
    def value(self) -> str:
        """A value that its source shows."""
        return self.field.default or self.field.sample or ""

    def kept(self, name: str) -> str:
        """What its source says under a key that Cards have no place for."""
        texts = (each.text for each in self.field.extras if each.name == name)
        return next(texts, "")


_LONE_NOUN = re.compile(rf"(?!cover|music|song|voice){FILE_NOUN}s?")
"""Nouns that need no `input` before them; the others are as often those of texts."""


def _words(wire_name: str) -> tuple[str, ...]:
    words = [*words_of(wire_name)]
    while len(words) > 1 and (words[-1].isdigit() or words[-1] == "multiple"):
        words.pop()
    return tuple(words) or ("",)


_PLURAL = re.compile(f"{FILE_NOUN}s")

_ADDITION = re.compile(
    "first|last|start|end|begin|source|target|reference|ref|init|initial|raw|original"
    "|driving|human|person|face|head|body|model|product|garment|clothes|outfit|cloth"
    "|background|foreground|mask|frame|path|left|right|front|back|upload|one|two"
)
"""Words behind a noun that say which file it is."""

_OF_TEXT = re.compile(
    "urls?|link|uri|ids?|names?|texts?|prompts?|description|caption|title|types?|kind"
    "|formats?|ratio|aspect|size|width|height|length|count|number|amount|style|language"
    "|lang|strength|weight|scale|duration|quality|mode|version|seed|category|tags?"
    "|colou?r|date|time|author|content|query|question|message|lyrics|script"
    "|instructions?|notes?|comment|fps|resolution|position|orientation|speed|rate"
    "|volume|level|tokens?|key|code|data|base64|json|effect|filter|extension|ending"
    "|transcript|transcription|subtitles?"
)
"""Words that end the name of a text, whatever stands before them."""

_ENDING = (
    r"(?:jpe?g|png|gif|webp|hei[cf]|bmp|tiff?|svg|avif|mp4|mov|webm|avi|mkv|mp3|wav|m4a"
    r"|flac|ogg|opus|aac|pdf|docx?|csv|xlsx?|pptx?|txt|md|epub|mbox|rtf|srt|vtt|zip"
    r"|glb|gltf|obj|fbx|stl|ply)"
)
_SOME_NOUN = f"{FILE_NOUN}s?"
_LISTED_ENDINGS = re.compile(
    rf"(?<!\w)\.{_ENDING}\b(?:[\s,/|&]|or\b|and\b)+\.?{_ENDING}\b"
    rf"|\b(?:support|accept|allow|must be)\w*\b[^.;]{{0,40}}?\.?\b{_ENDING}\b"
    rf"|(?-i:\b{_ENDING.upper()}\b(?:[\s,/|&]|or\b|and\b)+{_ENDING.upper()}\b)",
    re.IGNORECASE,
)
_ASKS_FOR_FILE = re.compile(
    rf"\bupload (?:the|an?|your|one|some|up|multiple|several|{_SOME_NOUN})\b"
    r"|\bfile path\b|\bpath (?:of|to) (?:the|an?|your)\b"
    rf"|\b{_SOME_NOUN} files?\b(?! ur[li])",
    re.IGNORECASE,
)
_ASKS_FOR_WORDS = re.compile(
    r"\b(?:paste|type|write|describe|enter) (?:in |here )?(?:the |your |a |some |what )"
    r"|\bdescription of\b|\btext (?:of|to|prompt)\b|\bname of\b",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(rf"\S+\.{_ENDING}(?:[?#]\S*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_MEDIA = re.compile(r"(?:image|video|audio)/|application/(?:pdf|zip|octet-stream)")


_MEDIA_TYPE = "contentMediaType"


def _is_named_as_input(about: _About) -> bool:
    first, *words = [word for word in about.words if not word.isdigit()] or [""]
    is_input = first == "input" and has_file_noun(words)
    return is_input and all(has_file_noun([w]) or _ADDITION.fullmatch(w) for w in words)


def _has_noun(about: _About) -> bool:
    words = about.words
    is_lone = _LONE_NOUN.fullmatch(words[-1]) is not None
    is_input = words[0] == "input" and has_file_noun(words)
    return (is_lone or is_input) and not _is_named_as_input(about)


def _lists_files(about: _About) -> bool:
    return _LISTED_ENDINGS.search(about.text) is not None


def _is_plain_text(about: _About) -> bool:
    return about.field.type == "text" and not _lists_files(about)


_TABLE: tuple[tuple[Source, int, Callable[[_About], bool]], ...] = (
    (Source.NAME, 2, _is_named_as_input),
    (Source.NAME, 1, _has_noun),
    (Source.NAME, -3, lambda about: bool(_OF_TEXT.fullmatch(about.words[-1]))),
    (Source.PARTNER, 1, lambda about: about.partner is not None),
    (Source.TYPE, 2, lambda about: "file" in about.field.type.lower()),
    (Source.TYPE, -1, _is_plain_text),
    (Source.TYPE, -2, lambda about: about.field.type == "textarea"),
    (Source.FORMAT, 2, lambda about: about.kept("format") == "binary"),
    (Source.FORMAT, 2, lambda about: bool(_MEDIA.match(about.kept(_MEDIA_TYPE)))),
    (Source.FORMAT, 2, lambda about: about.kept("accept") != ""),
    (Source.HELP, 1, _lists_files),
    (Source.HELP, 1, lambda about: bool(_ASKS_FOR_FILE.search(about.text))),
    (Source.HELP, -1, lambda about: bool(_ASKS_FOR_WORDS.search(about.text))),
    (Source.VALUE, 1, lambda about: bool(_FILE_NAME.fullmatch(about.value))),
    (Source.VALUE, -2, lambda about: _is_words(about.value)),
    (Source.LENGTHS, -1, lambda about: about.field.kind not in (Text(), Unknown())),
)


def _is_words(value: str) -> bool:
    is_name = _FILE_NAME.fullmatch(value) or _ADDRESS.fullmatch(value)
    return value != "" and not is_name


def _with_files(card: Card, findings: list[Diagnostic]) -> Card:
    if card.inputs is None:
        return card
    texts, plain = _texts(card), plain_texts(card)
    inputs = []
    for field in card.inputs:
        verdict = weigh(field, plain)
        inputs.append(_read(field, verdict, texts, findings))
    return replace(card, inputs=tuple(inputs))


def _read(
    field: Input,
    verdict: Verdict,
    texts: Collection[str],
    findings: list[Diagnostic],
) -> Input:
    """An input as the file that it is, or as it was."""
    if not verdict.is_file:
        return field
    if not verdict.is_certain:
        findings.append(
            Diagnostic(
                code=TEXT_IS_FILE,
                message=f"{field.wire_name}: the source calls it a text; by "
                f"{verdict.reasons} it is a file",
                span=field.span,
                hint="callers give a file or its URL; `kind: text` in the overrides "
                "undoes it",
                wire_name=field.wire_name,
            )
        )
    companion = companion_of(field.wire_name, texts)
    kind = File(many=_is_many(field), companion=companion)
    return replace(field, kind=kind, extras=tuple(_kept(field)))


def _is_many(field: Input) -> bool:
    words = words_of(field.wire_name)
    is_plural = any(map(_PLURAL.fullmatch, words))
    return is_plural or words[-1:] == ("multiple",) or field.type == "array"


def _kept(field: Input) -> Iterator[Extra]:
    """The extras of a file, its lengths as a text among them; a format that says the
    same again is none.
    """
    formats = (Extra("format", "uri"), Extra("format", "binary"))
    yield from (extra for extra in field.extras if extra not in formats)
    if isinstance(field.kind, Text):
        lengths = {
            "min_length": field.kind.min_length,
            "max_length": field.kind.max_length,
        }
        for name, length in lengths.items():
            if length is not None:
                yield Extra(name, str(length))


def _partner_of(field: Input, plain: Collection[str]) -> str | None:
    """The text that takes the URLs of an input, which is as plain."""
    return None if field.default is not None else companion_of(field.wire_name, plain)


def _texts(card: Card, *, plain: bool = False) -> frozenset[str]:
    return frozenset(
        each.wire_name
        for each in card.inputs or ()
        if isinstance(each.kind, Text) and not (plain and each.default is not None)
    )

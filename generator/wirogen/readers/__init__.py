"""Readers: one module for each format of specification, and what tells them apart.

A format is told from what a text holds, never from the name of its file.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from wirogen.card import Card, RunPath
from wirogen.characters import quoted
from wirogen.diagnostics import Code, Diagnostic, Refused, Report, Span
from wirogen.diagnostics.codes import (
    EMPTY_FILE,
    HTML_PAGE,
    RUN_PATH_LEADS_ELSEWHERE,
    UNKNOWN_FORMAT,
)
from wirogen.readers.card_headings import looks_like_model_card
from wirogen.readers.collector import Findings
from wirogen.readers.documents import Document
from wirogen.readers.file_evidence import with_files
from wirogen.readers.json_document import json_places, parse_json
from wirogen.readers.limits import MOST_BYTES, too_large, too_much
from wirogen.readers.openapi import openapi_documents, read_openapi
from wirogen.readers.own_format import looks_like_own_format, read_own_format
from wirogen.readers.reading import Reading
from wirogen.readers.text_files import read_text_file
from wirogen.readers.tool_detail import looks_like_tool_detail, read_tool_detail


def read_file(path: Path) -> Reading:
    """What a specification holds; every problem, a missing file among them, is a
    finding.
    """
    try:
        text = read_text_file(path)
    except Refused as refused:
        return Reading((), refused.report)
    return read_text(text, str(path))


def read_text(text: str, file: str) -> Reading:
    """What the text of a specification holds; `file` is what findings call it.

    Every Card of it can be run, and is of a size that can be worked with: any other is
    left out, and a finding.
    """
    if len(text) > MOST_BYTES:
        return Reading((), Report.of([too_large(Span(file))]))
    reading = _read(text, file)
    refused = [(card, [*_wrong_path(card), *too_much(card)]) for card in reading.cards]
    wrong = [finding for _, findings in refused for finding in findings]
    if not wrong:
        return reading
    cards = tuple(card for card, findings in refused if not findings)
    return Reading(cards, reading.report + Report.of(wrong))


def _wrong_path(card: Card) -> Iterator[Diagnostic]:
    """The finding about the path of a Card's runs; none where it is right."""
    try:
        RunPath.parse(card.run_path)
    except ValueError as error:
        yield Diagnostic(
            RUN_PATH_LEADS_ELSEWHERE,
            f"{quoted(card.run_path)} is not the path of a run: {error}",
            card.run_path_span,
            "a run goes to `/Run/owner/model`; check where this comes from",
        )


def _read(text: str, file: str) -> Reading:
    """What the reader of a text's format reads of it."""
    document = Document(file, text.removeprefix(_BYTE_ORDER_MARK))
    text = document.text
    if not text.strip():
        hint = "fetch the specification again"
        return _nothing(EMPTY_FILE, "the file is empty", document.span(0), hint)
    try:
        if _OWN_FORMAT_FIRST.match(text):
            return _read_yaml(document)
        if not _HTML.match(text) and looks_like_model_card(text):
            return with_files(_read_card(document))
        if _JSON.match(text):
            return _read_json(document)
        if _OWN_FORMAT.search(text):
            return _read_yaml(document)
    except Refused as refused:
        return Reading((), refused.report)
    return _html_page(document) if _MARKUP.match(text) else _unknown(document)


_BYTE_ORDER_MARK = "\ufeff"
_JSON = re.compile(r"\s*[{\[]")
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body)", re.IGNORECASE)
_MARKUP = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"<title[^>]*>([^<]{1,80})", re.IGNORECASE)
_OWN_FORMAT = re.compile(r"""^(["']?)wirogen\1[ \t]*:""", re.MULTILINE)
_OWN_FORMAT_FIRST = re.compile(
    r"""(?:[ \t\r]*(?:\#[^\n]*)?\n|---[^\n]*\n|%[^\n]*\n)*+(["']?)wirogen\1[ \t]*:"""
)
"""Our key before anything else but comments: texts below may look like a card."""


def _read_card(document: Document) -> Reading:
    from wirogen.readers.model_card import (  # noqa: PLC0415 - it takes a moment
        read_model_card,
    )

    return read_model_card(document)


def _read_json(document: Document) -> Reading:
    tree = parse_json(document)
    findings = Findings(document, json_places)
    if looks_like_own_format(tree):
        return findings.reading(read_own_format, tree)
    if openapi_documents(tree):
        return with_files(findings.reading(read_openapi, tree))
    if looks_like_tool_detail(tree):
        return with_files(findings.reading(read_tool_detail, tree))
    return _unknown(document)


def _read_yaml(document: Document) -> Reading:
    from wirogen.readers.yaml_document import (  # noqa: PLC0415 - PyYAML, too
        parse_yaml,
    )

    read = parse_yaml(document)
    if not looks_like_own_format(read.tree):
        return _unknown(document)
    findings = Findings(document, lambda _: read.offsets.items())
    return findings.reading(read_own_format, read.tree)


def _html_page(document: Document) -> Reading:
    title = _PAGE_TITLE.search(document.text)
    titled = f", titled {title[1].strip()!r}" if title else ""
    return _nothing(
        HTML_PAGE,
        f"this is a page for browsers{titled}, and no specification",
        document.span(0),
        "a service or a proxy may have answered with it: fetch the file again",
    )


def _unknown(document: Document) -> Reading:
    return _nothing(
        UNKNOWN_FORMAT,
        "this is no specification that wirogen knows",
        document.span(0),
        "give a model card, an OpenAPI document (JSON), a Tool/Detail answer, or our "
        "own format, which begins with `wirogen: 1`",
    )


def _nothing(code: Code, message: str, span: Span, hint: str) -> Reading:
    found = Diagnostic(code, message, span, hint)
    return Reading((), Report.of([found]))

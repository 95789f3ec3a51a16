"""Model cards: the Markdown (`llms.txt`) in which Wiro describes a model to people.

A card has its basic facts, `## Model Inputs:`, how to sign, a Run request, sample
requests and answers about tasks, and the task statuses in two lists (wiro-api.md, Where
a model's specification comes from). It may carry text before its first heading, and may
be flattened: every run of white space one blank. A flattened card gives the same Card,
up to white space in texts, and up to keys that no known card has: those are told from
text by their own lines alone.

The Run request is read first: its JSON is the one part that is not ambiguous.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from wirogen.card import (
    Card,
    Extra,
    File,
    HasOptions,
    Input,
    Kind,
    ModelId,
    Multiselect,
    Number,
    NumberWire,
    Select,
    Source,
    Status,
    Switch,
    Text,
    Unknown,
    truth_of,
)
from wirogen.characters import quoted
from wirogen.diagnostics import Diagnostic, Refused, Report
from wirogen.diagnostics.codes import (
    CARD_WITHOUT_INPUTS,
    CARD_WITHOUT_NAME,
    ENDPOINT_DISAGREES,
    LIST_WRITTEN_OTHERWISE,
    NAME_NOT_A_SLUG,
    NO_STATUS_LISTS,
    NULL_DEFAULT,
    TEXT_NOT_UNDERSTOOD,
    UNKNOWN_INPUT_TYPE,
    UNKNOWN_KEY,
)
from wirogen.plain_tree import json_text, texts_in
from wirogen.readers.card_findings import CardFindings, pointer_to
from wirogen.readers.card_inputs import ListedInput, read_inputs
from wirogen.readers.card_run_request import (
    RunRequest,
    SentValue,
    cut_short,
    path_of_run,
    read_run_request,
)
from wirogen.readers.card_spelling import Difference, as_meant
from wirogen.readers.companions import companion_of
from wirogen.readers.documents import Document
from wirogen.readers.flat_text import FlatText, words_of
from wirogen.readers.input_types import hint_at_type
from wirogen.readers.number_evidence import is_whole
from wirogen.readers.reading import Reading

FORMAT = "model card"
"""The name of this format in a Card's source."""


def read_model_card(document: Document) -> Reading:
    """The Card that a model card describes; none where the card has an error."""
    reader = _CardReader(document)
    try:
        card = reader.read()
    except Refused as refused:
        return Reading((), refused.report)
    report = Report.of(reader.findings.found)
    return Reading(() if report.errors else (card,), report)


_START = re.compile(r"#{1,6} (?i:basic tool info):?\s++(?=Model name:)")
_INPUTS_AFTER_ENDPOINT = re.compile(
    r"Get Task Detail Endpoint \(POST\):\s++\S++\s++(?=## Model Inputs:)"
)
_INPUTS = re.compile(r"(?<!#)## Model Inputs:")
_LIKE_INPUTS = re.compile(
    r"(?<!\S)(?:#{1,6}|\*\*|__|<h[1-6]>)?\s{0,4}+"
    r"(?:(?!-)[^\w\s]{1,4}\s)?(?:model\s|input\s)?(?:inputs?|parameters?)\s?"
    r"[:\uff1a]?(?:\*\*|__|</h[1-6]>)?:?(?:\s++(?:#+|-{3,}|={3,}))?"
    r"(?=\s++(?:(?:`{3,}|~{3,})\w*+\s++)?"
    r"(?:[-*+•]|[0-9]{1,3}[.)])\s[*_`\"']*name[*_`\"']*\s?[:\uff1a])",
    re.IGNORECASE,
)
"""What stands above a list of inputs as people change the heading: without its colon,
in another level or style, with other words.
"""
_NEARLY_INPUTS = re.compile(
    r"(?:#{1,6} |\*\*|__)(?:model.)?inputs?\b[^\s]*+(?: (?!-)[^\s]++){0,4}",
    re.IGNORECASE,
)
_AFTER_INPUTS = (
    re.compile(r"(?<!\S)#{1,6} (?i:integration header prepare)"),
    re.compile(r"(?<!\S)#{1,6} (?i:run command) - "),
)
_INSPIRES = re.compile(r"(?<!\S)#{1,6} (?i:model parameter inspires?):?(?!\S)")
_A_TYPE = re.compile(r"(?<!\S)type:(?!\S)")
_FENCE = re.compile(r"\s*+(`{3,}|~{3,})\w*+\s")
_SECTION = re.compile(r"(?<!\S)##++ (?=\S)")
_STATUS_SECTIONS = tuple(
    re.compile(title, re.IGNORECASE)
    for title in (
        "Task Status Information",
        "Completed Task Statuses",
        "Running Task Statuses",
    )
)
_KNOWN_SECTION = re.compile(
    r"Model Parameter Inspires?|Integration Header Prepare"
    r"|(?:Run Command|Get Task Detail) -"
    r"|(?:Kill|Cancel) Task -|Task Status Information"
    r"|(?:Completed|Running) Task Statuses",
    re.IGNORECASE,
)
"""How the headings after the inputs begin. Their texts are the same in every card."""

_NAME = "Model name:"
_DESCRIPTION = "Model description:"
_COVER = "Model cover:"
_CATEGORIES = "Model categories:"
_TAGS = "Model tags:"
_RUN = "Run Task Endpoint (POST):"
_DETAIL = "Get Task Detail Endpoint (POST):"

_UNKNOWN_FACT = re.compile(r"(?<!\S)(Model [a-z]++):(?!\S)")
_ITEM_LINE = re.compile(r"^[ \t]*+[-*+•] ", re.MULTILINE)
_ITEM = re.compile(r"^[-*+•] |(?<!\S)- ")
_STATUS = re.compile(r"(?<!\S)[-*+•] (\S++) :(?!\S)")

_NUMBER = re.compile(
    r"[+-]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]{1,4})?"
)
_WORDS_FOR_NULL = {"null", "None", "undefined"}
_KEYS_OF_NUMBERS = {"min", "max", "step"}


@dataclass(frozen=True, slots=True)
class _Fact:
    """A basic fact of a card, and where it stands in the document."""

    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One reading of a list of inputs: what it gives, and finds on the way."""

    listed: tuple[ListedInput, ...]
    found: list[Diagnostic]
    refused: Refused | None = None

    @property
    def leaves_open(self) -> tuple[int, int]:
        """How many errors it finds, and how much in all."""
        return sum(each.is_error for each in self.found), len(self.found)


class _CardReader:
    """Reads one card; what it finds on the way is in `findings`."""

    def __init__(self, document: Document) -> None:
        self.findings = CardFindings(document)
        self._document = document
        self._text = document.text
        self._extras: list[Extra] = []

    def read(self) -> Card:
        """The Card; raises Refused where it cannot be read any further."""
        request = read_run_request(self._document)
        statuses = self._read_statuses(request)
        heading, inputs_start, inputs_end = self._find_inputs(request)
        facts = self._read_facts(heading)
        model = self._read_name(facts[_NAME])
        inputs = self._read_inputs(inputs_start, inputs_end, request)
        run_path, run_path_offset = self._read_endpoints(model, facts, request)
        self._report_unknown_sections(inputs_end, request)
        raw_slug = facts[_NAME].text
        return Card(
            model=model,
            raw_slug=raw_slug,
            run_path=run_path,
            title=raw_slug.partition("/")[2],
            summary=facts[_DESCRIPTION].text,
            cover=facts[_COVER].text,
            categories=self._read_items(facts[_CATEGORIES]),
            tags=self._read_items(facts[_TAGS]),
            inputs=inputs,
            statuses=statuses,
            extras=tuple(self._extras),
            source=Source(file=self._document.file, format=FORMAT),
            run_path_span=self._document.span(run_path_offset, "/run_path"),
            span=self._document.span(facts[_NAME].offset),
        )

    # The basic facts

    def _find_inputs(self, request: RunRequest) -> tuple[int, int, int]:
        """Where the heading of the inputs begins, and their list begins and ends."""
        endpoint = _INPUTS_AFTER_ENDPOINT.search(self._text, endpos=request.start)
        after = 0 if endpoint is None else endpoint.end()
        heading = _INPUTS.search(self._text, after, request.start)
        heading = heading or _LIKE_INPUTS.search(self._text, endpos=request.start)
        if heading is None:
            raise self._without_inputs(request.start, "there is no `## Model Inputs:`")
        start, end = heading.end(), request.start
        for pattern in _AFTER_INPUTS:
            found = [at.start() for at in pattern.finditer(self._text, start, end)]
            if found:
                end = found[-1]
                break
        end = self._without_inspires(start, end)
        if not self._text[start:end].strip():
            message = f"`{heading[0]}` lists none"
            raise self._without_inputs(heading.start(), message)
        return heading.start(), *self._within_fence(start, end)

    def _without_inspires(self, start: int, end: int) -> int:
        """Where the list ends that values to try stand behind, which are kept."""
        section = _INSPIRES.search(self._text, start, end)
        if section is None or _A_TYPE.search(self._text, section.end(), end):
            return end
        kept = self._text[section.end() : end].strip().replace("\r\n", "\n")
        self._extras.append(Extra("inspire", kept))
        return section.start()

    def _within_fence(self, start: int, end: int) -> tuple[int, int]:
        """A list without the fence of a block of code around it, if it has one."""
        opening = _FENCE.match(self._text, start, end)
        if opening is None:
            return start, end
        closing = re.compile(rf"(?<!\S){opening[1]}(?!\S)")
        for fence in closing.finditer(self._text, opening.end(), end):
            if self._text.find("- name:", fence.end(), end) == -1:
                rest = self._text[fence.end() : end]
                self.findings.not_understood(rest, fence.end())
                return opening.end(), fence.start()
        return opening.end(), end

    def _read_facts(self, end: int) -> dict[str, _Fact]:
        """All basic facts; those that the card does not have are empty.

        The name is the first of its kind and the others are the last of theirs, for the
        description between them may hold any text.
        """
        places = {_NAME: self._find_name(end)}
        after = places[_NAME]
        for label in (_DETAIL, _RUN, _CATEGORIES, _COVER):
            places[label] = self._text.rfind(label, after, end)
        places[_DESCRIPTION] = self._text.find(_DESCRIPTION, after, end)
        after = max(after, places[_COVER])
        places[_TAGS] = self._text.rfind(_TAGS, after, end)
        facts = {label: _Fact("", places[_NAME]) for label in places}
        found = sorted((at, label) for label, at in places.items() if at != -1)
        for (at, label), (stop, _) in pairwise([*found, (end, "")]):
            facts[label] = self._read_fact(label, at + len(label), stop)
        return facts

    def _find_name(self, end: int) -> int:
        begin = _START.search(self._text, endpos=end)
        start = 0 if begin is None else begin.end()
        name = self._text.find(_NAME, start, end)
        description = self._text.find(_DESCRIPTION, start, end)
        if name == -1 or -1 < description < name:
            raise self._without_name(max(description, start))
        return name

    def _read_fact(self, label: str, start: int, end: int) -> _Fact:
        """The text behind a label, up to one that is not known, which is reported."""
        text = self._text[start:end]
        if label == _DESCRIPTION:
            return _Fact(text.strip().replace("\r\n", "\n"), start)
        unknown = list(_UNKNOWN_FACT.finditer(text))
        stops = [*(match.start() for match in unknown), len(text)]
        for match, stop in zip(unknown, stops[1:], strict=True):
            self._extras.append(Extra(match[1], text[match.end() : stop].strip()))
            self.findings.unknown_key(match[1], start + match.start())
        known = text[: stops[0]].strip()
        start += len(text) - len(text.lstrip()) if known else 0
        is_list = label in {_CATEGORIES, _TAGS}
        return _Fact(known if is_list else " ".join(known.split()), start)

    def _read_name(self, name: _Fact) -> ModelId:
        if not name.text:
            raise self._without_name(name.offset)
        try:
            return ModelId.parse(name.text)
        except ValueError:
            raise self.findings.refused(
                NAME_NOT_A_SLUG,
                f"the model name {quoted(name.text)} is not a slug",
                name.offset,
                "/model",
                "a model is named `owner/model`, such as `wiro/instant-id`",
            ) from None

    def _read_items(self, listed: _Fact) -> tuple[str, ...]:
        """The items of a list: one a line, or, in a flattened card, each after `- `."""
        in_lines = "\n" in listed.text
        before, *items = (_ITEM_LINE if in_lines else _ITEM).split(listed.text)
        if before.strip():
            self.findings.add(
                TEXT_NOT_UNDERSTOOD,
                f"this is not an item of a list, and left out: {quoted(before)}",
                listed.offset,
                hint="each item of the list begins with `- `",
            )
        return tuple(" ".join(item.split()) for item in items if item.strip())

    def _read_endpoints(
        self, model: ModelId, facts: dict[str, _Fact], request: RunRequest
    ) -> tuple[str, int]:
        """The path of a run and its offset; reports an endpoint that does not fit."""
        run, detail = facts[_RUN], facts[_DETAIL]
        sent_path = path_of_run(request.address)
        if run.text and not path_of_run(run.text):
            self._report_endpoint(f"there is no `/Run/` in {run.text}", run.offset)
        path = path_of_run(run.text) or sent_path
        if not _names(path, model):
            message = f"the Run endpoint is that of `{path}`, and the card of `{model}`"
            self._report_endpoint(message, run.offset)
        elif path != sent_path:
            message = f"the Run request goes to `{sent_path}`, the endpoint is `{path}`"
            self._report_endpoint(message, request.address_offset)
        base = request.address.partition("/Run/")[0]
        if detail.text not in {"", f"{base}/Task/Detail"}:
            self._extras.append(Extra(_DETAIL.removesuffix(":"), detail.text))
            message = f"the Task/Detail endpoint is not below {base}: {detail.text}"
            self._report_endpoint(message, detail.offset)
        is_in_endpoint = bool(path_of_run(run.text))
        return path, run.offset if is_in_endpoint else request.address_offset

    def _report_endpoint(self, message: str, offset: int) -> None:
        hint = "check that the card is that of the model; runs go to its Run endpoint"
        self.findings.add(ENDPOINT_DISAGREES, message, offset, "/run_path", hint)

    # The inputs

    def _read_inputs(
        self, start: int, end: int, request: RunRequest
    ) -> tuple[Input, ...]:
        listed = self._listed(start, end, request.values)
        names = {segment.sent.wire_name for segment in listed}
        return tuple(self._read_input(segment, names) for segment in listed)

    def _listed(
        self, start: int, end: int, sent: Sequence[SentValue]
    ) -> tuple[ListedInput, ...]:
        """The inputs of a list as it is written; as it is meant, where that is not
        readable, leaves more open, or lacks an input whose name is misspelt.
        """
        flat = FlatText(self._document, words_of(self._document, start, end), start)
        reading = self._attempt(flat, sent)
        if reading.refused or reading.found:
            names = {value.wire_name for value in sent}
            meant, differences = as_meant(flat, start, end, names)
            other = self._attempt(meant, sent) if differences else reading
            is_better = other.leaves_open < reading.leaves_open or (
                all(difference.wire_name for difference in differences)
                and len(other.listed) > len(reading.listed)
            )
            if reading.refused or (is_better and not other.refused):
                for difference in differences:
                    self._report_difference(difference)
                reading = other
        if reading.refused:
            raise reading.refused
        self.findings.found += reading.found
        return reading.listed

    def _attempt(self, flat: FlatText, sent: Sequence[SentValue]) -> _Attempt:
        findings = CardFindings(self._document)
        try:
            listed = read_inputs(flat, sent, findings)
        except Refused as refused:
            return _Attempt((), findings.found, refused)
        return _Attempt(listed, findings.found)

    def _report_difference(self, difference: Difference) -> None:
        name = difference.wire_name
        self.findings.add(
            LIST_WRITTEN_OTHERWISE,
            difference.what if name else f"the list is written with {difference.what}",
            difference.offset,
            pointer_to(name) if name else "/inputs",
            "check that `wirogen inspect` shows what is meant",
        )

    def _read_input(self, listed: ListedInput, names: Collection[str]) -> Input:
        kind = self._read_kind(listed, names)
        wire_name = listed.sent.wire_name
        default: str | None = listed.default
        has_empty = isinstance(kind, HasOptions) and "" in kind.values
        is_empty = isinstance(kind, Multiselect) and texts_in(listed.default) == ()
        if is_empty or (default == "" and not has_empty):
            default = None
        if default in _WORDS_FOR_NULL and listed.sent.text != default:
            self._report_null(listed)
            default = None
        return Input(
            wire_name=wire_name,
            kind=kind,
            type=listed.type,
            label=listed.label,
            help=listed.help,
            default=default,
            sample=_sample(kind, default, listed.sent),
            extras=(*listed.extras, *self._options_without_use(listed, kind)),
            span=self._document.span(listed.offset, pointer_to(wire_name)),
        )

    def _read_kind(self, listed: ListedInput, names: Collection[str]) -> Kind:
        match listed.type.lower():
            case "text" | "textarea" | "color":
                return Text()
            case "number" | "range" | "slider" | "integer" | "numeric" | "float":
                return _number(listed)
            case "select" | "selectwithcover" | "radio":
                return Select(options=listed.options)
            case "multiselect" | "multioptions":
                return Multiselect(options=listed.options)
            case "checkbox" | "boolean":
                return _switch(listed.sent)
            case "fileinput" | "multifileinput":
                many = listed.type.lower() == "multifileinput"
                return File(
                    many=many, companion=companion_of(listed.sent.wire_name, names)
                )
            case "combinefileinput":
                return File(many=True)
        self.findings.add(
            UNKNOWN_INPUT_TYPE,
            f"`{listed.type}` is not a known type of input",
            listed.type_offset,
            pointer_to(listed.sent.wire_name, "type"),
            hint_at_type(listed.type),
        )
        return Unknown()

    def _report_null(self, listed: ListedInput) -> None:
        """Says that a default is null, where the Run request does not send the word."""
        self.findings.add(
            NULL_DEFAULT,
            f"the default is the word {listed.default}, which the Run request does not "
            "send",
            listed.default_offset,
            pointer_to(listed.sent.wire_name, "default"),
            "the input is read as one without default",
        )

    def _options_without_use(self, listed: ListedInput, kind: Kind) -> list[Extra]:
        if isinstance(kind, HasOptions) or not listed.option_list:
            return []
        self.findings.add(
            UNKNOWN_KEY,
            f"an input of the type `{listed.type}` has options; they are kept and not "
            "used",
            listed.offset,
            pointer_to(listed.sent.wire_name, "options"),
            "if it is a select, say so with `kind` in the overrides",
        )
        return [Extra("options", listed.option_list)]

    # What follows the Run request

    def _read_statuses(self, request: RunRequest) -> tuple[Status, ...]:
        """The two lists at the end; raises Refused where the card ends earlier."""
        if request.is_fenced and self._text.count("```", request.end) % 2 == 0:
            message = "the card ends in the middle of a request or an answer"
            raise Refused(cut_short(self._document, message))
        titles = [
            section.search(self._text, request.end) for section in _STATUS_SECTIONS
        ]
        places = [-1 if title is None else title.start() for title in titles]
        if max(places) == -1:
            self.findings.add(
                NO_STATUS_LISTS,
                "the card does not list the task statuses",
                len(self._text.rstrip()),
                "/statuses",
                "if the card was cut short, fetch it again",
            )
            return ()
        _, completed, running = places
        lists = self._statuses(completed, True), self._statuses(running, False)
        if not all(lists):
            message = "the card ends before the end of its lists of task statuses"
            raise Refused(cut_short(self._document, message))
        return lists[0] + lists[1]

    def _statuses(self, start: int, completed: bool) -> tuple[Status, ...]:
        """The statuses in the section whose title begins at a place (-1: none)."""
        if start == -1:
            return ()
        following = _SECTION.search(self._text, start)
        text = self._text[start : following.start() if following else None]
        _, *listed = _STATUS.split(text)
        return tuple(
            Status(
                name=name,
                completed=completed,
                description=" ".join(description.split()),
            )
            for name, description in zip(listed[::2], listed[1::2], strict=True)
        )

    def _report_unknown_sections(self, inputs_end: int, request: RunRequest) -> None:
        for start, end in (
            (inputs_end, request.start),
            (request.end, len(self._text)),
        ):
            for heading in _SECTION.finditer(self._text, start, end):
                if not _KNOWN_SECTION.match(self._text, heading.end()):
                    line = self._text[heading.end() : heading.end() + 80]
                    title = f"## {line.splitlines()[0]}"
                    self.findings.not_understood(title, heading.start())

    # Findings

    def _without_name(self, offset: int) -> Refused:
        return self.findings.refused(
            CARD_WITHOUT_NAME,
            "the card has no model name",
            offset,
            "/model",
            "a card begins with `## Basic tool info` and `Model name: owner/model`",
        )

    def _without_inputs(self, offset: int, what: str) -> Refused:
        hint = "the model's OpenAPI answer may tell its inputs"
        if nearly := _NEARLY_INPUTS.search(self._text, endpos=offset):
            hint = f"the list stands below `## Model Inputs:`, not {quoted(nearly[0])}"
        return self.findings.refused(
            CARD_WITHOUT_INPUTS,
            f"the card has no inputs: {what}",
            offset,
            "/inputs",
            hint,
        )


def _names(path: str, model: ModelId) -> bool:
    try:
        return ModelId.parse(path) == model
    except ValueError:
        return False


def _number(listed: ListedInput) -> Number:
    """A `float` is no integer, and others are none if what is shown of them is not.

    Its wire form is that of the Run request; where that shows none, a `float` is text
    (wiro-api.md, Running a model).
    """
    sent = listed.sent
    keys = [extra.text for extra in listed.extras if extra.name in _KEYS_OF_NUMBERS]
    shown = (listed.default, sent.text, *keys)
    is_float = listed.type.lower() == "float"
    is_text = sent.is_text if sent.text else is_float
    return Number(
        integer=not is_float and is_whole(shown, listed.help),
        wire=NumberWire.TEXT if is_text else NumberWire.NUMBER,
    )


def _switch(sent: SentValue) -> Switch:
    """A switch that is sent as the Run request sends it."""
    if sent.is_text:
        return Switch.sent_as(sent.text)
    return Switch.sent_as_number() if sent.text in {"1", "0"} else Switch()


def _sample(kind: Kind, default: str | None, sent: SentValue) -> str | None:
    """What the Run request sends, where it differs from the default."""
    if not sent.text or sent.text == default:
        return None
    if isinstance(kind, Switch) and default is not None:
        is_default = truth_of(sent.text) == truth_of(default)
        return None if is_default else sent.text
    if isinstance(kind, Multiselect) and (listed := kind.chosen(sent.text)) is not None:
        is_default = default is not None and listed == kind.chosen(default)
        return None if is_default or not listed else json_text([*listed])
    if default is None or not _NUMBER.fullmatch(default):
        return sent.text
    if not _NUMBER.fullmatch(sent.text) or Decimal(default) != Decimal(sent.text):
        return sent.text
    return None

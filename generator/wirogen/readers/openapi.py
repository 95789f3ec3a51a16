"""OpenAPI documents, as Tool/DetailOpenAPI answers with them.

Alone, or in the answer: a list of `{type, spec}`, one for each way of authentication.
The inputs of a model are the properties of the object schema that the body of its
`/Run/{owner}/{model}` operation refers to (wiro-api.md, Where a model's specification
comes from).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from urllib.parse import unquote

from wirogen.card import COMMON_INPUTS, Card, Extra, Input, ModelId, Source, Status
from wirogen.diagnostics import Refused, Span, refusal
from wirogen.diagnostics.codes import (
    NO_INPUT_SCHEMA,
    NO_INPUTS,
    NO_RUN_PATH,
    NO_SLUG,
    REFERENCE_BROKEN,
    REFERENCE_CYCLE,
    REFERENCE_OUTSIDE,
    REQUIRED_UNKNOWN,
    UNKNOWN_KEY_BESIDE,
    VARIANTS_DIFFER,
)
from wirogen.diagnostics.near import did_you_mean
from wirogen.plain_tree import Tree
from wirogen.readers.collector import Findings, child
from wirogen.readers.json_document import json_places
from wirogen.readers.json_object import JsonObject, text_of
from wirogen.readers.openapi_composition import composed
from wirogen.readers.openapi_inputs import read_properties

FORMAT = "OpenAPI document"
"""The name of this format in a Card's source."""


def openapi_documents(tree: Tree) -> dict[str, Tree]:
    """The OpenAPI documents in a JSON text by their pointers; none in other formats."""
    match tree:
        case {"openapi": _} | {"swagger": _}:
            return {"": tree}
        case {"spec": {"openapi": _} as spec}:
            return {"/spec": spec}
        case list():
            return {
                f"/{index}{pointer}": spec
                for index, item in enumerate(tree)
                if isinstance(item, dict)
                for pointer, spec in openapi_documents(item).items()
            }
        case dict() if "result" in tree:
            return {
                child("", key) + pointer: spec
                for key, value in tree.items()
                if isinstance(value, list)
                for pointer, spec in openapi_documents(value).items()
            }
        case _:
            return {}


def read_openapi(tree: Tree, findings: Findings) -> tuple[Card, ...]:
    """The Cards of all models that the documents in a JSON text describe.

    Documents of one model that differ only in authentication give one Card. Raises
    Refused where a document cannot be read.
    """
    _refuse_references_outside(findings)
    cards: dict[ModelId, Card] = {}
    for pointer, document in openapi_documents(tree).items():
        for card in _Document(document, pointer, findings).cards():
            first = cards.setdefault(card.model, card)
            _report_difference(first, card, findings)
    return tuple(cards.values())


_RUN = "/Run/"
_TIME = "**Processing Time:**"
_TITLE = re.compile(r"(.+?) API(?: \([^()]*\))?", re.DOTALL)
_REFERENCE_OUTSIDE = re.compile(r'"\$ref"\s*:\s*("(?!#)[^"]*")')

_SAME_IN_EVERY_DOCUMENT = (
    *("openapi", "info", "servers", "tags", "security", "components", "externalDocs"),
)
_SAME_IN_EVERY_OPERATION = ("operationId", "tags", "responses", "security")
_QUIET_IN_SCHEMA = ("title", "description", "additionalProperties", "example")
"""Keys that a Card keeps as extras without a word about them."""


def _report_difference(first: Card, other: Card, findings: Findings) -> None:
    if first == other:
        return
    names = [
        field.name
        for field in fields(Card)
        if field.compare and getattr(first, field.name) != getattr(other, field.name)
    ]
    findings.add(
        VARIANTS_DIFFER,
        f"another document of {first.model} has other {' and '.join(names)}",
        other.span.pointer,
        "the first one is taken; ask the service again",
    )


def _refuse_references_outside(findings: Findings) -> None:
    """A reference that leaves the document is refused wherever it stands."""
    document = findings.document
    outside = _REFERENCE_OUTSIDE.search(document.text)
    if outside is None:
        return
    offset = outside.start(1)
    pointers = (at for at, start in json_places(document.text) if start == offset)
    raise _reference_outside(outside[1], document.span(offset, next(pointers, "")))


def _reference_outside(reference: str, span: Span) -> Refused:
    return refusal(
        REFERENCE_OUTSIDE,
        f"the reference {reference} leaves the document; nothing was opened for it",
        span,
        "put what it means under `components` and refer to it by `#/components/…`",
    )


@dataclass(frozen=True, slots=True)
class _Document:
    """One OpenAPI document and where it stands in the text."""

    tree: Tree
    pointer: str
    findings: Findings

    def cards(self) -> list[Card]:
        """A Card for each `/Run/…` path, mostly one. Raises Refused without one."""
        document = JsonObject(self.tree, self.pointer, self.findings)
        title = document.object("info").text("title")
        paths = document.object("paths")
        statuses, extras = _statuses(document.object("x-task-status-info"))
        document.drop(_SAME_IN_EVERY_DOCUMENT)
        runs = [path for path in paths.rest if path.startswith(_RUN)]
        if not runs:
            raise refusal(
                NO_RUN_PATH,
                "the document has no path `/Run/{owner}/{model}`",
                self.findings.span(paths.pointer),
                "give the document that Tool/DetailOpenAPI answers with for a model",
            )
        common = (*document.extras(code=UNKNOWN_KEY_BESIDE), *extras)
        return [
            self._card(path, paths.object(path), title, statuses, common)
            for path in runs
        ]

    def _card(
        self,
        path: str,
        item: JsonObject,
        title: str,
        statuses: tuple[Status, ...],
        common: tuple[Extra, ...],
    ) -> Card:
        run_path = unquote(path.removeprefix(_RUN))
        model = self._model(run_path, item)
        operation = item.object("post")
        schema = self._input_schema(operation)
        inputs = self._inputs(schema)
        summary, _, time = operation.text("description").partition(_TIME)
        operation.drop(_SAME_IN_EVERY_OPERATION)
        name = operation.text("summary").strip()
        return Card(
            model=model,
            raw_slug=_slug_in_title(title, model) or run_path,
            run_path=run_path,
            title=name.removeprefix("Run ").strip(),
            summary=summary.strip(),
            inputs=inputs,
            statuses=statuses,
            extras=(
                *([Extra("computingtime", time.strip())] if time else []),
                *operation.extras(code=UNKNOWN_KEY_BESIDE),
                *schema.extras(_QUIET_IN_SCHEMA),
                *item.extras(code=UNKNOWN_KEY_BESIDE),
                *common,
            ),
            source=Source(file=self.findings.document.file, format=FORMAT),
            run_path_span=self.findings.span(item.pointer),
            span=self.findings.span(item.pointer),
        )

    def _model(self, run_path: str, item: JsonObject) -> ModelId:
        try:
            return ModelId.parse(run_path)
        except ValueError as error:
            raise refusal(
                NO_SLUG,
                str(error),
                self.findings.span(item.pointer),
                "the path of a run is `/Run/{owner}/{model}`",
            ) from None

    def _input_schema(self, operation: JsonObject) -> JsonObject:
        body = self._resolved(operation, "requestBody")
        content = body.object("content")
        medium = next(
            (key for key in ("application/json", *content.rest) if key in content.rest),
            None,
        )
        if medium is not None:
            schema = self._resolved(content.object(medium), "schema")
            if isinstance(schema.rest.get("properties"), dict):
                return schema
        raise refusal(
            NO_INPUT_SCHEMA,
            "the body of the run does not refer to an object schema with properties",
            self.findings.span(content.pointer),
            "give the document that Tool/DetailOpenAPI answers with for a model",
        )

    def _inputs(self, schema: JsonObject) -> tuple[Input, ...]:
        schema.take("type")
        properties = schema.object("properties")
        required = self._required(schema, properties.rest)
        properties.drop(COMMON_INPUTS)
        schemas = {
            name: composed(self._resolved(properties, name), self._resolved)
            for name in [*properties.rest]
        }
        if not schemas:
            self.findings.add(NO_INPUTS, "the model has no inputs", properties.pointer)
        return read_properties(schemas, required)

    def _required(self, schema: JsonObject, names: Collection[str]) -> set[str]:
        listed = schema.rest.get("required")
        if not isinstance(listed, list):
            return set()
        schema.take("required")
        required = {text_of(name) for name in listed}
        for name in sorted(required.difference(names, COMMON_INPUTS)):
            self.findings.add(
                REQUIRED_UNKNOWN,
                "it is required, and is no input",
                schema.at("required"),
                did_you_mean(name, names)
                or "look whether an input is missing here, or was renamed",
                name,
            )
        return required

    def _resolved(self, schemas: JsonObject, key: str) -> JsonObject:
        """The object that a member is or refers to, empty where there is none. What
        stands beside a reference goes before what it refers to.
        """
        tree, pointer = schemas.rest.pop(key, {}), schemas.at(key)
        followed = set()
        while isinstance(tree, dict) and "$ref" in tree:
            reference = text_of(tree["$ref"])
            beside = {key: value for key, value in tree.items() if key != "$ref"}
            span = self.findings.span(child(pointer, "$ref"))
            if reference in followed:
                raise refusal(
                    REFERENCE_CYCLE,
                    f"the reference {reference!r} leads back to itself",
                    span,
                    "let one of the references lead to a schema",
                )
            followed.add(reference)
            tree, pointer = self._target(reference, span)
            if beside and isinstance(tree, dict):
                tree = {**tree, **beside}
        return JsonObject(tree, pointer, self.findings)

    def _target(self, reference: str, span: Span) -> tuple[Tree, str]:
        if not reference.startswith("#"):
            raise _reference_outside(repr(reference), span)
        tree = self.tree
        path = unquote(reference.removeprefix("#"))
        for step in path.split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(tree, dict) and key in tree:
                tree = tree[key]
            else:
                raise refusal(
                    REFERENCE_BROKEN,
                    f"the reference {reference!r} leads to nothing at {key!r}",
                    span,
                    "correct the reference, or fetch the document again",
                )
        return tree, self.pointer + path


def _slug_in_title(title: str, model: ModelId) -> str | None:
    """The slug in `alibaba/wan 2.6 API (Signature Auth)`, if it is that model's."""
    match = _TITLE.fullmatch(title)
    try:
        is_same = match is not None and ModelId.parse(match[1]) == model
    except ValueError:
        return None
    return match[1] if match is not None and is_same else None


def _statuses(info: JsonObject) -> tuple[tuple[Status, ...], tuple[Extra, ...]]:
    info.take("description")
    statuses = []
    for key, completed in (("completed_statuses", True), ("running_statuses", False)):
        for item in info.object(key).objects("values"):
            name, description = item.text("status"), item.text("description")
            statuses.append(
                Status(name=name, completed=completed, description=description)
            )
    return tuple(statuses), info.extras(code=UNKNOWN_KEY_BESIDE)

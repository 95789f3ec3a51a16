"""What one specification gives, as rows: they travel between processes and are kept as
JSON.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from wirogen.card import ModelId
from wirogen.diagnostics import Diagnostic, Position, Span
from wirogen.diagnostics.codes import table


class Finding(NamedTuple):
    """A finding whose place has been looked up; line 0 for none. A configuration may
    give it another weight.
    """

    code: str
    message: str
    hint: str
    model: str
    wire_name: str
    file: str
    pointer: str
    line: int
    column: int

    @classmethod
    def of(cls, diagnostic: Diagnostic) -> "Finding":
        """The row of a finding."""
        span = diagnostic.span
        position = span.position or Position(0, 0)
        return cls(
            diagnostic.code.name,
            diagnostic.message,
            diagnostic.hint,
            diagnostic.model,
            diagnostic.wire_name,
            span.file,
            span.pointer,
            position.line,
            position.column,
        )


class Described(NamedTuple):
    """A model that a specification describes, and where; `has_inputs` says whether its
    inputs are told.
    """

    owner: str
    name: str
    raw_slug: str
    has_inputs: bool
    file: str
    pointer: str
    line: int
    column: int

    @property
    def model(self) -> ModelId:
        """Which model it is."""
        return ModelId(self.owner, self.name)


class File(NamedTuple):
    """A file of an output, the entry of the model that it is of, and its hash."""

    path: str
    model: str
    title: str
    about: str
    digest: str


class Made(NamedTuple):
    """What came of a specification whose bytes had the digest `content`, with the
    overrides of its models: `corrections` is the digest of those.

    `files` has the files of each output; it is None where none were printed.
    """

    content: str
    corrections: str
    described: tuple[Described, ...]
    findings: tuple[Finding, ...]
    files: tuple[tuple[File, ...], ...] | None

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(one.code.startswith("E") for one in self.findings)

    def files_of(self, number: int) -> tuple[File, ...]:
        """The files of an output, by its number."""
        return () if self.files is None else self.files[number]

    @classmethod
    def from_json(cls, row: Any) -> "Made":
        """What was kept as JSON. Raises TypeError or ValueError for anything else."""
        content, corrections, described, findings, files = row
        return cls(
            content,
            corrections,
            tuple(Described(*each) for each in described),
            tuple(Finding(*each) for each in findings),
            (
                None
                if files is None
                else tuple(tuple(File(*each) for each in output) for output in files)
            ),
        )


def diagnostics_of(findings: Iterable[Finding]) -> Iterable[Diagnostic]:
    """Findings as they are reported."""
    codes = table()
    for one in findings:
        yield Diagnostic(
            code=codes[one.code],
            message=one.message,
            span=span_at(one),
            hint=one.hint,
            model=one.model,
            wire_name=one.wire_name,
        )


def span_at(place: Finding | Described) -> Span:
    """Where a row says that something stands."""
    position = Position(place.line, place.column) if place.line else None
    return Span(place.file, place.pointer, lambda _: position)

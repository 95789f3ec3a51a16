"""What wirogen has to say about its input: where, what is wrong, and what would be
right.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path


class Severity(StrEnum):
    """How much a finding weighs: an error stops everything from being written, a
    warning should be looked at, a note tells what wirogen makes of something odd.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


@dataclass(frozen=True, slots=True)
class Code:
    """A stable kind of finding, as the table in `wirogen.diagnostics.codes` lists it.

    `name` is what people see and search for (`W104`), `title` one line, `explanation`
    what `wirogen explain` prints. `settled_by` are the keys of overrides that decide
    what a reader could not: with one of them there is no such finding about an input.
    """

    name: str
    title: str
    explanation: str
    settled_by: tuple[str, ...] = ()

    @property
    def severity(self) -> Severity:
        """Codes that begin with E are errors, with W warnings, with N notes."""
        return _SEVERITIES[self.name[0]]


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; both numbers count from 1, columns count characters."""

    line: int
    column: int


def _nowhere(pointer: str) -> Position | None:  # noqa: ARG001 - a locator
    """A function with a name, for a Card that is sent to another process."""
    return None


@dataclass(frozen=True, slots=True)
class Span:
    """Where something was read: the file as the user named it and the path inside its
    document.

    `pointer` is a JSON pointer (`/inputs/steps/default`), empty for the whole document.
    `locate` finds line and column of a pointer, or of the nearest thing around it; it
    is called only when a finding is shown, so that reading costs nothing for the places
    nobody asks for.
    """

    file: str
    pointer: str = ""
    locate: Callable[[str], Position | None] = field(
        default=_nowhere, compare=False, repr=False
    )

    @property
    def position(self) -> Position | None:
        """Line and column, or None where the document has none (a folder, a missing
        file).
        """
        return self.locate(self.pointer)

    @property
    def place(self) -> str:
        """`file:line:column` as compilers print it, as far as it is known."""
        position = self.position
        return (
            f"{self.file}:{position.line}:{position.column}" if position else self.file
        )

    @classmethod
    def of_file(cls, path: Path, position: Position | None = None) -> "Span":
        """A whole file, or a position in it, with its path as people write it."""
        return cls(str(as_people_write(path)), "", lambda _: position)

    def within(self, part: str) -> "Span":
        """The span of a part of what stands here: `default` of an input."""
        return Span(self.file, f"{self.pointer}/{part}", self.locate)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `model` and `wire_name` are the model and the input that it is about, empty where it
    is about none; `weight` is the severity where it is not that of the code.
    """

    code: Code
    message: str
    span: Span
    hint: str = ""
    _: KW_ONLY
    model: str = ""
    wire_name: str = ""
    weight: Severity | None = None

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return self.weight or self.code.severity

    @property
    def is_error(self) -> bool:
        """Whether this finding stops the output from being written."""
        return self.severity is Severity.ERROR

    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """Orders findings as a reader goes through files: file, line, column, then path
        and code.
        """
        position = self.span.position or Position(0, 0)
        return (
            self.span.file,
            position.line,
            position.column,
            self.span.pointer,
            self.code.name,
            self.message,
        )


@dataclass(frozen=True)
class Report:
    """All findings of a run, each once.

    They are put in reading order when somebody reads them: an order needs the place of
    each finding, and places cost time.
    """

    unordered: tuple[Diagnostic, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Diagnostic]) -> "Report":
        """A report of these findings, without repetitions."""
        return cls(tuple(dict.fromkeys(findings)))

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The findings in reading order: by file and place."""
        return tuple(sorted(self.unordered, key=Diagnostic.sort_key))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that stop the output from being written."""
        return self.of_severity(Severity.ERROR)

    def of_severity(self, severity: Severity) -> tuple[Diagnostic, ...]:
        """The findings of one severity, in no order."""
        return tuple(one for one in self.unordered if one.severity is severity)

    def refuse_errors(self) -> None:
        """Raises Refused, with every finding, where any of them is an error."""
        if self.errors:
            raise Refused(*self.unordered)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.unordered)

    def __add__(self, other: "Report") -> "Report":
        return Report.of((*self.unordered, *other.unordered))


class Refused(Exception):
    """Raised where work cannot go on; carries every finding that says why."""

    def __init__(self, *findings: Diagnostic) -> None:
        super().__init__(*findings)
        self.report = Report.of(findings)

    def __str__(self) -> str:
        """Each error with its place, on a line of its own."""
        errors = sorted(self.report.errors, key=Diagnostic.sort_key)
        lines = ((one.span.place, one.message) for one in errors)
        return "\n".join(": ".join(filter(None, line)) for line in lines)


def refusal(code: Code, message: str, span: Span, hint: str = "") -> Refused:
    """What is raised where work cannot go on because of one finding."""
    return Refused(Diagnostic(code, message, span, hint))


def as_people_write(path: Path) -> Path:
    """A path as it is written from the working folder, if it lies in there."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path

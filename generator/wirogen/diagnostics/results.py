"""What was found, as it is handed to programs: findings, drift and changes alike.

Files are named from the root of the repository, in which a log is read.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from wirogen.diagnostics import Diagnostic, Severity, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing that was found: `title` and `explanation` tell of every result of its
    rule, `message` of this one.
    """

    rule: str
    severity: Severity
    message: str
    span: Span
    title: str
    explanation: str = ""


def result_of(finding: Diagnostic) -> Result:
    """A finding as a result."""
    hint = f"\nHint: {finding.hint}" if finding.hint else ""
    return Result(
        rule=finding.code.name,
        severity=finding.severity,
        message=f"{finding.message}{hint}",
        span=finding.span,
        title=finding.code.title,
        explanation=finding.code.explanation,
    )


def place_below(root: Path, name: str) -> Path:
    """A file as it is called below a root; its whole path where it lies elsewhere."""
    file = Path(os.path.normpath(Path(name).absolute()))
    return file.relative_to(root) if file.is_relative_to(root) else file

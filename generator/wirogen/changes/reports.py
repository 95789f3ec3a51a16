"""Changes for people and programs to read: text, Markdown, JSON, annotations.

Texts of a specification are shown on one line, cut around what differs; JSON has them
whole.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from wirogen.changes.grading import ALL, Audience, Change, Grade, worst
from wirogen.characters import INVISIBLE, visible
from wirogen.diagnostics import Severity, Span
from wirogen.diagnostics.formats import annotation
from wirogen.diagnostics.results import Result

_NAMES = {
    Audience.PYTHON: "Python",
    Audience.FLAGS: "flags",
    Audience.BODIES: "bodies",
}
_GITHUB_COMMANDS = {
    Grade.BREAKING: "error",
    Grade.BEHAVIOUR: "warning",
    Grade.COMPATIBLE: "notice",
}
_SEVERITIES = {Grade.BREAKING: Severity.ERROR, Grade.BEHAVIOUR: Severity.WARNING}
_WIDEST = 72
_LED_BY = 24


def render_text(changes: Iterable[Change]) -> str:
    """A report for a terminal: a line for each change, the gravest first."""
    ordered = list(changes)
    lines: list[str] = []
    for grade, graded in _by_grade(ordered):
        lines.append(f"{grade}:")
        lines += [f"  {_line(change)}" for change in graded]
    return "\n".join([*lines, summary(ordered), ""])


def render_markdown(changes: Iterable[Change]) -> str:
    """A report for a pull request; what is outside text stands in code spans."""
    ordered = list(changes)
    parts = [f"**{summary(ordered)}**"]
    for grade, graded in _by_grade(ordered):
        listed = "\n".join(_markdown_lines(graded))
        title = f"{str(grade).capitalize()} ({len(graded)})"
        parts.append(
            f"<details>\n<summary>{title}</summary>\n\n{listed}\n\n</details>"
            if grade is Grade.WORDS
            else f"### {title}\n\n{listed}"
        )
    return "\n\n".join(parts) + "\n"


def render_json(changes: Iterable[Change]) -> str:
    """A report for programs: every change whole, and how many there are of a grade."""
    ordered = list(changes)
    counts = Counter(change.grade for change in ordered)
    report = {
        "counts": {str(grade): counts[grade] for grade in Grade},
        "grades": {str(audience): worst(ordered, audience) for audience in Audience},
        "changes": [_json(change) for change in ordered],
    }
    return json.dumps(report, indent=2) + "\n"


def render_github(changes: Iterable[Change], root: Path) -> str:
    """A report for a log of GitHub Actions, which shows each change but words beside
    its place in the specification, files named from the root of the repository.
    """
    ordered = list(changes)
    lines = [
        annotation(
            _GITHUB_COMMANDS[grade], str(grade), _line(change), _place(change), root
        )
        for grade, graded in _by_grade(ordered)
        if grade is not Grade.WORDS
        for change in graded
    ]
    return "\n".join([*lines, summary(ordered), ""])


def _place(change: Change) -> Span | None:
    """Where a change is seen: nowhere in the files at hand for a model that is gone."""
    return None if change.rule == "model-removed" else change.span


def result_of(change: Change) -> Result:
    """A change as logs of what was found have it."""
    return Result(
        rule=change.rule,
        severity=_SEVERITIES.get(change.grade, Severity.NOTE),
        message=_line(change),
        span=_place(change) or Span(""),
        title=change.message,
        explanation=f"{change.grade}: {change.message}",
    )


def summary(changes: Sequence[Change]) -> str:
    """How many changes there are, and for whom: `2 breaking, 1 words in 2 models
    (Python: words, flags: words, bodies: breaking)`.
    """
    if not changes:
        return "no changes"
    counts = Counter(change.grade for change in changes)
    counted = ", ".join(f"{counts[grade]} {grade}" for grade in Grade if counts[grade])
    models = len({change.model for change in changes})
    text = f"{counted} in {models} model{'s' if models > 1 else ''}"
    grades = {audience: worst(changes, audience) for audience in Audience}
    if len({*grades.values()}) == 1:
        return text
    each = (f"{_NAMES[a]}: {grade or 'nothing'}" for a, grade in grades.items())
    return f"{text} ({', '.join(each)})"


def _by_grade(changes: Iterable[Change]) -> Iterator[tuple[Grade, list[Change]]]:
    ordered = sorted(changes, key=lambda change: (change.grade.rank, change.model))
    for grade, graded in groupby(ordered, key=lambda change: change.grade):
        yield grade, list(graded)


def _line(change: Change) -> str:
    name = "" if change.wire_name is None else f" {_shown(change.wire_name)}"
    rule = ", ".join(filter(None, (change.rule, _only(change))))
    return f"{change.model}{name} {_sentence(change, _shown, '->')} [{rule}]"


def _markdown_lines(changes: Iterable[Change]) -> Iterator[str]:
    for model, of_model in groupby(changes, key=lambda change: change.model):
        yield f"- {_code(str(model))}"
        for change in of_model:
            name = "the model" if change.wire_name is None else _code(change.wire_name)
            only = f" ({_only(change)})" if _only(change) else ""
            yield f"  - {name} {_sentence(change, _code, '→')}{only}"


def _sentence(change: Change, quoted: Callable[[str], str], arrow: str) -> str:
    """What a change says after the name of its input, with texts as `quoted` writes
    them.
    """
    sides = (change.before, change.after)
    if change.about is not None:
        shown = quoted(_excerpt(change.about))
    elif sides == (None, None):
        shown = ""
    else:
        shown = f" {arrow} ".join(
            "none" if text is None else quoted(text) for text in _excerpts(*sides)
        )
    reason = f" ({change.reason})" if change.reason else ""
    return f"{change.message}{f': {shown}' if shown else ''}{reason}"


def sentence_of(change: Change) -> str:
    """A change of a model in a sentence, for a page."""
    name = "" if change.wire_name is None else f"{_shown(change.wire_name)} "
    only = f" ({_only(change)})" if _only(change) else ""
    return f"{name}{_sentence(change, _shown, '→')}{only}"


def _only(change: Change) -> str:
    """Whom a change concerns, unless it is everybody."""
    if change.audiences == ALL:
        return ""
    names = [_NAMES[audience] for audience in Audience if audience in change.audiences]
    return f"for {' and '.join(names)}"


def _json(change: Change) -> dict[str, object]:
    position = change.span.position
    return {
        "model": str(change.model),
        "input": change.wire_name,
        "grade": str(change.grade),
        "audiences": [str(a) for a in Audience if a in change.audiences],
        "rule": change.rule,
        "message": change.message,
        "before": change.before,
        "after": change.after,
        "about": change.about,
        "reason": change.reason or None,
        "file": change.span.file,
        "pointer": change.span.pointer,
        "line": position.line if position else None,
        "column": position.column if position else None,
    }


def _excerpts(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Before and after in short, both cut around the first difference."""
    if before is None or after is None:
        return before and _excerpt(before), after and _excerpt(after)
    long = max(len(before), len(after)) > _WIDEST
    start = max(_alike(before, after) - _LED_BY, 0) if long else 0
    return _excerpt(before, start), _excerpt(after, start)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _excerpt(text: str, start: int = 0) -> str:
    end = start + _WIDEST
    return f"{'…' * (start > 0)}{text[start:end]}{'…' * (end < len(text))}"


def _shown(text: str) -> str:
    """A text on one line: as it is where that is plain, else as Python writes it."""
    is_plain = text and text == text.strip() and not INVISIBLE.search(text)
    return text if is_plain and text != "none" else visible(repr(text))


def _code(text: str) -> str:
    """A text as a code span, in which nothing is Markdown."""
    shown = _shown(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    padding = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{padding}{shown}{padding}{fence}"

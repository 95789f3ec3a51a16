"""Changes for people and programs to read: text, Markdown and JSON.

Texts of a specification are shown on one line, cut around what differs; JSON has them
whole.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from wirogen.changes.grading import Change, Grade
from wirogen.characters import INVISIBLE, visible

_WIDEST = 72
_LED_BY = 24


def render_text(changes: Iterable[Change]) -> str:
    """A report for a terminal: a line for each change, the gravest first."""
    ordered = list(changes)
    lines = []
    for grade, graded in _by_grade(ordered):
        lines.append(f"{grade}:")
        lines += [f"  {_line(change)} [{change.rule}]" for change in graded]
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
        "changes": [_json(change) for change in ordered],
    }
    return json.dumps(report, indent=2) + "\n"


def summary(changes: Sequence[Change]) -> str:
    """How many changes there are: `2 breaking, 1 words in 2 models`."""
    if not changes:
        return "no changes"
    counts = Counter(change.grade for change in changes)
    told = ", ".join(f"{counts[grade]} {grade}" for grade in Grade if counts[grade])
    models = len({change.model for change in changes})
    return f"{told} in {models} model{'s' if models > 1 else ''}"


def _by_grade(changes: Iterable[Change]) -> Iterator[tuple[Grade, list[Change]]]:
    ordered = sorted(changes, key=lambda change: (change.grade.rank, change.model))
    for grade, graded in groupby(ordered, key=lambda change: change.grade):
        yield grade, list(graded)


def _line(change: Change) -> str:
    names = [str(change.model)]
    if change.wire_name is not None:
        names.append(_shown(change.wire_name))
    before, after = _excerpts(change)
    told = " -> ".join(text for text in (before, after) if text is not None)
    return f"{' '.join(names)} {change.message}" + (f": {told}" if told else "")


def _markdown_lines(changes: Iterable[Change]) -> Iterator[str]:
    for model, of_model in groupby(changes, key=lambda change: change.model):
        yield f"- {_code(str(model))}"
        for change in of_model:
            name = "the model" if change.wire_name is None else _code(change.wire_name)
            before, after = _excerpts(change)
            shown = [_code(text) for text in (before, after) if text is not None]
            told = f": {' → '.join(shown)}" if shown else ""
            yield f"  - {name} {change.message}{told}"


def _json(change: Change) -> dict[str, object]:
    position = change.span.position
    return {
        "model": str(change.model),
        "input": change.wire_name,
        "grade": str(change.grade),
        "rule": change.rule,
        "message": change.message,
        "before": change.before,
        "after": change.after,
        "file": change.span.file,
        "pointer": change.span.pointer,
        "line": position.line if position else None,
        "column": position.column if position else None,
    }


def _excerpts(change: Change) -> tuple[str | None, str | None]:
    """Before and after on one line each, both cut around the first difference."""
    before, after = change.before, change.after
    if before is None or after is None:
        return _excerpt(before), _excerpt(after)
    long = max(len(before), len(after)) > _WIDEST
    start = max(_alike(before, after) - _LED_BY, 0) if long else 0
    return _excerpt(before, start), _excerpt(after, start)


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _excerpt(text: str | None, start: int = 0) -> str | None:
    if text is None:
        return None
    end = start + _WIDEST
    cut = text[start:end]
    return _shown(f"{'…' * (start > 0)}{cut}{'…' * (end < len(text))}")


def _shown(text: str) -> str:
    """A text on one line: as it is where that is plain, else as Python writes it."""
    is_plain = text and text == text.strip() and not INVISIBLE.search(text)
    return text if is_plain else visible(repr(text))


def _code(text: str) -> str:
    """A text as a code span, in which nothing is Markdown."""
    shown = _shown(text)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    padding = " " if "`" in (shown[0], shown[-1]) else ""
    return f"{fence}{padding}{shown}{padding}{fence}"

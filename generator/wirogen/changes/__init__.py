"""What changed between two states of a model's specification, and how much it matters
to those who call the model: in Python, with flags, with bodies of their own.
"""

from wirogen.changes.card_comparison import compare_all, compare_cards, not_compared
from wirogen.changes.grading import Audience, Change, Grade, worst
from wirogen.changes.history import History, PastChanges, read_history
from wirogen.changes.reports import (
    render_github,
    render_json,
    render_markdown,
    render_text,
    result_of,
    sentence_of,
)

__all__ = [
    "Audience",
    "Change",
    "Grade",
    "History",
    "PastChanges",
    "compare_all",
    "compare_cards",
    "not_compared",
    "read_history",
    "render_github",
    "render_json",
    "render_markdown",
    "render_text",
    "result_of",
    "sentence_of",
    "worst",
]

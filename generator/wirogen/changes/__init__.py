"""What changed between two states of a model's specification, and how much it matters
to those who call its generated client.
"""

from wirogen.changes.card_comparison import compare_all, compare_cards
from wirogen.changes.grading import Change, Grade, worst
from wirogen.changes.reports import render_json, render_markdown, render_text

__all__ = [
    "Change",
    "Grade",
    "compare_all",
    "compare_cards",
    "render_json",
    "render_markdown",
    "render_text",
    "worst",
]

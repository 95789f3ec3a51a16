"""Texts of a specification, made fit to be shown: on one line, and printable."""

import re

from wirogen.card import Input
from wirogen.characters import INVISIBLE

_UNTRANSLATED = re.compile(r"[a-z0-9_-]+-help")


def one_line(text: str) -> str:
    """A text on one line, with what cannot be printed left out."""
    visible = INVISIBLE.sub("", " ".join(text.split()))
    return " ".join(visible.split())


def help_text(text: str) -> str:
    """A help text in its normal form: paragraphs, each on one line, with a blank line
    between two; empty where it is a key that nobody translated.
    """
    paragraphs = map(one_line, re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")))
    normal = "\n\n".join(filter(None, paragraphs))
    return "" if _UNTRANSLATED.fullmatch(normal) else normal


def label_line(field: Input) -> str:
    """An input's label on one line; empty where it is a key that nobody translated
    (`guidancescale`, beside the help `guidancescale-help`).
    """
    is_key = one_line(field.help) == f"{field.label}-help"
    return "" if is_key and not help_text(field.help) else one_line(field.label)

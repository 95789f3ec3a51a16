"""What tells a model card from other texts, found without reading it."""

import re


def looks_like_model_card(text: str) -> bool:
    """Whether a text is a model card, or the beginning of one.

    It has a heading of a card at the start of a line, or anywhere if it is flattened.
    """
    if _ANOTHER_FORMAT.match(text):
        return False
    heading = _HEADING_IN_LINES if "\n" in text.strip() else _HEADING_ANYWHERE
    found = heading.search(text) or (
        "Model name:" in text and _LIKE_HEADING.search(text)
    )
    return bool(found)


_ANOTHER_FORMAT = re.compile(
    r"\s*+(?:\{\s*+[\"}]|\[\s*+[\[{\"\]]|<!doctype|<\?xml|<html|<head|<body)",
    re.IGNORECASE,
)
_HEADING_ANYWHERE = re.compile(r"(?<!\S)## (?:Basic tool info|Model Inputs:)")
_HEADING_IN_LINES = re.compile(
    r"^## (?:Basic tool info|Model Inputs:)"
    r"|(?<!\S)## Basic tool info\s++Model name:",
    re.MULTILINE,
)
_LIKE_HEADING = re.compile(
    r"(?<!\S)#{1,6} (?:basic tool info:?\s++model name:"
    r"|model inputs:?\s++(?:(?:```|~~~)\w*+\s++)?- name:)",
    re.IGNORECASE,
)

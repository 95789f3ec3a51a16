"""Docstrings of generated code: what a specification says of a model and its inputs,
wrapped and printable.
"""

import textwrap

from wirogen.contract import Contract
from wirogen.contract.texts import one_line
from wirogen.targets.printing import LINE_LENGTH

_WIDTH = 84


def class_docstring(contract: Contract) -> str:
    """What is to be known of a model."""
    paragraphs = [f"A request for `{contract.model}`."]
    if contract.title and contract.title != contract.raw_slug.partition("/")[2]:
        paragraphs.append(_sentence(contract.title))
    if contract.summary:
        paragraphs.append(contract.summary)
    if contract.raw_slug != str(contract.model):
        paragraphs.append(f"Wiro writes its name `{one_line(contract.raw_slug)}`.")
    return docstring("\n\n".join(dict.fromkeys(paragraphs)), 4)


def help_docstring(text: str, indent: int) -> str:
    """The help of an input, wrapped; unwrapping it gives the text back."""
    paragraphs = (_wrapped(part, indent) for part in text.split("\n\n"))
    wrapped = "\n\n".join(paragraphs)
    if "\n" not in wrapped and indent + len(wrapped) + len('""""""') <= LINE_LENGTH:
        return wrapped
    return textwrap.indent(wrapped, " " * indent).lstrip() + "\n" + " " * indent


def docstring(text: str, indent: int) -> str:
    """A docstring's normal form: wrapped, printable, never ending with a quote.

    The first paragraph stands on the line of the opening quotes; the closing quotes
    stand alone where there is more than one line.
    """
    wrapped = [_wrapped(part, indent) for part in text.split("\n\n") if part.strip()]
    lines = "\n\n".join(wrapped).split("\n")
    if len(lines) == 1:
        only = lines[0]
        return f"{only}." if only[-1] in '"\\' else only
    padding = " " * indent
    body = "\n".join(f"{padding}{line}" if line else "" for line in lines[1:])
    return f"{lines[0]}\n{body}\n{padding}"


def _wrapped(paragraph: str, indent: int) -> str:
    return "\n".join(
        textwrap.fill(
            line,
            _WIDTH - indent,
            subsequent_indent="  " if line.startswith("- ") else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        for line in paragraph.split("\n")
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."

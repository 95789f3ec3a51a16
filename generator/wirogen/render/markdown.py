"""Plans → reference pages, proven to have no structure but their templates'."""

import re
import shlex
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wirogen.characters import INVISIBLE
from wirogen.contract import Contract, Json
from wirogen.contract.texts import one_line
from wirogen.diagnostics import Position, Refused
from wirogen.render.environment import Code, Filters, Templates
from wirogen.render.harmless import Words
from wirogen.render.json_text import json_line, json_text
from wirogen.render.marker import MARKDOWN_MARKER
from wirogen.render.printer import not_as_planned
from wirogen.shipped import templates_folder
from wirogen.targets import printing
from wirogen.targets.entries import Entry
from wirogen.targets.markdown import plan_page, plan_page_index
from wirogen.targets.runtime import WHOLE, Runtime
from wirogen.targets.syntax import Expression, Name

if TYPE_CHECKING:
    from markdown_it.token import Token

Shape = tuple[tuple[str, int], ...]
"""The structure of a page: the kind of each part, with the line that it begins on."""


class MarkdownPrinter:
    """Prints the page of each model and their index; `package` is the client that the
    examples use, with its runtime.
    """

    def __init__(
        self, package: str, own: Path | None = None, runtime: Runtime = WHOLE
    ) -> None:
        ours = templates_folder() / "markdown"
        self._package = package
        self._runtime = runtime
        self._templates = Templates(own, ours, filters=MARKDOWN_FILTERS)

    def model(self, contract: Contract) -> tuple[Entry, str]:
        """A model's entry in the index, and its page."""
        page = plan_page(contract, self._package, self._runtime)
        text = _rendered(self._templates, "model.md.jinja", page.path, page=page)
        return (
            Entry(model=page.model, path=page.path, title=page.title),
            MARKDOWN_MARKER + text,
        )

    def shared(self, entries: Sequence[Entry]) -> dict[str, str]:
        """The index."""
        index = plan_page_index(entries, self._package)
        text = _rendered(self._templates, "index.md.jinja", index.path, index=index)
        return {index.path: MARKDOWN_MARKER + text}


def shape_of(text: str) -> Shape:
    """The structure that a reader of Markdown sees in a page."""
    return tuple((_kind(token), line) for token, line in _tokens(text))


# --- verification -------------------------------------------------------------------


def _rendered(printer: Templates, template: str, path: str, **plan: Any) -> str:
    """A page. Raises Refused where it has another structure than the same page with
    harmless texts: some text of a specification became Markdown then.
    """
    text = printer.render(template, **plan)
    words = Words()
    harmless = {name: words.put_into(value) for name, value in plan.items()}
    found, expected = shape_of(text), shape_of(printer.render(template, **harmless))
    for here, wanted in zip_longest(found, expected):
        if here is None or wanted is None or here[0] != wanted[0]:
            raise _refused(path, here or wanted, "a text became Markdown or HTML")
        if here[0].endswith(_OPEN):
            raise _refused(path, here, "HTML in it is not closed before Markdown")
    return text


def _tokens(text: str) -> Iterator[tuple["Token", int]]:
    """The parts of a page and of its lines, each with the line of its block."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only these pages need it

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    line = 1
    for token in parser.parse(text):
        line = token.map[0] + 1 if token.map else line
        yield token, line
        for child in token.children or ():
            yield child, line


def _kind(token: "Token") -> str:
    """What a part is: its type and tag, the language of a block of code, the target of
    a link that is no path of the plan, and the tags of HTML with all that they hold, so
    that no text can stand there.
    """
    match token.type:
        case "fence":
            about = token.info
        case "html_block" | "html_inline":
            tags = [*_TAG.finditer(token.content)]
            is_open = any(map(_goes_on, tags)) or (
                token.type == "html_inline" and any(tag[1] for tag in tags)
            )
            about = _OPEN if is_open else "".join(tag[0] for tag in tags)
        case "link_open" | "image":
            about = " ".join(map(_of_link, token.attrs.values()))
        case _:
            about = ""
    return " ".join(filter(None, (token.type, token.tag, about)))


def _of_link(value: object) -> str:
    return "" if _PLAN_PATH.fullmatch(str(value)) else str(value)


_OPEN = "(not closed)"
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes"
    r"|noscript|plaintext)\b.*?(?:</\1\s*>|\Z)|<[^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
"""What is no text to a reader of HTML: tags, comments, and elements whose content is
something else.
"""


def _goes_on(tag: re.Match[str]) -> bool:
    """Whether a tag, or an element that holds no text, is not closed where its HTML
    ends, so that Markdown which follows would be in it.
    """
    if tag[1]:
        return not re.search(rf"</{tag[1]}\s*>\Z", tag[0], re.IGNORECASE)
    return not tag[0].endswith("-->" if tag[0].startswith("<!--") else ">")


def _refused(path: str, part: tuple[str, int] | None, problem: str) -> Refused:
    return not_as_planned(
        path,
        problem,
        "print texts in tables with `cell=True`, in prose through `text`, and in HTML"
        " between tags alone",
        Position(part[1], 1) if part else None,
    )


# --- filters ------------------------------------------------------------------------

_PLAN_PATH = re.compile(r"[a-z0-9_./-]+")
_SPECIAL = re.compile(r"[\\`*_\[\]~#]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "$": "&#36;"}
_ENTITY = re.compile(r"[&<>|$]")
_BLOCK = re.compile(r"^([+=:-])|^([0-9]+)([.)])")
_ADDRESS = re.compile(r"(?<=www)\.|:(?=//)|(?<=mailto):|(?<=xmpp):", re.IGNORECASE)
_WORD_JOINER = "&#8288;"


def text(words: str) -> Code:
    """A text as prose: it makes no markup, no link, no address, no mention."""
    line = _SPECIAL.sub(lambda found: f"\\{found[0]}", _of_one_line(words))
    line = _ENTITY.sub(lambda found: _ENTITIES[found[0]], line)
    line = _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", line)
    line = line.replace("@", f"&#64;{_WORD_JOINER}")
    line = _BLOCK.sub(_as_no_block, line)
    return Code(line)


def _as_no_block(found: re.Match[str]) -> str:
    if found[1]:
        return f"\\{found[1]}"
    return f"{found[2]}\\{found[3]}"


def code_span(words: str, *, cell: bool = False) -> Code:
    """A text as code. What would not stand there as it is, is quoted as in JSON. In a
    cell of a table `cell` is set.
    """
    shown = words if words and one_line(words) == words else json_line(words)
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    span = f"{fence}{pad}{shown}{pad}{fence}"
    return Code(span.replace("|", "\\|") if cell else span)


def shell(word: str) -> Code:
    """A word of a shell's command; one that cannot be typed as bash and zsh read it."""
    if not INVISIBLE.search(word):
        return Code(shlex.quote(word))
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return Code(f"$'{INVISIBLE.sub(_in_bash, escaped)}'")


def _in_bash(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def link(path: str) -> Code:
    """The target of a link: a path of the plan."""
    if not _PLAN_PATH.fullmatch(path):
        raise ValueError(f"not a path of the plan: {path!r}")
    return Code(path)


def dotted(names: Sequence[Name]) -> Code:
    """A dotted name in Python."""
    return Code(".".join(name.text for name in names))


def _of_one_line(words: str) -> str:
    if one_line(words) != words:
        raise ValueError(f"not a text on one line: {words!r}")
    return words


def _expression(value: Expression, *, indent: int, before: int, after: int = 0) -> Code:
    return Code(printing.expression(value, indent=indent, before=before, after=after))


def _json(value: Json) -> Code:
    return Code(json_text(value))


def _body(value: Json) -> Code:
    return Code(shlex.quote(json_text(value)))


MARKDOWN_FILTERS: Filters = {
    "text": text,
    "code": code_span,
    "link": link,
    "shell": shell,
    "json": _json,
    "body": _body,
    "expression": _expression,
    "identifier": lambda name: Code(name.text),
    "dotted": dotted,
}

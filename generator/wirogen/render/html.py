"""Plans → the pages of a site, proven to have no markup but their templates'."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

from wirogen.changes import History
from wirogen.characters import INVISIBLE, json_escape
from wirogen.contract import Contract, Json
from wirogen.diagnostics import Position, Refused
from wirogen.render.environment import Code, Filters, Templates
from wirogen.render.harmless import Words
from wirogen.render.printer import not_as_planned
from wirogen.shipped import templates_folder
from wirogen.targets.entries import Entry
from wirogen.targets.html import (
    Catalogue,
    ModelPage,
    entry_of,
    plan_catalogue,
    plan_model_page,
)
from wirogen.targets.runtime import WHOLE, Runtime


class HtmlPrinter:
    """Prints the page of each model, their catalogue, and the scripts and the style of
    both; `package` is the client that the calls use, with its runtime.

    With `is_served` models can be run at the server that the pages come from.
    """

    def __init__(
        self,
        package: str,
        own: Path | None = None,
        history: History = (),
        runtime: Runtime = WHOLE,
        *,
        is_served: bool = False,
    ) -> None:
        ours = templates_folder() / "html"
        self._package = package
        self._runtime = runtime
        self._history = history
        self._is_served = is_served
        self._templates = Templates(own, ours, filters=HTML_FILTERS)

    def entry(self, contract: Contract) -> Entry:
        """A model's entry in the catalogue."""
        return entry_of(self._page(contract).row)

    def model(self, contract: Contract) -> tuple[Entry, str]:
        """A model's entry in the catalogue, and its page."""
        page = self._page(contract)
        return entry_of(page.row), self._rendered("model.html.jinja", page)

    def _page(self, contract: Contract) -> ModelPage:
        return plan_model_page(contract, self._package, self._history, self._runtime)

    def shared(self, entries: Sequence[Entry]) -> dict[str, str]:
        """The catalogue, and all files that are no pages."""
        catalogue = plan_catalogue(entries, self._package)
        text = self._rendered("catalogue.html.jinja", catalogue)
        return {catalogue.path: text, **self._fixed()}

    def _fixed(self) -> dict[str, str]:
        """The files that every site has as they are."""
        folder = templates_folder() / "html"
        left_out = set() if self._is_served else _ONLY_SERVED
        return {
            f"site/{path.name}": path.read_text(encoding="utf-8")
            for path in sorted((folder / "site").iterdir())
            if path.suffix in {".js", ".css", ".svg"} and path.name not in left_out
        }

    def _rendered(self, template: str, page: Catalogue | ModelPage) -> str:
        """A page. Raises Refused where it is another one than the same page with
        harmless words, beyond these words.
        """
        words = Words()
        text, harmless = (
            self._templates.render(template, page=plan, is_served=self._is_served)
            for plan in (page, words.put_into(page))
        )
        _verify(page.path, _parts(text), _parts(harmless), dict(words.texts))
        return text


_ONLY_SERVED = {"live.js", "playground.js", "uploads.js"}


# --- verification -------------------------------------------------------------------

_DATA = ("script", (("type", "application/json"), ("id", "data")))
_HOLDING_CODE = frozenset({"script", "style"})
_WORD = re.compile(r"word[0-9]+")
_NAMES = re.compile(r"[a-z0-9_-]+")
_HARMLESS_LINK = re.compile(r"[a-z0-9_./-]+|https?://[!-~]+")
_HOLDING_TEXT = frozenset(
    {
        *("aria-describedby", "aria-labelledby", "for", "id", "name"),
        *("placeholder", "title", "value"),
    }
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A tag, or what stands between two; `text` is empty for the former. `within` is
    the innermost element that holds code, with its attributes, or empty.
    """

    kind: str
    attributes: tuple[tuple[str, str], ...] = ()
    text: str = ""
    within: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
    line: int = 0


class _Reader(HTMLParser):
    """Reads a page into its parts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[_Part] = []
        self._within: tuple[str, tuple[tuple[str, str], ...]] = ("", ())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        attributes = tuple((name, value or "") for name, value in attrs)
        self._note(f"<{tag}>", attributes)
        if tag in _HOLDING_CODE:
            self._within = (tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """Notes the end of an element."""
        self._note(f"</{tag}>")
        self._within = ("", ())

    def handle_data(self, data: str) -> None:
        """Notes a text."""
        self._note("text", text=data)

    def handle_comment(self, data: str) -> None:
        """Notes a comment, which holds no text of a plan."""
        self._note(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Notes the type of the document."""
        self._note(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        """Notes what browsers take for a comment."""
        self._note(f"<?{data}>")

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Takes `<![` for the beginning of a comment, as browsers do; Python's parser
        fails at most of what may follow.
        """
        return self.parse_bogus_comment(i, report)

    def _note(
        self, kind: str, attributes: tuple[tuple[str, str], ...] = (), text: str = ""
    ) -> None:
        self.parts.append(_Part(kind, attributes, text, self._within, self.getpos()[0]))


def _parts(text: str) -> list[_Part]:
    """What a browser sees in a page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.parts


def _verify(
    path: str, found: list[_Part], harmless: list[_Part], texts: dict[str, str]
) -> None:
    """Raises Refused where a page is another than its harmless likeness, beyond the
    texts that words stand for, and where a text stands in a place for code.
    """
    for here, wanted in zip_longest(found, harmless):
        if here is None or wanted is None:
            raise _refused(path, here or wanted)
        if not _is_planned(here, wanted, texts):
            raise _refused(path, here)


def _is_planned(here: _Part, wanted: _Part, texts: dict[str, str]) -> bool:
    if here.kind != wanted.kind:
        return False
    if here.kind == "text":
        return _is_planned_text(here, wanted, texts)
    if len(here.attributes) != len(wanted.attributes):
        return False
    return all(
        _is_planned_attribute(attribute, planned, texts)
        for attribute, planned in zip(here.attributes, wanted.attributes, strict=True)
    )


def _is_planned_text(here: _Part, wanted: _Part, texts: dict[str, str]) -> bool:
    if here.within == _DATA:
        try:
            outside, planned = json.loads(here.text), json.loads(wanted.text)
        except ValueError:
            return False
        return json.dumps(outside) == json.dumps(_with_texts(planned, texts))
    if here.within[0]:
        return here.text == wanted.text
    return _line_ends(here.text) == _line_ends(_spelt(wanted.text, texts))


def _is_planned_attribute(
    attribute: tuple[str, str], planned: tuple[str, str], texts: dict[str, str]
) -> bool:
    name = attribute[0]
    if name != planned[0] and not (
        _NAMES.fullmatch(name) and name == _spelt(planned[0], texts)
    ):
        return False
    if attribute[1] == planned[1]:
        return True
    if _line_ends(attribute[1]) != _line_ends(_spelt(planned[1], texts)):
        return False
    if name in {"href", "src"}:
        return _HARMLESS_LINK.fullmatch(attribute[1]) is not None
    return name in _HOLDING_TEXT or name.startswith("data-")


def _spelt(text: str, texts: dict[str, str]) -> str:
    """A text with what its words stand for."""
    return _WORD.sub(lambda word: texts.get(word[0], word[0]), text)


def _with_texts(value: Any, texts: dict[str, str]) -> Any:
    """A JSON value with what the words in it stand for."""
    match value:
        case str():
            return texts.get(value, value)
        case list():
            return [_with_texts(each, texts) for each in value]
        case dict():
            pairs = value.items()
            return {
                texts.get(key, key): _with_texts(each, texts) for key, each in pairs
            }
        case _:
            return value


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _refused(path: str, part: _Part | None) -> Refused:
    return not_as_planned(
        path,
        "a text of the specification became HTML, or stands where code stands",
        "print texts between tags and in quoted attributes, through `text`",
        Position(part.line, 1) if part else None,
    )


# --- filters ------------------------------------------------------------------------


_HIDDEN = re.compile(f"[<>&]|{INVISIBLE.pattern}")


def text(outside: str) -> Code:
    """A text, between tags or in a quoted attribute. Of what cannot be seen only line
    ends and tabs may stand in it.
    """
    if INVISIBLE.search(outside.replace("\n", "").replace("\t", "")):
        raise ValueError(f"not a text that can be shown: {outside!r}")
    return Code(html.escape(outside))


def link(address: str) -> Code:
    """The target of a link: a path of the plan, or an address of http or https."""
    if address and not _HARMLESS_LINK.fullmatch(address):
        raise ValueError(f"not a link: {address!r}")
    return Code(html.escape(address))


def data(value: Json) -> Code:
    """JSON that scripts of a page read; it cannot end the element that holds it."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Code(_HIDDEN.sub(_escaped, line))


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}" if found[0] in "<>&" else json_escape(found)


def number(value: int) -> Code:
    """A whole number."""
    return Code(f"{value:d}")


HTML_FILTERS: Filters = {"text": text, "link": link, "data": data, "number": number}

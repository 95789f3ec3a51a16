"""Which models are to be pulled: those that people name, and those that the catalogue
lists.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from wirogen.card import ModelId
from wirogen.characters import shortened
from wirogen.diagnostics import Diagnostic, Refused, Span, codes
from wirogen.plain_tree import Tree, json_text, number_in, scalar_text
from wirogen.remote.unanswered import Unanswered

if TYPE_CHECKING:
    from wirogen.remote.service import Service

CALL = "Tool/List"

PAGE = 100
"""How many models are asked for at a time; the service may give fewer."""

MOST_PAGES = 1_000
"""How many pages are asked for; a service may have no last one."""

MOST_MODELS = 20_000
"""How many models are taken from the catalogue; the whole of it has some hundreds."""


PAGES = "https://wiro.ai/models/"
"""Where the pages of models are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The models of the catalogue that match: all of them where nothing is said."""

    search: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A model to ask for, and its slugs in the order in which they are tried."""

    model: ModelId
    slugs: tuple[str, ...]

    def is_named(self, model: ModelId) -> bool:
        """Whether one of the slugs is that model's."""
        return any(ModelId.parse(slug) == model for slug in self.slugs)


def named_models(names: Iterable[str], site_url: str) -> tuple[Wanted, ...]:
    """The models that slugs, raw or clean, or addresses of their pages name; each once.

    Raises Refused with every name that is none.
    """
    wanted: dict[ModelId, Wanted] = {}
    findings = []
    for name in names:
        try:
            one = wanted_model(_slug_in(name, site_url))
        except ValueError:
            message = f"{name!r} is not a model's slug, nor the address of its page"
            hint = (
                "a model is named `owner/model`, such as `wiro/instant-id`, or by its"
                f" address, {PAGES}wiro/instant-id"
            )
            findings.append(Diagnostic(codes.NOT_A_SLUG, message, Span(""), hint))
        else:
            wanted.setdefault(one.model, one)
    if findings:
        raise Refused(*findings)
    return tuple(wanted.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model of the catalogue, as it is listed."""

    wanted: Wanted
    title: str
    summary: str
    categories: tuple[str, ...]

    @property
    def model(self) -> ModelId:
        """The model's clean slug."""
        return self.wanted.model


@dataclass(slots=True)
class Listing:
    """What the catalogue lists, as far as it could be read, and what was odd."""

    entries: dict[ModelId, Entry] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def add(self, tool: Tree) -> bool:
        """Takes up one entry of a page. Whether it had not been there before."""
        slugs = _slugs(tool)
        key = slugs[-1] if slugs else json_text(tool)
        if key in self._seen:
            return False
        self._seen.add(key)
        try:
            one = wanted_model(*slugs)
        except ValueError:
            shown = shortened(key, 80)
            message = f"an entry of the catalogue names no model: {shown}"
            hint = "it is passed over"
            found = Diagnostic(
                codes.CATALOGUE_ENTRY_WITHOUT_SLUG, message, Span(CALL), hint
            )
            self.findings.append(found)
        else:
            self.entries.setdefault(one.model, _entry(one, tool))
        return True

    def cut_short(self, start: int, reason: str, advice: str) -> None:
        """Keeps why models after the first `start` are not listed."""
        message = f"the catalogue could not be read beyond {start} models: {reason}"
        hint = f"models that it lists after these were not asked for; {advice}"
        self.findings.append(
            Diagnostic(codes.CATALOGUE_CUT_SHORT, message, Span(CALL), hint)
        )


async def listed_models(
    service: "Service", selection: Selection, on_listed: Callable[[int], object]
) -> Listing:
    """The models of the catalogue that match a selection, page after page; after each,
    `on_listed` is called with how many are known.

    A page that cannot be had ends the list, and so does the last that is asked for:
    that is a finding, and the models before it are there. Raises Stop.
    """
    listing = Listing()
    start = 0
    for _ in range(MOST_PAGES):
        try:
            tools, total = await _page(service, selection, start)
        except Unanswered as reason:
            listing.cut_short(start, str(reason), "run this again")
            return listing
        start += len(tools)
        news = [tool for tool in tools if listing.add(tool)]
        on_listed(len(listing.entries))
        if not news or (len(tools) < PAGE and start >= total):
            break
        if len(listing.entries) > MOST_MODELS:
            listing.cut_short(start, "it has too many", "search for fewer")
            break
    else:
        listing.cut_short(start, "it has too many pages", "search for fewer")
    if not listing.entries:
        message = "the catalogue lists no model that matches"
        hint = "try other words, or no category"
        listing.findings.append(
            Diagnostic(codes.NOTHING_FOUND, message, Span(CALL), hint)
        )
    return listing


async def _page(
    service: "Service", selection: Selection, start: int
) -> tuple[list[Tree], int]:
    """The entries of a page, and how many there are said to be in all; the service may
    be wrong about that.
    """
    asked: dict[str, object] = {
        "start": start,
        "limit": PAGE,
        "sort": "id",
        "order": "ASC",
        "summary": True,
    }
    if selection.search:
        asked["search"] = selection.search
    if selection.categories:
        asked["categories"] = list(selection.categories)
    tree = (await service.ask(CALL, asked)).tree
    if isinstance(tree, dict) and "tool" in tree:
        tools = tree["tool"]
        if isinstance(tools, list | None):
            return tools or [], _count(tree.get("total"))
    raise Unanswered("the answer has no list of models")


def _count(tree: Tree) -> int:
    number = number_in(scalar_text(tree) or "")
    return 0 if number is None else int(number)


def _slugs(tool: Tree) -> tuple[str, ...]:
    """The raw slug and the clean one of an entry, as far as it has them."""
    if not isinstance(tool, dict):
        return ()
    slugs = []
    for prefix in ("slug", "cleanslug"):
        parts = [
            scalar_text(tool.get(f"{prefix}{part}")) for part in ("owner", "project")
        ]
        slugs.append("/".join(part or "" for part in parts))
    return tuple(slug for slug in slugs if slug.strip("/"))


def _entry(wanted: Wanted, tool: Tree) -> Entry:
    entry = tool if isinstance(tool, dict) else {}
    categories = entry.get("categories")
    words = categories if isinstance(categories, list) else []
    title, summary, *names = (
        " ".join((scalar_text(word) or "").split())
        for word in (entry.get("title"), entry.get("description"), *words)
    )
    return Entry(
        wanted=wanted,
        title=title,
        summary=summary,
        categories=tuple(filter(None, names)),
    )


def wanted_model(*slugs: str) -> Wanted:
    """A model to ask for, by its slugs in the order in which they are tried.

    Raises ValueError where there is no slug, or one that is none.
    """
    if not slugs or not "".join(slugs).isprintable():
        raise ValueError(slugs)
    model = ModelId.parse(slugs[-1])
    return Wanted(model=model, slugs=tuple(dict.fromkeys([*slugs, str(model)])))


def _slug_in(name: str, site_url: str) -> str:
    """The slug in the address of a model's page or card; other names as they are.

    Raises ValueError for an address of anything else.
    """
    address = name.strip()
    if address.startswith(("wiro.ai/", "www.wiro.ai/")):
        address = f"https://{address}"
    if "://" not in address:
        return name
    parts = urlsplit(address)
    if not _is_of_site(parts.hostname or "", site_url):
        raise ValueError(name)
    before, _, path = parts.path.partition("/models/")
    owner, slash, rest = path.partition("/")
    if not slash or "/" in before:
        raise ValueError(name)
    return f"{unquote(owner)}/{unquote(rest.partition('/')[0])}"


def _is_of_site(host: str, site_url: str) -> bool:
    hosts = ("wiro.ai", "www.wiro.ai", urlsplit(site_url).hostname)
    return host in hosts

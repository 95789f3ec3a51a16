"""The models that this package was generated for, imported one by one as they are asked
for.
"""

from __future__ import annotations

import difflib
import re
from importlib import import_module

from .._registry import MODELS
from . import PACKAGE
from .errors import UnknownModel
from .request import Request


def models() -> tuple[str, ...]:
    """The slugs of all models that have a request class, sorted."""
    return tuple(sorted(MODELS))


def request_class(slug: str) -> type[Request]:
    """The request class of a model, by its raw or its clean slug.

    Raises UnknownModel, with the nearest slug, where none was generated.
    """
    found = find_request_class(slug)
    if found is None:
        raise UnknownModel(slug, _nearest(clean_slug(slug)))
    return found


def find_request_class(slug: str) -> type[Request] | None:
    """The request class of a model, or None where none was generated."""
    if not isinstance(slug, str):
        raise TypeError(f"a slug is a text such as 'wiro/instant-id', not {slug!r}")
    place = MODELS.get(clean_slug(slug))
    if place is None:
        return None
    module, name = place
    found: type[Request] = getattr(import_module(module, PACKAGE), name)
    return found


def clean_slug(slug: str) -> str:
    """The clean form of a slug: `alibaba/wan 2.6` → `alibaba/wan-2-6`."""
    return "/".join(
        re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in slug.split("/")
    )


def _nearest(slug: str) -> str:
    """The slug that a misspelt one, or one without its owner, is nearest to."""
    names = {name: name for name in MODELS}
    if "/" not in slug:
        names = {name.partition("/")[2]: name for name in sorted(MODELS, reverse=True)}
    close = difflib.get_close_matches(slug, names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""

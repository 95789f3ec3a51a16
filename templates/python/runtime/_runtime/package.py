"""A generated package: its models, imported one by one as they are asked for, the names
that it offers at its root, and its command line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from .errors import UnknownModel
from .left_out import left_out
from .near import nearest
from .plain_values import plain_value
from .public_names import HOMES
from .shown import shown

if TYPE_CHECKING:
    from .request import Request


class Package:
    """A package that uses this runtime: the one that it lies in, or another.

    `registry` is the full name of its module `_registry`, `generator` what wrote it;
    `places` has, for the slug of each model, its module relative to the package and the
    name of its class. `shared_with` are the modules `_registry` of other packages that
    use the runtime of this one.
    """

    def __init__(
        self,
        registry: str,
        generator: str,
        places: Mapping[str, tuple[str, str]],
        shared_with: tuple[str, ...] = (),
    ) -> None:
        self.name = registry.rpartition(".")[0]
        self.generator = generator
        self.places = places
        self.shared_with = shared_with

    def models(self) -> tuple[str, ...]:
        """The slugs of all models that have a request class, sorted."""
        return tuple(sorted(self.places))

    def request_class(self, slug: str) -> type[Request]:
        """The request class of a model, by its raw or its clean slug.

        Raises UnknownModel, with the nearest slug, where none was generated.
        """
        found = self.find_request_class(slug)
        if found is None:
            raise UnknownModel(slug, self._nearest(clean_slug(slug)))
        return found

    def find_request_class(self, slug: str) -> type[Request] | None:
        """The request class of a model, or None where none was generated."""
        plain = plain_value(slug)
        if not isinstance(plain, str):
            kind = shown(slug)
            raise TypeError(f"a slug is a text such as 'wiro/instant-id', not {kind}")
        place = self.places.get(clean_slug(plain))
        if place is None:
            return None
        module, name = place
        found: type[Request] = getattr(import_module(module, self.name), name)
        return found

    def public(self, name: str) -> object:
        """What the package offers under a name; its module is imported now.

        Raises AttributeError where it offers no such thing.
        """
        if name in _OF_MODELS:
            return getattr(self, name)
        if name == "__all__":
            there = (names for home, names in HOMES.items() if _is_there(home))
            return sorted((*_OF_MODELS, *(name for names in there for name in names)))
        home = next((home for home, names in HOMES.items() if name in names), None)
        if home is None:
            raise AttributeError(f"module {self.name!r} has no attribute {name!r}")
        if not _is_there(home):
            raise AttributeError(left_out(name, home.partition(".")[0]))
        return getattr(import_module(f".{home}", __package__), name)

    def run_command_line(self) -> None:
        """Runs the command that is typed, and exits with its status."""
        if not _is_there("command_line"):
            sys.exit(left_out("The command line", "cli"))
        try:
            # By its name: a package without it has to be of one type, too.
            program = import_module(".command_line.program", __package__)
        except ModuleNotFoundError as error:
            if error.name != "click":
                raise
            sys.exit("The command line needs click: pip install click")
        program.program(self).main()

    def _nearest(self, slug: str) -> str:
        """The slug that a misspelt one, or one without its owner, is nearest to."""
        names = {name: name for name in self.places}
        if "/" not in slug:
            ordered = sorted(self.places, reverse=True)
            names = {name.partition("/")[2]: name for name in ordered}
        return nearest(slug, names) or ""


def find_request_class(slug: str) -> type[Request] | None:
    """The request class of a model in any package that uses this runtime, or None."""
    from .._registry import PACKAGE  # noqa: PLC0415 - it imports this module

    found = PACKAGE.find_request_class(slug)
    for name in () if found else PACKAGE.shared_with:
        with suppress(ModuleNotFoundError):  # it may be installed elsewhere
            other = import_module(name, PACKAGE.name)
            found = found or other.PACKAGE.find_request_class(slug)
    return found


_OF_MODELS = ("models", "request_class")


def clean_slug(slug: str) -> str:
    """The clean form of a slug: `alibaba/wan 2.6` → `alibaba/wan-2-6`."""
    parts = str.split(slug, "/")
    return "/".join(
        re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts
    )


def _is_there(home: str) -> bool:
    """Whether the room that a module lies in is in this runtime."""
    return find_spec(f".{home.partition('.')[0]}", __package__) is not None

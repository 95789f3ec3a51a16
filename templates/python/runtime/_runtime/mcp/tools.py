"""The tools of a server: one for each model, or two where these would be too many."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from ..body_schemas import body_schema
from ..package import Package, clean_slug
from ..request import Request

MOST_TOOLS = 40
"""Models that are listed as tools of their own; more fill a program's memory."""

SEARCH, RUN = "search_models", "run_model"
_LONGEST_NAME = 64
_MOST_FOUND = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolWords:
    """A tool as it is listed."""

    name: str
    description: str
    schema: dict[str, Any]
    runs: bool = True


class UnknownTool(LookupError):
    """There is no tool, or no model, of that name here."""


@dataclass(frozen=True)
class Tools:
    """The tools for some models of a package, by their slugs."""

    package: Package
    slugs: tuple[str, ...]

    @classmethod
    def of(cls, package: Package, globs: Sequence[str]) -> Tools:
        """The models that globs name; all without any. Raises UnknownTool for one that
        names none.
        """
        chosen: dict[str, None] = {}
        for glob in globs or ("*",):
            pattern = glob.lower() if "*" in glob or "?" in glob else clean_slug(glob)
            named = [s for s in package.models() if fnmatchcase(s, pattern)]
            if globs and not named:
                raise UnknownTool(f"no model of this package is named {glob!r}")
            chosen.update(dict.fromkeys(named))
        return cls(package, tuple(chosen))

    @cached_property
    def by_name(self) -> dict[str, str]:
        """The slugs of the models by the names of their tools."""
        return {_name(slug): slug for slug in self.slugs}

    @property
    def are_many(self) -> bool:
        """Whether models are looked for, and not listed."""
        return len(self.slugs) > MOST_TOOLS

    def listed(self) -> tuple[ToolWords, ...]:
        """The tools; the modules of their models are imported now."""
        if self.are_many:
            return _SEARCH_TOOL, _RUN_TOOL
        return tuple(
            _tool(name, self.package.request_class(slug))
            for name, slug in self.by_name.items()
        )

    def chosen(
        self, name: str, arguments: dict[str, Any]
    ) -> tuple[type[Request], dict[str, Any]]:
        """The model that a call is for, and its inputs. Raises UnknownTool."""
        if not self.are_many:
            if name not in self.by_name:
                raise UnknownTool(f"there is no tool {name!r}")
            return self.package.request_class(self.by_name[name]), arguments
        slug, inputs = arguments.get("model"), arguments.get("inputs", {})
        if name != RUN:
            raise UnknownTool(f"there is no tool {name!r}")
        if not isinstance(slug, str) or clean_slug(slug) not in self.slugs:
            raise UnknownTool(f"there is no model {slug!r} here: ask {SEARCH}")
        if not isinstance(inputs, dict):
            raise UnknownTool("`inputs` is an object: names of inputs, and values")
        return self.package.request_class(slug), inputs

    def found(self, query: str) -> list[dict[str, Any]]:
        """The models whose slug or description has all words of a query, as far as
        they are shown: with the schema of their inputs.
        """
        words = query.lower().split()
        found = []
        for slug in self.slugs:
            about = f"{slug} {_about(self.package.request_class(slug))}".lower()
            if all(word in about for word in words):
                found.append(slug)
            if len(found) == _MOST_FOUND:
                break
        classes = map(self.package.request_class, found)
        return [
            {
                "model": each.MODEL,
                "description": _about(each),
                "inputs": body_schema(each),
            }
            for each in classes
        ]


def _name(slug: str) -> str:
    """The name of a model's tool: `wiro/instant-id` → `wiro_instant-id`."""
    name = slug.replace("/", "_")
    if len(name) <= _LONGEST_NAME:
        return name
    digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{name[: _LONGEST_NAME - 9]}_{digest}"


def _about(model: type[Request]) -> str:
    return inspect.cleandoc(model.__doc__ or "")


def _tool(name: str, model: type[Request]) -> ToolWords:
    about = _about(model)
    return ToolWords(name=name, description=about, schema=body_schema(model))


_SEARCH_TOOL = ToolWords(
    name=SEARCH,
    description="Find models by words of their names and descriptions; gives their"
    f" slugs and the inputs that {RUN} takes for them.",
    schema={
        "type": "object",
        "properties": {
            "query": {"type": "string", "description": "Words, all wanted."}
        },
        "required": ["query"],
        "additionalProperties": False,
    },
    runs=False,
)
_RUN_TOOL = ToolWords(
    name=RUN,
    description=f"Run a model with inputs as {SEARCH} tells them. A run costs money.",
    schema={
        "type": "object",
        "properties": {
            "model": {
                "type": "string",
                "description": "A slug such as wiro/instant-id.",
            },
            "inputs": {"type": "object", "description": "Names of inputs, and values."},
        },
        "required": ["model", "inputs"],
        "additionalProperties": False,
    },
)

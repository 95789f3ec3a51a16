"""The overrides of a configuration, read only where what is remembered does not do, and
where there are any.
"""

# ruff: noqa: PLC0415 - the room of overrides takes a moment

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from wirogen.card import Card, ModelId
from wirogen.config import Config
from wirogen.diagnostics import Report
from wirogen.output import digest
from wirogen.pipeline.made import Finding, Made
from wirogen.pipeline.sources import Source, content_digest, overrides_source

if TYPE_CHECKING:
    from wirogen.overrides import Overrides


NO_FILE = "no file"
"""Stands for what the file holds where there is none."""


class Corrections:
    """The overrides of a file, and a digest of those of each model.

    `remembered` has those digests where the file was read before, as it is now.
    """

    def __init__(
        self, source: Source | None, remembered: Mapping[str, str] | None
    ) -> None:
        self._source = source
        self._remembered = remembered

    @cached_property
    def overrides(self) -> "Overrides":
        """The overrides. Raises Refused where they are wrong."""
        from wirogen.overrides import Overrides, read_overrides

        return read_overrides(self._source.path) if self._source else Overrides()

    def applied_to(self, card: Card) -> tuple[Card, Report]:
        """The corrected Card, and what is wrong with the corrections of its model."""
        if self._source is None:
            return card, Report()
        from wirogen.overrides import apply_overrides

        return apply_overrides(card, self.overrides)

    def unsettled(self, found: Report, about: Report) -> Report:
        """What a reader found, without what corrections decide, and what is wrong with
        the corrections.
        """
        if self._source is None:
            return found
        from wirogen.overrides import unsettled

        return unsettled(found, about, self.overrides)

    def unused(self, cards: Iterable[Card]) -> Report:
        """Warnings about overrides for models that none of the Cards describes."""
        if self._source is None:
            return Report()
        from wirogen.overrides import unused

        return unused(self.overrides, cards)

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """A digest of the overrides of each model that has any, without their places.

        Raises Refused where they are wrong.
        """
        if self._remembered is not None:
            return self._remembered
        if self._source is None:
            return {}
        models = self.overrides.models
        return {
            str(model): digest(repr(models[model].entries).encode("utf-8", "replace"))
            for model in models
        }

    def digest_of(self, models: Iterable[ModelId]) -> str:
        """A digest of all overrides of some models."""
        return " ".join(self.digests.get(str(model), "") for model in models)

    @property
    def settled_content(self) -> str:
        """What the file holds; empty where it has changed since it was looked at."""
        if self._source is None:
            return NO_FILE
        is_settled = content_digest(self._source.path) == self._source.content
        return self._source.content if is_settled else ""

    def placed(self, made: Made) -> Made:
        """What was remembered, with the places that findings about overrides have
        now.
        """
        if self._remembered is not None:
            return made
        return made._replace(findings=tuple(map(self._placed, made.findings)))

    def _placed(self, finding: Finding) -> Finding:
        if not self._source or finding.file != self._source.shown:
            return finding
        for each in self.overrides.models.values():
            if position := each.span.locate(finding.pointer):
                return finding._replace(line=position.line, column=position.column)
        return finding


def corrections_in(config: Config) -> Corrections:
    """The overrides of a configuration."""
    return Corrections(overrides_source(config), None)

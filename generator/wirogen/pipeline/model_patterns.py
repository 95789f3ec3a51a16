"""Which models an output has."""

import difflib
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from wirogen.card import Card, ModelId, clean_slug
from wirogen.config import Config, OutputConfig
from wirogen.diagnostics import Diagnostic, Refused, codes


def cards_of(output: OutputConfig, cards: Sequence[Card]) -> tuple[Card, ...]:
    """The Cards that an output names, in the order of their slugs."""
    named = [glob for glob in output.models if not _takes_out(glob)] or ["*"]
    chosen = {card.model: card for glob in named for card in _named(glob, cards)}
    for glob in filter(_takes_out, output.models):
        for card in _named(glob, cards):
            chosen.pop(card.model, None)
    return tuple(chosen[model] for model in sorted(chosen))


def cards_of_any(config: Config, cards: Sequence[Card]) -> tuple[Card, ...]:
    """The Cards that any output of a configuration names."""
    chosen: dict[ModelId, Card] = {}
    for output in config.outputs:
        chosen |= {card.model: card for card in cards_of(output, cards)}
    return tuple(chosen[model] for model in sorted(chosen))


def refuse_idle_globs(config: Config, cards: Sequence[Card]) -> None:
    """Raises Refused for the slugs and globs of a configuration that name no model."""
    findings = dict.fromkeys(_idle_globs(config, cards))
    if findings:
        raise Refused(*findings)


def _idle_globs(config: Config, cards: Sequence[Card]) -> Iterator[Diagnostic]:
    for output in config.outputs:
        for glob in output.models:
            if not _named(glob, cards):
                near = _nearest(glob, (str(card.model) for card in cards))
                yield Diagnostic(
                    code=codes.NO_SUCH_MODEL,
                    message=f"no specification describes a model {glob!r}",
                    span=output.models_span,
                    hint=near or "`models` are slugs, or globs such as 'wiro/*'",
                )


def _takes_out(glob: str) -> bool:
    return glob.startswith("!")


def _named(glob: str, cards: Iterable[Card]) -> list[Card]:
    """The Cards that a glob names, whether it takes them in or out."""
    pattern = _clean_glob(glob)
    return [card for card in cards if fnmatchcase(str(card.model), pattern)]


def _clean_glob(glob: str) -> str:
    """A glob over clean slugs, from one that may hold raw ones."""
    glob = glob.removeprefix("!")
    if any(character in glob for character in "*?["):
        return glob.lower()
    return "/".join(clean_slug(part) for part in glob.split("/", 1))


def _nearest(glob: str, slugs: Iterable[str]) -> str:
    near = difflib.get_close_matches(_clean_glob(glob), [*slugs], n=1, cutoff=0.75)
    return f"did you mean {near[0]!r}?" if near else ""

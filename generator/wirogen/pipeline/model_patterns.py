"""Which models an output has."""

from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from wirogen.card import Card, ModelId, clean_glob
from wirogen.config import Config, OutputConfig
from wirogen.diagnostics import Diagnostic, Refused, codes
from wirogen.diagnostics.near import did_you_mean


def is_named(output: OutputConfig, model: ModelId) -> bool:
    """Whether an output names a model."""
    named = [glob for glob in output.models if not _takes_out(glob)] or ["*"]
    return any(_fits(glob, model) for glob in named) and not any(
        _fits(glob, model) for glob in output.models if _takes_out(glob)
    )


def cards_of_any(config: Config, cards: Iterable[Card]) -> tuple[Card, ...]:
    """The Cards that any output of a configuration names, in the order of their
    slugs.
    """
    chosen = {
        card.model: card
        for card in cards
        if any(is_named(output, card.model) for output in config.outputs)
    }
    return tuple(chosen[model] for model in sorted(chosen))


def refuse_idle_globs(config: Config, models: Sequence[ModelId]) -> None:
    """Raises Refused for the slugs and globs of a configuration that name no model."""
    findings = dict.fromkeys(_idle_globs(config, models))
    if findings:
        raise Refused(*findings)


def _idle_globs(config: Config, models: Sequence[ModelId]) -> Iterator[Diagnostic]:
    for output in config.outputs:
        for glob in output.models:
            if not any(_fits(glob, model) for model in models):
                slugs = map(str, models)
                name = clean_glob(glob.removeprefix("!"))
                near = did_you_mean(name, slugs, likeness=0.75)
                yield Diagnostic(
                    codes.NO_SUCH_MODEL,
                    f"no specification describes a model {glob!r}",
                    output.models_span,
                    near or "`models` are slugs, or globs such as 'wiro/*'",
                )


def _takes_out(glob: str) -> bool:
    return glob.startswith("!")


def _fits(glob: str, model: ModelId) -> bool:
    """Whether a glob is about a model, whether it takes it in or out."""
    return fnmatchcase(str(model), clean_glob(glob.removeprefix("!")))

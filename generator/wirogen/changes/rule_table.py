"""Every rule: what it is called, how much it matters, and what it says.

The sentences go on after the name of an input or a model, and hold no outside text.
"""

from wirogen import shown_values
from wirogen.card import Card
from wirogen.changes import card_rules, input_rules
from wirogen.changes.grading import (
    BODIES,
    CLIENTS,
    FLAGS,
    PYTHON,
    Grade,
    Rule,
    backwards,
    differing,
)
from wirogen.changes.views import View

_BREAKING = Grade.BREAKING
_BEHAVIOUR = Grade.BEHAVIOUR
_COMPATIBLE = Grade.COMPATIBLE
_WORDS = Grade.WORDS


def _words(text: str) -> str | None:
    """Words of the specification; None where there are none."""
    return text or None


def _listed(texts: tuple[str, ...]) -> str | None:
    return shown_values.texts(texts) or None


MODEL_PRESENCE: tuple[Rule[Card | None], ...] = (
    Rule("model-removed", _BREAKING, "was removed", card_rules.gone),
    Rule("model-added", _COMPATIBLE, "was added", backwards(card_rules.gone)),
)
"""Whether a model is there."""

MODEL_RULES: tuple[Rule[Card], ...] = (
    Rule(
        "inputs-untold",
        _BREAKING,
        "no longer tells its inputs",
        card_rules.inputs_untold,
    ),
    Rule(
        "run-path-changed",
        _BEHAVIOUR,
        "is run at another path",
        differing(lambda card: card.run_path, str),
    ),
    Rule("price-changed", _BEHAVIOUR, "has another price", card_rules.price_changed),
    Rule(
        "unread-price-changed",
        _BEHAVIOUR,
        "has another price that is not understood",
        card_rules.unread_price_changed,
    ),
    Rule(
        "inputs-told",
        _COMPATIBLE,
        "tells its inputs now",
        backwards(card_rules.inputs_untold),
    ),
    Rule(
        "inputs-reordered",
        _WORDS,
        "has its inputs in another order",
        card_rules.inputs_reordered,
    ),
    Rule(
        "slug-changed",
        _WORDS,
        "has its name written otherwise",
        differing(lambda card: card.raw_slug, str),
    ),
    Rule(
        "title-changed",
        _WORDS,
        "has another title",
        differing(lambda card: card.title, _words),
    ),
    Rule(
        "summary-changed",
        _WORDS,
        "has another summary",
        differing(lambda card: card.summary, _words),
    ),
    Rule(
        "cover-changed",
        _WORDS,
        "has another cover",
        differing(lambda card: card.cover, _words),
    ),
    Rule(
        "categories-changed",
        _WORDS,
        "has other categories",
        differing(lambda card: card.categories, _listed),
    ),
    Rule(
        "tags-changed",
        _WORDS,
        "has other tags",
        differing(lambda card: card.tags, _listed),
    ),
    Rule(
        "prices-reordered",
        _WORDS,
        "has its prices in another order",
        card_rules.prices_reordered,
    ),
    Rule(
        "statuses-changed",
        _WORDS,
        "has other task statuses",
        differing(lambda card: card.statuses, shown_values.statuses),
    ),
    Rule(
        "extras-changed",
        _WORDS,
        "has other extras",
        card_rules.extras_changed,
    ),
)
"""Every way in which a model can change, its inputs aside."""

INPUT_PRESENCE: tuple[Rule[View | None], ...] = (
    Rule("input-removed", _BREAKING, "was removed", input_rules.removed),
    Rule(
        "required-input-added",
        _BREAKING,
        "was added and is required",
        input_rules.added_and_required,
    ),
    Rule("input-added", _COMPATIBLE, "was added", input_rules.added),
)
"""Whether an input is there."""

INPUT_RULES: tuple[Rule[View], ...] = (
    Rule(
        "input-renamed",
        _BREAKING,
        "has another name on the wire",
        input_rules.renamed,
        BODIES,
    ),
    Rule(
        "python-name-changed",
        _BREAKING,
        "has another argument in Python",
        input_rules.python_name,
        PYTHON,
    ),
    Rule("flag-changed", _BREAKING, "has another flag", input_rules.flag, FLAGS),
    Rule("became-required", _BREAKING, "is required now", input_rules.became_required),
    Rule(
        "default-removed",
        _BREAKING,
        "is no longer sent by default and must be given",
        input_rules.default_removed,
        CLIENTS,
    ),
    Rule("kind-changed", _BREAKING, "takes another kind of value", input_rules.kind),
    Rule(
        "python-type-changed",
        _BREAKING,
        "has another type in Python",
        input_rules.python_type_changed,
    ),
    Rule(
        "wire-form-changed",
        _BREAKING,
        "has another form on the wire",
        input_rules.wire_form,
        BODIES,
    ),
    Rule(
        "range-narrowed", _BREAKING, "allows fewer numbers", input_rules.range_narrowed
    ),
    Rule(
        "step-narrowed",
        _BREAKING,
        "has a step that allows fewer numbers",
        input_rules.step_narrowed,
    ),
    Rule(
        "length-narrowed",
        _BREAKING,
        "allows fewer lengths",
        input_rules.length_narrowed,
    ),
    Rule(
        "count-narrowed",
        _BREAKING,
        "allows fewer numbers of options",
        input_rules.count_narrowed,
    ),
    Rule("option-removed", _BREAKING, "lost options", input_rules.options_removed),
    Rule(
        "options-closed",
        _BREAKING,
        "took any text and takes only options now",
        input_rules.options_closed,
    ),
    Rule(
        "constraint-changed",
        _BREAKING,
        "has another constraint that is not understood",
        input_rules.constraint_changed,
    ),
    Rule(
        "files-to-one", _BREAKING, "takes only one file now", input_rules.one_file_only
    ),
    Rule(
        "companion-changed",
        _BREAKING,
        "has another field for URLs",
        input_rules.companion_changed,
        BODIES,
    ),
    Rule(
        "required-when-added",
        _BREAKING,
        "is required more often",
        input_rules.required_more_often,
    ),
    Rule(
        "forbidden-when-added",
        _BREAKING,
        "is forbidden more often",
        input_rules.forbidden_more_often,
    ),
    Rule(
        "required-by-default",
        _BREAKING,
        "is required by what is sent unasked now",
        input_rules.required_by_default,
        CLIENTS,
    ),
    Rule(
        "forbidden-by-default",
        _BREAKING,
        "is forbidden by what is sent unasked now",
        input_rules.forbidden_by_default,
        CLIENTS,
    ),
    Rule(
        "default-changed",
        _BEHAVIOUR,
        "sends another value unasked",
        input_rules.default_changed,
        CLIENTS,
    ),
    Rule(
        "default-sent",
        _BEHAVIOUR,
        "sends a value unasked now",
        input_rules.default_sent,
        CLIENTS,
    ),
    Rule(
        "default-not-sent",
        _BEHAVIOUR,
        "no longer sends a value unasked",
        input_rules.default_not_sent,
        CLIENTS,
    ),
    Rule(
        "companion-added",
        _BEHAVIOUR,
        "has a field of its own for URLs now",
        input_rules.companion_added,
    ),
    Rule(
        "no-longer-required",
        _COMPATIBLE,
        "is not required now",
        input_rules.no_longer_required,
    ),
    Rule(
        "default-added",
        _COMPATIBLE,
        "has a default now and need not be given",
        input_rules.default_added,
        CLIENTS,
    ),
    Rule(
        "argument-added",
        _COMPATIBLE,
        "has an argument of its own now",
        input_rules.argument_added,
        CLIENTS,
    ),
    Rule(
        "constraint-removed",
        _COMPATIBLE,
        "lost a constraint that is not understood",
        input_rules.constraint_removed,
    ),
    Rule(
        "kind-widened",
        _COMPATIBLE,
        "takes other kinds of values, too",
        input_rules.kind_widened,
    ),
    Rule(
        "options-opened",
        _COMPATIBLE,
        "took only options and takes any text now",
        input_rules.options_opened,
    ),
    Rule(
        "python-type-widened",
        _COMPATIBLE,
        "has a wider type in Python",
        input_rules.python_type_widened,
    ),
    Rule(
        "range-widened",
        _COMPATIBLE,
        "allows more numbers",
        backwards(input_rules.range_narrowed),
    ),
    Rule(
        "step-widened",
        _COMPATIBLE,
        "has a step that allows more numbers",
        backwards(input_rules.step_narrowed),
    ),
    Rule(
        "length-widened",
        _COMPATIBLE,
        "allows more lengths",
        backwards(input_rules.length_narrowed),
    ),
    Rule(
        "count-widened",
        _COMPATIBLE,
        "allows more numbers of options",
        backwards(input_rules.count_narrowed),
    ),
    Rule(
        "option-added",
        _COMPATIBLE,
        "has new options",
        input_rules.options_added,
    ),
    Rule(
        "one-to-files",
        _COMPATIBLE,
        "takes several files now",
        backwards(input_rules.one_file_only),
    ),
    Rule(
        "required-when-removed",
        _COMPATIBLE,
        "is required less often",
        input_rules.required_less_often,
    ),
    Rule(
        "forbidden-when-removed",
        _COMPATIBLE,
        "is forbidden less often",
        backwards(input_rules.forbidden_more_often),
    ),
    Rule(
        "label-changed",
        _WORDS,
        "has another label",
        differing(lambda view: view.source.label, _words),
    ),
    Rule(
        "help-changed",
        _WORDS,
        "has another help text",
        differing(lambda view: view.source.help, _words),
    ),
    Rule(
        "type-changed",
        _WORDS,
        "has another type in its source",
        differing(lambda view: view.source.type, _words),
    ),
    Rule(
        "sample-changed",
        _WORDS,
        "has another sample",
        differing(lambda view: view.source.sample, shown_values.text),
    ),
    Rule(
        "default-told",
        _WORDS,
        "shows another default, which changes nothing that is sent",
        input_rules.default_words,
    ),
    Rule(
        "required-told",
        _WORDS,
        "is told otherwise to be required",
        input_rules.required_words,
    ),
    Rule(
        "kind-told",
        _WORDS,
        "is of another kind that takes any text, too",
        input_rules.kind_words,
    ),
    Rule("step-told", _WORDS, "tells its step otherwise", input_rules.step_words),
    Rule(
        "length-told",
        _WORDS,
        "tells its lengths otherwise",
        input_rules.length_words,
    ),
    Rule(
        "option-told", _WORDS, "has other words for an option", input_rules.option_words
    ),
    Rule(
        "options-reordered",
        _WORDS,
        "has its options in another order",
        input_rules.options_reordered,
    ),
    Rule(
        "conditions-told",
        _WORDS,
        "has its conditions written otherwise",
        input_rules.condition_words,
    ),
    Rule(
        "correction-told",
        _WORDS,
        "has another correction, to no effect",
        input_rules.correction_words,
    ),
    Rule(
        "extras-changed",
        _WORDS,
        "has other extras",
        input_rules.extras_changed,
    ),
)
"""Every way in which an input can change."""

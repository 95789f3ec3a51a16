"""The types of inputs that Wiro's own forms have, as every format writes them."""

from collections.abc import Collection

from wirogen.diagnostics.near import did_you_mean

INPUT_TYPES = (
    *("text", "textarea", "color"),
    *("number", "range", "slider", "integer", "numeric", "float"),
    *("select", "selectwithcover", "radio", "multiselect", "multioptions"),
    *("checkbox", "boolean", "fileinput", "multifileinput", "combinefileinput"),
)


def hint_at_type(word: str, types: Collection[str] = INPUT_TYPES) -> str:
    """What may be meant by a type that is not known, and what settles it."""
    near = did_you_mean(word, types)
    return " ".join(filter(None, (near, "`kind` in the overrides settles what it is")))

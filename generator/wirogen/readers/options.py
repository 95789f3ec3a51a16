"""One option of a select, as OpenAPI documents and Tool/Detail answers list it."""

from wirogen.card import Option
from wirogen.plain_tree import Tree
from wirogen.readers.collector import Findings
from wirogen.readers.json_object import JsonObject, text_of


def read_option(tree: Tree, pointer: str, findings: Findings) -> Option:
    """The option of `{value, label, …}`, or of a value alone.

    A value that is null or absent is None; keys that are not known are kept as extras
    (`cover`, `triggerwords`), since an option's are many and of no consequence.
    """
    if not isinstance(tree, dict):
        return Option(value=None if tree is None else text_of(tree))
    option = JsonObject(tree, pointer, findings)
    value = option.take("value")
    return Option(
        value=None if value is None else text_of(value),
        label=option.text("label"),
        description=option.text("description"),
        extras=option.extras(quiet=option.rest),
    )

"""What a Card means to a caller: `resolve` answers every question about a model and its
inputs once, and every other room reads the answers.

`model` holds the types, `resolving` makes them; `naming` says how names, flags and
files are called, `values` which values are allowed and what a default is, `texts` how
words are shown.
"""

from wirogen.contract.model import (
    Condition,
    Contract,
    Files,
    FileUrl,
    Input,
    Json,
    Number,
    Option,
    PythonValue,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    Value,
    WholeNumber,
)
from wirogen.contract.resolving import judge, resolve
from wirogen.contract.values import plain_number

__all__ = [
    "Condition",
    "Contract",
    "FileUrl",
    "Files",
    "Input",
    "Json",
    "Number",
    "Option",
    "PythonValue",
    "Select",
    "Shape",
    "Switch",
    "Text",
    "Unknown",
    "Value",
    "WholeNumber",
    "judge",
    "plain_number",
    "resolve",
]

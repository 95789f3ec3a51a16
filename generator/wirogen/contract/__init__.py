"""What a Card means to a caller: `resolve` answers every question about a model and its
inputs once, and every other room reads the answers.

`model` holds the types, `resolving` makes them; `naming` says how names, flags and
files are called, `values` which values are allowed and what a default is: no other room
imports these. `texts` says how words are shown.
"""

from wirogen.contract.model import (
    LONGER_THAN_ANY_TEXT,
    Condition,
    Contract,
    Files,
    FileUrl,
    HasBounds,
    HasOptions,
    Input,
    Json,
    Multiselect,
    Number,
    Option,
    PythonScalar,
    PythonValue,
    Select,
    Shape,
    Switch,
    Text,
    Unknown,
    Value,
    WholeNumber,
)
from wirogen.contract.naming import field_name, is_field_name, model_stem
from wirogen.contract.resolving import (
    judge,
    required_names,
    resolve,
    resolve_inputs,
)
from wirogen.contract.values import allows, plain_number

__all__ = [
    "LONGER_THAN_ANY_TEXT",
    "Condition",
    "Contract",
    "FileUrl",
    "Files",
    "HasBounds",
    "HasOptions",
    "Input",
    "Json",
    "Multiselect",
    "Number",
    "Option",
    "PythonScalar",
    "PythonValue",
    "Select",
    "Shape",
    "Switch",
    "Text",
    "Unknown",
    "Value",
    "WholeNumber",
    "allows",
    "field_name",
    "is_field_name",
    "judge",
    "model_stem",
    "plain_number",
    "required_names",
    "resolve",
    "resolve_inputs",
]

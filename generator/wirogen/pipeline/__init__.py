"""The steps from specifications to a published package, put in order.

This is what other programs import. Nothing here opens a connection, and only `generate`
and `write_specification` write, beside records of what was found out.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirogen.pipeline.building import judged
    from wirogen.pipeline.conversion import (
        Converted,
        Inspected,
        convert,
        inspect,
        schema_from,
        write_specification,
    )
    from wirogen.pipeline.effort import Clock, Effort, available_processes
    from wirogen.pipeline.generation import (
        Checked,
        Generated,
        check,
        generate,
        inputs_of,
        outputs_of,
    )
    from wirogen.pipeline.git_comparison import (
        changes_between,
        changes_since,
        committed_changes,
    )
    from wirogen.pipeline.specification_files import (
        specification_files,
        specifications_in,
    )
    from wirogen.pipeline.specifications import Specifications, read_specifications

__all__ = [
    "Checked",
    "Clock",
    "Converted",
    "Effort",
    "Generated",
    "Inspected",
    "Specifications",
    "available_processes",
    "changes_between",
    "changes_since",
    "check",
    "committed_changes",
    "convert",
    "generate",
    "inputs_of",
    "inspect",
    "judged",
    "outputs_of",
    "read_specifications",
    "schema_from",
    "specification_files",
    "specifications_in",
    "write_specification",
]

if not TYPE_CHECKING:
    _MODULES = {
        "building": ("judged",),
        "conversion": (
            *("Converted", "Inspected", "convert", "inspect"),
            *("schema_from", "write_specification"),
        ),
        "effort": ("Clock", "Effort", "available_processes"),
        "generation": (
            *("Checked", "Generated", "check", "generate", "inputs_of", "outputs_of"),
        ),
        "git_comparison": ("changes_between", "changes_since", "committed_changes"),
        "specification_files": ("specification_files", "specifications_in"),
        "specifications": ("Specifications", "read_specifications"),
    }

    def __getattr__(name: str) -> object:
        """Imports what is offered when somebody asks for it: a run in which nothing
        changed reads nothing.
        """
        for module, names in _MODULES.items():
            if name in names:
                return getattr(import_module(f"wirogen.pipeline.{module}"), name)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)

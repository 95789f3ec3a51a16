"""The steps from specifications to a published package, put in order.

This is what other programs import. Nothing here opens a connection, and only `generate`
and `write_specification` write.
"""

from wirogen.pipeline.conversion import (
    Converted,
    Inspected,
    convert,
    inspect,
    schema_from,
    write_specification,
)
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
from wirogen.pipeline.specifications import (
    Specifications,
    read_specifications,
    specification_files,
    specifications_in,
)

__all__ = [
    "Checked",
    "Converted",
    "Generated",
    "Inspected",
    "Specifications",
    "changes_between",
    "changes_since",
    "check",
    "committed_changes",
    "convert",
    "generate",
    "inputs_of",
    "inspect",
    "outputs_of",
    "read_specifications",
    "schema_from",
    "specification_files",
    "specifications_in",
    "write_specification",
]

"""What people correct about the inputs of models, in `specs/overrides.yaml`.

See docs/overrides.md for the format.
"""

from wirogen.overrides.applying import (
    Corrected,
    apply_overrides,
    corrections_of,
    unsettled,
    unused,
)
from wirogen.overrides.corrections import Overrides
from wirogen.overrides.overrides_file import read_overrides

__all__ = [
    "Corrected",
    "Overrides",
    "apply_overrides",
    "corrections_of",
    "read_overrides",
    "unsettled",
    "unused",
]

"""Whether an output folder is just as its manifest says."""

from collections.abc import Mapping
from pathlib import Path

from wirogen.diagnostics import Refused
from wirogen.output import is_listed, read_manifest, unharmed_texts


def is_up_to_date(folder: Path, inputs: Mapping[str, str]) -> bool:
    try:
        manifest = read_manifest(folder)
    except Refused:
        return False
    digests = manifest.files if manifest else {}
    is_whole = unharmed_texts(folder, digests).keys() == digests.keys()
    return is_whole and is_listed(folder, digests, inputs)

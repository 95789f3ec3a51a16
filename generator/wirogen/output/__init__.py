"""Texts against a folder: what differs, and writing what does.

The texts are `Files`, a mapping of paths to texts. Everything that was written stands
in the folder's MANIFEST.json, and nothing that does not stand there is ever changed.
"""

from wirogen.output.drift import Difference, Drift, Kind, compare
from wirogen.output.folder import is_link, read_manifest, unharmed_texts
from wirogen.output.locking import one_after_the_other, only_run
from wirogen.output.manifest import Manifest, changed_inputs, digest, digests_of
from wirogen.output.paths import MANIFEST_NAME, STAGING_NAME, Files
from wirogen.output.publishing import (
    PATIENCE,
    Published,
    is_listed,
    publish,
    rehearse,
)
from wirogen.output.whole_files import STAGED_SUFFIX, write_whole

__all__ = [
    "MANIFEST_NAME",
    "PATIENCE",
    "STAGED_SUFFIX",
    "STAGING_NAME",
    "Difference",
    "Drift",
    "Files",
    "Kind",
    "Manifest",
    "Published",
    "changed_inputs",
    "compare",
    "digest",
    "digests_of",
    "is_link",
    "is_listed",
    "one_after_the_other",
    "only_run",
    "publish",
    "read_manifest",
    "rehearse",
    "unharmed_texts",
    "write_whole",
]

"""The manifest: what wirogen wrote into a folder, and what it came from."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from wirogen import __version__
from wirogen.output.paths import Files, path_problem

VERSION = 1
"""The version of the manifest's own format."""

NO_ORIGINS: Mapping[str, str] = MappingProxyType({})
"""Where nobody says what single files came from."""

_ABOUT = "Written by wirogen, which changes no file that is not listed here."
_GENERATOR = "wirogen "


class DamagedManifest(ValueError):
    """Raised where a text is no manifest of wirogen; says why."""


class NewerManifest(ValueError):
    """Raised where a manifest is of a format that only a later wirogen knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What was written, and what it came from.

    `inputs` holds a SHA-256 in hex for each name of an input, `files` one for each
    path. `origins` has, for each file that did not come from all inputs, the names of
    those that it alone came from, joined by ` + `; beside them it came from the
    settings and templates, as every file. `publishing` is empty but while files are
    being replaced, or after a run that was killed then: the files of `files` are being
    replaced by those of `publishing`.
    """

    version: int = VERSION
    generator: str = __version__
    inputs: Mapping[str, str]
    files: Mapping[str, str]
    origins: Mapping[str, str] = field(default_factory=dict)
    publishing: Mapping[str, str] = field(default_factory=dict)

    def to_text(self) -> str:
        """The manifest as JSON, the same for equal manifests.

        Its last entry is a checksum of the others, which an edit breaks.
        """
        entries: dict[str, object] = {
            "about": _ABOUT,
            "version": self.version,
            "generator": _GENERATOR + self.generator,
            "inputs": dict(sorted(self.inputs.items())),
            "files": dict(sorted(self.files.items())),
        }
        if self.origins:
            entries["origins"] = dict(sorted(self.origins.items()))
        if self.publishing:
            entries["publishing"] = dict(sorted(self.publishing.items()))
        entries["checksum"] = _checksum(entries)
        return _json(entries)

    @classmethod
    def from_text(cls, text: str) -> "Manifest":
        """The manifest that a text holds.

        Raises NewerManifest, and DamagedManifest also where it is not as wirogen wrote
        it: what stands in it may be replaced and removed.
        """
        try:
            entries = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DamagedManifest("it is not JSON") from error
        match entries:
            case {
                "version": int(version),
                "generator": str(generator),
            } if generator.startswith(_GENERATOR):
                return _read(entries, version, generator.removeprefix(_GENERATOR))
        raise DamagedManifest("it does not say that wirogen wrote it")


def digest(content: bytes) -> str:
    """The SHA-256, in hex, of a text file, whatever line ends a checkout gave it."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def digests_of(files: Files) -> dict[str, str]:
    """The digest of each text."""
    return {
        path: digest(text.encode("utf-8", "surrogatepass"))
        for path, text in files.items()
    }


def changed_inputs(manifest: Manifest, inputs: Mapping[str, str]) -> Iterator[str]:
    """What is not as it was when a manifest was written, one sentence each: inputs that
    are new, gone or different, and the generator's version.
    """
    if manifest.generator != __version__:
        yield f"this is wirogen {__version__}, the manifest's is {manifest.generator}"
    for name in sorted({*manifest.inputs, *inputs}):
        if name not in inputs:
            yield f"{name} is gone"
        elif name not in manifest.inputs:
            yield f"{name} is new"
        elif inputs[name] != manifest.inputs[name]:
            yield f"{name} has changed"


def _read(entries: dict[str, object], version: int, generator: str) -> Manifest:
    if version > VERSION:
        raise NewerManifest(generator)
    if version < 1:
        raise DamagedManifest(f"{version} is no version of its format")
    if entries.get("checksum") != _checksum(entries):
        raise DamagedManifest("it was edited since wirogen wrote it")
    files = _hashes(entries, "files")
    publishing = _hashes(entries, "publishing") if "publishing" in entries else {}
    origins = _hashes(entries, "origins") if "origins" in entries else {}
    for path in {**files, **publishing}:
        if problem := path_problem(path):
            raise DamagedManifest(f"it lists {path!r}, which {problem}")
    return Manifest(
        generator=generator,
        inputs=_hashes(entries, "inputs"),
        files=files,
        origins=origins,
        publishing=publishing,
    )


def _hashes(entries: dict[str, object], key: str) -> dict[str, str]:
    hashes = entries.get(key)
    if not isinstance(hashes, dict):
        raise DamagedManifest(f"its {key!r} is no table")
    for name, value in hashes.items():
        if not isinstance(value, str):
            raise DamagedManifest(f"its hash of {name!r} is no text")
    return hashes


def _checksum(entries: Mapping[str, object]) -> str:
    """The hash of all entries but the checksum."""
    others = {name: entry for name, entry in entries.items() if name != "checksum"}
    return digest(_json(others).encode("utf-8", "surrogatepass"))


def _json(entries: Mapping[str, object]) -> str:
    """Texts, numbers and tables of texts as `json.dumps(entries, indent=2)` has them,
    which takes ten times as long.
    """
    lines = (f"  {_text(key)}: {_value(value)}" for key, value in entries.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(value: object) -> str:
    if not isinstance(value, dict) or not value:
        return json.dumps(value)
    lines = (f"    {_text(key)}: {_scalar(each)}" for key, each in value.items())
    return "{\n" + ",\n".join(lines) + "\n  }"


def _scalar(value: object) -> str:
    return _text(value) if isinstance(value, str) else json.dumps(value)


_text = json.encoder.encode_basestring_ascii

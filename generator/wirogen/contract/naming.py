"""Wire names and slugs → identifiers, file names and flags.

A name depends on the wire name (or slug) alone, never on its neighbours, unless two
collide: then the one whose wire name fits as it is keeps it, and every other gets a
suffix that is drawn from its own wire name.
"""

import hashlib
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from wirogen.card import Card, Input, ModelId
from wirogen.contract.values import fields_of

RESERVED_FIELDS = frozenset(
    {"to_wire", "from_wire", "bool", "bytes", "dict", "float", "int", "list", "object"}
    | {"str", "tuple", "type"}
)
"""What a field cannot be called: the members of a request class, and the builtins that
annotations in its body use.
"""

RESERVED_FLAGS = frozenset(
    {"callback-url", "dry-run", "estimate", "help", "json", "max-cost", "no-wait"}
    | {"on-interrupt", "output", "overwrite", "params", "project-id", "set", "timeout"}
    | {"token", "version", "wait", "wait-for-slot"}
)
"""The command line's own options: an input of such a name gets a prefixed flag."""

RESERVED_CLASSES = frozenset(
    {"Condition", "Decimal", "Ellipsis", "Exception", "FileLike", "FilesLike"}
    | {"Literal", "NotImplemented", "Price", "Prices", "Request", "UNSET", "Unset"}
)
"""What a request class cannot be called: the names that its module uses otherwise."""

_DEVICES = frozenset(
    {"aux", "con", "nul", "prn"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
_UNICODE = unicodedata.ucd_3_2_0
"""A version that every Python has: a newer one would take more characters apart, and so
give other names on a newer Python.
"""

_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o"}
    | {"Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"}
    | {"þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ı": "i"}
)
"""Latin letters that Unicode does not take apart, as people spell them without."""

_FIELD = re.compile("[a-z][a-z0-9_]*")
_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST = 64


def field_name(wire_name: str) -> str:
    """The Python name of an input: `inputImageUrl` → `input_image_url`, `class` →
    `class_`, `3d` → `input_3d`.
    """
    words = re.sub(r"[^A-Za-z0-9]+", "_", _ascii(wire_name))
    name = _BOUNDARY.sub("_", words).strip("_").lower() or "input"
    if name[0].isdigit():
        name = f"input_{name}"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 9].rstrip('_')}_{_digest(wire_name, 8)}"
    if keyword.iskeyword(name) or name in RESERVED_FIELDS:
        return f"{name}_"
    return name


def is_field_name(name: str) -> bool:
    """Whether an input can be called this in Python."""
    is_fit = _FIELD.fullmatch(name) is not None and not keyword.iskeyword(name)
    return is_fit and name not in RESERVED_FIELDS


def renamed_to(field: Input) -> str:
    """The name that people gave an input; empty where it is none in Python."""
    name = field.corrections.rename or ""
    return name if is_field_name(name) else ""


def field_names(
    wire_names: Sequence[str], renamed: Mapping[str, str]
) -> dict[str, str]:
    """The Python name of each wire name; `renamed` holds the names that people gave."""
    wanted = {name: renamed.get(name) or field_name(name) for name in wire_names}
    counts = Counter(renamed.values())
    renamed_once = {name for name, new in renamed.items() if counts[new] == 1}
    fitting = {name for name in wire_names if wanted[name] == name}
    keep = renamed_once | (fitting - counts.keys())
    return _settled(wanted, "_", keep=frozenset(keep))


def names_of(card: Card) -> dict[str, str]:
    """The Python name of each input of a Card, but for those that have no field of
    their own because they take the URLs of a file input.
    """
    shown = fields_of(card)
    renamed = {field.wire_name: name for field in shown if (name := renamed_to(field))}
    return field_names([field.wire_name for field in shown], renamed)


def flag_names(fields: Mapping[str, str], switches: frozenset[str]) -> dict[str, str]:
    """The flag of each wire name, from its Python name: `input_image` →
    `--input-image`.

    `switches` are the wire names whose flags have a `--no-` form too. A flag that would
    be one of the command line's own is prefixed: `--input-output`.
    """
    wanted: dict[str, str] = {}
    for wire_name, field in fields.items():
        flag = field.rstrip("_").replace("_", "-")
        negated = f"no-{flag}" if wire_name in switches else flag
        taken = not RESERVED_FLAGS.isdisjoint({flag, negated})
        wanted[wire_name] = f"--input-{flag}" if taken else f"--{flag}"
    negations = [f"--no-{wanted[name][2:]}" for name in switches if name in wanted]
    return _settled(wanted, "-", taken=negations)


def module_name(part: str) -> str:
    """The file name of one part of a clean slug, without its ending: `instant-id` →
    `instant_id`, `3d-text` → `model_3d_text_`, `class` → `class_`, `con` → `con_`.

    Different parts give different names: only changed ones end with an underscore.
    """
    name = part.replace("-", "_")
    if name[0].isdigit():
        name = f"model_{name}_"
    elif keyword.iskeyword(name) or name in _DEVICES:
        name = f"{name}_"
    if len(name) > _LONGEST:
        name = f"{name[: _LONGEST - 10].rstrip('_')}_{_digest(part, 8)}_"
    return name


def file_stem(part: str) -> str:
    """One part of a clean slug as the name of a file or folder, without its ending:
    `instant-id` → `instant-id`, `con` → `con_`.

    Different parts give different names: only changed ones hold an underscore.
    """
    if len(part) > _LONGEST:
        return f"{part[: _LONGEST - 10].rstrip('-')}_{_digest(part, 8)}_"
    return f"{part}_" if part in _DEVICES else part


def model_stem(model: ModelId) -> str:
    """A model as the name of a file in its owner's folder, without its ending:
    `wiro/instant-id`, `con_/aux_`.
    """
    return f"{file_stem(model.owner)}/{file_stem(model.name)}"


def class_name(model: ModelId) -> str:
    """The name of a model's request class: `wiro/instant-id` → `InstantId`."""
    words = model.name.split("-")
    name = "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST]
    if name[0].isdigit():
        name = f"Model{name}"
    is_taken = keyword.iskeyword(name) or name in RESERVED_CLASSES
    return f"{name}Request" if is_taken else name


def _ascii(text: str) -> str:
    decomposed = _UNICODE.normalize("NFKD", text).translate(_LETTERS)
    kept = (c for c in decomposed if not _UNICODE.combining(c))
    return "".join(c if c.isascii() else "_" for c in kept)


def _settled(
    wanted: Mapping[str, str],
    joint: str,
    keep: frozenset[str] = frozenset(),
    taken: Iterable[str] = (),
) -> dict[str, str]:
    """`wanted` with every name unique: those that collide get a suffix of their own,
    but for those of `keep`.
    """
    counts = Counter([*wanted.values(), *taken])
    names = dict(wanted)
    for length in (4, 8, 16, 64):
        for wire_name, name in names.items():
            if counts[name] > 1 and wire_name not in keep:
                stem = wanted[wire_name].rstrip("_")
                names[wire_name] = f"{stem}{joint}{_digest(wire_name, length)}"
        counts = Counter([*names.values(), *taken])
    return names


def _digest(text: str, length: int) -> str:
    encoded = text.encode("utf-8", "surrogatepass")
    return hashlib.sha256(encoded).hexdigest()[:length]

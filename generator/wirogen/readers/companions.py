"""Which field of a request takes the URLs of a file input."""

from collections.abc import Collection


def companion_of(wire_name: str, names: Collection[str]) -> str | None:
    """The input among `names` that takes the URLs of a file input, or None without one.

    It is named like the file input, with `Url` at the end or before a final `Multiple`:
    `inputImage` and `inputImageUrl`, `inputDocumentMultiple` and
    `inputDocumentUrlMultiple`. Where there is none, URLs go into the input itself
    (wiro-api.md, Running a model).
    """
    companions = [f"{wire_name}Url"]
    if wire_name.endswith("Multiple"):
        companions.append(f"{wire_name.removesuffix('Multiple')}UrlMultiple")
    return next((name for name in companions if name in names), None)

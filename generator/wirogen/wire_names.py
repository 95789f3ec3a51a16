"""What the words of an input's wire name say of files."""

import re
from collections.abc import Sequence

FILE_NOUN = (
    "(?:attachment|audio|cover|document|file|frame|image|img|mask|music|pdf|photo"
    "|picture|song|sound|video|voice|zip)"
)
"""A pattern of the words for files, in the singular."""


def words_of(wire_name: str) -> tuple[str, ...]:
    """The words of a name in lower case, numbers among them: `inputImage2Url` is input,
    image, 2 and url.
    """
    return tuple(word.lower() for word in _WORD.findall(wire_name))


def has_file_noun(words: Sequence[str]) -> bool:
    """Whether one of the words is one for files, in the singular or plural."""
    return any(_NOUN.fullmatch(word) for word in words)


def names_file_url(wire_name: str) -> bool:
    """Whether a name is that of the URL of a file: `inputImageUrl` is, `websiteUrl` is
    not.
    """
    words = words_of(wire_name)
    ends = (index for index, word in enumerate(words) if word in {"url", "urls"})
    return has_file_noun(words[: max(ends, default=0)])


_NOUN = re.compile(f"{FILE_NOUN}s?")
_WORD = re.compile(
    rf"URLs?(?![a-z])|(?:input|url|{FILE_NOUN})(?=s?(?:url|multiple)?s?(?![a-z]))"
    r"|^input(?=[a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"
)

"""Plans whose texts are harmless words, to see what a template makes of texts."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from wirogen.targets.python import Import
from wirogen.targets.syntax import Name


class Words:
    """Plain words for the texts of a plan: the same word for the same text, and none
    for the empty one.
    """

    def __init__(self) -> None:
        self._words: dict[str, str] = {"": ""}

    @property
    def texts(self) -> Mapping[str, str]:
        """The text that each word stands for."""
        return {word: text for text, word in self._words.items() if text}

    def put_into(self, value: Any) -> Any:
        """A value of a plan with words in place of its texts."""
        match value:
            case StrEnum() | Name() | Import():
                return value
            case str():
                return self._words.setdefault(value, f"word{len(self._words)}")
            case tuple():
                return tuple(map(self.put_into, value))
            case dict():
                pairs = value.items()
                return {self.put_into(key): self.put_into(part) for key, part in pairs}
            case _ if dataclasses.is_dataclass(value):
                names = [field.name for field in dataclasses.fields(value)]
                parts = {name: self.put_into(getattr(value, name)) for name in names}
                return dataclasses.replace(value, **parts)  # type: ignore[type-var]
            case _:
                return value

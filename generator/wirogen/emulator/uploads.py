"""The files that were sent to a local Wiro, kept as long as there is room."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from string import ascii_letters, digits
from typing import Any, Final
from urllib.parse import quote

from wirogen.emulator.bodies import SentFile

MOST_BYTES: Final = 256 * 1024 * 1024
"""What all kept files may hold; the oldest go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that was sent, and where it can be had."""

    id: str
    access_key: str
    name: str
    content_type: str
    content: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """Its path below the server's address."""
        return f"/v1/File/{self.access_key}/{quote(self.name, safe='')}"

    def as_json(self, address: str) -> Mapping[str, Any]:
        """The file as File/Upload answers."""
        return {
            "id": self.id,
            "name": self.name,
            "contenttype": self.content_type,
            "size": str(len(self.content)),
            "url": address + self.path,
            "accesskey": self.access_key,
        }


class Uploads:
    """Keeps the files by their access keys."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(f"uploads/{seed}")  # noqa: S311 - repeatable, not secret
        self._files: dict[str, StoredFile] = {}
        self._size = 0

    def put(self, file: SentFile) -> StoredFile:
        """Keeps a file, under its own name without folders."""
        base = file.name.replace("\\", "/").rpartition("/")[2]
        name = "".join(c if c.isprintable() else "_" for c in base) or "upload"
        stored = StoredFile(
            id=self.new_id(),
            access_key="".join(self._chance.choices(ascii_letters + digits, k=30)),
            name=name.encode("utf-8", "replace").decode(),
            content_type=file.content_type,
            content=file.content,
        )
        self._files[stored.access_key] = stored
        self._size += len(stored.content)
        while self._size > MOST_BYTES:
            oldest = self._files.pop(next(iter(self._files)))
            self._size -= len(oldest.content)
        return stored

    def new_id(self) -> str:
        """An id that nothing else has."""
        return f"{self._chance.getrandbits(128):032x}"

    def remove(self, files: Iterable[StoredFile]) -> None:
        """Keeps these files no longer."""
        for file in files:
            if self._files.pop(file.access_key, None) is not None:
                self._size -= len(file.content)

    def find(self, access_key: str) -> StoredFile | None:
        """The file of that key, if it is still kept."""
        return self._files.get(access_key)

"""The texts of an output's files: those that are in its folder, and new ones."""

from collections.abc import Collection, Iterable, Mapping

from wirogen.config import OutputConfig
from wirogen.output import read_manifest, unharmed_texts


class OutputTexts:
    """What is known of the texts of one output, by the paths of its files."""

    def __init__(self, output: OutputConfig) -> None:
        self._root = output.root
        self._there: dict[str, str] = {}
        self._new: dict[str, str] = {}

    def find(self, digests: Mapping[str, str]) -> frozenset[str]:
        """The files that are in the folder with just these digests."""
        found = unharmed_texts(self._root, digests)
        self._there.update(found)
        return frozenset(found)

    def find_others(self, known: Collection[str]) -> dict[str, str]:
        """The digests of files that the manifest of the folder lists beside these, and
        that are as it says.
        """
        manifest = read_manifest(self._root)
        listed = manifest.files if manifest else {}
        others = {p: listed[p] for p in listed if p not in known}
        there = self.find(others)
        return {path: others[path] for path in others if path in there}

    def put(self, texts: Mapping[str, str]) -> None:
        """Adds files that were made anew."""
        self._new.update(texts)

    def drop(self, paths: Iterable[str]) -> None:
        """Takes back files that were made anew."""
        for path in paths:
            self._new.pop(path, None)

    def of(self, paths: Iterable[str]) -> dict[str, str]:
        """The texts of files, which are all known."""
        return {p: self._new[p] if p in self._new else self._there[p] for p in paths}

    @property
    def are_all_there(self) -> bool:
        """Whether no file was made anew."""
        return not self._new

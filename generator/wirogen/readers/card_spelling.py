"""A list of inputs in a model card that is written otherwise than cards are, such as
with `* Name:` or `**label:**`, or with its keys in another order: the list as it is
meant.

Only keys, bullets, names, and commas behind lines are written anew; a text stays what
the document has.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wirogen.diagnostics.near import nearest
from wirogen.readers.card_keys import KNOWN_KEYS, key_as_meant
from wirogen.readers.flat_text import FlatText, Word, words_of

_ORDER = ("label", "help", "type", "default", "", "options")
"""The keys of an input behind its name as cards have them, with a place for others."""

_ONCE = {"help:", "type:", "default:", "options:"}
"""What stands once in an input; its options have labels of their own."""

_MOST_SHOWN = 3
_MISSPELT = r"(?(bullet)[a-z]\w*(?=:\s+\S+\s+label:\s)|(?!))"
_KEY = key_as_meant("|".join((*KNOWN_KEYS, _MISSPELT)))
_IN_LINES = re.compile(rf"^[ \t>]*+{_KEY}", re.IGNORECASE | re.MULTILINE)
_FLATTENED = re.compile(rf"(?<!\S){_KEY}(?!\S)", re.IGNORECASE)
_ANY_KEY = re.compile(r"([A-Za-z_]\w*):")
_ANOTHER_ORDER = "its keys stand in another order"
_END = Word("", 0)
_WITH_BULLETS = {"name", "value"}
_WORD = re.compile(r"[ \t]*+(\S++)")
_AROUND_NAMES = "\"'`*“”‘’,"


@dataclass(frozen=True, slots=True)
class Difference:
    """How a list is written otherwise, and where; `wire_name` is empty where that is
    not in one input alone.
    """

    offset: int
    what: str
    wire_name: str = ""


def as_meant(
    flat: FlatText, start: int, end: int, names: Collection[str]
) -> tuple[FlatText, list[Difference]]:
    """The list between two offsets as it is meant, and how it is written otherwise.

    `names` are those of the inputs that the Run request sends.
    """
    speller = _Speller(flat, names)
    words = list(speller.words(start, end))
    meant: list[Word] = []
    differences = speller.differences()
    for entry in _entries(words):
        arranged = _in_order(entry)
        if arranged != entry:
            what = _what_differs(entry, arranged)
            differences.append(Difference(entry[0].offset, what, entry[2].text))
        meant += arranged
    return FlatText(flat.document, meant, start), differences


class _Speller:
    """Spells the keys, bullets and names of a list as cards do."""

    def __init__(self, flat: FlatText, names: Collection[str]) -> None:
        self._document = flat.document
        self._in_lines = bool(flat.columns)
        self._names = names
        self._respelt: dict[str, tuple[str, int]] = {}
        self._misspelt: list[Difference] = []
        self._columns: dict[str, int] = {}
        self._is_in_option = False
        self._is_quoted = False

    def differences(self) -> list[Difference]:
        """All that is spelt otherwise, at the first of it."""
        shown = [f"`{was}` for `{meant}`" for meant, (was, _) in self._respelt.items()]
        if len(shown) > _MOST_SHOWN:
            shown[_MOST_SHOWN:] = [f"and {len(shown) - _MOST_SHOWN} more"]
        first = [offset for _, offset in self._respelt.values()][:1]
        listed = [Difference(offset, ", ".join(shown)) for offset in first]
        return [*listed, *self._misspelt]

    def words(self, start: int, end: int) -> Iterator[Word]:
        """The words between two offsets, with keys, bullets and names as in cards."""
        text, at, has_commas = self._document.text, start, False
        pattern = _IN_LINES if self._in_lines else _FLATTENED
        keys = list(pattern.finditer(text, start, end))
        for key in keys if self._in_lines else _without_doubles(keys):
            word = _meant(key)
            name = _WORD.match(text, key.end(), end) if word == "name" else None
            if key.start("key") < at or not self._is_key(key, word, name):
                continue
            yield from self._texts(at, _start_of(key), has_commas=has_commas)
            self._is_quoted = ">" in text[key.start() : _start_of(key)]
            self._note_key(key, word, name)
            yield from self._key(key, word)
            at = key.end()
            if name is not None:
                at, has_commas = name.end(), name[1].endswith(",")
                yield Word(self._spelt(name[1], name.start(1)), name.start(1))
        yield from self._texts(at, end, has_commas=has_commas)

    def _is_key(
        self, key: re.Match[str], word: str, name: re.Match[str] | None
    ) -> bool:
        """Whether what looks like a key is one. Without a bullet only what is sent is a
        name, and nothing is the value of an option.
        """
        if key["bullet"] or word not in _WITH_BULLETS:
            return bool(word)
        return name is not None and self._in_lines and _bare(name[1]) in self._names

    def _note_key(
        self, key: re.Match[str], word: str, name: re.Match[str] | None
    ) -> None:
        """Notes how a key is written; a misspelt `name` belongs to its input."""
        written, start = self._written(key), _start_of(key)
        if name is not None and key["key"].lower() != word:
            what = f"`{written}` is read as `- name:`, which is likely meant"
            self._misspelt.append(Difference(start, what, _bare(name[1])))
        else:
            bullet = "- " if word in _WITH_BULLETS else ""
            self._note(written, f"{bullet}{word}:", start)

    def _key(self, key: re.Match[str], word: str) -> Iterator[Word]:
        start, has_bullet = _start_of(key), word in _WITH_BULLETS
        column = self._column(f"{word}:", start) if self._in_lines else None
        if has_bullet:
            yield Word("-", start, column)
        yield Word(f"{word}:", key.start("key"), None if has_bullet else column)

    def _column(self, word: str, start: int) -> int:
        """How far a key is indented: as the first of its kind is."""
        before = self._document.text.rfind("\n", 0, start)
        column = start - before - 1
        self._is_in_option = word == "value:" or (
            self._is_in_option and word == "label:"
        )
        kind = "option" if self._is_in_option and word == "label:" else word
        kind = kind if kind in {"option", "name:", "value:"} else "key"
        first = self._columns.setdefault(kind, column)
        self._note(
            f"{column} blanks before {word}", f"{first} blanks before {word}", start
        )
        return first

    def _written(self, key: re.Match[str]) -> str:
        """A key as the list has it, with what stands at it where a blank should."""
        text, end = self._document.text, key.end()
        is_glued = not (text[end : end + 1] or " ").isspace()
        quote = "> " if self._is_quoted else ""
        written = f"{quote}{text[_start_of(key) : end]}{'…' if is_glued else ''}"
        return " ".join(written.split())

    def _spelt(self, name: str, offset: int) -> str:
        """A name without the signs around it; one that is sent is as it is meant."""
        meant = name if name in self._names else _bare(name)
        self._note(name, meant, offset)
        return meant

    def _note(self, written: str, meant: str, offset: int) -> None:
        if written != meant and meant not in self._respelt:
            self._respelt[meant] = written, offset

    def _texts(self, start: int, end: int, *, has_commas: bool) -> Iterator[Word]:
        """The words of a text, without a comma behind them and, in a list that is a
        quote, without its marks.
        """
        words = list(words_of(self._document, start, end))
        if self._is_quoted:
            words = list(_unquoted(words))
        if words and has_commas and self._in_lines:
            words[-1] = words[-1]._replace(text=words[-1].text.removesuffix(","))
        return iter(words)


def _unquoted(words: list[Word]) -> Iterator[Word]:
    """Words without the marks of a quote, each line as far indented as it is."""
    mark: Word | None = None
    for word in words:
        begins = word
        if mark is not None and mark.column is not None and word.column is None:
            begins = word._replace(column=mark.column + word.offset - mark.offset)
        mark = begins if word.text == ">" and begins.column is not None else None
        if mark is None:
            yield begins


def _without_doubles(keys: list[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Keys of a flattened list without those that are spelt otherwise and that their
    input has as cards spell them, too: `10. Default:` in a help.
    """
    spelt_right: list[set[str]] = [set()]
    numbers = []
    for key in keys:
        if key["key"].lower() == "name":
            spelt_right.append(set())
        if key[0] in _ONCE:
            spelt_right[-1].add(key[0])
        numbers.append(len(spelt_right) - 1)
    for key, number in zip(keys, numbers, strict=True):
        meant = f"{key['key'].lower()}:"
        if key[0] == meant or meant not in spelt_right[number]:
            yield key


def _start_of(key: re.Match[str]) -> int:
    return key.start("bullet") if key["bullet"] else key.start("mark")


def _meant(key: re.Match[str]) -> str:
    """The key that is meant; empty where what looks like one is near none."""
    word = key["key"].lower()
    return word if word in KNOWN_KEYS else nearest(word, _WITH_BULLETS) or ""


def _bare(name: str) -> str:
    return name.strip(_AROUND_NAMES) or name


# The order of keys


def _entries(words: list[Word]) -> Iterator[list[Word]]:
    """What stands before the first input, and each input."""
    entry: list[Word] = []
    for word, following in zip(words, [*words[1:], _END], strict=True):
        if word.text == "-" and following.text == "name:":
            yield entry
            entry = []
        entry.append(word)
    yield entry


def _in_order(entry: list[Word]) -> list[Word]:
    """An input with its keys in the order of a card, and with the label and the default
    that it lacks; as it is where it has no type, or nothing is to be done.
    """
    texts = [word.text for word in entry]
    if texts[:2] != ["-", "name:"] or _is_right(texts):
        return entry
    head, blocks, behind = _blocks(entry)
    keys = [key for key, _ in blocks]
    if "type" not in keys:
        return entry
    blank = Word("", entry[0].offset, blocks[0][1][0].column)
    for key in ("label", "default"):
        if key not in keys:
            blocks.append((key, [blank._replace(text=f"{key}:")]))
    blocks.sort(key=lambda block: _ORDER.index(block[0]))
    return [*head, *(word for _, words in blocks for word in words), *behind]


def _is_right(words: list[str]) -> bool:
    """Whether the keys that the reader needs stand where it looks for them."""
    types = (at for at, word in enumerate(words) if word == "type:")
    is_typed = any("default:" in words[at + 1 : at + 3] for at in types)
    return words[3:4] == ["label:"] and is_typed


_Block = tuple[str, list[Word]]
"""A key, empty where it is not known, with its text."""


def _blocks(entry: list[Word]) -> tuple[list[Word], list[_Block], list[Word]]:
    """The name of an input, its keys, and what stands at the margin behind them."""
    head, blocks = entry[:3], list[_Block]()
    margin = entry[0].column or 0
    lines = [word.column for word in entry[1:] if word.column is not None]
    depth = lines[0] if lines and lines[0] > margin else None
    for at, word in enumerate(entry[3:], 3):
        if depth is not None and word.column is not None and word.column <= margin:
            return head, blocks, entry[at:]
        key = _key_of(word, [key for key, _ in blocks], depth, in_lines=bool(lines))
        if key is None:
            (blocks[-1][1] if blocks else head).append(word)
        else:
            blocks.append((key, [word]))
    return head, blocks, []


def _key_of(
    word: Word, before: list[str], depth: int | None, *, in_lines: bool
) -> str | None:
    """The key that a word is, empty where it is not known or stands twice; None where
    it is none, by where it stands. Without indentation only the first of each is one.
    """
    found = _ANY_KEY.fullmatch(word.text)
    if found is None or (in_lines and word.column is None):
        return None
    is_first = found[1] in _ORDER and found[1] not in before
    if depth is None:
        return found[1] if is_first else None
    return (found[1] if is_first else "") if word.column == depth else None


def _what_differs(entry: list[Word], arranged: list[Word]) -> str:
    """How an input differs from what it is read as."""
    had = {word.text for word in entry}
    lacks = [f"`{word.text}`" for word in arranged if word.text not in had]
    return f"it has no {' and no '.join(lacks)}" if lacks else _ANOTHER_ORDER

"""The folder of specifications: what describes a model there, and putting a Card in its
place.

Files are named by clean slugs alone, whatever the service says, and never like a device
of Windows. Each is written beside its place and moved there at once, so that no reader
and no crash ever sees half of one.
No symbolic link below the folder is followed, and no file is replaced that describes
anything else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wirogen.card import Card, ModelId
from wirogen.contract import model_stem
from wirogen.diagnostics import Refused, Span, codes, refusal
from wirogen.output import (
    PATIENCE,
    STAGED_SUFFIX,
    STAGING_NAME,
    is_link,
    only_run,
    write_whole,
)
from wirogen.own_format.writer import card_yaml
from wirogen.pipeline.specification_files import specifications_in
from wirogen.readers import read_file, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A file of the folder, and what it says of a model."""

    file: Path
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where a Card stands now, or would: whether it had to be written, and the files
    that described the model before and are removed.
    """

    file: Path
    is_written: bool
    replaced: tuple[Path, ...]


class SpecsFolder:
    """A folder of specifications as it is when this is made.

    `overrides` is the file of corrections, which is no specification; `schema` is
    written into the files, as seen from the folder of an owner. Where `is_rehearsal`,
    nothing is written or removed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        overrides: Path | None = None,
        schema: str | None = None,
        is_rehearsal: bool = False,
    ) -> None:
        self._folder = folder
        self._schema = schema
        self._is_rehearsal = is_rehearsal
        self._cards: defaultdict[ModelId, dict[Path, Card]] = defaultdict(dict)
        self._models: defaultdict[Path, set[ModelId]] = defaultdict(set)
        there = specifications_in(folder) if folder.is_dir() else ()
        for path in (one for one in there if one != overrides):
            for card in read_file(path).cards:
                self._cards[card.model].setdefault(path, card)
                self._models[path].add(card.model)
        if not is_rehearsal:
            self._remove_staged()

    def models(self) -> tuple[ModelId, ...]:
        """The models that are described, in the order of their slugs."""
        return tuple(sorted(self._cards))

    def find(self, model: ModelId) -> Described | None:
        """What describes a model: our own file of it, if there is one."""
        cards = self._cards.get(model, {})
        own = self._place(model)
        for file in (own, *cards):
            if file in cards:
                return Described(file=file, card=cards[file])
        return None

    def put(self, card: Card) -> Placed:
        """Puts a Card in place of whatever describes its model.

        Raises Refused, with every file as it was, where something is in the way or
        cannot be written.
        """
        target = self._place(card.model)
        before = tuple(path for path in self._cards.get(card.model, {}))
        text = self._text(card)
        replaced = tuple(path for path in before if path != target)
        try:
            self._refuse_what_is_in_the_way(target, card.model, before)
            is_written = _text_at(target) != text
            if not self._is_rehearsal:
                if is_written:
                    write_whole(target, text)
                for path in replaced:
                    path.unlink(missing_ok=True)
        except OSError as error:
            raise _not_written(target, error) from error
        return Placed(file=target, is_written=is_written, replaced=replaced)

    def _place(self, model: ModelId) -> Path:
        return self._folder / f"{model_stem(model)}.yaml"

    def _refuse_what_is_in_the_way(
        self, target: Path, model: ModelId, before: tuple[Path, ...]
    ) -> None:
        for path in (target.parent, target):
            _refuse_link(path)
        if target not in before and target.exists():
            raise refusal(
                codes.SPECIFICATION_IN_THE_WAY,
                f"the specification of {model} belongs here, and this file does not"
                " describe it",
                Span.of_file(target),
                "move it away or correct it, and pull again",
            )
        for path in before:
            others = sorted(self._models[path] - {model})
            if others:
                raise refusal(
                    codes.SPECIFICATION_IN_THE_WAY,
                    f"this file describes {model}, and {others[0]} too",
                    Span.of_file(path),
                    "split it with `wirogen convert`, remove it, and pull again",
                )

    def _text(self, card: Card) -> str:
        """The Card as YAML that reads back to it."""
        problem = "what the service tells cannot be written so that it reads back"
        try:
            text = card_yaml(card, self._schema)
            if read_text(text, "").cards == (card,):
                return text
        except ValueError as error:
            problem = f"{problem}: {error}"
        raise refusal(
            codes.SPECIFICATION_NOT_READ_BACK,
            problem,
            Span.of_file(self._place(card.model)),
            "nothing was written; please report this",
        )

    def _remove_staged(self) -> None:
        """Removes what a pull that was killed left behind."""
        for owner in self._folder.glob("*/"):
            if not is_link(owner):
                for path in owner.glob(f"*{STAGED_SUFFIX}"):
                    path.unlink(missing_ok=True)


@contextmanager
def open_specs(
    folder: Path, overrides: Path | None, schema: str | None, *, is_rehearsal: bool
) -> Iterator[SpecsFolder]:
    """A folder of specifications that no other pull writes to for as long; it is made
    if it is not there, and goes again if nothing was put into it.

    Raises Refused where another pull goes on for long, where the folder is a file, and
    where it cannot be written to.
    """
    if folder.exists() and not folder.is_dir():
        raise refusal(
            codes.NOT_A_SPECS_FOLDER,
            "specifications are written into a folder, and this is a file",
            Span.of_file(folder),
            "let the first of `specs` be a folder",
        )
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    with ExitStack() as held:
        if not is_rehearsal:
            _refuse_link(folder / STAGING_NAME)
            held.callback(_remove_empty, missing)
            try:
                held.enter_context(only_run(folder, PATIENCE))
            except OSError as error:
                raise _not_written(folder, error) from error
        yield SpecsFolder(
            folder, overrides=overrides, schema=schema, is_rehearsal=is_rehearsal
        )


def _remove_empty(folders: Iterable[Path]) -> None:
    with suppress(OSError):
        for folder in folders:
            folder.rmdir()


def _refuse_link(path: Path) -> None:
    if is_link(path):
        raise refusal(
            codes.SPECIFICATION_IN_THE_WAY,
            "this is a symbolic link, and none is followed",
            Span.of_file(path),
            "put a real folder or file in its place",
        )


def _not_written(path: Path, error: OSError) -> Refused:
    problem = f"it cannot be written: {error.strerror or error}"
    return refusal(codes.SPECIFICATION_NOT_WRITTEN, problem, Span.of_file(path))


def _text_at(path: Path) -> str | None:
    """The text of a file, lines ended by LF; None where there is none."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    return content.decode("utf-8", "replace").replace("\r\n", "\n")

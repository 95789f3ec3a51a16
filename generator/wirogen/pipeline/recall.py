"""What a run knows before it does anything: what there is to read, as it is now, and
what the run before it left that still holds.
"""

from collections.abc import Iterator
from dataclasses import replace

from wirogen.config import Config, LintPolicy
from wirogen.output import digest
from wirogen.pipeline.corrections import NO_FILE, Corrections
from wirogen.pipeline.made import Made
from wirogen.pipeline.memory import Memory, Shared
from wirogen.pipeline.origins import Inputs, contents_of, input_name, settings_of
from wirogen.pipeline.sources import Source, overrides_source, sources_of
from wirogen.records import Note, records_of
from wirogen.shipped import code_digest


class Recall:
    """The sources of a configuration, and the memory of them.

    Raises Refused where there are no sources, and where the overrides are wrong.
    """

    def __init__(self, config: Config) -> None:
        self.sources = sources_of(config)
        self._overrides = overrides_source(config)
        self._settings = tuple(map(settings_of, config.outputs))
        self.settings = tuple(digest(repr(each).encode()) for each in self._settings)
        subject = repr((config.root.resolve(), replace(config, lint=LintPolicy())))
        self._records = records_of(subject, code_digest())
        self.memory = Memory.from_json(self._records.value)
        content = self._overrides.content if self._overrides else NO_FILE
        is_known = content == self.memory.overrides
        known = self.memory.corrections if is_known else None
        self.corrections = Corrections(self._overrides, known)

    def known(self) -> Iterator[tuple[str, Made]]:
        """What specifications that are as they were give, by what they are called."""
        for source in self.sources:
            made = self.memory.made.get(source.shown)
            if made is None or not source.content or made.content != source.content:
                continue
            models = (one.model for one in made.described)
            if made.corrections == self.corrections.digest_of(models):
                yield source.shown, self.corrections.placed(made)

    def last(self) -> dict[str, Made]:
        """What specifications gave when they last gave files, by their files."""
        printed = {k: made for k, made in self.memory.made.items() if made.files}
        return {**self.memory.last, **printed}

    def shared(self, number: int, origin: str) -> Shared | None:
        """What the models of an output share, where it came from the same."""
        before = self.memory.shared[number : number + 1]
        return before[0] if before and before[0].origin == origin else None

    def origin(self, source: Source, model: str) -> str:
        """What the files of a model came from, beside what all files do."""
        is_corrected = self._overrides and model in self.corrections.digests
        sources = (source, self._overrides) if is_corrected else (source,)
        return " + ".join(input_name(each) for each in sources if each)

    def inputs(self, number: int) -> Inputs:
        """The hashes of all that the output of this number came from."""
        overrides = [self._overrides] if self._overrides else []
        return {**self._settings[number], **contents_of([*self.sources, *overrides])}

    def keep(self, memory: Memory) -> tuple[Note, ...]:
        """Leaves a memory to the next run; gives notes."""
        note = None
        if memory != self.memory:
            note = self._records.keep(memory)
        return tuple(each for each in (self._records.note, note) if each)

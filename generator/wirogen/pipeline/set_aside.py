"""Specifications that give nothing that can be used, in a run that goes on without
them, and what stands in the place of what they give.
"""

from collections.abc import Iterable, Mapping, Sequence

from wirogen.diagnostics import Refused, Report
from wirogen.pipeline.made import File, Finding, Made
from wirogen.pipeline.output_texts import OutputTexts
from wirogen.pipeline.recall import Recall
from wirogen.records import Note


def unusable(
    made: Mapping[str, Made], across: Iterable[Finding], report: Report
) -> set[str]:
    """The specifications that have an error, of themselves or among others.

    Raises Refused, with the errors of the report, where that are all, and where an
    error is of none.
    """
    wrong = {shown for shown, each in made.items() if each.files is None}
    for error in (finding for finding in across if finding.code.startswith("E")):
        about = {shown for shown, each in made.items() if _is_about(error, shown, each)}
        if not about:
            raise Refused(*report.errors)
        wrong |= about
    if wrong == made.keys():
        raise Refused(*report.errors)
    return wrong


def as_it_was(
    shown: str, now: Made, recall: Recall, outputs: Sequence[OutputTexts]
) -> Made:
    """What a specification gave last, but for files that are not as they were."""
    last = recall.last().get(shown)
    if last is None or recall.memory.settings != recall.settings:
        return now._replace(files=None, described=())
    kept: list[tuple[File, ...]] = []
    for number, texts in enumerate(outputs):
        files = last.files_of(number)
        there = texts.find({file.path: file.digest for file in files})
        kept.append(tuple(file for file in files if file.path in there))
    return last._replace(files=tuple(kept))


def note_of(shown: str, made: Made) -> Note:
    """What is told about a specification that is set aside."""
    models = ", ".join(str(one.model) for one in made.described)
    stays = f"{models} stays as it was" if models else "nothing is known of it yet"
    return Note(f"{shown} is set aside: {stays}")


def _is_about(error: Finding, shown: str, made: Made) -> bool:
    models = (str(described.model) for described in made.described)
    return shown == error.file or error.model in models

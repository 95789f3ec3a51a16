"""The request for `wiro/ai-job-description-generator`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class AiJobDescriptionGenerator(Request):
    """A request for `wiro/ai-job-description-generator`.

    Job Description Generator.

    Writes a job advertisement from notes and documents.

    Wiro writes its name `wiro/AI-Job-Description-Generator`.
    """

    MODEL = "wiro/ai-job-description-generator"
    RUN_PATH = "wiro/AI-Job-Description-Generator"

    prompt: str
    """`prompt`: Job.

    What the job is: its title, its tasks, what is asked for.

    Required.

    For example: Bicycle mechanic, full time, for a workshop in Ghent; knows
    e-bikes.
    """

    tone: (
        Literal[
            "Formal",
            "Conversational",
            "Enthusiastic",
            "Minimalist and Professional",
            "Creative",
        ]
        | Unset
    ) = "Formal"
    """`tone`.

    Manner of writing.
    """

    input_document_multiple: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputDocumentMultiple`: inputDocumentMultiple (optional).

    Documents that say more about the job.

    URLs go into `inputDocumentUrlMultiple`: inputDocumentUrlMultiple (optional).
    """

    language: Literal["tr", "en"] | Unset = "en"
    """`language`.

    Language of the advertisement.

    - 'tr': TR
    - 'en': EN
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Job",
            help="What the job is: its title, its tasks, what is asked for.",
            required=True,
        ),
        Select(
            wire_name="tone",
            name="tone",
            flag="--tone",
            label="Tone",
            help="Manner of writing.",
            options=(
                Option("Formal"),
                Option("Conversational"),
                Option("Enthusiastic"),
                Option("Minimalist and Professional"),
                Option("Creative"),
            ),
        ),
        Files(
            wire_name="inputDocumentMultiple",
            name="input_document_multiple",
            flag="--input-document-multiple",
            label="inputDocumentMultiple (optional)",
            help="Documents that say more about the job.",
            many=True,
            companion="inputDocumentUrlMultiple",
        ),
        Select(
            wire_name="language",
            name="language",
            flag="--language",
            label="Language",
            help="Language of the advertisement.",
            options=(Option("tr", "TR"), Option("en", "EN")),
        ),
    )

"""The request for `wiro/ai-job-description-generator`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    request,
    select,
    text,
)


@request(
    "wiro/ai-job-description-generator",
    run_path="wiro/AI-Job-Description-Generator",
)
class AiJobDescriptionGenerator(Request):
    """A request for `wiro/ai-job-description-generator`.

    Job Description Generator.

    Writes a job advertisement from notes and documents.

    Wiro writes its name `wiro/AI-Job-Description-Generator`.
    """

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="Bicycle mechanic, full time, for a workshop in Ghent; knows e-bikes.",
        label="Job",
    )
    """What the job is: its title, its tasks, what is asked for."""

    tone: (
        Literal[
            "Formal",
            "Conversational",
            "Enthusiastic",
            "Minimalist and Professional",
            "Creative",
        ]
        | Unset
    ) = select(
        "tone",
        "--tone",
        default="Formal",
        label="Tone",
    )
    """Manner of writing."""

    input_document_multiple: FilesLike | Unset = files(
        "inputDocumentMultiple",
        "--input-document-multiple",
        default=UNSET,
        many=True,
        companion="inputDocumentUrlMultiple",
        companion_label="inputDocumentUrlMultiple (optional)",
        label="inputDocumentMultiple (optional)",
    )
    """Documents that say more about the job."""

    language: Literal["tr", "en"] | Unset = select(
        "language",
        "--language",
        default="en",
        label="Language",
        labels={"tr": "TR", "en": "EN"},
    )
    """Language of the advertisement."""

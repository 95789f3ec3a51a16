"""The request for `wiro/ai-resume-cv-parser`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Option, Select, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class AiResumeCvParser(Request):
    """A request for `wiro/ai-resume-cv-parser`.

    CV Parser.

    Reads CVs and gives what they say as structured data.

    Wiro writes its name `wiro/AI-Resume-CV-Parser`.
    """

    MODEL = "wiro/ai-resume-cv-parser"
    RUN_PATH = "wiro/AI-Resume-CV-Parser"

    input_document_multiple: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputDocumentMultiple`: CVs.

    CVs as PDF, Word, picture or other documents.

    URLs go into `inputDocumentUrlMultiple`: CV URLs.
    """

    output_type: Literal["json", "csv"] | Unset = "json"
    """`outputType`: Output type.

    JSON, or CSV for spreadsheets.
    """

    INPUTS = (
        Files(
            wire_name="inputDocumentMultiple",
            name="input_document_multiple",
            flag="--input-document-multiple",
            label="CVs",
            help="CVs as PDF, Word, picture or other documents.",
            many=True,
            companion="inputDocumentUrlMultiple",
        ),
        Select(
            wire_name="outputType",
            name="output_type",
            flag="--output-type",
            label="Output type",
            help="JSON, or CSV for spreadsheets.",
            options=(Option("json"), Option("csv")),
        ),
    )

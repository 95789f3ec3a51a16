"""The request for `wiro/ai-resume-cv-parser`."""

from typing import Literal

from .._runtime.fields import UNSET, FilesLike, Request, Unset, files, request, select


@request("wiro/ai-resume-cv-parser", run_path="wiro/AI-Resume-CV-Parser")
class AiResumeCvParser(Request):
    """A request for `wiro/ai-resume-cv-parser`.

    CV Parser.

    Reads CVs and gives what they say as structured data.

    Wiro writes its name `wiro/AI-Resume-CV-Parser`.
    """

    input_document_multiple: FilesLike | Unset = files(
        "inputDocumentMultiple",
        "--input-document-multiple",
        default=UNSET,
        many=True,
        companion="inputDocumentUrlMultiple",
        companion_label="CV URLs",
        label="CVs",
    )
    """CVs as PDF, Word, picture or other documents."""

    output_type: Literal["json", "csv"] | Unset = select(
        "outputType", "--output-type", default="json", label="Output type"
    )
    """JSON, or CSV for spreadsheets."""

"""The request for `wiro/ai-culture-fit-test-generator`."""

from typing import Literal

from .._runtime.fields import UNSET, Request, Unset, request, select, text


@request(
    "wiro/ai-culture-fit-test-generator",
    run_path="wiro/AI-Culture-Fit-Test-Generator",
)
class AiCultureFitTestGenerator(Request):
    """A request for `wiro/ai-culture-fit-test-generator`.

    Culture Fit Test.

    Writes a questionnaire that shows how well applicants suit a company.

    Wiro writes its name `wiro/AI-Culture-Fit-Test-Generator`.
    """

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="We are a bakery of thirty; we plan together and close on Sundays.",
        label="Company Culture Info",
    )
    """How the company works and what it values."""

    website_url: str | Unset = text(
        "websiteUrl",
        "--website-url",
        default=UNSET,
        sample="https://wiro.ai/",
        label="Website URL",
    )
    """A page about the company."""

    language: Literal["tr", "en"] | Unset = select(
        "language",
        "--language",
        default="en",
        label="Language",
        labels={"tr": "TR", "en": "EN"},
    )
    """Language of the questionnaire."""

"""The request for `wiro/ai-culture-fit-test-generator`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.inputs import UNSET, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class AiCultureFitTestGenerator(Request):
    """A request for `wiro/ai-culture-fit-test-generator`.

    Culture Fit Test.

    Writes a questionnaire that shows how well applicants suit a company.

    Wiro writes its name `wiro/AI-Culture-Fit-Test-Generator`.
    """

    MODEL = "wiro/ai-culture-fit-test-generator"
    RUN_PATH = "wiro/AI-Culture-Fit-Test-Generator"

    prompt: str
    """`prompt`: Company Culture Info.

    How the company works and what it values.

    Required.

    For example: We are a bakery of thirty; we plan together and close on Sundays.
    """

    website_url: str | Unset = UNSET
    """`websiteUrl`: Website URL.

    A page about the company.

    For example: https://wiro.ai/
    """

    language: Literal["tr", "en"] | Unset = "en"
    """`language`.

    Language of the questionnaire.

    - 'tr': TR
    - 'en': EN
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Company Culture Info",
            help="How the company works and what it values.",
            required=True,
        ),
        Text(
            wire_name="websiteUrl",
            name="website_url",
            flag="--website-url",
            label="Website URL",
            help="A page about the company.",
        ),
        Select(
            wire_name="language",
            name="language",
            flag="--language",
            label="Language",
            help="Language of the questionnaire.",
            options=(Option("tr", "TR"), Option("en", "EN")),
        ),
    )

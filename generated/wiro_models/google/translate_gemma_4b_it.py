"""The request for `google/translate-gemma-4b-it`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.inputs import UNSET, Integer, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class TranslateGemma4bIt(Request):
    """A request for `google/translate-gemma-4b-it`.

    TranslateGemma 4B.

    Google's small open model for translation, between 54 languages.
    """

    MODEL = "google/translate-gemma-4b-it"
    RUN_PATH = "google/translate-gemma-4b-it"

    prompt: str | Unset = UNSET
    """`prompt`: Text.

    The text to translate.

    For example: 今天天气很好，我们去河边散步吧。
    """

    source_lng: (
        Literal[
            "English",
            "German",
            "French",
            "Spanish",
            "Italian",
            "Portuguese",
            "Dutch",
            "Polish",
            "Czech",
            "Russian",
            "Ukrainian",
            "Chinese",
            "Japanese",
            "Korean",
            "Arabic",
            "Hindi",
            "Bengali",
            "Turkish",
            "Vietnamese",
            "Thai",
            "Indonesian",
            "Malay",
            "Swedish",
            "Norwegian",
            "Danish",
            "Finnish",
            "Greek",
            "Hebrew",
            "Romanian",
            "Hungarian",
            "Bulgarian",
            "Croatian",
            "Slovak",
            "Slovenian",
            "Serbian",
            "Lithuanian",
            "Latvian",
            "Estonian",
            "Swahili",
            "Tamil",
            "Telugu",
            "Marathi",
            "Gujarati",
            "Kannada",
            "Malayalam",
            "Punjabi",
            "Urdu",
            "Persian",
            "Filipino",
            "Catalan",
            "Galician",
            "Basque",
            "Welsh",
            "Irish",
        ]
        | Unset
    ) = "Chinese"
    """`sourceLng`: Source Language.

    Language of the text.
    """

    target_lng: (
        Literal[
            "English",
            "German",
            "French",
            "Spanish",
            "Italian",
            "Portuguese",
            "Dutch",
            "Polish",
            "Czech",
            "Russian",
            "Ukrainian",
            "Chinese",
            "Japanese",
            "Korean",
            "Arabic",
            "Hindi",
            "Bengali",
            "Turkish",
            "Vietnamese",
            "Thai",
            "Indonesian",
            "Malay",
            "Swedish",
            "Norwegian",
            "Danish",
            "Finnish",
            "Greek",
            "Hebrew",
            "Romanian",
            "Hungarian",
            "Bulgarian",
            "Croatian",
            "Slovak",
            "Slovenian",
            "Serbian",
            "Lithuanian",
            "Latvian",
            "Estonian",
            "Swahili",
            "Tamil",
            "Telugu",
            "Marathi",
            "Gujarati",
            "Kannada",
            "Malayalam",
            "Punjabi",
            "Urdu",
            "Persian",
            "Filipino",
            "Catalan",
            "Galician",
            "Basque",
            "Welsh",
            "Irish",
        ]
        | Unset
    ) = "English"
    """`targetLng`: Target Language.

    Language to translate into.
    """

    max_new_tokens: int | Unset = 200
    """`maxNewTokens`: Maximum New Tokens.

    Longest translation in tokens.

    From 1 to 2048.
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Text",
            help="The text to translate.",
        ),
        Select(
            wire_name="sourceLng",
            name="source_lng",
            flag="--source-lng",
            label="Source Language",
            help="Language of the text.",
            options=(
                Option("English"),
                Option("German"),
                Option("French"),
                Option("Spanish"),
                Option("Italian"),
                Option("Portuguese"),
                Option("Dutch"),
                Option("Polish"),
                Option("Czech"),
                Option("Russian"),
                Option("Ukrainian"),
                Option("Chinese"),
                Option("Japanese"),
                Option("Korean"),
                Option("Arabic"),
                Option("Hindi"),
                Option("Bengali"),
                Option("Turkish"),
                Option("Vietnamese"),
                Option("Thai"),
                Option("Indonesian"),
                Option("Malay"),
                Option("Swedish"),
                Option("Norwegian"),
                Option("Danish"),
                Option("Finnish"),
                Option("Greek"),
                Option("Hebrew"),
                Option("Romanian"),
                Option("Hungarian"),
                Option("Bulgarian"),
                Option("Croatian"),
                Option("Slovak"),
                Option("Slovenian"),
                Option("Serbian"),
                Option("Lithuanian"),
                Option("Latvian"),
                Option("Estonian"),
                Option("Swahili"),
                Option("Tamil"),
                Option("Telugu"),
                Option("Marathi"),
                Option("Gujarati"),
                Option("Kannada"),
                Option("Malayalam"),
                Option("Punjabi"),
                Option("Urdu"),
                Option("Persian"),
                Option("Filipino"),
                Option("Catalan"),
                Option("Galician"),
                Option("Basque"),
                Option("Welsh"),
                Option("Irish"),
            ),
        ),
        Select(
            wire_name="targetLng",
            name="target_lng",
            flag="--target-lng",
            label="Target Language",
            help="Language to translate into.",
            options=(
                Option("English"),
                Option("German"),
                Option("French"),
                Option("Spanish"),
                Option("Italian"),
                Option("Portuguese"),
                Option("Dutch"),
                Option("Polish"),
                Option("Czech"),
                Option("Russian"),
                Option("Ukrainian"),
                Option("Chinese"),
                Option("Japanese"),
                Option("Korean"),
                Option("Arabic"),
                Option("Hindi"),
                Option("Bengali"),
                Option("Turkish"),
                Option("Vietnamese"),
                Option("Thai"),
                Option("Indonesian"),
                Option("Malay"),
                Option("Swedish"),
                Option("Norwegian"),
                Option("Danish"),
                Option("Finnish"),
                Option("Greek"),
                Option("Hebrew"),
                Option("Romanian"),
                Option("Hungarian"),
                Option("Bulgarian"),
                Option("Croatian"),
                Option("Slovak"),
                Option("Slovenian"),
                Option("Serbian"),
                Option("Lithuanian"),
                Option("Latvian"),
                Option("Estonian"),
                Option("Swahili"),
                Option("Tamil"),
                Option("Telugu"),
                Option("Marathi"),
                Option("Gujarati"),
                Option("Kannada"),
                Option("Malayalam"),
                Option("Punjabi"),
                Option("Urdu"),
                Option("Persian"),
                Option("Filipino"),
                Option("Catalan"),
                Option("Galician"),
                Option("Basque"),
                Option("Welsh"),
                Option("Irish"),
            ),
        ),
        Integer(
            wire_name="maxNewTokens",
            name="max_new_tokens",
            flag="--max-new-tokens",
            label="Maximum New Tokens",
            help="Longest translation in tokens.",
            minimum=1,
            maximum=2048,
        ),
    )

"""The request for `google/translate-gemma-4b-it`."""

from typing import Literal

from .._runtime.fields import UNSET, Request, Unset, integer, request, select, text


@request("google/translate-gemma-4b-it")
class TranslateGemma4bIt(Request):
    """A request for `google/translate-gemma-4b-it`.

    TranslateGemma 4B.

    Google's small open model for translation, between 54 languages.
    """

    prompt: str | Unset = text(
        "prompt",
        "--prompt",
        default=UNSET,
        sample="今天天气很好，我们去河边散步吧。",
        label="Text",
    )
    """The text to translate."""

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
    ) = select(
        "sourceLng",
        "--source-lng",
        default="Chinese",
        label="Source Language",
    )
    """Language of the text."""

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
    ) = select(
        "targetLng",
        "--target-lng",
        default="English",
        label="Target Language",
    )
    """Language to translate into."""

    max_new_tokens: int | Unset = integer(
        "maxNewTokens",
        "--max-new-tokens",
        default=200,
        minimum=1,
        maximum=2048,
        label="Maximum New Tokens",
    )
    """Longest translation in tokens."""

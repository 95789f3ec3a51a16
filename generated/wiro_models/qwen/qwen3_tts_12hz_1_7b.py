"""The request for `qwen/qwen3-tts-12hz-1-7b`."""

from typing import Literal

from .._runtime.fields import UNSET, Request, Unset, request, select, text


@request("qwen/qwen3-tts-12hz-1-7b", run_path="Qwen/Qwen3-TTS-12Hz-1.7B")
class Qwen3Tts12hz17b(Request):
    """A request for `qwen/qwen3-tts-12hz-1-7b`.

    Qwen3-TTS 1.7B.

    Reads a text aloud in one of several voices and in ten languages.

    Wiro writes its name `Qwen/Qwen3-TTS-12Hz-1.7B`.
    """

    prompt: str | Unset = text(
        "prompt",
        "--prompt",
        default=UNSET,
        sample="Good evening, the museum closes in ten minutes.",
        label="Text",
    )
    """The text to read."""

    instruction: str | Unset = text(
        "instruction",
        "--instruction",
        default=UNSET,
        sample="Excited",
        label="Instruction",
    )
    """How it is read: a mood, a pace."""

    language: Literal[
        "auto",
        "chinese",
        "english",
        "french",
        "german",
        "italian",
        "japanese",
        "korean",
        "portuguese",
        "russian",
        "spanish",
    ] = select(
        "language",
        "--language",
        default="auto",
        required=True,
        label="Language",
        labels={
            "auto": "Auto",
            "chinese": "Chinese",
            "english": "English",
            "french": "French",
            "german": "German",
            "italian": "Italian",
            "japanese": "Japanese",
            "korean": "Korean",
            "portuguese": "Portuguese",
            "russian": "Russian",
            "spanish": "Spanish",
        },
    )
    """Language of the text."""

    speaker: Literal[
        "aiden",
        "dylan",
        "eric",
        "ono_anna",
        "ryan",
        "serena",
        "sohee",
        "uncle_fu",
        "vivian",
        "russian",
        "spanish",
    ] = select(
        "speaker",
        "--speaker",
        default="aiden",
        required=True,
        label="Speaker",
        labels={
            "aiden": "Aiden",
            "dylan": "Dylan",
            "eric": "Eric",
            "ono_anna": "Ono Anna",
            "ryan": "Ryan",
            "serena": "Serena",
            "sohee": "Sohee",
            "uncle_fu": "Uncle Fu",
            "vivian": "Vivian",
            "russian": "Russian",
            "spanish": "Spanish",
        },
    )
    """The voice."""

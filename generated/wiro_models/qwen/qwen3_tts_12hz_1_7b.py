"""The request for `qwen/qwen3-tts-12hz-1-7b`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.inputs import UNSET, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Qwen3Tts12hz17b(Request):
    """A request for `qwen/qwen3-tts-12hz-1-7b`.

    Qwen3-TTS 1.7B.

    Reads a text aloud in one of several voices and in ten languages.

    Wiro writes its name `Qwen/Qwen3-TTS-12Hz-1.7B`.
    """

    MODEL = "qwen/qwen3-tts-12hz-1-7b"
    RUN_PATH = "Qwen/Qwen3-TTS-12Hz-1.7B"

    prompt: str | Unset = UNSET
    """`prompt`: Text.

    The text to read.

    For example: Good evening, the museum closes in ten minutes.
    """

    instruction: str | Unset = UNSET
    """`instruction`.

    How it is read: a mood, a pace.

    For example: Excited
    """

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
    ] = "auto"
    """`language`.

    Language of the text.

    - 'auto': Auto
    - 'chinese': Chinese
    - 'english': English
    - 'french': French
    - 'german': German
    - 'italian': Italian
    - 'japanese': Japanese
    - 'korean': Korean
    - 'portuguese': Portuguese
    - 'russian': Russian
    - 'spanish': Spanish
    """

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
    ] = "aiden"
    """`speaker`.

    The voice.

    - 'aiden': Aiden
    - 'dylan': Dylan
    - 'eric': Eric
    - 'ono_anna': Ono Anna
    - 'ryan': Ryan
    - 'serena': Serena
    - 'sohee': Sohee
    - 'uncle_fu': Uncle Fu
    - 'vivian': Vivian
    - 'russian': Russian
    - 'spanish': Spanish
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Text",
            help="The text to read.",
        ),
        Text(
            wire_name="instruction",
            name="instruction",
            flag="--instruction",
            label="Instruction",
            help="How it is read: a mood, a pace.",
        ),
        Select(
            wire_name="language",
            name="language",
            flag="--language",
            label="Language",
            help="Language of the text.",
            required=True,
            options=(
                Option("auto", "Auto"),
                Option("chinese", "Chinese"),
                Option("english", "English"),
                Option("french", "French"),
                Option("german", "German"),
                Option("italian", "Italian"),
                Option("japanese", "Japanese"),
                Option("korean", "Korean"),
                Option("portuguese", "Portuguese"),
                Option("russian", "Russian"),
                Option("spanish", "Spanish"),
            ),
        ),
        Select(
            wire_name="speaker",
            name="speaker",
            flag="--speaker",
            label="Speaker",
            help="The voice.",
            required=True,
            options=(
                Option("aiden", "Aiden"),
                Option("dylan", "Dylan"),
                Option("eric", "Eric"),
                Option("ono_anna", "Ono Anna"),
                Option("ryan", "Ryan"),
                Option("serena", "Serena"),
                Option("sohee", "Sohee"),
                Option("uncle_fu", "Uncle Fu"),
                Option("vivian", "Vivian"),
                Option("russian", "Russian"),
                Option("spanish", "Spanish"),
            ),
        ),
    )

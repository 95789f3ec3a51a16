"""The request for `qwen/qwen3-asr-1-7b`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import Files, Integer, Option, Select
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Qwen3Asr17b(Request):
    """A request for `qwen/qwen3-asr-1-7b`.

    Qwen3-ASR 1.7B.

    Writes down what is said in a recording, in thirty languages.

    Wiro writes its name `Qwen/Qwen3-ASR-1.7B`.
    """

    MODEL = "qwen/qwen3-asr-1-7b"
    RUN_PATH = "Qwen/Qwen3-ASR-1.7B"

    input_audio: FileLike | Sequence[FileLike]
    """`inputAudio`: Input audio.

    The recording, as wav, m4a, mp3, ogg, opus or webm.

    Required.
    """

    language: Literal[
        "Chinese",
        "English",
        "Cantonese",
        "Arabic",
        "French",
        "German",
        "Spanish",
        "Portuguese",
        "Indonesian",
        "Italian",
        "Korean",
        "Russian",
        "Thai",
        "Vietnamese",
        "Japanese",
        "Turkish",
        "Hindi",
        "Malay",
        "Dutch",
        "Swedish",
        "Danish",
        "Finnish",
        "Polish",
        "Czech",
        "Filipino",
        "Persian",
        "Greek",
        "Romanian",
        "Hungarian",
        "Macedonian",
    ] = "English"
    """`language`.

    Language that is spoken.
    """

    batch_size: int
    """`batchSize`: max_inference_batch_size.

    How much is heard at once, as a whole number: -1 for no limit, a small one where
    memory runs out.

    Required.

    -1 or more.
    """

    new_tokens: int
    """`newTokens`: max_new_tokens.

    Longest transcript in tokens, as a whole number; long recordings need more.

    Required.

    1 or more.
    """

    INPUTS = (
        Files(
            wire_name="inputAudio",
            name="input_audio",
            flag="--input-audio",
            label="Input audio",
            help="The recording, as wav, m4a, mp3, ogg, opus or webm.",
            required=True,
            many=True,
        ),
        Select(
            wire_name="language",
            name="language",
            flag="--language",
            label="Language",
            help="Language that is spoken.",
            required=True,
            options=(
                Option("Chinese"),
                Option("English"),
                Option("Cantonese"),
                Option("Arabic"),
                Option("French"),
                Option("German"),
                Option("Spanish"),
                Option("Portuguese"),
                Option("Indonesian"),
                Option("Italian"),
                Option("Korean"),
                Option("Russian"),
                Option("Thai"),
                Option("Vietnamese"),
                Option("Japanese"),
                Option("Turkish"),
                Option("Hindi"),
                Option("Malay"),
                Option("Dutch"),
                Option("Swedish"),
                Option("Danish"),
                Option("Finnish"),
                Option("Polish"),
                Option("Czech"),
                Option("Filipino"),
                Option("Persian"),
                Option("Greek"),
                Option("Romanian"),
                Option("Hungarian"),
                Option("Macedonian"),
            ),
        ),
        Integer(
            wire_name="batchSize",
            name="batch_size",
            flag="--batch-size",
            label="max_inference_batch_size",
            help="How much is heard at once, as a whole number: -1 for no limit, a small one where memory runs out.",
            required=True,
            minimum=-1,
            as_text=True,
        ),
        Integer(
            wire_name="newTokens",
            name="new_tokens",
            flag="--new-tokens",
            label="max_new_tokens",
            help="Longest transcript in tokens, as a whole number; long recordings need more.",
            required=True,
            minimum=1,
            as_text=True,
        ),
    )

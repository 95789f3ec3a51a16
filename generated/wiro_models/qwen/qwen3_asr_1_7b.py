"""The request for `qwen/qwen3-asr-1-7b`."""

from typing import Literal

from .._runtime.fields import FilesLike, Request, files, integer, request, select


@request("qwen/qwen3-asr-1-7b", run_path="Qwen/Qwen3-ASR-1.7B")
class Qwen3Asr17b(Request):
    """A request for `qwen/qwen3-asr-1-7b`.

    Qwen3-ASR 1.7B.

    Writes down what is said in a recording, in thirty languages.

    Wiro writes its name `Qwen/Qwen3-ASR-1.7B`.
    """

    input_audio: FilesLike = files(
        "inputAudio", "--input-audio", many=True, label="Input audio"
    )
    """The recording, as wav, m4a, mp3, ogg, opus or webm."""

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
    ] = select(
        "language",
        "--language",
        default="English",
        required=True,
        label="Language",
    )
    """Language that is spoken."""

    batch_size: int = integer(
        "batchSize",
        "--batch-size",
        minimum=-1,
        as_text=True,
        label="max_inference_batch_size",
    )
    """How much is heard at once, as a whole number: -1 for no limit, a small one where
    memory runs out.
    """

    new_tokens: int = integer(
        "newTokens", "--new-tokens", minimum=1, as_text=True, label="max_new_tokens"
    )
    """Longest transcript in tokens, as a whole number; long recordings need more."""

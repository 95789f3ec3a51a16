"""The request for `chetwinlow1/ovi`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    request,
    select,
    text,
)


@request("chetwinlow1/ovi")
class Ovi(Request):
    """A request for `chetwinlow1/ovi`.

    Ovi.

    Makes a video and its sound in one go, from a prompt and, if wanted, a first
    frame.
    """

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Input Image"
    )
    """Picture that the video begins with."""

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="A street musician tunes a violin in the rain.",
        label="Prompt",
    )
    """What is seen and heard."""

    negative_prompt: str | Unset = text(
        "negativePrompt",
        "--negative-prompt",
        default=UNSET,
        sample="overexposed, jittery",
        label="Negative prompt",
    )
    """What should not be seen."""

    audio_negative_prompt: str | Unset = text(
        "audioNegativePrompt",
        "--audio-negative-prompt",
        default=UNSET,
        sample="hiss, clipping",
        label="Audio Negative Prompt",
    )
    """What should not be heard."""

    resolution: (
        Literal[
            "default",
            "512x992",
            "992x512",
            "960x512",
            "512x960",
            "720x720",
            "448x1120",
            "1120x448",
        ]
        | Unset
    ) = select(
        "resolution",
        "--resolution",
        default="default",
        label="Resolution",
        labels={"default": "Default"},
    )
    """Size of the video, width first."""

    steps: int | Unset = integer(
        "steps", "--steps", default=30, minimum=1, maximum=500, label="Steps"
    )
    """More steps take longer and show more detail."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=9999999999,
        sample="0",
        label="Seed",
    )
    """A whole number; 0 picks one at random."""

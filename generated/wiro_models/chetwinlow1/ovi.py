"""The request for `chetwinlow1/ovi`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Integer, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Ovi(Request):
    """A request for `chetwinlow1/ovi`.

    Ovi.

    Makes a video and its sound in one go, from a prompt and, if wanted, a first
    frame.
    """

    MODEL = "chetwinlow1/ovi"
    RUN_PATH = "chetwinlow1/ovi"

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Input Image.

    Picture that the video begins with.
    """

    prompt: str
    """`prompt`.

    What is seen and heard.

    Required.

    For example: A street musician tunes a violin in the rain.
    """

    negative_prompt: str | Unset = UNSET
    """`negativePrompt`: Negative prompt.

    What should not be seen.

    For example: overexposed, jittery
    """

    audio_negative_prompt: str | Unset = UNSET
    """`audioNegativePrompt`: Audio Negative Prompt.

    What should not be heard.

    For example: hiss, clipping
    """

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
    ) = "default"
    """`resolution`.

    Size of the video, width first.

    - 'default': Default
    """

    steps: int | Unset = 30
    """`steps`.

    More steps take longer and show more detail.

    From 1 to 500.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    A whole number; 0 picks one at random.

    For example: 0
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="Picture that the video begins with.",
            many=True,
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What is seen and heard.",
            required=True,
        ),
        Text(
            wire_name="negativePrompt",
            name="negative_prompt",
            flag="--negative-prompt",
            label="Negative prompt",
            help="What should not be seen.",
        ),
        Text(
            wire_name="audioNegativePrompt",
            name="audio_negative_prompt",
            flag="--audio-negative-prompt",
            label="Audio Negative Prompt",
            help="What should not be heard.",
        ),
        Select(
            wire_name="resolution",
            name="resolution",
            flag="--resolution",
            label="Resolution",
            help="Size of the video, width first.",
            options=(
                Option("default", "Default"),
                Option("512x992"),
                Option("992x512"),
                Option("960x512"),
                Option("512x960"),
                Option("720x720"),
                Option("448x1120"),
                Option("1120x448"),
            ),
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="Steps",
            help="More steps take longer and show more detail.",
            minimum=1,
            maximum=500,
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="A whole number; 0 picks one at random.",
            numeric=True,
            min_length=0,
            max_length=9999999999,
        ),
    )

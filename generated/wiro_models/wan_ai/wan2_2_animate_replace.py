"""The request for `wan-ai/wan2-2-animate-replace`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import Files, Float, Integer, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Wan22AnimateReplace(Request):
    """A request for `wan-ai/wan2-2-animate-replace`.

    Wan 2.2 Animate Replace.

    Puts the character of a picture in the place of the one in a video.

    Wiro writes its name `Wan-AI/Wan2.2-Animate-Replace`.
    """

    MODEL = "wan-ai/wan2-2-animate-replace"
    RUN_PATH = "Wan-AI/Wan2.2-Animate-Replace"

    input_image: FileLike | Sequence[FileLike]
    """`inputImage`: Input Image.

    The character to put in.

    Required.
    """

    input_video: FileLike | Sequence[FileLike]
    """`inputVideo`: Video.

    The video that gives the motion.

    Required.
    """

    resolution: Literal["default", "480p", "580p", "720p"] | Unset = "default"
    """`resolution`.

    Size of the video.

    - 'default': Default
    - '480p': 480P
    - '580p': 580P
    - '720p': 720P
    """

    steps: int = 20
    """`steps`.

    More steps take longer and show more detail.

    From 1 to 500.
    """

    scale: float
    """`scale`: Guidance scale.

    How closely the prompt is followed; a number.

    Required.
    """

    shift: float
    """`shift`.

    Moves the work towards early or late steps; a number.

    Required.
    """

    seed: str | int
    """`seed`.

    The same number gives the same result again.

    Required.

    For example: 0
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="The character to put in.",
            required=True,
            many=True,
        ),
        Files(
            wire_name="inputVideo",
            name="input_video",
            flag="--input-video",
            label="Video",
            help="The video that gives the motion.",
            required=True,
            many=True,
        ),
        Select(
            wire_name="resolution",
            name="resolution",
            flag="--resolution",
            label="Resolution",
            help="Size of the video.",
            options=(
                Option("default", "Default"),
                Option("480p", "480P"),
                Option("580p", "580P"),
                Option("720p", "720P"),
            ),
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="Steps",
            help="More steps take longer and show more detail.",
            required=True,
            minimum=1,
            maximum=500,
        ),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            label="Guidance scale",
            help="How closely the prompt is followed; a number.",
            required=True,
            as_text=True,
        ),
        Float(
            wire_name="shift",
            name="shift",
            flag="--shift",
            label="Shift",
            help="Moves the work towards early or late steps; a number.",
            required=True,
            as_text=True,
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="The same number gives the same result again.",
            required=True,
            numeric=True,
            min_length=0,
            max_length=9999999999,
        ),
    )

"""The request for `wan-ai/wan2-2-animate-replace`."""

from typing import Literal

from .._runtime.fields import (
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    number,
    request,
    select,
    text,
)


@request("wan-ai/wan2-2-animate-replace", run_path="Wan-AI/Wan2.2-Animate-Replace")
class Wan22AnimateReplace(Request):
    """A request for `wan-ai/wan2-2-animate-replace`.

    Wan 2.2 Animate Replace.

    Puts the character of a picture in the place of the one in a video.

    Wiro writes its name `Wan-AI/Wan2.2-Animate-Replace`.
    """

    input_image: FilesLike = files(
        "inputImage", "--input-image", many=True, label="Input Image"
    )
    """The character to put in."""

    input_video: FilesLike = files(
        "inputVideo", "--input-video", many=True, label="Video"
    )
    """The video that gives the motion."""

    resolution: Literal["default", "480p", "580p", "720p"] | Unset = select(
        "resolution",
        "--resolution",
        default="default",
        label="Resolution",
        labels={"default": "Default", "480p": "480P", "580p": "580P", "720p": "720P"},
    )
    """Size of the video."""

    steps: int = integer(
        "steps",
        "--steps",
        default=20,
        required=True,
        minimum=1,
        maximum=500,
        label="Steps",
    )
    """More steps take longer and show more detail."""

    scale: float = number("scale", "--scale", as_text=True, label="Guidance scale")
    """How closely the prompt is followed; a number."""

    shift: float = number("shift", "--shift", as_text=True, label="Shift")
    """Moves the work towards early or late steps; a number."""

    seed: str | int = text(
        "seed",
        "--seed",
        numeric=True,
        min_length=0,
        max_length=9999999999,
        sample="0",
        label="Seed",
    )
    """The same number gives the same result again."""

"""The request for `lightricks/ltx-2-3`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FileLike,
    Request,
    Unset,
    files,
    number,
    request,
    select,
    text,
)


@request("lightricks/ltx-2-3", run_path="lightricks/ ltx-2.3")
class Ltx23(Request):
    """A request for `lightricks/ltx-2-3`.

    LTX-2.3.

    Lightricks' model for video with sound, from a prompt and, if wanted, a first
    and a last frame.

    Wiro writes its name `lightricks/ ltx-2.3`.
    """

    input_image: FileLike | Unset = files(
        "inputImage",
        "--input-image",
        default=UNSET,
        companion="inputImageUrl",
        companion_label="First frame URL",
        label="First frame",
    )
    """Picture that the video begins with."""

    input_image2: FileLike | Unset = files(
        "inputImage2",
        "--input-image2",
        default=UNSET,
        companion="inputImage2Url",
        companion_label="Last frame URL",
        label="Last frame",
    )
    """Picture that the video ends with."""

    prompt: str | Unset = text(
        "prompt",
        "--prompt",
        default=UNSET,
        sample="A baker hums and dusts a loaf with flour, kitchen sounds.",
        label="Prompt",
    )
    """What is seen and heard."""

    duration: Literal["Default", "6", "8", "10"] | Unset = select(
        "duration", "--duration", default="Default", label="Duration"
    )
    """Length in seconds."""

    resolution: Literal["1080P", "1440P", "2160P"] | Unset = select(
        "resolution", "--resolution", default="1080P", label="Resolution"
    )
    """Size of the video."""

    aspect_ratio: Literal["Default", "16:9", "9:16", "1:1"] | Unset = select(
        "aspectRatio", "--aspect-ratio", default="Default", label="Aspect Ratio"
    )
    """Shape of the video."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=9999999,
        sample="42",
        label="Seed",
    )
    """The same number gives the same result again."""

    distil_lora_strength: float | Unset = number(
        "distilLoraStrength",
        "--distil-lora-strength",
        default=UNSET,
        as_text=True,
        label="Image Strength",
    )
    """How strongly the part acts that makes generation fast; a number."""

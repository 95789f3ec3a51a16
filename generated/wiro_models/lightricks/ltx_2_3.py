"""The request for `lightricks/ltx-2-3`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Ltx23(Request):
    """A request for `lightricks/ltx-2-3`.

    LTX-2.3.

    Lightricks' model for video with sound, from a prompt and, if wanted, a first
    and a last frame.

    Wiro writes its name `lightricks/ ltx-2.3`.
    """

    MODEL = "lightricks/ltx-2-3"
    RUN_PATH = "lightricks/ ltx-2.3"

    input_image: FileLike | Unset = UNSET
    """`inputImage`: First frame.

    Picture that the video begins with.

    URLs go into `inputImageUrl`: First frame URL.
    """

    input_image2: FileLike | Unset = UNSET
    """`inputImage2`: Last frame.

    Picture that the video ends with.

    URLs go into `inputImage2Url`: Last frame URL.
    """

    prompt: str | Unset = UNSET
    """`prompt`.

    What is seen and heard.

    For example: A baker hums and dusts a loaf with flour, kitchen sounds.
    """

    duration: Literal["Default", "6", "8", "10"] | Unset = "Default"
    """`duration`.

    Length in seconds.
    """

    resolution: Literal["1080P", "1440P", "2160P"] | Unset = "1080P"
    """`resolution`.

    Size of the video.
    """

    aspect_ratio: Literal["Default", "16:9", "9:16", "1:1"] | Unset = "Default"
    """`aspectRatio`: Aspect Ratio.

    Shape of the video.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    The same number gives the same result again.

    For example: 42
    """

    distil_lora_strength: float | Unset = UNSET
    """`distilLoraStrength`: Image Strength.

    How strongly the part acts that makes generation fast; a number.
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="First frame",
            help="Picture that the video begins with.",
            companion="inputImageUrl",
        ),
        Files(
            wire_name="inputImage2",
            name="input_image2",
            flag="--input-image2",
            label="Last frame",
            help="Picture that the video ends with.",
            companion="inputImage2Url",
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What is seen and heard.",
        ),
        Select(
            wire_name="duration",
            name="duration",
            flag="--duration",
            label="Duration",
            help="Length in seconds.",
            options=(Option("Default"), Option("6"), Option("8"), Option("10")),
        ),
        Select(
            wire_name="resolution",
            name="resolution",
            flag="--resolution",
            label="Resolution",
            help="Size of the video.",
            options=(Option("1080P"), Option("1440P"), Option("2160P")),
        ),
        Select(
            wire_name="aspectRatio",
            name="aspect_ratio",
            flag="--aspect-ratio",
            label="Aspect Ratio",
            help="Shape of the video.",
            options=(Option("Default"), Option("16:9"), Option("9:16"), Option("1:1")),
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="The same number gives the same result again.",
            numeric=True,
            min_length=0,
            max_length=9999999,
        ),
        Float(
            wire_name="distilLoraStrength",
            name="distil_lora_strength",
            flag="--distil-lora-strength",
            label="Image Strength",
            help="How strongly the part acts that makes generation fast; a number.",
            as_text=True,
        ),
    )

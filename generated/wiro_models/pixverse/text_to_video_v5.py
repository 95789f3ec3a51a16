"""The request for `pixverse/text-to-video-v5`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.inputs import UNSET, Float, Option, Select, Switch, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class TextToVideoV5(Request):
    """A request for `pixverse/text-to-video-v5`.

    PixVerse V5.

    Short videos with steady motion from a prompt, in five styles if wanted.

    Wiro writes its name `PixVerse/text-to-video-v5`.
    """

    MODEL = "pixverse/text-to-video-v5"
    RUN_PATH = "PixVerse/text-to-video-v5"

    prompt: str
    """`prompt`.

    What happens.

    Required.

    For example: A tin robot waters a tomato plant, storybook style.
    """

    negative_prompt: str | Unset = UNSET
    """`negativePrompt`: Negative Prompt.

    What should not be seen.
    """

    aspect_ratio: Literal["16:9", "4:3", "1:1", "3:4", "9:16"] = "16:9"
    """`aspectRatio`: Aspect Ratio.

    Shape of the video.
    """

    duration: Literal[5, 8] = 5
    """`duration`.

    Length in seconds; 1080p allows 5 only.
    """

    quality: Literal["360p", "540p", "720p", "1080p"] = "540p"
    """`quality`.

    Size of the video.

    - '360p': 360p(Turbo)
    """

    style: Literal["anime", "3d_animation", "clay", "comic", "cyberpunk"] | Unset = (
        UNSET
    )
    """`style`.

    Look of the video.
    """

    seed: float | Unset = UNSET
    """`seed`.

    The same number gives the same video again; left out, it is random.

    From 0 to 2147483647.
    """

    watermark: bool | Unset = False
    """`Watermark`.

    Adds a watermark.
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What happens.",
            required=True,
        ),
        Text(
            wire_name="negativePrompt",
            name="negative_prompt",
            flag="--negative-prompt",
            label="Negative Prompt",
            help="What should not be seen.",
        ),
        Select(
            wire_name="aspectRatio",
            name="aspect_ratio",
            flag="--aspect-ratio",
            label="Aspect Ratio",
            help="Shape of the video.",
            required=True,
            options=(
                Option("16:9"),
                Option("4:3"),
                Option("1:1"),
                Option("3:4"),
                Option("9:16"),
            ),
        ),
        Select(
            wire_name="duration",
            name="duration",
            flag="--duration",
            label="Duration",
            help="Length in seconds; 1080p allows 5 only.",
            required=True,
            options=(Option(5, wire="5"), Option(8, wire="8")),
        ),
        Select(
            wire_name="quality",
            name="quality",
            flag="--quality",
            label="Quality",
            help="Size of the video.",
            required=True,
            options=(
                Option("360p", "360p(Turbo)"),
                Option("540p"),
                Option("720p"),
                Option("1080p"),
            ),
        ),
        Select(
            wire_name="style",
            name="style",
            flag="--style",
            label="Style",
            help="Look of the video.",
            options=(
                Option("anime"),
                Option("3d_animation"),
                Option("clay"),
                Option("comic"),
                Option("cyberpunk"),
            ),
        ),
        Float(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="The same number gives the same video again; left out, it is random.",
            minimum=0,
            maximum=2147483647,
        ),
        Switch(
            wire_name="Watermark",
            name="watermark",
            flag="--watermark",
            label="Watermark",
            help="Adds a watermark.",
            options=(Option(True, wire="true"), Option(False, wire="false")),
        ),
    )

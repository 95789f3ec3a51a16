"""The request for `pixverse/text-to-video-v5`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    Request,
    Unset,
    number,
    request,
    select,
    switch,
    text,
)


@request("pixverse/text-to-video-v5", run_path="PixVerse/text-to-video-v5")
class TextToVideoV5(Request):
    """A request for `pixverse/text-to-video-v5`.

    PixVerse V5.

    Short videos with steady motion from a prompt, in five styles if wanted.

    Wiro writes its name `PixVerse/text-to-video-v5`.
    """

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="A tin robot waters a tomato plant, storybook style.",
        label="Prompt",
    )
    """What happens."""

    negative_prompt: str | Unset = text(
        "negativePrompt", "--negative-prompt", default=UNSET, label="Negative Prompt"
    )
    """What should not be seen."""

    aspect_ratio: Literal["16:9", "4:3", "1:1", "3:4", "9:16"] = select(
        "aspectRatio",
        "--aspect-ratio",
        default="16:9",
        required=True,
        label="Aspect Ratio",
    )
    """Shape of the video."""

    duration: Literal[5, 8] = select(
        "duration", "--duration", default=5, required=True, label="Duration"
    )
    """Length in seconds; 1080p allows 5 only."""

    quality: Literal["360p", "540p", "720p", "1080p"] = select(
        "quality",
        "--quality",
        default="540p",
        required=True,
        label="Quality",
        labels={"360p": "360p(Turbo)"},
    )
    """Size of the video."""

    style: Literal["anime", "3d_animation", "clay", "comic", "cyberpunk"] | Unset = (
        select(
            "style",
            "--style",
            default=UNSET,
            label="Style",
        )
    )
    """Look of the video."""

    seed: float | Unset = number(
        "seed", "--seed", default=UNSET, minimum=0, maximum=2147483647, label="Seed"
    )
    """The same number gives the same video again; left out, it is random."""

    watermark: bool | Unset = switch(
        "Watermark",
        "--watermark",
        default=False,
        on="true",
        off="false",
        label="Watermark",
    )
    """Adds a watermark."""

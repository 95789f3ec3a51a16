"""The request for `bytedance/seedream-v4-5`."""

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
    switch,
    text,
)


@request("bytedance/seedream-v4-5", run_path="ByteDance/seedream-v4-5")
class SeedreamV45(Request):
    """A request for `bytedance/seedream-v4-5`.

    Seedream 4.5.

    ByteDance's model for images of up to 4K: paints from a prompt, edits, or merges
    several references.

    Wiro writes its name `ByteDance/seedream-v4-5`.
    """

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Input images"
    )
    """Images to edit or merge."""

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="Dress the mannequin in image 1 in the coat from image 2.",
        label="Prompt",
    )
    """What to paint; say here how many images are wanted."""

    resolution: Literal["", "2k", "4k"] | Unset = select(
        "resolution",
        "--resolution",
        default=UNSET,
        label="Resolution",
        labels={"": "auto"},
    )
    """Needed without input images; the empty option follows the first of them."""

    aspect_ratio: (
        Literal[
            "",
            "1:1",
            "2:3",
            "3:2",
            "3:4",
            "4:3",
            "4:5",
            "5:4",
            "16:9",
            "9:16",
            "21:9",
            "9:21",
        ]
        | Unset
    ) = select(
        "aspectRatio",
        "--aspect-ratio",
        default=UNSET,
        label="Aspect Ratio",
        labels={
            "": "auto",
            "1:1": "1:1 (2K: 1920x1920 | 4K: 2880x2880)",
            "2:3": "2:3 (2K: 1566x2349 | 4K: 2349x3523)",
            "3:2": "3:2 (2K: 2349x1566 | 4K: 3523x2349)",
            "3:4": "3:4 (2K: 1664x2218 | 4K: 2496x3328)",
            "4:3": "4:3 (2K: 2218x1664 | 4K: 3328x2496)",
            "4:5": "4:5 (2K: 1713x2141 | 4K: 2571x3213)",
            "5:4": "5:4 (2K: 2141x1713 | 4K: 3213x2571)",
            "16:9": "16:9 (2K: 2560x1440 | 4K: 3840x2160)",
            "9:16": "9:16 (2K: 1440x2560 | 4K: 2160x3840)",
            "21:9": "21:9 (2K: 2782x1192 | 4K: 4176x1789)",
            "9:21": "9:21 (2K: 1192x2782 | 4K: 1789x4176)",
        },
    )
    """Needed without input images; the empty option follows the first of them."""

    max_images: int = integer(
        "maxImages",
        "--max-images",
        default=1,
        required=True,
        minimum=1,
        maximum=15,
        label="Most images",
    )
    """Limit to what the prompt asks for; with the input images no more than 15."""

    watermark: bool = switch(
        "watermark",
        "--watermark",
        default=False,
        required=True,
        on="true",
        off="false",
        label="Watermark",
    )
    """Adds a watermark."""

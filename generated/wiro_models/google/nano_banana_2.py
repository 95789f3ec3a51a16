"""The request for `google/nano-banana-2`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    request,
    select,
    text,
)


@request("google/nano-banana-2")
class NanoBanana2(Request):
    """A request for `google/nano-banana-2`.

    Nano Banana 2.

    Google's image model: paints from a prompt, or edits and combines the images
    that come with it.
    """

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Input Image"
    )
    """Images to edit or combine: fourteen at most, of which ten can show things and
    four can show people to keep recognisable.
    """

    prompt: str = text("prompt", "--prompt", label="Prompt")
    """What to paint, or what to change."""

    aspect_ratio: (
        Literal[
            "",
            "1:1",
            "1:4",
            "1:8",
            "2:3",
            "3:2",
            "3:4",
            "4:1",
            "4:3",
            "4:5",
            "5:4",
            "8:1",
            "9:16",
            "16:9",
            "21:9",
        ]
        | Unset
    ) = select(
        "aspectRatio",
        "--aspect-ratio",
        default=UNSET,
        label="Aspect Ratio",
        labels={
            "": "Match Input Image",
            "1:1": "1:1 (05.K)512x512 (1K)1024x1024 (2K)2048x2048 (4K)4096x4096",
            "1:4": "1:4 (05.K)256x1024 (1K)512x2048 (2K)1024x4096 (4K)2048x8192",
            "1:8": "1:8 (05.K)192x1536 (1K)384x3072 (2K)768x6144 (4K)1536x12288",
            "2:3": "2:3 (05.K)424x632 (1K)848x1264 (2K)1696x2528 (4K)3392x5056",
            "3:2": "3:2 (05.K)632x424 (1K)1264x848 (2K)2528x1696 (4K)5056x3392",
            "3:4": "3:4 (05.K)448x600 (1K)896x1200 (2K)1792x2400 (4K)3584x4800",
            "4:1": "4:1 (05.K)1024x256 (1K)2048x512 (2K)4096x1024 (4K)8192x2048",
            "4:3": "4:3 (05.K)600x448 (1K)1200x896 (2K)2400x1792 (4K)4800x3584",
            "4:5": "4:5 (05.K)464x576 (1K)928x1152 (2K)1856x2304 (4K)3712x4608",
            "5:4": "5:4 (05.K)576x464 (1K)1152x928 (2K)2304x1856 (4K)4608x3712",
            "8:1": "8:1 (05.K)1536x192 (1K)3072x384 (2K)6144x768 (4K)12288x1536",
            "9:16": "9:16 (05.K)384x688 (1K)768x1376 (2K)1536x2752 (4K)3072x5504",
            "16:9": "16:9 (05.K)688x384 (1K)1376x768 (2K)2752x1536 (4K)5504x3072",
            "21:9": "21:9 (05.K)792x168 (1K)1584x672 (2K)3168x1344 (4K)6336x2688",
        },
    )
    """Shape of the image; the empty option keeps that of the input image."""

    resolution: Literal["1K", "2K", "4K"] | Unset = select(
        "resolution",
        "--resolution",
        default="1K",
        label="Resolution (K)",
        labels={
            "1K": "05.K (Standard); 1K (Standard)",
            "2K": "2K (High)",
            "4K": "4K (Ultra High)",
        },
    )
    """Size of the image."""

    safety_setting: (
        Literal[
            "BLOCK_LOW_AND_ABOVE",
            "BLOCK_MEDIUM_AND_ABOVE",
            "BLOCK_ONLY_HIGH",
            "BLOCK_NONE",
            "OFF",
        ]
        | Unset
    ) = select(
        "safetySetting",
        "--safety-setting",
        default="OFF",
        label="Safety Setting",
    )
    """How much of what may offend is held back."""

"""The request for `bytedance/seedream-v4-5`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Integer, Option, Select, Switch, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedreamV45(Request):
    """A request for `bytedance/seedream-v4-5`.

    Seedream 4.5.

    ByteDance's model for images of up to 4K: paints from a prompt, edits, or merges
    several references.

    Wiro writes its name `ByteDance/seedream-v4-5`.
    """

    MODEL = "bytedance/seedream-v4-5"
    RUN_PATH = "ByteDance/seedream-v4-5"

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Input images.

    Images to edit or merge.
    """

    prompt: str
    """`prompt`.

    What to paint; say here how many images are wanted.

    Required.

    For example: Dress the mannequin in image 1 in the coat from image 2.
    """

    resolution: Literal["", "2k", "4k"] | Unset = UNSET
    """`resolution`.

    Needed without input images; the empty option follows the first of them.

    - '': auto
    """

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
    ) = UNSET
    """`aspectRatio`: Aspect Ratio.

    Needed without input images; the empty option follows the first of them.

    - '': auto
    - '1:1': 1:1 (2K: 1920x1920 | 4K: 2880x2880)
    - '2:3': 2:3 (2K: 1566x2349 | 4K: 2349x3523)
    - '3:2': 3:2 (2K: 2349x1566 | 4K: 3523x2349)
    - '3:4': 3:4 (2K: 1664x2218 | 4K: 2496x3328)
    - '4:3': 4:3 (2K: 2218x1664 | 4K: 3328x2496)
    - '4:5': 4:5 (2K: 1713x2141 | 4K: 2571x3213)
    - '5:4': 5:4 (2K: 2141x1713 | 4K: 3213x2571)
    - '16:9': 16:9 (2K: 2560x1440 | 4K: 3840x2160)
    - '9:16': 9:16 (2K: 1440x2560 | 4K: 2160x3840)
    - '21:9': 21:9 (2K: 2782x1192 | 4K: 4176x1789)
    - '9:21': 9:21 (2K: 1192x2782 | 4K: 1789x4176)
    """

    max_images: int = 1
    """`maxImages`: Most images.

    Limit to what the prompt asks for; with the input images no more than 15.

    From 1 to 15.
    """

    watermark: bool = False
    """`watermark`.

    Adds a watermark.
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input images",
            help="Images to edit or merge.",
            many=True,
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What to paint; say here how many images are wanted.",
            required=True,
        ),
        Select(
            wire_name="resolution",
            name="resolution",
            flag="--resolution",
            label="Resolution",
            help="Needed without input images; the empty option follows the first of them.",
            options=(Option("", "auto"), Option("2k"), Option("4k")),
        ),
        Select(
            wire_name="aspectRatio",
            name="aspect_ratio",
            flag="--aspect-ratio",
            label="Aspect Ratio",
            help="Needed without input images; the empty option follows the first of them.",
            options=(
                Option("", "auto"),
                Option("1:1", "1:1 (2K: 1920x1920 | 4K: 2880x2880)"),
                Option("2:3", "2:3 (2K: 1566x2349 | 4K: 2349x3523)"),
                Option("3:2", "3:2 (2K: 2349x1566 | 4K: 3523x2349)"),
                Option("3:4", "3:4 (2K: 1664x2218 | 4K: 2496x3328)"),
                Option("4:3", "4:3 (2K: 2218x1664 | 4K: 3328x2496)"),
                Option("4:5", "4:5 (2K: 1713x2141 | 4K: 2571x3213)"),
                Option("5:4", "5:4 (2K: 2141x1713 | 4K: 3213x2571)"),
                Option("16:9", "16:9 (2K: 2560x1440 | 4K: 3840x2160)"),
                Option("9:16", "9:16 (2K: 1440x2560 | 4K: 2160x3840)"),
                Option("21:9", "21:9 (2K: 2782x1192 | 4K: 4176x1789)"),
                Option("9:21", "9:21 (2K: 1192x2782 | 4K: 1789x4176)"),
            ),
        ),
        Integer(
            wire_name="maxImages",
            name="max_images",
            flag="--max-images",
            label="Most images",
            help="Limit to what the prompt asks for; with the input images no more than 15.",
            required=True,
            minimum=1,
            maximum=15,
        ),
        Switch(
            wire_name="watermark",
            name="watermark",
            flag="--watermark",
            label="Watermark",
            help="Adds a watermark.",
            required=True,
            options=(Option(True, wire="true"), Option(False, wire="false")),
        ),
    )

"""The request for `wiro/virtual-try-on`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Option, Select, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualTryOn(Request):
    """A request for `wiro/virtual-try-on`.

    Shows a person in other clothes, as a picture, a short video or both.

    Wiro writes its name `wiro/Virtual Try-On`.
    """

    MODEL = "wiro/virtual-try-on"
    RUN_PATH = "wiro/Virtual Try-On"

    input_image_human: FileLike | Sequence[FileLike]
    """`inputImageHuman`: Human Image.

    The person to dress, in one photo.

    Required.
    """

    input_image_clothes: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImageClothes`: Garment Images.

    Up to two pictures of clothes or accessories.
    """

    style: Literal["virtual-try-on", "studio", "indoor", "outdoor"] | Unset = (
        "virtual-try-on"
    )
    """`style`: Photography Style.

    Surroundings and manner of the picture.

    - 'virtual-try-on': Original scene
    - 'studio': Studio Photography
    - 'indoor': Indoor Lifestyle
    - 'outdoor': Outdoor Location
    """

    pose: Literal["auto", "sitting", "standing", "side-profile"] | Unset = "auto"
    """`pose`: Posture.

    How the person stands or sits.

    - 'auto': Auto (Best for Garment)
    - 'sitting': Sitting
    - 'standing': Standing
    - 'side-profile': Side Profile
    """

    plan: Literal["auto", "headshot", "medium-shot", "wide-shot"] | Unset = "auto"
    """`plan`: Shot Type.

    How much of the person is shown; a headshot leaves out shoes, a medium shot what
    is worn below the waist.

    - 'auto': Auto (Best for Garment)
    - 'headshot': Headshot (Shoulders Up)
    - 'medium-shot': Medium Shot (Waist Up)
    - 'wide-shot': Wide Shot (Full Body)
    """

    output_type: Literal["both", "image", "video"] | Unset = "both"
    """`outputType`: Output Type.

    What is made: a picture, a video or both.

    - 'both': Image & Video
    - 'image': Image
    - 'video': Video
    """

    INPUTS = (
        Files(
            wire_name="inputImageHuman",
            name="input_image_human",
            flag="--input-image-human",
            label="Human Image",
            help="The person to dress, in one photo.",
            required=True,
            many=True,
        ),
        Files(
            wire_name="inputImageClothes",
            name="input_image_clothes",
            flag="--input-image-clothes",
            label="Garment Images",
            help="Up to two pictures of clothes or accessories.",
            many=True,
        ),
        Select(
            wire_name="style",
            name="style",
            flag="--style",
            label="Photography Style",
            help="Surroundings and manner of the picture.",
            options=(
                Option("virtual-try-on", "Original scene"),
                Option("studio", "Studio Photography"),
                Option("indoor", "Indoor Lifestyle"),
                Option("outdoor", "Outdoor Location"),
            ),
        ),
        Select(
            wire_name="pose",
            name="pose",
            flag="--pose",
            label="Posture",
            help="How the person stands or sits.",
            options=(
                Option("auto", "Auto (Best for Garment)"),
                Option("sitting", "Sitting"),
                Option("standing", "Standing"),
                Option("side-profile", "Side Profile"),
            ),
        ),
        Select(
            wire_name="plan",
            name="plan",
            flag="--plan",
            label="Shot Type",
            help="How much of the person is shown; a headshot leaves out shoes, a medium shot what is worn below the waist.",
            options=(
                Option("auto", "Auto (Best for Garment)"),
                Option("headshot", "Headshot (Shoulders Up)"),
                Option("medium-shot", "Medium Shot (Waist Up)"),
                Option("wide-shot", "Wide Shot (Full Body)"),
            ),
        ),
        Select(
            wire_name="outputType",
            name="output_type",
            flag="--output-type",
            label="Output Type",
            help="What is made: a picture, a video or both.",
            options=(
                Option("both", "Image & Video"),
                Option("image", "Image"),
                Option("video", "Video"),
            ),
        ),
    )

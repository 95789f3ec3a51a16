"""The request for `wiro/virtual-try-on`."""

from typing import Literal

from .._runtime.fields import UNSET, FilesLike, Request, Unset, files, request, select


@request("wiro/virtual-try-on", run_path="wiro/Virtual Try-On")
class VirtualTryOn(Request):
    """A request for `wiro/virtual-try-on`.

    Shows a person in other clothes, as a picture, a short video or both.

    Wiro writes its name `wiro/Virtual Try-On`.
    """

    input_image_human: FilesLike = files(
        "inputImageHuman", "--input-image-human", many=True, label="Human Image"
    )
    """The person to dress, in one photo."""

    input_image_clothes: FilesLike | Unset = files(
        "inputImageClothes",
        "--input-image-clothes",
        default=UNSET,
        many=True,
        label="Garment Images",
    )
    """Up to two pictures of clothes or accessories."""

    style: Literal["virtual-try-on", "studio", "indoor", "outdoor"] | Unset = select(
        "style",
        "--style",
        default="virtual-try-on",
        label="Photography Style",
        labels={
            "virtual-try-on": "Original scene",
            "studio": "Studio Photography",
            "indoor": "Indoor Lifestyle",
            "outdoor": "Outdoor Location",
        },
    )
    """Surroundings and manner of the picture."""

    pose: Literal["auto", "sitting", "standing", "side-profile"] | Unset = select(
        "pose",
        "--pose",
        default="auto",
        label="Posture",
        labels={
            "auto": "Auto (Best for Garment)",
            "sitting": "Sitting",
            "standing": "Standing",
            "side-profile": "Side Profile",
        },
    )
    """How the person stands or sits."""

    plan: Literal["auto", "headshot", "medium-shot", "wide-shot"] | Unset = select(
        "plan",
        "--plan",
        default="auto",
        label="Shot Type",
        labels={
            "auto": "Auto (Best for Garment)",
            "headshot": "Headshot (Shoulders Up)",
            "medium-shot": "Medium Shot (Waist Up)",
            "wide-shot": "Wide Shot (Full Body)",
        },
    )
    """How much of the person is shown; a headshot leaves out shoes, a medium shot what
    is worn below the waist.
    """

    output_type: Literal["both", "image", "video"] | Unset = select(
        "outputType",
        "--output-type",
        default="both",
        label="Output Type",
        labels={"both": "Image & Video", "image": "Image", "video": "Video"},
    )
    """What is made: a picture, a video or both."""

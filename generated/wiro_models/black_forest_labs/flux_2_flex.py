"""The request for `black-forest-labs/flux-2-flex`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
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


@request("black-forest-labs/flux-2-flex")
class Flux2Flex(Request):
    """A request for `black-forest-labs/flux-2-flex`.

    FLUX.2 [flex].

    The FLUX.2 of Black Forest Labs with its dials exposed: speed against detail,
    freedom against the letter of the prompt. Edits up to eight images.
    """

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Input Image"
    )
    """Up to eight images to work from."""

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="Put the vase from image 2 on the table in image 1.",
        label="Prompt",
    )
    """What to paint, or how to combine the images."""

    width: int | Unset = integer(
        "width",
        "--width",
        default=1024,
        minimum=0,
        maximum=2048,
        step=16,
        label="Width",
    )
    """Width in pixels, 64 or more; 0 keeps that of the input image."""

    height: int | Unset = integer(
        "height",
        "--height",
        default=1024,
        minimum=0,
        maximum=2048,
        step=16,
        label="Height",
    )
    """Height in pixels, 64 or more; 0 keeps that of the input image."""

    safety_tolerance: float | Unset = number(
        "safetyTolerance",
        "--safety-tolerance",
        default=2.0,
        minimum=0,
        maximum=5,
        label="Safety Tolerance",
    )
    """From 0, the strictest moderation, to 5, the most lenient."""

    seed: int | Unset = integer(
        "seed", "--seed", default=123, minimum=0, maximum=9999999, label="Seed"
    )
    """The same seed and inputs give the same image again."""

    guidance: float | Unset = number(
        "guidance",
        "--guidance",
        default=UNSET,
        minimum=1.5,
        maximum=10,
        as_text=True,
        label="Guidance",
    )
    """How literally the prompt is taken: a number from 1.5 to 10, usually 4.5."""

    steps: int | Unset = integer(
        "steps", "--steps", default=50, minimum=1, maximum=50, label="Steps"
    )
    """More steps take longer and show more detail."""

    output_format: Literal["jpeg", "png"] | Unset = select(
        "outputFormat",
        "--output-format",
        default="png",
        label="Output Format",
        labels={"jpeg": "JPEG", "png": "PNG"},
    )
    """File format of the image."""

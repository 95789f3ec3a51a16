"""The request for `black-forest-labs/flux-2-flex`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Integer, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Flux2Flex(Request):
    """A request for `black-forest-labs/flux-2-flex`.

    FLUX.2 [flex].

    The FLUX.2 of Black Forest Labs with its dials exposed: speed against detail,
    freedom against the letter of the prompt. Edits up to eight images.
    """

    MODEL = "black-forest-labs/flux-2-flex"
    RUN_PATH = "black-forest-labs/flux-2-flex"

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Input Image.

    Up to eight images to work from.
    """

    prompt: str
    """`prompt`.

    What to paint, or how to combine the images.

    Required.

    For example: Put the vase from image 2 on the table in image 1.
    """

    width: int | Unset = 1024
    """`width`.

    Width in pixels, 64 or more; 0 keeps that of the input image.

    From 0 to 2048, in steps of 16.
    """

    height: int | Unset = 1024
    """`height`.

    Height in pixels, 64 or more; 0 keeps that of the input image.

    From 0 to 2048, in steps of 16.
    """

    safety_tolerance: float | Unset = 2.0
    """`safetyTolerance`: Safety Tolerance.

    From 0, the strictest moderation, to 5, the most lenient.

    From 0 to 5.
    """

    seed: int | Unset = 123
    """`seed`.

    The same seed and inputs give the same image again.

    From 0 to 9999999.
    """

    guidance: float | Unset = UNSET
    """`guidance`.

    How literally the prompt is taken: a number from 1.5 to 10, usually 4.5.

    From 1.5 to 10.
    """

    steps: int | Unset = 50
    """`steps`.

    More steps take longer and show more detail.

    From 1 to 50.
    """

    output_format: Literal["jpeg", "png"] | Unset = "png"
    """`outputFormat`: Output Format.

    File format of the image.

    - 'jpeg': JPEG
    - 'png': PNG
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="Up to eight images to work from.",
            many=True,
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What to paint, or how to combine the images.",
            required=True,
        ),
        Integer(
            wire_name="width",
            name="width",
            flag="--width",
            label="Width",
            help="Width in pixels, 64 or more; 0 keeps that of the input image.",
            minimum=0,
            maximum=2048,
            step=16,
        ),
        Integer(
            wire_name="height",
            name="height",
            flag="--height",
            label="Height",
            help="Height in pixels, 64 or more; 0 keeps that of the input image.",
            minimum=0,
            maximum=2048,
            step=16,
        ),
        Float(
            wire_name="safetyTolerance",
            name="safety_tolerance",
            flag="--safety-tolerance",
            label="Safety Tolerance",
            help="From 0, the strictest moderation, to 5, the most lenient.",
            minimum=0,
            maximum=5,
        ),
        Integer(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="The same seed and inputs give the same image again.",
            minimum=0,
            maximum=9999999,
        ),
        Float(
            wire_name="guidance",
            name="guidance",
            flag="--guidance",
            label="Guidance",
            help="How literally the prompt is taken: a number from 1.5 to 10, usually 4.5.",
            minimum=1.5,
            maximum=10,
            as_text=True,
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="Steps",
            help="More steps take longer and show more detail.",
            minimum=1,
            maximum=50,
        ),
        Select(
            wire_name="outputFormat",
            name="output_format",
            flag="--output-format",
            label="Output Format",
            help="File format of the image.",
            options=(Option("jpeg", "JPEG"), Option("png", "PNG")),
        ),
    )

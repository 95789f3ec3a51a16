"""The request for `wiro/flux-2-dev`."""

from collections.abc import Sequence
from dataclasses import dataclass

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Integer, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Flux2Dev(Request):
    """A request for `wiro/flux-2-dev`.

    FLUX.2 [dev].

    Open-weight FLUX.2 with 32 billion parameters: paints, edits and merges images.

    Wiro writes its name `wiro/FLUX.2-dev`.
    """

    MODEL = "wiro/flux-2-dev"
    RUN_PATH = "wiro/FLUX.2-dev"

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Input Image.

    Images to edit or combine, numbered as the prompt calls them.
    """

    prompt: str
    """`prompt`.

    Required.

    For example: A red kite above a harbour, seen from the pier.
    """

    steps: int | Unset = 15
    """`steps`: inferencesteps.

    From 1 to 50.
    """

    scale: float | Unset = UNSET
    """`scale`: guidancescale."""

    samples: int | Unset = 1
    """`samples`.

    How many images to make.

    From 1 to 8.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    For example: 0
    """

    width: int | Unset = 1024
    """`width`.

    From 0 to 2048.
    """

    height: int | Unset = 1024
    """`height`.

    From 0 to 2048.
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="Images to edit or combine, numbered as the prompt calls them.",
            many=True,
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="prompt",
            help="prompt-help",
            required=True,
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="inferencesteps",
            help="inferencesteps-help",
            minimum=1,
            maximum=50,
        ),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            label="guidancescale",
            help="guidancescale-help",
            as_text=True,
        ),
        Integer(
            wire_name="samples",
            name="samples",
            flag="--samples",
            label="Samples",
            help="How many images to make.",
            minimum=1,
            maximum=8,
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="seed",
            help="seed-help",
            numeric=True,
            min_length=0,
            max_length=9999999999,
        ),
        Integer(
            wire_name="width",
            name="width",
            flag="--width",
            label="width",
            help="width-help",
            minimum=0,
            maximum=2048,
        ),
        Integer(
            wire_name="height",
            name="height",
            flag="--height",
            label="height",
            help="height-help",
            minimum=0,
            maximum=2048,
        ),
    )

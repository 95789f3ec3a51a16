"""The request for `wiro/avatarmotion`."""

from collections.abc import Sequence
from dataclasses import dataclass

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatarmotion(Request):
    """A request for `wiro/avatarmotion`.

    Makes a figure of the person in a photo and lets it move.

    Wiro writes its name `wiro/AvatarMotion`.
    """

    MODEL = "wiro/avatarmotion"
    RUN_PATH = "wiro/avatarmotion"

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Input Image.

    Photo of the person.

    For example: input-man-3.jpg
    """

    effect_type: str | Unset = "3d_figure_smashing"
    """`effectType`: Effect Type.

    What the figure does.
    """

    output_type: str | Unset = "both"
    """`outputType`: Output Type.

    What is made: a picture, a video or both.
    """

    seed: str | int | Unset = "42"
    """`seed`."""

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="Photo of the person.",
            many=True,
        ),
        Text(
            wire_name="effectType",
            name="effect_type",
            flag="--effect-type",
            label="Effect Type",
            help="What the figure does.",
        ),
        Text(
            wire_name="outputType",
            name="output_type",
            flag="--output-type",
            label="Output Type",
            help="What is made: a picture, a video or both.",
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="seed",
            help="seed-help",
            numeric=True,
        ),
    )

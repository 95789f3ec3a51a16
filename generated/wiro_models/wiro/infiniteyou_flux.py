"""The request for `wiro/infiniteyou-flux`."""

from dataclasses import dataclass

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Integer, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class InfiniteyouFlux(Request):
    """A request for `wiro/infiniteyou-flux`.

    InfiniteYou.

    Puts the person of a portrait into new scenes and keeps the face.

    Wiro writes its name `wiro/InfiniteYou-flux`.
    """

    MODEL = "wiro/infiniteyou-flux"
    RUN_PATH = "wiro/InfiniteYou-flux"

    input_image: FileLike | Unset = UNSET
    """`inputImage`: Portrait.

    Photo of the face to keep.

    URLs go into `inputImageUrl`: Portrait URL.
    """

    prompt: str
    """`prompt`.

    Where the person is and what they do.

    Required.

    For example: a woman reading on a night train
    """

    steps: int | Unset = 30
    """`steps`.

    More steps take longer and show more detail.

    From 1 to 100.
    """

    scale: float | Unset = UNSET
    """`scale`: Guidance scale.

    How closely the prompt is followed; a number.
    """

    samples: int | Unset = 1
    """`samples`.

    How many images to make.

    From 1 to 8.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    The same number gives the same result again.

    For example: 0
    """

    width: int | Unset = 1024
    """`width`.

    Width in pixels.

    From 0 to 4096.
    """

    height: int | Unset = 1024
    """`height`.

    Height in pixels.

    From 0 to 4096.
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Portrait",
            help="Photo of the face to keep.",
            companion="inputImageUrl",
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="Where the person is and what they do.",
            required=True,
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="Steps",
            help="More steps take longer and show more detail.",
            minimum=1,
            maximum=100,
        ),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            label="Guidance scale",
            help="How closely the prompt is followed; a number.",
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
            label="Seed",
            help="The same number gives the same result again.",
            numeric=True,
            min_length=0,
            max_length=4294967294,
        ),
        Integer(
            wire_name="width",
            name="width",
            flag="--width",
            label="Width",
            help="Width in pixels.",
            minimum=0,
            maximum=4096,
        ),
        Integer(
            wire_name="height",
            name="height",
            flag="--height",
            label="Height",
            help="Height in pixels.",
            minimum=0,
            maximum=4096,
        ),
    )

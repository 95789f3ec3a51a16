"""The request for `wiro/infiniteyou-flux`."""

from .._runtime.fields import (
    UNSET,
    FileLike,
    Request,
    Unset,
    files,
    integer,
    number,
    request,
    text,
)


@request("wiro/infiniteyou-flux", run_path="wiro/InfiniteYou-flux")
class InfiniteyouFlux(Request):
    """A request for `wiro/infiniteyou-flux`.

    InfiniteYou.

    Puts the person of a portrait into new scenes and keeps the face.

    Wiro writes its name `wiro/InfiniteYou-flux`.
    """

    input_image: FileLike | Unset = files(
        "inputImage",
        "--input-image",
        default=UNSET,
        companion="inputImageUrl",
        companion_label="Portrait URL",
        label="Portrait",
    )
    """Photo of the face to keep."""

    prompt: str = text(
        "prompt", "--prompt", sample="a woman reading on a night train", label="Prompt"
    )
    """Where the person is and what they do."""

    steps: int | Unset = integer(
        "steps", "--steps", default=30, minimum=1, maximum=100, label="Steps"
    )
    """More steps take longer and show more detail."""

    scale: float | Unset = number(
        "scale", "--scale", default=UNSET, as_text=True, label="Guidance scale"
    )
    """How closely the prompt is followed; a number."""

    samples: int | Unset = integer(
        "samples", "--samples", default=1, minimum=1, maximum=8, label="Samples"
    )
    """How many images to make."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=4294967294,
        sample="0",
        label="Seed",
    )
    """The same number gives the same result again."""

    width: int | Unset = integer(
        "width", "--width", default=1024, minimum=0, maximum=4096, label="Width"
    )
    """Width in pixels."""

    height: int | Unset = integer(
        "height", "--height", default=1024, minimum=0, maximum=4096, label="Height"
    )
    """Height in pixels."""

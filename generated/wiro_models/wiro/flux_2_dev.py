"""The request for `wiro/flux-2-dev`."""

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    number,
    request,
    text,
)


@request("wiro/flux-2-dev", run_path="wiro/FLUX.2-dev")
class Flux2Dev(Request):
    """A request for `wiro/flux-2-dev`.

    FLUX.2 [dev].

    Open-weight FLUX.2 with 32 billion parameters: paints, edits and merges images.

    Wiro writes its name `wiro/FLUX.2-dev`.
    """

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Input Image"
    )
    """Images to edit or combine, numbered as the prompt calls them."""

    prompt: str = text(
        "prompt", "--prompt", sample="A red kite above a harbour, seen from the pier."
    )

    steps: int | Unset = integer("steps", "--steps", default=15, minimum=1, maximum=50)

    scale: float | Unset = number("scale", "--scale", default=UNSET, as_text=True)

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
        max_length=9999999999,
        sample="0",
    )

    width: int | Unset = integer(
        "width", "--width", default=1024, minimum=0, maximum=2048
    )

    height: int | Unset = integer(
        "height", "--height", default=1024, minimum=0, maximum=2048
    )

"""The request for `acme/every-kind`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FileLike,
    FilesLike,
    Request,
    Unset,
    file_url,
    files,
    integer,
    number,
    request,
    select,
    switch,
    text,
)


@request("acme/every-kind")
class EveryKind(Request):
    """A request for `acme/every-kind`.

    Every kind of input.

    One input of each kind, and none that says {{ nothing }}.
    """

    prompt: str = text("prompt", "--prompt", label="Prompt")
    """What to paint."""

    seed: str | int | Unset = text("seed", "--seed", default="42", numeric=True)

    steps: int | Unset = integer("steps", "--steps", default=20, minimum=1, maximum=50)

    scale: float | Unset = number(
        "scale", "--scale", default=7.5, minimum=0.5, maximum=20, step=0.5, as_text=True
    )

    strength: float = number("strength", "--strength")

    style: Literal["900", "1049"] | Unset = select(
        "style",
        "--style",
        default="900",
        labels={"900": "Sinatra", "1049": "Purple; for anime"},
    )

    duration: Literal[5, 10] | Unset = select(
        "duration", "--duration", default=5, labels={10: "10 seconds"}
    )

    sound: bool | Unset = switch("sound", "--sound", default=False, on="on", off="off")

    tiled: bool | Unset = switch("tiled", "--tiled", default=True)

    input_image: FileLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, companion="inputImageUrl"
    )

    images: FilesLike = files("images", "--images", many=True)

    mask_url: FileLike | Unset = file_url("maskUrl", "--mask-url", default=UNSET)

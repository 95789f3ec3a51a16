"""A request class with an input of every kind that a request can send."""

from decimal import Decimal

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
    switch,
    text,
)
from .._runtime.prices import Price, Prices


@request(
    "wiro/portrait-2-0",
    run_path="wiro/Portrait 2.0",
    prices=Prices(
        table=(
            Price(method="cpr", price=Decimal("0.04")),
            Price(method="cps", price=Decimal("0.001"), inputs=(("steps", "50"),)),
        ),
    ),
)
class Portrait(Request):
    """A model whose raw slug has capitals, a blank and a dot."""

    prompt: str = text("prompt", "--prompt")
    steps: int | Unset = integer("steps", "--steps", default=UNSET)
    scale: float | Unset = number("scale", "--scale", default=UNSET, as_text=True)
    weight: float | Unset = number("weight", "--weight", default=UNSET)
    watermark: bool | Unset = switch("watermark", "--watermark", default=UNSET)
    input_image_url: FileLike | Unset = file_url(
        "inputImageUrl", "--face", default=UNSET
    )
    input_image: FileLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, companion="inputImageUrl2"
    )
    poses: FilesLike | Unset = files(
        "poses", "--poses", default=UNSET, many=True, companion="posesUrl"
    )
    clips: FilesLike | Unset = files("clips", "--clips", default=UNSET, many=True)

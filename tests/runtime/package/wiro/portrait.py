"""A request class with an input of every kind that a request can send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .._runtime.files import FileLike
from .._runtime.inputs import (
    UNSET,
    Files,
    FileUrl,
    Float,
    Integer,
    Option,
    Switch,
    Text,
    Unset,
)
from .._runtime.prices import Price, Prices
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait(Request):
    """A model whose raw slug has capitals, a blank and a dot."""

    MODEL = "wiro/portrait-2-0"
    RUN_PATH = "wiro/Portrait 2.0"
    INPUTS = (
        Text(wire_name="prompt", name="prompt", flag="--prompt", required=True),
        Integer(wire_name="steps", name="steps", flag="--steps"),
        Float(wire_name="scale", name="scale", flag="--scale", as_text=True),
        Float(wire_name="weight", name="weight", flag="--weight"),
        Switch(
            wire_name="watermark",
            name="watermark",
            flag="--watermark",
            options=(Option(value=True), Option(value=False)),
        ),
        FileUrl(wire_name="inputImageUrl", name="input_image_url", flag="--face"),
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            companion="inputImageUrl2",
        ),
        Files(
            wire_name="poses",
            name="poses",
            flag="--poses",
            many=True,
            companion="posesUrl",
        ),
        Files(wire_name="clips", name="clips", flag="--clips", many=True),
    )

    prompt: str
    steps: int | Unset = UNSET
    scale: float | Unset = UNSET
    weight: float | Unset = UNSET
    watermark: bool | Unset = UNSET
    input_image_url: FileLike | Unset = UNSET
    input_image: FileLike | Unset = UNSET
    poses: FileLike | Sequence[FileLike] | Unset = UNSET
    clips: FileLike | Sequence[FileLike] | Unset = UNSET

    PRICES = Prices(
        table=(
            Price(method="cpr", price=Decimal("0.04")),
            Price(method="cps", price=Decimal("0.001"), inputs=(("steps", "50"),)),
        ),
    )

"""The request for `acme/every-kind`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import (
    UNSET,
    FileUrl,
    Files,
    Float,
    Integer,
    Option,
    Select,
    Switch,
    Text,
    Unset,
)
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryKind(Request):
    """A request for `acme/every-kind`.

    Every kind of input.

    One input of each kind, and none that says {{ nothing }}.
    """

    MODEL = "acme/every-kind"
    RUN_PATH = "acme/every-kind"

    prompt: str
    """`prompt`.

    What to paint.

    Required.
    """

    seed: str | int | Unset = "42"
    """`seed`."""

    steps: int | Unset = 20
    """`steps`.

    From 1 to 50.
    """

    scale: float | Unset = 7.5
    """`scale`.

    From 0.5 to 20, in steps of 0.5.
    """

    strength: float
    """`strength`.

    Required.
    """

    style: Literal["900", "1049"] | Unset = "900"
    """`style`.

    - '900': Sinatra
    - '1049': Purple; for anime
    """

    duration: Literal[5, 10] | Unset = 5
    """`duration`.

    - 10: 10 seconds
    """

    sound: bool | Unset = False
    """`sound`."""

    tiled: bool | Unset = True
    """`tiled`."""

    input_image: FileLike | Unset = UNSET
    """`inputImage`.

    URLs go into `inputImageUrl`.
    """

    images: FileLike | Sequence[FileLike]
    """`images`.

    Required.
    """

    mask_url: FileLike | Unset = UNSET
    """`maskUrl`."""

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What to paint.",
            required=True,
        ),
        Text(wire_name="seed", name="seed", flag="--seed", numeric=True),
        Integer(wire_name="steps", name="steps", flag="--steps", minimum=1, maximum=50),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            minimum=0.5,
            maximum=20,
            step=0.5,
            as_text=True,
        ),
        Float(wire_name="strength", name="strength", flag="--strength", required=True),
        Select(
            wire_name="style",
            name="style",
            flag="--style",
            options=(Option("900", "Sinatra"), Option("1049", "Purple; for anime")),
        ),
        Select(
            wire_name="duration",
            name="duration",
            flag="--duration",
            options=(Option(5, wire="5"), Option(10, "10 seconds", wire="10")),
        ),
        Switch(
            wire_name="sound",
            name="sound",
            flag="--sound",
            options=(Option(True, wire="on"), Option(False, wire="off")),
        ),
        Switch(
            wire_name="tiled",
            name="tiled",
            flag="--tiled",
            options=(Option(True), Option(False)),
        ),
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            companion="inputImageUrl",
        ),
        Files(
            wire_name="images",
            name="images",
            flag="--images",
            required=True,
            many=True,
        ),
        FileUrl(wire_name="maskUrl", name="mask_url", flag="--mask-url"),
    )

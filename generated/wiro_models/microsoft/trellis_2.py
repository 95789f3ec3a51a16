"""The request for `microsoft/trellis-2`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    number,
    request,
    select,
    text,
)


@request("microsoft/trellis-2", run_path="microsoft/Trellis-2")
class Trellis2(Request):
    """A request for `microsoft/trellis-2`.

    TRELLIS.2.

    Microsoft's model that makes a textured mesh (GLB) of the thing in a picture.

    Wiro writes its name `microsoft/Trellis-2`.
    """

    input_image: FilesLike = files(
        "inputImage", "--input-image", many=True, label="Input Image"
    )
    """Picture of the thing; its background is cut away."""

    pipeline_type: Literal["512", "1024_cascade", "1536_cascade"] | Unset = select(
        "pipeline_type",
        "--pipeline-type",
        default="1024_cascade",
        label="Resolution",
        labels={"1024_cascade": "1024", "1536_cascade": "1536"},
    )
    """Fineness of the shape: 512 is quick, 1536 is fine."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=2147483647,
        sample="0",
        label="Seed",
    )
    """A whole number; 0 picks one at random."""

    texture_size: Literal[1024, 2048, 4096, 8192] | Unset = select(
        "texture_size", "--texture-size", default=4096, label="Texture Size"
    )
    """Width of the texture in pixels."""

    decimation_target: int | Unset = integer(
        "decimation_target",
        "--decimation-target",
        default=1000000,
        minimum=10000,
        maximum=2000000,
        step=10,
        label="Decimation Target",
    )
    """How many faces the mesh keeps; more of them take longer and make the file
    larger.
    """

    ss_steps: int | Unset = integer(
        "ss_steps",
        "--ss-steps",
        default=12,
        minimum=1,
        maximum=50,
        label="Sparse Structure Steps",
    )
    """Steps for the coarse shape."""

    ss_guidance_strength: float | Unset = number(
        "ss_guidance_strength",
        "--ss-guidance-strength",
        default=UNSET,
        as_text=True,
        label="Sparse Structure Guidance Strength",
    )
    """How closely the coarse shape follows the picture; a number."""

    ss_guidance_rescale: float | Unset = number(
        "ss_guidance_rescale",
        "--ss-guidance-rescale",
        default=UNSET,
        minimum=0,
        maximum=1,
        as_text=True,
        label="Sparse Structure Guidance Rescale",
    )
    """Tones down what strong guidance overdoes: 0 not at all, 1 fully."""

    ss_rescale_t: float | Unset = number(
        "ss_rescale_t",
        "--ss-rescale-t",
        default=UNSET,
        as_text=True,
        label="Sparse Structure Rescale T",
    )
    """A higher number gives early steps of the coarse shape more time."""

    shape_steps: int | Unset = integer(
        "shape_steps",
        "--shape-steps",
        default=12,
        minimum=1,
        maximum=50,
        label="Shape Slat Steps",
    )
    """Steps for the fine shape."""

    shape_guidance_strength: float | Unset = number(
        "shape_guidance_strength",
        "--shape-guidance-strength",
        default=UNSET,
        as_text=True,
        label="Shape Slat Strength",
    )
    """How closely the fine shape follows the picture; a number."""

    shape_guidance_rescale: float | Unset = number(
        "shape_guidance_rescale",
        "--shape-guidance-rescale",
        default=UNSET,
        minimum=0,
        maximum=1,
        as_text=True,
        label="Shape Slat Rescale",
    )
    """Tones down what strong guidance overdoes: 0 not at all, 1 fully."""

    shape_rescale_t: float | Unset = number(
        "shape_rescale_t",
        "--shape-rescale-t",
        default=UNSET,
        as_text=True,
        label="Shape Slat Rescale T",
    )
    """A higher number gives early steps of the fine shape more time."""

    tex_steps: int | Unset = integer(
        "tex_steps",
        "--tex-steps",
        default=12,
        minimum=1,
        maximum=50,
        label="Tex Slat Steps",
    )
    """Steps for the texture."""

    tex_guidance_strength: float | Unset = number(
        "tex_guidance_strength",
        "--tex-guidance-strength",
        default=UNSET,
        as_text=True,
        label="Tex Slat Guidance Strength",
    )
    """How closely the texture follows the picture; at 1.0 it is free, which mostly
    looks best.
    """

    tex_guidance_rescale: float | Unset = number(
        "tex_guidance_rescale",
        "--tex-guidance-rescale",
        default=UNSET,
        minimum=0,
        maximum=1,
        as_text=True,
        label="Tex Slat Guidance Rescale",
    )
    """Tones down what strong guidance overdoes: 0 not at all, 1 fully."""

    tex_rescale_t: float | Unset = number(
        "tex_rescale_t",
        "--tex-rescale-t",
        default=UNSET,
        as_text=True,
        label="Tex Slat Rescale T",
    )
    """A higher number gives early steps of the texture more time."""

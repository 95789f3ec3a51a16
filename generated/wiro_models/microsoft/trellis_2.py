"""The request for `microsoft/trellis-2`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Integer, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Trellis2(Request):
    """A request for `microsoft/trellis-2`.

    TRELLIS.2.

    Microsoft's model that makes a textured mesh (GLB) of the thing in a picture.

    Wiro writes its name `microsoft/Trellis-2`.
    """

    MODEL = "microsoft/trellis-2"
    RUN_PATH = "microsoft/Trellis-2"

    input_image: FileLike | Sequence[FileLike]
    """`inputImage`: Input Image.

    Picture of the thing; its background is cut away.

    Required.
    """

    pipeline_type: Literal["512", "1024_cascade", "1536_cascade"] | Unset = (
        "1024_cascade"
    )
    """`pipeline_type`: Resolution.

    Fineness of the shape: 512 is quick, 1536 is fine.

    - '1024_cascade': 1024
    - '1536_cascade': 1536
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    A whole number; 0 picks one at random.

    For example: 0
    """

    texture_size: Literal[1024, 2048, 4096, 8192] | Unset = 4096
    """`texture_size`: Texture Size.

    Width of the texture in pixels.
    """

    decimation_target: int | Unset = 1000000
    """`decimation_target`: Decimation Target.

    How many faces the mesh keeps; more of them take longer and make the file
    larger.

    From 10000 to 2000000, in steps of 10.
    """

    ss_steps: int | Unset = 12
    """`ss_steps`: Sparse Structure Steps.

    Steps for the coarse shape.

    From 1 to 50.
    """

    ss_guidance_strength: float | Unset = UNSET
    """`ss_guidance_strength`: Sparse Structure Guidance Strength.

    How closely the coarse shape follows the picture; a number.
    """

    ss_guidance_rescale: float | Unset = UNSET
    """`ss_guidance_rescale`: Sparse Structure Guidance Rescale.

    Tones down what strong guidance overdoes: 0 not at all, 1 fully.

    From 0 to 1.
    """

    ss_rescale_t: float | Unset = UNSET
    """`ss_rescale_t`: Sparse Structure Rescale T.

    A higher number gives early steps of the coarse shape more time.
    """

    shape_steps: int | Unset = 12
    """`shape_steps`: Shape Slat Steps.

    Steps for the fine shape.

    From 1 to 50.
    """

    shape_guidance_strength: float | Unset = UNSET
    """`shape_guidance_strength`: Shape Slat Strength.

    How closely the fine shape follows the picture; a number.
    """

    shape_guidance_rescale: float | Unset = UNSET
    """`shape_guidance_rescale`: Shape Slat Rescale.

    Tones down what strong guidance overdoes: 0 not at all, 1 fully.

    From 0 to 1.
    """

    shape_rescale_t: float | Unset = UNSET
    """`shape_rescale_t`: Shape Slat Rescale T.

    A higher number gives early steps of the fine shape more time.
    """

    tex_steps: int | Unset = 12
    """`tex_steps`: Tex Slat Steps.

    Steps for the texture.

    From 1 to 50.
    """

    tex_guidance_strength: float | Unset = UNSET
    """`tex_guidance_strength`: Tex Slat Guidance Strength.

    How closely the texture follows the picture; at 1.0 it is free, which mostly
    looks best.
    """

    tex_guidance_rescale: float | Unset = UNSET
    """`tex_guidance_rescale`: Tex Slat Guidance Rescale.

    Tones down what strong guidance overdoes: 0 not at all, 1 fully.

    From 0 to 1.
    """

    tex_rescale_t: float | Unset = UNSET
    """`tex_rescale_t`: Tex Slat Rescale T.

    A higher number gives early steps of the texture more time.
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="Picture of the thing; its background is cut away.",
            required=True,
            many=True,
        ),
        Select(
            wire_name="pipeline_type",
            name="pipeline_type",
            flag="--pipeline-type",
            label="Resolution",
            help="Fineness of the shape: 512 is quick, 1536 is fine.",
            options=(
                Option("512"),
                Option("1024_cascade", "1024"),
                Option("1536_cascade", "1536"),
            ),
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="A whole number; 0 picks one at random.",
            numeric=True,
            min_length=0,
            max_length=2147483647,
        ),
        Select(
            wire_name="texture_size",
            name="texture_size",
            flag="--texture-size",
            label="Texture Size",
            help="Width of the texture in pixels.",
            options=(
                Option(1024, wire="1024"),
                Option(2048, wire="2048"),
                Option(4096, wire="4096"),
                Option(8192, wire="8192"),
            ),
        ),
        Integer(
            wire_name="decimation_target",
            name="decimation_target",
            flag="--decimation-target",
            label="Decimation Target",
            help="How many faces the mesh keeps; more of them take longer and make the file larger.",
            minimum=10000,
            maximum=2000000,
            step=10,
        ),
        Integer(
            wire_name="ss_steps",
            name="ss_steps",
            flag="--ss-steps",
            label="Sparse Structure Steps",
            help="Steps for the coarse shape.",
            minimum=1,
            maximum=50,
        ),
        Float(
            wire_name="ss_guidance_strength",
            name="ss_guidance_strength",
            flag="--ss-guidance-strength",
            label="Sparse Structure Guidance Strength",
            help="How closely the coarse shape follows the picture; a number.",
            as_text=True,
        ),
        Float(
            wire_name="ss_guidance_rescale",
            name="ss_guidance_rescale",
            flag="--ss-guidance-rescale",
            label="Sparse Structure Guidance Rescale",
            help="Tones down what strong guidance overdoes: 0 not at all, 1 fully.",
            minimum=0,
            maximum=1,
            as_text=True,
        ),
        Float(
            wire_name="ss_rescale_t",
            name="ss_rescale_t",
            flag="--ss-rescale-t",
            label="Sparse Structure Rescale T",
            help="A higher number gives early steps of the coarse shape more time.",
            as_text=True,
        ),
        Integer(
            wire_name="shape_steps",
            name="shape_steps",
            flag="--shape-steps",
            label="Shape Slat Steps",
            help="Steps for the fine shape.",
            minimum=1,
            maximum=50,
        ),
        Float(
            wire_name="shape_guidance_strength",
            name="shape_guidance_strength",
            flag="--shape-guidance-strength",
            label="Shape Slat Strength",
            help="How closely the fine shape follows the picture; a number.",
            as_text=True,
        ),
        Float(
            wire_name="shape_guidance_rescale",
            name="shape_guidance_rescale",
            flag="--shape-guidance-rescale",
            label="Shape Slat Rescale",
            help="Tones down what strong guidance overdoes: 0 not at all, 1 fully.",
            minimum=0,
            maximum=1,
            as_text=True,
        ),
        Float(
            wire_name="shape_rescale_t",
            name="shape_rescale_t",
            flag="--shape-rescale-t",
            label="Shape Slat Rescale T",
            help="A higher number gives early steps of the fine shape more time.",
            as_text=True,
        ),
        Integer(
            wire_name="tex_steps",
            name="tex_steps",
            flag="--tex-steps",
            label="Tex Slat Steps",
            help="Steps for the texture.",
            minimum=1,
            maximum=50,
        ),
        Float(
            wire_name="tex_guidance_strength",
            name="tex_guidance_strength",
            flag="--tex-guidance-strength",
            label="Tex Slat Guidance Strength",
            help="How closely the texture follows the picture; at 1.0 it is free, which mostly looks best.",
            as_text=True,
        ),
        Float(
            wire_name="tex_guidance_rescale",
            name="tex_guidance_rescale",
            flag="--tex-guidance-rescale",
            label="Tex Slat Guidance Rescale",
            help="Tones down what strong guidance overdoes: 0 not at all, 1 fully.",
            minimum=0,
            maximum=1,
            as_text=True,
        ),
        Float(
            wire_name="tex_rescale_t",
            name="tex_rescale_t",
            flag="--tex-rescale-t",
            label="Tex Slat Rescale T",
            help="A higher number gives early steps of the texture more time.",
            as_text=True,
        ),
    )

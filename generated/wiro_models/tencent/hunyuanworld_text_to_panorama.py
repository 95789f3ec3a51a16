"""The request for `tencent/hunyuanworld-text-to-panorama`."""

from dataclasses import dataclass

from .._runtime.inputs import UNSET, Float, Integer, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class HunyuanworldTextToPanorama(Request):
    """A request for `tencent/hunyuanworld-text-to-panorama`.

    HunyuanWorld 1.0 Panorama.

    Paints a panorama that surrounds the viewer from a description, the first half
    of HunyuanWorld.

    Wiro writes its name `tencent/HunyuanWorld-text-to-panorama`.
    """

    MODEL = "tencent/hunyuanworld-text-to-panorama"
    RUN_PATH = "tencent/HunyuanWorld-text-to-panorama"

    prompt: str
    """`prompt`.

    Required.

    For example: A lighthouse on a rocky coast, wide evening sky.
    """

    negative_prompt: str | Unset = UNSET
    """`negativePrompt`.

    What should not be seen.
    """

    steps: int | Unset = 40
    """`steps`: inferencesteps.

    From 1 to 500.
    """

    scale: float | Unset = UNSET
    """`scale`: guidancescale."""

    blend_extend: int | Unset = 6
    """`blendExtend`: Blend Extend.

    How far neighbouring parts are blended into each other.

    From 1 to 10.
    """

    cfg_scale: float | Unset = UNSET
    """`cfgScale`: Cfg Scale.

    How closely the prompt is followed; a number.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    A whole number; 0 picks one at random.

    For example: 0
    """

    width: int | Unset = 1920
    """`width`.

    From 0 to 2048.
    """

    height: int | Unset = 960
    """`height`.

    From 0 to 2048.
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="prompt",
            help="prompt-help",
            required=True,
        ),
        Text(
            wire_name="negativePrompt",
            name="negative_prompt",
            flag="--negative-prompt",
            label="negativeprompt",
            help="What should not be seen.",
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="inferencesteps",
            help="inferencesteps-help",
            minimum=1,
            maximum=500,
        ),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            label="guidancescale",
            help="guidancescale-help",
            as_text=True,
        ),
        Integer(
            wire_name="blendExtend",
            name="blend_extend",
            flag="--blend-extend",
            label="Blend Extend",
            help="How far neighbouring parts are blended into each other.",
            minimum=1,
            maximum=10,
        ),
        Float(
            wire_name="cfgScale",
            name="cfg_scale",
            flag="--cfg-scale",
            label="Cfg Scale",
            help="How closely the prompt is followed; a number.",
            as_text=True,
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="A whole number; 0 picks one at random.",
            numeric=True,
            min_length=0,
            max_length=9999999999,
        ),
        Integer(
            wire_name="width",
            name="width",
            flag="--width",
            label="width",
            help="width-help",
            minimum=0,
            maximum=2048,
        ),
        Integer(
            wire_name="height",
            name="height",
            flag="--height",
            label="height",
            help="height-help",
            minimum=0,
            maximum=2048,
        ),
    )

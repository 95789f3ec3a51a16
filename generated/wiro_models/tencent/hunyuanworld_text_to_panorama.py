"""The request for `tencent/hunyuanworld-text-to-panorama`."""

from .._runtime.fields import UNSET, Request, Unset, integer, number, request, text


@request(
    "tencent/hunyuanworld-text-to-panorama",
    run_path="tencent/HunyuanWorld-text-to-panorama",
)
class HunyuanworldTextToPanorama(Request):
    """A request for `tencent/hunyuanworld-text-to-panorama`.

    HunyuanWorld 1.0 Panorama.

    Paints a panorama that surrounds the viewer from a description, the first half
    of HunyuanWorld.

    Wiro writes its name `tencent/HunyuanWorld-text-to-panorama`.
    """

    prompt: str = text(
        "prompt", "--prompt", sample="A lighthouse on a rocky coast, wide evening sky."
    )

    negative_prompt: str | Unset = text(
        "negativePrompt", "--negative-prompt", default=UNSET, label="negativeprompt"
    )
    """What should not be seen."""

    steps: int | Unset = integer("steps", "--steps", default=40, minimum=1, maximum=500)

    scale: float | Unset = number("scale", "--scale", default=UNSET, as_text=True)

    blend_extend: int | Unset = integer(
        "blendExtend",
        "--blend-extend",
        default=6,
        minimum=1,
        maximum=10,
        label="Blend Extend",
    )
    """How far neighbouring parts are blended into each other."""

    cfg_scale: float | Unset = number(
        "cfgScale", "--cfg-scale", default=UNSET, as_text=True, label="Cfg Scale"
    )
    """How closely the prompt is followed; a number."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=9999999999,
        sample="0",
        label="Seed",
    )
    """A whole number; 0 picks one at random."""

    width: int | Unset = integer(
        "width", "--width", default=1920, minimum=0, maximum=2048
    )

    height: int | Unset = integer(
        "height", "--height", default=960, minimum=0, maximum=2048
    )

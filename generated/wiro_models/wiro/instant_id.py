"""The request for `wiro/instant-id`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import (
    UNSET,
    FileUrl,
    Float,
    Integer,
    Option,
    Select,
    Text,
    Unset,
)
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class InstantId(Request):
    """A request for `wiro/instant-id`.

    InstantID is a method to achieve ID-preserving generation with only single
    image.
    """

    MODEL = "wiro/instant-id"
    RUN_PATH = "wiro/instant-id"

    selected_model: Literal["900", "1049", "899", "990", "393"] | Unset = UNSET
    """`selectedModel`: Model.

    The checkpoint that paints; the service chooses one where none is given.

    - '900': sinatra/RDXL-SFW; RDXL SFW
    - '1049': Magenttta/Purple-XL-Anime; Purple XL (Anime)
    - '899': sinatra/Real-Dream-SDXL-Classic; Real Dream SDXL Classic
    - '990': J1B/Jib-Mix-Artful; Jib Mix Artful
    - '393': WarAnakin/Crystal Clear v1.0; A text-to-image model trained on Stable
      Diffusion XL. Whether you want realistic, 3D, semi-realistic, or cartoon-like
      images.
    """

    selected_model_private: str | Unset = UNSET
    """`selectedModelPrivate`: Private model.

    A checkpoint of your own account, by its number.
    """

    input_image_url: FileLike | Unset = UNSET
    """`inputImageUrl`: Portrait.

    A picture of the face that is to be kept.

    For example: input-portrait-2.jpg
    """

    prompt: str
    """`prompt`.

    What to paint.

    Required.

    For example: olympic athlete, standing, wearing olympics uniform, Paris
    background, photorealistic, realistic, embodies the spirit of victory, captured
    by the official Olympic Games photographer 2024, the image is framed through
    photographer Steve McCurry, 2015, used a classic 50mm lens and illuminated by
    the …
    """

    negative_prompt: str | Unset = (
        "(lowres, low quality, worst quality:1.2), (text:1.2), watermark, (frame:1.2), deformed, ugly, deformed eyes, blur, out of focus, blurry, mutation, mutated arms, deformed cat, deformed, anthropomorphic cat, monochrome, 3d, drones, drone, nsfw"
    )
    """`negativePrompt`: Negative prompt.

    What to keep out of the picture.
    """

    steps: int | Unset = 20
    """`steps`: Inference steps.

    More steps take longer and give finer pictures.
    """

    scale: float | Unset = 5.0
    """`scale`: Guidance scale.

    How closely the picture follows the prompt.
    """

    ip_adapter_scale: float | Unset = 0.8
    """`ip_adapter_scale`: IP adapter scale.

    How closely the picture keeps to the portrait.
    """

    samples: int | Unset = 1
    """`samples`.

    How many pictures to make.
    """

    seed: str | int | Unset = "3572004920"
    """`seed`.

    The same seed with the same inputs gives the same picture.
    """

    scheduler: (
        Literal[
            "FlowMatchEulerDiscreteScheduler",
            "EulerDiscreteScheduler",
            "DDIMScheduler",
            "LMSDiscreteScheduler",
            "DPMSolverMultistepScheduler",
            "PNDMScheduler",
            "DDPMScheduler",
            "EulerAncestralDiscreteScheduler",
        ]
        | Unset
    ) = "EulerAncestralDiscreteScheduler"
    """`scheduler`.

    The sampler of the diffusion.
    """

    INPUTS = (
        Select(
            wire_name="selectedModel",
            name="selected_model",
            flag="--selected-model",
            label="Model",
            help="The checkpoint that paints; the service chooses one where none is given.",
            options=(
                Option("900", "sinatra/RDXL-SFW; RDXL SFW"),
                Option("1049", "Magenttta/Purple-XL-Anime; Purple XL (Anime)"),
                Option(
                    "899",
                    "sinatra/Real-Dream-SDXL-Classic; Real Dream SDXL Classic",
                ),
                Option("990", "J1B/Jib-Mix-Artful; Jib Mix Artful"),
                Option(
                    "393",
                    "WarAnakin/Crystal Clear v1.0; A text-to-image model trained on Stable Diffusion XL. Whether you want realistic, 3D, semi-realistic, or cartoon-like images.",
                ),
            ),
        ),
        Text(
            wire_name="selectedModelPrivate",
            name="selected_model_private",
            flag="--selected-model-private",
            label="Private model",
            help="A checkpoint of your own account, by its number.",
        ),
        FileUrl(
            wire_name="inputImageUrl",
            name="input_image_url",
            flag="--input-image-url",
            label="Portrait",
            help="A picture of the face that is to be kept.",
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What to paint.",
            required=True,
        ),
        Text(
            wire_name="negativePrompt",
            name="negative_prompt",
            flag="--negative-prompt",
            label="Negative prompt",
            help="What to keep out of the picture.",
        ),
        Integer(
            wire_name="steps",
            name="steps",
            flag="--steps",
            label="Inference steps",
            help="More steps take longer and give finer pictures.",
        ),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            label="Guidance scale",
            help="How closely the picture follows the prompt.",
            as_text=True,
        ),
        Float(
            wire_name="ip_adapter_scale",
            name="ip_adapter_scale",
            flag="--ip-adapter-scale",
            label="IP adapter scale",
            help="How closely the picture keeps to the portrait.",
            as_text=True,
        ),
        Integer(
            wire_name="samples",
            name="samples",
            flag="--samples",
            label="Samples",
            help="How many pictures to make.",
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="The same seed with the same inputs gives the same picture.",
            numeric=True,
        ),
        Select(
            wire_name="scheduler",
            name="scheduler",
            flag="--scheduler",
            label="Scheduler",
            help="The sampler of the diffusion.",
            options=(
                Option("FlowMatchEulerDiscreteScheduler"),
                Option("EulerDiscreteScheduler"),
                Option("DDIMScheduler"),
                Option("LMSDiscreteScheduler"),
                Option("DPMSolverMultistepScheduler"),
                Option("PNDMScheduler"),
                Option("DDPMScheduler"),
                Option("EulerAncestralDiscreteScheduler"),
            ),
        ),
    )

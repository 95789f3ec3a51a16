"""The request for `wiro/instant-id`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FileLike,
    Request,
    Unset,
    file_url,
    integer,
    number,
    request,
    select,
    text,
)


@request("wiro/instant-id")
class InstantId(Request):
    """A request for `wiro/instant-id`.

    InstantID is a method to achieve ID-preserving generation with only single
    image.
    """

    selected_model: Literal["900", "1049", "899", "990", "393"] | Unset = select(
        "selectedModel",
        "--selected-model",
        default=UNSET,
        label="Model",
        labels={
            "900": "sinatra/RDXL-SFW; RDXL SFW",
            "1049": "Magenttta/Purple-XL-Anime; Purple XL (Anime)",
            "899": "sinatra/Real-Dream-SDXL-Classic; Real Dream SDXL Classic",
            "990": "J1B/Jib-Mix-Artful; Jib Mix Artful",
            "393": "WarAnakin/Crystal Clear v1.0; A text-to-image model trained on Stable Diffusion XL. Whether you want realistic, 3D, semi-realistic, or cartoon-like images.",
        },
    )
    """The checkpoint that paints; the service chooses one where none is given."""

    selected_model_private: str | Unset = text(
        "selectedModelPrivate",
        "--selected-model-private",
        default=UNSET,
        label="Private model",
    )
    """A checkpoint of your own account, by its number."""

    input_image_url: FileLike | Unset = file_url(
        "inputImageUrl",
        "--input-image-url",
        default=UNSET,
        sample="input-portrait-2.jpg",
        label="Portrait",
    )
    """A picture of the face that is to be kept."""

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="olympic athlete, standing, wearing olympics uniform, Paris background, photorealistic, realistic, embodies the spirit of victory, captured by the official Olympic Games photographer 2024, the image is framed through photographer Steve McCurry, 2015, used a classic 50mm lens and illuminated by the …",
        label="Prompt",
    )
    """What to paint."""

    negative_prompt: str | Unset = text(
        "negativePrompt",
        "--negative-prompt",
        default="(lowres, low quality, worst quality:1.2), (text:1.2), watermark, (frame:1.2), deformed, ugly, deformed eyes, blur, out of focus, blurry, mutation, mutated arms, deformed cat, deformed, anthropomorphic cat, monochrome, 3d, drones, drone, nsfw",
        label="Negative prompt",
    )
    """What to keep out of the picture."""

    steps: int | Unset = integer(
        "steps", "--steps", default=20, label="Inference steps"
    )
    """More steps take longer and give finer pictures."""

    scale: float | Unset = number(
        "scale", "--scale", default=5.0, as_text=True, label="Guidance scale"
    )
    """How closely the picture follows the prompt."""

    ip_adapter_scale: float | Unset = number(
        "ip_adapter_scale",
        "--ip-adapter-scale",
        default=0.8,
        as_text=True,
        label="IP adapter scale",
    )
    """How closely the picture keeps to the portrait."""

    samples: int | Unset = integer("samples", "--samples", default=1, label="Samples")
    """How many pictures to make."""

    seed: str | int | Unset = text(
        "seed", "--seed", default="3572004920", numeric=True, label="Seed"
    )
    """The same seed with the same inputs gives the same picture."""

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
    ) = select(
        "scheduler",
        "--scheduler",
        default="EulerAncestralDiscreteScheduler",
        label="Scheduler",
    )
    """The sampler of the diffusion."""

"""The request for `klingai/kling-v3-omni`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    Condition,
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    number,
    request,
    select,
    switch,
    text,
)


@request("klingai/kling-v3-omni")
class KlingV3Omni(Request):
    """A request for `klingai/kling-v3-omni`.

    Kling V3 Omni.

    Video from a prompt, frames and reference pictures, or from another video, which
    it follows or edits.
    """

    mode: Literal["std", "pro"] = select(
        "mode",
        "--mode",
        default="std",
        required=True,
        label="Mode",
        labels={"std": "std (720p)", "pro": "pro (1080p)"},
    )
    """`std` gives 720p, `pro` gives 1080p."""

    input_image: FilesLike | Unset = files(
        "inputImage",
        "--input-image",
        default=UNSET,
        many=True,
        required_when=(Condition("input_image2"),),
        forbidden_when=(Condition("refer_type", "base"),),
        label="First Frame",
    )
    """Picture that the video begins with; it excludes editing a video."""

    prompt: str | Unset = text(
        "prompt",
        "--prompt",
        default=UNSET,
        required_when=(Condition("shot_type", "intelligence"),),
        sample="An old tram climbs a hill at dusk, view from the side.",
        label="Prompt",
    )
    """What happens."""

    input_image2: FilesLike | Unset = files(
        "inputImage2",
        "--input-image2",
        default=UNSET,
        many=True,
        forbidden_when=(Condition("refer_type", "base"),),
        label="Last Frame",
    )
    """Picture that the video ends with; needs a first frame, excludes editing a video
    and turns the sound off.
    """

    input_image3: FilesLike | Unset = files(
        "inputImage3",
        "--input-image3",
        default=UNSET,
        many=True,
        label="Reference Images",
    )
    """Pictures of what should be seen: seven, or four beside a video."""

    input_video: FilesLike | Unset = files(
        "inputVideo",
        "--input-video",
        default=UNSET,
        many=True,
        required_when=(Condition("refer_type", "base"),),
        label="Video",
    )
    """Video to follow or to edit."""

    refer_type: Literal["feature", "base"] | Unset = select(
        "referType",
        "--refer-type",
        default="feature",
        required_when=(Condition("input_video"),),
        label="Video Refer Type",
    )
    """What the input video is for: `feature` follows it, `base` edits it."""

    original_sound: bool | Unset = switch(
        "originalSound",
        "--original-sound",
        default=False,
        on="yes",
        off="no",
        required_when=(Condition("input_video"),),
        label="Video Original Sound",
    )
    """Keeps the sound of the input video."""

    negative_prompt: str | Unset = text(
        "negativePrompt", "--negative-prompt", default=UNSET, label="Negative Prompt"
    )
    """What should not be seen."""

    duration: int = integer(
        "duration",
        "--duration",
        default=5,
        required=True,
        minimum=3,
        maximum=15,
        label="Duration",
    )
    """Length in seconds."""

    ratio: Literal["16:9", "9:16", "1:1"] = select(
        "ratio", "--ratio", default="16:9", required=True, label="Ratio"
    )
    """Shape of the video."""

    sound: bool = switch(
        "sound",
        "--sound",
        default=False,
        required=True,
        on="on",
        off="off",
        label="Sound",
        labels=("On", "Off"),
    )
    """Makes sound to go with the pictures; a last frame turns it off."""

    multi_shot: bool | Unset = switch(
        "multiShot",
        "--multi-shot",
        default=False,
        on="true",
        off="false",
        label="Multi Shot",
        labels=("True", "False"),
    )
    """Cuts the video into several shots."""

    shot_type: Literal["customize", "intelligence"] | Unset = select(
        "shotType",
        "--shot-type",
        default=UNSET,
        required_when=(Condition("multi_shot", True),),
        label="Shot Type",
        labels={"customize": "Customize", "intelligence": "Intelligence"},
    )
    """Who tells the shots: `customize` takes them from `multiPrompt`, `intelligence`
    makes them from `prompt`.
    """

    multi_prompt: str | Unset = text(
        "multiPrompt",
        "--multi-prompt",
        default=UNSET,
        required_when=(Condition("shot_type", "customize"),),
        sample='[{"index": 1, "prompt": "A paper boat in a gutter.", "duration": "2"}, {"index": 2, "prompt": "It reaches the river.", "duration": "3"}]',
        label="Multi Prompt",
    )
    """The shots as a JSON list of objects with `index` (a number), `prompt` and
    `duration` (seconds, as a text); together at most 15 seconds.
    """

    scale: float | Unset = number(
        "scale",
        "--scale",
        default=UNSET,
        minimum=0,
        maximum=1,
        as_text=True,
        label="CFG Scale",
    )
    """How closely the prompt is followed: a number from 0 to 1."""

"""The request for `klingai/kling-v3-omni`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import (
    UNSET,
    Condition,
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
class KlingV3Omni(Request):
    """A request for `klingai/kling-v3-omni`.

    Kling V3 Omni.

    Video from a prompt, frames and reference pictures, or from another video, which
    it follows or edits.
    """

    MODEL = "klingai/kling-v3-omni"
    RUN_PATH = "klingai/kling-v3-omni"

    mode: Literal["std", "pro"] = "std"
    """`mode`.

    `std` gives 720p, `pro` gives 1080p.

    - 'std': std (720p)
    - 'pro': pro (1080p)
    """

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: First Frame.

    Picture that the video begins with; it excludes editing a video.

    Required when inputImage2 is given.

    Forbidden when referType is 'base'.
    """

    prompt: str | Unset = UNSET
    """`prompt`.

    What happens.

    Required when shotType is 'intelligence'.

    For example: An old tram climbs a hill at dusk, view from the side.
    """

    input_image2: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage2`: Last Frame.

    Picture that the video ends with; needs a first frame, excludes editing a video
    and turns the sound off.

    Forbidden when referType is 'base'.
    """

    input_image3: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage3`: Reference Images.

    Pictures of what should be seen: seven, or four beside a video.
    """

    input_video: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputVideo`: Video.

    Video to follow or to edit.

    Required when referType is 'base'.
    """

    refer_type: Literal["feature", "base"] | Unset = "feature"
    """`referType`: Video Refer Type.

    What the input video is for: `feature` follows it, `base` edits it.

    Required when inputVideo is given.
    """

    original_sound: bool | Unset = False
    """`originalSound`: Video Original Sound.

    Keeps the sound of the input video.

    Required when inputVideo is given.
    """

    negative_prompt: str | Unset = UNSET
    """`negativePrompt`: Negative Prompt.

    What should not be seen.
    """

    duration: int = 5
    """`duration`.

    Length in seconds.

    From 3 to 15.
    """

    ratio: Literal["16:9", "9:16", "1:1"] = "16:9"
    """`ratio`.

    Shape of the video.
    """

    sound: bool = False
    """`sound`.

    Makes sound to go with the pictures; a last frame turns it off.
    """

    multi_shot: bool | Unset = False
    """`multiShot`: Multi Shot.

    Cuts the video into several shots.
    """

    shot_type: Literal["customize", "intelligence"] | Unset = UNSET
    """`shotType`: Shot Type.

    Who tells the shots: `customize` takes them from `multiPrompt`, `intelligence`
    makes them from `prompt`.

    Required when multiShot is 'true'.

    - 'customize': Customize
    - 'intelligence': Intelligence
    """

    multi_prompt: str | Unset = UNSET
    """`multiPrompt`: Multi Prompt.

    The shots as a JSON list of objects with `index` (a number), `prompt` and
    `duration` (seconds, as a text); together at most 15 seconds.

    Required when shotType is 'customize'.

    For example: [{"index": 1, "prompt": "A paper boat in a gutter.", "duration":
    "2"}, {"index": 2, "prompt": "It reaches the river.", "duration": "3"}]
    """

    scale: float | Unset = UNSET
    """`scale`: CFG Scale.

    How closely the prompt is followed: a number from 0 to 1.

    From 0 to 1.
    """

    INPUTS = (
        Select(
            wire_name="mode",
            name="mode",
            flag="--mode",
            label="Mode",
            help="`std` gives 720p, `pro` gives 1080p.",
            required=True,
            options=(Option("std", "std (720p)"), Option("pro", "pro (1080p)")),
        ),
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="First Frame",
            help="Picture that the video begins with; it excludes editing a video.",
            required_when=(Condition(wire_name="inputImage2"),),
            forbidden_when=(Condition(wire_name="referType", values=("base",)),),
            many=True,
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What happens.",
            required_when=(Condition(wire_name="shotType", values=("intelligence",)),),
        ),
        Files(
            wire_name="inputImage2",
            name="input_image2",
            flag="--input-image2",
            label="Last Frame",
            help="Picture that the video ends with; needs a first frame, excludes editing a video and turns the sound off.",
            forbidden_when=(Condition(wire_name="referType", values=("base",)),),
            many=True,
        ),
        Files(
            wire_name="inputImage3",
            name="input_image3",
            flag="--input-image3",
            label="Reference Images",
            help="Pictures of what should be seen: seven, or four beside a video.",
            many=True,
        ),
        Files(
            wire_name="inputVideo",
            name="input_video",
            flag="--input-video",
            label="Video",
            help="Video to follow or to edit.",
            required_when=(Condition(wire_name="referType", values=("base",)),),
            many=True,
        ),
        Select(
            wire_name="referType",
            name="refer_type",
            flag="--refer-type",
            label="Video Refer Type",
            help="What the input video is for: `feature` follows it, `base` edits it.",
            required_when=(Condition(wire_name="inputVideo"),),
            options=(Option("feature"), Option("base")),
        ),
        Switch(
            wire_name="originalSound",
            name="original_sound",
            flag="--original-sound",
            label="Video Original Sound",
            help="Keeps the sound of the input video.",
            required_when=(Condition(wire_name="inputVideo"),),
            options=(Option(True, wire="yes"), Option(False, wire="no")),
        ),
        Text(
            wire_name="negativePrompt",
            name="negative_prompt",
            flag="--negative-prompt",
            label="Negative Prompt",
            help="What should not be seen.",
        ),
        Integer(
            wire_name="duration",
            name="duration",
            flag="--duration",
            label="Duration",
            help="Length in seconds.",
            required=True,
            minimum=3,
            maximum=15,
        ),
        Select(
            wire_name="ratio",
            name="ratio",
            flag="--ratio",
            label="Ratio",
            help="Shape of the video.",
            required=True,
            options=(Option("16:9"), Option("9:16"), Option("1:1")),
        ),
        Switch(
            wire_name="sound",
            name="sound",
            flag="--sound",
            label="Sound",
            help="Makes sound to go with the pictures; a last frame turns it off.",
            required=True,
            options=(Option(True, "On", wire="on"), Option(False, "Off", wire="off")),
        ),
        Switch(
            wire_name="multiShot",
            name="multi_shot",
            flag="--multi-shot",
            label="Multi Shot",
            help="Cuts the video into several shots.",
            options=(
                Option(True, "True", wire="true"),
                Option(False, "False", wire="false"),
            ),
        ),
        Select(
            wire_name="shotType",
            name="shot_type",
            flag="--shot-type",
            label="Shot Type",
            help="Who tells the shots: `customize` takes them from `multiPrompt`, `intelligence` makes them from `prompt`.",
            required_when=(Condition(wire_name="multiShot", values=("true",)),),
            options=(
                Option("customize", "Customize"),
                Option("intelligence", "Intelligence"),
            ),
        ),
        Text(
            wire_name="multiPrompt",
            name="multi_prompt",
            flag="--multi-prompt",
            label="Multi Prompt",
            help="The shots as a JSON list of objects with `index` (a number), `prompt` and `duration` (seconds, as a text); together at most 15 seconds.",
            required_when=(Condition(wire_name="shotType", values=("customize",)),),
        ),
        Float(
            wire_name="scale",
            name="scale",
            flag="--scale",
            label="CFG Scale",
            help="How closely the prompt is followed: a number from 0 to 1.",
            minimum=0,
            maximum=1,
            as_text=True,
        ),
    )

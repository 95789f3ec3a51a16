"""The request for `pruna/p-video`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Float, Option, Select, Switch, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class PVideo(Request):
    """A request for `pruna/p-video`.

    P-Video.

    Pruna's fast video model: from a prompt, a first frame, or a sound file that
    sets the length.
    """

    MODEL = "pruna/p-video"
    RUN_PATH = "pruna/p-video"

    prompt: str
    """`prompt`.

    What happens.

    Required.

    For example: An otter juggles a pebble on its back, calm river.
    """

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Input Image.

    Picture that the video begins with.
    """

    ratio: Literal["1:1", "3:2", "2:3", "4:3", "3:4", "16:9", "9:16"] | Unset = "16:9"
    """`ratio`.

    Shape of the video; without effect beside an input image.
    """

    duration: float = 5.0
    """`duration`.

    Length in seconds; without effect beside an input audio.

    From 1 to 10.
    """

    resolution: Literal["720p", "1080p"] = "720p"
    """`resolution`.

    Size of the video.
    """

    fps: Literal[24, 48] | Unset = 24
    """`fps`.

    Frames a second.
    """

    input_audio: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputAudio`: Input Audio.

    Sound that the video moves to, as flac, mp3 or wav.
    """

    seed: str | int | Unset = UNSET
    """`seed`.

    A whole number; 0 picks one at random.

    For example: 0
    """

    save_audio: bool | Unset = False
    """`saveAudio`: Save Audio.

    Keeps the sound that the model makes; without effect beside an input audio.
    """

    draft: bool | Unset = False
    """`draft`: Draft Mode.

    Makes a quick preview of lower quality.
    """

    prompt_upsampling: bool | Unset = True
    """`promptUpsampling`: Prompt Upsampling.

    Lets the model enrich the prompt.
    """

    INPUTS = (
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What happens.",
            required=True,
        ),
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Input Image",
            help="Picture that the video begins with.",
            many=True,
        ),
        Select(
            wire_name="ratio",
            name="ratio",
            flag="--ratio",
            label="Ratio",
            help="Shape of the video; without effect beside an input image.",
            options=(
                Option("1:1"),
                Option("3:2"),
                Option("2:3"),
                Option("4:3"),
                Option("3:4"),
                Option("16:9"),
                Option("9:16"),
            ),
        ),
        Float(
            wire_name="duration",
            name="duration",
            flag="--duration",
            label="Duration",
            help="Length in seconds; without effect beside an input audio.",
            required=True,
            minimum=1,
            maximum=10,
        ),
        Select(
            wire_name="resolution",
            name="resolution",
            flag="--resolution",
            label="Resolution",
            help="Size of the video.",
            required=True,
            options=(Option("720p"), Option("1080p")),
        ),
        Select(
            wire_name="fps",
            name="fps",
            flag="--fps",
            label="Fps",
            help="Frames a second.",
            options=(Option(24, wire="24"), Option(48, wire="48")),
        ),
        Files(
            wire_name="inputAudio",
            name="input_audio",
            flag="--input-audio",
            label="Input Audio",
            help="Sound that the video moves to, as flac, mp3 or wav.",
            many=True,
        ),
        Text(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="A whole number; 0 picks one at random.",
            numeric=True,
            min_length=0,
            max_length=99999999,
        ),
        Switch(
            wire_name="saveAudio",
            name="save_audio",
            flag="--save-audio",
            label="Save Audio",
            help="Keeps the sound that the model makes; without effect beside an input audio.",
            options=(
                Option(True, "True", wire="true"),
                Option(False, "False", wire="false"),
            ),
        ),
        Switch(
            wire_name="draft",
            name="draft",
            flag="--draft",
            label="Draft Mode",
            help="Makes a quick preview of lower quality.",
            options=(
                Option(True, "True", wire="true"),
                Option(False, "False", wire="false"),
            ),
        ),
        Switch(
            wire_name="promptUpsampling",
            name="prompt_upsampling",
            flag="--prompt-upsampling",
            label="Prompt Upsampling",
            help="Lets the model enrich the prompt.",
            options=(
                Option(True, "True", wire="true"),
                Option(False, "False", wire="false"),
            ),
        ),
    )

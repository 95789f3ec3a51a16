"""The request for `pruna/p-video`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    number,
    request,
    select,
    switch,
    text,
)


@request("pruna/p-video")
class PVideo(Request):
    """A request for `pruna/p-video`.

    P-Video.

    Pruna's fast video model: from a prompt, a first frame, or a sound file that
    sets the length.
    """

    prompt: str = text(
        "prompt",
        "--prompt",
        sample="An otter juggles a pebble on its back, calm river.",
        label="Prompt",
    )
    """What happens."""

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Input Image"
    )
    """Picture that the video begins with."""

    ratio: Literal["1:1", "3:2", "2:3", "4:3", "3:4", "16:9", "9:16"] | Unset = select(
        "ratio", "--ratio", default="16:9", label="Ratio"
    )
    """Shape of the video; without effect beside an input image."""

    duration: float = number(
        "duration",
        "--duration",
        default=5.0,
        required=True,
        minimum=1,
        maximum=10,
        label="Duration",
    )
    """Length in seconds; without effect beside an input audio."""

    resolution: Literal["720p", "1080p"] = select(
        "resolution", "--resolution", default="720p", required=True, label="Resolution"
    )
    """Size of the video."""

    fps: Literal[24, 48] | Unset = select("fps", "--fps", default=24, label="Fps")
    """Frames a second."""

    input_audio: FilesLike | Unset = files(
        "inputAudio", "--input-audio", default=UNSET, many=True, label="Input Audio"
    )
    """Sound that the video moves to, as flac, mp3 or wav."""

    seed: str | int | Unset = text(
        "seed",
        "--seed",
        default=UNSET,
        numeric=True,
        min_length=0,
        max_length=99999999,
        sample="0",
        label="Seed",
    )
    """A whole number; 0 picks one at random."""

    save_audio: bool | Unset = switch(
        "saveAudio",
        "--save-audio",
        default=False,
        on="true",
        off="false",
        label="Save Audio",
        labels=("True", "False"),
    )
    """Keeps the sound that the model makes; without effect beside an input audio."""

    draft: bool | Unset = switch(
        "draft",
        "--draft",
        default=False,
        on="true",
        off="false",
        label="Draft Mode",
        labels=("True", "False"),
    )
    """Makes a quick preview of lower quality."""

    prompt_upsampling: bool | Unset = switch(
        "promptUpsampling",
        "--prompt-upsampling",
        default=True,
        on="true",
        off="false",
        label="Prompt Upsampling",
        labels=("True", "False"),
    )
    """Lets the model enrich the prompt."""

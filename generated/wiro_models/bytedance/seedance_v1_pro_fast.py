"""The request for `bytedance/seedance-v1-pro-fast`."""

from typing import Literal

from .._runtime.fields import (
    UNSET,
    FilesLike,
    Request,
    Unset,
    files,
    integer,
    request,
    select,
    switch,
    text,
)


@request("bytedance/seedance-v1-pro-fast", run_path="ByteDance/seedance-v1-pro-fast")
class SeedanceV1ProFast(Request):
    """A request for `bytedance/seedance-v1-pro-fast`.

    Seedance 1.0 Pro Fast.

    ByteDance's quick video model: five or ten seconds from a prompt or a first
    frame.

    Wiro writes its name `ByteDance/seedance-v1-pro-fast`.
    """

    input_image: FilesLike | Unset = files(
        "inputImage", "--input-image", default=UNSET, many=True, label="Image"
    )
    """First frame; needed where there is no prompt."""

    prompt: str | Unset = text(
        "prompt",
        "--prompt",
        default=UNSET,
        sample="A potter shapes a bowl, close view, soft morning light.",
        label="Prompt",
    )
    """What happens; needed where there is no image."""

    resolution: Literal["480p", "720p", "1080p"] = select(
        "resolution", "--resolution", default="480p", required=True, label="Resolution"
    )
    """Size of the video."""

    ratio: Literal["adaptive", "16:9", "4:3", "1:1", "3:4", "9:16", "21:9"] = select(
        "ratio", "--ratio", default="adaptive", required=True, label="Ratio"
    )
    """Shape of the video; `adaptive` follows the input image, and is 16:9 without one.
    """

    duration: Literal[5, 10] = select(
        "duration", "--duration", default=5, required=True, label="Duration"
    )
    """Length in seconds."""

    watermark: bool | Unset = switch(
        "watermark",
        "--watermark",
        default=False,
        on="true",
        off="false",
        label="Watermark",
    )
    """Adds a watermark."""

    seed: int | Unset = integer(
        "seed", "--seed", default=1, minimum=0, maximum=99999999, label="Seed"
    )
    """The same number gives the same video again; 0 picks one at random."""

    camera_fixed: bool | Unset = switch(
        "cameraFixed",
        "--camera-fixed",
        default=False,
        on="true",
        off="false",
        label="Fix camera",
    )
    """Keeps the camera still."""

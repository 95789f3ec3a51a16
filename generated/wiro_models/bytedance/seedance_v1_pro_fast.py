"""The request for `bytedance/seedance-v1-pro-fast`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .._runtime.files import FileLike
from .._runtime.inputs import UNSET, Files, Integer, Option, Select, Switch, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedanceV1ProFast(Request):
    """A request for `bytedance/seedance-v1-pro-fast`.

    Seedance 1.0 Pro Fast.

    ByteDance's quick video model: five or ten seconds from a prompt or a first
    frame.

    Wiro writes its name `ByteDance/seedance-v1-pro-fast`.
    """

    MODEL = "bytedance/seedance-v1-pro-fast"
    RUN_PATH = "ByteDance/seedance-v1-pro-fast"

    input_image: FileLike | Sequence[FileLike] | Unset = UNSET
    """`inputImage`: Image.

    First frame; needed where there is no prompt.
    """

    prompt: str | Unset = UNSET
    """`prompt`.

    What happens; needed where there is no image.

    For example: A potter shapes a bowl, close view, soft morning light.
    """

    resolution: Literal["480p", "720p", "1080p"] = "480p"
    """`resolution`.

    Size of the video.
    """

    ratio: Literal["adaptive", "16:9", "4:3", "1:1", "3:4", "9:16", "21:9"] = "adaptive"
    """`ratio`.

    Shape of the video; `adaptive` follows the input image, and is 16:9 without one.
    """

    duration: Literal[5, 10] = 5
    """`duration`.

    Length in seconds.
    """

    watermark: bool | Unset = False
    """`watermark`.

    Adds a watermark.
    """

    seed: int | Unset = 1
    """`seed`.

    The same number gives the same video again; 0 picks one at random.

    From 0 to 99999999.
    """

    camera_fixed: bool | Unset = False
    """`cameraFixed`: Fix camera.

    Keeps the camera still.
    """

    INPUTS = (
        Files(
            wire_name="inputImage",
            name="input_image",
            flag="--input-image",
            label="Image",
            help="First frame; needed where there is no prompt.",
            many=True,
        ),
        Text(
            wire_name="prompt",
            name="prompt",
            flag="--prompt",
            label="Prompt",
            help="What happens; needed where there is no image.",
        ),
        Select(
            wire_name="resolution",
            name="resolution",
            flag="--resolution",
            label="Resolution",
            help="Size of the video.",
            required=True,
            options=(Option("480p"), Option("720p"), Option("1080p")),
        ),
        Select(
            wire_name="ratio",
            name="ratio",
            flag="--ratio",
            label="Ratio",
            help="Shape of the video; `adaptive` follows the input image, and is 16:9 without one.",
            required=True,
            options=(
                Option("adaptive"),
                Option("16:9"),
                Option("4:3"),
                Option("1:1"),
                Option("3:4"),
                Option("9:16"),
                Option("21:9"),
            ),
        ),
        Select(
            wire_name="duration",
            name="duration",
            flag="--duration",
            label="Duration",
            help="Length in seconds.",
            required=True,
            options=(Option(5, wire="5"), Option(10, wire="10")),
        ),
        Switch(
            wire_name="watermark",
            name="watermark",
            flag="--watermark",
            label="Watermark",
            help="Adds a watermark.",
            options=(Option(True, wire="true"), Option(False, wire="false")),
        ),
        Integer(
            wire_name="seed",
            name="seed",
            flag="--seed",
            label="Seed",
            help="The same number gives the same video again; 0 picks one at random.",
            minimum=0,
            maximum=99999999,
        ),
        Switch(
            wire_name="cameraFixed",
            name="camera_fixed",
            flag="--camera-fixed",
            label="Fix camera",
            help="Keeps the camera still.",
            options=(Option(True, wire="true"), Option(False, wire="false")),
        ),
    )

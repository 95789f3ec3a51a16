"""The request for `wiro/avatarmotion`."""

from .._runtime.fields import UNSET, FilesLike, Request, Unset, files, request, text


@request("wiro/avatarmotion")
class Avatarmotion(Request):
    """A request for `wiro/avatarmotion`.

    Makes a figure of the person in a photo and lets it move.

    Wiro writes its name `wiro/AvatarMotion`.
    """

    input_image: FilesLike | Unset = files(
        "inputImage",
        "--input-image",
        default=UNSET,
        many=True,
        sample="input-man-3.jpg",
        label="Input Image",
    )
    """Photo of the person."""

    effect_type: str | Unset = text(
        "effectType", "--effect-type", default="3d_figure_smashing", label="Effect Type"
    )
    """What the figure does."""

    output_type: str | Unset = text(
        "outputType", "--output-type", default="both", label="Output Type"
    )
    """What is made: a picture, a video or both."""

    seed: str | int | Unset = text("seed", "--seed", default="42", numeric=True)

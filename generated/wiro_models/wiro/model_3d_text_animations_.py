"""The request for `wiro/3d-text-animations`."""

from dataclasses import dataclass
from typing import Literal

from .._runtime.inputs import UNSET, Option, Select, Text, Unset
from .._runtime.request import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Model3dTextAnimations(Request):
    """A request for `wiro/3d-text-animations`.

    Sets one or two words in motion as balloons, neon signs, sweets and other
    things.

    Wiro writes its name `wiro/3D Text Animations`.
    """

    MODEL = "wiro/3d-text-animations"
    RUN_PATH = "wiro/3D Text Animations"

    caption: str | Unset = UNSET
    """`caption`.

    One or two words.

    For example: Grand Opening
    """

    video_mode: Literal["std", "pro"] = "std"
    """`videoMode`: Video Mode.

    Quality of the video.

    - 'std': Standard
    - 'pro': Pro
    """

    ratio: Literal["16:9", "9:16", "1:1"] | Unset = "9:16"
    """`ratio`.

    Shape of the video.
    """

    effect_type: Literal[
        "titles-silver-balloons-paris",
        "titles-bubblegum-letters",
        "titles-rainy-city-street",
        "titles-inflatable-letters-pool",
        "titles-shop-window-neon",
        "titles-glossy-helium-balloons",
        "titles-golden-balloons-confetti",
        "titles-gift-box",
        "titles-island-shaped-text",
        "titles-enveloppe-blooming-flowers",
        "titles-colorful-toy-blocks",
        "titles-hanging-tags",
        "titles-watermelon-splash",
        "titles-cooking-ingredients-rustic-table",
        "titles-inflated-pastel-letters-confetti",
        "titles-birthday-cake",
        "titles-gold-script",
        "titles-pink-fur-flowered-field",
        "titles-candy-land",
        "titles-rock-letters-beach-waves",
        "titles-dreamy-clouds-gradient-sky",
        "titles-red-neon-street-night",
    ] = "titles-bubblegum-letters"
    """`effectType`: Effect Type.

    The scene that the words stand in.

    - 'titles-silver-balloons-paris': Silver Balloons Paris
    - 'titles-bubblegum-letters': Bubblegum Letters
    - 'titles-rainy-city-street': Rainy City Street
    - 'titles-inflatable-letters-pool': Inflatable Letters Pool
    - 'titles-shop-window-neon': Shop Window Neon
    - 'titles-glossy-helium-balloons': Glossy Helium Balloons
    - 'titles-golden-balloons-confetti': Golden Balloons Confetti
    - 'titles-gift-box': Gift Box
    - 'titles-island-shaped-text': Island Shaped Text
    - 'titles-enveloppe-blooming-flowers': Enveloppe Blooming Flowers
    - 'titles-colorful-toy-blocks': Colorful Toy Blocks
    - 'titles-hanging-tags': Hanging Tags
    - 'titles-watermelon-splash': Watermelon Splash
    - 'titles-cooking-ingredients-rustic-table': Cooking Ingredients Rustic Table
    - 'titles-inflated-pastel-letters-confetti': Inflated Pastel Letters Confetti
    - 'titles-birthday-cake': Birthday Cake
    - 'titles-gold-script': Gold Script
    - 'titles-pink-fur-flowered-field': Pink Fur Flowered Field
    - 'titles-candy-land': Candy Land
    - 'titles-rock-letters-beach-waves': Rock Letters Beach Waves
    - 'titles-dreamy-clouds-gradient-sky': Dreamy Clouds Gradient Sky
    - 'titles-red-neon-street-night': Red Neon Street Night
    """

    INPUTS = (
        Text(
            wire_name="caption",
            name="caption",
            flag="--caption",
            label="Caption",
            help="One or two words.",
        ),
        Select(
            wire_name="videoMode",
            name="video_mode",
            flag="--video-mode",
            label="Video Mode",
            help="Quality of the video.",
            required=True,
            options=(Option("std", "Standard"), Option("pro", "Pro")),
        ),
        Select(
            wire_name="ratio",
            name="ratio",
            flag="--ratio",
            label="Ratio",
            help="Shape of the video.",
            options=(Option("16:9"), Option("9:16"), Option("1:1")),
        ),
        Select(
            wire_name="effectType",
            name="effect_type",
            flag="--effect-type",
            label="Effect Type",
            help="The scene that the words stand in.",
            required=True,
            options=(
                Option("titles-silver-balloons-paris", "Silver Balloons Paris"),
                Option("titles-bubblegum-letters", "Bubblegum Letters"),
                Option("titles-rainy-city-street", "Rainy City Street"),
                Option("titles-inflatable-letters-pool", "Inflatable Letters Pool"),
                Option("titles-shop-window-neon", "Shop Window Neon"),
                Option("titles-glossy-helium-balloons", "Glossy Helium Balloons"),
                Option("titles-golden-balloons-confetti", "Golden Balloons Confetti"),
                Option("titles-gift-box", "Gift Box"),
                Option("titles-island-shaped-text", "Island Shaped Text"),
                Option(
                    "titles-enveloppe-blooming-flowers",
                    "Enveloppe Blooming Flowers",
                ),
                Option("titles-colorful-toy-blocks", "Colorful Toy Blocks"),
                Option("titles-hanging-tags", "Hanging Tags"),
                Option("titles-watermelon-splash", "Watermelon Splash"),
                Option(
                    "titles-cooking-ingredients-rustic-table",
                    "Cooking Ingredients Rustic Table",
                ),
                Option(
                    "titles-inflated-pastel-letters-confetti",
                    "Inflated Pastel Letters Confetti",
                ),
                Option("titles-birthday-cake", "Birthday Cake"),
                Option("titles-gold-script", "Gold Script"),
                Option("titles-pink-fur-flowered-field", "Pink Fur Flowered Field"),
                Option("titles-candy-land", "Candy Land"),
                Option("titles-rock-letters-beach-waves", "Rock Letters Beach Waves"),
                Option(
                    "titles-dreamy-clouds-gradient-sky",
                    "Dreamy Clouds Gradient Sky",
                ),
                Option("titles-red-neon-street-night", "Red Neon Street Night"),
            ),
        ),
    )

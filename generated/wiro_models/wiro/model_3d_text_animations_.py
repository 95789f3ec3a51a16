"""The request for `wiro/3d-text-animations`."""

from typing import Literal

from .._runtime.fields import UNSET, Request, Unset, request, select, text


@request("wiro/3d-text-animations", run_path="wiro/3D Text Animations")
class Model3dTextAnimations(Request):
    """A request for `wiro/3d-text-animations`.

    Sets one or two words in motion as balloons, neon signs, sweets and other
    things.

    Wiro writes its name `wiro/3D Text Animations`.
    """

    caption: str | Unset = text(
        "caption", "--caption", default=UNSET, sample="Grand Opening", label="Caption"
    )
    """One or two words."""

    video_mode: Literal["std", "pro"] = select(
        "videoMode",
        "--video-mode",
        default="std",
        required=True,
        label="Video Mode",
        labels={"std": "Standard", "pro": "Pro"},
    )
    """Quality of the video."""

    ratio: Literal["16:9", "9:16", "1:1"] | Unset = select(
        "ratio", "--ratio", default="9:16", label="Ratio"
    )
    """Shape of the video."""

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
    ] = select(
        "effectType",
        "--effect-type",
        default="titles-bubblegum-letters",
        required=True,
        label="Effect Type",
        labels={
            "titles-silver-balloons-paris": "Silver Balloons Paris",
            "titles-bubblegum-letters": "Bubblegum Letters",
            "titles-rainy-city-street": "Rainy City Street",
            "titles-inflatable-letters-pool": "Inflatable Letters Pool",
            "titles-shop-window-neon": "Shop Window Neon",
            "titles-glossy-helium-balloons": "Glossy Helium Balloons",
            "titles-golden-balloons-confetti": "Golden Balloons Confetti",
            "titles-gift-box": "Gift Box",
            "titles-island-shaped-text": "Island Shaped Text",
            "titles-enveloppe-blooming-flowers": "Enveloppe Blooming Flowers",
            "titles-colorful-toy-blocks": "Colorful Toy Blocks",
            "titles-hanging-tags": "Hanging Tags",
            "titles-watermelon-splash": "Watermelon Splash",
            "titles-cooking-ingredients-rustic-table": "Cooking Ingredients Rustic Table",
            "titles-inflated-pastel-letters-confetti": "Inflated Pastel Letters Confetti",
            "titles-birthday-cake": "Birthday Cake",
            "titles-gold-script": "Gold Script",
            "titles-pink-fur-flowered-field": "Pink Fur Flowered Field",
            "titles-candy-land": "Candy Land",
            "titles-rock-letters-beach-waves": "Rock Letters Beach Waves",
            "titles-dreamy-clouds-gradient-sky": "Dreamy Clouds Gradient Sky",
            "titles-red-neon-street-night": "Red Neon Street Night",
        },
    )
    """The scene that the words stand in."""

"""What a model gives, as far as its categories and tags tell."""

from enum import StrEnum

from wirogen.card import Card


class Gives(StrEnum):
    """What the outputs of a model are here. A video or a 3D model is a picture, too."""

    PICTURE = "picture"
    SOUND = "sound"
    TEXT = "text"


class Talk(StrEnum):
    """What goes through the socket of a realtime model: speech both ways, down only
    (text-to-speech), or up only (speech-to-text).
    """

    CONVERSATION = "conversation"
    SPEECH = "speech"
    TRANSCRIPT = "transcript"


_TEXTS = frozenset({"text", "llm", "chat", "language-model", "text-generation", "rag"})
_SOUNDS = frozenset({"audio", "speech", "music", "song", "voice", "tts"})
_REALTIME = frozenset({"realtime", "real-time"})
_SPEAKS = frozenset({"text-to-speech", "tts"})
_LISTENS = frozenset({"speech-to-text", "stt", "asr", "transcription"})


def gives(card: Card) -> Gives:
    """What a model's outputs are. What a task turns into counts: `image-to-text` gives
    text, `text-to-image` a picture.
    """
    words = _words(card)
    results = {word.rpartition("-to-")[2] for word in words if "-to-" in word}
    if results & _TEXTS or words & (_TEXTS | _LISTENS):
        return Gives.TEXT
    if results & _SOUNDS or (words & _SOUNDS and not results):
        return Gives.SOUND
    return Gives.PICTURE


def talk(card: Card) -> Talk | None:
    """How a realtime model talks; None for other models."""
    words = _words(card)
    if not words & _REALTIME:
        return None
    if words & _SPEAKS:
        return Talk.SPEECH
    return Talk.TRANSCRIPT if words & _LISTENS else Talk.CONVERSATION


def _words(card: Card) -> set[str]:
    return {word.strip().lower() for word in (*card.categories, *card.tags)}

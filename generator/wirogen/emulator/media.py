"""Small real files: pictures and sounds that depend on a seed alone."""

import io
import math
import struct
import wave
import zlib
from array import array
from random import Random
from typing import Final

SAMPLE_RATE: Final = 24_000
"""Samples a second of every sound, 16 bit and mono: what realtime models use."""

SIDE: Final = 64
"""Width and height of every picture, in pixels."""

_SOUND_SECONDS = 0.5


def picture(seed: str) -> bytes:
    """A PNG file: a gradient between two colours."""
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    first, last = ([chance.randrange(256) for _ in range(3)] for _ in range(2))
    rows = bytearray()
    for y in range(SIDE):
        share = y / (SIDE - 1)
        pixel = bytes(
            round(a + (b - a) * share) for a, b in zip(first, last, strict=True)
        )
        rows += b"\0" + pixel * SIDE
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(bytes(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def sound(seed: str) -> bytes:
    """A WAV file: half a second of a tone."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(tone(seed, _SOUND_SECONDS))
    return file.getvalue()


def tone(seed: str, seconds: float) -> bytes:
    """A tone as 16-bit little-endian mono PCM at 24 kHz."""
    chance = Random(seed)  # noqa: S311 - repeatable, not secret
    length = chance.randrange(40, 120)
    period = array(
        "h", (round(9_000 * math.sin(math.tau * at / length)) for at in range(length))
    )
    samples = round(seconds * SAMPLE_RATE)
    pcm = (period * (samples // length + 1))[:samples]
    if struct.pack("=h", 1) != struct.pack("<h", 1):
        pcm.byteswap()
    return pcm.tobytes()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return (
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
    )

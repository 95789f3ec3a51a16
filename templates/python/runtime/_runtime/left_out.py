"""Rooms of the runtime that a package was generated without."""

from __future__ import annotations

from typing import NoReturn

from . import PACKAGE


def left_out(what: str, room: str) -> str:
    """What is said to whoever asks for something of such a room."""
    return (
        f'{what} needs "{room}", which {PACKAGE} was generated without: add it to'
        " `runtime` in wirogen.toml"
    )


class LeftOut:
    """A method of such a room, which is not there: who asks for it is told why."""

    def __init__(self, room: str) -> None:
        self._room = room

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object, owner: type) -> NoReturn:
        raise AttributeError(left_out(f"{owner.__name__}.{self._name}", self._room))

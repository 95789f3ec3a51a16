"""The one type that templates print."""


class Code:
    """Text that may stand in a program. Templates print nothing else.

    It is no `str`, so that no text becomes code by accident: only the filters of
    `wirogen.render` and Jinja's own joining of template text make it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Code({self._text!r})"

"""wirogen writes typed Python clients from the specifications of Wiro models."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wirogen.api import check, diff, generate, read_card
    from wirogen.diagnostics import Refused

__version__ = "0.1.0"
__all__ = ["Refused", "__version__", "check", "diff", "generate", "read_card"]


if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Imports what is offered when somebody asks for it."""
        if name not in __all__:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        from wirogen import api  # noqa: PLC0415 - `import wirogen` stays instant

        return getattr(api, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""A typed client for models of Wiro.

    from wiro_models import Wiro
    from wiro_models.wiro.instant_id import InstantId

    with Wiro() as wiro:  # keys from WIRO_API_KEY and WIRO_API_SECRET
        task = wiro.run(InstantId(prompt="a portrait"))
        task.wait(timeout=600).save_all("out")

`models()` lists the models, `request_class(slug)` gives the request class of one.
Everything that can be raised is a WiroError. Names are imported as they are asked for,
so that a request class alone needs no HTTP client; type checkers read `__init__.pyi`.
"""


def __getattr__(name: str) -> object:
    from ._registry import PACKAGE  # noqa: PLC0415 - imports what it needs, too

    return PACKAGE.public(name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__getattr__("__all__")})  # type: ignore[misc]

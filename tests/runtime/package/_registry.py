"""What the generator renders: the models of the package that the tests use."""

from ._runtime.package import Package

MODELS: dict[str, tuple[str, str]] = {
    "wiro/portrait-2-0": (".wiro.portrait", "Portrait"),
    "wiro/instant-id": (".wiro.never_imported", "InstantId"),
}

PACKAGE = Package(__name__, "wirogen", MODELS)

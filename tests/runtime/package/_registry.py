"""What the generator renders: the models of the package that the tests use."""

MODELS: dict[str, tuple[str, str]] = {
    "wiro/portrait-2-0": (".wiro.portrait", "Portrait"),
    "wiro/instant-id": (".wiro.never_imported", "InstantId"),
}

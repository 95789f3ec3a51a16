"""Imports every model of a package, and ends with what else happened.

    python -B watched_import.py FOLDER

The package `hostile` in FOLDER has the models; its runtime, which is ours, is imported
before the watch begins. Prints JSON: what a module did beside being imported, and the
inputs of each model.
"""

import json
import mimetypes
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

PACKAGE = "hostile"
HARMLESS = frozenset(
    {"object.__getattr__", "sys._getframe", "marshal.loads", "os.listdir", "os.stat"}
    | {"code.__new__", "function.__new__", "object.__setattr__", "cpython.run_stdin"}
    | {"os.scandir", "os.fspath", "gc.get_referents"}
)


def main(folder: Path) -> None:
    sys.path.insert(0, str(folder))
    import_module(f"{PACKAGE}._runtime.fields")
    import_module(f"{PACKAGE}._runtime.prices")
    import_module(f"{PACKAGE}._runtime.conditions")
    mimetypes.init()  # reads the table of the machine, which the runtime asks nothing of
    models = import_module(f"{PACKAGE}._registry").MODELS
    root = str(folder)
    done: list[str] = []
    is_watching = True

    def watch(event: str, given: tuple[Any, ...]) -> None:
        if not is_watching or event in HARMLESS:  # asking for a frame is an event
            return
        caller = sys._getframe(1).f_globals.get("__name__")
        if not is_harmless(event, given, root, caller):
            done.append(f"{event} {given!r:.200}")

    sys.addaudithook(watch)
    found = {}
    for slug, (module, name) in models.items():
        request = getattr(import_module(f"{PACKAGE}{module}"), name)
        found[slug] = [(one.name, ascii(one.wire_name)) for one in request.INPUTS]
    is_watching = False
    print(json.dumps({"done": done, "inputs": found}))  # noqa: T201 - what it is for


def is_harmless(event: str, given: tuple[Any, ...], root: str, caller: Any) -> bool:
    """Whether an event belongs to an import. `dataclass` of the standard library, which
    the runtime uses, makes its methods by running text.
    """
    match event, given:
        case "import", (str(name), *_):
            return name.startswith(f"{PACKAGE}.")
        case "open", (str(path), mode, _):
            return path.startswith(root) and mode in {"rb", "r", None}
        case "compile", (_, str(path)):
            return path.startswith(root) or caller == "dataclasses"
        case "exec", (code,):
            file = code.co_filename
            return bool(file.startswith(root)) or caller == "dataclasses"
        case _:
            return False


main(Path(sys.argv[1]))

"""Hostile OpenAPI documents for wirogen and the best-known peers, side by side.

    python -m benchmarks.attacks

Each document goes to each program by itself, in an empty folder with a time limit; then
every module that came of it is parsed and imported in a process of its own. Prints a
table of what became of them; `.benchmarks/attacks.json` has each document.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.peers import PEER, installed

ROOT = Path(__file__).parents[1]
_PYDANTIC = "pydantic==2.14.4"
_CLIENT = "openapi-python-client==0.29.1"
_SECONDS = 60
_CODE = '__import__("pathlib").Path("PWNED").touch()'
_TEXTS = (
    f'"""\n{_CODE}\n"""',
    f"'''\n{_CODE}\n'''",
    f'" + {_CODE} + "',
    f"' + {_CODE} + '",
    f'\\"""\n{_CODE}\n#',
    f'"); {_CODE} #',
    f"'); {_CODE} #",
    f"\r{_CODE}\r",
    f"\u2028{_CODE}\u2028",
    f"{{{_CODE}}}",
    f"{{{{ 7 * 7 }}}}{{% for x in () %}}{_CODE}",
    "ends with \\",
    "\\N{",
    "\\x0",
    "a\x00b",
    "\ud800",
    "\u202eafter",
)
_NAMES = (
    *("", " ", "3", "\ufb01le", "\U0001f600", "größe", "../../escape", "a" * 300),
    *("class", "self", "None", "__init__", "__slots__", "__class__", "print"),
    *("str", "list", "dict", "copy", "json", "model_config"),
    *("additional_properties", "to_dict", "from_dict"),
)
_PLANTED = "planted-5f20"


class Outcome(StrEnum):
    """What became of a document: the first of these that is so."""

    EXECUTED = "**runs a text of the document**"
    FETCHED = "opens an address that the document names"
    OUTSIDE = "writes outside of its folder"
    LEAKED = "prints another file that the document names"
    ENDLESS = f"takes longer than {_SECONDS} seconds"
    CRASHED = "ends in a traceback"
    UNPARSABLE = "a module that is no Python"
    NOT_IMPORTED = "a module that does not import"
    LOST = "an input is lost, or sent under another name"
    LEFT_OUT = "a part is left out, with a warning"
    REFUSED = "refused, and said why"
    EMPTY = "nothing, and exit status 0"
    FINE = "a client"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A generator: what it is called with a document, and what imports its modules."""

    name: str
    command: tuple[str, ...]
    python: str


def main() -> None:
    """Prints the table."""
    documents = {**_of_texts(), **_of_names(), **_of_shapes()}
    programs = tuple(_programs(ROOT / ".benchmarks"))
    found = {
        program.name: {
            name: _outcome(program, text) for name, text in documents.items()
        }
        for program in programs
    }
    (ROOT / ".benchmarks" / "attacks.json").write_text(json.dumps(found, indent=1))
    counts = {name: Counter(outcomes.values()) for name, outcomes in found.items()}
    print(f"| of {len(documents)} documents | {' | '.join(counts)} |")
    print(f"|---|{'---|' * len(counts)}")
    for outcome in Outcome:
        if any(count[outcome] for count in counts.values()):
            numbers = (str(count[outcome]) for count in counts.values())
            print(f"| {outcome} | {' | '.join(numbers)} |")


def _programs(folder: Path) -> Iterator[Program]:
    wirogen = str(Path(sys.executable).with_name("wirogen"))
    yield Program(
        name="wirogen",
        command=(wirogen, "generate", "specification.json", "--output", "out"),
        python=sys.executable,
    )
    peer = installed(folder / "attacked", PEER, _PYDANTIC, _CLIENT)
    if peer is None:
        print("the peers cannot be installed here: none is attacked")
        return
    yield Program(
        name=PEER.replace("[ruff]==", " "),
        command=(
            *(str(peer / "datamodel-codegen"), "--input-file-type=openapi"),
            "--output-model-type=pydantic_v2.BaseModel",
            *("--input=specification.json", "--output=out/models.py"),
        ),
        python=str(peer / "python"),
    )
    yield Program(
        name=_CLIENT.replace("==", " "),
        command=(
            *(str(peer / "openapi-python-client"), "generate"),
            *("--path=specification.json", "--output-path=out", "--meta=none"),
        ),
        python=str(peer / "python"),
    )


def _document(
    schema: object,
    slug: str = "acme/paint",
    title: str = "Paint",
    words: str = "Paints.",
) -> dict[str, Any]:
    content = {"schema": {"$ref": "#/components/schemas/Paint"}}
    operation = {
        "operationId": "paint",
        "summary": title,
        "description": words,
        "requestBody": {"content": {"application/json": content}},
        "responses": {"200": {"description": words}},
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1", "description": words},
        "paths": {f"/Run/{slug}": {"post": operation}},
        "components": {"schemas": {"Paint": schema}},
    }


def _object(**properties: object) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _number(**bounds: object) -> dict[str, object]:
    return {"type": "number", **bounds}


def _of_texts() -> dict[str, str]:
    """Every text in every place of a document."""
    made = {}
    for text in _TEXTS:
        option = {"type": "string", "enum": ["plain", text]}
        default = {"type": "string", "default": text}
        words = {"type": "string", "description": text, "title": text}
        places: Mapping[str, dict[str, Any]] = {
            "the words of an input": _document(_object(prompt=words)),
            "the words of a model": _document(_object(), title=text, words=text),
            "a name": _document(_object(**{text: {"type": "string"}})),
            "an option": _document(_object(choice=option)),
            "a default": _document(_object(prompt=default)),
            "a pattern": _document(_object(prompt={"type": "string", "pattern": text})),
        }
        for place, document in places.items():
            made[f"{place}: {text!a}"] = json.dumps(document)
    return made


def _of_names() -> dict[str, str]:
    """Names that are none in Python, or that mean something else there."""
    several = {
        "two of one name": ("größe", "grosse"),
        "two by case": ("Prompt", "prompt"),
        "three by signs": ("a-b", "a_b", "a b"),
    }
    single = {ascii(name): (name,) for name in _NAMES}
    return {
        f"named {name}": json.dumps(
            _document(_object(**{each: {"type": "string"} for each in names}))
        )
        for name, names in {**single, **several}.items()
    }


def _of_shapes() -> dict[str, str]:
    """Documents that are odd as wholes."""
    nested: dict[str, Any] = {"type": "string"}
    for _ in range(300):
        nested = {"type": "array", "items": nested}
    string = {"type": "string"}
    documents = {
        "a path that leads elsewhere": _document(_object(x=string), "../../Task/Kill"),
        "a path of escapes": _document(_object(x=string), "%2e%2e/%2e%2e"),
        "a reference to itself": _document({"$ref": "#/components/schemas/Paint"}),
        "a reference to a file": _document(_object(x={"$ref": "../secret.json#/x"})),
        "a reference to nothing": _document(_object(x={"$ref": "#/components/x"})),
        "a reference to an address": _document(_object(x={"$ref": "ADDRESS#/x"})),
        "300 arrays in each other": _document(_object(x=nested)),
        "10,000 options": _document(
            _object(x={"type": "string", "enum": [f"o{n}" for n in range(10_000)]})
        ),
        "bounds that leave nothing": _document(
            _object(x=_number(minimum=2, maximum=1))
        ),
        "bounds without end": _document(_object(x=_number(maximum=float("inf")))),
        "a number of 5,000 digits": _document(_object(x=_number(default=0))),
        "a schema that is a list": _document([]),
        "properties that are a text": _document({"type": "object", "properties": "x"}),
    }
    made = {name: json.dumps(document) for name, document in documents.items()}
    digits = "a number of 5,000 digits"
    made[digits] = made[digits].replace('"default": 0', f'"default": {"9" * 5_000}')
    return {
        **made,
        "nothing": "",
        "a text": '"openapi"',
        "cut short": json.dumps(_document(_object(x=string)))[:-40],
        "100,000 brackets": "[" * 100_000,
        "aliases of aliases": _bomb(),
    }


def _bomb() -> str:
    """YAML of a few lines that is a billion texts."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "openapi: 3.0.3\n" + "\n".join(lines)


def _outcome(program: Program, text: str) -> Outcome:
    with tempfile.TemporaryDirectory() as name, _listener() as (address, asked):
        outside = Path(name)
        folder = outside / "in" / "a" / "folder"
        (folder / "out").mkdir(parents=True)
        secret = {"x": {"type": "string", "description": _PLANTED}}
        (folder.parent / "secret.json").write_text(json.dumps(secret))
        specification = folder / "specification.json"
        specification.write_text(text.replace("ADDRESS", address))
        if "openapi-python-client" in program.name:
            (folder / "out").rmdir()  # it wants to make it
        before = _files(outside, folder / "out")
        try:
            done = _run(folder, *program.command)
            modules = sorted((folder / "out").rglob("*.py"))
            imported = _run(folder, program.python, "-c", _IMPORTS) if modules else None
        except subprocess.TimeoutExpired:
            return Outcome.ENDLESS
        texts = [path.read_text("utf-8", errors="replace") for path in modules]
        appeared = _files(outside, folder / "out") - before
        if signs := _signs_of_harm(text, texts, {path.name for path in appeared}):
            return signs
        if asked:
            return Outcome.FETCHED
        return _judged(text, texts, done, imported)


def _signs_of_harm(text: str, modules: list[str], others: set[str]) -> Outcome | None:
    """What a document has made a program do; `others` are names of files that appeared
    elsewhere than in its folder.
    """
    if "PWNED" in others:
        return Outcome.EXECUTED
    if any("escape" in name for name in others):
        return Outcome.OUTSIDE
    if _PLANTED not in text and any(_PLANTED in module for module in modules):
        return Outcome.LEAKED
    return None


def _judged(
    text: str,
    modules: list[str],
    done: "subprocess.CompletedProcess[str]",
    imported: "subprocess.CompletedProcess[str] | None",
) -> Outcome:
    if "Traceback (most recent call last)" in done.stderr + done.stdout:
        return Outcome.CRASHED
    if done.returncode or "Error(s) encountered" in done.stdout:
        return Outcome.REFUSED
    if not modules:
        return Outcome.EMPTY
    if not all(map(_parses, modules)):
        return Outcome.UNPARSABLE
    if imported is None or imported.returncode:
        return Outcome.NOT_IMPORTED
    if not _names_lost(text, modules):
        return Outcome.FINE
    is_told = "Warning(s) encountered" in done.stdout + done.stderr
    return Outcome.LEFT_OUT if is_told else Outcome.LOST


def _parses(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError):
        return False
    return True


def _names_lost(text: str, modules: list[str]) -> bool:
    """Whether the name of an input stands nowhere, as a text or as a name of Python."""
    try:
        schema = json.loads(text)["components"]["schemas"]["Paint"]
        names = set(schema["properties"])
    except (ValueError, KeyError, TypeError):
        return False
    seen: set[object] = set()
    for module in modules:
        for node in ast.walk(ast.parse(module)):
            match node:
                case ast.Constant(value=str(value)):
                    seen.add(value)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    seen.add(name)
    return not names <= seen


_IMPORTS = """
import sys
from importlib import import_module
from pathlib import Path
sys.path.insert(0, ".")
for module in sorted(Path("out").rglob("*.py")):
    name = ".".join(module.with_suffix("").parts)
    if "_runtime" not in name and "__main__" not in name:
        import_module(name.removesuffix(".__init__"))
"""


def _files(*folders: Path) -> set[Path]:
    """The files below the first folder that are not below the others."""
    first, *rest = folders
    return {
        path
        for path in first.rglob("*")
        if path.is_file() and not any(path.is_relative_to(one) for one in rest)
    }


@contextmanager
def _listener() -> Iterator[tuple[str, list[str]]]:
    """An address where somebody listens, and what was asked for there."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x.json", asked
        server.shutdown()


def _run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    programs = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": programs, "XDG_CACHE_HOME": str(folder.parent)},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )

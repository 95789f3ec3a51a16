"""Packages without rooms of the runtime, and packages that share one."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest

from rendered import render_python
from wirogen.card import Card, Input, ModelId, Text
from wirogen.config import read_config
from wirogen.contract import resolve
from wirogen.diagnostics import Refused
from wirogen.pipeline.generation import check, generate
from wirogen.targets.runtime import NEEDS, ROOMS, Runtime, import_name

Files = dict[str, str]
SETS = [
    rooms
    for rooms in chain.from_iterable(
        combinations(ROOMS, count) for count in range(len(ROOMS) + 1)
    )
    if all(needed in rooms for room in rooms for needed in NEEDS[room])
]
PAINT = Card(
    model=ModelId("acme", "paint"),
    raw_slug="acme/paint",
    run_path="acme/paint",
    inputs=(Input(wire_name="prompt", kind=Text()),),
)


def not_there(path: str, files: Files) -> Iterator[str]:
    """What a module imports relatively that no module of the package has."""
    for node in ast.walk(ast.parse(files[path])):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = path.split("/")[: -node.level]
            base = "/".join([*folder, *filter(None, (node.module or "").split("."))])
            homes = (f"{base}.py", f"{base}.pyi", f"{base}/__init__.py")
            text = "".join(files.get(home, "") for home in homes)
            for alias in node.names:
                is_module = f"{base}/{alias.name}.py" in files
                if not is_module and not re.search(rf"\b{alias.name}\b", text):
                    yield f"{base}: {alias.name}"


@pytest.mark.parametrize("rooms", SETS, ids=" ".join)
def test_nothing_that_is_left_out_is_imported(rooms: tuple[str, ...]) -> None:
    files = render_python([resolve(PAINT)], runtime=Runtime(rooms=rooms))
    for path in files:
        if path.endswith((".py", ".pyi")):
            assert not [*not_there(path, files)], path
    for room, folder in ROOMS.items():
        assert any(f"_runtime/{folder}/" in path for path in files) is (room in rooms)


def generated(folder: Path, settings: str) -> None:
    """Generates what a configuration says."""
    path = folder / "wirogen.toml"
    path.write_text(settings)
    config = read_config(path)
    generate(config)
    assert check(config).is_clean


def ran(folder: Path, *words: Any) -> str:
    """What Python says in a folder: on both its outputs."""
    paths = os.pathsep.join(str(folder / part) for part in ("src", "elsewhere"))
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": paths, "MYPYPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


MANY = """
[[output]]
folder = "src"
package = "bare"
runtime = []

[[output]]
folder = "src"
package = "acme.first"
models = "acme/*"
runtime = ["client", "cli"]

[[output]]
folder = "src"
package = "acme.second"
models = "other/*"
runtime = "acme.first"

[[output]]
folder = "elsewhere"
package = "acme.third"
models = "other/*"
runtime = "acme.first"
"""
CALLER = """\
from collections.abc import Callable
from typing import assert_type

import acme.first
import acme.second
import acme.third
import bare
from acme.first import Wiro, WiroError
from acme.first.acme.paint import Paint
from acme.second.other.paint import Paint as OtherPaint
from bare.acme.paint import Paint as BarePaint

assert_type(acme.second.Wiro(), Wiro)
assert_type(acme.third.Wiro(), Wiro)
assert_type(acme.second.request_class("other/paint"), type[OtherPaint])
assert acme.first.WiroError is acme.second.WiroError is acme.third.WiroError
assert acme.first.models() == ("acme/paint",)
assert acme.second.models() == acme.third.models() == ("other/paint",)
with Wiro() as wiro:
    for call in (
        wiro.prepare(OtherPaint(prompt="x")),
        wiro.prepare("Other/Paint", {"prompt": "x"}),  # which acme.first has not
    ):
        assert call.as_json()["url"].endswith("/Run/other/paint")
assert BarePaint(prompt="x").to_wire() == {"prompt": "x"}
assert bare.models() == ("acme/paint", "other/paint")
assert not issubclass(bare.WiroError, WiroError)
WRONG: tuple[Callable[[], object], ...] = (
    lambda: Wiro().run_many([]),
    lambda: Wiro().task("1").events(),
    lambda: bare.Wiro(),
    lambda: acme.second.RunFailed,
)
for wrong in WRONG:
    try:
        wrong()
    except AttributeError as error:
        print(error)
"""
WRONG = {n for n, line in enumerate(CALLER.splitlines(), 1) if "lambda: " in line}
TOLD = """\
Wiro.run_many needs "batch", which acme.first was generated without: add it to `runtime` in wirogen.toml
Task.events needs "realtime", which acme.first was generated without: add it to `runtime` in wirogen.toml
Wiro needs "client", which bare was generated without: add it to `runtime` in wirogen.toml
RunFailed needs "batch", which acme.first was generated without: add it to `runtime` in wirogen.toml
"""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with packages of few rooms, some of which share a runtime."""
    folder = tmp_path_factory.mktemp("rooms")
    for owner in ("acme", "other"):
        spec = f"wirogen: 1\nmodel: {owner}/paint\ninputs:\n  prompt: {{kind: text}}\n"
        (folder / "specs").mkdir(exist_ok=True)
        (folder / "specs" / f"{owner}.yaml").write_text(spec)
    generated(folder, MANY)
    (folder / "src" / "caller.py").write_text(CALLER)
    return folder


def test_packages_of_few_rooms_work_and_say_what_they_lack(many: Path) -> None:
    assert ran(many, "src/caller.py") == TOLD


@pytest.mark.parametrize(
    "checker",
    [
        ("mypy", "--strict", "--explicit-package-bases", "src", "elsewhere"),
        ("pyright", "--pythonpath", sys.executable),
    ],
    ids=["mypy", "pyright"],
)
def test_packages_of_few_rooms_are_of_one_type(
    many: Path, checker: tuple[str, ...]
) -> None:
    (many / "pyrightconfig.json").write_text('{"extraPaths": ["src", "elsewhere"]}')
    told = ran(many, "-m", *checker)
    found = re.findall(r"(\S+\.pyi?):(\d+)\S* ?-? error", told)
    assert {(Path(path).name, int(line)) for path, line in found} == {
        ("caller.py", line) for line in WRONG
    }, told


def test_a_package_that_shares_a_runtime_has_a_command_line_of_its_own(
    many: Path,
) -> None:
    models = ran(many, "-m", "acme.third", "models")
    assert models == "other/paint  acme.third.other.paint.Paint\n"
    assert ran(many, "-m", "bare", "models") == (
        'The command line needs "cli", which bare was generated without: add it to'
        " `runtime` in wirogen.toml\n"
    )
    assert ran(many, "-m", "acme.first", "batch", "x", "--dry-run") == (
        'Error: `batch` needs "batch", which acme.first was generated without: add it'
        " to `runtime` in wirogen.toml\n"
    )


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ('runtime = ["client", "cli"]', ""),
        ('runtime = ["client"]', "leaves the room of this module out"),
        ('runtime = "acme.pictures"', "uses the runtime of another package"),
        ('target = "json-schema"', "is a Python package"),
    ],
)
def test_an_own_module_that_no_package_carries_is_refused(
    tmp_path: Path, settings: str, why: str
) -> None:
    own = tmp_path / "ours" / "runtime" / "_runtime" / "command_line" / "extra.py"
    own.parent.mkdir(parents=True)
    own.write_text('"""Ours."""\n')
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "paint.yaml").write_text("wirogen: 1\nmodel: acme/paint\n")
    outputs = (
        '[[output]]\nfolder = "a"\npackage = "acme.pictures"\n'
        f'[[output]]\nfolder = "b"\ntemplates = "ours"\n{settings}\n'
    )
    if not why:
        generated(tmp_path, outputs)
        return
    with pytest.raises(Refused, match=why) as refused:
        generated(tmp_path, outputs)
    (found,) = refused.value.report
    assert (found.code.name, found.span.file) == ("E303", str(own))
    whole = f'{outputs}[[output]]\nfolder = "c"\ntemplates = "ours"\n'
    generated(tmp_path, f'{whole}package = "wiro_whole"\n')


def test_pages_show_what_a_package_of_few_rooms_can_do(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "paint.yaml").write_text(
        "wirogen: 1\nmodel: acme/paint\ninputs:\n"
        "  prompt: {kind: text, default: a koala, required: true}\n"
    )
    site = '[[output]]\nfolder = "site"\ntarget = "html"\n'
    package = '[[output]]\nfolder = "a"\ndocs = "docs"\n'
    page = ""
    for rooms in ('"client", "cli"', '"client"', ""):
        generated(tmp_path, f"{package}runtime = [{rooms}]\n{site}")
        page = (tmp_path / "docs" / "acme" / "paint.md").read_text()
        form = (tmp_path / "site" / "acme" / "paint.html").read_text()
        assert ("wiro.run(" in page) is ("client" in rooms)
        assert "/v1/Run/acme/paint" in page
        for text in ("## Command line", "--prompt", "On the command line"):
            assert (text in page) is ('"cli"' in rooms)
        assert ("tab-command" in form) is ('"cli"' in rooms)
        assert ("<code>--prompt</code>" in form) is ('"cli"' in rooms)
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert ran(tmp_path / "a", "-c", example) == "{'prompt': 'a koala'}\n"


def test_what_was_taken_out_is_removed_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "paint.yaml").write_text("wirogen: 1\nmodel: acme/paint\n")
    generated(tmp_path, "")
    runtime = tmp_path / "generated" / "wiro_models" / "_runtime"
    before = {path: path.read_bytes() for path in runtime.rglob("*.py")}
    generated(tmp_path, 'runtime = ["client", "realtime"]')
    assert not (runtime / "batch").exists()
    assert not (runtime / "command_line").exists()
    assert b"LeftOut" in (runtime / "client" / "batch.py").read_bytes()
    generated(tmp_path, "")
    assert {path: path.read_bytes() for path in runtime.rglob("*.py")} == before


@pytest.mark.parametrize(
    ("package", "module", "name"),
    [
        ("acme.second", "acme.first._runtime", "..first._runtime"),
        ("acme", "acme.first._runtime", ".first._runtime"),
        ("acme.first.more", "acme.first._runtime", ".._runtime"),
        ("acme.a.b", "acme._runtime", "..._runtime"),
        ("acme", "other._runtime", "other._runtime"),
    ],
)
def test_a_runtime_is_imported_relatively_in_one_package(
    package: str, module: str, name: str
) -> None:
    assert import_name(package, module, in_one_folder=True) == name
    assert import_name(package, module, in_one_folder=False) == module

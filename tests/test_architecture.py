"""Imports go downwards through the rooms, and heavy ones only where they are used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "generator" / "wirogen"
ROOMS = (
    ("__main__",),
    ("cli",),
    ("build_hook", "remote", "emulator"),
    ("api",),
    ("pipeline",),
    ("config",),
    ("output",),
    ("render",),
    ("targets",),
    ("changes",),
    ("rules",),
    ("overrides",),
    ("contract",),
    ("readers",),
    ("shown_values",),
    ("own_format",),
    ("wire_names",),
    ("card",),
    ("plain_tree",),
    ("diagnostics",),
    ("characters",),
    ("records", "shipped"),
)
LEVEL = {room: level for level, rooms in enumerate(ROOMS) for room in rooms}
HEAVY = {
    "jinja2": {"render"},
    "black": {"render"},
    "httpx2": {"remote"},
    "rich": {"cli", "remote"},
    "starlette": {"emulator"},
    "uvicorn": {"emulator"},
    "watchfiles": {"cli"},
    "hatchling": {"build_hook"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for imported in imports_of(path):
        top, _, rest = imported.partition(".")
        target = rest.partition(".")[0]
        if top == "wirogen" and target in LEVEL and target != room:
            assert LEVEL[target] > LEVEL[room], f"{room} imports {imported}"
        assert room in HEAVY.get(top, {room}), f"{room} imports {top}"


def test_only_the_contract_decides() -> None:
    """Other rooms read what `resolve` answers: none asks again."""
    decisions = {
        f"wirogen.contract.{name}" for name in ("naming", "resolving", "values")
    }
    for path in MODULES:
        if room_of(path) != "contract":
            asked = decisions & imports_of(path)
            assert not asked, f"{path} imports {asked}"


def test_commands_print_through_one_door() -> None:
    for path in sorted((PACKAGE / "cli").glob("*.py")):
        called = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        if path.name != "printing.py":
            assert not called & {"echo", "secho", "write"}, path


def test_no_name_and_no_byte_depends_on_the_running_pythons_unicode() -> None:
    """Of `unicodedata` they use the one version that every Python has."""
    for path in MODULES:
        if room_of(path) in {"contract", "targets", "render", "own_format"}:
            used = {
                node.attr
                for node in ast.walk(ast.parse(path.read_text()))
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "unicodedata"
            }
            assert used <= {"ucd_3_2_0"}, path


def test_every_module_has_a_room() -> None:
    assert {room_of(path) for path in MODULES} - {"__init__"} <= set(LEVEL)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain", "W104"]])
def test_start_up_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; from wirogen.cli import main; sys.argv = ['wirogen', *sys.argv[1:]]"
        "\ntry: main()\nexcept SystemExit as end: assert not end.code, end.code\n"
        "heavy = {'jinja2', 'black', 'rich', 'httpx2', 'starlette', 'yaml', 'watchfiles'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run(
        [sys.executable, "-c", program, *arguments], check=True, capture_output=True
    )

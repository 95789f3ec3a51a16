"""The blocking client is what the asynchronous one gives."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNTIME = "templates/python/runtime/_runtime"
BY_HAND = ("async_waiting.py", "async_pools.py", "async_streams.py")
ROOMS = ("client", "realtime", "batch", "command_line")


def check(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, root / "scripts" / "make_blocking.py", "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_every_made_module_is_as_it_would_be_made() -> None:
    checked = check(ROOT)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_made_module_that_was_edited_is_stale(tmp_path: Path) -> None:
    (tmp_path / RUNTIME).mkdir(parents=True)
    for name in ("pyproject.toml", "scripts", f"{RUNTIME}/batch"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    edited = tmp_path / RUNTIME / "batch" / "runs.py"
    edited.write_text(edited.read_text() + "# edited\n")
    checked = check(tmp_path)
    assert checked.returncode == 1
    assert checked.stdout.splitlines() == [
        f"{RUNTIME}/batch/runs.py: stale, run make blocking"
    ]


def test_only_modules_with_two_hand_written_sides_use_async_beside_blocking() -> None:
    # The room of the MCP server is asynchronous alone.
    for path in (
        one for room in ROOMS for one in (ROOT / RUNTIME / room).rglob("*.py")
    ):
        is_source = path.name.startswith("async_")
        if "async def" in path.read_text():
            assert is_source, path
        if is_source and path.name not in BY_HAND:
            made = path.with_name(path.name.removeprefix("async_"))
            assert made.read_text().startswith(f"# Made from {path.name} ")

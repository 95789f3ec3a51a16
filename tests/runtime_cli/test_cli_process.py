"""The command line as its own process: `python -m …` against a service on loopback."""

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from runtime_cli.harness import PACKAGE, write_package

RUN = ("run", "wiro/instant-id", "--prompt", "x")


class Wiro(ThreadingHTTPServer):
    """A service whose task does not end before `is_over` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        self.is_over = threading.Event()
        self.was_asked = threading.Event()
        self.calls: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Wiro

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.server.calls.append(self.path.removeprefix("/v1/"))
        answer = json.dumps(self._answer()).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def _answer(self) -> dict[str, Any]:
        if "/Run/" in self.path:
            return {"result": True, "taskid": "2221", "socketaccesstoken": "t"}
        task: dict[str, Any] = {"id": "2221", "status": "task_start"}
        if self.server.is_over.is_set():
            output = {"name": "a.png", "url": "https://cdn.test/a.png"}
            ended = {"status": "task_postprocess_end", "pexit": "0"}
            task |= {**ended, "outputs": [output]}
        self.server.was_asked.set()
        return {"result": True, "tasklist": [task]}

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def wiro() -> Iterator[Wiro]:
    with Wiro() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def environment(folder: Path, **more: str) -> Mapping[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(folder), "WIRO_API_KEY": "planted-key", **more}


def start(folder: Path, *args: str, **more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", PACKAGE, *args],
        env=environment(folder, **more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(
    folder: Path, *args: str, module: str = PACKAGE, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *args],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_command_loads_what_it_uses_and_no_more(package_folder: Path) -> None:
    program = f"""
import sys, runpy
for args in (["models"], ["run", "--help"], {[*RUN, "--dry-run"]!r}, ["--help"]):
    sys.argv = ["x", *args]
    try:
        runpy.run_module({PACKAGE!r}, run_name="__main__")
    except SystemExit as end:
        assert end.code == 0, end.code
    own = {{name.removeprefix("{PACKAGE}.") for name in sys.modules}}
    watched = ("httpx2", "anyio", "rich", "asyncio", "wiro.instant_id", "_runtime.batch")
    print("loaded:", *(name for name in watched if name in own))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(package_folder),
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = [line for line in done.stdout.splitlines() if line.startswith("loaded:")]
    assert loaded == [
        *("loaded:", "loaded:", "loaded: wiro.instant_id"),
        "loaded: wiro.instant_id _runtime.batch",  # all commands are told of
    ]


def test_a_model_is_run_without_the_modules_of_others(
    package_folder: Path, wiro: Wiro
) -> None:
    wiro.is_over.set()
    done = run(package_folder, *RUN, WIRO_BASE_URL=wiro.address)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "https://cdn.test/a.png\n"


def test_the_package_works_inside_another(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    (tmp_path / "acme" / "__init__.py").touch()
    write_package(tmp_path / "acme" / "wiro_models")
    done = run(tmp_path, *RUN, "--steps", "0", module="acme.wiro_models")
    assert done.returncode == 2
    assert "--steps: must be" in done.stderr
    usage = run(tmp_path, "--help", module="acme.wiro_models").stdout
    assert usage.startswith("Usage: python -m acme.wiro_models ")


def test_ctrl_c_ends_with_130_and_tells_how_to_go_on(
    package_folder: Path, wiro: Wiro
) -> None:
    with start(package_folder, *RUN, WIRO_BASE_URL=wiro.address) as process:
        assert wiro.was_asked.wait(60)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert f"python -m {PACKAGE} task wait 2221" in stderr
    assert "Traceback" not in stderr


def test_ctrl_c_ends_a_batch_at_once_and_tells_how_to_go_on(
    package_folder: Path, wiro: Wiro, tmp_path: Path
) -> None:
    line = {"model": "wiro/instant-id", "inputs": {"prompt": "x"}}
    (tmp_path / "lines").write_text(f"{json.dumps(line)}\n" * 3)
    args = ("batch", str(tmp_path / "lines"), "--journal", str(tmp_path / "journal"))
    with start(package_folder, *args, WIRO_BASE_URL=wiro.address) as process:
        assert wiro.was_asked.wait(60)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert stdout == ""
    assert "The same command takes it up" in stderr
    assert "Traceback" not in stderr
    wiro.is_over.set()
    done = run(package_folder, *args, WIRO_BASE_URL=wiro.address)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "https://cdn.test/a.png\n" * 3


@pytest.mark.parametrize("way", ["run", "batch"])
def test_whoever_terminates_the_program_is_told_of_what_goes_on(
    package_folder: Path, wiro: Wiro, tmp_path: Path, way: str
) -> None:
    line = {"model": "wiro/instant-id", "inputs": {"prompt": "x"}}
    (tmp_path / "lines").write_text(json.dumps(line))
    args = RUN if way == "run" else ("batch", str(tmp_path / "lines"))
    with start(package_folder, *args, WIRO_BASE_URL=wiro.address) as process:
        assert wiro.was_asked.wait(60)
        process.send_signal(signal.SIGTERM)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "Error: terminated" in stderr
    assert f"python -m {PACKAGE} task wait 2221" in stderr


def test_whoever_terminates_the_program_can_have_the_task_stopped(
    package_folder: Path, wiro: Wiro
) -> None:
    args = (*RUN, "--on-interrupt", "cancel")
    with start(package_folder, *args, WIRO_BASE_URL=wiro.address) as process:
        assert wiro.was_asked.wait(60)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    assert process.returncode == 143
    assert "Task/Kill" in wiro.calls


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_told_with_the_way_to_the_result(
    package_folder: Path, wiro: Wiro
) -> None:
    wiro.is_over.set()
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", PACKAGE, *RUN],
            env=environment(package_folder, WIRO_BASE_URL=wiro.address),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "Error: No space left on device" in done.stderr
    assert f"python -m {PACKAGE} task wait 2221" in done.stderr
    assert "mistake in the program" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(package_folder: Path) -> None:
    with start(package_folder, "show", "wiro/virtual-try-on") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_any_encoding_can_show_help(package_folder: Path) -> None:
    help_of = ("run", "wiro/instant-id", "--help")
    done = run(package_folder, *help_of, PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert "@@\\u2026 to begin with @." in done.stdout


def test_a_missing_click_is_told(package_folder: Path) -> None:
    program = f"""
import sys, runpy
sys.modules["click"] = None
runpy.run_module({PACKAGE!r}, run_name="__main__")
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(package_folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "The command line needs click: pip install click\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wiro run wiro/i", ["plain,wiro/instant-id"]),
        ("wiro run wiro/instant-id --st", ["plain,--steps"]),
        ("wiro run wiro/instant-id --seconds 1", ["plain,10"]),
        ("wiro run wiro/instant-id --poses a", ["file,a"]),
        ("wiro show wiro/v", ["plain,wiro/virtual-try-on"]),
    ],
)
def test_a_shell_completes_slugs_flags_and_options(
    package_folder: Path, tmp_path: Path, words: str, expected: list[str]
) -> None:
    script = tmp_path / "wiro"
    script.write_text(f"from {PACKAGE}.__main__ import main\nmain()\n")
    done = subprocess.run(
        [sys.executable, str(script)],
        env=environment(
            package_folder,
            _WIRO_COMPLETE="bash_complete",
            COMP_WORDS=words,
            COMP_CWORD=str(len(words.split()) - 1),
        ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == expected


def test_a_terminal_shows_progress_and_stdout_only_the_result(
    package_folder: Path, wiro: Wiro
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", PACKAGE, *RUN, "--json"],
        env=environment(package_folder, WIRO_BASE_URL=wiro.address, TERM="xterm"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    )
    os.close(theirs)
    assert wiro.was_asked.wait(60)
    wiro.is_over.set()
    stdout, _ = process.communicate(timeout=60)
    shown = os.read(ours, 1_000_000).decode()
    os.close(ours)
    assert process.returncode == 0
    assert json.loads(stdout)["task"]["id"] == "2221"
    assert "\x1b[" in shown
    assert "task 2221: task_start" in shown

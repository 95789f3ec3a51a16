"""An environment that has this project's wheel, and nothing of the checkout."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

Done = subprocess.CompletedProcess[str]
TOOLS = ("pip", "build", "hatchling>=1.27", "pre-commit>=4")
"""What the samples call beside wirogen."""

PIP = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_COMPILE": "1",  # most of what is installed is never imported
}

OFFLINE = {
    "PIP_NO_INDEX": "1",
    **dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9"),
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
}
GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "Ada" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ada@example.com" for who in ("AUTHOR", "COMMITTER")},
}
_OURS = ("PYTHON", "GIT_", "PYTEST_", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Environment:
    """A virtual environment with our wheel and what the wheel asks for."""

    folder: Path

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"

    def run(self, where: Path, *command: str | Path, **variables: str) -> Done:
        """What a command does in a folder, with this environment first on the path and
        no connection to anywhere.
        """
        return self._run(where, command, {**OFFLINE, **variables})

    def do(self, where: Path, *command: str | Path, **variables: str) -> str:
        """What a command prints that has to succeed."""
        return _succeeded(self.run(where, *command, **variables))

    def run_online(self, where: Path, *command: str | Path, **variables: str) -> Done:
        """What a command does that may fetch packages."""
        return self._run(where, command, variables)

    def install(self, where: Path, *command: str | Path, **variables: str) -> str:
        """What a command prints that has to succeed and may fetch packages."""
        return _succeeded(self.run_online(where, *command, **variables))

    def _run(
        self, where: Path, command: tuple[str | Path, ...], variables: dict[str, str]
    ) -> Done:
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_OURS)
        }
        inherited["PATH"] = f"{self.folder / 'bin'}{os.pathsep}{inherited['PATH']}"
        return subprocess.run(
            command,
            cwd=where,
            env={**inherited, **GIT, **PIP, **variables},
            check=False,
            capture_output=True,
            text=True,
        )


@dataclass(frozen=True)
class Release:
    """A repository of git that has this project, and the commit to use."""

    folder: Path
    commit: str

    def named_in(self, text: str) -> str:
        """A text of the documentation, with this in place of what stands for it."""
        place = "https://example.com/wirogen.git"
        placed = text.replace(f"git+{place}", f"git+file://localhost{self.folder}")
        return placed.replace(place, str(self.folder)).replace("COMMIT", self.commit)


def make_environment(folder: Path, wheel: Path) -> Environment:
    """An environment, made from nothing, with what README has people install."""
    venv = [sys.executable, "-m", "venv", "--without-pip", folder]
    subprocess.run(venv, check=True, capture_output=True)
    made = Environment(folder)
    pip = (sys.executable, "-m", "pip", "--python", made.python, "install", "--quiet")
    made.install(folder, *pip, f"{wheel}[pull,client,serve]", *TOOLS)
    program = "import wirogen; print(wirogen.__file__)"
    where = made.do(folder, made.python, "-c", program)
    assert Path(where).is_relative_to(folder)
    return made


def _succeeded(done: Done) -> str:
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

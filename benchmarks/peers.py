"""Other generators, each in an environment of its own at a version that is named."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import Subject

PEER = "datamodel-code-generator[ruff]==0.89.0"

_SHARED = ("--input-file-type=openapi", "--output-model-type=dataclasses.dataclass")


def peers(folder: Path, environment: Path) -> Iterator[Subject]:
    """What datamodel-code-generator makes of the OpenAPI documents in `folder`/specs: a
    process a document, and all in one process. Nothing where it cannot be installed.
    """
    programs = installed(environment, PEER)
    if programs is None:
        print(f"{PEER} cannot be installed here: no peer is measured")
        return
    program = str(programs / "datamodel-codegen")
    documents = sorted((folder / "specs").iterdir())
    one_by_one = tuple(
        (
            *(program, *_SHARED, "--formatters=ruff-format"),
            *(f"--input={document}", f"--output={folder / 'peer.py'}"),
        )
        for document in documents
    )
    yield Subject(
        name="peer: datamodel-codegen, a process a document, ruff",
        folder=folder,
        commands=one_by_one,
    )
    jobs = "".join(
        f"[tool.datamodel-codegen.jobs.{document.stem}]\n"
        f'input = "specs/{document.name}"\n'
        f'output = "peer/{document.stem}.py"\n'
        'input-file-type = "openapi"\n'
        'output-model-type = "dataclasses.dataclass"\n'
        'formatters = ["builtin"]\n'
        for document in documents
    )
    (folder / "peer").mkdir()
    (folder / "pyproject.toml").write_text(jobs, encoding="utf-8")
    yield Subject(
        name="peer: datamodel-codegen --all-jobs, builtin",
        folder=folder,
        commands=((program, "--all-jobs"),),
    )


def installed(environment: Path, *requirements: str) -> Path | None:
    """The folder of an environment's programs, with these in it; None where they cannot
    be had.
    """
    programs = environment / ("Scripts" if sys.platform == "win32" else "bin")
    try:
        if not environment.exists():
            subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        install = (
            str(programs / "python"),
            "-m",
            "pip",
            "install",
            "-q",
            *requirements,
        )
        subprocess.run(install, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return programs

"""Measures what people wait for: start-up, a first generation, one without changes.

Each figure is the median of several whole processes, in milliseconds. Nothing here is
asserted; tests hold counts, and this shows times.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
MODELS = 1000


def main() -> None:
    """Prints a line for each measurement."""
    print(f"{'median of 5':<44}{'ms':>8}")  # noqa: T201 - what this is for
    with tempfile.TemporaryDirectory() as folder:
        many = Path(folder)
        _write_models(many / "specs")
        generated = many / "generated"
        _report("wirogen --version", ROOT, "--version")
        _report("wirogen generate, nothing changed", ROOT, "generate")
        _report("wirogen check", ROOT, "check")
        _report(
            f"wirogen generate, {MODELS} models, from nothing",
            many,
            "generate",
            before=lambda: shutil.rmtree(generated, ignore_errors=True),
        )
        _report(f"wirogen generate, {MODELS} models, unchanged", many, "generate")
        _report(f"wirogen lint, {MODELS} models", many, "lint")
        package = [sys.executable, "-c", "import wiro_models"]
        _report(f"import of a package of {MODELS} models", generated, command=package)


def _write_models(folder: Path) -> None:
    """Copies of the repository's own specifications under other names."""
    sources = sorted((ROOT / "specs").rglob("*.yaml"))
    texts = [path.read_text() for path in sources if path.name != "overrides.yaml"]
    folder.mkdir()
    for number in range(MODELS):
        lines = texts[number % len(texts)].splitlines()
        kept = [line for line in lines if not line.startswith(("model:", "slug:"))]
        at = kept.index("wirogen: 1") + 1
        kept.insert(at, f"model: acme/model-{number}")
        (folder / f"{number}.yaml").write_text("\n".join(kept) + "\n")


def _report(
    name: str,
    folder: Path,
    *arguments: str,
    command: list[str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> None:
    run = command or [sys.executable, "-m", "wirogen", *arguments]
    times = []
    for _ in range(5):
        before()
        started = time.perf_counter()
        subprocess.run(run, cwd=folder, capture_output=True, check=False)  # noqa: S603
        times.append(time.perf_counter() - started)
    print(f"{name:<44}{statistics.median(times) * 1000:>8.0f}")  # noqa: T201


main()

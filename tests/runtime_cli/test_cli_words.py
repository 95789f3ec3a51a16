"""The command line speaks of flags, never of Python's arguments or of bodies."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

from repository import ROOT
from runtime_cli.harness import Command, Service


def said(*words: str) -> str:
    environment = {
        name: value for name, value in os.environ.items() if "WIRO" not in name
    }
    done = subprocess.run(
        [sys.executable, "-m", "wiro_models", *words],
        env=environment | {"PYTHONPATH": str(ROOT / "generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--prompt x --multi-shot", "--shot-type: is required when --multi-shot is "),
        ("--shot-type customize", "--multi-prompt: is required when --shot-type is cu"),
    ],
)
def test_a_condition_names_flags(words: str, expected: str) -> None:
    run = said("run", "klingai/kling-v3", "--dry-run", *words.split())
    assert expected in run
    assert "multiShot" not in run


def test_show_names_flags_in_conditions() -> None:
    shown = said("show", "klingai/kling-v3")
    assert "required when --multi-shot is given" in shown
    assert "required when --shot-type is intelligence" in shown


def test_a_missing_key_is_no_matter_of_arguments() -> None:
    told = said("run", "wiro/instant-id", "--prompt", "x")
    assert "set WIRO_API_KEY" in told
    assert "api_key=" not in told


def test_what_a_run_may_cost_is_told_in_no_arguments(
    command: Command, service: Service
) -> None:
    done = command("run", "wiro/instant-id", "--prompt", "x", "--max-cost", "1")
    assert "and the run may cost $1 at most; nothing was sent" in done.stderr
    assert service.calls == []


@pytest.mark.parametrize(
    "words",
    [
        ("--prompt", "@{}"),
        ("--prompt", "x", "--set", "{}"),
        ("--prompt", "x", "--params", "{}"),
        ("--prompt", "x", "--callback-url", "{}"),
        ("--prompt", "x", "--max-cost", "{}"),
        ("--prompt", "x", "--timeout", "{}"),
        ("--prompt", "x", "--{}"),
    ],
)
def test_a_long_text_is_repeated_short(command: Command, words: Sequence[str]) -> None:
    typed = (word.format("y" * 100_000) for word in words)
    told = command("run", "wiro/instant-id", "--dry-run", *typed)
    assert told.exit_code == 2
    assert 0 < len(told.stderr) < 2_000

"""The GitHub Action: its steps, run with bash and the variables that GitHub sets."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from environments import Done, Environment

from repository import ROOT

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


Run = Callable[..., Done]


class Runner:
    """A machine of GitHub's that has a repository checked out."""

    def __init__(
        self, workspace: Path, temporary: Path, python: Path, run: Run
    ) -> None:
        self.workspace = workspace
        self.summary = workspace / "summary.md"
        self._temporary = temporary
        self._python = python
        self._run = run

    def step(self, name: str, **inputs: str) -> Done:
        """What a step does; inputs that are not given have their defaults."""
        given = {key: one["default"] for key, one in ACTION["inputs"].items()}
        given |= {key.replace("_", "-"): value for key, value in inputs.items()}
        values = {f"inputs.{key}": value for key, value in given.items()}
        values["steps.python.outputs.python-path"] = str(self._python)
        (step,) = (step for step in STEPS if step["name"] == name)
        script = self._temporary / "step.sh"
        script.write_text(step["run"])
        variables = {
            key: EXPRESSION.sub(lambda match: values[match[1]], value)
            for key, value in step["env"].items()
        }
        variables["RUNNER_TEMP"] = str(self._temporary)
        variables["GITHUB_STEP_SUMMARY"] = str(self.summary)
        return self._run(self.workspace, *SHELL, script, **variables)


@pytest.fixture(scope="session")
def prepared(
    source: Path, environment: Environment, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The temporary folder of a runner that the action has installed wirogen into."""
    temporary = tmp_path_factory.mktemp("runner")
    run = partial(environment.run_online, GITHUB_ACTION_PATH=str(source))
    runner = Runner(temporary, temporary, environment.python, run)
    installed = runner.step("Install wirogen")
    assert installed.returncode == 0, installed.stderr
    assert (temporary / "wirogen/wirogen/templates").is_dir()
    return temporary


@pytest.fixture
def runner(
    sample: Callable[[str], Path], prepared: Path, environment: Environment
) -> Runner:
    """A runner with a repository whose client is as its specifications give it."""
    workspace = sample("action")
    environment.do(workspace / "client", "wirogen", "generate")
    environment.do(workspace, "git", "init", "--quiet", "--initial-branch=main")
    environment.do(workspace, "git", "add", "--all")
    environment.do(workspace, "git", "commit", "--quiet", "--message", "begin")
    return Runner(workspace, prepared, environment.python, environment.run)


def change(runner: Runner, before: str, after: str) -> None:
    path = runner.workspace / "client/specs/acme/paint.yaml"
    path.write_text(path.read_text().replace(before, after))


def test_no_expression_stands_in_a_shell_line() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert set(ACTION["inputs"]) == {
        "command",
        "working-directory",
        "python-version",
        "diff-base",
    }
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == ("shell" in step)
        assert ("run" in step) != ("uses" in step)


def test_it_checks_by_default_and_fails_where_something_differs(
    runner: Runner,
) -> None:
    fine = runner.step("Run wirogen", working_directory="client")
    assert fine.returncode == 0, fine.stderr
    assert "up to date: 1 model" in fine.stdout
    change(runner, "50", "60")
    drifted = runner.step("Run wirogen", working_directory="client")
    assert drifted.returncode == 1
    assert "changed: acme/paint.py" in drifted.stdout
    lint = runner.step(
        "Run wirogen", working_directory="client", command="lint --format json"
    )
    assert lint.stdout.startswith("[")


def test_an_edited_output_is_red(runner: Runner) -> None:
    module = runner.workspace / "client/generated/painter_models/acme/paint.py"
    module.write_text(module.read_text() + "EDITED = True\n")
    edited = runner.step("Run wirogen", working_directory="client")
    assert edited.returncode == 1
    assert "+EDITED" in edited.stdout or "-EDITED" in edited.stdout


def test_inputs_are_words_and_never_commands(runner: Runner) -> None:
    sign = runner.workspace / "sign"
    evil = f"check; touch {sign} $(touch {sign}) `touch {sign}` *"
    assert runner.step("Run wirogen", command=evil).returncode == 2
    wrong = runner.step("Run wirogen", working_directory=f"$(touch {sign})")
    assert wrong.returncode != 0
    base = f"--output={sign}"
    assert runner.step("Report what changed", diff_base=base).returncode != 0
    assert not sign.exists()


def test_modules_of_the_repository_are_not_run(runner: Runner) -> None:
    for name in ("wirogen", "yaml", "click", "jinja2"):
        trap = runner.workspace / "client" / f"{name}.py"
        trap.write_text("raise SystemExit('trapped')\n")
    fine = runner.step("Run wirogen", working_directory="client")
    assert fine.returncode == 0, fine.stderr


def test_the_summary_tells_what_changed_since_the_base(runner: Runner) -> None:
    change(runner, "50", "40")
    told = runner.step(
        "Report what changed", working_directory="client", diff_base="main"
    )
    assert told.returncode == 0, told.stderr
    assert "**1 breaking in 1 model**" in runner.summary.read_text()


def test_a_base_that_is_not_checked_out_is_fetched(
    runner: Runner, environment: Environment, tmp_path: Path
) -> None:
    origin = tmp_path / "origin"
    clone = ("git", "clone", "--quiet", "--bare", runner.workspace, origin)
    environment.do(tmp_path, *clone)
    environment.do(runner.workspace, "git", "remote", "add", "origin", origin.as_uri())
    environment.do(runner.workspace, "git", "branch", "--quiet", "--move", "topic")
    change(runner, "50", "60")
    told = runner.step(
        "Report what changed", working_directory="client", diff_base="main"
    )
    assert told.returncode == 0, told.stderr
    assert "**1 compatible in 1 model**" in runner.summary.read_text()
    commit = environment.do(origin, "git", "rev-parse", "main").strip()
    environment.do(origin, "git", "tag", "v1", "main")
    report = partial(runner.step, "Report what changed", working_directory="client")
    for base in ("v1", commit):
        assert report(diff_base=base).returncode == 0
    unknown = report(diff_base="nowhere")
    assert unknown.returncode != 0
    branches = environment.do(runner.workspace, "git", "branch", "--all")
    for refspec in ("+refs/heads/*:refs/heads/*", "main:stolen", "main:topic", "*"):
        refused = report(diff_base=refspec)
        assert refused.returncode == 2, refspec
    assert environment.do(runner.workspace, "git", "branch", "--all") == branches

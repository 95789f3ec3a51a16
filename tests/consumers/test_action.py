"""The GitHub Action: its steps, run with bash and the variables that GitHub sets."""

import json
import os
import re
from collections.abc import Callable, Mapping
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
GITHUB = {
    "github.token": "a token",
    "github.event.pull_request.number": "7",
    "github.event.pull_request.head.repo.full_name": "acme/client",
}
GH = """\
#!/usr/bin/env python3
import json, os, pathlib, sys
options = dict(zip(sys.argv, sys.argv[1:]))
store = pathlib.Path(os.environ["GH_STORE"])
comments = json.loads(store.read_text())
if os.environ["GH_TOKEN"] != "a token":
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
if "--slurp" in options:
    path = "repos/acme/client/issues/7/comments?per_page=100"
    assert sys.argv[1:] == ["api", "--paginate", "--slurp", path], sys.argv
    print(json.dumps([comments[:1], comments[1:]]))
    sys.exit()
body = pathlib.Path(options["--field"].removeprefix("body=@")).read_text()
path = sys.argv[-1]
if options["--method"] == "POST" and path == "repos/acme/client/issues/7/comments":
    user = {"login": "github-actions[bot]"}
    comments.append({"id": len(comments), "user": user, "body": body})
else:
    assert options["--method"] == "PATCH", sys.argv
    place = path.removeprefix("repos/acme/client/issues/comments/")
    comments[int(place)]["body"] = body
store.write_text(json.dumps(comments))
"""


Run = Callable[..., Done]


class Runner:
    """A machine of GitHub's that has a repository checked out."""

    def __init__(
        self, workspace: Path, temporary: Path, python: Path, run: Run
    ) -> None:
        self.workspace = workspace
        self.summary = workspace / "summary.md"
        self.output = workspace / "output.txt"
        self.comments = workspace / "comments.json"
        self.temporary = temporary
        self._python = python
        self._run = run

    def step(self, name: str, event: Mapping[str, str] = GITHUB, **inputs: str) -> Done:
        """What a step does; inputs that are not given have their defaults."""
        given = {key: one["default"] for key, one in ACTION["inputs"].items()}
        given |= {key.replace("_", "-"): value for key, value in inputs.items()}
        values = {f"inputs.{key}": value for key, value in given.items()} | event
        values["steps.python.outputs.python-path"] = str(self._python)
        (step,) = (step for step in STEPS if step["name"] == name)
        script = self.temporary / "step.sh"
        script.write_text(step["run"])
        variables = {
            key: EXPRESSION.sub(lambda match: values[match[1]], value)
            for key, value in step["env"].items()
        }
        variables["RUNNER_TEMP"] = str(self.temporary)
        variables["GITHUB_STEP_SUMMARY"] = str(self.summary)
        variables["GITHUB_OUTPUT"] = str(self.output)
        variables["GITHUB_REPOSITORY"] = "acme/client"
        variables["GITHUB_WORKSPACE"] = str(self.workspace)
        variables["GH_STORE"] = str(self.comments)
        variables["PATH"] = f"{self.temporary / 'bin'}{os.pathsep}{os.environ['PATH']}"
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
    (temporary / "bin").mkdir()
    gh = temporary / "bin/gh"
    gh.write_text(GH)
    gh.chmod(0o755)
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


def test_every_input_is_used_and_reaches_the_shell_through_the_environment() -> None:
    assert ACTION["runs"]["using"] == "composite"
    read = re.findall(r"\$\{\{(.*?)\}\}", json.dumps(STEPS))
    assert set(re.findall(r"inputs\.([\w-]+)", " ".join(read))) == set(ACTION["inputs"])
    for step in STEPS:
        script = step.get("run", "")
        assert "${{" not in script
        assert ("run" in step) == ("shell" in step)
        assert ("run" in step) != ("uses" in step)
        given = set(step.get("env", {}))
        used = set(re.findall(r"\$\{?([A-Z_]+)", script))
        assert {name for name in used if name.startswith("WIROGEN_")} <= given
        assert given - {"GH_TOKEN"} <= used, step["name"]


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


def test_what_changed_on_the_base_since_a_branch_left_it_is_not_in_its_report(
    runner: Runner, environment: Environment, tmp_path: Path
) -> None:
    git = partial(environment.do, runner.workspace, "git")
    git("branch", "topic")
    change(runner, "50", "40")
    git("commit", "--quiet", "--all", "--message", "breaks on main")
    git("checkout", "--quiet", "topic")
    git("commit", "--quiet", "--allow-empty", "--message", "changes nothing")
    clone = ("git", "clone", "--quiet", "--branch=topic", "--single-branch")
    origin = runner.workspace.as_uri()
    for depth, said, warned in (
        ((), "**no changes**", False),
        (("--no-single-branch",), "**no changes**", False),
        (("--depth=1",), "**1 compatible in 1 model**", True),
    ):
        folder = tmp_path / f"clone{len(list(tmp_path.iterdir()))}"
        environment.do(tmp_path, *clone, *depth, origin, folder)
        fresh = Runner(folder, runner.temporary, environment.python, environment.run)
        inputs = {"working_directory": "client", "diff_base": "main"}
        told = fresh.step("Report what changed", **inputs)
        assert told.returncode == 0, told.stderr
        assert said in fresh.summary.read_text()
        assert ("fetch-depth: 0" in told.stdout) is warned


def comments(runner: Runner) -> list[str]:
    return [each["body"] for each in json.loads(runner.comments.read_text())]


def test_one_comment_tells_what_changed_and_is_kept_up_to_date(runner: Runner) -> None:
    def comment() -> Done:
        said: dict[str, str] = {"working_directory": "client", "diff_base": "main"}
        assert runner.step("Report what changed", **said).returncode == 0
        return runner.step("Comment on the pull request", **said)

    first = "<!-- wirogen diff of client -->\n"
    stranger = {"id": 0, "user": {"login": "mallory"}, "body": f"{first}mine"}
    runner.comments.write_text(json.dumps([stranger]))
    quiet = comment()
    assert (quiet.returncode, comments(runner)) == (0, [stranger["body"]]), quiet.stderr
    change(runner, "50", "40")
    for _ in range(2):
        told = comment()
        assert told.returncode == 0, told.stderr
        _, ours = comments(runner)
        assert ours.startswith(f"{first}**1 breaking in 1 model**\n")
    change(runner, "40", "50")
    comment()
    assert comments(runner) == [stranger["body"], f"{first}**no changes**\n"]


def test_a_long_report_is_told_of_in_a_comment(runner: Runner) -> None:
    runner.comments.write_text("[]")
    change(runner, "50", "40")
    said: dict[str, str] = {"working_directory": "client", "diff_base": "main"}
    runner.step("Report what changed", **said)
    report = runner.temporary / "wirogen.md"
    report.write_text(f"{report.read_text()}{'x' * 60000}")
    assert runner.step("Comment on the pull request", **said).returncode == 0
    (comment,) = comments(runner)
    assert "**1 breaking in 1 model**" in comment
    assert "in the summary of the job" in comment
    assert len(comment) < 300


def test_who_may_not_comment_or_upload_is_told_so(runner: Runner) -> None:
    fork = GITHUB | {"github.event.pull_request.head.repo.full_name": "eve/client"}
    for name in ("Comment on the pull request", "Look for what code scanning shows"):
        told = runner.step(name, fork, diff_base="main")
        assert told.returncode == 0, told.stderr
        assert told.stdout.startswith("::notice::a pull request of a fork may not")
    runner.comments.write_text("[]")
    powerless = GITHUB | {"github.token": "a powerless one"}
    told = runner.step("Comment on the pull request", powerless, diff_base="main")
    assert (told.returncode, comments(runner)) == (0, [])
    assert "pull-requests: write" in told.stdout
    assert not runner.output.exists()


def test_code_scanning_gets_what_lint_finds(runner: Runner) -> None:
    name, folder = "Look for what code scanning shows", "client"
    change(runner, "maximum: 50", "maximum: 5")
    push = GITHUB | {"github.event.pull_request.head.repo.full_name": ""}
    for event in (GITHUB, push):
        told = runner.step(name, event, working_directory=folder)
        assert told.returncode == 0, told.stderr
    (place,) = set(runner.output.read_text().splitlines())
    (run,) = json.loads(Path(place.removeprefix("sarif=")).read_text())["runs"]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    names = {place["artifactLocation"]["uri"] for place in places}
    assert names == {"client/specs/acme/paint.yaml"}

"""What `generate` and `diff` say about changes of specifications that git knows."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wirogen.cli import main

MODEL = """\
wirogen: 1
model: acme/paint
inputs:
  prompt:
    kind: text
    required: true
    help: What to paint.
  steps:
    kind: number
    integer: true
    minimum: 1
    maximum: 50
    help: How long to paint.
"""
Run = Callable[..., Result]


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True
    )


def commit(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "state")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs wirogen in a folder that has one model in `specs`."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, MODEL)
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, arguments)


def write(folder: Path, text: str) -> None:
    (folder / "specs").mkdir(exist_ok=True)
    (folder / "specs/paint.yaml").write_text(text)


def test_generate_grades_what_it_changed_since_the_last_commit(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    run("generate")
    commit(tmp_path)
    assert "Since the last commit" not in run("generate").output
    write(tmp_path, MODEL.replace("50", "40").replace("How long", "How well"))
    graded = run("generate")
    assert graded.exit_code == 0
    told = graded.output.partition("Since the last commit:\n")[2]
    assert told.startswith("breaking:\n  acme/paint steps ")
    assert told.endswith("1 breaking, 1 words in 1 model\n")
    assert told == run("diff", "--git", "HEAD").output
    assert "Since the last commit" not in run("generate").output


def test_generate_grades_nothing_where_no_specification_was_committed(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "nothing yet")
    assert "Since the last commit" not in run("generate").output
    assert "was added" in run("diff", "--git", "HEAD").output


@pytest.mark.parametrize("repository", [False, True], ids=["no git", "no commit"])
def test_generate_needs_no_git(run: Run, tmp_path: Path, repository: bool) -> None:
    if repository:
        git(tmp_path, "init", "--quiet")
    done = run("generate")
    assert done.exit_code == 0
    assert "Since the last commit" not in done.output
    assert "git" not in done.output


def test_generate_mends_a_commit_that_could_not_be_read(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path, "wirogen: 1\n")
    commit(tmp_path)
    write(tmp_path, MODEL)
    assert run("generate").exit_code == 0
    told = run("diff", "--git", "HEAD")
    assert told.exit_code == 0
    assert "acme/paint cannot be compared" in told.output
    assert "HEAD:specs/paint.yaml" in told.output


def test_an_error_of_a_revision_leaves_the_other_models_compared(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    draw = MODEL.replace("acme/paint", "acme/draw")
    (tmp_path / "specs/draw.yaml").write_text(draw.replace("kind: ", "kind: x"))
    commit(tmp_path)
    (tmp_path / "specs/draw.yaml").write_text(draw)
    write(tmp_path, MODEL.replace("50", "40"))
    graded = run("diff", "--git", "HEAD")
    assert graded.exit_code == 1
    assert "acme/draw cannot be compared" in graded.output
    assert graded.output.endswith("1 breaking, 1 compatible in 2 models\n")


def test_an_error_of_a_revision_beside_the_specifications_is_refused(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "specs/overrides.yaml").write_text("acme/paint: 3\n")
    commit(tmp_path)
    (tmp_path / "specs/overrides.yaml").unlink()
    refused = run("diff", "--git", "HEAD")
    assert refused.exit_code == 2
    assert "HEAD:specs/overrides.yaml" in refused.output


def test_specifications_that_were_not_there_yet_are_added(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "specs").rename(tmp_path / "later")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    git(tmp_path, "rm", "--quiet", "-r", "later")
    write(tmp_path, MODEL)
    assert run("diff", "--git", "HEAD").output.endswith("1 compatible in 1 model\n")


def test_models_that_are_gone_are_told_by_their_place_in_git(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write(tmp_path, MODEL.replace("acme/paint", "acme/draw"))
    removed = run("diff", "--git", "HEAD", "--format", "json")
    assert removed.exit_code == 1
    assert '"file": "HEAD:specs/paint.yaml"' in removed.output


def test_overrides_count_as_each_side_has_them(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    (tmp_path / "specs/overrides.yaml").write_text(
        "acme/paint:\n  steps: {maximum: 40, reason: the help says so}\n"
    )
    narrowed = run("diff", "--git", "HEAD")
    assert narrowed.exit_code == 1
    assert "1 breaking" in narrowed.output
    commit(tmp_path)
    assert run("diff", "--git", "HEAD").output == "no changes\n"
    (tmp_path / "specs/overrides.yaml").unlink()
    assert "1 compatible" in run("diff", "--git", "HEAD").output


def test_specifications_beside_the_project_are_compared_too(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project/wirogen.toml").write_text('specs = "../specs"\n')
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write(tmp_path, MODEL.replace("50", "60"))
    monkeypatch.chdir(tmp_path / "project")
    assert "1 compatible" in run("diff", "--git", "HEAD").output


def test_a_moved_folder_is_compared_with_where_it_was(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wirogen.toml").write_text('specs = "specs"\n')
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    (tmp_path / "specs").rename(tmp_path / "models")
    (tmp_path / "wirogen.toml").write_text('specs = "models"\n')
    path = tmp_path / "models/paint.yaml"
    path.write_text(MODEL.replace("50", "40"))
    narrowed = run("diff", "--git", "HEAD")
    assert narrowed.exit_code == 1
    assert "1 breaking in 1 model" in narrowed.output


def test_a_model_that_left_the_configuration_was_removed(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path, MODEL)
    (tmp_path / "specs/draw.yaml").write_text(MODEL.replace("paint", "draw"))
    (tmp_path / "wirogen.toml").write_text('models = "acme/*"\n')
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    (tmp_path / "wirogen.toml").write_text('models = "acme/paint"\n')
    removed = run("diff", "--git", "HEAD")
    assert removed.exit_code == 1
    assert "acme/draw was removed" in removed.output


@pytest.mark.parametrize("up", ["", "../"])
def test_what_is_excluded_then_and_now_is_no_change(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, up: str
) -> None:
    project = tmp_path / "project" if up else tmp_path
    project.mkdir(exist_ok=True)
    (project / "wirogen.toml").write_text(
        f'specs = "{up}specs"\nexclude = "{up}specs/draw*"\n'
    )
    (tmp_path / "specs/draw.yaml").write_text("no specification: [")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    monkeypatch.chdir(project)
    same = run("diff", "--git", "HEAD")
    assert (same.exit_code, same.stdout) == (0, "no changes\n")


def test_what_an_archive_would_leave_out_is_compared_all_the_same(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / ".gitattributes").write_text("specs export-ignore\n* text eol=crlf\n")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    assert run("diff", "--git", "HEAD").output == "no changes\n"


def test_links_are_followed_at_no_revision(run: Run, tmp_path: Path) -> None:
    (tmp_path / "shared/one").mkdir(parents=True)
    (tmp_path / "shared/one/draw.yaml").write_text(MODEL.replace("paint", "draw"))
    (tmp_path / "shared/mould.yaml").write_text(MODEL.replace("paint", "mould"))
    (tmp_path / "specs/all").symlink_to("../shared/one")
    (tmp_path / "specs/mould.yaml").symlink_to("../shared/mould.yaml")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    assert run("diff", "--git", "HEAD").output == "no changes\n"
    (tmp_path / "specs/all").unlink()
    assert run("diff", "--git", "HEAD").output == "no changes\n"


def test_a_folder_without_git_is_told_as_such(run: Run) -> None:
    refused = run("diff", "--git", "HEAD")
    assert refused.exit_code == 2
    assert "not a git repository" in refused.output
    assert "give a commit" not in refused.output


def test_an_unknown_revision_cannot_be_compared(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    for revision in ("nowhere", "--output=x"):
        refused = run("diff", f"--git={revision}")
        assert refused.exit_code == 2
        assert "error[E104]" in refused.output


HOSTILE = "::error file=README.md,line=1::boom ##[add-mask]x"


def no_line_is_a_command(output: str) -> bool:
    starts = (line.lstrip(" +-").startswith("::") for line in output.splitlines())
    return "boom" in output and "##[" not in output and not any(starts)


def test_a_help_text_is_no_command_to_who_reads_a_drift(
    run: Run, tmp_path: Path
) -> None:
    write(tmp_path, MODEL.replace("How long to paint.", f'"{HOSTILE}"'))
    assert run("generate").exit_code == 0
    (module,) = (tmp_path / "generated").rglob("paint.py")
    assert HOSTILE in module.read_text()
    module.write_text(module.read_text().replace("maximum=50", "maximum=51"))
    drift = run("check", "--diff")
    assert drift.exit_code == 1
    assert no_line_is_a_command(drift.output)


def test_a_help_text_is_no_command_to_who_reads_a_diff(
    run: Run, tmp_path: Path
) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write(tmp_path, MODEL.replace("How long to paint.", f'"{HOSTILE}"'))
    assert no_line_is_a_command(run("diff", "--git", "HEAD").output)


@pytest.mark.parametrize(
    "arguments", [(), ("specs",), ("specs",) * 3, ("specs", "--git", "HEAD")]
)
def test_diff_takes_two_states_or_a_revision(
    run: Run, arguments: tuple[str, ...]
) -> None:
    told = run("diff", *arguments)
    assert told.exit_code == 2
    assert "OLD and NEW, or --git REV" in told.stderr


@pytest.mark.parametrize(
    ("threshold", "status"),
    [("breaking", 0), ("behaviour", 0), ("compatible", 1), ("words", 1), ("never", 0)],
)
def test_diff_fails_on_the_grade_that_is_asked_for(
    run: Run, tmp_path: Path, threshold: str, status: int
) -> None:
    (tmp_path / "before.yaml").write_text(MODEL)
    (tmp_path / "after.yaml").write_text(MODEL.replace("50", "60"))
    graded = run("diff", "before.yaml", "after.yaml", "--fail-on", threshold)
    assert (graded.exit_code, "allows more numbers" in graded.output) == (status, True)


def test_diff_never_fails_where_that_is_asked_for(run: Run, tmp_path: Path) -> None:
    (tmp_path / "before.yaml").write_text(MODEL)
    (tmp_path / "after.yaml").write_text(MODEL.replace("50", "40"))
    assert run("diff", "before.yaml", "after.yaml").exit_code == 1
    never = run("diff", "before.yaml", "after.yaml", "--fail-on", "never")
    assert never.exit_code == 0


def test_changes_become_annotations_beside_their_specification(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    write(tmp_path, MODEL.replace("50", "40"))
    annotated = run("diff", "--git", "HEAD", "--format", "github")
    assert annotated.exit_code == 1
    assert annotated.output == (
        "::error file=specs/paint.yaml,line=8,col=3,title=breaking::acme/paint steps"
        " allows fewer numbers: 1 to 50 -> 1 to 40 [range-narrowed]\n"
        "1 breaking in 1 model\n"
    )

"""The hooks of pre-commit, run by pre-commit."""

from collections.abc import Callable
from pathlib import Path

import pytest
from environments import Done, Environment, Release

MODULE = "generated/painter_models/acme/paint.py"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """pre-commit's cache, in which it installs hooks."""
    return tmp_path_factory.mktemp("hooks") / "cache"


@pytest.fixture
def repository(
    sample: Callable[[str], Path],
    release: Release,
    cache: Path,
    environment: Environment,
) -> Path:
    """A repository whose client is committed as its specifications give it."""
    folder = sample("precommit")
    settings = folder / ".pre-commit-config.yaml"
    settings.write_text(release.named_in(settings.read_text()))
    environment.do(folder, "wirogen", "generate")
    begin(folder, environment)
    install = ("pre-commit", "install", "--install-hooks")
    environment.install(folder, *install, PRE_COMMIT_HOME=str(cache))
    return folder


def begin(folder: Path, environment: Environment) -> None:
    environment.do(folder, "git", "init", "--quiet")
    environment.do(folder, "git", "add", "--all")
    environment.do(folder, "git", "commit", "--quiet", "--message", "begin")


Commit = Callable[..., Done]


@pytest.fixture
def commit(repository: Path, cache: Path, environment: Environment) -> Commit:
    """Commits everything, as a developer does who has the hooks installed."""

    def committed() -> Done:
        environment.do(repository, "git", "add", "--all")
        words = ("git", "commit", "--message", "change")
        return environment.run(repository, *words, PRE_COMMIT_HOME=str(cache))

    return committed


def test_a_commit_is_let_through_until_client_and_specifications_part(
    repository: Path, commit: Commit
) -> None:
    (repository / "README.md").write_text("# Painter\n")
    clean = commit()
    assert clean.returncode == 0, clean.stderr
    assert "Passed" in clean.stderr
    specification = repository / "specs/acme/paint.yaml"
    specification.write_text(specification.read_text().replace("50", "60"))
    stale = commit()
    assert stale.returncode == 1
    assert "changed: acme/paint.py" in stale.stderr


def test_a_specification_that_is_gone_does_not_get_past(
    repository: Path, commit: Commit, environment: Environment
) -> None:
    (repository / "specs/acme/draw.yaml").write_text(
        "wirogen: 1\nmodel: acme/draw\ninputs: {}\n"
    )
    environment.do(repository, "wirogen", "generate")
    assert commit().returncode == 0
    environment.do(repository, "git", "rm", "--quiet", "specs/acme/draw.yaml")
    gone = commit()
    assert gone.returncode == 1
    assert "extra: acme/draw.py" in gone.stderr


def test_a_hand_edit_does_not_get_in(repository: Path, commit: Commit) -> None:
    (repository / MODULE).write_text("EDITED = True\n")
    edited = commit()
    assert edited.returncode == 1
    assert "edited by hand" in edited.stderr


def test_the_other_hook_generates_so_that_the_next_commit_passes(
    repository: Path, commit: Commit
) -> None:
    settings = repository / ".pre-commit-config.yaml"
    settings.write_text(
        settings.read_text().replace("wirogen-check", "wirogen-generate")
    )
    specification = repository / "specs/acme/paint.yaml"
    specification.write_text(specification.read_text().replace("50", "60"))
    modified = commit()
    assert modified.returncode == 1
    assert "files were modified by this hook" in modified.stderr
    assert "60" in (repository / MODULE).read_text()
    assert commit().returncode == 0

"""The build hook of hatchling."""

import re
import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from environments import Environment, Release

from repository import ROOT

SAMPLE = Path(__file__).parent / "hatch"
PAGE = ROOT / "docs" / "building.md"
PIP = ("-m", "pip", "--quiet")
LOCAL = ("--no-build-isolation", "--no-deps")
MODULE = "painter/models/acme/paint.py"
MANIFEST = "painter/models/MANIFEST.json"


@pytest.fixture
def project(sample: Callable[[str], Path], environment: Environment) -> Path:
    """A project whose client git ignores, so that only the hook can ship it."""
    folder = sample("hatch")
    environment.do(folder, "git", "init", "--quiet")
    return folder


def model(project: Path) -> Path:
    return project / "specs/acme/paint.yaml"


def wheel_of(project: Path, environment: Environment) -> dict[str, bytes]:
    python, dist = environment.python, project / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    environment.do(project, python, *PIP, "wheel", *LOCAL, "--wheel-dir", dist, ".")
    (wheel,) = dist.glob("*.whl")
    return contents_of(wheel)


@pytest.fixture(scope="module")
def directly(
    environment: Environment, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """What the wheel of the sample holds."""
    folder = tmp_path_factory.mktemp("directly") / "hatch"
    shutil.copytree(SAMPLE, folder)
    return wheel_of(folder, environment)


def contents_of(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        assert len(set(archive.namelist())) == len(archive.namelist())
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_wheel_has_the_client_of_the_specifications_as_they_are_now(
    project: Path, environment: Environment
) -> None:
    first = wheel_of(project, environment)
    assert {"painter/__init__.py", MODULE, MANIFEST, "painter/models/py.typed"} <= set(
        first
    )
    assert not any(name.startswith(("src/", "specs/")) for name in first)
    assert wheel_of(project, environment) == first
    model(project).write_text(model(project).read_text().replace("50", "60"))
    drifted = environment.run(project, "wirogen", "check")
    assert drifted.returncode == 1, drifted.stderr
    assert b"60" in wheel_of(project, environment)[MODULE]
    environment.do(project, "wirogen", "check")


def test_what_the_page_requires_builds_in_isolation_and_without_an_index_that_has_it(
    *,
    project: Path,
    environment: Environment,
    release: Release,
    directly: dict[str, bytes],
) -> None:
    (required,) = re.findall(r'"(wirogen @ [^"]+)"', PAGE.read_text())
    settings = project / "pyproject.toml"
    text = settings.read_text().replace('"wirogen"', f'"{release.named_in(required)}"')
    assert release.commit in text
    settings.write_text(text)
    build = (environment.python, "-m", "build", "--wheel", "--outdir", "isolated", ".")
    environment.install(project, *build)
    (isolated,) = (project / "isolated").glob("*.whl")
    assert contents_of(isolated) == directly


def test_an_edited_output_is_found_and_does_not_reach_a_wheel(
    project: Path, environment: Environment
) -> None:
    first = wheel_of(project, environment)
    module = project / "src" / MODULE
    module.write_text(module.read_text() + "EDITED = True\n")
    checked = environment.run(project, "wirogen", "check")
    assert checked.returncode == 1
    assert "edited by hand" in checked.stdout
    assert wheel_of(project, environment)[MODULE] == first[MODULE]


def test_a_source_distribution_gives_the_same_wheel(
    project: Path, environment: Environment, directly: dict[str, bytes]
) -> None:
    build = (environment.python, "-m", "build", "--no-isolation", ".")
    environment.do(project, *build)
    (wheel,) = (project / "dist").glob("*.whl")
    assert contents_of(wheel) == directly
    with tarfile.open(next((project / "dist").glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {f"src/{MODULE}", f"src/{MANIFEST}", "specs/acme/paint.yaml"} <= names


def test_an_editable_installation_imports_what_lies_in_the_project(
    project: Path, environment: Environment, tmp_path: Path
) -> None:
    settings = project / "pyproject.toml"
    elsewhere = settings.read_text().replace('output = "src"', 'output = "generated"')
    settings.write_text(elsewhere.replace("painter.models", "painter_models"))
    site = tmp_path / "site"
    target = ("--target", site, "--editable", ".")
    environment.do(project, environment.python, *PIP, "install", *LOCAL, *target)
    assert not (site / "painter_models").exists()
    program = (
        f"import site; site.addsitedir({str(site)!r})\n"
        "import painter; from painter_models.acme import paint\nprint(paint.__file__)"
    )
    where = environment.do(tmp_path, environment.python, "-c", program)
    assert Path(where.strip()) == project / "generated/painter_models/acme/paint.py"


def test_a_finding_ends_the_build_and_is_told_without_a_traceback(
    project: Path, environment: Environment
) -> None:
    model(project).write_text(model(project).read_text().replace("50", "0"))
    build = (environment.python, "-m", "pip", "wheel", *LOCAL, ".")
    refused = environment.run(project, *build)
    assert refused.returncode != 0
    told = refused.stdout + refused.stderr
    assert "specs/acme/paint.yaml:" in told
    assert "error[E" in told
    assert "Traceback" not in told
    assert not (project / "src/painter/models").exists()


@pytest.mark.parametrize(
    ("before", "after", "code", "hint"),
    [
        ("package =", "pakcage =", "E501", "did you mean 'package'?"),
        (
            "hooks.wirogen]",
            "hooks.wirogen]\nenable_by_default = true",
            "E508",
            "did you mean 'enable-by-default'?",
        ),
    ],
    ids=["of wirogen", "of the hook"],
)
def test_a_misspelt_setting_ends_the_build(
    project: Path,
    environment: Environment,
    before: str,
    after: str,
    code: str,
    hint: str,
) -> None:
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace(before, after))
    program = "import hatchling.build as b; b.build_wheel('.')"
    refused = environment.run(project, environment.python, "-c", program)
    assert refused.returncode == 1
    assert f"error[{code}]" in refused.stderr
    assert hint in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_source_distribution_cannot_leave_its_specifications_behind(
    project: Path, environment: Environment
) -> None:
    (project / "specs").rename(project.parent / "specs")
    settings = project / "pyproject.toml"
    settings.write_text(
        settings.read_text().replace("output =", 'specs = "../specs"\noutput =')
    )
    program = "import hatchling.build as b; b.build_{}('.')"
    wheel = environment.run(project, environment.python, "-c", program.format("wheel"))
    assert wheel.returncode == 0, wheel.stderr
    sdist = environment.run(project, environment.python, "-c", program.format("sdist"))
    assert sdist.returncode == 1
    assert "error[E507]" in sdist.stderr


def test_an_output_outside_of_the_project_is_told_once_and_not_written(
    project: Path, environment: Environment
) -> None:
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text().replace('"src"', '"../elsewhere"'))
    program = "import hatchling.build as b; b.build_sdist('.')"
    sdist = environment.run(project, environment.python, "-c", program)
    assert sdist.returncode == 1
    assert sdist.stderr.count("error[E507]") == 1
    assert not (project.parent / "elsewhere").exists()

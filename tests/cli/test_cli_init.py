"""`wirogen init`: a configuration that suits the folder, and nothing lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wirogen.cli import main
from wirogen.config import Config, read_config

Init = Callable[..., Result]


@pytest.fixture
def init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Runs `wirogen init` in a folder of its own; `typed` are the answers."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(main, ["init", *arguments], input=typed)

    return run


def project(folder: Path, *modules: str, text: str = "") -> Path:
    path = folder / "pyproject.toml"
    path.write_text(text or '[project]\nname = "Fine-Art.tools"\nversion = "1"\n')
    for module in modules:
        (folder / module).mkdir(parents=True)
        (folder / module / "__init__.py").touch()
    return path


def package_and_folder(config: Config, root: Path) -> tuple[str, str]:
    (output,) = config.outputs
    return output.package, (output.folder.relative_to(root)).as_posix()


def test_an_empty_folder_gets_a_file_of_its_own(init: Init, tmp_path: Path) -> None:
    done = init("--yes")
    assert done.exit_code == 0
    assert "wirogen pull wiro/instant-id" in done.output
    config = read_config(tmp_path / "wirogen.toml")
    assert package_and_folder(config, tmp_path) == ("wiro_models", "generated")
    assert (tmp_path / "specs").is_dir()


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("src/fine_art_tools", ("fine_art_tools.wiro_models", "src")),
        ("fine_art_tools", ("fine_art_tools.wiro_models", ".")),
        ("other", ("wiro_models", "generated")),
    ],
)
def test_a_projects_client_is_suggested_inside_its_package(
    init: Init, tmp_path: Path, module: str, expected: tuple[str, str]
) -> None:
    path = project(tmp_path, module)
    before = path.read_text()
    assert init("--yes").exit_code == 0
    assert path.read_text().startswith(before)
    assert package_and_folder(read_config(path), tmp_path) == expected
    assert not (tmp_path / "wirogen.toml").exists()


def test_answers_go_before_what_is_suggested(init: Init, tmp_path: Path) -> None:
    assert init(typed="models\n\nacme.models\n").exit_code == 0
    config = read_config(tmp_path / "wirogen.toml")
    assert config.specs == (tmp_path / "models",)
    assert package_and_folder(config, tmp_path) == ("acme.models", "generated")


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "{0}", "{0}{0}{0}"])
def test_what_stood_in_a_pyproject_stays_as_it_was(
    init: Init, tmp_path: Path, line_end: str, end: str
) -> None:
    lines = ("\ufeff[project] # ä", 'name = "a"', 'version = "1"')
    before = line_end.join(lines)
    path = project(tmp_path)
    path.write_bytes(f"{before}{end.format(line_end)}".encode())
    assert init("--yes").exit_code == 0
    after = path.read_bytes().decode()
    assert after.startswith(f"{before}{line_end}{line_end}[tool.wirogen]{line_end}")
    assert after.count("\n") == after.count(line_end)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        ("my-models", "did you mean 'my_models'?"),
        ("class", "did you mean 'class_'?"),
        ("--", "write one such as 'acme.models'"),
    ],
)
def test_a_name_that_no_package_can_have_is_asked_for_again(
    init: Init, tmp_path: Path, answer: str, hint: str
) -> None:
    done = init(typed=f"\n\n{answer}\nfine\n")
    assert done.exit_code == 0
    assert f"{answer!r} is not the name of a package; {hint}" in done.output
    (output,) = read_config(tmp_path / "wirogen.toml").outputs
    assert output.package == "fine"


def test_answers_that_make_no_configuration_write_nothing(
    init: Init, tmp_path: Path
) -> None:
    refused = init(typed="specs\nspecs\n\n")
    assert refused.exit_code == 2
    assert "lies among the specifications" in refused.output
    assert not [*tmp_path.iterdir()]


def test_a_pyproject_that_takes_no_table_is_left_alone(
    init: Init, tmp_path: Path
) -> None:
    text = "tool = {black = {line-length = 88}}\n"
    path = project(tmp_path, text=text)
    assert init("--yes").exit_code == 0
    assert path.read_text() == text
    assert read_config(tmp_path / "wirogen.toml").outputs


def test_specifications_that_are_there_already_are_not_asked_for(
    init: Init, tmp_path: Path
) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/card.md").touch()
    assert (
        init("--yes").output == "wirogen.toml: written\nNow run `wirogen generate`.\n"
        "It writes the package wiro_models into generated;"
        " `PYTHONPATH=generated python -m wiro_models models` lists its models.\n"
    )


def test_a_configuration_that_is_there_is_left_alone(
    init: Init, tmp_path: Path
) -> None:
    init("--yes")
    before = (tmp_path / "wirogen.toml").read_text()
    again = init("--yes")
    assert again.exit_code == 2
    assert "error[E509]" in again.output
    assert (tmp_path / "wirogen.toml").read_text() == before


def test_a_pyproject_that_is_not_toml_is_left_alone(init: Init, tmp_path: Path) -> None:
    path = project(tmp_path, text="[project\n")
    refused = init("--yes")
    assert refused.exit_code == 2
    assert "error[E500]" in refused.output
    assert path.read_text() == "[project\n"


def test_where_nobody_answers_the_option_for_that_is_named(
    init: Init, tmp_path: Path
) -> None:
    silent = init()
    assert silent.exit_code == 2
    assert "--yes" in silent.output
    assert not [*tmp_path.iterdir()]

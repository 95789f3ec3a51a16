"""Configuration: strict, relative to its file, with hints for what is misspelt."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen.config import (
    Beginning,
    Config,
    OutputConfig,
    chosen_config,
    default_config,
    example_config,
    find_config,
    read_config,
)
from wirogen.diagnostics import Diagnostic, Refused


def written(folder: Path, text: str, name: str = "wirogen.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def findings_of(path: Path) -> tuple[Diagnostic, ...]:
    with pytest.raises(Refused) as refused:
        read_config(path)
    return refused.value.report.findings


def place_of(finding: Diagnostic) -> tuple[int, int]:
    position = finding.span.position
    assert position is not None
    return position.line, position.column


def test_the_simple_settings_describe_one_output(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[tool.wirogen]\nspecs = "models"\noutput = "src"\n'
        'package = "acme.clients"\nmodels = ["wiro/*"]\n',
        "pyproject.toml",
    )
    config = read_config(path)
    (output,) = config.outputs
    assert config.specs == (tmp_path / "models",)
    assert output.folder == tmp_path / "src"
    assert output.root == tmp_path / "src" / "acme" / "clients"
    assert output.models == ("wiro/*",)


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, ""))
    assert config == Config(
        file=tmp_path / "wirogen.toml",
        root=tmp_path,
        specs=(tmp_path / "specs",),
        overrides=None,
        outputs=(
            OutputConfig(
                folder=tmp_path / "generated",
                package="wiro_models",
                models=(),
                target="python",
                templates=None,
            ),
        ),
    )


def test_a_misspelt_table_of_a_pyproject_is_told(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text('[project]\nname = "a"\n\n[tool.wirogenn]\nspecs = "x"\n')
    with pytest.raises(Refused) as refused:
        find_config(tmp_path)
    (finding,) = refused.value.report
    assert finding.span.place == f"{path}:4:1"
    assert finding.hint == "did you mean [tool.wirogen]?"


def test_several_outputs_stand_in_tables(tmp_path: Path) -> None:
    for folder in ("ours", "theirs"):
        (tmp_path / folder).mkdir()
    config = read_config(
        written(
            tmp_path,
            'templates = "ours"\n[[output]]\nfolder = "a"\nmodels = "wiro/*"\n'
            '[[output]]\nfolder = "b"\ntarget = "json-schema"\ntemplates = "theirs"\n',
        )
    )
    first, second = config.outputs
    assert (first.root, first.models) == (tmp_path / "a" / "wiro_models", ("wiro/*",))
    assert first.templates == tmp_path / "ours"
    assert (second.root, second.templates) == (tmp_path / "b", tmp_path / "theirs")


def test_two_packages_can_share_a_folder(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[[output]]\nfolder = "src"\npackage = "images"\nmodels = "wiro/image-*"\n'
        '[[output]]\nfolder = "src"\npackage = "video"\nmodels = "wiro/video-*"\n',
    )
    assert [output.root for output in read_config(path).outputs] == [
        tmp_path / "src" / "images",
        tmp_path / "src" / "video",
    ]


def test_docs_asks_for_a_reference_of_the_same_models(tmp_path: Path) -> None:
    path = written(tmp_path, 'models = "wiro/*"\npackage = "acme"\ndocs = "pages"\n')
    package, reference = read_config(path).outputs
    assert package.target == "python"
    assert reference == OutputConfig(
        folder=tmp_path / "pages", package="acme", models=("wiro/*",), target="markdown"
    )


def test_specifications_can_be_several_folders_and_files(tmp_path: Path) -> None:
    path = written(tmp_path, 'specs = ["ours", "theirs/one.md"]\n')
    assert read_config(path).specs == (tmp_path / "ours", tmp_path / "theirs/one.md")


def test_overrides_beside_the_first_specifications_need_no_setting(
    tmp_path: Path,
) -> None:
    beside = written(tmp_path / "ours", "", "overrides.yaml")
    path = written(tmp_path, 'specs = ["ours", "theirs"]\n')
    assert read_config(path).overrides == beside
    other = written(tmp_path, "", "other.yaml")
    path = written(tmp_path, 'specs = "ours"\noverrides = "other.yaml"\n')
    assert read_config(path).overrides == other


def test_a_misspelt_key_is_refused_with_its_place_and_a_suggestion(
    tmp_path: Path,
) -> None:
    text = '[project]\npakage = 1\n[tool.wirogen]\n  pakage = "x"\n'
    (finding,) = findings_of(written(tmp_path, text, "pyproject.toml"))
    assert finding.code.name == "E501"
    assert finding.hint == "did you mean 'package'?"
    assert finding.span.pointer == "/tool/wirogen/pakage"
    assert place_of(finding) == (4, 3)


PLACES = {
    "in the third table": (
        "[[output]]\nfolder = 'a'\n[[output]]\nfolder = 'b'\n[[output]]\nfoldr = 'c'\n",
        (6, 1),
    ),
    "with a dotted key": ("[tool]\nwirogen.specs = 3\n", (2, 1)),
    "with quoted keys": ('["tool".\'wirogen\']\n"specs" = 3\n', (2, 1)),
    "as a table": ("[tool.wirogen]\n[tool.wirogen.outputs]\nx = 1\n", (2, 1)),
    "inside a line": ("[tool.wirogen]\noutput = [{foldr = 'x'}]\n", (2, 1)),
    "in a line of its own": ("tool.wirogen.package = 'class'\n", (1, 1)),
    "after windows line ends": ("[tool.wirogen]\r\n\r\nspecs = 3\r\n", (3, 1)),
}


@pytest.mark.parametrize(("text", "place"), PLACES.values(), ids=PLACES)
def test_a_finding_tells_where_the_setting_stands(
    tmp_path: Path, text: str, place: tuple[int, int]
) -> None:
    name = "pyproject.toml" if "tool" in text else "wirogen.toml"
    (tmp_path / name).write_bytes(text.encode())
    (finding,) = findings_of(tmp_path / name)
    assert place_of(finding) == place


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = 'specs = 3\nmodels = [1]\npackage = "my-client"\noutputs = "x"\n'
    findings = findings_of(written(tmp_path, text))
    assert [finding.code.name for finding in findings] == ["E502"] * 3 + ["E501"]
    assert "\n".join(finding.message for finding in findings) == (
        "`specs` is 3, but should be a path, or a list of paths\n"
        "`models` is a list that holds 1, but should be a slug or glob, or a list of"
        " them\n"
        "'my-client' is not the name of a package\n"
        "there is no setting 'outputs' here"
    )
    assert [finding.hint for finding in findings][2:] == [
        "did you mean 'my_client'?",
        "did you mean 'output'?",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("specs = [", "E500"),
        ('package = "class"', "E502"),
        ('package = "a..b"', "E502"),
        ('package = ""', "E502"),
        ('package = "größe"', "E502"),
        ("package = 2026-04-01", "E502"),
        ("output = 3", "E502"),
        ('output = ""', "E502"),
        ('output = "a\\u0000b"', "E502"),
        ('output = "a\\nb"', "E502"),
        ('specs = ["a\\u0000b"]', "E502"),
        ("output = {folder = 'x'}", "E502"),
        ("output = []", "E502"),
        ("specs = []", "E502"),
        ("specs = ['']", "E502"),
        ("models = []", "E502"),
        ("models = ['']", "E502"),
        ("output = [1]", "E502"),
        ("docs = true", "E502"),
        ('[[output]]\ntarget = "rust"', "E502"),
        ('[[output]]\nfoldr = "x"', "E501"),
        ('[[output]]\nspecs = "x"', "E501"),
        ('package = "x"\n[[output]]\nfolder = "y"', "E502"),
        ('[[output]]\nfolder = "a"\n[[output]]\nfolder = "./a"', "E504"),
        ('[[output]]\ntarget = "markdown"\n[[output]]\ntarget = "json-schema"', "E504"),
        ('output = "a"\ntarget = "markdown"\ndocs = "b/../a"', "E504"),
        ('output = "specs/out"', "E504"),
        ('docs = "specs"', "E504"),
        ('overrides = "nowhere.yaml"', "E001"),
        ('templates = "nowhere"', "E001"),
        (f'templates = "{"long" * 100}"', "E001"),
    ],
)
def test_a_wrong_setting_is_refused(tmp_path: Path, text: str, code: str) -> None:
    assert [finding.code.name for finding in findings_of(written(tmp_path, text))] == [
        code
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('[[output]]\ntarget = "jsonschema"', "did you mean 'json-schema'?"),
        ('target = "htlm"\nhistory = "."\nruntime = []', "did you mean 'html'?"),
        ('runtime = ["mcp"]', "add 'client', 'cli', 'realtime', or take 'mcp' out"),
        ('[[output]]\ntarget = "json_schema"', "did you mean 'json-schema'?"),
        ('[tool.wirogen]\npackage = "x"', "in wirogen.toml the settings stand at the"),
        ('Specs = "x"', "did you mean 'specs'?"),
        (
            "zzz = 1",
            "the settings are specs, exclude, overrides, lint, output, package",
        ),
        ('folder = "x"', "did you mean 'output'?"),
        ('[output]\nfolder = "x"', "write [[output]], with two brackets"),
        ("output = 'src\\gen'", "write / between the parts of a path"),
        ("specs = ['a', 'b\\c']", "write / between the parts of a path"),
        ('output = "~/gen"', "`~` is no folder here"),
    ],
)
def test_a_hint_tells_what_would_be_right(tmp_path: Path, text: str, hint: str) -> None:
    (finding,) = findings_of(written(tmp_path, text))
    assert finding.hint.startswith(hint)


def outputs(*runtimes: str) -> str:
    """Tables of outputs, the packages p0, p1, … with these runtimes."""
    tables = (
        f'[[output]]\npackage = "p{number}"\n{f"runtime = {each}" if each else ""}\n'
        for number, each in enumerate(runtimes)
    )
    return "".join(tables)


@pytest.mark.parametrize(
    ("text", "line", "finding"),
    [
        ("runtime = 3", 1, "E502 `runtime` is 3, but should be a list of rooms, or"),
        ('runtime = [""]', 1, "E502 `runtime` is a list that holds '', but should"),
        ('runtime = ["bach"]', 1, "E502 there is no room 'bach' in a runtime"),
        ('runtime = ["bach"]', 1, "did you mean 'batch'?"),
        ('\nruntime = ["cli"]', 2, "E510 the room 'cli' of a runtime needs 'client'"),
        ('runtime = ["batch"]', 1, "add 'client', or take 'batch' out"),
        ('target = "html"\nruntime = []', 2, "E502 an output of target 'html' has no"),
        ('runtime = "client"', 1, 'rooms stand in a list: runtime = ["client"]'),
        ('runtime = "acme"', 1, "E510 no output is the package 'acme'"),
        ('runtime = "wiro_models"', 1, "E510 wiro_models is this package itself"),
        (outputs("", '"p2"'), 6, "E510 no output is the package 'p2'"),
        (outputs("", '"P0"'), 6, "did you mean 'p0'?"),
        (outputs("", '"p0"', '"p1"'), 9, "E510 p1 has no runtime of its own"),
        (outputs("", '"p0"', '"p1"'), 9, "name the one that it uses, too: 'p0'"),
        (outputs('"p1"', '"p0"'), 3, "E510 p1 and p0 would each use the runtime of"),
        (
            f"{outputs('', repr('p0'))}[[output]]\nfolder = 'x'\npackage = 'p0'\n",
            6,
            "E510 several outputs are the package 'p0'",
        ),
    ],
)
def test_a_runtime_that_cannot_be_is_told_where_it_stands(
    tmp_path: Path, text: str, line: int, finding: str
) -> None:
    first, *_ = findings_of(written(tmp_path, text))
    assert place_of(first)[0] == line
    told = (f"{first.code.name} {first.message}", first.hint)
    assert any(each.startswith(finding) for each in told), told


@pytest.mark.parametrize(
    "text",
    ['output = "x"\n[[output]]\nfolder = "y"', '[[output]]\nfolder = "y"\n[output]'],
)
def test_a_folder_and_tables_of_outputs_are_not_mixed(
    tmp_path: Path, text: str
) -> None:
    (finding,) = findings_of(written(tmp_path, text))
    assert finding.code.name == "E500"
    assert finding.hint == "`output` is a folder or [[output]] tables, not both"


@pytest.mark.parametrize(
    ("content", "message", "place"),
    [
        (b'a = 1\nb = "x', "is not TOML: Unterminated string", (2, 7)),
        (b"a = 1\nb b\n", "is not TOML: Expected '=' after a key", (2, 3)),
        (b"a = 1\na = 2\n", "is not TOML: Cannot overwrite a value", (2, 6)),
        (b"a = '\xff'", "is not UTF-8", None),
        (b"a = " + b"[" * 100_000, "is nested too deeply", None),
    ],
)
def test_a_file_that_is_not_toml_is_refused_with_its_place(
    tmp_path: Path, content: bytes, message: str, place: tuple[int, int] | None
) -> None:
    path = tmp_path / "wirogen.toml"
    path.write_bytes(content)
    (finding,) = findings_of(path)
    assert finding.code.name == "E500"
    assert finding.message.startswith(f"wirogen.toml {message}")
    assert place is None or place_of(finding)[0] == place[0]


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "wirogen.toml"
    path.write_bytes(b"\xef\xbb\xbfpackage = 'acme'\r\n")
    assert read_config(path).outputs[0].package == "acme"


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (finding,) = findings_of(tmp_path / "wirogen.toml")
    assert finding.message == "wirogen.toml cannot be read: No such file or directory"


@pytest.mark.parametrize("text", ["[project]\n", 'tool.wirogen = "x"\n', "tool = 1\n"])
def test_a_pyproject_without_the_table_does_not_configure_wirogen(
    tmp_path: Path, text: str
) -> None:
    (finding,) = findings_of(written(tmp_path, text, "pyproject.toml"))
    assert finding.code.name == "E506"


def test_a_text_that_is_not_closed_is_no_mixture(tmp_path: Path) -> None:
    (finding,) = findings_of(written(tmp_path, 'output = "x\n'))
    assert (finding.code.name, finding.hint) == ("E500", "")


def test_a_specification_is_no_configuration(tmp_path: Path) -> None:
    (finding,) = findings_of(written(tmp_path, "# A card\n", "instant-id.md"))
    assert finding.code.name == "E506"
    assert "pyproject.toml or wirogen.toml" in finding.hint


def test_the_nearest_configuration_holds(tmp_path: Path) -> None:
    written(tmp_path, '[tool.wirogen]\npackage = "outer"\n', "pyproject.toml")
    written(tmp_path / "inner", "[project]\n", "pyproject.toml")
    inside = tmp_path / "inner" / "deep"
    inside.mkdir()
    config = find_config(inside)
    assert config is not None
    assert config.outputs[0].package == "outer"
    assert config.root == tmp_path
    written(tmp_path / "inner", "package = 'inner'\n")
    config = find_config(inside)
    assert config is not None
    assert config.outputs[0].package == "inner"


def test_two_configurations_in_one_folder_are_an_error(tmp_path: Path) -> None:
    written(tmp_path, "[tool.wirogen]\n", "pyproject.toml")
    written(tmp_path, "")
    with pytest.raises(Refused, match=r"wirogen\.toml and pyproject\.toml"):
        find_config(tmp_path)


def test_paths_in_the_working_folder_are_told_as_people_write_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "specs = 'models'\n")
    monkeypatch.chdir(tmp_path)
    config = chosen_config(Path.cwd())
    assert config.specs == (Path("models"),)
    assert config.outputs[0].root == Path("generated/wiro_models")
    monkeypatch.chdir(os.sep)
    assert find_config(tmp_path) == find_config(tmp_path / "models")


def test_no_configuration_means_the_defaults(tmp_path: Path) -> None:
    assert find_config(tmp_path) is None
    assert chosen_config(tmp_path) == default_config(tmp_path)
    read = read_config(written(tmp_path, ""))
    assert default_config(tmp_path).outputs == read.outputs
    assert default_config(tmp_path).specs == read.specs


def test_paths_and_options_go_before_the_file(tmp_path: Path) -> None:
    written(tmp_path, 'package = "configured"\n')
    config = chosen_config(tmp_path, (Path("a.md"),), Path("out"), "other")
    assert config.specs == (tmp_path / "a.md",)
    assert config.outputs[0].root == tmp_path / "out" / "other"
    assert chosen_config(tmp_path).outputs[0].package == "configured"


@pytest.mark.parametrize(
    "settings", [None, "specs = 'models'\nlint.ignore = ['W104']\n"]
)
def test_a_named_file_of_a_project_has_the_overrides_of_the_project(
    tmp_path: Path, settings: str | None
) -> None:
    specs = tmp_path / ("models" if settings else "specs")
    (specs / "acme").mkdir(parents=True)
    (specs / "overrides.yaml").touch()
    if settings:
        written(tmp_path, settings)
    whole = chosen_config(tmp_path)
    for name in (specs, specs / "acme", specs / "acme/paint.md"):
        named = chosen_config(tmp_path, (name,))
        assert (named.overrides, named.lint) == (whole.overrides, whole.lint)
        assert named.has_all == (name == specs)
    other = chosen_config(tmp_path, (specs / "acme/paint.md", tmp_path / "other.md"))
    assert other.overrides is None


def test_options_change_the_package_and_leave_its_reference_where_it_is(
    tmp_path: Path,
) -> None:
    written(tmp_path, 'docs = "pages"\n')
    package, reference = chosen_config(tmp_path, (), Path("out"), "acme").outputs
    assert package.root == tmp_path / "out" / "acme"
    assert (reference.root, reference.package) == (tmp_path / "pages", "acme")


def test_options_do_not_say_which_of_several_outputs_is_meant(tmp_path: Path) -> None:
    written(tmp_path, '[[output]]\nfolder = "a"\n[[output]]\nfolder = "b"\n')
    with pytest.raises(Refused, match="2 outputs"):
        chosen_config(tmp_path, (), Path("out"))


@pytest.mark.parametrize(
    ("output", "package", "message"),
    [
        (None, "my-models", "--package: 'my-models' is not the name of a package"),
        (Path("specs/out"), None, "lies among the specifications"),
    ],
)
def test_wrong_options_are_refused(
    tmp_path: Path, output: Path | None, package: str | None, message: str
) -> None:
    with pytest.raises(Refused, match=message):
        chosen_config(tmp_path, (), output, package)


paths = st.text(
    st.characters(min_codepoint=32, exclude_characters="\\/.~", codec="utf-8"),
    min_size=1,
)


@given(
    specs=paths,
    output=paths,
    package=st.sampled_from(["wiro_models", "acme.clients"]),
    models=st.lists(st.text(min_size=1).filter(str.isprintable), max_size=3),
    pyproject=st.booleans(),
)
def test_an_example_reads_back_as_what_it_is_given(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    specs: str,
    output: str,
    package: str,
    models: list[str],
    pyproject: bool,
) -> None:
    folder = tmp_path_factory.mktemp("configured")
    beginning = Beginning(
        specs=f"s/{specs}", output=f"o/{output}", package=package, models=models
    )
    text = example_config(beginning, pyproject=pyproject)
    name = "pyproject.toml" if pyproject else "wirogen.toml"
    config = read_config(written(folder, text, name))
    assert config.specs == (folder / "s" / specs,)
    assert config.outputs == (
        OutputConfig(
            folder=folder / "o" / output, package=package, models=tuple(models)
        ),
    )


def test_an_example_without_answers_says_what_holds_anyway(tmp_path: Path) -> None:
    config = read_config(written(tmp_path, example_config(Beginning())))
    assert config.outputs == default_config(tmp_path).outputs
    assert config.specs == default_config(tmp_path).specs


def test_a_number_that_is_too_long_is_refused(tmp_path: Path) -> None:
    (finding,) = findings_of(written(tmp_path, f"x = {'9' * 10_000}\n"))
    assert finding.message.endswith("has a number in it that is too long")

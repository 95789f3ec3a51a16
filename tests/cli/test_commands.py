"""`wirogen`, as a person types it."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result

from repository import SPECS
from wirogen import __version__
from wirogen.cli import main
from wirogen.config.settings import TARGETS
from wirogen.output import one_after_the_other
from wirogen.pipeline import generation
from wirogen.readers import read_file

INSTANT_ID = SPECS / "wiro" / "instant-id.md"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs wirogen in a folder that has instant-id's card in `specs`."""
    specs = tmp_path / "specs" / "wiro"
    specs.mkdir(parents=True)
    shutil.copy(INSTANT_ID, specs)
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments)
        assert "Traceback" not in result.output
        return result

    return invoke


def test_generate_says_what_it_did_and_then_that_nothing_changed(
    run: Run, tmp_path: Path
) -> None:
    first = run("generate")
    assert first.exit_code == 0
    assert re.match(
        r"generated/wiro_models: \d+ files written, 0 unchanged, 0 removed\n"
        r"1 model, \d+\.\d\d s; 1 warning, \d+ notes: `wirogen lint` tells them\n$",
        first.output,
    )
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert ": 0 files written" in run("generate").output
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_only_a_verbose_run_tells_that_a_record_is_of_another_wirogen(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    run("generate")
    (record,) = (tmp_path / "cache/wirogen").iterdir()
    other = re.sub(rb"\A(records of wirogen) \w+", rb"\1 another", record.read_bytes())
    for command in ("generate", "check", "lint"):
        record.write_bytes(other)
        assert "not of this wirogen" not in run(command).output
        record.write_bytes(other)
        assert "not of this wirogen" in run(command, "-v").output


def test_check_is_fine_until_one_byte_changes(run: Run, tmp_path: Path) -> None:
    run("generate")
    assert run("check").exit_code == 0
    module = tmp_path / "generated/wiro_models/wiro/instant_id.py"
    module.write_text(module.read_text().replace("default=20", "default=21"))
    drift = run("check", "--diff")
    assert drift.exit_code == 1
    assert "wiro/instant_id.py (edited by hand)" in drift.output
    assert "--- a/generated/wiro_models/wiro/instant_id.py" in drift.output
    line = '    steps: int | Unset = integer("steps", "--steps", default={})\n'
    assert f"-{line.format(21)}+{line.format(20)}" in drift.output


def test_generate_tells_of_the_hand_edits_that_it_replaces(
    run: Run, tmp_path: Path
) -> None:
    run("generate")
    module = tmp_path / "generated/wiro_models/wiro/instant_id.py"
    module.write_text(module.read_text() + "# mine\n")
    told = run("generate").output
    assert "replaced, with what was edited by hand: wiro/instant_id.py\n" in told
    assert "by hand" not in run("generate").output
    module.write_text(module.read_text() + "# mine\n")
    (tmp_path / "specs/wiro/instant-id.md").unlink()
    shutil.copy(SPECS / "wiro" / "rag-chat.yaml", tmp_path / "specs")
    told = run("generate").output
    assert "no longer generated, kept as it was edited: wiro/instant_id.py" in told
    assert module.read_text().endswith("# mine\n")


def test_check_before_the_first_generation_names_what_is_missing(run: Run) -> None:
    missing = run("check")
    assert missing.exit_code == 1
    assert "missing: wiro/instant_id.py" in missing.output


def test_paths_and_options_name_everything(run: Run, tmp_path: Path) -> None:
    done = run("generate", str(INSTANT_ID), "-o", "out", "--package", "acme.clients")
    assert done.exit_code == 0
    assert (tmp_path / "out/acme/clients/wiro/instant_id.py").exists()


def test_the_configuration_chooses_models(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wirogen.toml").write_text('models = ["wiro/Instant ID"]\n')
    assert run("generate").exit_code == 0
    (tmp_path / "wirogen.toml").write_text('models = ["acme/*"]\n')
    refused = run("generate")
    assert refused.exit_code == 2
    assert "error[E102]" in refused.output


def test_inspect_prints_several_models_as_one_document(
    run: Run, tmp_path: Path
) -> None:
    tools = [
        {"slugowner": "acme", "slugproject": name, "inputs": []} for name in ("a", "b")
    ]
    answer = {"result": True, "errors": [], "tool": tools}
    (tmp_path / "two.json").write_text(json.dumps(answer))
    told = json.loads(run("inspect", "two.json").stdout)
    assert [one["model"] for one in told] == ["acme/a", "acme/b"]


def test_inspect_prints_json_that_reads_back(run: Run, tmp_path: Path) -> None:
    printed = run("inspect", "specs/wiro/instant-id.md")
    assert printed.exit_code == 0
    assert json.loads(printed.output)["model"] == "wiro/instant-id"
    (tmp_path / "card.json").write_text(printed.output)
    (again,) = read_file(tmp_path / "card.json").cards
    (card,) = read_file(INSTANT_ID).cards
    assert again == card


def test_lint_finds_with_status_1_in_three_formats(run: Run) -> None:
    text = run("lint")
    assert text.exit_code == 1
    assert "specs/wiro/instant-id.md:1:" in text.output
    assert "warning[W104]: selectedModel: default '79'" in text.output
    found = json.loads(run("lint", "--format", "json").output)
    assert {"code", "severity", "file", "line", "column", "path", "hint"} < set(
        found[0]
    )
    annotations = run("lint", "--format", "github").output.splitlines()
    assert len(annotations) == len(found)
    assert any(
        line.startswith("::warning file=specs/wiro/instant-id.md,line=1,col=")
        for line in annotations
    )


def test_an_override_of_nothing_is_told_by_all_and_fails_check(
    run: Run, tmp_path: Path
) -> None:
    overrides = "wiro/instantid:\n  steps: {default: '20', reason: half the price}\n"
    (tmp_path / "specs/overrides.yaml").write_text(overrides)
    warning = "specs/overrides.yaml:1:1: warning[W600]: no specification describes"
    generated = run("generate")
    assert warning in generated.output
    assert generated.exit_code == 0
    checked = run("check")
    assert warning in checked.output
    assert checked.exit_code == 1
    (tmp_path / "specs/reel.yaml").write_text("wirogen: 1\nmodel: a/b\ninputs: {}\n")
    assert "W600" in run("lint", "specs").output
    assert "W600" not in run("lint", "specs/reel.yaml").output
    (tmp_path / "specs/bad.json").write_text("{")  # which may be the one that does
    for refused in (run("generate"), run("lint")):
        assert "W600" not in refused.output
        assert refused.exit_code == 2


def test_lint_prints_notes_only_where_they_are_asked_for(run: Run) -> None:
    quiet, verbose = run("lint"), run("lint", "-v")
    assert "note[" not in quiet.output
    assert quiet.output.endswith("; -v prints the notes\n")
    assert "note[N111]" in verbose.output
    only = json.loads(run("lint", "--select", "n111", "--format", "json").output)
    assert {finding["code"] for finding in only} == {"N111"}
    assert {(one["model"], one["input"]) for one in only} >= {
        ("wiro/instant-id", "prompt")
    }
    assert run("lint", "--ignore", "W1").exit_code == 0
    assert "there is no code 'W9'" in run("lint", "--select", "W9").output


def test_explain_tells_about_a_code(run: Run) -> None:
    assert "none of the options" in run("explain", "w104").output
    unknown = run("explain", "W999")
    assert unknown.exit_code == 2


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").output == f"wirogen {__version__}\n"


CARD = INSTANT_ID.read_text()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E003"),
        (b"<!doctype html><title>502 Bad Gateway</title>", "E005"),
        (CARD[:3000].encode(), "E011"),
        (CARD[:500].encode(), ""),
        (re.sub(r"- name: .*?(?=## Integ)", "", CARD).encode(), ""),
        (CARD.replace("name: samples", "name: steps").encode(), ""),
        (CARD.encode("utf-16"), "E004"),
    ],
    ids=["empty", "html", "truncated", "cut", "no inputs", "twice", "utf-16"],
)
def test_bad_input_is_one_diagnostic_and_writes_nothing(
    run: Run, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "specs/wiro/instant-id.md").write_bytes(content)
    refused = run("generate")
    assert refused.exit_code == 2
    errors = [line for line in refused.output.splitlines() if "error[" in line]
    assert len(errors) == 1
    assert re.match(rf"specs/wiro/instant-id\.md(:\d+:\d+)?: error\[{code}", errors[0])
    assert "    hint: " in refused.output
    assert not (tmp_path / "generated").exists()


@pytest.mark.parametrize("command", ["generate", "check", "lint"])
def test_a_missing_path_is_told(run: Run, command: str) -> None:
    refused = run(command, "nowhere")
    assert refused.exit_code == 2
    assert "error[E001]" in refused.output


def test_a_folder_without_specifications_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused = run("generate", "empty")
    assert refused.exit_code == 2
    assert "error[E103]" in refused.output


def test_one_bad_specification_among_many_stops_everything(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "specs/bad.json").write_text("{")
    assert run("generate").exit_code == 2
    assert not (tmp_path / "generated").exists()


def test_no_link_below_a_folder_of_specifications_is_followed(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/bad.json").write_text("{")
    (tmp_path / "specs/more").symlink_to("../elsewhere")
    (tmp_path / "specs/bad.json").symlink_to("../elsewhere/bad.json")
    (tmp_path / "specs/root").symlink_to("/")
    assert "\n1 model, " in run("generate").output


def test_a_folder_of_specifications_may_be_a_link_itself(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "specs").rename(tmp_path / "elsewhere")
    (tmp_path / "specs").symlink_to("elsewhere")
    assert "\n1 model, " in run("generate").output


def test_a_folder_that_cannot_be_read_loses_no_models(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("generate")
    scandir = os.scandir

    def refusing(place: Path) -> object:
        if Path(place).name == "wiro":
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refusing)
    refused = run("generate")
    assert refused.exit_code == 2
    assert "specs/wiro: error[E007]: the folder cannot be read" in refused.output


def test_every_glob_that_names_no_model_is_told_with_its_line(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "wirogen.toml").write_text(
        '[[output]]\nmodels = "wiro/instantid"\n'
        '[[output]]\nfolder = "x"\nmodels = ["acme/*"]\n'
    )
    refused = run("generate").output
    assert "wirogen.toml:2:1: error[E102]" in refused
    assert "did you mean 'wiro/instant-id'?" in refused
    assert "wirogen.toml:5:1: error[E102]" in refused


def test_models_that_no_output_has_are_not_counted(run: Run, tmp_path: Path) -> None:
    shutil.copy(SPECS / "wiro" / "rag-chat.yaml", tmp_path / "specs")
    (tmp_path / "wirogen.toml").write_text('models = "wiro/rag-chat"\n')
    assert "\n1 model, " in run("generate").output
    assert run("check").output == "up to date: 1 model\n"


def test_an_output_that_is_somebody_elses_is_left_alone(
    run: Run, tmp_path: Path
) -> None:
    theirs = tmp_path / "generated/wiro_models/__init__.py"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("mine = 1\n")
    refused = run("generate")
    assert refused.exit_code == 2
    assert "error[E4" in refused.output
    assert list(theirs.parent.rglob("*")) == [theirs]


def test_of_several_outputs_all_are_written_or_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wirogen.toml").write_text(
        '[[output]]\ndocs = "docs"\n[[output]]\ntarget = "json-schema"\nfolder = "s"\n'
    )
    for theirs in ("docs/index.md", "s/index.json"):
        (tmp_path / theirs).parent.mkdir()
        (tmp_path / theirs).write_text("theirs")
    refused = run("generate")
    assert refused.exit_code == 2
    assert refused.output.count("error[E400]") == 2
    assert not (tmp_path / "generated").exists()
    (tmp_path / "docs/index.md").unlink()
    (tmp_path / "s/index.json").unlink()
    assert run("generate").exit_code == 0
    assert run("check").exit_code == 0


def test_runs_of_one_configuration_go_on_one_after_the_other(
    run: Run, tmp_path: Path
) -> None:
    """So that no output is of other specifications than the next one."""
    (tmp_path / "wirogen.toml").write_text('docs = "docs"\n')
    other = Thread(target=run, args=("generate",))
    with one_after_the_other(tmp_path / "wirogen.toml", 1):
        other.start()
        other.join(0.5)
        assert other.is_alive()
        assert not (tmp_path / "generated").exists()
        (tmp_path / "specs/wiro/instant-id.md").unlink()
        (tmp_path / "specs/paint.yaml").write_text(
            "wirogen: 1\nmodel: a/b\ninputs: {}\n"
        )
    other.join()
    assert (tmp_path / "generated/wiro_models/a/b.py").exists()
    assert (tmp_path / "docs/a/b.md").exists()


def test_a_run_that_goes_on_for_too_long_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wirogen.toml").touch()
    monkeypatch.setattr(generation, "_PATIENCE", 0.05)
    with one_after_the_other(tmp_path / "wirogen.toml", 1):
        refused = run("generate")
    assert refused.exit_code == 2
    assert "wirogen.toml: error[E407]" in refused.output


def test_no_two_outputs_write_one_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "wirogen.toml").write_text(
        '[[output]]\nfolder = "x"\n'
        '[[output]]\nfolder = "x"\npackage = "wiro_models.wiro"\n'
    )
    for command in ("generate", "check", "outputs"):
        refused = run(command)
        assert refused.exit_code == 2
        assert "E504]: two outputs would write x/wiro_models/wiro/" in refused.output
    assert not (tmp_path / "x").exists()


def test_check_advises_what_works(run: Run, tmp_path: Path) -> None:
    run("generate")
    manifest = tmp_path / "generated/wiro_models/MANIFEST.json"
    manifest.write_text(f"<<<<<<< ours\n{manifest.read_text()}")
    foreign = run("check")
    assert foreign.exit_code == 1
    assert "foreign: MANIFEST.json" in foreign.output
    assert "take MANIFEST.json from version control" in foreign.output


def test_a_locked_check_names_what_changed(run: Run, tmp_path: Path) -> None:
    run("generate")
    card = tmp_path / "specs/wiro/instant-id.md"
    card.write_text(f"{card.read_text()}\n")
    assert run("check").exit_code == 0
    locked = run("check", "--locked").output
    assert "not as locked: specification specs/wiro/instant-id.md has changed" in locked


def test_an_output_that_cannot_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    refused = run("generate", "-o", "file/out")
    assert refused.exit_code == 2
    assert "error[E4" in refused.output


def test_a_specification_that_cannot_be_written_is_told(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    refused = run("convert", "specs/wiro/instant-id.md", "-o", "file/specs")
    assert refused.exit_code == 2
    assert "error[E709]" in refused.output


def test_a_bug_of_ours_is_a_sentence_and_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generation, "generate", lambda *_, **__: 1 / 0)
    failed = run("generate")
    assert failed.exit_code == 2
    assert "ZeroDivisionError" in failed.output
    assert "Please report it" in failed.output


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_that_can_be_configured_is_generated(
    run: Run, tmp_path: Path, target: str
) -> None:
    (tmp_path / "wirogen.toml").write_text(f'[[output]]\ntarget = "{target}"\n')
    assert run("generate").exit_code == 0
    assert run("check").exit_code == 0


def test_convert_names_the_copy_of_the_schema_that_is_there(
    run: Run, tmp_path: Path
) -> None:
    def first_line() -> str:
        card = "specs/wiro/instant-id.md"
        assert run("convert", card, "-o", "own", "--overwrite").exit_code == 0
        return (tmp_path / "own/wiro/instant-id.yaml").read_text().split("\n")[0]

    assert first_line() == "wirogen: 1"
    (tmp_path / "card.schema.json").write_text(run("schema", "card").output)
    line = "# yaml-language-server: $schema=../../card.schema.json"
    assert first_line() == line
    schema = tmp_path / "own/wiro" / line.partition("=")[2]
    assert json.loads(schema.read_text())["definitions"]

"""Which findings a repository wants to hear of: [lint] of its configuration."""

from pathlib import Path

import pytest

from repository import SPECS
from wirogen.config import chosen_config, read_config
from wirogen.diagnostics import Diagnostic, Refused, Report, Severity
from wirogen.pipeline.generation import check, generate
from wirogen.pipeline.specifications import read_specifications

INSTANT_ID = SPECS / "wiro" / "instant-id.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs/instant-id.md").write_text(INSTANT_ID.read_text())
    return tmp_path


def report_with(project: Path, lint: str) -> Report:
    (project / "wirogen.toml").write_text(lint)
    return read_specifications(read_config(project / "wirogen.toml")).report


def codes_of(report: Report) -> set[str]:
    return {finding.code.name for finding in report.unordered}


def coded(report: Report, code: str) -> list[Diagnostic]:
    return [finding for finding in report.unordered if finding.code.name == code]


def test_codes_are_selected_and_ignored_by_their_beginnings(project: Path) -> None:
    everything = codes_of(report_with(project, ""))
    assert {"W104", "N111"} < everything
    assert codes_of(report_with(project, "[lint]\nselect = 'W104'")) == {"W104"}
    ignoring = codes_of(report_with(project, "[lint]\nignore = ['N', 'W104']"))
    assert ignoring == {code for code in everything if code[0] == "W"} - {"W104"}


def test_a_code_weighs_what_the_configuration_says(project: Path) -> None:
    text = "[lint.severity]\nW104 = 'note'\nN111 = 'error'"
    report = report_with(project, text)
    assert {one.severity for one in coded(report, "W104")} == {Severity.NOTE}
    with pytest.raises(Refused, match="the default of a required input"):
        generate(read_config(project / "wirogen.toml"))


@pytest.mark.parametrize(
    "accepted",
    [
        "[lint.accepted.'wiro/*']\nselectedModel = 'asked Wiro'",
        "[lint.accepted.'*']\nselectedModel = { W104 = 'asked Wiro' }",
        "[lint.accepted.'Wiro/instant-id']\n'*' = { W104 = 'asked Wiro' }",
        "[lint.accepted.'Wiro/Instant ID']\n'*' = { W104 = 'asked Wiro' }",
    ],
)
def test_what_is_accepted_is_not_told(project: Path, accepted: str) -> None:
    report = report_with(project, accepted)
    assert not coded(report, "W104")
    assert not coded(report, "W510")
    assert coded(report, "N111")


def test_what_an_override_says_in_vain_can_be_accepted(project: Path) -> None:
    overrides = "acme/none: {x: {reason: r, omit: true}}\nwiro/instant-id: {y: {reason: r, omit: true}}"
    (project / "specs/overrides.yaml").write_text(overrides)
    assert {"W600", "W601"} < codes_of(report_with(project, ""))
    text = "[lint.accepted]\n'acme/none' = { '*' = 'soon' }\n'wiro/*' = { y = 'soon' }"
    assert codes_of(report_with(project, text)).isdisjoint({"W600", "W601", "W510"})


def test_nothing_is_idle_of_what_was_not_looked_at(project: Path) -> None:
    text = "[lint.accepted]\n'wiro/*' = { nothing = 'because' }"
    assert "W510" in codes_of(report_with(project, text))
    assert not codes_of(report_with(project, f"[lint]\nselect = 'W600'\n{text}"))
    (project / "specs/broken.yaml").write_text("wirogen: 1")
    assert "W510" not in codes_of(report_with(project, text))
    named = chosen_config(project, (project / "specs/instant-id.md",))
    assert named.lint.accepted
    assert "W510" not in codes_of(read_specifications(named).report)


def test_what_is_accepted_and_not_there_is_told(project: Path) -> None:
    text = "[lint.accepted.'wiro/instant-id']\nsteps = { W104 = 'no longer' }"
    (finding,) = coded(report_with(project, text), "W510")
    assert finding.message == "wiro/instant-id steps: there is no W104 to accept"
    assert finding.span.place == "wirogen.toml:2:1"


@pytest.mark.parametrize(
    ("lint", "problem"),
    [
        ("ignore = 'W999'", "there is no code 'W999'"),
        ("ignore = ['E101']", "'E101' is an error"),
        ("severity = { W104 = 'fatal' }", "there is no severity 'fatal'"),
        ("severity = 'note'", "should be a table"),
        ("accepted = { 'wiro/*' = 'why' }", "should be a table"),
        ("accepted = { 'wiro/*' = { seed = ' ' } }", "a reason says something"),
        ("accepted = { 'wiro/*' = { seed = { E101 = 'x' } } }", "'E101' is an error"),
        ("acceptd = 1", "there is no setting 'acceptd' here"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    project: Path, lint: str, problem: str
) -> None:
    with pytest.raises(Refused) as refused:
        report_with(project, f"[lint]\n{lint}")
    (finding,) = refused.value.report
    assert problem in finding.message
    assert finding.span.place.startswith("wirogen.toml:2:")


def test_a_file_of_words_is_left_out_unless_it_is_named(project: Path) -> None:
    (project / "specs/README.md").write_text("# What lies here\n")
    report = report_with(project, "")
    (finding,) = coded(report, "N041")
    assert finding.span.file == "specs/README.md"
    assert not report.errors
    named = "specs = ['specs', 'specs/README.md']"
    assert report_with(project, named).errors
    assert not coded(report_with(project, "exclude = '*/README.md'"), "N041")


def test_an_exclude_that_leaves_nothing_out_is_told(project: Path) -> None:
    (project / "specs/README.md").write_text("# What lies here\n")
    config = "exclude = ['*/README.md', 'specs/READNE.md', 'drafts/*']"
    near, far = coded(report_with(project, config), "W511")
    assert near.span.place == "wirogen.toml:1:1"
    assert "'specs/READNE.md'" in near.message
    assert near.hint == "did you mean 'specs/README.md'?"
    assert "'drafts/*'" in far.message


def test_a_damaged_document_is_not_left_out(project: Path) -> None:
    (project / "specs/a.json").write_text("[]")
    (error,) = report_with(project, "").errors
    assert "`exclude` in the configuration leaves it out" in error.hint
    assert not report_with(project, "exclude = '*/a.json'").errors


def test_models_are_taken_out_with_an_exclamation_mark(project: Path) -> None:
    other = INSTANT_ID.read_text().replace("instant-id", "instant-ego")
    (project / "specs/other.md").write_text(other)
    (project / "wirogen.toml").write_text("models = '!wiro/instant-ego'")
    config = read_config(project / "wirogen.toml")
    assert [str(model) for model in generate(config).models] == ["wiro/instant-id"]
    assert check(config).is_clean
    (project / "wirogen.toml").write_text("models = ['wiro/*', '!wiro/instant-eggo']")
    with pytest.raises(Refused, match="instant-eggo"):
        generate(read_config(project / "wirogen.toml"))

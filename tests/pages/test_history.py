"""What changed lately, from reports of `wirogen diff` to pages and the catalogue."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx2
import pytest
from click.testing import CliRunner, Result

from hostile_texts import FOR_HTML
from wirogen.changes import read_history
from wirogen.cli import main
from wirogen.config import chosen_config
from wirogen.emulator import serve
from wirogen.pipeline.specifications import read_specifications

SPEC = """\
wirogen: 1
model: acme/paint
inputs:
  steps: {kind: number, integer: true, maximum: 50}
"""
CONFIG = 'target = "html"\noutput = "site"\nhistory = "changes"\n'
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a repository with two models and an empty history."""
    monkeypatch.chdir(tmp_path)
    for folder in ("specs", "changes"):
        (tmp_path / folder).mkdir()
    (tmp_path / "specs/paint.yaml").write_text(SPEC)
    (tmp_path / "specs/draw.yaml").write_text(SPEC.replace("paint", "draw"))
    (tmp_path / "wirogen.toml").write_text(CONFIG)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoke


def report(run: Run, when: str, before: str, after: str) -> None:
    """Writes a report of the changes between two specifications of acme/paint."""
    Path("old.yaml").write_text(before)
    Path("new.yaml").write_text(after)
    done = run("diff", "old.yaml", "new.yaml", "--format", "json")
    Path(f"changes/{when}.json").write_text(done.stdout)


def made(run: Run) -> tuple[str, str]:
    """The catalogue and the page of acme/paint."""
    done = run("generate")
    assert done.exit_code == 0, done.output
    assert run("check").exit_code == 0
    site = Path("site")
    return (site / "index.html").read_text(), (site / "acme/paint.html").read_text()


def test_pages_and_catalogue_tell_what_changed_the_newest_first(run: Run) -> None:
    catalogue, page = made(run)
    assert "changed lately" not in page
    assert "Changed" not in catalogue
    report(run, "v1.3", SPEC, SPEC.replace("50", "60"))
    report(run, "v1.4", SPEC, SPEC.replace("50", "40"))
    report(run, "v1.5", SPEC, f"{SPEC}summary: paints\n")
    sent = SPEC.replace("50", "50, default: 50")
    report(run, "v1.2", sent, sent.replace("maximum: 50", "maximum: 40"))
    catalogue, page = made(run)
    assert '<option value="v1-4">v1.4 (1)</option>' in catalogue
    assert catalogue.count("changed v1.4") == 1
    assert page.index(">v1.4<") < page.index(">v1.3<")
    assert ">v1.5<" not in page  # words alone
    assert "50 (which its range or step does not allow) (for Python and flags)" in page
    assert "up to 40 (" not in page
    assert "steps allows fewer numbers: up to 50 → up to 40" in page
    assert "changes/v1.4.json" in run("inputs").stdout


def test_the_local_wiro_tells_it_too(run: Run) -> None:
    report(run, "v1.3", SPEC, SPEC.replace("50", "60"))
    cards = read_specifications(chosen_config(Path.cwd())).cards
    with serve(cards, history=read_history(Path("changes"))) as wiro:
        for path in ("/index.html", "/acme/paint.html"):
            assert "v1.3" in httpx2.get(f"{wiro.address}{path}").text


def test_a_report_puts_nothing_into_a_page(run: Run) -> None:
    report(run, "now", SPEC, SPEC.replace("50", "40"))
    file = Path("changes/now.json")
    told = json.loads(file.read_text())
    (change,) = told["changes"]
    names = ("message", "before", "after", "reason", "input")

    def elements_with(texts: Sequence[str]) -> list[str]:
        told["changes"] = [{**change, **dict.fromkeys(names, text)} for text in texts]
        file.write_text(json.dumps(told))
        return re.findall(r"<[/!?\w]+", made(run)[1])

    assert elements_with(FOR_HTML) == elements_with(["harmless"] * len(FOR_HTML))


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"changes": [{}]}', '{"changes": [3]}', "[" * 100_000]
)
def test_what_is_no_report_is_told(run: Run, text: str) -> None:
    Path("changes/bad.json").write_text(text)
    for command in ("generate", "serve"):
        refused = run(command)
        assert refused.exit_code == 2
        assert "changes/bad.json: error[E041]: this is no report" in refused.output


def test_history_is_for_pages(run: Run) -> None:
    Path("wirogen.toml").write_text('history = "changes"\n')
    assert "`history` is for pages of the target 'html'" in run("generate").output

"""`wirogen pull` and `wirogen find` against a local Wiro."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from repository import SPECS
from wirogen.cli import main
from wirogen.emulator import serve
from wirogen.readers import read_file

KEY = "key-0123456789"
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a local Wiro that asks for a key, but for public cards."""
    paths = ("wiro/instant-id.md", "wiro/virtual-try-on.yaml", "klingai/kling-v3.yaml")
    cards = [card for path in paths for card in read_file(SPECS / path).cards]
    with serve(cards, api_key=KEY) as wiro:
        yield wiro.address


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> Run:
    """Runs a command in an empty folder; without `key`, as one who has no account."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: str, key: str = "") -> Result:
        access = {"WIRO_API_KEY": key or None, "WIRO_API_SECRET": None}
        place = {"WIRO_BASE_URL": f"{address}/v1" if key else None}
        environment = {**access, **place, "WIRO_SITE_URL": address}
        return CliRunner().invoke(main, arguments, env=environment)

    return invoke


def last_line(result: Result) -> str:
    return result.stdout.splitlines()[-1]


def test_the_first_model_is_pulled_and_generated_without_an_account(
    run: Run, tmp_path: Path
) -> None:
    page = "https://wiro.ai/models/wiro/instant-id?tab=api"
    pulled = run("pull", page, "klingai/kling-v3")
    assert pulled.exit_code == 0, pulled.output
    assert last_line(pulled) == "2 new, 0 updated, 0 unchanged, 0 failed"
    assert "read from public cards" in pulled.stderr
    assert (tmp_path / "specs/wiro/instant-id.yaml").is_file()
    generated = run("generate")
    assert generated.exit_code == 0, generated.output
    assert (tmp_path / "generated/wiro_models/wiro/instant_id.py").is_file()


def test_where_no_card_was_read_nothing_is_said_of_them(run: Run) -> None:
    failed = run("pull", "acme/nowhere")
    assert failed.exit_code == 2
    assert "0 unchanged, 1 failed" in failed.stdout
    assert "read from public cards" not in failed.stderr


def test_a_dry_run_tells_what_a_pull_would_do(run: Run, tmp_path: Path) -> None:
    shown = run("pull", "wiro/instant-id", "--dry-run")
    assert shown.exit_code == 0
    assert "wiro/instant-id: new" in shown.stderr
    assert last_line(shown).endswith("0 failed; nothing was written")
    assert not any(tmp_path.iterdir())


def test_pull_alone_refreshes_what_is_there(run: Run, tmp_path: Path) -> None:
    assert "E717" in run("pull").output
    (tmp_path / "specs").mkdir()
    shutil.copy(SPECS / "wiro/instant-id.md", tmp_path / "specs/card.md")
    refreshed = run("pull", key=KEY)
    assert refreshed.exit_code == 0, refreshed.output
    assert "public cards" not in refreshed.stderr
    assert "wiro/instant-id: updated, in place of specs/card.md" in refreshed.stderr
    assert last_line(run("pull", key=KEY)) == "0 new, 0 updated, 1 unchanged, 0 failed"


@pytest.mark.parametrize("selection", [["--all"], ["--search", "face"]])
def test_the_catalogue_needs_a_key_and_says_what_does_not(
    run: Run, selection: list[str]
) -> None:
    refused = run("pull", *selection)
    assert refused.exit_code == 2
    assert "E701" in refused.output
    assert "reads the public card of a model" in refused.output
    assert run("pull", *selection, key=KEY).exit_code in (0, 2)


def test_an_empty_search_is_no_refresh(run: Run) -> None:
    refused = run("pull", "--search", " ")
    assert refused.exit_code == 2
    assert "--search" in refused.output


def test_find_lists_the_models_that_match(run: Run) -> None:
    found = run("find", "virtual", "try", key=KEY)
    assert run("find", "Try-On", key=KEY).stdout.startswith("wiro/virtual-try-on  ")
    assert found.exit_code in (0, 2)
    told = json.loads(run("find", "--json", "kling", key=KEY).stdout)
    assert [entry["model"] for entry in told] == ["klingai/kling-v3"]
    assert set(told[0]) == {"model", "title", "description", "categories"}


def test_find_tells_where_nothing_matches_and_what_it_needs(run: Run) -> None:
    assert run("find", "no such words", key=KEY).exit_code == 2
    assert "E701" in run("find", "face").output
    assert run("find", key=KEY).exit_code == 2
    refused = run("find", "face", key="another-0123456789")
    assert refused.exit_code == 2
    assert "E703" in refused.output

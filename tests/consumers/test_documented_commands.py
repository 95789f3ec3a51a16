"""Every command of README and docs/ in a repository that is not this one.

The repository is empty at first, wirogen comes from its wheel, and a local Wiro stands
for the service. README goes first: it tells how to get a client, and the other pages
go on with that.
"""

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from environments import Environment

from repository import ROOT, SPECS
from typed_commands import serving
from wirogen.card import Card
from wirogen.emulator import serve
from wirogen.readers import read_file, read_text

README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
CLIENT = ("wirogen pull wiro/instant-id", "wirogen generate")
"""What gives the client that the pages go on with."""

OUR_OWN = ("make ", ".venv/", "WIRO_BASE_URL=http://127.0.0.1:8765/v1 .venv/")
"""Beginnings of commands for a checkout of wirogen, which test_readme.py runs."""

STAND_FOR = {
    "wirogen inspect FILE": "wirogen inspect specs/wiro/instant-id.yaml",
    "wirogen convert FILE": "wirogen convert specs/wiro/instant-id.yaml",
    "wirogen lint --format rdjson | reviewdog -f=rdjson -reporter=github-pr-review": (
        "wirogen lint --format rdjson"  # who has reviewdog has it from elsewhere
    ),
    "wirogen diff OLD NEW": "wirogen diff specs specs",
    "wirogen diff --git REV": "wirogen diff --git HEAD",
    "wirogen convert": "wirogen convert --help",
    "wirogen diff": "wirogen diff --help",
    "wirogen inspect": "wirogen inspect --help",
    "wirogen explain": "wirogen explain --help",
    "wirogen pull": "wirogen pull --help",
    "wirogen generate --watch": "wirogen generate --help",
    "wirogen init": "wirogen init --yes",
    "wirogen serve": "wirogen serve --help",  # the blocks on the pages start it
    "python -m wiro_models run wiro/instant-id --params FILE": (
        "python -m wiro_models run wiro/instant-id --params params.json"
    ),
}
"""Commands that name no files of their own, or would wait for somebody."""

_COMMAND = re.compile(r"(?:[A-Z_]+=\S+ )*(?:wirogen \w|python -m wiro_models \w)")

FINDS = ("wirogen lint", "wirogen diff", "wirogen check")
"""What may end with 1: it has found what it looks for."""


def blocks(page: Path, *languages: str) -> list[str]:
    found = re.findall(
        r"^```([\w-]*)\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL
    )
    return [text for language, text in found if language in languages]


def commands(page: Path) -> list[str]:
    """The lines of a page that a reader types into a shell."""
    lines = "".join(blocks(page, "", "sh")).splitlines()
    programs = ("wirogen ", "python ", "export ", "pip ", "WIRO_", "PYTHONPATH=")
    return [line for line in lines if line.startswith(programs)]


def mentioned() -> list[str]:
    """The commands within sentences and tables of all pages, each once."""
    found: dict[str, None] = {}
    for page in PAGES:
        text = re.sub(
            r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL
        )
        for code in re.findall(r"`([^`]+)`", text):
            line = " ".join(code.split())
            if _COMMAND.match(line):
                found[line] = None
    return [*found]


def script(lines: list[str]) -> str:
    """Lines of a page as one script; a local Wiro that it starts ends with it."""
    parts = ["set -euo pipefail", "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT"]
    for line in lines:
        typed = line.replace("8765", "$port")
        if shlex.split(typed, comments=True)[:2] == ["wirogen", "serve"]:
            parts.append(serving("wirogen serve --speed 100"))
        else:
            parts.append(typed)
    return "\n".join(parts)


def made_up() -> dict[str, str]:
    """The specifications that pages show, by their places."""
    pages = (ROOT / "docs" / name for name in ("specifications.md", "client.md"))
    texts = [text for page in pages for text in blocks(page, "yaml")]
    cards = {text: read_text(text, "shown.yaml").cards[0] for text in texts}
    return {f"specs/{card.model}.yaml": text for text, card in cards.items()}


def served() -> list[Card]:
    files = sorted(
        path
        for path in SPECS.rglob("*.*")
        if path.suffix in {".md", ".yaml"} and path.name != "overrides.yaml"
    )
    cards = [card for path in files for card in read_file(path).cards]
    return cards + [
        card for text in made_up().values() for card in read_text(text, "x.yaml").cards
    ]


@pytest.fixture(scope="module")
def variables() -> Iterator[dict[str, str]]:
    """What a newcomer's shell has: a local Wiro in place of the service."""
    with serve(served(), speed=100) as wiro:
        yield {
            "WIRO_API_KEY": "key",
            "WIRO_BASE_URL": wiro.base_url,
            "WIRO_SITE_URL": wiro.base_url.removesuffix("/v1"),
            "PYTHONPATH": "generated",  # as README says
            "NO_PROXY": "127.0.0.1",
        }


@pytest.fixture(scope="module")
def begun(
    environment: Environment,
    variables: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A repository with a client, and the files that the pages name."""
    folder = tmp_path_factory.mktemp("begun")
    environment.do(folder, "git", "init", "--quiet", "--initial-branch", "main")
    for line in CLIENT:
        environment.do(folder, *shlex.split(line), **variables)
    for path, text in made_up().items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    environment.do(folder, "wirogen", "generate")
    inputs = {"prompt": "a portrait"}
    line = {"model": "wiro/instant-id", "inputs": inputs}
    (folder / "requests.jsonl").write_text(f"{json.dumps(line)}\n" * 3)
    (folder / "params.json").write_text(json.dumps(inputs))
    environment.do(folder, "git", "add", "--all")
    environment.do(folder, "git", "commit", "--quiet", "--message", "begin")
    return folder


@pytest.fixture
def repository(begun: Path, tmp_path: Path) -> Path:
    """That repository, for one test."""
    return Path(shutil.copytree(begun, tmp_path / "repository"))


def test_what_gives_the_client_is_on_the_page() -> None:
    assert set(CLIENT) <= set(mentioned())


def test_readme_leads_from_nothing_to_a_client(
    tmp_path: Path, environment: Environment, variables: dict[str, str]
) -> None:
    environment.do(tmp_path, "git", "init", "--quiet")
    first = ["wirogen init --yes", *CLIENT]
    lines = [*first, *commands(README)]
    text = script([line for line in lines if not line.startswith(OUR_OWN)])
    done = environment.run(tmp_path, "bash", "-c", text, **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    assert any((tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    "page", [page for page in PAGES[1:] if commands(page)], ids=lambda page: page.name
)
def test_the_commands_of_a_page_run(
    page: Path, repository: Path, environment: Environment, variables: dict[str, str]
) -> None:
    text = script(commands(page))
    done = environment.run(repository, "bash", "-c", text, **variables)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_commands_within_sentences_run(
    repository: Path, environment: Environment, variables: dict[str, str]
) -> None:
    wrong = []
    for line in mentioned():
        typed = STAND_FOR.get(line, line)
        done = environment.run(repository, "bash", "-c", typed, **variables)
        allowed = {0, 1} if typed.startswith(FINDS) else {0}
        if done.returncode not in allowed:
            wrong.append((typed, done.stdout + done.stderr))
    assert not wrong


@pytest.mark.parametrize("page", [README, ROOT / "docs/local-wiro.md"], ids=str)
def test_the_python_of_a_page_runs(
    page: Path, repository: Path, environment: Environment, variables: dict[str, str]
) -> None:
    program = "\n".join(blocks(page, "python"))
    environment.do(repository, "python", "-c", program, **variables)

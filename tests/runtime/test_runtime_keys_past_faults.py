"""Keys planted in the environment, past every fault: they, and what was signed with
them, are in nothing that was printed, logged, raised or written.
"""

import json
import logging
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import httpx2
import pytest
from acme.wiro_models import Wiro
from acme.wiro_models._registry import PACKAGE
from acme.wiro_models._runtime.client import client, signing
from acme.wiro_models._runtime.command_line.program import program
from click.testing import CliRunner, Result
from crowds import Tasks, Threads
from faulty_runs import CARDS, KEY, SECRET, SPEED
from wiro_process import Witness, wiro_process

from effort import IS_FUZZING
from wirogen.emulator import Serving

RUNS = 1_000 if IS_FUZZING else 150
FAULTS = (
    *("refuse:0.04", "cut-before:0.04", "cut-after:0.04", "delay:0.04:0.02"),
    *("429:0.04:0.01", "500:0.04", "html:0.04", "malformed-json:0.04"),
    *("wrong-types:0.04", "slow-drip:0.04:0.05", "96:0.1", "97:0.05", "cut-file:0.1"),
    *("socket-drop:0.4", "task-error:0.1", "pexit-1:0.1"),
)
"""So many that calls fail for good, again and again."""

FORMS = ((), ("--json",))

PROOF = re.compile(r"[0-9a-f]{64}|[0-9]{6,}")
"""What a signature or a nonce looks like."""


class Proofs:
    """What was sent to prove who calls: each signature and each nonce."""

    def __init__(self) -> None:
        self.sent: set[str] = set()

    def sign(self, key: str, secret: str | None, nonce: str) -> dict[str, str]:
        headers = SIGN(key, secret, nonce)
        if key:  # else only the headers' names are asked for
            self.sent.update(headers.values())
        return headers

    def found_in(self, text: str) -> list[str]:
        """What a text shows of them, and of the keys."""
        keys = [secret for secret in (KEY, SECRET) if secret in text]
        return [*keys, *self.sent.intersection(PROOF.findall(text))]


SIGN = signing.sign


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> Proofs:
    proofs = Proofs()
    monkeypatch.setattr(signing, "sign", proofs.sign)
    return proofs


@pytest.fixture
def wiro(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serving]:
    """A local Wiro that wants signed calls; the keys are in the environment."""
    monkeypatch.setenv("WIRO_API_KEY", KEY)
    monkeypatch.setenv("WIRO_API_SECRET", SECRET)
    keys = {"api_key": KEY, "api_secret": SECRET}
    with wiro_process(CARDS, faults=FAULTS, speed=SPEED, **keys) as wiro:
        monkeypatch.setenv("WIRO_BASE_URL", wiro.base_url)
        yield wiro


def logged(caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    for record in caplog.records:
        yield f"{record.getMessage()} {vars(record)}"


def written(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.read_bytes().decode("latin-1")


@pytest.mark.parametrize("kind", [Threads, Tasks], ids=["sync", "async"])
def test_past_all_faults_no_key_is_logged_raised_or_written(
    *,
    kind: type[Threads | Tasks],
    wiro: Serving,
    proofs: Proofs,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    crowd = kind(wiro.base_url, tmp_path, seed=1)
    crowd.do(range(RUNS))
    crowd.close()
    said = [*logged(caplog)]
    with Witness(wiro, key=KEY, secret=SECRET) as witness:
        tasks = [task for found in witness.tasks.values() for task in found]
    raised = [told for _, told in crowd.book.read() if told.error]
    shown = [told.shown for told in raised]

    assert len(proofs.sent) > 2 * RUNS
    assert len({told.error for told in raised}) > 5
    loggers = {record.name.partition(".")[0] for record in caplog.records}
    assert loggers >= {"acme", "httpx2", "httpcore2"}
    pickled = [told.pickled for told in raised]
    for text in (*said, *shown, *pickled, *written(tmp_path), witness.journal):
        assert proofs.found_in(text) == []
    tokens = [task["socketaccesstoken"] for task in tasks]
    everything = "\n".join((*said, *shown))
    assert len(tokens) > RUNS / 2
    assert [token for token in tokens if token in everything] == []


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Runs the command line in this process; it does not wait long."""

    def connected() -> Wiro:
        wiro = Wiro()
        wiro._driver.sleep = Threads.nap
        return wiro

    monkeypatch.setattr(client, "Wiro", connected)
    return lambda *args: CliRunner().invoke(program(PACKAGE), [*map(str, args)])


def test_past_all_faults_no_key_is_printed_by_a_command(
    *,
    command: Callable[..., Result],
    wiro: Serving,
    proofs: Proofs,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    face, requests = tmp_path / "face.png", tmp_path / "requests.jsonl"
    face.write_bytes(b"a face")
    lines = [{"model": "acme/paint", "inputs": {"prompt": f"n{n}"}} for n in range(30)]
    requests.write_text("\n".join(map(json.dumps, lines)))
    saved = ("--output", tmp_path / "out")
    run = ("run", "wiro/portrait-2-0", *saved, "--face", face, "--prompt")
    batch = ("batch", requests, *saved, "--journal", tmp_path / "journal")
    done = [command(*run, n, *FORMS[n % 2]) for n in range(30)]
    done += [command(*batch, *form) for form in FORMS]
    journal = f"{wiro.address}/_emulator/journal"
    known = httpx2.get(journal, headers=SIGN(KEY, SECRET, "1")).json()["tasks"]
    task_ids = zip(
        [*known][:40], cycle(FORMS), cycle(("status", "wait", "events", "kill"))
    )
    done += [command("task", verb, id, *form) for id, form, verb in task_ids]
    printed = [one.stdout + one.stderr for one in done]

    assert {one.exit_code for one in done} == {0, 1}
    assert "unexpected" not in "".join(printed)
    assert len(proofs.sent) > 2 * len(done)
    for text in (*printed, *logged(caplog), *written(tmp_path)):
        assert proofs.found_in(text) == []

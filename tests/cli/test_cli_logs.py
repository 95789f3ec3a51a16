"""What commands print of other people's texts: harmless to a terminal and to the runner
of a job, and still what it is to a program.
"""

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from wirogen.characters import INVISIBLE
from wirogen.cli import main, printing
from wirogen.cli.printing import Reader, harmless
from wirogen.own_format.writer import card_yaml
from wirogen.readers import read_text

HOSTILE = (
    "::error file=README.md,line=1::a b",
    "\u3000::add-mask::b",
    "a ##[stop-commands]b",
    "a ##vso[task.setvariable variable=x]b ##teamcity[c]",
    "a\u202eb\u2028c\x07\x1b[31md\x9b31m\u3164\xad",
    "a\r::error::b",
)
_COMMAND = re.compile(r"^\s*::|##\w*\[")
_ANNOTATION = re.compile("::(error|warning|notice) file=[^:]*,title=[A-Z0-9]*::")
"""A command of our own, which a runner reads before it looks for others in a line."""


def assert_harmless_to_a_runner(printed: str) -> None:
    for line in printed.split("\n"):
        assert _ANNOTATION.match(line) or not _COMMAND.search(line), line
        assert not INVISIBLE.search(line.replace("\t", "")), line


def specification(text: str) -> str:
    quoted = json.dumps(text)
    return (
        f"wirogen: 1\nmodel: acme/paint\nsummary: {quoted}\ninputs:\n"
        f"  prompt: {{kind: text, label: {quoted}, help: {quoted}, default: {quoted}}}\n"
        f"  style: {{kind: select, default: {quoted}, options: [{quoted}, b]}}\n"
        f"  {quoted}: {{kind: text, default: {quoted}}}\n"
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "wirogen.toml").write_text('specs = "specs"\noutput = "::out ##[a]"\n')
    (tmp_path / "specs").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    """A command whose output is no terminal's, as a runner starts it."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in {0, 1, 2}
    assert "This is a bug" not in result.output
    return result


@pytest.mark.parametrize("text", HOSTILE)
def test_no_line_of_a_log_is_a_command(folder: Path, text: str) -> None:
    file = folder / "specs" / "::error ##[b].yaml"
    file.write_text(specification(text), encoding="utf-8", newline="")
    (folder / "old.yaml").write_text(specification("old"), encoding="utf-8")
    wrong = specification(text).replace("kind: text", "kind: number, step: 0")
    (folder / "wrong.yaml").write_text(wrong, encoding="utf-8")
    hostile, name = str(file), file.name
    for arguments in (
        ["lint"],
        ["lint", "--format", "json"],
        ["lint", "--format", "github"],
        ["lint", "wrong.yaml"],
        ["lint", "wrong.yaml", "--format", "json"],
        ["lint", "wrong.yaml", "--format", "github"],
        ["generate", "wrong.yaml"],
        ["check", "--diff"],
        ["generate"],
        ["inputs"],
        ["outputs"],
        ["inspect", hostile],
        ["convert", hostile],
        ["diff", "old.yaml", hostile],
        ["diff", "old.yaml", hostile, "--format", "json"],
        ["diff", "old.yaml", hostile, "--format", "markdown"],
        ["inspect", f"no/{name}{text}".replace("\0", "")],
        ["explain", text],
    ):
        assert_harmless_to_a_runner(run(*arguments).output)


@pytest.mark.parametrize("text", HOSTILE)
def test_json_and_own_format_read_back_as_they_were(folder: Path, text: str) -> None:
    file = folder / "specs" / "paint.yaml"
    file.write_text(specification(text), encoding="utf-8")
    (card,) = read_text(file.read_text(encoding="utf-8"), "").cards
    for command in ("inspect", "convert"):
        printed = run(command, str(file)).stdout
        assert read_text(printed, "").cards == (card,)


@given(st.text(), st.sampled_from(HOSTILE), st.sampled_from(["", "\n", " ", "\n\n  "]))
def test_own_format_has_no_line_that_is_a_command(
    text: str, hostile: str, between: str
) -> None:
    (card,) = read_text(specification(""), "").cards or (None,)
    yaml = f"wirogen: 1\nmodel: a/b\nsummary: {json.dumps(text + between + hostile)}\n"
    (card,) = read_text(yaml, "").cards or (None,)
    if card is None:
        return
    written = card_yaml(card)
    assert not any(_COMMAND.search(line) for line in written.split("\n"))
    assert read_text(written, "").cards == (card,)


def test_a_patch_is_one_in_a_file_and_on_a_terminal(folder: Path) -> None:
    pty = pytest.importorskip("pty", reason="this system has no such terminals")
    (folder / "wirogen.toml").write_text('specs = "specs"\noutput = "out"\n')
    (folder / "specs" / "a.yaml").write_text(specification("::error::x"))
    run("generate")
    (folder / "specs" / "a.yaml").write_text(
        specification("::error::x").replace("style", "style2")
    )
    command = [sys.executable, "-m", "wirogen", "check", "--diff"]
    patch = folder / "a.patch"
    with patch.open("wb") as file:
        subprocess.run(command, cwd=folder, stdout=file, check=False)
    apply = ["patch", "-p1", "--dry-run", "--input", str(patch)]
    subprocess.run(apply, cwd=folder, check=True, capture_output=True)
    leader, follower = pty.openpty()
    with os.fdopen(leader, "rb", 0) as screen:
        environment = {k: v for k, v in os.environ.items() if k != "GITHUB_ACTIONS"}
        with subprocess.Popen(command, cwd=folder, stdout=follower, env=environment):
            os.close(follower)
            shown = b""
            try:
                while part := screen.read(65536):
                    shown += part
            except OSError:  # how Linux says that the other end is closed
                pass
    assert shown.decode().replace("\r\n", "\n") == patch.read_text(encoding="utf-8")


@given(st.text())
def test_any_text_is_harmless_to_every_reader(text: str) -> None:
    assert_harmless_to_a_runner(harmless(text, Reader.LOG))
    shown = harmless(text, Reader.TERMINAL)
    assert not INVISIBLE.search(shown.replace("\n", "").replace("\t", ""))


def test_a_stream_that_cannot_hold_a_character_shows_an_escape(folder: Path) -> None:
    (folder / "specs" / "a.yaml").write_text(
        specification("größe 🛜"), encoding="utf-8"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for command in ("inspect", "convert"):
        done = subprocess.run(
            [sys.executable, "-m", "wirogen", command, "specs/a.yaml"],
            cwd=folder,
            capture_output=True,
            env=environment,
            check=False,
        )
        assert b"This is a bug" not in done.stderr
    assert "größe".encode() not in done.stdout


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal, as one with `tty: true` in a job does."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("text", HOSTILE)
def test_a_job_that_has_a_terminal_is_a_runner_all_the_same(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown, encoding="utf-8"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    printing.say(text)
    sys.stdout.flush()
    assert_harmless_to_a_runner(shown.getvalue().decode())


def test_what_an_encoding_lacks_is_shown_as_escapes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(shown, encoding="ascii"))
    printing.say("größe ☃")
    printing.say_json('["größe ☃"]')
    sys.stdout.flush()
    text, line = shown.getvalue().decode("ascii").splitlines()
    assert text == r"gr\xf6\xdfe \u2603"
    assert json.loads(line) == ["größe ☃"]

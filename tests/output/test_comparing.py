"""What a check says about an output folder."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirogen.diagnostics import Refused
from wirogen.output import (
    MANIFEST_NAME,
    Difference,
    Kind,
    Manifest,
    changed_inputs,
    compare,
    digest,
    publish,
    read_manifest,
)

INPUTS = {"specs/tts.md": "1" * 64}
FILES = {"models/a.py": "A = 1\n", "models/b.py": "B = 1\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "generated"
    publish(folder, FILES, INPUTS)
    return folder


def test_a_folder_just_published_is_clean(folder: Path) -> None:
    drift = compare(folder, FILES, INPUTS)
    assert drift.is_clean
    assert not drift.is_layout
    assert drift.lines() == ()
    assert drift.diff() == ""


def test_a_run_that_was_killed_is_drift_of_the_manifest_and_no_edit(
    folder: Path,
) -> None:
    def killed(**more: str) -> tuple[str, ...]:
        new = FILES | more
        old, hashes = (
            {path: digest(text.encode()) for path, text in files.items()}
            for files in (FILES, new)
        )
        manifest = Manifest(inputs=INPUTS, files=old, publishing=hashes)
        (folder / MANIFEST_NAME).write_text(manifest.to_text())
        return compare(folder, new, INPUTS).lines()

    assert killed() == (f"changed: {MANIFEST_NAME}",)
    assert killed(**{"models/a.py": "A = 2\n"}) == ("changed: models/a.py",)


def test_a_stale_file_is_changed(folder: Path) -> None:
    drift = compare(folder, {**FILES, "models/a.py": "A = 2\n"}, INPUTS)
    assert drift.lines() == ("changed: models/a.py",)
    assert not drift.is_layout
    assert drift.diff() == (
        "--- a/models/a.py\n"
        "+++ b/models/a.py\n"
        "@@ -1 +1 @@\n"
        "-A = 1\n"
        "+A = 2\n"
    )


def test_a_layout_that_nobody_gave_a_file_is_a_change_of_the_output(
    folder: Path,
) -> None:
    drift = compare(folder, {**FILES, "models/a.py": "A = (1)\n"}, INPUTS)
    assert not drift.is_layout


def test_another_version_is_told() -> None:
    manifest = Manifest(generator="9.9.9", inputs=INPUTS, files={})
    (told,) = changed_inputs(manifest, INPUTS)
    assert "9.9.9" in told


def test_a_hand_edit_is_named_as_such(folder: Path) -> None:
    (folder / "models" / "a.py").write_text("A = 1\nimport os")
    drift = compare(folder, FILES, INPUTS)
    assert drift.lines() == ("changed: models/a.py (edited by hand)",)
    assert drift.diff() == (
        "--- a/models/a.py\n"
        "+++ b/models/a.py\n"
        "@@ -1,2 +1 @@\n"
        " A = 1\n"
        "-import os\n"
        "\\ No newline at end of file\n"
    )


def test_missing_extra_and_foreign_files_are_told_apart(folder: Path) -> None:
    (folder / "models" / "a.py").unlink()
    (folder / "models" / "c.py").write_text("mine")
    (folder / "models" / "unrelated.py").write_text("mine")
    drift = compare(folder, {"models/a.py": "A = 1\n", "models/c.py": "C\n"}, INPUTS)
    assert drift.lines() == (
        "extra: models/b.py",
        "foreign: models/c.py",
        "missing: models/a.py",
    )
    (extra,) = drift.of_kind(Kind.EXTRA)
    assert extra.diff() == ("--- a/models/b.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-B = 1\n")


def test_an_empty_file_that_is_missing_has_a_diff_of_headers() -> None:
    missing = Difference(path="py.typed", kind=Kind.MISSING, expected="")
    assert missing.diff() == "--- /dev/null\n+++ b/py.typed\n"


def test_windows_line_ends_are_no_drift(folder: Path) -> None:
    for path in (folder / MANIFEST_NAME, *folder.glob("models/*.py")):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert compare(folder, FILES, INPUTS, locked=True).is_clean


def test_windows_line_ends_do_not_blur_what_else_changed(folder: Path) -> None:
    (folder / "models" / "a.py").write_bytes(b"A = 1\r\nB = 2\r\n")
    drift = compare(folder, FILES, INPUTS)
    assert "-B = 2\n" in drift.diff()
    assert "A = 1\r" not in drift.diff()


def test_without_an_output_folder_everything_is_missing(tmp_path: Path) -> None:
    drift = compare(tmp_path / "nowhere", FILES, INPUTS)
    assert {one.path for one in drift.of_kind(Kind.MISSING)} == {*FILES, MANIFEST_NAME}


def test_other_inputs_that_give_the_same_files_are_drift_only_where_locked(
    folder: Path,
) -> None:
    inputs = {"specs/tts.md": "2" * 64}
    assert compare(folder, FILES, inputs).is_clean
    assert compare(folder, FILES, inputs).origins == ()
    drift = compare(folder, FILES, inputs, locked=True)
    assert drift.lines() == (
        f"changed: {MANIFEST_NAME}",
        "not as locked: specs/tts.md has changed",
    )


def test_a_locked_check_tells_of_the_manifest_beside_other_drift(folder: Path) -> None:
    (folder / "models" / "a.py").unlink()
    drift = compare(folder, FILES, {}, locked=True)
    assert drift.lines() == (
        f"changed: {MANIFEST_NAME}",
        "missing: models/a.py",
        "not as locked: specs/tts.md is gone",
    )


def test_what_changed_since_the_manifest_is_told(folder: Path) -> None:
    publish(folder, FILES, {"a": "1", "b": "1", "c": "1"})
    manifest = read_manifest(folder)
    assert manifest
    assert tuple(changed_inputs(manifest, {"a": "1", "b": "2", "d": "1"})) == (
        "b has changed",
        "c is gone",
        "d is new",
    )


def test_a_manifest_of_another_version_is_no_drift_unless_locked(folder: Path) -> None:
    hashes = {path: digest(text.encode()) for path, text in FILES.items()}
    manifest = Manifest(generator="0.0.1", inputs=INPUTS, files=hashes)
    (folder / MANIFEST_NAME).write_text(manifest.to_text())
    assert compare(folder, FILES, INPUTS).is_clean
    assert not compare(folder, FILES, INPUTS, locked=True).is_clean


@given(data=st.data())
def test_one_changed_byte_anywhere_is_drift_with_a_diff(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("drift")
    publish(folder, FILES, INPUTS)
    path = data.draw(st.sampled_from([*FILES, MANIFEST_NAME]))
    content = bytearray((folder / path).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] = data.draw(
        st.integers(0, 255).filter(lambda byte: byte != content[at])
    )
    (folder / path).write_bytes(content)
    if re.search(rb'"version": [2-9]', content):
        with pytest.raises(Refused, match="later wirogen"):
            compare(folder, FILES, INPUTS)
        return
    drift = compare(folder, FILES, INPUTS)
    assert path in {one.path for one in drift.differences}
    assert f"--- a/{path}\n" in drift.diff()


lines = st.text(alphabet="ab \n\x0c\x1c\u2028", max_size=12)


@given(found=lines, expected=lines)
def test_a_diff_applied_gives_the_expected_text(found: str, expected: str) -> None:
    one = Difference(path="f", kind=Kind.CHANGED, found=found, expected=expected)
    assert applied(found, one.diff()) == expected


def applied(text: str, diff: str) -> str:
    """A text after a unified diff, read as `patch` reads one."""
    old = text.split("\n")
    result: list[str] = []
    at = 0
    newline = not text or text.endswith("\n")
    if old[-1] == "":
        old.pop()
    marks = diff.split("\n")[2:-1]
    for number, line in enumerate(marks):
        mark, rest = line[0], line[1:]
        is_last = number + 1 < len(marks) and marks[number + 1].startswith("\\")
        if mark == "@":
            span = rest.split()[1].lstrip("-").split(",")
            start = int(span[0]) - (1 if span[1:] != ["0"] else 0)
            result += old[at:start]
            at = start
        elif mark == "+":
            result.append(rest)
            newline = not is_last
        elif mark in " -":
            assert old[at] == rest
            at += 1
            if mark == " ":
                result.append(rest)
                newline = not is_last
    if at < len(old):
        newline = text.endswith("\n")
    result += old[at:]
    return "\n".join(result) + ("\n" if result and newline else "")

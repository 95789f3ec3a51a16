"""The manifest as a text, and what is said of one that cannot be read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_folder import is_up_to_date

from wirogen.diagnostics import Refused
from wirogen.output import (
    MANIFEST_NAME,
    Kind,
    Manifest,
    compare,
    digest,
    publish,
    read_manifest,
)

FILES = {"a.py": "A = 1\n"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    publish(tmp_path, FILES, {"specs/a.md": "1"})
    return tmp_path


def test_a_manifest_lists_hashes_that_other_programs_compute(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST_NAME).read_text())
    assert manifest["files"] == {
        "a.py": "06edbcf4336165a271e6524025a6439c3caa3246fd0796f116772279707a5325"
    }
    assert manifest["inputs"] == {"specs/a.md": "1"}


def test_there_is_no_manifest_in_a_folder_without_one(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) is None
    assert read_manifest(tmp_path / "nowhere") is None


tables = st.dictionaries(
    st.from_regex(r"[a-z_]{1,8}(/[a-z]{1,4})?\.py", fullmatch=True),
    st.text(alphabet="0123456789abcdef", max_size=4),
)


texts = st.dictionaries(st.text(), st.text())


@given(inputs=texts, files=tables, origins=texts, publishing=tables)
def test_a_manifest_reads_back_and_its_text_tells_no_order(
    inputs: dict[str, str],
    files: dict[str, str],
    origins: dict[str, str],
    publishing: dict[str, str],
) -> None:
    manifest = Manifest(
        inputs=inputs, files=files, origins=origins, publishing=publishing
    )
    text = manifest.to_text()
    assert text.isascii()
    assert Manifest.from_text(text) == manifest
    backwards = Manifest(
        inputs=dict(reversed(inputs.items())),
        files=dict(reversed(files.items())),
        origins=dict(reversed(origins.items())),
        publishing=dict(reversed(publishing.items())),
    )
    assert backwards.to_text() == text


def test_line_ends_do_not_count_in_a_digest() -> None:
    assert digest(b"a\r\nb\r\n") == digest(b"a\nb\n")
    assert digest(b"a\rb") != digest(b"a\nb")


DAMAGED = {
    "nothing": "",
    "a merge": "<<<<<<< HEAD\n{\n=======\n",
    "deep nesting": "[" * 100_000,
    "a list": "[]",
    "somebody else's": '{"name": "my extension", "manifest_version": 3}',
    "no version": '{"generator": "wirogen 0.1.0", "files": {}, "inputs": {}}',
    "version 0": '{"version": 0, "generator": "wirogen 1", "files": {}, "inputs": {}}',
    "version true": (
        '{"version": true, "generator": "wirogen 1", "files": {}, "inputs": {}}'
    ),
    "no files": '{"version": 1, "generator": "wirogen 1", "inputs": {}}',
    "a list of files": (
        '{"version": 1, "generator": "wirogen 1", "inputs": {}, "files": ["a"]}'
    ),
    "a number for a hash": (
        '{"version": 1, "generator": "wirogen 1", "inputs": {}, "files": {"a": 1}}'
    ),
    "a file outside": (
        '{"version": 1, "generator": "wirogen 1", "inputs": {}, '
        '"files": {"../../victim": "1"}}'
    ),
    "an absolute file": (
        '{"version": 1, "generator": "wirogen 1", "inputs": {}, "files": {}, '
        '"publishing": {"/etc/passwd": "1"}}'
    ),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_or_foreign_manifest_stops_everything(
    folder: Path, text: str
) -> None:
    (folder / MANIFEST_NAME).write_text(text)
    for attempt in (
        lambda: read_manifest(folder),
        lambda: publish(folder, {"b.py": ""}, {}),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert [finding.code.name for finding in refused.value.report] == ["E408"]
    assert not is_up_to_date(folder, {})
    assert sorted(path.name for path in folder.iterdir()) == [MANIFEST_NAME, "a.py"]
    assert (folder / MANIFEST_NAME).read_text() == text


def test_a_damaged_manifest_is_drift(folder: Path) -> None:
    (folder / MANIFEST_NAME).write_bytes(b"\xff{")
    (difference,) = compare(folder, FILES, {}).differences
    assert (difference.path, difference.kind) == (MANIFEST_NAME, Kind.FOREIGN)
    assert "-\\xff{\n" in difference.diff()


@pytest.mark.parametrize(
    ("content", "why"), [(b"\xff{", "not UTF-8"), (b"{", "not JSON"), (b"{}", "say")]
)
def test_what_is_wrong_with_a_manifest_is_told(
    folder: Path, content: bytes, why: str
) -> None:
    (folder / MANIFEST_NAME).write_bytes(content)
    with pytest.raises(Refused, match=why):
        read_manifest(folder)


def test_a_manifest_of_nothing_is_laid_out_as_json_is() -> None:
    text = Manifest(inputs={}, files={}).to_text()
    assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_the_manifest_of_a_later_wirogen_is_refused_by_its_name(folder: Path) -> None:
    newer = {"version": 2, "generator": "wirogen 7.1.0", "anything": []}
    (folder / MANIFEST_NAME).write_text(json.dumps(newer))
    for attempt in (
        lambda: read_manifest(folder),
        lambda: compare(folder, FILES, {}),
        lambda: publish(folder, FILES, {}),
    ):
        with pytest.raises(Refused, match=r"7\.1\.0") as refused:
            attempt()
        assert [finding.code.name for finding in refused.value.report] == ["E409"]


@given(
    st.dictionaries(st.text(max_size=9), st.text(max_size=9)),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9)),
)
def test_a_manifest_is_laid_out_as_json_is(
    inputs: dict[str, str], files: dict[str, str]
) -> None:
    text = Manifest(inputs=inputs, files=files, publishing=files).to_text()
    assert text == json.dumps(json.loads(text), indent=2) + "\n"


@pytest.mark.parametrize("part", ["files", "publishing"])
@pytest.mark.parametrize(
    "path", ["../mine.txt", "/mine.txt", "a/../../mine.txt", "a//b"]
)
def test_a_manifest_that_lists_what_lies_elsewhere_is_none(
    folder: Path, part: str, path: str
) -> None:
    mine = folder.parent / "mine.txt"
    mine.write_text("mine")
    listed = {"files": {}, part: {path: digest(b"mine")}}
    text = Manifest(inputs={}, **listed).to_text()
    (folder / MANIFEST_NAME).write_text(text)
    with pytest.raises(Refused) as refused:
        publish(folder, FILES, {})
    assert [finding.code.name for finding in refused.value.report] == ["E408"]
    assert mine.read_text() == "mine"

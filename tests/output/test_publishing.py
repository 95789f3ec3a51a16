"""Writing an output folder: what is written, what is left alone, what is refused."""

import errno
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_folder import is_up_to_date

from wirogen.diagnostics import Refused
from wirogen.output import (
    MANIFEST_NAME,
    STAGING_NAME,
    Manifest,
    compare,
    digest,
    publish,
    read_manifest,
)

INPUTS = {"specs/tts.md": "1" * 64}
PACKAGE = {"models/__init__.py": "", "models/acme/tts.py": "X = 'ü'\n"}


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path != folder / MANIFEST_NAME
    }


def stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    return {
        path: (path.lstat().st_mtime_ns, path.lstat().st_ino)
        for path in (folder, *folder.rglob("*"))
    }


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code.name for finding in refused.value.report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "generated"


def test_files_are_written_as_utf8_with_plain_line_ends(folder: Path) -> None:
    done = publish(folder, PACKAGE, INPUTS)
    assert tree(folder) == {
        "models/__init__.py": b"",
        "models/acme/tts.py": b"X = '\xc3\xbc'\n",
    }
    assert done.written == (MANIFEST_NAME, *PACKAGE)
    assert (done.unchanged, done.removed, done.edited) == ((), (), ())


def test_a_second_run_touches_nothing(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    before = stamps(folder)
    done = publish(folder, PACKAGE, INPUTS)
    assert stamps(folder) == before
    assert done.written == ()
    assert done.unchanged == (MANIFEST_NAME, *PACKAGE)


def test_only_what_changed_is_written(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    before = stamps(folder)
    done = publish(folder, {**PACKAGE, "models/acme/tts.py": "X = 2\n"}, INPUTS)
    assert done.written == (MANIFEST_NAME, "models/acme/tts.py")
    untouched = folder / "models" / "__init__.py"
    assert stamps(folder)[untouched] == before[untouched]


def test_inputs_that_give_the_same_files_change_the_manifest_alone(
    folder: Path,
) -> None:
    publish(folder, PACKAGE, INPUTS)
    assert publish(folder, PACKAGE, {"other": "2"}).written == (MANIFEST_NAME,)


def test_files_no_longer_produced_go_with_the_folders_that_they_leave_empty(
    folder: Path,
) -> None:
    publish(folder, {"a/b/gone.py": "", "c/gone.py": "", "stays.py": ""}, INPUTS)
    (folder / "c" / "notes.txt").write_text("by hand")
    done = publish(folder, {"stays.py": ""}, INPUTS)
    assert done.removed == ("a/b/gone.py", "c/gone.py")
    assert not (folder / "a").exists()
    assert tree(folder) == {"stays.py": b"", "c/notes.txt": b"by hand"}


def test_only_what_is_as_it_was_written_is_removed(folder: Path) -> None:
    publish(folder, {"gone.py": "", "stays.py": ""}, INPUTS)
    (folder / "gone.py").write_text("edited")
    (folder / "notes.txt").write_text("mine")
    manifest = folder / MANIFEST_NAME
    listing = json.loads(manifest.read_text())
    listing["files"]["notes.txt"] = listing["files"]["gone.py"]
    forged = Manifest(inputs=INPUTS, files=listing["files"])
    manifest.write_text(forged.to_text())
    done = publish(folder, {"stays.py": ""}, INPUTS)
    assert (done.removed, done.kept) == ((), ("gone.py", "notes.txt"))
    kept = {"gone.py": b"edited", "notes.txt": b"mine", "stays.py": b""}
    assert tree(folder) == kept
    assert publish(folder, {"stays.py": ""}, INPUTS).kept == ()


@pytest.mark.parametrize("part", ["files", "publishing"])
def test_an_edited_manifest_makes_no_file_wirogens(folder: Path, part: str) -> None:
    publish(folder, {"stays.py": ""}, INPUTS)
    (folder / "notes.txt").write_text("mine")
    manifest = folder / MANIFEST_NAME
    listing = json.loads(manifest.read_text())
    listing.setdefault(part, {})["notes.txt"] = digest(b"mine")
    manifest.write_text(json.dumps(listing, indent=2) + "\n")
    edited = manifest.read_bytes()
    for files in ({"stays.py": ""}, {"notes.txt": "ours"}):
        with pytest.raises(Refused) as refused:
            publish(folder, files, INPUTS)
        assert [finding.code.name for finding in refused.value.report] == ["E408"]
    assert tree(folder) == {"stays.py": b"", "notes.txt": b"mine"}
    assert manifest.read_bytes() == edited


def test_the_output_folder_stays_when_nothing_is_left_in_it(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    publish(folder, {}, INPUTS)
    assert [path.name for path in folder.iterdir()] == [MANIFEST_NAME]


def test_what_a_killed_run_left_goes_where_nothing_changed(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    (folder / STAGING_NAME).mkdir()
    (folder / STAGING_NAME / "3").write_text("half a fi")
    assert publish(folder, PACKAGE, INPUTS).is_idle
    assert not (folder / STAGING_NAME).exists()


def test_a_hand_edited_file_is_replaced_and_named(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    (folder / "models" / "__init__.py").write_text("edited")
    done = publish(folder, PACKAGE, INPUTS)
    assert done.edited == done.written == ("models/__init__.py",)
    assert (folder / "models" / "__init__.py").read_text() == ""


def test_a_checkout_with_windows_line_ends_is_left_as_it_is(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    for path in (folder / MANIFEST_NAME, folder / "models" / "acme" / "tts.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = stamps(folder)
    assert is_up_to_date(folder, INPUTS)
    assert publish(folder, PACKAGE, INPUTS).written == ()
    assert stamps(folder) == before


def test_files_that_are_just_what_would_be_written_are_adopted(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    (folder / MANIFEST_NAME).unlink()
    assert publish(folder, PACKAGE, INPUTS).written == (MANIFEST_NAME,)


def test_every_foreign_file_in_the_way_is_named_and_nothing_is_written(
    folder: Path,
) -> None:
    (folder / "models").mkdir(parents=True)
    (folder / "models" / "a.py").write_text("mine")
    (folder / "b.py").write_text("mine, too")
    before = tree(folder)
    with pytest.raises(Refused) as refused:
        publish(folder, {"models/a.py": "1", "b.py": "2", "c.py": "3"}, INPUTS)
    assert [finding.span.file for finding in refused.value.report] == [
        str(folder / "b.py"),
        str(folder / "models" / "a.py"),
    ]
    assert codes_of(refused) == ["E400", "E400"]
    assert tree(folder) == before


def test_a_refused_first_run_leaves_no_folder_behind(tmp_path: Path) -> None:
    file = tmp_path / "taken"
    file.write_text("")
    with pytest.raises(Refused) as refused:
        publish(file / "generated", PACKAGE, INPUTS)
    assert codes_of(refused) == ["E405"]
    with pytest.raises(Refused):
        publish(tmp_path / "new" / "folder", {"a.py": "\r"}, INPUTS)
    assert list(tmp_path.iterdir()) == [file]


def test_each_manifest_is_on_disk_before_it_counts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    counting: list[bool] = []
    replace = Path.replace

    def replaced(place: Path, target: Path) -> Path:
        if target.name == MANIFEST_NAME:
            counting.append(place.stat().st_ino in synced)
        return replace(place, target)

    monkeypatch.setattr("os.fsync", lambda file: synced.append(os.fstat(file).st_ino))
    monkeypatch.setattr(Path, "replace", replaced)
    publish(folder, PACKAGE, INPUTS)
    assert counting == [True, True]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_disk_that_is_full_leaves_no_folder_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_first: bool
) -> None:
    folder = tmp_path / "new" / "generated"
    if not is_first:
        publish(folder, {"a.py": ""}, INPUTS)
    before = sorted(tmp_path.rglob("*"))
    mkdir = Path.mkdir

    def refused_below(place: Path, *settings: Any, **named: Any) -> None:
        if place.name == "acme":
            raise OSError(errno.ENOSPC, "No space left on device")
        mkdir(place, *settings, **named)

    monkeypatch.setattr(Path, "mkdir", refused_below)
    with pytest.raises(Refused) as refused:
        publish(folder, PACKAGE, INPUTS)
    assert codes_of(refused) == ["E405"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_in_place_of_the_output_folder_is_refused(folder: Path) -> None:
    folder.write_text("a file")
    with pytest.raises(Refused) as refused:
        publish(folder, PACKAGE, INPUTS)
    assert codes_of(refused) == ["E404"]
    assert folder.read_text() == "a file"


def test_a_file_where_a_folder_is_needed_is_refused(folder: Path) -> None:
    folder.mkdir()
    (folder / "models").write_text("a file")
    with pytest.raises(Refused) as refused:
        publish(folder, PACKAGE, INPUTS)
    assert codes_of(refused) == ["E404"]
    assert tree(folder) == {"models": b"a file"}


def test_a_folder_or_a_pipe_where_a_file_is_needed_is_refused(folder: Path) -> None:
    (folder / "a.py").mkdir(parents=True)
    os.mkfifo(folder / "b.py")
    with pytest.raises(Refused) as refused:
        publish(folder, {"a.py": "", "b.py": ""}, INPUTS)
    assert codes_of(refused) == ["E404", "E404"]


def test_a_folder_in_place_of_a_file_no_longer_produced_is_left_alone(
    folder: Path,
) -> None:
    publish(folder, {"a.py": "", "b.py": ""}, INPUTS)
    (folder / "a.py").unlink()
    (folder / "a.py").mkdir()
    assert publish(folder, {"b.py": ""}, INPUTS).removed == ()
    assert (folder / "a.py").is_dir()


def test_a_file_in_place_of_a_folder_no_longer_produced_is_left_alone(
    folder: Path,
) -> None:
    publish(folder, {"a/b.py": "", "c.py": ""}, INPUTS)
    shutil.rmtree(folder / "a")
    (folder / "a").write_text("mine")
    assert publish(folder, {"c.py": ""}, INPUTS).removed == ()
    assert tree(folder) == {"a": b"mine", "c.py": b""}


def test_a_foreign_file_under_another_spelling_of_a_removed_one_is_named(
    folder: Path,
) -> None:
    publish(folder, {"A.py": ""}, INPUTS)
    (folder / "A.py").unlink()
    (folder / "a.py").write_text("mine")
    with pytest.raises(Refused) as refused:
        publish(folder, {"a.py": ""}, INPUTS)
    assert [finding.span.file for finding in refused.value.report] == [
        str(folder / "a.py")
    ]


@pytest.mark.parametrize("link", ["models/acme", "models/__init__.py", MANIFEST_NAME])
def test_nothing_is_written_or_removed_through_a_link(
    folder: Path, tmp_path: Path, link: str
) -> None:
    publish(folder, PACKAGE, INPUTS)
    elsewhere = tmp_path / "elsewhere"
    (folder / link).rename(elsewhere)
    (folder / link).symlink_to(elsewhere)
    before = tree(tmp_path)
    for files in ({**PACKAGE, "models/acme/tts.py": "changed"}, {}):
        with pytest.raises(Refused) as refused:
            publish(folder, files, INPUTS)
        assert codes_of(refused) == ["E403"]
        assert refused.value.report.findings[0].span.file == str(folder / link)
    assert tree(tmp_path) == before


def test_a_junction_of_windows_is_a_link(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, PACKAGE, INPUTS)
    lstat = Path.lstat

    def seen_on_windows(place: Path) -> object:
        status = lstat(place)
        tag = 0xA0000003 if place == folder / "models" / "acme" else 0
        told = {name: getattr(status, name) for name in ("st_mode", "st_ino", "st_dev")}
        return SimpleNamespace(**told, st_reparse_tag=tag)

    monkeypatch.setattr(Path, "lstat", seen_on_windows)
    with pytest.raises(Refused) as refused:
        publish(folder, {}, INPUTS)
    assert codes_of(refused) == ["E403"]


@pytest.mark.parametrize("link", ["", STAGING_NAME])
def test_the_output_folder_and_the_one_for_staging_are_no_links(
    folder: Path, tmp_path: Path, link: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    if link:
        folder.mkdir()
    (folder / link).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused) as refused:
        publish(folder, PACKAGE, INPUTS)
    assert codes_of(refused) == ["E403"]
    assert not any((tmp_path / "elsewhere").iterdir())


def test_the_lock_is_made_behind_no_link(folder: Path, tmp_path: Path) -> None:
    (folder / STAGING_NAME).mkdir(parents=True)
    (folder / STAGING_NAME / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused) as refused:
        publish(folder, PACKAGE, INPUTS)
    assert codes_of(refused) == ["E405"]
    assert not (tmp_path / "elsewhere").exists()
    assert tree(folder) == {}


@pytest.mark.parametrize("link", ["generated", "generated/acme"])
def test_no_folder_from_the_base_on_is_a_link(tmp_path: Path, link: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / link).parent.mkdir(exist_ok=True)
    (tmp_path / link).symlink_to(tmp_path / "elsewhere")
    base = tmp_path / "generated"
    with pytest.raises(Refused) as refused:
        publish(base / "acme" / "models", PACKAGE, INPUTS, base=base)
    assert codes_of(refused) == ["E403"]
    assert not any((tmp_path / "elsewhere").iterdir())


def test_a_folder_above_the_output_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish(tmp_path / "link" / "generated", {"a.py": ""}, INPUTS)
    assert (tmp_path / "real" / "generated" / "a.py").is_file()


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "relative"),
        ("/etc/passwd", "relative"),
        ("../up.py", "in it"),
        ("a/../../up.py", "in it"),
        ("./a.py", "in it"),
        ("a//b.py", "in it"),
        ("a/", "in it"),
        ("a\\b.py", "every system"),
        ("C:a.py", "every system"),
        ("a\nb.py", "every system"),
        ("a\0.py", "every system"),
        ("a. /b.py", "ends in a dot"),
        (MANIFEST_NAME, "keeps"),
        ("manifest.json", "keeps"),
        (f"{STAGING_NAME}/lock", "keeps"),
    ],
)
def test_paths_that_are_no_files_of_the_output_are_refused(
    folder: Path, path: str, why: str
) -> None:
    with pytest.raises(Refused, match=why) as refused:
        publish(folder, {path: "", "fine.py": ""}, INPUTS)
    assert codes_of(refused) == ["E401"]
    assert not folder.exists()


@pytest.mark.parametrize(
    "paths",
    [
        ("a.py", "A.py"),
        ("owner/a.py", "Owner/b.py"),
        ("é.py", "e\N{COMBINING ACUTE ACCENT}.py"),
        ("a", "a/b"),
    ],
)
def test_paths_that_are_one_on_some_systems_are_refused(
    folder: Path, paths: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        publish(folder, dict.fromkeys(paths, ""), INPUTS)
    assert codes_of(refused) == ["E402"]
    assert not folder.exists()


@pytest.mark.parametrize("text", ["a\r\n", "a\rb", "\ud800"])
def test_texts_that_cannot_be_written_as_they_are_are_refused(
    folder: Path, text: str
) -> None:
    with pytest.raises(Refused) as refused:
        publish(folder, {"a.py": text}, INPUTS)
    assert codes_of(refused) == ["E410"]


def test_a_file_whose_name_changes_its_case_is_there_under_its_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Acted out for a file system that takes both names for one: a hard link gives the
    old file its second name, and what is put in that place goes to the old one.
    """
    old, new = folder / "Acme" / "Tts.py", folder / "acme" / "tts.py"
    publish(folder, {"Acme/Tts.py": "1\n"}, INPUTS)
    new.parent.mkdir(exist_ok=True)
    if not new.exists():
        os.link(old, new)
    real = Path.replace

    def replace(source: Path, target: Path) -> Path:
        return real(source, old if target == new and old.exists() else target)

    monkeypatch.setattr(Path, "replace", replace)
    publish(folder, {"acme/tts.py": "2\n"}, INPUTS)
    assert tree(folder) == {"acme/tts.py": b"2\n"}
    assert [path.name for path in new.parent.iterdir()] == ["tts.py"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
@pytest.mark.parametrize("umask", [0o022, 0o002, 0o077])
def test_modes_follow_the_umask(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        publish(folder, PACKAGE, INPUTS)
    finally:
        os.umask(before)
    for path in folder.rglob("*"):
        full = 0o777 if path.is_dir() else 0o666
        assert stat.S_IMODE(path.stat().st_mode) == full & ~umask, path


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def refusal_as_somebody_else(folder: Path) -> list[str]:
    """The codes with which an unprivileged user's run is refused."""
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    try:
        with pytest.raises(Refused) as refused:
            publish(folder, dict.fromkeys(PACKAGE, "new"), INPUTS)
    finally:
        if was_root:
            os.seteuid(0)
    return codes_of(refused)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
@pytest.mark.parametrize(
    ("mode", "place", "code"),
    [
        (0o555, ".", "E405"),
        (0o555, "models/acme", "E405"),
        (0o000, "models/acme", "E406"),
        (0o000, "models/acme/tts.py", "E406"),
        (0o000, MANIFEST_NAME, "E406"),
    ],
)
def test_what_cannot_be_read_or_written_is_refused_before_anything_is_replaced(
    open_folder: Path, mode: int, place: str, code: str
) -> None:
    folder = open_folder / "generated"
    publish(folder, PACKAGE, INPUTS)
    before = tree(folder)
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, 65534, 65534)
    usual = (folder / place).stat().st_mode
    (folder / place).chmod(mode)
    assert refusal_as_somebody_else(folder) == [code]
    (folder / place).chmod(usual)
    assert tree(folder) == before


@pytest.mark.parametrize("operation", ["open", "mkdir", "replace", "unlink"])
def test_after_a_disk_error_the_next_run_completes(
    folder: Path, operation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = {"a.py": "1", "gone/b.py": "1", "c.py": "1"}
    new = {"a.py": "2", "new/d.py": "2", "c.py": "1"}
    real = getattr(Path, operation)
    for fatal in range(12):
        shutil.rmtree(folder, ignore_errors=True)
        publish(folder, old, INPUTS)
        (folder / "mine.py").write_text("by hand")
        before = tree(folder)
        calls = iter(range(100))

        def fail(
            *given: object,
            fatal: int = fatal,
            calls: Iterator[int] = calls,
            **more: object,
        ) -> object:
            if next(calls) == fatal:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*given, **more)

        with monkeypatch.context() as patch:
            patch.setattr(Path, operation, fail)
            with suppress(Refused):
                publish(folder, new, INPUTS)
            if operation in {"open", "mkdir"} and tree(folder) != before:
                assert is_up_to_date(folder, INPUTS)  # nothing failed
        publish(folder, new, INPUTS)
        wanted = {path: text.encode() for path, text in new.items()}
        assert tree(folder) == {**wanted, "mine.py": b"by hand"}
        assert not (folder / "gone").exists()
        assert is_up_to_date(folder, INPUTS)


def test_is_up_to_date_is_told_by_inputs_files_and_the_manifest(folder: Path) -> None:
    assert not is_up_to_date(folder, INPUTS)
    publish(folder, PACKAGE, INPUTS)
    assert is_up_to_date(folder, INPUTS)
    assert not is_up_to_date(folder, {**INPUTS, "another": "2"})
    publish(folder, PACKAGE, INPUTS)
    assert is_up_to_date(folder, INPUTS)
    (folder / STAGING_NAME).mkdir()
    assert not is_up_to_date(folder, INPUTS)


@pytest.mark.parametrize("path", ["models/__init__.py", MANIFEST_NAME])
@pytest.mark.parametrize("harm", ["edited", "removed"])
def test_a_harmed_folder_is_not_up_to_date(folder: Path, path: str, harm: str) -> None:
    publish(folder, PACKAGE, INPUTS)
    if harm == "removed":
        (folder / path).unlink()
    else:
        (folder / path).write_bytes((folder / path).read_bytes() + b" ")
    assert not is_up_to_date(folder, INPUTS)


def test_a_folder_written_by_another_version_is_not_up_to_date(folder: Path) -> None:
    publish(folder, PACKAGE, INPUTS)
    manifest = folder / MANIFEST_NAME
    manifest.write_text(manifest.read_text().replace("wirogen 0.", "wirogen 9."))
    assert not is_up_to_date(folder, INPUTS)


names = st.sampled_from(["a.py", "b.py", "p/a.py", "p/b.py", "p/q/a.py", "r/a.py"])
texts = st.sampled_from(["", "1\n", "2\n", "no end", "ü\u2028\x0c\n"])
file_maps = st.dictionaries(names, texts)
steps = st.one_of(
    st.tuples(st.just("publish"), file_maps),
    st.tuples(st.just("by hand"), file_maps),
    st.tuples(st.just("delete"), st.dictionaries(names, st.just(""))),
)


@given(history=st.lists(steps, max_size=6))
def test_after_any_history_a_folder_holds_what_it_should(
    history: list[tuple[str, dict[str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "generated"
        folder.mkdir()
        there: dict[str, str] = {}
        ours: dict[str, str] = {}
        for step, files in history:
            if step == "by hand":
                for path, text in files.items():
                    (folder / path).parent.mkdir(parents=True, exist_ok=True)
                    (folder / path).write_text(text, newline="")
                there |= files
            elif step == "delete":
                for path in files:
                    (folder / path).unlink(missing_ok=True)
                    there.pop(path, None)
            elif any(
                there.get(path, text) != text and path not in ours
                for path, text in files.items()
            ):
                with pytest.raises(Refused):
                    publish(folder, files, INPUTS)
            else:
                publish(folder, files, INPUTS)
                kept = {p: text for p, text in there.items() if ours.get(p) != text}
                there, ours = {**kept, **files}, files
                assert is_up_to_date(folder, INPUTS)
                assert compare(folder, files, INPUTS, locked=True).is_clean
                manifest = read_manifest(folder)
                assert manifest
                assert set(manifest.files) == set(ours)
            found = {path: text.decode() for path, text in tree(folder).items()}
            assert found == there

"""What a pull leaves in the folder of specifications."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from wiro_double import (
    DETAIL,
    EVERYTHING,
    LIST,
    OPENAPI,
    STRING,
    Wiro,
    codes_of,
    detail_of,
    files_in,
    openapi_of,
    tool,
)

from wirogen.card import Card
from wirogen.diagnostics import Refused
from wirogen.output import STAGING_NAME
from wirogen.readers import read_file
from wirogen.remote import Outcome, Progress, pulling

CARD = Path(__file__).parents[2] / "specs" / "wiro" / "instant-id.md"


def card_in(path: Path) -> Card:
    reading = read_file(path)
    assert not reading.report.errors
    (card,) = reading.cards
    return card


def test_a_model_is_written_below_its_owner_in_our_own_format(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/Paint.2 dev")
    pulled = wiro.pull(tmp_path / "specs", "acme/Paint.2 dev")
    (model,) = pulled.models
    assert model.outcome is Outcome.NEW
    assert model.file == tmp_path / "specs/acme/paint-2-dev.yaml"
    assert list(files_in(tmp_path)) == ["specs/acme/paint-2-dev.yaml"]
    card = card_in(model.file)
    assert card.raw_slug == "acme/Paint.2 dev"
    assert [given.wire_name for given in card.inputs or ()] == ["prompt"]
    assert not pulled.failed


def test_pulling_again_writes_nothing(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint", "acme/draw")
    wiro.pull(tmp_path, "acme/paint", "acme/draw")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    files = files_in(tmp_path)
    pulled = wiro.pull(tmp_path, "acme/paint", "acme/draw")
    assert [model.outcome for model in pulled.models] == [Outcome.UNCHANGED] * 2
    assert files_in(tmp_path) == files
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert pulled.changes == ()


def test_line_ends_of_a_windows_checkout_are_no_change(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint")
    file = tmp_path / "acme/paint.yaml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert pulled.models[0].outcome is Outcome.UNCHANGED
    assert b"\r\n" in file.read_bytes()


def test_a_changed_model_is_updated_and_its_changes_are_graded(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint")
    steps = {"type": "number", "title": "Steps"}
    wiro.tell("acme/paint", openapi_of("acme/paint", (), steps=steps))
    wiro.tell("acme/paint", detail_of("acme/paint", {"id": "steps", "type": "number"}))
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert pulled.models[0].outcome is Outcome.UPDATED
    assert {(c.wire_name, str(c.grade)) for c in pulled.changes} == {
        ("prompt", "breaking"),
        ("steps", "compatible"),
    }


def test_whatever_described_the_model_before_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "wiro").mkdir()
    old = tmp_path / "wiro/instant-id.md"
    old.write_bytes(CARD.read_bytes())
    other = tmp_path / "wiro/more.json"
    other.write_text('{"slugowner": "wiro", "slugproject": "Instant ID"}')
    pulled = Wiro.telling("wiro/instant-id").pull(tmp_path, "wiro/instant-id")
    (model,) = pulled.models
    assert list(files_in(tmp_path)) == ["wiro/instant-id.yaml"]
    assert model.outcome is Outcome.UPDATED
    assert model.replaced == (old, other)
    assert {change.wire_name for change in pulled.changes} >= {"steps", "seed"}


def test_a_pull_that_was_killed_before_removing_the_old_file_is_completed(
    tmp_path: Path,
) -> None:
    wiro = Wiro.telling("wiro/instant-id")
    wiro.pull(tmp_path, "wiro/instant-id")
    staged = tmp_path / "wiro/instant-id.0123abcd.wirogen-staged"
    staged.write_text("half of a f")
    old = tmp_path / "wiro/instant-id.md"
    old.write_bytes(CARD.read_bytes())
    (model,) = wiro.pull(tmp_path, "wiro/instant-id").models
    assert model.outcome is Outcome.UNCHANGED
    assert model.replaced == (old,)
    assert list(files_in(tmp_path)) == ["wiro/instant-id.yaml"]


def test_a_file_that_describes_other_models_too_is_not_replaced(tmp_path: Path) -> None:
    listed = [{"slugowner": "acme", "slugproject": name} for name in ("paint", "draw")]
    (tmp_path / "all.json").write_text(str({"tool": listed}).replace("'", '"'))
    before = files_in(tmp_path)
    pulled = Wiro.telling("acme/paint").pull(tmp_path, "acme/paint")
    assert pulled.models[0].outcome is Outcome.FAILED
    assert codes_of(pulled) == ["E708"]
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    "text",
    ["wirogen: 1\nmodel: acme/other\ninputs: {}\n", "by: hand\n", "<<<<<<< HEAD"],
)
def test_a_file_in_the_way_that_is_not_the_models_stays(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "acme/paint.yaml"
    file.parent.mkdir()
    file.write_text(text)
    pulled = Wiro.telling("acme/paint").pull(tmp_path, "acme/paint")
    assert pulled.failed
    assert codes_of(pulled) == ["E708"]
    assert files_in(tmp_path) == {"acme/paint.yaml": text}


def test_overrides_are_never_taken_for_a_specification(tmp_path: Path) -> None:
    overrides = tmp_path / "specs/overrides.yaml"
    overrides.parent.mkdir()
    overrides.write_text("acme/paint:\n  reason: x\n")
    wiro = Wiro.telling("specs/overrides")
    pulled = wiro.pull(tmp_path, "specs/overrides", overrides=overrides)
    assert codes_of(pulled) == ["E708"]
    assert overrides.read_text() == "acme/paint:\n  reason: x\n"


@pytest.mark.parametrize("link", ["acme", "acme/paint.yaml"])
def test_no_symbolic_link_is_followed(tmp_path: Path, link: str) -> None:
    outside, specs = tmp_path / "outside", tmp_path / "specs"
    (outside / "acme").mkdir(parents=True)
    target = outside / link
    if link.endswith(".yaml"):
        target.write_text("mine")
    place = specs / link
    place.parent.mkdir(parents=True)
    place.symlink_to(target)
    before = files_in(outside)
    pulled = Wiro.telling("acme/paint").pull(specs, "acme/paint")
    assert codes_of(pulled) == ["E708"]
    assert files_in(outside) == before
    assert place.is_symlink()


@pytest.mark.parametrize(
    "text", ["wirogen: 1\nmodel: acme/other\n", "wirogen: 1\n", ""]
)
def test_what_does_not_read_back_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr("wirogen.remote.specs_folder.card_yaml", lambda *_: text)
    pulled = Wiro.telling("acme/paint").pull(tmp_path, "acme/paint")
    assert codes_of(pulled) == ["E713"]
    assert files_in(tmp_path) == {}


def test_nothing_behind_a_link_is_removed(tmp_path: Path) -> None:
    outside, specs = tmp_path / "outside", tmp_path / "specs"
    Wiro.telling("acme/paint").pull(outside, "acme/paint")
    (outside / "acme/paint.yaml").rename(outside / "old.yaml")
    (outside / "half.1.wirogen-staged").write_text("mine")
    before = files_in(outside)
    specs.mkdir()
    (specs / "sub").symlink_to(outside)
    pulled = Wiro.telling("acme/paint").pull(specs, "acme/paint")
    assert pulled.models[0].outcome is Outcome.NEW
    assert pulled.models[0].replaced == ()
    assert files_in(outside) == before


@pytest.mark.parametrize(
    ("slug", "file"),
    [
        ("a/../../b", "a/b.yaml"),
        ("C:/x", "c/x.yaml"),
        ("..\\owner/..\\..\\y", "owner/y.yaml"),
        ("a/.hidden", "a/hidden.yaml"),
    ],
)
def test_files_are_named_by_clean_slugs_whatever_the_catalogue_lists(
    tmp_path: Path, slug: str, file: str
) -> None:
    wiro = Wiro.telling(slug)
    wiro.script(LIST, "", {"tool": [tool(slug)], "total": 1})
    wiro.pull(tmp_path / "specs", selection=EVERYTHING)
    assert list(files_in(tmp_path)) == [f"specs/{file}"]


def test_a_folder_that_is_a_file_is_refused_before_anything_is_asked(
    tmp_path: Path,
) -> None:
    file = tmp_path / "specs"
    file.write_text("")
    wiro = Wiro.telling("acme/paint")
    with pytest.raises(Refused, match="a file"):
        wiro.pull(file, "acme/paint")
    assert wiro.requests == []


def test_a_full_disk_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint")
    before = files_in(tmp_path)
    wiro.tell("acme/paint", detail_of("acme/paint", title="New"))

    def fail(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert [f.code.name for f in pulled.report.errors] == ["E709"]
    assert files_in(tmp_path) == before


def test_one_pull_at_a_time_writes_to_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two would each take the other's specifications for files in the way, and its
    staged ones for those of a pull that was killed.
    """
    folder, other, refused = tmp_path / "specs", Wiro.telling("acme/paint"), []
    monkeypatch.setattr("wirogen.remote.specs_folder.PATIENCE", 0)

    def pull_beside(_: Progress) -> None:
        with ThreadPoolExecutor() as pool:
            assert (
                not pool.submit(other.pull, folder, "acme/paint", is_rehearsal=True)
                .result()
                .failed
            )
            asked = len(other.requests)
            beside = pool.submit(other.pull, folder, "acme/paint").exception()
        assert isinstance(beside, Refused)
        assert len(other.requests) == asked
        refused.extend(finding.code.name for finding in beside.report)

    first = Wiro.telling("acme/paint")
    first.pull(folder, "acme/paint", on_progress=pull_beside)
    assert refused == ["E407"] * 2
    assert not other.pull(folder, "acme/paint").failed
    assert list(files_in(folder)) == ["acme/paint.yaml"]


def test_a_pull_of_nothing_leaves_no_folder(tmp_path: Path) -> None:
    Wiro().pull(tmp_path / "a" / "specs", "acme/paint")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_nobody_may_write_to_is_refused_before_anything_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    wiro = Wiro.telling("acme/paint")
    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(Refused, match="Permission denied"):
        wiro.pull(tmp_path, "acme/paint")
    assert wiro.requests == []


def test_no_link_is_followed_to_what_a_killed_pull_left(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "specs"
    outside.mkdir()
    folder.mkdir()
    (outside / "1").write_text("mine")
    (folder / STAGING_NAME).symlink_to(outside)
    with pytest.raises(Refused, match="symbolic link"):
        Wiro.telling("acme/paint").pull(folder, "acme/paint")
    assert files_in(outside) == {"1": "mine"}


def test_a_file_where_the_owners_folder_belongs_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("mine")
    pulled = Wiro.telling("acme/paint", "b/c").pull(tmp_path, "acme/paint", "b/c")
    assert codes_of(pulled) == ["E709"]
    assert sorted(files_in(tmp_path)) == ["acme", "b/c.yaml"]


def test_the_schema_is_named_in_the_first_line(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint", schema="../card.schema.json")
    first = (tmp_path / "acme/paint.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../card.schema.json"


def test_a_model_whose_inputs_nobody_tells_keeps_those_that_were_there(
    tmp_path: Path,
) -> None:
    wiro = Wiro.telling("acme/paint")
    wiro.pull(tmp_path, "acme/paint")
    before = files_in(tmp_path)
    del wiro.models[OPENAPI, "acme/paint"]
    wiro.tell("acme/paint", detail_of("acme/paint"))
    pulled = wiro.pull(tmp_path, "acme/paint")
    assert "E714" in codes_of(pulled)
    assert files_in(tmp_path) == before
    fresh = wiro.pull(tmp_path / "new", "acme/paint")
    assert fresh.models[0].outcome is Outcome.NEW
    assert codes_of(fresh) == ["W115", "W701"]


def test_progress_is_told_at_the_beginning_and_after_each_model(tmp_path: Path) -> None:
    told: list[Progress] = []
    Wiro.telling("a/b", "c/d").pull(tmp_path, "a/b", "c/d", on_progress=told.append)
    assert [(progress.done, progress.total) for progress in told] == [
        (0, 2),
        (1, 2),
        (2, 2),
    ]
    done = [progress.model for progress in told if progress.model]
    assert {str(model.model) for model in done} == {"a/b", "c/d"}


def test_an_interruption_keeps_what_was_written_and_the_next_pull_goes_on(
    tmp_path: Path,
) -> None:
    slugs = [f"acme/m{n}" for n in range(5)]
    wiro = Wiro.telling(*slugs)

    def interrupt(progress: Progress) -> None:
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        wiro.pull(tmp_path, *slugs, on_progress=interrupt, at_once=1)
    assert list(files_in(tmp_path)) == ["acme/m0.yaml", "acme/m1.yaml"]
    assert all(card_in(path).inputs for path in tmp_path.glob("*/*"))
    pulled = wiro.pull(tmp_path, *slugs)
    assert [str(model.outcome) for model in pulled.models] == [
        *["unchanged"] * 2,
        *["new"] * 3,
    ]


def test_a_model_is_asked_for_once_however_it_is_written(tmp_path: Path) -> None:
    wiro = Wiro.telling("acme/paint-2")
    pulled = wiro.pull(tmp_path, "acme/Paint 2", "acme/paint-2")
    assert len(pulled.models) == 1
    assert [call for call, _ in wiro.asked] == [OPENAPI, DETAIL]


def test_a_model_that_is_unknown_by_its_raw_slug_is_asked_for_by_the_clean_one(
    tmp_path: Path,
) -> None:
    wiro = Wiro.telling("acme/paint-2")
    unknown = {"result": False, "errors": [{"code": 1, "message": "no"}]}
    wiro.script(OPENAPI, "acme/paint-2", unknown)
    assert not wiro.pull(tmp_path, "acme/Paint 2").failed
    assert [body["slugproject"] for _, body in wiro.asked] == [
        "Paint 2",
        "paint-2",
        "Paint 2",
    ]


def test_texts_that_yaml_would_change_are_kept(tmp_path: Path) -> None:
    strange = "a\u2028b: \x85 # \t\x07"
    wiro = Wiro()
    wiro.tell("a/b", openapi_of("a/b", (), **{strange: {**STRING, "default": strange}}))
    wiro.tell("a/b", detail_of("a/b", title=strange))
    wiro.pull(tmp_path, "a/b")
    card = card_in(tmp_path / "a/b.yaml")
    assert card.title == strange
    assert [(given.wire_name, given.default) for given in card.inputs or ()] == [
        (strange, strange)
    ]


def test_a_long_name_and_the_name_of_a_device_are_names_of_other_files(
    tmp_path: Path,
) -> None:
    slugs = f"acme/{'x' * 5_000}", "con/aux", "acme/com1"
    pulled = Wiro.telling(*slugs).pull(tmp_path, *slugs)
    assert {model.outcome for model in pulled.models} == {Outcome.NEW}
    names = [path.relative_to(tmp_path) for path in tmp_path.glob("*/*")]
    assert {Path("con_/aux_.yaml"), Path("acme/com1_.yaml")} < set(names)
    assert all(len(name.name) < 80 for name in names)
    again = Wiro.telling(*slugs).pull(tmp_path, *slugs)
    assert {model.outcome for model in again.models} == {Outcome.UNCHANGED}


def test_whatever_goes_wrong_with_one_model_ends_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = pulling._Pull._settle

    def settled(self: Any, model: Any, told: Any) -> Any:
        if model.name == "paint":
            raise RecursionError("too deep")
        return settle(self, model, told)

    monkeypatch.setattr(pulling._Pull, "_settle", settled)
    slugs = "acme/paint", "acme/other"
    pulled = Wiro.telling(*slugs).pull(tmp_path, *slugs)
    outcomes = {str(model.model): model.outcome for model in pulled.models}
    assert outcomes == {"acme/paint": Outcome.FAILED, "acme/other": Outcome.NEW}
    assert codes_of(pulled) == ["E715"]

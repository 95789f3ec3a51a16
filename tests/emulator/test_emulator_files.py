"""Files that go up, and files that come down."""

from typing import Any

import pytest
from emulator_models import PAINT, Local, refusal
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from wirogen.emulator import uploads
from wirogen.emulator.bodies import SentFile
from wirogen.emulator.downloads import download
from wirogen.emulator.uploads import Uploads

CONTENT = bytes(range(256)) * 4


def stored(
    wiro: Local, name: str = "a.png", content: bytes = CONTENT
) -> dict[str, Any]:
    files = {"file": (name, content, "image/png")}
    (file,) = wiro.post("File/Upload", files=files, data={"folderid": "1"})["list"]
    assert isinstance(file, dict)
    return file


def test_an_upload_is_kept_as_it_is() -> None:
    wiro = Local()
    file = stored(wiro)
    assert file.keys() == {"id", "name", "contenttype", "size", "url", "accesskey"}
    assert (file["name"], file["contenttype"]) == ("a.png", "image/png")
    assert file["size"] == "1024"
    answer = wiro.ask("GET", file["url"])
    assert answer.content == CONTENT
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_folder_for_uploads_is_made() -> None:
    wiro = Local()
    (folder,) = wiro.post("File/FolderCreate", {"name": "my_faces-2"})["list"]
    assert folder["name"] == "my_faces-2"
    (inner,) = wiro.post("File/FolderCreate", {"name": "a", "parentid": folder["id"]})[
        "list"
    ]
    assert inner["parentid"] == folder["id"] != inner["id"]
    for name in ("", "a b", "../a"):
        assert wiro.post("File/FolderCreate", {"name": name})["result"] is False


def test_an_uploads_url_can_be_an_input() -> None:
    wiro = Local()
    url = stored(wiro)["url"]
    task = wiro.task(wiro.run(PAINT, prompt="x", inputImageUrl=url))
    assert task["parameters"]["inputImageUrl"] == url


def test_a_file_that_is_sent_with_a_run_is_kept_too() -> None:
    wiro = Local()
    files = {"inputImage": ("photo.jpg", CONTENT, "image/jpeg")}
    answer = wiro.post("Run/acme/paint-2-0", files=files, data={"prompt": "x"})
    url = wiro.task(answer)["parameters"]["inputImage"]
    assert url.endswith("/photo.jpg")
    assert wiro.ask("GET", url).content == CONTENT


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.png", "a.png"),
        ('quo"te.png', 'quo"te.png'),
        ("naïve 日本.png", "naïve 日本.png"),
        ("a b#c?.png", "a b#c?.png"),
        ("..", ".."),
    ],
)
def test_an_upload_keeps_its_name_without_folders(name: str, kept: str) -> None:
    wiro = Local()
    file = stored(wiro, name)
    assert file["name"] == kept
    if kept != "..":  # no client asks for this as it is
        assert wiro.ask("GET", file["url"]).content == CONTENT


def test_an_upload_needs_a_file() -> None:
    missing = refusal("Request parameter [file] required")
    assert Local().post("File/Upload", {"file": "text"}) == missing
    assert Local().post("File/Upload", files={"other": b"x"}) == missing


def test_an_upload_of_more_than_100_mb_is_refused_and_nothing_is_lost() -> None:
    wiro = Local()
    url = stored(wiro)["url"]
    big = {"file": ("big.bin", bytes(100 * 1024 * 1024 + 1))}
    assert wiro.post("File/Upload", files=big) == refusal(
        "Request parameter [file] must be at most 100 MB"
    )
    assert wiro.ask("GET", url).content == CONTENT


def test_files_that_are_not_there_are_not_found() -> None:
    wiro = Local()
    wiro.finished(PAINT, prompt="x")
    for path in ("/files/1/2/0.png", "/v1/File/none/a.png"):
        assert wiro.ask("GET", path).status_code == 404


def test_the_oldest_uploads_go_when_there_is_no_more_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    kept_files = Uploads(seed=0)
    kept = [
        kept_files.put(SentFile(name=f"{n}", content_type="a/b", content=bytes(4)))
        for n in range(3)
    ]
    found = [kept_files.find(file.access_key) is not None for file in kept]
    assert found == [False, True, True]


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ({}, 200, 0, 1024),
        ({"range": "bytes=0-"}, 206, 0, 1024),
        ({"range": "bytes=1000-"}, 206, 1000, 1024),
        ({"range": "bytes=10-19"}, 206, 10, 20),
        ({"range": "bytes=10-99999"}, 206, 10, 1024),
        ({"range": "bytes=-24"}, 206, 1000, 1024),
        ({"range": "bytes=-99999"}, 206, 0, 1024),
        ({"range": "bytes=0-1,5-6"}, 200, 0, 1024),
        ({"range": "bytes=9-3"}, 200, 0, 1024),
        ({"range": "lines=1-2"}, 200, 0, 1024),
        ({"range": "bytes=5-", "if-range": '"other"'}, 200, 0, 1024),
    ],
)
def test_a_part_of_a_file_can_be_had(
    asked: dict[str, str], status: int, start: int, end: int
) -> None:
    wiro = Local()
    answer = wiro.ask("GET", stored(wiro)["url"], headers=asked)
    assert (answer.status_code, answer.content) == (status, CONTENT[start:end])
    assert answer.headers["content-length"] == str(end - start)
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/1024"


def test_the_rest_is_given_only_while_the_file_is_the_same() -> None:
    wiro = Local()
    url = stored(wiro)["url"]
    tag = wiro.ask("GET", url).headers["etag"]
    rest = wiro.ask("GET", url, headers={"range": "bytes=5-", "if-range": tag})
    assert rest.status_code == 206
    known = wiro.ask("GET", url, headers={"if-none-match": tag})
    assert (known.status_code, known.content) == (304, b"")


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(asked: str) -> None:
    wiro = Local()
    answer = wiro.ask("GET", stored(wiro)["url"], headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == "bytes */1024"


def test_head_tells_the_length_alone() -> None:
    wiro = Local()
    answer = wiro.ask("HEAD", stored(wiro)["url"])
    assert (answer.headers["content-length"], answer.content) == ("1024", b"")


@given(content=st.binary(max_size=50), at=st.integers(0, 60))
def test_a_file_and_its_rest_fit_together(content: bytes, at: int) -> None:
    first = download(content, "a/b", "tag", Headers(), "GET").content[:at]
    asked = Headers({"range": f"bytes={len(first)}-", "if-range": '"tag"'})
    rest = download(content, "a/b", "tag", asked, "GET")
    assert first + rest.content == content
    assert (rest.status == 416) is (len(first) == len(content))

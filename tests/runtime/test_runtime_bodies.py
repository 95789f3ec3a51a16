"""What a run sends, byte for byte where that can be said."""

import bz2
import errno
import gzip
import io
import json
import os
import re
import sys
import threading
from collections import UserList
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import (
    InvalidRequest,
    OutcomeUnknown,
    SettingsError,
    Upload,
    Wiro,
    WiroError,
    unchecked,
)
from acme.wiro_models._runtime.client import calls
from acme.wiro_models._runtime.client.prepared_runs import run_of
from acme.wiro_models.wiro.portrait import Portrait
from scripted_wiro import ACCEPTED, TOKEN, Service, detail

from run_paths import NO_RUN_PATHS

json_text = calls.json_text

Do = Callable[[Any], Any]
Make = Callable[..., Any]
RUN = "Run/wiro/Portrait%202.0"
URL = "https://x.test/a,b.png"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def png(tmp_path: Path) -> Path:
    path = tmp_path / "face.png"
    path.write_bytes(PNG)
    return path


@pytest.fixture
def sent(make: Make, service: Service, do: Do) -> Callable[..., httpx2.Request]:
    """Runs a request, and gives what was sent to start it."""
    service.on(RUN, ACCEPTED)
    service.on("Run/acme/paint", ACCEPTED)
    stored = [{"url": f"https://cdn.test/{n}"} for n in range(9)]
    service.on("File/Upload", *({"result": True, "list": [one]} for one in stored))

    def run(*args: Any, **more: Any) -> httpx2.Request:
        do(make().run(*args, **more))
        return service.requests[-1]

    return run


def portrait(**inputs: Any) -> Portrait:
    return Portrait(**{"prompt": "x", **inputs})


def multipart(request: httpx2.Request, *parts: tuple[str, bytes]) -> bool:
    """Whether a request is the form of these parts, each its headers and content."""
    kind = request.headers["content-type"]
    boundary = re.fullmatch(r"multipart/form-data; boundary=(\w+)", kind)[1]
    body = b"".join(
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for head, content in parts
    )
    expected = body + f"--{boundary}--\r\n".encode()
    assert request.content == expected
    assert request.headers["content-length"] == str(len(expected))
    return True


def a_file(field: str, name: str = "face.png", kind: str = "image/png") -> str:
    return f'name="{field}"; filename="{name}"\r\nContent-Type: {kind}'


def test_a_body_is_made_and_encoded_once_however_often_it_is_sent(
    make: Make, service: Service, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    request, encoded, made = portrait(prompt="a harbour"), [], []
    monkeypatch.setattr(
        calls, "json_text", lambda value: encoded.append(value) or json_text(value)
    )
    to_wire = Portrait.to_wire
    monkeypatch.setattr(
        Portrait, "to_wire", lambda self: made.append(self) or to_wire(self)
    )
    refused = httpx2.ConnectError("refused")
    service.on(RUN, refused, refused, ACCEPTED)
    do(make().run(request))
    runs = [call for call in service.requests if "/Run/" in str(call.url)]
    assert len(runs) == 3
    assert len({call.content for call in runs}) == 1
    assert made == [request]
    assert encoded == [{"prompt": "a harbour"}]


PROMPT = ('name="prompt"', b"x")


def test_values_have_their_wire_form_in_json(sent: Callable[..., Any]) -> None:
    request = sent(portrait(prompt="ü", steps=20, scale=5, weight=0.5, watermark=True))
    assert request.method == "POST"
    assert request.headers["content-type"] == "application/json"
    assert (
        request.content.decode()
        == '{"prompt":"ü","steps":20,"scale":"5.0","weight":0.5,"watermark":true}'
    )


def test_the_path_is_the_models_own_percent_encoded(sent: Callable[..., Any]) -> None:
    assert sent(portrait()).url.raw_path == b"/v1/Run/wiro/Portrait%202.0"


@pytest.mark.parametrize("slug", ["wiro/Portrait 2.0", "wiro/portrait-2-0"])
def test_either_slug_of_a_generated_model_leads_to_its_path(
    sent: Callable[..., Any], slug: str
) -> None:
    request = sent(slug, {"anything": [1, None]})
    assert request.url.raw_path == b"/v1/Run/wiro/Portrait%202.0"
    assert request.content == b'{"anything":[1,null]}'


@pytest.mark.parametrize("slug", ["wiro/Portrait 2.0", "wiro/portrait-2-0"])
def test_a_task_is_of_a_generated_model_by_its_clean_slug(
    make: Make, service: Service, do: Do, slug: str
) -> None:
    service.on(RUN, ACCEPTED)
    assert do(make().run(slug, {})).model == "wiro/portrait-2-0"


def test_names_that_are_no_texts_are_refused(
    make: Make, service: Service, do: Do
) -> None:
    with pytest.raises(InvalidRequest, match="a text as its name, not 1"):
        do(make().run("acme/paint", {1: "x"}))
    assert service.requests == []


def test_an_upload_that_is_unfit_is_refused_before_anything_is_sent(
    make: Make, service: Service, do: Do
) -> None:
    with pytest.raises(InvalidRequest, match="content type"):
        do(make().upload(Upload(source=b"x", content_type="picture")))
    assert service.requests == []


@pytest.mark.parametrize("slug", NO_RUN_PATHS)
def test_what_is_no_slug_is_refused(
    make: Make, service: Service, do: Do, slug: str
) -> None:
    with pytest.raises(InvalidRequest, match="owner/model"):
        do(make().run(slug, {}))
    assert service.requests == []


@pytest.mark.parametrize("path", NO_RUN_PATHS)
def test_nothing_is_sent_to_a_path_of_a_class_that_leads_elsewhere(
    make: Make,
    service: Service,
    do: Do,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    monkeypatch.setattr(Portrait, "RUN_PATH", path)
    with pytest.raises(InvalidRequest, match="owner/model"):
        do(make().run("wiro/portrait-2-0", {}))
    assert service.requests == []


def test_callback_project_and_extra_values_go_along(sent: Callable[..., Any]) -> None:
    request = sent(
        portrait(),
        callback_url="https://me.test/?a=b",
        project_id="7",
        extra={"newInput": True, "prompt": "y"},
    )
    assert json.loads(request.content) == {
        "prompt": "y",
        "newInput": True,
        "callbackUrl": "https://me.test/?a=b",
        "projectid": "7",
    }


@pytest.mark.parametrize("callback", ["me.test/", "ftp://me.test/", "", " "])
def test_a_callback_that_is_no_url_is_refused(
    make: Make, service: Service, do: Do, callback: str
) -> None:
    with pytest.raises(InvalidRequest, match="callback_url: must be a URL of http"):
        do(make().run(portrait(), callback_url=callback))
    assert service.requests == []


def test_inputs_beside_a_request_are_refused(make: Make, do: Do) -> None:
    with pytest.raises(TypeError, match="extra="):
        do(make().run(portrait(), {"prompt": "y"}))


@pytest.mark.parametrize("extra", [[1], "seed", 0])
def test_extra_that_is_no_mapping_is_refused(make: Make, do: Do, extra: Any) -> None:
    with pytest.raises(TypeError, match=r"extra is a mapping of wire names, not "):
        do(make().run(portrait(), extra=extra))


@pytest.mark.parametrize(
    ("field", "value", "wire"),
    [
        ("input_image", URL, {"inputImageUrl2": URL}),
        ("poses", [URL], {"posesUrl": URL}),
        (
            "poses",
            [URL, URL],
            {"posesUrl": ",".join([URL.replace(",", "%2C")] * 2)},
        ),
        ("clips", URL, {"clips": URL}),
        ("clips", [URL, URL], {"clips": [URL, URL]}),
        ("clips", (URL, URL), {"clips": [URL, URL]}),
        ("clips", UserList([URL, URL]), {"clips": [URL, URL]}),
        ("input_image_url", URL, {"inputImageUrl": URL}),
    ],
)
def test_urls_alone_are_sent_as_json(
    sent: Callable[..., Any], field: str, value: Any, wire: Any
) -> None:
    request = sent(portrait(**{field: value}))
    assert json.loads(request.content) == {"prompt": "x", **wire}


def sources(png: Path) -> dict[str, Any]:
    """Every form in which one file can be given."""
    named = io.BytesIO(PNG)
    named.name = "face.png"
    named.seek(3)
    return {
        "path": png,
        "text": str(png),
        "bytes": Upload(source=PNG, name="face.png"),
        "bytearray": Upload(source=bytes(bytearray(PNG)), name="face.png"),
        "open": named,
    }


@pytest.mark.parametrize("form", ["path", "text", "bytes", "bytearray", "open"])
def test_one_file_is_sent_with_its_companion_empty(
    sent: Callable[..., Any], png: Path, form: str
) -> None:
    assert multipart(
        sent(portrait(input_image=sources(png)[form], steps=20, weight=0.5)),
        PROMPT,
        ('name="steps"', b"20"),
        ('name="weight"', b"0.5"),
        (a_file("inputImage"), PNG),
        ('name="inputImageUrl2"', b""),
    )


@pytest.mark.parametrize("form", ["path", "text", "bytes", "bytearray", "open"])
def test_a_file_of_a_combined_input_stands_alone(
    sent: Callable[..., Any], png: Path, form: str
) -> None:
    request = sent(portrait(clips=sources(png)[form], watermark=False))
    assert multipart(
        request, PROMPT, ('name="watermark"', b"false"), (a_file("clips"), PNG)
    )


def test_several_files_repeat_their_field(sent: Callable[..., Any], png: Path) -> None:
    with png.open("rb") as file:
        request = sent(portrait(poses=[png, b"abc", file]))
    assert multipart(
        request,
        PROMPT,
        (a_file("poses"), PNG),
        (a_file("poses", "upload", "application/octet-stream"), b"abc"),
        (a_file("poses"), PNG),
        ('name="posesUrl"', b""),
    )


def test_files_and_urls_of_several_files_are_parted(
    sent: Callable[..., Any], png: Path
) -> None:
    assert multipart(
        sent(portrait(poses=[URL, png, "https://x.test/2"])),
        PROMPT,
        (a_file("poses"), PNG),
        ('name="posesUrl"', b"https://x.test/a%2Cb.png,https://x.test/2"),
    )


def test_files_and_urls_of_a_combined_input_keep_their_order(
    sent: Callable[..., Any], png: Path
) -> None:
    assert multipart(
        sent(portrait(clips=[URL, png, "https://x.test/2"])),
        PROMPT,
        ('name="clips"', URL.encode()),
        (a_file("clips"), PNG),
        ('name="clips"', b"https://x.test/2"),
    )


def test_the_url_that_a_text_holds_may_be_given_as_a_file(
    sent: Callable[..., Any], service: Service, png: Path
) -> None:
    request = sent(portrait(input_image_url=png))
    assert service.paths == ["File/Upload", RUN]
    assert multipart(service.requests[0], (a_file("file"), PNG))
    assert json.loads(request.content) == {
        "prompt": "x",
        "inputImageUrl": "https://cdn.test/0",
    }


def test_a_file_by_url_and_a_file_sent_along_go_together(
    sent: Callable[..., Any], png: Path
) -> None:
    assert multipart(
        sent(portrait(input_image_url=b"abc", clips=png)),
        PROMPT,
        ('name="inputImageUrl"', b"https://cdn.test/0"),
        (a_file("clips"), PNG),
    )


def test_unchecked_inputs_take_files_and_json(
    sent: Callable[..., Any], png: Path
) -> None:
    inputs = {"image": png, "images": [b"a", URL], "more": {"a": [1]}, "no": None}
    assert multipart(
        sent("acme/paint", inputs),
        (a_file("image"), PNG),
        (a_file("images", "upload", "application/octet-stream"), b"a"),
        ('name="images"', URL.encode()),
        ('name="more"', b'{"a":[1]}'),
        ('name="no"', b""),
    )


def test_names_and_types_are_kept(sent: Callable[..., Any]) -> None:
    upload = Upload(source=b"x", name='ü "q".webp')
    own = Upload(source=b"y", name="a.bin", content_type="application/x-own; v=1")
    assert multipart(
        sent("acme/paint", {"a": upload, "b": own}),
        (a_file("a", "ü %22q%22.webp", "image/webp"), b"x"),
        (a_file("b", "a.bin", "application/x-own; v=1"), b"y"),
    )


@pytest.mark.parametrize("opener", [gzip.open, bz2.open])
def test_a_compressed_file_that_is_open_is_sent_as_it_reads(
    sent: Callable[..., Any], tmp_path: Path, opener: Any
) -> None:
    path = tmp_path / "a.txt"
    with opener(path, "wb") as file:
        file.write(b"a" * 5000)
    with opener(path, "rb") as file:
        upload = Upload(source=file, name="a.txt")
        assert multipart(
            sent("acme/paint", {"a": upload}),
            (a_file("a", "a.txt", "text/plain"), b"a" * 5000),
        )


@pytest.mark.parametrize("given", [lambda pipe: pipe, lambda pipe: [pipe]])
def test_a_pipe_is_sent_and_can_be_sent_again(
    sent: Callable[..., Any], service: Service, tmp_path: Path, given: Any
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"abc"))
    writer.start()
    service.on("Run/acme/paint", httpx2.ConnectError("refused"), ACCEPTED)
    request = sent("acme/paint", {"a": given(pipe)})
    writer.join()
    kind = "application/octet-stream"
    assert multipart(request, (a_file("a", "pipe", kind), b"abc"))


def test_a_repeated_attempt_sends_the_whole_file_again(
    sent: Callable[..., Any], service: Service
) -> None:
    service.on("Run/acme/paint", httpx2.ConnectError("refused"), ACCEPTED)
    file = io.BytesIO(PNG)
    sent("acme/paint", {"a": Upload(source=file, name="face.png")})
    for request in service.requests:
        assert multipart(request, (a_file("a"), PNG))


def test_threads_that_share_an_open_file_each_send_it_whole(
    service: Service, png: Path
) -> None:
    content = os.urandom(300_000)
    png.write_bytes(content)
    service.on(RUN, ACCEPTED)
    service.on("Task/Detail", detail("task_start"))
    hurry = sys.getswitchinterval()
    with (
        Wiro("key", transport=httpx2.MockTransport(service)) as wiro,
        png.open("rb", buffering=0) as shared,
    ):
        sys.setswitchinterval(1e-6)
        try:
            outcomes = wiro.run_many(
                [portrait(input_image=shared)] * 40, concurrency=8, timeout=0
            )
            assert len([*outcomes]) == 40
        finally:
            sys.setswitchinterval(hurry)
    sent = service.sent_to(RUN)
    assert [content in request.content for request in sent] == [True] * 40


@pytest.mark.parametrize("change", [b"", b"x" * 70_000])
def test_a_run_whose_file_changes_while_it_is_sent_is_told_as_unknown(
    *, make: Make, service: Service, do: Do, tmp_path: Path, change: bytes
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"y" * 66_000)

    class Changing(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes | None:
            path.write_bytes(change)
            return super().read(size)

    service.on(RUN, ACCEPTED)
    with (
        Changing(path, "rb") as file,
        pytest.raises(OutcomeUnknown, match="has changed while it was read"),
    ):
        do(make().run(portrait(input_image=file)))


def test_all_files_that_cannot_be_sent_are_told_before_anything_is_sent(
    make: Make, service: Service, do: Do, tmp_path: Path
) -> None:
    large = tmp_path / "large.mp4"
    with large.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    shut = io.BytesIO(b"")
    shut.close()
    with (tmp_path / "t").open("w") as text:
        poses = ["nowhere.png", "file:///etc/passwd", tmp_path, large, shut, text]
        with pytest.raises(InvalidRequest) as caught:
            do(make().run(portrait(input_image_url=b"x", poses=poses)))

    assert service.requests == []
    told = [str(problem) for problem in caught.value.problems]
    assert [problem.field for problem in caught.value.problems] == ["poses"] * 6
    for text, part in zip(
        told,
        [
            *("no 'nowhere.png'; a URL", "a URL of http or https, not of file"),
            *("Is a directory", "100 MB", "closed", "'rb'"),
        ],
        strict=True,
    ):
        assert part in text


def test_a_file_of_just_100_mb_is_sent(tmp_path: Path) -> None:
    from acme.wiro_models._runtime.files import why_unfit

    path = tmp_path / "large.mp4"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert why_unfit(Upload(source=path)) == ""


def test_a_pipe_of_more_than_100_mb_is_refused_before_anything_is_sent(
    make: Make, service: Service, do: Do
) -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            return bytes(size)

    with pytest.raises(InvalidRequest, match="100 MB"):
        do(make().run("acme/paint", {"a": Endless()}))
    assert service.requests == []


@pytest.mark.parametrize("error", [ValueError("closed"), OSError(5, "closed")])
def test_a_pipe_that_cannot_be_read_says_why(
    make: Make, service: Service, do: Do, error: Exception
) -> None:
    class Broken(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            raise error

    with pytest.raises(InvalidRequest, match=": closed"):
        do(make().run("acme/paint", {"a": Broken()}))
    with pytest.raises(InvalidRequest, match=": closed"):
        do(make().upload(Broken()))
    assert service.requests == []


@pytest.mark.parametrize("times", range(3))
def test_what_a_file_of_the_callers_raises_is_theirs_and_sends_nothing(
    make: Make, service: Service, do: Do, times: int
) -> None:
    class Odd(io.BytesIO):
        told = 0

        def tell(self) -> int:
            self.told += 1
            if self.told > times:
                raise ZeroDivisionError
            return super().tell()

    with pytest.raises(ZeroDivisionError):
        do(make().run("acme/paint", {"a": Odd(b"x")}))
    assert service.requests == []


@pytest.mark.parametrize("times", range(3))
def test_a_file_that_cannot_be_read_any_more_is_told_and_sends_nothing(
    make: Make, service: Service, do: Do, times: int
) -> None:
    class Gone(io.BytesIO):
        told = 0

        def tell(self) -> int:
            self.told += 1
            if self.told > times:
                raise OSError(errno.EIO, "gone")
            return super().tell()

    with pytest.raises(WiroError, match="gone") as caught:
        do(make().run("acme/paint", {"a": Gone(b"x")}))
    assert not isinstance(caught.value, OutcomeUnknown)
    assert service.requests == []


@pytest.mark.parametrize(
    "value", [float("nan"), {1, 2}, "\ud800", {"a": b"x"}, [[b"x"]], object()]
)
def test_what_is_no_json_is_refused_by_name(
    make: Make, service: Service, do: Do, value: Any
) -> None:
    with pytest.raises(
        InvalidRequest, match="'odd': must be a JSON value or a file, not "
    ):
        do(make().run("acme/paint", {"odd": value}))
    assert service.requests == []


def test_a_url_is_not_uploaded(make: Make, service: Service, do: Do) -> None:
    with pytest.raises(InvalidRequest, match="not the URL"):
        do(make().upload(URL))
    assert service.requests == []


def test_prepare_shows_the_call_and_needs_no_key(make: Make, png: Path) -> None:
    call = make(api_key="", api_secret="").prepare(
        portrait(input_image_url=png, steps=20), callback_url="https://me.test/"
    )
    assert call.as_json() == {
        "method": "POST",
        "url": "https://api.wiro.ai/v1/Run/wiro/Portrait%202.0",
        "headers": {
            "content-type": "application/json",
            "user-agent": "wirogen-client",
            "x-api-key": "***",
        },
        "body": {
            "prompt": "x",
            "steps": 20,
            "inputImageUrl": {"file": "face.png", "content_type": "image/png"},
            "callbackUrl": "https://me.test/",
        },
    }


def test_prepare_shows_a_form_and_that_it_is_signed(
    make: Make, service: Service, png: Path
) -> None:
    call = make().prepare(portrait(clips=[URL, png], steps=20)).as_json()
    assert call["headers"]["content-type"] == "multipart/form-data"
    assert call["headers"]["x-signature"] == call["headers"]["x-nonce"] == "***"
    shown = {"file": "face.png", "content_type": "image/png"}
    assert call["body"] == {"prompt": "x", "steps": "20", "clips": [URL, shown]}
    json.dumps(call)
    assert service.requests == []


def test_prepare_leaves_an_open_file_where_it_stands(make: Make) -> None:
    file = io.BytesIO(PNG)
    file.seek(3)
    make().prepare("acme/paint", {"a": file})
    assert file.tell() == 3


def test_prepare_refuses_what_a_run_would_refuse(make: Make) -> None:
    with pytest.raises(InvalidRequest, match="nowhere"):
        make().prepare(portrait(clips=Path("nowhere.png")))


def test_a_task_token_is_not_shown(make: Make) -> None:
    call = make().prepare("acme/paint", {"tasktoken": TOKEN})
    assert call.as_json()["body"] == {"tasktoken": "***"}
    assert TOKEN not in repr(run_of("acme/paint", {"tasktoken": TOKEN}))


def test_a_secret_is_not_shown(make: Make, png: Path) -> None:
    for inputs in ({"hf_token": "hf_1"}, {"hf_token": "hf_1", "image": png}):
        assert "hf_1" not in json.dumps(make().prepare("acme/paint", inputs).as_json())


def test_unchecked_values_are_taken_for_what_they_stand_for(
    sent: Callable[..., Any], png: Path
) -> None:
    class Style(str, Enum):  # noqa: UP042 - its str() is "Style.OIL", unlike StrEnum's
        OIL = "oil"

    inputs = {"style": Style.OIL, "scale": Decimal("0.3"), "more": {"n": Fraction(4)}}
    request = sent("acme/paint", inputs)
    assert request.content == b'{"style":"oil","scale":0.3,"more":{"n":4}}'
    request = sent("acme/paint", {**inputs, "clip": png})
    assert multipart(
        request,
        ('name="style"', b"oil"),
        ('name="scale"', b"0.3"),
        ('name="more"', b'{"n":4}'),
        (a_file("clip"), PNG),
    )


def test_what_is_wrong_with_a_body_is_told_by_wire_names(make: Make) -> None:
    body = {"prompt": "x", "inputImageUrl": Path("none")}
    with pytest.raises(InvalidRequest, match="'inputImageUrl': must be a file"):
        make().prepare("wiro/portrait", body)
    with pytest.raises(InvalidRequest, match="input_image_url: must be a file"):
        make().prepare(portrait(input_image_url=Path("none")))


@pytest.mark.parametrize(
    "value",
    ["1e999999999", Decimal("1E+999999999"), 10**5000, "x" * 10**6, True, "-1"],
    ids=range(6),
)
def test_an_amount_that_is_none_is_refused_in_a_few_words(
    make: Make, do: Do, value: Any
) -> None:
    with pytest.raises(SettingsError, match="max_cost must be an amount") as refused:
        do(make().run(portrait(), max_cost=value))
    assert len(str(refused.value)) < 200


def test_an_unchecked_path_is_a_file(sent: Callable[..., Any], png: Path) -> None:
    request = sent(portrait(steps=unchecked("many"), clips=unchecked(png)))
    assert multipart(request, PROMPT, ('name="steps"', b"many"), (a_file("clips"), PNG))


def test_a_form_with_a_value_that_is_no_json_is_refused_by_name() -> None:
    with pytest.raises(InvalidRequest, match="style"), Wiro(api_key="k") as wiro:
        wiro.prepare("acme/paint", {"image": b"x", "style": {"a": object()}})

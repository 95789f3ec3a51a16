"""Whatever is sent, the local Wiro answers as a service should."""

import json
from typing import Any

import httpx2
import pytest
from emulator_models import Local, refusal
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from effort import examples
from wirogen.emulator.app import create_app
from wirogen.emulator.bodies import SentFile, Unreadable, read_body

PATHS = (
    *("Run/acme/paint-2-0", "Run/", "Run/acme", "Task/Detail", "Task/Cancel"),
    *("Task/Kill", "Task/List", "Task/InputOutputDelete", "File/Upload", "Tool/List"),
    *("Tool/Detail", "Tool/DetailOpenAPI", "nothing", ""),
)
KEYS = (
    *("prompt", "steps", "scale", "ratio", "watermark", "inputImage", "references"),
    *("inputImageUrl", "taskid", "tasktoken", "start", "limit", "order", "modelName"),
    *("slugowner", "slugproject", "categories", "callbackUrl", "projectid", "file"),
)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters())
    | st.sampled_from(("", "acme", "paint-2-0", "https://a.b/c", "20", "DESC")),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), json_values)
types = st.sampled_from(
    (
        *("application/json", "text/plain", "", "multipart/form-data", "\xff"),
        "multipart/form-data; boundary=b",
        'multipart/form-data; boundary="b c"',
        "application/x-www-form-urlencoded",
    )
)
parts = st.lists(
    st.one_of(
        st.sampled_from(
            (b"--b", b"\r\n", b"\r\n\r\n", b"--b--", b"--b\r\n", b"\r\n--b")
        ),
        st.sampled_from(
            (b'Content-Disposition: form-data; name="prompt"', b'name="x"')
        ),
        st.sampled_from((b'; filename="a"', b"; filename*=utf-8''%ff", b"%", b"\xff")),
        st.binary(max_size=8),
    ),
    max_size=12,
).map(b"".join)


@given(path=st.sampled_from(PATHS), told=objects)
@examples(150)
def test_any_json_gets_an_answer(path: str, told: dict[str, Any]) -> None:
    told.pop("callbackUrl", None)
    wiro = Local()
    answer = wiro.ask("POST", f"/v1/{path}", content=json.dumps(told).encode())
    assert answer.status_code in (200, 404)
    body = answer.json()
    if isinstance(body, dict):
        assert body["result"] is (body["errors"] == [])
        assert all(error.keys() == {"code", "message"} for error in body["errors"])
    wiro.journal()
    wiro.time.seconds += 60
    assert wiro.post("Task/List", {})["result"] is True


@given(path=st.sampled_from(PATHS), body=st.binary() | parts, content_type=types)
@examples(300)
@example(path="Task/Detail", body=b'{"taskid": 1e999}', content_type="")
@example(path="Task/Detail", body=b'{"taskid": NaN}', content_type="")
@example(path="Task/Detail", body=b'{"taskid": ' + b"9" * 5000 + b"}", content_type="")
@example(path="Task/Detail", body=b'{"a":' * 5000, content_type="")
@example(path="Task/Detail", body=b'{"a":' * 90 + b"1" + b"}" * 90, content_type="")
@example(path="Task/Detail", body=b'{"a": "\\ud800"}', content_type="")
def test_any_bytes_get_an_answer(path: str, body: bytes, content_type: str) -> None:
    wiro = Local()
    headers = {"content-type": content_type.encode("latin-1")}
    answer = wiro.ask("POST", f"/v1/{path}", content=body, headers=headers)
    assert answer.status_code in (200, 404)
    assert isinstance(answer.json(), dict | list)
    wiro.journal()


@given(st.binary() | st.text().map(str.encode), st.sampled_from(("PUT", "GET", "POST")))
def test_the_control_paths_take_anything(body: bytes, method: str) -> None:
    wiro = Local()
    for path in ("faults", "journal", "reset"):
        answer = wiro.ask(method, f"/_emulator/{path}", content=body)
        assert answer.status_code in (200, 400, 405)


@pytest.mark.parametrize("host", ["a b", "[::1", "evil/path", "a@b", "", "x" * 300])
def test_a_strange_host_gives_the_servers_own_address(host: str) -> None:
    wiro = Local(hosts=["wiro.test", "x" * 300])
    headers = {"host": host}
    told = {"prompt": "x"}
    answer = wiro.ask("POST", "/v1/Run/acme/paint-2-0", json=told, headers=headers)
    wiro.time.seconds += 60
    (output,) = wiro.task(answer.json())["outputs"]
    expected = "http://" + ("x" * 300 if host.startswith("x") else "wiro.test")
    assert output["url"].startswith(f"{expected}")


def test_surrogates_survive_a_run() -> None:
    wiro = Local()
    content = b'{"prompt": "\\ud800 x"}'
    answer = wiro.post("Run/acme/chat", content=content)
    wiro.time.seconds += 60
    assert wiro.task(answer)["parameters"] == {"prompt": "\ud800 x"}


def test_the_services_own_examples_work() -> None:
    # `curl -H "Content-Type: multipart/form-data" -d '{…}'`, as every card has it
    headers = {"content-type": "multipart/form-data"}
    content = b'{\n  "prompt": "x"\n}'
    answer = Local().post("Run/acme/chat", content=content, headers=headers)
    assert answer["result"] is True


@pytest.mark.parametrize(
    ("content", "content_type", "said"),
    [
        (b"prompt", "application/json", "The request body is not JSON"),
        (b'{"a": 1', "application/json", "The request body is not JSON"),
        (b"[1]", "application/json", "The request body must be a JSON object"),
        (b"x", "multipart/form-data", "The form's boundary is missing"),
        (b"--b\r\n", "multipart/form-data; boundary=b", "The form ends in the middle"),
    ],
)
def test_a_body_that_makes_no_sense_is_refused(
    content: bytes, content_type: str, said: str
) -> None:
    headers = {"content-type": content_type}
    answer = Local().post("Task/List", content=content, headers=headers)
    assert answer == refusal(said)


def test_other_methods_are_not_allowed() -> None:
    assert Local().ask("GET", "/v1/Task/Detail").status_code == 405


PAGE = {"origin": "https://page.test"}


def test_no_page_in_a_browser_is_served() -> None:
    for method, path in (
        ("GET", "/_emulator/journal"),
        ("POST", "/_emulator/reset"),
        ("POST", "/v1/Task/List"),
        ("OPTIONS", "/v1/Task/List"),
    ):
        answer = Local().ask(method, path, headers=PAGE)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_no_page_in_a_browser_has_a_socket() -> None:
    client = TestClient(Local().app)
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/v1", headers=PAGE),
    ):
        pass
    with client.websocket_connect("/v1"):
        pass


@pytest.mark.parametrize(("caller", "status"), [("127.0.0.1", 200), ("192.0.2.7", 401)])
def test_its_own_pages_need_no_key_on_this_machine_alone(
    caller: str, status: int
) -> None:
    app = create_app([], api_key="key")
    client = TestClient(app, "http://localhost:8765", client=(caller, 5000))
    page = {"origin": "http://localhost:8765"}
    assert client.post("/v1/Task/List", json={}, headers=page).status_code == status
    assert client.post("/v1/Task/List", json={}).status_code == 401


def test_pages_of_an_allowed_origin_are_served() -> None:
    wiro = Local(origins=["https://page.test"])
    asks = {
        **PAGE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-api-key",
    }
    allowed = wiro.ask("OPTIONS", "/v1/Run/acme/paint-2-0", headers=asks)
    assert allowed.status_code == 200
    assert "x-api-key" in allowed.headers["access-control-allow-headers"]
    told = wiro.ask("POST", "/v1/Task/List", headers=PAGE)
    assert told.headers["access-control-allow-origin"] == PAGE["origin"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("page.test:8765", 403),
        ("page.test", 403),
        ("localhost:8765", 200),
        ("127.0.0.1:8765", 200),
        ("[::1]:8765", 200),
    ],
)
def test_only_this_machines_own_names_are_served(host: str, status: int) -> None:
    answer = Local().ask("GET", "/_emulator/journal", headers={"host": host})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "journal"), ("POST", "reset"), ("PUT", "faults")]
)
def test_where_keys_are_set_tests_need_them_too(method: str, path: str) -> None:
    wiro = Local(api_key="a key")
    url = f"/_emulator/{path}"
    assert wiro.ask(method, url, json=[]).status_code == 401
    keys = {"x-api-key": "a key"}
    assert wiro.ask(method, url, json=[], headers=keys).status_code == 200


def test_faults_are_limited_in_size() -> None:
    body = b"[" + b" " * 100_000 + b"]"
    assert Local().ask("PUT", "/_emulator/faults", content=body).status_code == 413


def test_a_key_is_in_no_spelling_in_the_journal() -> None:
    wiro = Local(api_key="kEyPlAnT")
    wiro.ask("POST", "/v1/Task/List?key=kEyPl%41nT")
    told = wiro.ask("GET", "/_emulator/journal", headers={"x-api-key": "kEyPlAnT"})
    assert "kEyPl" not in told.text


def test_an_upload_with_line_ends_in_its_name_is_found_again() -> None:
    wiro = Local()
    form = (
        b'--b\r\ncontent-disposition: form-data; name="file"; filename="%0D%0A"\r\n'
        b"\r\nx\r\n--b--\r\n"
    )
    kind = {"content-type": "multipart/form-data; boundary=b"}
    answer = wiro.ask("POST", "/v1/File/Upload", content=form, headers=kind)
    assert wiro.ask("GET", answer.json()["list"][0]["url"]).text == "x"


def test_calls_that_are_not_there_are_not_found() -> None:
    assert Local().ask("POST", "/v1/Task/Other").status_code == 404


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="%"),
    min_size=1,
    max_size=20,
)
contents = st.binary(max_size=40) | st.sampled_from(
    (b"\r\n", b"\r\n--", b"--", b"\r\n--x\r\n", b"\r\r\n", b"\n")
)


@given(
    fields=st.lists(st.tuples(names, st.tuples(names, contents) | texts), max_size=5)
)
def test_a_form_reads_back_as_it_was_made(fields: list[Any]) -> None:
    files = [
        (name, (*value, "image/png") if isinstance(value, tuple) else (None, value))
        for name, value in fields
    ]
    request = httpx2.Request("POST", "http://a", files=files or None)
    body = read_body(request.read(), request.headers.get("content-type", ""))
    assert [(name, _pair(value)) for name, value in body.fields] == fields


def _pair(value: Any) -> Any:
    return (value.name, value.content) if isinstance(value, SentFile) else value


def test_urlencoded_forms_are_read() -> None:
    body = read_body(b"prompt=a+b%20c&n=", "application/x-www-form-urlencoded")
    assert body.fields == (("prompt", "a b c"), ("n", ""))
    with pytest.raises(Unreadable):
        read_body(b"a=%ff", "application/x-www-form-urlencoded")

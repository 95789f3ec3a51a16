"""What goes wrong on purpose, over real connections."""

import json
import re
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from emulator_models import MODELS, Local
from hypothesis import given
from hypothesis import strategies as st

from wirogen.emulator import Fault, Faults, Serving, serve
from wirogen.emulator.faults import KINDS, FaultDraws


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    with serve(MODELS, speed=1000) as serving:
        yield serving


@pytest.fixture
def wiro(serving: Serving) -> Iterator[httpx2.Client]:
    """A client of a local Wiro that has forgotten everything."""
    with httpx2.Client(base_url=serving.address, timeout=10) as client:
        client.post("/_emulator/reset")
        yield client


def set_faults(wiro: httpx2.Client, *faults: str) -> None:
    answer = wiro.put("/_emulator/faults", json={"faults": faults})
    assert answer.status_code == 200, answer.text


def run(wiro: httpx2.Client, number: int = 0) -> httpx2.Response:
    return wiro.post("/v1/Run/acme/chat", json={"prompt": f"run {number}"})


def accepted(wiro: httpx2.Client) -> int:
    return len(wiro.get("/_emulator/journal").json()["tasks"])


def last_request(wiro: httpx2.Client) -> dict[str, Any]:
    request: dict[str, Any] = wiro.get("/_emulator/journal").json()["requests"][-1]
    return request


def picture_url(wiro: httpx2.Client) -> str:
    answer = wiro.post("/v1/Run/acme/paint-2-0", json={"prompt": "x"}).json()
    while True:
        found = wiro.post("/v1/Task/Detail", json={"taskid": answer["taskid"]}).json()
        for output in found["tasklist"][0]["outputs"]:
            url: str = output["url"]
            return url


def bytes_back(serving: Serving, sent: bytes) -> bytes:
    """What a client on a bare socket gets before the connection ends."""
    place = urlsplit(serving.address)
    received = b""
    with socket.create_connection((place.hostname or "", place.port or 0), 10) as raw:
        raw.sendall(sent)
        try:
            while chunk := raw.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass
    return received


def raw_run(serving: Serving, body: bytes, length: int | None = None) -> bytes:
    told = len(body) if length is None else length
    head = f"POST /v1/Run/acme/chat HTTP/1.1\r\nhost: localhost\r\ncontent-length: {told}\r\n\r\n"
    return bytes_back(serving, head.encode() + body)


RUN_BODY = b'{"prompt": "raw"}'


def test_without_faults_a_bare_socket_gets_an_answer(
    serving: Serving, wiro: httpx2.Client
) -> None:
    close = (
        b"POST /v1/Run/acme/chat HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n"
    )
    length = f"content-length: {len(RUN_BODY)}\r\n\r\n".encode()
    answer = bytes_back(serving, close + length + RUN_BODY)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert accepted(wiro) == 1


def test_refuse_closes_the_connection_before_the_body_is_there(
    serving: Serving, wiro: httpx2.Client
) -> None:
    set_faults(wiro, "refuse")
    assert raw_run(serving, b"", length=1_000_000) == b""
    assert accepted(wiro) == 0
    request = last_request(wiro)
    assert (request["fault"], request["body"], request["done"]) == (
        "refuse",
        None,
        False,
    )


@pytest.mark.parametrize(("fault", "runs"), [("cut-before", 0), ("cut-after", 1)])
def test_a_cut_connection_gives_no_answer(
    serving: Serving, wiro: httpx2.Client, fault: str, runs: int
) -> None:
    set_faults(wiro, fault)
    assert raw_run(serving, RUN_BODY) == b""
    with pytest.raises(httpx2.RemoteProtocolError):
        run(wiro)
    assert accepted(wiro) == runs * 2
    request = last_request(wiro)
    assert (request["fault"], request["done"]) == (fault, bool(runs))
    assert (request["status"], request["body"]) == (0, {"prompt": "run 0"})


def test_cut_file_ends_in_the_middle_of_the_file(
    serving: Serving, wiro: httpx2.Client
) -> None:
    url = picture_url(wiro)
    whole = wiro.get(url).content
    set_faults(wiro, "cut-file")
    path = urlsplit(url).path
    answer = bytes_back(
        serving, f"GET {path} HTTP/1.1\r\nhost: localhost\r\n\r\n".encode()
    )
    head, _, body = answer.partition(b"\r\n\r\n")
    assert f"content-length: {len(whole)}".encode() in head.lower()
    assert body == whole[: len(whole) // 2]
    rest = (
        f"GET {path} HTTP/1.1\r\nhost: localhost\r\nrange: bytes={len(body)}-\r\n\r\n"
    )
    _, _, more = bytes_back(serving, rest.encode()).partition(b"\r\n\r\n")
    assert whole.startswith(body + more)
    assert len(body + more) < len(whole)


def test_429_says_when_to_come_again(wiro: httpx2.Client) -> None:
    set_faults(wiro, "429@run:1:7")
    answer = run(wiro)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["result"] is False
    assert accepted(wiro) == 0


@pytest.mark.parametrize("code", ["96", "97"])
def test_the_services_own_refusals_can_be_had(wiro: httpx2.Client, code: str) -> None:
    set_faults(wiro, code)
    answer = run(wiro)
    assert answer.status_code == 200
    assert answer.json()["errors"][0]["code"] == int(code)
    assert accepted(wiro) == 0


@pytest.mark.parametrize(("fault", "statuses"), [("500", {500}), ("html", {200, 502})])
def test_a_broken_proxy_hides_whether_the_run_was_taken(
    wiro: httpx2.Client, fault: str, statuses: set[int]
) -> None:
    set_faults(wiro, f"{fault}@run")
    answers = [run(wiro, number) for number in range(30)]
    assert {answer.status_code for answer in answers} == statuses
    assert 5 < accepted(wiro) < 25
    if fault == "html":
        assert all("<html>" in answer.text for answer in answers)


def test_malformed_json_ends_in_the_middle(wiro: httpx2.Client) -> None:
    set_faults(wiro, "malformed-json")
    answer = run(wiro)
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    assert accepted(wiro) == 1


def test_wrong_types_are_wrong_everywhere(wiro: httpx2.Client) -> None:
    set_faults(wiro, "wrong-types")
    answer = run(wiro).json()
    assert answer["result"] is None
    assert answer["errors"] == {}
    assert isinstance(answer["taskid"], list)
    assert accepted(wiro) == 1


@pytest.mark.parametrize("fault", ["delay", "slow-drip"])
def test_slow_answers_come_whole_to_those_who_wait(
    wiro: httpx2.Client, fault: str
) -> None:
    set_faults(wiro, f"{fault}@run:1:0.05")
    answer = run(wiro)
    assert answer.json()["result"] is True
    set_faults(wiro, f"{fault}@run:1:600")
    late = httpx2.Timeout(60, read=0.1)
    with pytest.raises(httpx2.ReadTimeout):
        wiro.post("/v1/Run/acme/chat", json={"prompt": "x"}, timeout=late)
    while accepted(wiro) < 2:  # nobody waited for that
        pass
    assert accepted(wiro) == 2


def test_a_fault_is_kept_to_its_scope(wiro: httpx2.Client) -> None:
    set_faults(wiro, "500@task/detail", "500@run/acme/chat")
    assert run(wiro).status_code == 500
    paint = wiro.post("/v1/Run/acme/paint-2-0", json={"prompt": "x"})
    assert paint.status_code == 200
    assert wiro.post("/v1/Task/Detail", json={}).status_code == 500
    assert wiro.post("/v1/Task/List", json={}).status_code == 200


@pytest.mark.parametrize(
    ("fault", "status", "pexit"),
    [("task-error", "task_error", "1"), ("pexit-1", "task_postprocess_end", "1")],
)
def test_a_task_can_fail(fault: str, status: str, pexit: str) -> None:
    wiro = Local(faults=(fault,))
    task = wiro.finished(MODELS[0], prompt="x")
    assert (task["status"], task["pexit"]) == (status, pexit)
    assert (task["outputs"], task["totalcost"]) == ([], "0.000000000000")
    assert task["debugerror"]


def test_rates_are_kept_and_repeat_with_the_seed() -> None:
    def outcomes(seed: int) -> list[bool]:
        wiro = Local(faults=("429@run:0.3",), seed=seed)
        told = {"json": {"prompt": "x"}}
        statuses = [
            wiro.ask("POST", "/v1/Run/acme/chat", **told).status_code
            for _ in range(200)
        ]
        assert set(statuses) == {200, 429}
        return [status == 429 for status in statuses]

    first = outcomes(1)
    assert first == outcomes(1) != outcomes(2)
    assert 40 < sum(first) < 80


def test_a_reset_repeats_the_faults_and_the_tasks_of_the_start() -> None:
    wiro = Local(faults=("pexit-1:0.5",), seed=3)

    def exits() -> list[str]:
        tasks = [wiro.finished(MODELS[1], prompt="x") for _ in range(20)]
        return [f"{task['id']} {task['pexit']}" for task in tasks]

    before = exits()
    wiro.ask("PUT", "/_emulator/faults", json=[])
    wiro.ask("POST", "/_emulator/reset")
    assert wiro.journal()["received"] == 0
    assert exits() == before


def test_without_a_server_a_cut_is_raised() -> None:
    wiro = Local(faults=("cut-after@run",))
    with pytest.raises(ConnectionResetError):
        wiro.ask("POST", "/v1/Run/acme/chat", json={"prompt": "x"})
    assert len(wiro.journal()["tasks"]) == 1


def test_the_faults_that_are_on_and_all_that_are_known_are_told() -> None:
    wiro = Local(faults=("cut-after@run:0.2", "delay:0.1:3"))
    told = wiro.ask("GET", "/_emulator/faults").json()
    assert told["faults"] == ["cut-after@run:0.2", "delay:0.1:3"]
    assert told["known"].keys() == KINDS.keys()


def test_how_often_each_fault_has_happened_is_told() -> None:
    wiro = Local(faults=("97@run:0.5", "pexit-1"))
    answers = [
        wiro.ask("POST", "/v1/Run/acme/chat", json={"prompt": "x"}).json()
        for _ in range(40)
    ]
    taken = sum("taskid" in answer for answer in answers)
    told = wiro.ask("GET", "/_emulator/faults").json()
    assert told["happened"] == {"97": 40 - taken, "pexit-1": taken}
    assert 0 < taken < 40
    wiro.ask("POST", "/_emulator/reset")
    assert wiro.ask("GET", "/_emulator/faults").json()["happened"] == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("cut-aftr", "did you mean 'cut-after'?"),
        ("cut-file@run", "cannot happen to 'run'"),
        ("task-error@run", "it takes no place"),
        ("500:2", "a rate is between 0 and 1, not 2"),
        ("500:nan", "a rate is between 0 and 1"),
        ("500:often", "a rate or seconds, 'often', is not a number"),
        (":", "is not NAME[@SCOPE][:RATE[:SECONDS]]"),
        ("cut-after::3", "is not NAME[@SCOPE][:RATE[:SECONDS]]"),
        ("delay:1:-1", "seconds are between 0 and 3600"),
        ("500:1:1:1", "is not NAME[@SCOPE][:RATE[:SECONDS]]"),
        ("", "is not NAME[@SCOPE][:RATE[:SECONDS]]"),
    ],
)
def test_a_wrong_fault_is_refused_with_what_would_be_right(
    text: str, said: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        Fault.parse(text)
    wiro = Local(faults=("500:0.5",))
    answer = wiro.ask("PUT", "/_emulator/faults", json=[text])
    assert (answer.status_code, said in answer.json()["error"]) == (400, True)
    told = wiro.ask("GET", "/_emulator/faults").json()
    assert told["faults"] == ["500:0.5"]


scopes = st.sampled_from(
    [(name, group) for name, kind in KINDS.items() for group in ("", *kind.groups)]
).filter(lambda pair: pair[1] != "fate")
rates = st.integers(0, 100).map(lambda percent: percent / 100)
faults = st.builds(
    lambda pair, rate, seconds: Fault(
        name=pair[0], scope=pair[1], rate=rate, seconds=seconds
    ),
    scopes,
    rates,
    st.none() | st.integers(0, 3600).map(float),
)


@given(faults)
def test_a_fault_reads_back_from_its_text(fault: Fault) -> None:
    assert Fault.parse(str(fault)) == fault


@given(st.lists(faults, max_size=4), st.integers(0, 5))
def test_a_draw_gives_only_faults_that_can_happen_there(
    given_faults: list[Fault], seed: int
) -> None:
    draws = FaultDraws(Faults(tuple(given_faults)), seed)
    for path in ("run/acme/chat", "task/detail", "upload", "tool/list", "file", "fate"):
        hit = draws.draw(path)
        possible = {fault.name for fault in given_faults if fault.can_happen_to(path)}
        certain = {
            f.name for f in given_faults if f.can_happen_to(path) and f.rate == 1
        }
        assert hit is None or hit.name in possible
        assert hit is not None or not certain

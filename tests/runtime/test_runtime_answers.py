"""Whatever the service answers, nothing but our own errors is raised."""

import json
from contextlib import suppress
from typing import Any

import pytest
from acme.wiro_models import Answer, ApiError, Outcome, WiroError
from acme.wiro_models._runtime.client.answers import (
    Reply,
    read_callback,
    read_nothing,
    read_run,
    read_task,
    read_task_list,
    read_upload,
    redacted,
)
from acme.wiro_models._runtime.client.state import TaskState, task_state_of
from acme.wiro_models._runtime.realtime.events import read_message
from hypothesis import given
from hypothesis import strategies as st

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["0", "1", "2221", "task_postprocess_end", "1e999", "NaN", "[]"])
    | st.sampled_from(["1e999999999", "-1E+999999999", "1e-999999999", "0e999999999"])
    | st.sampled_from(["9" * 4000, "1e99999999999999999999", " 5 ", 10**400])
)
NAMES = st.sampled_from(
    [
        *("result", "errors", "code", "message", "data", "list", "tasklist", "task"),
        *("taskid", "socketaccesstoken", "id", "status", "pexit", "debugerror"),
        *("totalcost", "elapsedseconds", "starttime", "endtime", "categories"),
        *("outputs", "url", "name", "size", "contenttype"),
        *("content", "raw", "thinking", "answer"),
    ]
)
JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6)
    ),
    max_leaves=25,
)
REPLIES = st.builds(
    Reply,
    status=st.sampled_from([200, 200, 200, 204, 301, 400, 401, 429, 500]),
    headers=st.dictionaries(
        st.sampled_from(["retry-after", "location"]), st.text(max_size=12)
    ),
    body=st.binary(max_size=30)
    | JSON.map(lambda value: json.dumps(value).encode())
    | JSON.map(
        lambda value: json.dumps({"result": True, "tasklist": [value]}).encode()
    ),
)
ASKED = TaskState(id="2221")


@given(REPLIES)
def test_any_answer_is_read_or_refused(reply: Reply) -> None:
    readers = (
        lambda: read_run(reply, "Run/a/b", "a/b"),
        lambda: read_task(reply, "Task/Detail", ASKED),
        lambda: read_task_list(reply, "Task/List"),
        lambda: read_upload(reply, "File/Upload"),
        lambda: read_callback(reply.body),
    )
    for read in readers:
        with suppress(WiroError):
            read()


@given(st.dictionaries(NAMES, JSON))
def test_any_task_can_be_looked_at(raw: dict[str, Any]) -> None:
    for status in ("task_postprocess_end", "task_start"):
        state = TaskState(id="1", status=status, raw=raw)
        assert state.outcome
        assert state.cost is None or state.cost.is_finite()
        assert state.elapsed is None or state.elapsed.total_seconds() >= 0
        assert all(file.url for file in state.files)
        assert all(isinstance(answer, Answer) for answer in state.answers)
        assert len(state.last_words) <= 300


@pytest.mark.parametrize("depth", [10, 100_000])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    body = b'{"tasklist":' + b"[" * depth + b"]" * depth + b"}"
    with pytest.raises(WiroError):
        read_task(Reply(status=200, body=body), "Task/Detail", ASKED)


@given(st.text(), st.lists(st.text(min_size=4), max_size=3))
def test_no_secret_is_left_in_a_text(text: str, secrets: list[str]) -> None:
    shown = redacted(text + "".join(secrets), tuple(secrets))
    assert not [secret for secret in secrets if secret in shown and "*" not in secret]


HUGE = ["1e999999999", "-1e999999999", "1e-999999999", "9" * 4000, "sNaN", 10**400]


@pytest.mark.parametrize("number", HUGE)
def test_a_number_beyond_all_measure_is_none(number: Any) -> None:
    state = TaskState(
        id="1",
        status="task_postprocess_end",
        raw={"totalcost": number, "elapsedseconds": number, "pexit": number},
    )
    assert (state.cost, state.elapsed) == (None, None)
    assert state.outcome is Outcome.FAILED
    progress = {"percentage": number, "stepCurrent": number, "speed": number}
    for kind, told in [
        ("task_output", {"message": progress}),
        ("task_cost", {"turnCost": number, "cumulativeCost": number}),
    ]:
        [event] = read_message(json.dumps({"type": kind, **told}), "t").events
        assert not any(vars_of(event))
    refusal = {"result": False, "errors": [{"code": number, "message": "no"}]}
    with pytest.raises(ApiError) as caught:
        read_nothing(Reply(status=200, body=json.dumps(refusal).encode()), "Task/Kill")
    assert caught.value.code is None


def vars_of(event: Any) -> list[Any]:
    return [getattr(event, name) for name in event.__slots__]


@pytest.mark.parametrize(
    "status", [" task_postprocess_end ", "Task_Postprocess_End", "task-postprocess end"]
)
def test_a_status_is_one_however_it_is_spelt(status: str) -> None:
    state = task_state_of({"id": "1", "status": status, "pexit": "0"})
    assert (state.status, state.outcome) == ("task_postprocess_end", Outcome.SUCCEEDED)
    assert read_message(json.dumps({"type": status}), "t").is_end


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (False, Outcome.SUCCEEDED),
        (True, Outcome.FAILED),
        (" 0 ", Outcome.SUCCEEDED),
        (0.0, Outcome.SUCCEEDED),
        (None, Outcome.SUCCEEDED),
        (" ", Outcome.SUCCEEDED),
        ("killed", Outcome.FAILED),
        ("False", Outcome.SUCCEEDED),
        ("true", Outcome.FAILED),
        ("null", Outcome.SUCCEEDED),
    ],
)
def test_an_exit_code_counts_whatever_its_type_is(code: Any, outcome: Outcome) -> None:
    raw = {"pexit": code, "outputs": [{"url": "https://cdn.test/a.png"}]}
    state = TaskState(id="1", status="task_postprocess_end", raw=raw)
    assert state.outcome is outcome

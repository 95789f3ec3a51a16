"""Whole runs against a scripted service, each with the blocking and the asynchronous
client.
"""

import asyncio
import gzip
import json
import pickle
from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any

import httpx2
import pytest
from acme.wiro_models import (
    AccountSuspended,
    AddressNotAllowed,
    ApiError,
    AsyncWiro,
    ConcurrencyLimit,
    DownloadFailed,
    FileRequired,
    InsufficientBalance,
    InvalidCallback,
    InvalidRequest,
    ModelNotAccessible,
    NotCancellable,
    NotFound,
    Outcome,
    OutcomeUnknown,
    RateLimited,
    ResultUnknown,
    SignInRequired,
    TaskCancelled,
    TaskFailed,
    TaskNotFinished,
    TaskTimeout,
    TransportError,
    UnreadableAnswer,
    UploadFolder,
    Wiro,
    WiroError,
)
from scripted_wiro import (
    ACCEPTED,
    KEY,
    SECRET,
    TOKEN,
    Service,
    Time,
    detail,
    done,
    refused,
)

Do = Callable[[Any], Any]
Make = Callable[..., Any]
RUN = "Run/acme/paint"


@pytest.fixture
def task(make: Make, service: Service, do: Do) -> Any:
    """A task that was just accepted."""
    service.on(RUN, ACCEPTED)
    return do(make().run("acme/paint", {"prompt": "x"}))


def test_a_run_is_followed_from_the_queue_to_its_result(
    service: Service, task: Any, do: Do
) -> None:
    service.on(
        "Task/Detail",
        detail("task_queue"),
        detail("task_start"),
        detail("task_of_tomorrow"),
        done(elapsedseconds="6.0000"),
    )
    seen: list[str] = []

    result = do(task.wait(on_update=lambda task: seen.append(task.status)))

    assert (task.id, task.token, task.model) == ("2221", TOKEN, "acme/paint")
    assert seen == [
        "task_queue",
        "task_start",
        "task_of_tomorrow",
        "task_postprocess_end",
    ]
    assert [file.name for file in result.files] == ["0.png"]
    assert result.cost == Decimal("0.0035")
    assert result.elapsed == timedelta(seconds=6)
    assert result.text is None
    assert result.raw["pexit"] == "0"
    assert result.task is task
    assert task.is_terminal
    assert task.outcome is Outcome.SUCCEEDED


def test_polls_come_at_growing_intervals(
    service: Service, task: Any, do: Do, time: Time
) -> None:
    service.on("Task/Detail", *[detail("task_start")] * 20, done())

    do(task.wait())

    assert time.sleeps == sorted(time.sleeps)
    assert time.sleeps[0] < 1
    assert time.sleeps[-1] == 10


def test_a_finished_task_is_not_read_again(service: Service, task: Any, do: Do) -> None:
    service.on("Task/Detail", done())
    do(task.wait())
    do(task.wait())
    assert service.paths.count("Task/Detail") == 1


@pytest.mark.parametrize("known_by", [{"id": "2221"}, {"token": TOKEN}])
def test_a_task_is_taken_up_again_from_its_id_or_its_token(
    make: Make, service: Service, do: Do, known_by: dict[str, str]
) -> None:
    service.on("Task/Detail", done(modelslugowner="acme", modelslugproject="paint"))
    task = make().task(**known_by)
    assert service.requests == []

    assert len(do(task.wait()).files) == 1

    name = {"id": "taskid", "token": "tasktoken"}[next(iter(known_by))]
    value = next(iter(known_by.values()))
    assert service.requests[0].content == f'{{"{name}":"{value}"}}'.encode()
    assert (task.id, task.token, task.model) == ("2221", TOKEN, "acme/paint")


def test_a_task_without_id_and_token_is_refused(make: Make) -> None:
    with pytest.raises(TypeError, match="its id or its token"):
        make().task()


def test_a_cancelled_task_is_told(service: Service, task: Any, do: Do) -> None:
    service.on("Task/Detail", detail("task_cancel"))
    with pytest.raises(TaskCancelled, match="task 2221 of acme/paint") as caught:
        do(task.wait())
    assert caught.value.task is task


def test_an_exit_code_tells_a_failure(service: Service, task: Any, do: Do) -> None:
    failed = done(pexit="1", debugerror="CUDA\nout of memory")
    service.on("Task/Detail", failed)
    with pytest.raises(TaskFailed, match="exit code 1: CUDA out of memory") as caught:
        do(task.wait())
    assert not isinstance(caught.value, ResultUnknown)
    assert caught.value.task.outcome is Outcome.FAILED


@pytest.mark.parametrize("pexit", ["0", 0, 0.0, " 0 "])
def test_exit_code_zero_is_success_in_any_form(
    service: Service, task: Any, do: Do, pexit: object
) -> None:
    service.on("Task/Detail", done(pexit=pexit, outputs=[]))
    assert do(task.wait()).files == ()


@pytest.mark.parametrize("absent", ["", None, []])
def test_without_an_exit_code_outputs_mean_success(
    service: Service, task: Any, do: Do, absent: object
) -> None:
    service.on("Task/Detail", done(pexit=absent))
    assert len(do(task.wait()).files) == 1


@pytest.mark.parametrize("outputs", [[], None, "oops", [42], {}])
def test_without_exit_code_and_outputs_nothing_is_claimed(
    service: Service, task: Any, do: Do, outputs: object
) -> None:
    service.on("Task/Detail", done(pexit=None, outputs=outputs))
    with pytest.raises(ResultUnknown, match="not known whether it succeeded"):
        do(task.wait())
    assert task.outcome is Outcome.UNKNOWN


def test_task_error_is_read_once_more_a_while_later_before_it_is_believed(
    service: Service, task: Any, do: Do, time: Time
) -> None:
    service.on("Task/Detail", detail("task_error"), detail("task_start"), done())
    assert not do(task.refresh()).is_terminal
    assert len(time.sleeps) == 1


def test_task_error_twice_is_a_failure_that_can_be_taken_up_again(
    service: Service, task: Any, do: Do
) -> None:
    service.on("Task/Detail", detail("task_error"), detail("task_error"), done())
    with pytest.raises(TaskFailed, match="task_error") as caught:
        do(task.wait())
    assert len(do(caught.value.task.wait()).files) == 1


def test_a_time_out_carries_the_task_which_goes_on(
    service: Service, task: Any, do: Do, time: Time
) -> None:
    service.on("Task/Detail", detail("task_start"))
    begin = time.now

    with pytest.raises(TaskTimeout, match="after 30 s") as caught:
        do(task.wait(timeout=30))

    assert time.now - begin == pytest.approx(30)
    service.on("Task/Detail", done())
    assert len(do(caught.value.task.wait(timeout=30)).files) == 1


def test_a_time_out_of_nothing_reads_once(service: Service, task: Any, do: Do) -> None:
    service.on("Task/Detail", detail("task_start"))
    with pytest.raises(TaskTimeout):
        do(task.wait(timeout=0))
    assert service.paths.count("Task/Detail") == 1


def test_a_time_out_holds_while_the_service_is_away(
    service: Service, task: Any, do: Do, time: Time
) -> None:
    service.on("Task/Detail", httpx2.Response(503, headers={"retry-after": "50"}))
    begin = time.now
    with pytest.raises(TaskTimeout, match="503"):
        do(task.wait(timeout=30))
    assert time.now - begin <= 30


def test_a_result_is_there_only_after_the_end_was_read(
    service: Service, task: Any, do: Do
) -> None:
    with pytest.raises(TaskNotFinished, match="not read yet"):
        task.result()
    service.on("Task/Detail", detail("task_start"), done())
    with pytest.raises(TaskNotFinished, match="task_start"):
        do(task.refresh()).result()
    assert do(task.refresh()).result().cost == Decimal("0.0035")


@pytest.mark.parametrize("verb", ["cancel", "kill"])
def test_stopping_sends_the_id_which_is_looked_up_from_the_token(
    make: Make, service: Service, do: Do, verb: str
) -> None:
    call = f"Task/{verb.title()}"
    service.on("Task/Detail", detail("task_start"), detail("task_cancel"))
    service.on(call, {"result": True, "errors": []})

    task = do(getattr(make().task(token=TOKEN), verb)())

    assert service.paths == ["Task/Detail", call, "Task/Detail"]
    assert service.sent_to(call)[0].content == b'{"taskid":"2221"}'
    assert task.outcome is Outcome.CANCELLED


@pytest.mark.parametrize(
    ("verb", "call", "words"),
    [
        ("cancel", "Task/Cancel", "Task is not in a cancellable state."),
        ("kill", "Task/Kill", "Task could not be killed: it has ended"),
    ],
)
def test_a_task_that_cannot_be_stopped_is_there_all_the_same(
    *, make: Make, service: Service, do: Do, verb: str, call: str, words: str
) -> None:
    service.on("Task/Detail", detail("task_start"))
    service.on(call, refused(1, words))
    with pytest.raises(NotCancellable, match=words):
        do(getattr(make().task(token=TOKEN), verb)())


def test_the_run_may_be_nested_and_numbered(
    make: Make, service: Service, do: Do
) -> None:
    nested = {"result": "true", "data": {"taskid": 2221, "socketaccesstoken": TOKEN}}
    service.on(RUN, nested)
    task = do(make().run("acme/paint", {}))
    assert (task.id, task.token) == ("2221", TOKEN)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refused(0, "Request parameter [x] required"), ApiError, 0),
        (refused("1"), NotFound, 1),
        (refused(1, "tool-not-accessible"), ModelNotAccessible, 1),
        (refused(0, "Request files [inputImage] required"), FileRequired, 0),
        (refused(0, "Your account is suspended."), AccountSuspended, 0),
        (
            httpx2.Response(
                401, json=refused(0, "Requested ip 203.0.113.9 is not allowed.")
            ),
            AddressNotAllowed,
            0,
        ),
        (refused(96, "limit"), ConcurrencyLimit, 96),
        (refused("97"), InsufficientBalance, 97),
        (refused(98), SignInRequired, 98),
        (refused(None), ApiError, None),
        ({"result": False, "errors": "nope"}, ApiError, None),
        ({"result": False, "errors": [{"code": {}, "message": []}]}, ApiError, None),
        (httpx2.Response(401, json=refused(None)), SignInRequired, None),
        (httpx2.Response(404, text="<html>"), NotFound, None),
        (httpx2.Response(413, text="<html>too large"), ApiError, None),
        (httpx2.Response(429, headers={"retry-after": "7"}), RateLimited, None),
        (httpx2.Response(307, headers={"location": "https://x.test/"}), ApiError, None),
    ],
)
def test_a_refused_run_is_told_by_its_code_and_sent_once(
    *, make: Make, service: Service, do: Do, answer: Any, kind: Any, code: int | None
) -> None:
    service.on(RUN, answer)
    with pytest.raises(ApiError) as caught:
        do(make().run("acme/paint", {}))
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert len(service.requests) == 1
    if kind is RateLimited:
        assert caught.value.retry_after == 7


@pytest.mark.parametrize(
    "answer",
    [
        {"errors": [{"code": 0, "message": "rounded"}], "taskid": "77"},
        httpx2.Response(302, headers={"location": "//|x@?"}),
        httpx2.ReadError("connection reset"),
        httpx2.ReadTimeout("timed out"),
        httpx2.WriteError("broken pipe"),
        httpx2.WriteTimeout("timed out"),
        httpx2.RemoteProtocolError("server disconnected"),
        httpx2.DecodingError("not gzip"),
        OSError("no route"),
        httpx2.Response(500, json={"result": False, "errors": [{"code": 0}]}),
        httpx2.Response(503, headers={"retry-after": "1"}),
        httpx2.Response(408),
        httpx2.Response(302, headers={"location": "https://x.test/"}),
        httpx2.Response(200, text="<html>maintenance</html>"),
        httpx2.Response(200, text='{"result": true, "taskid": "22'),
        httpx2.Response(200, json=[ACCEPTED]),
        {"result": True, "errors": []},
        {"result": True, "taskid": {"a": 1}, "socketaccesstoken": False},
    ],
)
def test_a_run_that_may_have_been_accepted_is_sent_once_and_told(
    make: Make, service: Service, do: Do, answer: Any
) -> None:
    service.on(RUN, answer, ACCEPTED)
    with pytest.raises(OutcomeUnknown, match=r"wiro\.recent_tasks") as caught:
        do(make().run("acme/paint", {}))
    assert caught.value.model == "acme/paint"
    assert len(service.requests) == 1


def test_a_run_is_sent_again_after_failures_that_sent_nothing(
    make: Make, service: Service, do: Do, time: Time
) -> None:
    service.on(
        RUN,
        httpx2.ConnectError("connection refused"),
        httpx2.ConnectTimeout("timed out"),
        httpx2.PoolTimeout("no connection free"),
        ACCEPTED,
    )
    assert do(make().run("acme/paint", {})).id == "2221"
    assert len(service.requests) == 4
    assert len(time.sleeps) == 3
    nonces = [sent.headers["x-nonce"] for sent in service.requests]
    assert len(set(nonces)) == 4


def test_the_last_attempt_within_a_time_out_ends_in_the_time_out(
    make: Make, service: Service, do: Do, time: Time
) -> None:
    def late(_: httpx2.Request) -> httpx2.Response:
        time.now += 2
        raise httpx2.ReadTimeout("timed out")

    service.on("Task/Detail", late)
    with pytest.raises(TaskTimeout):
        do(make(max_retries=0).task("2221").wait(timeout=1))


def test_a_refusal_that_is_not_repeated_is_no_time_out(
    make: Make, service: Service, do: Do, time: Time
) -> None:
    limited = httpx2.Response(429, headers={"retry-after": "60"})
    service.on("Task/Detail", limited)
    with pytest.raises(RateLimited):
        do(make(max_retries=0).task("2221").wait(timeout=30))


def test_a_run_that_never_reached_the_service_is_no_unknown(
    make: Make, service: Service, do: Do
) -> None:
    service.on(RUN, httpx2.ConnectError("connection refused"))
    with pytest.raises(TransportError, match=r"refused .*; nothing was sent") as caught:
        do(make(max_retries=2).run("acme/paint", {}))
    assert not isinstance(caught.value, OutcomeUnknown)
    assert len(service.requests) == 3


def test_an_answer_may_be_waited_for_without_an_end(
    make: Make, service: Service, do: Do
) -> None:
    service.on(RUN, ACCEPTED)
    wiro = make(timeout=httpx2.Timeout(None))
    assert do(wiro.run("acme/paint", {})).id == "2221"


def test_no_call_about_a_task_may_take_longer_than_is_left_for_it(
    make: Make, service: Service, do: Do, time: Time
) -> None:
    seconds: list[float] = []

    def running(request: httpx2.Request) -> httpx2.Response:
        seconds.append(request.extensions["timeout"]["read"])
        time.now += 2
        return httpx2.Response(200, json=detail("task_start"))

    service.on("Task/Detail", running)
    with pytest.raises(TaskTimeout):
        do(make(timeout=httpx2.Timeout(None)).task("2221").wait(timeout=6.5))
    assert seconds[0] == 6.5
    assert seconds == sorted(seconds, reverse=True)
    assert seconds[-1] >= 1


def test_an_answer_that_drips_does_not_hold_a_run_for_ever(
    make: Make, service: Service, do: Do, time: Time
) -> None:
    class Drip(httpx2.SyncByteStream, httpx2.AsyncByteStream):
        def __iter__(self) -> Any:
            for _ in range(1000):
                time.now += 1
                yield b" "

        async def __aiter__(self) -> Any:
            for chunk in self:
                yield chunk

    service.on(RUN, lambda _: httpx2.Response(200, stream=Drip()))
    with pytest.raises(OutcomeUnknown, match="more than 20 s"):
        do(make(timeout=20).run("acme/paint", {}))
    assert time.now < 1030


class Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = pieces

    def __iter__(self) -> Any:
        yield from self.pieces

    async def __aiter__(self) -> Any:
        for piece in self.pieces:
            yield piece


class Slow(Pieces):
    """A body that takes too long, and knows whether it was closed."""

    def __init__(self, time: Time) -> None:
        super().__init__([b"<html>", b"</html>"])
        self.time = time
        self.is_closed = False

    def __iter__(self) -> Any:
        for piece in self.pieces:
            self.time.now += 1000
            yield piece

    async def __aiter__(self) -> Any:
        for piece in self:
            yield piece

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.close()


def test_a_connection_is_given_back_where_an_answer_is_not_read_to_its_end(
    make: Make, service: Service, do: Do, time: Time, tmp_path: Path
) -> None:
    bodies = [Slow(time), Slow(time)]
    service.on(RUN, httpx2.Response(200, stream=bodies[0]))
    service.on("Task/Detail", done())
    service.on("https://cdn.test/a/0.png", httpx2.Response(404, stream=bodies[1]))
    wiro = make()
    with pytest.raises(OutcomeUnknown):
        do(wiro.run("acme/paint", {}))
    result = do(wiro.task("2221").wait())
    with pytest.raises(DownloadFailed):
        do(result.files[0].save(tmp_path))
    assert [body.is_closed for body in bodies] == [True, True]


def endless(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, stream=Pieces(repeat(bytes(1024 * 1024))))


def bomb(_: httpx2.Request) -> httpx2.Response:
    told = {"content-encoding": "gzip"}
    return httpx2.Response(200, headers=told, stream=Pieces([sixty_five_megabytes()]))


@cache
def sixty_five_megabytes() -> bytes:
    return gzip.compress(bytes(65 * 1024 * 1024), 1)


@pytest.mark.parametrize("answer", [endless, bomb])
def test_an_answer_that_does_not_end_fills_no_memory(
    make: Make, service: Service, do: Do, answer: Any
) -> None:
    service.on(RUN, answer)
    service.on("Task/Detail", answer)
    wiro = make(max_retries=0)
    with pytest.raises(OutcomeUnknown, match="more than 67,108,864 bytes"):
        do(wiro.run("acme/paint", {}))
    with pytest.raises(TransportError, match="more than 67,108,864 bytes"):
        do(wiro.task("2221").refresh())
    assert service.paths == [RUN, "Task/Detail"]


def test_headers_that_drip_do_not_outlive_the_timeout(mode: str) -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        is_left = asyncio.ensure_future(reader.read())
        writer.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(20):
            writer.write(b"x-drop: 1\r\n")
            await asyncio.wait([is_left], timeout=0.1)
        body = json.dumps(ACCEPTED).encode()
        writer.write(b"content-length: %d\r\n\r\n%b" % (len(body), body))
        await is_left
        writer.close()
        is_over.set()

    async def run() -> None:
        server = await asyncio.start_server(drip, "127.0.0.1")
        host, port = server.sockets[0].getsockname()
        url = f"http://{host}:{port}/v1"
        settings: Any = {"base_url": url, "timeout": 0.5}
        async with server, AsyncWiro(KEY, **settings) as wiro:
            blocking = Wiro(KEY, **settings)
            with pytest.raises(OutcomeUnknown, match="AnswerTooSlow"):
                if mode == "sync":
                    await asyncio.to_thread(blocking.run, "acme/paint", {})
                else:
                    await wiro.run("acme/paint", {})
            await is_over.wait()

    is_over = asyncio.Event()
    asyncio.run(run())


def test_an_interrupted_run_says_that_it_may_have_been_accepted(
    make: Make, service: Service, do: Do, mode: str
) -> None:
    interruption = KeyboardInterrupt if mode == "sync" else asyncio.CancelledError

    def interrupt(_: httpx2.Request) -> None:
        raise interruption

    service.on(RUN, interrupt)
    with pytest.raises(interruption) as caught:
        do(make().run("acme/paint", {}))
    assert "recent_tasks" in caught.value.__notes__[0]


@pytest.mark.parametrize(
    "passing",
    [
        httpx2.ReadError("reset"),
        httpx2.Response(500),
        httpx2.Response(502, text="<html>"),
        httpx2.Response(408),
        httpx2.Response(200, text="<html>"),
        httpx2.Response(200, text='{"result": true, "tasklist": [{'),
        {"result": True, "tasklist": "oops"},
        {"result": True, "tasklist": [{"id": "2221", "status": [5]}]},
        detail("task_postprocess_end", id="9999", socketaccesstoken="other"),
    ],
)
def test_readings_are_repeated_until_they_make_sense(
    service: Service, task: Any, do: Do, passing: Any
) -> None:
    service.on("Task/Detail", passing, passing, done())
    assert len(do(task.wait()).files) == 1
    assert service.paths.count("Task/Detail") == 3


def test_readings_end_with_the_error_that_stayed(
    service: Service, task: Any, do: Do, time: Time
) -> None:
    service.on("Task/Detail", httpx2.Response(200, text="<html>sorry</html>"))
    with pytest.raises(UnreadableAnswer, match="sorry"):
        do(task.wait())
    assert service.paths.count("Task/Detail") == 5
    assert all(0.25 <= pause <= 8 for pause in time.sleeps)


@pytest.mark.parametrize(
    ("told", "least", "most"), [("7", 7, 8), ("9999", 60, 60), ("soon", 0, 1)]
)
def test_retry_after_is_honoured_within_bounds(
    *, service: Service, task: Any, do: Do, time: Time, told: str, least: int, most: int
) -> None:
    service.on(
        "Task/Detail", httpx2.Response(429, headers={"retry-after": told}), done()
    )
    do(task.wait())
    assert least <= time.sleeps[0] <= most


def test_a_refused_reading_is_not_repeated(service: Service, task: Any, do: Do) -> None:
    service.on("Task/Detail", refused(98))
    with pytest.raises(SignInRequired, match="WIRO_API_SECRET"):
        do(task.wait())
    assert service.paths.count("Task/Detail") == 1


def test_a_task_that_is_not_there_is_not_found(
    make: Make, service: Service, do: Do
) -> None:
    service.on("Task/Detail", {"result": True, "total": "0", "tasklist": []})
    with pytest.raises(NotFound, match="no task 7"):
        do(make().task("7").refresh())


def test_the_published_sample_with_its_unescaped_list_is_read(
    service: Service, task: Any, do: Do
) -> None:
    sample = httpx2.Response(
        200,
        text='{"result": true, "tasklist": [{"id": "2221", "status": "task_cancel",'
        ' "pexit": "0", "categories": "["tool","image-to-image"]", "outputs": []}]}',
    )
    service.on("Task/Detail", sample)
    assert do(task.refresh()).status == "task_cancel"


def test_a_language_models_answer_is_text_and_structured(
    service: Service, task: Any, do: Do
) -> None:
    content = {
        "prompt": "2+2?",
        "raw": "<think>easy</think>4",
        "thinking": ["easy"],
        "answer": ["4", "four"],
    }
    service.on(
        "Task/Detail", done(outputs=[{"contenttype": "raw", "content": content}])
    )
    result = do(task.wait())
    assert result.text == "4\nfour"
    assert result.files == ()
    [answer] = result.answers
    assert (answer.prompt, answer.raw) == ("2+2?", "<think>easy</think>4")
    assert (answer.thinking, answer.answer) == (("easy",), ("4", "four"))


def test_recent_tasks_page_through_the_list_and_filter_by_model(
    make: Make, service: Service, do: Do
) -> None:
    def page(*tasks: tuple[int, str]) -> dict[str, Any]:
        listed = [
            {"id": str(n), "status": "task_start", "modelslugowner": "acme",
             "modelslugproject": name}
            for n, name in tasks
        ]  # fmt: skip
        return {"result": True, "errors": [], "tasklist": listed}

    first = page(*((n, "Paint 2" if n % 2 else "sing") for n in range(60, 10, -1)))
    second = page((11, "Paint 2"), (10, "paint-2"), (9, "sing"))
    service.on("Task/List", first, second, page())

    tasks = do(make().recent_tasks(model="acme/paint-2", limit=100))

    assert [task.id for task in tasks] == [*map(str, range(59, 10, -2)), "10"]
    asked = [httpx2.Response(200, content=r.content).json() for r in service.requests]
    assert [ask["start"] for ask in asked] == ["0", "50", "52"]
    assert {ask["limit"] for ask in asked} == {"50"}
    assert asked[0]["order"] == "DESC"


def test_a_listed_task_is_read_before_its_result_is_believed(
    make: Make, service: Service, do: Do
) -> None:
    listed = {"id": "2221", "status": "task_postprocess_end"}
    service.on("Task/List", {"result": True, "tasklist": [listed]})
    service.on("Task/Detail", done())
    [task] = do(make().recent_tasks(limit=1))
    assert service.paths == ["Task/List"]
    with pytest.raises(TaskNotFinished):
        task.result()
    assert len(do(task.wait()).files) == 1


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "2221", "status": "task_postprocess_end", "pexit": "0"}',
        '{"taskid": 2221}',
        {"tasklist": [{"id": "2221"}]},
        {"data": {"socketaccesstoken": TOKEN}},
    ],
)
def test_a_callback_is_not_believed_but_read_again(
    make: Make, service: Service, do: Do, body: Any
) -> None:
    service.on("Task/Detail", detail("task_start"))
    task = do(make().task_from_callback(body))
    assert task.status == "task_start"
    assert task.id == "2221"


@pytest.mark.parametrize("body", [b"", "[]", "<html>", {"status": "task_end"}, b"\xff"])
def test_a_callback_that_names_no_task_is_refused(
    make: Make, service: Service, do: Do, body: Any
) -> None:
    with pytest.raises(InvalidCallback):
        do(make().task_from_callback(body))
    assert service.requests == []


def test_an_upload_gives_the_url_to_use(make: Make, service: Service, do: Do) -> None:
    stored = {"id": "f1", "name": "a.png", "contenttype": "image/png", "size": "3",
              "url": "https://cdn.test/a.png", "accesskey": "k"}  # fmt: skip
    service.on(
        "File/Upload", httpx2.ReadError("cut"), {"result": True, "list": [stored]}
    )
    file = do(make().upload(b"abc", folder_id="9"))
    assert (file.url, file.size, file.id) == ("https://cdn.test/a.png", 3, "f1")
    assert b'name="folderid"\r\n\r\n9\r\n' in service.requests[1].content


def test_uploads_may_lie_in_a_folder(make: Make, service: Service, do: Do) -> None:
    made = {"result": True, "list": [{"id": 7, "name": "faces", "parentid": "1"}]}
    service.on("File/FolderCreate", made)
    folder = do(make().create_folder("faces", parent_id="1"))
    assert folder == UploadFolder(id="7", name="faces")
    assert json.loads(service.requests[0].content) == {"name": "faces", "parentid": "1"}


@pytest.mark.parametrize("answer", [{"result": True}, {"list": []}, {"list": [{}]}])
def test_a_folder_that_is_not_named_was_not_made(
    make: Make, service: Service, do: Do, answer: Any
) -> None:
    service.on("File/FolderCreate", answer)
    with pytest.raises(UnreadableAnswer):
        do(make().create_folder("faces"))


@pytest.mark.parametrize("name", ["", "a b", "../x", "größe", "a\n", None, 7])
def test_a_folder_of_another_name_is_refused_before_anything_is_sent(
    make: Make, service: Service, do: Do, name: Any
) -> None:
    with pytest.raises(InvalidRequest, match="letters, digits"):
        do(make().create_folder(name))
    assert service.requests == []


def test_an_asynchronous_listener_is_awaited() -> None:
    service, seen = Service(), []
    service.on("Task/Detail", detail("task_start"), done())

    async def listen(task: Any) -> None:
        await asyncio.sleep(0)
        seen.append(task.status)

    async def main() -> None:
        transport = httpx2.MockTransport(service)
        async with AsyncWiro(KEY, transport=transport) as wiro:
            wiro._driver.sleep = lambda _: asyncio.sleep(0)
            await wiro.task("2221").wait(on_update=listen)

    asyncio.run(main())
    assert seen == ["task_start", "task_postprocess_end"]


def test_a_cancelled_wait_ends_at_once_and_the_task_can_be_waited_for_again() -> None:
    service = Service()
    service.on("Task/Detail", detail("task_start"))

    async def main() -> None:
        transport = httpx2.MockTransport(service)
        async with AsyncWiro(KEY, transport=transport) as wiro:
            task = wiro.task("2221")
            waiting = asyncio.create_task(task.wait())
            while not service.requests:
                await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            service.on("Task/Detail", done())
            assert len((await task.wait()).files) == 1

    asyncio.run(main())


def test_an_error_in_a_listener_is_the_callers_own(
    service: Service, task: Any, do: Do
) -> None:
    def fail(_: Any) -> None:
        raise ZeroDivisionError

    service.on("Task/Detail", done())
    with pytest.raises(ZeroDivisionError):
        do(task.wait(on_update=fail))


def test_a_closed_client_says_so(make: Make, do: Do) -> None:
    wiro = make()
    do(wiro.close())
    with pytest.raises(WiroError, match="closed"):
        do(wiro.run("acme/paint", {}))


def test_results_and_errors_survive_pickling_without_their_client(
    service: Service, task: Any, do: Do, tmp_path: Path
) -> None:
    service.on("Task/Detail", done())
    result = do(task.wait())

    copy = pickle.loads(pickle.dumps(result))

    assert copy.cost == result.cost
    assert copy.task.id == "2221"
    assert [file.url for file in copy.files] == ["https://cdn.test/a/0.png"]
    with pytest.raises(WiroError, match=r"wiro\.task"):
        do(copy.task.refresh())
    with pytest.raises(WiroError, match=r"wiro\.task"):
        do(copy.files[0].save(tmp_path))


def test_nothing_of_the_keys_is_pickled(service: Service, task: Any, do: Do) -> None:
    service.on("Task/Detail", detail("task_cancel"))
    with pytest.raises(TaskCancelled) as caught:
        do(task.wait())
    pickled = pickle.dumps(caught.value)
    assert KEY.encode() not in pickled
    assert SECRET.encode() not in pickled
    assert str(pickle.loads(pickled)) == str(caught.value)

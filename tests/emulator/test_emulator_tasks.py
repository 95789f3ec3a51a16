"""Running models and following their tasks."""

import asyncio
import io
import struct
import wave
import zlib
from decimal import Decimal
from typing import Any

import pytest
from emulator_models import (
    CHAT,
    MODELS,
    PAINT,
    PROMPT,
    SPEAK,
    TALK,
    Local,
    Time,
    given,
    model,
    refusal,
)

from wirogen.card import Card, File, Number, Price, Prices, Text
from wirogen.emulator.tasks import MOST_TASKS, Order, TaskBook
from wirogen.emulator.timeline import Ending

STATUSES = [
    "task_queue",
    "task_accept",
    "task_preprocess_start",
    "task_preprocess_end",
    "task_assign",
    "task_start",
    "task_output",
    "task_output_full",
    "task_error_full",
    "task_end",
    "task_postprocess_start",
    "task_postprocess_end",
]


def statuses(wiro: Local, answer: dict[str, Any], seconds: float = 30) -> list[str]:
    """All statuses that a very eager poller sees."""
    seen: list[str] = []
    end = wiro.time.seconds + seconds
    while wiro.time.seconds < end:
        status = wiro.task(answer)["status"]
        if seen[-1:] != [status]:
            seen.append(status)
        wiro.time.seconds += 0.05
    return seen


@pytest.mark.parametrize("card", [PAINT, CHAT, SPEAK])
def test_a_task_takes_its_statuses_in_order(card: Card) -> None:
    wiro = Local()
    seen = statuses(wiro, wiro.run(card, prompt="x"))
    # Two that come at the same time are one to a poller.
    assert seen == [status for status in STATUSES if status != "task_output_full"]


def test_the_answer_to_a_run_has_the_documented_shape() -> None:
    answer = Local().run(PAINT, prompt="x")
    assert answer.keys() == {"result", "errors", "taskid", "socketaccesstoken"}
    assert answer["errors"] == []
    assert answer["taskid"].isdigit()
    assert len(answer["socketaccesstoken"]) == 30


def test_a_task_is_found_by_id_and_by_token() -> None:
    wiro = Local()
    answer = wiro.run(PAINT, prompt="x", steps=7)
    token = answer["socketaccesstoken"]
    for key in (
        {"taskid": answer["taskid"]},
        {"taskid": int(answer["taskid"]), "uuid": "me"},
        {"tasktoken": token},
        {"socketaccesstoken": token},
    ):
        found = wiro.post("Task/Detail", key)
        assert found["total"] == "1"
        task = found["tasklist"][0]
        assert task["id"] == answer["taskid"]
        assert task["parameters"] == {"prompt": "x", "steps": 7}
        assert task["pexit"] is None


def test_tasks_that_are_not_there_are_not_found() -> None:
    wiro = Local()
    for call in ("Detail", "Cancel", "Kill", "InputOutputDelete"):
        missing = refusal("Task not found", code=1)
        assert wiro.post(f"Task/{call}", {"taskid": "1"}) == missing
        unnamed = refusal("Request parameter [taskid] required")
        assert wiro.post(f"Task/{call}", {}) == unnamed


def test_nearly_everything_that_a_task_tells_is_a_text() -> None:
    task = Local().finished(PAINT, prompt="x")
    assert (task["pexit"], task["totalcost"]) == ("0", "0.040000000000")
    assert 1 < float(task["elapsedseconds"]) < 10
    times = [int(task[f"{name}time"]) for name in ("create", "accept", "start", "end")]
    assert times == sorted(times)
    assert task["canceltime"] == "0"
    assert (task["modelslugowner"], task["modelslugproject"]) == ("acme", "Paint 2.0")
    assert {type(value) for value in task.values()} == {str, dict, list, type(None)}


def test_a_picture_is_a_real_png() -> None:
    wiro = Local()
    (output,) = wiro.finished(PAINT, prompt="x")["outputs"]
    assert output["contenttype"] == "image/png"
    png = wiro.ask("GET", output["url"]).content
    assert len(png) == int(output["size"])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (64, 64)
    start = png.index(b"IDAT") + 4
    length = struct.unpack(">I", png[start - 8 : start - 4])[0]
    assert len(zlib.decompress(png[start : start + length])) == 64 * (64 * 3 + 1)


def test_speech_is_a_real_wav() -> None:
    wiro = Local()
    (output,) = wiro.finished(SPEAK, prompt="x")["outputs"]
    assert output["contenttype"] == "audio/wav"
    with wave.open(io.BytesIO(wiro.ask("GET", output["url"]).content)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        assert (sound.getframerate(), sound.getnframes()) == (24_000, 12_000)


def test_a_language_model_gives_words() -> None:
    (output,) = Local().finished(CHAT, prompt="why?")["outputs"]
    assert output["contenttype"] == "raw"
    content = output["content"]
    assert content.keys() == {"prompt", "raw", "thinking", "answer"}
    assert content["prompt"] == "why?"
    assert len(content["answer"]) == 3
    assert all(line in content["raw"] for line in content["answer"])


def test_samples_says_how_many_pictures_there_are() -> None:
    task = Local().finished(PAINT, prompt="x", samples=3)
    assert [output["name"] for output in task["outputs"]] == ["0.png", "1.png", "2.png"]
    assert len({output["id"] for output in task["outputs"]}) == 3
    assert task["totalcost"] == "0.120000000000"


def test_the_same_seed_gives_the_same_tasks() -> None:
    first, second, other = Local(seed=7), Local(seed=7), Local(seed=8)
    one, same, different = (
        [wiro.finished(card, prompt="x") for card in MODELS]
        for wiro in (first, second, other)
    )
    assert one == same
    assert {task["id"] for task in one}.isdisjoint(task["id"] for task in different)


def test_a_task_in_the_queue_can_be_cancelled() -> None:
    wiro = Local()
    answer = wiro.run(PAINT, prompt="x")
    cancelled = wiro.post("Task/Cancel", {"taskid": answer["taskid"]})
    assert cancelled["result"] is True
    assert cancelled["tasklist"][0]["status"] == "task_cancel"
    wiro.time.seconds += 60
    task = wiro.task(answer)
    assert (task["status"], task["outputs"]) == ("task_cancel", [])
    assert (task["totalcost"], task["pexit"]) == ("0.000000000000", None)
    assert int(task["canceltime"]) > 0


def test_a_running_task_cannot_be_cancelled_but_killed() -> None:
    wiro = Local()
    answer = wiro.run(PAINT, prompt="x")
    wiro.time.seconds += 2
    running = refusal("The task is running and no longer in the queue")
    assert wiro.post("Task/Cancel", {"taskid": answer["taskid"]}) == running
    assert wiro.post("Task/Kill", {"taskid": answer["taskid"]})["result"] is True
    wiro.time.seconds += 60
    assert wiro.task(answer)["status"] == "task_cancel"


@pytest.mark.parametrize("call", ["Cancel", "Kill"])
@pytest.mark.parametrize("key", ["taskid", "tasktoken", "socketaccesstoken"])
def test_a_task_is_stopped_by_any_of_its_three_keys(call: str, key: str) -> None:
    wiro = Local()
    answer = wiro.run(PAINT, prompt="x")
    value = answer["taskid" if key == "taskid" else "socketaccesstoken"]
    assert wiro.post(f"Task/{call}", {key: value})["result"] is True
    assert wiro.task(answer)["status"] == "task_cancel"


@pytest.mark.parametrize("call", ["Cancel", "Kill"])
def test_a_task_that_has_ended_stays_as_it_is(call: str) -> None:
    wiro = Local()
    before = wiro.finished(PAINT, prompt="x")
    answer = wiro.post(f"Task/{call}", {"taskid": before["id"]})
    assert answer["tasklist"] == [before]


def test_tasks_are_listed_in_pages() -> None:
    wiro = Local()
    ids = [wiro.run(PAINT, prompt=str(n))["taskid"] for n in range(5)]
    wiro.run(CHAT, prompt="x")

    def listed(**asked: Any) -> list[str]:
        found = wiro.post("Task/List", {"type": "model", "modelName": "paint", **asked})
        assert found["total"] == "5"
        return [task["id"] for task in found["tasklist"]]

    assert listed() == ids[::-1]
    assert listed(sort="id", order="ASC") == ids
    assert listed(order="DESC", start="1", limit="2") == [ids[3], ids[2]]
    assert listed(start=4, limit=50) == [ids[0]]
    assert listed(start=4.0) == [ids[0]]
    assert listed(start=1e9) == []
    assert listed(start=-1, limit="many") == ids[::-1]
    assert len(wiro.post("Task/List", {})["tasklist"]) == 6


def test_the_files_of_a_task_can_be_removed_once_it_has_ended() -> None:
    wiro = Local()
    files = {"inputImage": ("photo.jpg", b"jpg", "image/jpeg")}
    answer = wiro.post("Run/acme/paint-2-0", files=files, data={"prompt": "x"})
    sent = wiro.task(answer)["parameters"]["inputImage"]
    token = {"tasktoken": answer["socketaccesstoken"]}
    unfinished = refusal("The task has not ended")
    assert wiro.post("Task/InputOutputDelete", token) == unfinished
    wiro.time.seconds += 60
    url = wiro.task(answer)["outputs"][0]["url"]
    assert wiro.ask("GET", url).status_code == 200
    assert wiro.post("Task/InputOutputDelete", token)["result"] is True
    assert wiro.task(answer)["outputs"] == []
    assert wiro.ask("GET", url).status_code == 404
    assert wiro.ask("GET", sent).status_code == 404


def test_old_tasks_are_forgotten_but_only_those_that_have_ended() -> None:
    time = Time()
    book = TaskBook(seed=0, clock=time.clock)
    order = Order(
        card=PAINT,
        model_id="1",
        parameters={},
        inputs={},
        files={},
        address="http://a",
    )
    tasks = [book.accept(order, Ending.SUCCESS) for _ in range(MOST_TASKS + 2)]
    assert all(book.find(id=task.id) is task for task in tasks)
    time.seconds += 60
    book.accept(order, Ending.SUCCESS)
    assert book.find(id=tasks[0].id) is None
    assert book.find(token=tasks[0].token) is None
    assert book.find(id=tasks[1].id) is tasks[1]


@pytest.mark.parametrize(
    ("price", "inputs", "cost"),
    [
        (Price(method="cpr", price=Decimal("0.5")), {}, "0.5"),
        (Price(method="cpo", price=Decimal("0.5")), {"samples": 2}, "1"),
        (
            Price(method="cp-promptlength", price=Decimal("0.5")),
            {"prompt": "four"},
            "2",
        ),
        (
            Price(method="cp-outputVideoLength", price=Decimal("0.5")),
            {"duration": "5"},
            "2.5",
        ),
        (
            Price(
                method="cp-pixel",
                price=Decimal(1),
                price_extra=Decimal("0.1"),
                price_input=Decimal("0.01"),
            ),
            {"width": 2048, "height": 1024, "image": "https://a.b/c"},
            "1.12",
        ),
        (
            Price(method="cp-pixel", price=Decimal(1), price_extra=Decimal("0.1")),
            {"width": 1024, "height": 1024, "samples": 3},
            "1.2",
        ),
        (
            Price(method="cpr", price=Decimal(3), inputs=(("samples", "2"),)),
            {"samples": 2.0},
            "3",
        ),
        (
            Price(method="cpr", price=Decimal(3), inputs=(("quality", "high"),)),
            {},
            "3",
        ),
        (
            Price(method="cpr", price=Decimal(4), inputs=(("photos", "QUANTITY:2"),)),
            {"photosUrl": "https://a.b/c,https://a.b/d"},
            "4",
        ),
        (
            Price(method="cpr", price=Decimal(3), inputs=(("samples", "2"),)),
            {"samples": 2},
            "3",
        ),
        (
            Price(method="cpr", price=Decimal(3), inputs=(("samples", "2"),)),
            {"samples": 1},
            "0",
        ),
        (
            Price(method="cpr", price=Decimal(4), inputs=(("image", "QUANTITY:2"),)),
            {"image": ["https://a.b/c", "https://a.b/d"]},
            "4",
        ),
        (
            Price(method="cpr", price=Decimal(4), inputs=(("image", "QUANTITY:2"),)),
            {"image": "https://a.b/c"},
            "0",
        ),
    ],
)
def test_a_task_costs_what_the_price_table_says(
    price: Price, inputs: dict[str, Any], cost: str
) -> None:
    card = model(
        "acme/priced",
        given("samples", Number(integer=True)),
        given("image", File(many=True)),
        given("photos", File(many=True, companion="photosUrl")),
        given("quality", Text(), default="high"),
        prices=Prices(table=(price,), per_second=Decimal(0)),
    )
    task = Local(card).finished(card, **inputs)
    assert Decimal(task["totalcost"]) == Decimal(cost)


def test_without_a_price_table_seconds_are_paid() -> None:
    card = model("acme/slow", PROMPT, prices=Prices(per_second=Decimal("0.5")))
    task = Local(card).finished(card, prompt="x")
    cost, seconds = Decimal(task["totalcost"]), Decimal(task["elapsedseconds"])
    assert cost == seconds / 2 > 0
    assert task["cps"] == "0.500000000000"


def test_a_realtime_task_that_nobody_talks_to_ends_by_itself() -> None:
    wiro = Local()
    answer = wiro.run(TALK)
    wiro.time.seconds += 60
    assert wiro.task(answer)["status"] == "task_stream_ready"
    wiro.time.seconds += 600
    assert wiro.task(answer)["status"] == "task_postprocess_end"


@pytest.mark.parametrize(
    "slug", ["acme/paint-2-0", "acme/Paint 2.0", "ACME/paint%202.0"]
)
def test_a_model_is_run_by_its_raw_and_by_its_clean_slug(slug: str) -> None:
    assert Local().post(f"Run/{slug}", {"prompt": "x"})["result"] is True


def test_models_that_are_not_there_are_not_found() -> None:
    for slug in ("acme/other", "acme", "//", "a/b/c"):
        answer = Local().post(f"Run/{slug}", {})
        assert answer == refusal("Model not found", code=1)


def test_a_callback_is_sent_once_the_task_has_ended() -> None:
    async def scenario() -> tuple[list[bytes], dict[str, Any]]:
        received: list[bytes] = []
        is_received = asyncio.Event()

        async def take(reader: Any, writer: Any) -> None:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            received.append(head + await reader.readexactly(length))
            writer.write(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")
            await writer.drain()
            writer.close()
            await writer.wait_closed()
            is_received.set()

        wiro = Local()
        server = await asyncio.start_server(take, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            url = f"http://localhost:{port}/done?x=1"
            told = {"prompt": "x", "callbackUrl": url, "projectid": "12"}
            await wiro.asked("POST", "/v1/Run/acme/chat", json=told)
            await asyncio.wait_for(is_received.wait(), 60)
            journal: dict[str, Any] = {"callbacks": []}
            while not journal["callbacks"]:
                await asyncio.sleep(0.005)
                journal = (await wiro.asked("GET", "/_emulator/journal")).json()
        return received, journal

    received, journal = asyncio.run(scenario())
    (request,) = received
    assert request.startswith(b"POST /done?x=1 HTTP/1.1\r\n")
    assert b'"status": "task_postprocess_end"' in request
    assert b'"projectid": "12"' in request
    assert b'"parameters": {"prompt": "x"}' in request
    assert [called["outcome"] for called in journal["callbacks"]] == ["HTTP 204"]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://127.0.0.1/",
        "http://10.0.0.1/",
        "http://127.0.0.1.example.com/",
        "http://user@example.com@/",
        "ftp://127.0.0.1/",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "nonsense",
    ],
)
def test_a_callback_never_leaves_this_machine(url: str) -> None:
    async def scenario() -> Any:
        wiro = Local()
        told = {"prompt": "x", "callbackUrl": url}
        await wiro.asked("POST", "/v1/Run/acme/chat", json=told)
        while True:
            await asyncio.sleep(0)
            journal = (await wiro.asked("GET", "/_emulator/journal")).json()
            if journal["callbacks"]:
                return journal["callbacks"]

    (called,) = asyncio.run(scenario())
    assert called["outcome"].startswith("not sent")

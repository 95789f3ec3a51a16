"""Models as tools of the Model Context Protocol: the SDK's own client, over standard
input and output and over HTTP, against the local Wiro.
"""

import asyncio
import base64
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client.stdio import StdioServerParameters

from rendered import render
from repository import SPECS
from wirogen.card import Card, Input, ModelId, Price, Prices, Text
from wirogen.contract import resolve
from wirogen.emulator import Faults, Serving, serve
from wirogen.readers import read_file

KEY = "planted-key-5f1d"
PACKAGE = "tool_models"


def card_named(name: str) -> Card:
    (path,) = SPECS.glob(f"wiro/{name}.*")
    (card,) = read_file(path).cards
    return card


PRICED = Card(
    model=ModelId("acme", "paint"),
    raw_slug="acme/paint",
    run_path="acme/paint",
    inputs=(Input(wire_name="prompt", kind=Text(), required=True),),
    prices=Prices(table=(Price(method="cpr", price=Decimal("0.04")),)),
)
CARDS = (PRICED, card_named("instant-id"), card_named("rag-chat"))


@pytest.fixture(scope="module")
def wiro() -> Iterator[Serving]:
    with serve(CARDS, speed=20) as local:
        yield local


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package of the models."""
    folder = tmp_path_factory.mktemp("packages")
    for path, text in render("python", [*map(resolve, CARDS)], package=PACKAGE).items():
        file = folder / PACKAGE / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def environment(wiro: Serving, packages: Path) -> dict[str, str]:
    return {
        **os.environ,
        "WIRO_API_KEY": KEY,
        "WIRO_BASE_URL": wiro.base_url,
        "PYTHONPATH": str(packages),
    }


def command(folder: Path, *options: str) -> list[str]:
    return ["-m", PACKAGE, "mcp", "--folder", str(folder), *options]


@asynccontextmanager
async def over_stdio(
    environment: dict[str, str], folder: Path, *options: str
) -> AsyncIterator[Client]:
    server = StdioServerParameters(
        command=sys.executable, args=command(folder, *options), env=environment
    )
    async with Client(server) as client:
        yield client


def calls_of(wiro: Serving) -> list[Any]:
    journal = httpx2.get(f"{wiro.address}/_emulator/journal").json()
    requests: list[Any] = journal["requests"]
    return requests


def runs_of(wiro: Serving) -> list[Any]:
    return [call for call in calls_of(wiro) if "/Run/" in call["path"]]


def reset(wiro: Serving) -> None:
    httpx2.post(f"{wiro.address}/_emulator/reset").raise_for_status()


ANY_COST = "--allow-unknown-cost"
PROMPT = {"prompt": "a portrait", "inputImageUrl": "https://example.com/a.png"}


def words_of(result: Any) -> str:
    return "\n".join(part.text for part in result.content if part.type == "text")


def test_a_model_is_listed_and_run_once_and_its_picture_goes_into_the_next(
    wiro: Serving, environment: dict[str, str], tmp_path: Path
) -> None:
    told: list[str | None] = []

    async def listen(_at: float, _of: float | None, message: str | None) -> None:
        told.append(message)

    async def session() -> tuple[Any, Any, Any]:
        async with over_stdio(environment, tmp_path, ANY_COST) as client:
            tools = (await client.list_tools()).tools
            result = await client.call_tool(
                "wiro_instant-id", PROMPT, progress_callback=listen
            )
            listed = (await client.list_resources()).resources
            content = await client.read_resource(listed[0].uri)
            with pytest.raises(MCPError, match="there is no resource"):
                await client.read_resource(Path(__file__).as_uri())
            saved = result.structured_content["files"][0]
            again = await client.call_tool(
                "wiro_instant-id", {**PROMPT, "inputImageUrl": saved}
            )
            assert not again.is_error, words_of(again)
            return tools, result, content

    reset(wiro)
    tools, result, content = asyncio.run(session())
    assert [tool.name for tool in tools] == [
        "acme_paint",
        "wiro_instant-id",
        "wiro_rag-chat",
    ]
    schema = tools[1].input_schema
    assert (
        schema["required"] == ["prompt", "input_image"]
        or "prompt" in schema["required"]
    )
    assert schema["properties"]["steps"]["type"] == "integer"
    assert not result.is_error, words_of(result)
    (saved,) = map(Path, result.structured_content["files"])
    assert saved.is_relative_to(tmp_path)
    kinds = [part.type for part in result.content]
    assert kinds == ["text", "image", "resource_link"]
    assert base64.b64decode(result.content[1].data) == saved.read_bytes()
    assert base64.b64decode(content.contents[0].blob) == saved.read_bytes()
    assert "task_postprocess_end" in told
    assert len(runs_of(wiro)) == 2


def test_what_is_wrong_is_told_and_nothing_is_sent(
    wiro: Serving, environment: dict[str, str], tmp_path: Path
) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    folder = tmp_path / "files"
    folder.mkdir()

    async def session() -> list[Any]:
        async with over_stdio(environment, folder, ANY_COST) as client:
            return [
                await client.call_tool("wiro_instant-id", arguments)
                for arguments in (
                    {**PROMPT, "steps": "many"},
                    {"inputImageUrl": "https://example.com/a.png"},
                    {**PROMPT, "propmt": "x"},
                    {**PROMPT, "inputImageUrl": str(secret)},
                    {**PROMPT, "inputImageUrl": "../secret.png"},
                    {**PROMPT, "self": 1},
                )
            ] + [await client.call_tool("wiro_no-such", {})]

    reset(wiro)
    results = asyncio.run(session())
    assert all(result.is_error for result in results)
    expected = (
        "'steps': must be",
        "'prompt': is required",
        "propmt",
        "'inputImageUrl': must be",
    )
    for result, words in zip(
        results, (*expected, "must be a URL", "self"), strict=False
    ):
        assert words in words_of(result)
    assert "there is no tool 'wiro_no-such'" in words_of(results[-1])
    assert KEY not in "".join(map(words_of, results))
    assert not runs_of(wiro)


def test_costs_are_bounded_for_a_call_and_for_all(
    wiro: Serving, environment: dict[str, str], tmp_path: Path
) -> None:
    async def refusals(*options: str) -> list[Any]:
        async with over_stdio(environment, tmp_path, *options) as client:
            return [await client.call_tool("acme_paint", {"prompt": "x"}) for _ in "12"]

    reset(wiro)
    assert all(one.is_error for one in asyncio.run(refusals("--max-cost", "0.03")))
    assert not runs_of(wiro)
    first, second = asyncio.run(refusals("--max-total-cost", "0.07"))
    assert not first.is_error, words_of(first)
    assert "$0.03 are left to spend" in words_of(second)
    assert len(runs_of(wiro)) == 1


def test_an_unknown_cost_is_refused_unless_it_is_allowed(
    wiro: Serving, environment: dict[str, str], tmp_path: Path
) -> None:
    async def call() -> Any:
        async with over_stdio(environment, tmp_path) as client:
            return await client.call_tool("wiro_rag-chat", {"prompt": "x"})

    reset(wiro)
    assert "--allow-unknown-cost" in words_of(asyncio.run(call()))
    assert not runs_of(wiro)


@pytest.mark.parametrize("is_being_sent", [False, True])
def test_a_call_that_is_cancelled_stops_its_task(
    environment: dict[str, str], tmp_path: Path, *, is_being_sent: bool
) -> None:
    faults = Faults.parse(["delay@run:1:1"] if is_being_sent else [])
    with serve([card_named("instant-id")], speed=0.2, faults=faults) as slow:
        environment["WIRO_BASE_URL"] = slow.base_url

        async def until_asked(*calls: str) -> None:
            for _ in range(1_000):
                paths = [call["path"] for call in calls_of(slow)]
                if any(call in path for path in paths for call in calls):
                    return
                await asyncio.sleep(0.1)
            raise AssertionError(paths)

        async def session() -> None:
            begun = asyncio.Event()

            async def listen(*_: object) -> None:
                begun.set()

            async with over_stdio(environment, tmp_path, ANY_COST) as client:
                call = asyncio.ensure_future(
                    client.call_tool(
                        "wiro_instant-id", PROMPT, progress_callback=listen
                    )
                )
                await until_asked("/Run/")
                if not is_being_sent:
                    await asyncio.wait_for(begun.wait(), 100)
                call.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await call
                await until_asked("Task/Cancel", "Task/Kill")

        asyncio.run(session())
        assert len(runs_of(slow)) == 1


def test_it_is_served_over_http_to_this_machine_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    words = [sys.executable, *command(tmp_path, ANY_COST, "--http", "0")]
    with subprocess.Popen(
        words, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            url = server.stderr.readline().strip()
            result = asyncio.run(over_http(url))
            stranger = httpx2.post(url, headers={"Host": "evil.example"}, json={})
        finally:
            server.terminate()
    assert url.startswith("http://127.0.0.1:")
    assert not result.is_error, words_of(result)
    assert stranger.status_code in (403, 421)


async def over_http(url: str) -> Any:
    async with Client(url) as client:
        return await client.call_tool("wiro_instant-id", PROMPT)


def test_many_models_are_searched_for(
    environment: dict[str, str], packages: Path
) -> None:
    program = """
from tool_models._registry import PACKAGE
from tool_models._runtime.mcp import tools as module
module.MOST_TOOLS = 2
tools = module.Tools.of(PACKAGE, ["*"])
assert [tool.name for tool in tools.listed()] == ["search_models", "run_model"]
(found,) = tools.found("instant ID wiro")
assert found["model"] == "wiro/instant-id"
assert "prompt" in found["inputs"]["properties"]
call = {"model": "Wiro/Instant-ID", "inputs": {"prompt": "x"}}
model, inputs = tools.chosen("run_model", call)
assert (model.MODEL, inputs) == ("wiro/instant-id", {"prompt": "x"})
for name, wrong in (
    ("run_model", {}),
    ("run_model", {"model": 3}),
    ("run_model", {"model": "a/b"}),
    ("run_model", {**call, "inputs": []}),
    ("acme_paint", {}),
):
    try:
        tools.chosen(name, wrong)
    except module.UnknownTool:
        continue
    raise AssertionError(wrong)
"""
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


def test_models_that_are_not_there_are_told(environment: dict[str, str]) -> None:
    words = [sys.executable, "-m", PACKAGE, "mcp", "--models", "acme/pint"]
    done = subprocess.run(
        words, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "no model of this package is named 'acme/pint'" in done.stderr
    assert not done.stdout


def test_a_port_in_use_is_told(environment: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        words = command(tmp_path, "--http", str(taken.getsockname()[1]))
        done = subprocess.run(
            [sys.executable, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: cannot serve over HTTP: Address already in")

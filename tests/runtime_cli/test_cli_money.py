"""What a run will cost and what it did: shown, limited, waited for."""

import json
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from runtime_cli.harness import Command, Service, lines
from wirogen.contract.naming import RESERVED_FLAGS

RUN = ("run", "wiro/priced", "--prompt", "x")


def test_the_estimate_and_the_real_cost_are_told(
    command: Command, service: Service
) -> None:
    told = lines(command(*RUN).stderr)
    assert told[0] == "estimated $0.04 (per request)"
    assert told[-1].endswith("for $0.0021")


def test_what_is_not_known_is_told_with_its_reason(
    command: Command, service: Service
) -> None:
    told = lines(command(*RUN, "--steps", "20").stderr)
    assert told[0] == "cost unknown ($0.001 for each second of processing)"


def test_json_has_the_estimate_beside_the_cost(
    command: Command, service: Service
) -> None:
    estimate = {"amount": "0.04", "basis": "per request", "approximate": None}
    told = json.loads(command(*RUN, "--json").stdout)
    assert told["estimate"] == estimate
    assert told["cost"] == "0.0021"
    for option in ("--dry-run", "--no-wait"):
        told = json.loads(command(*RUN, option, "--json").stdout)
        assert told["estimate"] == estimate


def test_a_run_that_costs_no_more_is_sent(command: Command, service: Service) -> None:
    assert command(*RUN, "--max-cost", "0.04").exit_code == 0


@pytest.mark.parametrize(
    ("args", "kind"),
    [
        (("--max-cost", "0.039"), "TooExpensive"),
        (("--max-cost", "$1", "--steps", "20"), "CostUnknown"),
    ],
)
def test_a_run_that_may_cost_more_is_not_sent(
    command: Command, service: Service, args: tuple[str, ...], kind: str
) -> None:
    done = command(*RUN, *args, "--json")
    assert done.exit_code == 2
    assert "nothing was sent" in done.stderr
    assert json.loads(done.stdout)["error"]["type"] == kind
    assert service.calls == []


@pytest.mark.parametrize("amount", ["-1", "much", "nan", ""])
def test_a_limit_is_an_amount(command: Command, service: Service, amount: str) -> None:
    done = command(*RUN, "--max-cost", amount)
    assert done.exit_code == 2
    assert "an amount in US dollars" in done.stderr
    assert service.calls == []


@pytest.mark.parametrize("wait", [("--wait-for-slot",), ("--wait-for-slot", "600")])
def test_a_slot_is_waited_for(
    command: Command, service: Service, wait: tuple[str, ...]
) -> None:
    accepted = service.run_answer
    service.run_answer = {"result": False, "errors": [{"code": 96, "message": "full"}]}

    def make_room(_: httpx2.Request) -> None:
        if len(service.calls) == 3:
            service.run_answer = accepted

    assert command(*RUN).exit_code == 1
    service.sent.clear()
    service.before = make_room
    done = command("run", "wiro/priced", *wait, "--prompt", "x")
    assert done.exit_code == 0, done.output
    assert service.calls[:4] == ["Run/wiro/priced"] * 3 + ["Task/Detail"]


@pytest.mark.parametrize("wait", ["-1", "soon"])
def test_a_wait_is_a_time(command: Command, service: Service, wait: str) -> None:
    assert command(*RUN, "--wait-for-slot", wait).exit_code == 2
    assert service.calls == []


def test_the_project_and_the_callback_are_sent_along(
    command: Command, service: Service
) -> None:
    command(*RUN, "--project-id", "7", "--callback-url", "https://x.test/")
    sent = json.loads(service.sent[0].content)
    assert (sent["projectid"], sent["callbackUrl"]) == ("7", "https://x.test/")


def test_files_are_replaced_where_that_is_asked_for(
    command: Command, service: Service, tmp_path: Any
) -> None:
    (tmp_path / "0.png").write_bytes(b"old")
    twin = {"name": "0.png", "url": "https://cdn.test/twin.png"}
    service.task["outputs"].append(twin)
    done = command(*RUN, "--output", str(tmp_path), "--overwrite")
    assert done.stdout.splitlines() == [f"{tmp_path}/0.png", f"{tmp_path}/0-2.png"]
    assert (tmp_path / "0.png").read_bytes() == b"png"


def test_no_input_can_take_the_name_of_an_option_of_run(
    part: Callable[[str], Any],
) -> None:
    known = part("_registry").PACKAGE.find_request_class("wiro/priced")
    run = part("_runtime.command_line.run").ModelCommand("wiro/priced", known)
    own = [option for option in run.params if option not in run.inputs]
    names = {
        name.removeprefix("--")
        for option in own
        for name in (*option.opts, *option.secondary_opts)
        if name.startswith("--")
    }
    assert len(own) > 10
    assert names <= RESERVED_FLAGS

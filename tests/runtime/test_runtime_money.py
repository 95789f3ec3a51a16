"""Runs that may cost so much and no more, and runs that wait for others to end."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from acme.wiro_models import (
    ConcurrencyLimit,
    CostUnknown,
    InvalidRequest,
    OutcomeUnknown,
    SettingsError,
    TooExpensive,
)
from acme.wiro_models._runtime.mcp.spending import CostRefused, Spending
from acme.wiro_models._runtime.prices import Estimate
from acme.wiro_models.wiro.portrait import Portrait
from scripted_wiro import ACCEPTED, Service, Time, done, refused

Do = Callable[[Any], Any]
Make = Callable[..., Any]
RUN = "Run/wiro/Portrait%202.0"
LIMIT = refused(96, "limit")


def test_an_estimate_needs_no_key_and_sends_nothing(
    make: Make, service: Service
) -> None:
    estimate = make(api_key="").estimate(Portrait(prompt="x", steps=20))
    assert estimate.amount == Decimal("0.04")
    assert (estimate.method, estimate.basis) == ("cpr", "per request")
    assert service.requests == []


def test_an_estimate_is_of_wire_values_too(make: Make) -> None:
    wiro = make()
    assert wiro.estimate("wiro/portrait-2-0", {"steps": 20}).amount is not None
    assert wiro.estimate("wiro/portrait-2-0", {"steps": 50}).amount is None
    assert wiro.estimate("acme/not-generated", {}).amount is None
    with pytest.raises(InvalidRequest):
        wiro.estimate("no-slug", {})


@pytest.mark.parametrize("most", [Decimal("0.04"), 0.04, "0.04", "$0.04", 1])
def test_what_costs_no_more_is_run(
    make: Make, service: Service, do: Do, most: Any
) -> None:
    service.on(RUN, ACCEPTED)
    do(make().run(Portrait(prompt="x", steps=20), max_cost=most))
    assert service.paths == [RUN]


@pytest.mark.parametrize("most", [Decimal("0.0399"), 0.03, "0", 0])
def test_what_costs_more_is_refused_before_anything_is_sent(
    make: Make, service: Service, do: Do, most: Any
) -> None:
    request = Portrait(prompt="x", steps=20, input_image_url=b"png")
    with pytest.raises(TooExpensive, match=r"\$0.04 .*nothing was sent") as caught:
        do(make().run(request, max_cost=most))
    assert caught.value.estimate.amount == Decimal("0.04")
    assert caught.value.max_cost == Decimal(str(most))
    assert service.requests == []


@pytest.mark.parametrize(
    ("request_", "inputs", "why"),
    [
        (Portrait(prompt="x", steps=50), None, "second of processing"),
        (Portrait(prompt="x"), None, "not sent: steps"),
        ("acme/paint", {}, "no prices"),
    ],
)
def test_what_nobody_knows_is_refused_as_well(
    *, make: Make, service: Service, do: Do, request_: Any, inputs: Any, why: str
) -> None:
    with pytest.raises(CostUnknown, match=why):
        do(make().run(request_, inputs, max_cost=1000))
    assert service.requests == []


@pytest.mark.parametrize(
    "most",
    [
        *(-1, "a lot", "NaN", float("inf"), True, ""),
        *("1e999999999", "1e-999999999", pytest.param(10**5000, id="huge")),
    ],
)
def test_a_limit_that_is_no_amount_is_refused(
    make: Make, service: Service, do: Do, most: Any
) -> None:
    with pytest.raises(SettingsError, match="max_cost"):
        do(make().run("acme/paint", {}, max_cost=most))
    assert service.requests == []


def test_the_cost_afterwards_is_a_decimal(make: Make, service: Service, do: Do) -> None:
    service.on("Task/Detail", done(totalcost="0.040000000001"))
    assert do(make().task("2221").wait()).cost == Decimal("0.040000000001")


def test_too_many_tasks_are_waited_for_where_that_is_asked_for(
    make: Make, service: Service, do: Do, time: Time
) -> None:
    service.on("Run/acme/paint", *[LIMIT] * 9, ACCEPTED)
    task = do(make().run("acme/paint", {}, wait_for_slot=True))
    assert task.id == "2221"
    assert len(service.requests) == 10
    assert max(time.sleeps) <= 30


@pytest.mark.parametrize("seconds", [40, 1])
def test_the_wait_for_a_slot_has_its_end(
    make: Make, service: Service, do: Do, time: Time, seconds: float
) -> None:
    service.on("Run/acme/paint", LIMIT)
    begin = time.now
    with pytest.raises(ConcurrencyLimit):
        do(make().run("acme/paint", {}, wait_for_slot=seconds))
    assert time.now - begin == pytest.approx(seconds)


@pytest.mark.parametrize("wait", [None, False, 0])
def test_nobody_waits_for_a_slot_unasked(
    make: Make, service: Service, do: Do, wait: Any
) -> None:
    service.on("Run/acme/paint", LIMIT, ACCEPTED)
    with pytest.raises(ConcurrencyLimit):
        do(make().run("acme/paint", {}, wait_for_slot=wait))
    assert len(service.requests) == 1


def test_a_run_that_may_have_been_accepted_is_not_sent_again_for_a_slot(
    make: Make, service: Service, do: Do
) -> None:
    service.on("Run/acme/paint", LIMIT, httpx2.ReadError("cut"), ACCEPTED)
    with pytest.raises(OutcomeUnknown):
        do(make().run("acme/paint", {}, wait_for_slot=True))
    assert len(service.requests) == 2


@pytest.mark.parametrize("wait", [-1, float("nan")])
def test_a_wait_that_is_no_time_is_refused(make: Make, do: Do, wait: float) -> None:
    with pytest.raises(SettingsError, match="wait_for_slot"):
        do(make().run("acme/paint", {}, wait_for_slot=wait))


def test_what_goes_on_counts_as_spent_until_its_bill_is_there() -> None:
    spending = Spending(in_all=Decimal("0.10"))
    estimate = Estimate(amount=Decimal("0.06"), basis="")
    with spending.reserved(estimate) as bill:
        with pytest.raises(CostRefused), spending.reserved(estimate):
            pass
        bill.amount = Decimal("0.01")
    assert spending.spent == Decimal("0.01")
    with spending.reserved(estimate):
        pass
    assert spending.spent == Decimal("0.07")

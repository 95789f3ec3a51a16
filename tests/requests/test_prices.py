"""`PRICES` of generated request classes: the specification's amounts, all of them, to
the last digit; and what a run is estimated to cost by them.
"""

import importlib
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

import built
from card_strategies import prices as any_prices
from effort import examples
from wirogen.card import (
    Card,
    File,
    Input,
    ModelId,
    Number,
    Option,
    Price,
    Prices,
    Select,
    Text,
)
from wirogen.emulator.prices import TIER

INPUTS = (
    Input(wire_name="prompt", kind=Text()),
    Input(
        wire_name="resolution",
        kind=Select(options=(Option(value="1K"), Option(value="4K"))),
    ),
    Input(wire_name="width", kind=Number(integer=True)),
    Input(wire_name="height", kind=Number(integer=True)),
    Input(wire_name="samples", kind=Number(integer=True)),
    Input(wire_name="duration", kind=Text(), required=False),
    Input(wire_name="images", kind=File(many=True, companion="imagesUrl")),
    Input(wire_name="photo", kind=File(many=False, companion="photoUrl")),
    Input(wire_name="inputImageUrl", kind=Text(), required=False),
)
SMALL = {"width": 9, "height": 9, "samples": 1}


def priced(prices: Prices | None) -> Any:
    """The request class of a model with these prices."""
    card = Card(
        model=ModelId("acme", "paint"),
        raw_slug="acme/paint",
        run_path="acme/paint",
        inputs=INPUTS,
        prices=prices,
    )
    return built.request_class(card)


def estimate(prices: Prices | None, **inputs: Any) -> Any:
    """The estimate of a request of a model with these prices."""
    request = priced(prices)(**{"prompt": "hello", **inputs})
    runs = importlib.import_module(f"{built.PACKAGE}._runtime.client.prepared_runs")
    return runs.run_of(request).estimate


def one(method: str, price: str = "0.04", **more: Decimal) -> Prices:
    return Prices(table=(Price(method=method, price=Decimal(price), **more),))


@examples(60)
@given(any_prices)
def test_nothing_of_a_price_is_lost(prices: Prices) -> None:
    found = priced(prices).PRICES
    if prices == Prices():
        assert found is None
        return

    def told(table: Any) -> list[Any]:
        return [
            (
                str(row.method),
                row.inputs,
                *tuple(map(str, (row.price, row.price_extra, row.price_input))),
            )
            for row in table
        ]

    assert told(found.table) == told(prices.table)
    assert str(found.per_second) == str(prices.per_second)
    assert str(found.approximate) == str(prices.approximate)


def test_a_specification_without_prices_gives_none() -> None:
    assert priced(None).PRICES is None
    found = estimate(None)
    assert found.amount is None
    assert "no prices" in found.basis


@pytest.mark.parametrize(
    ("prices", "inputs", "amount"),
    [
        (one("cpr"), {}, "0.04"),
        (one("cp-promptlength", "0.001"), {"prompt": "héllo wörld"}, "0.011"),
        (one("cpo"), {"samples": 3}, "0.12"),
        (one("cp-outputVideoLength", "0.07"), {"duration": "5", "samples": 1}, "0.35"),
        (
            one("cp-audiosecondslength", "0.01"),
            {"duration": "2.5", "samples": 1},
            "0.025",
        ),
        (one("cp-pixel"), {"width": 1024, "height": 1024, "samples": 1}, "0.04"),
        (
            one("cp-pixel", price_extra=Decimal("0.015")),
            {"width": 2048, "height": 2048, "samples": 1},
            "0.085",
        ),
        (
            one("cp-pixel", price_extra=Decimal("0.015")),
            {"width": 1025, "height": 1024, "samples": 1},
            "0.055",
        ),
    ],
)
def test_what_a_request_tells_is_estimated(
    prices: Prices, inputs: dict[str, Any], amount: str
) -> None:
    found = estimate(prices, **inputs)
    assert found.amount == Decimal(amount)
    assert found.method == prices.table[0].method
    assert "estimated $" in str(found)


@pytest.mark.parametrize(
    ("prices", "inputs", "why"),
    [
        (one("cps"), {}, "second of processing"),
        (one("cpt"), {}, "token"),
        (one("cp-realtimeturn"), {}, "turn"),
        (one("cp-readoutput"), {}, "output"),
        (one("cp-tomorrow"), {}, "cp-tomorrow"),
        (one("cpo"), {}, "does not say how many"),
        (one("cp-outputVideoLength"), {"samples": 1}, "does not say how many"),
        (
            one("cp-outputVideoLength"),
            {"duration": "Default", "samples": 1},
            "how many",
        ),
        (one("cp-audiosecondslength"), {"duration": "5"}, "several"),
        (
            one("cp-audiosecondslength"),
            {"duration": "5", "samples": 4},
            "several",
        ),
        (one("cp-pixel"), {"width": 9, "height": 9}, "several"),
        (one("cp-pixel"), {"width": 512}, "width and height"),
        (one("cp-pixel"), {"width": 9, "height": 9, "samples": 2}, "several"),
        (
            one("cp-pixel"),
            {"width": 2048, "height": 2048, "samples": 1},
            "4 megapixels",
        ),
        (
            one("cp-pixel", price_input=Decimal("0.01")),
            {**SMALL, "images": ["https://x.test/a.png", b"png"]},
            "input images",
        ),
        (
            one("cp-pixel", price_input=Decimal("0.01")),
            {**SMALL, "input_image_url": b"png"},
            "input images",
        ),
        (
            one("cp-pixel", price_input=Decimal("0.01")),
            {**SMALL, "input_image_url": "https://x.test/a.png"},
            "input images",
        ),
        (Prices(per_second=Decimal("0.0001")), {}, "0.0001 for each second"),
        (Prices(approximate=Decimal("0.2")), {}, "no price table"),
        (
            Prices(
                table=(Price(method="cpr", price=Decimal(1), inputs=(("a", "b"),)),)
            ),
            {},
            "no row",
        ),
    ],
)
def test_what_a_request_does_not_tell_is_unknown_and_says_why(
    prices: Prices, inputs: dict[str, Any], why: str
) -> None:
    found = estimate(prices, **inputs)
    assert found.amount is None
    assert why in found.basis
    assert "unknown" in str(found)


def test_about_what_a_run_costs_is_told_beside_what_is_not_known() -> None:
    found = estimate(Prices(per_second=Decimal("0.01"), approximate=Decimal("0.20")))
    assert found.approximate == Decimal("0.20")
    assert "about $0.2" in str(found)


def rows(*given: tuple[str, dict[str, str]]) -> Prices:
    """A table of prices per request with their conditions."""
    return Prices(
        table=tuple(
            Price(method="cpr", price=Decimal(price), inputs=tuple(inputs.items()))
            for price, inputs in given
        )
    )


BY_RESOLUTION = rows(("0.04", {"resolution": "1K"}), ("0.16", {"resolution": "4K"}))
BY_IMAGES = rows(
    ("0.1", {"images": "QUANTITY:0"}),
    ("0.2", {"images": "QUANTITY:1"}),
    ("0.3", {"images": "QUANTITY:2"}),
)
BY_BOTH = rows(
    ("0.4", {"resolution": "4K", "images": "QUANTITY:1"}),
    ("0.3", {"resolution": "4K"}),
    ("0.2", {}),
)


@pytest.mark.parametrize(
    ("prices", "inputs", "amount"),
    [
        (BY_RESOLUTION, {"resolution": "1K"}, "0.04"),
        (BY_RESOLUTION, {"resolution": "4K"}, "0.16"),
        (BY_RESOLUTION, {}, None),
        (rows(("0.5", {"samples": "2"})), {"samples": 2}, "0.5"),
        (rows(("0.5", {"samples": "2.0"})), {"samples": 2}, "0.5"),
        (BY_IMAGES, {}, "0.1"),
        (BY_IMAGES, {"images": b"png"}, "0.2"),
        (BY_IMAGES, {"images": ["https://x.test/a.png"]}, "0.2"),
        (BY_IMAGES, {"images": ["https://x.test/a.png", "https://x.test/b"]}, "0.3"),
        (BY_IMAGES, {"images": [b"png", "https://x.test/a.png"]}, "0.3"),
        (BY_IMAGES, {"images": [b"1", b"2", b"3"]}, None),
        (rows(("0.2", {"photo": "QUANTITY:1"})),
         {"photo": "https://x.test/a?size=1,2"}, "0.2"),
        (rows(("0.2", {"photoUrl": "QUANTITY:2"})),
         {"photo": "https://x.test/a?size=1,2"}, None),
        (rows(("1", {"resolution": "1K"}), ("5", {"duration": "9"})),
         {"resolution": "1K"}, None),
        (BY_BOTH, {"resolution": "4K", "images": b"png"}, "0.4"),
        (BY_BOTH, {"resolution": "4K"}, "0.3"),
        (BY_BOTH, {"resolution": "1K", "images": b"png"}, "0.2"),
        (rows(*reversed([("0.3", {"resolution": "4K"}), ("0.2", {})])),
         {"resolution": "4K"}, "0.3"),
        (rows(("0.3", {"resolution": "4K"}), ("0.2", {})), {}, None),
        (rows(("0.2", {"resolution": "4K"}), ("0.2", {})), {}, "0.2"),
        (rows(("0.2", {"duration": ""}), ("0.1", {})), {}, "0.2"),
        (rows(("0.2", {"samples": "1"}), ("0.1", {"resolution": "1K"})),
         {"samples": 1, "resolution": "1K"}, None),
    ],
)  # fmt: skip
def test_the_row_that_fits_best_applies(
    prices: Prices, inputs: dict[str, Any], amount: str | None
) -> None:
    expected = None if amount is None else Decimal(amount)
    assert estimate(prices, **inputs).amount == expected


def test_a_tier_is_the_services_own() -> None:
    assert importlib.import_module(f"{built.PACKAGE}._runtime.prices").TIER == TIER

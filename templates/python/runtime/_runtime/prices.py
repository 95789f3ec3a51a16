"""What a run will cost, as far as that can be known before it is sent ("Prices" in
`wiro-api.md`). An estimate is never a guess: what the request does not tell is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from .errors import CostUnknown, SettingsError, TooExpensive
from .files import Upload
from .inputs import Files, Input
from .numbers import is_number, number_in, without_zeros
from .plain_values import plain_value
from .shown import shown

_LARGEST_AMOUNT: Final = 10**15

Amount = Decimal | float | str
"""US dollars."""

TIER: Final = 1_048_576
"""Output pixels that one price of `cp-pixel` pays for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One row of a model's price table: it applies to requests that have all of
    `inputs` (none: to every request); a value of `QUANTITY:2` counts an input's files.

    `method` is one of the service's (`cpr`, `cps`, `cp-pixel`, …); amounts are US
    dollars.
    """

    method: str
    price: Decimal
    price_extra: Decimal | None = None
    price_input: Decimal | None = None
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What a specification tells of a model's prices: a table, or what a second of
    processing costs; and perhaps about what a run costs.
    """

    table: tuple[Price, ...] = ()
    per_second: Decimal | None = None
    approximate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a run will cost, in US dollars; `amount` is None where that is not known.

    `basis` says what the amount rests on, or why there is none; `method` is how the
    service counts (empty where it is not known); `approximate` is about what a run of
    the model costs, as its specification says, whatever the request is.
    """

    amount: Decimal | None
    basis: str
    method: str = ""
    approximate: Decimal | None = None

    def __str__(self) -> str:
        if self.amount is not None:
            return f"estimated {dollars(self.amount)} ({self.basis})"
        about = self.approximate
        note = f"; about {dollars(about)} as a rule" if about is not None else ""
        return f"cost unknown ({self.basis}{note})"


def estimate_of(
    prices: Prices | None, inputs: tuple[Input, ...], wire: Mapping[str, Any]
) -> Estimate:
    """What a run with those wire values will cost."""
    if prices is None:
        return Estimate(amount=None, basis="the specification tells no prices")
    request = _Asked(inputs, wire)
    found = _by_table(prices.table, request) if prices.table else _by_the_second(prices)
    return Estimate(
        amount=found.amount,
        basis=found.basis,
        method=found.method,
        approximate=prices.approximate,
    )


def check_cost(model: str, estimate: Estimate, limit: Decimal | None) -> None:
    """Raises TooExpensive or CostUnknown where a run may cost more than `limit` (None:
    whatever it costs).
    """
    if limit is None:
        return
    if estimate.amount is None:
        raise CostUnknown(model, estimate, limit)
    if estimate.amount > limit:
        raise TooExpensive(model, estimate, limit)


def amount_of(value: Amount | None) -> Decimal | None:
    """US dollars; a float is what it shows, 0.1 a tenth. Raises SettingsError."""
    if value is None:
        return None
    amount = number_in(_amount_text(value))
    if amount is None or not 0 <= amount <= _LARGEST_AMOUNT:
        raise SettingsError(
            f"max_cost must be an amount in US dollars, 0 or more, not {shown(value)}"
        )
    return abs(amount)


def _amount_text(value: object) -> str:
    plain = plain_value(value)
    if isinstance(value, Decimal):
        return Decimal.__str__(value)
    if isinstance(plain, str):
        return plain.strip().removeprefix("$")
    return str(plain) if is_number(plain) else ""


class _Asked:
    """What a request tells of itself."""

    def __init__(self, inputs: tuple[Input, ...], wire: Mapping[str, Any]) -> None:
        self._inputs = inputs
        self._wire = wire

    def text(self, name: str) -> str | None:
        """A value as text; None where the request leaves it out."""
        value = self._wire.get(name)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value) if isinstance(value, str | int | float) else None

    def texts(self, name: str) -> list[object]:
        """The texts of several options."""
        value = self._wire.get(name)
        return value if isinstance(value, list) else []

    def has_more_than_text(self, name: str) -> bool:
        """Whether a value is a file, or several values."""
        value = self._wire.get(name)
        return value is not None and self.text(name) is None

    def number(self, name: str) -> Decimal | None:
        """A value that is a number above 0, or None."""
        number = _number(self.text(name))
        return number if number is not None and number > 0 else None

    def files(self, name: str) -> int:
        """How many files an input is given, uploads and URLs together."""
        inputs = (field for field in self._inputs if isinstance(field, Files))
        found = next((field for field in inputs if name in field.wire_names), None)
        if found is None:
            return len(_items(self._wire.get(name)))
        first, *companions = found.wire_names
        urls = (url for other in companions for url in _items(self._wire.get(other)))
        return len(_items(self._wire.get(first))) + sum(
            len(url.split(",")) if found.many and isinstance(url, str) else 1
            for url in urls
        )

    def has_files(self) -> bool:
        """Whether any input holds a file, or the URL of one."""
        names = {
            name
            for field in self._inputs
            if field.takes_files
            for name in field.wire_names
        }
        return any(
            name in names or isinstance(item, Upload)
            for name, value in self._wire.items()
            for item in _items(value)
        )

    def gives_one(self) -> bool:
        """Whether there is one output for sure."""
        samples = self.text("samples")
        if samples is None:
            return all("samples" not in field.wire_names for field in self._inputs)
        return _number(samples) == 1


def _items(value: Any) -> list[Any]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if item not in (None, "")]


def _by_the_second(prices: Prices) -> Estimate:
    if prices.per_second is None:
        return _unknown("", "the specification tells no price table")
    each = dollars(prices.per_second)
    return _unknown("cps", f"{each} for each second of processing")


def _by_table(table: tuple[Price, ...], request: _Asked) -> Estimate:
    """The estimate by the rows that fit best: those with the most conditions."""
    fits = {row: _fit(row, request) for row in table}
    fitting = [row for row, fit in fits.items() if fit]
    if not fitting:
        return _unknown("", "no row of the price table fits this request")
    most = max(len(row.inputs) for row in fitting)
    best = {_by_row(row, request) for row in fitting if len(row.inputs) == most}
    if len(best) > 1:
        return _unknown("", "several rows of the price table fit this request")
    [found] = best
    # The service fills in what is left out, and may fill in what costs more.
    for row, fit in fits.items():
        may_apply = fit is None and len(row.inputs) >= most
        if may_apply and _by_row(row, request).amount != found.amount:
            left = [name for name, _ in row.inputs if not request.text(name)]
            why = f"it depends on what is not sent: {', '.join(left)}"
            return _unknown(found.method, why)
    return found


def _fit(row: Price, request: _Asked) -> bool | None:
    """Whether a row applies; None where that depends on what the request leaves out."""
    fits = {_fits(name, wanted, request) for name, wanted in row.inputs}
    return False if False in fits else None if None in fits else True


def _fits(name: str, wanted: str, request: _Asked) -> bool | None:
    kind, colon, count = wanted.partition(":")
    if colon and kind.strip().upper() == "QUANTITY":
        return _number(count) == request.files(name)
    text = request.text(name)
    if text == wanted or wanted in request.texts(name):
        return True
    if not text and not request.has_more_than_text(name):
        return True if wanted == "" else None
    number = _number(text)
    return number is not None and number == _number(wanted)


def _by_row(row: Price, request: _Asked) -> Estimate:
    each = dollars(row.price)
    match row.method:
        case "cpr":
            return _known(row, row.price, "per request")
        case "cp-promptlength":
            prompt = request.text("prompt")
            if prompt is None:
                return _unknown(row.method, f"{each} per character of the prompt")
            count = len(prompt)
            words = f"{count} characters of the prompt at {each}"
            return _known(row, row.price * count, words)
        case "cpo":
            return _counted(row, request, "samples", "output")
        case "cp-outputVideoLength":
            return _by_length(row, request, "second of video")
        case "cp-audiosecondslength":
            return _by_length(row, request, "second of audio")
        case "cp-pixel":
            return _by_pixels(row, request)
        case "cps" | "cpt" | "cp-realtimeturn" | "cp-readoutput":
            return _unknown(row.method, f"{each} {_UNITS[row.method]}")
        case other:
            return _unknown(other, f"nobody knows how {other!r} counts")


_SEVERAL = "it is not known how several outputs count"
_UNITS: Final = {
    "cps": "for each second of processing",
    "cpt": "for each token",
    "cp-realtimeturn": "for each turn of the session",
    "cp-readoutput": "by what the output says",
}


def _counted(row: Price, request: _Asked, name: str, unit: str) -> Estimate:
    """The price of so many units as an input says."""
    each = f"{dollars(row.price)} per {unit}"
    count = request.number(name)
    if count is None:
        return _unknown(row.method, f"{each}, and the request does not say how many")
    return _known(row, row.price * count, f"{each}, {name} {without_zeros(count)}")


def _by_length(row: Price, request: _Asked, unit: str) -> Estimate:
    if not request.gives_one():
        return _unknown(row.method, _SEVERAL)
    return _counted(row, request, "duration", unit)


def _by_pixels(row: Price, request: _Asked) -> Estimate:
    width, height = request.number("width"), request.number("height")
    if width is None or height is None:
        return _unknown(row.method, "the request does not tell width and height")
    if not request.gives_one():
        return _unknown(row.method, _SEVERAL)
    if row.price_input and request.has_files():
        return _unknown(row.method, "the size of the input images is not known")
    tiers = -(-int(width * height) // TIER)
    further = tiers - 1
    if further and row.price_extra is None:
        return _unknown(row.method, f"no price is told for {tiers} megapixels")
    amount = row.price + (row.price_extra or Decimal(0)) * further
    return _known(
        row, amount, f"{without_zeros(width)} × {without_zeros(height)} pixels"
    )


def _known(row: Price, amount: Decimal, basis: str) -> Estimate:
    return Estimate(amount=amount, basis=basis, method=row.method)


def _unknown(method: str, why: str) -> Estimate:
    return Estimate(amount=None, basis=why, method=method)


def _number(text: str | None) -> Decimal | None:
    return number_in((text or "").strip())


def dollars(amount: Decimal) -> str:
    """US dollars, without needless zeros: `$0.04`."""
    return f"${without_zeros(amount)}"

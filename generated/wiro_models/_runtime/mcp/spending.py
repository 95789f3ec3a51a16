"""What tools may spend: a call, and all calls of a server together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal

from ..errors import WiroError
from ..prices import Estimate, dollars


class CostRefused(WiroError):
    """A run may cost more than it is allowed to: nothing was sent."""


@dataclass(slots=True, kw_only=True)
class Bill:
    """What one run has cost, in US dollars, as far as it is known."""

    amount: Decimal


@dataclass(slots=True, kw_only=True)
class Spending:
    """Limits in US dollars, for a call and for all of them (None: no limit), and what
    is spent, with the estimates of what goes on. A run whose cost is not known is
    refused, unless these are allowed.
    """

    a_call: Decimal | None = None
    in_all: Decimal | None = None
    allows_unknown: bool = False
    spent: Decimal = field(default=Decimal(0), init=False)

    @contextmanager
    def reserved(self, estimate: Estimate) -> Iterator[Bill]:
        """Sets the cost of a run aside while it goes on; the bill says in the end what
        it was. Raises CostRefused.
        """
        expected = estimate.amount or Decimal(0)
        if reason := self._refusal(estimate, expected):
            raise CostRefused(f"nothing was sent: {estimate}, {reason}")
        bill = Bill(amount=expected)
        self.spent += expected
        try:
            yield bill
        finally:
            self.spent += bill.amount - expected

    def _refusal(self, estimate: Estimate, expected: Decimal) -> str:
        if estimate.amount is None and not self.allows_unknown:
            return "and runs of unknown cost are not allowed (--allow-unknown-cost)"
        if self.a_call is not None and expected > self.a_call:
            return f"and a call may cost {dollars(self.a_call)} at most (--max-cost)"
        if self.in_all is not None and self.spent + expected > self.in_all:
            left = max(self.in_all - self.spent, Decimal(0))
            return f"and {dollars(left)} are left to spend (--max-total-cost)"
        return ""

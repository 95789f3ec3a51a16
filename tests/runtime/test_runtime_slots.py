"""The slots that many runs share: whom they let go, and when."""

import itertools
import logging
from collections.abc import Callable

import pytest
from acme.wiro_models import ApiError, ConcurrencyLimit, RateLimited
from acme.wiro_models._runtime.batch.slots import Slots

SHORT = 0.25
"""Seconds until a run that waits for another one's end looks again."""


def full(retry_after: float | None = None) -> ApiError:
    return ConcurrencyLimit("Run", "full", status=200, retry_after=retry_after)


def too_fast(retry_after: float | None = None) -> ApiError:
    return RateLimited("Run", "slowly", status=429, retry_after=retry_after)


def with_tasks(count: int, patience: float = 60) -> Slots:
    """Slots with so many tasks under way."""
    slots = Slots(patience)
    for _ in range(count):
        assert slots.pause(0) == 0
        slots.accepted()
    return slots


def refuse(slots: Slots, now: float, refusal: Callable[[], ApiError] = full) -> bool:
    """Lets one run go and refuses it."""
    assert slots.pause(now) == 0
    return slots.is_waited_after(refusal(), now)


def let_go(slots: Slots, now: float) -> int:
    """How many runs are let go now."""
    return next(n for n in itertools.count() if n == 9 or slots.pause(now) > 0)


def test_until_something_is_refused_every_run_is_let_go() -> None:
    assert let_go(with_tasks(3), 0) == 9


@pytest.mark.parametrize("tasks", [1, 3])
def test_after_a_refusal_a_run_is_let_go_for_each_that_ends(tasks: int) -> None:
    slots = with_tasks(tasks)
    assert refuse(slots, 0)
    assert slots.pause(0) == SHORT
    for _ in range(3):
        slots.ended()
        assert let_go(slots, 0) == 1
        assert slots.pause(0) == SHORT
        slots.accepted()
        assert slots.pause(0) == SHORT
    slots.ended()
    assert let_go(slots, 0) == 1
    slots.left()
    assert let_go(slots, 0) == 1


def test_a_task_that_there_was_before_holds_a_slot() -> None:
    slots = Slots(60)
    slots.taken()
    slots.taken()
    assert refuse(slots, 0)
    assert slots.pause(0) == SHORT
    slots.ended()
    assert let_go(slots, 0) == 1
    slots = Slots(60)
    slots.taken()
    slots.ended()
    assert refuse(slots, 0)
    assert slots.pause(0) > SHORT


def test_runs_that_are_being_sent_count_as_slots_when_one_is_refused() -> None:
    slots = with_tasks(1)
    assert slots.pause(0) == slots.pause(0) == slots.pause(0) == 0
    assert slots.is_waited_after(full(), 0)
    assert slots.pause(0) == SHORT
    slots.left()
    slots.left()
    assert let_go(slots, 0) == 2


def test_now_and_then_one_more_is_tried_and_a_slot_that_is_found_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("random.uniform", lambda _, most: most)
    slots = with_tasks(1)
    assert refuse(slots, 100)
    assert slots.pause(101) == SHORT
    assert 0 < slots.pause(101.9) < SHORT
    assert let_go(slots, 102) == 1
    slots.accepted()
    slots.ended()
    slots.ended()
    assert let_go(slots, 102) == 2


def test_where_no_task_is_under_way_the_next_try_is_the_one_thing_to_wait_for() -> None:
    slots = Slots(60)
    assert refuse(slots, 100)
    assert 1 <= slots.pause(100) <= 2


@pytest.mark.parametrize("refusal", [full, too_fast])
def test_pauses_grow_until_a_run_is_accepted(refusal: Callable[[], ApiError]) -> None:
    slots, now, longest = Slots(1e9), 0.0, 2.0
    for _ in range(9):
        assert refuse(slots, now, refusal)
        pause = slots.pause(now)
        assert longest / 2 <= pause <= longest
        now += pause
        longest = min(longest * 1.5, 30)
    assert longest == 30
    assert slots.pause(now) == 0
    slots.accepted()
    slots.ended()
    assert refuse(slots, now, refusal)
    assert 1 <= slots.pause(now) <= 2


def test_whom_the_service_asks_to_slow_down_waits_even_where_there_are_slots() -> None:
    slots = with_tasks(3)
    assert refuse(slots, 100, lambda: too_fast(7))
    slots.ended()
    assert slots.pause(100) == 7
    assert slots.pause(106) == 1
    assert let_go(slots, 107) == 1


def test_who_finds_the_service_full_waits_no_longer_than_a_slot_takes() -> None:
    slots = with_tasks(1)
    assert refuse(slots, 100, lambda: full(7))
    assert slots.pause(106) == SHORT
    slots.ended()
    assert slots.pause(100) == 0
    slots.left()
    slots = Slots(60)
    assert refuse(slots, 100, lambda: full(7))
    assert slots.pause(100) == 7


def test_a_pause_that_the_service_asks_for_is_never_shorter_than_our_own() -> None:
    slots = Slots(60)
    assert refuse(slots, 100, lambda: too_fast(0.1))
    assert slots.pause(100) >= 1


@pytest.mark.parametrize("patience", [0, 1])
def test_who_has_no_patience_does_not_wait_for_tasks_of_ours_either(
    patience: float,
) -> None:
    slots = with_tasks(1, patience)
    assert refuse(slots, 0) == bool(patience)
    assert let_go(slots, 0) == (0 if patience else 9)


def test_patience_ends_while_nothing_of_ours_is_under_way() -> None:
    slots = Slots(10)
    assert refuse(slots, 100)
    assert slots.pause(109.9) == 0
    assert slots.is_waited_after(full(), 109.9)
    assert slots.pause(109.9) > 0
    assert slots.pause(110) == 0
    assert not slots.is_waited_after(full(), 110)
    assert let_go(slots, 110) == 9


def test_patience_begins_anew_with_each_task_of_ours() -> None:
    slots = Slots(10)
    assert refuse(slots, 100)
    assert slots.pause(108) == 0
    slots.accepted()
    assert refuse(slots, 115)
    assert slots.pause(300) == 0
    assert slots.is_waited_after(full(), 300)
    slots.ended()
    assert refuse(slots, 400)
    assert refuse(slots, 409)
    assert not refuse(slots, 410)


def test_patience_counts_from_when_no_run_of_ours_may_still_be_accepted() -> None:
    slots = Slots(10)
    assert slots.pause(100) == slots.pause(100) == 0
    assert slots.is_waited_after(full(), 100)
    assert slots.is_waited_after(full(), 105)
    assert refuse(slots, 114)
    assert not refuse(slots, 115)


def test_the_caller_and_the_log_learn_what_is_waited_after(
    caplog: pytest.LogCaptureFixture,
) -> None:
    waits: list[ApiError] = []
    slots, refusals = Slots(10, waits.append), [full(), too_fast(7), full()]
    with caplog.at_level(logging.INFO):
        now = 100.0
        for refusal in refusals:
            assert slots.pause(now) == 0
            assert slots.is_waited_after(refusal, now) == (refusal is not refusals[2])
            now += 7
    assert waits == refusals[:2]
    assert [record.getMessage() for record in caplog.records][1:] == [
        f"the runs wait for 7.0 s: {refusals[1]}"
    ]

"""Specifications that hold too much are refused; those that hold much are worked with,
in proportion.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rendered import render
from wirogen.card import Card
from wirogen.contract import resolve
from wirogen.readers import limits, read_file, read_text
from wirogen.rules import judge


def with_options(count: int) -> str:
    options = ", ".join(f"{{value: v{n}, label: Label {n}}}" for n in range(count))
    return f"wirogen: 1\nmodel: a/b\ninputs:\n  x: {{kind: select, options: [{options}]}}\n"


def with_inputs(count: int) -> str:
    inputs = "".join(f"  in{n}: {{kind: text}}\n" for n in range(count))
    return f"wirogen: 1\nmodel: a/b\ninputs:\n{inputs}"


def with_prices(count: int) -> str:
    rows = "".join(
        f"    - {{inputs: {{a: x{n}}}, method: cpr, price: 0.{n + 1}}}\n"
        for n in range(count)
    )
    return f"wirogen: 1\nmodel: a/b\ninputs: {{}}\nprices:\n  table:\n{rows}"


def with_help(count: int) -> str:
    words = json.dumps("words and more. " * count)
    return f"wirogen: 1\nmodel: a/b\ninputs:\n  x: {{kind: text, help: {words}}}\n"


OF_A_KIND = {
    "options": (with_options, "MOST_OPTIONS"),
    "inputs": (with_inputs, "MOST_INPUTS"),
    "rows of prices": (with_prices, "MOST_PRICES"),
}


def card_of(text: str) -> Card:
    reading = read_text(text, "x.yaml")
    assert not reading.report.errors
    (card,) = reading.cards
    return card


@pytest.mark.parametrize("what", OF_A_KIND)
def test_a_model_with_too_much_is_refused(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text_with, most = OF_A_KIND[what]
    monkeypatch.setattr(limits, most, 20)
    card_of(text_with(20))
    reading = read_text(text_with(21), "x.yaml")
    assert not reading.cards
    (finding,) = reading.report.errors
    assert finding.code.name == "E108"
    assert finding.message == f"a/b has 21 {what}; 20 is the most"


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(10**12)
    for reading in (read_file(path), read_text(" " * (limits.MOST_BYTES + 1), "x")):
        assert [finding.code.name for finding in reading.report] == ["E108"]


def test_a_file_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "wide.yaml"
    comment = "é" * (limits.MOST_BYTES // 2)
    path.write_text(f"wirogen: 1\nmodel: a/b\n# {comment}", encoding="utf-8")
    assert [finding.code.name for finding in read_file(path).report] == ["E108"]


def test_a_file_without_end_is_not_read() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no such file")
    reading = read_file(Path("/dev/zero"))
    assert [finding.code.name for finding in reading.report] == ["E108"]


def lines_run(work: Callable[[], object]) -> int:
    """How many lines of Python a piece of work runs: a measure without a clock."""
    count = 0

    def trace(*_: object) -> Callable[..., object]:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def everything(text: str) -> None:
    card = card_of(text)
    list(judge([resolve(card)]))
    for target in ("python", "json-schema", "markdown"):
        render(target, [resolve(card)], package="p")


def _sizes() -> Iterator[tuple[str, Callable[[int], str], int]]:
    yield "options", with_options, 100
    yield "inputs", with_inputs, 30
    yield "prices", with_prices, 100
    yield "help", with_help, 300


@pytest.mark.parametrize(
    ("text_with", "size"),
    [pytest.param(text_with, size, id=what) for what, text_with, size in _sizes()],
)
def test_every_step_takes_time_in_proportion(
    text_with: Callable[[int], str], size: int
) -> None:
    everything(text_with(1))
    least, once, twice = (
        lines_run(lambda n=n: everything(text_with(n)))  # type: ignore[misc]
        for n in (size, 2 * size, 4 * size)
    )
    assert twice - once < 2.3 * (once - least) + 1000

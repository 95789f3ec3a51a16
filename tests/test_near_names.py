"""What may have been meant by a name that is none of those that are there."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from wirogen.diagnostics.near import did_you_mean, nearest

NAMES = st.lists(st.text("abAB_-1", min_size=1, max_size=5), max_size=6)


@given(NAMES, st.text("abAB_-1", max_size=5), st.randoms())
def test_the_order_of_names_decides_nothing(
    names: list[str], name: str, random: Random
) -> None:
    shuffled = sorted(names, key=lambda _: random.random())
    assert nearest(name, names) == nearest(name, shuffled) in (None, *names)


def test_case_and_hyphens_make_no_difference() -> None:
    assert nearest("JSON_SCHEMA", {"json-schema", "markdown"}) == "json-schema"
    assert did_you_mean("Promt", ["prompt"]) == "did you mean 'prompt'?"
    assert did_you_mean("seed", ["prompt"]) == ""

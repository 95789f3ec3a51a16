"""How much is tried: little in the suite, so that it takes minutes; much by `make fuzz`."""

from hypothesis import settings

IS_FUZZING = settings.get_current_profile_name() == "fuzz"
"""Whether these tests are those of `make fuzz`; conftest.py has both profiles."""


def examples(count: int) -> settings:
    """Settings for a property that the suite tries with so many examples in place of a
    hundred.
    """
    return settings(max_examples=count * settings().max_examples // 100)

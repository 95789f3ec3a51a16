"""What every test may use."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from jinja2 import Environment

from repository import CORPUS
from wheel import build_wheel, copy_source

# Machines are shared, so that no example has a deadline and none is drawn too slowly. The
# suite draws the same ones every time; `make fuzz` draws new ones, many more, and what it
# finds becomes an `@example`.
ANY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("suite", ANY_MACHINE, derandomize=True)
settings.register_profile("fuzz", ANY_MACHINE, max_examples=1_000)
settings.load_profile("suite")


def pytest_configure() -> None:
    """Programs that tests start can be interrupted, also where the tests run in the
    background of a shell, which makes all that it starts ignore Ctrl-C; and they keep
    what they compile for the next one, as they do with people.

    Hypothesis draws some values from the constants of whatever modules are imported by
    then: examples would depend on the order of the tests. The suite takes none of them.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if settings.get_current_profile_name() == "suite":
        none = providers._local_constants
        providers._get_local_constants = lambda: none


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What runs of tests remember is no other run's."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True, scope="session")
def _templates_are_compiled_once() -> Iterator[None]:
    """What Jinja makes of a template, half of what a small run takes, is kept for the
    next test: it depends on nothing but the text and the filters that there are.
    """
    made: dict[Any, Any] = {}
    compiled = Environment.compile

    def compile(self: Environment, source: Any, *named: Any) -> Any:
        key = (type(self), *sorted(self.filters), source, *named)
        if key not in made:
            made[key] = compiled(self, source, *named)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases", action="store_true", help="write tests/cases anew"
    )
    parser.addoption(
        "--shuffle", metavar="SEED", help="run the tests in an order that a seed gives"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """No test depends on another: `--shuffle` puts modules, and tests in them, into
    another order. Tests of a module stay together, as they share what is made for it.
    """
    seed = config.getoption("--shuffle")
    if seed is not None:
        chance = Random(seed)
        modules = {item.path: chance.random() for item in items}
        items.sort(key=lambda item: (modules[item.path], chance.random()))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real specifications; tests that use them are skipped where they are not there."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real specifications, ../shared/corpus, is not here")
    return CORPUS


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project without its tests."""
    return copy_source(tmp_path_factory.mktemp("source") / "wirogen")


@pytest.fixture(scope="session")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this project."""
    return build_wheel(source, tmp_path_factory.mktemp("wheel"))

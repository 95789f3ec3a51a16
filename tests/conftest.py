"""What every test may use."""

from pathlib import Path

import pytest

from repository import CORPUS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-cases", action="store_true", help="write tests/cases anew"
    )


@pytest.fixture(scope="session")
def corpus() -> Path:
    """Real specifications; tests that use them are skipped where they are not there."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real specifications, ../shared/corpus, is not here")
    return CORPUS

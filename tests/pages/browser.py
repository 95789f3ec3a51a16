"""A real browser for the tests of pages: Debian's Chromium, or another that
`WIROGEN_BROWSER` names, driven by Playwright.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

EXECUTABLE = os.environ.get("WIROGEN_BROWSER") or shutil.which("chromium") or ""
HINT = "no browser is here: `make browser` installs one"

needs_browser = pytest.mark.skipif(not EXECUTABLE, reason=HINT)
"""Marks the tests that are left out, and said to be, where there is no browser."""


@contextmanager
def browser() -> Iterator[Any]:
    """The browser. Tests that need it are marked."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=EXECUTABLE, args=["--no-sandbox"]
        )
        yield made
        made.close()

"""Takes the picture of the playground that README.md begins with."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from wirogen.config import chosen_config
from wirogen.emulator import serve
from wirogen.pipeline.specifications import read_specifications

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "playground.png"


def main() -> None:
    """Runs a model in a browser, and photographs what it shows."""
    cards = read_specifications(chosen_config(ROOT)).cards
    with serve(cards, port=8765, speed=20) as wiro, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1160, "height": 880})
        page.goto(f"{wiro.address}/bytedance/seedream-v4-5.html")
        _run(page)
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=PICTURE, animations="disabled")
        browser.close()


def _run(page: Page) -> None:
    page.locator("#input-prompt").fill("a koala in the morning sun")
    page.get_by_role("button", name="Run").click()
    page.locator("#results img").evaluate("picture => picture.decode()")


main()

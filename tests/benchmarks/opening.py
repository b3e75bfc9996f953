"""How long a reader waits who clicks on a theme in our overview: until all charts of its page are painted."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from math import inf
from pathlib import Path

from playwright.sync_api import Browser

from tests.benchmarks.callbacks import THEMES, hrefs
from tests.benchmarks.visits import PATIENCE, Device, emulating, evaluate

SCRIPT = (Path(__file__).parent / "opening.js").read_text(encoding="utf-8")
READ = 3.0  # seconds for which the overview is read before


def open_themes(browser: Browser, device: Device, address: str) -> Iterator[float]:
    """Yield the seconds that each theme took, inf for never, from the click in an overview come to rest."""
    page = browser.new_page()
    page.goto(address)
    scripts = {}
    for theme in hrefs(page, THEMES):
        page.goto(f"{address}{theme}")
        title, charts = page.text_content("main h1"), page.locator("main .chart").count()
        scripts[theme] = SCRIPT.replace("TITLE", json.dumps(title)).replace("TOTAL", str(charts))
    page.close()
    for theme, script in scripts.items():
        yield _open(browser, device, address, theme, script)


def _open(browser: Browser, device: Device, address: str, theme: str, script: str) -> float:
    width, height = device.viewport
    context = browser.new_context(viewport={"width": width, "height": height}, **device.options)
    context.add_init_script(script)
    try:
        page = context.new_page()
        session = emulating(context.new_cdp_session(page), device)
        page.goto(address, wait_until="networkidle", timeout=PATIENCE * 1000)
        page.wait_for_timeout(READ * 1000)
        page.click(f'header nav a[href="{theme}"]')
        deadline = time.monotonic() + PATIENCE
        while (opened := evaluate(session, "window.opened")) is None and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        return inf if opened is None else float(opened) / 1000
    finally:
        context.close()

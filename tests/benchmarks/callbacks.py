"""How long the server takes to answer a change of region or year, by the very requests that pages send."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from playwright.sync_api import Browser, Page

from tests.benchmarks.load import Connection, request
from tests.browser.observing import wait_for_dash

UPDATE = "/_dash-update-component"
CHOICE = ".controls a:not([aria-current])"
OFFERED = ".controls a, .languages a"
THEMES = "header nav a[href^='/themes/']"
AGAIN = 5


@dataclass(frozen=True)
class Change:
    """Milliseconds of each change: the first time it is asked for, and when asked again."""

    first: list[float]
    again: list[float]


def caught(browser: Browser, address: str, act: Callable[[Page], Any]) -> dict[str, Any]:
    """Return the body of the update that a page sends when `act` is done in it."""
    page = browser.new_page()
    try:
        page.goto(address, wait_until="load")
        with page.expect_request(lambda r: UPDATE in r.url and r.method == "POST", timeout=60_000) as sent:
            act(page)
        return dict(json.loads(sent.value.post_data or "{}"))
    finally:
        page.close()


def our_changes(browser: Browser, address: str) -> list[bytes]:
    """Return the updates that our overview and themes send for each region, year and language they offer."""
    page = browser.new_page()
    page.goto(address)
    offered = hrefs(page, OFFERED)
    for theme in hrefs(page, THEMES):
        page.goto(f"{address}{theme}")
        offered += hrefs(page, OFFERED)
    page.close()
    body = json.dumps(caught(browser, address, _choose))
    asked = re.search(r'"value": "(/[^"]*)"', body)
    if asked is None:
        raise ValueError(f"an update without an address: {body}")
    return [body.replace(asked[0], f'"value": "{href}"').encode() for href in offered]


def hrefs(page: Page, selector: str) -> list[str]:
    """Return the addresses of links."""
    return list(page.eval_on_selector_all(selector, "links => links.map(a => a.getAttribute('href'))"))


def _choose(page: Page) -> None:
    wait_for_dash(page)
    page.click(CHOICE)


def stock_changes(browser: Browser, address: str) -> list[bytes]:
    """Return the update that the stock page sends for its figures."""
    return [json.dumps(caught(browser, address, lambda page: page.reload())).encode()]


def timed(port: int, bodies: list[bytes]) -> Change:
    """Send each update once, then again a few times. Raises ValueError for an answer that is an error."""
    first = [_ask(port, body) for body in bodies]
    return Change(first, [_ask(port, body) for _ in range(AGAIN) for body in bodies])


def _ask(port: int, body: bytes) -> float:
    connection = Connection(port, repeat(request(port, UPDATE, body)))
    connection.ask()
    while (took := connection.read()) is None:
        pass
    connection.socket.close()
    if connection.failed:
        raise ValueError(f"refused with {connection.head[:300]!r}: {body[:200]!r}")
    return took * 1000

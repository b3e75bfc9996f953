"""Pages for people who can't see or use a mouse: nothing that axe knows to be a barrier, tables open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dashboard.pages.accessibility import EDITIONS, WIDTHS
from dashboard.request.address import PAGES
from tests.browser.observing import read_texts, wait_until_alive
from tests.setup.kinds import CATALOG, CHART, code_of_picture, path_of

# Every kind of page, one that isn't there, some that were asked something, a framed chart, and the wall.
KINDS = [
    *map(path_of, PAGES),
    "/nowhere",
    "/search?q=医保",
    "/compare?indicator=resident_population&regions=131002,131000,130000",
    "/releases/1",
    f"/embed/{CHART}",
    "/screen",
]
# How each edition is had: by what the system asks for, by the address, and the least contrast of its texts.
LOOKS: dict[str, tuple[dict[str, Any], str, float]] = {
    "light": ({}, "color=light", 4.5),
    "dark": ({"color_scheme": "dark"}, "", 4.5),
    "high": ({}, "color=high", 7),
    "forced": ({"forced_colors": "active"}, "", 4.5),
    "large": ({}, "type=large", 7),
}
# What axe leaves open, and who looks into it: contrast over marks and fades is computed from what is painted.
REVIEWED = {"color-contrast"}


def sampled(edition: str) -> Iterator[tuple[str, int, str]]:
    """Give pages with widths and languages: over all editions each two of these meet."""
    pairs = [*product(EDITIONS, WIDTHS)]
    languages = [*CATALOG.languages]
    for number in range(max(len(pairs), len(KINDS))):
        of, width = pairs[number % len(pairs)]
        if of == edition:
            turn = number // len(WIDTHS) + number % len(WIDTHS)
            yield KINDS[number % len(KINDS)], width, languages[turn % len(languages)]


def whole(edition: str) -> Iterator[tuple[str, int, str]]:
    """Give every page at every width in every language."""
    kinds = [*KINDS, *(f"/themes/{id}" for id in CATALOG.themes)]
    yield from product(kinds, WIDTHS, CATALOG.languages)


@pytest.mark.parametrize("pages", [sampled, pytest.param(whole, marks=pytest.mark.soak)])
@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_have_no_barrier_that_axe_knows_of(
    open_page: Callable[..., Page],
    server: str,
    watch: Any,
    edition: str,
    pages: Callable[[str], Iterator[tuple[str, int, str]]],
) -> None:
    system, look, least = LOOKS[edition]
    faults: list[tuple[str, int, str, str]] = []
    page = open_page(viewport={"width": 1440, "height": 900}, **system)
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    for path, width, language in pages(edition):
        if path.endswith("CODE"):
            path = f"/v/{code_of_picture(server)}"
        address = f"{path}{'&' if '?' in path else '?'}lang={language}&{look}"
        watch.expected.add(f"{server}{address}")
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(address)
        assert answer and answer.status == (404 if path == "/nowhere" else 200), address
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        # A framed chart looks as the system asks alone, wherever it is framed.
        enough = 4.5 if path.startswith("/embed") else least
        faults += [(address, width, *fault) for fault in barriers(page, enough)]
    assert not faults, "\n".join(map(str, faults))


def barriers(page: Page, least: float) -> Iterator[tuple[str, str]]:
    """Give what axe calls a barrier or leaves open, and each text whose contrast is less than `least`."""
    found = Axe().run(page).response
    doubts = [doubt for doubt in found["incomplete"] if doubt["id"] not in REVIEWED]
    for one in (*found["violations"], *doubts):
        yield one["id"], one["nodes"][0]["html"]
    for text, _, contrast in read_texts(page):
        if contrast < least:
            yield f"contrast {contrast:.2f}", text


def test_charts_that_have_come_alive_are_no_barrier_either(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1440, "height": 900})
    page.goto("/themes/education")
    wait_until_alive(page)
    assert not [(v["id"], v["nodes"][0]["html"]) for v in Axe().run(page).response["violations"]]

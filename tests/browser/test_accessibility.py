"""Pages for people who can't see or use a mouse: nothing that axe knows to be a barrier, tables open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from dashboard.pages.accessibility import EDITIONS, WIDTHS
from tests.browser.observing import read_faint_figures, read_texts, wait_until_alive
from tests.setup.kinds import CATALOG
from tests.setup.states import STATUS, visit

# How each edition is had: by what the system asks for, by the address, and the least contrast of its texts.
LOOKS: dict[str, tuple[dict[str, Any], str, float]] = {
    "light": ({}, "color=light", 4.5),
    "dark": ({"color_scheme": "dark"}, "", 4.5),
    "high": ({}, "color=high", 7),
    "forced": ({"forced_colors": "active"}, "", 4.5),
    "large": ({}, "type=large", 7),
}
# What axe leaves open over marks and fades, and spends two thirds of its time on: we compute it from what is
# painted, and in the soak axe does, too.
REVIEWED = "color-contrast"
ASKED_OF_AXE = {
    "target-size": {"enabled": True},  # 24 px, or as far from the next: WCAG 2.2's, off by default
    REVIEWED: {"enabled": False},
}
Rules = dict[str, dict[str, bool]]
Sight = tuple[str, str, str]  # a page's state, its address, a language


def sampled(kinds: dict[str, str], edition: str) -> Iterator[tuple[Sight, Iterable[int]]]:
    """Give pages with widths and languages: over all editions each two of these meet."""
    states = [*kinds.items()]
    pairs, languages = [*product(EDITIONS, WIDTHS)], [*CATALOG.languages]
    for number in range(max(len(pairs), len(states))):
        of, width = pairs[number % len(pairs)]
        if of == edition:
            turn = number // len(WIDTHS) + number % len(WIDTHS)
            yield (*states[number % len(states)], languages[turn % len(languages)]), [width]


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_have_no_barrier_that_axe_knows_of(
    open_page: Callable[..., Page], kinds: dict[str, str], watch: Any, edition: str
) -> None:
    system, look, _ = LOOKS[edition]
    page = open_page(viewport={"width": 1440, "height": 900}, **system)
    watch.expected |= {f"{kinds['missing']}?lang={language}&{look}" for language in CATALOG.languages}
    faults = [*barriers(page, sampled(kinds, edition), edition)]
    assert not faults, "\n".join(map(str, faults))


@pytest.mark.soak
@pytest.mark.parametrize("edition", EDITIONS)
def test_no_page_in_any_state_has_a_barrier_that_axe_knows_of(
    browser: Browser, states: dict[str, str], edition: str
) -> None:
    sights = product(states.items(), CATALOG.languages)
    whole = [((state, address, language), WIDTHS) for (state, address), language in sights]
    page = browser.new_page(viewport={"width": 1440, "height": 900}, **LOOKS[edition][0])
    faults = [*barriers(page, whole, edition, ASKED_OF_AXE | {REVIEWED: {"enabled": True}})]
    page.close()
    assert not faults, "\n".join(map(str, faults))


def barriers(
    page: Page, sights: Iterable[tuple[Sight, Iterable[int]]], edition: str, rules: Rules = ASKED_OF_AXE
) -> Iterator[tuple[str, int, str, str]]:
    """Give what axe calls a barrier or leaves open, and what is too faint, where it stands and how wide."""
    _, look, least = LOOKS[edition]
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    for (state, address, language), widths in sights:
        address = f"{address}{'&' if '?' in address else '?'}lang={language}&{look}"
        assert visit(page, state, address) == STATUS.get(state, 200), address
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        # A framed chart looks as the system asks alone, wherever it is framed.
        enough = 4.5 if state == "embed" else least
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            for fault in (*found_by_axe(page, rules), *faint(page, enough)):
                yield address, width, *fault


def found_by_axe(page: Page, rules: Rules) -> Iterator[tuple[str, str]]:
    """Give what axe calls a barrier, or leaves open where nobody else looks into it."""
    asked = {"resultTypes": ["violations", "incomplete"], "rules": rules}
    found = Axe().run(page, options=asked).response
    doubts = [doubt for doubt in found["incomplete"] if doubt["id"] != REVIEWED]
    for one in (*found["violations"], *doubts):
        yield one["id"], one["nodes"][0]["html"]


def faint(page: Page, least: float) -> Iterator[tuple[str, str]]:
    """Give each text whose contrast is less than `least`, and each figure whose mark and text are."""
    for text, _, contrast in read_texts(page):
        if contrast < least:
            yield f"contrast {contrast:.2f}", text
    for name, contrast in read_faint_figures(page):
        yield f"mark {contrast:.2f}", name


def test_charts_that_have_come_alive_are_no_barrier_either(open_page: Callable[..., Page]) -> None:
    page = open_page(viewport={"width": 1440, "height": 900})
    page.goto("/themes/education")
    wait_until_alive(page)
    assert not [*found_by_axe(page, ASKED_OF_AXE), *faint(page, 4.5)]

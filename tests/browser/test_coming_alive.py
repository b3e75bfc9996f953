"""In which order charts come alive: where the reader is, then those in view, then the rest when idle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.observing import wait_until_alive

PLOTLY = "**/scripts/plotly-*"
# Notes the charts that have come alive, in order.
NOTE_ORDER = """window.order = [];
addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
    for (const drawing of document.querySelectorAll(".drawing.under")) {
        const card = drawing.closest(".card").id;
        if (!window.order.includes(card)) window.order.push(card);
    }
}).observe(document.body, { subtree: true, attributeFilter: ["class"] }));"""
FIGURES_CAME = """() => performance.getEntriesByType("resource")
    .filter((entry) => entry.name.includes("/charts/") && entry.responseEnd).length
    === document.querySelectorAll(".chart").length"""
NEVER_IDLE = "window.requestIdleCallback = () => 0;"
Open = Callable[..., Page]
expect.set_options(timeout=20_000)


def tap(card: Locator) -> None:
    card.locator(".chart").tap()


def focus(card: Locator) -> None:
    card.locator("summary").focus()


def hover(card: Locator) -> None:
    card.locator(".chart").hover()


@pytest.mark.parametrize("reach", [hover, focus, tap])
def test_the_chart_a_reader_is_at_comes_alive_before_all_others(
    open_page: Open, reach: Callable[[Locator], None]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 800}, has_touch=reach is tap)
    page.add_init_script(NOTE_ORDER)
    held: list[Route] = []
    page.route(PLOTLY, lambda route: held.append(route))
    page.goto("/")
    last = page.locator(".card:has(.chart)").last
    reach(last)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(FIGURES_CAME)
    page.wait_for_function("() => scrollY === 0 && document.querySelector('.card [data-near]')")
    assert page.locator(".under").count() == 0
    held[0].continue_()
    wait_until_alive(page)
    order = page.evaluate("window.order")
    assert order[0] == last.get_attribute("id")
    assert len(order) == page.locator(".chart").count() > 5


def test_a_chart_out_of_view_comes_alive_when_it_comes_into_view(open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(NEVER_IDLE)
    page.goto("/")
    expect(page.locator(".chart[data-near] .plot .main-svg").first).to_be_attached()
    near, alive = page.locator(".chart[data-near]"), page.locator(".chart:has(.drawing.under)")
    expect(alive).to_have_count(near.count())
    last = page.locator(".card:has(.chart)").last
    assert last.locator(".under").count() == 0
    last.scroll_into_view_if_needed()
    expect(last.locator(".under")).to_have_count(1)


def test_without_scrolling_every_chart_comes_alive_once_the_page_is_idle(open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(NOTE_ORDER)
    page.goto("/")
    wait_until_alive(page)
    near = page.locator(".card:has([data-near])").evaluate_all("cards => cards.map((card) => card.id)")
    order = page.evaluate("window.order")
    assert 0 < len(near) < len(order)
    assert set(order[: len(near)]) == set(near)

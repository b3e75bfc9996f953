"""What browser tests wait for and measure: charts that have come alive, overflow, layout shift."""

from __future__ import annotations

from playwright.sync_api import Page

# Every chart that is shown has plotly.js's rendering over its drawing.
ALIVE = """() => [...document.querySelectorAll(".chart")].filter((chart) => chart.offsetWidth)
    .every((chart) => chart.querySelector(".plot .main-svg") && chart.querySelector(".drawing.under"))"""
# How far layout has shifted since the page began, but for what the reader's own doing shifts.
SHIFT = """() => new Promise((resolve) => {
    let shift = 0;
    const add = (entry) => { shift += entry.hadRecentInput ? 0 : entry.value; };
    new PerformanceObserver((list) => list.getEntries().forEach(add))
      .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(shift), 50));
})"""
# By how much the page is wider than its window, once a new size has been laid out.
WIDER = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(document.documentElement.scrollWidth - innerWidth))))"""


def wait_until_alive(page: Page) -> None:
    """Wait until every chart of a page answers the pointer."""
    page.wait_for_function(ALIVE)


def wait_for_dash(page: Page) -> None:
    """Point at a link, and wait until Dash has come to follow it without a reload."""
    page.locator("nav a[data-page]").first.dispatch_event("pointerover")
    page.wait_for_selector("#react-entry-point[data-ready]", state="attached")


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window; none is 0."""
    return max(0, int(page.evaluate(WIDER)))


def layout_shift(page: Page) -> float:
    """Return the cumulative layout shift of a page so far."""
    return float(page.evaluate(SHIFT))


def shown_text(page: Page) -> str:
    """Return what a page shows as text, each run of white space as one space."""
    return " ".join(page.inner_text("body").split())

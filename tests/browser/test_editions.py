"""Dark and forced colours: every text can be read, in drawings too, and what is current can be told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.observing import wait_until_alive

Open = Callable[..., Page]
EDITIONS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "forced dark": {"forced_colors": "active", "color_scheme": "dark"},
}
# Each text of the drawings shown, with its contrast to the mark it stands on, or else to its card.
CONTRASTS = """() => {
    const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const luminance = (color) => {
        brush.fillStyle = color;
        brush.fillRect(0, 0, 1, 1);
        const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map((c) => c / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const covers = (mark, x, y) => {
        const box = mark.getBoundingClientRect();
        return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom;
    };
    const texts = [...document.querySelectorAll(".drawing text")];
    return texts.filter((text) => text.getClientRects().length).map((text) => {
        const { left, width, top, height } = text.getBoundingClientRect();
        const fill = (element) => getComputedStyle(element).fill;
        const under = [...text.closest("svg").querySelectorAll("g > rect")]
            .filter((mark) => /^(rgb|color)/.test(fill(mark)))
            .findLast((mark) => covers(mark, left + width / 2, top + height / 2));
        const ground = under ? fill(under) : getComputedStyle(text.closest(".card")).backgroundColor;
        const [dark, light] = [luminance(fill(text)), luminance(ground)].sort((a, b) => a - b);
        return [text.textContent, (light + 0.05) / (dark + 0.05)];
    });
}"""
LOOK = """(links) => links.map((link) => {
    const { backgroundColor, borderBottomColor } = getComputedStyle(link);
    return [link.hasAttribute("aria-current"), backgroundColor + borderBottomColor];
})"""


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_text_of_a_drawing_stands_out_from_what_is_under_it(open_page: Open, edition: str) -> None:
    page = open_page(viewport={"width": 1440, "height": 900}, **EDITIONS[edition])
    for path in ("/", "/themes/education", "/themes/population", "/themes/spending"):
        page.goto(path)
        contrasts = page.evaluate(CONTRASTS)
        assert contrasts and [text for text in contrasts if text[1] < 4.5] == [], path


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_current_theme_region_and_year_can_be_told(open_page: Open, edition: str) -> None:
    page = open_page(viewport={"width": 1440, "height": 900}, **EDITIONS[edition])
    page.goto("/themes/population")
    for links in (".top nav a", ".choices a"):
        looks = page.locator(links).evaluate_all(LOOK)
        current = {look for is_current, look in looks if is_current}
        assert current and not current & {look for is_current, look in looks if not is_current}, links


def test_in_the_dark_a_page_has_no_barrier_and_its_charts_stay_dark_once_alive(open_page: Open) -> None:
    page = open_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    page.goto("/")
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    violations = Axe().run(page).response["violations"]
    assert not [(v["id"], v["nodes"][0]["html"]) for v in violations]
    wait_until_alive(page)
    opacity = "(element) => getComputedStyle(element).opacity"
    assert page.locator(".drawing.under").first.evaluate(opacity) == "1"
    assert page.locator(".plot .cartesianlayer").first.evaluate(opacity) == "0"
    page.emulate_media(color_scheme="light")
    assert page.locator(".drawing.under").first.evaluate(opacity) == "0"

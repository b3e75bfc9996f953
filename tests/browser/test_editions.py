"""Large type, dark, high contrast, forced colours: every text can be read, and what is current told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.observing import read_texts, wait_for_dash

Open = Callable[..., Page]
# An edition by what the system asks for, or by what the address does; the least contrast of a text in it.
EDITIONS: dict[str, tuple[dict[str, Any], str, float]] = {
    "light": ({}, "", 4.5),
    "dark": ({"color_scheme": "dark"}, "", 4.5),
    "forced": ({"forced_colors": "active"}, "", 4.5),
    "forced dark": ({"forced_colors": "active", "color_scheme": "dark"}, "", 4.5),
    "more contrast": ({"contrast": "more"}, "", 7),
    "dark by address": ({}, "?color=dark", 4.5),
    "light by address": ({"color_scheme": "dark"}, "?color=light", 4.5),
    "high": ({"color_scheme": "dark"}, "?color=high", 7),
    "large": ({}, "?type=large", 7),
    "large in the dark": ({"color_scheme": "dark"}, "?type=large", 7),
}
LOOK = """(links) => links.map((link) => {
    const { backgroundColor, borderBottomColor } = getComputedStyle(link);
    return [link.hasAttribute("aria-current"), backgroundColor + borderBottomColor];
})"""
# What is pressed: of a headline cell all of it is its link.
HEIGHTS = """(links) => links.map((link) => [link.textContent,
    (link.closest(".cell") ?? link).getBoundingClientRect().height])"""


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_text_stands_out_from_what_is_under_it(open_page: Open, edition: str) -> None:
    system, look, least = EDITIONS[edition]
    page = open_page(viewport={"width": 1440, "height": 900}, java_script_enabled=False, **system)
    for path in ("/", "/themes/education"):
        page.goto(path + look)
        texts = read_texts(page)
        assert len(texts) > 50 and [text for text in texts if text[2] < least] == [], path


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_current_theme_region_and_year_can_be_told(open_page: Open, edition: str) -> None:
    system, look, _ = EDITIONS[edition]
    page = open_page(viewport={"width": 1440, "height": 900}, **system)
    page.goto("/themes/population" + look)
    for links in (".top nav a", ".controls a", ".looks a"):
        looks = page.locator(links).evaluate_all(LOOK)
        current = {look for is_current, look in looks if is_current}
        assert current and not current & {look for is_current, look in looks if not is_current}, links


def test_in_the_dark_charts_stay_dark_once_alive(open_page: Open) -> None:
    page = open_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    page.goto("/themes/population?region=131000")
    page.locator("article:has([data-series])").first.hover()
    drawn = page.locator(".under > [aria-hidden]").first
    drawn.wait_for()
    opacity = "(element) => getComputedStyle(element).opacity"
    assert drawn.evaluate(opacity) == "1"
    assert page.locator(".plot .cartesianlayer").first.evaluate(opacity) == "0"
    page.emulate_media(color_scheme="light")
    assert drawn.evaluate(opacity) == "0"


def test_the_switch_to_the_dark_needs_no_reload_and_works_as_a_link_without_scripts(open_page: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    for scripts in (True, False):
        page = open_page(viewport={"width": 1280, "height": 900}, java_script_enabled=scripts)
        page.goto("/")
        light = page.evaluate(ground)
        if scripts:
            page.evaluate("window.stayed = true")
            wait_for_dash(page)
        page.locator(".switches a", has_text="深色").click()
        page.wait_for_url("**/?color=dark")
        page.locator(":root[data-color=dark]").wait_for(state="attached")
        assert page.evaluate(ground) == "rgb(20, 23, 25)" != light
        assert not scripts or page.evaluate("window.stayed")


@pytest.mark.parametrize(
    ("type_", "least", "width"), [("large", 22, 360), ("largest", 30, 768), ("larger", 26, 1440)]
)
def test_in_large_type_nothing_is_small_to_read_or_to_press(
    open_page: Open, type_: str, least: float, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, java_script_enabled=False)
    for path in ("/?lang=en", "/themes/roads", "/compare", "/indicators/resident_population"):
        page.goto(f"{path}{'&' if '?' in path else '?'}type={type_}")
        page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") == width, path
        assert page.locator(".drawing:visible").count() == page.locator(".chart").count()
        assert [text for text in read_texts(page) if text[1] < least - 0.1] == [], path
        boxes = page.locator(
            "a:not(.points a):visible, summary:visible, button:visible, select:visible,fieldset label:visible"
        ).evaluate_all(HEIGHTS)
        assert boxes and [box for box in boxes if box[1] < 60] == [], path
        columns = page.locator(".columns").evaluate_all(
            "grids => grids.map((grid) => getComputedStyle(grid).gridTemplateColumns.split(' ').length)"
        )
        assert set(columns) <= {1}, path
        lines = page.locator(".whole").evaluate_all(
            "parts => parts.map((part) => part.getClientRects().length)"
        )
        assert not lines or max(lines) == 1, path  # a figure keeps its unit here, too
        assert page.locator("a[href*='/search']:visible, .top .search:visible").count() == 1, path


VOICE = """window.spoken = []; window.voice = { speak: (u) => { window.spoken.push(u); }, cancel: () => {} };
Object.defineProperty(window, "speechSynthesis", { value: window.voice });"""


@pytest.mark.fresh
def test_a_card_is_read_aloud_when_its_button_is_pressed_and_no_sooner(open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    page.add_init_script(VOICE)
    page.goto("/themes/jobs?type=large")
    button = page.locator("article .read").first
    button.wait_for()
    assert page.evaluate("window.spoken.length") == 0
    button.click()
    spoken = page.evaluate("window.spoken.map((utterance) => [utterance.text, utterance.lang])")
    title = page.locator(".finding").first.text_content()
    assert spoken[0] == [title, "zh"] and any("8000余个" in text for text, _ in spoken)
    assert (button.text_content(), button.get_attribute("aria-pressed")) == ("停止朗读", "true")
    page.evaluate("window.spoken.at(-1).onend()")
    assert button.text_content() == "朗读"

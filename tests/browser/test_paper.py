"""On paper a page is whole and light, whatever window it is printed from: A4, one drawing a chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.observing import wait_for_dash, wait_until_alive

Open = Callable[..., Page]
A4 = (595, 842)  # points
MARGIN = 42  # points, of every sheet at both sides
PAGES = {"/": 5, "/themes/education": 5, "/documents/anci-livelihood-2023-02-01": 2}


def printed(page: Page) -> PdfDocument:
    """Print a page as its reader would who asks for no backgrounds."""
    return PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))


def texts(paper: PdfDocument) -> list[str]:
    """Return what stands on each sheet, without spaces."""
    return ["".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]


def edges(paper: PdfDocument) -> tuple[float, float]:
    """Return how far left and right the text of any sheet reaches, in points."""
    pages = [sheet.get_textpage() for sheet in paper]
    boxes = [page.get_rect(i) for page in pages for i in range(page.count_rects())]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


@pytest.mark.parametrize(
    "window",
    [
        {"viewport": {"width": 360, "height": 900}},
        {"viewport": {"width": 1024, "height": 900}, "java_script_enabled": False},
        {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
        {
            "viewport": {"width": 768, "height": 900},
            "java_script_enabled": False,
            "look": "?type=large&color=dark",
        },
    ],
    ids=["phone", "without scripts", "dark", "large in the dark"],
)
def test_a_page_is_printed_alike_and_whole_from_every_window(open_page: Open, window: dict[str, Any]) -> None:
    look = window.get("look", "")
    page = open_page(**{name: value for name, value in window.items() if name != "look"})
    for path, count in PAGES.items():
        page.goto(path + look)
        if window.get("java_script_enabled", True):
            wait_until_alive(page)
        titles = page.locator(".finding").all_text_contents()
        paper = printed(page)
        sheets = texts(paper)
        whole = "".join(sheets)
        # In large type drawings are of other widths, and so of other heights.
        assert len(paper) - count in ((-1, 0, 1) if look else (0,)), path
        assert [title for title in titles if "".join(title.split()) not in whole] == [], path
        assert whole.count("来源：") == len(titles), path  # one drawing a chart
        assert {tuple(map(round, sheet.get_size())) for sheet in paper} == {A4}
        left, right = edges(paper)
        assert left >= MARGIN - 1 and right <= A4[0] - MARGIN + 1, path
        for number, sheet in enumerate(sheets, 1):
            assert "第1版·发布于" in sheet and f"{path}?release=1{number}/{len(paper)}" in sheet, path


def test_after_a_link_without_reload_the_margins_name_the_new_page(visit: Callable[..., Page]) -> None:
    page = visit("/")
    wait_for_dash(page)
    link = page.locator(".top nav a").nth(1)
    link.click()
    expect(page.locator("#first")).to_have_count(0)
    path = link.get_attribute("href")
    assert all(f"{path}?release=1" in sheet for sheet in texts(printed(page)))

"""On paper a page is whole and light, whatever window it is printed from: A4, one drawing a chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdfium2 import PdfDocument

from tests.browser.observing import wait_for_dash, wait_until_alive
from tests.setup.kinds import ASKED, BESIDE, kinds_of, path_of

Open = Callable[..., Page]
A4 = (595, 842)  # points
MARGIN = 42  # points, of every sheet at both sides
FOOT = 46  # points, of every sheet's margin below
PAGES = {"/": 3, "/themes/education": 2, "/documents/anci-livelihood-2023-02-01": 2}


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
        # In large type no text is small, on paper neither.
        assert len(paper) - count in ((0, 1, 2) if look else (0,)), path
        assert [title for title in titles if "".join(title.split()) not in whole] == [], path
        assert whole.count("来源：") == len(titles), path  # one drawing a chart
        assert {tuple(map(round, sheet.get_size())) for sheet in paper} == {A4}
        left, right = edges(paper)
        assert left >= MARGIN - 1 and right <= A4[0] - MARGIN + 1, path
        assert min(paper[0].render(scale=0.1).to_pil().convert("L").crop((0, 0, 3, 80)).getextrema()) > 250, (
            path
        )
        for number, sheet in enumerate(sheets, 1):
            assert "第1版·发布于" in sheet and f"{path}?release=1{number}/{len(paper)}" in sheet, path


# What is pressed, which paper can't be.
CONTROLS = ("CSV", "XLSX", "订阅", "保存图片", "数据表", "长者版", "看勘误", "变动", "→", "的县、县级市")


def test_paper_is_light_and_bears_addresses_of_documents_but_nothing_to_press(open_page: Open) -> None:
    page = open_page(
        viewport={"width": 1440, "height": 900},
        java_script_enabled=False,
        color_scheme="dark",
        forced_colors="active",
    )
    for path, address in (
        ("/", "acwmw.com/dongtai/"),
        ("/themes/education", "acwmw.com/dongtai/"),
        ("/compare", "同级地区"),
        ("/indicators/resident_population", "github.com"),
        ("/releases", "第1版"),
    ):
        page.goto(path)
        paper = PdfDocument(page.pdf(prefer_css_page_size=True, print_background=True))
        whole = "".join(texts(paper))
        assert address in whole and not [word for word in CONTROLS if word in whole], path
        for sheet in paper:
            left = sheet.render(scale=0.1).to_pil().convert("L").crop((0, 0, 3, 80))
            assert min(left.getextrema()) > 250, path


def test_rows_of_a_printed_table_are_even_and_dates_unbroken(open_page: Open) -> None:
    page = open_page(viewport={"width": 680, "height": 900}, java_script_enabled=False)
    page.emulate_media(media="print")
    page.goto("/documents")
    cells = page.locator("td").evaluate_all("all => all.map((td) => getComputedStyle(td).display)")
    assert set(cells) == {"table-cell"}
    lines = """all => all.map((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.bottom))).size;
    })"""
    assert set(page.locator("td.published").evaluate_all(lines)) == {1}


def last_lines(paper: PdfDocument) -> list[str]:
    """Return the lowest line of each sheet but the last, over its margin, without spaces."""
    lines = []
    for sheet in [*paper][:-1]:
        page = sheet.get_textpage()
        boxes = [page.get_rect(i) for i in range(page.count_rects())]
        low = min(bottom for _, bottom, _, _ in boxes if bottom > FOOT)
        line = page.get_text_bounded(0, low - 1, A4[0], low + 10)
        lines.append("".join(line.split()))
    return lines


SOAK = pytest.mark.soak


@pytest.mark.parametrize(
    ("paths", "look"),
    [
        ([path_of("overview"), "/report?themes=roads"], "lang=zh"),
        ([path_of("theme")], "type=largest&lang=en"),
        *(
            pytest.param([], look, marks=SOAK)
            for look in ("lang=zh", "lang=en", "type=largest&lang=en", "color=high")
        ),
    ],
)
def test_every_kind_of_page_is_printed_within_its_sheets(
    open_page: Open, server: str, paths: list[str], look: str
) -> None:
    page = open_page(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    every = kinds_of(server) | ASKED
    for path in paths or (every[kind] for kind in every.keys() - BESIDE.keys()):
        page.goto(f"{path}{'&' if '?' in path else '?'}{look}")
        headings = page.locator("h1, h2, h3, .finding, thead").all_text_contents()
        titles = {"".join(heading.split()) for heading in headings}
        paper = printed(page)
        left, right = edges(paper)
        assert left >= MARGIN - 1 and right <= A4[0] - MARGIN + 1, path
        assert all("release=1" in sheet for sheet in texts(paper)), path
        assert not [line for line in last_lines(paper) if line in titles], path


def test_after_a_link_without_reload_the_margins_name_the_new_page(visit: Callable[..., Page]) -> None:
    page = visit("/")
    wait_for_dash(page)
    link = page.locator(".top nav a").nth(1)
    link.click()
    expect(page.locator("#first")).to_have_count(0)
    path = link.get_attribute("href")
    assert all(f"{path}?release=1" in sheet for sheet in texts(printed(page)))

"""Cards and headline figures fill their rows at every width; no chart is set larger than its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, Route

from tests.browser.observing import overflow
from tests.setup.kinds import FIGURE

Visit = Callable[..., Page]
WIDTHS = (360, 768, 1440, 1920)
# Leaves `count` headlines (the last ones again where there are fewer) and measures them.
HEADLINES = """(count) => {
    const grid = document.querySelector(".headlines");
    const cells = [...grid.children];
    for (let n = cells.length; n < count; n++) grid.append(cells[n % cells.length].cloneNode(true));
    while (grid.children.length > count) grid.lastElementChild.remove();
    const box = (e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; };
    return {
        grid: box(grid),
        cells: [...grid.children].map(box),
        figures: [...grid.querySelectorAll(".figure b")].map((e) => box(e)),
    };
}"""
SCALES = """() => [...document.querySelectorAll(".drawing svg[width]")].filter((svg) => svg.clientWidth)
    .map((svg) => svg.clientWidth / svg.getAttribute("width"))"""


TEXT_SIZES = """() => [...document.querySelectorAll("body *:not(svg *)")]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => parseFloat(getComputedStyle(element).fontSize))"""
CAPTIONS = """() => [...document.querySelectorAll(".card .data[open] caption")]
    .map((caption) => caption.offsetWidth / caption.closest(".table").clientWidth)"""


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.soak)])
def test_headline_figures_leave_no_hole_however_many_there_are(visit: Visit, lang: str) -> None:
    for width in WIDTHS:
        page = visit(f"/?lang={lang}")
        page.set_viewport_size({"width": width, "height": 900})
        for count in (12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1):
            found = page.evaluate(HEADLINES, count)
            _, _, whole, height = found["grid"]
            covered = sum(w * h for _, _, w, h in found["cells"])
            assert covered > 0.97 * whole * height, (width, count)
            rows: dict[int, set[int]] = {}
            for (_, top, _, _), (_, figure, _, size) in zip(found["cells"], found["figures"], strict=True):
                rows.setdefault(round(top), set()).add(round(figure + size))
            assert all(max(lines) - min(lines) <= 1 for lines in rows.values()), (width, count, rows)


@pytest.mark.parametrize(
    "path", ["/", "/?region=131000", "/themes/population?region=131000", "/themes/population?period=2010"]
)
def test_no_chart_is_set_larger_than_its_neighbours(visit: Visit, path: str) -> None:
    page = visit(path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        scales = page.evaluate(SCALES)
        assert scales and max(scales) - min(scales) < 0.02, (width, scales)
        assert width < 1440 or max(scales) < 1.02, (width, scales)


@pytest.mark.parametrize("width", [360, 1440])
def test_a_browser_without_container_queries_shows_each_chart_once(
    open_page: Callable[..., Page], width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, bypass_csp=True, java_script_enabled=False)

    def without_container_queries(route: Route) -> None:
        response = route.fetch()
        body, rules = re.subn(r"@container[^{]*{(?:[^{}]*{[^{}]*})*}", "", response.text())
        assert rules
        route.fulfill(response=response, body=body)

    page.route(re.compile(r"/$"), without_container_queries)
    page.goto("/")
    shown = [chart.locator(".drawing:visible").count() for chart in page.locator(".chart").all()]
    assert shown and set(shown) == {1}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_a_caption_is_as_wide_as_its_table(visit: Visit, lang: str) -> None:
    page = visit(f"/?lang={lang}")
    page.set_viewport_size({"width": 360, "height": 900})
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    captions = page.evaluate(CAPTIONS)
    assert captions and min(captions) > 0.9, captions


def test_a_larger_default_text_of_the_browser_enlarges_every_text(visit: Visit) -> None:
    page = visit("/")
    before = page.evaluate(TEXT_SIZES)
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    after = page.evaluate(TEXT_SIZES)
    assert after == [2 * size for size in before]
    assert overflow(page) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_the_current_tab_is_in_view_and_the_strip_shows_that_it_goes_on(
    visit: Visit, page: Page, lang: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    for number in (0, -1):
        visit(f"/?lang={lang}")
        path = page.locator(".top nav a").nth(number).get_attribute("href")
        visit(path)
        tab = page.locator(".top nav [aria-current]").bounding_box()
        assert tab and tab["x"] >= 0 and tab["x"] + tab["width"] <= 360 - 40  # where the strip fades


def test_a_heading_of_two_lines_stands_beside_its_mark(visit: Visit, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    visit("/themes/education?lang=en")
    lines = page.evaluate(
        "() => { const range = document.createRange();"
        " range.selectNodeContents(document.querySelector('h1'));"
        " return [...range.getClientRects()].map((box) => box.left); }"
    )
    assert len(lines) > 1 and max(lines) - min(lines) < 1


def test_a_figure_keeps_its_unit_and_a_date_its_day(visit: Visit) -> None:
    page = visit("/themes/roads")
    assert page.locator(".finding .whole", has_text="298.2公里").count() == 1
    assert page.locator("tbody .whole", has_text="2020年10月21日").count() > 1
    for width in (320, 360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert overflow(page) == 0, width
        broken = page.locator(".whole").evaluate_all(
            "parts => parts.filter((part) => part.getClientRects().length > 1).map((p) => p.textContent)"
        )
        assert broken == [], width


def test_titles_are_balanced_and_no_sentence_ends_in_a_line_of_one_character(visit: Visit) -> None:
    page = visit("/")
    styles = page.evaluate(
        "() => Object.fromEntries("
        "['h1', '.lead', '.finding', '.cell dt a', '.card > .source', 'p.note', 'td']"
        ".map((name) => [name, getComputedStyle(document.querySelector(name)).textWrapStyle]))"
    )
    assert {name for name, style in styles.items() if style == "balance"} >= {"h1", ".lead", ".finding"}
    assert styles.pop("p.note") == styles.pop("td") == "pretty"
    assert set(styles.values()) == {"balance"}


@pytest.mark.parametrize("path", ["/documents", "/regions/131002", "/themes/education", "/compare"])
def test_the_cells_of_a_row_end_on_one_line(visit: Visit, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 768, "height": 900})
    visit(path)
    rows = page.locator(".figures tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.children].map((cell) => cell.getBoundingClientRect().bottom))"
    )
    assert rows and all(max(bottoms) - min(bottoms) < 1 for bottoms in rows)


@pytest.mark.parametrize("path", ["/themes/education", "/indicators/resident_population"])
def test_names_and_sources_in_tables_part_at_their_dots_alone(visit: Visit, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 768, "height": 900})
    visit(path)
    cells = page.locator(".figures .parts").evaluate_all(
        "cells => cells.map((cell) => [...cell.children].map((part) => {"
        " const style = getComputedStyle(part), box = part.getBoundingClientRect();"
        " const text = box.left + parseFloat(style.paddingLeft) - cell.getBoundingClientRect().left;"
        " return [part.textContent, box.height / parseFloat(style.lineHeight), box.top, text]; }))"
    )
    assert cells
    broken = {text for parts in cells for text, lines, _, _ in parts if lines > 1.5}
    assert {text for text in broken if "（" not in text} == set()
    for (
        parts
    ) in cells:  # where a line begins its text is flush, the dot before it is beyond the edge that clips
        starts = [min(text for _, _, at, text in parts if at == top) for top in {part[2] for part in parts}]
        assert all(abs(start) <= 1 for start in starts), parts


def test_the_page_of_a_figure_has_no_hole_beside_it(visit: Visit, page: Page) -> None:
    for width in (1024, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        visit(f"/figures/{FIGURE}")
        boxes = page.locator(".figure-page > .card").evaluate_all(
            "cards => cards.map((card) => { const b = card.getBoundingClientRect();"
            " return [b.left, b.top, b.bottom]; })"
        )
        columns: dict[float, list[tuple[float, float]]] = {}
        for left, top, bottom in boxes[:-1]:
            columns.setdefault(left, []).append((top, bottom))
        assert len(columns) == 2
        for cards in columns.values():
            gaps = [below[0] - above[1] for above, below in pairwise(cards)]
            assert all(20 <= gap < 120 for gap in gaps), (width, gaps)
        rows = page.locator(".figure-page dl > div").evaluate_all(
            "rows => rows.map((row) => row.offsetWidth / row.parentElement.clientWidth)"
        )
        assert rows and min(rows) > 0.99


@pytest.mark.parametrize("width", [320, 360, 480, 540, 800])
def test_a_frame_of_any_width_shows_one_drawing_with_its_text_as_large_as_that_around_it(
    visit: Visit, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 600})
    visit("/embed/budget_shares")
    scales = page.evaluate(
        "() => [...document.querySelectorAll('svg')].filter((svg) => svg.clientWidth)"
        ".map((svg) => svg.clientWidth / svg.getAttribute('width'))"
    )
    assert len(scales) == 1 and 0.9 <= scales[0] <= 1.13 and overflow(page) == 0

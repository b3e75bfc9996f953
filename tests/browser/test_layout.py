"""Cards and headline figures fill their rows at every width; no chart is set larger than its neighbours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

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
SCALES = """() => [...document.querySelectorAll(".drawing svg")].filter((svg) => svg.clientWidth)
    .map((svg) => svg.clientWidth / svg.getAttribute("width"))"""


@pytest.mark.parametrize("lang", ["zh", "en"])
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

"""Each figure drawn is a link with a name, reached by keys, shown under pointer, finger and focus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from data.model.catalog import build_catalog
from data.statements.chart_kinds import CHART_KINDS
from tests.browser.observing import wait_for_dash
from tests.setup.content import read_content
from tests.setup.markup import read_html

CATALOG = build_catalog(read_content())
Open = Callable[..., Page]
Visit = Callable[..., Page]
FOCUSED = "() => document.activeElement.getAttribute('aria-label') || document.activeElement.className"
# Of each chart the names of its points and the texts of its drawing, as shown, each with its box.
CHARTS = """() => [...document.querySelectorAll(".chart")].map((chart) => {
    const shown = (name) => [...chart.querySelectorAll(name)].filter((e) => e.getClientRects().length);
    const boxed = (text, { left, top, right, bottom }) => [text, left, top, right, bottom];
    return [
        shown(".points a").map((a) => boxed(a.getAttribute("aria-label"), a.getBoundingClientRect())),
        shown("text").map((text) => boxed(text.textContent, text.getBoundingClientRect())),
    ];
})"""


def points_of(card: Locator) -> Locator:
    """The points of the drawing that is shown."""
    return card.locator(".drawing:visible .points a")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("path", ["/", "/themes/population?region=131000", "/themes/education"])
def test_every_point_lies_over_what_is_drawn_of_its_figure(open_page: Open, path: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(path)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        charts = page.evaluate(CHARTS)
        assert charts
        for points, texts in charts:
            assert points
            for name, left, top, right, bottom in points:
                assert right - left >= 23 and bottom - top >= 23, name
                inside = [
                    text
                    for text, x, y, end, foot in texts
                    if left <= (x + end) / 2 <= right and top <= (y + foot) / 2 <= bottom
                ]
                parts = [part for text in inside for part in text.split()]
                assert not parts or any(part in name for part in parts), (name, inside)


@pytest.mark.parametrize(
    ("kind", "language"),
    [  # each kind in one language, the next in another; in the soak also the other way round
        pytest.param(kind, language, marks=[pytest.mark.soak] if (place + turn) % 2 else [])
        for place, kind in enumerate(CHART_KINDS)
        for turn, language in enumerate(CATALOG.languages)
    ],
)
def test_a_chart_is_one_tab_stop_and_the_arrows_go_through_its_points(
    visit: Visit, server: str, kind: str, language: str
) -> None:
    path, chart = next(charts_of_kind(server, kind), ("", ""))
    if not chart:
        pytest.skip("no figures of today are drawn so")
    page = visit(f"{path}&lang={language}")
    points = points_of(page.locator(f"#{chart}"))
    names = points.evaluate_all("all => all.map((a) => a.getAttribute('aria-label'))")
    points.first.focus()
    assert page.evaluate(FOCUSED) == names[0]
    last = len(names) - 1
    for key, n in (("ArrowRight", 1), ("ArrowDown", 2), ("End", last), ("ArrowUp", last - 1), ("Home", 0)):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == names[max(0, min(n, last))], key
        expect(page.locator("#tip")).to_be_visible()
    assert points.evaluate_all("all => all.filter((a) => a.tabIndex === 0).length") == 1
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) not in names
    page.keyboard.press("Shift+Tab")
    back = page.evaluate(FOCUSED)
    page.keyboard.press("Escape")
    expect(page.locator("#tip")).to_be_hidden()
    assert page.evaluate(FOCUSED) == back and back in names  # what is shown goes, and the focus stays
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "finding"


def test_of_several_series_arrows_go_along_one_and_to_the_same_time_of_the_next(visit: Visit) -> None:
    card = visit("/themes/income?region=150702").locator("article:has(.points [data-series])").first
    page, points = card.page, points_of(card)
    told = "all => all.map((a) => [Number(a.dataset.series || 0), a.getAttribute('aria-label')])"
    series: dict[int, list[str]] = {}
    for number, name in points.evaluate_all(told):
        series.setdefault(number, []).append(name)
    upper, lower = series[0], series[1]
    points.first.focus()
    for key, name in (
        *(("ArrowRight", name) for name in upper[1:]),
        ("ArrowRight", upper[-1]),  # a series' end isn't another's beginning
        ("ArrowDown", lower[-1]),
        ("ArrowLeft", lower[-2]),
        ("ArrowUp", upper[-2]),
        ("ArrowUp", upper[-2]),
        ("End", lower[-1]),
        ("Home", upper[0]),
    ):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == name, key
        expect(page.locator("#tip")).to_be_visible()
    years = [re.search(r"\d{4}年", name) for name in (upper[-2], lower[-2])]
    assert years[0] and years[1] and years[0][0] == years[1][0]
    for _ in range(2):
        page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "finding"


def test_who_hears_a_chart_is_told_its_name_its_sentence_and_each_point_as_a_link(visit: Visit) -> None:
    page = visit("/themes/roads")
    for chart in page.locator(".chart").all():
        told = chart.aria_snapshot()
        title = chart.locator("xpath=..").locator(".finding").text_content() or ""
        names = points_of(chart).evaluate_all("all => all.map((a) => a.getAttribute('aria-label'))")
        assert squeezed(title) in squeezed(told.splitlines()[0]) and told.startswith("- figure ")
        assert told.count("link ") == len(names) and all(f'link "{name}"' in told for name in names)
        says = chart.locator(f"[id='{chart.get_attribute('aria-describedby')}']").text_content() or ""
        assert says and squeezed(says) in squeezed(told)


def charts_of_kind(server: str, kind: str) -> Iterator[tuple[str, str]]:
    """The charts of a kind that are drawn for regions, each as the page of its theme and its id there."""
    for chart in CATALOG.charts.values():
        for region in CATALOG.regions if chart.kind == kind else ():
            path = f"/themes/{chart.theme}?region={region}"
            with urlopen(server + path) as answer:
                cards = read_html(answer.read().decode()).iter("article")
            yield from ((path, card.get("id", "")) for card in cards if card.get("id") == f"chart-{chart.id}")


def test_what_is_shown_of_a_point_stays_under_the_pointer_and_leaves_on_escape(visit: Visit) -> None:
    page = visit("/themes/jobs")
    for card in page.locator("article").all():
        card.scroll_into_view_if_needed()
        for point in points_of(card).all():
            point.hover()
            tip = page.locator("#tip")
            expect(tip).to_be_visible()
            name = squeezed(point.get_attribute("aria-label") or "")
            figure = squeezed(tip.locator("a").text_content() or "")
            assert figure in name
            over, under = tip.bounding_box(), point.bounding_box()
            assert over and under
            assert over["y"] >= under["y"] + under["height"] or over["y"] + over["height"] <= under["y"]
            assert over["x"] >= 0 and over["x"] + over["width"] <= 1280
    tip = page.locator("#tip")
    assert "安次区文明办" in (tip.locator("p").last.text_content() or "")
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    assert page.evaluate("document.activeElement === document.body || document.activeElement.id === 'main'")


def test_a_tap_shows_what_a_point_is_and_a_second_one_goes_to_its_page(open_page: Open) -> None:
    page = open_page(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    page.goto("/themes/jobs")
    point = points_of(page.locator("article").first).first
    point.scroll_into_view_if_needed()
    point.tap()
    expect(page.locator("#tip")).to_be_visible()
    assert page.url.endswith("/themes/jobs")
    points_of(page.locator("article").first).nth(1).tap()  # which nothing covers
    expect(page.locator("#tip a")).to_have_text("17场")
    expect(page.locator(".tapped")).to_have_attribute("aria-label", re.compile("17场"))
    page.locator("h1").tap()
    expect(page.locator("#tip")).to_be_hidden()
    point.tap()
    point.tap()
    expect(page.locator(".numeral")).to_be_visible()
    assert "/figures/131002/new_urban_jobs/" in page.url


def test_without_scripts_a_point_is_a_link_like_any_other(open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page.goto("/themes/jobs")
    points_of(page.locator("article").first).first.click()
    expect(page.locator("h1")).to_have_text("城镇新增就业岗位")


def test_without_scripts_a_point_says_what_it_is_to_pointer_and_focus(open_page: Open) -> None:
    page = open_page(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    page.goto("/themes/jobs")
    for card in page.locator("article").all():
        for n, point in enumerate(points_of(card).all()):
            tips = card.locator(".tips p")
            point.hover()
            expect(tips.nth(n)).to_be_visible()
            assert squeezed((tips.nth(n).text_content() or "").split("\n")[0]) in squeezed(
                point.get_attribute("aria-label") or ""
            )
            page.mouse.move(0, 0)
            expect(tips.nth(n)).to_be_hidden()
            if n == 0:
                page.keyboard.press("Tab")  # so that the browser shows where the focus is
                point.focus()
                expect(tips.nth(n)).to_be_visible()


def test_a_mark_answers_a_tap_before_the_scripts_of_links_and_series_have_come(open_page: Open) -> None:
    page = open_page(viewport={"width": 360, "height": 800}, has_touch=True, is_mobile=True)
    page.route("**/scripts/page-*.js", lambda route: route.abort("aborted"))
    page.goto("/themes/jobs", wait_until="commit")
    point = points_of(page.locator("article").first).first
    expect(page.locator("[data-alive]")).to_have_count(1)
    point.tap()
    expect(page.locator("#tip")).to_be_visible()
    assert page.url.endswith("/themes/jobs")


def test_a_point_is_followed_without_a_reload_by_whoever_has_dash(visit: Visit) -> None:
    page = visit("/themes/jobs")
    wait_for_dash(page)
    page.evaluate("window.here = true")
    points_of(page.locator("article").first).first.click()
    expect(page.locator("h1")).to_have_text("城镇新增就业岗位")
    assert page.evaluate("window.here === true")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("就业")
    assert points_of(page.locator("article").first).first.get_attribute("tabindex") == "0"


def test_whoever_goes_back_by_keys_is_at_the_link_that_was_followed(visit: Visit) -> None:
    page = visit("/themes/jobs")
    wait_for_dash(page)
    point = points_of(page.locator("article").nth(1)).last
    name = point.get_attribute("aria-label")
    point.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".numeral")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_contain_text("就业")
    page.wait_for_function("name => document.activeElement.getAttribute('aria-label') === name", arg=name)


@pytest.mark.parametrize("path", ["/", "/themes/roads"])
def test_the_first_chart_is_a_few_tab_stops_from_the_top(visit: Visit, path: str) -> None:
    page = visit(path)
    for key in ("Tab", "Enter", "Tab", "Enter"):  # to the content, and past its choices
        page.keyboard.press(key)
    stops = []
    while "points" not in stops and len(stops) < 5:
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.parentNode.getAttribute('class')"))
    assert "points" in stops, stops


@pytest.mark.fresh
def test_no_chart_asks_for_plotly_but_a_series_that_a_reader_reaches_for(visit: Visit, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script("Object.defineProperty(navigator, 'deviceMemory', { value: 1 })")  # none unasked
    visit("/themes/population?region=131000")
    page.wait_for_load_state("networkidle")
    for card in page.locator("article:not(:has([data-series]))").all():
        card.hover()
    page.wait_for_timeout(200)
    assert not [url for url in asked if "plotly" in url or "/charts/" in url]
    series = page.locator("article:has([data-series])").first
    if series.count():
        series.hover()
        expect(series.locator(".under")).to_have_count(1)
        points_of(series).first.hover()
        expect(page.locator("#tip")).to_be_visible()


def test_a_page_may_be_kept_for_the_way_back(visit: Visit) -> None:
    page = visit("/")
    kept = page.evaluate(
        "() => !Object.keys(window).some((key) => /^on(before)?unload$/.test(key) && window[key])"
    )
    response = page.request.get("/")
    assert kept and "no-store" not in response.headers["cache-control"]

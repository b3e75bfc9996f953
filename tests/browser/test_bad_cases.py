"""When something breaks, the page stays whole, says so, and never shows two releases as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Watch
from tests.browser.observing import overflow, shown_text, wait_for_dash, wait_until_alive
from tests.setup.publishing import append, copy_curated, drop_lines, refresh, trust_copies
from tests.setup.serving import serving

pytestmark = pytest.mark.fresh

UPDATE = "**/_dash-update-component"
SCRIPTS = {
    "page": "**/scripts/page-*",
    "dash_renderer": "**/scripts/dash_renderer-*",
    "plotly": "**/scripts/plotly-*",
}
LONG = "农村公路提标改造" * 25  # 200 characters
ROWS = 300
Visit = Callable[..., Page]
expect.set_options(timeout=20_000)


class Forgiving(list[str]):
    """Notes of troubles, but for those that a test makes on purpose."""

    def __init__(self, *parts: str) -> None:
        super().__init__()
        self.parts = parts

    def append(self, trouble: str) -> None:
        if not any(part in trouble for part in self.parts):
            super().append(trouble)


# ---- scripts that don't arrive ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "how"),
    [
        # Each script is missing in one way, and each way is that of one; in the soak all others.
        pytest.param(script, how, marks=[] if place == turn else [pytest.mark.soak])
        for place, script in enumerate(SCRIPTS)
        for turn, how in enumerate(("broken", "blocked", "cut"))
    ],
)
def test_with_a_script_missing_the_page_is_whole_and_its_links_work(
    visit: Visit, page: Page, watch: Watch, script: str, how: str
) -> None:
    def answer(route: Route) -> None:
        if how == "blocked":
            route.abort()
        elif how == "cut":
            content = route.fetch().body()
            route.fulfill(body=content[: len(content) // 2], content_type="text/javascript")
        else:
            route.fulfill(status=503, body="", content_type="text/javascript")

    watch.troubles = Forgiving("/scripts/", "script error")
    page.route(SCRIPTS[script], answer)
    visit("/")
    whole = shown_text(page)
    assert "26.68亿元" in whole and "第1版" in whole
    page.locator("nav a[href='/themes/roads']").hover()
    page.wait_for_timeout(300)
    if script == "dash_renderer":
        wait_until_alive(page)
    assert page.locator("#first svg").count() > 20
    page.locator("nav a[href='/themes/roads']").click()
    page.wait_for_url("**/themes/roads")
    expect(page.locator("h1")).to_have_text("安次区交通路网")
    expect(page.locator("#failure")).to_be_hidden()


def test_a_chart_whose_figure_does_not_come_keeps_its_drawing(visit: Visit, page: Page, watch: Watch) -> None:
    watch.troubles = Forgiving("/charts/population_by_census.json")
    page.route("**/charts/population_by_census.json*", lambda route: route.abort())
    visit("/themes/population?region=131000")
    broken = page.locator("#chart-population_by_census")
    with page.expect_event("requestfailed"):
        broken.hover()
    assert broken.locator(".plot, .under").count() == 0
    expect(broken.locator(".drawing svg[aria-hidden]:visible")).to_have_count(1)


# ---- callbacks that fail ----------------------------------------------------------------------

FAILURES: dict[str, Callable[[Route], None]] = {
    "an error of the server": lambda route: route.fulfill(status=500, json={"error": "x"}),
    "no network": lambda route: route.abort(),
    "a proxy's error page": lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failed_callback_keeps_the_last_good_page_and_says_so_until_one_succeeds(
    visit: Visit, page: Page, watch: Watch, failure: str
) -> None:
    watch.troubles = Forgiving("_dash-update-component", "Callback failed", "Callback error")
    visit("/themes/roads")
    wait_until_alive(page)
    wait_for_dash(page)
    page.locator("nav a[href='/themes/jobs']").click()
    page.wait_for_url("**/themes/jobs")
    wait_until_alive(page)
    before = shown_text(page)
    page.route(UPDATE, FAILURES[failure])
    page.locator("nav a[href='/themes/education']").click()
    expect(page.locator("#failure")).to_be_visible()
    expect(page.locator("#failure")).to_have_text("没有连上服务器，页面仍是刚才的内容。")
    assert page.url.endswith("/themes/jobs")
    assert shown_text(page).replace("没有连上服务器，页面仍是刚才的内容。", "").strip() == before
    page.unroute(UPDATE)
    page.locator("nav a[href='/themes/education']").click()  # the same link once more
    page.wait_for_url("**/themes/education")
    expect(page.locator("h1")).to_have_text("安次区教育")
    expect(page.locator("#failure")).to_be_hidden()


# ---- a store of its own: many rows, long labels, many releases --------------------------------


@dataclass(frozen=True)
class Site:
    """A served store with the curated folder it is published from."""

    address: str
    curated: Path
    url: str

    def publish(self, number: int) -> None:
        """Publish one more release, with another figure of expenditure."""
        article = self.curated / "documents" / "anci-livelihood-2023-02-01.csv"
        text = article.read_text(encoding="utf-8")
        article.write_text(re.sub(r"26\.\d\d亿元", f"26.{number:02}亿元", text), encoding="utf-8")
        refresh(self.curated, self.url, f"更正{number}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("bad_cases")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    names = [LONG, *(f"第{number}号村道" for number in range(2, ROWS + 1))]
    append(curated / "breakdowns.csv", *(f"road_{n},{name},project,," for n, name in enumerate(names)))
    drop_lines(curated / "documents" / "school-projects-anci-2021-03-22.csv", "school_planned_land,")
    trust_copies(curated)
    row = "school_planned_land,131002,2021-03-22,road_{},{}亩,plan,第2段,"
    lands = (row.format(n, n + 1) for n in range(ROWS))
    append(curated / "documents" / "school-projects-anci-2021-03-22.csv", *lands)
    drop_lines(curated / "documents" / "anci-livelihood-2023-02-01.csv", "cultural_events,131002,2022,,60场,")
    refresh(curated, url)
    with serving(url, folder) as address:
        yield Site(address, curated, url)


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Page]:
    """A page on the site of its own; whatever goes wrong in it fails the test."""
    context = browser.new_context(base_url=site.address)
    page, watch = context.new_page(), Watch(site.address)
    watch.follow(page)
    yield page
    context.close()
    assert watch.troubles == []


@pytest.mark.parametrize("width", [360, 1440])
def test_300_rows_and_a_label_of_200_characters_are_shown_whole(reader: Page, width: int) -> None:
    reader.set_viewport_size({"width": width, "height": 900})
    reader.goto("/themes/education")
    wait_until_alive(reader)
    assert overflow(reader) == 0
    card = reader.locator("#chart-school_land_by_project")
    drawn = card.locator(".drawing:visible > [aria-hidden]")
    texts = drawn.locator("text").all_text_contents()
    assert LONG in "".join(texts)
    assert sum(bool(re.fullmatch(r"第\d+号村道（计划）", text)) for text in texts) == ROWS - 1
    assert card.locator("tbody tr").count() == ROWS
    [one] = card.locator(".drawing:visible .points a").all()  # of so many the table has the figures
    assert one.get_attribute("aria-label") == f"学校项目计划占地面积、{ROWS}个数字，见数据表、1 / 1"
    outside = drawn.evaluate(
        """(svg) => { const f = svg.getBoundingClientRect();
        const leaves = (b) => b.left < f.left - 1 || b.right > f.right + 1 || b.bottom > f.bottom + 1;
        return [...svg.querySelectorAll("text")].filter((text) => leaves(text.getBoundingClientRect()))
            .map((text) => text.textContent); }"""
    )
    assert outside == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/themes/culture",
        "/indicators/cultural_events",
        "/?region=130000",
        "/themes/culture?region=131000",
    ],
)
def test_where_nothing_is_published_there_is_no_empty_frame(reader: Page, path: str) -> None:
    reader.goto(path)
    wait_until_alive(reader)
    for card in reader.locator("article").all():
        assert card.locator(".drawing:visible").count() == 1
        assert card.locator("tbody tr").count() > 0
    assert "events_held" not in reader.content()
    assert reader.locator("main").inner_text().strip() != reader.locator("h1").inner_text()


def of_one_release(page: Page) -> int:
    """Return the release of a page; raise where any part of it is of another.

    What has become of a figure since is told with it, and names the release of that.
    """
    shown = page.locator(".page:visible")
    release = int(shown.get_attribute("data-release") or "")
    parts = shown.locator("[data-figure]").evaluate_all("all => all.map((e) => e.dataset.figure)")
    parts += shown.locator("a[href*='/api/v1/observations']").evaluate_all("all => all.map((e) => e.href)")
    assert {int(part) for address in parts for part in re.findall(r"release=(\d+)", address)} <= {release}
    text = shown.inner_text()
    for since in shown.locator(".revised:visible, .nature:visible").all_inner_texts():
        text = text.replace(since, "")
    said = {int(number) for number in re.findall(r"第(\d+)版", text)}
    assert said == {release}
    return release


def test_while_8_releases_are_published_no_page_mixes_them_and_the_next_is_the_newest(
    reader: Page, site: Site
) -> None:
    reader.goto("/")
    first = of_one_release(reader)
    wait_until_alive(reader)
    wait_for_dash(reader)
    opened = shown_text(reader)
    for number in range(1, 9):
        site.publish(number)
        if number % 2 == 0:
            assert of_one_release(reader) == (first if number == 2 else first + number - 2)
            theme = ("spending", "jobs", "relief", "education")[number // 2 - 1]
            reader.locator(f"nav a[href='/themes/{theme}']").click()
            reader.wait_for_url(f"**/themes/{theme}")
            assert of_one_release(reader) == first + number
            wait_until_alive(reader)
    assert "26.08亿元" not in opened
    reader.locator("nav a[href='/themes/spending']").click()
    reader.wait_for_url("**/themes/spending")
    expect(reader.locator(".figures")).to_contain_text("26.08亿元")
    assert of_one_release(reader) == first + 8
    reader.goto(f"/?release={first}")
    assert of_one_release(reader) == first


def test_a_page_that_stays_open_keeps_its_figures_while_another_release_is_published(
    reader: Page, site: Site
) -> None:
    reader.set_viewport_size({"width": 1440, "height": 900})
    reader.goto("/themes/population?region=131000")
    release = of_one_release(reader)
    site.publish(50 + release % 40)
    reader.set_viewport_size({"width": 800, "height": 900})
    card = reader.locator("article:has([data-series])").first
    card.hover()  # asks for the figure, laid out for this width
    expect(card.locator(".under")).to_have_count(1)
    assert of_one_release(reader) == release
    drawn = card.locator(".plot").text_content() or ""
    printed = card.locator("tbody .printed").first.text_content() or ""
    assert printed.split(" ")[0] in re.sub(r"\s", "", drawn)

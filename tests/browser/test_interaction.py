"""What a reader can do: read without scripts, go to another page and back, ask a chart for its sources."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from data.model.catalog import build_catalog
from tests.browser.observing import layout_shift, shown_text, wait_for_dash, wait_until_alive
from tests.setup.content import read_content

CATALOG = build_catalog(read_content())
ARTICLE = "/documents/anci-livelihood-2023-02-01"
KINDS_OF_PAGES = ["/", "/themes/roads", "/indicators/road_works_length", ARTICLE, "/documents", "/releases"]
# Each kind of page in one language, the next in another; in the soak also the other way round.
IN_TURN = [
    pytest.param(path, lang, marks=[pytest.mark.soak] if (place + turn) % 2 else [])
    for place, path in enumerate(KINDS_OF_PAGES)
    for turn, lang in enumerate(CATALOG.languages)
]
Open = Callable[..., Page]
Visit = Callable[..., Page]
expect.set_options(timeout=20_000)


def squeezed(text: str) -> str:
    """Text without spaces: hover labels break their lines."""
    return re.sub(r"\s+", "", text)


# ---- without scripts --------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "lang"), IN_TURN)
def test_without_scripts_a_page_says_all_that_it_says_with_them(
    open_page: Open, path: str, lang: str
) -> None:
    plain, alive = open_page(java_script_enabled=False), open_page()
    for page in (plain, alive):
        page.goto(f"{path}?lang={lang}")
    wait_until_alive(alive)
    for page in (plain, alive):
        for details in page.locator("details").all():
            details.locator("summary").click()
    alive.mouse.move(0, 0)  # off any mark, which would be told beside the pointer
    # What only a script can do, it alone offers.
    alive.evaluate(
        "document.querySelectorAll('.plot, #tip, .excerpt, button.copy').forEach((one) => one.remove())"
    )
    assert shown_text(plain) == shown_text(alive)
    links = "links => links.map(a => a.getAttribute('href'))"
    assert plain.locator("a").evaluate_all(links) == alive.locator("a").evaluate_all(links)


# Of each chart the box that it has, and those of its drawings that are shown: left, right, width, height.
FRAMES = """() => [...document.querySelectorAll(".chart")].map((chart) => {
    const box = (e) => { const { left, right, width, height } = e.getBoundingClientRect();
        return [left, right, width, height]; };
    const shown = [...chart.querySelectorAll("svg[aria-hidden]")].filter((svg) => svg.checkVisibility());
    return [box(chart), shown.map(box)];
})"""


@pytest.mark.parametrize("path", ["/", "/themes/roads", "/indicators/job_fairs"])
def test_without_scripts_every_chart_is_drawn_once_and_fits_its_card(open_page: Open, path: str) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(path)
    for width in (360, 800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        charts = page.evaluate(FRAMES)
        assert charts
        for (left, right, *_), drawings in charts:
            [[start, end, wide, high]] = drawings
            assert wide > 250 and high > 40, (width, drawings)
            assert start >= left - 1 and end <= right + 1, (width, drawings)


def test_without_scripts_tables_links_and_downloads_work(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    card = page.locator("article").first
    expect(card.locator("table")).to_be_hidden()
    card.locator("summary").click()
    expect(card.locator("table")).to_be_visible()
    page.locator("nav a[href='/themes/roads']").click()
    expect(page.locator("h1")).to_contain_text("交通路网")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("指标,")
    page.locator("article .sources a").first.click()
    expect(page.locator("tr:target")).to_be_in_viewport()
    page.locator("a[lang=en]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_what_a_button_copies_is_what_stands_beside_it(open_page: Open) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    for path, place in (("/charts/jobs_and_fairs", ".kit"), ("/themes/roads", ".query")):
        page.goto(path)
        texts = page.locator(f"{place} code").all_text_contents()
        buttons = page.locator(f"{place} button.copy[data-copy]")
        assert buttons.count() == len(texts) > 0
        for text, button in zip(texts, buttons.all(), strict=True):
            button.click()
            expect(button).to_have_text("已复制")
            assert page.evaluate("navigator.clipboard.readText()") == text
    page.goto("/charts/jobs_and_fairs")
    button = page.locator("#picture button.copy")
    button.click()
    expect(button).to_have_text("已复制")
    kinds = "async () => (await navigator.clipboard.read()).flatMap((item) => item.types)"
    assert "image/png" in page.evaluate(kinds)


def test_without_scripts_what_can_be_copied_can_be_selected_and_no_button_is_shown(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/themes/roads")
    expect(page.locator(".query code")).to_contain_text("/api/v1/observations.json?theme=roads")
    expect(page.locator(".query button")).to_be_hidden()


# ---- from page to page ------------------------------------------------------------------------


def stay(page: Page) -> Callable[[], bool]:
    """Mark the document; the answer tells whether it is still the one that was loaded."""
    page.evaluate("window.here = true")
    return lambda: bool(page.evaluate("window.here === true"))


def test_a_link_to_a_page_of_ours_is_followed_without_a_reload(visit: Visit) -> None:
    page = visit("/")
    wait_until_alive(page)
    wait_for_dash(page)
    stayed = stay(page)
    page.locator("nav a[href='/themes/roads']").click()
    expect(page.locator("h1")).to_have_text("安次区交通路网")
    assert page.url.endswith("/themes/roads") and page.title().startswith("安次区交通路网")
    wait_until_alive(page)
    page.locator(".switches a[lang]").click()
    expect(page.locator("h1")).to_contain_text("Roads and transport")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert stayed()
    assert page.locator("#first").count() == 0


def test_back_and_forward_go_through_the_pages_read(visit: Visit) -> None:
    page = visit("/")
    wait_for_dash(page)
    stayed = stay(page)
    for theme in ("jobs", "roads"):
        page.locator(f"nav a[href='/themes/{theme}']").click()
        page.wait_for_url(f"**/themes/{theme}")
    for step, path, heading in (
        (page.go_back, "/themes/jobs", "就业"),
        (page.go_back, "/", "民生数据"),
        (page.go_forward, "/themes/jobs", "就业"),
        (page.go_forward, "/themes/roads", "交通路网"),
    ):
        step()
        expect(page.locator("h1")).to_contain_text(heading)
        assert page.evaluate("location.pathname") == path
        wait_until_alive(page)
    assert stayed()


def test_back_leads_to_the_place_where_the_reader_was(visit: Visit) -> None:
    page = visit("/")
    wait_until_alive(page)
    wait_for_dash(page)
    link = page.locator("a.more[href='/themes/education']").first
    link.scroll_into_view_if_needed()
    left = page.evaluate("scrollY")
    assert left > 500
    link.click()
    page.wait_for_url("**/themes/education")
    assert page.evaluate("scrollY") == 0
    page.locator("footer a[href='/releases']").click()
    page.wait_for_url("**/releases")
    for heading in ("教育", "民生数据"):
        page.go_back()
        expect(page.locator("h1")).to_contain_text(heading)
    page.wait_for_function("(left) => Math.abs(scrollY - left) < 60", arg=left)


def test_a_figure_leads_to_its_row_in_the_document_and_back(visit: Visit) -> None:
    page = visit("/themes/roads")
    wait_for_dash(page)
    stayed = stay(page)
    page.locator(".figures td.source a", has_text="第15段").first.click()
    page.wait_for_url("**/documents/**")
    place = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    row = page.locator(f"[id='{place}']")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("第15段")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("交通路网")
    assert stayed()


def test_a_row_of_a_document_can_be_linked_to_from_anywhere(visit: Visit) -> None:
    page = visit(f"{ARTICLE}#131002-school_projects_basically_complete-actual-2022")
    expect(page.locator("tr:target")).to_be_in_viewport()
    expect(page.locator("tr:target .printed")).to_have_text("25个")


def test_a_source_followed_without_a_reload_marks_the_figure_and_is_read_from_there(visit: Visit) -> None:
    page = visit("/")
    wait_for_dash(page)
    for number in (0, 1):
        link = page.locator("article .sources a").nth(number)
        anchor = (link.get_attribute("href") or "").partition("#")[2]
        link.click()
        expect(page.locator("tr:focus")).to_have_id(anchor)
        expect(page.locator("tr:focus")).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
        page.go_back()
        expect(page.locator("article .sources a").first).to_be_visible()


@pytest.mark.parametrize("lang", CATALOG.languages)
def test_links_that_read_alike_lead_to_the_same_place(visit: Visit, lang: str) -> None:
    for path in ("/", "/themes/education"):
        links = visit(f"{path}?lang={lang}").locator("article .sources a, .more")
        named = "links => links.map((a) => [a.ariaLabel ?? a.innerText, a.href].join('→'))"
        found = set(links.evaluate_all(named))
        texts = [link.partition("→http")[0] for link in found]
        assert texts and len(texts) == len(set(texts)), texts


# Whether a script of ours has taken the next click; the browser doesn't get it either way.
NOTE_CLICK = """() => addEventListener("click", (event) => {
    window.taken = event.defaultPrevented;
    event.preventDefault();
}, { once: true })"""


def test_a_link_opened_elsewhere_leaves_the_page_as_it_is(visit: Visit) -> None:
    page = visit("/")
    wait_for_dash(page)
    link = page.locator("nav a[href='/themes/roads']")
    keys: tuple[Literal["Control", "Meta", "Shift"], ...] = ("Control", "Meta", "Shift")
    for key in keys:
        page.evaluate(NOTE_CLICK)
        link.click(modifiers=[key])
        assert page.evaluate("window.taken") is False, key
    expect(page.locator("h1")).to_have_text("安次区民生数据")
    page.evaluate(NOTE_CLICK)
    link.click()
    assert page.evaluate("window.taken") is True


def test_region_and_year_are_chosen_by_links_and_stay_in_the_address(visit: Visit) -> None:
    page = visit("/")
    wait_for_dash(page)
    page.get_by_role("link", name="廊坊市").click()
    page.wait_for_url("**/?region=131000")
    page.get_by_role("link", name="2022", exact=True).click()
    page.wait_for_url("**/?region=131000&period=2022")
    expect(page.locator("h1")).to_have_text("2022年廊坊市民生数据")
    page.reload()
    expect(page.locator("h1")).to_have_text("2022年廊坊市民生数据")


def test_an_address_that_names_nothing_is_said_so_in_the_page(visit: Visit) -> None:
    page = visit("/nowhere", 404)
    expect(page.locator("h1")).to_have_text("没有这一页")
    page.get_by_role("link", name="回到总览").click()
    expect(page.locator("h1")).to_have_text("安次区民生数据")


def test_nothing_shifts_when_a_page_follows_another(visit: Visit) -> None:
    page = visit("/")
    wait_until_alive(page)
    wait_for_dash(page)
    page.locator("nav a[href='/themes/population']").click()
    page.wait_for_url("**/themes/population")
    wait_until_alive(page)
    assert layout_shift(page) == 0


CLICKED = """(link) => new Promise((resolve) => {
    addEventListener("click", (event) => { resolve(event.defaultPrevented); event.preventDefault(); });
    link.click();
})"""


def test_until_dash_is_there_a_link_is_left_to_the_browser(visit: Visit, page: Page) -> None:
    held: list[Route] = []
    page.route("**/scripts/dash_renderer-*", lambda route: held.append(route))
    visit("/")
    link = page.locator("nav a[href='/themes/roads']")
    link.hover()
    expect(page.locator("script[src*=dash_renderer]")).to_have_count(1)
    assert not link.evaluate(CLICKED)
    while not held:  # the browser asks before we are told
        page.wait_for_timeout(20)
    held[0].continue_()
    wait_for_dash(page)
    assert link.evaluate(CLICKED)


def test_a_page_that_follows_another_comes_packed_in_one_answer_with_every_chart_drawn(
    visit: Visit, page: Page
) -> None:
    visit("/")
    wait_for_dash(page)
    page.route("**/charts/**", lambda route: None)  # never answered
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response("**/_dash-update-component") as answer:
        page.locator("nav a[href='/themes/roads']").click()
    page.wait_for_url("**/themes/roads")
    charts = page.locator(".chart").all()
    assert len(charts) > 1
    for chart in charts:
        assert chart.locator(".drawing svg[aria-hidden]:visible").count() == 1
    assert answer.value.headers["content-encoding"] in ("br", "gzip")
    assert not [url for url in asked if "/charts/" in url and ".json" not in url]
    assert len([url for url in asked if "/charts/" not in url and "/assets/icon" not in url]) == 1


# ---- charts -----------------------------------------------------------------------------------


def reach(page: Page) -> Locator:
    """Point at a chart of a series, and return its card once plotly.js has drawn it."""
    card = page.locator("article:has([data-series])").first
    card.hover()
    expect(card.locator(".drawing.under")).to_have_count(1)
    return card


def test_a_series_that_is_reached_for_says_at_each_time_what_was_printed_and_by_whom(visit: Visit) -> None:
    page = visit("/themes/population?region=131000")
    card = reach(page)
    box = card.locator(".chart").bounding_box()
    assert box
    said = ""
    for step in range(1, 20):  # plotly.js answers between the points, which answer for themselves
        page.mouse.move(box["x"] + box["width"] * step / 20, box["y"] + box["height"] * 0.55)
        said += " ".join(page.locator(".hoverlayer .hovertext").all_text_contents())
    assert card.locator(".plot .barlayer .trace").count() > 0
    drawn = squeezed(card.locator(".plot").text_content() or "")
    for row in card.locator("tbody tr").all():
        assert squeezed(row.locator(".printed a").text_content() or "") in drawn


def test_plotlys_chart_lies_exactly_over_the_drawing(visit: Visit) -> None:
    page = visit("/themes/population?region=131000")
    reach(page)
    boxes = page.evaluate(
        """() => [...document.querySelectorAll(".chart:has(.under)")].map((chart) => {
            const box = (e) => { const b = e.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; };
            return [box(chart.querySelector(".under > [aria-hidden]")), box(chart.querySelector(".plot"))];
        })"""
    )
    assert boxes
    for drawing, plot in boxes:
        assert all(abs(a - b) <= 1 for a, b in zip(drawing, plot, strict=True)), (drawing, plot)


def test_a_chart_is_not_said_twice_to_those_who_cannot_see_it(visit: Visit) -> None:
    page = visit("/themes/population?region=131000")
    reach(page)
    assert page.locator(".drawing > :first-child:not([aria-hidden=true])").count() == 0
    assert page.locator(".plot[aria-hidden=true]").count() == page.locator(".plot").count() > 0
    assert page.locator(".plot a, .plot button, .plot [tabindex]").count() == 0


def test_what_is_selected_of_a_chart_has_each_text_once_and_names_beside_figures(visit: Visit) -> None:
    page = visit("/themes/jobs")
    rows = "城镇新增就业岗位 5830 个 专项招聘活动 17 场 招聘活动提供岗位 8000 余个"
    page.keyboard.press("Control+a")
    assert " ".join(page.evaluate("getSelection().toString()").split()).count(rows) == 1
    page.mouse.click(5, 5)
    subtitle, note = (page.locator(f"article .{name}").first.bounding_box() for name in ("subtitle", "note"))
    assert subtitle and note
    page.mouse.move(subtitle["x"] + 2, subtitle["y"] + 8)
    page.mouse.down()
    page.mouse.move(note["x"] + 40, note["y"] + 8, steps=8)
    page.mouse.up()
    assert rows in " ".join(page.evaluate("getSelection().toString()").split())


def test_a_chart_follows_the_window(visit: Visit) -> None:
    page = visit("/themes/roads")
    for width, drawing in ((1440, "at-560"), (800, "at-680"), (360, "at-296"), (1600, "at-456")):
        page.set_viewport_size({"width": width, "height": 900})
        shown = page.locator("#chart-road_projects .drawing:visible")
        expect(shown).to_have_class(re.compile(drawing))
    page = visit("/themes/population?region=131000")
    card = reach(page)
    page.set_viewport_size({"width": 360, "height": 900})
    expect(card.locator(".plot")).to_have_count(0)


JOBS, INCOMES = "/themes/jobs?region=100000", "/themes/income?region=150702"
LABELS = "links => links.map((a) => a.getAttribute('aria-label'))"


def shown_points(card: Locator) -> list[str]:
    """The names of the points of a card's drawing, without their places among all."""
    names = card.locator(".drawing:visible .points a").evaluate_all(LABELS)
    return [re.sub(r"[、, ]+\d+ / \d+$", "", name) for name in names]


def series_card(visit: Visit, path: str, fields: str) -> Locator:
    """The card of the first chart that has such fields, which a page of its own choice draws."""
    return visit(path).locator(f"article:has(.excerpt {fields})").first


def test_a_reader_chooses_periods_by_keys_and_has_the_whole_back_without_a_reload(visit: Visit) -> None:
    card = series_card(visit, JOBS, "select")
    page, whole = card.page, shown_points(card)
    before = card.locator(".drawing:visible").inner_html()
    for key in ("Tab", "ArrowDown", "ArrowDown"):  # from the summary of its fields' first list on
        if key == "Tab":
            card.locator("select").first.focus()
        else:
            page.keyboard.press(key)
    expect(card.locator(".drawing:visible .points a")).to_have_count(len(whole) - 2)
    assert shown_points(card) == whole[2:]
    card.locator("select").nth(1).select_option("7")
    expect(card.locator(".drawing:visible .points a")).to_have_count(5)
    assert shown_points(card) == whole[2:7]
    drawn = squeezed(card.locator(".drawing:visible").text_content() or "")
    assert all(squeezed(name.split("、")[1]) in drawn for name in whole[2:7])  # there is room for each now
    expect(card.locator(".drawing.under")).to_have_count(1)
    card.locator("select").first.select_option("9")  # later than the end, which gives way
    expect(card.locator(".drawing:visible .points a")).to_have_count(2)
    card.get_by_role("button", name="显示全部").press("Enter")
    expect(card.locator(".drawing:visible .points a")).to_have_count(len(whole))
    expect(card.get_by_role("button", name="显示全部")).to_be_hidden()
    assert shown_points(card) == whole and card.locator(".drawing:visible").inner_html() == before
    assert page.evaluate("document.activeElement.matches('.excerpt select')")


def test_a_reader_drags_over_a_plot_to_see_some_periods_and_clicks_twice_for_all(visit: Visit) -> None:
    card = series_card(visit, JOBS, "select")
    page, whole = card.page, shown_points(card)
    card.hover()
    plot = card.locator(".plot .nsewdrag")
    box = plot.bounding_box()
    assert box
    middle = box["y"] + 8  # over the marks, which are links
    page.mouse.move(box["x"] + box["width"] * 0.4, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, middle, steps=5)
    page.mouse.up()
    expect(card.get_by_role("button", name="显示全部")).to_be_visible()
    expect(card.locator(".drawing:visible .points a")).not_to_have_count(len(whole))
    some = shown_points(card)
    assert 2 <= len(some) < len(whole) and "、".join(some) in "、".join(whole)
    assert card.locator("select").first.input_value() != "1"
    expect(card.locator(".drawing.under")).to_have_count(1)
    card.locator(".plot .nsewdrag").dblclick(position={"x": 4, "y": 4})
    expect(card.locator(".drawing:visible .points a")).to_have_count(len(whole))


def test_a_reader_picks_series_by_keys_and_one_is_always_drawn(visit: Visit) -> None:
    card = series_card(visit, INCOMES, "input")
    page, boxes, names = card.page, card.locator(".excerpt input"), shown_points(card)
    first = [name for name in names if name.startswith("城镇")]
    boxes.nth(1).focus()
    page.keyboard.press("Space")
    expect(card.locator(".drawing:visible .points a")).to_have_count(len(first))
    assert shown_points(card) == first
    boxes.nth(0).focus()
    page.keyboard.press("Space")
    assert [box.is_checked() for box in boxes.all()] == [True, False]
    boxes.nth(1).check()
    expect(card.locator(".drawing:visible .points a")).to_have_count(len(names))


def test_where_no_figure_is_of_the_periods_and_lines_picked_a_reader_is_told_so_and_finds_back(
    visit: Visit,
) -> None:
    card = series_card(visit, INCOMES, "input")
    page, names = card.page, shown_points(card)
    says = '<p class="note nothing" role="status">没有数字</p>'
    page.route("**/charts/**", lambda route: route.fulfill(json={"drawing": says}))
    card.locator(".excerpt input").first.uncheck()
    expect(card.locator(".drawing:visible").get_by_role("status")).to_have_text("没有数字")
    expect(card.locator(".drawing:visible .points")).to_have_count(0)
    expect(page.locator("#failure")).to_be_hidden()
    page.unroute("**/charts/**")
    card.get_by_role("button", name="显示全部").click()
    assert shown_points(card) == names


def test_with_the_server_gone_a_chart_stays_whole_and_says_so(visit: Visit) -> None:
    card = series_card(visit, INCOMES, "input")
    page, names = card.page, shown_points(card)
    page.route("**/charts/**", lambda route: route.abort("aborted"))
    card.locator(".excerpt input").first.click()  # put back at once
    expect(page.locator("#failure")).to_be_visible()
    assert shown_points(card) == names and card.locator(".excerpt input").first.is_checked()


def test_lines_of_several_regions_are_compared_at_one_time(visit: Visit) -> None:
    page = visit("/compare?indicator=shantytown_households&regions=100000,150702")
    card = reach(page)
    assert card.locator(".plot .barlayer .trace").count() > 0


@pytest.mark.fresh
@pytest.mark.parametrize(
    ("machine", "drawn"),
    [("", 1), ("deviceMemory: 1", 0), ("connection: { saveData: true, effectiveType: '4g' }", 0)],
)
def test_one_chart_in_view_is_drawn_unasked_by_a_machine_that_can_spare_it(
    page: Page, visit: Visit, machine: str, drawn: int
) -> None:
    page.add_init_script(
        f"for (const [name, value] of Object.entries({{ {machine} }}))"
        " Object.defineProperty(navigator, name, { value });"
    )
    page.set_viewport_size({"width": 1280, "height": 2400})
    visit("/themes/jobs?region=150702")
    assert page.locator(".chart[data-series]").count() > 1
    if drawn:
        expect(page.locator(".under")).to_have_count(1)
    page.wait_for_timeout(3000)
    assert page.locator(".under").count() == drawn
    page.locator("article:has([data-series])").last.hover()
    expect(page.locator(".under")).to_have_count(drawn + 1)

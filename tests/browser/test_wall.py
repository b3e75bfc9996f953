"""The wall in a real browser: five sizes, turning, keys, an hour without server, a new release."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.fresh

Open = Callable[..., Page]
SIZES = {
    "1920x1080": (1920, 1080),
    "3840x2160": (3840, 2160),
    "3840x1080": (3840, 1080),
    "6656x1792": (6656, 1792),
    "auto": (2560, 1080),
}
# How the wall's drawing is laid over the window, and whether any text reaches out of it.
LAID = """() => {
    const drawings = [...document.querySelectorAll("section:not([hidden]) svg")];
    const drawing = drawings.find((svg) => svg.checkVisibility());
    const matrix = drawing.getScreenCTM();
    const texts = [...drawing.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
    const lap = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - a.height * 0.3 && b.top < a.bottom - b.height * 0.3;
    const out = (box) => box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight;
    return {
        across: matrix.a, down: matrix.d, cut: texts.filter(out).length, texts: texts.length,
        where: [...drawing.querySelectorAll("text")].filter((text) => out(text.getBoundingClientRect()))
            .map((text) => text.textContent),
        filled: drawing.viewBox.baseVal.width * matrix.a / innerWidth,
        overflow: document.documentElement.scrollWidth - innerWidth,
        lapping: texts.filter((a, i) => texts.some((b, j) => i < j && lap(a, b))).length,
    };
}"""
PATIENCE = 10  # s
SCENE = """[...document.querySelectorAll(".wall")].find((wall) => wall.offsetWidth)
    .querySelectorAll("section:not([hidden])")[0].getAttribute("aria-label")"""


@pytest.mark.parametrize(
    ("size", "lang"),
    [
        # Each size in one language, the next in the other; in the soak also the other way round.
        pytest.param(size, lang, marks=[pytest.mark.soak] if (place + turn) % 2 else [])
        for place, size in enumerate(SIZES)
        for turn, lang in enumerate(("zh", "en"))
    ],
)
def test_a_wall_is_filled_and_nothing_is_stretched_or_cut(open_page: Open, size: str, lang: str) -> None:
    width, height = SIZES[size]
    page = open_page(viewport={"width": width, "height": height}, java_script_enabled=False)
    page.goto(f"/screen?lang={lang}&size={size}")
    for number in range(page.locator(".wall:visible section").count()):
        page.evaluate(
            "(n) => document.querySelectorAll('.wall').forEach((wall) => [...wall.children].forEach("
            "(section, i) => { section.hidden = i !== n % wall.children.length; }))",
            number,
        )
        laid = page.evaluate(LAID)
        assert laid["across"] == pytest.approx(laid["down"]), laid
        assert laid["filled"] == pytest.approx(1, abs=0.001) and laid["overflow"] == 0, laid
        assert laid["texts"] and laid["cut"] == laid["lapping"] == 0, (number, page.evaluate(SCENE), laid)


def walled(open_page: Open, query: str = "") -> Page:
    """Open a wall whose clock only the test moves."""
    page = open_page(viewport={"width": 1920, "height": 1080})
    page.clock.install()
    page.goto(f"/screen?size=1920x1080{query}")
    page.locator("#keys").wait_for(state="attached")
    until(page, "!document.getElementById('keys').hidden")
    return page


def until(page: Page, condition: str) -> None:
    """Wait for a condition without the page's own clock, which stands still."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        time.sleep(0.02)


def turn(page: Page, seconds: int = 20) -> str:
    """Let a scene's time pass; return the one shown then."""
    before = page.evaluate(SCENE)
    page.clock.run_for(seconds * 1000)
    until(page, f"({SCENE}) !== {json.dumps(before)}")
    return str(page.evaluate(SCENE))


def test_scenes_turn_by_themselves_until_a_key_or_a_tap_stops_them(open_page: Open) -> None:
    page = walled(open_page)
    headlines = [s.get_attribute("aria-label") for s in page.locator("section").all()]
    assert [page.evaluate(SCENE), turn(page), turn(page)] == headlines[:3]
    for key, shown in (("ArrowRight", 3), ("ArrowLeft", 2), ("1", 0), ("ArrowUp", -1), ("2", 1)):
        page.keyboard.press(key)
        assert page.evaluate(SCENE) == headlines[shown], key
    page.clock.run_for(60_000)
    assert page.evaluate(SCENE) == headlines[1]  # stopped by the keys
    page.keyboard.press("Enter")
    assert turn(page) == headlines[2]
    page.mouse.click(400, 400)
    page.clock.run_for(60_000)
    assert page.evaluate(SCENE) == headlines[2]
    assert not Axe().run(page).response["violations"]
    page.clock.run_for(300_000)  # whoever stopped it has gone
    until(page, f"({SCENE}) !== {json.dumps(headlines[2])}")


def test_with_the_server_gone_a_wall_goes_on_for_an_hour_and_says_since_when(open_page: Open) -> None:
    page = walled(open_page)
    turn(page)
    assert page.locator("#since").is_hidden()
    page.route("**/*", lambda route: route.abort("aborted"))
    for _ in range(20):  # five minutes without anybody are as an hour: nothing is counted
        turn(page)
    assert "起连不上服务器，显示的是第1版" in page.locator("#since").inner_text()
    page.clock.fast_forward(3_600_000)
    turn(page)
    page.unroute("**/*")
    turn(page)
    assert page.locator("#since").is_hidden()


def test_a_new_release_comes_in_between_two_scenes(open_page: Open, server: str) -> None:
    page = walled(open_page)
    page.evaluate("window.stayed = true")
    turn(page)

    def newer(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        text = answer.text().replace('data-drawn="', 'data-drawn="x').replace("第1版", "第2版")
        headers = {**answer.headers, "etag": '"other"'}
        route.fulfill(status=200, body=text, headers=headers)  # type: ignore[attr-defined]

    page.route("**/screen**", newer)
    turn(page)
    assert "第2版" in page.locator("section:not([hidden])").inner_text() and page.evaluate("window.stayed")


@pytest.mark.soak
def test_after_two_thousand_turns_a_wall_takes_no_more_memory(open_page: Open) -> None:
    page = walled(open_page, "&turn=5")
    session = page.context.new_cdp_session(page)

    def weight() -> tuple[float, int]:
        session.send("HeapProfiler.collectGarbage")
        heap = session.send("Runtime.getHeapUsage")["usedSize"]
        return heap, session.send("Memory.getDOMCounters")["nodes"]

    for _ in range(50):
        turn(page, 5)
    heap, nodes = weight()
    for _ in range(2_000):
        turn(page, 5)
    later, more = weight()
    assert later < heap * 1.1 + 200_000 and more <= nodes + 20, (heap, later, nodes, more)

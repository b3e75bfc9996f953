"""Whatever readers do to read and to press: narrow windows, zoom, spaced text, fingers, keys alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.observing import overflow
from tests.setup.kinds import CATALOG
from tests.setup.states import STATUS, visit

ZOOMED = (320, 256)  # a window of 1280 × 1024 px at 400 %
PHONE, DESKTOP = (360, 800), (1280, 900)
STOPS = 12  # from the content's beginning to the first card
# How WCAG 1.4.12 has text spaced.
SPACED = """() => {
    const sheet = new CSSStyleSheet();
    const spaced = { "line-height": "1.5", "letter-spacing": ".12em", "word-spacing": ".16em" };
    const rules = Object.entries(spaced).map(([name, length]) => `${name}: ${length} !important`);
    sheet.replaceSync(`* { ${rules.join(";")} } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet];
}"""
UNSPACED = "document.adoptedStyleSheets = []"
# What hides a part of what it holds, but for what readers of screens alone are meant to meet.
CUT = """() => [...document.querySelectorAll("body *:not(.unseen, .skip, svg *)")].filter((element) => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    if (!element.checkVisibility() || clipPath !== "none") return false;
    const hides = (overflow) => /hidden|clip/.test(overflow);
    return (hides(overflowX) && element.scrollWidth > element.clientWidth + 1)
        || (hides(overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map((element) => `${element.localName}.${element.className}: ${element.textContent.slice(0, 40)}`)"""
# What a finger of a height misses that aims at its middle. A link in a sentence has the height of its line,
# one in a table that of its row; of a headline all of the cell answers.
MISSED = """(height) => {
    const reach = height / 2 - 1;
    const isSaid = (node) => node.nodeType === 3 && node.data.trim();
    const isInline = (one) => /^inline/.test(getComputedStyle(one).display);
    const isInSentence = (one) => one.matches(":is(p, li, dd) a") && isInline(one)
        && [...one.parentNode.childNodes].some(isSaid);
    const isMissed = (one) => {
        const target = one.matches("[type=checkbox], [type=radio]") ? one.closest("label") : one;
        const aim = () => {
            const { left, top, width, height } = target.getClientRects()[0];
            return [left + width / 2, top + height / 2];
        };
        if (one.closest("nav")) one.scrollIntoView({ block: "nearest", inline: "center" });
        const away = Math.abs(aim()[1] - innerHeight / 2);
        if (away > innerHeight / 2 - height) scrollBy(0, aim()[1] - innerHeight / 2);
        const [x, y] = aim();
        return [y - reach, y + reach].some((y) => {
            const hit = document.elementFromPoint(x, y);
            return !target.contains(hit) && !target.closest(".cell")?.contains(hit);
        });
    };
    const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden])";
    return [...document.querySelectorAll(pressed)]
        .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        .filter((one) => !one.closest(".skip, .points, td, th, .marked, blockquote") && !isInSentence(one))
        .filter(isMissed)
        .map((one) => `${one.localName}.${one.className} in ${one.parentNode.className}: ${one.textContent}`);
}"""
# How many times Tab is pressed from the beginning of the content to the first card, past what may be skipped.
# A page whose cards hold nothing that takes the focus has none to reach.
STEPS = """() => {
    const pressed = "a[href], button, summary, select, textarea, input:not([type=hidden])";
    const stops = [...document.querySelectorAll(`main :is(${pressed})`)]
        .filter((one) => one.checkVisibility() && one.tabIndex >= 0);
    const isOfCard = (one) => one.closest(".card, .cell");
    const card = stops.findIndex(isOfCard);
    const skip = stops.findIndex((one) => one.matches(".skip"));
    if (skip < 0 || skip > card) return card + 1;
    const target = document.querySelector(stops[skip].hash);
    const isAfter = (one) => target.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    return skip + 1 + stops.filter(isAfter).findIndex(isOfCard) + 1;
}"""
Sight = tuple[str, str, str]  # a page's state, its address, a language


def unreadable(page: Page, sight: Sight) -> Iterator[tuple[str, object]]:
    """Give what hinders readers who zoom, have text spaced, or go by keys alone."""
    open_in(page, sight)
    for size in (ZOOMED, DESKTOP):
        resize(page, *size)
        yield f"{size}: scrolls sideways by", overflow(page)
        page.evaluate(SPACED)
        yield f"{size}, spaced: scrolls sideways by", overflow(page)
        yield f"{size}, spaced: cut", page.evaluate(CUT)
        page.evaluate(UNSPACED)
    yield f"over {STOPS} stops to the first card", max(0, page.evaluate(STEPS) - STOPS)


def missed(page: Page, sight: Sight) -> Iterator[tuple[str, object]]:
    """Give what a finger misses on a phone."""
    open_in(page, sight)
    resize(page, *PHONE)
    yield "phone: missed", page.evaluate(MISSED, 44)


def missed_large(page: Page, sight: Sight) -> Iterator[tuple[str, object]]:
    """Give what is missed in large type, on a phone and else."""
    if sight[0] == "embed":  # which looks as the system asks alone
        return
    open_in(page, sight, "type=large")
    for size in (PHONE, DESKTOP):
        resize(page, *size)
        yield f"{size}, large: scrolls sideways by", overflow(page)
        yield f"{size}, large: missed", page.evaluate(MISSED, 60)


def open_in(page: Page, sight: Sight, parameters: str = "") -> None:
    """Go to a page in a state, with all that can be opened in it open."""
    state, address, language = sight
    asked = f"{address}{'&' if '?' in address else '?'}lang={language}&{parameters}"
    assert visit(page, state, asked) == STATUS.get(state, 200), asked
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


Hindrances = Callable[[Page, Sight], Iterator[tuple[str, object]]]


def found(
    browser: Browser, hindrances: Hindrances, sights: Iterable[Sight]
) -> list[tuple[str, str, str, object]]:
    page = browser.new_page()
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    faults = [
        (state, language, what, fault)
        for state, address, language in sights
        if state != "screen"  # a wall is neither zoomed nor touched
        for what, fault in hindrances(page, (state, address, language))
        if fault
    ]
    page.close()
    return faults


@pytest.mark.parametrize("hindrances", [unreadable, missed, missed_large])
def test_pages_can_be_zoomed_spaced_and_pressed(
    browser: Browser, kinds: dict[str, str], hindrances: Hindrances
) -> None:
    turn, languages = [unreadable, missed, missed_large].index(hindrances), [*CATALOG.languages]
    some = [*kinds.items()][turn::3]
    sights = ((*kind, languages[n % len(languages)]) for n, kind in enumerate(some))
    assert found(browser, hindrances, sights) == []


@pytest.mark.soak
@pytest.mark.parametrize("hindrances", [unreadable, missed, missed_large])
@pytest.mark.parametrize("language", CATALOG.languages)
def test_every_page_in_every_state_can_be_zoomed_spaced_and_pressed(
    browser: Browser, states: dict[str, str], hindrances: Hindrances, language: str
) -> None:
    assert found(browser, hindrances, ((*state, language) for state in states.items())) == []

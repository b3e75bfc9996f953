"""A walk through every page in every language: nothing goes wrong, nothing is cut off, nothing leaves us."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from data.model.catalog import build_catalog
from tests.browser.conftest import Watch
from tests.browser.observing import layout_shift, overflow, wait_until_alive
from tests.setup.content import measured, measured_themes, read_content

CATALOG = build_catalog(read_content())
HOME = CATALOG.home_region
EMPTY = next(id for id in CATALOG.themes if id not in measured_themes(CATALOG)[HOME])
THEME, *THEMES = (f"/themes/{id}" for id in measured_themes(CATALOG)[HOME])
PAGES = ["/", "/documents", "/releases", "/corrections", THEME, f"/themes/{EMPTY}"]
# What has no figures here has a page like any other's: every twentieth is looked at.
ALIKE = [
    *(f"/indicators/{id}" for id in dict.fromkeys((*measured()[HOME], *[*CATALOG.indicators][::20]))),
    *(f"/documents/{id}" for id in CATALOG.documents),
]
STATES = ["/?region=131000", "/?period=2020", "/themes/population?region=131000&period=2022", "/?release=1"]
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 800}


@pytest.fixture(scope="module")
def walker(browser: Browser, server: str) -> Iterator[tuple[Page, Watch]]:
    """One reader who goes through the whole site, with scripts kept as a browser keeps them."""
    context = browser.new_context(base_url=server)
    page, watch = context.new_page(), Watch(server)
    watch.follow(page)
    yield page, watch
    context.close()


def one_language(place: int) -> list[str]:
    """The language in which one of many pages alike is walked through: two in one, two in the next."""
    languages = [*CATALOG.languages]
    return [languages[place // 2 % len(languages)]]


@pytest.mark.parametrize(
    ("place", "path", "languages"),
    [
        *((place, path, [*CATALOG.languages]) for place, path in enumerate([*PAGES, *STATES])),
        *((place, path, one_language(place)) for place, path in enumerate([*THEMES[::2], *ALIKE[::5]])),
        *(
            pytest.param(place, path, [*CATALOG.languages], marks=pytest.mark.soak)
            for place, path in enumerate([*THEMES, *ALIKE])
        ),
    ],
)
def test_a_page_is_sound_in_every_language_on_phone_and_desktop(
    walker: tuple[Page, Watch], place: int, path: str, languages: list[str]
) -> None:
    page, watch = walker
    watch.troubles.clear()
    for turn, language in enumerate(languages, start=place):
        size, other = (PHONE, DESKTOP) if turn % 2 else (DESKTOP, PHONE)
        page.set_viewport_size(size)
        response = page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert response is not None and response.status == 200
        wait_until_alive(page)
        assert (overflow(page), layout_shift(page)) == (0, 0), (language, size)
        assert page.title() and page.locator("h1").count() == 1
        page.set_viewport_size(other)
        assert overflow(page) == 0, (language, other)
    assert watch.troubles == []

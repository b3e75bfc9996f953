"""Pages for people who can't see or use a mouse: nothing that axe knows to be a barrier, tables open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from data.model.catalog import build_catalog
from tests.browser.observing import wait_until_alive
from tests.setup.content import read_content

CATALOG = build_catalog(read_content())
THEMES = [f"/themes/{id}" for id in CATALOG.themes]
KINDS = [
    *("/", "/documents", "/releases", "/corrections", THEMES[0]),
    *(f"/documents/{next(iter(CATALOG.documents))}", f"/indicators/{next(iter(CATALOG.indicators))}"),
]


@pytest.mark.parametrize(
    ("alive", "language", "pages"),
    [
        pytest.param(True, "zh", KINDS, id="alive"),
        pytest.param(False, "en", KINDS, id="drawn"),
        *(
            pytest.param(alive, language, [*KINDS, *THEMES], marks=pytest.mark.soak)
            for alive in (True, False)
            for language in CATALOG.languages
        ),
    ],
)
def test_pages_have_no_barrier_that_axe_knows_of(
    open_page: Callable[..., Page], alive: bool, language: str, pages: list[str]
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    if not alive:
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    for path in pages:
        page.goto(f"{path}?lang={language}")
        if alive:
            wait_until_alive(page)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found = Axe().run(page).response["violations"]
        assert not [(v["id"], v["nodes"][0]["html"]) for v in found], path

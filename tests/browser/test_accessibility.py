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
PAGES = [
    *("/", "/documents", "/releases", "/corrections"),
    *(f"/themes/{id}" for id in CATALOG.themes),
    *(f"/documents/{next(iter(CATALOG.documents))}", f"/indicators/{next(iter(CATALOG.indicators))}"),
]


@pytest.mark.parametrize("language", CATALOG.languages)
@pytest.mark.parametrize("alive", [False, True], ids=["drawn", "alive"])
def test_pages_have_no_barrier_that_axe_knows_of(
    open_page: Callable[..., Page], alive: bool, language: str
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900})
    if not alive:
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    for path in PAGES:
        page.goto(f"{path}?lang={language}")
        if alive:
            wait_until_alive(page)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        found = Axe().run(page).response["violations"]
        assert not [(v["id"], v["nodes"][0]["html"]) for v in found], path

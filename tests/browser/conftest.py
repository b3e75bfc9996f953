"""A real browser, and pages that fail the test for whatever goes wrong in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, sync_playwright

from tests.setup.kinds import ASKED, kinds_of
from tests.setup.serving import BROWSER_ARGUMENTS, browser_path
from tests.setup.states import serving_states

# Our pages need no processes to keep them from one another; without, a page costs a seventh less. With
# a megabyte to paint in, nothing is painted that no window shows, and it costs a quarter less.
TOGETHER = ["--process-per-site", "--disable-site-isolation-trials", "--force-gpu-mem-available-mb=1"]


class Watch:
    """Notes console errors, script errors, failed requests and requests that leave our origin."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.troubles: list[str] = []
        self.expected: set[str] = set()  # addresses that a test visits for their 4xx answer
        self._listeners: tuple[tuple[Any, Callable[[Any], None]], ...] = (
            ("console", self._console),
            ("pageerror", self._thrown),
            ("requestfailed", self._failed),
            ("request", self._asked),
        )

    def follow(self, page: Page) -> None:
        """Note whatever goes wrong in `page` from now on."""
        for event, listener in self._listeners:
            page.on(event, listener)

    def leave(self, page: Page) -> None:
        """Note nothing more of `page`."""
        for event, listener in self._listeners:
            page.remove_listener(event, listener)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.location["url"] not in self.expected:
            self.troubles.append(f"console: {message.text} ({message.location['url']})")

    def _thrown(self, error: Error) -> None:
        self.troubles.append(f"script error: {error}")

    def _failed(self, request: Request) -> None:
        # ERR_ABORTED is the reader going on, or an answer that is saved instead of shown.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.url}: {request.failure}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.origin}/", "data:", "blob:", "about:")):
            self.troubles.append(f"off our origin: {request.url}")


def clear(page: Page, options: dict[str, Any]) -> None:
    """Leave a page as it was when it was opened."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.unroute_all()
    emulated = ("color_scheme", "forced_colors", "reduced_motion", "contrast")
    page.emulate_media(media="null", **{name: options.get(name, "null") for name in emulated})
    page.goto("about:blank")
    page.mouse.move(0, 0)
    page.set_viewport_size(options.get("viewport", {"width": 1280, "height": 720}))


# These tests', not the session's: while playwright runs, no other test of the worker can have an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path(), args=[*BROWSER_ARGUMENTS, *TOGETHER]
        )
        yield browser
        browser.close()


@pytest.fixture
def watch(server: str) -> Iterator[Watch]:
    """What goes wrong in this test's pages; anything does fail it."""
    watch = Watch(server)
    yield watch
    assert not watch.troubles, "\n".join(watch.troubles)


@pytest.fixture(scope="package")
def idle(browser: Browser) -> dict[str, list[Page]]:
    """Pages that tests are done with, by how they were opened: opening one costs more than what it shows."""
    return defaultdict(list)


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, server: str, watch: Watch, idle: dict[str, list[Page]]
) -> Iterator[Callable[..., Page]]:
    """Opens a page as if nobody had used it: `open_page(java_script_enabled=False, viewport={...})`.

    A test marked `fresh` has it alone, since it leaves what can't be taken back: scripts that run first, a
    clock, what a cache misses.
    """
    fresh = request.node.get_closest_marker("fresh")
    with ExitStack() as after:

        def open_page(**options: Any) -> Page:
            pages = idle[repr(options)]
            if fresh or not pages:
                page = browser.new_context(base_url=server, **options).new_page()
            else:
                page = pages.pop()
            after.callback(page.context.close if fresh else lambda: pages.append(page))
            if not fresh:
                after.callback(clear, page, options)
            after.callback(watch.leave, page)
            watch.follow(page)
            return page

        yield open_page


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of 1280 × 800."""
    return open_page(viewport={"width": 1280, "height": 800})


@pytest.fixture
def visit(page: Page, server: str, watch: Watch) -> Callable[..., Page]:
    """Goes to an address and asserts its status: `visit("/themes/roads")`, `visit("/nowhere", 404)`."""

    def visit(path: str, status: int = 200) -> Page:
        if status >= 400:
            watch.expected.add(f"{server}{path}")
        response = page.goto(path)
        assert response is not None and response.status == status, (path, response and response.status)
        return page

    return visit


@pytest.fixture(scope="session")
def kinds(server: str) -> dict[str, str]:
    """The address of a page of every kind, by name."""
    return {name: f"{server}{path}" for name, path in (kinds_of(server) | ASKED).items()}


@pytest.fixture(scope="session")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The address of a page in every state, by name: for the soak, since it takes servers of its own."""
    with serving_states(tmp_path_factory.mktemp("states")) as states:
        yield states

"""Pictures of the real pages: docs/screenshot.png; every kind at each width in tests/output/screenshots.

Run by `make screenshots`. Nothing is compared: the pictures are there to be looked at.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from dashboard.screen.walls import AUTO, SHAPES
from tests.setup.serving import BROWSER_ARGUMENTS, ROOT, browser_path, publish, serving

OUTPUT = ROOT / "tests" / "output" / "screenshots"
SHOWN = ROOT / "docs" / "screenshot.png"
LARGEST = 300_000  # bytes of the picture in the README
HEIGHTS = {360: 800, 768: 1024, 1440: 900, 1920: 1080}  # of a window, by its width
LANGUAGES = ("zh", "en")
EDITIONS = {"dark": "color=dark", "high": "color=high", "large": "type=large", "largest": "type=largest"}
WALLS = [size for size in SHAPES if size != AUTO]


def pages(server: str) -> Iterator[tuple[str, str]]:
    """Give every kind of page by name and path; of themes all, of indicators and documents the first.

    The overview also where less is known: of every region.
    """
    yield "overview", "/"
    regions = dict.fromkeys(_listed(server, "observations", "region"))
    yield from ((f"overview-{id}", f"/?region={id}") for id in regions)
    themes = _listed(server, "themes", "theme")
    yield from ((f"theme-{id}", f"/themes/{id}") for id in themes)
    yield "indicator", f"/indicators/{_listed(server, 'indicators', 'indicator')[0]}"
    yield "documents", "/documents"
    yield "document", f"/documents/{_listed(server, 'documents', 'document')[0]}"
    yield "releases", "/releases"
    yield "corrections", "/corrections"
    yield "accessibility", "/accessibility"
    yield "not-found", "/nowhere"


def take(browser: Browser, url: str, width: int, picture: Path, *, whole: bool, height: int = 0) -> None:
    """Save a page as a browser window of `width` shows it; the `whole` page, or what fits the window."""
    page = browser.new_page(viewport={"width": width, "height": height or HEIGHTS[width]})
    page.goto(url, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=picture, full_page=whole, animations="disabled")
    page.close()
    print(picture.relative_to(ROOT))


def take_all(browser: Browser, server: str) -> None:
    """Take every kind of page at every width in each language and edition, the README's, and the wall."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for name, path in pages(server):
        for width in HEIGHTS:
            for language in LANGUAGES:
                url = f"{server}{path}{'&' if '?' in path else '?'}{urlencode({'lang': language})}"
                take(browser, url, width, OUTPUT / f"{name}-{language}-{width}.png", whole=True)
            for edition, look in EDITIONS.items():
                url = f"{server}{path}{'&' if '?' in path else '?'}{look}"
                take(browser, url, width, OUTPUT / f"{name}-{edition}-{width}.png", whole=True)
    take(browser, f"{server}/", 1440, SHOWN, whole=False)
    for size in WALLS:
        width, height = map(int, size.split("x"))
        for scene in range(1, 12 // SHAPES[size][0].columns):
            url = f"{server}/screen?size={size}&scene={scene}&turn=0"
            picture = OUTPUT / f"screen-{size}-{scene:02}.png"
            take(browser, url, width, picture, whole=False, height=height)


def main() -> None:
    """Publish into a new store, serve it, and take every picture."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(publish(Path(folder)), Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        take_all(browser, server)
        browser.close()
    if (size := SHOWN.stat().st_size) > LARGEST:
        raise SystemExit(f"{SHOWN.relative_to(ROOT)} has {size} bytes, more than {LARGEST}")


def _listed(server: str, name: str, id: str) -> list[str]:
    with urlopen(f"{server}/api/v1/{name}.json") as answer:
        return [row[id] for row in json.load(answer)[name]]


if __name__ == "__main__":
    main()

"""Pictures of the real pages: docs/screenshot.png, and a contact sheet of every page, edition and width.

Run by `make screenshots`; with words behind it, `python -m tests.take_screenshots theme compare` takes only
pages whose names hold one of them. Nothing is compared: the pictures are there to be looked at.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright
from pypdfium2 import PdfDocument

from dashboard.screen.walls import AUTO, SHAPES
from tests.setup.kinds import CATALOG, FIGURE, kinds_of
from tests.setup.serving import BROWSER_ARGUMENTS, ROOT, browser_path, publish, serving
from tests.setup.states import publish_twice

OUTPUT = ROOT / "tests" / "output" / "screenshots"
DOCS = ROOT / "docs"
LARGEST = 300_000  # bytes of a picture in the documentation
HEIGHTS = {360: 800, 768: 1024, 1440: 900, 1920: 1080}  # of a window, by its width
TALLEST = 16_000  # px of a picture; browsers take no more at once
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
# How each edition is had: by what the address says, and by what the system asks for.
EDITIONS: dict[str, tuple[str, Mapping[str, str]]] = {
    "default": ("", {}),
    "dark": ("", {"color_scheme": "dark"}),
    "forced": ("", {"forced_colors": "active", "color_scheme": "dark"}),
    "english": ("lang=en", {}),
    "high": ("color=high", {}),
    "large": ("type=large", {}),
    "largest": ("type=largest&color=dark", {}),
}
MANY = ("overview-", "theme-")  # of which there are many alike
OF_MANY = ("default", "english")  # the editions that these are taken in
WALLS = {size: tuple(map(int, size.split("x"))) for size in SHAPES if size != AUTO} | {AUTO: (2560, 1080)}
SHEET = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Contact sheet</title>
<style>
body {{ font: 14px sans-serif; background: #ddd; }}
div {{ display: flex; align-items: start; gap: 12px; margin-bottom: 12px; }}
b {{ width: 5em; flex: none; }}
img {{ display: block; zoom: .25; max-height: 6400px; object-fit: cover; object-position: top; }}
</style>
{sections}
"""


@dataclass
class Camera:
    """One page of one browser, and the pictures that it has taken: by page, by edition."""

    page: Page
    taken: dict[str, dict[str, list[Path]]] = field(default_factory=dict)
    shown: str = ""  # the address that the page is at: it is laid out anew for a width, not fetched again

    def open(self, url: str) -> None:
        """Go to an address, unless it is where the page is."""
        if url != self.shown:
            self.page.goto(url)
            self.shown = url

    def take(self, name: str, edition: str, url: str, width: int, height: int = 0) -> None:
        """Save a page as a window of `width` shows it: all of it, or its first `height`."""
        self.page.set_viewport_size({"width": width, "height": height or HEIGHTS[width]})
        self.open(url)
        picture = self._picture(name, edition, f"{width}.jpg")
        whole = min(TALLEST, self.page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height or whole}
        self.page.screenshot(path=picture, type="jpeg", quality=80, full_page=True, clip=clip)  # type: ignore[arg-type]

    def print(self, name: str, url: str) -> None:
        """Save a page as its sheets of paper."""
        self.open(url)
        paper = PdfDocument(self.page.pdf(prefer_css_page_size=True))
        for number, sheet in enumerate(paper, 1):
            sheet.render(scale=1.5).to_pil().save(self._picture(name, "print", f"{number}.jpg"), quality=80)

    def contact_sheet(self) -> str:
        """Return all that was taken as one HTML page: a row an edition."""
        sections = (
            f"<h2>{escape(name)}</h2>"
            + "".join(
                f"<div><b>{escape(edition)}</b>{''.join(map(_thumbnail, pictures))}</div>"
                for edition, pictures in editions.items()
            )
            for name, editions in self.taken.items()
        )
        return SHEET.format(sections="".join(sections))

    def _picture(self, name: str, edition: str, end: str) -> Path:
        picture = OUTPUT / f"{name}-{edition}-{end}"
        self.taken.setdefault(name, {}).setdefault(edition, []).append(picture)
        return picture


def _thumbnail(picture: Path) -> str:
    return f'<a href="{picture.name}"><img loading="lazy" alt="{picture.stem}" src="{picture.name}"></a>'


def pages_of(server: str, corrected: str, empty: str) -> Iterator[tuple[str, str]]:
    """Give pages by name and address: every kind, each region's overview, each theme, and what goes wrong.

    `corrected` serves a second release; `empty` has none to serve.
    """
    for name, path in kinds_of(server).items():
        if name != "screen":
            yield name, f"{server}{path}"
    for region in dict.fromkeys(_listed(server, "observations", "region")):
        yield f"overview-{region}", f"{server}/?region={region}"
    for theme in CATALOG.themes:
        yield f"theme-{theme}", f"{server}/themes/{theme}"
    yield "search-found", f"{server}/search?q=人口"
    yield "search-nothing", f"{server}/search?q=zzzz"
    yield "compare-few", f"{server}/compare?indicator=resident_population&regions=131002,131003"
    yield "nothing", f"{server}/themes/roads?region=131000"
    for name, path in (
        ("earlier", "/?release=1"),
        ("corrected", "/themes/jobs"),
        ("corrected-figure", f"/figures/{FIGURE}"),
        ("corrections-some", "/corrections"),
        ("releases-two", "/releases"),
        ("release-second", "/releases/2"),
    ):
        yield name, f"{corrected}{path}"
    yield "refused", f"{server}/?{'x=1&' * 100}"
    yield "unavailable", f"{empty}/"


def take_all(camera: Camera, pages: Iterable[tuple[str, str]], wanted: list[str]) -> None:
    """Take pages of which a name is wanted, in every edition at every width and on paper."""
    for name, url in pages:
        if wanted and not any(word in name for word in wanted):
            continue
        for edition in OF_MANY if name.startswith(MANY) else EDITIONS:
            look, system = EDITIONS[edition]
            camera.page.emulate_media(**{**LIGHT, **system})  # type: ignore[arg-type]
            for width in HEIGHTS:
                camera.take(name, edition, f"{url}{'&' if '?' in url else '?'}{look}" if look else url, width)
        camera.page.emulate_media(**LIGHT)  # type: ignore[arg-type]
        camera.print(name, url)


def take_walls(camera: Camera, server: str) -> None:
    """Take every scene of the wall in every size, in both languages."""
    for size, (width, height) in WALLS.items():
        for language in CATALOG.languages:
            url = f"{server}/screen?size={size}&turn=0&lang={language}"
            camera.open(url)
            for scene in range(1, camera.page.locator(".wall:visible section").count() + 1):
                camera.take(f"screen-{size}", f"{language}-{scene:02}", f"{url}&scene={scene}", width, height)


def take_for_docs(page: Page, server: str) -> None:
    """Take the picture that the README shows."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(server)
    picture = DOCS / "screenshot.png"
    page.screenshot(path=picture)
    if (size := picture.stat().st_size) > LARGEST:
        raise SystemExit(f"{picture.relative_to(ROOT)} has {size} bytes, more than {LARGEST}")


def main(wanted: list[str]) -> None:
    """Publish into new stores, serve them, and take every picture."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(3)]
        empty = f"sqlite:///{folders[2] / 'empty.db'}"
        servers = [
            stack.enter_context(serving(publish(folders[0]), folders[0])),
            stack.enter_context(serving(publish_twice(folders[1]), folders[1])),
            stack.enter_context(serving(empty, folders[2], healthy=HTTPStatus.SERVICE_UNAVAILABLE)),
        ]
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        page = browser.new_page()
        page.route("**/_dash-component-suites/**", lambda route: route.abort())  # nothing is pressed
        camera = Camera(page)
        take_all(camera, pages_of(*servers), wanted)
        if not wanted or any(word in "screen" for word in wanted):
            take_walls(camera, servers[0])
        if not wanted:
            take_for_docs(page, servers[0])
        browser.close()
    (OUTPUT / "index.html").write_text(camera.contact_sheet(), encoding="utf-8")
    print(f"{(OUTPUT / 'index.html').relative_to(ROOT)}: {sum(map(len, _all(camera)))} pictures")


def _all(camera: Camera) -> Iterator[list[Path]]:
    for editions in camera.taken.values():
        yield from editions.values()


def _listed(server: str, name: str, id: str) -> list[Any]:
    with urlopen(f"{server}/api/v1/{name}.json") as answer:
        return [row[id] for row in json.load(answer)[name]]


if __name__ == "__main__":
    main(sys.argv[1:])

"""What browser tests wait for and measure: charts that answer, overflow, layout shift."""

from __future__ import annotations

from playwright.sync_api import Page

# The script has come: each chart that is shown has one tab stop among its points.
ALIVE = """() => [...document.querySelectorAll(".points")].filter((e) => e.getClientRects().length)
    .every((points) => points.querySelectorAll("a[tabindex='0']").length === 1)"""
# How far layout has shifted since the page began, but for what the reader's own doing shifts.
SHIFT = """() => new Promise((resolve) => {
    let shift = 0;
    const add = (entry) => { shift += entry.hadRecentInput ? 0 : entry.value; };
    new PerformanceObserver((list) => list.getEntries().forEach(add))
      .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(shift), 50));
})"""
# By how much the page is wider than its window, once a new size has been laid out.
WIDER = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() =>
    resolve(document.documentElement.scrollWidth - innerWidth))))"""


def wait_until_alive(page: Page) -> None:
    """Wait until every chart of a page answers the pointer."""
    page.wait_for_function(ALIVE)


def wait_for_dash(page: Page) -> None:
    """Point at a link, and wait until Dash has come to follow it without a reload."""
    page.locator("nav a[data-page]").first.dispatch_event("pointerover")
    page.wait_for_selector("#react-entry-point[data-ready]", state="attached")


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window; none is 0."""
    return max(0, int(page.evaluate(WIDER)))


def layout_shift(page: Page) -> float:
    """Return the cumulative layout shift of a page so far."""
    return float(page.evaluate(SHIFT))


def shown_text(page: Page) -> str:
    """Return what a page shows as text, each run of white space as one space."""
    return " ".join(page.inner_text("body").split())


# Each text of a page that is seen, with its size in px and its contrast to what it stands on: in a drawing
# to the mark under its middle, else to the nearest ground that is painted.
TEXTS = """() => {
    const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const channels = (color) => {
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = color;
        brush.fillRect(0, 0, 1, 1);
        return [...brush.getImageData(0, 0, 1, 1).data].map((c) => c / 255);
    };
    const luminance = (color) => {
        const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = channels(color).map(linear);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (channels(color)[3] > 0.5) return color;
        }
        return "white";
    };
    const marked = (drawing, { left, width, top, height }) => [...drawing.querySelectorAll("svg > path")]
        .filter((mark) => /^(rgb|color)/.test(getComputedStyle(mark).fill))
        .findLast((mark) => {
            const point = new DOMPoint(left + width / 2, top + height / 2);
            return mark.isPointInFill(point.matrixTransform(mark.getScreenCTM().inverse()));
        });
    const seen = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!node.data.trim() || !seen(element) || element.closest(".plot, .unseen, .skip")) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (!box.width || getComputedStyle(element).clipPath !== "none") continue;
        const style = getComputedStyle(element);
        const drawn = element.closest("svg");
        const under = drawn && marked(drawn, box);
        const [color, on] = drawn ? [style.fill, under ? getComputedStyle(under).fill : ground(drawn)]
            : [style.color, ground(element)];
        const scale = drawn ? element.getScreenCTM().a : 1;
        const [dark, light] = [luminance(color), luminance(on)].sort((a, b) => a - b);
        texts.push([node.data.trim(), parseFloat(style.fontSize) * scale, (light + 0.05) / (dark + 0.05)]);
    }
    return texts;
}"""


def read_texts(page: Page) -> list[tuple[str, float, float]]:
    """Return every text that is seen: what it says, its size in px, its contrast to what is under it."""
    return [(text, size, contrast) for text, size, contrast in page.evaluate(TEXTS)]

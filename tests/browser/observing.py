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


# What scripts of ours know of colours: their contrast, and the ground that is painted under an element.
COLORS = """
    const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const known = new Map();
    const channels = (color) => {
        if (known.has(color)) return known.get(color);
        brush.clearRect(0, 0, 1, 1);
        brush.fillStyle = color;
        brush.fillRect(0, 0, 1, 1);
        known.set(color, [...brush.getImageData(0, 0, 1, 1).data].map((c) => c / 255));
        return known.get(color);
    };
    const luminance = (color) => {
        const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        const [r, g, b] = channels(color).map(linear);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (color, on) => {
        const [dark, light] = [luminance(color), luminance(on)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const ground = (element) => {
        for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor;
            if (channels(color)[3] > 0.5) return color;
        }
        return "white";
    };
    const laid = (color, opacity, on) => {
        const [over, under] = [channels(color), channels(on)];
        const part = opacity * over[3];
        return `rgb(${over.slice(0, 3).map((c, i) => 255 * (c * part + under[i] * (1 - part)))})`;
    };
    const isPainted = (color) => /^(rgb|color)/.test(color) && channels(color)[3] > 0;
    const filled = (mark, on) => {
        const { fill, fillOpacity } = getComputedStyle(mark);
        if (isPainted(fill)) return [laid(fill, fillOpacity, on)];
        const id = /^url\\("?#([^")]+)/.exec(fill)?.[1];
        if (!id) return [];
        const parts = [...mark.ownerSVGElement.querySelector(`[id="${id}"]`).children];
        const paper = parts.flatMap((part) => (part.hasAttribute("stroke") ? [] : filled(part, on)))[0] ?? on;
        return [paper, ...parts.flatMap((part) => edged(part, paper))];
    };
    const edged = (mark, on) => {
        const { stroke, strokeOpacity, strokeWidth } = getComputedStyle(mark);
        return isPainted(stroke) && parseFloat(strokeWidth) ? [laid(stroke, strokeOpacity, on)] : [];
    };
"""
# Each text of a page that is seen, in fields too, with its size in px and its contrast to what it stands on:
# in a drawing to the mark under its middle, else to the nearest ground that is painted.
TEXTS = (
    f"""() => {{{COLORS}"""
    + """
    const marked = (drawing, { left, width, top, height }) => [...drawing.querySelectorAll("svg > path")]
        .filter((mark) => filled(mark, "white").length)
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
        const on = ground(drawn ?? element);
        const grounds = under ? filled(under, on) : [on];
        const color = drawn ? style.fill : style.color;
        const scale = drawn ? element.getScreenCTM().a : 1;
        texts.push([node.data.trim(), parseFloat(style.fontSize) * scale,
            Math.min(...grounds.map((ground) => contrast(laid(color, 1, ground), ground)))]);
    }
    for (const field of document.querySelectorAll("input, select, textarea")) {
        if (!seen(field) || !field.clientWidth || /^(checkbox|radio|file)$/.test(field.type)) continue;
        for (const [text, part] of [[field.value, ""], [field.placeholder, "::placeholder"]]) {
            const [{ color, fontSize }, on] = [getComputedStyle(field, part), ground(field)];
            if (text) texts.push([text, parseFloat(fontSize), contrast(laid(color, 1, on), on)]);
        }
    }
    return texts;
}"""
)


def read_texts(page: Page) -> list[tuple[str, float, float]]:
    """Return every text that is seen: what it says, its size in px, its contrast to what is under it."""
    return [(text, size, contrast) for text, size, contrast in page.evaluate(TEXTS)]


# Each figure drawn that is told neither by a text of its own nor by a mark of 3:1 to the ground, with what is
# seen best of it: of its mark the edge or fill, of a pattern the stripes.
FAINT = (
    f"""() => {{{COLORS}"""
    + """
    const seen = (drawing, on) => new Map([...drawing.querySelectorAll("path")]
        .filter((mark) => !mark.closest("pattern"))
        .map((mark) => [mark, [...filled(mark, on), ...edged(mark, on)].map((color) => contrast(color, on))])
        .map(([mark, contrasts]) => [mark, Math.max(1, ...contrasts)]));
    const boxed = (text) => [text.textContent, text.getBoundingClientRect()];
    const lap = (a, b) => a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
    const faint = [];
    for (const points of document.querySelectorAll(".points")) {
        if (!points.checkVisibility()) continue;
        const drawing = points.parentElement.querySelector("svg:not(.points)");
        const marks = [...seen(drawing, ground(drawing))];
        const texts = [...drawing.querySelectorAll("text")].map(boxed);
        for (const link of points.children) {
            const [name, box] = [link.getAttribute("aria-label"), link.getBoundingClientRect()];
            const over = texts.filter(([, other]) => lap(box, other)).flatMap(([text]) => text.split(" "));
            if (over.some((part) => /\\d/.test(part) && name.includes(part))) continue;
            const toDrawing = drawing.getScreenCTM().inverse();
            let most = 1;
            for (let n = 0; n < 225; n++) {
                const across = box.left + (box.width * (n % 15 + 0.5)) / 15;
                const down = box.top + (box.height * (Math.floor(n / 15) + 0.5)) / 15;
                const point = new DOMPoint(across, down).matrixTransform(toDrawing);
                const isOn = (mark) => mark.isPointInFill(point) || mark.isPointInStroke(point);
                for (const [mark, contrast] of marks) if (contrast > most && isOn(mark)) most = contrast;
            }
            if (most < 3) faint.push([name, most]);
        }
    }
    return faint;
}"""
)


def read_faint_figures(page: Page) -> list[tuple[str, float]]:
    """Return the figures drawn that neither a text nor a mark of 3:1 tells, with their marks' contrast."""
    return [(name, contrast) for name, contrast in page.evaluate(FAINT)]

"""A figure drawn by the server beside the same figure drawn by plotly.js, element by element."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, Page
from plotly import graph_objects as go

from dashboard.charts.svg import draw
from dashboard.serving.scripts import plotly_source

TOLERANCE = 2  # px

# Both pictures lie on each other at the page's corner. An element is told as kind, text, the four sides of
# its box, fill and outline; what only the pointer meets is left out, for the server doesn't draw it.
_MEASURE = """(selector) => {
  const seen = (css) => css !== 'none' && css !== 'rgba(0, 0, 0, 0)';
  const paint = (css) => css.startsWith('url') ? 'pattern' : seen(css) ? css : 'none';
  const found = [];
  for (const node of document.querySelectorAll(selector)) {
    if (node.closest('pattern, defs, .hoverlayer, .zoomlayer, .cursor-pointer')) continue;
    const box = node.getBoundingClientRect(), css = getComputedStyle(node);
    const clear = (name) => Number(css[name + 'Opacity']) === 0;
    const fill = clear('fill') ? 'none' : paint(css.fill);
    const stroke = clear('stroke') || css.strokeWidth === '0px' ? 'none' : paint(css.stroke);
    const kind = node.tagName === 'text' ? 'text' : fill === 'none' && stroke === 'none' ? '' : 'shape';
    if (!kind || !(stroke === 'none' ? box.width && box.height : box.width || box.height)) continue;
    const text = kind === 'text' ? node.textContent : '';
    const font = kind === 'text' ? ` ${css.fontSize} ${css.fontWeight}` : '';
    const type = kind + (kind === 'text' ? ` ${text}` : '');
    found.push([type, [box.left, box.top, box.right, box.bottom], `fill ${fill} stroke ${stroke}${font}`]);
  }
  return found;
}"""
_DRAWN = "#drawn path, #drawn text"
# What looks alike is one path: each part gets one of its own, in both pictures.
_APART = """() => {
  for (const path of document.querySelectorAll('#drawn path:not(pattern path), .js-line, .js-fill')) {
    const parts = path.getAttribute('d').split(/(?=M)/);
    for (const part of parts.slice(1)) {
      const copy = path.cloneNode();
      copy.setAttribute('d', part);
      path.after(copy);
    }
    path.setAttribute('d', parts[0]);
  }
}"""
_PLOTTED = (
    "#plotted .bars .point path, #plotted .scatterlayer path.js-line, #plotted .scatterlayer path.js-fill, "
    "#plotted .scatterlayer path.point, #plotted .scatterlayer text"
)
_PLOT = """(figure) => Plotly.newPlot('plotted', figure.data, figure.layout,
  {displayModeBar: false, showSendToCloud: false, plotlyServerURL: ''}).then(() => document.fonts.ready)"""


def open_canvas(browser: Browser) -> Page:
    """Open a page with plotly.js and room for one picture of each."""
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.set_content(
        "<style>body{margin:0} #drawn,#plotted{position:absolute;left:0;top:0}</style>"
        '<div id="drawn"></div><div id="plotted"></div>'
    )
    page.add_script_tag(path=plotly_source())  # the one that readers are sent
    return page


def differences(page: Page, figure: go.Figure) -> list[str]:
    """Draw the figure both ways; return what differs by more than two pixels, in paint or in number."""
    page.evaluate("document.getElementById('drawn').innerHTML = ''")
    page.evaluate(_PLOT, figure.to_plotly_json())
    place = "([svg, font]) => Object.assign(drawn, {innerHTML: svg}).style.fontFamily = font"
    page.evaluate(place, [draw(figure), figure.layout.font.family])
    page.evaluate(_APART)
    ours, theirs = (page.evaluate(_MEASURE, selector) for selector in (_DRAWN, _PLOTTED))
    only_ours = [one for one in ours if not _taken_from(theirs, one)]
    return [f"only ours: {one}" for one in only_ours] + [f"only theirs: {one}" for one in theirs]


def clipped_or_overlapping(page: Page) -> list[str]:
    """Return the texts of the picture drawn last that leave it or lie upon each other, as set."""
    frame = page.evaluate(
        "(() => { const b = drawn.firstChild.getBoundingClientRect(); return [b.right, b.bottom] })()"
    )
    texts = [(name, _glyphs(box)) for name, box, _ in page.evaluate(_MEASURE, "#drawn text")]
    outside = [f"clipped: {name} {box}" for name, box in texts if not _within(box, frame)]
    pairs = [(a, b) for i, a in enumerate(texts) for b in texts[i + 1 :]]
    return outside + [f"upon each other: {a} {b}" for a, b in pairs if _meet(a[1], b[1])]


def _taken_from(others: list[Any], one: Any) -> bool:
    """Take the counterpart of `one` out of `others`, if it is there."""
    for i, other in enumerate(others):
        apart = max(abs(x - y) for x, y in zip(one[1], other[1], strict=True))
        if apart <= TOLERANCE and (one[0], one[2]) == (other[0], other[2]):
            del others[i]
            return True
    return False


def _glyphs(box: list[float]) -> tuple[float, float, float, float]:
    """The part of a line's box that its glyphs fill: the middle two thirds."""
    left, top, right, bottom = box
    spare = (bottom - top) / 6
    return left, top + spare, right, bottom - spare


def _within(box: tuple[float, ...], frame: list[float]) -> bool:
    return box[0] >= -1 and box[1] >= -1 and box[2] <= frame[0] + 1 and box[3] <= frame[1] + 1


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return not (a[2] - 1 <= b[0] or b[2] - 1 <= a[0] or a[3] - 1 <= b[1] or b[3] - 1 <= a[1])

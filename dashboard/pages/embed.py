"""A chart to be framed by other sites: one figure without a script, its drawing, sources and the way here."""

from __future__ import annotations

from html import escape

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.theme import HAIRLINE, INK, MUTED, readable
from dashboard.charts.figures.typesetting import wrap_caption
from dashboard.charts.svg import draw
from dashboard.pages.phrases import dotted, whole
from dashboard.request.address import drawn_state
from dashboard.request.html import render

# Of each drawing its width, the least frame's that it is shown in, and the width that it is enlarged to: its
# text is about as large as that around it. All in px.
DRAWINGS = ((296, 0, 332), (456, 436, 492), (560, 532, 616))
FRAME = 600  # px, at which the height is told
PAD, GAP = 16, 8
DARK = {INK: "#ece8e0", MUTED: "#aab2bb", HAIRLINE: "#363c42", "#ffffff": "#1d2125"}
SIZES = {"title": (18, 26), "text": (14, 20), "source": (13, 18)}  # px, of type and of its line
STYLE = """*{margin:0}
body{padding:16px;color:#1c2127;background:#fff;color-scheme:light dark;
font:14px/20px "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
font-variant-numeric:tabular-nums}
h1{font-size:18px;line-height:26px}p,svg{margin-top:8px}
svg{display:none;width:100%;height:auto}
.muted{color:#59626d}.source{font-size:13px;line-height:18px}
.whole{white-space:nowrap}.muted{overflow:hidden}
.muted>span{display:inline-block;position:relative;margin:0 .9em 0 -.9em;padding-left:.9em}
.muted i{position:absolute;left:-.12em;width:.9em;text-align:center;font-style:normal}
.muted>.closed{margin-right:.4em}.muted>:has(+.anew){margin-right:0}
.revised{color:#a8322a}a{color:inherit;position:relative;padding:13px 0}a+a{margin-left:16px}
@media(prefers-contrast:more){.muted,.revised{color:inherit}svg [fill="#59626d"]{fill:currentcolor}}"""


def write_embed(view: ChartView, site: str, page: str) -> tuple[str, str]:
    """Return a chart as a document to be framed, and its style sheet. Raises ChartRefused.

    `site` is the site's name, `page` the address of the chart's page, whole where the site's own is known.
    """
    words = view.context.words
    color = view.context.reader.catalog.themes[view.chart.theme].color
    style = "".join(STYLE.splitlines()) + _shown() + _dark(color)
    drawings = "".join(
        draw(view.figure(width), title=view.title).replace("<svg ", f'<svg class="w{width}" ', 1)
        for width, _, _ in DRAWINGS
    )
    says = "".join(_paragraph(text, name) for text, name in _texts(view))
    links = "".join(
        f'<a href="{escape(f"{page}{part}")}" target="_top">{escape(text, quote=False)}</a>'
        for text, part in ((site, ""), (words("citation"), "#citation"), (words("chart_data"), "#data"))
    )
    document = (
        f'<!DOCTYPE html><html lang="{words.locale.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="responsive-embedded-sizing">'
        f'<title>{escape(view.title, quote=False)}</title><link rel="canonical" href="{escape(page)}">'
        f"<style>{style}</style></head><body><main><figure>"
        f"<figcaption><h1>{escape(view.title, quote=False)}</h1>"
        f"{_paragraph(view.under_title, 'muted')}</figcaption>{drawings}{says}"
        f'<p class="source">{links}</p></figure></main></body></html>'
    )
    return document, style


def height_of(view: ChartView, width: int = FRAME) -> int:
    """Return how high the document is, in px, in a frame of a width."""
    room = width - 2 * PAD
    drawn, _, most = next(one for one in reversed(DRAWINGS) if width >= one[1])
    drawing = float(view.figure(drawn).layout.height) * min(room, most) / drawn
    height = 2 * PAD + 2 * GAP + drawing
    height += _lines(view.title, "title", room, bold=True) + _lines(view.under_title, "text", room)
    for text, name in _texts(view):
        height += GAP + _lines(text, "source" if name.startswith("source") else "text", room)
    return round(height + GAP + SIZES["source"][1])


def embed_address(view: ChartView) -> str:
    """The canonical address of a chart to be framed."""
    query = drawn_state(view.context.address.but(last=str(view.last or "")))
    return f"/embed/{view.chart.id}{query and f'?{query}'}"


def frame_code(view: ChartView, site: str, width: int = FRAME) -> str:
    """The HTML by which a page frames a chart: as high as it is at that width, or by itself where it can."""
    return (
        f'<iframe src="{escape(f"{site}{embed_address(view)}")}" title="{escape(view.title)}" width="{width}"'
        f' height="{height_of(view, width)}" style="width:100%;border:0;frame-sizing:content-height"'
        ' loading="lazy"></iframe>'
    )


def _texts(view: ChartView) -> list[tuple[str, str]]:
    """What stands under the drawing, and how it is set; of all corrections in one line."""
    revised = view.context.words("list_semicolon").join(view.revisions)
    return [
        *((note, "") for note in view.notes),
        *([(revised, "revised")] if revised else []),
        (view.source, "source muted"),
    ]


def _paragraph(text: str, name: str) -> str:
    styled = f' class="{name}"' if name else ""
    return f"<p{styled}>{render(dotted(text) if 'muted' in name else whole(text))}</p>"


def _lines(text: str, kind: str, room: float, *, bold: bool = False) -> int:
    size, leading = SIZES[kind]
    return len(wrap_caption(text, size, room, bold, even=False)) * leading


def _shown() -> str:
    """The rules by which a frame shows the drawing that suits its width."""
    ends = (start - 0.02 for _, start, _ in (*DRAWINGS[1:], (0, 100_000, 0)))
    return "".join(
        f"@media(min-width:{start}px)and (max-width:{end}px){{.w{width}{{display:block;max-width:{most}px}}}}"
        for (width, start, most), end in zip(DRAWINGS, ends, strict=True)
    )


def _dark(color: str) -> str:
    """The rules that put dark colours in place of a drawing's own."""
    colors = {**DARK, color: readable(color, DARK["#ffffff"], 7)}
    rules = "".join(
        f'[{paint}="{own}"]{{{paint}:{other}}}'
        for own, other in colors.items()
        for paint in ("fill", "stroke")
    )
    page = (
        f"body{{color:{DARK[INK]};background:#1d2125}}.muted{{color:{DARK[MUTED]}}}.revised{{color:#ec8a80}}"
    )
    return f"@media(prefers-color-scheme:dark){{{page}{rules}}}"

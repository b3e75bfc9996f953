"""compose: a chart as a whole picture in SVG: title, drawing, note, sources, release, code and QR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import segno

from dashboard.charts.chart_view import WIDTHS, ChartView
from dashboard.charts.figure_view import FigureView
from dashboard.charts.figures.drawing import draw_plain
from dashboard.charts.figures.theme import HAIRLINE, INK, MUTED, TEXT
from dashboard.charts.figures.typesetting import measure, wrap, wrap_caption
from dashboard.charts.svg import draw
from dashboard.pictures.codes import Subject, code_of, grouped
from dashboard.pictures.sizes import Size
from data.errors import CharacterMissing, PictureRefused
from data.messages import SOURCE_LANGUAGE
from data.model.characters import undrawable
from data.model.words import Words, beijing_time
from data.statements.chart_kinds import CHART_KINDS

FAMILY = "Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, sans-serif"
LEADING = 1.42  # of a line, in its size
CENTRE = 0.36  # of its size, that a line's middle is above its baseline
TITLE_LINES = 3
QUIET = 4  # modules around a QR code
LEAST_QR = 96  # px, its quiet zone included
DOT = " · "
HATCHED = ("share_bar", "unit_grid", "plan_outcome")  # kinds that hatch what isn't exact, and don't say so
# Documents, and places in one, that are named, and where those don't fit; of more it is said how many.
NAMED = ((4, 6), (1, 1))
REVISIONS = 2  # of its figures, that a picture tells of
LARGER, NUMERAL = (2.4, 2, 1.7, 1.4), 44  # times, and px of a numeral in the drawing of a figure by itself
ALERT = "#a8322a"
LEAST_SPREAD = 440  # px; narrower, a series through several periods loses dates
# In our fonts these are as wide as a Chinese character.
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on its baseline."""

    x: float
    y: float
    text: str
    size: float
    color: str = INK
    bold: bool = False
    anchor: str = "start"


class Drawing(NamedTuple):
    """A chart drawn without its captions: SVG between its tags, its size, and how it is scaled."""

    inside: str
    width: float
    height: float
    scale: float


@dataclass(frozen=True, slots=True)
class Facts:
    """What a picture says beside its chart."""

    view: ChartView
    site: str
    published: str  # the day of the release
    code: str
    address: str  # of the page that proves it, where the site's own address is known
    corrected: str = ""  # what to say where its figures were corrected since

    @property
    def title(self) -> str:
        """The chart's title."""
        return self.view.title

    @property
    def description(self) -> str:
        """Every figure in words: what is heard in place of the picture."""
        context = self.view.context
        rows = (f"{self.view.name_of(row)} {context.words.figure(row)}" for row in self.view.rows)
        semicolon = context.words("list_semicolon")
        return f"{self.title}{semicolon}{self.view.subtitle}{semicolon}{semicolon.join(rows)}"

    def sources(self, documents: int, places: int) -> list[str]:
        """Issuing body, date and so many places of each of so many documents, and how many more there are."""
        context = self.view.context
        found = self.view.places
        cited = [context.cited_at(id, at, places) for id, at in [*found.items()][:documents]]
        more = len(found) - documents
        return cited + ([context.words("more_sources", count=more)] if more > 0 else [])

    @property
    def edition(self) -> str:
        """Site, release and its day."""
        return DOT.join((self.site, self.view.context.release_name(), self.published))

    @property
    def proof(self) -> str:
        """The code, as it is printed."""
        return self.view.context.words("proof_code", code=grouped(self.code))


def facts_of(view: ChartView, public_url: str) -> Facts:
    """Return what a picture of a chart says, with its code."""
    context = view.context
    words, reader = context.words, context.reader
    code = code_of(reader, Subject(view.page, view.form))
    site = words("site", region=words.term("region", reader.catalog.home_region))
    proof = f"{public_url}/v/{code}" if public_url else ""
    corrected = words("list_semicolon").join(view.revisions[:REVISIONS])
    return Facts(view, site, beijing_time(reader.release.created_at)[:10], code, proof, corrected)


def compose(facts: Facts, size: Size) -> str:
    """Return the picture as SVG of a size, complete in itself.

    Raises ChartRefused; PictureRefused where the chart has more than fits; CharacterMissing for what our
    fonts don't have.
    """
    view = facts.view
    if view.refused:
        raise view.refused
    lines, top = _head(facts, size)
    foot, bottom, qr, drawing = _arranged(facts, size, top)
    x, y = size.margin, top + (bottom - top - drawing.height * drawing.scale) * 0.4
    lines += foot
    texts = [facts.title, facts.description, *(line.text for line in lines), drawing.inside]
    if missing := undrawable("".join(texts)):
        raise CharacterMissing(missing)
    color = view.spec(WIDTHS[0]).color
    tab = f'<rect x="{size.margin}" width="{round(size.width * 0.08)}" height="10" fill="{color}"/>'
    rule = f'<path stroke="{HAIRLINE}" stroke-width="2" d="M{size.margin} {_n(bottom)}h{size.room}"/>'
    chart = f'<g transform="translate({_n(x)} {_n(y)}) scale({drawing.scale:.4f})">{drawing.inside}</g>'
    picture = "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size.width} {size.height}"'
            f' width="{size.width}" height="{size.height}" font-family="{FAMILY}" role="img">',
            f"<title>{escape(facts.title, quote=False)}</title>",
            f"<desc>{escape(facts.description, quote=False)}</desc>",
            f'<rect width="{size.width}" height="{size.height}" fill="#ffffff"/>{tab}{rule}',
            *map(_written, lines),
            f"{chart}{qr}</svg>",
        )
    )
    return picture if view.context.words.language == SOURCE_LANGUAGE else picture.translate(STRAIGHT)


def has_room(facts: Facts, size: Size) -> bool:
    """Whether all that a picture says fits a size, told as briefly and set as small as it may be."""
    scale = size.text[-1] / TEXT
    if facts.view.least_height * scale > size.height:
        return False
    _, top = _head(facts, size)
    _, bottom, _ = _foot(facts, size, facts.sources(*NAMED[-1]))
    return facts.view.height(_width(size, scale)) * scale <= bottom - top


def _arranged(facts: Facts, size: Size, top: float) -> tuple[list[Line], float, str, Drawing]:
    """The foot of a picture, where it begins, its QR code, and the drawing above it."""
    for named in NAMED:
        foot, bottom, qr = _foot(facts, size, facts.sources(*named))
        try:
            return foot, bottom, qr, _fitting(facts.view, size, bottom - top)
        except PictureRefused as error:
            refused = error
    raise refused


def _head(facts: Facts, size: Size) -> tuple[list[Line], float]:
    """Title and subtitle, and where they end."""
    view = facts.view
    y = size.margin * 0.72 + 10
    lines: list[Line] = []
    if size.height > size.width:
        theme = view.context.reader.catalog.themes[view.chart.theme]
        words = view.context.words
        kicker = "　".join(filter(None, (view.place, words.text(theme))))
        y += size.margin * 0.3
        lines, y = _set((kicker,), size.margin, y, size.subtitle, theme.color, bold=True)
        y += size.subtitle * 0.3
    title, big = _title(facts.title, size)
    more, y = _set(title, size.margin, y, big, bold=True)
    lines += more
    subtitle = wrap_caption(view.under_title, size.subtitle, size.room)
    more, y = _set(subtitle, size.margin, y + size.subtitle * 0.2, size.subtitle, MUTED)
    return lines + more, y + size.subtitle * 0.6


def _title(text: str, size: Size) -> tuple[list[str], float]:
    """The title in so few lines as a title has, smaller where it is long."""
    for part in (1, 0.9, 0.8, 0.7):
        big = size.title * part
        lines = wrap(text, big, size.room, bold=True)
        if len(lines) <= (2 if size.width > size.height else TITLE_LINES):
            break
    return lines, big


def _foot(facts: Facts, size: Size, sources: Sequence[str]) -> tuple[list[Line], float, str]:
    """Legend, note, sources and release, from the bottom up: lines, where they begin, and the QR code."""
    side = _qr_side(facts.address, size)
    room = size.room - (side + size.foot * 2 if side else 0)
    words = facts.view.context.words
    notes = [(text, INK) for text in (*_legend(facts), *facts.view.notes_in_picture)]
    if facts.corrected:
        notes.insert(0, (facts.corrected, ALERT))
    texts = [(line, color) for text, color in notes for line in wrap(text, size.foot, room, even=False)]
    texts += [(line, MUTED) for line in _sources(words, sources, size.foot, room)]
    for first, second in ((facts.edition, facts.proof), (words("reuse"), "")):
        texts += [(line, MUTED) for line in _joined((first, second), size.foot, room)]
    height = max(len(texts) * size.foot * LEADING, side)
    bottom = size.height - size.margin * 0.72
    lines: list[Line] = []
    y = bottom - height
    for text, color in texts:
        more, y = _set((text,), size.margin, y, size.foot, color)
        lines += more
    return lines, bottom - height - size.foot, _qr(facts.address, size, side, bottom)


def _legend(facts: Facts) -> Iterable[str]:
    """What is drawn otherwise than a figure that is exact and a result, in words."""
    words, rows = facts.view.context.words, facts.view.rows
    if facts.view.chart.kind in HATCHED and any(row.qualifier != "exact" for row in rows):
        yield words("legend_qualifier")
    if any(row.derived for row in rows):
        yield words("legend_derived")


def _sources(words: Words, sources: Sequence[str], size: float, room: float) -> Iterable[str]:
    """The documents in a line, or one a line where they don't fit."""
    joined = words("source", source=words("list_semicolon").join(sources))
    if measure(joined, size) <= room:
        return [joined]
    first, *others = sources
    lines = [words("source", source=first), *others]
    return [part for line in lines for part in wrap_caption(line, size, room, even=False)]


def _joined(texts: Sequence[str], size: float, room: float) -> list[str]:
    """Texts in a line, or one a line where they don't fit."""
    parts = [text for text in texts if text]
    joined = DOT.join(parts)
    if measure(joined, size) <= room:
        return [joined]
    return [line for part in parts for line in wrap_caption(part, size, room, even=False)]


def _fitting(view: ChartView, size: Size, height: float) -> Drawing:
    """The chart laid out at the largest type at which it isn't higher than there is room for."""
    for text in _text_sizes(view, size):
        scale = text / TEXT
        if CHART_KINDS[view.chart.kind].is_series and size.room / scale < LEAST_SPREAD:
            continue
        figure = draw_plain(view.bare(_width(size, scale)))
        width, tall = float(figure["layout"]["width"]), float(figure["layout"]["height"])
        if tall * scale <= height:
            written = draw(figure, title="")
            inside = written[written.index(">") + 1 : written.rindex("</svg>")]
            return Drawing(inside.replace("<title></title>", ""), width, tall, scale)
    raise PictureRefused(view.title, size=size.name)


def _width(size: Size, scale: float) -> int:
    """The width of a drawing that fills the room of a size at a scale."""
    return round(size.room / scale)


def _text_sizes(view: ChartView, size: Size) -> Iterator[float]:
    """The sizes that text may have, the largest first; of a figure by itself larger ones, where it fits."""
    if isinstance(view, FigureView):
        room = {part: size.room * TEXT / (size.text[0] * part) for part in LARGER}
        widest = max(measure(mark.text, NUMERAL, bold=True) for mark in view.marks)
        yield from (size.text[0] * part for part in LARGER if widest <= room[part])
    yield from size.text


def _set(
    texts: Sequence[str], x: float, y: float, size: float, color: str = INK, bold: bool = False
) -> tuple[list[Line], float]:
    """Set texts under each other from `y`; return where they end."""
    leading = size * (1.28 if bold else LEADING)
    lines = [
        Line(x, y + (i + 0.5) * leading + CENTRE * size, text, size, color, bold)
        for i, text in enumerate(texts)
    ]
    return lines, y + leading * len(texts)


def _written(line: Line) -> str:
    weight = ' font-weight="700"' if line.bold else ""
    text = escape(line.text, quote=False)
    return (
        f'<text x="{_n(line.x)}" y="{_n(line.y)}" font-size="{_n(line.size)}" fill="{line.color}"{weight}>'
        f"{text}</text>"
    )


def _qr_side(address: str, size: Size) -> float:
    """How wide the QR code is, its quiet zone included: whole pixels a module."""
    if not address:
        return 0
    modules = _modules(address) + 2 * QUIET
    wanted = max(LEAST_QR, size.foot * 6)
    return modules * max(-(-wanted // modules), 1)


def _modules(address: str) -> int:
    return len(segno.make_qr(address.upper(), error="m").matrix)


def _qr(address: str, size: Size, side: float, bottom: float) -> str:
    """The QR code, its modules at the right margin and at the foot's end; its quiet zone is white anyway."""
    if not address:
        return ""
    matrix = segno.make_qr(address.upper(), error="m").matrix
    pixel = round(side / (len(matrix) + 2 * QUIET))
    length = pixel * len(matrix)
    x, y = size.width - size.margin - length, round(bottom - length)
    runs = "".join(
        f"M{x + column * pixel} {y + row * pixel}h{pixel}v{pixel}h-{pixel}z"
        for row, cells in enumerate(matrix)
        for column, dark in enumerate(cells)
        if dark
    )
    return f'<path shape-rendering="crispEdges" d="{runs}"/>'


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")

"""The scenes of a wall: one to four findings beside each other, with sources, release and date under them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.chart_view import ChartView, chart_views
from dashboard.charts.figures.theme import readable
from dashboard.charts.figures.typesetting import measure, wrap, wrap_caption
from dashboard.request.context import Context
from dashboard.screen.blocks import draw_block
from dashboard.screen.sheet import GROUND, INK, LINE, MUTED, SMALL, TEXT, Sheet, leading_of
from dashboard.screen.walls import HEIGHT, Shape
from data.model.catalog import Theme

MOST = 3  # charts of a finding
LEAST_CONTRAST = 7.0
_SIDE, _TOP, _BOTTOM, _BETWEEN = 80, 56, 44, 72  # units
_HEADLINE, _NARROW_HEADLINE = 68, 54
_WIDE = 1500  # units, from which on the first chart stands beside the others
_MAIN = 0.58  # of the width, that it takes then
_SCALES = (
    2.2,
    1.9,
    1.6,
    1.45,
    1.3,
    1.2,
    1.1,
    1.0,
)  # of what is drawn under a headline: the largest that fits
# Each, and whether figures are then as small as they may be.
_SIZES = (*((scale, False) for scale in _SCALES), (1.0, True))
_LOWER = 0.35  # of what is left free, over it
_GAP = 44
_PHRASE = re.compile(r"(?<=[，：；、])|(?=[（《“])|(?<=[,;:] )")
_RIGHT = 620  # units, what site, release and date take


@dataclass(frozen=True, slots=True)
class Finding:
    """What is said of a theme: its headline, and the charts that there is room for."""

    theme: Theme
    views: tuple[ChartView, ...]

    @property
    def headline(self) -> str:
        """The title of the first."""
        return self.views[0].title

    @property
    def accent(self) -> str:
        """The theme's colour, as light as the wall's ground takes."""
        return readable(self.theme.color, GROUND, LEAST_CONTRAST)


@dataclass(frozen=True, slots=True)
class Scene:
    """A scene drawn: its findings, with the charts that there was room for, and all of it as SVG."""

    findings: tuple[Finding, ...]
    svg: str

    @property
    def headlines(self) -> tuple[str, ...]:
        """What it says, in words."""
        return tuple(finding.headline for finding in self.findings)


def findings(context: Context) -> list[Finding]:
    """Return what there is to say of each theme that has something to draw: the overview's charts first."""
    found = []
    for theme in context.themes:
        charts = sorted(context.reader.catalog.charts_of(theme.id), key=lambda chart: not chart.overview)
        if views := [*_saying_more(view for view in chart_views(context, charts) if not view.refused)]:
            found.append(Finding(theme, tuple(views)))
    return found


def _saying_more(views: Iterable[ChartView]) -> Iterator[ChartView]:
    """Those that draw a figure which none before them does."""
    said: set[tuple[str, ...]] = set()
    for view in views:
        figures = {row.key for row in view.rows}
        if not figures <= said:
            yield view
        said |= figures


def scenes(context: Context, shape: Shape) -> list[Scene]:
    """Return the scenes of a wall of some shape, in the order of the themes."""
    found = findings(context)
    if not found:
        return [_scene(context, shape, [], 0, 1)]
    among = -(-len(found) // shape.columns)  # as alike as they can be
    ends = [round(len(found) * i / among) for i in range(among + 1)]
    groups = [found[start:end] for start, end in pairwise(ends)]
    return [_scene(context, shape, group, number, len(groups)) for number, group in enumerate(groups)]


def _scene(context: Context, shape: Shape, group: Sequence[Finding], number: int, among: int) -> Scene:
    """Draw findings beside each other; what foot they may need at most is left free for it."""
    columns = max(len(group), 1)
    width = (shape.width - 2 * _SIDE - _BETWEEN * (columns - 1)) / columns
    asked = [view for finding in group for view in finding.views[:MOST]]
    room = HEIGHT - _TOP - _BOTTOM - _foot_height(context, asked, shape)
    sheet = Sheet(f"s{shape.width}-{number}")
    shown: list[Finding] = []
    if not group:
        region, year = context.words.term("region", context.region), context.address.period
        nothing = context.words("nothing", region=region, year=year and context.words("in_year", year=year))
        sheet.block(_SIDE, HEIGHT / 3, nothing, _NARROW_HEADLINE, width, bold=True)
    for i, finding in enumerate(group):
        panel = Sheet(f"{sheet.id}-{i}")
        shown.append(_draw_panel(panel, context, finding, width, room))
        x = _SIDE + i * (width + _BETWEEN)
        sheet.place(panel, x, _TOP)
        if i:
            sheet.bar(x - _BETWEEN / 2, _TOP, room - _GAP)
    _draw_foot(sheet, context, [view for one in shown for view in one.views], shape, number, among)
    return Scene(tuple(shown), sheet.svg(shape.width, HEIGHT))


def _draw_panel(sheet: Sheet, context: Context, finding: Finding, width: float, height: float) -> Finding:
    """Draw a finding, with as many of its charts as there is room for whole; return it with these alone."""
    for views in _choices(finding.views):
        chosen = Finding(finding.theme, views)
        head = sheet.inner()
        top = _draw_head(head, context, chosen, width)
        for scale, compact in _SIZES:
            body = Sheet(sheet.id, compact)
            left = height - top - scale * _draw_body(body, chosen, width / scale)
            if left >= 0 and (compact or not body.broken):
                sheet.place(head, 0, 0)
                sheet.place(body, 0, top + left * _LOWER, scale)
                return chosen
    head = sheet.inner()  # a headline says its figures by itself
    _draw_head(head, context, finding, width)
    sheet.place(head, 0, 0)
    return Finding(finding.theme, finding.views[:1])


def _choices(views: tuple[ChartView, ...]) -> Iterator[tuple[ChartView, ...]]:
    """The most of the first ones, then any by itself."""
    yield from (views[:count] for count in range(min(MOST, len(views)), 0, -1))
    yield from ((view,) for view in views[1:])


def _draw_head(sheet: Sheet, context: Context, finding: Finding, width: float) -> float:
    """Theme, region and period over the headline; return their height."""
    name, first = context.words.text(finding.theme), finding.views[0]
    sheet.lines(0, 0, [name], TEXT, color=finding.accent, bold=True)
    about = (
        context.words.term("region", context.region),
        first.time,
    )
    left = measure(name, TEXT, True) + 28
    lines = wrap(" · ".join(about), TEXT, width - left)
    top = sheet.lines(left, 0, lines, TEXT, color=MUTED) + 8
    size = _HEADLINE if width >= _WIDE else _NARROW_HEADLINE
    return top + sheet.lines(0, top, _in_phrases(finding.headline, size, width), size, bold=True) + 36


def _in_phrases(text: str, size: float, width: float) -> list[str]:
    """Break a headline of two lines between its phrases, where both fit."""
    lines = wrap(text, size, width, True)
    if len(lines) != 2:
        return lines
    breaks = (match.start() for match in _PHRASE.finditer(text))
    pairs = ((text[:at].rstrip(), text[at:].lstrip()) for at in breaks)
    lengths = {pair: max(measure(line, size, True) for line in pair) for pair in pairs}
    pair = min(lengths, key=lambda pair: lengths[pair], default=None)
    return [*pair] if pair and lengths[pair] <= width else lines


def _draw_body(sheet: Sheet, finding: Finding, width: float) -> float:
    """The charts, the first beside the others where the wall is wide, else under each other."""
    first, *others = finding.views
    beside = others and width >= _WIDE
    main = width * _MAIN if beside else width
    block = sheet.inner()
    height = draw_block(block, first, main, finding.accent, named=False)
    sheet.place(block, 0, 0)
    x, y = (main + _BETWEEN, 0.0) if beside else (0.0, height + _GAP)
    for view in others:
        sheet.line(x, y, width - x)
        block = sheet.inner()
        y += 20
        tall = draw_block(block, view, width - x, finding.accent, named=True)
        sheet.place(block, x, y)
        y += tall + _GAP
    return max(height, y - _GAP)


def _foot(context: Context, views: Sequence[ChartView], shape: Shape) -> list[str]:
    """Where the figures come from, in lines."""
    words = context.words
    rows = [row for view in views for row in view.rows]
    cited = [context.cited_at(id, places) for id, places in context.places_by_document(rows).items()]
    if not views:
        return []
    width, between = shape.width - 2 * _SIDE - _RIGHT - _BETWEEN, words("list_semicolon")
    lines: list[str] = []
    for citation in cited:
        joined = f"{lines[-1]}{between}{citation}" if lines else words("source", source=citation)
        if lines and measure(joined, SMALL) > width:
            lines[-1] += between
            lines += wrap_caption(citation, SMALL, width)
        else:
            lines[-1:] = wrap_caption(joined, SMALL, width)
    return lines


def _foot_height(context: Context, views: Sequence[ChartView], shape: Shape) -> float:
    return max(len(_foot(context, views, shape)), 3) * leading_of(SMALL) + 2 * 24


def _draw_foot(
    sheet: Sheet, context: Context, views: Sequence[ChartView], shape: Shape, number: int, among: int
) -> None:
    """Sources on the left; on the right which scene of how many, the site, the release and its date."""
    words = context.words
    lines, moment = _foot(context, views, shape), words.moment(context.reader.release.created_at)
    right = shape.width - _SIDE
    about = [
        words("site", region=words.term("region", context.reader.catalog.home_region)),
        f"{context.release_name()} · {words('published_at', moment=moment)}",
    ]
    top = HEIGHT - _BOTTOM - max(len(lines), 3) * leading_of(SMALL)
    sheet.line(_SIDE, top - 24, shape.width - 2 * _SIDE)
    sheet.lines(_SIDE, HEIGHT - _BOTTOM - len(lines) * leading_of(SMALL), lines, SMALL, color=MUTED)
    end = HEIGHT - _BOTTOM - len(about) * leading_of(SMALL)
    sheet.lines(right, end, about, SMALL, color=MUTED, anchor="end")
    step = min(52.0, _RIGHT / among)
    for i in range(among):
        sheet.tick(right - (among - i) * step + 8, end - 20, step - 8, INK if i == number else LINE)

"""Share bar: the parts of a whole, as lengths of one bar of 100 %."""

from __future__ import annotations

from dataclasses import dataclass

from plotly import graph_objects as go

from dashboard.charts.figures.canvas import Sheet, centred
from dashboard.charts.figures.spec import Brief, Mark
from dashboard.charts.figures.theme import LARGE, LEADING, MUTED, TEXT, Fill, Type, fill_of, ink_on, mix
from dashboard.charts.figures.typesetting import measure, wrap

_THICK = 44
_PAD = 12
_INDENT = 20
_SEAM = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One part: where it begins, how long it is (pixels) and how it is filled."""

    mark: Mark
    label: str
    x: float
    width: float
    fill: Fill

    @property
    def caption(self) -> float:
        """How wide label and text are, above each other."""
        return max(measure(self.label, TEXT), measure(self.mark.text, LARGE, True))


def share_bar(brief: Brief) -> go.Figure:
    """Draw one bar."""
    sheet = Sheet(brief)
    parts = _parts(brief)
    if all(_fits(part) for part in parts):
        _labels_above(sheet, parts)
        _texts_inside(sheet, parts)
    elif len(parts) == 2 and sum(part.caption for part in parts) + 2 * _PAD <= brief.width:
        _captions_above(sheet, parts)
        _bar(sheet, parts)
    else:
        _bar(sheet, parts)
        _list_below(sheet, parts)
    return sheet.figure()


def _parts(brief: Brief) -> list[Part]:
    parts: list[Part] = []
    x = 0.0
    for i, mark in enumerate(brief.marks):
        width = brief.width * (mark.value or 0) / 100
        color = mix(brief.color, "#ffffff", min(0.22 * i, 0.8))
        fill = fill_of(color, mark.qualifier, mark.status)
        parts.append(Part(mark, brief.label(mark), x, width, fill))
        x += width
    return parts


def _fits(part: Part) -> bool:
    return max(measure(part.label, TEXT), measure(part.mark.text, LARGE, True) + _PAD) + _PAD <= part.width


def _bar(sheet: Sheet, parts: list[Part]) -> None:
    for part in parts:
        seam = _SEAM if part is not parts[-1] else 0
        sheet.area(part.x, sheet.y, part.width - seam, _THICK, part.fill)
        sheet.reach(part.x, sheet.y, part.width, _THICK, part.mark.hover)
    sheet.y += _THICK


def _labels_above(sheet: Sheet, parts: list[Part]) -> None:
    for part in parts:
        sheet.lines(part.x, sheet.y, [part.label], Type())
    sheet.y += LEADING[TEXT] + 4


def _texts_inside(sheet: Sheet, parts: list[Part]) -> None:
    baseline = centred(sheet.y + _THICK / 2, LARGE)
    for part in parts:
        color = ink_on(part.fill.paper or "#ffffff")
        sheet.text(part.x + _PAD, baseline, part.mark.text, Type(LARGE, color, True))
    _bar(sheet, parts)


def _captions_above(sheet: Sheet, parts: list[Part]) -> None:
    for part, x, anchor in zip(parts, (0, sheet.brief.width), ("start", "end"), strict=True):
        label = sheet.lines(x, sheet.y, [part.label], Type(anchor=anchor))
        sheet.lines(x, sheet.y + label, [part.mark.text], Type(LARGE, bold=True, anchor=anchor))
    sheet.y += LEADING[TEXT] + LEADING[LARGE] + 6


def _list_below(sheet: Sheet, parts: list[Part]) -> None:
    """Name the parts beside small squares, in one row if there is room, under each other otherwise."""
    column = sheet.brief.width / len(parts)
    row = all(part.caption + _INDENT + _PAD <= column for part in parts)
    top = sheet.y + _PAD
    for i, part in enumerate(parts):
        sheet.y = top if row else sheet.y + _PAD
        _list_part(sheet, part, i * column if row else 0)


def _list_part(sheet: Sheet, part: Part, x: float) -> None:
    room = sheet.brief.width - x - _INDENT
    sheet.area(x, sheet.y + 4, TEXT - 2, TEXT - 2, part.fill)
    x += _INDENT
    sheet.y += sheet.lines(x, sheet.y, wrap(part.label, TEXT, room), Type(color=MUTED))
    sheet.y += sheet.lines(x, sheet.y, wrap(part.mark.text, LARGE, room, True), Type(LARGE, bold=True))

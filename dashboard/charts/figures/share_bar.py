"""Share bar: the parts of a whole, as lengths of one bar of 100 %."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.figures.canvas import Canvas, centred
from dashboard.charts.figures.spec import ChartSpec, Mark, Plain
from dashboard.charts.figures.theme import LARGE, LEADING, MUTED, TEXT, Fill, Type, fill_of, ink_on, mix
from dashboard.charts.figures.typesetting import measure, wrap, wrap_caption

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


def draw(spec: ChartSpec) -> Plain:
    """Draw one bar."""
    canvas = Canvas(spec)
    parts = _parts(spec)
    if all(_fits(part) for part in parts):
        _labels_above(canvas, parts)
        _texts_inside(canvas, parts)
    elif len(parts) == 2 and sum(part.caption for part in parts) + 2 * _PAD <= spec.width:
        _captions_above(canvas, parts)
        _bar(canvas, parts)
    else:
        _bar(canvas, parts)
        _list_below(canvas, parts)
    return canvas.figure()


def _parts(spec: ChartSpec) -> list[Part]:
    parts: list[Part] = []
    x = 0.0
    for i, mark in enumerate(spec.marks):
        width = spec.width * (mark.value or 0) / 100
        color = mix(spec.color, "#ffffff", min(0.22 * i, 0.8))
        fill = fill_of(color, mark.qualifier, mark.status)
        parts.append(Part(mark, spec.label(mark), x, width, fill))
        x += width
    return parts


def _fits(part: Part) -> bool:
    return max(measure(part.label, TEXT), measure(part.mark.text, LARGE, True) + _PAD) + _PAD <= part.width


def _bar(canvas: Canvas, parts: list[Part]) -> None:
    for part in parts:
        seam = _SEAM if part is not parts[-1] else 0
        canvas.area(part.x, canvas.y, part.width - seam, _THICK, part.fill)
        canvas.point(part.x, canvas.y, part.width, _THICK, part.mark)
    canvas.y += _THICK


def _labels_above(canvas: Canvas, parts: list[Part]) -> None:
    for part in parts:
        canvas.lines(part.x, canvas.y, [part.label], Type())
        canvas.point(part.x, canvas.y, part.width, LEADING[TEXT] + 4, part.mark)
    canvas.y += LEADING[TEXT] + 4


def _texts_inside(canvas: Canvas, parts: list[Part]) -> None:
    baseline = centred(canvas.y + _THICK / 2, LARGE)
    for part in parts:
        color = ink_on(part.fill.paper or "#ffffff")
        canvas.text(part.x + _PAD, baseline, part.mark.text, Type(LARGE, color, True))
    _bar(canvas, parts)


def _captions_above(canvas: Canvas, parts: list[Part]) -> None:
    for part, x, anchor in zip(parts, (0, canvas.spec.width), ("start", "end"), strict=True):
        label = canvas.lines(x, canvas.y, [part.label], Type(anchor=anchor))
        text = canvas.lines(x, canvas.y + label, [part.mark.text], Type(LARGE, bold=True, anchor=anchor))
        canvas.point(x - part.caption if x else 0, canvas.y, part.caption, label + text, part.mark)
    canvas.y += LEADING[TEXT] + LEADING[LARGE] + 6


def _list_below(canvas: Canvas, parts: list[Part]) -> None:
    """Name the parts beside small squares, in one row if there is room, under each other otherwise."""
    column = canvas.spec.width / len(parts)
    row = all(part.caption + _INDENT + _PAD <= column for part in parts)
    top = canvas.y + _PAD
    for i, part in enumerate(parts):
        canvas.y = top if row else canvas.y + _PAD
        _list_part(canvas, part, i * column if row else 0)


def _list_part(canvas: Canvas, part: Part, x: float) -> None:
    room = canvas.spec.width - x - _INDENT
    left, top = x, canvas.y
    canvas.area(x, canvas.y + 4, TEXT - 2, TEXT - 2, part.fill)
    x += _INDENT
    canvas.y += canvas.lines(x, canvas.y, wrap(part.label, TEXT, room), Type(color=MUTED))
    canvas.y += canvas.lines(
        x, canvas.y, wrap_caption(part.mark.text, LARGE, room, True), Type(LARGE, bold=True)
    )
    canvas.point(left, top, min(part.caption, room) + _INDENT, canvas.y - top, part.mark)

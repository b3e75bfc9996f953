"""Statement: one figure in large numerals, or several in rows, their digits in one column."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dashboard.charts.figures.canvas import Canvas, centred
from dashboard.charts.figures.numerals import draw_numeral, fitting_size
from dashboard.charts.figures.spec import ChartSpec, Mark, Plain
from dashboard.charts.figures.theme import HAIRLINE, INK, LARGE, LEADING, MUTED, TEXT, Fill, Type
from dashboard.charts.figures.typesetting import measure, split_numeral, wrap

_LARGEST = 44  # px, of a figure by itself
_PAD = 10  # px over and under the text of a row
_GAP = 4  # px between digits and what stands beside them
_GUTTER = 16
_FAIR = 0.6  # of the width, the most that figures may take beside their labels


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the digits of every row end, and how wide labels and figures may be, in pixels."""

    digits: float
    label: float
    figure: float
    stacked: bool = False  # whether figures stand under their labels, too long to stand beside them


def draw(spec: ChartSpec) -> Plain:
    """Write the figures."""
    canvas = Canvas(spec)
    if len(spec.marks) == 1:
        (mark,) = spec.marks
        size = fitting_size([mark.text], spec.width, _LARGEST)
        canvas.y += draw_numeral(canvas, mark, 0, canvas.y, spec.width, size)
        return canvas.figure()
    columns = _columns(spec)
    for i, mark in enumerate(_told_apart(spec.marks)):
        if i:
            canvas.area(0, canvas.y, spec.width, 1, Fill(HAIRLINE))
        canvas.y += _row(canvas, mark, columns)
    return canvas.figure()


def _told_apart(marks: tuple[Mark, ...]) -> list[Mark]:
    """Name the period of figures that share a label."""
    labels = [mark.label for mark in marks]
    return [
        replace(mark, label=f"{mark.label} · {mark.period}")
        if labels.count(mark.label) > 1 and mark.period
        else mark
        for mark in marks
    ]


def _columns(spec: ChartSpec) -> Columns:
    split = [split_numeral(mark.text) for mark in spec.marks]
    if not all(digits for _, digits, _ in split):
        split = [("", mark.text, "") for mark in spec.marks]
    after = max(_after(unit) for _, _, unit in split)
    before = max(measure(digits, LARGE, True) + _before(qualifier) for qualifier, digits, _ in split)
    figure = before + after + 1
    if figure > spec.width * _FAIR:
        return Columns(spec.width, spec.width, spec.width, stacked=True)
    return Columns(spec.width - after, spec.width - figure - _GUTTER, figure)


def _before(qualifier: str) -> float:
    return measure(qualifier, TEXT) + _GAP if qualifier else 0


def _after(unit: str) -> float:
    return measure(unit, TEXT) + _GAP if unit else 0


def _row(canvas: Canvas, mark: Mark, columns: Columns) -> float:
    """Write a label with its figure beside or under it; return the height of the row."""
    label = wrap(canvas.spec.label(mark), TEXT, columns.label)
    top, height = canvas.y + _PAD, float(LEADING[TEXT] * len(label))
    canvas.lines(0, top, label, Type())
    if columns.stacked:
        color = INK if mark.status == "actual" else MUTED
        figure = wrap(mark.text, LARGE, columns.figure, bold=True)
        height += canvas.lines(0, top + height, figure, Type(LARGE, color, True))
    else:
        _figure(canvas, mark, columns.digits, centred(top + height / 2, LARGE))
    canvas.point(0, canvas.y, canvas.spec.width, height + 2 * _PAD, mark)
    return height + 2 * _PAD


def _figure(canvas: Canvas, mark: Mark, x: float, baseline: float) -> None:
    """Write a figure whose digits end at x. What is derived or planned is muted."""
    color = INK if mark.status == "actual" else MUTED
    qualifier, digits, unit = split_numeral(mark.text)
    if not digits:
        digits, qualifier, unit = mark.text, "", ""
    canvas.text(x - measure(digits, LARGE, True) - _GAP, baseline, qualifier, Type(TEXT, color, anchor="end"))
    canvas.text(x, baseline, digits, Type(LARGE, color, True, "end"))
    canvas.text(x + _GAP, baseline, unit, Type(TEXT, color))

"""Ranked bars: one quantity over several things, the largest on top, each bar from zero.

What printed digits don't order stands in the order given, and it is said below the bars.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.charts.figures.bars import draw_bar
from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.legend import draw_legend
from dashboard.charts.figures.spec import ChartSpec, Mark, Plain
from dashboard.charts.figures.theme import LEADING, MUTED, PHONE, TEXT, Type
from dashboard.charts.figures.typesetting import measure, wrap

_GAP = 10
_BETWEEN = 12
_LEADING = LEADING[TEXT]
_THICK, _PITCH = 26, 42  # px, of a bar, and from one row to the next
_THIN, CLOSE = 18, 28  # the same where rows are many, or stand above each other on a phone
_FEW = 6  # that are tied and named
_MANY = 12  # from so many rows on they stand closer


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a row's label, bar and figure stand, in pixels."""

    label: float
    bar: float
    full: float  # the longest bar
    text: float  # how wide the figure's text may be
    above: bool = False  # whether that stands above the bar, too long to stand at its end


def draw(spec: ChartSpec) -> Plain:
    """Draw one bar a mark."""
    largest = max(mark.value or 0 for mark in spec.marks)
    ranks = ranks_of(spec.marks)
    marks = [mark for rank in ranks for mark in rank]
    canvas = Canvas(spec)
    columns = _columns(spec)
    draw = _stacked if spec.width < PHONE else _beside
    for i, mark in enumerate(marks):
        canvas.y += _BETWEEN if i and draw is _stacked else 0
        canvas.y += draw(canvas, mark, (mark.value or 0) / (largest or 1), columns)
    draw_legend(canvas, marks)
    _say_ties(canvas, [rank for rank in ranks if len(rank) > 1])
    return canvas.figure()


def ranks_of(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return the marks from the largest on; those that no digits order together, as they were given."""
    ranks: list[list[Mark]] = []
    places = {id(mark): place for place, mark in enumerate(marks)}
    for mark in sorted(marks, key=lambda mark: -(mark.value or 0)):
        if ranks and not all(_exceeds(larger, mark) for larger in ranks[-1]):
            ranks[-1].append(mark)
        else:
            ranks.append([mark])
    return [sorted(rank, key=lambda mark: places[id(mark)]) for rank in ranks]


def _exceeds(mark: Mark, other: Mark) -> bool:
    (low, high), (least, most) = (one.bounds or (one.value or 0, one.value or 0) for one in (mark, other))
    return mark.definition == other.definition and low >= most and high > least


def _say_ties(canvas: Canvas, ties: Sequence[Sequence[Mark]]) -> None:
    """Say of which bars the order tells nothing: by name where they are few."""
    spec = canvas.spec
    few = sum(map(len, ties)) <= _FEW
    names = (spec.words.get("list", "、").join(mark.label for mark in tie) for tie in ties)
    texts = [f"{name}{spec.word('tied')}" for name in names] if few else [spec.word("some_tied")]
    for text in texts if ties else ():
        canvas.y += 4
        canvas.y += canvas.lines(0, canvas.y, wrap(text, spec.small, spec.width), Type(spec.small, MUTED))


def _columns(spec: ChartSpec) -> Columns:
    longest = _widest((mark.text for mark in spec.marks), bold=True)
    text = min(longest, spec.width * 0.4)
    if spec.width < PHONE:
        if longest > text:
            return Columns(spec.width, 0, spec.width, spec.width, above=True)
        return Columns(spec.width, 0, spec.width - text - _GAP, text)
    label = min(_widest(map(spec.label, spec.marks)), spec.width * 0.36, 360)
    bar = round(label) + 12
    return Columns(label, bar, spec.width - bar - text - _GAP, text)


def _widest(texts: Iterable[str], bold: bool = False) -> float:
    return max(measure(text, TEXT, bold) for text in texts) + 1


def _beside(canvas: Canvas, mark: Mark, share: float, columns: Columns) -> float:
    """Draw a row with its label to the left of the bar; return its height."""
    many = len(canvas.spec.marks) > _MANY
    thick, pitch = (_THIN, CLOSE) if many else (_THICK, _PITCH)
    label = wrap(canvas.spec.label(mark), TEXT, columns.label)
    text = wrap(mark.text, TEXT, columns.text, bold=True)
    height = max(pitch, _LEADING * max(len(label), len(text)) + 12)
    middle = canvas.y + height / 2
    canvas.lines(columns.bar - 12, middle - _LEADING * len(label) / 2, label, Type(anchor="end"))
    length = columns.full * share
    draw_bar(canvas, mark, (columns.bar, middle), length, thick, text)
    canvas.point(0, canvas.y, canvas.spec.width, height, mark)
    return height


def _stacked(canvas: Canvas, mark: Mark, share: float, columns: Columns) -> float:
    """Draw a row with its label above the bar; return its height."""
    text = wrap(mark.text, TEXT, columns.text, bold=True)
    lines = wrap(canvas.spec.label(mark), TEXT, columns.label)
    height = canvas.lines(0, canvas.y, lines, Type())
    if columns.above:
        height += canvas.lines(0, canvas.y + height, text, Type(bold=True))
        text = []
    band = max(24, _LEADING * len(text))
    length = columns.full * share
    draw_bar(canvas, mark, (0, canvas.y + height + band / 2), length, _THIN, text)
    canvas.point(0, canvas.y, canvas.spec.width, height + band, mark)
    return height + band

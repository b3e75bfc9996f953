"""A chart as the wall has it, by its kind: few things, large, each figure as printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.plan_outcome import planned_projects
from dashboard.charts.figures.ranked_bars import ranks_of
from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.status_grid import stage_groups
from dashboard.charts.figures.theme import mix
from dashboard.charts.figures.typesetting import measure, wrap
from dashboard.screen.marks import LATE, draw_legend, draw_stage, paint_of
from dashboard.screen.sheet import (
    EMPTY,
    FIGURE,
    GROUND,
    INK,
    MUTED,
    NUMERAL,
    SMALL,
    TEXT,
    Paint,
    Sheet,
    leading_of,
    numeral_width,
)

_GAP, _THICK, _PITCH = 24, 44, 78  # units
_SQUARE, _STEP = 34, 44
_BAR = 0.2  # of the width, the least of the longest bar beside its label
_SIZES = (NUMERAL, 84, FIGURE)

Draw = Callable[[Sheet, ChartSpec, float, str], float]


def draw_block(sheet: Sheet, view: ChartView, width: float, accent: str, *, named: bool) -> float:
    """Draw a chart from the sheet's top left corner; return its height.

    `named` where its measure and periods have to be said: those of the first are said over it.
    """
    spec = view.spec(view.widths[-1])
    if not named and [mark.label for mark in spec.marks] == [view.title]:  # the headline says what it is
        spec = replace(spec, marks=(replace(spec.marks[0], label=""),))
    top = 0.0
    if named:
        top += sheet.block(0, top, view.measure, TEXT, width, bold=True)
        when = view.time
        top += sheet.block(0, top, when, SMALL, width, color=MUTED) + 16
    drawn = sheet.inner()
    height = _DRAW.get(spec.kind, _plain_rows)(drawn, spec, width, accent)
    sheet.place(drawn, 0, top)
    for note in view.notes:
        height += 12
        height += sheet.block(0, top + height, note, SMALL, width, color=MUTED)
    return top + height


def _numerals(sheet: Sheet, spec: ChartSpec, width: float, _accent: str) -> float:
    """Figures in large numerals, in as few rows as keep them large."""
    marks = spec.marks
    texts = [mark.text for mark in marks]
    choices = [
        (columns, size)
        for size in ((FIGURE,) if sheet.compact else _SIZES)
        for columns in (len(marks), -(-len(marks) // 2), 1)
    ]
    fitting = (choice for choice in choices if _fits(texts, width, *choice))
    columns, size = next(fitting, (1, 0))
    cell = (width - 2 * _GAP * (columns - 1)) / columns
    y = 0.0
    for start in range(0, len(marks), columns):
        heights = []
        for i, mark in enumerate(marks[start : start + columns]):
            x = i * (cell + 2 * _GAP)
            color = INK if mark.status == "actual" else MUTED
            tall = size * 1.12
            if size:
                sheet.numeral(x, y, mark.text, size, color)
            else:
                sheet.broken = True
                tall = sheet.block(x, y, mark.text, FIGURE, cell, color=color, bold=True)
            label = _label(spec, mark)
            heights.append(tall + (sheet.block(x, y + tall, label, TEXT, cell, color=MUTED) if label else 0))
        y += max(heights) + 1.5 * _GAP
    return y - 1.5 * _GAP


def _fits(texts: Sequence[str], width: float, columns: int, size: int) -> bool:
    cell = (width - 2 * _GAP * (columns - 1)) / columns
    return all(numeral_width(text, size) <= cell for text in texts)


def _label(spec: ChartSpec, mark: Mark) -> str:
    """A mark's label, with its period where another has the same."""
    alike = [other for other in spec.marks if other.label == mark.label]
    return f"{spec.label(mark)} · {mark.period}" if len(alike) > 1 else spec.label(mark)


def _coverage(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """A percentage as a numeral over its part of a bar."""
    height = _numerals(sheet, spec, width, accent) + _GAP
    (mark,) = spec.marks
    sheet.area(0, height, width, _THICK, Paint(EMPTY))
    sheet.area(0, height, width * (mark.value or 0) / 100, _THICK, paint_of(mark, accent))
    height += _THICK
    return height + draw_legend(sheet, spec, spec.marks, height, width, accent)


def _share(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """Parts of a whole as lengths of one bar, each with its figure under it."""
    x = 0.0
    paints = [paint_of(mark, mix(accent, GROUND, min(0.25 * i, 0.6))) for i, mark in enumerate(spec.marks)]
    for mark, paint in zip(spec.marks, paints, strict=True):
        length = width * (mark.value or 0) / 100
        sheet.area(x, 0, length - 4, 2 * _THICK, paint)
        x += length
    y = 2.0 * _THICK + _GAP
    for mark, paint in zip(spec.marks, paints, strict=True):
        sheet.area(0, y + 6, _SQUARE, _SQUARE, paint)
        y += sheet.block(_SQUARE + 16, y, spec.label(mark), TEXT, width - _SQUARE - 16)
        y += sheet.block(_SQUARE + 16, y, mark.text, FIGURE, width - _SQUARE - 16, bold=True) + 8
    return y + draw_legend(sheet, spec, spec.marks, y, width, accent)


def _ranked(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """Bars from zero, the largest first; of which the digits say no order is said below."""
    ranks = ranks_of(spec.marks)
    height = _rows(sheet, spec, [mark for rank in ranks for mark in rank], width, accent)
    if any(len(rank) > 1 for rank in ranks):
        height += 8
        height += sheet.block(0, height, spec.word("some_tied"), SMALL, width, color=MUTED)
    return height


def _in_time(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """Comparable periods as bars from zero, under each other, the earliest first."""
    marks = sorted(spec.marks, key=lambda mark: (mark.indicator, mark.breakdown, mark.order))
    bars = all((mark.value or 0) >= 0 for mark in marks)
    return _rows(sheet, spec, marks, width, accent, bars=bars, dated=True)


def _plain_rows(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """Figures under each other that nothing says compare, or of a kind that the wall knows no form for."""
    marks = sorted(spec.marks, key=lambda mark: (mark.indicator, mark.breakdown, mark.order))
    return _rows(sheet, spec, marks, width, accent, bars=False, dated=True)


def _rows(
    sheet: Sheet,
    spec: ChartSpec,
    marks: Sequence[Mark],
    width: float,
    accent: str,
    *,
    bars: bool = True,
    dated: bool = False,
) -> float:
    several = len({mark.series for mark in marks}) > 1
    names = [_dated(spec, mark, several) if dated else spec.label(mark) for mark in marks]
    longest = max((mark.value or 0 for mark in marks), default=0) or 1
    figures = max(measure(mark.text, FIGURE, True) for mark in marks)
    label = min(max(measure(name, TEXT) for name in names), width * 0.4)
    room = width - label - figures - 2 * _GAP
    beside = room >= (width * _BAR if bars else 0)
    if not beside:
        label, room = width, width - figures - _GAP
        sheet.broken = sheet.broken or room < 0
    y = 0.0
    for mark, name in zip(marks, names, strict=True):
        lines = wrap(name, TEXT, label)
        text = leading_of(TEXT) * len(lines)
        height = max(_PITCH, text + 16) if beside else text + _PITCH
        middle = y + (height / 2 if beside else text + _PITCH / 2 - 4)
        sheet.lines(0, y + (height - text) / 2 if beside else y, lines, TEXT)
        x = label + _GAP if beside else 0.0
        if bars:
            length = max(room, 0) * max(mark.value or 0, 0) / longest
            sheet.area(x, middle - _THICK / 2, length, _THICK, paint_of(mark, accent))
            x += length + _GAP * 0.75
        sheet.lines(x, middle - leading_of(FIGURE) / 2, [mark.text], FIGURE, bold=True)
        y += height
    return y + draw_legend(sheet, spec, marks, y, width, accent) if bars else y


def _dated(spec: ChartSpec, mark: Mark, several: bool) -> str:
    named = spec.named(mark.period, mark)
    return f"{mark.series} · {named}" if several else named


def _stages(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """Projects by the stage they have reached: how many, a mark each, and the names that are known."""
    y = 0.0
    for group in stage_groups(spec):
        heading = wrap(group.heading, FIGURE, width, True)
        sheet.lines(0, y, heading, FIGURE, bold=True)
        x = measure(heading[-1], FIGURE, True) + 1.5 * _GAP
        squares = len(group.squares)
        y += leading_of(FIGURE) * len(heading)
        columns = int((width - x) // _STEP)
        top = y - leading_of(FIGURE) + (leading_of(FIGURE) - _SQUARE) / 2
        if squares > columns:
            x, top, columns = 0, y + 8, int(width // _STEP)
            y += 8 + -(-squares // columns) * _STEP
        for i in range(squares):
            at = (x + i % columns * _STEP, top + i // columns * _STEP)
            draw_stage(sheet, *at, _SQUARE, group.marks[0].fill, accent)
        if group.names:
            y += sheet.block(0, y + 4, group.names, TEXT, width, color=MUTED) + 4
        y += _GAP
    return y - _GAP


def _planned(sheet: Sheet, spec: ChartSpec, width: float, accent: str) -> float:
    """What was planned for each project, outlined, beside the stage that it has reached: the late first."""
    projects = sorted(planned_projects(spec), key=lambda project: (not project.late, -project.planned))
    largest = max(project.planned for project in projects) or 1
    late = spec.word("late")
    unknown = spec.word("unpublished")
    plans = [project.plan.text if project.plan else unknown for project in projects]
    reached = [project.outcome.stage_name if project.outcome else unknown for project in projects]
    status = spec.word(next(mark.status for mark in spec.marks if mark.value is not None))
    labels = max(measure(project.label, TEXT) for project in projects)
    figures = max(measure(plan, FIGURE, True) for plan in plans)
    stages = (
        _SQUARE
        + 16
        + max(
            measure(stage, TEXT, True) + (16 + measure(late, TEXT, True)) * project.late
            for project, stage in zip(projects, reached, strict=True)
        )
    )
    label = min(labels, width * 0.3)
    room = width - label - figures - stages - 3 * _GAP
    beside = room >= width * 0.12
    if not beside:
        room = width - figures - _GAP
        sheet.broken = sheet.broken or room < 0
    y = float(sheet.lines(label + _GAP if beside else 0, 0, [status], SMALL, color=MUTED)) + 4
    if beside:
        sheet.lines(width - stages, 0, [spec.word("outcome")], SMALL, color=MUTED)
    for project, plan, stage in zip(projects, plans, reached, strict=True):
        lines = wrap(project.label, TEXT, label if beside else width - stages - _GAP)
        text = leading_of(TEXT) * len(lines)
        height = max(_PITCH, text + 16) if beside else text + _PITCH
        middle = y + (height / 2 if beside else text + _PITCH / 2 - 4)
        sheet.lines(0, y + (height - text) / 2 if beside else y, lines, TEXT)
        x = label + _GAP if beside else 0.0
        if project.plan:
            length = room * project.planned / largest
            sheet.area(x, middle - _THICK / 2, length, _THICK, paint_of(project.plan, accent))
            x += length + _GAP * 0.75
        sheet.lines(x, middle - leading_of(FIGURE) / 2, [plan], FIGURE, bold=True)
        beginning = middle if beside else y + leading_of(TEXT) / 2
        x, top = width - stages, beginning - leading_of(TEXT) / 2
        if project.outcome:
            draw_stage(sheet, x, beginning - _SQUARE / 2, _SQUARE, project.outcome.fill, accent)
        x += _SQUARE + 16
        sheet.lines(x, top, [stage], TEXT, bold=project.late)
        if project.late:
            sheet.lines(x + measure(stage, TEXT, True) + 16, top, [late], TEXT, color=LATE, bold=True)
        y += height
    loose = [project.plan for project in projects if project.plan and project.plan.qualifier != "exact"]
    return y + draw_legend(sheet, spec, loose, y, width, accent)


_DRAW: dict[str, Draw] = {
    "statement": _numerals,
    "unit_grid": _coverage,
    "share_bar": _share,
    "ranked_bars": _ranked,
    "status_grid": _stages,
    "plan_outcome": _planned,
    "line": _in_time,
    "small_multiples": _in_time,
    "dots": _plain_rows,
}

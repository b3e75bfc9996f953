"""Plan and outcome: what was planned for each project (hollow) beside the stage it has reached."""

from __future__ import annotations

from dataclasses import dataclass

from plotly import graph_objects as go

from dashboard.charts.figures.bars import draw_bar
from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.spec import ChartSpec, Mark
from dashboard.charts.figures.theme import LEADING, MUTED, PHONE, TEXT, Type, stage_fill
from dashboard.charts.figures.typesetting import measure, wrap

_LEADING = LEADING[TEXT]
_GAP = 12
_BETWEEN = 18
_SQUARE = 16
_THICK = 20
_FAIR = 0.22  # of the width, the least that the longest bar beside its label takes


@dataclass(frozen=True, slots=True)
class Project:
    """A project's plan and the newest stage known, either of which the sources may not say."""

    label: str
    plan: Mark | None
    outcome: Mark | None

    @property
    def planned(self) -> float:
        """The planned quantity, zero where none was published."""
        return (self.plan and self.plan.value) or 0.0


@dataclass(frozen=True, slots=True)
class Columns:
    """Where label, bar, planned figure and outcome stand, in pixels."""

    label: float
    bar: float
    full: float
    text: float
    outcome: float
    room: float
    stacked: bool = False
    above: bool = False  # whether the planned figure stands above its bar, too long to stand at its end


def draw(spec: ChartSpec) -> go.Figure:
    """Draw the projects, the largest plan first."""
    projects = sorted(planned_projects(spec), key=lambda project: -project.planned)
    canvas = Canvas(spec)
    columns = _columns(spec, projects)
    draw = _stacked if columns.stacked else _beside
    if not columns.stacked:
        _headings(canvas, columns)
    for i, project in enumerate(projects):
        canvas.y += _BETWEEN if i else 0
        canvas.y += draw(canvas, project, project.planned / projects[0].planned, columns)
    return canvas.figure()


def planned_projects(spec: ChartSpec) -> list[Project]:
    """Return each project's plan and the newest stage known of it."""
    dated = sorted((mark for mark in spec.marks if mark.stage), key=lambda mark: mark.order)
    outcomes = {mark.breakdown: mark for mark in dated}
    plans = {mark.breakdown: mark for mark in spec.marks if mark.value is not None}
    labels = {mark.breakdown: mark.label for mark in reversed(spec.marks)}
    return [Project(labels[id], plans.get(id), outcomes.get(id)) for id in dict.fromkeys([*plans, *outcomes])]


def _texts(spec: ChartSpec, project: Project, stacked: bool) -> tuple[str, str]:
    """Return what is written of plan and outcome; where no headings say which is which, so do they."""
    unknown = spec.word("unpublished")
    plan = project.plan.text if project.plan else unknown
    outcome = project.outcome.stage_name if project.outcome else unknown
    if stacked:
        plan = f"{_planned_word(spec)} {plan}"
        outcome = outcome if project.outcome else f"{spec.word('outcome')} {outcome}"
    return plan, outcome


def _planned_word(spec: ChartSpec) -> str:
    return spec.word(next(mark.status for mark in spec.marks if mark.value is not None))


def _columns(spec: ChartSpec, projects: list[Project]) -> Columns:
    """Return columns beside each other where that leaves the bars a fair length, else under each other."""
    beside = _columns_beside(spec, projects)
    if spec.width >= PHONE and beside.full >= spec.width * _FAIR:
        return beside
    longest = max(measure(_texts(spec, project, True)[0], TEXT, True) for project in projects) + 1
    above = longest > spec.width * 0.45
    text, full = (spec.width, spec.width) if above else (longest, spec.width - longest - 8)
    return Columns(spec.width, 0, full, text, 0, spec.width - _SQUARE - 8, stacked=True, above=above)


def _columns_beside(spec: ChartSpec, projects: list[Project]) -> Columns:
    texts = [_texts(spec, project, False) for project in projects]
    text = min(max(measure(plan, TEXT, True) for plan, _ in texts) + 1, spec.width * 0.3)
    label = min(max(measure(project.label, TEXT) for project in projects) + 1, spec.width * 0.3)
    room = min(max(measure(reached, TEXT) for _, reached in texts) + 1, spec.width * 0.25)
    bar = round(label) + _GAP
    outcome = round(spec.width - room - _SQUARE - 8)
    return Columns(label, bar, outcome - 24 - text - 8 - bar, text, outcome, room)


def _headings(canvas: Canvas, columns: Columns) -> None:
    planned, reached = _planned_word(canvas.spec), canvas.spec.word("outcome")
    for x, word in ((columns.bar, planned), (columns.outcome, reached)):
        canvas.lines(x, canvas.y, [word[:1].upper() + word[1:]], Type(canvas.spec.small, MUTED))
    canvas.y += LEADING[canvas.spec.small] + 4


def _beside(canvas: Canvas, project: Project, share: float, columns: Columns) -> float:
    """Draw a project in one row; return its height."""
    label = wrap(project.label, TEXT, columns.label)
    height = max(float(_LEADING * len(label)), *_heights(canvas.spec, project, columns))
    middle = canvas.y + height / 2
    canvas.lines(columns.bar - _GAP, middle - _LEADING * len(label) / 2, label, Type(anchor="end"))
    _draw_plan(canvas, project, share, columns, middle)
    _draw_outcome(canvas, project, columns, middle)
    return height


def _stacked(canvas: Canvas, project: Project, share: float, columns: Columns) -> float:
    """Draw a project as label, plan and outcome under each other; return its height."""
    plan, outcome = _heights(canvas.spec, project, columns)
    label = canvas.lines(0, canvas.y, wrap(project.label, TEXT, columns.label), Type())
    _draw_plan(canvas, project, share, columns, canvas.y + label + 2 + plan / 2)
    _draw_outcome(canvas, project, columns, canvas.y + label + plan + 6 + outcome / 2)
    return label + plan + outcome + 6


def _heights(spec: ChartSpec, project: Project, columns: Columns) -> tuple[float, float]:
    """Return how high the plan, with whatever stands above its bar, and the outcome are."""
    plan, outcome = _texts(spec, project, columns.stacked)
    planned = _LEADING * len(wrap(plan, TEXT, columns.text, True))
    bar = _THICK + 2 if project.plan else 0
    planned = planned + bar if columns.above else max(_THICK, planned)
    return planned, max(_SQUARE, _LEADING * len(wrap(outcome, TEXT, columns.room)))


def _draw_plan(canvas: Canvas, project: Project, share: float, columns: Columns, middle: float) -> None:
    length = columns.full * share
    lines = wrap(_texts(canvas.spec, project, columns.stacked)[0], TEXT, columns.text, True)
    height = _heights(canvas.spec, project, columns)[0]
    top = middle - height / 2
    if not project.plan:
        canvas.lines(columns.bar, middle - _LEADING * len(lines) / 2, lines, Type(color=MUTED))
        return
    if columns.above:
        middle = top + canvas.lines(columns.bar, top, lines, Type(bold=True)) + _THICK / 2
    draw_bar(canvas, project.plan, (columns.bar, middle), length, _THICK, [] if columns.above else lines)
    width = max(length, columns.text) if columns.above else length + 8 + columns.text
    canvas.point(columns.bar, top - 2, width, height + 4, project.plan)


def _draw_outcome(canvas: Canvas, project: Project, columns: Columns, middle: float) -> None:
    lines = wrap(_texts(canvas.spec, project, columns.stacked)[1], TEXT, columns.room)
    type_ = Type() if project.outcome else Type(color=MUTED)
    shift = _SQUARE + 8 if project.outcome or not columns.stacked else 0
    canvas.lines(columns.outcome + shift, middle - _LEADING * len(lines) / 2, lines, type_)
    if project.outcome:
        square = (columns.outcome, middle - _SQUARE / 2, _SQUARE, _SQUARE)
        canvas.area(*square, stage_fill(canvas.spec.color, project.outcome.fill))
        height = max(_SQUARE, _LEADING * len(lines)) + 4
        canvas.point(columns.outcome, middle - height / 2, shift + columns.room, height, project.outcome)

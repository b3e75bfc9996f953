"""Plan and outcome: what was planned for each project (hollow) beside the stage it has reached."""

from __future__ import annotations

from dataclasses import dataclass

from plotly import graph_objects as go

from dashboard.charts.figures.bars import draw_bar
from dashboard.charts.figures.canvas import Sheet
from dashboard.charts.figures.spec import Brief, Mark
from dashboard.charts.figures.theme import LEADING, MUTED, PHONE, SMALL, TEXT, Type, stage_fill
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


def plan_outcome(brief: Brief) -> go.Figure:
    """Draw the projects, the largest plan first."""
    projects = sorted(_projects(brief), key=lambda project: -project.planned)
    sheet = Sheet(brief)
    columns = _columns(brief, projects)
    draw = _stacked if columns.stacked else _beside
    if not columns.stacked:
        _headings(sheet, columns)
    for i, project in enumerate(projects):
        sheet.y += _BETWEEN if i else 0
        sheet.y += draw(sheet, project, project.planned / projects[0].planned, columns)
    return sheet.figure()


def _projects(brief: Brief) -> list[Project]:
    dated = sorted((mark for mark in brief.marks if mark.stage), key=lambda mark: mark.order)
    outcomes = {mark.breakdown: mark for mark in dated}
    plans = {mark.breakdown: mark for mark in brief.marks if mark.value is not None}
    labels = {mark.breakdown: mark.label for mark in reversed(brief.marks)}
    return [Project(labels[id], plans.get(id), outcomes.get(id)) for id in dict.fromkeys([*plans, *outcomes])]


def _texts(brief: Brief, project: Project, stacked: bool) -> tuple[str, str]:
    """Return what is written of plan and outcome; where no headings say which is which, so do they."""
    unknown = brief.word("unpublished")
    plan = project.plan.text if project.plan else unknown
    outcome = project.outcome.stage_name if project.outcome else unknown
    if stacked:
        plan = f"{_planned_word(brief)} {plan}"
        outcome = outcome if project.outcome else f"{brief.word('outcome')} {outcome}"
    return plan, outcome


def _planned_word(brief: Brief) -> str:
    return brief.word(next(mark.status for mark in brief.marks if mark.value is not None))


def _columns(brief: Brief, projects: list[Project]) -> Columns:
    """Return columns beside each other where that leaves the bars a fair length, else under each other."""
    beside = _columns_beside(brief, projects)
    if brief.width >= PHONE and beside.full >= brief.width * _FAIR:
        return beside
    longest = max(measure(_texts(brief, project, True)[0], TEXT, True) for project in projects) + 1
    above = longest > brief.width * 0.45
    text, full = (brief.width, brief.width) if above else (longest, brief.width - longest - 8)
    return Columns(brief.width, 0, full, text, 0, brief.width - _SQUARE - 8, stacked=True, above=above)


def _columns_beside(brief: Brief, projects: list[Project]) -> Columns:
    texts = [_texts(brief, project, False) for project in projects]
    text = min(max(measure(plan, TEXT, True) for plan, _ in texts) + 1, brief.width * 0.3)
    label = min(max(measure(project.label, TEXT) for project in projects) + 1, brief.width * 0.3)
    room = min(max(measure(said, TEXT) for _, said in texts) + 1, brief.width * 0.25)
    bar = round(label) + _GAP
    outcome = round(brief.width - room - _SQUARE - 8)
    return Columns(label, bar, outcome - 24 - text - 8 - bar, text, outcome, room)


def _headings(sheet: Sheet, columns: Columns) -> None:
    planned, reached = _planned_word(sheet.brief), sheet.brief.word("outcome")
    for x, word in ((columns.bar, planned), (columns.outcome, reached)):
        sheet.lines(x, sheet.y, [word[:1].upper() + word[1:]], Type(SMALL, MUTED))
    sheet.y += LEADING[SMALL] + 4


def _beside(sheet: Sheet, project: Project, share: float, columns: Columns) -> float:
    """Draw a project in one row; return its height."""
    label = wrap(project.label, TEXT, columns.label)
    height = max(float(_LEADING * len(label)), *_heights(sheet.brief, project, columns))
    middle = sheet.y + height / 2
    sheet.lines(columns.bar - _GAP, middle - _LEADING * len(label) / 2, label, Type(anchor="end"))
    _draw_plan(sheet, project, share, columns, middle)
    _draw_outcome(sheet, project, columns, middle)
    return height


def _stacked(sheet: Sheet, project: Project, share: float, columns: Columns) -> float:
    """Draw a project as label, plan and outcome under each other; return its height."""
    plan, outcome = _heights(sheet.brief, project, columns)
    label = sheet.lines(0, sheet.y, wrap(project.label, TEXT, columns.label), Type())
    _draw_plan(sheet, project, share, columns, sheet.y + label + 2 + plan / 2)
    _draw_outcome(sheet, project, columns, sheet.y + label + plan + 6 + outcome / 2)
    return label + plan + outcome + 6


def _heights(brief: Brief, project: Project, columns: Columns) -> tuple[float, float]:
    """Return how high the plan, with whatever stands above its bar, and the outcome are."""
    plan, outcome = _texts(brief, project, columns.stacked)
    planned = _LEADING * len(wrap(plan, TEXT, columns.text, True))
    bar = _THICK + 2 if project.plan else 0
    planned = planned + bar if columns.above else max(_THICK, planned)
    return planned, max(_SQUARE, _LEADING * len(wrap(outcome, TEXT, columns.room)))


def _draw_plan(sheet: Sheet, project: Project, share: float, columns: Columns, middle: float) -> None:
    length = columns.full * share
    lines = wrap(_texts(sheet.brief, project, columns.stacked)[0], TEXT, columns.text, True)
    top = middle - _heights(sheet.brief, project, columns)[0] / 2
    if not project.plan:
        sheet.lines(columns.bar, middle - _LEADING * len(lines) / 2, lines, Type(color=MUTED))
        return
    if columns.above:
        middle = top + sheet.lines(columns.bar, top, lines, Type(bold=True)) + _THICK / 2
    draw_bar(sheet, project.plan, (columns.bar, middle), length, _THICK, [] if columns.above else lines)
    sheet.reach(columns.bar, middle - _THICK / 2, length, _THICK, project.plan.hover)


def _draw_outcome(sheet: Sheet, project: Project, columns: Columns, middle: float) -> None:
    lines = wrap(_texts(sheet.brief, project, columns.stacked)[1], TEXT, columns.room)
    type_ = Type() if project.outcome else Type(color=MUTED)
    shift = _SQUARE + 8 if project.outcome or not columns.stacked else 0
    sheet.lines(columns.outcome + shift, middle - _LEADING * len(lines) / 2, lines, type_)
    if project.outcome:
        square = (columns.outcome, middle - _SQUARE / 2, _SQUARE, _SQUARE)
        sheet.area(*square, stage_fill(sheet.brief.color, project.outcome.fill))
        sheet.reach(*square, project.outcome.hover)

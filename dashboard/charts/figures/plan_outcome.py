"""Plan and outcome: when each project began, when it was to be done, how far it has come, and its plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.figures.canvas import Canvas
from dashboard.charts.figures.spec import ChartSpec, Mark, Plain
from dashboard.charts.figures.stages import draw_stages, size_of
from dashboard.charts.figures.theme import HAIRLINE, LATE, LEADING, MARK, MUTED, TEXT, Fill, Type
from dashboard.charts.figures.typesetting import measure, wrap, wrap_caption

_LEADING = LEADING[TEXT]
_GAP = 8  # px between a mark and its text
_BETWEEN = 16  # px between columns, and between projects under each other
_PITCH = 40  # px from one row to the next
_EVENT = 24  # px from one line of a project to the next, where they stand under each other
_FAIR = 0.3  # of the width, the most that labels beside the rest may take


@dataclass(frozen=True, slots=True)
class Project:
    """A project's planned quantity, which sources may not say, and its stages in the order of their times."""

    label: str
    plan: Mark | None
    stages: tuple[Mark, ...]

    @property
    def outcome(self) -> Mark | None:
        """The newest stage that it is known to have reached."""
        return next((mark for mark in reversed(self.stages) if mark.status == "actual"), None)

    @property
    def planned(self) -> float:
        """The planned quantity, zero where none was published."""
        return (self.plan and self.plan.value) or 0.0

    @property
    def late(self) -> bool:
        """Whether it was told to be unfinished at a time after the one that its plan gives."""
        aim = next((mark for mark in reversed(self.stages) if mark.status != "actual"), None)
        reached = self.outcome
        return bool(aim and reached and reached.order > aim.order and reached.fill != "full")


@dataclass(frozen=True, slots=True)
class Column:
    """A time that stages are of: its heading in two lines, and where it begins, in pixels."""

    order: tuple[object, ...]
    heading: tuple[str, str]
    x: float


def draw(spec: ChartSpec) -> Plain:
    """Draw the projects: those that are late first, then the largest plan."""
    projects = sorted(planned_projects(spec), key=lambda one: (not one.late, -one.planned))
    canvas = Canvas(spec)
    label = min(max(measure(project.label, TEXT) for project in projects) + 1, spec.width * _FAIR)
    columns = _columns(spec, label + _BETWEEN)
    told = columns[-1].x + size_of(spec) + _GAP if columns else 0
    room = max(measure(_reached(spec, project), TEXT, True) + 1 for project in projects)
    planned = max(measure(_planned(spec, project), TEXT, True) for project in projects)
    if columns and told + room + _BETWEEN + planned <= spec.width:
        _table(canvas, projects, columns, label)
    else:
        for i, project in enumerate(projects):
            canvas.y += _BETWEEN if i else 0
            _list(canvas, project)
    return canvas.figure()


def planned_projects(spec: ChartSpec) -> list[Project]:
    """Return each project with its plan and its stages."""
    dated = sorted((mark for mark in spec.marks if mark.stage), key=lambda mark: mark.order)
    plans = {mark.breakdown: mark for mark in spec.marks if mark.value is not None}
    labels = {mark.breakdown: mark.label for mark in reversed(spec.marks)}
    ids = dict.fromkeys([*plans, *(mark.breakdown for mark in dated)])
    return [
        Project(labels[id], plans.get(id), tuple(mark for mark in dated if mark.breakdown == id))
        for id in ids
    ]


def _columns(spec: ChartSpec, left: float) -> list[Column]:
    """The times of stages from left to right, each as wide as its heading."""
    columns, x = [], left
    stages = [mark for mark in spec.marks if mark.stage]
    for order, period in sorted({mark.order: mark.period for mark in stages}.items()):
        named = {_stage(spec, mark) for mark in stages if mark.order == order}
        heading = (period, named.pop() if len(named) == 1 else spec.word("outcome"))
        columns.append(Column(order, heading, x))
        x += max(measure(text, spec.small) for text in heading) + _BETWEEN
    return columns


def _stage(spec: ChartSpec, mark: Mark) -> str:
    """What a stage is called, one that is planned as such."""
    return mark.stage_name if mark.status == "actual" else f"{spec.word('aimed')}{mark.stage_name}"


def _reached(spec: ChartSpec, project: Project) -> str:
    stage = project.outcome.stage_name if project.outcome else spec.word("unpublished")
    return f"{stage}  {spec.word('late')}" if project.late else stage


def _planned(spec: ChartSpec, project: Project) -> str:
    return project.plan.text if project.plan else spec.word("unpublished")


def _planned_word(spec: ChartSpec) -> str:
    word = spec.word(next(mark.status for mark in spec.marks if mark.value is not None))
    return word[:1].upper() + word[1:]


def _table(canvas: Canvas, projects: Sequence[Project], columns: Sequence[Column], label: float) -> None:
    """Draw a row for each project, under the times of its stages."""
    spec = canvas.spec
    for column in columns:
        canvas.lines(column.x, canvas.y, column.heading, Type(spec.small, MUTED))
    leading = LEADING[spec.small]
    canvas.lines(spec.width, canvas.y + leading, [_planned_word(spec)], Type(spec.small, MUTED, anchor="end"))
    canvas.y += 2 * leading + 6
    size = size_of(spec)
    places = {column.order: column.x + size / 2 for column in columns}
    found: dict[str, list[tuple[float, float]]] = {}
    unknown = []
    for project in projects:
        canvas.area(0, canvas.y, spec.width, 1, Fill(HAIRLINE))
        lines = wrap(project.label, TEXT, label)
        height = max(_PITCH, _LEADING * len(lines) + 12)
        middle = canvas.y + height / 2
        canvas.lines(0, middle - _LEADING * len(lines) / 2, lines, Type())
        for mark in project.stages:
            found.setdefault(mark.fill, []).append((places[mark.order], middle))
            canvas.point(places[mark.order] - size, middle - size, 2 * size, 2 * size, mark)
        xs = [places[mark.order] for mark in project.stages]
        edge = size / 2 + 4
        unknown += [[(a + edge, middle), (b - edge, middle)] for a, b in pairwise(xs)]
        _tell(canvas, project, columns[-1].x + size + _GAP, middle)
        planned = Type(color=MUTED, anchor="end") if not project.plan else Type(bold=True, anchor="end")
        canvas.lines(spec.width, middle - _LEADING / 2, [_planned(spec, project)], planned)
        if project.plan:
            width = measure(project.plan.text, TEXT, True)
            canvas.point(spec.width - width, middle - 12, width, 24, project.plan)
        canvas.y += height
    for fill, middles in found.items():
        draw_stages(canvas, fill, middles)
    if unknown:
        canvas.y += 6
        row = canvas.y + leading / 2
        canvas.strokes([*unknown, [(0, row), (32, row)]], MARK, 2, "dot")
        canvas.y += canvas.lines(40, canvas.y, [spec.word("between")], Type(spec.small, MUTED))


def _tell(canvas: Canvas, project: Project, x: float, middle: float) -> None:
    """Write how far a project has come, and whether that is late."""
    spec, reached = canvas.spec, project.outcome
    name = reached.stage_name if reached else spec.word("unpublished")
    type_ = Type(bold=project.late) if reached else Type(color=MUTED)
    canvas.lines(x, middle - _LEADING / 2, [name], type_)
    if project.late:
        x += measure(f"{name}  ", TEXT, True)
        canvas.lines(x, middle - _LEADING / 2, [spec.word("late")], Type(color=LATE, bold=True))


def _list(canvas: Canvas, project: Project) -> None:
    """Draw a project as its name, its plan, and a line for each stage."""
    spec = canvas.spec
    event = max(_EVENT, spec.touch)
    plan = f"{_planned_word(spec)} {_planned(spec, project)}"
    beside = measure(project.label, TEXT, True) + _BETWEEN + measure(plan, TEXT) <= spec.width
    top = canvas.y
    canvas.y += canvas.lines(0, top, wrap(project.label, TEXT, spec.width, True), Type(bold=True))
    if beside:
        canvas.lines(spec.width, top, [plan], Type(anchor="end"))
    else:
        canvas.y += canvas.lines(0, canvas.y, wrap(plan, TEXT, spec.width), Type())
    if project.plan:
        canvas.y = max(canvas.y, top + event)  # as high as a finger needs
        canvas.point(0, top, spec.width, canvas.y - top, project.plan)
    size = size_of(spec)
    x = size + _GAP
    for mark in project.stages:
        late = project.late and mark is project.outcome
        says = (f"{mark.period} {_stage(spec, mark)}", *([spec.word("late")] if late else []))
        lines = wrap_caption(" · ".join(says), TEXT, spec.width - x, late)
        height = max(event, _LEADING * len(lines) + 4)
        draw_stages(canvas, mark.fill, [(size / 2, canvas.y + _EVENT / 2)])
        canvas.lines(x, canvas.y + 2, lines, Type(color=LATE, bold=True) if late else Type(color=MUTED))
        canvas.point(0, canvas.y, spec.width, height, mark)
        canvas.y += height

"""What a chart says at an address: which figures it draws, under which title, from which sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from typing import Any

import plotly.graph_objects as go

from dashboard.charts.figures.drawing import draw_figure, draw_plain
from dashboard.charts.figures.line import series_of, times_of
from dashboard.charts.figures.spec import WHOLE, ChartSpec, Excerpt, Mark
from dashboard.charts.figures.theme import SMALL, TEXT
from dashboard.charts.svg import draw
from dashboard.charts.titles import fill
from dashboard.request.address import Address
from dashboard.request.context import Context
from dashboard.request.links import figure_id, figure_page
from data.errors import ChartRefused, NotFound
from data.model.catalog import Chart
from data.model.observation import Observation
from data.statements.amounts import interval_of
from data.statements.chart_kinds import CHART_KINDS, ChartKind, copies_of, refusals, select
from data.statements.selection import counted_in, drawn_alone, indicators_in
from data.statements.series import Gap, gaps, root_of
from data.statements.templates import lines_to_say, names_in
from data.store.revisions import Revision

# The widths a chart is laid out at, in px. Cards of any width are so served by one that is not scaled by more
# than an eighth: on phones, in one of three columns, in one of two, and on a tablet.
WIDTHS = (296, 456, 560, 680)
LARGE_TYPE = (186, 280, 420, 750)  # where type is half as large again, and all cards stand in one column
TOUCH = 39  # px of a drawing in large type: 60 where its text of 14 is shown at 22
DRAWN_WORDS = (
    "actual",
    "derived",
    "plan",
    "target",
    "estimate",
    "outcome",
    "unpublished",
    "list",
    "others",
    "tied",
    "some_tied",
    "printed_exact",
    "aimed",
    "late",
    "between",
    "printed_loose",
    "broken",
    "moved",
    "missing",
)
# By why a series doesn't go on, the word that stands where its line stops.
GAPS = {"definition": "broken", "replaced": "broken", "territory": "moved", "missing": "missing"}
MOST_PERIODS = 40  # that a picture names one by one
FEW_PERIODS = 4  # that a page does, which has them all in a table
MOST_NAMED = 6  # series that a note names


Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as SVG, how high it is, and the rectangles in which each mark answers, by its id, in px."""

    svg: str
    height: int
    boxes: Mapping[str, Sequence[Box]]


@dataclass(frozen=True)
class ChartView:
    """A chart of the catalogue at one address, of the latest `last` periods if that isn't 0."""

    chart: Chart
    context: Context
    last: int = field(default=0, kw_only=True)

    @cached_property
    def rows(self) -> list[Observation]:
        """The figures drawn; none where there is nothing that its kind could draw."""
        rows = select(self.context.reader.catalog, self.chart, self._known)
        latest = sorted({row.order for row in rows})[-self.last :]
        return [row for row in rows if row.order in latest]

    @cached_property
    def _known(self) -> list[Observation]:
        """What may be selected of: older figures, too, where the newest are copies that aren't drawn."""
        context, ids, shown = self.context, self.chart.indicators, indicators_in(self.chart)
        known = context.rows(ids, shown, newest=self._kind.is_of_one_time)
        return known if all(map(context.is_trusted, known)) else context.rows(ids, shown)

    @cached_property
    def copies(self) -> list[Observation]:
        """The figures that would be drawn, were they not known from anonymous copies alone."""
        return copies_of(self.context.reader.catalog, self.chart, self._known)

    @cached_property
    def refused(self) -> ChartRefused | None:
        """Why its kind doesn't draw these figures; None where it does, as of any checked release."""
        refusal = next(refusals(self.chart.kind, drawn_alone(self.chart, self.rows)), None)
        return ChartRefused(self.measure, why=refusal.why) if refusal else None

    @cached_property
    def periods(self) -> list[str]:
        """The periods drawn, newest first, as they are said."""
        newest_first = sorted(self.rows, key=lambda row: row.order, reverse=True)
        return list(dict.fromkeys(self.context.words.period(row.when) for row in newest_first))

    @cached_property
    def time(self) -> str:
        """The periods drawn in order, as a line says them: of many the first, the last and how many."""
        if len(self.periods) <= MOST_PERIODS:
            return self.context.words("list_comma").join(self.periods[::-1])
        return self._span

    @property
    def _span(self) -> str:
        first, last = self.periods[-1], self.periods[0]
        return self.context.words("periods", first=first, last=last, count=len(self.periods))

    @cached_property
    def title(self) -> str:
        """The finding, or the measure where its figures are not all here or can't be drawn."""
        lines = [] if self.refused else self._lines("finding")
        return next(filter(None, (fill(line, self.rows, self.context) for line in lines)), self.measure)

    @cached_property
    def measure(self) -> str:
        """What is measured."""
        return self.context.words.text(self.chart)

    @cached_property
    def notes(self) -> list[str]:
        """What a reader must know beside the picture, of what it shows."""
        times = {row.order for row in self.rows}
        filled = (
            fill(line, self.context.rows_at(names_in(line), times), self.context)
            for line in self._lines("note")
        )
        left_out = 0 if self._kind.is_of_one_time else self.context.left_out(self.chart.indicators)
        told = self.context.words("earlier_left_out", count=left_out) if left_out else ""
        own = (*filled, told, *self._notes_of_gaps(), *self._notes_of_copies())
        return [*filter(None, own)]

    @property
    def notes_in_picture(self) -> list[str]:
        """The same, and what is said elsewhere on its page, which a picture of it is without."""
        return self.notes

    @property
    def _kind(self) -> ChartKind:
        return CHART_KINDS[self.chart.kind]

    @cached_property
    def _gaps(self) -> list[Gap]:
        """Where its lines stop."""
        return [*gaps(self.context.reader.catalog, self.rows)] if self._kind.is_joined else []

    @cached_property
    def _whys(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """By the key of the figure behind each, the words for why."""
        whys: dict[tuple[str, ...], tuple[str, ...]] = {}
        for gap in self._gaps:
            key = gap.after.key
            whys[key] = (*whys.get(key, ()), GAPS[gap.why])
        return whys

    def _notes_of_gaps(self) -> Iterator[str]:
        """Why lines stop: a break in definition, with what either side counts, or in territory or time."""
        words = self.context.words
        missing: dict[tuple[str, str], list[str]] = {}
        for gap in self._gaps:
            before, after = words.period(gap.before.when), words.period(gap.after.when)
            if gap.why == "missing":
                missing.setdefault((before, after), []).append(self._called(gap.after))
                continue
            facts = {"before": before, "after": after, "measure": self._called(gap.after)}
            text = words(f"gap_{gap.why}", old=self._called(gap.before), **facts)
            sides = [row for row in (gap.before, gap.after) if gap.why == "definition" and row.definition]
            told = (
                words("gap_side", period=words.period(row.when), note=words.note(row.remark)[0])
                for row in sides
            )
            yield "".join((text, *told))
        for (before, after), measures in missing.items():
            named = words("list_comma").join(measures[:MOST_NAMED])
            if len(measures) > MOST_NAMED:
                named += words("others")
            yield words("gap_missing", measure=named, before=before, after=after)

    def _called(self, row: Observation) -> str:
        """What a series is called in a note."""
        return self.context.full_label(row)

    def _notes_of_copies(self) -> Iterator[str]:
        """Which figures aren't drawn, for where they are known from."""
        if self.copies:
            words = self.context.words
            copies = (self.context.copy_of(self.context.document(row)) for row in self.copies)
            kinds = words("list_comma").join(dict.fromkeys(copies))
            yield words("copies_left_out", kinds=kinds, count=len(self.copies))

    @cached_property
    def revisions(self) -> list[str]:
        """How figures drawn were printed before, and what has become of them since."""
        revisions = self.context.revisions(self.rows)
        return [self._revised(row, revisions[row.key]) for row in self.rows if row.key in revisions]

    def _revised(self, row: Observation, revision: Revision) -> str:
        words = self.context.words
        said = {"measure": self.name_of(row), "printed": row.printed}
        if not revision.since:
            release = words("edition", number=row.first_release)
            return words("revised_before", release=release, before=revision.before, **said)
        release = words("edition", number=revision.since)
        if revision.after:
            return words("revised_since", release=release, after=revision.after, **said)
        return words("withdrawn_since", release=release, **said)

    def _lines(self, text: str) -> list[str]:
        """The lines of a text of the chart that are to be said of the figures drawn."""
        return lines_to_say(self.context.reader.catalog, self.context.words.text(self.chart, text), self.rows)

    @property
    def derivation(self) -> str:
        """What is said, where it is cited, of figures drawn that we worked out; "" of none."""
        return self.context.words("cited_derived") if any(row.derived for row in self.rows) else ""

    @property
    def page(self) -> Address:
        """The page that shows it and how it may be taken along."""
        return self.context.address.to("chart", self.chart.id, last=str(self.last or ""))

    @property
    def form(self) -> str:
        """Which of several that one page shows; "" for the first."""
        return ""

    @property
    def place(self) -> str:
        """The region that it is of; "" for one of several."""
        return self.context.words.term("region", self.context.region)

    @property
    def origins(self) -> Sequence[Observation]:
        """The figures whose documents are its sources."""
        return self.rows

    @cached_property
    def places(self) -> dict[str, list[str]]:
        """Where these figures stand, by the id of each document."""
        return self.context.places_by_document(self.origins)

    @property
    def cited(self) -> str:
        """What it is called where it is cited."""
        return self.title

    def name_of(self, row: Observation) -> str:
        """Return what tells a figure from the others drawn."""
        return self.context.full_label(row)

    @property
    def is_series(self) -> bool:
        """Whether it follows what it shows through several periods."""
        return self._kind.is_series

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The widths it is drawn at."""
        return LARGE_TYPE if self.context.address.type else WIDTHS

    def figure(self, width: int, *, captioned: bool = False, excerpt: Excerpt = WHOLE) -> go.Figure:
        """Return the Plotly figure at one of `widths`, of any type, in px; `captioned` to stand by itself.

        Raises ChartRefused, NotFound.
        """
        marks = tuple(replace(mark, hover=self.hover(mark.id)) for mark in self.marks)
        return _drawn(replace(self._checked(width, excerpt, captioned=captioned), marks=marks))

    @cached_property
    def drawing(self) -> Callable[..., Drawing]:
        """The same by width and excerpt as a part of a page, which has what marks answer once for all widths.

        Raises ChartRefused, NotFound.
        """
        return cache(lambda width, excerpt=WHOLE: _drawing(self._checked(width, excerpt)))

    def _checked(self, width: int, excerpt: Excerpt, *, captioned: bool = False) -> ChartSpec:
        if width not in (*WIDTHS, *LARGE_TYPE):
            raise NotFound(f"width={width}")
        if self.refused:
            raise self.refused
        if excerpt != WHOLE and not self.lines_in(excerpt)[0]:
            raise NotFound(excerpt.query())
        return replace(self.spec(width) if captioned else self.bare(width), excerpt=excerpt)

    def lines_in(self, excerpt: Excerpt) -> tuple[list[str], list[str]]:
        """Return the names of the lines picked that an excerpt's periods have figures of, and of the others.

        Raises NotFound unless its periods, two or more, and its lines are this chart's.
        """
        series, times = series_of(self.marks) if self.is_series else [], times_of(self.marks)
        first, last = excerpt.first or 1, excerpt.last or len(times)
        numbers = excerpt.series or range(len(series))
        if not series or not first < last <= len(times) or max(numbers) >= len(series):
            raise NotFound(excerpt.query())
        shown = {n for n in numbers if any(mark.order in times[first - 1 : last] for mark in series[n])}
        names = {n: series[n][-1].series for n in numbers}
        return [names[n] for n in numbers if n in shown], [names[n] for n in numbers if n not in shown]

    def spec(self, width: int) -> ChartSpec:
        """Return everything the drawing needs, every word in the reader's language."""
        return ChartSpec(
            chart=self.chart.id,
            kind=self.chart.kind,
            width=width,
            color=self.context.reader.catalog.themes[self.chart.theme].color,
            subtitle=self.subtitle,
            source=self.source,
            marks=self.marks,
            words=self._words,
            small=TEXT if width in LARGE_TYPE else SMALL,
            touch=TOUCH if width in LARGE_TYPE else 0,
        )

    def bare(self, width: int) -> ChartSpec:
        """Return the same without the captions that what is around it has."""
        return replace(self.spec(width), subtitle="", source="")

    @cached_property
    def height(self) -> Callable[[int], float]:
        """How high it is without captions, in px, by its width."""
        return cache(lambda width: float(draw_plain(self.bare(width))["layout"]["height"]))

    @property
    def least_height(self) -> float:
        """What it is no lower than at any width, in px, as far as that is told without drawing it."""
        return 0

    @cached_property
    def subtitle(self) -> str:
        """Measure, region, period, unit: what a picture cut out of the page must still say."""
        return self._subtitle(self.time)

    def _subtitle(self, time: str) -> str:
        words = self.context.words
        unit = words("unit", unit=words("list_comma").join(self.units)) if self.units else ""
        region = words.term("region", self.context.region)
        return " · ".join(filter(None, (self.measure, region, time, unit)))

    @property
    def under_title(self) -> str:
        """The subtitle where the title stands over it: one that is the measure says that once."""
        return self.subtitle.removeprefix(f"{self.title} · ")

    @cached_property
    def caption(self) -> str:
        """The same on a page: of more than a few periods the first, the last and how many."""
        subtitle = self.subtitle if len(self.periods) <= FEW_PERIODS else self._subtitle(self._span)
        return subtitle.removeprefix(f"{self.title} · ")

    @cached_property
    def units(self) -> list[str]:
        """The units of the figures drawn."""
        words, catalog = self.context.words, self.context.reader.catalog
        printed = ((row.indicator, row.quantity.unit) for row in self.rows if row.value is not None)
        units = (words.unit(catalog.indicators[id], printed=unit) for id, unit in dict.fromkeys(printed))
        return [*dict.fromkeys(filter(None, units))]

    @cached_property
    def source(self) -> str:
        """Issuing body, date, paragraph and release."""
        shown = self.context.words("source", source=self.context.cited_together(self.rows))
        return f"{shown} · {self.context.release_name()}"

    @property
    def _words(self) -> dict[str, str]:
        """What a drawing says of its own, the name of any status among it."""
        words = self.context.words
        statuses = {id: words.term("status", id) for id in self.context.reader.catalog.statuses}
        return statuses | {key: words(key) for key in DRAWN_WORDS}

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """What is drawn, the same at each width, without what is shown of it under the pointer."""
        return tuple(self._made())

    @cached_property
    def marked(self) -> dict[str, tuple[Observation, ...]]:
        """The figures of each mark by its id, its own last: an amount may stand before a share."""
        amounts = dict(zip(self.chart.indicators, self.chart.amounts, strict=False))
        drawn = {(row.indicator, row.breakdown): row for row in self.rows}
        marked: dict[str, tuple[Observation, ...]] = {}
        for row in drawn_alone(self.chart, self.rows):
            amount = drawn.get((amounts.get(row.indicator, ""), row.breakdown))
            marked[figure_id(*row.key)] = (row,) if amount is None else (amount, row)
        return marked

    @cached_property
    def link_of(self) -> Callable[[str], tuple[str, str]]:
        """By the id of a mark: the address of its figure's page, and its name: what, how much, when."""
        marks = {mark.id: mark for mark in self.marks}
        return cache(lambda id: (str(figure_page(self.context, self.marked[id][-1])), self._name(marks[id])))

    def _name(self, mark: Mark) -> str:
        words, pair = self.context.words, self.marked[mark.id]
        what = [mark.series, mark.text] if len(pair) == 1 else self.hover(mark.id)[1 : len(pair) + 1]
        status = "" if mark.status == "actual" else words.term("status", mark.status)
        return words("list_comma").join(filter(None, (*what, mark.period, status)))

    def _made(self) -> Iterator[Mark]:
        for id, pair in self.marked.items():
            yield self._mark(id, pair, self.context.label(pair[0]))

    def _mark(self, id: str, pair: tuple[Observation, ...], label: str) -> Mark:
        context, words, row = self.context, self.context.words, pair[-1]
        return Mark(
            id=id,
            label=label,
            value=row.value,
            text=" · ".join(map(words.figure, pair)),
            printed=row.printed,
            qualifier=row.qualifier,
            status=row.status,
            series=self._series(row),
            period=words.period(row.when),
            order=row.order,
            indicator=row.indicator,
            breakdown=self._line(row),
            named=row.indicator != counted_in(self.chart),
            bounds=None if row.value is None or self._kind.is_joined else _bounds(row),
            root=root_of(context.reader.catalog, row.indicator),
            definition=row.definition,
            gaps=self._whys.get(row.key, ()),
            **self._stage(row),
        )

    def _stage(self, row: Observation) -> dict[str, Any]:
        """The stage a project has reached, or that a count of unnamed projects is of."""
        catalog = self.context.reader.catalog
        counted = row.indicator == counted_in(self.chart)
        known = catalog.stage_forms.get(row.printed, row.printed) if row.value is None else ""
        stage = self.chart.count.partition("=")[0] if counted else known
        if not stage:
            return {}
        return {
            "stage": stage,
            "stage_name": self.context.words.stage(row.printed)
            if row.value is None
            else self.context.words.term("stage", stage),
            "rank": int(catalog.stages[stage]["rank"]),
            "fill": catalog.stages[stage]["fill"] if row.result else "planned",
        }

    def _series(self, row: Observation) -> str:
        """What a figure's series is called."""
        one = len(self.chart.indicators) == 1
        return self.context.label(row) if one else self.context.full_label(row)

    def _line(self, row: Observation) -> str:
        """What tells a figure's series from others of its indicator."""
        return row.breakdown

    @cached_property
    def hover(self) -> Callable[[str], tuple[str, ...]]:
        """By the id of a mark: what is shown of it under the pointer, in lines."""
        return cache(self._hover)

    def _hover(self, id: str) -> tuple[str, ...]:
        """The figure; what it is, when, and as printed where that is otherwise; its sources in one line."""
        context, words, pair = self.context, self.context.words, self.marked[id]
        figures = [words.figure(row) for row in pair]
        names = [context.full_label(row) for row in pair]
        if len(pair) > 1:
            names = [f"{name} {figure}" for name, figure in zip(names, figures, strict=True)]
        quoted = [row.printed for row in pair if not row.derived and row.printed not in figures]
        printed = [words("as_printed", printed=text) for text in quoted]
        status = () if pair[-1].status == "actual" else (words.term("status", pair[-1].status),)
        period = " · ".join((words.term("region", pair[-1].region), words.period(pair[-1].when), *status))
        sources = words("list_semicolon").join(dict.fromkeys(map(context.cited, pair)))
        return (" · ".join(figures), *names, period, *printed, sources)


def chart_views(context: Context, charts: Iterable[Chart]) -> list[ChartView]:
    """Return the charts that have something to draw at this address."""
    return [view for chart in charts if (view := ChartView(chart, context)).rows]


def _bounds(row: Observation) -> tuple[float, float]:
    interval = interval_of(row)
    return float(interval.low), float(interval.high)


@lru_cache(maxsize=2048)
def _drawn(spec: ChartSpec) -> go.Figure:
    """Draw once what says the same, whatever page, year or release it stands on. No one changes a Figure."""
    return draw_figure(spec)


@lru_cache(maxsize=2048)
def _drawing(spec: ChartSpec) -> Drawing:
    plain = draw_plain(spec)
    boxes: dict[str, list[Box]] = {}
    for trace in plain["data"]:
        places = (
            zip(trace["base"], trace["y"], trace["x"], trace["width"], strict=True) if "ids" in trace else ()
        )
        for id, (x, y, width, height) in zip(trace.get("ids", ()), places, strict=True):
            boxes.setdefault(id, []).append((x, y - height / 2, width, height))
    return Drawing(draw(plain), plain["layout"]["height"], boxes)

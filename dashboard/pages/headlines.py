"""Headline figures: one a theme, each with what it may be compared with and how old it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dashboard.charts.titles import fill
from dashboard.pages.changes import new_mark
from dashboard.pages.comparisons import say_headline
from dashboard.pages.phrases import dotted
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.links import link
from data.model.catalog import Theme
from data.model.observation import Observation
from data.model.period import Period, parse_period
from data.model.words import beijing_time
from data.statements.templates import lines_to_say, names_in

_YEAR = 12  # months


@dataclass(frozen=True)
class Headline:
    """The figure that stands for a theme: its name, what it is compared with, of when and what kind it is."""

    theme: Theme
    row: Observation
    name: str
    beside: str
    when: str


def headlines(context: Context) -> list[html.Element]:
    """The headline of every theme that has one here."""
    themes = context.reader.catalog.themes.values()
    return [_cell(context, found) for theme in themes if (found := find_headline(context, theme))]


def headline_of(context: Context, theme: Theme) -> Observation | None:
    """The one figure that stands for a theme: of the first of its headlines that has one here.

    None where none is published, or the newest ones are known from anonymous copies alone.
    """
    for indicator, breakdown in theme.headlines:
        rows = context.series(indicator, [breakdown])
        told = (row for row in rows if row.status in ("actual", "estimate"))
        newest = next((row for row in told if context.year in (None, row.when.year)), None)
        if newest and context.is_trusted(newest):
            return newest
    return None


def find_headline(context: Context, theme: Theme) -> Headline | None:
    """Return a theme's headline, in words; None where it has none here."""
    words, row = context.words, headline_of(context, theme)
    if row is None:
        return None
    name = context.label(row) if row.breakdown else words.text(context.indicator(row))
    nature = words.term("status", row.status) if row.status != "actual" else ""
    copy = context.copy_of(context.document(row))
    when = " · ".join(filter(None, (words.period(row.when), nature, age(context, row.when), copy)))
    return Headline(theme, row, name, _beside(context, theme, row), when)


def _cell(context: Context, headline: Headline) -> html.Element:
    theme, said = headline.theme, (headline.beside, headline.when)
    mark: list[html.Element | str] = [" ", new_mark(context)] if context.is_new(headline.row) else []
    return html.Div(
        [
            html.Dt([link(headline.name, context.address.to("theme", theme.id)), *mark]),
            html.Dd(numeral(context, headline.row), className="figure"),
            html.Dd(
                [
                    *(
                        html.Div(dotted(line), className="parts revised")
                        for line in _since(context, headline)
                    ),
                    *(html.Div(dotted(line), className="parts") for line in said),
                ],
                className="beside",
            ),
        ],
        className=f"cell theme-{theme.id}",
    )


def _since(context: Context, headline: Headline) -> Iterator[str]:
    """What became of the figures of an earlier release's headline: of itself, and of those in its note."""
    noted = _noted(context, headline.theme, headline.row)[1]
    for row in dict.fromkeys((headline.row, *noted)):
        revision = context.revisions([row]).get(row.key)
        if revision and revision.since:
            named = "" if row == headline.row else f"{context.words.figure(row)} · "
            yield f"{named}{context.say_revision(revision)}"


def _beside(context: Context, theme: Theme, row: Observation) -> str:
    """What a headline is compared with, or that nothing compares; and what else a reader must know of it."""
    note, noted = _noted(context, theme, row)
    said = fill(note, noted, context)
    if noted and said:
        return said
    return " · ".join(filter(None, (say_headline(context, row), said)))


def _noted(context: Context, theme: Theme, row: Observation) -> tuple[str, list[Observation]]:
    """What is noted of a headline as a template, and the figures that it names."""
    note = "".join(lines_to_say(context.reader.catalog, context.words.text(theme, "headline_note"), [row]))
    named = names_in(note)
    return note, [r for r in context.rows_at(named, {row.order}) if r.result] if named else []


def numeral(context: Context, row: Observation) -> list[html.Element | str]:
    """A figure as published, its digits large and its qualifier and unit small."""
    figure = context.words.figure(row)
    digits = [i for i, c in enumerate(figure) if c.isdigit()]
    first, last = digits[0], digits[-1] + 1
    before, after = figure[:first], figure[last:]
    return [
        *([html.Small(before)] if before else []),
        html.B(figure[first:last]),
        *([html.Small(after)] if after else []),
    ]


def age(context: Context, when: Period) -> str:
    """How long before the release a period ended, in words; nothing of less than a month.

    It is told from the release and not from today: a page of a release says the same for ever.
    """
    published = date.fromisoformat(beijing_time(context.reader.release.created_at)[:10])
    months = (published.year - when.end.year) * _YEAR + published.month - when.end.month
    months -= published.day < when.end.day
    if months < 1:
        return ""
    years, rest = divmod(months, _YEAR)
    if not years:
        return context.words("age_month" if months == 1 else "age_months", months=months)
    number = "age_year" if years == 1 else "age_years"
    return context.words(f"{number}_and_more" if rest else number, years=years)


def news(context: Context) -> str:
    """What is new in the release, and how old the newest figure shown is."""
    words, release = context.words, context.reader.release
    name, day = context.release_name(), beijing_time(release.created_at)[:10]
    counts = (("added", release.added), ("changed", release.changed), ("withdrawn", release.withdrawn))
    changes = words("list_comma").join(words(f"news_{what}", count=count) for what, count in counts if count)
    if release.id == 1:
        told = words("news_first", release=name, day=day)
    else:
        told = words("news", release=name, day=day, changes=changes or words("news_none"))
    cells = context.outline.of(year=context.year)
    periods = [parse_period(period) for _, period, cell in cells if cell.results]
    if not periods:
        return told
    newest = max(periods, key=lambda period: period.order)
    period, old = words.period(newest), age(context, newest)
    return told + words("newest", period=words("list_comma").join(filter(None, (period, old))))

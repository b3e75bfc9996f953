"""A difference as a page that stands alone: every change in tables, and the charts it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from data.errors import FileUnusable, reason_of_system
from data.model.catalog import Chart
from data.model.observation import Observation
from data.model.quantity import split_unit
from data.statements.selection import indicators_in
from etl.command_line.change_lines import Lines
from etl.command_line.messages import Messages
from etl.releases.difference import Difference
from etl.reports.standalone import standalone_page

SHOWN = 1000  # changes of a sort on the page; more than that nobody reads
BARS = 24  # figures of one chart
LONGEST = 220  # px
STYLE = """
body { font: 15px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1c2127;
  background: #f7f5f1; max-width: 1080px; margin: 0 auto; padding: 24px 18px 60px }
h1 { font-size: 24px } h2 { font-size: 18px; margin: 36px 0 8px } h3 { font-size: 15px; margin: 24px 0 6px }
table { border-collapse: collapse; width: 100%; background: #fff }
th, td { border: 1px solid #e5e0d6; padding: 6px 10px; text-align: left; vertical-align: top }
th { color: #59626d; font-weight: 600 } td { overflow-wrap: anywhere }
svg { display: block } rect { fill: #59626d } .differs rect { fill: #a8322a } .differs { font-weight: 600 }
p { color: #59626d }
"""


def change_page(diff: Difference, lines: Lines, say: Messages) -> str:
    """Return the page. Everything shown is text: what looks like markup in a figure stays so."""
    title = say("page_title", base=diff.base) if diff.base else say("page_new")
    body = "\n".join(_body(diff, lines, say))
    return standalone_page(say.language, title, STYLE, f"<h1>{escape(title)}</h1>\n{body}")


def write_page(file: Path, page: str) -> None:
    """Write a page over whatever was there. Raises FileUnusable."""
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise FileUnusable(str(file), why=reason_of_system(error)) from error


def _body(diff: Difference, lines: Lines, say: Messages) -> Iterator[str]:
    if edits := diff.reworded.rewordings:
        yield f"<h2>{escape(say('reworded', count=len(edits)))}</h2>"
        yield from (f"<p>{escape(lines.rewording(*edit))}</p>" for edit in edits[:SHOWN])
    counts = lines.by_theme(diff).items()
    yield _table(say("page_themes"), [[theme, *map(str, numbers)] for theme, numbers in counts])
    sorts = {
        "changed": [(c.after, *lines.readings(c)[1:]) for c in diff.changed[:SHOWN]],
        "superseded": [(c.after, *lines.readings(c)[1:]) for c in diff.superseded[:SHOWN]],
        "withdrawn": [(row, row.printed, "—") for row in diff.withdrawn[:SHOWN]],
        "added": [(row, "—", row.printed) for row in diff.added[:SHOWN]],
    }
    for key, rows in sorts.items():
        if count := len(getattr(diff, key)):
            yield f"<h2>{escape(say(key, count=count))}</h2>"
            cells = [
                [lines.subject(row), was, now, f"{row.document} › {row.locator}"] for row, was, now in rows
            ]
            yield _table(say("page_columns"), cells)
        if count > SHOWN:
            yield f"<p>{escape(say('page_more', count=count - SHOWN))}</p>"
    if diff.base and (charts := list(_charts(diff, lines, say))):
        yield f"<h2>{escape(say('page_charts'))}</h2>"
        yield from charts


def _charts(diff: Difference, lines: Lines, say: Messages) -> Iterator[str]:
    """Each chart that draws a figure that differs: its figures of the regions concerned, before and after."""
    differing = [*diff.ending, *diff.beginning]
    regions, indicators = {row.region for row in differing}, {row.indicator for row in differing}
    charts = [
        chart for chart in lines.catalog.charts.values() if not indicators.isdisjoint(indicators_in(chart))
    ]
    shown = {indicator for chart in charts for indicator in indicators_in(chart)}
    before = {row.key: row for row in diff.standing(regions, shown)}
    gone = {row.key for row in diff.ending}
    after = {key: row for key, row in before.items() if key not in gone}
    after |= {row.key: row for row in diff.beginning if row.indicator in shown}
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[0], key[2], key))
    for chart in charts:
        pairs = [(before.get(key), after.get(key)) for key in keys if key[1] in indicators_in(chart)]
        yield f"<h3>{escape(_name(chart, lines))}</h3>"
        yield _bars(pairs[:BARS], lines, say)
        if len(pairs) > BARS:
            yield f"<p>{escape(say('page_more', count=len(pairs) - BARS))}</p>"


def _name(chart: Chart, lines: Lines) -> str:
    theme = lines.catalog.themes[chart.theme]
    return f"{lines.words.text(theme)} · {lines.words.text(chart)}  (/themes/{theme.id})"


def _bars(pairs: Sequence[tuple[Observation | None, Observation | None]], lines: Lines, say: Messages) -> str:
    """Figures as bars of one scale for each unit, what was beside what is."""
    longest: dict[str, float] = {}
    for row in (row for pair in pairs for row in pair if row):
        size, unit = _size(row, lines)
        longest[unit] = max(longest.get(unit, 0), size)
    rows = []
    for was, now in pairs:
        differs = ' class="differs"' if was != now else ""
        cells = (_bar(row, lines, longest) for row in (was, now))
        subject = escape("".join({lines.subject(row) for row in (was, now) if row}))
        rows.append(f'<tr{differs}><th scope="row">{subject}</th>{"".join(cells)}</tr>')
    return _rows(say("page_chart_columns"), rows)


def _bar(row: Observation | None, lines: Lines, longest: dict[str, float]) -> str:
    if row is None:
        return "<td>—</td>"
    size, unit = _size(row, lines)
    width = round(LONGEST * size / longest[unit]) if longest[unit] else 0
    rect = f'<svg width="{LONGEST}" height="8" aria-hidden="true"><rect width="{width}" height="8"/></svg>'
    return f"<td>{escape(row.printed)}{rect if row.value is not None else ''}</td>"


def _size(row: Observation, lines: Lines) -> tuple[float, str]:
    """How much a figure is in its base unit; nothing for a stage."""
    indicator = lines.catalog.indicators.get(row.indicator)
    scale, unit = split_unit(indicator.unit if indicator else "")
    return abs(row.value or 0) * float(scale), unit


def _table(head: str, cells: Iterable[Sequence[str]]) -> str:
    return _rows(
        head, ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells]
    )


def _rows(head: str, rows: Sequence[str]) -> str:
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in head.split(" | "))
    return "\n".join(("<table>", f"<tr>{names}</tr>", *rows, "</table>"))

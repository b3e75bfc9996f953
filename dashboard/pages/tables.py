"""Figures as a table: what a chart says, for whoever can't see it, and for whoever must check it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import zip_longest
from typing import Any

from dashboard.downloads.selection import query_of
from dashboard.pages.changes import new_mark
from dashboard.pages.file_links import file_links, query
from dashboard.pages.phrases import DOT, parted, whole
from dashboard.request import html
from dashboard.request.address import FILED
from dashboard.request.context import Context
from dashboard.request.html import Written, render
from dashboard.request.links import anchor, dashed, document_place, figure_page, link
from data.messages import SOURCE_LANGUAGE
from data.model.observation import Observation
from data.store.revisions import Revision


def table(
    context: Context,
    rows: Sequence[Observation],
    *,
    caption: str,
    regions: bool = False,
    rooted: bool = False,
) -> Written:
    """Figures as a table: what, where, as printed, when, by whom.

    `regions` names each figure's region. `rooted` gives rows the ids that links point at, on the page of the
    document itself, which need not name its body in every row.
    """
    context.revisions(rows)  # read at once, not by row
    hidden = {"region": not regions, "reading": context.words.language == SOURCE_LANGUAGE}
    columns = [name for name in CELLS if not hidden.get(name)]
    cells = [[CELLS[name](context, row) for name in columns] for row in rows]
    if rooted:
        cells = [[*texts[:-1], context.words.place(row)] for texts, row in zip(cells, rows, strict=True)]
    ids = [anchor(row) for row in rows] if rooted else ()
    return tabulate(context, columns, cells, caption=caption, ids=ids, name="brief")


def card_of_figures(
    context: Context,
    rows: Sequence[Observation],
    title: str,
    *,
    regions: bool = False,
    rooted: bool = False,
    note: str = "",
    filed: bool = True,
    **filters: str,
) -> html.Element:
    """A table of figures on a card, with a note, files of them, and what the API is asked for them.

    Those of more figures than a file holds, or not `filed`, come from the API alone, by its `filters`.
    """
    of = next(((kind, filters[kind]) for kind in FILED if kind in filters), None)
    if filed and of:
        downloads = file_links(context, *of)
    else:
        downloads = [html.A(kind.upper(), href=query_of(context, filters, kind)) for kind in ("csv", "json")]
    heading = html.Div([html.H2(title), html.Div(downloads, className="sources")], className="row")
    says = [html.P(note, className="note")] if note else []
    shown = table(context, rows, caption=title, regions=regions, rooted=rooted)
    asked = query(context, query_of(context, filters))
    return html.Section([heading, *says, shown, asked], className="card figures")


def tabulate(
    context: Context,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    caption: str,
    ids: Sequence[str] = (),
    name: str = "",
) -> Written:
    """A table whose first column heads its rows; each cell can name itself, for narrow screens.

    On those a `brief` one sets what belongs to a figure in one line below it.
    """
    heads = [context.words(f"column_{name}") for name in columns]
    return _table(heads, columns, rows, caption=caption, ids=ids, name=name)


def table_across(context: Context, rows: Sequence[Observation], *, caption: str) -> Written:
    """Figures of regions over time as a table: a row a period, the newest first, and a column a region.

    Below the figures of each region stands where they are from.
    """
    words, revisions = context.words, context.revisions(rows)
    of_region: dict[str, list[Observation]] = {}
    of_period: dict[str, dict[str, list[html.Element | str]]] = {}
    for row in sorted(rows, key=lambda row: row.order, reverse=True):
        of_region.setdefault(row.region, []).append(row)
        cell = of_period.setdefault(words.period(row.when), {}).setdefault(row.region, [])
        cell += [*([" "] if cell else []), *_figure(context, row, revisions.get(row.key))]
    regions = [*dict.fromkeys(row.region for row in rows)]
    heads = [words("column_period"), *(words.term("region", id) for id in regions)]
    body: list[list[Any]] = [[when, *map(cells.get, regions)] for when, cells in of_period.items()]
    body.append([words("column_source"), *(context.cited_together(of_region[id]) for id in regions)])
    return _table(heads, ["period", *(["printed"] * len(regions))], body, caption=caption, name="across")


def _table(
    heads: Sequence[str],
    classes: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    caption: str,
    ids: Sequence[str] = (),
    name: str,
) -> Written:
    """A table as text: pages have many cells, and each has the class and the name of its column."""
    columns = [*zip(classes, heads, strict=True)][1:]
    openings = [f'<td class="{kind}" data-head="{escape(head)}">' for kind, head in columns]
    parts = ["<table><caption>", render(whole(caption)), "</caption><thead><tr>"]
    parts += [f'<th scope="col">{escape(head, quote=False)}</th>' for head in heads]
    parts.append("</tr></thead><tbody>")
    for cells, id in zip_longest(rows, ids):
        parts.append(f'<tr id="{escape(id)}"><th scope="row">' if id else '<tr><th scope="row">')
        parts += (render(_set(cells[0])), "</th>")
        for opening, content in zip(openings, cells[1:], strict=True):
            parts += (opening, render(_one(content)), "</td>")
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return Written(
        "".join(parts),
        className=f"table {name}".strip(),
        tabIndex="0",
        role="region",
        **dashed(aria_label=caption),
    )


def _set(content: Any) -> list[Any]:
    """What a cell holds, its texts and links broken between their parts and not within figures."""
    if isinstance(content, list):
        return [piece for one in content for piece in (whole(one) if isinstance(one, str) else _set(one))]
    if isinstance(content, str):
        return [parted(content)] if DOT in content else whole(content)
    if isinstance(content, html.Element) and isinstance(content.children, str) and DOT in content.children:
        content.children = _set(content.children)
    return [content]


def _one(content: Any) -> Any:
    """What a cell holds as one thing, to stand beside the cell's name on narrow screens."""
    pieces = [piece for piece in _set(content) if piece != ""]
    return html.Div(pieces) if len(pieces) > 1 else pieces


def _measure(context: Context, row: Observation) -> html.Element:
    return link(context.full_label(row), context.address.to("indicator", row.indicator, region="", period=""))


def _printed(context: Context, row: Observation) -> Any:
    shown = _marked(context, row, context.revisions([row]).get(row.key))
    return shown if len(shown) > 1 else shown[0]


def _marked(context: Context, row: Observation, revision: Revision | None) -> list[html.Element | str]:
    """A figure as printed, its status where it is no result, what it was before, and whether it is new."""
    shown: list[html.Element | str] = [link(row.printed, figure_page(context, row), lang=SOURCE_LANGUAGE)]
    if row.status != "actual":
        shown += [" ", html.Span(context.words.term("status", row.status), className="nature")]
    if revision:
        shown += [" ", html.Span(whole(context.say_revision(revision)), className="nature")]
    if context.is_new(row):
        shown += [" ", new_mark(context)]
    return shown


def _figure(context: Context, row: Observation, revision: Revision | None) -> list[html.Element | str]:
    """The same, as it is read in other languages, with what is noted of it."""
    reading = context.words.figure(row)
    read = [f"{reading}{DOT}"] if reading != row.printed else []
    return [*read, *_marked(context, row, revision), *remark(context, row)]


def remark(context: Context, row: Observation) -> list[html.Element]:
    """What is noted of a figure, if anything, in a line of its own."""
    if not row.remark:
        return []
    note, language = context.words.note(row.remark)
    return [html.Span(note, className="aside", lang=language)]


def _source(context: Context, row: Observation) -> Any:
    cited: list[html.Element | str] = [link(context.cited(row), document_place(context, row))]
    if row.derived:
        bounds = context.words("bounds", bounds=context.words.bounds(row))
        cited = [context.cited(row), html.Span(bounds, className="aside")]
    cited += remark(context, row)
    return cited if len(cited) > 1 else cited[0]


CELLS: dict[str, Callable[[Context, Observation], Any]] = {
    "measure": _measure,
    "region": lambda context, row: context.words.term("region", row.region),
    "reading": lambda context, row: context.words.figure(row),
    "printed": _printed,
    "period": lambda context, row: whole(context.words.period(row.when)),
    "source": _source,
}

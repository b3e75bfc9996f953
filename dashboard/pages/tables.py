"""Figures as a table: what a chart says, for whoever can't see it, and for whoever must check it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.downloads.selection import query_of
from dashboard.pages.changes import new_mark
from dashboard.pages.file_links import file_links, query
from dashboard.pages.phrases import whole
from dashboard.request.address import FILED
from dashboard.request.context import Context
from dashboard.request.links import anchor, dashed, document_place, figure_page, link
from data.messages import SOURCE_LANGUAGE
from data.model.observation import Observation


def table(
    context: Context,
    rows: Sequence[Observation],
    *,
    caption: str,
    regions: bool = False,
    rooted: bool = False,
) -> html.Div:
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
) -> html.Section:
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
) -> html.Div:
    """A table whose first column heads its rows; each cell can name itself, for narrow screens.

    On those a `brief` one sets what belongs to a figure in one line below it.
    """
    heads = [context.words(f"column_{name}") for name in columns]
    body = [
        html.Tr(
            [
                html.Th(cells[0], scope="row"),
                *(
                    html.Td(_one(content), className=name, **dashed(data_head=head))
                    for name, head, content in list(zip(columns, heads, cells, strict=True))[1:]
                ),
            ],
            **(dashed(id=id) if id else {}),
        )
        for cells, id in zip_longest(rows, ids)
    ]
    head = html.Thead(html.Tr([html.Th(head, scope="col") for head in heads]))
    return html.Div(
        html.Table([html.Caption(whole(caption)), head, html.Tbody(body)]),
        className=f"table {name}".strip(),
        tabIndex="0",
        role="region",
        **dashed(aria_label=caption),
    )


def _one(content: Any) -> Any:
    """What a cell holds as one thing, to stand beside the cell's name on narrow screens."""
    return html.Div(content) if isinstance(content, list) and len(content) > 1 else content


def _measure(context: Context, row: Observation) -> html.A:
    return link(context.full_label(row), context.address.to("indicator", row.indicator, region="", period=""))


def _printed(context: Context, row: Observation) -> Any:
    shown: list[Any] = [link(row.printed, figure_page(context, row), lang=SOURCE_LANGUAGE)]
    if row.status != "actual":
        shown += [" ", html.Span(context.words.term("status", row.status), className="nature")]
    if revision := context.revisions([row]).get(row.key):
        shown += [" ", html.Span(context.say_revision(revision), className="nature")]
    if context.is_new(row):
        shown += [" ", new_mark(context)]
    return shown if len(shown) > 1 else shown[0]


def _source(context: Context, row: Observation) -> Any:
    cited: list[Component | str] = [link(context.cited(row), document_place(context, row))]
    if row.derived:
        bounds = context.words("bounds", bounds=context.words.bounds(row))
        cited = [context.cited(row), html.Span(bounds, className="aside")]
    if row.remark:
        note, language = context.words.note(row.remark)
        cited.append(html.Span(note, className="aside", lang=language))
    return cited if len(cited) > 1 else cited[0]


CELLS: dict[str, Callable[[Context, Observation], Any]] = {
    "measure": _measure,
    "region": lambda context, row: context.words.term("region", row.region),
    "reading": lambda context, row: context.words.figure(row),
    "printed": _printed,
    "period": lambda context, row: whole(context.words.period(row.when)),
    "source": _source,
}

"""write_paper: a briefing as a tagged PDF (PDF/UA-1 and PDF/A-2a) of A4 sheets."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import segno

from dashboard.briefing.briefing import Briefing, Chapter
from dashboard.briefing.report_page import more_of, pinned, silence
from dashboard.briefing.template import TEMPLATE
from dashboard.charts.chart_view import ChartView
from dashboard.charts.figures.typesetting import wrap, wrap_caption
from dashboard.pages.components import say_earlier_release, site_name
from dashboard.pictures.composition import FAMILY, STRAIGHT, facts_of
from dashboard.pictures.typst_engine import typeset
from data.errors import CharacterMissing
from data.messages import SOURCE_LANGUAGE
from data.model.characters import undrawable
from data.model.observation import Observation
from data.model.words import beijing_time

# px, at which charts are laid out, and points of the sheet to each: no text is under 9 pt.
WIDE, HALF = (680, 0.73), (296, 0.8)
TITLE, SUBTITLE = 11.5, 9  # points
HALF_KINDS = ("statement", "unit_grid")  # which have little to say; two of them stand side by side
ESCAPED = {quote: json.dumps(straight)[1:-1] for quote, straight in STRAIGHT.items()}
LINE, HIGHEST = 498, 560  # points, that a sheet has room for


def write_paper(briefing: Briefing, public_url: str) -> bytes:
    """Return a briefing as PDF. The same release, addresses and corrections give the same bytes.

    Raises CharacterMissing, ServerBusy.
    """
    told = _told(briefing, public_url)
    text = json.dumps(told, ensure_ascii=False)
    if missing := undrawable(text):
        raise CharacterMissing(missing)
    if briefing.context.words.language != SOURCE_LANGUAGE:
        text = text.translate(ESCAPED)
    moment = briefing.context.reader.release.created_at
    return typeset({"told": text}, "pdf", scale=1, moment=moment, page=TEMPLATE)


def _told(briefing: Briefing, public_url: str) -> dict[str, Any]:
    context, words = briefing.context, briefing.context.words
    address = f"{public_url}{pinned(context)}"
    day = beijing_time(context.reader.release.created_at)[:10]
    themes = words("list_comma").join(words.text(theme) for theme in briefing.themes)
    edition = " · ".join((site_name(context), context.release_name(), day))
    return {
        "lang": words.locale.language,
        "title": briefing.title,
        "site": site_name(context),
        "kind": words("report"),
        "lead": words("report_on", themes=themes, figures=sum(c.among for c in briefing.chapters)),
        "subtitle": " · ".join((themes, context.release_name(), day)),
        "edition": edition,
        "address": address,
        "qr": _qr(address) if public_url else "",
        "earlier": say_earlier_release(context),
        "findings": [[words.text(theme), title, theme.color] for theme, title in briefing.findings],
        "headlines": _headlines(briefing),
        "chapters": [_chapter(briefing, chapter) for chapter in briefing.chapters if chapter.rows],
        "silent": [*filter(None, [silence(briefing)])],
        "sources_caption": words("report_sources"),
        "sources": [
            [number, words.text(document, "title"), context.issued(document), document.url]
            for number, document in enumerate(briefing.sources, 1)
        ],
        "reuse": words("reuse"),
    }


def _headlines(briefing: Briefing) -> dict[str, Any]:
    words = briefing.context.words
    columns = ("measure", "printed", "period", "compared", "source")
    body = [
        [
            [one.name],
            _figure(briefing, one.row),
            one.when.split(" · "),
            [one.beside],
            [briefing.cited([one.row]) or words("derived")],
        ]
        for one in briefing.headlines
    ]
    return _table(briefing, words("report_headlines"), columns, body)


def _table(briefing: Briefing, caption: str, columns: Iterable[str], body: list[Any]) -> dict[str, Any]:
    words = briefing.context.words
    named = {"printed": "printed" if words.language == SOURCE_LANGUAGE else "reading"}
    heads = [words(f"column_{named.get(name, name)}") for name in columns]
    return {"caption": caption, "heads": heads, "body": body}


def _figure(briefing: Briefing, row: Observation) -> list[str]:
    """A figure as published; under it what it is, was and has become, each on a line of its own."""
    context, words = briefing.context, briefing.context.words
    shown = words.figure(row)
    status = "" if row.status == "actual" else words.term("status", row.status)
    original = words("as_printed", printed=row.printed) if shown != row.printed and not row.derived else ""
    return [shown, status, original, context.revised(row)]


def _chapter(briefing: Briefing, chapter: Chapter) -> dict[str, Any]:
    context, words = briefing.context, briefing.context.words
    name = words.text(chapter.theme)
    context.revisions(chapter.rows)  # read at once, not by row
    body = [
        [
            [context.full_label(row)],
            _figure(briefing, row),
            [words.period(row.when)],
            [briefing.place(row), words.note(row.remark)[0]],
        ]
        for row in chapter.rows
    ]
    caption = f"{name} · {words('all_figures')}"
    return {
        "name": name,
        "color": chapter.theme.color,
        "charts": [
            [_chart(briefing, view, alone=len(row) == 1) for view in row] for row in _in_rows(chapter.charts)
        ],
        "table": _table(briefing, caption, ("measure", "printed", "period", "source"), body),
        "more": [*filter(None, [more_of(context, chapter)])],
    }


def _in_rows(charts: Iterable[ChartView]) -> list[list[ChartView]]:
    """The charts, one a row, or two where both are of HALF_KINDS."""
    rows: list[list[ChartView]] = []
    for view in charts:
        beside = rows[-1] if rows and _is_half(view) and _is_half(rows[-1][0]) else []
        if len(beside) == 1:
            beside.append(view)
        else:
            rows.append([view])
    return rows


def _is_half(view: ChartView) -> bool:
    return view.chart.kind in HALF_KINDS


def _chart(briefing: Briefing, view: ChartView, *, alone: bool) -> dict[str, Any]:
    words = briefing.context.words
    width, points = HALF if _is_half(view) else WIDE
    room = LINE if alone else width * points
    drawing, notes = "", view.notes
    if view.refused:
        notes = [view.refused.say(words.language), *notes]
    elif (drawn := view.drawing(width)).height * points > HIGHEST:
        notes = [words("report_too_high"), *notes]
    else:
        drawing = drawn.svg.replace("<svg ", f'<svg font-family="{FAMILY}" ', 1)
    return {
        "title": wrap(view.title, TITLE, room, bold=True),
        "subtitle": wrap_caption(view.subtitle, SUBTITLE, room),
        "drawing": drawing,
        "width": width * points,
        "description": facts_of(view, "").description,
        "notes": notes,
        "revised": view.revisions,
        "source": words("source", source=briefing.cited(view.rows) or words("derived")),
    }


def _qr(address: str) -> str:
    file = io.BytesIO()
    segno.make_qr(address, error="m").save(file, kind="svg", border=2, xmldecl=False)
    return file.getvalue().decode()

"""A form for a text, and what is known of each of its figures; nothing of the text is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dashboard.pages.phrases import whole
from dashboard.request import html
from dashboard.request.context import Context
from dashboard.request.html import Written, render
from dashboard.request.links import dashed, figure_page, link
from data.messages import Message
from data.prose.finding_sentences import name_verdict, say_finding
from data.prose.proofreading import AMISS, Finding, Proofread

_ORDER = ("amiss", "open", "held", "skipped")
HELD = ("agrees", "rounded", "implied_agrees")


def say(context: Context, key: str, **facts: object) -> str:
    """Return a sentence of the page."""
    return Message(f"proofread.{key}", facts).say(context.words.language)


def cards_of_proofreading(context: Context, region: str, day: str, found: Proofread | None) -> html.Element:
    """The form, as it was filled in, and the findings on the text that it brought, if any."""
    cards = [_form(context, region, day, found.text if found else "")]
    if found is not None:
        cards.insert(0, _result(context, found))
    return html.Div(cards, className="kit proofread")


def _form(context: Context, region: str, day: str, text: str) -> html.Element:
    chosen = list(dict.fromkeys((region, *context.related_regions)))
    options = [
        html.Option(context.words.term("region", id), value=id, selected=id == region) for id in chosen
    ]
    # A line feed after the tag is none of the text.
    written = Written(f'<textarea name="text" rows="10" required>\n{render(text)}</textarea>')
    select = html.Select(options, name="region")
    form = html.Form(
        [
            html.Label([say(context, "form_text"), written], className="wide"),
            html.Label([say(context, "form_region"), select]),
            html.Label(
                [say(context, "form_published"), html.Input(type="date", name="published", value=day)]
            ),
            html.Button(say(context, "check"), type="submit"),
        ],
        action=str(context.address),
        method="post",
        encType="multipart/form-data",
    )
    note = html.P(whole(say(context, "note")), className="note")
    return html.Section([html.H2(say(context, "form_text")), note, form], className="card")


def _result(context: Context, found: Proofread) -> html.Element:
    head = html.H2(say(context, "result"))
    if not found.findings:
        return html.Section([head, html.P(say(context, "no_numbers"), role="status")], className="card")
    amiss_first = sorted(found.findings, key=lambda finding: _ORDER.index(_looks(finding)))
    counts = Counter(name_verdict(finding, context.words) for finding in amiss_first)
    each = (say(context, "one_count", verdict=verdict, count=count) for verdict, count in counts.items())
    told = say(context, "counts", numbers=len(found.findings), counts=context.words("list_comma").join(each))
    checked = [finding for finding in found.findings if finding.verdict != "no_figure"]
    rest = [finding for finding in found.findings if finding.verdict == "no_figure"]
    parts: list[html.Element] = [head, html.P(whole(told), role="status", className="note")]
    parts.append(html.P([*_marked(found)], className="marked", lang="zh"))
    if checked:
        parts.append(_table(context, checked))
    if rest:
        summary = html.Summary(f"{name_verdict(rest[0], context.words)} {len(rest)}")
        parts.append(html.Details([summary, _table(context, rest)]))
    return html.Section(parts, className="card figures")


def _marked(found: Proofread) -> Iterator[Any]:
    """The text, each figure marked by colour and line and linked to what is found of it."""
    done = 0
    for finding in found.findings:
        row = finding.row
        yield found.text[done : row.start]
        done = row.end
        yield html.A(row.printed, href=f"#f{row.id}", id=f"t{row.id}", className=_looks(finding))
    yield found.text[done:]


def _looks(finding: Finding) -> str:
    if finding.verdict in AMISS:
        return "amiss"
    return "held" if finding.verdict in HELD else "skipped" if finding.verdict == "no_figure" else "open"


def _table(context: Context, findings: list[Finding]) -> html.Element:
    columns = [say(context, f"column_{name}") for name in ("printed", "verdict", "finding")]
    head = html.Tr([html.Th(name, scope="col") for name in columns])
    return html.Table(
        [html.Thead(head), html.Tbody([_row(context, columns, finding) for finding in findings])],
        className="findings",
    )


def _row(context: Context, columns: list[str], finding: Finding) -> html.Element:
    row, shown = finding.row, finding.instead or finding.known
    printed = html.A(row.printed, href=f"#t{row.id}", lang="zh", className=_looks(finding))
    grounds: list[Any] = [say_finding(finding, context.words)]
    if shown is not None:
        grounds += [" ", link(say(context, "to_figure"), figure_page(context, shown))]
    return html.Tr(
        [
            html.Th(printed, scope="row", **dashed(data_label=columns[0])),
            html.Td(name_verdict(finding, context.words), **dashed(data_label=columns[1])),
            html.Td(grounds, **dashed(data_label=columns[2])),
        ],
        id=f"f{row.id}",
        **dashed(data_verdict=finding.verdict),
    )

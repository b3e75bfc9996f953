"""The page on which a person checks what a report proposes: the text beside its figures, without script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from data.prose.decisions import Laid
from data.prose.proposal import Proposal, Proposed, RowCheck
from etl.reports.sentences import Sentences
from etl.reports.standalone import standalone_page
from etl.reports.tables import NOTHING, decided, in_words, say_fate

STYLE = """
:root { --used: #1d6b52; --open: #a35a00; --rejected: #6b6f76 }
body { font: 16px/1.9 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; color: #1c2127;
  background: #f7f5f1; margin: 0 }
header { background: #fff; border-bottom: 1px solid #ddd6c8; padding: 20px max(24px, (100% - 1720px) / 2) }
h1 { font-size: 22px; line-height: 1.4; margin: 0 0 6px } h2 { font-size: 17px; margin: 18px 0 8px }
header h2 { color: #a8322a; margin: 14px 0 4px } header small a { color: #59626d }
header p { margin: 2px 0; color: #59626d } ul { margin: 6px 0; padding-left: 22px }
.filters { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 10px }
main { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 28px; max-width: 1720px;
  margin: 0 auto; padding: 8px 24px 60px }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
.text a { text-decoration-thickness: 2px; text-underline-offset: 4px }
.used { color: var(--used); text-decoration: underline solid var(--used) }
.open { color: var(--open); text-decoration: underline wavy var(--open) }
.rejected { color: var(--rejected); text-decoration: underline dotted var(--rejected) }
article { background: #fff; border: 1px solid #ddd6c8; border-radius: 6px;
  padding: 10px 16px; margin: 0 0 14px }
article p { margin: 0 0 8px; color: #59626d; font-size: 14px; line-height: 1.7 }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: 14px; line-height: 1.5 }
th, td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-top: 1px solid #eee8dc;
  overflow-wrap: anywhere } thead th { color: #59626d; font-weight: 500; border: 0; font-size: 13px }
td.printed { font-weight: 600 } th:nth-child(1) { width: 17% } th:nth-child(2) { width: 29% }
th:nth-child(3) { width: 14% } th:nth-child(4) { width: 15% } th:nth-child(6) { width: 9% }
.none { color: var(--open) } small { color: #59626d }
:target { outline: 2px solid #c2410c; outline-offset: 2px; background: #fff3e6 }
body:has(#hide-used:checked) article.all-used, body:has(#hide-open:checked) tr.is-open,
body:has(#hide-rejected:checked) tr.is-rejected, body:has(#hide-rejected:checked) article.all-rejected
{ display: none }
@media (max-width: 900px) {
  main { grid-template-columns: minmax(0, 1fr) } header, main { padding-inline: 14px }
  thead { display: none } tr { display: block; border-top: 1px solid #eee8dc; padding: 6px 0 }
  td { display: block; border: 0; padding: 1px 0 } }
"""
SPELLED = str.maketrans("％個戶", "%个户")
BODY = """<header>
<h1>{title}</h1>
{top}
</header>
<main>
<section class="text" aria-label="{text_label}">{text}</section>
<section aria-label="{cards_label}">{cards}</section>
</main>"""


def review_page(
    proposed: Proposed,
    say: Sentences,
    name: str,
    publisher: str,
    indicators: Mapping[str, str],
    laid: Laid = NOTHING,
) -> str:
    """Return the page: each number of the text marked by colour and line, linked both ways to its row.

    `name` is the file's, `indicators` are the names of indicators by id, `laid` is what was decided before.
    """
    title = say("title", name=name)
    body = BODY.format(
        title=escape(title),
        top="\n".join(_top(proposed, say, publisher, laid)),
        text_label=escape(say("text")),
        text="".join(_marked(proposed)),
        cards_label=escape(say("cards")),
        cards="\n".join(_cards(proposed, say, indicators, laid)),
    )
    return standalone_page(say.language, title, STYLE, body)


def _top(proposed: Proposed, say: Sentences, publisher: str, laid: Laid) -> Iterator[str]:
    counts = {verdict: len(proposed.of_verdict(verdict)) for verdict in ("used", "rejected", "open")}
    printed = {row.id: row.printed for row in proposed.rows}
    if publisher:
        yield f"<p>{escape(publisher)}</p>"
    yield f"<p>{escape(say('counts', numbers=len(proposed.rows), **counts))}</p>"
    for verdict in ("contradicts", "question"):
        found = [check for check in proposed.checks if check.verdict == verdict]
        if found:
            yield f"<h2>{escape(say(verdict, count=len(found)))}</h2><ul>"
            yield from (f"<li>{_check(check, printed, say)}</li>" for check in found)
            yield "</ul>"
    agree = sum(check.verdict == "agrees" for check in proposed.checks)
    untested, used = proposed.untested, counts["used"]
    share = f"{100 * untested / used:.0f}%" if used else "—"
    yield f"<p>{escape(say('tested', agree=agree, untested=untested, share=share))}</p>"
    if laid != NOTHING:
        earlier = {"kept": len(laid.of_row), "changed": len(laid.changed), "foreseen": len(laid.foreseen)}
        new, gone = used - sum(earlier.values()), len(laid.gone)
        yield f"<p>{escape(say('earlier_counts', **earlier, new=new, gone=gone))}</p>"
    if laid.gone:
        lines = (f"<li>{escape(one.before)}<b>{escape(one.printed)}</b></li>" for one in laid.gone)
        yield f"<h2>{escape(say('earlier_gone'))}</h2><ul>{''.join(lines)}</ul>"
    boxes = (
        f'<label><input type="checkbox" id="hide-{kind}"> {escape(say(f"hide_{kind}"))}</label>'
        for kind in ("rejected", "open")
    )
    yield f'<div class="filters">{"".join(boxes)}</div>'


def _check(check: RowCheck, printed: Mapping[str, str], say: Sentences) -> str:
    """A contradiction with its arithmetic, linked to the figures in the text."""
    links = " · ".join(f'<a href="#n{row}">{escape(printed[row])}</a>' for row in check.rows)
    return f"{escape(in_words(check, say))}<br><small>{links}</small>"


def _marked(proposed: Proposed) -> Iterator[str]:
    done = 0
    for row in proposed.rows:
        yield escape(proposed.text[done : row.start])
        yield f'<a class="{row.verdict}" id="n{row.id}" href="#r{row.id}">{escape(row.printed)}</a>'
        done = row.end
    yield escape(proposed.text[done:])


def _cards(proposed: Proposed, say: Sentences, indicators: Mapping[str, str], laid: Laid) -> Iterator[str]:
    """One card a sentence with figures, then the numbers that are none."""
    sentence: list[Proposal] = []
    for row in proposed.rows:
        if row.verdict != "used":
            continue
        if sentence and row.sentence_start != sentence[0].sentence_start:
            yield _card(proposed, sentence, say, indicators, laid)
            sentence = []
        sentence.append(row)
    if sentence:
        yield _card(proposed, sentence, say, indicators, laid)
    rest = [row for row in proposed.rows if row.verdict != "used"]
    if rest:
        rows = "".join(
            f'<tr id="r{row.id}" class="is-{row.verdict}"><td class="printed"><a class="{row.verdict}" '
            f'href="#n{row.id}">{escape(row.printed)}</a></td><td>{escape(say(f"verdict_{row.verdict}"))}</td>'
            f"<td>{escape(say(f'reason_{row.reason}'))}</td></tr>"
            for row in rest
        )
        yield f"<article><h2>{escape(say('no_figures'))}</h2><table>{rows}</table></article>"


def _card(
    proposed: Proposed, rows: list[Proposal], say: Sentences, indicators: Mapping[str, str], laid: Laid
) -> str:
    text = proposed.text[rows[0].sentence_start : rows[0].sentence_end].strip()
    head = "".join(
        f'<th scope="col">{escape(say(f"column_{name}"))}</th>'
        for name in ("printed", "subject", "kind", "period", "indicator", "confidence")
    )
    return (
        f"<article><p>{escape(text)}</p><table><thead><tr>{head}</tr></thead><tbody>"
        + "".join(_row(row, say, indicators, laid) for row in rows)
        + "</tbody></table></article>"
    )


def _row(row: Proposal, say: Sentences, indicators: Mapping[str, str], laid: Laid) -> str:
    kind = say(f"kind_{row.kind}") + ("" if row.status == "actual" else f" · {say(f'status_{row.status}')}")
    period = (
        escape(row.period)
        if row.period
        else f'<span class="none">{escape(say(f"reason_{row.reason}"))}</span>'
    )
    if row.period_words:
        period += f"<br><small>{escape(row.period_words)}</small>"
    choice, edited = decided(laid, row)
    id = edited.get("indicator", row.indicator)
    name = escape(indicators.get(id, id))
    indicator = name or f'<span class="none">{escape(say("no_indicator"))}</span>'
    if row.words:
        indicator += f"<br><small>{escape(row.words)} {row.score}</small>"
    shared = row.unit and row.unit not in row.printed.translate(SPELLED)
    unit = f"<br><small>{escape(row.unit)}</small>" if shared else ""
    relation = (
        f"<br><small>{escape(say(f'relation_{row.relation}'))} {escape(row.base_words)}</small>"
        if row.relation
        else ""
    )
    before = " · ".join(filter(None, (say_fate(laid, row, say), say(choice) if choice else "")))
    earlier = f"<br><small>{escape(before)}</small>" if before else ""
    return (
        f'<tr id="r{row.id}"><td class="printed">'
        f'<a class="used" href="#n{row.id}">{escape(row.printed)}</a>{unit}{earlier}</td>'
        f"<td>{escape(row.subject)}</td><td>{escape(kind)}{relation}</td><td>{period}</td><td>{indicator}</td>"
        f"<td>{row.confidence}</td></tr>"
    )

"""What was published under a code, what is published now, and whether a file is one of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from dashboard.charts.chart_view import ChartView
from dashboard.pages.changes import REWORDED, reworded_rows, rewordings_of, said_after, said_before
from dashboard.pages.chart_page import preview_of
from dashboard.pages.phrases import whole
from dashboard.pages.pictured import view_at
from dashboard.pages.tables import table, tabulate
from dashboard.pictures.codes import grouped, release_in, subject_of
from dashboard.request import html
from dashboard.request.address import picture_address
from dashboard.request.context import Context, make_context
from dashboard.request.html import Written
from dashboard.request.links import dashed, figure_page, link
from data.errors import CodeUnknown, NotFound
from data.model.observation import Observation
from data.store.queries import Release, open_release, read_releases

DIFFERING = ("measure", "before", "after", "release", "reason")


@dataclass(frozen=True)
class Proof:
    """A code, what its picture shows as it was published, and the same chart now, if there is one."""

    code: str
    then: ChartView
    read: ChartView  # what it was, in the reader's language
    now: ChartView | None


def find_proof(context: Context) -> Proof:
    """Return what the code in an address stands for. Raises CodeUnknown where that is nothing of ours."""
    code = context.address.id
    try:
        reader = open_release(context.reader.engine, release_in(code))
    except NotFound:
        raise CodeUnknown(grouped(code)) from None
    page, form = subject_of(code, reader)
    then = make_context(reader, page.but(release=str(reader.release.id)))
    now = None
    with suppress(NotFound):  # a chart, a region, a year or a language that is no longer there
        now = view_at(make_context(context.reader, page.but(lang=context.address.lang)), form)
    known = context.words.language in reader.catalog.languages
    read = make_context(reader, then.address.but(lang=context.words.language)) if known else then
    return Proof(code, view_at(then, form), view_at(read, form), now)


def cards_of_proof(context: Context, proof: Proof, verdict: bool | None = None) -> html.Element:
    """What was published, what differs now, and a form for a file; with the verdict on one that came."""
    cards = (_published(context, proof), _since(context, proof), _file(context, proof, verdict))
    return html.Div([*cards], className=f"kit theme-{proof.then.chart.theme}")


def _card(title: str, *content: Any, id: str = "") -> html.Element:
    return html.Section([html.H2(title), *content], className="card", **(dashed(id=id) if id else {}))


def _published(context: Context, proof: Proof) -> html.Element:
    words, view = context.words, proof.then
    size = preview_of(view)
    picture = size and html.Img(
        src=picture_address(view.page, "svg", size.name, form=view.form),
        alt=proof.read.title,
        width=str(size.width),
        height=str(size.height),
        className="preview",
    )
    return _card(
        words("proof_published"),
        picture,
        table(proof.read.context, proof.read.rows, caption=proof.read.title),
        html.P(link(words("to_chart"), proof.read.page), className="note way"),
    )


def _since(context: Context, proof: Proof) -> html.Element:
    """What became of the figures since."""
    words = context.words
    rows, renamed = [*_differences(context, proof)], _renamed(context, proof)
    if rows:
        shown: html.Element = tabulate(context, DIFFERING, rows, caption=words("proof_now"))
    else:
        same = "proof_same_reworded" if renamed else "proof_same"
        shown = html.P(whole(words(same, edition=context.release_name())), className="note")
    return _card(words("proof_now"), shown, *renamed)


def _renamed(context: Context, proof: Proof) -> list[html.Element]:
    """What the figures are called otherwise by since."""
    then = proof.then.context.reader.release.id
    known = rewordings_of(context, proof.then.rows, proof.then.chart.id)
    since = [(release, one) for release, one in known if release.id > then]
    caption = context.words("reworded")
    return [tabulate(context, REWORDED, reworded_rows(context, since), caption=caption)] if since else []


def _differences(context: Context, proof: Proof) -> Iterator[list[Any]]:
    """Rows of what is otherwise now: the figure, what it was and is, since which release, and why."""
    then = proof.read.context
    releases = {release.id: release for release in read_releases(context.reader.engine)}
    revisions = then.revisions(proof.read.rows)
    standing = {row.key: row for row in proof.now.rows} if proof.now else {}
    for row in proof.read.rows:
        revision, newest = revisions.get(row.key), standing.get(row.key, row)
        if revision and revision.since:
            after = revision.after or context.words("withdrawn")
            yield _difference(then, row, html.Del(row.printed), after, releases[revision.since])
        elif newest.published != row.published:
            told = said_before(then, row, newest), said_after(then, newest, row)
            yield _difference(then, row, *told, releases[newest.first_release])
    known = {row.key for row in proof.read.rows}
    for row in proof.now.rows if proof.now else ():
        if row.key not in known and row.first_release > then.reader.release.id:
            now = proof.now.context if proof.now else context
            yield _difference(now, row, "—", row.printed, releases[row.first_release])


def _difference(context: Context, row: Observation, before: Any, after: Any, release: Release) -> list[Any]:
    name = context.words("edition", number=release.id)
    return [
        link(context.full_label(row), figure_page(context, row).but(release="")),
        before,
        after,
        link(name, context.address.to("releases", region="", period="", release="")),
        release.reason,
    ]


def _file(context: Context, proof: Proof, verdict: bool | None) -> html.Element:
    words = context.words
    told = []
    if verdict is not None:
        key = "file_is_ours" if verdict else "file_is_not_ours"
        told = [html.P(words(key), className="verdict", role="status", **dashed(data_verdict=str(verdict)))]
    chosen = html.Label(
        [
            words("file_to_check"),
            Written('<input type="file" name="file" accept="image/png,application/pdf" required>'),
        ]
    )
    form = html.Form(
        [chosen, html.Button(words("check_file"), type="submit")],
        action=f"{context.address}#file",
        method="post",
        encType="multipart/form-data",
    )
    return _card(
        words("proof_file"), *told, html.P(words("proof_file_note"), className="note"), form, id="file"
    )

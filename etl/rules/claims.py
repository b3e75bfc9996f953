"""Rules for what titles claim of figures: printed digits bear it out wherever the title is shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.errors import Fault
from data.model.catalog import Catalog, Chart, headlines_in
from data.statements.chart_kinds import CHART_KINDS, refusals
from data.statements.claims import claims_in, is_borne_out
from data.statements.selection import drawn_alone
from data.statements.templates import figures_in, lines_to_say, names_in
from etl.curated.contents import Curated
from etl.curated.source import Entry
from etl.faults.catalogue import Place, fault
from etl.rules.charts import sound_charts, when
from etl.rules.drawings import Drawing, catalog_of, chart_of, drawings
from etl.rules.languages import Wording, wordings_of


def findings(curated: Curated) -> Iterator[Fault]:
    """A finding claims only what the digits of the figures drawn bear out, in every region and year."""
    titles = {entry.id: _titles(curated, entry, "finding") for entry in sound_charts(curated)}
    charts = [chart_of(entry) for entry in sound_charts(curated) if titles[entry.id]]
    yield from _unborne(curated, charts, titles)


def headline_notes(curated: Curated) -> Iterator[Fault]:
    """What stands under a headline claims only what its figure, and those it names, bear out."""
    titles = {theme.id: _titles(curated, theme, "headline_note") for theme in curated.entries["theme"]}
    charts = []
    for theme in curated.entries["theme"]:
        named = set().union(*(names_in(title.text) for title in titles[theme.id]))
        ids = [*(id for id, _ in headlines_in(theme.text("headline"))), *sorted(named)]
        known = [id for id in dict.fromkeys(ids) if id in curated.indicators]
        if titles[theme.id] and known:
            charts.append(Chart(theme.id, "", "statement", "", tuple(known)))
    yield from _unborne(curated, charts, titles)


def names(curated: Curated) -> Iterator[Fault]:
    """The name of a chart, which no figures bear out, claims nothing but the change that it shows."""
    changes = {id for id, indicator in curated.indicators.items() if indicator.facts.get("change") is True}
    for chart in curated.entries["chart"]:
        only_changes = bool(chart.texts("indicators")) and changes.issuperset(chart.texts("indicators"))
        for title in _titles(curated, chart, "name"):
            for claim in claims_in(title.text, title.words):
                if not (only_changes and claim.kind in ("rise", "fall")):
                    yield fault(
                        "claim_in_name", title.place, claim.word, chart=curated.label("chart", chart.id)
                    )
                    break


def _unborne(curated: Curated, charts: Sequence[Chart], titles: dict[str, list[Wording]]) -> Iterator[Fault]:
    """The claims that figures don't bear out, each told of the first region and year."""
    catalog = catalog_of(curated)
    reported: set[tuple[Place, str]] = set()
    for drawing in drawings(curated, catalog, charts):
        for title in titles[drawing.chart.id]:
            for word in _unborne_words(catalog, drawing, title):
                if (title.place, word) not in reported:
                    reported.add((title.place, word))
                    yield _fault(curated, drawing, word, title.place)


def _fault(curated: Curated, drawing: Drawing, word: str, place: Place) -> Fault:
    figures = ", ".join(row.printed for row in drawing.rows)
    facts = {**drawing.named_in(curated), "figures": figures}
    return fault("claim_not_borne_out", place, word, None, (), **facts, when=when(drawing.year))


def _unborne_words(catalog: Catalog, drawing: Drawing, title: Wording) -> Iterator[str]:
    drawn = drawn_alone(drawing.chart, drawing.rows)
    if any(refusals(drawing.chart.kind, drawn)):
        return  # a chart that isn't drawn is called by its name
    compares = CHART_KINDS[drawing.chart.kind].is_joined
    for line in lines_to_say(catalog, title.text, drawing.rows):
        figures = figures_in(line, drawing.rows)
        if figures is not None:  # the first line that has its figures is the title
            for claim in claims_in(line, title.words):
                if not is_borne_out(catalog, claim, line, figures, drawn, compares=compares):
                    yield claim.word
            return


def _titles(curated: Curated, entry: Entry, field: str) -> list[Wording]:
    """A text of a thing in each language in which it claims something."""
    wordings = wordings_of(curated, [(entry, field)])
    return [wording for wording in wordings if claims_in(wording.text, wording.words)]

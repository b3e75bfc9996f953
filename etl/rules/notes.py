"""Rules for the notes of charts: they speak of what is drawn beside them, wherever they are shown."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from data.errors import Fault
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Catalog
from data.model.observation import Observation
from data.statements.selection import counted_in
from data.statements.templates import PLACEHOLDER, figures_in, lines_to_say, names_in
from etl.curated.contents import Curated
from etl.curated.readings import stage_forms
from etl.curated.source import ACTUAL, Toml
from etl.faults.catalogue import Place, fault
from etl.rules.charts import sound_charts, when
from etl.rules.drawings import Drawing, catalog_of, chart_of, drawings
from etl.rules.languages import Wording, wordings_of

KINDS = ("status", "stage", "region", "breakdown", "indicator")  # what notes name that may be drawn or not
Names = Mapping[str, Set[tuple[str, str]]]  # what each is a name of: a kind and an id
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def notes(curated: Curated) -> Iterator[Fault]:
    """Of what a line of a note names, a status, a region, a year …, something is drawn where it is shown."""
    catalog = catalog_of(curated)
    names = {language.stem: _names(curated, language) for language in curated.languages}
    noted = [chart for chart in sound_charts(curated) if chart.text("note")]
    wordings = {chart.id: [*wordings_of(curated, [(chart, "note")])] for chart in noted}
    named = {id: {name for one in ones for name in names_in(one.text)} for id, ones in wordings.items()}
    reported: set[tuple[Place, str]] = set()
    for drawing in drawings(curated, catalog, [*map(chart_of, noted)], named):
        for wording in wordings[drawing.chart.id]:
            for name in _undrawn_names(catalog, drawing, wording, names[wording.language]):
                if (wording.place, name) not in reported:
                    reported.add((wording.place, name))
                    yield _fault(curated, drawing, name, wording.place)


def _fault(curated: Curated, drawing: Drawing, name: str, place: Place) -> Fault:
    facts = drawing.named_in(curated)
    return fault("note_of_undrawn", place, name, None, (), **facts, when=when(drawing.year))


def _undrawn_names(catalog: Catalog, drawing: Drawing, wording: Wording, names: Names) -> Iterator[str]:
    """What the lines of a note that are said name, and of which nothing is drawn nor said."""
    for line in lines_to_say(catalog, wording.text, drawing.rows):
        figures = figures_in(line, drawing.beside)
        if figures is not None:
            shown = _shown(catalog, drawing, figures.values())
            yield from _undrawn(PLACEHOLDER.sub("\0", line), names, shown)


def _undrawn(line: str, names: Names, shown: Mapping[str, Set[str]]) -> Iterator[str]:
    """What a line names of a kind, of which nothing is shown; contrasted with what is, it may be named.

    Stages are common words: they are stages where stages are drawn.
    """
    for kind, ids in _named(line, names).items():
        if (kind != "stage" or shown["stage"]) and shown[kind].isdisjoint(ids.values()):
            yield next(iter(ids))


def _named(line: str, names: Names) -> dict[str, dict[str, str]]:
    """The names in a line with what they are names of, by kind; of those within each other the longest."""
    ids: dict[str, dict[str, str]] = defaultdict(dict)
    for name in sorted((name for name in names if name in line), key=len, reverse=True):
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)" if name.isascii() else re.escape(name)
        line, count = re.subn(pattern, "\0", line)
        for kind, id in names[name] if count else ():
            ids[kind][name] = id
    for year in YEAR.findall(line):
        ids["year"][year] = year
    return ids


def _names(curated: Curated, language: Toml) -> Names:
    """The names of a language, each with what it is a name of; a result needs no name."""
    names: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for kind in KINDS:
        own = language.texts(kind)
        if kind == "indicator":
            own = {id: language.texts(kind, id).get("name", "") for id in curated.indicators}
        if language.stem == SOURCE_LANGUAGE:
            own = curated.names[kind]
        for id, name in own.items():
            names[name].add((kind, id))
    if language.stem == SOURCE_LANGUAGE:
        breakdowns = curated.lists.get("breakdowns")
        full = zip(breakdowns["full_name"], breakdowns["id"], strict=False) if breakdowns else ()
        for kind, forms in (("breakdown", full), ("stage", stage_forms(curated).items())):
            for name, id in forms:
                names[name].add((kind, id))
    return {name: kinds - {("status", ACTUAL)} for name, kinds in names.items() if name}


def _shown(catalog: Catalog, drawing: Drawing, noted: Iterable[Observation]) -> Mapping[str, Set[str]]:
    """What is shown of each kind: by the figures drawn, and those that the note says."""
    rows = [*drawing.rows, *noted]
    stages = {catalog.stage_forms.get(row.printed, "") for row in rows if row.value is None}
    counted = {row.indicator for row in rows} & {counted_in(drawing.chart)}
    return {
        "status": {row.status for row in rows},
        "stage": stages | ({drawing.chart.count.partition("=")[0]} if counted else set()),
        "region": {row.region for row in rows},
        "breakdown": {row.breakdown for row in rows},
        "indicator": {row.indicator for row in rows},
        "year": {str(year) for row in rows for year in _years(row)},
    }


def _years(row: Observation) -> range:
    return range(row.when.start.year, row.when.end.year + 1)

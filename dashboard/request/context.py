"""What a page is made from: one release, one language, one address; and the figures they select."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import product

from dashboard.request.address import Address
from data.errors import NotFound
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Document, Indicator, Theme
from data.model.observation import Observation
from data.model.period import parse_period
from data.model.words import Words
from data.statements.selection import CHARTED_TIER, OWN_TIER, in_order, tier
from data.store.outline import Outline
from data.store.queries import Filters, ReleaseReader
from data.store.revisions import Revision, read_revisions

SHORT = 2_000  # figures of a region, of the time asked for, up to which a page reads them all, at once
MOST = 1_000  # results, and as many other figures, that a chart may be drawn of
CITED = 20  # places in sources, or else documents, that a line names

Time = tuple[date, date]  # a period's end and start, as Observation.order has them


@dataclass(frozen=True)
class Context:
    """An address, read against one release; raises NotFound where it names what isn't there.

    `site` is the site's own address, where that is known.
    """

    reader: ReleaseReader
    words: Words
    address: Address
    site: str = ""

    @cached_property
    def region(self) -> str:
        """The region shown."""
        return self.address.region or self.reader.catalog.home_region

    @cached_property
    def year(self) -> int | None:
        """The year asked for; None for the latest of everything."""
        return int(self.address.period) if self.address.period else None

    @cached_property
    def outline(self) -> Outline:
        """What there is of the region shown, of any time."""
        return self.reader.outline(self.region)

    @cached_property
    def related_regions(self) -> list[str]:
        """The region shown, those it lies in and those in it, as listed: what one may go to from here."""
        catalog = self.reader.catalog
        parts = catalog.parts.get(self.region, ())
        within = {catalog.home_region, self.region, *catalog.regions_above(self.region), *parts}
        return sorted(within & catalog.regions.keys(), key=catalog.region_positions.__getitem__)

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes of which the region shown has figures, and the one that the address names."""
        catalog, here = self.reader.catalog, self.address
        known = {catalog.indicators[id].theme for id in self.reader.measured(self.region)}
        asked = here.id if here.page == "theme" else ""
        return [theme for theme in catalog.themes.values() if theme.id in (asked, *known)]

    @cached_property
    def themes_of_year(self) -> set[str]:
        """The themes of which there are figures here of the year asked for; all that are known for none."""
        if self.year is None:
            return {theme.id for theme in self.themes}
        return self.themes_shown

    @cached_property
    def themes_shown(self) -> set[str]:
        """The themes of which there are figures here, or such as are worked out, of the year asked for."""
        indicators = self.reader.catalog.indicators
        ids = {id for id, _, _ in self.outline.of(year=self.year)} | {
            row.indicator for row in self.worked_out
        }
        return {indicators[id].theme for id in ids}

    def region_of(self, region: str) -> str:
        """A region as addresses name it: the home region goes without saying."""
        return "" if region == self.reader.catalog.home_region else region

    def rows(
        self, indicators: Collection[str], beside: Collection[str] = (), *, newest: bool = False
    ) -> list[Observation]:
        """Return this region's figures of some indicators, of the year asked for, and of those `beside` them.

        The newest period comes first; within it the catalogue's order, and the source nearest the body. Of a
        region that has more than SHORT, there are those of the newest times alone, each whole: two or more,
        until they have MOST results of the indicators and as many other figures; or the `newest` of either.
        """
        wanted = {*indicators, *beside}
        if self.is_short:
            return [row for row in self._shown if row.indicator in wanted]
        return self.rows_at(wanted, self._times(indicators, newest=newest))

    def left_out(self, indicators: Collection[str]) -> int:
        """Return how many of this region's figures of some indicators `rows` leaves out, as too many."""
        if self.is_short:
            return 0
        times = self._times(indicators, newest=False)
        cells = self.outline.of(indicators, self.year)
        return sum(cell.figures for _, period, cell in cells if _time(period) not in times)

    def rows_at(self, indicators: Collection[str], times: Container[Time]) -> list[Observation]:
        """Return this region's figures of some indicators at some times, in the same order."""
        if self.is_short:
            return [row for row in self._shown if row.indicator in {*indicators} and row.order in times]
        cells = [(id, period) for id, period, _ in self.outline.of(indicators) if _time(period) in times]
        worked_out = [row for row in self.worked_out if row.indicator in {*indicators} and row.order in times]
        ids, periods = {id for id, _ in cells}, {period for _, period in cells}
        published: Filters = {"regions": [self.region], "indicators": ids, "periods": periods}
        read = self.reader.observations(derived=False, **published) if cells else []
        return self.ordered([*read, *worked_out])

    def series(self, indicator: str, breakdowns: Collection[str]) -> list[Observation]:
        """Return this region's figures of one indicator and of some groups, whatever year was asked for."""
        key = indicator, frozenset(breakdowns)
        if key not in self._series:
            if self._is_quiet:
                rows = [row for row in self._of_any_year if row.indicator == indicator]
            else:
                asked: Filters = {"regions": [self.region], "indicators": [indicator]}
                asked["breakdowns"] = breakdowns
                rows = self.ordered(self.reader.observations(**asked))
            self._series[key] = [row for row in rows if row.breakdown in key[1]]
        return self._series[key]

    @cached_property
    def _series(self) -> dict[tuple[str, frozenset[str]], list[Observation]]:
        return {}

    @cached_property
    def is_short(self) -> bool:
        """Whether the region has few enough figures, of the time asked for, to be read at once."""
        return sum(cell.figures for _, _, cell in self.outline.of(year=self.year)) <= SHORT

    @cached_property
    def _shown(self) -> list[Observation]:
        """This region's figures of the year asked for: read once for a page that looks at them many times."""
        if self._is_quiet:
            return [row for row in self._of_any_year if self.year in (None, row.when.year)]
        return self.ordered(self.reader.observations(regions=[self.region], periods=self._periods))

    @property
    def _is_quiet(self) -> bool:
        """Whether the region has few enough figures of all years together."""
        return self.is_short and self.outline.figures <= SHORT

    @cached_property
    def _of_any_year(self) -> list[Observation]:
        return self.ordered(self.reader.observations(regions=[self.region]))

    @cached_property
    def _periods(self) -> set[str] | None:
        """The periods of the year asked for; None for any."""
        return None if self.year is None else {period for _, period, _ in self.outline.of(year=self.year)}

    @cached_property
    def worked_out(self) -> list[Observation]:
        """What is derived of this region, of the year asked for: of figures of a whole, which are few."""
        if self.is_short:
            return [row for row in self._shown if row.derived]
        formulas = [i.id for i in self.reader.catalog.indicators.values() if i.formula]
        of_a_whole: Filters = {"regions": [self.region], "periods": self._periods, "breakdowns": [""]}
        of_a_whole["indicators"] = formulas
        rows = self.reader.observations(**of_a_whole) if formulas else []
        return [row for row in rows if row.derived]

    def _times(self, indicators: Collection[str], *, newest: bool) -> set[Time]:
        """The newest times of some indicators that have enough results, and those that have enough others."""
        counts: dict[Time, list[int]] = {}
        for _, period, cell in self.outline.of(indicators, self.year):
            at = counts.setdefault(_time(period), [0, 0])
            at[0] += cell.results
            at[1] += cell.others
        for row in self.worked_out:
            if row.indicator in indicators:
                counts.setdefault(row.order, [0, 0])[0] += 1
        times: set[Time] = set()
        for kind in (0, 1):
            found = 0
            for number, time in enumerate(sorted((t for t in counts if counts[t][kind]), reverse=True)):
                if number == 0 or (not newest and (number == 1 or found < MOST)):
                    times.add(time)
                    found += counts[time][kind]
        return times

    def ordered(self, observations: Iterable[Observation]) -> list[Observation]:
        """Return figures newest period first, then in the catalogue's order."""
        return in_order(self.reader.catalog, observations)

    def revisions(self, rows: Collection[Observation]) -> dict[tuple[str, ...], Revision]:
        """Return what other releases print otherwise of some figures, by their keys."""
        if unread := {(row.region, row.indicator) for row in rows} - self._revised:
            regions, indicators = ({pair[n] for pair in unread} for n in (0, 1))
            if regions == {self.region} and self.is_short:  # asked once for a page that asks many times
                indicators |= self.outline.indicators
            self._revised.update(product(regions, indicators))
            self._revisions.update(read_revisions(self.reader, regions, indicators))
        found = ((row, self._revisions.get(row.key)) for row in rows)
        return {
            row.key: revision
            for row, revision in found
            if revision and (revision.since or revision.before != row.printed)
        }

    def is_new(self, row: Observation) -> bool:
        """Whether the release shown was the first to print a figure as it is; not where all of it is new."""
        return row.first_release == self.reader.release.id > 1

    def say_revision(self, revision: Revision) -> str:
        """Say what a figure was printed as before, or what became of it since."""
        if not revision.since:
            return self.words("revised_from", before=revision.before)
        release = self.words("edition", number=revision.since)
        if revision.after:
            return self.words("now_printed", release=release, after=revision.after)
        return self.words("now_withdrawn", release=release)

    @cached_property
    def _revised(self) -> set[tuple[str, str]]:
        """The regions and indicators of which the revisions are read."""
        return set()

    @cached_property
    def _revisions(self) -> dict[tuple[str, ...], Revision]:
        return {}

    def document(self, row: Observation) -> Document | None:
        """The document a figure was published in; None for a derived one."""
        return self.reader.catalog.documents.get(row.document)

    def indicator(self, row: Observation) -> Indicator:
        """The indicator a figure is of."""
        return self.reader.catalog.indicators[row.indicator]

    def label(self, row: Observation) -> str:
        """What a figure is called: its project or group, or else its indicator."""
        return (
            self.words.term("breakdown", row.breakdown)
            if row.breakdown
            else self.words.text(self.indicator(row))
        )

    def full_name(self, row: Observation) -> str:
        """What a figure's project or group is called in a sentence: as its source names it."""
        return self.words.full_term("breakdown", row.breakdown) if row.breakdown else self.label(row)

    def full_label(self, row: Observation) -> str:
        """The indicator, and the project or group where there is one."""
        name = self.words.text(self.indicator(row))
        return f"{name} · {self.words.term('breakdown', row.breakdown)}" if row.breakdown else name

    def figure(self, row: Observation) -> str:
        """A figure as published, with what it is where it tells of no result: a plan, a target."""
        said = self.words.figure(row)
        if row.status in ("actual", "derived"):
            return said
        return self.words("figure_of_status", figure=said, status=self.words.term("status", row.status))

    def cited(self, row: Observation) -> str:
        """Issuing body, date and place in the source; for a derived figure, its formula."""
        document = self.document(row)
        if document is None:
            return f"{self.words('derived')} = {self.words.place(row)}"
        return " · ".join(filter(None, (self.issued(document), self.words.place(row))))

    def cited_together(self, rows: Iterable[Observation]) -> str:
        """The places of several figures in their sources; of too many to be read, the documents."""
        places, comma = self.places_by_document(rows), self.words("list_semicolon")
        if sum(map(len, places.values())) <= CITED:
            return comma.join(self.cited_at(id, found) for id, found in places.items())
        documents = self.reader.catalog.documents
        issued = [*dict.fromkeys(self.issued(documents[id]) for id in places)]
        if len(issued) <= CITED:
            return comma.join(issued)
        return self.words("sources_among", sources=comma.join(issued[:CITED]), among=len(issued))

    def places_by_document(self, rows: Iterable[Observation]) -> dict[str, list[str]]:
        """The places of the figures of each document, by its id; none of what is derived."""
        found: dict[str, dict[str, None]] = {}
        for row in rows:
            if not row.derived:
                found.setdefault(row.document, {})[self.words.place(row)] = None
        return {id: [*filter(None, places)] for id, places in found.items()}

    def cited_at(self, document: str, places: Sequence[str], most: int = CITED) -> str:
        """Issuing body, date and places in a document: the first, and how many there are of more."""
        named = self.words("list_comma").join(places[:most])
        if len(places) > most:
            named = self.words("and_more_places", places=named, count=len(places))
        return " · ".join(filter(None, (self.issued(self.reader.catalog.documents[document]), named)))

    def issued(self, document: Document) -> str:
        """Issuing body and date."""
        return f"{self.body(document)} · {document.published or self.words('undated')}"

    def body(self, document: Document) -> str:
        """Issuing body, and what kind of copy it is where it isn't the body's own."""
        body, name = self.words.text(document, "publisher"), self.copy_of(document)
        return self.words("copy", body=body, kind=name) if name else body

    def copy_of(self, document: Document | None) -> str:
        """What kind of copy a figure is from, where that isn't the body's own or a known publisher's."""
        kind = self.reader.catalog.source_kinds[document.kind] if document else None
        return self.words.term("source_kind", kind.id) if kind and int(kind["tier"]) > OWN_TIER else ""

    def is_trusted(self, row: Observation) -> bool:
        """Whether a figure may stand for a theme, or be charted: no anonymous mirror's may."""
        return tier(self.reader.catalog, row) <= CHARTED_TIER

    def release_name(self) -> str:
        """The release as pictures name it."""
        return self.words("edition", number=self.reader.release.id)


def make_context(reader: ReleaseReader, address: Address) -> Context:
    """Check an address against a release. Raises NotFound for a region, year, language or id it lacks."""
    words = Words(reader.catalog, address.lang or SOURCE_LANGUAGE)
    _ = words.file
    if address.region and address.region not in reader.catalog.regions:
        raise NotFound(f"region={address.region}")
    lists: dict[str, Mapping[str, object]] = {
        "theme": reader.catalog.themes,
        "indicator": reader.catalog.indicators,
        "document": reader.catalog.documents,
        "region": reader.catalog.regions,
        "chart": reader.catalog.charts,
    }
    for name, known in (("regions", reader.catalog.regions), ("themes", reader.catalog.themes)):
        for id in filter(None, getattr(address, name).split(",")):
            if id not in known:
                raise NotFound(f"{name}={id}")
    if address.indicator and address.indicator not in reader.catalog.indicators:
        raise NotFound(f"indicator={address.indicator}")
    if address.page in lists and address.id not in lists[address.page]:
        raise NotFound(address.id)
    context = Context(reader, words, canonical(reader, address))
    if address.page == "compare" or context.year is None:
        return context
    if context.year not in reader.years(context.region):
        raise NotFound(f"period={address.period}")
    return context


def canonical(reader: ReleaseReader, address: Address) -> Address:
    """Return the address without what is the default anyway, so that a page has one name."""
    region = "" if address.region == reader.catalog.home_region else address.region
    lang = "" if address.lang == SOURCE_LANGUAGE else address.lang
    return address.but(region=region, lang=lang)


def _time(period: str) -> Time:
    return parse_period(period).order

"""What a page is made from: one release, one language, one address; and the figures they select."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product

from dashboard.request.address import Address
from dashboard.request.wording import Wording
from data.errors import NotFound
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Theme
from data.model.observation import Observation
from data.model.period import parse_period
from data.model.words import Words
from data.statements.selection import in_order
from data.store.derived_revisions import read_derived_revisions
from data.store.outline import Outline
from data.store.queries import Filters, ReleaseReader, ingredients
from data.store.revisions import Revision, read_revisions

SHORT = 2_000  # figures of a region, of the time asked for, up to which a page reads them all, at once
MOST = 1_000  # results, and as many other figures, that a chart may be drawn of

Time = tuple[date, date]  # a period's end and start, as Observation.order has them


@dataclass(frozen=True)
class Context(Wording):
    """An address, read against one release; raises NotFound where it names what isn't there.

    `site` is the site's own address, where that is known. `regions` are the figures read of whole regions, by
    release: they are shared with every context that is made of this one by `replace`.
    """

    address: Address
    site: str = ""
    regions: dict[tuple[int, str], list[Observation]] = field(default_factory=dict, repr=False, compare=False)

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

    @property
    def _of_any_year(self) -> list[Observation]:
        key = self.reader.release.id, self.region
        if key not in self.regions:
            self.regions[key] = self.ordered(self.reader.observations(regions=[self.region]))
        return self.regions[key]

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
            indicators |= ingredients(self.reader.catalog, indicators)
            if regions == {self.region} and self.is_short:  # asked once for a page that asks many times
                indicators |= self.outline.indicators
            self._revised.update(product(regions, indicators))
            self._revisions.update(read_revisions(self.reader, regions, indicators))
        if derived := {row.key: row for row in rows if row.derived and row.key not in self._derived_revised}:
            self._derived_revised.update(derived)
            self._revisions.update(read_derived_revisions(self.reader, [*derived.values()], self._revisions))
        found = ((row, self._revisions.get(row.key)) for row in rows)
        return {
            row.key: revision
            for row, revision in found
            if revision and (revision.since or revision.before != row.printed)
        }

    def revised(self, row: Observation) -> str:
        """Say what a figure was printed as before, or what became of it since; "" of most."""
        revision = self.revisions([row]).get(row.key)
        return self.say_revision(revision) if revision else ""

    def is_new(self, row: Observation) -> bool:
        """Whether the release shown was the first to print a figure as it is; not where all of it is new."""
        return row.first_release == self.reader.release.id > 1

    @cached_property
    def _revised(self) -> set[tuple[str, str]]:
        """The regions and indicators of which the revisions are read."""
        return set()

    @cached_property
    def _derived_revised(self) -> set[tuple[str, ...]]:
        """The derived figures of which they are."""
        return set()

    @cached_property
    def _revisions(self) -> dict[tuple[str, ...], Revision]:
        return {}


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
    for name in ("region", "theme"):
        for id in filter(None, getattr(address, f"{name}s").split(",")):
            if id not in lists[name]:
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

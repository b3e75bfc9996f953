"""What a page is made from: one release, one language, one address; and the figures they select."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dashboard.request.address import Address
from data.errors import NotFound
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Document, Indicator, Theme
from data.model.observation import Observation
from data.model.words import Words
from data.statements.selection import in_order, tier
from data.store.queries import ReleaseReader
from data.store.revisions import Revision, read_revisions

# Above these tiers (source_kinds.csv) a copy is named as such where it is cited, and is no headline.
OWN_TIER, TRUSTED_TIER = 2, 3


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
    def related_regions(self) -> list[str]:
        """The region shown, those it lies in and those in it, as listed: what one may go to from here."""
        regions = self.reader.catalog.regions
        catalog = self.reader.catalog
        within = {catalog.home_region, self.region, *catalog.regions_above(self.region)}
        return [id for id, region in regions.items() if id in within or region["parent"] == self.region]

    @cached_property
    def themes(self) -> list[Theme]:
        """The themes of which the region shown has figures, and the one that the address names."""
        catalog, here = self.reader.catalog, self.address
        known = {catalog.indicators[id].theme for id in self.reader.measured(self.region)}
        asked = here.id if here.page == "theme" else ""
        return [theme for theme in catalog.themes.values() if theme.id in (asked, *known)]

    def has_figures(self, theme: str, region: str) -> bool:
        """Whether a region has figures of a theme, of any time."""
        indicators = self.reader.catalog.indicators
        return any(indicators[id].theme == theme for id in self.reader.measured(region))

    @cached_property
    def themes_of_year(self) -> set[str]:
        """The themes of which there are figures here of the year asked for; all that are known for none."""
        if self.year is None:
            return {theme.id for theme in self.themes}
        return {self.indicator(row).theme for row in self._shown}

    def region_of(self, region: str) -> str:
        """A region as addresses name it: the home region goes without saying."""
        return "" if region == self.reader.catalog.home_region else region

    def rows(self, indicators: Collection[str]) -> list[Observation]:
        """Return this region's figures of some indicators, of the year asked for.

        The newest period comes first; within it the catalogue's order, and the source nearest the body.
        """
        wanted = set(indicators)
        return [row for row in self._shown if row.indicator in wanted]

    def of_all_years(self, indicators: Collection[str]) -> list[Observation]:
        """Return this region's figures of some indicators, whatever year was asked for; newest first."""
        if self.year is None:
            return self.rows(indicators)
        return self.ordered(self.reader.observations(regions=[self.region], indicators=indicators))

    @cached_property
    def _shown(self) -> list[Observation]:
        """This region's figures of the year asked for: read once for a page that looks at them many times."""
        return self.ordered(self.reader.observations(regions=[self.region], year=self.year))

    def ordered(self, observations: Iterable[Observation]) -> list[Observation]:
        """Return figures newest period first, then in the catalogue's order."""
        return in_order(self.reader.catalog, observations)

    def revisions(self, rows: Collection[Observation]) -> dict[tuple[str, ...], Revision]:
        """Return what other releases print otherwise of some figures, by their keys."""
        if unread := {row.region for row in rows} - self._revisions.keys():
            self._revisions.update({region: {} for region in unread})
            for key, revision in read_revisions(self.reader, unread).items():
                self._revisions[key[0]][key] = revision
        found = ((row, self._revisions[row.region].get(row.key)) for row in rows)
        return {
            row.key: revision
            for row, revision in found
            if revision and (revision.since or revision.before != row.printed)
        }

    @cached_property
    def _revisions(self) -> dict[str, dict[tuple[str, ...], Revision]]:
        """The revisions read so far, by region."""
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

    def cited(self, row: Observation) -> str:
        """Issuing body, date and place in the source; for a derived figure, its formula."""
        document = self.document(row)
        if document is None:
            return f"{self.words('derived')} = {row.locator}"
        return " · ".join(filter(None, (self.issued(document), self.words.locator(row.locator))))

    def issued(self, document: Document) -> str:
        """Issuing body and date, and what kind of copy it is where it isn't the body's own."""
        body = self.words.text(document, "publisher")
        if name := self.copy_of(document):
            body = self.words("copy", body=body, kind=name)
        return f"{body} · {document.published or self.words('undated')}"

    def copy_of(self, document: Document | None) -> str:
        """What kind of copy a figure is from, where that isn't the body's own or a known publisher's."""
        kind = self.reader.catalog.source_kinds[document.kind] if document else None
        return self.words.term("source_kind", kind.id) if kind and int(kind["tier"]) > OWN_TIER else ""

    def is_trusted(self, row: Observation) -> bool:
        """Whether a figure may stand for a theme, or be charted beside others: no anonymous mirror's may."""
        return tier(self.reader.catalog, row) <= TRUSTED_TIER

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

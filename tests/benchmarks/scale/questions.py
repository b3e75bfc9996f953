"""What pages ask of a store, about places, years and releases drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.engine import Engine

from data.model.observation import Observation
from data.store.changes import read_corrections
from data.store.queries import ReleaseReader, open_release, read_release, read_releases
from data.store.ranking import count_ranked, has_more, periods, ranking
from tests.benchmarks.scale.content import DISTRICTS, PROVINCES, THEMES, YEARS, document_of, indicators
from tests.benchmarks.scale.timing import SAMPLES, Question

TOP = 20
ASKED, PART = 10_000, 500  # figures in one answer of the API, and corrections on a page
POINT, ONE_SERIES = "one figure", "one series of a region"
RANKING = f"ranking: top {TOP} of all regions"
SERIES = f"one series of the top {TOP} of all regions"
# Milliseconds in which 95 of 100 answers are to come.
REACH = {POINT: 3.0, ONE_SERIES: 5.0, RANKING: 5.0, SERIES: 5.0}
DISTRICT_IDS = [f"d{number:04}" for number in range(DISTRICTS)]


def queries(engine: Engine, releases: Sequence[int] = ()) -> dict[str, Question]:
    """Return every query that pages use, by what it asks, as of one of some releases or the newest."""
    readers = [open_release(engine, release) for release in releases] or [open_release(engine)]
    numbers = [reader.release.id for reader in readers]
    corrected = sum(release.changed for release in read_releases(engine, min(numbers))) + 1
    tops = [top_of(readers, random.Random(n)) for n in range(SAMPLES)]

    def of(lot: random.Random) -> ReleaseReader:
        return lot.choice(readers)

    def series_of_top(lot: random.Random) -> list[Observation]:
        reader, indicator, regions = lot.choice(tops)
        return reader.observations(indicators=[indicator], regions=regions)

    return {
        POINT: lambda lot: one(
            of(lot).observations(
                indicators=[indicator_of(lot)], regions=[region_of(lot)], period=year_of(lot)
            )
        ),
        ONE_SERIES: lambda lot: of(lot).observations(
            indicators=[indicator_of(lot)], regions=[region_of(lot)]
        ),
        RANKING: lambda lot: ranking(of(lot), indicator_of(lot), year_of(lot), TOP),
        SERIES: series_of_top,
        "the newest release": lambda lot: read_release(engine),
        "a release": lambda lot: read_release(engine, lot.choice(numbers)),
        "a release's catalogue": lambda lot: open_release(engine, lot.choice(numbers)),
        "a region's years": lambda lot: replace(of(lot)).years(region_of(lot)),
        "which of a province's districts are covered": lambda lot: of(lot).covered(districts_of(lot)),
        "a theme of a region": lambda lot: of(lot).observations(
            indicators=theme_of(lot), regions=[region_of(lot)]
        ),
        "all of a region": lambda lot: of(lot).observations(regions=[region_of(lot)]),
        "whether an indicator is long": lambda lot: has_more(of(lot), indicator_of(lot), 100),
        "an indicator's periods": lambda lot: periods(of(lot), indicator_of(lot)),
        "ranking: top 100 of all regions": lambda lot: ranking(of(lot), indicator_of(lot), year_of(lot), 100),
        "how many regions rank": lambda lot: count_ranked(of(lot), indicator_of(lot), year_of(lot)),
        "a document": lambda lot: of(lot).observations(document=document_of(region_of(lot))),
        "releases up to one": lambda lot: read_releases(engine, lot.choice(numbers)),
        "a part of the corrections": lambda lot: read_corrections(of(lot), lot.randrange(corrected), PART),
        "where a part of an indicator ends": lambda lot: of(lot).end_of_part(
            ASKED, indicators=[indicator_of(lot)]
        ),
        "an indicator everywhere": lambda lot: of(lot).observations(indicators=[indicator_of(lot)]),
    }


def top_of(readers: Sequence[ReleaseReader], lot: random.Random) -> tuple[ReleaseReader, str, list[str]]:
    """Return a release, an indicator, and the regions where it is largest in some year."""
    reader, indicator = lot.choice(readers), indicator_of(lot)
    ranked = ranking(reader, indicator, year_of(lot), TOP)
    return reader, indicator, [o.region for o in ranked]


def one(found: list[Observation]) -> Observation:
    """Return the only one found."""
    (only,) = found
    return only


def region_of(lot: random.Random) -> str:
    """Draw a district, but not the one at home, which addresses don't name."""
    return lot.choice(DISTRICT_IDS[1:])


def districts_of(lot: random.Random) -> list[str]:
    """Draw a province and return its districts."""
    return DISTRICT_IDS[lot.randrange(PROVINCES) :: PROVINCES]


def year_of(lot: random.Random) -> str:
    """Draw a year."""
    return str(lot.choice(YEARS))


def indicator_of(lot: random.Random) -> str:
    """Draw an indicator."""
    return lot.choice(indicators())


def theme_of(lot: random.Random) -> list[str]:
    """Draw a theme and return its indicators."""
    first = lot.randrange(THEMES) * 10
    return indicators()[first : first + 10]

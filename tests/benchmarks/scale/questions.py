"""What pages ask of a store, and the pages themselves, each about places and years drawn by lot."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from dashboard.application import create_app
from data.observation import Observation
from data.queries import Edition, read_corrections, read_edition, read_release, read_releases
from data.reading import read
from data.store import observation_table
from tests.benchmarks.scale.content import DISTRICTS, THEMES, YEARS, document_of, indicators

SAMPLES, SECONDS = 300, 4.0  # a question is asked so often, but for no longer than this
LONGEST = 20  # seconds after which an answer is given up
TOP = 20
Question = Callable[[random.Random], Any]


def queries(engine: Engine) -> dict[str, Question]:
    """Return every query that pages use, by what it asks."""
    edition = read_edition(engine)
    everything = indicators()

    def theme(lot: random.Random) -> list[str]:
        first = lot.randrange(THEMES) * 10
        return everything[first : first + 10]

    return {
        POINT: lambda lot: one(
            edition.observations(
                indicators=[lot.choice(everything)], regions=[_region(lot)], period=_year(lot)
            )
        ),
        "newest release": lambda lot: read_release(engine),
        "a region's years": lambda lot: read_edition(engine).years(_region(lot)),
        ONE_SERIES: lambda lot: edition.observations(
            indicators=[lot.choice(everything)], regions=[_region(lot)]
        ),
        "a theme of a region": lambda lot: edition.observations(
            indicators=theme(lot), regions=[_region(lot)]
        ),
        "all of a region": lambda lot: edition.observations(regions=[_region(lot)]),
        RANKING: lambda lot: ranking(edition, lot.choice(everything), _year(lot)),
        SERIES: lambda lot: edition.observations(
            indicators=[lot.choice(everything)], regions=lot.sample(DISTRICT_IDS, TOP)
        ),
        "a document": lambda lot: edition.observations(document=document_of(_region(lot))),
        "an indicator everywhere": lambda lot: edition.observations(indicators=[lot.choice(everything)]),
        "releases": lambda lot: read_releases(engine),
        "corrections": lambda lot: read_corrections(edition),
        "catalogue of a release": lambda lot: read_edition(engine),
    }


POINT, ONE_SERIES = "one figure", "one series of a region"
RANKING = f"ranking, top {TOP} of all regions"
SERIES = f"one series of {TOP} regions"
# Milliseconds in which 95 of 100 answers are to come.
REACH = {POINT: 3.0, ONE_SERIES: 5.0, RANKING: 5.0, SERIES: 5.0}
DISTRICT_IDS = [f"d{number:04}" for number in range(DISTRICTS)]


def ranking(edition: Edition, indicator: str, period: str) -> list[tuple[Any, ...]]:
    """Return the largest figures of an indicator and period, as of the edition's release."""
    t = observation_table
    release = edition.release.id
    stands = sa.and_(
        t.c.first_release <= release, sa.or_(t.c.last_release.is_(None), t.c.last_release >= release)
    )
    whole = {t.c.indicator: indicator, t.c.period: period, t.c.breakdown: "", t.c.status: "actual"}
    of_it = (column == value for column, value in whole.items())
    query = sa.select(t.c.region, t.c.printed, t.c.value).where(*of_it, stands)
    query = query.order_by(t.c.value.desc(), t.c.region).limit(TOP)
    return read(edition.engine, lambda store: [tuple(row) for row in store.execute(query)], release)


def pages(engine: Engine) -> dict[str, Question]:
    """Return every kind of page, asked for as a browser does, by what it shows."""
    client = create_app(engine).server.test_client()

    def get(address: str) -> None:
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        if answer.status_code != 200:
            raise ValueError(f"{address}: {answer.status}")

    get("/")
    everything = indicators()
    return {
        "overview, kept": lambda lot: get("/"),
        "overview of a region": lambda lot: get(f"/?region={_region(lot)}"),
        "overview of a region and year": lambda lot: get(f"/?region={_region(lot)}&period={_year(lot)}"),
        "theme of a region": lambda lot: get(f"/themes/t{lot.randrange(THEMES)}?region={_region(lot)}"),
        "document page": lambda lot: get(f"/documents/{document_of(_region(lot))}"),
        "list of documents": lambda lot: get(f"/documents?region={_region(lot)}"),
        "list of releases": lambda lot: get(f"/releases?region={_region(lot)}"),
        "list of corrections": lambda lot: get(f"/corrections?region={_region(lot)}"),
        "indicator page": lambda lot: get(f"/indicators/{lot.choice(everything)}?region={_region(lot)}"),
    }


def timed(question: Question) -> list[float]:
    """Return the milliseconds of each answer, inf for one that was given up.

    The first one warms up, and counts only where it is alone.
    """
    lot = random.Random(0)
    took: list[float] = []
    deadline = time.perf_counter() + SECONDS
    while len(took) < SAMPLES and (not took or time.perf_counter() < deadline):
        began = time.perf_counter()
        try:
            with patience(LONGEST):
                question(lot)
        except GivenUp:
            return [inf]
        took.append((time.perf_counter() - began) * 1000)
    return took[1:] or took


class GivenUp(BaseException):
    """No Exception, so that the application doesn't answer it with a page."""


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """Raise GivenUp in the block once so many seconds have gone."""

    def give_up(*_: object) -> None:
        raise GivenUp

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def one(found: list[Observation]) -> Observation:
    """Return the only one found."""
    (only,) = found
    return only


def _region(lot: random.Random) -> str:
    return lot.choice(DISTRICT_IDS)


def _year(lot: random.Random) -> str:
    return str(lot.choice(YEARS))

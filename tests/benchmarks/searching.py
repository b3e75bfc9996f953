"""How long the search takes over 5,000 indicators and 2,800 regions, beside a plain look through names."""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

from dashboard.search.names import Names, prepare
from dashboard.search.search import search
from data.model.catalog import Catalog, Term, build_catalog
from tests.setup.content import read_content
from tests.setup.serving import ROOT

INDICATORS, REGIONS = 5_000, 2_800
REACH = 20.0  # ms that the slowest of twenty may take


def large_catalog() -> Catalog:
    """The shipped catalogue, repeated under other names until it is as large as that."""
    catalog = build_catalog(read_content())
    indicators, regions = [*catalog.indicators.values()], [*catalog.regions.values()]
    many = {
        f"{one.id}_{n}": replace(one, id=f"{one.id}_{n}", name=f"{one.name}{n or ''}")
        for n in range(INDICATORS // len(indicators) + 1)
        for one in indicators
    }
    places = {
        f"{900000 + n}": Term(f"{900000 + n}", f"{regions[n % len(regions)].name}{n}", regions[0].facts)
        for n in range(REGIONS)
    }
    return replace(catalog, indicators=many, regions=catalog.regions | places)


def timed(work: Callable[[str], object], queries: list[str]) -> list[float]:
    """Return how long each takes, in ms, sorted."""
    took = []
    for asked in queries:
        began = time.perf_counter()
        work(asked)
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def main() -> None:
    """Print median, p95 and their ratio to looking for the text in each name."""
    with (ROOT / "tests/dashboard/search/queries.csv").open(encoding="utf-8") as lines:
        queries = [row["asked"] for row in csv.DictReader(lines)]
    began = time.perf_counter()
    names = prepare(Names("benchmark", large_catalog()))
    print(f"{len(names.forms)} names and definitions made ready in {time.perf_counter() - began:.1f} s")
    plain = timed(lambda asked: [form for form in names.forms if asked in form.text], queries)
    took = timed(lambda asked: search(names, asked), queries)
    p95 = took[int(len(took) * 0.95)]
    median = statistics.median(took)
    print(f"search: median {median:.1f} ms, p95 {p95:.1f} ms (reach {REACH:.0f}), most {took[-1]:.1f} ms")
    print(f"beside a plain look through the names: {median / statistics.median(plain):.1f} times its median")


if __name__ == "__main__":
    main()

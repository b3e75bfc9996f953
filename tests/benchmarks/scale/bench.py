"""`make bench-scale`: queries and pages over five million figures in 1 and in 50 releases, on both databases.

BENCH_REGIONS (2800) makes it smaller; BENCH_STORE (sqlite or postgresql) asks one database alone.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

from dashboard.serving.memory import settle
from data.store.tables import open_store
from tests.benchmarks.load import Load
from tests.benchmarks.processes import ROOT
from tests.benchmarks.report import markdown
from tests.benchmarks.scale import limits
from tests.benchmarks.scale.content import DISTRICTS
from tests.benchmarks.scale.fill import RELEASES, fill, revise
from tests.benchmarks.scale.pages import REACH as REACH_OF_PAGES
from tests.benchmarks.scale.pages import loads, pages
from tests.benchmarks.scale.questions import REACH as REACH_OF_QUERIES
from tests.benchmarks.scale.questions import queries
from tests.benchmarks.scale.timing import quantiles, said, timed
from tests.setup.postgres import cluster

OUTPUT = ROOT / "tests" / "output" / "bench-scale.md"
REACH = REACH_OF_QUERIES | REACH_OF_PAGES
EARLIER = range(1, RELEASES, 7)
# As an office's server might be set, on a machine that others use too; no bulk load has to be replayed.
SETTINGS = {"shared_buffers": "512MB", "max_wal_size": "4GB", "wal_level": "minimal", "max_wal_senders": "0"}
T = TypeVar("T")
Times = dict[str, list[float]]


def main() -> None:
    """Measure each database, print the tables and write them to tests/output/bench-scale.md."""
    asked = os.environ.get("BENCH_STORE")
    sections = [measure(name) for name in STORES if asked in (None, "", name)]
    head = f"# Scale\n\n{DISTRICTS:,} regions × 60 indicators × 30 periods; {os.cpu_count()} processors, "
    head += f"{os.getloadavg()[2]:.1f} processes at work on average, Python {platform.python_version()}."
    text = "\n\n".join((head, *sections)) + "\n"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


def measure(name: str) -> str:
    """Fill a store, ask it, revise it, ask it again; return what was found."""
    with STORES[name]() as url:
        rows = _said(f"{name}: filling it", lambda: fill(url))
        columns = {f"1 release, {rows:,} figures": _ask(url)}
        revised = _said(f"{name}: {RELEASES - 1} further releases", lambda: revise(url))
        columns[f"{RELEASES} releases"] = _ask(url)
        columns["an earlier of them"] = _ask(url, EARLIER)
        served = _said(f"{name}: a server under load", lambda: loads(url))
        parts = [
            f"## {name}",
            f"{rows:,} figures, {revised:,} of them revised in {RELEASES - 1} further releases.\n"
            "Milliseconds (p50, p95) of each query, and of each answer in process.",
            table(columns),
            "Served by granian, 2 workers of 4 threads; addresses drawn by lot.",
            served_table(served),
        ]
        if name == "postgresql":
            parts += _said("postgresql: its limits", lambda: [*spared(url)])
    return "\n\n".join(parts)


def table(columns: Mapping[str, Times]) -> str:
    """Return a row a question, p50 and p95 a column, and whether every column is within reach."""
    heads = [f"{part}: {column}" for column in columns for part in ("p50", "p95")]
    names = next(iter(columns.values()))
    rows = [
        [
            name,
            *(said(time) for times in columns.values() for time in quantiles(times[name])),
            *_verdict(name, columns),
        ]
        for name in names
    ]
    return markdown(["", *heads, "reach, p95", "met"], rows)


def served_table(served: Mapping[str, Load]) -> str:
    """Return a row a load: answers per second, how long they took, and how many failed."""
    rows = [
        [name, f"{load.rate:.0f}", said(load.p50), said(load.p95), said(load.p99), f"{load.failed}"]
        for name, load in served.items()
    ]
    return markdown(["", "requests/s", "p50, ms", "p95, ms", "p99, ms", "failed"], rows)


def spared(url: str, seconds: float = 3.0) -> Iterator[str]:
    """Yield what the pool of connections and the statement time-out do."""
    shared = [limits.share(url, threads, seconds) for threads in limits.THREADS]
    rows = [
        [f"{s.threads}", f"{s.connections}", f"{s.answers}", said(s.slowest), f"{s.refused}"] for s in shared
    ]
    yield "Reading threads of one process, the connections they share, and their answers."
    yield markdown(["threads", "connections", f"answers in {seconds:g} s", "slowest, ms", "refused"], rows)
    for what, found in (
        ("Every connection is taken", limits.exhaust(url)),
        ("A query takes a minute", limits.dawdle(url)),
    ):
        yield f"{what}: after {found.seconds:.1f} s, “{found.sentence}”"


def _verdict(name: str, columns: Mapping[str, Times]) -> tuple[str, str]:
    if name not in REACH:
        return "", ""
    worst = max(quantiles(times[name])[1] for times in columns.values())
    return f"≤ {REACH[name]:g}", "yes" if worst <= REACH[name] else "NO"


def _ask(url: str, releases: Sequence[int] = ()) -> Times:
    engine = open_store(url, read_only=True)
    asked = {**queries(engine, releases), **pages(engine, releases)}
    settle()  # as a server's worker does
    found = {name: _said(name, partial(timed, question)) for name, question in asked.items()}
    engine.dispose()
    return found


def _said(what: str, work: Callable[[], T]) -> T:
    began = time.monotonic()
    done = work()
    print(f"{what}: {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    return done


@contextmanager
def sqlite() -> Iterator[str]:
    """Give the address of a file that isn't there yet."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'scale.db'}"


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of an empty database on a server of its own."""
    with cluster(**SETTINGS) as server, server.database() as url:
        yield url


STORES = {"sqlite": sqlite, "postgresql": postgresql}


if __name__ == "__main__":
    main()

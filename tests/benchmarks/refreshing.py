"""`make bench`: a refresh of a million figures beside what the database alone needs to take the same rows."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from math import inf
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from data.store.digest import select_release
from data.store.tables import observation_table, open_store
from tests.benchmarks.million import DOCUMENTS, correct, write_million
from tests.benchmarks.processes import ROOT
from tests.benchmarks.report import markdown
from tests.setup.postgres import cluster

RUNS = int(os.environ.get("BENCH_RUNS") or 3)
CORRECTED = 1000
WHERE = {"one document": 1, f"all {DOCUMENTS} documents": DOCUMENTS}  # that are corrected
OUTPUT = ROOT / "tests" / "output" / "bench-refresh.md"
COLUMNS = [column.name for column in observation_table.columns]
Rows = list[tuple[object, ...]]


class Run(NamedTuple):
    """One refresh: seconds, and the most memory it held at once, in MB (10⁶ bytes)."""

    seconds: float
    memory: float


class Measured(NamedTuple):
    """What one engine took: refreshes into an empty store and after corrections, and its own bulk load."""

    engine: str
    bulk: str  # what its own bulk load is called
    first: list[Run]
    second: dict[str, list[Run]]  # by what was corrected
    bulk_load: list[float]
    keyless: list[float]  # the same into a table without key or index


def main() -> None:
    """Measure both engines in turn, print the table, and write it to tests/output."""
    with tempfile.TemporaryDirectory() as name, cluster(shared_buffers="256MB", max_wal_size="4GB") as server:
        folder = Path(name)
        engines = [
            Measured("SQLite", "executemany", [], {name: [] for name in WHERE}, [], []),
            Measured("PostgreSQL", "COPY", [], {name: [] for name in WHERE}, [], []),
        ]
        for turn in range(RUNS):
            curated, file = write_million(folder / str(turn)), folder / f"{turn}.db"
            with server.database() as url, server.database() as keyless, server.database() as whole:
                addresses = (f"sqlite:///{file}", url)
                for measured, address in zip(engines, addresses, strict=True):
                    measured.first.append(refresh(curated, address))
                # In a process of its own, or what it holds would count as memory of the refreshes after it.
                with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
                    rows, took = apart.submit(load, file, folder / "bare.db", keyless, whole).result()
                for measured, (without, with_indexes) in zip(engines, took, strict=True):
                    measured.keyless.append(without)
                    measured.bulk_load.append(with_indexes)
                for name, documents in WHERE.items():
                    correct(curated, CORRECTED, documents)
                    for measured, address in zip(engines, addresses, strict=True):
                        measured.second[name].append(refresh(curated, address, "--reason", "订正"))
            file.unlink()
            shutil.rmtree(folder / str(turn))
            print(f"refreshes, {turn + 1} of {RUNS}", file=sys.stderr, flush=True)
    text = f"{HEAD.format(rows=rows, corrected=CORRECTED, runs=RUNS)}\n\n{table(engines, rows)}\n"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


HEAD = """# Refresh

{rows:,} figures in CSV files, with a chart of each indicator, read, checked, compared and published into an
empty store by the command that an admin runs, and again after {corrected:,} figures were corrected; beside
the same rows handed to the database in its quickest way: into the same table, and, to tell what its key and
indexes cost, into one that has none. Median (smallest–largest) of {runs} alternating runs. PostgreSQL doesn't
wait for the disk (fsync off)."""


def table(engines: list[Measured], rows: int) -> str:
    """Return a row a measure, what is to be reached, and a column an engine."""
    columns = [[*_column(measured, rows)] for measured in engines]
    head = ["", "reach", *(f"{measured.engine} ({measured.bulk})" for measured in engines)]
    names = [[name, reach] for name, reach, _ in columns[0]]
    cells = ([cell for _, _, cell in line] for line in zip(*columns, strict=True))
    return markdown(head, [[*name, *found] for name, found in zip(names, cells, strict=True)])


def _column(measured: Measured, rows: int) -> Iterator[tuple[str, str, str]]:
    """What one engine took: a measure, its reach, and what was found."""
    first = [run.seconds for run in measured.first]
    rate, whole, keyless = (rows / median(took) for took in (first, measured.bulk_load, measured.keyless))
    runs = [*measured.first, *(run for found in measured.second.values() for run in found)]
    yield "refresh into an empty store, s", "", _spread(first)
    yield "refresh, rows/s", "", f"{rate:,.0f}"
    yield "bulk load, rows/s", "", f"{whole:,.0f}"
    yield "refresh ÷ bulk load", "≥ 0.5", _met(rate / whole, least=0.5)
    yield "bulk load without key and indexes, rows/s", "", f"{keyless:,.0f}"
    yield "refresh ÷ that", "", f"{rate / keyless:.2f}"
    yield "most memory, MB", "≤ 1500", _met(max(run.memory for run in runs), most=1500, decimals=0)
    for name, found in measured.second.items():
        second = [run.seconds for run in found]
        yield f"refresh after {CORRECTED:,} corrections in {name}, s", "≤ 15", _met(median(second), most=15)
        yield "÷ first refresh", "", f"{median(second) / median(first):.2f}"


def _met(found: float, least: float = 0, most: float = inf, decimals: int = 2) -> str:
    return f"{found:.{decimals}f} {'yes' if least <= found <= most else 'NO'}"


def refresh(curated: Path, url: str, *more: str) -> Run:
    """Publish a curated folder by the command an admin runs, in a process of its own."""
    command = [sys.executable, "-m", "etl", "refresh", "--yes", "--curated", str(curated), "--database", url]
    began = time.perf_counter()
    process = subprocess.Popen([*command, *more], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    said = process.stdout.read() if process.stdout else ""
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"python -m etl refresh left with {os.waitstatus_to_exitcode(status)}: {said}")
    return Run(time.perf_counter() - began, used.ru_maxrss * 1024 / 1e6)


def load(file: Path, bare: Path, keyless: str, whole: str) -> tuple[int, list[tuple[float, float]]]:
    """Return how many rows a refresh wrote, and the seconds that each engine takes them in by itself.

    Into a table without key or index, and into the same table.
    """
    rows = _rows(file)
    lite = _executemany(bare, rows, indexes=False), _executemany(bare, rows, indexes=True)
    return len(rows), [lite, (_copy(keyless, rows, indexes=False), _copy(whole, rows, indexes=True))]


def _rows(file: Path) -> Rows:
    """The rows as a refresh wrote them, in the order of their keys."""
    with open_store(f"sqlite:///{file}").connect() as store:
        query = select_release(1).with_only_columns(*observation_table.columns)
        return [tuple(row) for row in store.execute(query)]


def _executemany(file: Path, rows: Rows, indexes: bool) -> float:
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as store:
        for statement in _statements(sqlite.dialect(), indexes):
            store.execute(statement)
        marks = ", ".join("?" * len(COLUMNS))
        return _timed(
            lambda: (store.executemany(f"INSERT INTO observation VALUES ({marks})", rows), store.commit())
        )


def _copy(url: str, rows: Rows, indexes: bool) -> float:
    with psycopg.connect(url) as store:
        for statement in _statements(postgresql.dialect(), indexes):
            store.execute(statement.encode())
        store.commit()

        def copy() -> None:
            with store.cursor().copy("COPY observation FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            store.commit()

        return _timed(copy)


def _statements(dialect: sa.Dialect, indexes: bool) -> list[str]:
    """What makes the table, with its key and indexes or without."""
    if indexes:
        made = [CreateTable(observation_table), *map(CreateIndex, observation_table.indexes)]
        return [str(statement.compile(dialect=dialect)) for statement in made]
    bare = sa.Table("observation", sa.MetaData())
    for column in observation_table.columns:
        bare.append_column(sa.Column(column.name, column.type))
    return [str(CreateTable(bare).compile(dialect=dialect))]


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _spread(values: list[float]) -> str:
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


if __name__ == "__main__":
    main()

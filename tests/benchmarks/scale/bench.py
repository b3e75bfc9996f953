"""`make bench-scale`: how long queries and pages take over five million figures, in 1 and in 50 releases."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from math import isfinite
from pathlib import Path
from statistics import median
from typing import TypeVar

from data.store import open_store
from tests.benchmarks.processes import ROOT
from tests.benchmarks.report import markdown
from tests.benchmarks.scale.fill import RELEASES, fill, revise
from tests.benchmarks.scale.questions import LONGEST, REACH, pages, queries, timed

OUTPUT = ROOT / "tests" / "output" / "bench-scale.md"
T = TypeVar("T")
Times = dict[str, list[float]]


def main() -> None:
    """Fill a store, ask it, revise it, ask again; print the table and write it to tests/output."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "scale.db"
        rows = _said("filling the store", lambda: fill(file))
        once = _ask(file)
        revised = _said(f"revising it in {RELEASES} releases", lambda: revise(file))
        often = _ask(file)
        size = file.stat().st_size / 1e9
    head = f"# Scale\n\n{rows:,} figures, {revised:,} of them revised in 49 further releases; {size:.1f} GB."
    text = f"{head}\nMilliseconds with 1 and with {RELEASES} releases in the store.\n\n{table(once, often)}\n"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


def table(once: Times, often: Times) -> str:
    """Return a row a question: p50 and p95 with one release and with many, and whether within reach."""
    ends = [f"{part} of {releases}" for releases in (1, RELEASES) for part in ("p50", "p95")]
    rows = [[name, *_cells(once[name], often[name]), *_verdict(name, once, often)] for name in once]
    return markdown(["", *ends, "reach, p95", "met"], rows)


def _cells(once: list[float], often: list[float]) -> list[str]:
    found = (time for times in (once, often) for time in _quantiles(times))
    return [f"{time:.2f}" if isfinite(time) else f"> {LONGEST} s" for time in found]


def _verdict(name: str, once: Times, often: Times) -> Iterator[str]:
    if name not in REACH:
        yield from ("", "")
        return
    worst = max(_quantiles(times[name])[1] for times in (once, often))
    yield from (f"≤ {REACH[name]:g}", "yes" if worst <= REACH[name] else "NO")


def _quantiles(times: list[float]) -> tuple[float, float]:
    ordered = sorted(times)
    return median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]


def _ask(file: Path) -> Times:
    engine = open_store(f"sqlite:///{file}", read_only=True)
    asked = {**queries(engine), **pages(engine)}
    found = {name: _said(name, partial(timed, question)) for name, question in asked.items()}
    engine.dispose()
    return found


def _said(what: str, work: Callable[[], T]) -> T:
    began = time.monotonic()
    done = work()
    print(f"{what}: {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)
    return done


if __name__ == "__main__":
    main()

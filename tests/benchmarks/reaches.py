"""What our overview is to reach, against what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.benchmarks.lighthouse import CATEGORIES
from tests.benchmarks.report import Results, markdown

DESKTOP, PHONE = "desktop, cold", "slow phone, cold"
WARM = {DESKTOP: "desktop, warm", PHONE: "slow phone, warm"}
SERVER = "server"


class Reach(NamedTuple):
    """A bound, the figure found (`at_least`: it must not be below the bound), and what it was made of."""

    what: str
    bound: float
    found: float
    unit: str
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is within its bound."""
        return self.found >= self.bound if self.at_least else self.found <= self.bound


def reaches(results: Results) -> Iterator[Reach]:
    """Yield every bound of ours with what was found."""
    for heading, part in ((DESKTOP, 15), (PHONE, 25)):

        def ratio(measure: str, peer: str, heading: str = heading) -> float:
            return results.median(heading, measure) / (results.median(heading, measure, peer) or float("nan"))

        yield Reach(f"{heading}: first chart ÷ bare page", 1.3, ratio("first chart", "bare page"), "×")
        yield Reach(f"{heading}: first chart ÷ Dash (1/{part})", 1 / part, ratio("first chart", "Dash"), "×")
        yield Reach(f"{heading}: a mark answers ÷ Dash", 0.45, ratio("answers", "Dash"), "×")
        yield Reach(
            f"{heading}: a mark answers after first paint", 0.1, results.median(heading, "answers after"), "s"
        )
        yield from _audited(results, heading)
        yield Reach(f"{heading}: blocking time ÷ Dash", 0.25, ratio("blocking", "Dash"), "×")
        yield Reach(
            f"{heading}: bytes before interactivity", 60, results.largest(heading, "bytes before"), "kB"
        )
        yield Reach(f"{heading}: bytes in all", 550, results.largest(heading, "bytes"), "kB")
        yield Reach(f"{heading}: layout shift", 0, results.largest(heading, "layout shift"), "")
        yield Reach(
            f"{WARM[heading]}: bytes of a repeat visit", 2, results.largest(WARM[heading], "bytes"), "kB"
        )
    for connections in (1, 16, 64):
        measure = f"rate {connections}"
        rate = results.median(SERVER, measure) / results.median(SERVER, measure, "Dash")
        what = f"requests/s ÷ Dash's empty shell, {connections} connections"
        yield Reach(what, 5, rate, "×", at_least=True)
    yield Reach(
        "region or year changed on the server, the slowest", 60, results.largest(SERVER, "change"), "ms"
    )


def _audited(results: Results, heading: str) -> Iterator[Reach]:
    """What Lighthouse is to say; nothing where it wasn't asked."""
    performance, blocking = {DESKTOP: (100, 0.05), PHONE: (98, 0.2)}[heading]
    if "performance" not in results.found[heading]:
        return
    for measure in CATEGORIES:
        bound = performance if measure == "performance" else 100
        found = results.median(heading, measure)
        yield Reach(f"{heading}: Lighthouse, {measure}", bound, found, "", at_least=True)
    found = results.median(heading, "lighthouse blocking")
    yield Reach(f"{heading}: Lighthouse, blocking time", blocking, found, "s")


def table(results: Results) -> str:
    """Return the bounds as a Markdown table."""
    rows = [
        (
            r.what,
            f"{'≥' if r.at_least else '≤'} {r.bound:.3g} {r.unit}",
            f"{r.found:.3g} {r.unit}",
            _said(r.met),
        )
        for r in reaches(results)
    ]
    return markdown(["reach", "bound", "found", "met"], rows)


def _said(met: bool) -> str:
    return "yes" if met else "NO"

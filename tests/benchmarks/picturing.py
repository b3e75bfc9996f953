"""Charts as PNG: ours, whole with title, source and code, beside kaleido's and screenshots by Chromium."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from dashboard.charts.chart_view import ChartView
from dashboard.pictures.composition import facts_of
from dashboard.pictures.picture import make_picture
from dashboard.pictures.sizes import SIZES
from dashboard.request.address import Address
from dashboard.request.context import make_context
from dashboard.serving.served_releases import ServedReleases
from data.store.tables import open_store
from tests.benchmarks import roster
from tests.benchmarks.report import markdown
from tests.setup.serving import BROWSER_ARGUMENTS, browser_path, publish, serving

CHARTS = (
    "budget_shares",
    "school_plans_and_outcomes",
    "insurance_coverage",
    "road_projects",
    "jobs_and_fairs",
)
SCALES = (1, 2, 4)
WIDTH = 680  # px, of the drawings that kaleido is handed
WIDE = SIZES["wide"]
OUTPUT = roster.ROOT / "tests" / "output" / "bench-pictures.md"
REACHES = {1: 0.1, 4: 0.6}  # s of CPU that the largest of ours may take, by scale
Drawn = list[list[tuple[float, int]]]  # by scale and chart: seconds, bytes


def main() -> None:
    """Measure, print the table, and write it to tests/output/bench-pictures.md."""
    roster.install()
    with tempfile.TemporaryDirectory() as name:
        url = publish(Path(name))
        views = _views(url)
        began = time.process_time()
        make_picture(facts_of(views[0], ""), WIDE, "png")
        first = time.process_time() - began
        ours = [[_ours(view, scale) for view in views] for scale in SCALES]
        started, theirs = _kaleido(views)
        shots = _screenshots(url, Path(name))
    rows = [
        [f"×{scale}", *(_cell(drawn[n]) for drawn in (ours, theirs, shots))] for n, scale in enumerate(SCALES)
    ]
    slowest = {scale: max(taken for taken, _ in ours[n]) for n, scale in enumerate(SCALES)}
    reached = "; ".join(
        f"×{scale} at most {slowest[scale] * 1000:.0f} ms of CPU (reach {reach * 1000:.0f})"
        for scale, reach in REACHES.items()
    )
    head = HEAD.format(charts=len(CHARTS), first=first * 1000, started=started, reached=reached)
    text = f"{head}\n\n{markdown(['', 'ours', 'kaleido', 'Chromium'], rows)}\n"
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(text, encoding="utf-8")
    print(text)


HEAD = """# Pictures

{charts} charts as PNG, one after the other: median time, median length. Ours are 1200×675 and whole: title,
notes, sources, release, code and QR; the first takes {first:.0f} ms of CPU, as the fonts are read. Kaleido
draws the bare chart as we lay it out, {started:.1f} s after its start; Chromium, already running, opens our
picture as SVG and takes a screenshot of it. {reached}."""


def _views(url: str) -> list[ChartView]:
    reader = ServedReleases(open_store(url, read_only=True)).get()
    context = make_context(reader, Address("overview"))
    return [ChartView(reader.catalog.charts[id], context) for id in CHARTS]


def _ours(view: ChartView, scale: int) -> tuple[float, int]:
    """CPU time, that of all threads, and bytes."""
    began = time.process_time()
    picture = make_picture(facts_of(view, "https://data.example.cn"), WIDE, "png", scale)
    return time.process_time() - began, len(picture)


def _kaleido(views: list[ChartView]) -> tuple[float, Drawn]:
    """How long it takes to start, in s, and what it drew."""
    figures = [json.loads(str(view.figure(WIDTH, captioned=True).to_json())) for view in views]
    done = subprocess.run(
        [str(roster.VENV / "bin" / "python"), str(roster.PEERS / "kaleido_pictures.py")],
        input=json.dumps({"figures": figures, "scales": SCALES}),
        env={**os.environ, "BROWSER_PATH": browser_path()},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    return told["started"], told["drawn"]


def _screenshots(url: str, folder: Path) -> Drawn:
    drawn: Drawn = []
    with serving(url, folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_ARGUMENTS)
        for scale in SCALES:
            window = {"width": WIDE.width, "height": WIDE.height}
            page = browser.new_page(viewport=window, device_scale_factor=scale)
            page.goto(f"{address}/regions")
            drawn.append([])
            for chart in CHARTS:
                began = time.perf_counter()
                page.goto(f"{address}/charts/{chart}.svg?size=wide")
                picture = page.screenshot()
                drawn[-1].append((time.perf_counter() - began, len(picture)))
            page.close()
        browser.close()
    return drawn


def _cell(drawn: list[tuple[float, int]]) -> str:
    seconds, length = median(taken for taken, _ in drawn), median(size for _, size in drawn)
    return f"{seconds * 1000:.0f} ms, {length / 1000:.0f} kB"


if __name__ == "__main__":
    main()

"""The addresses of every kind of page, chart and list, by lot; asked for in process, and of a real server."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from dashboard.application import create_app
from tests.benchmarks.load import Load, press, request
from tests.benchmarks.processes import ROOT, running
from tests.benchmarks.scale.content import PROVINCES, THEMES, document_of
from tests.benchmarks.scale.questions import indicator_of, region_of, year_of
from tests.benchmarks.scale.timing import Question
from tests.setup.serving import SERVER

UPDATE = "/_dash-update-component"
CONNECTIONS = (1, 4, 16)
SECONDS = 5.0  # of load at each number of connections
# Milliseconds in which 95 of 100 answers are to come.
REACH = {
    name: 50.0 for name in ("comparison of a province's regions", "regions", "region", "search", "documents")
}
Addresses = dict[str, Callable[[random.Random], str]]


def addresses(releases: Sequence[int] = ()) -> Addresses:
    """Return what draws an address of each kind, as of one of some releases: by default of the newest."""

    def of(path: str) -> Callable[[random.Random], str]:
        def draw(lot: random.Random) -> str:
            drawn = path.format(
                region=region_of(lot),
                province=f"p{lot.randrange(PROVINCES):02}",
                year=year_of(lot),
                theme=lot.randrange(THEMES),
                indicator=indicator_of(lot),
                document=document_of(region_of(lot)),
            )
            if not releases:
                return drawn
            return f"{drawn}{'&' if '?' in drawn else '?'}release={lot.choice(releases)}"

        return draw

    return {
        "overview, kept": of("/"),
        "overview of a region": of("/?region={region}"),
        "overview of a province": of("/?region={province}"),
        "overview of a region and year": of("/?region={region}&period={year}"),
        "theme of a region": of("/themes/t{theme}?region={region}"),
        "indicator": of("/indicators/{indicator}?region={region}"),
        "comparison of a province's regions": of("/compare?indicator={indicator}&region={region}"),
        "regions": of("/regions?region={region}"),
        "region": of("/regions/{region}"),
        "search": of("/search?q={region}"),
        "document": of("/documents/{document}"),
        "documents": of("/documents?region={region}"),
        "releases": of("/releases?region={region}"),
        "corrections": of("/corrections?region={region}"),
        "chart as SVG": of("/charts/ranked_bars_{theme}.svg?width=560&region={region}"),
        "chart as figure": of("/charts/line_{theme}.json?width=560&region={region}"),
        "API: a region": of("/api/v1/observations?region={region}"),
        "API: an indicator as CSV": of("/api/v1/observations.csv?indicator={indicator}"),
        "API: the first part of everything": of("/api/v1/observations"),
    }


def pages(engine: Engine, releases: Sequence[int] = ()) -> dict[str, Question]:
    """Return every kind of answer, asked for in process as a browser does, by what it shows."""
    client = create_app(engine).server.test_client()
    drawn = addresses(releases)

    def asking(draw: Callable[[random.Random], str]) -> Question:
        return lambda lot: get(client, draw(lot))

    region = drawn["overview of a region"]
    changing: dict[str, Question] = {"callback: another region": lambda lot: update(client, region(lot))}
    return {name: asking(draw) for name, draw in drawn.items()} | changing


def get(client: FlaskClient, address: str) -> None:
    """Ask for an address. Raises ValueError for an answer that is an error."""
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    if answer.status_code != 200:
        raise ValueError(f"{address}: {answer.status}")


def update(client: FlaskClient, address: str) -> None:
    """Ask for an address as a page does that is open already. Raises ValueError for an error."""
    answer = client.post(UPDATE, json=update_to(address))
    if answer.status_code != 200:
        raise ValueError(f"{address}: {answer.status} {answer.text[:200]}")


def update_to(address: str) -> dict[str, Any]:
    """Return the body that our page sends to be changed to an address."""
    return {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "address", "property": "data-href", "value": address}],
        "changedPropIds": ["address.data-href"],
    }


def loads(url: str, connections: Sequence[int] = CONNECTIONS, seconds: float = SECONDS) -> dict[str, Load]:
    """Serve a store by granian, as `make run` does, and return how it stood pages of regions by lot."""
    asked = {name: addresses()[name] for name in ("overview of a region", "theme of a region", "indicator")}
    lot = random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, *SERVER]
        settings = {"DATABASE_URL": url, "READ_DATABASE_URL": ""}
        with running(command, ROOT, settings, Path(folder) / "server.log") as server:
            return {
                f"{name}, {number} connection{'s' * (number > 1)}": press(
                    server.port,
                    [request(server.port, draw(lot)) for _ in range(2000)],
                    number,
                    seconds,
                    spells=1,
                )
                for name, draw in asked.items()
                for number in connections
            }

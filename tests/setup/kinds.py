"""Every kind of page that there is, by name and path: what pictures show, and what is asked of each page."""

from __future__ import annotations

import re
from functools import cache
from urllib.request import urlopen

from dashboard.request.address import PAGES
from data.model.catalog import build_catalog
from tests.setup.content import read_content

CATALOG = build_catalog(read_content())
CHART = next(iter(CATALOG.charts))
FIGURE = "131002/new_urban_jobs/2022/anci-livelihood-2023-02-01"
_IDS = {
    "theme": "education",
    "indicator": "resident_population",
    "document": next(iter(CATALOG.documents)),
    "figure": FIGURE,
    "chart": CHART,
    "region": "131002",
    "release": "1",
    "proof": "CODE",  # that the chart's page names
}


# What is shown beside the pages there are.
BESIDE = {"missing": "/nowhere", "embed": f"/embed/{CHART}", "screen": "/screen"}
# Pages that were asked something.
ASKED = {
    "search-found": "/search?q=人口",
    "search-nothing": "/search?q=zzzz",
    "compare-few": "/compare?indicator=resident_population&regions=131002,131003",
    "report-two": "/report?themes=jobs,population",
}


def path_of(page: str) -> str:
    """Return the path of one page of a kind."""
    return PAGES[page].format(id=_IDS.get(page, ""))


def kinds_of(server: str) -> dict[str, str]:
    """Return the path of a page of every kind, one that isn't there, a chart for other sites and the wall."""
    return {page: path_of(page) for page in PAGES} | {"proof": f"/v/{code_of_picture(server)}"} | BESIDE


@cache
def code_of_picture(server: str, state: str = "") -> str:
    """Return the code that proves a picture of the chart, in some state."""
    with urlopen(f"{server}/charts/{CHART}{state}") as answer:
        found = re.search(r"/v/([0-9A-Z]+)", answer.read().decode())
    assert found
    return found[1]

"""A catalogue of the size of a whole country: 2,800 districts in 30 provinces, 60 indicators in 6 themes.

BENCH_REGIONS makes it smaller; BENCH_GROUPS gives the second district so many times the figures.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from tests.setup.content import read_content

PROVINCES, COUNTRY = 30, 2_800
DISTRICTS = int(os.environ.get("BENCH_REGIONS") or COUNTRY)
GROUPS = int(os.environ.get("BENCH_GROUPS") or 1)
THEMES, INDICATORS = 6, 60
YEARS = range(1995, 2025)
COLORS = ("#a8322a", "#1f5fa8", "#8a6d1d", "#2f7d4f", "#6a4fa3", "#b0562a")


def content() -> dict[str, Any]:
    """Return a catalogue's content as `read_content` does; only its closed lists are the real ones."""
    real = read_content()
    return {
        **real,
        "regions": [*regions()],
        "breakdowns": [*real["breakdowns"], *({"id": id, "name": id} for id in groups() if id)],
        "themes": [_theme(number) for number in range(THEMES)],
        "documents": [_document(region["id"]) for region in regions() if region["level"] == "district"],
    }


def regions() -> Iterator[dict[str, str]]:
    """Yield every region, a district first: the first one is home."""
    for number in range(DISTRICTS):
        parent = f"p{number % PROVINCES:02}"
        yield {"id": f"d{number:04}", "name": f"第{number}区", "parent": parent, "level": "district"}
    for number in range(PROVINCES):
        yield {"id": f"p{number:02}", "name": f"第{number}省", "parent": "", "level": "province"}


def indicators() -> list[str]:
    """Return the ids of all indicators."""
    return [f"i{number:02}" for number in range(INDICATORS)]


def groups() -> list[str]:
    """Return the ids of all groups, of which the first is the whole."""
    return ["", *(f"g{number:03}" for number in range(1, GROUPS))]


def _theme(number: int) -> dict[str, Any]:
    each = INDICATORS // THEMES
    ids = indicators()[number * each : (number + 1) * each]
    charts = [("line", ids[:2]), ("ranked_bars", ids[2:]), ("statement", ids[:3])]
    return {
        "id": f"t{number}",
        "name": f"主题{number}",
        "order": number,
        "color": COLORS[number],
        "headline": ids[0],
        "indicator": [{"id": id, "name": f"指标{id}", "unit": "万人", "definition": "测试"} for id in ids],
        "chart": [
            {"id": f"{kind}_{number}", "kind": kind, "name": f"图{kind}", "indicators": drawn}
            for kind, drawn in charts
        ],
    }


def _document(region: str) -> dict[str, Any]:
    return {
        "id": document_of(region),
        "title": f"{region}统计年鉴",
        "publisher": "统计局",
        "kind": "official",
        "confidence": "high",
        "region": region,
        "published": "2025-01-01",
    }


def document_of(region: str) -> str:
    """Return the id of the one document that holds a district's figures."""
    return f"yearbook-{region}"

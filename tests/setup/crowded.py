"""A store of one region with sixty thousand figures: more than any page can list, or any reader reads."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from data.model.catalog import build_catalog
from data.model.observation import PUBLISHED
from data.store.digest import digest_content
from data.store.migrations import upgrade
from data.store.tables import catalog_table, open_store, release_table
from tests.setup.content import read_content

REGION, QUIET = "900000", "900001"
INDICATORS = [f"i{number:02}" for number in range(20)]
YEARS = range(1995, 2025)
GROUPS = ["", *(f"g{number:02}" for number in range(1, 100))]
FIGURES = len(INDICATORS) * len(YEARS) * len(GROUPS)
PLANS = 50  # of the first indicator, for years to come
DOCUMENT, QUIET_DOCUMENT = "yearbook", "bulletin"


def publish_crowded(url: str) -> None:
    """Publish it, without the ETL: each figure follows from where it stands."""
    content, digest = digest_content(_content())
    engine = open_store(url)
    with engine.begin() as connection:
        upgrade(connection)
        connection.execute(catalog_table.insert(), {"digest": digest, "content": content})
        counts = {"added": FIGURES + PLANS + 1, "changed": 0, "withdrawn": 0, "reworded": 0, "reason": ""}
        release = {"id": 1, "created_at": "2025-03-01T00:00:00+00:00", "digest": "", "catalog": digest}
        connection.execute(release_table.insert(), release | counts)
        columns = (*PUBLISHED, "position", "first_release")
        connection.exec_driver_sql(
            f"INSERT INTO observation ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
            [(*row, position, 1) for position, row in enumerate(_rows())],
        )
    engine.dispose()


def catalog() -> Any:
    """Return its catalogue."""
    return build_catalog(_content())


def _rows() -> Iterator[tuple[Any, ...]]:
    for i, (indicator, year, group) in enumerate(product(INDICATORS, YEARS, GROUPS)):
        value = (i * 7919 % 9973 + 1) / 100
        key = (REGION, indicator, str(year), group, "actual", DOCUMENT)
        yield *key, f"{value:.2f}万人", value, f"第{i}表", ""
    for n in range(PLANS):
        key = (REGION, INDICATORS[0], str(2025 + n % 10), GROUPS[n], "plan", DOCUMENT)
        yield *key, f"{n + 1}万人", float(n + 1), "第1段", ""
    yield QUIET, INDICATORS[0], "2024", "", "actual", QUIET_DOCUMENT, "12.5万人", 12.5, "第1段", ""


def _content() -> dict[str, Any]:
    return {
        **read_content(),
        "regions": [
            {"id": id, "name": f"{id}区", "parent": parent, "level": "district"}
            for id, parent in ((REGION, ""), (QUIET, REGION))
        ],
        "peer_groups": [],
        "breakdowns": [{"id": id, "name": f"第{id}组"} for id in GROUPS if id],
        "themes": [_theme(0), _theme(1)],
        "documents": [_document(DOCUMENT, REGION), _document(QUIET_DOCUMENT, QUIET)],
        "waivers": [],
    }


def _theme(number: int) -> dict[str, Any]:
    """The first theme has charts of each way to select figures, and what is derived; the second has none."""
    ids = INDICATORS[number * 10 : number * 10 + 10]
    told = {"unit": "万人", "definition": "测试", "additive": True}
    indicators = [{"id": id, "name": f"指标{id}", **told} for id in ids]
    summed = {"id": "summed", "name": "合计", **told, "formula": " + ".join(ids[:2])}
    charts = [("line", ids[:1]), ("ranked_bars", ids[2:3]), ("ranked_bars", ids), ("statement", ["summed"])]
    return {
        "id": f"t{number}",
        "name": f"主题{number}",
        "order": number,
        "color": "#a8322a",
        "headline": f"{ids[0]}@{GROUPS[3]}",
        "indicator": [*indicators, *([] if number else [summed])],
        "chart": []
        if number
        else [
            {"id": f"{kind}_{len(drawn)}", "kind": kind, "name": "图", "indicators": drawn}
            for kind, drawn in charts
        ],
    }


def _document(id: str, region: str) -> dict[str, str]:
    told = {"title": "统计年鉴", "publisher": "统计局", "kind": "official", "confidence": "high"}
    return {"id": id, "region": region, "published": "2025-02-01", **told}

"""A curated folder with more districts than a page lists, whose wells and rigs were counted in two years."""

from __future__ import annotations

from pathlib import Path

from tests.setup.publishing import append, copy_curated

DISTRICTS = [f"9{number:05}" for number in range(150)]
THEME = """
id = "wells"
name = "水井"
order = 9
color = "#22577a"
headline = "wells"

[[indicator]]
id = "wells"
name = "机井"
unit = "个"

[[indicator]]
id = "rigs"
name = "钻机"
unit = "座"

[[indicator]]
id = "wells_per_rig"
name = "每台钻机的机井"
unit = "个/座"
formula = "wells / rigs"

[[indicator]]
id = "wells_state"
name = "水井进展"
unit = ""
measure = "stage"
"""
DOCUMENT = """id = "{id}"
title = "水井普查"
publisher = "水务局"
kind = "official"
confidence = "high"
region = "900000"
published = "{published}"
url = "https://example.org/{id}"
"""
HEAD = "indicator,region,period,breakdown,printed,status,locator,note\n"


def copy_with_districts(folder: Path) -> Path:
    """Copy what is curated into `folder`, with 150 districts of 1000, 1001 … wells in 2023, and 10 rigs each.

    In 2021 they had ten wells fewer; a plan speaks of more, and a part of the first district's has a name.
    """
    curated = copy_curated(folder)
    append(curated / "regions.csv", *(f"{id},第{id}区,131000,district,,,,," for id in DISTRICTS))
    append(curated / "units.csv", "个/座,个/座,")
    append(curated / "breakdowns.csv", "deep_wells,深井,project,,")
    (curated / "themes" / "wells.toml").write_text(THEME, encoding="utf-8")
    rows = [
        row
        for place, id in enumerate(DISTRICTS)
        for row in (
            f"wells,{id},2023,,{1000 + place}个,,表1,",
            f"wells,{id},2021,,{990 + place}个,,表1,",
            f"wells,{id},2023,,9000个,plan,表2,",
            f"rigs,{id},2023,,10座,,表3,",
            f"wells_state,{id},2023,,竣工,,表4,时期：“2023年”",
        )
    ]
    add_document(curated, "wells-2023", "2024-01-01", *rows, "wells,900000,2023,deep_wells,8000个,,表5,")
    return curated


def add_document(curated: Path, id: str, published: str, *rows: str, more: str = "") -> None:
    """Add a document of figures; `more` are further lines of its particulars."""
    documents = curated / "documents"
    particulars = DOCUMENT.format(id=id, published=published) + more
    (documents / f"{id}.toml").write_text(particulars, encoding="utf-8")
    (documents / f"{id}.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")

"""Curated files of a million figures: 2,000 districts, 20 indicators, 25 years, in 100 yearbooks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

DOCUMENTS, REGIONS_EACH, INDICATORS = 100, 20, 20
YEARS = range(2000, 2025)
HEADER = "indicator,region,period,breakdown,printed,status,locator,note\n"
LISTS = {
    "units.csv": "id,name\n人,人\n",
    "breakdowns.csv": "id,name,kind,part_of\n",
    "stages.csv": "id,name,rank,printed,fill\n",
    "statuses.csv": "id,name\nactual,实绩\n",
    "source_kinds.csv": "id,name,tier\nofficial,官方发布,1\n",
}
LANGUAGE = """\
name = "中文"
locale = "zh_CN"

[period]
year = "{year}年"
"""
ENTRIES = """
[[indicator]]
id = "people_{n}"
name = "人数{n}"
unit = "万人"

[[chart]]
id = "line_{n}"
kind = "line"
name = "人数{n}"
indicators = ["people_{n}"]
"""
DOCUMENT = """\
id = "yearbook-{number:03}"
title = "第{number}册年鉴"
publisher = "统计局"
kind = "official"
confidence = "high"
region = "{region}"
published = "2025-02-01"
url = "http://example.org/{number}"
"""


def write_million(folder: Path, documents: int = DOCUMENTS) -> Path:
    """Write the files, 10,000 figures a document, and return the curated folder."""
    curated = folder / "curated"
    for name in ("curated/themes", "curated/documents", "languages"):
        (folder / name).mkdir(parents=True)
    (folder / "languages" / "zh.toml").write_text(LANGUAGE, encoding="utf-8")
    for name, text in LISTS.items():
        (curated / name).write_text(text, encoding="utf-8")
    regions = "".join(f"{region},区{region},,district\n" for region in _regions(range(documents)))
    (curated / "regions.csv").write_text(f"id,name,parent,level\n{regions}", encoding="utf-8")
    (curated / "themes" / "people.toml").write_text(_theme(), encoding="utf-8")
    chance = random.Random(documents)
    for number in range(documents):
        stem = curated / "documents" / f"yearbook-{number:03}"
        region = next(_regions([number]))
        stem.with_suffix(".toml").write_text(DOCUMENT.format(number=number, region=region), encoding="utf-8")
        stem.with_suffix(".csv").write_text(HEADER + "".join(_rows(number, chance)), encoding="utf-8")
    return curated


def correct(curated: Path, figures: int, documents: int) -> None:
    """Change so many figures in all, as many in each of the first documents, spread evenly over its rows."""
    each = figures // documents
    for path in sorted((curated / "documents").glob("*.csv"))[:documents]:
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for n in range(1, len(lines), (len(lines) - 1) // each)[:each]:
            lines[n] = lines[n].replace("万人", "1万人")
        path.write_text("".join(lines), encoding="utf-8")


def _regions(numbers: Iterator[int] | range | list[int]) -> Iterator[str]:
    return (f"{100000 + number * REGIONS_EACH + n}" for number in numbers for n in range(REGIONS_EACH))


def _theme() -> str:
    """A theme of the indicators, each of which has a chart."""
    head = 'id = "people"\nname = "人口"\norder = 1\ncolor = "#14776a"\nheadline = "people_0"\n'
    return head + "".join(ENTRIES.format(n=n) for n in range(INDICATORS))


def _rows(number: int, chance: random.Random) -> Iterator[str]:
    for region in _regions([number]):
        for indicator in range(INDICATORS):
            people = chance.lognormvariate(3, 1)
            for year in YEARS:
                people *= chance.uniform(0.97, 1.05)
                yield f"people_{indicator},{region},{year},,{people:.2f}万人,,表{indicator + 1},\n"

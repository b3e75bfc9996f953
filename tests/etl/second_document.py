"""A second document beside the one of the small curated folder, in the words of an admin."""

from __future__ import annotations

from tests.etl.small_curated import SmallCurated

YEARBOOK = """\
id = "yearbook"
title = "统计年鉴"
publisher = "乙市统计局"
kind = "official"
confidence = "high"
region = "110101"
published = "2023-09-01"
"""
COLUMNS = "indicator,region,period,breakdown,printed,status,locator,note"


def add_yearbook(curated: SmallCurated, *rows: str, more: str = "") -> None:
    """Add a document with rows of figures; `more` are further lines of its particulars."""
    curated.write("curated/documents/yearbook.toml", YEARBOOK + more)
    curated.write("curated/documents/yearbook.csv", "\n".join((COLUMNS, *rows, "")))

"""More documents beside the one of the small curated folder, in the words of an admin."""

from __future__ import annotations

from data.model.catalog import DOCUMENT_COLUMNS
from tests.etl.small_curated import SmallCurated

PARTICULARS = """\
id = "{id}"
title = "统计年鉴"
publisher = "乙市统计局"
kind = "official"
confidence = "high"
region = "110101"
published = "2023-09-01"
"""
SHARES = """
[[indicator]]
id = "leak"
name = "漏损率"
unit = "%"

[[chart]]
id = "shares"
kind = "share_bar"
name = "漏损"
indicators = ["coverage", "leak"]
"""


def add_document(curated: SmallCurated, id: str, *rows: str, more: str = "", end: str = "\n") -> None:
    """Add a document with rows of figures; `more` are further lines of its particulars."""
    lines = (",".join(DOCUMENT_COLUMNS), *rows, "")
    curated.write(f"curated/documents/{id}.toml", PARTICULARS.format(id=id) + more)
    curated.write_bytes(f"curated/documents/{id}.csv", end.join(lines).encode())


def add_yearbook(curated: SmallCurated, *rows: str, more: str = "") -> None:
    """Add the document that most tests of two documents speak of."""
    add_document(curated, "yearbook", *rows, more=more)


def add_districts(curated: SmallCurated) -> None:
    """Add six districts, 110102 to 110107, and a chart of shares."""
    districts = "".join(f"11010{n},区{n},110000,district\n" for n in range(2, 8))
    curated.edit("curated/regions.csv", "", districts)
    curated.edit("curated/themes/water.toml", "", SHARES)

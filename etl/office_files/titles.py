"""What a title above a table says its figures are of: never put in, but held against what the rows say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from data.errors import PeriodError
from data.messages import Message
from data.model.period import parse_period
from data.model.period_forms import tidy
from etl.faults.catalogue import Place
from etl.office_files.findings import Findings
from etl.office_files.labels import Labels

# 2022年, 2016—2020年, but not 2023年3月5日, on which a table may have been filled in.
_YEARS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年?[-—–~至到]((?:19|20)\d\d))?年(?!\d{1,2}月\d{1,2}日)", re.ASCII
)
# What is called by the year in which it came out, or tells who filled the table in.
_OTHERWISE = re.compile("年鉴|报告")
_LABELLED = re.compile(r"[^：:，,。]{1,8}[：:]")
_OF = re.compile(r"(?:地区|区域|城市|行政区划?|时间|时期|年份|年度|报告期)[：:]")


def hold_against(
    titles: Sequence[tuple[Place, str]],
    rows: Sequence[tuple[str, str]],
    labels: Labels,
    findings: Findings,
    wholly: bool = False,
) -> None:
    """Add what titles say against the regions and periods of the rows of their table.

    A fault where no row is of what a title says; where some aren't a note, unless only `wholly` counts.
    """
    for place, text in titles:
        for claim, others, all_of_them in _unlike(text, rows, labels):
            if all_of_them:
                findings.add("unlike_title", place, text, said=claim, rows="、".join([*others][:3]))
            elif not wholly:
                findings.add("rows_beyond_title", place, text, said=claim, rows="、".join([*others][:3]))


def _unlike(
    text: str, rows: Sequence[tuple[str, str]], labels: Labels
) -> Iterator[tuple[Message | str, dict[str, None], bool]]:
    """What a title says of years and of regions, the rows' own that don't fit, and whether none fits."""
    joined = "".join(tidy(text).split())
    if _LABELLED.match(joined) and not _OF.match(joined):
        return
    years = _years_in(joined)
    spans = [(period, span) for _, period in rows if (span := _span(period))]
    off = [period for period, span in spans if not any(span[0] <= year <= span[1] for year in years)]
    if years and off:
        yield "、".join(f"{year}年" for year in sorted(years)), dict.fromkeys(off), len(off) == len(spans)
    regions = labels.regions_in(joined)
    known = [region for region, _ in rows if region in labels.names["region"]]
    astray = [region for region in known if regions.isdisjoint(labels.around(region))]
    if regions and astray:
        names = labels.names["region"]
        named = "、".join(sorted(names[region] for region in regions))
        yield named, dict.fromkeys(names[region] for region in astray), len(astray) == len(known)


def _years_in(text: str) -> set[int]:
    if _OTHERWISE.search(text):
        return set()
    return {
        year
        for match in _YEARS.finditer(text)
        for year in range(int(match[1]), int(match[2] or match[1]) + 1)
    }


def _span(period: str) -> tuple[int, int] | None:
    """The first and last year of a period; nothing of one that can't be read, which is another fault."""
    try:
        read = parse_period(period)
    except PeriodError:
        return None
    return read.start.year, read.end.year

"""What a whole table says of its figures: in the lines above it, and by the name of its sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from data.model.period import parse_period
from etl.office_files.columns import SPACE
from etl.office_files.units import Units
from etl.office_files.yearbook.headings import is_time
from etl.office_files.yearbook.layout import Wide
from etl.office_files.yearbook.meanings import Meanings
from etl.office_files.yearbook.signs import legend_of
from etl.office_files.yearbook.view import Text

# 地区：安次区, 时间：2022年, 指标：常住人口（万人）
_LABELLED = re.compile(r"(?:地区|区域|城市|行政区划?|指标|时间|时期|年份|年度|报告期)[：:](.+)")
_BRACKET = re.compile(r"[（(\[【]([^（()）\[\]【】]*)[）)\]】]$")


@dataclass(frozen=True, slots=True)
class Context:
    """What stands for all figures of a table that say nothing else themselves; several of one kind clash."""

    units: frozenset[str] = frozenset()
    periods: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    legend: Mapping[str, str] = field(default_factory=dict)
    footnotes: Mapping[str, str] = field(default_factory=dict)


def context_of(
    table: Wide, before: Context, sheet: str, texts: list[str], meanings: Meanings, units: Units
) -> Context:
    """Return what a table says as a whole; `before` is what the one says that it goes on with (续表).

    `texts` are all lines of the sheet that are no rows: notes may stand under the last part of a table.
    """
    found = Context(legend=legend_of(texts), footnotes=_footnotes(texts))
    for text in _joined(table.lines):
        found = _with(found, text, meanings)
        found = replace(found, units=found.units | units.given(text))
    if sheet:
        found = _called(found, sheet, meanings)
    if table.continued:
        facts = {
            kind: getattr(found, kind) or getattr(before, kind)
            for kind in ("units", "periods", "regions", "names")
        }
        found = replace(found, **facts)
    return found


def _joined(lines: list[Text]) -> Iterator[str]:
    """The texts of lines; one that ends in a colon, together with what stands beside it: 单位： | 万人."""
    for line, other in zip_longest(lines, lines[1:]):
        beside = other is not None and other.row == line.row and line.text.endswith(("：", ":"))
        yield line.text + (other.text if beside else "")


def _with(context: Context, text: str, meanings: Meanings) -> Context:
    """What a table says, together with a line above it."""
    joined = SPACE.sub("", text)
    if labelled := _LABELLED.fullmatch(joined):
        return _whole(context, labelled[1], meanings, named=joined.startswith("指标"))
    bracket = _BRACKET.search(joined)
    return _whole(_whole(context, joined, meanings), bracket[1] if bracket else "", meanings)


def _whole(context: Context, text: str, meanings: Meanings, named: bool = False) -> Context:
    """What a table says, together with a text that is a period, a region or, if so, a name and no more."""
    heading = meanings.headings.read(text)
    if heading.period and not heading.name and is_time(text) and parse_period(heading.period).kind != "day":
        return replace(context, periods=context.periods | {heading.period})
    if region := meanings.region(heading.name):
        return replace(context, regions=context.regions | {region})
    if named:
        return replace(context, names=frozenset({heading.name}), units=context.units | heading.units)
    return context


def _called(context: Context, sheet: str, meanings: Meanings) -> Context:
    """What a table says, together with its sheet's name: a period, region or indicator, or one answered."""
    heading, found = meanings.headings.read(sheet), _whole(context, sheet, meanings)
    keys = tuple(filter(None, (heading.text, heading.name)))
    if region := meanings.answers.of("region", *keys):
        found = replace(found, regions=frozenset({region}))
    if period := meanings.answers.of("period", *keys):
        found = replace(found, periods=frozenset({period}))
    if meant := meanings.named(heading.name):
        own = found.names if {*map(meanings.named, found.names)} == {meant} else {*found.names, heading.name}
        return replace(found, names=frozenset(own), units=found.units | heading.units)
    return found


def _footnotes(texts: list[str]) -> dict[str, str]:
    """What notes say of marks: ① 按户籍人口计算。"""
    found: dict[str, str] = {}
    for text in texts:
        joined = SPACE.sub("", text).removeprefix("注：").removeprefix("注:")
        for mark, meaning in re.findall(r"([①-⑳*＊]|[\[［]\d{1,2}[\]］])[.．、：:]?([^①-⑳*＊\[［]+)", joined):
            found.setdefault(mark, meaning.rstrip("。；;"))
    return found

"""Figures laid out as yearbooks do, in as many ways as they may, for whoever knows what should be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

# Each name with its indicator and the unit it is printed in.
NAMES = {
    "常住人口": ("population", "万人"),
    "人均可支配收入": ("income", "元"),
    "一般公共预算收入": ("revenue", "亿元"),
    "出生率": ("birth_rate", "‰"),
    "供水量": ("supply", "万立方米"),
}
REGIONS = {"甲区": "110101", "乙市": "110000"}
YEARS = ("2019", "2020", "2021", "2022")
# What may stand before a name, and behind it; how a year may be written.
BEFORE = ("", "　", "　　", "1.", "一、", "（二）", "其中：", "#", "　其中：", "③")
BEHIND = ("", " ", "①", "*", "[1]", "\n")
FORMS = ("{}年", "{}", "{} 年", "{}年末", "{}①")
# What nothing declares, or isn't what its last row is called: none of it may be read.
STRANGERS = ("户籍人口", "地区生产总值", "合计", "常住人口密度", "年末总人口", "人均可支配收入增长")
PARTS = ("城镇", "农村居民", "市辖区", "丙县", "其他", "规模以上工业")
DOWN = ("names", "years", "regions", "both")  # what the rows are
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Laid:
    """A table's rows, what it holds by indicator, region and year, and what options must say of it."""

    rows: list[list[str]]
    figures: dict[Key, str]
    options: dict[str, list[str]]


@st.composite
def layouts(draw: st.DrawFn) -> Laid:
    """A table of some indicators, regions and years, in one of the usual shapes."""
    down = draw(st.sampled_from(DOWN))
    unit_at = draw(st.sampled_from(["name", "column", "corner"] if down in ("names", "both") else ["name"]))
    names = _some(draw, [*NAMES], 1 if unit_at == "corner" else 4)
    regions = _some(draw, [*REGIONS], 1 if down in ("names", "years") else 2)
    years = sorted(_some(draw, YEARS, 1 if down == "regions" else 4))
    digits = st.integers(1, 2100).map(str) | st.decimals(1, 2100, places=1).map(str)
    values = {(n, r, y): draw(digits) for n in names for r in regions for y in years}

    def said(name: str) -> str:
        unit = f"（{NAMES[name][1]}）" if unit_at == "name" else ""
        return draw(st.sampled_from(BEFORE)) + name + unit + draw(st.sampled_from(BEHIND))

    units = {name: [NAMES[name][1]] if unit_at == "column" else [] for name in names}
    times = [draw(st.sampled_from(FORMS)).format(year) for year in years]
    head, rows = _table(down, names, regions, years, values, said, units, times)
    _estrange(draw, down, head, rows)
    if len(rows) > 1 and draw(st.booleans()):
        at = draw(st.integers(1, len(rows) - 1))
        rows = [*rows[:at], ["续表1"], head, *rows[at:]]
    above, options = list[list[str]](), dict[str, list[str]]()
    if down in ("names", "years") and draw(st.booleans()):
        above.append([f"地区：{regions[0]}"])
    elif down in ("names", "years"):
        options = {"region": regions}
    if down == "regions":
        above.append([f"6-2 各地区主要指标（{years[0]}年）"])
    if unit_at == "corner":
        above.append(["6-1 主要指标", "", f"单位：{NAMES[names[0]][1]}"])
    below = draw(st.sampled_from([[], [["注：本表为初步数。"], ["数据来源：统计局"]]]))
    figures = {(NAMES[n][0], REGIONS[r], y): f"{text}{NAMES[n][1]}" for (n, r, y), text in values.items()}
    return Laid([*above, head, *rows, *below], figures, options)


def _estrange(draw: st.DrawFn, down: str, head: list[str], rows: list[list[str]]) -> None:
    """Put rows, columns and headings into a table that none of its figures are of."""
    figures = st.integers(1, 2100).map(str)
    if draw(st.booleans()):
        head.append(draw(st.sampled_from(["比重（%）", "占全国（%）", "位次", "备注"])))
        for row in rows:
            row.append(draw(figures) if head[-1] != "备注" else "初步数")
    stranger = draw(st.sampled_from(STRANGERS if down != "years" else ("合计", "年均", "2019年比重")))
    blank = ["" if name in ("单位", "指标") else draw(figures) for name in head[1:]]
    if down != "both" and draw(st.booleans()):
        rows.insert(draw(st.integers(0, len(rows))), [stranger, *blank])
    if down == "names" and draw(st.booleans()):
        rows.append(["一、综合"])
    if down == "names" and draw(st.booleans()):
        part = draw(st.sampled_from(PARTS))
        rows += [[part], *([f"　{row[0].strip()}", *row[1:]] for row in [*rows] if len(row) > 1)]


def _some(draw: st.DrawFn, of: Sequence[str], most: int) -> list[str]:
    return draw(st.lists(st.sampled_from(of), min_size=1, max_size=most, unique=True))


def _table(
    down: str,
    names: list[str],
    regions: list[str],
    years: list[str],
    values: dict[Key, str],
    said: Callable[[str], str],
    units: dict[str, list[str]],
    times: list[str],
) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of a table."""
    unit = ["单位"] if units[names[0]] else []
    if down == "names":
        rows = [[said(n), *units[n], *(values[n, regions[0], y] for y in years)] for n in names]
        return ["指标", *unit, *times], rows
    if down == "years":
        rows = [
            [time, *(values[n, regions[0], y] for n in names)] for time, y in zip(times, years, strict=True)
        ]
        return ["年份", *map(said, names)], rows
    if down == "regions":
        return ["地区", *map(said, names)], [[r, *(values[n, r, years[0]] for n in names)] for r in regions]
    rows = [[r, said(n), *units[n], *(values[n, r, y] for y in years)] for r in regions for n in names]
    return ["地区", "指标", *unit, *times], rows

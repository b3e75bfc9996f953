"""The units of yearbook tables: in the corner, two of them there, in a row, a head, a cell, or nowhere."""

from __future__ import annotations

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}


def formatted(cell: str, value: float, format: str) -> object:
    """Put a number in a format into a cell."""

    def edit(sheet: object) -> None:
        sheet[cell].value, sheet[cell].number_format = value, format  # type: ignore[index]

    return edit


CASES = [
    Table(
        "a unit in the corner, and rows in percent and per mille that say so",
        """
6-3 主要指标 | | 单位：亿元
指标 | 2021年 | 2022年
一般公共预算收入 | 23.6 | 24
水厂计划投资 | 1.2 | 1.3
常住人口增长（%） | 0.2 | 1.4
出生率（‰） | 8.1 | 7.9
""",
        """
revenue 110101 2021 23.6亿元 B3 (单位取自表头)
revenue 110101 2022 24亿元 C3 (单位取自表头)
plant_cost 110101 2021 1.2亿元 B4 (单位取自表头)
plant_cost 110101 2022 1.3亿元 C4 (单位取自表头)
population_growth 110101 2021 0.2% B5 (单位取自行名)
population_growth 110101 2022 1.4% C5 (单位取自行名)
birth_rate 110101 2021 8.1‰ B6 (单位取自行名)
birth_rate 110101 2022 7.9‰ C6 (单位取自行名)
""",
        options=HERE,
    ),
    Table(
        "two units in the corner: each measures something else",
        """
表1 | | 单位：亿元、万人
指标 | 2021年 | 2022年
常住人口 | 48.1 | 48.3
一般公共预算收入 | 23.6 | 24
自来水覆盖率 | 95.5 | 96
""",
        """
population 110101 2021 48.1万人 B3 (单位取自表头)
population 110101 2022 48.3万人 C3 (单位取自表头)
revenue 110101 2021 23.6亿元 B4 (单位取自表头)
revenue 110101 2022 24亿元 C4 (单位取自表头)
""",
        "left_out_unit B5 万人、亿元",
        HERE,
    ),
    Table(
        "two units in the corner that measure the same",
        """
表1 | 单位：亿元、万元
指标 | 2022年
一般公共预算收入 | 24
""",
        says="unclear_unit B3 24",
        options=HERE,
    ),
    Table(
        "a unit by something is no list of two",
        """
表1 | 单位：亿元/万人
指标 | 2022年
一般公共预算收入 | 24
""",
        says="""
left_out_unit B3 亿元/万人
nothing_unpivoted 年鉴.xlsx
""",
        options=HERE,
    ),
    Table(
        "a row's unit of the same sort as the corner's, but another: that of the indicator, or not",
        """
表1 | 单位：万元
指标 | 2022年
一般公共预算收入（亿元） | 24
水厂计划投资（元） | 120000000
""",
        says="unclear_unit B4 120000000",
        options=HERE,
    ),
    Table(
        "a row's unit that an option decides",
        """
表1 | 单位：万元
指标 | 2022年
一般公共预算收入（亿元） | 24
水厂计划投资（元） | 120000000
""",
        """
revenue 110101 2022 24亿元 B3 (单位取自行名)
plant_cost 110101 2022 120000000元 B4 (单位为整理者所注)
""",
        options=HERE | {"unit": ["水厂计划投资=元"]},
    ),
    Table(
        "no unit anywhere: one question for the table",
        """
指标 | 2021年 | 2022年
常住人口 | 48.1 | 48.3
""",
        says="unclear_unit B2 48.1",
        options=HERE,
    ),
    Table(
        "no unit but in a cell, and an answer for the others",
        """
指标 | 2021年 | 2022年
常住人口 | 48.1万人 | 48.3
""",
        """
population 110101 2021 48.1万人 B2
population 110101 2022 48.3万人 C2 (单位为整理者所注)
""",
        options=HERE | {"unit": ["万人"]},
    ),
    Table(
        "a cell whose unit isn't that of its row",
        """
指标 | 单位 | 2021年 | 2022年
一般公共预算收入 | 万元 | 23.6亿元 | 240000
""",
        says="two_units C2 23.6亿元",
        options=HERE,
    ),
    Table(
        "a column's unit and a row's that measure something else",
        """
指标 | 2022年（万元）
常住人口（万人） | 48.3
一般公共预算收入 | 240000
""",
        "revenue 110101 2022 240000万元 B3 (单位取自表头)",
        "left_out_unit B2 万人、万元",
        HERE,
    ),
    Table(
        "a column of units that says another than the name does",
        """
指标 | 单位 | 2022年
常住人口（万人） | 人 | 48.3
""",
        says="unclear_unit C2 48.3",
        options=HERE,
    ),
    Table(
        "a unit that isn't the indicator's",
        """
指标 | 单位 | 2022年
常住人口 | % | 8.8
一般公共预算收入 | 亿元 | 24
""",
        "revenue 110101 2022 24亿元 C3 (单位取自单位栏)",
        "left_out_unit C2 %",
        HERE,
    ),
    Table(
        "a unit over several rows",
        """
指标 | 2022年
一、收入（亿元） |
　一般公共预算收入 | 24
　水厂计划投资 | 1.2
""",
        """
revenue 110101 2022 24亿元 B3 (单位取自小标题)
plant_cost 110101 2022 1.2亿元 B4 (单位取自小标题)
""",
        "unread_heading A2 一、收入（亿元）",
        HERE,
    ),
    Table(
        "percent below one, with nothing beside it that shows it to be percent",
        """
指标 | 单位 | 2022年
常住人口增长 | % | 0.014
""",
        says="unclear_percent C2 0.014",
        options=HERE,
    ),
    Table(
        "percent below one, answered",
        """
指标 | 单位 | 2022年
常住人口增长 | % | 0.4
""",
        "population_growth 110101 2022 0.4% C2 (单位为整理者所注)",
        options=HERE | {"unit": ["常住人口增长=%"]},
    ),
    Table(
        "percent by the cell's format, a share shown rounded, and thousands",
        """
指标 | 单位 | 2020年 | 2021年 | 2022年
自来水覆盖率 | % | 95 | 95.5 | 96
城镇居民人均可支配收入 | 元 | 40000 | 42100 | 44020
""",
        """
coverage 110101 2020 95.5% C2
coverage 110101 2021 95.5% D2 (单位取自单位栏)
coverage 110101 2022 96% E2 (单位取自单位栏)
urban_income 110101 2020 40,000元 C3 (单位取自单位栏)
urban_income 110101 2021 42100元 D3 (单位取自单位栏)
urban_income 110101 2022 44020元 E3 (单位取自单位栏)
""",
        "percent_read C2 0.955",
        HERE,
        numbers=True,
        edit=lambda sheet: (
            formatted("C2", 0.955, "0.0%")(sheet),  # type: ignore[operator]
            formatted("C3", 40000, "#,##0")(sheet),  # type: ignore[operator]
        ),
    ),
    Table(
        "a number that is shown rounded",
        """
指标 | 单位 | 2022年
常住人口 | 万人 | 48
""",
        says="shown_unlike_stored C2 48.37",
        options=HERE,
        edit=lambda sheet: formatted("C2", 48.37, "0.0")(sheet),  # type: ignore[operator]
    ),
    Table(
        "a name that two indicators have",
        """
指标 | 单位 | 2022年
用水量 | 公里 | 48
""",
        says="ambiguous_name A2 用水量",
        options=HERE,
    ),
    Table(
        "qualifiers stay with their figures",
        """
指标 | 单位 | 2021年 | 2022年
常住人口 | 万人 | 约48 | 48万余人
""",
        """
population 110101 2021 约48万人 C2 (单位取自单位栏)
population 110101 2022 48万余人 D2
""",
        options=HERE,
    ),
    Table(
        "a unit from a line among the rows on: of which?",
        """
表1 | 单位：亿元
指标 | 2022年
一般公共预算收入 | 24
二、收入 | 单位：元
城镇居民人均可支配收入（元） | 44020
""",
        says="""
two_units B4 单位：元
unread_heading A4 二、收入
""",
        options=HERE,
    ),
    Table(
        "a unit below the table",
        """
指标 | 2022年
常住人口（万人） | 48.3
注：金额单位为万元。
""",
        says="""
late_unit A3 注：金额单位为万元。
footnote_row A3 注：金额单位为万元。
""",
        options=HERE,
    ),
    Table(
        "a row's unit, and two in the corner of which one measures the same",
        """
表1 | 单位：人、亿元
指标 | 2022年
常住人口（亿人） | 0.0048
""",
        says="unclear_unit B3 0.0048",
        options=HERE,
    ),
    Table(
        "the unit of the row above a part, and another in the corner",
        """
表1 | 单位：万元
指标 | 2022年
一般公共预算收入（亿元） | 24
　其中：水厂计划投资 | 12000
""",
        says="unclear_unit B4 12000",
        options=HERE,
    ),
]

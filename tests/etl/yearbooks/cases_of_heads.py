"""The heads of yearbook tables: years, two levels, regions by indicators, exports, what stands beside."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}


def hidden(row: int = 0, column: str = "") -> object:
    """Hide a row or a column."""

    def hide(sheet: Worksheet) -> None:
        dimension = sheet.row_dimensions[row] if row else sheet.column_dimensions[column]
        dimension.hidden = True

    return hide


CASES = [
    Table(
        "years as columns",
        """
6-1 主要民生指标（2021—2022年）
指标 | 单位 | 2021年 | 2022年
常住人口 | 万人 | 48.1 | 48.3
城镇居民人均可支配收入 | 元 | 42,100 | 44020
注：本表数据为虚构。
""",
        """
population 110101 2021 48.1万人 C3 (单位取自单位栏)
population 110101 2022 48.3万人 D3 (单位取自单位栏)
urban_income 110101 2021 42,100元 C4 (单位取自单位栏)
urban_income 110101 2022 44020元 D4 (单位取自单位栏)
""",
        "footnote_row A5 注：本表数据为虚构。",
        HERE,
    ),
    Table(
        "years as numbers, figures as numbers",
        """
指标 | 单位 | 2021 | 2022
常住人口 | 万人 | 48.1 | 48
""",
        """
population 110101 2021 48.1万人 C2 (单位取自单位栏)
population 110101 2022 48万人 D2 (单位取自单位栏)
""",
        options=HERE,
        numbers=True,
    ),
    Table(
        "figures that look like years, in every cell of a row",
        """
指标 | 单位 | 2020 | 2021 | 2022
城镇居民人均可支配收入 | 元 | 2020 | 2021 | 2022
""",
        """
urban_income 110101 2020 2020元 C2 (单位取自单位栏)
urban_income 110101 2021 2021元 D2 (单位取自单位栏)
urban_income 110101 2022 2022元 E2 (单位取自单位栏)
""",
        options=HERE,
        numbers=True,
    ),
    Table(
        "two levels, merged, with a growth of which one isn't declared",
        """
指标 | 2021年 | | 2022年 |
 | 绝对数 | 增长% | 绝对数 | 增长%
常住人口（万人） | 48.1 | 0.2 | 48.3 | 0.4
一般公共预算收入（亿元） | 23.6 | 5.1 | 24 | 1.7
""",
        """
population 110101 2021 48.1万人 B3 (单位取自行名)
population_growth 110101 2021 0.2% C3 (单位取自表头)
population 110101 2022 48.3万人 D3 (单位取自行名)
population_growth 110101 2022 0.4% E3 (单位取自表头)
revenue 110101 2021 23.6亿元 B4 (单位取自行名)
revenue 110101 2022 24亿元 D4 (单位取自行名)
""",
        """
left_out_indicator C2 增长%
left_out_indicator E2 增长%
""",
        HERE,
        merged=["A1:A2", "B1:C1", "D1:E1"],
    ),
    Table(
        "two levels that repeat themselves without being merged",
        """
指标 | 2021年 | | 2022年 |
 | 数量 | 比上年增长（%） | 数量 | 比上年增长（%）
城镇居民人均可支配收入（元） | 42100 | 5.1 | 44020 | 4.6
""",
        """
urban_income 110101 2021 42100元 B3 (单位取自行名)
urban_income_growth 110101 2021 5.1% C3 (单位取自表头)
urban_income 110101 2022 44020元 D3 (单位取自行名)
urban_income_growth 110101 2022 4.6% E3 (单位取自表头)
""",
        options=HERE,
    ),
    Table(
        "a blank above a heading, which may belong to the left or not",
        """
指标 | 2021年 | | 2022年
 | 数量 | 比重（%） | 数量
常住人口（万人） | 48.1 | 8.8 | 48.3
""",
        says="""
head_gap C1 比重（%）
left_out_indicator C2 比重（%）
""",
        options=HERE,
    ),
    Table(
        "regions by indicators, the year in brackets in the title",
        """
6-2 各县区人口和收入（2022年）
地区 | 常住人口（万人） | 城镇居民人均可支配收入（元） | 户籍人口（万人）
乙市 | 548.3 | 46100 | 470
甲区 | 48.3 | 44020 | 40.1
丙县 | 30.2 | 39000 | 31
合计 | 626.8 | | 541
""",
        """
population 110000 2022 548.3万人 B3 (单位取自表头)
urban_income 110000 2022 46100元 C3 (单位取自表头)
population 110101 2022 48.3万人 B4 (单位取自表头)
urban_income 110101 2022 44020元 C4 (单位取自表头)
""",
        """
left_out_indicator D2 户籍人口（万人）
left_out_region A5 丙县
left_out_region A6 合计
""",
    ),
    Table(
        "regions by indicators by years",
        """
地区 | 常住人口（万人） | | 城镇居民人均可支配收入（元） |
 | 2021年 | 2022年 | 2021年 | 2022年
甲区 | 48.1 | 48.3 | 42100 | 44020
""",
        """
population 110101 2021 48.1万人 B3 (单位取自表头)
population 110101 2022 48.3万人 C3 (单位取自表头)
urban_income 110101 2021 42100元 D3 (单位取自表头)
urban_income 110101 2022 44020元 E3 (单位取自表头)
""",
        merged=["A1:A2", "B1:C1", "D1:E1"],
    ),
    Table(
        "years as rows, indicators as columns",
        """
年份 | 常住人口 | 城镇居民人均可支配收入
 | （万人） | （元）
2021 | 48.1 | 42100
2022 | 48.3 | 44020
""",
        """
population 110101 2021 48.1万人 B3 (单位取自表头)
urban_income 110101 2021 42100元 C3 (单位取自表头)
population 110101 2022 48.3万人 B4 (单位取自表头)
urban_income 110101 2022 44020元 C4 (单位取自表头)
""",
        options=HERE,
        numbers=True,
    ),
    Table(
        "regions as columns, the indicator and its unit in a title line",
        """
指标：常住人口（万人）
年份 | 乙市 | 甲区
2022年 | 548.3 | 48.3
""",
        """
population 110000 2022 548.3万人 B3 (单位取自表头)
population 110101 2022 48.3万人 C3 (单位取自表头)
""",
    ),
    Table(
        "the export of the statistics site, in GB18030",
        """
数据库：年度数据
时间：最近3年
指标 | 2022年 | 2021年 | 2020年
年末常住人口(万人) | 48.3 | 48.1 |
城镇居民人均可支配收入(元) | 44020 | 42100 | 39560
居民消费价格指数(上年=100) | 102.1 | 100.9 | 102.5
注：2020年数据为普查数。
数据来源：国家统计局
""",
        """
population 110101 2022 48.3万人 表 B4 (单位取自行名)
population 110101 2021 48.1万人 表 C4 (单位取自行名)
urban_income 110101 2022 44020元 表 B5 (单位取自行名)
urban_income 110101 2021 42100元 表 C5 (单位取自行名)
urban_income 110101 2020 39560元 表 D5 (单位取自行名)
""".replace("表 ", ""),
        """
other_encoding 数据库：年度数据
left_out_sign D4
left_out_indicator A6 居民消费价格指数(上年=100)
footnote_row A7 注：2020年数据为普查数。
""",
        HERE,
        csv="gb18030",
    ),
    Table(
        "the export by regions, with its region named, in UTF-8 with tabs",
        """
数据库：分省年度数据
地区：乙市
时间：最近2年
指标 | 2022年 | 2021年
年末常住人口(万人) | 548.3 | 547.5
数据来源：国家统计局
""",
        """
population 110000 2022 548.3万人 B5 (单位取自行名)
population 110000 2021 547.5万人 C5 (单位取自行名)
""",
        """
other_separator \\t
footnote_row A6 数据来源：国家统计局
""",
        csv="utf-8",
        separator="\t",
    ),
    Table(
        "two stub columns, the region merged down",
        """
地区 | 指标 | 单位 | 2021 | 2022 | 备注
甲区 | 常住人口 | 万人 | 48.1 | 48.3 | 含流动人口
 | 城镇居民人均可支配收入 | 元 | 42100 | 44020 |
""",
        """
population 110101 2021 48.1万人 D2 (单位取自单位栏)
population 110101 2022 48.3万人 E2 (单位取自单位栏)
urban_income 110101 2021 42100元 D3 (单位取自单位栏)
urban_income 110101 2022 44020元 E3 (单位取自单位栏)
""",
        merged=["A2:A3"],
    ),
    Table(
        "a region that is blank below, which nobody knows",
        """
地区 | 指标 | 单位 | 2022
甲区 | 常住人口 | 万人 | 48.3
 | 城镇居民人均可支配收入 | 元 | 44020
""",
        says="nameless_row D3 44020",
        options=HERE,
    ),
    Table(
        "a plan beside what became of it",
        """
指标 | 单位 | 2022年 | | 2023年计划
 | | 计划数 | 实绩 |
一般公共预算收入 | 亿元 | 25 | 24 | 26
""",
        """
revenue 110101 2022 25亿元 C3 =plan (单位取自单位栏)
revenue 110101 2022 24亿元 D3 =actual (单位取自单位栏)
revenue 110101 2023 26亿元 E3 =plan (单位取自单位栏)
""",
        options=HERE,
        merged=["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
    ),
    Table(
        "a column that counts columns, a row of their numbers, and one of codes",
        """
序号 | 代码 | 指标 | 2021年 | 2022年
甲 | 乙 | 丙 | 1 | 2
1 | A01 | 常住人口（万人） | 48.1 | 48.3
""",
        """
population 110101 2021 48.1万人 D3 (单位取自行名)
population 110101 2022 48.3万人 E3 (单位取自行名)
""",
        options=HERE,
    ),
    Table(
        "a bilingual yearbook",
        """
指 标 Item | 单位 Unit | 2021 | 2022
常住人口 Resident Population | 万人 | 48.1 | 48.3
人均可支配收入（元） Per Capita Income (yuan) | 元 | 40000 | 41000
""",
        """
population 110101 2021 48.1万人 C2 (单位取自单位栏)
population 110101 2022 48.3万人 D2 (单位取自单位栏)
income 110101 2021 40000元 C3 (单位取自单位栏)
income 110101 2022 41000元 D3 (单位取自单位栏)
""",
        options=HERE,
    ),
    Table(
        "line feeds and spaces in heads",
        """
指\\n标 | 2021\\n年 | 2 0 2 2 年\\n（万人）
　常 住 人 口 | 48.1万人 | 48.3
""",
        """
population 110101 2021 48.1万人 B2
population 110101 2022 48.3万人 C2 (单位取自表头)
""",
        options=HERE,
    ),
    Table(
        "hidden rows and columns, which nobody can check",
        """
指标 | 2021年 | 2022年
常住人口（万人） | 48.1 | 48.3
一般公共预算收入（亿元） | 23.6 | 24
""",
        says="""
hidden_column C2 48.3
hidden_row A3 23.6
""",
        options=HERE,
        edit=lambda sheet: (hidden(row=3)(sheet), hidden(column="C")(sheet)),  # type: ignore[operator]
    ),
    Table(
        "figures that are merged, and one without a heading",
        """
指标 | 2021年 | 2022年 |
常住人口（万人） | 48.1 | | 7
""",
        says="""
merged_figure B2 48.1
unnamed_column D2 7
""",
        options=HERE,
        merged=["B2:C2"],
    ),
    Table(
        "options that mean nothing, or nothing in this table",
        """
指标 | 2022年
常住人口（万人） | 48.3
""",
        says="""
bad_answer --region 丁区
bad_answer --period 人口=去年
bad_answer --sign ▲=?
""",
        options={"region": ["丁区"], "period": ["人口=去年"], "sign": ["▲=?"]},
    ),
    Table(
        "an option for a heading that isn't there",
        """
指标 | 2022年
常住人口（万人） | 48.3
""",
        says="unused_answer --unit --unit 常住人囗=万人",
        options=HERE | {"unit": ["常住人囗=万人"]},
    ),
    Table(
        "age groups in a head",
        """
指标 | 2022年 | 0-14岁 | 65岁及以上
常住人口（万人） | 48.3 | 8.1 | 6.2
""",
        "population 110101 2022 48.3万人 B2 (单位取自行名)",
        """
left_out_indicator C1 0-14岁
left_out_indicator D1 65岁及以上
""",
        HERE,
    ),
    Table(
        "totals and indices under one name each",
        """
指标 | 总量指标 | | 指数（2022年为以下各年%） |
 | 2021 | 2022 | 2000 | 2021
常住人口（万人） | 48.1 | 48.3 | 110.2 | 100.4
""",
        """
population 110101 2021 48.1万人 B3 (单位取自行名)
population 110101 2022 48.3万人 C3 (单位取自行名)
""",
        """
left_out_indicator D2 2000
left_out_indicator E2 2021
unread_heading D1 指数（2022年为以下各年%）
""",
        HERE,
        merged=["A1:A2", "B1:C1", "D1:E1"],
    ),
    Table(
        "what was planned, what came of it, and how much of that",
        """
指标 | 2022年 | | |
 | 计划 | 完成 | 完成率（%）
一般公共预算收入（亿元） | 23 | 23.6 | 102.6
""",
        """
revenue 110101 2022 23亿元 B3 =plan (单位取自行名)
revenue 110101 2022 23.6亿元 C3 =actual (单位取自行名)
""",
        "left_out_indicator D2 完成率（%）",
        HERE,
        merged=["A1:A2", "B1:D1"],
    ),
    Table(
        "a plan's table, and a bound in a sign",
        """
规划指标 | 单位 | 2020年现状值 | 2022年 | 属性
常住人口 | 万人 | 48.1 | ≥48.3 | 预期性
""",
        """
population 110101 2020 48.1万人 C2 =actual (单位取自单位栏)
population 110101 2022 ≥48.3万人 D2 (单位取自单位栏)
""",
        options=HERE,
    ),
]

"""What offices do to tables: units named in the head, dates for years, groups of regions, ditto marks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}


def cell(address: str, value: object, format: str = "General") -> Callable[[Worksheet], object]:
    """Put something into a cell, in a number format."""

    def put(sheet: Worksheet) -> None:
        sheet[address].value = value
        sheet[address].number_format = format

    return put


CASES = [
    Table(
        "a head that says that units stand in brackets below",
        """
指标(单位) | 2022年
常住人口(万人) | 48.3
""",
        "population 110101 2022 48.3万人 B2 (单位取自行名)",
        options=HERE,
    ),
    Table(
        "a date for a year, of which the cell shows the year only",
        "指标 | x\n常住人口（万人） | 48.3",
        says="shown_unlike_stored B1 2022-05-01",
        options=HERE,
        edit=cell("B1", date(2022, 5, 1), 'yyyy"年"'),
    ),
    Table(
        "the first day of a year, shown as the year",
        "指标 | x\n常住人口（万人） | 48.3",
        "population 110101 2022 48.3万人 B2 (单位取自行名)",
        options=HERE,
        edit=cell("B1", date(2022, 1, 1), 'yyyy"年"'),
    ),
    Table(
        "a day of no year, which Excel made of 1-9",
        "指标 | x\n常住人口（万人） | 48.3",
        says="unclear_period B2 1月9日",
        options=HERE,
        edit=cell("B1", date(2026, 1, 9), 'm"月"d"日"'),
    ),
    Table(
        "a year of two digits",
        "指标 | 21年\n常住人口（万人） | 48.3",
        says="unclear_period B2 21年",
        options=HERE,
    ),
    Table(
        "a year of two digits, answered",
        "指标 | 21年\n常住人口（万人） | 48.3",
        "population 110101 2021 48.3万人 B2 (单位取自行名)",
        options=HERE | {"period": ["21年=2021"]},
    ),
    Table(
        "a formula without a result, the only figure of its row",
        "指标 | 2022年\n常住人口（万人） | x",
        says="formula_without_result B2 =1+1",
        options=HERE,
        edit=cell("B2", "=1+1"),
    ),
    Table(
        "level with the year before, in words",
        """
指标 | 2021年 | 2022年
常住人口增长（%） | 1.2 | 持平
""",
        "population_growth 110101 2021 1.2% B2 (单位取自行名)",
        "left_out_sign C2 持平",
        HERE,
    ),
    Table(
        "percent below one in several cells, asked once",
        """
指标 | 2021年 | 2022年
常住人口增长（%） | −0.4 | －0.3
""",
        says="unclear_percent B2 −0.4",
        options=HERE,
    ),
    Table(
        "percent below one in several cells, answered",
        """
指标 | 2021年 | 2022年
常住人口增长（%） | −0.4 | －0.3
""",
        """
population_growth 110101 2021 −0.4% B2 (单位为整理者所注)
population_growth 110101 2022 －0.3% C2 (单位为整理者所注)
""",
        options=HERE | {"unit": ["常住人口增长（%）=%"]},
    ),
    Table(
        "regions indented below a group that isn't declared",
        """
地区 | 2022年常住人口（万人）
全 市 | 548.5
市 区 | 100
　甲 区 | 48.3
""",
        "population 110101 2022 48.3万人 B4 (单位取自表头)",
        "left_out_region A2 全市\nleft_out_region A3 市区",
    ),
    Table(
        "one column of figures, counted",
        """
序号 | 指标 | 单位 | 2022年
甲 | 乙 | 丙 | 1
1 | 常住人口 | 万人 | 48.3
""",
        "population 110101 2022 48.3万人 D3 (单位取自单位栏)",
        options=HERE,
    ),
    Table(
        "English before the unit",
        """
指标 Item | 2022年
常住人口 Resident Population (万人) | 48.3
""",
        "population 110101 2022 48.3万人 B2 (单位取自行名)",
        options=HERE,
    ),
    Table(
        "a title of another year than its sheet",
        """
==== 2021年
甲区2020年主要指标
地区 | 常住人口（万人）
甲区 | 48.1
""",
        says="unlike_title 2021年!A1 甲区2020年主要指标",
    ),
    Table(
        "a title of the region above",
        "乙市主要指标\n指标 | 2022年\n常住人口（万人） | 48.3",
        "population 110101 2022 48.3万人 B3 (单位取自行名)",
        options=HERE,
    ),
    Table(
        "a title of another region than the option says",
        "甲区主要指标\n指标 | 2022年\n常住人口（万人） | 48.3",
        says="unlike_title A1 甲区主要指标",
        options={"region": ["乙市"]},
    ),
    Table(
        "ditto marks for a name",
        """
指标 | 年份 | 甲区
常住人口（万人） | 2021 | 48.1
〃 | 2022 | 48.3
""",
        says="ditto A3 〃",
    ),
    Table(
        "a footnote mark before the unit",
        """
指标 | 2022年
常住人口1)（万人） | 48.3
注：1)含驻军。
""",
        "population 110101 2022 48.3万人 B2 (单位取自行名；见原表注1))",
        "footnote_mark B2 1)\nfootnote_row A3 注：1)含驻军。",
        HERE,
    ),
    Table(
        "the unit in the cell beside the word",
        """
6-1 | | 单位： | 万人
指标 | 2020年 | 2021年 | 2022年
常住人口 | 48 | 48.1 | 48.3
""",
        """
population 110101 2020 48万人 B3 (单位取自表头)
population 110101 2021 48.1万人 C3 (单位取自表头)
population 110101 2022 48.3万人 D3 (单位取自表头)
""",
        options=HERE,
    ),
    Table(
        "a page number and a source in English below the table",
        """
指标 | 2022年
常住人口（万人） | 48.3
Source: bureau
— 12 —
""",
        "population 110101 2022 48.3万人 B2 (单位取自行名)",
        "footnote_row A3 Source: bureau",
        HERE,
    ),
    Table(
        "a table that goes on without another head",
        """
指标 | 2022年
常住人口（万人） | 48.3
续表
一般公共预算收入（亿元） | 24
""",
        """
population 110101 2022 48.3万人 B2 (单位取自行名)
revenue 110101 2022 24亿元 B4 (单位取自行名)
""",
        options=HERE,
    ),
    Table(
        "the nation's site by months, with totals of the year so far",
        """
数据库：月度数据
指标 | 2023年3月 | 2023年2月 | 2023年1月
一般公共预算收入_当期值(亿元) | 2.1 | 2.0 | 1.9
一般公共预算收入_累计值(亿元) | 6 | 3.9 | 1.9
常住人口_累计增长(%) | 5 | 4 | 3
""",
        """
revenue 110101 2023-03 2.1亿元 B3 (单位取自行名)
revenue 110101 2023-02 2.0亿元 C3 (单位取自行名)
revenue 110101 2023-01 1.9亿元 D3 (单位取自行名)
revenue 110101 2023-Q1 6亿元 B4 (单位取自行名)
revenue 110101 2023-01/2023-02 3.9亿元 C4 (单位取自行名)
population_growth 110101 2023-Q1 5% B5 (单位取自行名)
population_growth 110101 2023-01/2023-02 4% C5 (单位取自行名)
population_growth 110101 2023-01 3% D5 (单位取自行名)
""",
        "repeated_figure D4 1.9亿元",
        HERE,
    ),
    Table(
        "a month's total, which is that of the year so far",
        """
2023年
指标 | 3月 | 3月止累计 | 9月份累计 | 1-6月累计
一般公共预算收入(亿元) | 2.1 | 6 | 19 | 10
""",
        """
revenue 110101 2023-03 2.1亿元 B3 (单位取自行名)
revenue 110101 2023-Q1 6亿元 C3 (单位取自行名)
revenue 110101 2023-Q1/2023-Q3 19亿元 D3 (单位取自行名)
revenue 110101 2023-H1 10亿元 E3 (单位取自行名)
""",
        options=HERE,
    ),
    Table(
        "years by regions, told by a full-width stroke",
        "年份＼地区 | 甲区 | 乙市\n2022 | 48.3 | 548.3",
        """
population 110101 2022 48.3万人 B2 (单位为整理者所注)
population 110000 2022 548.3万人 C2 (单位为整理者所注)
""",
        options={"indicator": ["常住人口"], "unit": ["万人"]},
    ),
]

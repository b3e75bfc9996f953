"""Several yearbook tables: in parts, on sheets of a year, region or indicator, printed twice, abreast."""

from __future__ import annotations

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}

CASES = [
    Table(
        "a sheet a year",
        """
==== 2021年
地区 | 常住人口（万人）
甲区 | 48.1
==== 2022年
地区 | 常住人口（万人）
甲区 | 48.3
""",
        """
population 110101 2021 48.1万人 2021年 B2 (单位取自表头)
population 110101 2022 48.3万人 2022年 B2 (单位取自表头)
""",
    ),
    Table(
        "a sheet a region, and one that doesn't count",
        """
==== 甲区
指标 | 2022年
常住人口（万人） | 48.3
==== 乙市
指标 | 2022年
常住人口（万人） | 548.3
==== 作废
指标 | 2022年
常住人口（万人） | 1
""",
        """
population 110101 2022 48.3万人 甲区 B2 (单位取自行名)
population 110000 2022 548.3万人 乙市 B2 (单位取自行名)
""",
        "void_sheet 作废! 作废",
    ),
    Table(
        "one sheet of several",
        """
==== 6-1
指标 | 2022年
常住人口（万人） | 48.3
==== 封面
乙市统计年鉴
""",
        "population 110101 2022 48.3万人 6-1 B2 (单位取自行名)",
        options=HERE | {"sheet": ["6-1"]},
    ),
    Table(
        "a sheet without a table, and one that isn't there",
        """
乙市统计年鉴
编者的话
""",
        says="""
bad_answer --sheet 6-1
no_wide_table 乙市统计年鉴
""",
        options={"sheet": ["6-1", "表"]},
    ),
    Table(
        "a table that goes on, its head repeated, its unit given once",
        """
6-3 主要指标 | | 单位：亿元
指标 | 2021年 | 2022年
一般公共预算收入 | 23.6 | 24
续表1
指标 | 2021年 | 2022年
水厂计划投资 | 1.2 | 1.3
""",
        """
revenue 110101 2021 23.6亿元 B3 (单位取自表头)
revenue 110101 2022 24亿元 C3 (单位取自表头)
plant_cost 110101 2021 1.2亿元 B6 (单位取自表头)
plant_cost 110101 2022 1.3亿元 C6 (单位取自表头)
""",
        options=HERE,
    ),
    Table(
        "a table that goes on with other years, and a unit of its own",
        """
6-3 主要指标 | | 单位：亿元
指标 | 2019年 | 2020年
一般公共预算收入 | 20.1 | 21.4
续表 | | 单位：万元
指标 | 2021年 | 2022年
一般公共预算收入 | 236000 | 240000
""",
        """
revenue 110101 2019 20.1亿元 B3 (单位取自表头)
revenue 110101 2020 21.4亿元 C3 (单位取自表头)
revenue 110101 2021 236000万元 B6 (单位取自表头)
revenue 110101 2022 240000万元 C6 (单位取自表头)
""",
        options=HERE,
    ),
    Table(
        "two tables on a sheet: the second knows nothing of the first one's unit and region",
        """
6-4 收入 | | 单位：亿元
地区：甲区
指标 | 2021年 | 2022年
一般公共预算收入 | 23.6 | 24

6-5 投资
指标 | 2021年 | 2022年
水厂计划投资 | 1.2 | 1.3
""",
        says="""
unclear_region B8 1.2
""",
    ),
    Table(
        "a table that was printed twice, once with another figure",
        """
指标 | 单位 | 2022年
常住人口 | 万人 | 48.3
城镇居民人均可支配收入 | 元 | 44020
续表
指标 | 单位 | 2022年
常住人口 | 万人 | 48.4
城镇居民人均可支配收入 | 元 | 44020
""",
        says="""
unlike_figures C6 48.4万人
repeated_figure C7 44020元
""",
        options=HERE,
    ),
    Table(
        "a table of one figure a row is no such table",
        """
指标 | 地区 | 时期 | 原文数字 | 位置
常住人口 | 甲区 | 2022 | 48.3万人 | 表1
""",
        says="already_long 表",
    ),
    Table(
        "two halves side by side",
        """
6-7 主要指标（2022年） | | | | |
指标 | 单位 | 数量 | 指标 | 单位 | 数量
一、人口 | | | 二、财政 | |
常住人口 | 万人 | 48.3 | 一般公共预算收入 | 亿元 | 24
城镇居民人均可支配收入 | 元 | 44020 | 水厂计划投资 | 亿元 | 1.2
出生率 | ‰ | 7.9 | | |
""",
        """
population 110101 2022 48.3万人 C4 (单位取自单位栏)
urban_income 110101 2022 44020元 C5 (单位取自单位栏)
birth_rate 110101 2022 7.9‰ C6 (单位取自单位栏)
revenue 110101 2022 24亿元 F4 (单位取自单位栏)
plant_cost 110101 2022 1.2亿元 F5 (单位取自单位栏)
""",
        options=HERE,
    ),
    Table(
        "a table whose head is repeated without a word says its unit anew",
        """
6-4 收入 | | 单位：亿元
指标 | 2021年 | 2022年
一般公共预算收入 | 23.6 | 24
6-5 投资 | | 2022年
指标 | 2021年 | 2022年
水厂计划投资 | 12000 | 13000
""",
        says="""
left_out_indicator A4 6-5 投资
unclear_unit B6 12000
""",
        options=HERE,
    ),
    Table(
        "a table of years below our own column names",
        """
指标 | 地区 | 时期 | 分项 | 原文数字 | 性质
指标 | 单位 | 2020 | 2021 | 2022 |
常住人口 | 万人 | 47.98 | 48.1 | 48.3 |
""",
        """
population 110101 2020 47.98万人 C3 (单位取自单位栏)
population 110101 2021 48.1万人 D3 (单位取自单位栏)
population 110101 2022 48.3万人 E3 (单位取自单位栏)
""",
        options=HERE,
    ),
    Table(
        "a sheet an indicator",
        """
==== 常住人口（万人）
地区 | 2021年 | 2022年
甲区 | 48.1 | 48.3
==== 人均收入
地区 | 2021年 | 2022年
甲区 | 42100 | 44020
""",
        """
population 110101 2021 48.1万人 常住人口（万人） B2 (单位取自表头)
population 110101 2022 48.3万人 常住人口（万人） C2 (单位取自表头)
urban_income 110101 2021 42100元 人均收入 B2 (单位为整理者所注)
urban_income 110101 2022 44020元 人均收入 C2 (单位为整理者所注)
""",
        options={"indicator": ["人均收入=城镇居民人均可支配收入"], "unit": ["人均收入=元"]},
    ),
    Table(
        "a sheet of one indicator, under a line that names another",
        """
==== 常住人口
指标：一般公共预算收入（亿元） |
地区 | 2022年
甲区 | 23.6
""",
        says="unclear_indicator 常住人口!B3 23.6",
    ),
    Table(
        "who filled it in, between two pages",
        """
指标 | 2022年 |
常住人口（万人） | 48.3 |
填表人：某 | 审核人：某 | 填报日期：2023-01-05
一般公共预算收入（亿元） | 23.6 |
""",
        """
population 110101 2022 48.3万人 B2 (单位取自行名)
revenue 110101 2022 23.6亿元 B4 (单位取自行名)
""",
        options=HERE,
    ),
]

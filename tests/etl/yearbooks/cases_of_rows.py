"""The rows of yearbook tables: names in order, parts of what stands above, totals, names nobody declares."""

from __future__ import annotations

from openpyxl.styles import Font

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}
STRUCK = Font(strike=True)

CASES = [
    Table(
        "numbering, 其中, #, indents and footnote marks are no part of a name",
        """
指标 | 2022年
一、人口 |
　常住人口（万人） | 48.3
二、收入 |
　（一）城镇居民人均可支配收入（元） | 44020
1.一般公共预算收入（亿元） | 24
　其中：水厂计划投资（亿元） | 1.2
　＃供水量①（万立方米） | 1234.5
①含自备水。
""",
        """
population 110101 2022 48.3万人 B3 (单位取自行名)
urban_income 110101 2022 44020元 B5 (单位取自行名)
revenue 110101 2022 24亿元 B6 (单位取自行名)
plant_cost 110101 2022 1.2亿元 B7 (单位取自行名)
supply 110101 2022 1234.5万立方米 B8 (单位取自行名；见原表注①)
""",
        """
footnote_row A9 ①含自备水。
footnote_mark B8 ①
unread_heading A2 一、人口
""",
        HERE,
    ),
    Table(
        "a name in two parts, over its rows",
        """
指标 | 2022年
城镇居民 |
　人均可支配收入（元） | 44020
　比上年增长（%） | 4.6
""",
        """
urban_income 110101 2022 44020元 B3 (单位取自行名)
urban_income_growth 110101 2022 4.6% B4 (单位取自行名)
""",
        options=HERE,
    ),
    Table(
        "what stands under a part isn't what its name says alone",
        """
指标 | 2022年
农村居民 |
　人均可支配收入（元） | 22100
市辖区 |
　常住人口（万人） | 20.1
""",
        says="""
left_out_indicator A3 人均可支配收入（元）
left_out_indicator A5 常住人口（万人）
nothing_unpivoted 年鉴.xlsx
""",
        options=HERE,
    ),
    Table(
        "a growth in the row below what grows",
        """
指标 | 单位 | 2021年 | 2022年
常住人口 | 万人 | 48.1 | 48.3
增长 | % | 1.2 | 1.4
一般公共预算收入 | 亿元 | 23.6 | 24
增长 | % | 5.1 | 1.7
""",
        """
population 110101 2021 48.1万人 C2 (单位取自单位栏)
population 110101 2022 48.3万人 D2 (单位取自单位栏)
population_growth 110101 2021 1.2% C3 (单位取自单位栏)
population_growth 110101 2022 1.4% D3 (单位取自单位栏)
revenue 110101 2021 23.6亿元 C4 (单位取自单位栏)
revenue 110101 2022 24亿元 D4 (单位取自单位栏)
""",
        "left_out_indicator A5 增长",
        HERE,
    ),
    Table(
        "a growth below a part: of the part, or of the whole?",
        """
指标 | 单位 | 2022年
常住人口 | 万人 | 48.3
　其中：城镇 | 万人 | 30.1
增长 | % | 1.4
""",
        "population 110101 2022 48.3万人 C2 (单位取自单位栏)",
        """
left_out_indicator A3 其中：城镇
left_out_indicator A4 增长
""",
        HERE,
    ),
    Table(
        "names that nothing declares are listed once, however many cells they have",
        """
指标 | 单位 | 2021年 | 2022年
地区生产总值 | 亿元 | 290.1 | 300.5
常住人囗 | 万人 | 48.1 | 48.3
常住人口 | 万人 | 48.1 | 48.3
""",
        """
population 110101 2021 48.1万人 C4 (单位取自单位栏)
population 110101 2022 48.3万人 D4 (单位取自单位栏)
""",
        """
left_out_indicator A2 地区生产总值
left_out_indicator A3 常住人囗
""",
        HERE,
    ),
    Table(
        "names that an option explains",
        """
指标 | 单位 | 2022年
总人口 | 万人 | 48.3
　男 | 亿元 | 1.2
全市 | 亿元 | 9
""",
        """
population 110101 2022 48.3万人 C2 (单位取自单位栏)
plant_cost 110101 2022 1.2亿元 C3 @north_plant (单位取自单位栏)
""",
        "left_out_indicator A4 全市",
        HERE | {"indicator": ["总人口=常住人口", "男=plant_cost@北厂"]},
    ),
    Table(
        "a total whose region an option gives",
        """
地区 | 常住人口（万人）
合　计 | 548.3
甲区 | 48.3
""",
        """
population 110000 2022 548.3万人 B2 (单位取自表头)
population 110101 2022 48.3万人 B3 (单位取自表头)
""",
        options={"region": ["合计=乙市"], "period": ["2022"]},
    ),
    Table(
        "a heading that an option explains away",
        """
指标 | 单位 | 合计 | 男
常住人口 | 万人 | 48.3 | 24.6
""",
        "population 110101 2022 48.3万人 C2 (单位取自单位栏)",
        "left_out_indicator D1 男",
        HERE | {"ignore": ["合计"], "period": ["2022"]},
    ),
    Table(
        "regions between rows",
        """
指标 | 单位 | 2022年
甲区 | |
常住人口 | 万人 | 48.3
乙市 | |
常住人口 | 万人 | 548.3
""",
        """
population 110101 2022 48.3万人 C3 (单位取自单位栏)
population 110000 2022 548.3万人 C5 (单位取自单位栏)
""",
    ),
    Table(
        "the name of a region or an indicator by its id, and with both",
        """
地区 | 指标 | 单位 | 2022
110101 | population | 万人 | 48.3
乙市 [110000] | 常住人口 [population] | 万人 | 548.3
""",
        """
population 110101 2022 48.3万人 D2 (单位取自单位栏)
population 110000 2022 548.3万人 D3 (单位取自单位栏)
""",
    ),
    Table(
        "one indicator for the whole table",
        """
年份 | 乙市 | 甲区
2021 | 547.5 | 48.1
2022 | 548.3 | 48.3
""",
        """
population 110000 2021 547.5万人 B2 (单位为整理者所注)
population 110101 2021 48.1万人 C2 (单位为整理者所注)
population 110000 2022 548.3万人 B3 (单位为整理者所注)
population 110101 2022 48.3万人 C3 (单位为整理者所注)
""",
        options={"indicator": ["常住人口"], "unit": ["万人"]},
    ),
    Table(
        "no indicator anywhere: one question",
        """
年份 | 乙市 | 甲区
2021 | 547.5 | 48.1
""",
        says="unclear_indicator B2 547.5",
    ),
    Table(
        "a row and a column that name an indicator each",
        """
指标 | 供水量（万立方米）
常住人口（万人） | 48.3
""",
        says="""
left_out_indicator A2 常住人口（万人）
nothing_unpivoted 年鉴.xlsx
""",
        options=HERE | {"period": ["2022"]},
    ),
    Table(
        "a row without a name",
        """
指标 | 单位 | 2022年
常住人口 | 万人 | 48.3
 | 万人 | 48.4
""",
        says="nameless_row C3 48.4",
        options=HERE,
    ),
    Table(
        "a name that is struck out",
        """
指标 | 单位 | 2022年
常住人口 | 万人 | 48.3
""",
        says="formatted_text A2 常住人口",
        options=HERE,
        edit=lambda sheet: setattr(sheet["A2"], "font", STRUCK),
    ),
    Table(
        "the progress of projects by year",
        """
指标 | 2021年 | 2022年
水厂进展 | 开工 | 竣工
""",
        """
plant_stage 110101 2021 开工 B2
plant_stage 110101 2022 竣工 C2
""",
        options=HERE,
    ),
    Table(
        "a plan in a column of results",
        """
指标 | 单位 | 性质 | 2023年（实绩）
水厂计划投资 | 亿元 | 计划 | 1.2
""",
        says="unclear_status D2 actual、plan",
        options=HERE,
    ),
    Table(
        "a status of its own in each row",
        """
指标 | 单位 | 性质 | 分项 | 2023年
水厂计划投资 | 亿元 | 计划 | 北厂 | 1.2
""",
        "plant_cost 110101 2023 1.2亿元 E2 @north_plant =plan (单位取自单位栏)",
        options=HERE,
    ),
    Table(
        "a growth isn't that of a row without figures before it",
        """
指标 | 单位 | 2022年
常住人口 | 万人 |
一般公共预算收入 | 亿元 | 24
增长 | % | 1.7
""",
        "revenue 110101 2022 24亿元 C3 (单位取自单位栏)",
        """
left_out_sign C2
left_out_indicator A4 增长
""",
        HERE,
    ),
    Table(
        "what stands under others and totals",
        """
指标 | 单位 | 2022年
甲区 | |
常住人口 | 万人 | 48.3
其他 | |
常住人口 | 万人 | 500
""",
        "population 110101 2022 48.3万人 C3 (单位取自单位栏)",
        "left_out_indicator A5 常住人口",
    ),
    Table(
        "a figure alone in its row",
        """
指标 | 2021年 | 2022年
常住人口（万人） | 48.1 | 48.3
 | | 49
""",
        says="nameless_row C3 49",
        options=HERE,
    ),
    Table(
        "Latin letters that belong to a name, and those of a translation",
        """
指标 Item | 单位 Unit | 2022
人均GDP | 元 | 62000
常住人口Resident population | 万人 | 48.3
""",
        "population 110101 2022 48.3万人 C3 (单位取自单位栏)",
        "left_out_indicator A2 人均GDP",
        HERE,
    ),
    Table(
        "a part that an option names as it was told",
        """
指标 | 2022年
农村居民 |
　人均可支配收入（元） | 22100
""",
        "income 110101 2022 22100元 B3 (单位取自行名)",
        options=HERE | {"indicator": ["农村居民 › 人均可支配收入=人均可支配收入"]},
    ),
    Table(
        "a year over others that is struck out",
        """
指标 | 2021年 | 2022年 |
 | 数量 | 数量 | 备注
常住人口（万人） | 48.1 | 48.3 |
""",
        says="formatted_text C1 2022年",
        options=HERE,
        merged=["A1:A2"],
        edit=lambda sheet: setattr(sheet["C1"], "font", STRUCK),
    ),
    Table(
        "a table that says that it doesn't count",
        """
6-1 主要指标（作废）
指标 | 2022年
常住人口（万人） | 48.3
""",
        says="void_figures A1 6-1 主要指标（作废）",
        options=HERE,
    ),
]

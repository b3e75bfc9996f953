"""The times of yearbook tables: parts of a year, months beside growths, and what is asked about."""

from __future__ import annotations

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}

CASES = [
    Table(
        "a growth without a year, which is asked about",
        """
指标 | 单位 | 2021年 | 2022年 | 增长%
常住人口 | 万人 | 48.1 | 48.3 | 0.4
""",
        says="unclear_period E2 增长%",
        options=HERE,
    ),
    Table(
        "a growth whose year is answered",
        """
指标 | 单位 | 2021年 | 2022年 | 增长%
常住人口 | 万人 | 48.1 | 48.3 | 1.4
""",
        """
population 110101 2021 48.1万人 C2 (单位取自单位栏)
population 110101 2022 48.3万人 D2 (单位取自单位栏)
population_growth 110101 2022 1.4% E2 (单位取自表头)
""",
        options=HERE | {"period": ["增长%=2022"]},
    ),
    Table(
        "parts of a year under years",
        """
指标 | 2022年 | | | 2021/2022
 | 一季度 | 1-9月 | 全年 |
一般公共预算收入（亿元） | 6.1 | 18.2 | 24 | 3
""",
        says="unclear_period E3 2021/2022",
        options=HERE,
        merged=["A1:A2", "B1:D1", "E1:E2"],
    ),
    Table(
        "times in many forms, answered where they aren't certain",
        """
指标 | 2020年末 | 2021年1—9月 | 2016—2020年 | 2021/2022 | 十三五 | 上年
一般公共预算收入（亿元） | 21.4 | 18.2 | 100.1 | 3 | 99 | 5
""",
        """
revenue 110101 2020 21.4亿元 B2 (单位取自行名；年末数)
revenue 110101 2021-Q1/2021-Q3 18.2亿元 C2 (单位取自行名)
revenue 110101 2016/2020 100.1亿元 D2 (单位取自行名)
revenue 110101 2021-09/2022-08 3亿元 E2 (单位取自行名)
revenue 110101 2016/2019 99亿元 F2 (单位取自行名)
revenue 110101 2019 5亿元 G2 (单位取自行名)
""",
        options=HERE | {"period": ["2021/2022=2021-09/2022-08", "十三五=2016/2019", "上年=2019年"]},
    ),
    Table(
        "no year anywhere: one question, answered once",
        """
地区 | 常住人口（万人） | 城镇居民人均可支配收入（元）
甲区 | 48.3 | 44020
乙市 | 548.3 | 46100
""",
        says="unclear_period B2 48.3",
    ),
    Table(
        "the year of an edition is no year of its figures",
        """
2023年乙市统计年鉴 6-2 各县区人口
地区 | 常住人口（万人）
甲区 | 48.3
""",
        "population 110101 2022 48.3万人 B3 (单位取自表头)",
        options={"period": ["2022"]},
    ),
    Table(
        "years under years that aren't theirs",
        """
指标 | 2022年 |
 | 2021年 | 1-9月
一般公共预算收入（亿元） | 23.6 | 18.2
""",
        says="unlike_periods B3 2021、2022",
        options=HERE,
        merged=["A1:A2", "B1:C1"],
    ),
    Table(
        "the day on which it was printed is no period",
        """
各县区人口 | |
2023年3月15日 | |
地区 | 常住人口（万人） | 户数
甲区 | 48.3 |
""",
        says="unclear_period B4 48.3",
    ),
    Table(
        "a month beside its growth, of which only the month says when",
        """
2023年主要指标（2023年） | | |
指标 | 单位 | 12月 | 同比增长（%） | 1-12月累计
城镇居民人均可支配收入…… | 元 | 4000 | 5.1 | 46100
常住人口 | 万人 | 48.5 | 0.4 | 48.5
""",
        says="""
left_out_indicator D2 同比增长（%）
unclear_period D4 同比增长（%）
""",
        options=HERE | {"indicator": ["常住人口同比增长=常住人口增长"]},
    ),
    Table(
        "a month beside its growth, answered",
        """
2023年主要指标 | | |
指标 | 单位 | 12月 | 同比增长（%） | 1-12月累计
城镇居民人均可支配收入…… | 元 | 4000 | 5.1 | 46100
常住人口 | 万人 | 48.5 | 1.4 |
""",
        """
urban_income 110101 2023-12 4000元 C3 (单位取自单位栏)
urban_income 110101 2023 46100元 E3 (单位取自单位栏)
population 110101 2023-12 48.5万人 C4 (单位取自单位栏)
population_growth 110101 2023-12 1.4% D4 (单位取自表头)
""",
        """
left_out_indicator D2 同比增长（%）
left_out_sign E4
""",
        HERE | {"indicator": ["常住人口同比增长=常住人口增长"], "period": ["2023", "同比增长（%）=2023-12"]},
    ),
    Table(
        "a part of a year, and an answer that says of which",
        """
指标 | 单位 | 1-9月 | 上年同期
一般公共预算收入 | 亿元 | 18.2 | 17.1
""",
        """
revenue 110101 2022-Q1/2022-Q3 18.2亿元 C2 (单位取自单位栏)
revenue 110101 2021-Q1/2021-Q3 17.1亿元 D2 (单位取自单位栏)
""",
        options=HERE | {"period": ["1-9月=2022", "上年同期=2021年1-9月"]},
    ),
    Table(
        "a time beside a unit, and one of a name, answered by the words that were asked about",
        """
指标 | 本年（万人） | 2022年12月底（万人）
常住人口 | 48.5 | 48.4
""",
        """
population 110101 2023 48.5万人 B2 (单位取自表头)
population 110101 2022-12 48.4万人 C2 (单位取自表头)
""",
        options=HERE | {"period": ["本年=2023", "12月末=2022-12"]},
    ),
    Table(
        "a part of a year, and an answer of that part",
        """
指标 | 单位 | 1-9月
一般公共预算收入 | 亿元 | 18.2
""",
        "revenue 110101 2022-Q1/2022-Q3 18.2亿元 C2 (单位取自单位栏)",
        options=HERE | {"period": ["2022年1-9月"]},
    ),
    Table(
        "a part of a year, and an answer of another part",
        """
指标 | 单位 | 1-9月
一般公共预算收入 | 亿元 | 18.2
""",
        says="unclear_period C2 1-9月",
        options=HERE | {"period": ["1-9月=2022年1-6月"]},
    ),
    Table(
        "a corner that names rows and columns, one above the other",
        """
      年份\\n指标 | 2021 | 2022
常住人口（万人） | 48.1 | 48.3
""",
        """
population 110101 2021 48.1万人 B2 (单位取自行名)
population 110101 2022 48.3万人 C2 (单位取自行名)
""",
        options=HERE,
    ),
    Table(
        "a month that looks like a figure, in a head",
        """
指标 | 202201 | 202202
常住人口（万人） | 48.1 | 48.3
""",
        says="unclear_head B1 202201",
        options=HERE,
    ),
]

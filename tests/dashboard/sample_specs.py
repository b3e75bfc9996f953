"""Briefs as the dashboard makes them, with figures that were really published, for tests of figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.charts.figures.spec import ChartSpec, Mark

WORDS = {
    "actual": "实绩",
    "derived": "推算",
    "plan": "计划",
    "target": "目标",
    "estimate": "预计",
    "outcome": "进展",
    "unpublished": "收录文件中没有",
    "list": "、",
    "aimed": "原定",
    "late": "晚于计划",
    "between": "其间进展未公布",
    "printed_exact": "原文为确数",
    "printed_loose": "原文为约数",
}
SOURCE = "来源：安次区文明办，2023-02-01，第2段 · 数据第1版"
WIDTHS = (296, 360, 456, 560, 680)


def quantity(label: str, value: float, text: str, **more: object) -> Mark:
    """A mark as a query would make it, with two lines of hover."""
    more = {"printed": text, "hover": (f"{label} {text}", "安次区文明办，2023-02-01"), **more}
    return Mark(label, value, text, **more)  # type: ignore[arg-type]


FILLS = {
    "completed": "full",
    "basically_completed": "most",
    "under_construction": "half",
    "started": "quarter",
}


def staged(label: str, stage: str, name: str, rank: int, **more: object) -> Mark:
    """A project that has reached a stage."""
    more = {"hover": (f"{label}：{name}",), "breakdown": label, **more}
    fill = FILLS.get(stage, "")
    return Mark(label, stage=stage, stage_name=name, rank=rank, fill=fill, printed=name, **more)  # type: ignore[arg-type]


def planned(label: str, value: float) -> Mark:
    """A project's planned investment."""
    return quantity(label, value, f"{value:,.0f} 万元", status="plan", breakdown=label, period="2021年")


def spec(chart: str, kind: str, color: str, subtitle: str, *marks: Mark, source: str = SOURCE) -> ChartSpec:
    """A spec for a half card."""
    return ChartSpec(chart, kind, 560, color, subtitle, source, marks, WORDS)


ROADS = spec(
    "road_works",
    "ranked_bars",
    "#4f6b2f",
    "道路工程施工里程 · 安次区 · 2022年以来（截至2023年2月1日） · 公里",
    quantity("高速连接线路灯亮化工程", 50, "约50公里", qualifier="about"),
    quantity("殡仪馆至第三大南通道道路工程", 0.8, "约0.8公里", qualifier="about"),
    quantity("2022年村道提标改造工程", 52.85, "约52.85公里", qualifier="about"),
    quantity("县乡公路提标改造工程", 12.65, "12.65公里"),
    source="来源：安次区文明办，2023-02-01，第13段 · 数据第1版",
)
LAND = spec(
    "school_planned_land",
    "ranked_bars",
    "#94700f",
    "学校项目计划占地面积 · 安次区 · 2021年 · 亩",
    quantity("廊坊市第二十中学", 59.1, "59.1亩", status="plan"),
    quantity("廊坊市银河学校二期", 4.4, "4.4亩", status="plan"),
    quantity("廊坊市第二十九小学", 34.34, "约34.34亩", status="plan", qualifier="about"),
    quantity("廊坊市第三十小学", 45, "45亩", status="plan"),
)
SPENDING = spec(
    "spending_share",
    "share_bar",
    "#a8322a",
    "一般公共预算支出的构成 · 安次区 · 2022年 · %",
    quantity("民生支出", 81.94, "26.68亿元 · 81.94%"),
    quantity("其他支出", 18.06, "5.88亿元 · 18.06%", status="derived"),
)
SEXES = spec(
    "sexes",
    "share_bar",
    "#4a5a6a",
    "常住人口的构成 · 安次区 · 2010年11月1日 · %",
    quantity("男性", 50.97, "187,390人 · 50.97%"),
    quantity("女性", 40.03, "180,280人 · 40.03%"),
    quantity("其他常住人口中没有分列性别的部分", 9, "约9%", qualifier="about"),
)
INSURANCE = spec(
    "insurance_coverage",
    "unit_grid",
    "#14776a",
    "全民基本医疗保险参保率 · 安次区 · 2022年 · %",
    quantity("基本医疗保险参保率", 95.88, "95.88%"),
)
SCHOOLS = spec(
    "school_projects",
    "status_grid",
    "#94700f",
    "学校建设项目进展 · 安次区 · 2022年 · 每个方块代表1个项目",
    staged("二十中", "completed", "竣工", 7),
    staged("银河学校二期", "completed", "竣工", 7),
    staged("二十九小", "under_construction", "在建", 3),
    staged("三十小", "under_construction", "在建", 3),
    staged("三十三小", "under_construction", "在建", 3),
    staged(
        "新改扩建项目及附属工程", "basically_completed", "基本完工", 6, named=False, value=25.0, text="25个"
    ),
)
CENTRE = spec(
    "culture_centre",
    "status_grid",
    "#7b4a94",
    "安次区文化中心项目及其组成部分 · 安次区 · 2022年",
    staged("安次区文化中心", "construction_reported", "已建设（是否竣工未说明）", 5),
    *(
        staged(name, "included", "包含在项目内", 1)
        for name in (
            "博物馆",
            "档案馆",
            "图书馆",
            "文化馆",
            "妇女儿童活动中心",
            "青少年活动中心",
            "融媒体中心",
        )
    ),
)
FAIRS = spec(
    "jobs_and_fairs",
    "statement",
    "#1f5f9e",
    "新增岗位与招聘活动 · 安次区 · 2022年",
    quantity("城镇新增就业岗位", 5830, "5,830个"),
    quantity("专项招聘活动", 17, "17场"),
    quantity("招聘活动提供岗位", 8000, "8,000余个", qualifier="more_than"),
)
RELIEF = spec(
    "relief",
    "statement",
    "#b2561d",
    "社会救助 · 安次区 · 2022年",
    quantity("累计发放各类社会救助资金", 3307.18, "3,307.18万元"),
    quantity("完成特殊困难老年人居家适老化改造", 40, "40户"),
)
POPULATION = spec(
    "population",
    "line",
    "#4a5a6a",
    "常住人口 · 安次区 · 2010年11月1日至2020年11月1日 · 万人",
    quantity("安次区", 36.767, "367,670人", period="2010年11月1日", order=(date(2010, 11, 1),)),
    quantity("安次区", 47.98, "47.98万人", period="2020年11月1日", order=(date(2020, 11, 1),)),
)
REVENUE = spec(
    "revenue",
    "line",
    "#a8322a",
    "一般公共预算收入 · 廊坊市 · 2019—2024年 · 亿元",
    *(
        quantity(
            name,
            value,
            f"{value}亿元",
            series=name,
            indicator=name,
            period=f"{year}年",
            order=(date(year, 12, 31),),
            status="target" if year == 2024 else "actual",
        )
        for name, values in {
            "一般公共预算收入": {2019: 370.2, 2021: 380.1, 2022: 341.5, 2023: 320.2, 2024: 330.0},
            "税收收入": {2019: 280.4, 2022: 220.9, 2023: 231.2},
        }.items()
        for year, value in values.items()
    ),
)
YEARS = replace(REVENUE, chart="years", kind="dots")
COUNTIES = spec(
    "compare-panels-resident_population",
    "small_multiples",
    "#4a5a6a",
    "各地区历年常住人口 · 2010年、2020年 · 单位：万人",
    *(
        quantity(
            name,
            value,
            f"{value}万人",
            series=name,
            indicator="resident_population",
            breakdown=name,
            period=f"{year}年",
            order=(date(year, 12, 31), date(year, 1, 1)),
            gaps=("missing",) if year == 2019 else ("broken",) if name == "安次区" and year == 2020 else (),
        )
        for name, values in {
            "三河市": (65.20, 92.01, 96.51),
            "大厂回族自治县": (11.88, 15.03, 17.14),
            "固安县": (41.87, 52.55, 57.63),
            "香河县": (34.34, 42.13, 44.9),
            "安次区": (36.77, 40.05, 47.98),
        }.items()
        for year, value in zip((2010, 2019, 2020), values, strict=True)
    ),
)
PLANS = spec(
    "school_plans_and_outcomes",
    "plan_outcome",
    "#94700f",
    "学校项目计划投资（2021年）与进展（2022年） · 安次区 · 万元",
    planned("廊坊市第二十中学", 10885),
    planned("廊坊市银河学校二期", 6000),
    planned("廊坊市第二十九小学", 8445),
    planned("廊坊市第三十小学", 8570),
    staged("廊坊市第二十中学", "completed", "竣工", 7),
    staged("廊坊市银河学校二期", "completed", "竣工", 7),
    staged("廊坊市第二十九小学", "under_construction", "在建", 3),
    staged("三十三小", "under_construction", "在建", 3),
)

SAMPLES = (
    ROADS,
    LAND,
    SPENDING,
    SEXES,
    INSURANCE,
    SCHOOLS,
    CENTRE,
    FAIRS,
    RELIEF,
    POPULATION,
    REVENUE,
    YEARS,
    COUNTIES,
    PLANS,
)


def at(sample: ChartSpec, width: int) -> ChartSpec:
    """The same spec for another width."""
    return replace(sample, width=width)

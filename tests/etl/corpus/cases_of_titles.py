"""Titles above a table: they supply nothing, and what they say of years and regions must be so."""

from __future__ import annotations

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import READ, SOUND, book, csv, lines, read, row

ABOVE = "rows_above_header A1"


CASES: list[Case] = [
    *(
        reads(title, book(above=[(title,)]), READ, notes=ABOVE)
        for title in (
            "乙市2021年供水情况",
            "乙市2020—2022年供水情况",
            "二〇二一年供水情况",
            "供水情况（2021年度）",
            "2022年统计年鉴摘录",
            "乙市2022年政府工作报告中的数字",
            "填报日期：2022年3月5日",
            "供水情况（2022年3月5日填）",
            "填报单位：甲区水务局",
            "时间：2021年",
        )
    ),
    *(
        refuses(title, book(above=[(title,)]), ABOVE, "unlike_title A1")
        for title in (
            "乙市2022年供水情况",
            "２０２２年供水情况",
            "2022—2023年供水情况",
            "时间：2022年",
            "甲区2021年供水情况",
            "乙市甲区供水情况",
            "地区：甲区",
        )
    ),
    refuses(
        "a title of another year and region", book(above=[("甲区2022年",)]), ABOVE, *["unlike_title A1"] * 2
    ),
    refuses(
        "a sheet called by another region", book(sheet="甲区"), "other_sheet_name 甲区!", "unlike_title 甲区!"
    ),
    refuses(
        "a sheet called by another year",
        book(sheet="2022年"),
        "other_sheet_name 2022年!",
        "unlike_sheet 2022年!C2",
    ),
    refuses(
        "a title of another year in CSV",
        csv("乙市2022年供水情况\r\n" + lines()),
        "rows_above_header 1:指标",
        "unlike_title 1:指标",
    ),
    reads(
        "a title of one year, and rows of the year before",
        book(SOUND, row(period="2020"), above=[("乙市2021年供水情况",)]),
        READ,
        read(period="2020"),
        notes=f"{ABOVE}, rows_beyond_title A1",
    ),
    reads(
        "a part of what the title speaks of",
        book(row(region="甲区"), above=[("乙市供水情况",)]),
        read(region="110101"),
        notes=ABOVE,
    ),
    reads(
        "a part of the year that the title speaks of",
        book(row(period="2021年1-9月"), above=[("2021年供水情况",)]),
        read(period="2021-Q1/2021-Q3"),
        notes=f"{ABOVE}, period_rewritten C3",
    ),
]

"""Tables with several figures a row, which another command turns; names in order; a sheet a year."""

from __future__ import annotations

from collections.abc import Sequence

import openpyxl

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import HEAD, READ, SOUND, Edit, Make, book, csv, read, row

YEARS = ("指标", "单位", "2021", "2022")
COVERED = ("自来水覆盖率", "%", "95.5", "96")


def more(name: str, *rows: Sequence[object]) -> Edit:
    """Add a sheet."""

    def add(made: openpyxl.Workbook, _: object) -> None:
        sheet = made.create_sheet(name)
        for values in rows:
            sheet.append(values)

    return add


def years(*rows: tuple[object, ...]) -> Make:
    """A sheet of 2021 with the sound row, and one of 2020 with others."""
    return book(sheet="2021年", edit=more("2020年", HEAD, *rows))


CASES: list[Case] = [
    refuses("years as columns", book(COVERED, head=YEARS), "wide_table 数字!"),
    refuses(
        "years as columns, and no particulars", book(COVERED, head=YEARS, particulars=()), "wide_table 数字!"
    ),
    refuses(
        "years as columns below our own names",
        book(YEARS, COVERED),
        "wide_table 数字!",
    ),
    refuses(
        "years as columns among our own names",
        book(
            ("自来水覆盖率", "乙市", "%", "95.5", "96", "表1"),
            head=("指标", "地区", "单位", "2021年", "2022年", "位置"),
        ),
        "wide_table 数字!",
    ),
    refuses(
        "one year as a column, in place of the figures",
        book(("自来水覆盖率", "乙市", "%", "96"), head=("指标", "地区", "单位", "2022年")),
        "wide_table 数字!",
    ),
    refuses(
        "regions by indicators",
        book(("乙市", "95.5%", "1234.5万立方米"), head=("地区", "自来水覆盖率", "供水量")),
        "wide_table 数字!",
    ),
    refuses("years as columns in CSV", csv("指标,2021年,2022年\n自来水覆盖率(%),95.5,96\n"), "wide_table"),
    refuses(
        "years as columns in CSV, parted by tabs",
        csv("数据库：年度数据\n指标\t2021年\t2022年\n自来水覆盖率(%)\t95.5\t96\n"),
        "other_separator",
        "wide_table",
    ),
    reads(
        "a table of years on another sheet",
        book(edit=more("6-1", YEARS, COVERED)),
        READ,
        notes="ignored_sheet 6-1!",
    ),
    reads(
        "a sheet a year", years(row(period="2020", printed="96%")), READ, read(period="2020", printed="96%")
    ),
    refuses("a sheet a year, with a row of another", years(row(period="2019")), "unlike_sheet 2020年!C2"),
    refuses(
        "two sheets that aren't called by years",
        book(edit=more("另表", HEAD, row(period="2020"))),
        "ambiguous_sheet 另表!",
    ),
    *(
        reads(f"the name {name}", book(row(indicator=name)), READ, notes="name_in_order A2")
        for name in (
            "其中：自来水覆盖率",
            "#自来水覆盖率",
            "1.自来水覆盖率",
            "一、自来水覆盖率",
            "（二）自来水覆盖率",
            "自来水覆盖率①",
        )
    ),
    refuses(
        "a name in order that nothing declares", book(row(indicator="其中：用电量")), "unknown_indicator A2"
    ),
    reads("a line that says that the table goes on", book(SOUND, ("续表1",)), READ, notes="footnote_row A3"),
    reads(
        "a unit above the table, and a figure in one of another kind",
        book(SOUND, row(indicator="供水量", printed="2"), above=[("供水情况", "单位：万立方米")]),
        READ,
        read(indicator="supply", printed="2万立方米"),
        notes="rows_above_header A1, unit_from_header E4",
    ),
]

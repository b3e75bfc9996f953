"""Words in brackets after a name are part of it; sheets, tables and rows that say they are void."""

from __future__ import annotations

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.cases_of_tables import SUPPLIED
from tests.etl.corpus.making import (
    COLUMNS,
    HEAD,
    READ,
    SOUND,
    Edit,
    Make,
    Result,
    book,
    csv,
    items,
    lines,
    named,
    read,
    row,
)

BARE = row(indicator="供水量", printed="1234.5")
PLANNED = read(status="plan")


def printed(words: str, *rows: tuple[object, ...]) -> Make:
    """Figures under a name that goes on so."""
    return book(*rows, head=named(printed=f"原文数字{words}"))


def without(column: str, **names: str) -> Make:
    """The sound row without one of its columns."""
    left = [n for n, each in enumerate(COLUMNS) if each != column]
    return book([SOUND[n] for n in left], head=[named(**names)[n] for n in left])


def with_sheet(name: str) -> Edit:
    """Add a sheet of other figures."""

    def add(book: openpyxl.Workbook, _: Worksheet) -> None:
        sheet = book.create_sheet(name)
        for values in (HEAD, row(printed="11.1%")):
            sheet.append([value or None for value in values])

    return add


PERIODS: list[Case] = [
    *(
        reads(f"原文数字{words} over figures of 2021", printed(words), READ)
        for words in (
            "（2021年）",
            "(2021)",
            "【2021年】",
            "［2021年度］",
            "\n（2021 年）",
            "（2021年）*",
            "（2021年",
            "〔2021〕",
        )
    ),
    *(
        refuses(f"原文数字{words} over a figure of 2021", printed(words), "unlike_brackets C2")
        for words in (
            "（2020年）",
            "(2020)",
            "（2021年上半年）",
            "\n（2020\n年）",
            "（（2020年））",
            "（必填，2020年）",
        )
    ),
    refuses(
        "时期（1-9月累计） beside 2021", book(head=named(period="时期（1-9月累计）")), "unread_brackets C1"
    ),
    refuses(
        "指标（2020年） over a figure of 2021",
        book(head=named(indicator="指标（2020年）")),
        "unlike_brackets C2",
    ),
    reads(
        "a year in brackets, and none in the row",
        printed("（2020年）", row(period="")),
        read(period="2020"),
        notes="read_from_brackets E1",
    ),
    reads(
        "a year in brackets, and no column of periods",
        without("period", printed="原文数字（2021年）"),
        READ,
        notes="read_from_brackets D1",
    ),
    refuses(
        "two years in brackets", printed("（2020年、2021年）"), "unlike_brackets C2", "unread_brackets E1"
    ),
    refuses(
        "two years after two names",
        book(head=named(indicator="指标（2021年）", printed="原文数字（2020年）")),
        "unread_brackets E1",
    ),
]

STATUSES: list[Case] = [
    *(
        reads(f"原文数字{words}", printed(words), PLANNED, notes="read_from_brackets E1")
        for words in ("（计划）", "（计划数）", "(计划值)", "[计划数]", "（plan）", "（计划\n数）")
    ),
    reads("the same status in brackets and in the row", printed("（计划数）", row(status="计划")), PLANNED),
    refuses("another status in the row", printed("（计划数）", row(status="实绩")), "unlike_brackets F2"),
    reads(
        "a status in brackets, and no column of it",
        without("status", printed="原文数字（计划数）"),
        PLANNED,
        notes="read_from_brackets E1",
    ),
    reads("性质（计划）", book(head=named(status="性质（计划）")), PLANNED, notes="read_from_brackets F1"),
    *(
        refuses(f"原文数字{words}", printed(words), "unread_brackets E1")
        for words in (
            "（快报数）",
            "（预算数）",
            "（不含农村）",
            "（可比口径）",
            "（万元以上）",
        )
    ),
    refuses(
        "原文数字（计划）完成情况", printed("（计划）完成情况"), "read_from_brackets E1", "unread_brackets E1"
    ),
    refuses(
        "原文数字（作废，以附表为准）",
        printed("（作废，以附表为准）"),
        *("unread_brackets E1", "unread_brackets E1"),
    ),
]

REGIONS: list[Case] = [
    reads("地区（乙市）", book(head=named(region="地区（乙市）")), READ),
    refuses("地区（甲区） over 乙市", book(head=named(region="地区（甲区）")), "unlike_brackets B2"),
    refuses("地区（下列均为甲区）", book(head=named(region="地区（下列均为甲区）")), "unread_brackets B1"),
    reads(
        "a region in brackets, and none in the row",
        book(row(region=""), head=named(region="地区（110000）")),
        READ,
        notes="read_from_brackets B1",
    ),
    refuses("时期（乙市）", book(head=named(period="时期（乙市）")), "unread_brackets C1"),
    refuses("位置（甲区）", book(head=named(locator="位置（甲区）")), "unread_brackets G1"),
]

TOGETHER: list[Case] = [
    reads(
        "a unit, a year and a status",
        printed("（万立方米，2021年，计划数）", BARE),
        read(indicator="supply", printed="1234.5万立方米", status="plan"),
        notes="read_from_brackets E1, unit_from_header E2",
    ),
    reads(
        "a unit and a year in brackets of their own",
        printed("（2021年）（单位：万立方米）", BARE),
        SUPPLIED,
        notes="unit_from_header E2",
    ),
    reads(
        "a unit within a year's brackets",
        printed("（2021年（万立方米））", BARE),
        SUPPLIED,
        notes="unit_from_header E2",
    ),
    refuses(
        "a unit, and another year than the row's",
        printed("（万立方米）（2020年）", BARE),
        *("unit_from_header E2", "unlike_brackets C2"),
    ),
    *(
        reads(f"原文数字{words}, which says nothing of the figures", printed(words), READ)
        for words in (
            "（）",
            "（ ）",
            "（必填）",
            "（照抄原文，必填）",
            "()",
            "【】",
            "（（））",
            "*（必填）",
        )
    ),
    reads("English names with a year", book(head=[*COLUMNS[:4], "printed (2021)", *COLUMNS[5:]]), READ),
    refuses(
        "English names with what nobody knows",
        book(head=[*COLUMNS[:4], "printed (revised)", *COLUMNS[5:]]),
        "unread_brackets E1",
    ),
    refuses("备注（作废）", book(head=named(note="备注（作废）")), "unread_brackets H1"),
    refuses(
        "序号（作废）",
        book((1, *SOUND), head=("序号（作废）", *HEAD)),
        *("ignored_column A1", "unread_brackets A1"),
    ),
    refuses(
        "names once more, of another year",
        book(SOUND, named(printed="原文数字（2020年）"), row(period="2020")),
        "other_header A3",
    ),
    refuses(
        "a year in a CSV file's name",
        csv(lines(head=named(printed="原文数字（2020年）"))),
        "unlike_brackets 2:时期",
    ),
    refuses(
        "标题（草案）",
        book(particulars=[("编号", "handed-in"), ("标题（草案）", "年报"), *items()[2:]]),
        "unread_brackets 资料!A2",
    ),
    reads("编号（必填）", book(particulars=[("编号（必填）", "handed-in"), *items()[1:]]), READ),
]

VOID: list[Case] = [
    *(
        reads(
            f"a sheet {name} beside the one to read",
            book(edit=with_sheet(name)),
            READ,
            notes=f"void_sheet {name}!",
        )
        for name in ("作废", "数字（作废）", "数字（旧）", "旧", "草稿", "数字_旧", "废止", "old", "初稿2")
    ),
    *(
        refuses(
            f"a sheet {name} beside the one to read", book(edit=with_sheet(name)), f"ambiguous_sheet {name}!"
        )
        for name in ("老旧小区", "旧城改造", "Gold")
    ),
    reads("a sheet copied by Excel", book(sheet="数字 (2)"), READ, notes="other_sheet_name 数字 (2)!"),
    *(
        refuses(f"a sheet {name}", book(sheet=name), f"other_sheet_name {name}!", f"unread_brackets {name}!")
        for name in ("数字（计划）", "数字(2020年)", "数字【快报】")
    ),
    refuses(
        "no other sheet than one that is void",
        book(sheet="数字（作废）"),
        "missing_sheet",
        "void_sheet 数字（作废）!",
    ),
    refuses(
        "a title that says void",
        book(above=[("供水情况（作废）",)]),
        "rows_above_header A1",
        "void_figures A1",
    ),
    *(
        refuses(f"the note {note}", book(row(note=note)), "void_figures H2")
        for note in ("作废", "此数作废", "已作废，以公报为准", "草稿")
    ),
    *(
        reads(f"the note {note}", book(row(note=note)), read(note=note))
        for note in ("按已废止的口径计算", "含停用水厂", "旧城改造")
    ),
]

CELLS: list[Case] = [
    *(
        refuses(f"{mark} for the cell above", book(SOUND, row(region=mark, period="2020")), "ditto B3")
        for mark in ("〃", "同上", "″", '"')
    ),
    refuses("同上 in a note", book(SOUND, row(period="2020", note="同上")), "ditto H3"),
    *(
        refuses(f"={formula}", book(row(printed=Result(formula, "95.5%"))), "volatile_formula E2")
        for formula in ('TEXT(RAND(),"0.0%")', 'TODAY()&"%"', 'RANDBETWEEN(1,9)&"%"')
    ),
    *(
        refuses(
            f"a picture in a cell: {formula}",
            book(row(note=Result(formula, f"={formula}"))),
            "picture_in_cell H2",
        )
        for formula in ('_xlfn.DISPIMG("ID_0A1B2C",1)', 'IMAGE("http://example.org/a.png")')
    ),
    refuses("a picture of WPS as text", book(row(printed='=DISPIMG("ID_0A1B2C",1)')), "picture_in_cell E2"),
]

CASES = [*PERIODS, *STATUSES, *REGIONS, *TOGETHER, *VOID, *CELLS]

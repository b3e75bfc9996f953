"""Whose figures they are, and of what: ids and names, particulars, several documents in one workbook."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from etl.office_files.particulars import HINTS
from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import (
    HEAD,
    PARTICULARS,
    READ,
    SOUND,
    Edit,
    In,
    Make,
    book,
    csv,
    items,
    lines,
    read,
    row,
)

SUPPLY = row(indicator="供水量", printed="1234.5万立方米")
SUPPLIED = read(indicator="supply", printed="1234.5万立方米")
COST = row(indicator="水厂计划投资", breakdown="北厂", printed="1.2亿元", status="计划")
COSTS = read(indicator="plant_cost", breakdown="north_plant", printed="1.2亿元", status="plan")
LABELLED = row(indicator="自来水覆盖率 [coverage]", region="乙市 [110000]")
IN_ENGLISH = [
    ("id", "handed-in"),
    ("title", "年报"),
    ("publisher", "局"),
    ("kind", "official"),
    ("confidence", "high"),
    ("region", "110000"),
]
DOCUMENTS = (
    ("编号", "标题", "发布机构", "来源类型", "可信度", "地区"),
    ("handed-in", "甲报", "甲局", "官方发布", "高", "甲区"),
    ("second", "乙报", "乙局", "official", "low", "乙市"),
)
TOTAL = ("second", "汇总", *DOCUMENTS[2][2:])
OF = (*HEAD, "文件")
REPEALED = [(*PARTICULARS[1], "（废止）"), *PARTICULARS[2:]]


def listed(*rows: tuple[str, ...]) -> Edit:
    """Give the particulars of several documents, one a row."""

    def put(book: openpyxl.Workbook, _: Worksheet) -> None:
        del book["资料"]
        sheet = book.create_sheet("文件")
        for values in rows:
            sheet.append(values)

    return put


several = listed(*DOCUMENTS)


def hidden_items(column: str) -> Edit:
    """Hide a column of the particulars."""

    def hide(book: openpyxl.Workbook, _: Worksheet) -> None:
        book["资料"].column_dimensions[column].hidden = True

    return hide


def opened_at(format: str) -> Make:
    """Particulars with a time of publication that Excel took for a date."""
    return book(particulars=[*PARTICULARS, ("公开时间", In(format, datetime(2024, 2, 1, 9)))])


NAMES: list[Case] = [
    reads("ids", book(row(indicator="coverage", region="110000")), READ),
    reads("codes as numbers", book(row(region=110000)), READ),
    reads("codes in a format of six digits", book(row(region=In("000000", 110000))), READ),
    refuses("a code that shows zeros before it", book(row(region=In("000000", 13100))), "unknown_region B2"),
    reads("names with ids, as in the drop-downs", book(LABELLED), READ),
    reads("all columns", book(COST), COSTS),
    refuses("the name of another id", book(row(indicator="供水量 [coverage]")), "name_unlike_id A2"),
    refuses("a name that two have", book(row(indicator="用水量")), "ambiguous_name A2"),
    refuses("a name that is nearly one", book(row(indicator="自来水复盖率")), "unknown_indicator A2"),
    refuses("a region that is nearly one", book(row(region="乙")), "unknown_region B2"),
    refuses("a status that nobody knows", book(row(status="初步")), "unknown_status F2"),
    refuses("our own derived figures", book(row(status="推算")), "derived_in_document F2"),
]

SEVERAL: list[Case] = [
    reads(
        "several documents",
        book((*SOUND, "handed-in"), (*SUPPLY, "second"), head=OF, edit=several),
        *(READ, SUPPLIED),
    ),
    reads(
        "a document that is called 汇总",
        book((*SOUND, "handed-in"), (*SUPPLY, "second"), head=OF, edit=listed(*DOCUMENTS[:2], TOTAL)),
        *(READ, SUPPLIED),
    ),
    reads(
        "how many documents there are",
        book((*SOUND, "handed-in"), head=OF, edit=listed(*DOCUMENTS[:2], ("", "合计", "1份"))),
        READ,
        notes="totals_row 文件!B3",
    ),
    refuses("a document that isn't there", book((*SOUND, "x"), head=OF, edit=several), "unknown_document I2"),
    refuses("several documents, and no word which", book(edit=several), "unknown_document 2"),
    refuses(
        "several documents, and of some rows no word which",
        book((*SOUND, "handed-in"), (*SUPPLY, ""), (*COST, ""), head=OF, edit=several),
        *("unknown_document I3", "unknown_document I4"),
    ),
    reads("one document, named in each row", book((*SOUND, "handed-in"), head=OF), READ),
    refuses(
        "one document, named in some rows",
        book((*SOUND, "handed-in"), (*SUPPLY, ""), head=OF),
        "unknown_document I3",
    ),
    refuses("another document than the only one", book((*SOUND, "report"), head=OF), "unknown_document I2"),
    reads("a CSV that names its document", csv(lines((*SOUND, "handed-in"), head=OF)), READ),
    refuses(
        "a CSV that names others",
        csv(lines((*SOUND, "report"), (*SUPPLY, ""), head=OF)),
        *("unknown_document 2:文件", "unknown_document 3:文件"),
    ),
]

ITEMS: list[Case] = [
    reads("items by English names", book(particulars=IN_ENGLISH), READ),
    reads(
        "items under a title, from column B on",
        book(particulars=[("", "出处"), *(("", *item) for item in PARTICULARS)]),
        READ,
        notes="footnote_row 资料!B1",
    ),
    reads(
        "the day in Chinese",
        book(particulars=items(发布日期="2022年2月1日")),
        READ,
        notes="date_rewritten 资料!B7",
    ),
    reads(
        "the day as a date",
        book(particulars=[*PARTICULARS[:6], ("发布日期", In("yyyy-mm-dd", date(2022, 2, 1)))]),
        READ,
        notes="date_rewritten 资料!B7",
    ),
    reads(
        "a remark beside an item",
        book(particulars=[("项目", "内容", "备注"), *PARTICULARS[:1], *REPEALED]),
        READ,
        notes="ignored_cell 资料!C3",
    ),
    reads(
        "something else where a hint was",
        book(particulars=[("项目", "内容", "说明"), (*PARTICULARS[0], HINTS["id"]), *REPEALED]),
        READ,
        notes="ignored_cell 资料!C3",
    ),
    refuses(
        "something beside an item, under no heading",
        book(particulars=[*PARTICULARS[:1], *REPEALED]),
        "unnamed_column 资料!C2",
    ),
    refuses("items out of sight", book(edit=hidden_items("A")), "hidden_column 资料!A1"),
    refuses("their content out of sight", book(edit=hidden_items("B")), "hidden_column 资料!B1"),
    refuses("a month for a day", book(particulars=items(发布日期="2022年2月")), "bad_date 资料!B7"),
    refuses("no such day", book(particulars=items(发布日期="2022-02-30")), "bad_date 资料!B7"),
    *(
        refuses(f"a moment of Excel's own, shown as {format}", opened_at(format), "bad_time 资料!B8")
        for format in ("yyyy-mm-dd hh:mm", "yyyy/m/d", "h:mm")
    ),
    refuses("an item nobody knows", book(particulars=items(("印数", "500"))), "unknown_field 资料!A8"),
    refuses("an item twice", book(particulars=items(("标题", "又一"))), "duplicate_field 资料!A8"),
    refuses("an item without content", book(particulars=items(标题="")), "missing_field 资料!B2"),
    refuses(
        "an item left out",
        book(particulars=PARTICULARS[:1] + PARTICULARS[2:]),
        "missing_field 资料!标题",
    ),
    refuses(
        "a source of no known kind", book(particulars=items(来源类型="小报")), "unknown_source_kind 资料!B4"
    ),
    refuses("no id yet", book(particulars=items(编号="")), "missing_field 资料!B1"),
    refuses("an id in Chinese", book(particulars=items(编号="年报")), "bad_id 资料!B1"),
    refuses("markup in a title", book(particulars=items(标题="<b>年报</b>")), "markup_in_text 资料!B2"),
    refuses("an address without http", book(particulars=items(("网址", "gov.cn"))), "bad_address 资料!B8"),
    refuses("a title that is a formula", book(particulars=items(标题="=1+1")), "formula_as_text 资料!B2"),
]

CASES = [*NAMES, *SEVERAL, *ITEMS]

"""Cells: percentages, number formats, dates, errors, and what hides in texts."""

from __future__ import annotations

from datetime import date, datetime

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import (
    HEAD,
    READ,
    SHEET,
    In,
    Make,
    book,
    named,
    patched,
    raw_row,
    raw_sheet,
    read,
    row,
    with_part,
)

YEAR, MONTH, DAY = 'yyyy"年"', 'yyyy"年"m"月"', "yyyy-mm-dd"
ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
CALENDAR = ("xl/workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
GUIDED = raw_sheet(
    raw_row(HEAD)
    + '<row><c t="inlineStr"><is><t>自来水覆盖率</t><rPh sb="0" eb="1"><t>zilaishui</t></rPh></is></c>'
    + raw_row(("乙市", "2021", "", "95.5%", "", "第1段")).removeprefix("<row>")
)
NO_FORMAT = ("xl/styles.xml", '<numFmt numFmtId="164"', '<numFmt numFmtId="999"')


def percent(value: object, format: str = "General") -> Make:
    """A figure of an indicator that is a percentage."""
    return book(row(printed=In(format, value)))


def supply(value: object, format: str = "General", unit: str = "") -> Make:
    """A figure of an indicator in 万立方米, under that unit where it has one."""
    head = named(printed=f"原文数字（{unit}）") if unit else HEAD
    return book(row(indicator="供水量", printed=In(format, value)), head=head)


def in_thousands(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Show the figures in thousands, under a condition that holds."""
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=170, formatCode='0.0,"千"'))
    sheet.conditional_formatting.add("E2:E9", Rule(type="expression", formula=["TRUE"], dxf=style))


def supplied(printed: str) -> tuple[str, ...]:
    """What is read of such a figure."""
    return read(indicator="supply", printed=printed)


def period(value: object, format: str = "General") -> Make:
    """A figure of a period."""
    return book(row(period=In(format, value)))


def note(text: object) -> Make:
    """A note beside a figure."""
    return book(row(note=text))


def rich(*runs: object) -> Make:
    """A figure made up of differently formatted runs."""

    def put(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["E2"] = CellRichText(*runs)

    return book(edit=put)


def struck(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Strike the figure out."""
    sheet["E2"].font = Font(strike=True)


def struck_unit(_: openpyxl.Workbook, sheet: Worksheet) -> None:
    """Strike the 万 of a unit out."""
    gone = TextBlock(InlineFont(strike=True), "万")
    sheet["E1"] = CellRichText("原文数字（", gone, "立方米）")


PERCENTAGES: list[Case] = [
    reads("text 6.5%", percent("6.5%"), read(printed="6.5%")),
    reads("text ６.５％, full-width", percent("６.５％"), read(printed="６.５％")),
    reads("0.065 shown as 6.5%", percent(0.065, "0.0%"), read(printed="6.5%"), notes="percent_read E2"),
    reads("0.065 shown as 6.50%", percent(0.065, "0.00%"), read(printed="6.50%"), notes="percent_read E2"),
    reads("6.5 shown as 6.5%", percent(6.5, '0.0"%"'), read(printed="6.5%"), notes="percent_read E2"),
    refuses("0.0654 shown as 6.5%", percent(0.0654, "0.0%"), "shown_unlike_stored E2"),
    refuses("-0.065 shown as -7%", percent(-0.065, "0%"), "shown_unlike_stored E2"),
    refuses("6.5 shown as 6.5", percent(6.5), "percent_or_share E2"),
    refuses("0.065 shown as 0.065", percent(0.065), "percent_or_share E2"),
    refuses("text 6.5", percent("6.5"), "percent_or_share E2"),
    reads(
        "81.939999999999998, which Excel says is 81.94",
        patched(percent(81.5, '0.00"%"'), (SHEET, "81.5", "81.939999999999998")),
        read(printed="81.94%"),
        notes="percent_read E2",
    ),
]

FORMATS: list[Case] = [
    reads("a unit in the format", supply(1234.5, '0.0"万立方米"'), supplied("1234.5万立方米")),
    reads("a unit in the format, escaped", supply(3, "0\\万\\立\\方\\米"), supplied("3万立方米")),
    *(
        refuses(f"a unit in the format, within {format}", supply(5, format), f"{code} E2")
        for format, code in (
            ('0"_万立方米"', "unreadable_figure"),
            ('0"*万立方米"', "note_mark"),
            ('0"[红色]万立方米"', "unreadable_figure"),
        )
    ),
    reads("separators", supply(1234.5, '#,##0.00"万立方米"'), supplied("1,234.50万立方米")),
    reads(
        "accounting",
        supply(-1234.5, ACCOUNTING, "万立方米"),
        supplied("-1,234.50万立方米"),
        notes="unit_from_header E2",
    ),
    refuses("a zero that is shown as a dash", supply(0, ACCOUNTING, "万立方米"), "shown_unlike_stored E2"),
    refuses("red for a minus", supply(-5, "0;[Red]0", "万立方米"), "shown_unlike_stored E2"),
    refuses("units shown as 万", supply(12345, '0!.0,"万"', "立方米"), "unclear_format E2"),
    refuses("thousands, one comma for three digits", supply(12345, '0.0,"立方米"'), "unclear_format E2"),
    refuses(
        "a condition that shows thousands",
        book(
            row(indicator="供水量", printed=12345),
            head=named(printed="原文数字（立方米）"),
            edit=in_thousands,
        ),
        "unclear_format E2",
    ),
    refuses("Chinese numerals", supply(123, "[DBNum1][$-804]0", "万立方米"), "unclear_format E2"),
    refuses("a format longer than any", supply(5, "0" + "_)" * 128, "万立方米"), "unclear_format E2"),
    refuses("a format that isn't there", patched(supply(5, "0.0"), NO_FORMAT), "unclear_format E2"),
    refuses("a condition in the format", supply(5, "[>1]0;0.0", "万立方米"), "unclear_format E2"),
    refuses("a fraction", supply(0.5, "# ?/?", "万立方米"), "unclear_format E2"),
    refuses("an exponent", supply(12345, "0.00E+00", "万立方米"), "unclear_format E2"),
    refuses("more digits than Excel keeps", supply(1234567890123456789, unit="立方米"), "too_many_digits E2"),
    refuses("a text that its format hides", percent("95.5%", ";;;"), "shown_unlike_stored E2"),
    refuses("a number that its format hides", percent(95.5, ";;;"), "shown_unlike_stored E2"),
    refuses("a period that its format hides", period("2021", "0;0;0;"), "shown_unlike_stored C2"),
    refuses(
        "a unit that a format adds to a text", supply("6.5", '@"亿"', "立方米"), "shown_unlike_stored E2"
    ),
    refuses(
        "a column's name that its format hides",
        book(head=named(note=In(";;;", "备注"))),
        "shown_unlike_stored H1",
    ),
    reads("a format of texts that adds nothing", percent("95.5%", '0.00;-0.00;"-";@'), READ),
    reads("a format of numbers around a text", percent("95.5%", "0.00;;"), READ),
    refuses("true", supply(True), "wrong_type E2"),
    refuses("1-2 that became a date", supply(date(2021, 1, 2), 'm"月"d"日"'), "figure_became_date E2"),
    refuses(
        "a place that became a date", book(row(locator=In("m-d", date(2021, 1, 2)))), "figure_became_date G2"
    ),
]

PERIODS: list[Case] = [
    reads("a year as a number", period(2021), READ),
    reads("2021年", period("2021年"), READ, notes="period_rewritten C2"),
    reads("２０２１", period("２０２１"), READ, notes="period_rewritten C2"),
    reads("2021年10月", period("2021年10月"), read(period="2021-10"), notes="period_rewritten C2"),
    reads("2021/10", period("2021/10"), read(period="2021-10"), notes="period_rewritten C2"),
    reads(
        "2021年前三季度",
        period("2021年前三季度"),
        read(period="2021-Q1/2021-Q3"),
        notes="period_rewritten C2",
    ),
    reads("2021年上半年", period("2021年上半年"), read(period="2021-H1"), notes="period_rewritten C2"),
    reads("2016—2020年", period("2016—2020年"), read(period="2016/2020"), notes="period_rewritten C2"),
    reads(
        "2021年1-11月", period("2021年1-11月"), read(period="2021-01/2021-11"), notes="period_rewritten C2"
    ),
    reads("2021年1—12月, which is a year", period("2021年1—12月"), READ, notes="period_rewritten C2"),
    reads("a date shown as a year", period(date(2021, 1, 1), YEAR), READ, notes="period_rewritten C2"),
    reads(
        "a date shown as a month",
        period(date(2021, 10, 1), MONTH),
        read(period="2021-10"),
        notes="period_rewritten C2",
    ),
    reads(
        "a date shown as a day",
        period(date(2021, 10, 2), DAY),
        read(period="2021-10-02"),
        notes="period_rewritten C2",
    ),
    reads(
        "a date of the other calendar",
        patched(period(42643, DAY), CALENDAR),
        read(period="2020-10-01"),
        notes="period_rewritten C2",
    ),
    refuses("2021/13", period("2021/13"), "unreadable_period C2"),
    refuses("20222", period(20222), "date_serial C2"),
    refuses("20222 as text", period("20222"), "unreadable_period C2"),
    refuses("44197, a day's number", period(44197), "date_serial C2"),
    reads("the text 2021.1", period("2021.1"), read(period="2021-01"), notes="period_rewritten C2"),
    refuses("the number 2021.1, which may be October", period(2021.1), "unreadable_period C2"),
    refuses("2021年以来, which ends nowhere", period("2021年以来"), "open_period C2"),
    *(
        refuses(f"{text}, which is a moment", period(text), "moment_for_period C2")
        for text in ("2021年末", "2021年底", "截至2021年底", "2021年9月末", "2021年三季度末", "“十四五”末")
    ),
    *(
        reads(f"{text}, which is {id}", period(text), read(period=id), notes="period_rewritten C2")
        for text, id in (
            ("“十三五”期间", "2016/2020"),
            ("2021年全年", "2021"),
            ("二〇二一年", "2021"),
            ("2021Q1", "2021-Q1"),
            ("2021年1至9月累计", "2021-Q1/2021-Q3"),
            ("2021/1-9月", "2021-Q1/2021-Q3"),
        )
    ),
    *(
        refuses(f"{text}, of no year", period(text), "period_without_year C2")
        for text in ("9月末", "上半年", "近五年")
    ),
    refuses("13 May shown as a year", period(date(2021, 5, 13), YEAR), "shown_unlike_stored C2"),
    refuses("a date shown without its year", period(date(2021, 5, 13), "m-d"), "unclear_format C2"),
    refuses("a date with a time", period(datetime(2021, 5, 13, 9), "yyyy-mm-dd hh:mm"), "unclear_format C2"),
    refuses("29 February 1900, which wasn't", period(60, DAY), "unclear_format C2"),
]

TEXTS: list[Case] = [
    reads("a line feed in a name", book(row(indicator="自来水\n覆盖率")), READ, notes="cleaned_text A2"),
    reads("zero-width spaces", book(row(printed="95.5\u200b%\ufeff")), READ, notes="cleaned_text E2"),
    reads("spaces that don't break", book(row(printed="95.5\u00a0%")), READ, notes="cleaned_text E2"),
    reads("full-width spaces around", book(row(region="\u3000乙市\u3000")), READ, notes="cleaned_text B2"),
    reads("radicals out of a PDF file", book(row(indicator="⾃来⽔覆盖率")), READ, notes="cleaned_text A2"),
    refuses("two figures in a cell", book(row(printed="95.5 96.5%")), "two_figures E2"),
    refuses("a control character, escaped", note("附_x0007_表"), "bad_character H2"),
    refuses("half a character, escaped", note("a_xD800_b"), "bad_character H2"),
    refuses(
        "half a character for an indicator",
        book(row(indicator="a_xDC00_b")),
        "bad_character A2",
    ),
    refuses(
        "half a character for a column's name",
        book(head=named(note="备_xD800_注")),
        *("unknown_column H1", "column_left_out 1"),
    ),
    refuses(
        "a bell for an indicator",
        book(row(indicator="a_x0007_b")),
        "bad_character A2",
    ),
    refuses("a character that was lost", note("附\ufffd表"), "bad_character H2"),
    refuses("a terminal's command, escaped", note("_x009B_2J"), "bad_character H2"),
    reads("an underscore that isn't escaped", note("a_x_b"), read(note="a_x_b")),
    refuses("bold in HTML", note("<b>含农村</b>"), "markup_in_text H2"),
    refuses("a script", note("<script>alert(1)</script>"), "markup_in_text H2"),
    refuses("an entity", note("城区&nbsp;农村"), "markup_in_text H2"),
    reads("less and more", note("人均<5 且 A&B>3"), read(note="人均<5 且 A&B>3")),
    reads("partly bold", rich(TextBlock(InlineFont(b=True), "95"), ".5%"), READ),
    refuses(
        "partly struck out", rich(TextBlock(InlineFont(strike=True), "94"), "95.5%"), "formatted_text E2"
    ),
    refuses(
        "a raised mark of a footnote",
        rich("95.5%", TextBlock(InlineFont(vertAlign="superscript"), "1")),
        "formatted_text E2",
    ),
    refuses(
        "a unit over figures partly struck out",
        book(row(indicator="供水量", printed="5"), edit=struck_unit),
        *("formatted_text E1", "unit_from_header E2"),
    ),
    refuses("struck out altogether", book(edit=struck), "formatted_text E2"),
    reads("a guide to pronunciation", with_part(book(), SHEET, GUIDED), READ),
    reads("a note of several lines", note("城区\n农村"), read(note="城区 农村"), notes="cleaned_text H2"),
    reads("a number for a place", book(row(locator=3)), read(locator="3")),
]

CASES = [*PERCENTAGES, *FORMATS, *PERIODS, *TEXTS]

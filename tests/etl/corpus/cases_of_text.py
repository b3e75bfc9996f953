"""CSV files: encodings, separators, the shape of lines, what would be a formula."""

from __future__ import annotations

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.making import (
    COLUMNS,
    HEAD,
    READ,
    SOUND,
    TOML,
    book,
    csv,
    dangling,
    folder_of,
    lines,
    named,
    pipe,
    raw,
    read,
    row,
)

TITLED = TOML.replace("乙市供水年报", "@")
ENGLISH = ("coverage", "110000", "2021", "", "95.5%", "", "第1段", "")
KANA = (*ENGLISH[:6], "1", "ﾃｽﾄ")
BROKEN = lines().encode().replace("第1段".encode(), b"\xe7\xac\xff1")
FOOT = "注：含农村。" + "," * 7 + "\r\n"
FIRST = [str(year) for year in range(2000, 2015)]  # with the column names, sixteen lines
TITLE, ABOVE, TOLD = "乙市供水情况表\r\n", "rows_above_header 1:指标", "other_separator 1"
BARE, LATER = row(indicator="供水量", printed="5"), row(indicator="供水量", printed="3", period="2020")
IN_UNIT, IN_OTHER_UNIT = named(printed="原文数字（万立方米）"), named(printed="原文数字（立方米）")


def left_out(*years: str) -> str:
    """Rows as Excel saves them where no note is in sixteen lines."""
    return "".join(",".join(row(period=year)[:-1]) + "\r\n" for year in years)  # type: ignore[arg-type]


CASES: list[Case] = [
    reads("parted by full-width commas", csv(lines(separator="，")), READ, notes="other_separator"),
    reads("parted by bars", csv(lines(separator="|")), READ, notes="other_separator"),
    refuses("a quote that is never closed", csv(lines().replace("自来水", '"自来水')), "bad_csv 2"),
    refuses("a quote within a text", csv(lines().replace("自来水", '"自"来水')), "bad_csv 2"),
    # encodings
    reads("UTF-8", csv(lines()), READ),
    reads("UTF-8 with a byte-order mark", csv(lines(), "utf-8-sig"), READ),
    reads("GB18030, as Chinese Excel saves", csv(lines(), "gb18030"), READ, notes="other_encoding"),
    reads(
        "GB18030 with a rare character of four bytes",
        csv(lines(row(note="𠮷家庄")), "gb18030"),
        read(note="𠮷家庄"),
        notes="other_encoding",
    ),
    reads(
        "UTF-16 with tabs, Excel's “Unicode text”",
        csv(lines(separator="\t"), "utf-16"),
        READ,
        notes="other_encoding, other_separator",
    ),
    refuses("UTF-16 without a mark", csv(lines(), "utf-16-le"), "bad_encoding 1"),
    refuses("UTF-16 cut off within a character", csv(lines().encode("utf-16")[:-1]), "bad_encoding 2"),
    refuses("a zero byte in UTF-8", csv(lines(row(locator="第\0段"))), "bad_character 2"),
    refuses("UTF-8 with one spoilt byte is not taken for GB18030", csv(BROKEN), "bad_encoding 2"),
    refuses("UTF-8 with a mark and a spoilt byte", csv(b"\xef\xbb\xbf" + BROKEN), "bad_encoding 2"),
    refuses(
        "Shift-JIS is not taken for GB18030", csv(lines(KANA, head=COLUMNS), "shift-jis"), "bad_encoding 2"
    ),
    refuses("cut off within a character", csv(lines().encode("gb18030")[:-4]), "bad_encoding 2"),
    # separators and lines
    reads("tabs", csv(lines(separator="\t"), name="handed-in.tsv"), READ, notes="other_separator"),
    reads("semicolons", csv(lines(separator=";")), READ, notes="other_separator"),
    *(
        reads(
            f"more {separator} in a remark than there are commas",
            csv(lines(row(note=f"城区{separator * 40}农村"))),
            read(note=f"城区{separator * 40}农村"),
        )
        for separator in "；;，"
    ),
    reads(
        "more tabs in a remark than there are commas",
        csv(lines(row(note="城区" + "\t" * 40 + "农村"))),
        read(note="城区 农村"),
        notes="cleaned_text 2:备注",
    ),
    reads(
        "semicolons, and more commas in a remark",
        csv(lines(row(note="城区,农村" * 40), separator=";")),
        read(note="城区,农村" * 40),
        notes="other_separator",
    ),
    reads(
        "semicolons under a title with commas",
        csv("一,二,三,四,五,六,七,八,九,十\r\n" * 3 + lines(separator=";")),
        READ,
        notes="other_separator, rows_above_header 1:指标",
    ),
    reads("line ends of Unix", csv(lines(end="\n")), READ),
    reads("line ends of old Macs", csv(lines(end="\r")), READ),
    reads("rows of commas after the last", csv(lines() + ",,,,,,,\r\n" * 3), READ),
    reads("a comma within quotes", csv(lines(row(note='"城区, 不含农村"'))), read(note="城区, 不含农村")),
    reads(
        "a line feed within quotes",
        csv(lines(row(note='"城区\n不含农村"'))),
        read(note="城区 不含农村"),
        notes="cleaned_text 2:备注",
    ),
    refuses("a row that lacks a cell", csv(lines(SOUND[1:])), "short_row 2"),
    reads(
        "blank last cells that Excel leaves out of sixteen lines",
        csv(lines(*(row(period=year) for year in FIRST)) + left_out("2015", "2016")),
        *(read(period=year) for year in (*FIRST, "2015", "2016")),
    ),
    refuses(
        "a last cell that some of sixteen lines lack",
        csv(
            lines(*(row(period=year) for year in FIRST))
            + left_out("2015")
            + lines(SOUND, head=row(period="2016"))
        ),
        "short_row 17",
    ),
    refuses("a row with a cell too many", csv(lines((*SOUND, "又一格"))), "long_row 2"),
    refuses("a quotation mark without its pair", csv(lines(row(note='"城区'))), "bad_csv 2"),
    refuses("two million commas", csv("," * 2_000_001 + lines()), "too_many_cells"),
    refuses("an empty text", csv(""), "empty_file"),
    refuses("column names and no more", csv(lines().splitlines()[0]), "empty_file 1"),
    refuses("figures without column names", csv(",".join(SOUND)), "no_header"),
    reads("a footnote below", csv(lines() + FOOT), READ, notes="footnote_row 3:指标"),
    # what stands above the column names
    reads("a line with a title", csv(TITLE + lines()), READ, notes="rows_above_header 1:指标"),
    reads(
        "a title above, as wide as the table",
        csv(TITLE.strip() + "," * 7 + "\r\n" + lines()),
        READ,
        notes="rows_above_header 1:指标",
    ),
    reads("a title and an empty line above", csv(TITLE + "\r\n" + lines(), "utf-8-sig"), READ, notes=ABOVE),
    reads(
        "a title of two cells above",
        csv("乙市,2021年\r\n" + lines()),
        READ,
        notes="rows_above_header 1:指标",
    ),
    reads(
        "a line with the unit",
        csv("单位：万立方米\r\n" + lines(BARE)),
        read(indicator="supply", printed="5万立方米"),
        notes="rows_above_header 1:指标, unit_from_header 3:原文数字",
    ),
    refuses("a row too long below a title", csv(TITLE + lines((*SOUND, "又一格"))), "long_row 3", ABOVE),
    refuses(
        "a line with the names once more, the unit another",
        csv(lines(BARE, head=IN_UNIT) + lines(LATER, head=IN_OTHER_UNIT)),
        *("other_header 3:指标", "unit_from_header 2:原文数字（万立方米）"),
    ),
    reads("a line that tells the separator", csv("sep=;\r\n" + lines(separator=";")), READ, notes=TOLD),
    reads("a line that tells it is a comma", csv("sep=,\r\n" + lines()), READ, notes=TOLD),
    reads("a bar between cells", csv("SEP=|\r\n" + lines(separator="|")), READ, notes=TOLD),
    refuses("a line that tells another separator", csv("sep=;\r\n" + lines()), "no_header", TOLD),
    # columns
    reads("English column names and ids", csv(lines(ENGLISH, head=COLUMNS)), READ),
    reads("Chinese names in quotes", csv(lines(head=[f'"{name}"' for name in HEAD])), READ),
    refuses(
        "two columns of one name", csv(lines((*SOUND, "x"), head=(*HEAD, "备注"))), "duplicate_column 1:备注"
    ),
    # texts
    reads(
        "leading zeros kept by Excel's trick",
        csv(lines(row(region='"=""110000"""'))),
        READ,
        notes="cleaned_text 2:地区",
    ),
    refuses("a region's code with a leading zero", csv(lines(row(region="013100"))), "unknown_region 2:地区"),
    refuses("a region's code that lost its zero", csv(lines(row(region="13100"))), "unknown_region 2:地区"),
    refuses("2021.1, which may be October", csv(lines(row(period="2021.1"))), "unreadable_period 2:时期"),
    reads(
        "2021.10, which Excel leaves in texts only",
        csv(lines(row(period="2021.10"))),
        read(period="2021-10"),
        notes="period_rewritten 2:时期",
    ),
    refuses("NA is no figure", csv(lines(row(printed="NA"))), "no_figure 2:原文数字"),
    refuses("1e309 is no figure", csv(lines(row(printed="1e309%"))), "unreadable_figure 2:原文数字"),
    refuses("1_000 is no figure", csv(lines(row(printed="1_000%"))), "unreadable_figure 2:原文数字"),
    refuses(
        "a column too narrow for its numbers", csv(lines(row(printed="########"))), "error_value 2:原文数字"
    ),
    refuses("an error of Excel in text", csv(lines(row(printed="#DIV/0!"))), "error_value 2:原文数字"),
    refuses("a bare figure of percent", csv(lines(row(printed="95.5"))), "percent_or_share 2:原文数字"),
    refuses("a command in a note", csv(lines(row(note="=cmd|'/C calc'!A0"))), "formula_as_text 2:备注"),
    refuses(
        "a command behind a sum", csv(lines(row(note="-2+3+cmd|' /C calc'!A0"))), "formula_as_text 2:备注"
    ),
    refuses("a function behind an @", csv(lines(row(note="@SUM(1)"))), "formula_as_text 2:备注"),
    refuses("a full-width equals sign", csv(lines(row(locator="＝1"))), "formula_as_text 2:位置"),
    reads("a dash before words", csv(lines(row(note="- 见附表"))), read(note="- 见附表")),
    reads("a fall in a note", csv(lines(row(note="-3.2%，为下降"))), read(note="-3.2%，为下降")),
    refuses("more than a cell holds", csv(lines(row(note="附" * 32_768))), "too_long 2:备注"),
    refuses("more than any reader takes for a cell", csv(lines(row(note="附" * 140_000))), "too_long 2"),
    refuses(
        "an unpaired quote before a long rest", csv(lines(row(note='"附')) + lines() * 4_000), "too_long 2"
    ),
    refuses("markup in a note", csv(lines(row(note='<a href="x">附表</a>'))), "markup_in_text 2:备注"),
    refuses(
        "a character that was lost on the way", csv(lines(row(note="附\ufffd表"))), "bad_character 2:备注"
    ),
    refuses("a control character", csv(lines(row(note="附\x07表"))), "bad_character 2:备注"),
    # what stands beside
    refuses("no particulars beside it", csv(lines(), toml=None), "missing_particulars"),
    refuses(
        "particulars of another name", csv(lines(), toml=TOML.replace("{}", "other")), "id_unlike_file 1:id"
    ),
    *(
        refuses(f"particulars with {title} for a title", csv(lines(), toml=TITLED.replace("@", title)), code)
        for title, code in (
            ("=1+1", "formula_as_text 2:title"),
            ("\u200b=1+1", "formula_as_text 2:title"),
            ("<script>", "markup_in_text 2:title"),
        )
    ),
    refuses("a file that isn't there", lambda folder: folder / "缺.csv", "missing_file"),
    # suffixes
    reads(
        "tabbed text called .xls",
        csv(lines(separator="\t"), name="handed-in.xls"),
        READ,
        notes="other_separator, suffix_unlike_content",
    ),
    # folders
    reads(
        "a folder with a lock, a letter and a hidden file",
        folder_of(csv(lines()), raw("~$供水.xlsx", b"x"), raw("函.docx", b"PK"), raw(".DS_Store", b"x")),
        READ,
        notes="open_in_excel, ignored_file",
    ),
    refuses("a document twice", folder_of(csv(lines()), book()), "document_twice 资料!B1"),
    refuses("an empty folder", folder_of(), "empty_folder"),
    refuses("a folder without a table", folder_of(raw("函.docx", b"PK")), "empty_folder", "ignored_file"),
    refuses("a pipe", pipe("年报.csv"), "unreadable_file"),
    refuses("a link that leads nowhere", folder_of(dangling("年报.xlsx")), "empty_folder", "ignored_file"),
]

"""Formulas: their saved results, what can't be trusted of them, what they take from elsewhere; errors."""

from __future__ import annotations

from tests.etl.corpus.case import Case, reads, refuses
from tests.etl.corpus.cases_of_cells import note, percent
from tests.etl.corpus.making import (
    HEAD,
    READ,
    SHEET,
    In,
    Make,
    Result,
    book,
    calculated,
    csv,
    lines,
    patched,
    raw_row,
    raw_sheet,
    read,
    row,
    with_part,
    written,
)

OUTSIDE_FORMULAS = (
    "cmd|'/c calc'!A0",
    "'cmd'|'/c calc'!A0",
    "SUM([1]Sheet1:Sheet3!A1)",
    "1+[1]!外部名",
    '\'寸"\'!A1&[1]Sheet1!A1&"寸"',
    "WEBSERVICE(A1)",
    "RTD(A1,,A2)",
)
INSIDE_FORMULAS = (
    "SUM(表1[2021])",
    "SUM(表1[[#All],[2021]])+资料!A1",
    "'资料|年报'!A1",
    '"[1]Sheet1!A1"&"|"',
    "RECALL(A1)",
)
DEFINED = (
    "xl/workbook.xml",
    "</sheets>",
    '</sheets><definedNames><definedName name="外部">[1]Sheet1!$A$1</definedName>'
    '<definedName name="间接">外部+1</definedName>'
    '<definedName name="本表">数字!$A$1</definedName></definedNames>',
)
# Excel works them out, whatever can't be seen before them and however wide their signs are.
FORMULAS_AS_TEXT = (
    '\u200b=HYPERLINK("http://evil","点")',
    "\u00ad-A1",
    "=\u200b1",
    "-1&A1",
    "-1E5&A1",
    "-1^A1",
    "-1>A1",
    "-1-2-A1",
    "+1:A1",
    "-1&外部",
    "＋A1",
    "－A1",
    "－1＋A1",
    "- A1",
    "- SUM(A1)",
    "- cmd|'/c calc'!A0",
)
SIGNED_TEXTS = (
    *("-", "－", "+3", "-5%", "－5%", "-1,000", "-5℃", "-1-2", "-5~3", "-5元/人", "-3（亏损）"),
    *("-3.2%，R&D 经费", "-1%，2020-2021年", "- GDP 增速", "- see annex"),
)
IN_CSV = "formula_as_text 2:备注"
UNFINISHED = ("xl/workbook.xml", ' fullCalcOnLoad="1"', ' calcCompleted="0"')
# The formula stands in a cell above the column names; that of the figure shares it.
ABOVE = '<row><c t="str"><f t="shared" si="0">[1]表!A1</f><v>年报</v></c></row>'
FIGURE = '<c t="str"><f t="shared" si="0"/><v>95.5%</v></c>'
SHARED = raw_sheet(
    ABOVE
    + raw_row(HEAD)
    + raw_row(("自来水覆盖率", "乙市", "2021", "")).removesuffix("</row>")
    + FIGURE
    + raw_row(("", "第1段", "")).removeprefix("<row>")
)


def formula(formula: str, result: str | float, format: str = "General") -> Make:
    """A figure that is worked out, with the result that was saved."""
    return book(row(printed=In(format, Result(formula, result))))


CASES: list[Case] = [
    reads(
        "a saved result",
        calculated(formula("C2*1", 0.955, "0.0%")),
        READ,
        notes="formula_result E2, percent_read E2",
    ),
    reads("a saved text", calculated(formula('"95"&".5%"', "95.5%")), READ, notes="formula_result E2"),
    refuses(
        "no result",
        calculated(book(row(printed="x"), edit=lambda _, sheet: sheet.__setitem__("E2", "=1+1"))),
        "formula_without_result E2",
    ),
    refuses("to be worked out anew", formula("C2*1", "95.5%"), "formula_without_result E2"),
    refuses(
        "never worked out to the end",
        patched(formula("C2*1", "95.5%"), UNFINISHED),
        "formula_without_result E2",
    ),
    refuses("out of another workbook", calculated(formula("[1]Sheet1!A1", "95.5%")), "external_formula E2"),
    refuses(
        "out of a workbook by its path",
        calculated(formula("'C:\\[年报.xlsx]表'!A1", "95.5%")),
        "external_formula E2",
    ),
    *(
        refuses(
            f"a formula that takes from outside: {text}",
            calculated(formula(text, "95.5%")),
            "external_formula E2",
        )
        for text in OUTSIDE_FORMULAS
    ),
    *(
        reads(
            f"a formula of this workbook: {text}",
            calculated(formula(text, "95.5%")),
            READ,
            notes="formula_result E2",
        )
        for text in INSIDE_FORMULAS
    ),
    refuses(
        "a name for another workbook",
        patched(calculated(formula("外部*1", "95.5%")), DEFINED),
        "external_formula E2",
    ),
    refuses(
        "a name for such a name",
        patched(calculated(formula("IF(1,间接)", "95.5%")), DEFINED),
        "external_formula E2",
    ),
    reads(
        "a name for a cell",
        patched(calculated(formula("本表*1", "95.5%")), DEFINED),
        READ,
        notes="formula_result E2",
    ),
    refuses(
        "a formula shared with one above",
        with_part(book(), SHEET, SHARED),
        "external_formula E3",
        "rows_above_header A1",
    ),
    refuses("#N/A", percent("#N/A"), "error_value E2"),
    refuses(
        "#DIV/0! of a formula",
        calculated(written(edit=lambda _, sheet: sheet.write_formula("E2", "=1/0", None, "#DIV/0!"))),
        "error_value E2",
    ),
    refuses("#REF! for an indicator", book(row(indicator="#REF!")), "error_value A2"),
    refuses("the text =1+1", note("=1+1"), "formula_as_text H2"),
    *(refuses(f"the text {text!a}", note(text), "formula_as_text H2") for text in FORMULAS_AS_TEXT),
    *(reads(f"the text {text}, no formula", note(text), read(note=text)) for text in SIGNED_TEXTS),
    refuses("a formula behind a zero-width space", csv(lines(row(note="\u200b@SUM(1)"))), IN_CSV),
    refuses("a formula behind what Excel keeps zeros by", note('="=1+1"'), "formula_as_text H2"),
    refuses("an error with a zero-width space in it", note("#N/\u200bA"), "error_value H2"),
    refuses("markup with a zero-width space in it", note("<\u200bb>x"), "markup_in_text H2"),
]

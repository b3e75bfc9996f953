"""What stands in the cells of yearbook tables beside figures: signs, marks, directions, spaces."""

from __future__ import annotations

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.worksheet import Worksheet

from tests.etl.yearbooks.table import Table

HERE = {"region": ["甲区"]}

CASES = [
    Table(
        "signs in place of figures, as yearbooks mean them",
        """
指标 | 单位 | 2016 | 2017 | 2018 | 2019 | 2020 | 2021 | 2022
常住人口 | 万人 | … | - | — | x | 不详 | | 0
""",
        "population 110101 2022 0万人 I2 (单位取自单位栏)",
        """
left_out_sign C2 …
left_out_sign D2 -
left_out_sign E2 —
left_out_sign F2 x
left_out_sign G2 不详
left_out_sign H2
""",
        HERE,
    ),
    Table(
        "signs that the table itself explains",
        """
指标 | 单位 | 2020 | 2021 | 2022
常住人口增长 | % | — | ▲1.2 | 1.4
注：“—”表示当年没有调查；“▲”表示下降。
""",
        """
population_growth 110101 2021 -1.2% D2 (单位取自单位栏；原文作“▲1.2”)
population_growth 110101 2022 1.4% E2 (单位取自单位栏)
""",
        """
left_out_sign C2 —
footnote_row A3 注：“—”表示当年没有调查；“▲”表示下降。
""",
        HERE,
    ),
    Table(
        "arrows and words of a growth",
        """
指标 | 单位 | 2019 | 2020 | 2021 | 2022
常住人口增长 | % | ↑1.2 | 下降0.5 | 增长1.4% | –3.1
""",
        """
population_growth 110101 2019 1.2% C2 (单位取自单位栏；原文作“↑1.2”)
population_growth 110101 2020 -0.5% D2 (单位取自单位栏；原文作“下降0.5”)
population_growth 110101 2021 1.4% E2 (原文作“增长1.4%”)
population_growth 110101 2022 -3.1% F2 (单位取自单位栏；原文作“–3.1”)
""",
        options=HERE,
    ),
    Table(
        "triangles and brackets may mean less or more",
        """
指标 | 单位 | 2020 | 2021 | 2022
常住人口增长 | % | ▲1.2 | (1.3) | 1.4
""",
        says="""
unclear_sign C2 ▲1.2
unclear_sign D2 (1.3)
""",
        options=HERE,
    ),
    Table(
        "triangles and brackets, answered",
        """
指标 | 单位 | 2020 | 2021 | 2022
常住人口增长 | % | ▲1.2 | （1.3） | 1.4
""",
        """
population_growth 110101 2020 1.2% C2 (单位取自单位栏；原文作“▲1.2”)
population_growth 110101 2021 -1.3% D2 (单位取自单位栏；原文作“（1.3）”)
population_growth 110101 2022 1.4% E2 (单位取自单位栏)
""",
        options=HERE | {"sign": ["▲=+", "()=-"]},
    ),
    Table(
        "a decline is no figure of what declines",
        """
指标 | 单位 | 2021 | 2022
常住人口 | 万人 | ↑48.3 | ↓48.1
""",
        says="unclear_sign D2 ↓48.1",
        options=HERE,
    ),
    Table(
        "footnote marks on figures, years and names",
        """
指标 | 单位 | 2020① | 2021 | 2022
常住人口 | 万人 | 47.98 | 48.1* | 48.3[1]
城镇居民人均可支配收入② | 元 | 39560 | 42100 | 44020
①普查数。②含自有住房折算租金。
* 快报数。
[1]初步数。
""",
        """
population 110101 2020 47.98万人 C2 (单位取自单位栏；见原表注①)
population 110101 2021 48.1万人 D2 (单位取自单位栏；见原表注*)
population 110101 2022 48.3万人 E2 (单位取自单位栏；见原表注[1])
urban_income 110101 2020 39560元 C3 (单位取自单位栏；见原表注②；见原表注①)
urban_income 110101 2021 42100元 D3 (单位取自单位栏；见原表注②)
urban_income 110101 2022 44020元 E3 (单位取自单位栏；见原表注②)
""",
        """
footnote_mark C2 ①
footnote_mark D2 *
footnote_mark E2 [1]
footnote_mark C3 ②
footnote_row A4 ①普查数。②含自有住房折算租金。
""",
        HERE,
    ),
    Table(
        "spaces: thin ones part thousands, others may part two figures",
        """
指标 | 单位 | 2020 | 2021 | 2022
城镇居民人均可支配收入 | 元 | 39\u2009560 | 42 100 | 4 4020
""",
        says="""
unreadable_cell D2 42 100
unreadable_cell E2 4 4020
""",
        options=HERE,
    ),
    Table(
        "thin spaces and full-width digits",
        """
指标 | 单位 | 2020 | 2021 | ２０２２
城镇居民人均可支配收入 | 元 | 39\u2009560 | 42,100 | ４４０２０
""",
        """
urban_income 110101 2020 39560元 C2 (单位取自单位栏)
urban_income 110101 2021 42,100元 D2 (单位取自单位栏)
urban_income 110101 2022 ４４０２０元 E2 (单位取自单位栏)
""",
        options=HERE,
    ),
    Table(
        "words in place of a figure",
        """
指标 | 单位 | 2021 | 2022
常住人口 | 万人 | 见附表 | 48.3
""",
        says="unreadable_cell C2 见附表",
        options=HERE,
    ),
    Table(
        "words in place of a figure, which an option explains",
        """
指标 | 单位 | 2021 | 2022
常住人口 | 万人 | 见附表 | 48.3
""",
        "population 110101 2022 48.3万人 D2 (单位取自单位栏)",
        "left_out_sign C2 见附表",
        HERE | {"ignore": ["见附表"]},
    ),
    Table(
        "an error of Excel in a row that is read, and in one that isn't",
        """
指标 | 单位 | 2021 | 2022
常住人口 | 万人 | #DIV/0! | 48.3
户籍人口 | 万人 | #DIV/0! | 40.1
""",
        says="""
error_value C2 #DIV/0!
left_out_indicator A3 户籍人口
""",
        options=HERE,
    ),
    Table(
        "a figure below zero that is stored so, in brackets",
        """
指标 | 单位 | 2022
常住人口增长 | % | 1
""",
        "population_growth 110101 2022 -1.2% C2 (单位取自单位栏)",
        options=HERE,
        edit=lambda sheet: _below_zero(sheet["C2"]),
    ),
    Table(
        "raised footnote marks, and a figure of which another part is raised",
        """
指标 | 单位 | 2021 | 2022
常住人口 | 万人 | 48.1 | 48.3
""",
        says="""
footnote_mark C2 [1]
footnote_mark C2 ②
formatted_text D2 48.3
""",
        options=HERE,
        edit=lambda sheet: _raise(sheet),
    ),
    Table(
        "raised footnote marks",
        """
指标 | 单位 | 2021
常住人口 | 万人 | 48.1
""",
        "population 110101 2021 48.1万人 C2 (单位取自单位栏；见原表注[1]；见原表注②)",
        """
footnote_mark C2 [1]
footnote_mark C2 ②
""",
        HERE,
        edit=lambda sheet: (_raise(sheet), sheet.delete_cols(4)),  # type: ignore[func-returns-value]
    ),
]


def _raise(sheet: Worksheet) -> None:
    """Raise the marks, as word processors and Excel do with footnotes."""
    raised = InlineFont(vertAlign="superscript")
    sheet["A2"] = CellRichText("常住人口", TextBlock(raised, "1"))
    sheet["C2"] = CellRichText("48.1", TextBlock(raised, "②"))
    sheet["D2"] = CellRichText(TextBlock(raised, "48"), ".3")


def _below_zero(cell: object) -> None:
    cell.value, cell.number_format = -1.2, "0.0_);(0.0)"  # type: ignore[attr-defined]

"""What a row of a yearbook table is by its texts: a head, a line that is no row, a count of columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from etl.office_files.body import CONTINUED
from etl.office_files.columns import SPACE
from etl.office_files.grid import Row, filled
from etl.office_files.yearbook.headings import ENGLISH, is_time
from etl.office_files.yearbook.signs import is_value, marked_figure, without_marks
from etl.office_files.yearbook.view import Text

# What the column is called that names the rows, and what stands in it.
ROLES = {
    "name": r"(?:主要|民生|统计|经济|社会|发展|规划|核心|重点|监测|评价|考核)*"
    r"(?:指标|项目|名称|类别|分类|内容)(?:名称)?",
    "region": r"各?(?:地区|区域|城市|县区|区县|县市区|市县|县[(（]市、?区[)）]|行政区划?|街道|乡镇)(?:名称)?",
    "period": r"年份?|年度|时间|时期|报告期|年?月份?|季度",
    "breakdown": r"分项|分组",
    "unit": r"(?:计量|金额)?单位",
    "status": r"性质",
    "ignored": r"序号|编号|[行栏]次|(?:指标|地区|行政区划?)?[代编]码|备注|说明|位置|(?:指标)?属性"
    r"|(?:资料|数据)?来源|No\.?",
}
_ROLES = {role: re.compile(pattern) for role, pattern in ROLES.items()}
NAMING = ("name", "region", "period")  # what no row may do without
_OF_UNITS = re.compile(r"[（(\[［【〔](?:计量|金额)?单位[）)\]］】〕]$")  # 指标（单位）
_BETWEEN = re.compile(r"[/／\\＼╲、|]")
# 单位：万元, 地区：安次区, 填报单位：统计局, at the beginning of a line that is no head.
LABEL = re.compile(r"[^：:，,（(]{1,8}[：:](?!$)")
ORDINALS = re.compile(r"[甲乙丙丁栏次行列\d（()）]*")


def may_be_head(row: Row) -> bool:
    """Whether a row begins like the head of such a table: with what names the rows, and more beside it."""
    texts = [cell.text for _, cell in filled(row.cells)]
    return len(texts) > 1 and bool(role_of(texts[0]))


def unlike_headings(row: Row) -> Iterator[tuple[int, str]]:
    """Return the cells of a row that begins like a head which can't stand over a column, by their columns."""
    if may_be_head(row):
        for column, cell in filled(row.cells):
            if not (role_of(cell.text) or may_head(cell.text, named=True)):
                yield column, cell.text


def role_of(text: str) -> str:
    """Return what a column names that is called so: "region" of 地区, "name" of 指标/年份; else nothing."""
    plain = ENGLISH.sub("", without_marks(text)[0])
    bare = _OF_UNITS.sub("", SPACE.sub("", plain))
    for parts in (_BETWEEN.split(bare), plain.split()):  # 指标/年份, or one above the other in a divided cell
        roles = [_role(part) for part in parts]
        if roles and all(roles):
            return roles[0] if len(roles) == 1 else "name"
    return ""


def _role(bare: str) -> str:
    return next((role for role, known in _ROLES.items() if known.fullmatch(bare)), "")


def is_line(texts: Mapping[int, Text]) -> bool:
    """Whether a row is no row of a table: a title, a heading between rows, a note, a unit for all."""
    words = [text.text for text in texts.values()]
    if any(is_value(text) and not is_time(text) for text in words):
        return False
    return len(words) == 1 or any(
        CONTINUED.fullmatch(text) or (LABEL.match(text) and not text.startswith("其中")) for text in words
    )


def may_head(text: str, named: bool) -> bool:
    """Whether a text may stand over a column: it is a time, or no figure.

    In a row that is plainly `named` as a head it may say one in words: 65岁及以上.
    """
    if is_time(text) or re.match(r"\d{4}年", text) or not is_value(text):
        return True
    return named and re.search("[一-鿿]", text) is not None and marked_figure(text).sign is None


def counts_columns(texts: Mapping[int, Text]) -> bool:
    """Whether a row only counts the columns: 甲 乙 1 2 3."""
    words = [text.text.strip("（()）") for text in texts.values()]
    counted = [text for text in words if text.isdigit()]
    return (
        bool(counted)
        and len(words) > 2 - (len(counted) > 1)
        and all(map(ORDINALS.fullmatch, words))
        and counted == [str(n) for n in range(1, len(counted) + 1)]
    )

"""The words by which offices say that a sheet, a table or a figure doesn't count: a small, declared list."""

from __future__ import annotations

import re

_WORDS = "作废|废止|失效|停用|勿用|勿使用|草稿|草表|初稿|未定稿|旧版|旧表|旧稿|旧数据|待删"
_END = r"(?=$|[\s，,。；;：:（(）)！!])"
# A sheet's name says little else: 作废, 数字（旧）, 草稿2, old. But 旧城改造 and 老旧小区 speak of houses.
SHEET = re.compile(
    rf"{_WORDS}|(?:^|[（(\[【_\s-])旧(?:$|[）)\]】_\s\d-])|[^老陈]旧$|\b(?:void|old|draft|obsolete|deprecated)\b",
    re.IGNORECASE,
)
# A title or note that begins so, or says it in brackets: 作废，以附表为准; 供水情况（作废）.
SAID = re.compile(
    rf"(?:(?:以?[此本该这上下]|已|现|应)*[表行页数]?(?:数字|数据)?(?:已|现|应)?|.*[（(\[【])(?:{_WORDS}){_END}.*",
    re.DOTALL,
)


def is_void_sheet(name: str) -> bool:
    """Whether a sheet's name says that it isn't used any more."""
    return SHEET.search(name) is not None


def is_void(text: str) -> bool:
    """Whether a title or a note says that its table or figure doesn't count."""
    return SAID.fullmatch(text.strip()) is not None

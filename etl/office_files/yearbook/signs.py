"""What stands in a cell of a yearbook table: a figure, a sign that there is none, a mark, a direction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.errors import QuantityError
from data.model.quantity import parse_quantity
from etl.office_files.columns import SPACE

# What yearbooks write where there is no figure, and the phrase that says why unless the table does. They
# differ; https://www.stats.gov.cn/sj/ndsj/ tells under 使用说明 what a blank, … and # mean in the nation's.
SIGNS: dict[str, str] = {
    "": "phrase.sign_blank",
    **dict.fromkeys(("…", "……", "...", "......", "⋯", "‥", "···", "。。。"), "phrase.sign_small"),
    **dict.fromkeys(("-", "－", "–", "—", "——", "--", "―", "─", "━", "无", "一"), "phrase.sign_nil"),
    **dict.fromkeys(
        ("不详", "缺", "暂无", "..", "NA", "N/A", "n.a.", "n/a", "?", "？", "空缺"), "phrase.sign_unknown"
    ),
    **dict.fromkeys(
        ("x", "X", "×", "✕", "╳", "ｘ", "*", "**", "#", "＃", "＊", "保密"), "phrase.sign_withheld"
    ),
    **dict.fromkeys(("/", "／", "\\", "不适用"), "phrase.sign_unfit"),
    **dict.fromkeys(("持平", "与上年持平", "同比持平", "基本持平"), "phrase.sign_level"),
}
# “—”表示无该项数据
LEGEND = re.compile(
    r"[“\"「『‘'](空格|空白|[^”\"」』’']{1,3})[”\"」』’'](?:均|都)?(?:表示|代表|为|指)([^；;。,，“\"]+)"
)
BLANK_WORDS = ("空格", "空白")

_RISE = ("增长", "上升", "增加", "提高", "上涨", "增", "升", "涨", "↑", "↗", "⬆")
_FALL = ("下降", "减少", "降低", "下滑", "下跌", "回落", "减", "降", "跌", "↓", "↘", "⬇", "–", "—", "‑")
TRIANGLES = ("▲", "△", "▼", "▽")
BRACKETS = "()"
_DIRECTION = re.compile(f"({'|'.join((*_RISE, *_FALL, *TRIANGLES))})[:：]?")
_BRACKETED = re.compile(r"[（(]([^（）()]+)[）)]")
# Footnote marks: ①, *, [1], 〔注2〕, 注3.
_MARK = re.compile(r"[①-⑳*＊†‡※]|[\[［〔【](?:注释?)?\d{0,2}[\]］〕】]|[（(]注释?\d{0,2}[）)]|注\d{1,2}$")
_CLOSED = re.compile(r"([^（(]*(?:[（(][^）)]*[）)][^（(]*)*?)(?<![\d.．,，])\s*(\d{1,2}[)）])")  # 常住人口1)
THIN = re.compile("(?<=\\d)[\u2007\u2009\u202f](?=\\d{3}(?!\\d))")  # between thousands, and nowhere else


@dataclass(frozen=True, slots=True)
class MarkedFigure:
    """What a cell says: a figure's text without marks, or the sign in place of one.

    `direction` is the word or sign that says which way the figure goes; "()" for brackets around it.
    """

    figure: str = ""
    sign: str | None = None
    direction: str = ""
    marks: tuple[str, ...] = ()


def marked_figure(text: str) -> MarkedFigure:
    """Return what the text of a cell says."""
    joined = SPACE.sub("", text) if text.isspace() or not text else THIN.sub("", text).strip()
    if SPACE.sub("", joined) in SIGNS:
        return MarkedFigure(sign=SPACE.sub("", joined))
    bare, marks = without_marks(joined)
    if match := _BRACKETED.fullmatch(bare):
        return MarkedFigure(match[1], None, BRACKETS, marks)
    if match := _DIRECTION.match(bare):
        return MarkedFigure(bare[match.end() :], None, match[1], marks)
    if bare.endswith((*TRIANGLES, "↑", "↓")):
        return MarkedFigure(bare[:-1], None, bare[-1], marks)
    return MarkedFigure(bare, None, "", marks)


def without_marks(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a text without its footnote marks, and these; an opening bracket's other half is none."""
    closed = _CLOSED.fullmatch(text)
    text, last = (closed[1], (closed[2],)) if closed else (text, ())
    return _MARK.sub("", text).strip(), (*_MARK.findall(text), *last)


def way_of(direction: str, told: Mapping[str, str]) -> str:
    """Return "+" or "-" for a direction, as a table tells; nothing for one that may mean either."""
    if direction in told:
        return told[direction]
    return "+" if direction in ("", *_RISE) else "-" if direction in _FALL else ""


def is_value(text: str) -> bool:
    """Whether a text is what stands in the cells of a table, and not in its head."""
    marked = marked_figure(text)
    if marked.sign is not None:
        return True
    try:
        parse_quantity(SPACE.sub("", marked.figure))
    except QuantityError:
        return False
    return True


def legend_of(lines: Iterable[str]) -> dict[str, str]:
    """Return what a table's own lines say of signs: “—”表示无该项数据."""
    found = (match for line in lines for match in LEGEND.finditer(line))
    return {"" if match[1] in BLANK_WORDS else match[1]: match[2].strip() for match in found}


def directions_of(legend: Mapping[str, str]) -> dict[str, str]:
    """Return the ways of those signs that a table explains: “▲”表示下降."""
    ways = {sign: _way(meaning) for sign, meaning in legend.items()}
    return {sign: way for sign, way in ways.items() if way}


def _way(meaning: str) -> str:
    falls, rises = any(word in meaning for word in (*_FALL, "负")), any(word in meaning for word in _RISE)
    return "" if falls == rises else "-" if falls else "+"

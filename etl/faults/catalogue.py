"""Every fault code and what was expected instead, in each language: the one place where they are kept."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from data.errors import Fault
from etl.faults import office_files as sheet_faults

# code: (what was expected, in Chinese, in English). `{…}` are facts that the rule gives.
EXPECTED: dict[str, tuple[str, str]] = {
    # files that can't be read as they stand
    "missing_file": ("应有这个文件", "this file should be there"),
    "unreadable_file": ("应能打开：{why}", "it should open: {why}"),
    "bad_encoding": (
        "第 {byte} 个字节（从 0 数起）{why_zh}；Excel 请另存为“CSV UTF-8”",
        "byte {byte} (counted from 0) {why_en}; in Excel, save as “CSV UTF-8”",
    ),
    "bad_character": (
        "不应有不可见的控制字符或丢失的字（�）；请删去，重新输入",
        "expected no invisible control character and no lost one (�); delete it and type anew",
    ),
    "bad_csv": ("应是合乎规范的 CSV：{why}", "expected well-formed CSV: {why}"),
    "bad_toml": ("应是合乎规范的 TOML：{why}", "expected well-formed TOML: {why}"),
    "missing_column": ("应有这一列", "this column should be there"),
    "unknown_column": ("应是这些列之一：{columns}", "expected one of these columns: {columns}"),
    "duplicate_column": ("同一列只应出现一次", "expected a column only once"),
    "short_row": ("这一行应有 {width} 格，只有 {cells} 格", "expected {width} cells, the row has {cells}"),
    "long_row": ("这一行应有 {width} 格，却有 {cells} 格", "expected {width} cells, the row has {cells}"),
    "empty_file": ("至少应有一行", "expected at least one row"),
    # fields of any table
    "unknown_field": ("应是这些字段之一：{fields}", "expected one of these fields: {fields}"),
    "missing_field": ("不应为空", "expected something here"),
    "wrong_type": ("应是{type_zh}", "expected {type_en}"),
    "bad_id": (
        "应只用小写字母、数字和 {marks}，以字母或数字开头",
        "expected lower-case letters, digits and {marks}",
    ),
    "id_unlike_file": ("应与文件名一致：{stem}", "expected the name of the file: {stem}"),
    "duplicate_id": ("编号不能重复；首次出现：{first}", "an id can't be used twice; first used: {first}"),
    "duplicate_stage_form": ("这个写法已属于阶段 {stage}", "this form already stands for the stage {stage}"),
    "duplicate_alias": (
        "这个名称已属于 {other}；一个名称只能指一个",
        "this name already stands for {other}; a name stands for one thing only",
    ),
    "bad_number": ("应是整数", "expected a whole number"),
    "unknown_choice": ("应是这些之一：{choices}", "expected one of: {choices}"),
    # ids that nothing declares
    "unknown_theme": ("应是 themes/ 中已有的主题", "expected a theme of themes/"),
    "unknown_indicator": ("应是 themes/ 中已声明的指标", "expected an indicator declared in themes/"),
    "unknown_chart": ("应是 themes/ 中已声明的图表", "expected a chart declared in themes/"),
    "unknown_document": ("应是已有文件的编号", "expected the id of a document"),
    "unknown_region": ("应是 regions.csv 中的地区", "expected a region of regions.csv"),
    "unknown_unit": (
        "应是 units.csv 中的单位，可带万、亿",
        "expected a unit of units.csv, with 万 or 亿 if need be",
    ),
    "unknown_breakdown": ("应是 breakdowns.csv 中的分组", "expected a breakdown of breakdowns.csv"),
    "unknown_stage": (
        "应是 stages.csv 中的阶段或其原文写法",
        "expected a stage of stages.csv, or its printed form",
    ),
    "unknown_status": (
        "应是 statuses.csv 中的性质，实绩可留空",
        "expected a status of statuses.csv, or nothing",
    ),
    "unknown_source_kind": (
        "应是 source_kinds.csv 中的来源类型",
        "expected a source kind of source_kinds.csv",
    ),
    # documents and their figures
    "bad_date": ("应是存在的日期，如 2023-02-01", "expected a date that exists, such as 2023-02-01"),
    "bad_time": (
        "应写明日期、时间和时区，如 2024-02-01T09:00:00+08:00",
        "expected a date, a time and its offset, such as 2024-02-01T09:00:00+08:00",
    ),
    "superseding_circle": (
        "文件不能直接或间接取代自己",
        "a document can't supersede itself, be it through others",
    ),
    "bad_address": (
        "应是 http:// 或 https:// 开头的完整网址，不带用户名和密码",
        "expected a whole address with http:// or https://, without user and password",
    ),
    "unreadable_figure": (
        "应照原文写出数字和单位，如 约52.85公里、8000余个、81.94%",
        "expected the figure as printed, such as 约52.85公里, 8000余个, 81.94%",
    ),
    "wrong_unit": ("指标 {indicator} 的单位是“{unit}”", "the indicator {indicator} is measured in “{unit}”"),
    "unreadable_period": (
        "应写成 2022、2019-Q1/2019-Q3、2020-10、2022-01-01/2023-02-01 等",
        "expected 2022, 2019-Q1/2019-Q3, 2020-10, 2022-01-01/2023-02-01 or the like",
    ),
    "longer_period": (
        "应写成 {period}：同一段时间只有一种写法",
        "expected {period}: a stretch of time is written in one way",
    ),
    "missing_locator": ("应写明出处，如 第2段", "expected the place in the source, such as 第2段"),
    "duplicate_series": (
        "同一指标、地区、时期、分组、性质只应有一个数字；首次出现：第 {first} 行",
        "one figure only for an indicator, region, period, breakdown and status; first on line {first}",
    ),
    "derived_in_document": (
        "推算值由公式得出，文件中只收原文数字",
        "derived values come from formulas; a document holds printed figures only",
    ),
    "share_out_of_range": (
        "图表 {chart} 把它画成整体的一部分，应在 0 到 100 之间",
        "the chart {chart} draws it as part of a whole: expected 0 to 100",
    ),
    "out_of_range": (
        "指标 {indicator} 声明的范围是 {low} 到 {high}",
        "the indicator {indicator} is declared to lie within {low} and {high}",
    ),
    "contradiction": (
        "{other} 写作“{printed}”（{where}），两者不可能都对；请核对原文，再用 supersedes 指明哪份取代哪份，"
        "或在备注中写“口径：……”说明口径的不同",
        "{other} says “{printed}” ({where}), they can't both be right: check the sources, then say with "
        "supersedes which replaces which, or state what either counts in its note: 口径：…",
    ),
    "magnitude": (
        "与{others}相差约 {times} 倍（常见的是 {usual}），看是否多写或漏写了“万”“亿”",
        "about {times} times off {others_en} (commonly {usual}): is a 万 or 亿 missing, or one too many?",
    ),
    "result_before_its_time": (
        "文件 {published} 发布时，这个时期还没有开始；看时期是否写错，或应标为计划、预计",
        "when the document was published, on {published}, this period had not begun: a slip, or a plan?",
    ),
    "identity_broken": (
        "应符合“{name}”（{id}）：左边在 {left}，右边在 {right}",
        "expected “{name}” ({id}) to hold: the left side lies in {left}, the right side in {right}",
    ),
    "result_as_plan": (
        "图表 {chart} 把它画成计划，性质应是计划或目标，不是实绩",
        "the chart {chart} draws it as a plan: expected a plan or target, not a result",
    ),
    # themes, indicators, charts
    "bad_colour": (
        "应写成 #rrggbb，与白底的对比度至少 4.5（现为 {contrast}）",
        "expected #rrggbb with a contrast of at least 4.5 on white (it is {contrast})",
    ),
    "bad_formula": (
        "应是已公布的指标与数字的四则运算：{why}",
        "expected + - * / over published indicators and numbers: {why}",
    ),
    "formula_not_additive": (
        "相加的数字须声明 additive = true，指标 {indicator} 没有",
        "what is added must be declared additive = true, and the indicator {indicator} isn't",
    ),
    "formula_unlike_units": (
        "加减的两边应是同一种单位，这里是“{left}”和“{right}”（百分数的整体写作 100%）",
        "expected one unit on both sides of + and -, here “{left}” and “{right}” (the whole is written 100%)",
    ),
    "formula_conversion": (
        "不应再乘除 {number}：% 就是百分之一，万、亿照实计算；整体写作 100%",
        "expected no factor of {number}: % is a hundredth, 万 and 亿 count in full; the whole is 100%",
    ),
    "formula_unit": (
        "由公式得出的单位是“{unit}”，指标的单位却是“{declared}”",
        "the unit that the formula comes to is “{unit}”, but that of the indicator is “{declared}”",
    ),
    "bad_range": (
        "应是两个由小到大的数，如 [0, 100]，且指标不是进展",
        "expected two numbers, the lower one first, such as [0, 100], of an indicator that isn't a stage",
    ),
    "bad_identity": (
        "应由指标、数字、四则运算和一个 ==、<= 或 >= 组成：{why}",
        "expected indicators, numbers, + - * / and one of ==, <=, >=: {why}",
    ),
    "unit_of_stage": ("阶段类指标没有单位", "an indicator of stages has no unit"),
    "unknown_chart_kind": ("应是这些图表类型之一：{kinds}", "expected one of these kinds: {kinds}"),
    "chart_count": (
        "{kind} 应有 {fewest} 到 {most} 个指标",
        "a chart of kind {kind} takes {fewest} to {most} indicators",
    ),
    "chart_kind_measure": (
        '{kind} 这里需要 measure = "{measure}" 的指标',
        'a chart of kind {kind} needs an indicator with measure = "{measure}" here',
    ),
    "chart_unlike_units": (
        "同一坐标轴只能有一种单位，这里是“{unit}”",
        "one axis has one unit, here “{unit}”",
    ),
    "chart_amounts": (
        "amounts 应与 indicators 一一对应（{count} 个），只用于 {kinds}",
        "expected one amount an indicator ({count}), in {kinds} only",
    ),
    "chart_stage_count": (
        "应写成 阶段=指标，只用于 {kinds}",
        "expected stage=indicator, in {kinds} only",
    ),
    "chart_refused": (
        "图表 {chart}（{kind}）画不出地区 {region} {when}的数字：{why}；核对数字，或给图表换一种类型",
        "the chart {chart} ({kind}) can't draw the {when_en} figures of {region}: {why_en}; check the "
        "figure, or give the chart another kind",
    ),
    # waivers
    "unwaivable": (
        "这是错误，不能豁免；能豁免的是：{codes}",
        "this is an error, which nobody can waive; what may be waived: {codes}",
    ),
    "unused_waiver": (
        "没有这样的警告；已经改正的，可以删去这一行",
        "there is no such warning; if it was mended, delete this row",
    ),
    "expired_waiver": ("豁免已于这一天到期", "the waiver ended on this day"),
    # texts
    "unknown_placeholder": (
        "占位符应写成 {{指标}}、{{指标@分组}}，或在 @ 后写 top、period、status，且已声明",
        "expected {{indicator}}, {{indicator@breakdown}}, or top, period or status after the @, all declared",
    ),
    "bare_digit_in_template": (
        "数字应由占位符填入，不能直接写在文字里",
        "expected figures to be filled in by placeholders, not typed",
    ),
    "placeholder_elsewhere": (
        "结论只能说图表 {chart} 画出的指标",
        "a finding speaks only of what its chart {chart} draws",
    ),
    "bad_template": ("花括号应成对：{why}", "expected braces in pairs: {why}"),
    "bad_pattern": ("应是正则表达式：{why}", "expected a regular expression: {why}"),
    "unlike_placeholders": (
        "占位符应是中文里已有的：{known}",
        "expected the placeholders that the Chinese text has: {known}",
    ),
    "bad_locale": ("应是已知的语言地区代码，如 zh_CN、en", "expected a known locale, such as zh_CN or en"),
    "missing_words": ("还没有{language}的写法，将显示中文", "not said in {language} yet; Chinese is shown"),
}

EXPECTED |= sheet_faults.EXPECTED
FAULT_CODES = tuple(EXPECTED)
# Warnings stop a refresh unless somebody answers for them in waivers.csv; notes are told and stop nothing.
WARNINGS = frozenset({"magnitude", "result_before_its_time", "identity_broken"})
NOTES = sheet_faults.NOTES | {"missing_words", "unused_waiver", "expired_waiver"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a curated file."""

    file: str
    line: int | None = None
    column: str | None = None
    sheet: str | None = None


def fault(
    code: str,
    place: Place,
    found: object = "",
    near: Mapping[str, str] | None = None,
    **facts: object,
) -> Fault:
    """Return the fault `code` at a place; `near` (id → name) gives what may have been meant."""
    zh, en = (text.format(**facts) for text in EXPECTED[code])
    meant = nearest(str(found), near or {})
    if meant:
        zh += f"；是否应为 {'、'.join(meant)}？"
        en += f"; did you mean {' or '.join(meant)}?"
    severity = "warning" if code in WARNINGS else "note" if code in NOTES else "error"
    expected = {"zh": zh, "en": en}
    return Fault(code, place.file, str(found), expected, place.line, place.column, place.sheet, severity)


def nearest(found: str, known: Mapping[str, str], most: int = 3) -> list[str]:
    """Return up to `most` ids that `found` may have meant (difflib: Ratcliff and Obershelp)."""
    said = {name: id for id, name in known.items() if name} | {id: id for id in known}
    close = difflib.get_close_matches(found, said, n=most)
    return list(dict.fromkeys(said[text] for text in close))

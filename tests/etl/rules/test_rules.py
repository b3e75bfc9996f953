"""Each fault code, by the edit of a sound folder that calls it forth: read the table as the specification."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path

import pytest

from data.errors import Fault
from data.messages import LANGUAGES
from data.model.catalog import CURATED
from etl.curated.folder import read_curated
from etl.faults.catalogue import FAULT_CODES, HANDED_IN, YEARBOOKS
from etl.rules.checking import RULES, check
from etl.rules.contradictions import contradictions
from etl.rules.documents import repeated
from tests.etl.rules.test_regions import OF_REGIONS, REGION_RULES
from tests.etl.second_document import add_document
from tests.etl.small_curated import SmallCurated, write_small_curated

THEME, CSV, TOML = (
    "curated/themes/water.toml",
    "curated/documents/report.csv",
    "curated/documents/report.toml",
)
EN, ZH = "languages/en.toml", "languages/zh.toml"
REGIONS, STAGES, BREAKDOWNS = "curated/regions.csv", "curated/stages.csv", "curated/breakdowns.csv"
SUPPLY = "supply,110101,2022,,约1234.5万立方米,,第1段,"
COVER = "coverage,110101,2022,,95.5%,,第1段,"
COST = "plant_cost,110101,2022,north_plant,1.2亿元,plan,第2段,"
OF_CITY = "supply,110000,2022,,100万立方米,,第1段,"
WAIVERS = "curated/waivers.csv"
WAIVER = "magnitude,report,supply,110101,2022,,"
STAGE = "plant_stage,110101,2022,north_plant,建成,,第3段,"

Edit = tuple[str, str, str, str, str | None]
# code, file, what stands there, what is written instead, column or field; the line is where the edit is
EDITS: list[Edit] = [
    # the shape of a file
    ("bad_character", CSV, "第1段", "第1\x07段", None),
    ("undrawable_character", THEME, 'name = "供水量"', 'name = "供水龘量"', "name"),
    ("undrawable_character", REGIONS, "甲区", "甲龘区", "name"),
    ("bad_csv", CSV, COVER, 'coverage,"110101"x,2022,,95.5%,,第1段,', None),
    ("bad_toml", THEME, 'name = "供水"', 'name = "供水', None),
    ("missing_column", CSV, "status,locator", "locator", "status"),
    ("unknown_column", CSV, "status,locator", "state,locator", None),
    ("duplicate_column", CSV, "locator,note", "locator,note,note", "note"),
    ("short_row", CSV, COVER, "coverage,110101,2022,,95.5%", None),
    ("long_row", CSV, COVER, COVER + ",", None),
    # fields and ids
    ("unknown_field", THEME, 'definition = "全年', 'defnition = "全年', "defnition"),
    ("missing_field", THEME, 'name = "供水量"\nunit', 'name = ""\nunit', "name"),
    ("missing_field", CSV, COVER, "coverage,110101,2022,,,,第1段,", "printed"),
    ("missing_field", REGIONS, "甲区", "", "name"),
    ("wrong_type", THEME, "order = 1", 'order = "1"', "order"),
    ("wrong_type", THEME, "additive = true", "additive = 1", "additive"),
    ("wrong_type", THEME, 'indicators = ["supply"]', 'indicators = "supply"', "indicators"),
    ("wrong_type", TOML, 'published = "2023-02-01"', "published = 2023-02-01", "published"),
    ("wrong_type", EN, 'name = "Water"', "name = 5", "name"),
    ("bad_id", THEME, 'id = "supplied"', 'id = "Supplied-1"', "id"),
    ("bad_id", BREAKDOWNS, "waterworks,水厂", "水厂,水厂", "id"),
    ("id_unlike_file", TOML, 'id = "report"', 'id = "reports"', "id"),
    ("duplicate_id", THEME, 'id = "by_plant"', 'id = "plans"', "id"),
    (
        "duplicate_id",
        STAGES,
        "started,开工,1,开工,quarter",
        "started,开工,1,开工,quarter\nstarted,开工,1,,quarter",
        "id",
    ),
    (
        "blank_columns",
        REGIONS,
        "id,name,parent,level\n110101,甲区,110000,district\n110000,乙市,,city\n",
        "id,name,parent,level,,\n110101,甲区,110000,district,,\n110000,乙市,,city,,\n",
        None,
    ),
    ("blank_rows", CSV, COST, f",,,,,,,\n{COST}", None),
    ("duplicate_stage_form", STAGES, "started,开工,1,开工", "started,开工,1,开工|竣工", "printed"),
    ("duplicate_alias", THEME, 'unit = "座"', 'unit = "座"\naliases = ["供水总量", "供水量"]', "aliases"),
    ("missing_field", THEME, 'unit = "座"', 'unit = "座"\naliases = [" "]', "aliases"),
    ("bad_number", STAGES, "竣工,2", "竣工,二", "rank"),
    ("unknown_choice", THEME, 'measure = "stage"', 'measure = "stages"', "measure"),
    ("unknown_choice", THEME, 'unit = "座"', 'unit = "座"\npolarity = "up"', "polarity"),
    (
        "unknown_choice",
        THEME,
        'measure = "stage"',
        'measure = "stage"\npolarity = "more_is_better"',
        "polarity",
    ),
    ("unknown_indicator", THEME, 'unit = "座"', 'unit = "座"\nreplaces = "suply"', "replaces"),
    ("circle", THEME, 'unit = "座"', 'unit = "座"\nreplaces = "plants_started"', "replaces"),
    ("unknown_choice", STAGES, "开工,quarter", "开工,striped", "fill"),
    ("unknown_choice", TOML, 'confidence = "high"', 'confidence = "sure"', "confidence"),
    # what nothing declares
    ("unknown_indicator", CSV, COVER, COVER.replace("coverage", "coverag"), "indicator"),
    ("unknown_indicator", THEME, 'headline = "supply"', 'headline = "suply"', "headline"),
    ("unknown_indicator", THEME, 'headline = "supply"', 'headline = "supply|suply"', "headline"),
    ("unknown_indicator", THEME, '["plant_stage"]\ncount', '["plant_stag"]\ncount', "indicators"),
    ("unknown_indicator", THEME, '"100% - coverage"', '"100% - covered"', "formula"),
    ("unknown_region", CSV, COVER, COVER.replace("110101", "110102"), "region"),
    ("unknown_region", REGIONS, "110000,district", "120000,district", "parent"),
    ("unknown_region", TOML, 'region = "110101"', 'region = "甲区"', "region"),
    ("unknown_unit", THEME, 'unit = "座"', 'unit = "个"', "unit"),
    ("unknown_breakdown", CSV, COST, COST.replace("north_plant", "north"), "breakdown"),
    ("unknown_breakdown", THEME, "plant_cost@north_plant", "plant_cost@north", "note"),
    ("unknown_breakdown", BREAKDOWNS, "waterworks\nsouth", "works\nsouth", "part_of"),
    ("unknown_stage", CSV, STAGE, STAGE.replace("建成", "基本建成"), "printed"),
    ("unknown_stage", THEME, "started=plants_started", "start=plants_started", "count"),
    ("unknown_status", CSV, COVER, COVER.replace("%,,", "%,final,"), "status"),
    ("unknown_source_kind", TOML, 'kind = "official"', 'kind = "offical"', "kind"),
    ("unknown_theme", EN, "[theme.water]", '[theme.air]\nname = "Air"\n[theme.water]', None),
    ("unknown_chart", EN, "[chart.covered]", '[chart.cover]\nname = "Cover"\n[chart.covered]', None),
    ("unused_words", EN, "[document.report]", '[document.other]\ntitle = "O"\n[document.report]', None),
    # documents and figures
    ("bad_date", TOML, "2023-02-01", "2023-02-30", "published"),
    ("bad_digest", TOML, 'kind = "official"', 'kind = "official"\ntext_digest = "0a1b"', "text_digest"),
    ("bad_address", TOML, "http://example.org/report", "example.org/report", "url"),
    ("bad_address", TOML, "http://example.org/report", "http://", "url"),
    ("bad_address", TOML, "http://example.org/report", "https:///report", "url"),
    ("bad_address", TOML, "http://example.org/report", "https://user:secret@example.org/report", "url"),
    ("bad_address", TOML, "http://example.org/report", "https://example.org/a report", "url"),
    ("bad_address", TOML, "http://example.org/report", "https://…", "url"),
    ("unreadable_figure", CSV, COVER, COVER.replace("95.5%", "1e309%"), "printed"),
    ("unreadable_figure", CSV, COVER, COVER.replace("95.5%", "若干"), "printed"),
    ("wrong_unit", CSV, COVER, COVER.replace("95.5%", "95.5公里"), "printed"),
    ("missing_unit", CSV, COVER, COVER.replace("95.5%", "95.5"), "printed"),
    ("sign_in_words", CSV, COVER, COVER.replace("95.5%", "下降1.2%"), "printed"),
    ("change_for_figure", CSV, SUPPLY, SUPPLY.replace("约1234.5万立方米", "增长1.2%"), "printed"),
    ("no_figure", CSV, COVER, COVER.replace("95.5%", "…"), "printed"),
    ("note_mark", CSV, COVER, COVER.replace("95.5%", "95.5%①"), "printed"),
    ("two_figures", CSV, COVER, COVER.replace("95.5%", "95.5%（上年94%）"), "printed"),
    ("words_in_brackets", CSV, COVER, COVER.replace("95.5%", "95.5%（快报）"), "printed"),
    ("unreadable_period", CSV, COVER, COVER.replace("2022", "20222"), "period"),
    ("moment_for_period", CSV, COVER, COVER.replace("2022", "2022年末"), "period"),
    ("open_period", CSV, COVER, COVER.replace("2022", "2022年以来"), "period"),
    ("period_without_year", CSV, COVER, COVER.replace("2022", "上半年"), "period"),
    ("period_became_date", CSV, COVER, COVER.replace("2022", "Oct-20"), "period"),
    ("longer_period", CSV, COVER, COVER.replace("2022", "2022-Q1/2022-Q4"), "period"),
    ("missing_locator", CSV, COVER, COVER.replace("第1段", " "), "locator"),
    ("duplicate_series", CSV, COVER, f"{COVER}\n{COVER.replace('95.5%,,', '96%,actual,')}", "indicator"),
    ("derived_in_document", CSV, COVER, COVER.replace("%,,", "%,derived,"), "status"),
    ("bad_time", TOML, "url =", 'publish_at = "2024-02-01"\nurl =', "publish_at"),
    ("bad_time", TOML, "url =", 'publish_at = "2024-02-01T09:00:00"\nurl =', "publish_at"),
    ("superseding_circle", TOML, "url =", 'supersedes = ["report"]\nurl =', "supersedes"),
    ("unknown_document", TOML, "url =", 'supersedes = ["reports"]\nurl =', "supersedes"),
    ("out_of_range", CSV, "3座", "51座", "printed"),
    ("implausible", CSV, "3座", "41座", "printed"),
    ("exceeds_parent", CSV, SUPPLY, f"{SUPPLY.replace('1234', '1235')}\n{OF_CITY}", "printed"),
    ("magnitude", CSV, COVER, f"{SUPPLY.replace('2022', '2023').replace('万', '亿')}\n{COVER}", "printed"),
    ("result_before_its_time", CSV, COVER, COVER.replace("2022", "2024"), "period"),
    ("result_before_the_end", CSV, COVER, COVER.replace("2022", "2023"), "period"),
    ("result_before_the_end", CSV, COVER, COVER.replace("2022", "2022/2027"), "period"),
    ("result_before_the_end", CSV, COVER, COVER.replace("2022", "2022-01-01/2025-02-01"), "period"),
    ("published_in_future", TOML, "2023-02-01", "2999-02-01", "published"),
    ("circle", REGIONS, "乙市,,city", "乙市,110101,city", "parent"),
    ("circle", REGIONS, "甲区,110000", "甲区,110101", "parent"),
    ("circle", BREAKDOWNS, "水厂,project,", "水厂,project,south_plant", "part_of"),
    ("identity_broken", CSV, "3座", "0座", "printed"),
    ("share_out_of_range", CSV, COVER, COVER.replace("95.5%", "105.5%"), "printed"),
    ("result_as_plan", CSV, COST, COST.replace("plan,第", ",第"), "status"),
    # themes, indicators, charts
    ("bad_colour", THEME, "#14776a", "#ffcc00", "color"),
    ("bad_colour", THEME, "#14776a", "teal", "color"),
    ("bad_formula", THEME, "100% - coverage", "100% - coverage ** 2", "formula"),
    ("bad_formula", THEME, "100% - coverage", "100% -", "formula"),
    ("bad_formula", THEME, "100% - coverage", "100% - uncovered", "formula"),
    ("bad_formula", THEME, "100% - coverage", "100%", "formula"),
    ("formula_not_additive", THEME, "100% - coverage", "coverage + coverage", "formula"),
    (
        "formula_not_additive",
        THEME,
        "100% - coverage",
        "supply * coverage / (supply + plant_cost)",
        "formula",
    ),
    (
        "formula_unlike_units",
        THEME,
        "100% - coverage",
        "plants_started / (plants_started - supply)",
        "formula",
    ),
    ("formula_unlike_units", THEME, "100% - coverage", "100 - coverage", "formula"),
    ("formula_conversion", THEME, "100% - coverage", "supply / supply * 100", "formula"),
    ("formula_conversion", THEME, "100% - coverage", "0.01 * coverage", "formula"),
    ("formula_unit", THEME, "100% - coverage", "supply * coverage", "formula"),
    ("formula_unit", THEME, "100% - coverage", "plant_cost / supply", "formula"),
    ("unit_of_stage", THEME, 'measure = "stage"', 'measure = "stage"\nunit = "座"', "unit"),
    ("unknown_chart_kind", THEME, 'kind = "statement"', 'kind = "pie"', "kind"),
    ("chart_count", THEME, '["plant_cost", "plant_stage"]', '["plant_cost"]', "indicators"),
    ("chart_kind_measure", THEME, '["supply"]\nfinding = "供水{supply}"', '["plant_stage"]', "indicators"),
    ("chart_kind_measure", THEME, '["plant_cost"]', '["plant_stage"]', "indicators"),
    ("chart_unlike_units", THEME, '["plant_cost"]', '["plant_cost", "supply"]', "indicators"),
    ("chart_unlike_units", THEME, '["coverage", "uncovered"]', '["coverage", "supply"]', "indicators"),
    ("chart_amounts", THEME, '"uncovered"]', '"uncovered"]\namounts = ["supply"]', "amounts"),
    ("chart_stage_count", THEME, "started=plants_started", "plants_started", "count"),
    ("chart_refused", CSV, COVER, f"{COST.replace('2022', '2023')}\n{COVER}", "printed"),
    ("bad_range", THEME, "[0, 50]", "[50, 0]", "range"),
    ("bad_range", THEME, "[0, 50]", "[0]", "range"),
    ("wrong_type", THEME, "[0, 50]", '"0–50"', "range"),
    ("bad_identity", THEME, "plants_started >= 1", "plants_started > 1", "holds"),
    ("bad_identity", THEME, "plants_started >= 1", "plants_started ** 2 >= 1", "holds"),
    ("bad_identity", THEME, "plants_started >= 1", "plant_stage >= 1", "holds"),
    ("bad_identity", THEME, "plants_started >= 1", "uncovered <= 100", "holds"),
    ("bad_identity", THEME, 'started >= 1"', 'started >= 1"\nyears = 0', "years"),
    ("unknown_indicator", THEME, "plants_started >= 1", "plants_begun >= 1", "holds"),
    ("unknown_breakdown", THEME, "plants_started >= 1", "plants_started@north >= 1", "holds"),
    # waivers
    ("missing_field", WAIVERS, "", f"{WAIVER},,,2099-12-31\n", "reason"),
    ("unknown_choice", WAIVERS, "", f"magnitud{WAIVER.removeprefix('magnitude')},r,甲,2099-12-31\n", "code"),
    ("unwaivable", WAIVERS, "", f"wrong_unit{WAIVER.removeprefix('magnitude')},r,甲,2099-12-31\n", "code"),
    ("unknown_indicator", WAIVERS, "", f"{WAIVER.replace('supply', 'suply')},r,甲,2099-12-31\n", "indicator"),
    ("bad_date", WAIVERS, "", f"{WAIVER},原文如此,甲,2099年\n", "until"),
    ("expired_waiver", WAIVERS, "", f"{WAIVER},原文如此,甲,2020-12-31\n", "until"),
    ("unused_waiver", WAIVERS, "", f"{WAIVER},原文如此,甲,2099-12-31\n", "code"),
    # texts and languages
    ("claim_not_borne_out", EN, '"{supply} supplied"', '"{supply} supplied, the first"', "finding"),
    ("claim_not_borne_out", EN, '"coverage {coverage}"', '"coverage rose to {coverage}"', "headline_note"),
    ("claim_in_name", THEME, 'name = "水厂投资"', 'name = "投资最多的水厂"', "name"),
    (
        "incomparable_compared",
        EN,
        '"Investment by plant"',
        '"Investment by plant"\nnote = "They are not comparable."',
        "note",
    ),
    ("note_of_undrawn", EN, "For the investment", "For 2019 and the investment", "note"),
    ("unreadable_locator", CSV, "95.5%,,第1段", "95.5%,,首段", "locator"),
    ("mixed_locators", CSV, "95.5%,,第1段", "95.5%,,“供水”段", "locator"),
    ("stage_of_no_time", CSV, STAGE, STAGE.replace("2022", "2021"), "period"),
    ("unknown_choice", EN, 'most = ["most"]', 'moist = ["most"]', "moist"),
    ("unlike_conditions", EN, '"{supply} supplied"', '"{supply?}{supply} supplied"', "finding"),
    ("unknown_placeholder", THEME, "覆盖率{coverage}", "覆盖率{coverage:.1f}", "headline_note"),
    ("unknown_indicator", EN, "coverage {coverage}", "coverage {cover}", "headline_note"),
    ("placeholder_elsewhere", THEME, "供水{supply}", "供水{coverage}", "finding"),
    ("bare_digit_in_template", THEME, "供水{supply}", "供水1234.5万立方米", "finding"),
    ("bare_digit_in_template", EN, "{supply} supplied", "1234.5 supplied", "finding"),
    ("bad_template", THEME, "供水{supply}", "供水{supply}}", "finding"),
    ("bad_template", EN, "release {release}", "release {release", "release"),
    ("bad_pattern", EN, "'第(\\d+)段'", "'第(\\d+段'", "第(\\d+段"),
    ("bad_pattern", EN, "para. \\1", "para. \\2", "第(\\d+)段"),
    ("unlike_placeholders", EN, "release {release}", "release {number}", "release"),
    ("unlike_placeholders", EN, "about {n}", "about {number}", "about"),
    ("unlike_placeholders", EN, "about {n}", "about", "about"),
    ("unlike_placeholders", EN, "release {release}", "release", "release"),
    ("unlike_placeholders", EN, '"{year}"', '"{yaer}"', "year"),
    ("periods_alike", ZH, '"{year}年"', '"一年"', "year"),
    ("periods_alike", ZH, '"{year}年"', '"{year}年"\nhalf1 = "上半年"', "half1"),
    ("periods_alike", ZH, '"{year}年"', '"{year}年"\nhalf1 = ""', "half1"),
    ("periods_alike", ZH, '"{year}年"', '"{year}年"\nmonths = "{first_year}年{first_month}月起"', "months"),
    ("unlike_placeholders", EN, "and {count} more", "and {number} more", "more"),
    ("unlike_placeholders", EN, "and {count} more", "and more", "more"),
    ("bad_template", EN, "and {count} more", "and {count more", "more"),
    ("bad_template", EN, "and {count} more", "and {count:more} more", "more"),
    ("wrong_type", EN, '"and {count} more"', "3", "more"),
    ("bad_locale", EN, 'locale = "en"', 'locale = "klingon"', "locale"),
]


# The same for what isn't there: its place is the line on which its table, or the file, begins.
OMISSIONS: list[Edit] = [
    ("empty_file", REGIONS, "110101,甲区,110000,district\n110000,乙市,,city\n", "", None),
    ("missing_field", THEME, 'unit = "座"\n', "", "unit"),
    ("missing_words", EN, 'name = "Coverage"', "", "chart.covered"),
    ("missing_words", EN, 'more = "and {count} more"', "", "command_line"),
    ("missing_field", EN, 'locale = "en"', "", "locale"),
]

# What may follow from an edit: what is called otherwise is missing where it is used, and so on.
FOLLOWING = {
    "missing_column": {"long_row"},
    "unknown_column": {"missing_column"},
    "duplicate_column": {"short_row"},
    "empty_file": {"unknown_region"},
    "bad_id": {"unknown_chart", "unknown_breakdown", "missing_words"},
    "id_unlike_file": {"unused_words", "missing_words"},
    "duplicate_id": {"unknown_chart", "missing_words"},
    "unknown_choice": {"missing_field", "unreadable_figure", "chart_kind_measure"},
    "unknown_unit": {"wrong_unit"},
    "wrong_type": {"missing_words"},
    "chart_kind_measure": {"placeholder_elsewhere"},
    "missing_field": {"unused_waiver"},
    "duplicate_series": {"chart_refused"},
    "share_out_of_range": {"chart_refused"},
    "result_as_plan": {"chart_refused"},
    "unknown_indicator": {"unused_waiver"},
    "formula_not_additive": {"formula_unlike_units"},
    "magnitude": {"result_before_the_end"},
}


def first_line_changed(before: str, after: str) -> int:
    """The first line, counted from 1, on which two texts differ."""
    pairs = zip_longest(before.splitlines(), after.splitlines())
    return next(n for n, (old, new) in enumerate(pairs, start=1) if old != new)


def told(faults: list[Fault]) -> str:
    """Faults as the command line says them, for whoever reads a failing test."""
    return "\n" + "\n".join(fault.say("en") for fault in faults)


def faults_after(curated: SmallCurated, edit: Edit) -> list[Fault]:
    """The faults after an edit of the small folder; none may be of a code that the edit does not explain."""
    code, file, old, new, _ = edit
    curated.edit(file, old, new)
    faults = check(curated.read())
    assert {fault.code for fault in faults} <= {code, *FOLLOWING.get(code, ())}, told(faults)
    return faults


def places(faults: list[Fault]) -> list[tuple[str, str, int | None, str | None]]:
    """Faults by code and place."""
    return [(fault.code, fault.file, fault.line, fault.column) for fault in faults]


@pytest.mark.parametrize("edit", EDITS, ids=[f"{edit[0]}-{n}" for n, edit in enumerate(EDITS)])
def test_an_edit_brings_the_fault_that_names_its_place(curated: SmallCurated, edit: Edit) -> None:
    code, file, _, _, column = edit
    before = curated.text(file)
    faults = faults_after(curated, edit)
    line = first_line_changed(before, curated.text(file))
    assert (code, file.removeprefix("curated/"), line, column) in places(faults), told(faults)


@pytest.mark.parametrize("edit", OMISSIONS, ids=[f"{edit[0]}-{n}" for n, edit in enumerate(OMISSIONS)])
def test_what_is_left_out_is_a_fault_of_its_table(curated: SmallCurated, edit: Edit) -> None:
    code, file, old, _, column = edit
    until = curated.text(file).partition(old)[0]
    starts = [n for n, line in enumerate(until.splitlines(), start=1) if line.startswith("[")]
    faults = faults_after(curated, edit)
    assert (code, file.removeprefix("curated/"), (starts or [1])[-1], column) in places(faults), told(faults)


@pytest.mark.parametrize(
    ("condition", "codes"),
    [
        ("{plant_cost?}", set()),
        ("{plant_cost@plan@north_plant?}{plant_cost@110101@2022@report?}", set()),
        ("{plant_cost@goal?}", {"unknown_placeholder"}),
        ("{plant_cost@2022-13?}", {"unknown_placeholder"}),
        ("{plant_cost@?}", {"unknown_placeholder"}),
        ("{plant_costs?}", {"unknown_indicator"}),
        ("{supply?}", {"placeholder_elsewhere"}),
    ],
)
def test_a_condition_speaks_of_what_is_declared_and_drawn(
    curated: SmallCurated, condition: str, codes: set[str]
) -> None:
    curated.edit(THEME, '"水厂投资"', f'"水厂投资"\nnote = "{condition}投资是计划数。"')
    curated.edit(EN, '"Investment by plant"', f'"Investment by plant"\nnote = "{condition}Plans."')
    assert {fault.code for fault in check(curated.read())} == codes


def test_another_name_of_a_region_is_that_of_no_other_region(curated: SmallCurated) -> None:
    table = "id,name,parent,level,aliases\n110101,甲区,110000,district,甲\n110000,乙市,,city,{}\n"
    curated.write(REGIONS, table.format("全市|乙"))
    assert check(curated.read()) == []
    curated.write(REGIONS, table.format("全市|甲 区"))
    assert [(*places([fault])[0], fault.found) for fault in check(curated.read())] == [
        ("duplicate_alias", "regions.csv", 3, "aliases", "甲 区")
    ]


def test_a_language_file_is_named_by_its_code(curated: SmallCurated) -> None:
    curated.write("languages/法语.toml", curated.text("languages/en.toml"))
    assert ("bad_language", "languages/法语.toml", None, None) in places(check(curated.read()))


def test_a_document_is_withdrawn_by_deleting_its_two_files(curated: SmallCurated) -> None:
    curated.remove("curated/documents/report.toml")
    curated.remove("curated/documents/report.csv")
    read = curated.read()
    [left] = check(read)
    assert (left.code, left.severity, left.column) == ("unused_words", "note", None)
    assert "report" not in read.content()["languages"]["en"]["document"]


def test_the_words_of_a_document_that_is_gone_are_offered_to_none_that_has_its_own(
    curated: SmallCurated,
) -> None:
    curated.edit(
        "languages/en.toml", "[document.report]", '[document.reports]\ntitle = "O"\n[document.report]'
    )
    [told] = check(curated.read())
    assert "是否应为" not in told.say("zh")


def test_every_code_is_shown_by_an_edit() -> None:
    shown = {edit[0] for edit in (*EDITS, *OMISSIONS)}
    unreadable = {"missing_file", "unreadable_file", "bad_encoding"}  # shown in test_files
    handed_in = {*HANDED_IN, *YEARBOOKS}  # shown in test_corpus, test_yearbooks
    between = {"contradiction", "superseding_newer"}  # shown in test_contradictions
    between |= {"text_twice", "title_twice"}  # shown below
    named = {"bad_language"}  # shown above
    assert shown | unreadable | handed_in | between | named | OF_REGIONS == set(FAULT_CODES)


def test_every_rule_is_shown_by_an_edit(tmp_path: Path) -> None:
    silent = {*RULES} - {contradictions, *REGION_RULES}  # shown in test_contradictions, test_regions
    silent -= {repeated}  # shown below
    for n, (_, file, old, new, _) in enumerate((*EDITS, *OMISSIONS)):
        curated = write_small_curated(tmp_path / str(n))
        curated.edit(file, old, new)
        read = curated.read()
        silent = {rule for rule in silent if not list(rule(read))}
    assert not {rule.__name__ for rule in silent}


def test_a_document_that_was_entered_twice_is_told(curated: SmallCurated) -> None:
    digest = f'text_digest = "{"0" * 64}"\n'
    for id in ("yearbook", "yearbook-again"):
        add_document(curated, id, "supply,110101,2021,,3万立方米,,第1段,", more=digest)
    add_document(curated, "yearbook-reprinted", "supply,110101,2021,,3万立方米,,第1段,")
    faults = [fault for fault in check(curated.read()) if fault.code.endswith("_twice")]
    assert [(fault.code, fault.severity, fault.file) for fault in faults] == [
        ("text_twice", "error", "documents/yearbook-again.toml"),
        ("title_twice", "note", "documents/yearbook-reprinted.toml"),
    ]
    assert all("yearbook" in fault.say("en").partition("document ")[2] for fault in faults)


def test_a_sound_folder_has_no_fault(curated: SmallCurated) -> None:
    assert told(check(curated.read())).strip() == ""


@pytest.mark.parametrize(
    "address", ["HTTPS://example.org:8443/a?b=1#c", "http://统计局.cn", "http://10.0.0.1/"]
)
def test_an_address_may_name_any_host(curated: SmallCurated, address: str) -> None:
    curated.edit(TOML, "http://example.org/report", address)
    assert told(check(curated.read())).strip() == ""


def test_what_the_project_publishes_has_no_fault() -> None:
    assert [f for f in check(read_curated(CURATED, LANGUAGES)) if f.severity == "error"] == []


def test_all_faults_of_all_files_are_told_in_one_run(curated: SmallCurated) -> None:
    curated.edit(CSV, COVER, COVER.replace("coverage", "cover").replace("2022", "22").replace("第1段", ""))
    curated.edit(TOML, "official", "offical")
    curated.edit(THEME, "#14776a", "#ffffff")
    curated.edit(STAGES, "竣工,2", "竣工,")
    assert [(f.file, f.code) for f in check(curated.read())] == [
        ("documents/report.csv", "unknown_indicator"),
        ("documents/report.csv", "missing_locator"),
        ("documents/report.csv", "unreadable_period"),
        ("documents/report.toml", "unknown_source_kind"),
        ("stages.csv", "bad_number"),
        ("themes/water.toml", "bad_colour"),
    ]


@pytest.mark.parametrize("written", ["coverag", "Coverage", "自来水覆盖率", "自来水复盖率"])
def test_a_misspelt_id_and_a_name_in_its_place_bring_the_id_that_was_meant(
    curated: SmallCurated, written: str
) -> None:
    curated.edit(CSV, COVER, COVER.replace("coverage", written))
    [fault] = check(curated.read())
    assert "是否应为 coverage" in fault.say("zh")
    assert "did you mean coverage" in fault.say("en")


def test_a_fault_is_told_in_either_language_with_file_line_and_column(curated: SmallCurated) -> None:
    curated.edit(CSV, COVER, COVER.replace("95.5%", "95.5公里"))
    [fault] = check(curated.read())
    where = "[wrong_unit] documents/report.csv ›"
    assert fault.say("zh") == f"错误 {where} 第3行 › printed：“95.5公里”；指标“自来水覆盖率”的单位是“%”"
    assert fault.say("en") == (
        f"fault {where} line 3 › printed: “95.5公里”; the indicator “自来水覆盖率” is measured in “%”"
    )


def test_no_id_is_called_unknown_while_the_file_that_would_declare_it_cant_be_read(
    curated: SmallCurated,
) -> None:
    curated.edit(THEME, 'name = "供水"', "name = 供水")
    assert [fault.code for fault in check(curated.read())] == ["bad_toml"]


def test_words_that_a_language_lacks_are_notes_only(curated: SmallCurated) -> None:
    curated.write("languages/fr.toml", 'name = "Français"\nlocale = "fr"\n')
    faults = check(curated.read())
    assert {(f.code, f.severity) for f in faults} == {("missing_words", "note")}
    assert {f.column for f in faults} > {"theme.water", "region", "interface"}

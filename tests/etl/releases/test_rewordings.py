"""What a figure is called is part of it: a change of it is shown, explained and kept as one of a digit is."""

from __future__ import annotations

import pytest

from data.store.queries import Release, read_releases
from data.store.tables import open_store
from etl.command_line.exit_codes import DONE, NOT_CONFIRMED
from tests.etl.admin import Admin

THEME, ENGLISH, CHINESE = "curated/themes/water.toml", "languages/en.toml", "languages/zh.toml"
REPORT = "curated/documents/report.csv"
SUPPLY = "supply,110101,2022,,约1234.5万立方米,,第1段,\n"
# By what is edited: the file, what it said and says, how many figures read otherwise, and what is shown.
EDITS = {
    "theme": (THEME, 'name = "供水"', 'name = "排水"', 8, "供水 → 排水"),
    "indicator": (THEME, 'name = "供水量"\nunit', 'name = "排水量"\nunit', 1, "供水量 → 排水量"),
    "definition": (
        THEME,
        "全年供水总量。",
        "上半年供水总量。",
        1,
        "口径 · 全年供水总量。 → 上半年供水总量。",
    ),
    "unit": (THEME, 'unit = "万立方米"', 'unit = "亿立方米"', 1, "单位 · 万立方米 → 亿立方米"),
    "formula": (THEME, '"100% - coverage"', '"100% - 1 * coverage"', 1, "公式 · 100% - coverage →"),
    "chart": (THEME, 'finding = "供水{supply}"', 'finding = "排水{supply}"', 1, "图题 · 供水{supply}"),
    "region": ("curated/regions.csv", "甲区", "丙区", 7, "甲区 → 丙区"),
    "region above": ("curated/regions.csv", "甲区,110000", "甲区,", 7, "上级地区 · 110000 → "),
    "direction": (
        THEME,
        'name = "供水量"\n',
        'name = "供水量"\npolarity = "more_is_better"\n',
        1,
        "好的方向 · — → more_is_better",
    ),
    "breakdown": ("curated/breakdowns.csv", "北厂", "东厂", 2, "北厂 → 东厂"),
    "stage": (
        "curated/stages.csv",
        "completed,竣工,2,竣工|建成",
        "completed,完工,2,竣工|建成",
        1,
        "竣工 → 完工",
    ),
    "status": ("curated/statuses.csv", "plan,计划", "plan,实际", 2, "计划 → 实际"),
    "source kind": ("curated/source_kinds.csv", "官方发布", "转载", 7, "官方发布 → 转载"),
    "document": ("curated/documents/report.toml", "乙市水务局", "乙市统计局", 7, "乙市水务局 → 乙市统计局"),
    "period": (CHINESE, 'year = "{year}年"', 'year = "{year}年度"', 7, "时期写法 year · zh"),
    "derived": (CHINESE, 'derived = "推算"', 'derived = "实测"', 7, "界面用语 derived · zh · 推算 → 实测"),
    "translation": (
        ENGLISH,
        'name = "Water supplied"\nd',
        'name = "Sewage"\nd',
        1,
        "en · 名称 · Water supplied →",
    ),
}


def newest(admin: Admin) -> Release:
    """The release that stands."""
    engine = open_store(admin.address, read_only=True)
    try:
        return read_releases(engine)[0]
    finally:
        engine.dispose()


@pytest.mark.parametrize("what", EDITS)
def test_a_figure_that_is_called_otherwise_needs_a_reason_and_counts_in_the_release(
    admin: Admin, what: str
) -> None:
    file, before, after, figures, shown = EDITS[what]
    admin.publish()
    admin.curated.edit(file, before, after)
    told = admin.call("diff").stdout
    assert shown in told and f"涉及{figures}个数字" in told, told
    unattended = admin.call("refresh", "--yes")
    assert (unattended.returncode, admin.releases()) == (NOT_CONFIRMED, 1), unattended.stdout
    admin.publish("--reason", "更正名称")
    release = newest(admin)
    assert (release.id, release.reason, release.reworded) == (2, "更正名称", figures)
    assert (release.added, release.withdrawn) == (0, 0)
    assert shown in admin.call("show", "2").stdout


def test_a_language_that_is_gone_is_told_and_needs_a_reason(admin: Admin) -> None:
    admin.publish()
    admin.curated.remove(ENGLISH)
    done = admin.call("refresh", "--yes")
    assert (done.returncode, "English → —" in done.stdout) == (NOT_CONFIRMED, True), done.stdout
    admin.publish("--reason", "停用英文")
    assert newest(admin).reworded == 7


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (THEME, "order = 1", "order = 2"),
        (ENGLISH, 'release = "release {release}"', 'release = "edition {release}"'),
        (ENGLISH, '[chart.by_plant]\nname = "Investment by plant"', '[chart.by_plant]\nname = "Investment"'),
        ("curated/units.csv", "公里,公里", "公里,千米"),
    ],
    ids=["order", "a word of pages", "a chart of plans", "a unit of no figure"],
)
def test_what_calls_no_figure_is_shown_and_needs_no_reason_unless_it_does(
    admin: Admin, file: str, before: str, after: str
) -> None:
    admin.publish()
    admin.curated.edit(file, before, after)
    told = admin.call("diff").stdout
    assert "名称、口径、图表或用语变动 1" in told
    called = "个数字)" in told
    assert admin.call("refresh", "--yes").returncode == (NOT_CONFIRMED if called else DONE)
    assert called == ("by_plant" in before)


def test_a_new_indicator_or_language_is_shown_and_needs_no_reason(admin: Admin) -> None:
    admin.publish()
    admin.curated.edit(THEME, "", '\n[[indicator]]\nid = "wells"\nname = "机井"\nunit = "座"\n')
    admin.curated.write("languages/fr.toml", admin.curated.text(ENGLISH).replace("English", "Français"))
    told = admin.call("diff").stdout
    assert "指标 wells · — → 机井" in told and "语言 fr" in told
    assert admin.call("refresh", "--yes").returncode == DONE
    assert newest(admin).reworded == 0


def test_a_withdrawn_figure_comes_back_only_with_a_reason(admin: Admin) -> None:
    admin.publish()
    admin.curated.edit(REPORT, SUPPLY, "")
    admin.publish("--withdraw", "report=1", "--reason", "来源撤回")
    admin.curated.edit(REPORT, "\ncoverage", f"\n{SUPPLY}coverage")
    done = admin.call("refresh", "--yes")
    assert (done.returncode, admin.releases()) == (NOT_CONFIRMED, 2), done.stdout
    assert "其中撤下过、现又列入 1" in done.stdout
    admin.publish("--reason", "来源恢复")
    assert admin.releases() == 3


def test_going_back_needs_a_reason_and_says_in_the_release_that_it_is_that(admin: Admin) -> None:
    admin.publish()
    admin.curated.edit(REPORT, "95.5%", "95.6%")
    admin.publish("--reason", "来源更正")
    assert admin.call("rollback", "1", "--yes").returncode == NOT_CONFIRMED
    assert admin.releases() == 2
    assert admin.call("rollback", "1", "--yes", "--reason", "更正有误").returncode == DONE
    assert newest(admin).reason == "退回第 1 版：更正有误"

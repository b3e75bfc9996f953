"""Figures that can be read and yet look wrong: told as warnings, which somebody may answer for."""

from __future__ import annotations

import pytest

from data.errors import Fault
from etl.rules.checking import check
from tests.etl.admin import Admin
from tests.etl.second_document import add_yearbook
from tests.etl.small_curated import SmallCurated

CSV, THEME, REGIONS = (
    "curated/documents/report.csv",
    "curated/themes/water.toml",
    "curated/regions.csv",
)
WAIVERS = "curated/waivers.csv"
ODD = "supply,110101,2023,,1234.5亿立方米,,第1段,"
WAIVER = "magnitude,report,supply,110101,2023,,,原文如此，已与水务局核对,李四,2099-12-31"


def warnings(curated: SmallCurated) -> list[Fault]:
    """The warnings that nobody answers for; there is no error beside them."""
    found = [fault for fault in check(curated.read()) if fault.severity != "note"]
    assert all(fault.severity == "warning" for fault in found), found
    return found


def places(curated: SmallCurated) -> list[tuple[str, str, int | None]]:
    """The warnings by code, file and line."""
    return [(fault.code, fault.file.removeprefix("documents/"), fault.line) for fault in warnings(curated)]


def add_odd(curated: SmallCurated) -> None:
    """Let the report, of a year later, give a figure ten thousand times that of the year before."""
    curated.edit("curated/documents/report.toml", "2023-02-01", "2024-02-01")
    curated.edit(CSV, "", ODD + "\n")


def supplies(*years_and_figures: tuple[int, str], region: str = "110101") -> list[str]:
    """Rows that say how much water was supplied."""
    return [f"supply,{region},{year},,{printed},,表1," for year, printed in years_and_figures]


def test_a_figure_ten_thousand_times_its_own_history_is_told_with_what_is_common(
    curated: SmallCurated,
) -> None:
    add_yearbook(curated, *supplies((2019, "1100万立方米"), (2020, "1150亿立方米"), (2021, "1200万立方米")))
    [warning] = warnings(curated)
    assert (warning.code, warning.file, warning.line) == ("magnitude", "documents/yearbook.csv", 3)
    assert "约 10^4 倍（常见的是 约1234.5万立方米）" in warning.say("zh")
    assert "about 10^4 times off other periods" in warning.say("en")


def test_a_magnitude_too_few_is_told_as_well(curated: SmallCurated) -> None:
    add_yearbook(curated, *supplies((2019, "0.11立方米"), (2020, "1150万立方米"), (2021, "1200万立方米")))
    assert places(curated) == [("magnitude", "yearbook.csv", 2)]


def test_of_two_periods_that_differ_the_later_one_is_told(curated: SmallCurated) -> None:
    add_yearbook(curated, *supplies((2021, "1200立方米")))
    assert places(curated) == [("magnitude", "report.csv", 2)]


@pytest.mark.parametrize("year", [2019, 2021, 2023])
def test_of_two_figures_that_differ_the_new_one_is_told_whichever_year_it_fills(
    admin: Admin, year: int
) -> None:
    admin.publish()
    day = 'published = "2020-01-01"' if year == 2019 else 'published = "2024-03-01"'
    add_yearbook(admin.curated, *supplies((year, "1234.5亿立方米")))
    admin.curated.edit("curated/documents/yearbook.toml", 'published = "2023-09-01"', day)
    for command in ("diff", "refresh"):
        told = admin.call(command, *(("--yes",) if command == "refresh" else ()))
        assert "[magnitude] documents/yearbook.csv › 第2行" in told.stdout, told.stdout
        assert "report.csv" not in told.stdout


def test_three_new_figures_that_differ_from_the_one_published_are_told_and_not_that(admin: Admin) -> None:
    admin.publish()
    add_yearbook(admin.curated, *supplies(*((year, "1200亿立方米") for year in (2019, 2020, 2021))))
    told = admin.call("diff").stdout
    assert told.count("[magnitude] documents/yearbook.csv") == 3
    assert "（常见的是 约1234.5万立方米）" in told and "report.csv" not in told


def test_a_figure_that_was_corrected_is_a_new_one(admin: Admin) -> None:
    add_yearbook(admin.curated, *supplies((2023, "1200万立方米")))
    admin.curated.edit("curated/documents/yearbook.toml", "2023-09-01", "2024-03-01")
    admin.publish()
    admin.curated.edit(CSV, "1234.5万", "1234.5亿")
    assert "[magnitude] documents/report.csv › 第2行" in admin.call("diff").stdout


@pytest.mark.parametrize(
    ("region", "year", "printed", "told"),
    [
        ("110000", 2022, "1234.3万立方米", "report.csv"),
        ("110000", 2022, "1234.5万立方米", ""),
        ("110000", 2021, "820万立方米", "report.csv"),
        ("110000", 2021, "830万立方米", ""),
        ("110000", 2022, "0.2亿立方米", ""),
    ],
)
def test_a_part_is_no_larger_than_its_whole_by_what_the_digits_admit(
    curated: SmallCurated, region: str, year: int, printed: str, told: str
) -> None:
    curated.edit(CSV, "约1234.5万立方米", "1234.5万立方米")
    add_yearbook(curated, *supplies((year, printed), region=region))
    assert places(curated) == ([("exceeds_parent", told, 2)] if told else [])


def test_of_a_part_and_a_whole_that_dont_fit_the_new_one_is_told(admin: Admin) -> None:
    admin.publish()
    add_yearbook(admin.curated, *supplies((2022, "10万立方米"), region="110000"))
    told = admin.call("diff").stdout
    assert "[exceeds_parent] documents/yearbook.csv › 第2行" in told
    assert "与地区 甲区 [110101]（2022）的 约1234.5万立方米 不合" in told


def test_growth_is_no_slip(curated: SmallCurated) -> None:
    add_yearbook(curated, *supplies((1950, "1万立方米"), (1980, "50万立方米"), (2021, "1200万立方米")))
    assert places(curated) == []


def test_a_region_is_not_measured_by_a_bigger_one(curated: SmallCurated) -> None:
    add_yearbook(curated, *supplies((2022, "5000亿立方米"), region="110000"))
    assert places(curated) == []


def test_a_region_without_a_history_is_measured_by_others_of_its_level(curated: SmallCurated) -> None:
    regions = [f"11010{n},区{n},110000,district\n" for n in range(2, 6)]
    curated.edit(REGIONS, "", "".join(regions))
    rows = [row for n in range(2, 5) for row in supplies((2022, f"1{n}00万立方米"), region=f"11010{n}")]
    add_yearbook(curated, *rows, *supplies((2022, "1300亿立方米"), region="110105"))
    assert places(curated) == [("magnitude", "yearbook.csv", 5)]


def test_two_like_regions_that_differ_say_nothing_of_which_one_is_odd(curated: SmallCurated) -> None:
    curated.edit(REGIONS, "", "110102,乙区,110000,district\n")
    add_yearbook(curated, *supplies((2022, "1300亿立方米"), region="110102"))
    assert places(curated) == []


def test_a_plan_is_not_measured_by_results(curated: SmallCurated) -> None:
    add_yearbook(curated, "supply,110101,2021,,1亿亿立方米,plan,表1,".replace("亿亿", "万亿"))
    assert places(curated) == []


def test_no_result_is_known_before_its_time_has_begun(curated: SmallCurated) -> None:
    add_yearbook(curated, "coverage,110101,2024,,96%,,表1,", "coverage,110101,2025,,97%,plan,表1,")
    assert places(curated) == [("result_before_its_time", "yearbook.csv", 2)]
    curated.edit("curated/documents/yearbook.toml", 'published = "2023-09-01"', "")
    assert places(curated) == []


IDENTITY = """
[[identity]]
id = "{id}"
name = "甲"
holds = "{holds}"
{more}
[[chart]]
id = "supplied"
"""


NORTH_AND_SOUTH = (("north", "12.5"), ("south", "8"))


def declare(curated: SmallCurated, holds: str, more: str = "") -> None:
    """Declare an identity in the theme."""
    said = IDENTITY.format(id="stated", holds=holds, more=more)
    curated.edit(THEME, '\n[[chart]]\nid = "supplied"\n', said)


def test_parts_add_to_their_whole_as_far_as_their_digits_say(curated: SmallCurated) -> None:
    declare(curated, "supply@north_plant + supply@south_plant == supply")
    whole = ("supply,110101,2021,,21万立方米,,表1,",)
    parts = (f"supply,110101,2021,{part}_plant,{said}万立方米,,表1," for part, said in NORTH_AND_SOUTH)
    add_yearbook(curated, *whole, *parts)
    assert places(curated) == []
    curated.edit("curated/documents/yearbook.csv", "21万", "22万")
    [warning] = warnings(curated)
    assert (warning.code, warning.line, warning.column) == ("identity_broken", 3, "printed")
    parts_said = "supply@north_plant = 12.5万立方米, supply@south_plant = 8万立方米"
    assert warning.found == f"{parts_said}, supply = 22万立方米"
    assert "左边在 19.95 – 21.05，右边在 21.5 – 22.5" in warning.say("zh")


def test_a_share_fits_the_whole_of_the_region_above(curated: SmallCurated) -> None:
    declare(curated, "supply / supply@parent * 100 == coverage")
    add_yearbook(curated, *supplies((2022, "1293万立方米"), region="110000"))
    assert places(curated) == []
    curated.edit("curated/documents/yearbook.csv", "1293万", "1500万")
    assert places(curated) == [("identity_broken", "report.csv", 2)]


def test_growth_fits_the_figures_of_both_years(curated: SmallCurated) -> None:
    declare(curated, "supply / supply@before * 100 - 100 == coverage", "years = 2")
    add_yearbook(curated, *supplies((2020, "631.5万立方米"), (2021, "1立方米")))
    assert ("identity_broken", "report.csv", 2) not in places(curated)
    curated.edit("curated/documents/yearbook.csv", "631.5万", "600万")
    assert ("identity_broken", "report.csv", 2) in places(curated)


def test_a_part_is_at_most_its_whole(curated: SmallCurated) -> None:
    declare(curated, "supply <= supply@parent")
    add_yearbook(curated, *supplies((2022, "1000万立方米"), region="110000"))
    found = [("exceeds_parent", "report.csv", 2), ("identity_broken", "report.csv", 2)]
    assert places(curated) == found


def test_an_identity_says_nothing_where_a_figure_is_missing(curated: SmallCurated) -> None:
    declare(curated, "supply@north_plant == coverage")
    assert places(curated) == []


def test_an_identity_says_nothing_where_the_divisor_may_be_zero(curated: SmallCurated) -> None:
    declare(curated, "supply / plants_started == coverage")
    assert places(curated) == [("identity_broken", "report.csv", 2)]
    curated.edit(THEME, "plants_started >= 1", "plants_started >= 0")
    curated.edit(CSV, "3座", "0座")
    assert places(curated) == []


def test_a_superseded_figure_is_held_against_nobody(curated: SmallCurated) -> None:
    declare(curated, "coverage <= 92")
    assert places(curated) == [("identity_broken", "report.csv", 3)]
    add_yearbook(curated, "coverage,110101,2022,,90.0%,,表1,", more='supersedes = ["report"]\n')
    assert places(curated) == []


def test_a_warning_stops_a_refresh_until_somebody_answers_for_it(admin: Admin) -> None:
    add_odd(admin.curated)
    done = admin.call("refresh", "--yes")
    assert (done.returncode, "[magnitude] documents/report.csv › 第9行" in done.stdout) == (1, True)
    admin.curated.edit(WAIVERS, "", WAIVER + "\n")
    admin.publish()
    assert "1234.5亿立方米" in admin.served()


def test_whoever_answers_for_a_warning_is_told_with_it_and_in_the_release(admin: Admin) -> None:
    add_odd(admin.curated)
    admin.curated.edit(WAIVERS, "", WAIVER + "\n")
    admin.publish()
    said = admin.call("check").stdout
    assert "李四豁免至 2099-12-31：原文如此，已与水务局核对" in said
    assert (
        "豁免 magnitude：report · supply · 110101 · 2023；原文如此，已与水务局核对（李四，至 2099-12-31）"
        in (admin.call("show", "1").stdout)
    )


def test_a_waiver_ends_with_its_day(admin: Admin) -> None:
    add_odd(admin.curated)
    admin.curated.edit(WAIVERS, "", WAIVER.replace("2099-12-31", "2021-12-31") + "\n")
    done = admin.call("check")
    assert (done.returncode, "[expired_waiver] waivers.csv › 第2行 › until" in done.stdout) == (1, True)


def test_a_waiver_covers_one_warning_of_one_figure(curated: SmallCurated) -> None:
    curated.edit("curated/documents/report.toml", "2023-02-01", "2024-02-01")
    curated.edit(CSV, "", f"{ODD}\n{ODD.replace('2023', '2021').replace('1234.5亿', '1')}\n")
    curated.edit(WAIVERS, "", WAIVER + "\n" + WAIVER.replace("magnitude", "identity_broken") + "\n")
    assert "magnitude" in {warning.code for warning in warnings(curated)}
    assert "unused_waiver" in {fault.code for fault in check(curated.read())}


def test_nobody_waives_an_error(curated: SmallCurated) -> None:
    curated.edit(CSV, "95.5%", "95.5公里")
    curated.edit(WAIVERS, "", "wrong_unit,report,coverage,110101,2022,,,原文如此,李四,2099-12-31\n")
    assert {"wrong_unit", "unwaivable"} <= {f.code for f in check(curated.read()) if f.severity == "error"}


@pytest.mark.parametrize(("counted", "broken"), [("", False), ("yes", True)])
def test_a_whole_count_is_exactly_what_it_says(curated: SmallCurated, counted: str, broken: bool) -> None:
    declare(curated, "plants_started >= plants_started@before + 0.5")
    add_yearbook(curated, "plants_started,110101,2021,,3座,,表1,")
    units = curated.text("curated/units.csv").replace("id,name\n", "id,name,counted\n").splitlines()
    lines = [units[0], *(f"{line},{counted if line.startswith('座') else ''}" for line in units[1:])]
    curated.write("curated/units.csv", "\n".join(lines) + "\n")
    assert bool(places(curated)) == broken


def test_a_rate_is_rounded_though_it_is_printed_as_a_count(curated: SmallCurated) -> None:
    declare(curated, "plants_started >= plants_started@before + 0.5")
    add_yearbook(curated, "plants_started,110101,2021,,3座,,表1,")
    curated.edit(
        "curated/themes/water.toml", 'unit = "座"\nrange', 'unit = "座/人"\nprinted_as = "座"\nrange'
    )
    units = curated.text("curated/units.csv").replace("id,name\n", "id,name,counted\n").splitlines()
    lines = [
        units[0],
        *(f"{line},{'yes' if line.startswith('座') else ''}" for line in units[1:]),
        "座/人,座/人,",
    ]
    curated.write("curated/units.csv", "\n".join(lines) + "\n")
    assert not places(curated)

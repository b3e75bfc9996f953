"""Figures that look as if they compared give the reason why not wherever they stand beside others."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, refresh, replace_text

# What is planted, the rows of both figures, and the reason that is to be given.
TRAPS = {
    "definition": (
        ("2021", "8个", "", "口径：含学校"),
        ("2022", "9个", "", ""),
        "2021年为8个，口径不同，不能直接相比",
    ),
    "stretch": (
        ("2021-Q1/2021-Q3", "8个", "", ""),
        ("2022", "9个", "", ""),
        "时段长短或起止不同，不能直接相比",
    ),
    "unbounded": (("2021", "超过8个", "", ""), ("2022", "9个", "", ""), "只公布了上限或下限，不能直接相比"),
    "replaced": (("2021", "8个", "", ""), ("2022", "9个", "", ""), "是另一指标，口径不同，不能直接相比"),
    "status": (("2021", "8个", "", ""), ("2022", "9个", "estimate", ""), "不相比：预计数不是实际数"),
    "territory": (("2021", "8个", "", ""), ("2022", "9个", "", ""), "2021年为8个，区划不同，不能直接相比"),
}
# What regions have beside 9个 of 2022, and why that isn't compared with it.
BESIDE = {
    "131022": ("2021", "8个", "", "", "时期不同"),
    "131023": ("2022", "8个", "estimate", "", "两者不都是实际数"),
    "131024": ("2022", "8个", "", "不含村集体的", "口径不同"),
    "131025": ("2022", "8个以上", "", "", "只公布了上限或下限"),
    "131026": ("2022-Q1/2022-Q3", "8个", "", "", "时期不同"),
    "131000": ("2022", "90个", "", "", "地区互相包含"),
}
OTHERWISE = "a-second-one"  # a document of which a definition differs, before the other by name
YOUNG = "131003"  # made in the middle of 2021, for this test
THEME = (
    'id = "traps"\nname = "陷阱"\norder = 40\ncolor = "#22577a"\n'
    'headline = "trap_levels|trap_{first}|trap_part"\nheadline_note = "{{trap_levels?}}各级"\n'
)
INDICATOR = '\n[[indicator]]\nid = "trap_{id}"\nname = "陷阱{id}"\nunit = "个"\ndefinition = "测试"\n'
CHART = '\n[[chart]]\nid = "chart_{id}"\nkind = "statement"\nname = "陷阱{id}"\nindicators = ["trap_{id}"]\n'
DOCUMENT = (
    'id = "traps"\ntitle = "陷阱"\npublisher = "统计局"\nkind = "official"\nconfidence = "high"\n'
    'region = "131002"\npublished = "2023-03-01"\nurl = "https://example.org/traps"\n'
)


COPIED = DOCUMENT.replace('"traps"', '"copied"').replace('"official"', '"mirror"')
# Figures with nothing beside them, by what each is about: its printed text, and why nothing compares.
SILENT = {
    "open": ("9个以上", "不排名次：只公布了上限或下限"),
    "copied": ("9个", "不排名次：只见于转载站或汇总网站"),
    "few": ("9个", "有可比数字的不足3个"),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("traps")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    replace_text(curated / "regions.csv", "廊坊市广阳区,,", "廊坊市广阳区,2021-07,")
    text = THEME.format(first="definition")
    for id in TRAPS:
        text += INDICATOR.format(id=id) + ('replaces = "trap_old"\n' if id == "replaced" else "")
    text += (
        INDICATOR.format(id="old")
        + INDICATOR.format(id="regions")
        + "".join(CHART.format(id=id) for id in TRAPS)
    )
    text += INDICATOR.format(id="part") + "additive = true\n"
    text += "".join(INDICATOR.format(id=id) for id in (*SILENT, "earlier", "levels"))
    text += CHART.format(id="earlier")
    text += "".join(INDICATOR.format(id=id).replace('"个"', '"%"') for id in ("rate", "near_rate"))
    (curated / "themes" / "traps.toml").write_text(text, encoding="utf-8")
    rows = ["indicator,region,period,breakdown,printed,status,locator,note"]
    for id, (before, after, _) in TRAPS.items():
        region = YOUNG if id == "territory" else "131002"
        for name, (period, printed, status, note) in (
            (("old" if id == "replaced" else id), before),
            (id, after),
        ):
            rows.append(f"trap_{name},{region},{period},,{printed},{status},第1段,{note}")
    rows += [
        f"trap_regions,{region},{period},,{printed},{status},第1段,{note}"
        for region, (period, printed, status, note, _) in BESIDE.items()
    ]
    rows += [f"trap_regions,{region},2022,,9个,,第1段," for region in ("131002", "131081", "131082")]
    rows += [
        f"trap_part,{id},2022,,{n}个,,第1段," for id, n in (("131002", 9), ("131028", 9), ("131000", 90))
    ]
    rows.append("trap_regions,131002,2023,,10个以上,target,第1段,")
    rows += [
        f"trap_{id},{region},2022,,10个,,第1段,"
        for id in ("open", "copied", "levels")
        for region in ("131003", "131022", "131023")
    ]
    rows += [
        f"trap_{id},131002,2022,,{printed},,第1段," for id, (printed, _) in SILENT.items() if id != "copied"
    ]
    rows += ["trap_earlier,131002,2022,,9个,,第1段,"]
    rows += [f"trap_rate,{id},2022,,{n}%,,第1段," for id, n in (("131002", "3.9"), ("100000", "4.02"))]
    rows += [
        f"trap_near_rate,{id},2022,,{n}%,,第1段," for id, n in (("131002", 1), ("131000", 3), ("100000", 4))
    ]
    rows += [f"trap_levels,{region},2022,,900个,,第1段," for region in ("150702", "150700", "150000")]
    (curated / "documents" / "copied.toml").write_text(COPIED, encoding="utf-8")
    append(
        curated / "documents" / "copied.csv",
        rows[0],
        "trap_copied,131002,2022,,9个,,第1段,",
        "trap_earlier,131002,2021,,8个,,第1段,",
    )
    (curated / "documents" / "traps.toml").write_text(DOCUMENT, encoding="utf-8")
    append(curated / "documents" / "traps.csv", *rows)
    second = DOCUMENT.replace('"traps"', f'"{OTHERWISE}"').replace("陷阱", "另一份")
    (curated / "documents" / f"{OTHERWISE}.toml").write_text(second, encoding="utf-8")
    append(
        curated / "documents" / f"{OTHERWISE}.csv",
        rows[0],
        "trap_regions,131081,2022,,5个,,第1段,口径：含村办",
    )
    refresh(curated, url)
    with client_of(url) as client:
        yield client


@pytest.mark.parametrize("trap", TRAPS)
def test_the_reason_is_given_on_every_page(client: FlaskClient, trap: str) -> None:
    reason = TRAPS[trap][2]
    region = YOUNG if trap == "territory" else "131002"
    state = f"?region={region}" if region != "131002" else ""
    status = f"@{TRAPS[trap][1][2]}" if TRAPS[trap][1][2] else ""
    figure = client.get(f"/figures/{region}/trap_{trap}/2022{status}/traps{state}")
    assert figure.status_code == 200
    assert reason in text_of(the(read_html(figure.text), "main"))
    indicator = read_html(client.get(f"/indicators/trap_{trap}{state}").text)
    assert reason in text_of(by_id(indicator, "compared"))
    theme = read_html(client.get(f"/themes/traps{state}").text)
    card = text_of(having(by_id(theme, f"chart-chart_{trap}"), "compared")[0])
    overview = text_of(the(read_html(client.get(f"/{state}").text), "main"))
    assert reason in card and reason in overview
    if trap != "status":  # an estimate gives way to the newest result
        assert reason in text_of(by_id(theme, "compared"))
    assert "增加" not in card


def test_a_headline_gives_the_reason_too(client: FlaskClient) -> None:
    cells = {
        text_of(the(cell, "dt")): text_of(cell) for cell in having(read_html(client.get("/").text), "cell")
    }
    assert TRAPS["definition"][2] in cells["陷阱definition"]


def test_a_theme_is_headed_by_the_first_of_its_headlines_that_a_region_has(client: FlaskClient) -> None:
    def heads(region: str) -> str:
        return " ".join(
            text_of(cell) for cell in having(read_html(client.get(f"/?region={region}").text), "cell")
        )

    assert "陷阱levels" in heads(YOUNG) and "各级" in heads(YOUNG)
    assert "陷阱levels" not in heads("131002") and "各级" not in heads("131002")
    # with nothing of its own to compare with
    assert "陷阱part9个占廊坊市（90个）的10%（推算）" in heads("131028")


def test_a_page_of_a_region_says_since_when_it_is_there(client: FlaskClient) -> None:
    assert "2021-07" in text_of(the(read_html(client.get(f"/regions/{YOUNG}").text), "main"))


@pytest.mark.parametrize("region", BESIDE)
def test_regions_that_do_not_compare_are_named_with_their_figure_and_the_reason(
    client: FlaskClient, region: str
) -> None:
    period, printed, *_, why = BESIDE[region]
    asked = f"indicator=trap_regions&regions={','.join(['131002', '131081', '131082', *BESIDE, '131028'])}"
    page = read_html(client.get(f"/compare?{asked}").text)
    [row] = [
        row
        for row in page.iter("tr")
        if f"region={region}" in "".join(a.get("href", "") for a in row.iter("a"))
    ]
    assert printed in text_of(row) and why in text_of(row) and period[:4] in text_of(row)
    name = {"131000": "廊坊市"}.get(region, text_of(the(row, "th")))
    picture = "".join(text_of(read_html(client.get(f"/compare.svg?{asked}").text)).split())
    assert name in picture and why in picture
    assert "没有收录：大厂回族自治县" in text_of(the(page, "main"))
    assert f"3个地区有可比的数字，{len(BESIDE) + 1}个没有收录或不可比" in text_of(the(page, "main"))
    english = text_of(the(read_html(client.get(f"/compare?{asked}&lang=en").text), "main"))
    assert "Why not compared" in english


def test_a_later_target_takes_no_place_from_the_newest_result(client: FlaskClient) -> None:
    told = text_of(by_id(read_html(client.get("/indicators/trap_regions").text), "compared"))
    assert "第1—3位（3个有可比的数字，7个没有收录或不可比）" in told
    assert "还没有收录这一时期的结果" in told


@pytest.mark.parametrize(
    "address", ["/indicators/trap_part", "/compare?indicator=trap_part&regions=131002,131000"]
)
def test_a_part_of_the_region_above_is_told_with_its_formula(client: FlaskClient, address: str) -> None:
    told = text_of(the(read_html(client.get(address).text), "main"))
    assert "占廊坊市（90个）的10%（推算）9个 ÷ 90个" in told


def test_a_rate_is_beside_the_nearest_region_above_that_has_one_and_an_amount_beside_the_next(
    client: FlaskClient,
) -> None:
    def beside(id: str, region: str = "131002") -> str:
        page = client.get(f"/indicators/trap_{id}?region={region}").text
        return text_of(by_id(read_html(page), "compared"))

    assert "低于全国（4.02%）" in beside("rate") and "没有收录廊坊市的同期数字" not in beside("rate")
    assert "低于廊坊市（3%）" in beside("near_rate")
    assert "全国" not in beside("near_rate")
    assert "没有收录呼伦贝尔市的同期数字" not in beside("levels", "150702")
    assert "占呼伦贝尔市" not in beside("levels", "150702")  # nobody says that these may be summed


def test_how_a_figure_is_defined_stands_with_the_reason(client: FlaskClient) -> None:
    told = text_of(by_id(read_html(client.get("/indicators/trap_definition").text), "compared"))
    assert "口径不同，不能直接相比安次区2021年口径：含学校" in told


def test_what_has_nothing_beside_it_is_named_with_the_reason_of_its_own(client: FlaskClient) -> None:
    card = by_id(read_html(client.get("/themes/traps").text), "compared")
    notes = [text_of(note) for note in having(card, "note")]
    for id, (_, why) in SILENT.items():
        [told] = [note for note in notes if f"陷阱{id}" in note]
        assert told.startswith("没有可比的数字：") and why in told
        assert ("不足3个" in told) is (id == "few")


def test_a_card_does_not_deny_an_earlier_figure_that_only_a_copy_has(client: FlaskClient) -> None:
    card = by_id(read_html(client.get("/themes/traps").text), "chart-chart_earlier")
    told = text_of(having(card, "compared")[0])
    assert "更早的数字只见于转载站或汇总网站" in told and "没有收录更早的数字" not in told
    table = text_of(by_id(read_html(client.get("/indicators/trap_earlier").text), "compared"))
    assert "比2021年（8个）增加1个" in table and "对照的数字见于转载站" in table


def compared(client: FlaskClient, asked: str) -> str:
    return text_of(the(read_html(client.get(f"/compare?{asked}").text), "main"))


def test_regions_of_another_level_are_in_no_order_with_the_others(client: FlaskClient) -> None:
    page = compared(client, "indicator=trap_levels&regions=131003,131022,131023,150702,150700,150000")
    assert "海拉尔区900个，4个地区中最多" in page and "4个地区有可比的数字，2个没有收录或不可比" in page
    assert page.count("地区级别不同") == 2 and page.count("第1位") == 1


def test_regions_are_held_against_one_of_the_level_that_most_are_of(client: FlaskClient) -> None:
    page = compared(client, "indicator=trap_part&regions=131000,131028,131002&region=130000")
    assert "2个地区有可比的数字，1个没有收录或不可比" in page and page.count("地区互相包含") == 1


def test_regions_without_a_result_of_the_year_are_not_said_to_have_none_at_all(client: FlaskClient) -> None:
    page = compared(client, "indicator=trap_levels&regions=131003,131022&period=2019")
    assert "所选地区没有2019年的实际数" in page and "两者不都是实际数" not in page
    assert "只有计划、目标或预计数" not in page and "不与上面各地区相比" not in page


def test_what_bars_one_figure_from_comparison_is_not_said_of_the_others(client: FlaskClient) -> None:
    page = compared(client, "indicator=trap_open&regions=131002,131003,131022,131023")
    assert "3个地区有可比的数字，1个没有收录或不可比" in page and page.count("只公布了上限或下限") == 1
    assert "没有能与安次区相比的数字" in compared(client, "indicator=trap_few&regions=131002,131003")
    assert "只选了一个地区" in compared(client, "indicator=trap_few&regions=131002")


def test_of_two_figures_of_one_time_the_one_that_counts_as_others_do_is_compared(client: FlaskClient) -> None:
    page = read_html(client.get("/compare?indicator=trap_regions&regions=131002,131081,131082").text)
    told = text_of(the(page, "main"))
    assert "2022年，3个地区都有可比的数字。" in told and "口径不同" not in told

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
    "status": (("2021", "8个", "", ""), ("2022", "9个", "estimate", ""), "不相比：两者不都是实际数"),
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
THEME = 'id = "traps"\nname = "陷阱"\norder = 40\ncolor = "#22577a"\nheadline = "trap_{first}"\n'
INDICATOR = '\n[[indicator]]\nid = "trap_{id}"\nname = "陷阱{id}"\nunit = "个"\ndefinition = "测试"\n'
CHART = '\n[[chart]]\nid = "chart_{id}"\nkind = "statement"\nname = "陷阱{id}"\nindicators = ["trap_{id}"]\n'
DOCUMENT = (
    'id = "traps"\ntitle = "陷阱"\npublisher = "统计局"\nkind = "official"\nconfidence = "high"\n'
    'region = "131002"\npublished = "2023-03-01"\nurl = "https://example.org/traps"\n'
)


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
    rows += ["trap_part,131002,2022,,9个,,第1段,", "trap_part,131000,2022,,90个,,第1段,"]
    rows.append("trap_regions,131002,2023,,10个以上,target,第1段,")
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


def test_how_a_figure_is_defined_stands_with_the_reason(client: FlaskClient) -> None:
    told = text_of(by_id(read_html(client.get("/indicators/trap_definition").text), "compared"))
    assert "口径不同，不能直接相比安次区2021年口径：含学校" in told


def test_of_two_figures_of_one_time_the_one_that_counts_as_others_do_is_compared(client: FlaskClient) -> None:
    page = read_html(client.get("/compare?indicator=trap_regions&regions=131002,131081,131082").text)
    told = text_of(the(page, "main"))
    assert "3个地区有可比的数字，0个没有收录或不可比" in told and "口径不同" not in told

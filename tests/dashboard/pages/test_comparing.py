"""What pages say of a figure beside others names both, their periods, and why they compare or don't."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from dashboard.charts.region_view import KINDS
from dashboard.pictures.codes import OTHERS
from tests.setup.districts import DISTRICTS, copy_with_districts
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import client_of, drop_lines, refresh, replace_text

FIRST = DISTRICTS[0]
JOBS = "new_urban_jobs,131002,{period},,{printed},{status},第1段,{note}"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site of two releases: districts with wells, and a second document on jobs of earlier years."""
    folder = tmp_path_factory.mktemp("compared")
    url = f"sqlite:///{folder / 'livelihood.db'}"
    curated = copy_with_districts(folder)
    refresh(curated, url)
    documents = curated / "documents"
    (documents / "earlier.toml").write_text(
        'id = "earlier"\ntitle = "往年"\npublisher = "统计局"\nkind = "official"\nconfidence = "high"\n'
        'region = "131002"\npublished = "2022-03-01"\nurl = "https://example.org/earlier"\n',
        encoding="utf-8",
    )
    rows = [
        JOBS.format(period="2021", printed="5600个", status="", note=""),
        JOBS.format(period="2020", printed="5000个", status="", note="口径：含灵活就业"),
        JOBS.format(period="2022", printed="5700个以上", status="target", note=""),
    ]
    head = "indicator,region,period,breakdown,printed,status,locator,note\n"
    (documents / "earlier.csv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    refresh(curated, url, "往年的报告")
    replace_text(documents / "earlier.csv", "5600个", "5601个")
    drop_lines(documents / "earlier.csv", "new_urban_jobs,131002,2020")
    refresh(curated, url, "抄错一位", withdraw="earlier=1")
    with client_of(url) as client:
        yield client


def said(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return text_of(the(read_html(answer.text), "main"))


def test_a_figure_is_held_against_the_period_before_and_its_target(client: FlaskClient) -> None:
    page = said(client, "/indicators/new_urban_jobs")
    assert "比2021年（5601个）增加229个，增4.1%（推算）" in page
    assert "5830个 − 5601个" in page and "5830个 ÷ 5601个 − 100%" in page
    assert "目标5700个以上：达到，多130个（推算）" in page
    assert "收录的160个廊坊市同级地区中，有可比数字的不足3个" in page
    assert "收录的10个廊坊市的县、县级市和市辖区中，有可比数字的不足3个" in page
    english = said(client, "/indicators/new_urban_jobs?lang=en")
    assert "up 229 jobs from 5,601 jobs (2021), or 4.1%" in english


def test_why_figures_do_not_compare_is_said(client: FlaskClient) -> None:
    page = said(client, "/indicators/new_urban_jobs?release=2")
    assert "2020年为5000个，口径不同，不能直接相比" in page


def test_equal_figures_share_a_place_among_all_who_publish(client: FlaskClient) -> None:
    page = said(client, f"/indicators/wells?region={FIRST}")
    assert "从大到小居第150位" in page and "（150个有可比的数字" in page
    rigs = said(client, f"/indicators/rigs?region={FIRST}")
    assert "居第1—150位" in rigs


def test_regions_are_compared_in_one_period(client: FlaskClient) -> None:
    regions = ",".join(DISTRICTS[:3])
    page = said(client, f"/compare?indicator=wells&regions={regions}")
    assert "1002个" in page and "3个地区中最多" in page
    assert "比2021年（991个）增加10个" in page


def test_two_regions_are_in_no_order_worth_telling_and_that_is_said(client: FlaskClient) -> None:
    two = said(client, f"/compare?indicator=wells&regions={','.join(DISTRICTS[:2])}")
    assert "可比的地区不足3个，不排名次" in two and "第1位" not in two
    assert "不排名次" not in said(client, f"/compare?indicator=wells&regions={','.join(DISTRICTS[:3])}")


def test_an_indicator_leads_to_its_comparison(client: FlaskClient) -> None:
    card = by_id(read_html(client.get(f"/indicators/wells?region={FIRST}").text), "compared")
    [way] = [a.get("href") for a in card.iter("a") if text_of(a) == "各地区比较 →"]
    assert way and "机井：地区比较" in said(client, way)


def test_regions_that_lie_in_each_other_are_not_compared(client: FlaskClient) -> None:
    page = said(client, "/compare?indicator=resident_population&regions=131000,131002")
    assert "不与上面各地区相比" in page and "地区互相包含" in page


def test_a_form_asks_for_a_comparison_without_script(client: FlaskClient) -> None:
    asked = f"/compare?indicator=wells&regions={DISTRICTS[0]}&regions={DISTRICTS[1]}"
    answer = client.get(asked, follow_redirects=False)
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/compare?indicator=wells&regions={DISTRICTS[0]},{DISTRICTS[1]}"
    (form,) = having(read_html(client.get(answer.headers["Location"]).text), "choose")
    ticked = [field.get("value") for field in form.iter("input") if field.get("checked") is not None]
    assert ticked == DISTRICTS[:2]


@pytest.mark.parametrize(
    "address",
    ["/compare?indicator=nothing", "/compare?regions=nowhere", "/regions/nowhere", "/releases/99"],
)
def test_what_is_not_there_is_not_compared(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_region_says_what_it_is_part_of_and_which_documents_tell_of_it(client: FlaskClient) -> None:
    assert "廊坊市" in said(client, "/regions/131002") and "往年" in said(client, "/regions/131002")
    assert "第900000区" in said(client, "/regions")


def test_a_release_tells_what_it_added_corrected_and_withdrew(client: FlaskClient) -> None:
    second = said(client, "/releases/2")
    assert "新增3项" in second and "往年的报告" in second and "5700个以上" in second
    third = said(client, "/releases/3")
    assert "更正1项" in third and "5600个" in third and "5601个" in third and "已撤回" in third
    assert client.get("/releases/3?release=2").status_code == 404


def test_a_comparison_is_a_picture_too_that_names_what_it_leaves_out(client: FlaskClient) -> None:
    regions = ",".join([*DISTRICTS[:5], "131002"])
    asked = f"indicator=wells&regions={regions}"
    for size, lang in (("wide", ""), ("portrait", "&lang=en")):
        said = client.get(f"/compare.svg?{asked}&size={size}{lang}").text
        for id in DISTRICTS[:5]:
            assert f"第{id}区" in said
        assert ("没有收录：安次区" in said) is not bool(lang) and ("Anci District" in said or not lang)
    whole = client.get("/compare.svg?indicator=wells&size=wide")
    assert whole.status_code == 404 and "portrait" in whole.get_json()["error"]


def test_the_picture_of_a_comparison_has_a_code_whatever_it_draws() -> None:
    assert {kind for kind in KINDS if kind != "bars"} < {*OTHERS}


def test_too_many_regions_for_any_picture_are_told_so(client: FlaskClient) -> None:
    page = read_html(client.get(f"/compare?indicator=wells&regions={','.join(DISTRICTS[:40])}").text)
    assert "地区太多，一张图片放不下" in text_of(by_id(page, "picture")) and not having(page, "preview")


@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_figures_of_regions_over_time_are_a_table_of_periods_and_regions(
    client: FlaskClient, lang: str
) -> None:
    page = read_html(client.get(f"/compare?indicator=wells&regions={','.join(DISTRICTS[:12])}{lang}").text)
    (table,) = having(by_id(page, "chart-compare-panels-wells"), "across")
    heads = [text_of(head) for head in table.iter("th") if head.get("scope") == "col"]
    assert len(heads) == 13 and heads[1] == f"第{DISTRICTS[0]}区"
    newest, before, sources = ([text_of(cell) for cell in row.iter("td")] for row in [*table.iter("tr")][1:])
    assert all(text.endswith(f"{1000 + n}个") for n, text in enumerate(newest))
    assert all(text.endswith(f"{990 + n}个") for n, text in enumerate(before))
    assert all("2024-01-01" in text for text in sources)
    assert len([link for link in table.iter("a") if "/figures/" in link.get("href", "")]) == 24


def test_a_table_of_bars_names_the_region_of_each(client: FlaskClient) -> None:
    page = read_html(client.get(f"/compare?indicator=wells&regions={','.join(DISTRICTS[:3])}").text)
    (data,) = (d for d in having(by_id(page, "chart-compare-bars-wells"), "data") if having(d, "brief"))
    assert all(f"第{id}区" in text_of(data) for id in DISTRICTS[:3])


@pytest.mark.parametrize(
    ("count", "kinds"), [(2, ["bars", "lines"]), (12, ["bars", "panels"]), (40, ["bars"])]
)
def test_each_chart_of_a_comparison_may_be_taken_along(
    client: FlaskClient, count: int, kinds: list[str]
) -> None:
    answer = client.get(f"/compare?indicator=wells&regions={','.join(DISTRICTS[:count])}")
    assert answer.status_code == 200
    cards = [card for card in having(read_html(answer.text), "card") if card.tag == "article"]
    assert [card.get("id") for card in cards] == [f"chart-compare-{kind}-wells" for kind in kinds]
    for card in cards:
        (ways,) = having(card, "actions")
        for way in ways.iter("a"):
            address = (way.get("href") or "").replace(".png", ".svg")
            assert client.get(address, follow_redirects=True).status_code == 200, address


def test_a_line_with_a_later_target_says_what_its_newest_result_is_beside_others(client: FlaskClient) -> None:
    root = read_html(client.get("/themes/jobs?region=100000").text)
    told = text_of(having(by_id(root, "chart-new_employment_over_time"), "compared")[0])
    assert "1269万人（2021年）：比2020年（1186万人）增加约83万人" in told and "目标1100万人以上：达到" in told

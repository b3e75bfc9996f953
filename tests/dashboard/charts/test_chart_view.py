"""What a chart says after the next update: results stay, projects stay, and nothing brings a page down."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from dashboard.charts.chart_view import chart_views
from dashboard.charts.figures.theme import CLEAR, TEXT
from dashboard.request.address import Address
from dashboard.request.context import make_context
from data.store.queries import open_release
from data.store.tables import observation_table, open_store
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import append, client_of, copy_curated, refresh, replace_text, trust_copies

ARTICLE = "anci-livelihood-2023-02-01.csv"
UPDATE = (
    "basic_insurance_coverage,131002,2023,,96%,target,第2段,",
    "unemployed_reemployed,131002,2023,,700人,,第2段,",
    "school_project_status,131002,2023,primary_school_29,竣工,,第18段,时期：“2023年”",
    "school_project_status,131002,2023,primary_school_30,竣工,plan,第18段,",
    "school_project_status,131002,2024,primary_school_33,竣工,target,第18段,",
    "livelihood_share_of_budget,131002,2023,,82%,,第2段,",
    "general_budget_revenue,131000,2023-Q1,,90亿元,,第2段,",
    "general_budget_revenue,131000,2024,,330亿元,target,第2段,",
)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A release that a document has added targets, results and stages to."""
    folder = tmp_path_factory.mktemp("updated")
    curated = copy_curated(folder)
    append(curated / "documents" / ARTICLE, *UPDATE)
    trust_copies(curated)
    particulars = (curated / "documents" / ARTICLE).with_suffix(".toml")
    replace_text(particulars, 'published = "2023-02-01"', 'published = "2024-04-01"')
    refresh(curated, f"sqlite:///{folder / 'livelihood.db'}")
    return f"sqlite:///{folder / 'livelihood.db'}"


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[FlaskClient]:
    with client_of(url) as client:
        yield client


def card(client: FlaskClient, path: str, chart: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:200]
    return by_id(read_html(answer.text), f"chart-{chart}")


def title(card: Element) -> str:
    """What a card is called."""
    return text_of(the(card, "h2"))


def picture(card: Element) -> str:
    """What the smallest drawing of a card says, without spaces."""
    svg = next(card.iter("svg"))
    return "".join(text_of(text) for text in svg.iter("text")).replace(" ", "")


# ---- a target is no result --------------------------------------------------------------------


def test_a_new_target_leaves_the_last_result_where_it_was(client: FlaskClient) -> None:
    shown = card(client, "/", "insurance_coverage")
    assert "95.88%" in title(shown) and "96%" not in title(shown)
    assert "2022年" in text_of(having(shown, "subtitle")[0]) and "96%" not in picture(shown)


def test_where_only_a_target_is_known_the_title_calls_it_one(client: FlaskClient) -> None:
    shown = card(client, "/?period=2023", "insurance_coverage")
    assert "96%（目标）" in title(shown)
    english = card(client, "/?period=2023&lang=en", "insurance_coverage")
    assert "96% (Target)" in title(english)


def test_what_stands_beside_a_headline_is_a_result_of_the_same_time(client: FlaskClient) -> None:
    beside = [text_of(cell) for cell in having(read_html(client.get("/").text), "beside")]
    assert [text for text in beside if text.startswith("占一般公共预算支出81.94%2022年 · 距本版")]
    assert not [text for text in beside if "82%" in text]


def test_a_note_speaks_only_of_the_time_that_is_drawn(client: FlaskClient) -> None:
    assert "亿元（推算）" in text_of(having(card(client, "/?period=2022", "budget_shares"), "note")[0])
    newest = card(client, "/", "budget_shares")
    assert "82%" in title(newest) and not having(newest, "note")


# ---- lines ------------------------------------------------------------------------------------


def test_years_stand_beside_each_other_with_a_later_target_and_without_a_quarter(client: FlaskClient) -> None:
    shown = card(client, "/themes/spending?region=131000", "budget_revenue_by_year")
    assert "320.2亿元" in title(shown) and "330" not in title(shown)
    assert all(text in picture(shown) for text in ("341.5亿元", "320.2亿元", "330亿元目标"))
    assert "90亿元" not in picture(shown) and "第一季度" not in picture(shown)


# ---- projects ---------------------------------------------------------------------------------


def test_a_project_that_the_update_is_silent_on_keeps_its_stage_and_says_of_when(client: FlaskClient) -> None:
    shown = card(client, "/themes/education", "school_projects")
    said = picture(shown)
    assert "二十九小（2023年）" in said and "二十中（2022年）" in said
    assert "基本完工25个（2022年）" in said
    assert "2022年、2023年" in text_of(having(shown, "subtitle")[0])


def test_a_stage_that_is_planned_is_not_drawn_as_reached(client: FlaskClient) -> None:
    for chart in ("school_projects", "school_plans_and_outcomes"):
        shown = card(client, "/themes/education", chart)
        rows = [text_of(row) for row in having(shown, "data")[0].iter("tr") if "三十小" in text_of(row)]
        assert rows and not [row for row in rows if "竣工" in row and "计划" not in row.partition("竣工")[2]]


def test_where_stages_are_planned_only_they_are_hollow_and_called_so(client: FlaskClient) -> None:
    shown = card(client, "/themes/education?period=2024", "school_projects")
    assert "竣工（目标）1" in picture(shown)
    source = having(shown, "drawing")[0].get("data-figure", "")
    bars = [trace for trace in client.get(source).get_json()["data"] if trace["type"] == "bar"]
    assert {trace["marker"]["color"] for trace in bars} == {CLEAR}


def test_of_one_time_no_project_says_when(client: FlaskClient) -> None:
    said = picture(card(client, "/themes/education?period=2022", "school_projects"))
    assert "二十中、" in said and "（2022年）" not in said


# ---- years ------------------------------------------------------------------------------------


def test_what_was_built_since_a_year_is_found_under_the_year_it_was_known(client: FlaskClient) -> None:
    assert "298.2" in picture(card(client, "/themes/roads?period=2020", "roads_improved"))
    assert client.get("/themes/roads?period=2016").status_code == 404


def test_an_early_report_makes_no_year_of_what_it_tells_of_the_year_before(client: FlaskClient) -> None:
    years = {a.get("href") for a in read_html(client.get("/themes/roads").text).iter("a")}
    assert "/themes/roads?period=2020" in years
    assert "/?period=2022" in {a.get("href") for a in read_html(client.get("/").text).iter("a")}
    assert {
        o["period"] for o in client.get("/api/v1/observations?theme=roads").get_json()["observations"]
    } >= {"2022-01-01/2023-02-01"}


def test_a_line_is_drawn_of_a_region_whose_territory_stayed_and_of_no_other(client: FlaskClient) -> None:
    assert "4358839" in picture(card(client, "/themes/population?region=131000", "population_by_census"))
    assert 'id="chart-population_by_census"' not in client.get("/themes/population").text


def test_a_note_is_shown_only_where_what_it_speaks_of_is_drawn(client: FlaskClient) -> None:
    notes = {
        query: [text_of(note) for note in having(card(client, f"/themes/{query}", chart), "note")]
        for query, chart in (
            ("population?period=2010", "census_population"),
            ("population", "census_population"),
            ("jobs?region=130000&period=2009", "employment_targets_and_results"),
            ("jobs?region=130000&period=2015", "employment_targets_and_results"),
            ("education?period=2021", "school_projects"),
        )
    }
    assert list(notes.values()) == [
        ["2010年数含部分今单列的廊坊开发区人口，与2020年不可比。"],
        [],
        [],
        ["目标数，不是完成数。"],
        [],
    ]


# ---- what can't be drawn ----------------------------------------------------------------------


@pytest.fixture
def older(tmp_path: Path) -> Iterator[FlaskClient]:
    """A release of a version that did not ask whether charts can draw their figures."""
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    t, engine = observation_table, open_store(url)
    there = (t.c.indicator == "resident_population_by_sex", t.c.breakdown == "male")
    with engine.begin() as connection:
        connection.execute(sa.update(t).where(*there).values(printed="-187390人", value=-18.739))
    engine.dispose()
    with client_of(url) as client:
        yield client


@pytest.mark.parametrize(
    ("lang", "title", "why"),
    [
        ("zh", "分性别常住人口", "图表“分性别常住人口”不能这样画：有负数，不能从零画起"),
        (
            "en",
            "Resident population by sex",
            "can't be drawn so: a value below zero can't be drawn from zero",
        ),
    ],
)
def test_a_chart_that_cant_be_drawn_says_why_and_shows_its_table(
    older: FlaskClient, caplog: pytest.LogCaptureFixture, lang: str, title: str, why: str
) -> None:
    with caplog.at_level(logging.WARNING):
        shown = card(older, f"/themes/population?lang={lang}", "population_by_sex")
    assert text_of(the(shown, "h2")) == title
    assert why in text_of(having(shown, "note")[0])
    assert "-187390人" in text_of(having(shown, "table")[0])
    assert not list(shown.iter("svg")) and not having(shown, "drawing")
    assert [record for record in caplog.records if "population_by_sex" in record.getMessage()]


def test_the_picture_of_a_chart_that_cant_be_drawn_is_not_found(older: FlaskClient) -> None:
    for kind in ("svg", "json"):
        answer = older.get(f"/charts/population_by_sex.{kind}?width=296")
        assert answer.status_code == 404 and "有负数" in answer.get_json()["error"]


def test_the_units_under_a_title_are_those_in_which_its_figures_are_printed(url: str) -> None:
    engine = open_store(url, read_only=True)
    contexts = [make_context(open_release(engine), Address("overview", region=id)) for id in ("", "131000")]
    charts = [
        chart
        for context in contexts
        for chart in chart_views(context, context.reader.catalog.charts.values())
    ]
    assert any(chart.subtitle.endswith("单位：人") for chart in charts)
    for chart in charts:
        _, _, units = chart.subtitle.partition("单位：")
        printed = {
            o.quantity.unit for o in chart.rows if o.value is not None and o.indicator != "household_size"
        }
        printed |= {"人/户" for o in chart.rows if o.indicator == "household_size"}  # printed 人
        assert {*units.split("、")} - {""} == printed, chart.subtitle
    engine.dispose()


# ---- large type -------------------------------------------------------------------------------


def test_in_large_type_every_mark_is_as_large_to_press_as_all_else_is(url: str) -> None:
    reader = open_release(open_store(url, read_only=True), 1)
    least = 60 * TEXT / 22  # px: 60 where text of this size is shown at 22
    for region in reader.catalog.regions:
        context = make_context(reader, Address("overview", region=region, type="large"))
        for view in chart_views(context, reader.catalog.charts.values()):
            for width in view.widths if not view.refused else ():
                boxes = [box for boxes in view.drawing(width).boxes.values() for box in boxes]
                assert boxes and min(min(box[2:]) for box in boxes) >= least, (region, view.chart.id, width)
                assert all(box[0] >= 0 and box[0] + box[2] <= width for box in boxes), (region, view.chart.id)

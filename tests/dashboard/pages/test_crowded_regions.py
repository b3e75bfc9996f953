"""Pages are bounded as lists are: of a region with sixty thousand figures, and of thousands of regions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from dashboard.charts.chart_view import ChartView
from dashboard.pages.headlines import find_headline, news
from dashboard.pages.pages import MAKERS, write_page
from dashboard.request.address import PART, Address, parse_address
from dashboard.request.context import MOST, Context, make_context
from dashboard.request.html import render
from dashboard.request.parts import part_of_figures
from data.errors import NotFound
from data.model.observation import Observation
from data.statements.selection import in_order
from data.store.queries import ReleaseReader, open_release
from data.store.tables import open_store
from tests.setup.crowded import (
    DOCUMENT,
    FIGURES,
    GROUPS,
    INDICATORS,
    PLANS,
    QUIET,
    REGION,
    YEARS,
    publish_crowded,
)
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of

OVERVIEW_BYTES = 2_000_000  # plain, of a page with charts of three hundred bars
ROWS_READ = 4 * MOST + 10 * PART  # of the store, for any page


class Long(Context):
    """A context that treats any region as one with more figures than a page reads at once."""

    @cached_property
    def is_short(self) -> bool:
        return False


@dataclass(frozen=True)
class Counting(ReleaseReader):
    """A reader that counts the rows it is given."""

    @cached_property
    def counted(self) -> list[int]:
        return []

    def select(self, query: sa.Select[*tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        rows = super().select(query)
        self.counted.append(len(rows))
        return rows


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('crowded') / 'livelihood.db'}"
    publish_crowded(address)
    return address


@pytest.fixture(scope="module")
def crowded(url: str) -> Iterator[Engine]:
    engine = open_store(url, read_only=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[FlaskClient]:
    with client_of(url) as client:
        yield client


@pytest.fixture(scope="module")
def published(store_url: str) -> Iterator[ReleaseReader]:
    """What is really published."""
    engine = open_store(store_url, read_only=True)
    yield open_release(engine)
    engine.dispose()


def listed(page: str) -> int:
    """How many rows all tables of a page have."""
    return sum(len([*body.iter("tr")]) for body in read_html(page).iter("tbody"))


# ---- however many figures there are, a page has so many ------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?period=2020", "/themes/t0", "/themes/t1", "/themes/t1?period=2020", "/indicators/i03"),
        *(f"/regions/{REGION}", f"/documents/{DOCUMENT}", "/releases/1", "/compare?indicator=i03"),
        f"/figures/{REGION}/i03@g03/2020/{DOCUMENT}",
    ],
)
def test_a_page_of_sixty_thousand_figures_reads_and_lists_a_bounded_number(
    crowded: Engine, path: str
) -> None:
    newest = open_release(crowded)
    reader = Counting(crowded, newest.release, newest.catalog)
    page = render(write_page(make_context(reader, parse_address(*[*path.split("?"), ""][:2])), MAKERS).body)
    assert len(page.encode()) < OVERVIEW_BYTES and listed(page) <= 2 * PART
    assert 0 < sum(reader.counted) <= ROWS_READ < FIGURES / 4


@pytest.mark.parametrize("path", ["/report?themes=t0", "/screen"])
def test_briefing_and_wall_are_bounded_too(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and len(answer.data) < OVERVIEW_BYTES


def test_a_chart_of_more_than_can_be_drawn_says_so_and_lists_the_first_with_the_way_to_all(
    client: FlaskClient,
) -> None:
    root = read_html(client.get("/").text)
    card = next(card for card in root.iter("article") if card.get("id") == "chart-ranked_bars_10")
    said = [text_of(note) for note in having(card, "note")]
    assert said[0].endswith("条形超过300个。") or "条形超过300个" in said[0]
    assert said[1].startswith("只列出前60条。") and len([*the(card, "tbody")]) == 60
    assert [a.get("href") for a in having(card, "note")[1].iter("a")] == ["/themes/t0"]


def test_a_theme_without_charts_lists_its_newest_figures_on_the_overview(client: FlaskClient) -> None:
    root = read_html(client.get("/").text)
    card = next(card for card in having(root, "figures") if "主题1" in text_of(card))
    periods = {text_of(cell) for cell in having(card, "period")}
    assert (len([*the(card, "tbody")]), periods) == (60, {"时期 2024年"}) or periods == {"2024年"}


def test_of_a_long_series_the_newest_times_are_read_whole_and_the_others_counted(crowded: Engine) -> None:
    context = make_context(open_release(crowded), Address("overview"))
    rows = context.rows(["i05"])
    assert [*dict.fromkeys(row.period for row in rows)] == [str(year) for year in [*YEARS][:-11:-1]]
    assert (len(rows), context.left_out(["i05"])) == (MOST, FIGURES // len(INDICATORS) - MOST)
    assert {row.period for row in context.rows(["i05"], newest=True)} == {"2024"}


# ---- and the rest stands in parts, each by its address --------------------------------------------


def test_the_parts_of_a_theme_are_together_all_its_figures_in_reading_order(crowded: Engine) -> None:
    reader = open_release(crowded)
    indicators = [*INDICATORS[:2], "summed"]
    whole = in_order(reader.catalog, reader.observations(regions=[REGION], indicators=indicators))
    assert len(whole) == 2 * len(YEARS) * len(GROUPS) + PLANS + len(YEARS)
    told: list[Observation] = []
    while len(told) < len(whole):
        number = len(told) // PART + 1
        context = make_context(reader, Address("theme", "t0", part=str(number) if number > 1 else ""))
        part = part_of_figures(context, indicators)
        assert (part.before, part.among) == (len(told), len(whole)) and part.rows
        told += part.rows
    assert told == whole
    with pytest.raises(NotFound):
        part_of_figures(make_context(reader, Address("theme", "t0", part=str(number + 1))), indicators)


@pytest.mark.parametrize(
    ("path", "among"),
    [
        ("/themes/t1", FIGURES // 2),
        ("/indicators/i03", FIGURES // 20),
        (f"/documents/{DOCUMENT}", FIGURES + PLANS),
        ("/releases/1", FIGURES + PLANS + 1),
    ],
)
def test_a_page_says_how_many_more_there_are_and_leads_to_them_without_a_script(
    client: FlaskClient, path: str, among: int
) -> None:
    root = read_html(client.get(path).text)
    [paging] = having(root, "paging")
    assert text_of(paging).startswith(f"第1–500条，共{among}条")
    [after] = [a.get("href", "") for a in paging.iter("a")]
    following = client.get(after)
    assert following.status_code == 200 and "第501–1000条" in following.text
    ways = [a.get("href", "") for a in having(read_html(following.text), "paging")[0].iter("a")]
    assert ways == [after.replace("?part=2", ""), after.replace("part=2", "part=3")]
    assert client.get(after.replace("part=2", "part=999")).status_code == 404


def test_a_link_to_another_region_or_year_leads_to_its_first_part(client: FlaskClient) -> None:
    root = read_html(client.get("/themes/t1?part=2").text)
    chosen = [a.get("href", "") for nav in having(root, "controls") for a in nav.iter("a")]
    assert chosen and not [href for href in chosen if "part=" in href]
    assert all(client.get(href).status_code == 200 for href in chosen[:3])


def test_a_quiet_region_beside_a_crowded_one_is_whole_on_one_page(client: FlaskClient) -> None:
    page = client.get(f"/themes/t0?region={QUIET}").text
    assert "12.5万人" in page and having(read_html(page), "paging") == []


# ---- reading less gives the same --------------------------------------------------------------


def test_what_is_read_in_parts_says_what_is_read_at_once(published: ReleaseReader) -> None:
    catalog = published.catalog
    for region in ("131002", "131000", "150702"):
        for year in ("", *(str(year) for year in published.years(region)[:6])):
            address = Address("overview", region="" if region == catalog.home_region else region, period=year)
            short = make_context(published, address)
            long = Long(published, short.words, short.address)
            assert long.themes_shown == short.themes_shown
            assert news(long) == news(short)
            for theme in catalog.themes.values():
                assert find_headline(long, theme) == find_headline(short, theme)
                ids = [indicator.id for indicator in catalog.indicators_of(theme.id)]
                assert part_of_figures(long, ids) == part_of_figures(short, ids)
            for chart in catalog.charts.values():
                views = [ChartView(chart, context) for context in (short, long)]
                assert views[0].rows == views[1].rows, (region, year, chart.id)
                if views[0].rows:
                    assert views[0].notes == views[1].notes and views[0].revisions == views[1].revisions

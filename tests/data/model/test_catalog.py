"""What is declared is read in the order in which it is shown, and a release keeps it whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data.model.catalog import LISTS, Catalog, are_opposed, build_catalog
from data.store.queries import open_release
from data.store.tables import open_store
from etl.curated.folder import read_curated
from tests.setup.content import read_content
from tests.setup.publishing import copy_curated


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return build_catalog(read_content())


@pytest.fixture(scope="module")
def released(store_url: str) -> Iterator[Catalog]:
    engine = open_store(store_url, read_only=True)
    yield open_release(engine).catalog
    engine.dispose()


def test_a_release_keeps_the_catalogue_as_curated(catalog: Catalog, released: Catalog) -> None:
    assert released == catalog


def test_the_catalogue_is_plain_data_that_json_keeps() -> None:
    content = read_content()
    assert build_catalog(json.loads(json.dumps(content))) == build_catalog(content)


def test_themes_stand_in_their_declared_order_whatever_their_files_are_called(catalog: Catalog) -> None:
    orders = [theme.order for theme in catalog.themes.values()]
    assert orders == sorted(orders)
    assert list(catalog.themes) != sorted(catalog.themes)


def test_the_first_region_of_the_list_is_home(catalog: Catalog) -> None:
    assert catalog.home_region == next(iter(catalog.regions))
    assert catalog.regions[catalog.home_region]["level"] == "district"


def test_an_indicator_belongs_to_the_theme_whose_file_declares_it(catalog: Catalog) -> None:
    by_theme = [i for theme in catalog.themes for i in catalog.indicators_of(theme)]
    assert {i.id for i in by_theme} == set(catalog.indicators)
    assert len(by_theme) == len(catalog.indicators)


def test_charts_with_an_indicator_are_those_that_draw_it_as_share_or_amount(catalog: Catalog) -> None:
    shared = next(c for c in catalog.charts.values() if c.amounts)
    assert shared in catalog.charts_with(shared.indicators[0])
    assert shared in catalog.charts_with(shared.amounts[0])


def test_every_chart_stands_in_one_theme_and_draws_what_is_declared(catalog: Catalog) -> None:
    assert [c for theme in catalog.themes for c in catalog.charts_of(theme)] == [
        *sorted(catalog.charts.values(), key=lambda c: list(catalog.themes).index(c.theme))
    ]
    for chart in catalog.charts.values():
        assert {*chart.indicators, *chart.amounts} <= set(catalog.indicators), chart.id


def test_an_entry_of_a_list_has_its_facts_and_nothing_for_others(catalog: Catalog) -> None:
    kind = next(iter(catalog.source_kinds.values()))
    assert kind["tier"] == "1"
    assert kind["colour"] == ""
    assert {name for name in LISTS if not getattr(catalog, name)} == set()


def test_a_byte_order_mark_that_an_editor_puts_is_no_part_of_a_name(tmp_path: Path) -> None:
    curated = copy_curated(tmp_path)
    for file in (curated / "regions.csv", next((curated / "themes").glob("*.toml"))):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_curated(curated, tmp_path / "languages").content() == read_content()


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("城镇居民人均可支配收入", "农村居民人均可支配收入", True),
        ("一般公共预算收入", "一般公共预算支出", True),
        ("年末常住人口", "户籍人口", True),
        ("城镇居民人均可支配收入", "城乡居民收入", False),  # the other has words of both sides or of none
        ("失业人员再就业", "城镇新增就业", False),
    ],
)
def test_two_names_are_told_apart_by_words_of_different_sides(
    catalog: Catalog, one: str, other: str, opposed: bool
) -> None:
    for pair in ((one, other), (other, one)):
        assert are_opposed(*map(catalog.sides_of, pair)) == opposed


def test_no_two_names_of_one_indicator_are_of_different_sides(catalog: Catalog) -> None:
    for indicator in catalog.indicators.values():
        for alias in indicator.aliases:
            assert not are_opposed(*map(catalog.sides_of, (indicator.name, alias))), (indicator.id, alias)


def test_the_peers_of_a_region_are_the_members_of_its_groups(catalog: Catalog) -> None:
    groups = catalog.peers_of(catalog.home_region)
    assert groups
    for group in groups:
        assert {catalog.home_region} < {*group.texts("members")} <= {*catalog.regions}
        assert group["method"] and group["source"]
    assert all(
        not catalog.peers_of(region) for region in catalog.regions if not catalog.regions[region]["parent"]
    )

"""What becomes of a row: the text as printed, and its value in the unit of its indicator."""

from __future__ import annotations

import pytest

from etl.curated.readings import Row
from etl.releases.document_contents import holdings_of
from tests.etl.small_curated import SmallCurated


@pytest.fixture
def rows(curated: SmallCurated) -> list[Row]:
    """The rows of the small folder, in the order of its document."""
    holding = holdings_of(curated.read())["report"]
    return sorted(holding.rows or (), key=lambda row: holding.place[row.key])


def test_a_figure_keeps_its_text_and_has_a_value_in_its_indicators_unit(rows: list[Row]) -> None:
    values = {row.printed: row.value for row in rows if row.value is not None}
    assert values == {"约1234.5万立方米": 1234.5, "95.5%": 95.5, "1.2亿元": 1.2, "8000万元": 0.8, "3座": 3.0}


def test_a_stage_has_no_value(rows: list[Row]) -> None:
    assert [(row.printed, row.value) for row in rows if row.indicator == "plant_stage"] == [
        ("建成", None),
        ("开工", None),
    ]


def test_a_row_without_a_status_is_a_result(rows: list[Row]) -> None:
    assert [row.status for row in rows] == ["actual", "actual", "plan", "plan", "actual", "actual", "actual"]


def test_rows_stand_in_the_order_in_which_their_document_prints_them(rows: list[Row]) -> None:
    assert [row.locator for row in rows][:3] == ["第1段", "第1段", "第2段"]


def test_a_holding_has_its_rows_by_their_keys_and_the_place_of_each(curated: SmallCurated) -> None:
    holding = holdings_of(curated.read())["report"]
    assert (holding.figures, sorted(holding.places)) == (7, [*range(7)])
    assert [*(holding.rows or ())] == sorted(holding.rows or (), key=lambda row: row.key)

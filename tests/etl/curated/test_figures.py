"""What becomes of a row: the text as printed, and its value in the unit of its indicator."""

from __future__ import annotations

import pytest

from data.model.observation import Observation
from etl.curated.readings import observations
from etl.releases.difference import contents_of
from tests.etl.small_curated import SmallCurated


@pytest.fixture
def rows(curated: SmallCurated) -> list[Observation]:
    """The rows of the small folder, in the order of its document."""
    return observations(curated.read())["report"]


def test_a_figure_keeps_its_text_and_has_a_value_in_its_indicators_unit(rows: list[Observation]) -> None:
    values = {row.printed: row.value for row in rows if row.value is not None}
    assert values == {"约1234.5万立方米": 1234.5, "95.5%": 95.5, "1.2亿元": 1.2, "8000万元": 0.8, "3座": 3.0}


def test_a_stage_has_no_value(rows: list[Observation]) -> None:
    assert [(row.printed, row.value) for row in rows if row.indicator == "plant_stage"] == [
        ("建成", None),
        ("开工", None),
    ]


def test_a_row_without_a_status_is_a_result(rows: list[Observation]) -> None:
    assert [row.status for row in rows] == ["actual", "actual", "plan", "plan", "actual", "actual", "actual"]


def test_rows_stand_in_the_order_in_which_their_document_prints_them(rows: list[Observation]) -> None:
    assert [row.locator for row in rows][:3] == ["第1段", "第1段", "第2段"]
    assert [row.position for row in rows] == [*range(7)]


def test_a_document_holds_its_figures_in_the_order_of_their_keys(curated: SmallCurated) -> None:
    rows = contents_of(curated.read())["report"]
    assert [row.key for row in rows] == sorted(row.key for row in rows)
    assert sorted(row.position for row in rows) == [*range(7)]

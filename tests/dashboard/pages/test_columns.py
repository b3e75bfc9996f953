"""Columns of cards end as near each other as the order of the cards allows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboard.pages.columns import Card, set_in_columns
from dashboard.request import html
from dashboard.request.html import render
from tests.setup.markup import having, read_html, text_of

HEIGHTS = st.lists(st.integers(100, 600), min_size=1, max_size=12)


def runs(heights: list[int]) -> list[list[list[int]]]:
    """The numbers of cards, by column and run."""
    cards = [Card(html.P(str(i)), height, height) for i, height in enumerate(heights)]
    root = read_html(render(set_in_columns(cards)))
    return [
        [[int(text_of(card)) for card in run] for run in having(column, "run")]
        for column in having(root, "column")
    ]


@given(HEIGHTS)
def test_cards_are_read_in_their_order_down_one_column_and_then_the_next(heights: list[int]) -> None:
    numbers = [number for column in runs(heights) for run in column for number in run]
    assert numbers == [*range(len(heights))]


@given(HEIGHTS)
def test_two_columns_end_no_further_apart_than_the_card_between_them_is_high(heights: list[int]) -> None:
    columns = [sum(heights[i] + 24 for run in column for i in run) for column in runs(heights)]
    assert len(columns) == min(len(heights), 2)
    assert len(columns) < 2 or abs(columns[0] - columns[1]) <= max(heights) + 24


@given(st.lists(st.integers(100, 600), min_size=3, max_size=12))
def test_where_there_are_three_columns_none_is_empty(heights: list[int]) -> None:
    [[first, second], [third, last]] = runs(heights)
    assert first and (second or third) and last

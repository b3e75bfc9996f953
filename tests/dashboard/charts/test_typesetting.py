"""Texts of charts broken into lines, and figures split around their digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.figures.typesetting import measure, split_numeral, wrap, wrap_caption


@given(st.text(max_size=80), st.integers(40, 600))
def test_broken_lines_hold_the_text_and_fit(text: str, width: int) -> None:
    lines = wrap(text, 14, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(measure(line, 14) <= width for line in lines)


def test_a_line_never_starts_with_a_comma() -> None:
    assert wrap("博物馆、档案馆、图书馆", 14, 14 * 3) == ["博物", "馆、档", "案馆、", "图书馆"]
    assert wrap("约 52.85 公里", 14, 60) == ["约 52.85", "公里"]


@pytest.mark.parametrize("figure", ["920.8公里", "8000余个", "47.98万人", "2010年11月1日", "32,204 yuan"])
@pytest.mark.parametrize("width", range(120, 200, 7))
def test_no_line_ends_inside_a_figure_or_a_date(figure: str, width: int) -> None:
    assert any(figure in line for line in wrap(f"全区公路通车里程{figure}，比上年", 14, width))


def test_a_note_breaks_between_its_parts() -> None:
    assert wrap_caption("常住人口的构成 · 安次区 · 2010年 · %", 14, 230) == [
        "常住人口的构成",
        "安次区 · 2010年 · %",
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("约52.85公里", ("约", "52.85", "公里")),
        ("8,000余个", ("", "8,000", "余个")),
        ("-3.2%", ("", "-3.2", "%")),
        ("10—20万元", ("", "10—20", "万元")),
        ("more than 8,000", ("more than", "8,000", "")),
        ("收录文件中没有", ("", "", "收录文件中没有")),
    ],
)
def test_a_figure_is_split_around_its_digits(text: str, parts: tuple[str, str, str]) -> None:
    assert split_numeral(text) == parts

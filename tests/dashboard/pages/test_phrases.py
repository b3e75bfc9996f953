"""Where the lines of a text may break."""

from __future__ import annotations

from html import unescape

import pytest

from dashboard.pages.phrases import closed_up, dotted, stepped, whole
from dashboard.request.html import render
from tests.setup.markup import read_html, text_of


@pytest.mark.parametrize(
    "address, steps",
    [
        ("http://acwmw.com/dongtai/202302.html", ["http://acwmw.com/", "dongtai/", "202302.html"]),
        ("/compare?indicator=wells&regions=1,2", ["/compare?", "indicator=wells&", "regions=1,", "2"]),
        ("见 /v/15PKR011EK。", ["见 /v/", "15PKR011EK。"]),
        ("2026/11/27 的 CSV/XLSX", ["2026/11/27 的 CSV/XLSX"]),
    ],
)
def test_an_address_breaks_after_its_steps(address: str, steps: list[str]) -> None:
    assert unescape(render(stepped(address))).split("<wbr>") == steps


def test_a_line_of_parts_still_says_its_dots() -> None:
    assert (
        text_of(read_html(render(dotted("安次区文明办 · 第2段 · 第1版")))) == "安次区文明办 · 第2段 · 第1版"
    )


def test_no_gap_comes_between_a_full_width_bracket_and_the_dot_after_it() -> None:
    text = "河北新闻网（转载站） · 2021-03-22 · 第2段"
    assert render(dotted(text)).count('class="closed"') == 1
    assert closed_up(text) == "河北新闻网（转载站）· 2021-03-22 · 第2段"
    english = "Hebei News (Reprint) · 2021-03-22"
    assert closed_up(english) == english and "closed" not in render(dotted(english))


@pytest.mark.parametrize("text", ["2023-02-01", "“1-80”", "2010年11月1日", "约52.85公里"])
def test_what_belongs_together_is_never_parted(text: str) -> None:
    assert render(whole(f"见{text}，")) == f'见<span class="whole">{text}</span>，'

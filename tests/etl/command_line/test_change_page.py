"""The page of what changes: every figure with what it was, and the charts it is drawn in."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from etl.command_line.exit_codes import NOT_CONFIRMED, WRONG
from tests.etl.admin import Admin
from tests.setup.markup import read_html, text_of, the

CSV, THEME = "curated/documents/report.csv", "curated/themes/water.toml"
STARTED = "plants_started,110101,2022,,3座,,第3段,\n"


@pytest.fixture
def changed(admin: Admin) -> Admin:
    """An admin who has published, and then corrected, withdrawn and added a figure."""
    admin.publish()
    admin.curated.edit(CSV, "8000万元", "6000万元")
    admin.curated.edit(CSV, STARTED, "")
    admin.curated.edit(CSV, "", "supply,110101,2021,,1200万立方米,,第4段,\n")
    return admin


def page_of(admin: Admin, tmp_path: Path, *arguments: str) -> Element:
    """The page that a command writes."""
    file = tmp_path / "变动.html"
    done = admin.call(*arguments, "--html", str(file))
    assert f"变动已写成网页：{file}" in done.stdout, done.stdout + done.stderr
    return read_html(file.read_text(encoding="utf-8"))


def rows_under(page: Element, heading: str) -> list[list[str]]:
    """The cells of the table that follows a heading, its head left out."""
    body = list(the(page, "body"))
    place = next(n for n, element in enumerate(body) if text_of(element).startswith(heading))
    table = next(element for element in body[place:] if element.tag == "table")
    return [[text_of(cell) for cell in row] for row in table.iter("tr")][1:]


def test_every_change_stands_with_what_it_was_what_it_is_and_its_source(
    changed: Admin, tmp_path: Path
) -> None:
    page = page_of(changed, tmp_path, "diff")
    assert text_of(the(page, "h1")) == "第 1 版以来的变动"
    assert rows_under(page, "第 1 版") == [["供水", "1", "1", "1"]]
    assert rows_under(page, "变动 1") == [
        ["水厂计划投资 · 甲区 · 2022年 · 南厂 · 计划", "8000万元", "6000万元", "report › 第2段"]
    ]
    assert rows_under(page, "撤下 1") == [["开工的水厂 · 甲区 · 2022年", "3座", "—", "report › 第3段"]]
    assert rows_under(page, "新增 1") == [["供水量 · 甲区 · 2021年", "—", "1200万立方米", "report › 第4段"]]


def test_the_charts_affected_show_their_figures_before_and_after_on_one_scale(
    changed: Admin, tmp_path: Path
) -> None:
    page = page_of(changed, tmp_path, "diff")
    charts = [text_of(heading) for heading in page.iter("h3")]
    assert charts == [
        "供水 · 供水量 (/themes/water)",
        "供水 · 水厂进展 (/themes/water)",
        "供水 · 计划与进展 (/themes/water)",
        "供水 · 水厂投资 (/themes/water)",
    ]
    assert rows_under(page, "供水 · 水厂投资") == [
        ["水厂计划投资 · 甲区 · 2022年 · 北厂 · 计划", "1.2亿元", "1.2亿元"],
        ["水厂计划投资 · 甲区 · 2022年 · 南厂 · 计划", "8000万元", "6000万元"],
    ]
    widths = [int(rect.get("width", "")) for rect in page.iter("rect")][-4:]
    assert [round(width / widths[0], 2) for width in widths] == [1.0, 1.0, 0.67, 0.5]


def test_a_chart_that_shows_what_it_showed_is_not_on_the_page(changed: Admin, tmp_path: Path) -> None:
    page = page_of(changed, tmp_path, "diff")
    assert "覆盖率" not in [text_of(heading).split(" · ")[1].split()[0] for heading in page.iter("h3")]


def test_the_page_is_written_before_anybody_is_asked(changed: Admin, tmp_path: Path) -> None:
    file = tmp_path / "变动.html"
    done = changed.call("refresh", "--reason", "更正", "--withdraw", "report=1", "--html", str(file))
    assert (done.returncode, file.exists(), changed.releases()) == (NOT_CONFIRMED, True, 1)


def test_a_rollback_has_its_page_too(changed: Admin, tmp_path: Path) -> None:
    changed.publish("--reason", "更正", "--withdraw", "report=1")
    page = page_of(changed, tmp_path, "rollback", "1", "--reason", "更正有误", "--yes")
    assert rows_under(page, "撤下 1")[0][0] == "供水量 · 甲区 · 2021年"


def test_a_first_release_is_all_new(admin: Admin, tmp_path: Path) -> None:
    page = page_of(admin, tmp_path, "diff")
    assert text_of(the(page, "h1")) == "首次发布"
    assert len(rows_under(page, "新增 7")) == 7
    assert not list(page.iter("h3"))


def test_what_looks_like_markup_in_a_figure_stays_text(admin: Admin, tmp_path: Path) -> None:
    admin.publish()
    admin.curated.edit(THEME, 'name = "供水量"\nunit', 'name = "<script>alert(1)</script>"\nunit')
    admin.curated.edit(CSV, "约1234.5万立方米,,第1段", "约1234.6万立方米,,<b>第1节</b>")
    page = page_of(admin, tmp_path, "diff")
    assert not list(page.iter("script")) and not list(page.iter("b"))
    assert rows_under(page, "变动 1")[0][3] == "report › <b>第1节</b>"


def test_the_page_needs_nothing_from_elsewhere(changed: Admin, tmp_path: Path) -> None:
    page = page_of(changed, tmp_path, "diff")
    assert not [
        e for e in page.iter() if {"src", "href"} & e.attrib.keys() or e.tag in ("script", "link", "img")
    ]
    assert any("default-src 'none'" in meta.get("content", "") for meta in page.iter("meta"))


def test_nothing_new_makes_no_page(admin: Admin, tmp_path: Path) -> None:
    admin.publish()
    assert admin.call("diff", "--html", str(tmp_path / "变动.html")).returncode == 0
    assert not (tmp_path / "变动.html").exists()


def test_a_page_that_cannot_be_written_is_told_and_nothing_is_published(
    changed: Admin, tmp_path: Path
) -> None:
    done = changed.call(
        "refresh", "--yes", "--reason", "更正", "--html", str(tmp_path / "nowhere" / "a.html")
    )
    assert (done.returncode, changed.releases()) == (WRONG, 1)
    assert "不能用" in done.stderr

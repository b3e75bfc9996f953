"""Whoever cited a figure of an earlier release is told, at the address cited, what became of it since."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import client_of, copy_curated, drop_lines, refresh, replace_text

ARTICLE = "anci-livelihood-2023-02-01"
SHARE = "livelihood_share_of_budget,131002,2022,,81.94%"
DERIVED = "/figures/131002/total_budget_expenditure/2022@derived"
COVERAGE = f"/figures/131002/basic_insurance_coverage/2022/{ARTICLE}"
FAIRS = f"/figures/131002/job_fairs/2022/{ARTICLE}"
ADAPTED = f"/figures/131002/elderly_home_adaptations/2022/{ARTICLE}"


@dataclass(frozen=True)
class Site:
    """A site of three releases, and the codes and files of pictures saved while there was the first alone."""

    client: FlaskClient
    codes: dict[str, str]
    files: dict[str, bytes]

    def read(self, path: str) -> str:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return text_of(the(read_html(answer.text), "main"))

    def proof(self, path: str) -> str:
        return self.read(f"/v/{self.codes[path]}")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The second release corrects, moves, withdraws and defines anew; the third changes something else."""
    folder = tmp_path_factory.mktemp("proven")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    figures = curated / "documents" / f"{ARTICLE}.csv"
    refresh(curated, url)
    codes, files = {}, {}
    with client_of(url, "https://data.example.cn") as client:
        for path in (DERIVED, COVERAGE, FAIRS, ADAPTED, "/charts/insurance_coverage"):
            drawn = client.get(f"{path}.svg?size=wide").text
            codes[path] = re.findall(r"核对编号 ([0-9A-Z-]+)", drawn)[0].replace("-", "")
            files[path] = client.get(f"{path}.png?size=wide").data
    replace_text(figures, SHARE, SHARE.replace("81.94", "81.49"))
    replace_text(figures, "17场,,第2段", "17场,,第3段")
    drop_lines(figures, "basic_insurance_coverage,131002")
    replace_text(curated / "themes" / "elderly.toml", "完成居家适老化改造的", "完成或在建的")
    refresh(curated, url, "原文更正", withdraw=f"{ARTICLE}=1")
    replace_text(figures, "689人", "698人")
    refresh(curated, url, "录入有误")
    with client_of(url, "https://data.example.cn") as client:
        yield Site(client, codes, files)


def test_a_derived_figure_of_an_earlier_release_says_what_is_derived_now(site: Site) -> None:
    told = "已更正：第2版起一般公共预算支出总额为约32.74亿元，不再是约32.56亿元"
    assert told in site.read(f"{DERIVED}?release=1")
    assert told in site.client.get(f"{DERIVED}.svg?release=1&size=wide").text
    assert "第2版更正为约32.74亿元" in site.client.get(f"{DERIVED}.csv?release=1").text
    assert "第2版更正为约32.74亿元" in site.read("/themes/spending?release=1")


def test_a_derived_figure_says_what_was_derived_before_one_of_its_parts_was_corrected(site: Site) -> None:
    assert "第2版更正：一般公共预算支出总额现为约32.74亿元，原为约32.56亿元" in site.read(DERIVED)
    assert "更正，原为约32.56亿元" in site.read("/themes/spending")


def test_a_code_says_that_what_was_derived_is_another_now(site: Site) -> None:
    said = site.proof(DERIVED)
    assert "约32.74亿元" in said and "至今没有变化" not in said


def test_a_code_says_that_a_figure_is_defined_otherwise_now(site: Site) -> None:
    said = site.proof(ADAPTED)
    assert "图中数字至今没有变化；名称、口径等有变动" in said and "完成或在建的" in said


def test_a_code_says_that_a_figure_stands_elsewhere_in_its_document(site: Site) -> None:
    said = site.proof(FAIRS)
    assert "第2段" in said and "第3段" in said and "至今没有变化" not in said


@pytest.mark.parametrize("path", [DERIVED, COVERAGE, "/charts/insurance_coverage"])
def test_a_picture_saved_before_a_correction_is_still_known_as_ours(site: Site, path: str) -> None:
    sent = {"file": (io.BytesIO(site.files[path]), "saved.png")}
    answer = site.client.post(f"/v/{site.codes[path]}", data=sent, content_type="multipart/form-data")
    assert 'data-verdict="True"' in answer.text


@pytest.mark.parametrize("path", ["/corrections", "/releases/2", FAIRS])
def test_what_was_corrected_of_a_figure_is_told_where_it_is_not_its_digits(site: Site, path: str) -> None:
    said = site.read(path)
    assert re.search(r"17场\s*第3段", said), said


@pytest.mark.parametrize("release", ["", "?release=1"])
def test_the_page_of_a_figure_says_what_it_has_been_called_otherwise_by(site: Site, release: str) -> None:
    assert "名称、口径等的变动" in site.read(f"{ADAPTED}{release}")


def test_a_figure_withdrawn_says_so_in_its_name_and_beside_its_digits(site: Site) -> None:
    page = site.client.get(COVERAGE).text
    assert re.search(r"<title>[^<]*95\.88%[^<]*</title>", page) and "安次区 · 2022年 · 已撤回" in page
    assert "已撤回：第2版起不再有基本医疗保险参保率95.88%" in site.read(COVERAGE)
    assert "95.88%（第2版撤回）" in site.client.get(f"{COVERAGE}.txt").text
    dataset = json.loads(site.client.get(f"{COVERAGE}.jsonstat").text)
    assert dataset["extension"]["mark"] == {"0": "[r] 第2版撤回"}


@pytest.mark.parametrize(
    "path",
    [
        *("/charts/insurance_coverage", "/embed/insurance_coverage?lang=en"),
        *("/charts/insurance_coverage.svg?size=wide", "/charts/insurance_coverage.png?lang=en&size=square"),
    ],
)
def test_an_address_whose_figures_are_gone_leads_to_the_last_release_that_has_them(
    site: Site, path: str
) -> None:
    answer = site.client.get(path, follow_redirects=False)
    assert answer.status_code == 302 and "release=1" in answer.headers["Location"]
    assert site.client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/charts/nothing", "/charts/insurance_coverage.csv", "/themes/jobs?part=99", "/?period=1900"]
)
def test_what_never_was_and_files_that_programs_follow_lead_nowhere(site: Site, path: str) -> None:
    assert site.client.get(path, follow_redirects=False).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/regions/999999", "/documents/nothing", "/?region=131002&period=1900", "/figures/131002/nothing/2022"],
)
def test_for_what_never_was_no_earlier_release_is_opened(site: Site, path: str) -> None:
    opened: set[int] = set()

    def note(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if "WHERE release.id = " in statement:
            opened.add(parameters[0])

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        assert site.client.get(path).status_code == 404
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    assert opened <= {3}


def test_a_theme_whose_figures_were_withdrawn_is_not_said_to_have_none_yet(site: Site) -> None:
    assert "尚未" not in site.read("/themes/insurance")


def test_a_derived_figure_is_cited_as_ours_with_its_formula_and_bounds(site: Site) -> None:
    said = text_of(by_id(read_html(site.client.get(DERIVED).text), "citation"))
    assert "（推算 = 26.68亿元 ÷ 81.49%；按原文数字的精度，在32.732–32.749亿元之间）" in said
    assert "author = {{安次区民生数据}}" in said and "AU  - 安次区文明办" not in said


def test_a_chart_that_shows_what_is_derived_is_cited_with_word_of_it(site: Site) -> None:
    assert "注明“推算”的由本站按公布的数字算出" in site.read("/charts/budget_shares")
    assert "注明“推算”的由本站" not in site.read("/charts/people_reemployed").partition("正文引用")[2]


def test_a_file_names_the_kind_of_copy_beside_the_body_as_pages_do(site: Site) -> None:
    copied = site.client.get("/documents/school-projects-anci-2021-03-22.csv").text.splitlines()[1:]
    assert copied and all("河北新闻网（转载站）" in row for row in copied)
    assert "河北新闻网（转载站）《" in site.client.get("/documents/school-projects-anci-2021-03-22.txt").text


def test_a_correction_leads_to_its_figure(site: Site) -> None:
    leads = {a.get("href") for a in read_html(site.client.get("/corrections").text).iter("a")}
    assert {FAIRS, COVERAGE} <= leads


def test_a_headline_of_an_earlier_release_says_what_became_of_it_and_of_what_stands_beside_it(
    site: Site,
) -> None:
    cells = [text_of(cell) for cell in having(read_html(site.client.get("/?release=1").text), "cell")]
    assert any("26.68" in cell and "81.94% · 第2版更正为81.49%" in cell for cell in cells)
    assert any("95.88" in cell and "第2版撤回" in cell for cell in cells)
    assert "第2版" not in "".join(map(text_of, having(read_html(site.client.get("/").text), "beside")))


def test_a_comparison_marks_a_corrected_figure(site: Site) -> None:
    there = "/compare?indicator=livelihood_share_of_budget&period=2022&regions=131002,131000"
    assert "第2版更正为81.49%" in site.read(f"{there}&release=1")
    assert "更正，原为81.94%" in site.read(there)


def test_an_indicator_whose_figures_were_all_withdrawn_shows_them_and_no_empty_table(site: Site) -> None:
    said = site.read("/indicators/basic_insurance_coverage")
    assert "本站没有收录这个指标的数字" in said and re.search(r"95\.88%\s*已撤回", said)
    assert not having(read_html(site.client.get("/indicators/average_wage").text), "table")

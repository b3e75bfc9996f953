"""A page is of one release, and every page of every release can be read: what it changed, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.setup.markup import by_id, figure_rows, having, links, page, text_of, the
from tests.setup.publishing import (
    append,
    client_of,
    copy_curated,
    drop_lines,
    drop_paragraph,
    refresh,
    replace_text,
)

ARTICLE = "anci-livelihood-2023-02-01"
ELSEWHERE = "gu-an-work-report-2025-01-22"  # what else has figures of an indicator that is dropped


@pytest.fixture(scope="module")
def revised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Three releases: as curated; a correction; a withdrawal with which an indicator and a region went."""
    folder = tmp_path_factory.mktemp("revised")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    article, theme = curated / "documents" / f"{ARTICLE}.csv", curated / "themes" / "culture.toml"
    append(curated / "regions.csv", "131099,新兴区,131000,district,,,,,")
    append(article, "cultural_events,131099,2022,,70场,,第5段,")
    drop_lines(curated / "documents" / f"{ELSEWHERE}.csv", "cultural_events,")
    append(article, "new_urban_jobs,131002,2022,,6000个,target,第2段,")
    append(article, "new_urban_jobs,131002,2023,,7000个,target,第2段,")
    refresh(curated, url, "")
    replace_text(article, "26.68亿元", "26.69亿元")
    refresh(curated, url, "更正 <b>笔误</b>")
    drop_lines(article, "cultural_events,131002,")
    replace_text(article, "cultural_events,131099,2022,,70场,,第5段,\n", "")
    replace_text(curated / "regions.csv", "131099,新兴区,131000,district,,,,,\n", "")
    english = folder / "languages" / "en.toml"
    for file, start in (
        (theme, '[[indicator]]\nid = "cultural_events"'),
        (theme, '[[chart]]\nid = "events_held"'),
        (theme, "headline"),
        (english, "[indicator.cultural_events]"),
        (english, "[chart.events_held]"),
    ):
        drop_paragraph(file, start)
    refresh(curated, url, "撤回", withdraw=f"{ARTICLE}=2")
    with client_of(url) as client:
        yield client


def test_releases_are_listed_with_what_they_changed_and_why(revised: FlaskClient) -> None:
    rows = [[text_of(cell) for cell in row] for row in figure_rows(page(revised, "/releases"))]
    assert [(row[0], row[3], row[4], row[6]) for row in rows] == [
        ("第3版变动 第3版", "0", "2", "撤回"),
        ("第2版变动 第2版", "1", "0", "更正 <b>笔误</b>"),
        ("第1版变动 第1版", "0", "0", ""),
    ]
    assert len(figure_rows(page(revised, "/releases?release=1"))) == 1


def test_corrections_tell_what_was_and_what_is_even_of_what_is_no_longer_declared(
    revised: FlaskClient,
) -> None:
    for lang in ("", "?lang=en"):
        rows = [text_of(row) for row in figure_rows(page(revised, f"/corrections{lang}"))]
        assert len(rows) == 4 and "组织开展的文化惠民活动" in rows[3]
        assert [word for row in rows for word in ("60场", "70场", "26.68亿元") if word in row] == [
            "60场",
            "70场",
            "26.68亿元",
        ]
        assert "26.69亿元" in rows[2] and "更正" in rows[2]


def test_every_page_of_every_release_can_be_read(revised: FlaskClient) -> None:
    for release in (1, 2, 3):
        for path in (
            "/",
            "/themes/culture",
            "/documents",
            f"/documents/{ARTICLE}",
            "/releases",
            "/corrections",
        ):
            page(revised, f"{path}?release={release}")
    assert revised.get("/indicators/cultural_events?release=2").status_code == 200
    assert revised.get("/?region=131099&release=1").status_code == 200


@pytest.mark.parametrize(
    ("path", "last"),
    [("/indicators/cultural_events", "?release=2"), ("/?region=131099", "&release=2")],
)
def test_what_the_catalogue_has_no_more_leads_to_the_last_release_that_has_it(
    revised: FlaskClient, path: str, last: str
) -> None:
    answer = revised.get(path, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}{last}")
    [banner] = having(page(revised, path), "earlier")
    assert "不是最新版" in text_of(banner)


def test_a_target_is_no_headline_however_new_it_is(revised: FlaskClient) -> None:
    cells = {
        text_of(the(cell, "dt")): text_of(having(cell, "figure")[0])
        for cell in having(page(revised, "/"), "cell")
    }
    assert cells["城镇新增就业岗位"] == "5830个"
    later = having(page(revised, "/?period=2023"), "cell")
    assert "城镇新增就业岗位" not in [text_of(the(cell, "dt")) for cell in later]


def test_where_there_is_a_result_its_target_is_in_the_table_and_not_in_the_chart(
    revised: FlaskClient,
) -> None:
    root = page(revised, "/themes/jobs?period=2022")
    (card,) = (card for card in root.iter("article") if "5830个" in text_of(card))
    assert "6000" not in "".join(text_of(shown) for shown in having(card, "chart"))
    assert "5830个（2022年）：目标6000个：低于目标，少170个（推算）" in text_of(having(card, "compared")[0])
    assert "6000个 目标" in text_of(having(root, "figures")[0])


def test_a_result_and_its_target_have_places_of_their_own(revised: FlaskClient) -> None:
    root = page(revised, f"/documents/{ARTICLE}")
    for status, printed in (("actual", "5830个"), ("target", "6000个 目标")):
        row = by_id(root, f"131002-new_urban_jobs-{status}-2022")
        assert text_of(having(row, "printed")[0]) == printed


@pytest.mark.parametrize(("query", "release"), [("", "3"), ("?release=1", "1"), ("?release=2&lang=en", "2")])
@pytest.mark.parametrize("path", ["/", "/themes/roads", f"/documents/{ARTICLE}", "/indicators/job_fairs"])
def test_everything_on_a_page_is_of_one_release(
    revised: FlaskClient, path: str, query: str, release: str
) -> None:
    root = page(revised, f"{path}{query}")
    assert having(root, "page")[0].get("data-release") == release
    figures = [e.get("data-figure", "") for e in root.iter() if e.get("data-figure")]
    downloads = [link for link in links(root) if "/api/v1/observations" in link]
    named = [parse_qs(urlsplit(address).query)["release"] for address in figures + downloads]
    assert named and set(map(tuple, named)) == {(release,)}
    if query:
        onwards = {
            a for name in ("earlier", "revised") for aside in having(root, name) for a in aside.iter("a")
        }
        pages = [a for a in root.iter("a") if a.get("data-page") is not None and a not in onwards]
        assert pages and all(f"release={release}" in a.get("href", "") for a in pages)
    drawn = {
        text for svg in root.iter("svg") for text in re.findall(r"第(\d+)版|release (\d+)", text_of(svg))
    }
    assert {x or y for x, y in drawn} <= {release}

"""What readers of an earlier release, or of a corrected figure, are told of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import client_of, copy_curated, drop_lines, refresh, replace_text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Three releases: the second corrects 5830 to 5838, the third withdraws another figure."""
    folder = tmp_path_factory.mktemp("corrected")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    figures = curated / "documents" / "anci-livelihood-2023-02-01.csv"
    refresh(curated, url)
    replace_text(figures, "5830个", "5838个")
    refresh(curated, url, "原文更正")
    drop_lines(figures, "job_fairs,")
    refresh(curated, url, "误收", withdraw="anci-livelihood-2023-02-01=1")
    with client_of(url, "https://data.example.cn") as client:
        yield client


def test_a_page_of_an_earlier_release_says_at_its_top_what_differs_since(client: FlaskClient) -> None:
    [banner] = having(read_html(client.get("/themes/jobs?release=1").text), "earlier")
    said = text_of(banner)
    assert "第1版" in said and "2个版本" in said and "更正1个" in said and "撤回1个" in said
    links = {a.get("href") for a in banner.iter("a")}
    assert links == {"/themes/jobs", "/corrections"}
    for newest in ("/themes/jobs", "/themes/jobs?release=3"):
        assert not having(read_html(client.get(newest).text), "earlier")


def test_a_corrected_figure_is_marked_wherever_it_shows(client: FlaskClient) -> None:
    now = text_of(read_html(client.get("/themes/jobs").text))
    assert "第2版更正：城镇新增就业岗位现为5838个，原为5830个" in now and "更正，原为5830个" in now
    then = text_of(read_html(client.get("/themes/jobs?release=1").text))
    assert "已更正：第2版起城镇新增就业岗位为5838个，不再是5830个" in then and "第2版更正为5838个" in then
    assert "已撤回：第3版起不再有专项招聘活动17场" in then and "第3版撤回" in then
    assert "更正" not in text_of(the(read_html(client.get("/themes/roads").text), "main"))


def test_a_picture_of_a_corrected_figure_says_so(client: FlaskClient) -> None:
    then = client.get("/charts/jobs_and_fairs.svg?release=1&size=square").text
    assert "已更正：第2版起" in then and "5830" in then
    now = client.get("/charts/jobs_and_fairs.svg?size=square").text
    assert "原为5830个" in now


def test_in_english_too(client: FlaskClient) -> None:
    page = client.get("/themes/jobs?lang=en&release=1").text
    assert "This is Release 1" in page and "Corrected since: " in page

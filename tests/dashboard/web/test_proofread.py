"""A text is proofread without a script, within bounds, and nothing of it is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.web.guard import LONGEST_TEXT
from tests.setup.markup import read_html, text_of, the
from tests.setup.publishing import client_of, publish_corrected

TEXT = "2022年，民生支出26.68亿元，城镇新增就业岗位5830个，<b>失业人员再就业698人&。"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Two releases, of which the second corrects 689人."""
    url = publish_corrected(tmp_path_factory.mktemp("proofread"), "689人", "691人")
    with client_of(url) as client:
        yield client


def paste(client: FlaskClient, text: str, lang: str = "", **more: str) -> TestResponse:
    address = "/proofread" + (f"?lang={lang}" if lang else "")
    return client.post(address, data={"text": text, **more}, content_type="multipart/form-data")


def verdicts(answer: TestResponse) -> dict[str, str]:
    root = the(read_html(answer.text), "main")
    rows = [row for row in root.iter("tr") if row.get("data-verdict")]
    return {text_of(next(row.iter("th"))): row.get("data-verdict", "") for row in rows}


def test_a_pasted_text_comes_back_with_what_is_known_of_each_figure(client: FlaskClient) -> None:
    assert 'method="post"' in client.get("/proofread").text
    answer = paste(client, TEXT, region="131002")
    assert answer.status_code == 200
    found = verdicts(answer)
    assert (found["26.68亿元"], found["698人"], found["2022年"]) == ("agrees", "contradicts", "no_figure")
    assert "<b>" not in answer.text and "691人" in answer.text
    assert "contradicts" in text_of(the(read_html(paste(client, TEXT, "en").text), "main"))


def test_a_figure_that_was_corrected_is_said_to_be_superseded(client: FlaskClient) -> None:
    answer = paste(client, "2022年，失业人员再就业689人。")
    assert verdicts(answer)["689人"] == "superseded"
    assert "691人" in text_of(the(read_html(answer.text), "main"))


def test_nothing_of_a_text_is_cached_or_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    cached = len(client.application.extensions["page_cache"])
    answer = paste(client, TEXT)
    assert answer.headers["Cache-Control"] == "no-store" and "ETag" not in answer.headers
    assert len(client.application.extensions["page_cache"]) == cached
    assert "民生支出" not in caplog.text


def test_a_line_without_end_is_read(client: FlaskClient) -> None:
    answer = paste(client, "民生支出" * 3000 + "3个")
    assert answer.status_code == 200 and "3个" in text_of(the(read_html(answer.text), "main"))


@pytest.mark.parametrize(
    "more",
    [
        {"text": " "},
        {"text": "民" * (LONGEST_TEXT // 3 + 1)},
        {"text": "1个，" * 1001},
        {"text": TEXT, "region": "999999"},
        {"text": TEXT, "published": "2023-02-30"},
    ],
)
def test_what_is_too_long_or_can_not_be_meant_is_refused(client: FlaskClient, more: dict[str, str]) -> None:
    assert paste(client, **more).status_code == 400

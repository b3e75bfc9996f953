"""A document's text, kept outside of the store, shows on pages alone: one sentence a figure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from flask.testing import FlaskClient

from data.store.texts import keep_text
from etl.__main__ import main
from tests.setup.markup import having, read_html, text_of, the
from tests.setup.publishing import add_document, client_of, copy_curated, refresh

TEXT = """某某区2023年民生情况
2023年，全区城镇新增就业6120人，失业人员再就业702人。兜底保障逐步提高，各镇街新设服务网点。
举办招聘会21场，咨询电话：0316-1234567。
村民张三家的收入达到3万元，全区组织文化活动66场。
完成居家适老化改造52户；再完成24户。
"""
ROWS = (
    "urban_new_employment,131002,2023,,6120人,,第2段,",
    "unemployed_reemployed,131002,2023,,702人,,第2段,",
    "job_fairs,131002,2023,,21场,,第3段,",
    "cultural_events,131002,2023,,66场,,第4段,",
    "elderly_home_adaptations,131002,2023,,53户,,第5段,",
)
SENTENCE = "2023年，全区城镇新增就业6120人，失业人员再就业702人。"
DOCUMENT = "/documents/anci-2023"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A store with a document whose text is kept, and others whose digests nobody recorded."""
    folder = tmp_path_factory.mktemp("originals")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'store.db'}"
    add_document(curated, "anci-2023", "2023年民生情况", "安次区统计局", "131002", *ROWS, text=TEXT)
    refresh(curated, url)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEXTS_FOLDER", str(folder / "texts"))
        keep_text(TEXT)
        yield folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[FlaskClient]:
    with client_of(f"sqlite:///{folder / 'store.db'}") as client:
        yield client


def page(client: FlaskClient, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)
    return the(read_html(answer.text), "main")


def figure(indicator: str) -> str:
    return f"/figures/131002/{indicator}/2023/anci-2023"


def told(main: Element) -> list[str]:
    """What a page says of a text that it doesn't show."""
    return [key for element in main.iter() if (key := element.get("data-text"))]


def test_a_figure_stands_marked_in_its_sentence_whose_source_is_named(client: FlaskClient) -> None:
    main = page(client, figure("unemployed_reemployed"))
    [original] = having(main, "original")
    assert text_of(the(original, "p")) == SENTENCE
    assert text_of(the(original, "mark")) == "702人"
    assert "安次区统计局" in text_of(the(original, "figcaption"))
    assert "服务网点" not in text_of(main)


@pytest.mark.parametrize(
    ("indicator", "why"),
    [
        ("job_fairs", "withheld_phone"),
        ("cultural_events", "withheld_person"),
        ("elderly_home_adaptations", "no_place"),
    ],
)
def test_a_sentence_that_tells_of_a_person_or_can_not_be_told_is_not_shown(
    indicator: str, why: str, client: FlaskClient
) -> None:
    main = page(client, figure(indicator))
    assert told(main) == [why] and not having(main, "original")
    for path in (figure(indicator), DOCUMENT):
        assert not any(word in client.get(path).text for word in ("1234567", "张三"))


@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_a_document_tells_the_fate_of_every_number_of_its_text(lang: str, client: FlaskClient) -> None:
    [card] = having(page(client, DOCUMENT + lang), "texts")
    counts = [int(text_of(row[-1])) for row in the(card, "tbody")]
    assert sum(counts) == 11 and counts[0] == 4  # of five, one is printed otherwise
    [listed] = having(card, "sentences")
    assert [text_of(item) for item in listed] == [SENTENCE]
    assert [text_of(mark) for mark in listed.iter("mark")] == ["6120人", "702人"]
    assert next(link.get("href", "") for link in listed.iter("a")).startswith(figure("urban_new_employment"))
    assert told(card) == ["unplaced", "digest"]


def test_a_document_without_the_digest_of_a_text_says_nothing_of_one(client: FlaskClient) -> None:
    assert not having(page(client, "/documents/anci-livelihood-2023-02-01"), "texts")


def test_a_text_that_is_not_that_of_the_digest_is_not_shown_nor_one_that_is_gone(
    client: FlaskClient, folder: Path
) -> None:
    path, file = figure("unemployed_reemployed"), keep_text(TEXT)
    assert having(page(client, path), "original")
    try:
        file.unlink()
        (folder / "texts" / file.name).write_text(TEXT.replace("702", "703"), "utf-8")
        for page_of in (path, DOCUMENT):
            main = page(client, page_of)
            assert told(main) == ["altered"] and "703" not in text_of(main)
        file.unlink()
        assert told(page(client, path)) == ["absent"]
    finally:
        keep_text(TEXT)
    assert having(page(client, path), "original")


def test_a_text_is_in_no_store_export_answer_or_picture(client: FlaskClient, folder: Path) -> None:
    url, out = f"sqlite:///{folder / 'store.db'}", folder / "package"
    assert main(["export", str(out), "--database", url]) == 0
    files = [folder / "store.db", *(path for path in out.rglob("*") if path.is_file())]
    asked = "/api/v1/observations.{}?document=anci-2023"
    paths = [asked.format("csv"), asked.format("json"), "/api/v1/documents.json", "/releases.atom", "/screen"]
    contents = [path.read_bytes() for path in files] + [client.get(path).data for path in paths]
    for words in ("失业人员再就业702人", "服务网点"):
        assert not any(words.encode() in content for content in contents)
    assert any(b"702" in content for content in contents)

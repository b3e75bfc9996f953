"""One chart's page has all ways to take it along, and its codes prove what was published."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.model.words import BEIJING
from tests.setup.markup import by_id, having, read_html, text_of, the
from tests.setup.publishing import client_of, copy_curated, publish_corrected, refresh, replace_text

SITE = "https://data.example.cn"
TODAY = datetime.now(BEIJING).date().isoformat()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Two releases, of which the second corrects 5830 to 5838."""
    url = publish_corrected(tmp_path_factory.mktemp("proofs"))
    with client_of(url, SITE) as client:
        yield client


def code_of(client: FlaskClient, chart: str, release: int, lang: str = "") -> str:
    """The code that a picture bears."""
    picture = client.get(f"/charts/{chart}.svg?size=wide&release={release}{lang and f'&lang={lang}'}").text
    found = re.search(r"/v/([0-9A-Z]+)</dc:identifier>", picture)
    assert found
    return found[1]


def upload(client: FlaskClient, code: str, content: bytes) -> TestResponse:
    """The answer to a file that is to be checked."""
    return client.post(f"/v/{code}", data={"file": (io.BytesIO(content), "picture.png")})


# ---- the kit ----------------------------------------------------------------------------------


def test_a_card_offers_its_picture_link_citation_and_data_without_a_script(client: FlaskClient) -> None:
    card = by_id(read_html(client.get("/themes/jobs").text), "chart-jobs_and_fairs")
    [actions] = having(card, "actions")
    links = {text_of(a): a.get("href", "") for a in actions.iter("a")}
    picture, *others = links.values()
    assert client.get(picture).mimetype == "image/png"
    assert [address.partition("#")[2] for address in others] == ["link", "citation", "data"]
    page = read_html(client.get(others[0]).text)
    for part in ("picture", "link", "citation", "data", "embed"):
        assert by_id(page, part).tag == "section"
    assert all(a.get("download") for a in actions.iter("a") if ".png" in a.get("href", ""))


JOBS = "/figures/131002/new_urban_jobs/2022/anci-livelihood-2023-02-01"
REVENUE = "/compare?indicator=general_budget_revenue"


@pytest.mark.parametrize("path", [JOBS, REVENUE])
def test_a_figure_and_a_comparison_are_taken_along_as_charts_are(client: FlaskClient, path: str) -> None:
    page = read_html(client.get(path).text)
    [actions] = having(page, "actions")
    picture, *others = [a.get("href", "") for a in actions.iter("a")]
    assert client.get(picture).mimetype == "image/png" and "release=2" in picture
    assert [address.partition("#")[2] for address in others] == ["link", "citation"]
    for part in ("picture", "link", "citation"):
        assert by_id(page, part).tag == "section"
    links = [a.get("href", "") for a in by_id(page, "picture").iter("a")]
    assert len({*links}) == 24 and client.get(links[0]).status_code == 200


def test_a_figure_is_cited_with_what_it_is_of(client: FlaskClient) -> None:
    page = read_html(client.get(JOBS).text)
    gbt = text_of([*by_id(page, "citation").iter("code")][1])
    assert gbt.startswith("安次区文明办. 城镇新增就业岗位，安次区 · 2022年：5838个[DS/OL]. 第2版. ")


@pytest.mark.parametrize("lang", ["", "en"])
def test_every_picture_that_a_page_offers_is_there(client: FlaskClient, lang: str) -> None:
    page = read_html(client.get(f"/charts/jobs_and_fairs{lang and f'?lang={lang}'}").text)
    section = by_id(page, "picture")
    links = [a.get("href", "") for a in section.iter("a")]
    assert len(links) == len(set(links)) == 24
    for address in [*links[:3], links[-1]]:
        assert client.get(address).status_code == 200, address
    assert all("release=2" in address for address in links)


def test_a_link_is_offered_that_stays_and_one_that_follows(client: FlaskClient) -> None:
    page = read_html(client.get("/charts/jobs_and_fairs?period=2022").text)
    shown = [text_of(code) for code in by_id(page, "link").iter("code")]
    fixed, following, latest, proof = shown
    assert fixed == f"{SITE}/charts/jobs_and_fairs?period=2022&release=2"
    assert following == f"{SITE}/charts/jobs_and_fairs?period=2022"
    assert latest == f"{SITE}/charts/jobs_and_fairs"
    assert re.fullmatch(rf"{SITE}/v/[0-9A-Z]{{8,}}", proof)


def test_a_chart_is_cited_by_its_issuing_body_then_us_with_release_and_day(client: FlaskClient) -> None:
    page = read_html(client.get("/charts/jobs_and_fairs").text)
    sentence, gbt, apa, bibtex, ris = [code for code in by_id(page, "citation").iter("code")]
    assert text_of(gbt) == (
        f"安次区文明办. 新增岗位与招聘活动[DS/OL]. 第2版. 安次区民生数据 ({TODAY})[{TODAY}]. "
        f"{SITE}/charts/jobs_and_fairs?release=2."
    )
    assert text_of(sentence).startswith("“新增岗位与招聘活动”，数字来自安次区文明办 · 2023-02-01 · 第2段")
    assert text_of(apa).startswith("安次区文明办. (") and "[Data set]. 安次区民生数据. https" in text_of(apa)
    assert "".join(bibtex.itertext()).startswith(
        "@misc{jobs_and_fairs-131002-2,\n  author = {{安次区文明办}},"
    )
    lines = "".join(ris.itertext()).splitlines()
    assert lines[0] == "TY  - DATA" and lines[-1] == "ER  - " and "AU  - 安次区文明办" in lines


def test_the_day_of_access_is_never_yesterdays(client: FlaskClient) -> None:
    cache, releases = (client.application.extensions[name] for name in ("page_cache", "releases"))
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": "/charts/jobs_and_fairs", "QUERY_STRING": ""}
    client.get("/charts/jobs_and_fairs")
    known, key = cache.find(asked), releases.key(releases.get().release, "/")
    assert known and TODAY in known.body.decode()
    today, releases.today = releases.today, lambda: today() + timedelta(1)
    try:
        assert cache.find(asked) is None and releases.key(releases.get().release, "/") != key
    finally:
        releases.today = today


def test_what_is_embedded_needs_no_page_of_ours(client: FlaskClient) -> None:
    page = read_html(client.get("/charts/jobs_and_fairs").text)
    html, frame, markdown = ["".join(code.itertext()) for code in by_id(page, "embed").iter("code")]
    image = the(read_html(f"<body>{html}</body>"), "img")
    assert client.get(unescape(image.get("src", "")).removeprefix(SITE)).mimetype == "image/png"
    framed = the(read_html(f"<body>{frame}</body>"), "iframe").get("src", "")
    assert client.get(unescape(framed).removeprefix(SITE)).status_code == 200
    assert image.get("alt") == "新增岗位与招聘活动" and markdown.startswith("[![新增岗位与招聘活动](https://")


# ---- proof ------------------------------------------------------------------------------------


def test_a_code_shows_what_was_published_and_what_differs_now(client: FlaskClient) -> None:
    code = code_of(client, "jobs_and_fairs", 1)
    said = text_of(the(read_html(client.get(f"/v/{code}").text), "main"))
    assert "这是第1版" in said and "“新增岗位与招聘活动”" in said
    assert "5830个5838个第2版原文更正" in said
    same = text_of(the(read_html(client.get(f"/v/{code_of(client, 'relief_figures', 1)}").text), "main"))
    assert "图中数字至今没有变化" in same


def code_on(client: FlaskClient, page: str, query: str) -> str:
    """The code that the picture of a page bears."""
    found = re.search(r"/v/([0-9A-Z]+)</dc:identifier>", client.get(f"{page}.svg?size=wide&{query}").text)
    assert found
    return found[1]


def test_the_code_of_a_figure_shows_it_then_and_now(client: FlaskClient) -> None:
    code = code_on(client, JOBS, "release=1")
    page = read_html(client.get(f"/v/{code}").text)
    said = text_of(the(page, "main"))
    assert "这是第1版" in said and "“城镇新增就业岗位”" in said and "5830个5838个第2版原文更正" in said
    assert the(page, "img").get("src") == f"{JOBS}.svg?release=1&size=wide"
    file = client.get(f"{JOBS}.png?release=1&size=story").data
    assert having(read_html(upload(client, code, file).text), "verdict")[0].get("data-verdict") == "True"
    assert len(code) <= 12


@pytest.mark.parametrize("regions", ["", "130000,131000,131002", "131002,131000"])
def test_the_code_of_a_comparison_redraws_it(client: FlaskClient, regions: str) -> None:
    asked = f"indicator=general_budget_revenue{regions and f'&regions={regions}'}&release=1"
    code = code_on(client, "/compare", f"{asked}&form=lines")
    page = read_html(client.get(f"/v/{code}?lang=en").text)
    assert the(page, "img").get("src", "").startswith(f"/compare.svg?{asked}&form=lines")
    file = client.get(f"/compare.pdf?{asked}&form=lines&size=portrait").data
    assert having(read_html(upload(client, code, file).text), "verdict")[0].get("data-verdict") == "True"


def test_what_a_code_stands_for_is_told_in_the_readers_language(client: FlaskClient) -> None:
    code = code_of(client, "jobs_and_fairs", 1)
    said = text_of(the(read_html(client.get(f"/v/{code}?lang=en").text), "main"))
    assert "as published in Release 1" in said and "New jobs and job fairs" in said and "城镇新增" not in said


def test_a_code_is_found_however_it_is_typed(client: FlaskClient) -> None:
    code = code_of(client, "jobs_and_fairs", 1)
    for typed in (code.lower(), f"{code[:4]}-{code[4:]}", code.replace("0", "O").replace("1", "i")):
        for way in ("/v/", "/V/"):
            answer = client.get(f"{way}{typed}")
            assert answer.status_code == 200 and "5830" in answer.text, typed


def test_a_wrong_code_says_so(client: FlaskClient) -> None:
    code = code_of(client, "jobs_and_fairs", 1)
    for wrong in (code[:-1] + ("0" if code[-1] != "0" else "1"), "ZZZZZZZZ", "1", "A" * 60, code + "0"):
        answer = client.get(f"/v/{wrong}")
        assert answer.status_code == 404 and "没有" in answer.text, wrong
    other = [code_of(client, chart, 1) for chart in ("relief_figures", "road_works")]
    assert (
        len({code, *other, code_of(client, "jobs_and_fairs", 2), code_of(client, "jobs_and_fairs", 1, "en")})
        == 5
    )


@pytest.mark.parametrize(("kind", "scale"), [("png", 1), ("png", 2), ("pdf", 1)])
def test_a_file_of_ours_is_told_from_one_that_was_touched(client: FlaskClient, kind: str, scale: int) -> None:
    code = code_of(client, "relief_figures", 2)
    file = client.get(f"/charts/relief_figures.{kind}?release=2&size=square&scale={scale}").data
    ours, touched = upload(client, code, file), upload(client, code, file[:-9] + b"x" + file[-8:])
    assert having(read_html(ours.text), "verdict")[0].get("data-verdict") == "True"
    assert having(read_html(touched.text), "verdict")[0].get("data-verdict") == "False"
    assert ours.headers["Cache-Control"] == "no-store"


def test_a_file_saved_before_its_figure_was_corrected_is_still_ours(
    client: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("earlier")
    curated, url = copy_curated(folder), f"sqlite:///{folder / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url, SITE) as client:
        code = code_of(client, "jobs_and_fairs", 1)
        saved = client.get("/charts/jobs_and_fairs.png?release=1&size=wide").data
        replace_text(curated / "documents" / "anci-livelihood-2023-02-01.csv", "5830个", "5838个")
        refresh(curated, url, "原文更正")
        marked = client.get("/charts/jobs_and_fairs.png?release=1&size=wide").data
        assert marked != saved
        for file in (saved, marked):
            assert (
                having(read_html(upload(client, code, file).text), "verdict")[0].get("data-verdict") == "True"
            )


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"", 400), (b"<svg/>", 400), (b"\x89PNG\r\n\x1a\n", 400)],
)
def test_what_cannot_be_ours_is_refused_in_a_sentence(
    client: FlaskClient, content: bytes, status: int
) -> None:
    answer = upload(client, code_of(client, "relief_figures", 2), content)
    assert answer.status_code == status and text_of(the(read_html(answer.text), "main"))


def test_a_file_that_is_too_long_is_not_even_read(client: FlaskClient) -> None:
    code = code_of(client, "relief_figures", 2)
    kind = "multipart/form-data; boundary=x"
    answer = client.post(f"/v/{code}", data=b"x" * 5_000_000, content_type=kind)
    assert answer.status_code == 400 and "PNG" in answer.text


def test_the_latest_periods_of_a_chart_are_a_page_a_picture_a_file_and_a_code_of_their_own(
    client: FlaskClient,
) -> None:
    path, query = "/charts/budget_revenue_by_year", "?region=131000&release=1&last=2"
    text = client.get(f"{path}{query}").text
    assert f"{path}?region=131000&amp;last=2" in text and "2022年、2023年" in text and "2021年" not in text
    picture = client.get(f"{path}.png{query}").data
    assert picture != client.get(f"{path}.png?region=131000&release=1").data
    assert len(client.get(f"{path}.csv{query}").text.splitlines()) == 3
    [code] = {*re.findall(r"/v/\w+", text)}
    answer = client.post(code, data={"file": (io.BytesIO(picture), "a.png")})
    assert "相同" in text_of(having(read_html(answer.text), "verdict")[0])
    assert client.get(f"{path}?last=100").status_code == client.get(f"{path}.png?last=0").status_code == 404

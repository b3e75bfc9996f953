"""What other sites show of ours: framed charts, what oEmbed says, and how a page is shared."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.model.catalog import build_catalog
from tests.setup.content import read_content
from tests.setup.markup import read_html, text_of, the
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

SITE = "https://data.example.cn"
CATALOG = build_catalog(read_content())


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url, SITE) as client:
        yield client


def head(client: FlaskClient, path: str) -> dict[str, str]:
    """What a page's head says, by property, name or relation."""
    root = the(read_html(client.get(path).text), "head")
    metas = {m.get("property") or m.get("name", ""): m.get("content", "") for m in root.iter("meta")}
    links = {a.get("hreflang") or a.get("rel", ""): a.get("href", "") for a in root.iter("link")}
    return metas | links


# ---- frames -----------------------------------------------------------------------------------


def test_a_framed_chart_has_no_script_is_small_and_says_all(client: FlaskClient) -> None:
    for chart in CATALOG.charts:
        answer = client.get(f"/embed/{chart}")
        if answer.status_code == 404:
            continue
        root = read_html(answer.text)
        assert not list(root.iter("script")) and len(list(root.iter("figure"))) == 1
        assert len(gzip.compress(answer.data)) < 12_000, chart
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy and "script-src" not in policy and "'unsafe" not in policy
        assert "来源：" in text_of(root) and "第1版" in text_of(root)
        assert all(a.get("target") == "_top" and a.get("href", "").startswith(SITE) for a in root.iter("a"))


def test_only_what_is_made_for_it_can_be_framed_by_others(client: FlaskClient) -> None:
    for path in ("/", "/charts/jobs_and_fairs", "/v/ZZZZZZZZ"):
        assert "frame-ancestors 'self'" in client.get(path).headers["Content-Security-Policy"]


def test_a_fixed_frame_stays_as_it_was_but_for_the_line_that_tells_of_a_correction(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url, SITE) as client:
        fixed = "/embed/jobs_and_fairs?release=1"
        before, other = client.get(fixed).text, client.get("/embed/relief_figures?release=1").text
        replace_text(curated / "documents" / "anci-livelihood-2023-02-01.csv", "5830个", "5838个")
        refresh(curated, url, "原文更正")
        after = client.get(fixed).text
        [line] = re.findall(r'<p class="revised">.*?</p>', after)
        assert "第2版起" in (says := text_of(read_html(line))) and "5838个" in says
        assert after.replace(line, "") == before
        assert client.get("/embed/relief_figures?release=1").text == other
        assert "5838个" in client.get("/embed/jobs_and_fairs").text


def test_a_frame_of_the_latest_periods_has_no_others(drawn_url: str) -> None:
    with client_of(drawn_url, SITE) as client:
        _hold_frames_to_their_periods(client)


def _hold_frames_to_their_periods(client: FlaskClient) -> None:
    address = "/embed/budget_revenue_by_year?region=131000"
    whole, latest = (
        text_of(the(read_html(client.get(a).text), "figure")) for a in (address, f"{address}&last=2")
    )
    assert "331.5亿元" in whole and "331.5亿元" not in latest
    assert "341.5亿元" in latest and "320.2亿元" in latest
    for wrong in ("0", "-1", "x", "400"):
        assert client.get(f"{address}&last={wrong}").status_code == 404, wrong
    page = read_html(client.get("/charts/budget_revenue_by_year?region=131000").text)
    offered = ["".join(code.itertext()) for code in page.iter("code")]
    assert any("/embed/budget_revenue_by_year?region=131000&amp;last=2" in code for code in offered)


# ---- oEmbed -----------------------------------------------------------------------------------


def test_oembed_gives_a_frame_for_the_page_of_a_chart(client: FlaskClient) -> None:
    page = f"{SITE}/charts/jobs_and_fairs?release=1"
    told = json.loads(client.get("/oembed", query_string={"url": page, "maxwidth": "400"}).text)
    assert (told["type"], told["version"], told["width"]) == ("rich", "1.0", 400)
    frame = the(read_html(f"<body>{told['html']}</body>"), "iframe")
    assert frame.get("src") == f"{SITE}/embed/jobs_and_fairs?release=1"
    assert client.get(frame.get("src", "").removeprefix(SITE)).status_code == 200
    assert frame.get("height") == str(told["height"]) and 200 < told["height"] < 900
    assert client.get(told["thumbnail_url"].removeprefix(SITE)).mimetype == "image/png"
    discovered = head(client, "/charts/jobs_and_fairs?release=1")
    assert discovered["alternate"].startswith(f"{SITE}/oembed?url=https%3A%2F%2F")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/charts/jobs_and_fairs",
        f"{SITE}.evil.example/charts/jobs_and_fairs",
        f"{SITE}/charts/jobs_and_fairs?lang=zh&x=<script>",
        f"{SITE}/charts/nothing",
        f"{SITE}/themes/jobs",
        "javascript:alert(1)",
        "",
    ],
)
def test_oembed_knows_no_address_but_ours_and_echoes_none(client: FlaskClient, url: str) -> None:
    answer = client.get("/oembed", query_string={"url": url})
    assert answer.status_code == 404 and "evil" not in answer.text and "script>" not in answer.text


def test_oembed_has_json_alone_and_needs_the_sites_address(client: FlaskClient, store_url: str) -> None:
    asked = {"url": f"{SITE}/charts/jobs_and_fairs", "format": "xml"}
    assert client.get("/oembed", query_string=asked).status_code == 501
    with client_of(store_url) as nameless:
        answer = nameless.get("/oembed", query_string=asked | {"format": "json"})
        assert answer.status_code == 404 and "PUBLIC_URL" in answer.text


# ---- sharing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/themes/roads", "/documents", "/indicators/job_fairs", "/charts/road_works"]
)
@pytest.mark.parametrize("lang", ["", "lang=en"])
def test_a_page_is_shared_with_a_picture_of_its_release(client: FlaskClient, path: str, lang: str) -> None:
    told = head(client, f"{path}{lang and f'?{lang}'}")
    assert told["twitter:card"] == "summary_large_image"
    image = told["og:image"]
    assert image.startswith(f"{SITE}/charts/") and "release=1" in image
    assert client.get(image.removeprefix(SITE)).mimetype == "image/png"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "675") and told["og:image:alt"]
    assert told["x-default"] == f"{SITE}{path}" and told["en"] == f"{SITE}{path}?lang=en"


def test_addresses_in_a_head_are_whole_or_not_there(store_url: str) -> None:
    with client_of(store_url) as client:
        told = head(client, "/themes/roads")
        assert not {"canonical", "x-default", "en", "og:url", "og:image"} & told.keys()


def test_a_chart_is_described_as_a_dataset_with_its_issuing_body(client: FlaskClient) -> None:
    [script] = [
        s
        for s in read_html(client.get("/charts/jobs_and_fairs").text).iter("script")
        if s.get("type") == "application/ld+json"
    ]
    facts = json.loads(script.text or "")
    assert (facts["@type"], facts["version"]) == ("Dataset", "1")
    assert facts["creator"] == [{"@type": "Organization", "name": "安次区文明办"}]
    assert (
        facts["temporalCoverage"] == "2022-12-31/2022-01-01"
        or facts["temporalCoverage"] == "2022-01-01/2022-12-31"
    )
    for file in facts["distribution"]:
        assert client.get(file["contentUrl"].removeprefix(SITE)).status_code == 200


def test_crawlers_may_fetch_the_picture_of_a_shared_link_and_no_other_of_a_release(
    client: FlaskClient,
) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    rules = [line.partition(": ")[::2] for line in lines if line.startswith(("Allow", "Disallow"))]

    def allowed(path: str) -> bool:
        """By RFC 9309: the longest rule that fits decides."""
        fitting = [
            (len(rule), verdict == "Allow")
            for verdict, rule in rules
            if re.match(re.escape(rule).replace(r"\*", ".*").replace(r"\$", "$"), path)
        ]
        return max(fitting, default=(0, True))[1]

    image = head(client, "/themes/roads")["og:image"].removeprefix(SITE)
    assert allowed(image) and allowed("/themes/roads") and allowed("/charts/road_works")
    for path in (
        f"{image}&scale=4",
        "/charts/road_works.pdf?size=wide",
        "/v/7K3F92QD",
        "/themes/roads?release=1",
    ):
        assert not allowed(path), path


def test_other_portals_find_every_indicator_with_its_files(client: FlaskClient, store_url: str) -> None:
    answer = client.get("/catalog.jsonld")
    assert answer.mimetype == "application/ld+json"
    told = json.loads(answer.text)
    listed = {dataset["dct:identifier"]: dataset for dataset in told["dcat:dataset"]}
    assert listed.keys() == {*CATALOG.indicators, "all"}
    files = [*listed["job_fairs"]["dcat:distribution"], *listed["all"]["dcat:distribution"]]
    kinds = {file["dcat:mediaType"].partition("/")[2] for file in files}
    assert {"csv", "json", "plain", "zip"} < kinds and any(kind.endswith("sheet") for kind in kinds)
    for file in files:
        found = client.get(file["dcat:accessURL"]["@id"].removeprefix(SITE), follow_redirects=False)
        assert found.status_code == 200 and found.mimetype == file["dcat:mediaType"]
    with client_of(store_url) as nameless:
        assert nameless.get("/catalog.jsonld").status_code == 404

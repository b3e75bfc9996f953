"""What stands between the pages and the net: caching, compression, headers, health, and plain refusals."""

from __future__ import annotations

import base64
import gzip
import hashlib
import random
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import brotli
import dash
import plotly
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.request.address import PAGES
from dashboard.serving.scripts import Script, scripts
from tests.setup.examples import examples
from tests.setup.kinds import BESIDE, path_of
from tests.setup.kinds import CHART as CHART_ID
from tests.setup.markup import having, read_html, the
from tests.setup.publishing import client_of, copy_curated, refresh, replace_text

ARTICLE = "anci-livelihood-2023-02-01"
CHART = "/charts/road_works.{}?release=1&width=560"
ANSWERS = [
    "/",
    "/?lang=en&release=1",
    "/themes/roads",
    f"/documents/{ARTICLE}",
    "/releases",
    "/corrections",
    "/accessibility",
    "/?type=large&color=dark",
    "/screen",
    "/screen?size=3840x1080&turn=60",
    "/releases.atom",
    CHART.format("svg"),
    CHART.format("json"),
    "/api/v1/observations.csv",
    "/assets/icon.svg",
    "/assets/touch-icon.png",
    "/robots.txt",
    "/favicon.ico",
    *(script.path for script in scripts().values()),
]
REFUSED = ["/nowhere", "/api/v1/nothing", "/charts/nothing.svg", "/_dash-update-component", "/scripts/x-1.js"]


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def fetch(client: FlaskClient, path: str, method: str = "GET", **headers: str) -> TestResponse:
    """Ask for a path; the answer's body is read and its file closed. Header_Names are Header-Names."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.open(path, method=method, headers=sent) as answer:
        answer.get_data()
        return answer


def sample_of(rule: str, kind: str) -> str:
    """Return a path of a rule: of what is there, in a file of a kind."""
    starts = {PAGES[page].partition("{")[0]: path_of(page) for page in PAGES if "{id}" in PAGES[page]}
    ids = [path.removeprefix(start) for start, path in starts.items() if rule.startswith(start)]
    return re.sub("<[^>]*kind>", kind, re.sub("<[^>]*id>", (*ids, CHART_ID)[0], rule))


def test_whatever_answers_with_a_document_is_among_the_kinds_of_pages_that_tests_look_at(
    client: FlaskClient,
) -> None:
    routes = client.application.url_map
    looked_at = {routes.bind("").match(path)[0] for path in (*map(path_of, PAGES), *BESIDE.values())}
    rules = [rule for rule in routes.iter_rules() if "GET" in (rule.methods or ())]
    others = {rule.endpoint for rule in rules if rule.arguments - {"id", "kind", "page"}}
    files = {"static", "_dash_assets.static", "script", "api"}  # and what Dash serves of its own
    assert {name for name in others if not name.startswith("/")} == files
    for rule in rules:
        if rule.endpoint not in others:
            answers = [fetch(client, sample_of(rule.rule, kind)) for kind in ("svg", "csv")]
            if any(answer.mimetype == "text/html" and answer.status_code == 200 for answer in answers):
                assert rule.endpoint in looked_at, rule
    assert {"screen", "embed", "/"} <= looked_at


def updated(client: FlaskClient, href: str) -> dict[str, str]:
    """What Dash is told to show for a link: the attributes of the page."""
    asked = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "address", "property": "data-href", "value": href}],
    }
    answer = client.post("/_dash-update-component", json=asked)
    return dict(answer.get_json()["response"]["page"]["children"]["props"])


# ---- caching ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_a_reader_who_has_an_answer_is_not_sent_it_again(
    client: FlaskClient, path: str, encoding: str
) -> None:
    first = fetch(client, path, Accept_Encoding=encoding)
    assert first.status_code == 200
    again = fetch(client, path, Accept_Encoding=encoding, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert fetch(client, path, Accept_Encoding=encoding, If_None_Match='"other"').data == first.data


@pytest.mark.parametrize("path", [*ANSWERS, "/healthz", "/nowhere", "/api/v1/nothing"])
def test_a_head_is_the_answer_without_its_body(client: FlaskClient, path: str) -> None:
    whole, head = fetch(client, path), fetch(client, path, "HEAD")
    assert (head.status_code, head.data) == (whole.status_code, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Cache-Control", "Content-Security-Policy"):
        assert head.headers.get(name) == whole.headers.get(name), name


@pytest.mark.parametrize("path", [path for path in ANSWERS if not path.startswith("/assets/")])
def test_a_compressed_answer_holds_the_plain_one_and_has_its_own_tag(client: FlaskClient, path: str) -> None:
    plain = client.get(path)
    assert "Content-Encoding" not in plain.headers
    tags = {plain.headers["ETag"]}
    for encoding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
        packed = client.get(path, headers={"Accept-Encoding": f"identity;q=0.5, {encoding}"})
        assert packed.headers["Content-Encoding"] == encoding
        assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
        assert unpack(packed.data) == plain.data
        assert len(packed.data) == int(packed.headers["Content-Length"]) < max(len(plain.data), 400)
        tags.add(packed.headers["ETag"])
    assert len(tags) == 3


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", None),
        ("", None),
        ("zstd", None),
    ],
)
def test_an_answer_is_packed_only_as_the_reader_can_unpack_it(
    client: FlaskClient, accepted: str, sent: str | None
) -> None:
    assert client.get("/", headers={"Accept-Encoding": accepted}).headers.get("Content-Encoding") == sent


def test_what_names_its_release_may_be_kept_and_the_newest_is_asked_for_again(client: FlaskClient) -> None:
    def caching(path: str) -> str:
        return client.get(path).headers["Cache-Control"]

    for path in (CHART.format("svg"), CHART.format("json"), "/api/v1/themes?release=1"):
        assert "max-age=3600" in caching(path), path
    figures = [
        e.get("data-figure", "") for e in read_html(client.get("/").text).iter() if e.get("data-figure")
    ]
    assert figures
    for path in figures:
        assert caching(path) == "public, max-age=31536000, immutable"
        assert "max-age=3600" in caching(re.sub("drawn=.*", "drawn=0123456789ab", path))
        assert "max-age=0" in caching(re.sub("release=1&", "", path))
    # a page of an earlier release tells of the newest
    for path in ("/", "/?release=1", "/releases", "/api/v1/themes", "/releases.atom"):
        assert "max-age=0" in caching(path) and "must-revalidate" in caching(path), path
    for script in scripts().values():
        assert "immutable" in caching(script.path)
    for path in ("/nowhere", "/healthz"):
        assert caching(path) in ("no-store", "no-cache")


def test_random_queries_do_not_grow_what_is_kept(client: FlaskClient) -> None:
    cache, chance = client.application.extensions["page_cache"], random.Random(2023)
    before = len(cache)
    for _ in range(200):
        letters = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=8))
        client.get(f"/releases?{letters[:4]}={letters[4:]}&period={chance.randrange(1000, 3000)}")
        client.get(f"/releases?{letters[:4]}={letters[4:]}")
        client.get(f"/charts/road_works.json?width={chance.randrange(2000)}&{letters}=1")
    assert len(cache) - before <= 20  # the years that have figures, which are pages of their own


def test_a_page_is_made_once_by_whatever_name_it_is_asked_for(client: FlaskClient) -> None:
    cache = client.application.extensions["page_cache"]
    page = client.get("/releases")
    before = len(cache)
    for number in range(100):
        answer = client.get("/releases", headers={"Host": f"host{number}.example"})
        assert (answer.data, answer.headers["ETag"]) == (page.data, page.headers["ETag"])
    for host in ("", "a b", "<x>", "evil.example/path", "x" * 5000):
        assert client.get("/releases", headers={"Host": host}).data == page.data
    assert len(cache) == before


@pytest.mark.parametrize("path", ["/themes/roads?lang=en", CHART.format("svg"), CHART.format("json")])
def test_what_has_its_address_is_made_once(client: FlaskClient, path: str) -> None:
    cache = client.application.extensions["page_cache"]
    first = client.get(path)
    before = len(cache)
    assert client.get(path).data == first.data
    assert len(cache) == before > 0


# ---- one address a page -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spelled", "canonical"),
    [
        ("/?lang=zh", "/"),
        ("/??", "/"),
        ("/?region=131002", "/"),
        ("/?utm_source=x&from=singlemessage", "/"),
        ("/themes/roads/", "/themes/roads"),
        ("/themes/roads/?lang=en&region=131000", "/themes/roads?region=131000&lang=en"),
        ("/documents?lang=e%6e", "/documents?lang=en"),
        ("/?lang=en&lang=zh", "/"),
        ("/?release=1&period=2022", "/?period=2022&release=1"),
        ("/corrections?part=1", "/corrections"),
        ("/regions?part=2", "/regions"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_address_spelled_otherwise_leads_to_the_one_the_page_has(
    client: FlaskClient, spelled: str, canonical: str, method: str
) -> None:
    answer = client.open(spelled, method=method, follow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, canonical)
    assert "max-age=0" in answer.headers["Cache-Control"]
    assert fetch(client, canonical, method).status_code == 200


@pytest.mark.parametrize("spelled", ["/?region=131009&x=1", "/themes/nothing/", "/?lang=xx&x=1", "/nowhere/"])
def test_what_is_not_there_is_so_by_any_spelling(client: FlaskClient, spelled: str) -> None:
    assert client.get(spelled).status_code == 404


def test_no_link_of_ours_leads_to_an_address_spelled_otherwise(client: FlaskClient) -> None:
    seen: dict[str, None] = dict.fromkeys(["/", "/?region=131000&lang=en", "/?release=1"])
    for path in (ahead := list(seen)):
        answer = client.get(path, follow_redirects=False)
        assert answer.status_code == 200, path
        pages = (a for a in read_html(answer.text).iter("a") if not a.get("download"))
        links = [a.get("href", "").partition("#")[0] for a in pages]
        fresh = [link for link in links if link.startswith("/") and seen.setdefault(link) is None]
        ahead += fresh[::5] if len(ahead) < 60 else []


# ---- scripts and charts -----------------------------------------------------------------------


def test_a_script_is_served_only_under_the_name_of_its_content(client: FlaskClient) -> None:
    for script in scripts().values():
        answer = client.get(script.path)
        assert answer.mimetype == "text/javascript"
        assert hashlib.sha256(answer.data).hexdigest().startswith(script.fingerprint)
        assert b"\n//# sourceMappingURL" not in answer.data  # we serve no map
        assert client.get(script.path.replace(script.fingerprint, "0" * 12)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/charts/nothing.svg?width=560",
        "/charts/road_works.png?width=560",
        "/charts/road_works.svg?width=567",
        "/charts/insurance_coverage.svg?width=1176",  # no chart is laid out that wide
        "/charts/road_works.svg?width=-296",
        "/charts/road_works.svg?width=٢٩٦",
        "/charts/road_works.svg?width=" + "9" * 5000,
        "/charts/road_works.svg?width=560&release=2",
        "/charts/road_works.svg?width=560&region=130000",  # nothing to draw
    ],
)
def test_a_chart_that_is_not_there_is_a_404_with_a_sentence(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/json")
    assert answer.get_json()["error"].startswith("没有")


def test_the_feed_tells_of_every_release(client: FlaskClient) -> None:
    atom = "{http://www.w3.org/2005/Atom}"
    answer = client.get("/releases.atom")
    feed = ElementTree.fromstring(answer.data)
    assert answer.mimetype == "application/atom+xml"
    (entry,) = feed.findall(f"{atom}entry")
    assert entry.findtext(f"{atom}title") == "第1版"
    assert client.get(entry.find(f"{atom}link").get("href", "")).status_code == 200  # type: ignore[union-attr]


# ---- headers ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*ANSWERS, *REFUSED, "/healthz"])
def test_every_answer_carries_the_headers_that_protect_its_reader(client: FlaskClient, path: str) -> None:
    first = fetch(client, path)
    for answer in (first, fetch(client, path, If_None_Match=first.headers.get("ETag", ""))):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "Set-Cookie" not in answer.headers
        if first.mimetype not in ("text/html", "image/svg+xml"):  # what no browser shows as a document
            assert "Content-Security-Policy" not in answer.headers
            continue
        policy = dict(
            part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert (policy["default-src"], policy["script-src"]) == ("'none'", "'self'")
        assert (policy["base-uri"], policy["form-action"]) == ("'none'", "'self'")
        assert policy["frame-ancestors"] == "'self'"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [path for path in ANSWERS[:6]])
def test_a_page_holds_nothing_that_its_policy_forbids(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    root = read_html(answer.text)
    digest = hashlib.sha256((the(root, "style").text or "").encode()).digest()
    assert f"'sha256-{base64.b64encode(digest).decode()}'" in answer.headers["Content-Security-Policy"]
    for element in root.iter():
        assert "style" not in element.attrib, element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
    for script in root.iter("script"):
        assert script.get("src", "").startswith("/scripts/") or script.get("type") == "application/json"


def test_nobody_is_told_which_versions_run(client: FlaskClient) -> None:
    versions = (dash.__version__, plotly.__version__, sys.version.split()[0])
    for path in (*ANSWERS[:6], *REFUSED, "/healthz", "/_dash-layout", "/_dash-dependencies"):
        answer = client.get(path)
        told = answer.text + str(answer.headers)
        assert not [version for version in versions if version in told], path


@pytest.mark.parametrize("path", ANSWERS)
def test_a_refusal_is_not_kept_as_long_as_the_answer_would_be(client: FlaskClient, path: str) -> None:
    for _ in range(2):  # the second time, the answer is kept
        refused = fetch(client, path, If_Match='"another"')
        assert (refused.status_code, refused.headers["Cache-Control"]) == (412, "no-store")
        assert fetch(client, path).status_code == 200


# ---- whoever asks -----------------------------------------------------------------------------


def ask(server: str, path: str, **headers: str | list[str]) -> tuple[int, dict[str, str], bytes]:
    """Ask a server over the wire, saying what no client would: status, headers but the date's, body."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    for name, value in headers.items():
        for each in [value] if isinstance(value, str) else value:
            connection.putheader(name.replace("_", "-"), each)
    connection.endheaders()
    answer = connection.getresponse()
    sent = {name: value for name, value in answer.getheaders() if name.lower() != "date"}
    found = answer.status, sent, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize("path", [*ANSWERS, "/sitemap.xml", "/nowhere", "/?x=1"])
def test_an_answer_owes_nothing_to_the_name_it_was_asked_by(server: str, path: str) -> None:
    usual = ask(server, path, Host="one.example")
    for host in ("evil.example", "xn--", "xn--zca.cn", "evil.example:x", "<evil>", ""):
        assert ask(server, path, Host=host) == usual
        forwarded = {"X_Forwarded_Host": host, "Forwarded": f"host={host}", "X_Original_URL": f"//{host}/"}
        assert ask(server, path, Host="one.example", **forwarded) == usual


@pytest.mark.parametrize("path", ["/", "/releases.atom", "/api/v1/themes", "/_dash-update-component"])
def test_a_request_with_two_hosts_is_refused(server: str, path: str) -> None:
    for _ in range(2):  # the second time, a page would be kept
        assert ask(server, path, Host=["one.example", "evil.example"])[0] == 400
        ask(server, path, Host="one.example")


@settings(max_examples=examples(100))
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_address_whatever_makes_the_server_fail(client: FlaskClient, path: str, query: str) -> None:
    for start in ("/", "/themes/", "/charts/", "/api/v1/", "/scripts/", "/assets/"):
        answer = client.get(quote(start + path.lstrip("/")), query_string=query)
        assert answer.status_code < 500, (start, path, query)


def test_a_script_that_is_no_longer_on_the_disk_is_told_and_logged_without_a_traceback(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Script("page", "0" * 12, tmp_path / "gone")
    monkeypatch.setattr("dashboard.web.routes.scripts", lambda: {"page": gone})
    answer = client.get(gone.path)
    assert answer.status_code == 503 and "没有这个文件或文件夹" in answer.text


# ---- the store behind -------------------------------------------------------------------------


def test_without_a_store_a_page_says_what_to_run_until_it_has_been_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'livelihood.db'}"
    with client_of(url) as client:
        for path in ("/", "/themes/roads?lang=en", "/healthz", "/releases.atom", CHART.format("svg")):
            answer = client.get(path)
            assert answer.status_code == 503, path
            said = answer.text if answer.mimetype == "text/html" else answer.get_json()["error"]
            assert "python -m etl refresh" in said, path
        refresh(copy_curated(tmp_path), url)
        assert [client.get(path).status_code for path in ("/", "/healthz")] == [200, 200]


def test_a_new_release_is_shown_without_a_restart_and_the_old_one_stays(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    refresh(curated, url)
    with client_of(url) as client:
        first, old = client.get("/"), client.get("/?release=1")
        assert "26.68亿元" in first.text.replace("<b>", "").replace("</b>", "")
        replace_text(curated / "documents" / f"{ARTICLE}.csv", "26.68亿元", "26.69亿元")
        refresh(curated, url, "更正")
        answer = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
        assert answer.status_code == 200
        drawn = "".join("".join(svg.itertext()) for svg in read_html(answer.text).iter("svg"))
        assert "26.69" in drawn and "26.68" not in drawn
        assert having(read_html(answer.text), "page")[0].get("data-release") == "2"
        again = read_html(client.get("/?release=1").text)
        assert having(again, "earlier") and not having(read_html(old.text), "earlier")
        drawn = [
            ["".join(svg.itertext()) for svg in root.iter("svg")] for root in (again, read_html(old.text))
        ]
        assert drawn[0] == drawn[1]
        assert client.get("/healthz").get_json()["release"] == 2


def test_after_a_rollback_everything_names_the_release_it_is_of(tmp_path: Path) -> None:
    curated, url = copy_curated(tmp_path), f"sqlite:///{tmp_path / 'livelihood.db'}"
    article = curated / "documents" / f"{ARTICLE}.csv"
    changes = (("", ""), ("26.68亿元", "26.69亿元"), ("26.69亿元", "26.68亿元"))
    with client_of(url) as client:
        for release, (old, new) in enumerate(changes, 1):
            replace_text(article, old, new)
            refresh(curated, url, "更正")
            for path in ("/", "/releases", "/corrections"):
                page = having(read_html(client.get(path).text), "page")[0]
                assert page.get("data-release") == str(release), path
                assert updated(client, path)["data-release"] == str(release), path
            picture = read_html(client.get("/charts/road_works.svg?width=296").text)
            assert f"第{release}版" in "".join(picture.itertext())


def test_health_names_the_release_that_is_served(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json() | {"digest": ""} == {"status": "ok", "release": 1, "digest": ""}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE observation SET printed = '26.69亿元' WHERE printed = '26.68亿元'",
        "UPDATE observation SET value = value * 1.01 WHERE printed = '81.94%'",
        "UPDATE observation SET locator = '第3段' WHERE printed = '40户'",
        "DELETE FROM observation WHERE printed = '17场'",
        "UPDATE catalog SET content = replace(content, '民生支出', '民生收入')",
        "UPDATE observation SET last_release = 1, first_release = 2 WHERE printed = '60场'",
    ],
)
def test_a_figure_changed_behind_our_back_is_not_healthy(tmp_path: Path, store_url: str, damage: str) -> None:
    file = Path(shutil.copy(store_url.removeprefix("sqlite:///"), tmp_path))
    with sqlite3.connect(file) as connection:
        assert connection.execute(damage).rowcount
    connection.close()
    with client_of(f"sqlite:///{file}") as client:
        assert client.get("/healthz").status_code == 503


def test_with_one_flipped_byte_no_wrong_figure_is_told_in_good_health(
    tmp_path: Path, store_url: str, client: FlaskClient
) -> None:
    whole = Path(store_url.removeprefix("sqlite:///")).read_bytes()
    file, chance, found = tmp_path / "flipped.db", random.Random(131002), 0
    sound = client.get("/api/v1/observations.csv").data
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        file.write_bytes(damaged)
        with client_of(f"sqlite:///{file}") as suspect:
            health, figures = suspect.get("/healthz"), suspect.get("/api/v1/observations.csv")
        healthy, told = health.status_code == 200, figures.status_code == 200
        assert figures.data == sound or not (healthy and told)
        found += not healthy
    assert found

"""Whatever is sent to Dash's callback endpoint is answered: the page asked for, or a 400 with a sentence."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import Any

import brotli
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.web.guard import LONGEST_ADDRESS, LONGEST_BODY
from tests.setup.examples import examples
from tests.setup.publishing import client_of

UPDATE = "/_dash-update-component"
REAL: dict[str, Any] = {
    "output": "page.children",
    "outputs": {"id": "page", "property": "children"},
    "inputs": [{"id": "address", "property": "data-href", "value": "/releases"}],
    "changedPropIds": ["address.data-href"],
    "parsedChangedPropsIds": ["address.data-href"],
}


@pytest.fixture(scope="module")
def client(store_url: str) -> Iterator[FlaskClient]:
    with client_of(store_url) as client:
        yield client


def send(client: FlaskClient, body: object, media: str = "application/json") -> TestResponse:
    data = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(UPDATE, data=data, content_type=media)


def asking(href: object) -> dict[str, Any]:
    return REAL | {"inputs": [{"id": "address", "property": "data-href", "value": href}]}


def refused(answer: TestResponse) -> bool:
    sentence = answer.is_json and answer.get_json().get("error", "")
    return answer.status_code == 400 and sentence.startswith("请求无效：") and len(sentence) < 200


@pytest.mark.parametrize("href", ["/", "/?lang=en", "/releases", "/documents"])
def test_what_our_page_asks_is_answered_with_that_page(client: FlaskClient, href: str) -> None:
    answer = send(client, asking(href))
    assert answer.status_code == 200
    assert answer.get_json()["response"]["page"]["children"]["props"]["data-asked"] == href


@pytest.mark.parametrize("href", ["/", "/themes/roads?lang=en", "/?period=2022&lang=zh", "/nowhere"])
def test_an_answer_is_exactly_what_dash_makes_each_time_and_comes_packed(
    client: FlaskClient, href: str
) -> None:
    dispatch = client.application.view_functions[UPDATE]
    with client.application.test_request_context(UPDATE, method="POST", json=asking(href)):
        made = json.loads(dispatch().get_data())  # type: ignore[union-attr]
    for _ in range(2):
        assert send(client, asking(href)).get_json() == made
    packed = client.post(UPDATE, json=asking(href), headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert json.loads(brotli.decompress(packed.data)) == made


def test_an_answer_is_kept_under_its_canonical_address_alone(client: FlaskClient) -> None:
    cache = client.application.extensions["page_cache"]
    before = len(cache)
    for href in (
        "/documents?lang=en",
        "/documents?lang=en&x=1",
        "/documents?x=2&lang=en",
        "/documents/?lang=en",
    ):
        assert send(client, asking(href)).status_code == 200
    assert len(cache) == before + 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)
keys = st.sampled_from([*REAL, "state", "anything"])
# Bodies near the real one find more than bodies far from it: a part changed, taken out or put in.
mutated = st.builds(
    lambda changed, gone: {k: v for k, v in (REAL | changed).items() if k not in gone},
    st.dictionaries(keys, json_values, min_size=1, max_size=3),
    st.sets(keys, max_size=2),
)
wide = st.integers(LONGEST_BODY, 40_000).map(lambda n: json.dumps(asking("/" + "x" * n)).encode())
deep = st.tuples(st.integers(100, 200_000), st.sampled_from([b"[", b'{"a":'])).map(lambda x: x[1] * x[0])
bodies = st.one_of(
    mutated,
    json_values,
    st.binary(max_size=200),
    wide,
    deep,
    st.text(max_size=60).map(asking),
    json_values.map(asking),
)


media = st.sampled_from(
    ["application/json"] * 4 + ["", "text/plain", "multipart/form-data", "APPLICATION/JSON"]
)


@settings(
    max_examples=examples(200), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(bodies, media | st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=20))
def test_no_body_whatever_makes_the_server_fail(client: FlaskClient, body: object, media: str) -> None:
    answer = send(client, body, media)
    assert answer.status_code == 200 or refused(answer), (answer.status_code, answer.text[:200])
    if answer.status_code == 200:
        assert isinstance(body, dict) and body["output"] == REAL["output"]


@pytest.mark.parametrize(
    "change",
    [
        {"output": "address.data-href"},
        {"output": "..page.children...x.y.."},
        {"outputs": {"id": "page", "property": "className"}},
        {"outputs": [{"id": "page", "property": "children"}]},
        {"inputs": []},
        {"inputs": [*REAL["inputs"], *REAL["inputs"]]},
        {"inputs": [{"id": {"type": "x"}, "property": "data-href", "value": "/"}]},
        {"inputs": [{**REAL["inputs"][0], "extra": 1}]},
        {"changedPropIds": ["page.children"]},
        {"parsedChangedPropsIds": ["page.children"]},
        {"state": [{"id": "address", "property": "data-href", "value": "/"}]},
        {"anything": 1},
    ],
)
def test_a_callback_of_ours_with_a_part_that_is_not_is_refused(
    client: FlaskClient, change: dict[str, Any]
) -> None:
    assert refused(send(client, REAL | change))


@pytest.mark.parametrize("href", ["", "x", "http://elsewhere.example", None, 5, ["/"], "/" * 401])
def test_what_is_no_address_of_a_page_is_refused(client: FlaskClient, href: object) -> None:
    assert refused(send(client, asking(href)))


def test_a_body_longer_than_any_of_ours_is_refused_unread(client: FlaskClient) -> None:
    assert refused(send(client, b" " * (LONGEST_BODY + 1) + json.dumps(REAL).encode()))
    assert refused(send(client, b"x" * 20_000_000))
    assert refused(send(client, asking("/?" + "x" * LONGEST_ADDRESS)))


@pytest.mark.parametrize(
    "media", ["", "text/plain", "application/x-www-form-urlencoded", "application/jsonx"]
)
def test_a_body_that_is_not_said_to_be_json_is_refused(client: FlaskClient, media: str) -> None:
    assert refused(send(client, REAL, media))
    assert send(client, REAL, "application/json; charset=utf-8").status_code == 200


def test_a_body_sent_in_chunks_without_end_is_refused_before_it_ends(server: str) -> None:
    host, _, port = server.removeprefix("http://").partition(":")
    head = f"POST {UPDATE} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    with socket.create_connection((host, int(port)), timeout=20) as reader:
        reader.sendall(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        reader.sendall(b"1000\r\n" + b" " * 0x1000 + b"\r\n")
        answer = HTTPResponse(reader)
        answer.begin()
        said = json.loads(answer.read())
    assert (answer.status, said) == (400, {"error": "请求无效：Content-Length"})


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_a_callback_is_posted_and_not_otherwise_sent(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)(UPDATE)
    assert answer.status_code in (400, 405)
    assert answer.is_json and "method" in answer.get_json()["error"]


def test_a_page_that_is_not_there_is_answered_with_a_sentence_in_its_language(client: FlaskClient) -> None:
    for href, sentence in (
        ("/themes/nothing", "没有“nothing”这一内容"),
        ("/x?lang=en", "There is no “/x” here"),
    ):
        answer = send(client, asking(href))
        assert answer.status_code == 200
        assert sentence in json.dumps(answer.get_json(), ensure_ascii=False)


@pytest.mark.parametrize("path", ["/_dash-layout", "/_dash-dependencies"])
def test_what_dash_tells_its_renderer_is_the_empty_frame_of_a_page(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/_dash-component-suites/dash/deps/react.js",
        "/_reload-hash",
        "/_favicon.ico",
        "/_dash-config",
        "/assets/../app.py",
    ],
)
def test_nothing_else_of_dash_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404

"""The nginx configuration of the guide, run by a real nginx: what it forwards, keeps, limits and refuses."""

from __future__ import annotations

import json
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import pytest

from tests.setup.nginx import CONFIGURATION, HOST, Proxy, proxied
from tests.setup.serving import free_port


class Website(ThreadingHTTPServer):
    """A website that can be told how to fail; what it says may be kept for a second."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: list[dict[str, str]] = []


class _Answer(BaseHTTPRequestHandler):
    server: Website

    def do_GET(self) -> None:
        self.server.asked.append({name.lower(): value for name, value in self.headers.items()})
        body = b"figures" if self.server.status == 200 else b"failed"
        self.send_response(self.server.status)
        caching = "public, max-age=0, s-maxage=1, must-revalidate" if body == b"figures" else "no-store"
        self.send_header("Cache-Control", caching)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class _Connection(HTTPSConnection):
    """To this machine, for the public's name of the site."""

    def __init__(self, proxy: Proxy) -> None:
        super().__init__(HOST, proxy.https, timeout=10)
        self.trust = ssl.create_default_context(cafile=str(proxy.certificate))

    def connect(self) -> None:
        connected = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        self.sock = self.trust.wrap_socket(connected, server_hostname=HOST)


def get(proxy: Proxy, path: str, host: str = HOST, **headers: str) -> tuple[HTTPResponse, bytes]:
    """Ask for a path by HTTPS."""
    with closing(_Connection(proxy)) as connection:
        return ask(connection, path, host, **headers)


def ask(
    connection: HTTPConnection, path: str, host: str = HOST, **headers: str
) -> tuple[HTTPResponse, bytes]:
    """Ask for a path; the answer's body is read."""
    connection.request("GET", path, headers={"Host": host, **headers})
    answer = connection.getresponse()
    return answer, answer.read()


def plain(proxy: Proxy) -> closing[HTTPConnection]:
    """A connection without TLS."""
    return closing(HTTPConnection("127.0.0.1", proxy.http, timeout=10))


def logged(proxy: Proxy) -> list[dict[str, object]]:
    """The lines of nginx's log; the last may take a moment."""
    time.sleep(0.1)
    return [json.loads(line) for line in proxy.log.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def proxy(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """nginx in front of the application."""
    with proxied(urlsplit(server).port or 0, tmp_path_factory.mktemp("nginx")) as proxy:
        yield proxy


@pytest.fixture
def website() -> Iterator[Website]:
    """A website that fails when told to."""
    website = Website()
    threading.Thread(target=website.serve_forever, args=(0.01,), daemon=True).start()
    yield website
    website.shutdown()
    website.server_close()


def test_nginx_finds_the_folders_that_it_makes_its_own_in() -> None:
    """It makes no more than the last: of what Debian has, /var/cache, and the package's own for logs."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    folders = re.findall(r"(?:proxy_cache_path|access_log) (/\S+)/[^/\s]+", text)
    assert set(folders) == {"/var/cache", "/var/log/nginx"}


def test_who_comes_by_http_is_sent_to_the_same_page_by_https(proxy: Proxy) -> None:
    with plain(proxy) as connection:
        answer, _ = ask(connection, "/themes/roads?lang=en")
    assert answer.status == 301
    assert answer.headers["Location"] == f"https://{HOST}/themes/roads?lang=en"


def test_a_page_comes_as_the_application_gives_it_and_by_https_for_a_year(proxy: Proxy, server: str) -> None:
    answer, body = get(proxy, "/themes/roads")
    with urlopen(f"{server}/themes/roads") as direct:
        assert body == direct.read()
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "nginx/" not in (answer.headers["Server"] or "")
    assert answer.headers["Content-Security-Policy"]
    refused, _ = get(proxy, "/nowhere")
    assert refused.status == 404 and refused.headers["Strict-Transport-Security"]


def test_who_asks_by_another_name_is_not_answered_and_leaves_nothing_in_the_cache(proxy: Proxy) -> None:
    with plain(proxy) as connection, pytest.raises(ConnectionError):  # closed without a word
        ask(connection, "/releases.atom", host="evil.example")
    stranger = ssl._create_unverified_context()
    with pytest.raises(ssl.SSLError), socket.create_connection(("127.0.0.1", proxy.https)) as open:
        stranger.wrap_socket(open, server_hostname="evil.example")
    with pytest.raises(ConnectionError):  # a certificate asked for by the right name, then another Host
        get(proxy, "/releases.atom", host="evil.example")
    for _ in range(3):
        answer, body = get(proxy, "/releases.atom", **{"X-Forwarded-Host": "evil.example"})
        assert answer.status == 200 and b"evil" not in body and b'href="/releases.atom"' in body


def test_what_was_asked_for_is_kept(proxy: Proxy) -> None:
    for _ in range(2):
        get(proxy, "/corrections?release=1")
    kept = [line["cache"] for line in logged(proxy) if line["path"] == "/corrections"]
    assert kept == ["MISS", "HIT"]


@pytest.mark.parametrize(
    "path", ["/healthz", "/metrics", "/%6detrics", "//metrics", "/a/../healthz", "/metrics?x"]
)
def test_monitoring_is_for_the_machine_itself(proxy: Proxy, path: str) -> None:
    answer, body = get(proxy, path)
    assert answer.status == 404 and b"digest" not in body and b"livelihood_" not in body


def test_the_log_keeps_the_network_of_a_reader_and_the_path_without_what_was_typed(proxy: Proxy) -> None:
    get(proxy, "/documents?lang=en")
    line = next(line for line in logged(proxy) if line["path"] == "/documents")
    assert (line["network"], line["method"], line["status"]) == ("127.0.0.0/24", "GET", 200)
    assert "lang=en" not in proxy.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:12:3456::1", "2001:db8:12::/48"),
        ("2001:db8:12::", "2001:db8:12::/48"),
        ("2001:db8::1", "2001:db8::/48"),
        ("2001::1", "2001::/48"),
        ("::1", ""),
    ],
)
def test_the_log_cuts_an_address_to_its_network(address: str, network: str) -> None:
    rules = re.findall(r'"~(\^\(\?<network>.*?)" +(\$network\S*);', CONFIGURATION.read_text(encoding="utf-8"))
    assert len(rules) == 3
    cut = (
        re.sub(pattern.replace("?<", "?P<") + ".*", rf"\g<network>{end[8:]}", address)
        for pattern, end in rules
    )
    assert next((found for found in cut if found != address), "") == network


@pytest.mark.parametrize("failure", ["gone", 500, 503])
def test_a_page_that_is_kept_is_shown_while_the_website_fails(
    website: Website, tmp_path: Path, failure: int | str
) -> None:
    with proxied(website.server_port, tmp_path) as proxy:
        assert get(proxy, "/")[1] == b"figures"
        if failure == "gone":
            website.shutdown()
            website.server_close()
        else:
            website.status = int(failure)
        time.sleep(1.1)  # what was said may be kept for a second
        for _ in range(3):
            answer, body = get(proxy, "/")
            assert (answer.status, body) == (200, b"figures")
            time.sleep(0.05)


def test_the_website_is_told_who_asks_and_nobody_can_say_it_is_another(
    website: Website, tmp_path: Path
) -> None:
    with proxied(website.server_port, tmp_path) as proxy:
        get(proxy, "/", **{"X-Forwarded-For": "203.0.113.9"})
    assert website.asked[0]["x-forwarded-for"] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/api/v1/observations", "/figures/131002/a/2022/b.xlsx", "/all.zip"])
def test_who_asks_for_too_many_lists_is_told_to_wait(website: Website, tmp_path: Path, path: str) -> None:
    with proxied(website.server_port, tmp_path) as proxy:
        with closing(_Connection(proxy)) as connection:  # one, as that is quicker than they are let through
            asked = [ask(connection, f"{path}?limit={n}")[0].status for n in range(60)]
        assert set(asked) == {200, 429}
        assert get(proxy, "/")[0].status == 200


@pytest.mark.parametrize(
    "path", ["/themes/roads.xlsx", "/all.zip", "/themes/roads.atom", "/embed/road_works", "/proofread"]
)
def test_files_feeds_frames_and_forms_come_as_the_application_gives_them(
    proxy: Proxy, server: str, path: str
) -> None:
    answer, body = get(proxy, path)
    with urlopen(f"{server}{path}") as direct:
        assert body == direct.read()
        for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy"):
            assert answer.headers[name] == direct.headers[name]
    assert answer.status == 200


def test_a_text_to_be_proofread_is_let_through_and_kept_nowhere(proxy: Proxy) -> None:
    for _ in range(2):
        with closing(_Connection(proxy)) as connection:
            body = urlencode({"text": "安次区新增岗位5830个。" * 1000}).encode()
            form = {"Host": HOST, "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/proofread", body=body, headers=form)
            answer = connection.getresponse()
            assert len(body) > 50_000 and answer.status in (200, 400)
            assert answer.headers["Cache-Control"] == "no-store" or answer.status == 400
    lines = [line for line in logged(proxy) if line["path"] == "/proofread" and line["method"] == "POST"]
    assert lines and all(line["cache"] != "HIT" for line in lines)


def test_a_file_is_let_through_where_one_is_checked_and_nowhere_else(proxy: Proxy) -> None:
    statuses = {}
    for path in ("/v/7K3F92QD", "/themes/roads"):
        with closing(_Connection(proxy)) as connection:
            connection.request("POST", path, body=b"x" * 100_000, headers={"Host": HOST})
            statuses[path] = connection.getresponse().status
    assert statuses == {"/v/7K3F92QD": 404, "/themes/roads": 413}


def test_nothing_is_sent_on_where_no_website_answers(tmp_path: Path) -> None:
    with proxied(free_port(), tmp_path) as proxy:
        assert get(proxy, "/")[0].status == 502

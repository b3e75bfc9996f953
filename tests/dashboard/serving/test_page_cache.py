"""What is kept of the answers, and for how long."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from dashboard.serving.page_cache import CACHEABLE, HEAD, PARTS, Environ, PageCache

MANY = 50  # pages


class Pages:
    """A WSGI application whose every path is a page; `asked` holds what came through to it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        environ[CACHEABLE] = not environ["QUERY_STRING"]
        start_response("200 OK", [("ETag", f'"tag{environ["PATH_INFO"]}"'), ("Content-Length", "4")])
        return [b"page"]


def ask(cache: PageCache, path: str, **more: str) -> tuple[str, bytes]:
    """Ask for a path; return the status and the body. Further arguments are of the WSGI environment."""
    path, _, query = path.partition("?")
    statuses: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **more}
    body = b"".join(cache(environ, lambda status, headers, error=None: statuses.append(status)))
    return statuses[0][:3], body


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        ('"tag/"', "304"),
        ('W/"tag/"', "304"),
        ('"other", "tag/"', "304"),
        ('W/"other",W/"tag/"', "304"),
        ("*", "304"),
        ('"other"', "200"),
        ('"other", "another"', "200"),
        ("", "200"),
        ("tag", "200"),
    ],
)
def test_whoever_has_the_page_among_others_is_not_sent_it_again(tags: str, status: str) -> None:
    cache = PageCache(Pages(), lambda: 1)
    ask(cache, "/")
    assert ask(cache, "/", HTTP_IF_NONE_MATCH=tags) == (status, b"" if status == "304" else b"page")
    assert cache.application.asked == ["/"]  # type: ignore[attr-defined]


def test_pages_are_kept_until_the_store_changes() -> None:
    pages, stamps = Pages(), [1, 1, 2, 2]
    cache = PageCache(pages, lambda: stamps.pop(0))
    for _ in range(4):
        ask(cache, "/")
    assert pages.asked == ["/", "/"]


def test_random_queries_and_hosts_are_not_kept_and_the_pages_read_stay() -> None:
    pages = Pages()
    cache = PageCache(pages, lambda: 1)
    ask(cache, "/")
    for number in range(MANY):
        ask(cache, f"/?{number}={number}")
        ask(cache, "/", HTTP_HOST=f"host{number}.example")
    assert len(cache) == 1
    assert pages.asked.count("/") == 1 + MANY


def test_what_is_kept_in_front_is_bounded_and_what_is_read_stays() -> None:
    pages = Pages()
    cache = PageCache(pages, lambda: 1, most=MANY * (len(b"page") + HEAD))
    for number in range(MANY + 40):
        ask(cache, f"/{number}")
        ask(cache, "/0")
    assert len(cache) == MANY
    assert pages.asked.count("/0") == 1


def test_what_would_drive_out_many_others_is_not_kept() -> None:
    cache = PageCache(Pages(), lambda: 1, most=PARTS * 100)
    for size in (100, 101):
        cache.put(1, size, [("ETag", '"tag"')], b"x" * size)
    assert [cache.get(1, size) is None for size in (100, 101)] == [False, True]


def test_what_the_application_keeps_itself_is_gone_when_the_store_has_changed() -> None:
    cache = PageCache(Pages(), lambda: 1)
    cache.put(1, "update", [("ETag", '"tag"')], b"page")
    found = cache.get(1, "update")
    assert found and found.body == b"page"
    assert cache.get(2, "update") is None
    assert cache.get(None, "update") is None

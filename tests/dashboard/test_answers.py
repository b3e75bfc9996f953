"""What is kept of the answers: how much, for how long, and that each is made once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dashboard.serving.page_cache import KEEP, KEPT, Environ, Front
from dashboard.serving.responses import Answer, Kept

CROWD = 8


def answer(text: str) -> Answer:
    return Answer(text.encode(), "text/plain")


# ---- pages ------------------------------------------------------------------------------------


def test_of_a_crowd_that_asks_for_the_same_page_one_makes_it_and_all_get_it() -> None:
    kept, crowd, made = Kept(), threading.Barrier(CROWD), []
    slow = threading.Event()

    def make() -> Answer:
        made.append(1)
        slow.wait(0.2)
        return answer("page")

    def ask(_: int) -> Answer:
        crowd.wait()
        return kept.get("/", make)

    with ThreadPoolExecutor(CROWD) as readers:
        answers = list(readers.map(ask, range(CROWD)))
    assert len(made) == 1
    assert {id(one) for one in answers} == {id(answers[0])}


def test_pages_are_made_side_by_side() -> None:
    kept, both = Kept(), threading.Barrier(2, timeout=10)

    def make() -> Answer:
        both.wait()  # broken when the other page has to wait until this one is made
        return answer("page")

    with ThreadPoolExecutor(2) as readers:
        assert len(list(readers.map(lambda key: kept.get(key, make), ("/", "/releases")))) == 2


def test_a_page_that_could_not_be_made_is_made_when_it_is_asked_for_again() -> None:
    kept = Kept()
    with pytest.raises(ZeroDivisionError):
        kept.get("/", lambda: answer(str(1 // 0)))
    assert kept.get("/", lambda: answer("page")).plain == b"page"


def test_the_page_not_asked_for_the_longest_goes_first() -> None:
    kept = Kept(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda key=key: answer(key))  # type: ignore[misc]
    assert len(kept) == 2
    assert kept.get("a", lambda: answer("made anew")).plain == b"a"
    assert kept.get("b", lambda: answer("made anew")).plain == b"made anew"


def test_a_crowd_packs_an_answer_once() -> None:
    page, crowd = answer("page" * 100_000), threading.Barrier(CROWD)

    def read(_: int) -> bytes:
        crowd.wait()
        return page.read("br")

    with ThreadPoolExecutor(CROWD) as readers:
        packed = list(readers.map(read, range(CROWD)))
    assert {id(one) for one in packed} == {id(packed[0])}


# ---- in front of them -------------------------------------------------------------------------


class Pages:
    """A WSGI application whose every path is a page; `asked` holds what came through to it."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        environ[KEEP] = not environ["QUERY_STRING"]
        start_response("200 OK", [("ETag", f'"tag{environ["PATH_INFO"]}"'), ("Content-Length", "4")])
        return [b"page"]


def ask(front: Front, path: str, **more: str) -> tuple[str, bytes]:
    """Ask for a path; return the status and the body. Further arguments are of the WSGI environment."""
    path, _, query = path.partition("?")
    said: list[str] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query, **more}
    body = b"".join(front(environ, lambda status, headers, error=None: said.append(status)))
    return said[0][:3], body


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
    front = Front(Pages(), lambda: 1)
    ask(front, "/")
    assert ask(front, "/", HTTP_IF_NONE_MATCH=tags) == (status, b"" if status == "304" else b"page")
    assert front.application.asked == ["/"]  # type: ignore[attr-defined]


def test_pages_are_kept_until_the_store_changes() -> None:
    pages, stamps = Pages(), [1, 1, 2, 2]
    front = Front(pages, lambda: stamps.pop(0))
    for _ in range(4):
        ask(front, "/")
    assert pages.asked == ["/", "/"]


def test_random_queries_and_hosts_are_not_kept_and_the_pages_read_stay() -> None:
    pages = Pages()
    front = Front(pages, lambda: 1)
    ask(front, "/")
    for number in range(KEPT * 2):
        ask(front, f"/?{number}={number}")
        ask(front, "/", HTTP_HOST=f"host{number}.example")
    assert len(front) == 1
    assert pages.asked.count("/") == 1 + KEPT * 2


def test_what_is_kept_in_front_is_bounded_and_what_is_read_stays() -> None:
    pages = Pages()
    front = Front(pages, lambda: 1)
    for number in range(KEPT + 40):
        ask(front, f"/{number}")
        ask(front, "/0")
    assert len(front) == KEPT
    assert pages.asked.count("/0") == 1

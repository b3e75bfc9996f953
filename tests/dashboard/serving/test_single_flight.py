"""A thing that many ask for at once is made once, and the last ones made are kept."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.serving.single_flight import SingleFlightCache

CROWD = 8


def test_of_a_crowd_that_asks_for_the_same_thing_one_makes_it_and_all_get_it() -> None:
    cache, crowd, made = SingleFlightCache[str](4), threading.Barrier(CROWD), []
    slow = threading.Event()

    def make() -> str:
        made.append(1)
        slow.wait(0.2)
        return f"page {len(made)}"

    def ask(_: int) -> str:
        crowd.wait()
        return cache.get("/", make)

    with ThreadPoolExecutor(CROWD) as readers:
        assert set(readers.map(ask, range(CROWD))) == {"page 1"}
    assert len(made) == 1


def test_two_things_are_made_side_by_side() -> None:
    cache, both = SingleFlightCache[str](4), threading.Barrier(2, timeout=10)

    def make() -> str:
        both.wait()  # broken when the other has to wait until this one is made
        return "page"

    with ThreadPoolExecutor(2) as readers:
        assert len(list(readers.map(lambda key: cache.get(key, make), ("/", "/releases")))) == 2


def test_what_could_not_be_made_is_made_when_it_is_asked_for_again() -> None:
    cache = SingleFlightCache[str](4)
    with pytest.raises(ZeroDivisionError):
        cache.get("/", lambda: str(1 // 0))
    assert cache.get("/", lambda: "page") == "page"


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    cache = SingleFlightCache[str](2)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda key=key: key)  # type: ignore[misc]
    assert len(cache) == 2
    assert cache.get("a", lambda: "made anew") == "a"
    assert cache.get("b", lambda: "made anew") == "made anew"

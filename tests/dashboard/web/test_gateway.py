"""Between the server and the application: who waits, who is refused, and what the application is told."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import flask
import pytest
from granian._granian import CallbackScheduler

from dashboard.serving.page_cache import CACHEABLE, PageCache, Response
from dashboard.web import gateway, queues, scheduler
from dashboard.web.gateway import LARGE, UPLOADING, Files, Gateway, environ_of
from dashboard.web.guard import LONGEST_UPLOAD, REFUSED
from dashboard.web.queues import Queue
from dashboard.web.scheduler import Scheduler
from data.errors import ServerBusy

Headers = list[tuple[str, str]]


def scope(path: str = "/", method: str = "GET", query: str = "", headers: Headers | None = None) -> Any:
    """A request as granian tells of it."""
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        http_version="1.1",
        scheme="http",
        server="127.0.0.1:8050",
        client="203.0.113.7:50000",
        headers=SimpleNamespace(items=lambda: headers or []),
    )


class Protocol:
    """What granian gives beside it: a body in parts, and somewhere to put an answer."""

    def __init__(self, *parts: bytes, whole: bool = True) -> None:
        self.parts, self.whole = parts, whole
        self.answer = Response("", [], b"")

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            yield part
        if not self.whole:
            await asyncio.sleep(60)

    def response_empty(self, status: int, headers: Headers) -> None:
        self.answer = Response(str(status), headers, b"")

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        self.answer = Response(str(status), headers, body)

    def response_file(self, status: int, headers: Headers, path: str) -> None:
        with open(path, "rb") as file:
            self.answer = Response(str(status), headers, file.read())


def application(answer: Callable[[flask.Request], Any], stamp: object = None) -> Gateway:
    """A gateway to an application of one function."""
    server = flask.Flask("one")

    @server.before_request
    def ask() -> Any:
        if error := flask.request.environ.get(REFUSED):
            return str(error), 503
        return answer(flask.request)

    server.wsgi_app = server.extensions["page_cache"] = PageCache(server.wsgi_app, lambda: stamp)  # type: ignore[method-assign]
    return Gateway(server)


def asked(gate: Gateway, request: Any, protocol: Protocol | None = None) -> Response:
    protocol = protocol or Protocol()
    asyncio.run(gate(request, protocol))  # type: ignore[arg-type]
    return protocol.answer


# ---- bodies -----------------------------------------------------------------------------------

LENGTH_4 = [("content-length", "4"), ("content-type", "application/json")]


def test_a_body_reaches_the_application_whole_however_it_came() -> None:
    gate = application(lambda request: request.get_data())
    assert asked(gate, scope("/", "POST", headers=LENGTH_4), Protocol(b"a", b"bc", b"d")).body == b"abcd"


@pytest.mark.parametrize("headers", [[], [("content-length", "4097")], [("transfer-encoding", "chunked")]])
def test_a_body_that_no_page_of_ours_sends_is_not_waited_for(headers: Headers) -> None:
    gate = application(lambda request: "refused")
    body = Protocol(b"begun", whole=False)
    assert asked(gate, scope("/", "POST", headers=headers), body).body == b"refused"


def test_a_body_of_a_get_is_not_waited_for() -> None:
    gate = application(lambda request: "page")
    assert asked(gate, scope(headers=LENGTH_4), Protocol(b"a", whole=False)).body == b"page"


def test_a_body_that_does_not_come_in_time_holds_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "BODY_SECONDS", 0.1)
    threads: list[str] = []
    gate = application(lambda request: threads.append(request.path) or "")
    answer = asked(gate, scope("/", "POST", headers=LENGTH_4), Protocol(b"abc", whole=False))
    assert (answer.status, answer.body) == ("503", b"the request wasn't complete after 0.1 seconds")
    assert threads == []


# ---- queues -----------------------------------------------------------------------------------


def test_whoever_finds_a_queue_full_is_told_at_once_and_those_in_it_are_answered() -> None:
    free = threading.Event()

    def slow(_: Any) -> Response:
        free.wait(10)
        return Response("200 OK", [], b"")

    async def crowd() -> list[Any]:
        queue = Queue("tested", threads=1, waiting=2)
        waiting: list[Awaitable[Response]] = [asyncio.ensure_future(queue.run(slow, {})) for _ in range(3)]
        await asyncio.sleep(0)
        for _ in range(3):
            with pytest.raises(ServerBusy):
                await queue.run(slow, {})
        free.set()
        answers = [await one for one in waiting]
        return [*answers, await queue.run(slow, {})]  # there is room again

    assert [answer.status for answer in asyncio.run(crowd())] == ["200 OK"] * 4


def test_whoever_waited_too_long_is_told_so_and_nothing_is_made_for_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queues, "QUEUE_SECONDS", 0.05)
    made: list[int] = []

    def slow(environ: Any) -> Response:
        made.append(environ["number"])
        threading.Event().wait(0.2)
        return Response("200 OK", [], b"")

    async def crowd() -> list[Any]:
        queue = Queue("tested", threads=1, waiting=2)
        runs = (queue.run(slow, {"number": number}) for number in range(2))
        return await asyncio.gather(*runs, return_exceptions=True)

    first, second = asyncio.run(crowd())
    assert (first.status, type(second), made) == ("200 OK", ServerBusy, [0])


def crowd_of(queue: Queue, work: Any, address: str, number: int) -> list[asyncio.Future[Response]]:
    """So many requests of one address, that wait."""
    environs = ({"REMOTE_ADDR": address, "number": f"{address} {n}"} for n in range(number))
    return [asyncio.ensure_future(queue.run(work, environ)) for environ in environs]


def test_whoever_comes_after_a_crowd_waits_for_one_of_it_and_not_for_all() -> None:
    free, made = threading.Event(), list[str]()

    def slow(environ: Any) -> Response:
        free.wait(10)
        made.append(environ["number"])
        return Response("200 OK", [], b"")

    async def come() -> None:
        queue = Queue("tested", threads=1, waiting=20)
        waiting = crowd_of(queue, slow, "198.51.100.9", 10)
        await asyncio.sleep(0)
        waiting += crowd_of(queue, slow, "203.0.113.7", 2)
        await asyncio.sleep(0)
        free.set()
        await asyncio.gather(*waiting)

    asyncio.run(come())
    assert [place for place, number in enumerate(made) if number.startswith("203")] == [2, 4]


def test_of_a_full_queue_the_last_of_the_largest_crowd_gives_way_to_others_but_not_to_its_like() -> None:
    free = threading.Event()

    def slow(_: Any) -> Response:
        free.wait(10)
        return Response("200 OK", [], b"")

    async def come() -> tuple[list[Any], list[Any]]:
        queue = Queue("tested", threads=1, waiting=4)
        crowd = crowd_of(queue, slow, "198.51.100.9", 6)
        await asyncio.sleep(0)
        others = crowd_of(queue, slow, "203.0.113.7", 3)
        await asyncio.sleep(0)
        free.set()
        return (
            await asyncio.gather(*crowd, return_exceptions=True),
            await asyncio.gather(*others, return_exceptions=True),
        )

    for found, refused in zip(asyncio.run(come()), ([3, 4, 5], [2]), strict=True):
        assert [n for n, answer in enumerate(found) if isinstance(answer, ServerBusy)] == refused


def test_a_crowd_that_asks_for_one_page_takes_one_place_and_has_it_made_once() -> None:
    free, made = threading.Event(), list[str]()

    def page(request: flask.Request) -> str:
        free.wait(10)
        made.append(request.path)
        request.environ[CACHEABLE] = True
        response = flask.Response(request.path)
        response.set_etag("page")
        return response  # type: ignore[return-value]

    gate = application(page, stamp=1)
    gate.pages = Queue("tested", threads=1, waiting=1)

    async def come() -> list[Protocol]:
        protocols = [Protocol() for _ in range(20)]
        asked = [gate(scope("/news" if n else "/other"), one) for n, one in enumerate(protocols)]
        waiting = asyncio.gather(*asked)  # type: ignore[arg-type]
        await asyncio.sleep(0.05)
        free.set()
        await waiting
        return protocols

    answers = [protocol.answer for protocol in asyncio.run(come())]
    assert {answer.status for answer in answers} == {"200"}
    assert (made, {answer.body for answer in answers[1:]}) == (["/other", "/news"], {b"/news"})


@pytest.mark.parametrize("path", ["/api/v1/x", "/charts/x.png", "/charts/x.pdf"])
def test_lists_and_pictures_wait_for_their_like_and_pages_do_not(path: str) -> None:
    free = threading.Event()

    def answer(request: flask.Request) -> str:
        if request.path == path:
            free.wait(10)
        return request.path

    async def crowd() -> list[str]:
        gate = application(answer)
        lists = [Protocol() for _ in range(12)]
        asking = [asyncio.ensure_future(gate(scope(path), one)) for one in lists]  # type: ignore[arg-type]
        page = Protocol()
        await asyncio.wait_for(gate(scope("/page"), page), 5)  # type: ignore[arg-type]
        before = [one.answer.status for one in lists]
        free.set()
        await asyncio.gather(*asking)
        return [page.answer.body.decode(), *before, *(one.answer.status for one in lists)]

    assert asyncio.run(crowd()) == ["/page", *[""] * 12, *["200"] * 12]


# ---- at once ----------------------------------------------------------------------------------


def answered_at_once(gate: Gateway, request: Any) -> bytes | None:
    protocol = Protocol()
    return protocol.answer.body if gate.answer_cached(request, protocol) else None  # type: ignore[arg-type]


def test_what_is_cached_is_answered_at_once_and_nothing_else_is() -> None:
    def answer(request: flask.Request) -> flask.Response:
        request.environ[CACHEABLE] = True
        response = flask.Response(b"x" * (LARGE + 1) if request.path == "/long" else b"page")
        response.set_etag("tag")
        return response

    gate = application(answer, stamp=1)
    assert answered_at_once(gate, scope("/")) is None
    assert asked(gate, scope("/")).body == asked(gate, scope("/")).body == b"page"
    assert answered_at_once(gate, scope("/")) == b"page"
    assert answered_at_once(gate, scope("/", headers=[("if-none-match", '"tag"')])) == b""
    assert answered_at_once(gate, scope("/", "POST")) is None
    assert answered_at_once(gate, scope("/", query="a=b")) is None
    assert answered_at_once(gate, scope("/", headers=[("host", "one"), ("host", "two")])) is None
    asked(gate, scope("/long"))
    assert answered_at_once(gate, scope("/long")) is None  # it is sent from a file, which the loop closes


@pytest.mark.parametrize("answer", [lambda *_: False, lambda *_: 1 / 0], ids=["isn't cached", "fails"])
def test_what_cannot_be_answered_at_once_is_answered_in_the_loop(answer: Any) -> None:
    async def ask() -> str:
        met: list[str] = []
        asking = SimpleNamespace(scope=None, proto=None, done=lambda: met.append("at once"), taskref=id)

        async def callback(_: Any) -> None:
            met.append("in the loop")

        Scheduler(answer, asyncio.get_running_loop(), callback).schedule(asking)
        await asyncio.sleep(0.01)
        return "".join(met)

    assert asyncio.run(ask()) == "in the loop"


def test_the_server_still_has_what_the_scheduler_stands_in_for() -> None:
    with asyncio.Runner() as runner:
        theirs = scheduler._workers._new_cbscheduler(runner.get_loop(), print, impl_asyncio=True)
    assert isinstance(theirs, CallbackScheduler) and not isinstance(theirs, Scheduler)


# ---- answers ----------------------------------------------------------------------------------


def test_a_long_answer_is_the_same_bytes_and_its_head_has_none() -> None:
    long = os.urandom(LARGE + 1)
    gate = application(lambda request: long)
    assert asked(gate, scope()).body == long
    head = asked(gate, scope(method="HEAD"))
    assert (head.body, dict(head.headers)["Content-Length"]) == (b"", str(len(long)))


def test_long_answers_share_files_of_which_few_are_open() -> None:
    async def send() -> None:
        files, bodies = Files(), [os.urandom(10) for _ in range(gateway.FILES * 3)]
        before = len(os.listdir("/proc/self/fd"))
        paths = [files.path(bodies[0]) for _ in range(100)]
        assert len(set(paths)) == 1
        for body in bodies:
            with open(files.path(body), "rb") as file:
                assert file.read() == body
        await asyncio.sleep(0.1)
        assert len(os.listdir("/proc/self/fd")) <= before + gateway.FILES

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gateway, "FILE_SECONDS", 0.01)
        asyncio.run(send())


# ---- what the application is told -------------------------------------------------------------


def test_a_request_is_told_as_wsgi_has_it() -> None:
    headers = [("host", "a"), ("host", "b"), ("content-type", "x/y"), ("content-length", "3"), ("x-y", "é")]
    environ = environ_of(scope("/主题", "POST", "region=131000&x=中", [*headers, ("content_length", "9")]))
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/主题"
    assert environ["QUERY_STRING"].encode("latin-1").decode() == "region=131000&x=中"
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"]) == ("x/y", "3")
    assert environ["HTTP_HOST"] == "a,b"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"], environ["REMOTE_ADDR"]) == (
        "127.0.0.1",
        "8050",
        "203.0.113.7",
    )
    assert "HTTP_CONTENT_LENGTH" not in environ


# ---- files ------------------------------------------------------------------------------------


def test_few_files_are_received_at_once_and_a_longer_one_is_not_read() -> None:
    free = threading.Event()

    def answer(request: flask.Request) -> str:
        free.wait(10)
        return str(len(request.get_data()))

    def upload(length: int) -> Any:
        return scope("/v/7K3F92QD", "POST", headers=[("content-length", str(length))])

    async def crowd() -> list[tuple[str, bytes]]:
        gate = application(answer)
        gate.server.config["MAX_CONTENT_LENGTH"] = None
        files = [Protocol(b"x" * 9000) for _ in range(UPLOADING + 1)]
        asking = [asyncio.ensure_future(gate(upload(9000), one)) for one in files]  # type: ignore[arg-type]
        await asyncio.wait_for(asking[-1], 5)  # there is no place for the last of them
        free.set()
        await asyncio.gather(*asking)
        long = Protocol(b"begun", whole=False)
        await gate(upload(LONGEST_UPLOAD + 1), long)  # type: ignore[arg-type]
        return [(one.answer.status, one.answer.body) for one in (*files, long)]

    *received, refused, long = asyncio.run(crowd())
    assert received == [("200", b"9000")] * UPLOADING
    assert refused[0] == "503" and long[0] == "400"

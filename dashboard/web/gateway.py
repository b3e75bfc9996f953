"""Between the server and the application: a request is read whole before a thread is given to it.

What is cached is answered at once. All else waits in short queues for a few threads, lists and pictures in
queues of their own: so nobody who asks for much, or sends and reads slowly, takes a page from others. Speaks
RSGI, granian's own interface.
"""

from __future__ import annotations

import asyncio
import io
import os
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlencode

import flask
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian.rsgi import Scope

from dashboard.serving.page_cache import FILE_OF_ANSWER, Application, Environ, Headers, PageCache, Response
from dashboard.web.guard import BODIES, LONGEST_BODY, REFUSED
from dashboard.web.queues import Queue
from dashboard.web.traffic import CAME, Traffic
from data.errors import RequestUnfinished, ServerBusy

BODY_SECONDS = 10  # in which a body has come whole
LARGE = (
    64 * 1024
)  # bytes; a longer answer is sent from a file, as the server copies any other for each reader
FILES = 16  # that are open at once
FILE_SECONDS = 5  # in which the server has opened one
LISTS, SCRIPTS, CHARTS, TEXTS = "/api/", "/scripts/", "/charts/", "/proofread"
PICTURES = (".png", ".pdf")
FILES_OF_FIGURES = (".csv", ".xlsx", ".json", ".jsonstat", ".txt", ".zip")  # those of charts are short
UPLOADING = 4  # files and texts that a worker receives at once
FOLLOWING = 1024  # requests that wait for what another one has asked for
REFUSALS = 16  # in how many languages those of lists and of pages are kept


class Files:
    """Long answers as files without a name; one that is sent again, to whomever, is sent from the same."""

    def __init__(self) -> None:
        self._files: OrderedDict[int, tuple[bytes, int]] = OrderedDict()

    def path(self, body: bytes) -> str:
        """Return where the server finds a body, for FILE_SECONDS at least."""
        if id(body) not in self._files:
            file = os.memfd_create("answer")
            with open(file, "wb", closefd=False) as opened:
                opened.write(body)
            self._files[id(body)] = body, file
        self._files.move_to_end(id(body))
        if len(self._files) > FILES:
            _, (_, oldest) = self._files.popitem(last=False)
            asyncio.get_running_loop().call_later(FILE_SECONDS, os.close, oldest)
        return f"/proc/self/fd/{self._files[id(body)][1]}"


class Gateway:
    """Answers requests of a granian worker with an application's pages."""

    def __init__(self, server: flask.Flask) -> None:
        self.server = server
        self.cache: PageCache = server.extensions["page_cache"]
        self.traffic: Traffic | None = server.extensions.get("traffic")
        self.pages = Queue("pages", threads=3, waiting=128)
        # Lists cost much, and scripts are asked for by many at once before the first is kept.
        self.apart = {
            LISTS: Queue("lists", threads=1, waiting=16),
            SCRIPTS: Queue("scripts", threads=1, waiting=1024),
        }
        self.pictures = Queue("pictures", threads=2, waiting=16)
        self.texts = Queue("texts", threads=1, waiting=4)
        self.flights: dict[Hashable, asyncio.Future[None]] = {}  # what is being made
        self.following = 0  # who wait for it
        self.places = UPLOADING
        self.files = Files()
        self.refusals: dict[tuple[str, str], Response] = {}

    async def __call__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        environ = environ_of(scope)
        response = self.cache.find(environ)
        if response:
            self._note(environ, response, cached=True)
        else:
            response = await self._make(environ, protocol)
        if response.file and scope.method != "HEAD":
            protocol.response_file(int(response.status[:3]), response.headers, response.file)
        elif len(response.body) <= LARGE or not hasattr(os, "memfd_create") or scope.method == "HEAD":
            send(response, scope, protocol)
        else:
            protocol.response_file(int(response.status[:3]), response.headers, self.files.path(response.body))

    def answer_cached(self, scope: Scope, protocol: HTTPProtocol) -> bool:
        """Answer with what is cached, unless that is long; return whether it was. For any thread."""
        environ = environ_of(scope)
        response = self.cache.find(environ)
        if response is None or len(response.body) > LARGE:
            return False
        self._note(environ, response, cached=True)
        send(response, scope, protocol)
        return True

    def _note(self, environ: Environ, response: Response, *, cached: bool) -> None:
        if self.traffic:
            seconds = time.perf_counter() - environ[CAME]
            self.traffic.answered(environ, int(response.status[:3]), seconds, cached=cached)

    async def _make(self, environ: Environ, protocol: HTTPProtocol) -> Response:
        path = environ["PATH_INFO"]
        apart = self.pictures if path.endswith(PICTURES) else self.pages
        if path.endswith(FILES_OF_FIGURES) and not path.startswith(CHARTS):
            apart = self.apart[LISTS]
        queue = next((queue for start, queue in self.apart.items() if path.startswith(start)), apart)
        try:
            if environ["REQUEST_METHOD"] == "POST" and path.lower().startswith(tuple(BODIES)):
                return await self._receive(environ, protocol)
            environ["wsgi.input"] = io.BytesIO(await read_body(environ, protocol))
        except RequestUnfinished as error:
            environ[REFUSED] = error
        try:
            return await self._run_once(queue, environ)
        except ServerBusy as error:
            return self._refuse(environ, error)

    async def _run_once(self, queue: Queue, environ: Environ) -> Response:
        """Answer a request in its turn, or with what another is being made that will be cached.

        So a crowd that asks for one page takes one place. Raises ServerBusy.
        """
        key = self.cache.key(environ)
        if key is not None and (flight := self.flights.get(key)):
            await self._follow(flight)
            if response := self.cache.find(environ):
                self._note(environ, response, cached=True)
                return response
        elif key is not None:
            flight = self.flights[key] = asyncio.get_running_loop().create_future()
            try:
                return await queue.run(self._ask, environ)
            finally:
                del self.flights[key]
                flight.set_result(None)
        return await queue.run(self._ask, environ)

    async def _follow(self, flight: asyncio.Future[None]) -> None:
        if self.following >= FOLLOWING:
            raise ServerBusy
        self.following += 1
        try:
            await asyncio.wait([flight])
        finally:
            self.following -= 1

    async def _receive(self, environ: Environ, protocol: HTTPProtocol) -> Response:
        """Answer a request with a file or a text: few are held at once, as each may be long."""
        path = environ["PATH_INFO"].lower()
        longest = next(longest for start, longest in BODIES.items() if path.startswith(start))
        if not self.places:
            return self._refuse(environ, ServerBusy())
        self.places -= 1
        try:
            environ["wsgi.input"] = io.BytesIO(await read_body(environ, protocol, longest))
            queue = self.texts if path.startswith(TEXTS) else self.pictures
            return await queue.run(self._ask, environ)
        except ServerBusy as error:
            return self._refuse(environ, error)
        finally:
            self.places += 1

    def _refuse(self, environ: Environ, error: ServerBusy) -> Response:
        """Refuse in this thread, as no other has time; a crowd is told what the first of it was."""
        lang = parse_qs(environ["QUERY_STRING"]).get("lang", [""])[-1]
        path = next((p for p in (LISTS, CHARTS) if environ["PATH_INFO"].startswith(p)), "/")
        if (refusal := self.refusals.get((path, lang))) is None:
            refused = {
                **environ,
                "PATH_INFO": path,
                "QUERY_STRING": urlencode({"lang": lang}),
                REFUSED: error,
            }
            refusal = self._ask(refused, self.cache.application)
            if len(self.refusals) < REFUSALS:
                self.refusals[path, lang] = refusal
        self._note(environ, refusal, cached=False)
        return refusal

    def _ask(self, environ: Environ, application: Application | None = None) -> Response:
        heads: list[tuple[str, Headers]] = []
        parts: list[bytes] = []

        def start(status: str, headers: Headers, _: Any = None) -> Callable[[bytes], object]:
            heads[:] = [(status, headers)]
            return parts.append

        answer = (application or self.server)(environ, start)
        file = environ.get(FILE_OF_ANSWER, "") if heads and heads[0][0].startswith("200") else ""
        try:
            parts += () if file else answer
        finally:
            getattr(answer, "close", lambda: None)()
        return Response(*heads[0], b"".join(parts), file)


def send(response: Response, scope: Scope, protocol: HTTPProtocol) -> None:
    """Send a response from memory."""
    status, headers, body, _ = response
    if not body or scope.method == "HEAD":
        protocol.response_empty(int(status[:3]), headers)
    else:
        protocol.response_bytes(int(status[:3]), headers, body)


async def read_body(environ: Environ, protocol: HTTPProtocol, longest: int = LONGEST_BODY) -> bytes:
    """Return a body that the application may take; it refuses a longer one, or one of no length, unread.

    Raises RequestUnfinished for one that hasn't come in time.
    """
    length = environ.get("CONTENT_LENGTH", "")
    if environ["REQUEST_METHOD"] in ("GET", "HEAD") or not length.isdecimal() or int(length) > longest:
        return b""
    body = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(BODY_SECONDS):
            async for part in protocol:
                body += part
    if len(body) < int(length):
        raise RequestUnfinished(seconds=BODY_SECONDS)
    return body


def environ_of(scope: Scope) -> Environ:
    """Return a request as WSGI wants it, without a body."""
    name, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _as_bytes(scope.path),
        "QUERY_STRING": _as_bytes(scope.query_string),
        "SERVER_NAME": name,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        CAME: time.perf_counter(),
    }
    for header, value in scope.headers.items():
        if key := _variable(header):
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ


@lru_cache(maxsize=256)
def _variable(header: str) -> str:
    """What WSGI calls a header; nothing for one that would pass for another: Content_Length."""
    key = "" if "_" in header else header.upper().replace("-", "_")
    return key if key in ("", "CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


def _as_bytes(text: str) -> str:
    """A text as WSGI has it: its UTF-8, a byte a character."""
    return text if text.isascii() else text.encode().decode("latin-1")

"""What becomes known of each request that was answered: a line in a log, and counts."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

import flask

from dashboard.serving.page_cache import CACHED, Environ, Headers
from dashboard.serving.served_releases import ServedReleases
from dashboard.web.metrics import Counts, exposition
from dashboard.web.request_log import RequestLog, is_loopback, line_of, request_log
from data.errors import LivelihoodError, NotFound

# What a proxy adds: whoever comes through one need not be of this machine.
FORWARDING = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
# Set in the environment of a request: when it came, by time.perf_counter; else it is when it comes to us.
CAME = "livelihood.came"
TEXT = "text/plain; version=0.0.4; charset=utf-8"


class Traffic:
    """What a process has answered."""

    def __init__(self, log: RequestLog | None, counts: Counts) -> None:
        self.log = log
        self.counts = counts

    def answered(self, environ: Environ, status: int, seconds: float, *, cached: bool) -> None:
        """Note an answer and the time it took; `cached` if it was there already."""
        if self.log is not None:
            self.log.add(line_of(environ, status, seconds))
        self.counts.add(status, seconds, cached=cached, lost=self.log.lost if self.log else 0)


def keep_traffic(server: flask.Flask) -> None:
    """Have a server know what it has answered. Raises SettingUnusable for a log that can't be written."""
    traffic: Traffic = Traffic(request_log(), Counts())
    server.extensions["traffic"] = traffic
    application = server.wsgi_app

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, statuses = environ.get(CAME, time.perf_counter()), [0]

        def start(status: str, headers: Headers, error: Any = None) -> Any:
            statuses.append(int(status[:3]))
            return start_response(status, headers, error)

        body = application(environ, start)
        traffic.answered(environ, statuses[-1], time.perf_counter() - began, cached=CACHED in environ)
        return body

    server.wsgi_app = answer  # type: ignore[method-assign]


def answer_metrics(releases: ServedReleases) -> flask.Response:
    """Answer this machine's own monitoring with what was counted; for all others there is nothing here."""
    environ = flask.request.environ
    traffic: Traffic | None = flask.current_app.extensions.get("traffic")
    outside = not is_loopback(environ.get("REMOTE_ADDR", "")) or any(name in environ for name in FORWARDING)
    if traffic is None or outside:
        raise NotFound(flask.request.path)
    try:
        release = releases.get().release.id
    except LivelihoodError:
        release = 0
    return flask.Response(exposition(traffic.counts.total(), release), content_type=TEXT)

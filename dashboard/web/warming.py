"""Makes the overview and the names to search before anybody asks: they take a while, and serve many."""

from __future__ import annotations

import time
from threading import Thread

import flask

from dashboard.request.address import Address
from dashboard.search.names import Names, prepare
from dashboard.serving.served_releases import PULSE, ServedReleases
from data.errors import LivelihoodError
from data.messages import SOURCE_LANGUAGE

PAUSE = 2.0  # s between two looks for another release


def keep_warm(server: flask.Flask, pause: float = PAUSE) -> None:
    """Warm a server now and after each release, in the background."""
    Thread(target=_watch, args=(server, pause), name="warming", daemon=True).start()


def warm(server: flask.Flask) -> None:
    """Ask a server for its overview in each language; not where nothing is published."""
    releases: ServedReleases = server.extensions["releases"]
    try:
        languages = [*releases.get().catalog.languages]
    except LivelihoodError:
        return  # whoever asks is told why
    reader = releases.get()
    prepare(Names(reader.release.catalog, reader.catalog))
    client = server.test_client()
    for language in languages:
        lang = "" if language == SOURCE_LANGUAGE else language
        client.get(str(Address("overview", lang=lang)), headers={"Accept-Encoding": "br"})


def _watch(server: flask.Flask, pause: float) -> None:
    releases: ServedReleases = server.extensions["releases"]
    warmed = None
    while True:
        stamp = releases.stamp()
        if stamp is not None and stamp != warmed:
            warm(server)
            warmed = stamp
        time.sleep(PULSE if stamp is None else pause)

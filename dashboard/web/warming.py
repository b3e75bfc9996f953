"""Makes the overview and the names to search before anybody asks: they take a while, and serve many."""

from __future__ import annotations

import time
from contextlib import suppress
from threading import Event, Thread

import flask

from dashboard.request.address import Address
from dashboard.search.names import Names, prepare
from dashboard.search.readings import sounds
from dashboard.serving.served_releases import PULSE, ServedReleases
from data.errors import LivelihoodError
from data.messages import SOURCE_LANGUAGE
from data.store.queries import open_release
from data.store.tables import open_store

PAUSE = 2.0  # s between two looks for another release


def keep_warm(server: flask.Flask, pause: float = PAUSE) -> Event:
    """Warm a server now and after each release, in the background; return what is set once it is warm."""
    warm_once = Event()
    Thread(target=_watch, args=(server, pause, warm_once), name="warming", daemon=True).start()
    return warm_once


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


def share() -> None:
    """Make what each worker would make anew: how characters sound, and the names of what is served first.

    Whoever forks afterwards has both.
    """
    sounds()
    with suppress(LivelihoodError):  # a worker tells whoever asks
        engine = open_store(read_only=True)
        try:
            reader = open_release(engine)
        finally:
            engine.dispose()
        prepare(Names(reader.release.catalog, reader.catalog))


def _watch(server: flask.Flask, pause: float, warm_once: Event) -> None:
    releases: ServedReleases = server.extensions["releases"]
    warmed = None
    while True:
        try:
            stamp = releases.stamp()
            if stamp is not None and stamp != warmed:
                warm(server)
                warmed = stamp
        finally:  # whoever waits is let go, whatever went wrong
            warm_once.set()
        time.sleep(PULSE if stamp is None else pause)

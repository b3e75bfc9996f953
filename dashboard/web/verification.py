"""Finds what was changed behind our back while it is served: at once where the store's file has changed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from threading import Event, Thread

import flask

from dashboard.serving.served_releases import ServedReleases
from data.errors import LivelihoodError
from data.store.verification import Damage, verify

log = logging.getLogger(__name__)

PAUSE = 1.0  # s between two looks at whether the store has changed
REST = 30.0  # s between two rounds over one that hasn't
SHARE = 0.05  # of a processor's time, that such a round takes
HASTE = 0.5  # that one takes after a change


def keep_verified(
    server: flask.Flask, pause: float = PAUSE, rest: float = REST, share: float = SHARE
) -> Callable[[], None]:
    """Verify what a server serves over and over, in the background; it refuses what isn't as published.

    `pause` and `rest` are in s, `share` of a processor's time is what a round over an unchanged store takes.
    Return what ends it, and waits until it has ended.
    """
    ended = Event()
    work = (server.extensions["releases"], ended, pause, rest, share)
    thread = Thread(target=_watch, args=work, name="verification", daemon=True)
    thread.start()

    def end() -> None:
        ended.set()
        thread.join()

    return end


def _watch(releases: ServedReleases, ended: Event, pause: float, rest: float, share: float) -> None:
    verified: Hashable | None = None
    due = 0.0
    while not ended.wait(pause):
        version = releases.version()
        changed = version != verified
        wanted = version is not None and (changed or time.monotonic() > due)
        if wanted and _verify(releases, version, max(HASTE, share) if changed else share):
            verified, due = version, time.monotonic() + rest


def _verify(releases: ServedReleases, version: Hashable | None, share: float) -> bool:
    """Go over the store once; return whether it could be read, and was the same store throughout."""
    damages: list[Damage] = []
    began = time.perf_counter()
    try:
        for damage in verify(releases.engine):
            if releases.version() != version:
                return False
            if damage:
                damages.append(damage)
                if damage not in releases.damages:
                    log.error("altered since it was published: %s", damage)
                    releases.know({*releases.damages, damage})
            time.sleep((time.perf_counter() - began) * (1 / share - 1))
            began = time.perf_counter()
    except LivelihoodError:  # it isn't served then, and whoever asks is told why
        return False
    releases.know(damages)  # what is sound again is served again
    return True

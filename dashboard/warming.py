"""Makes the overview before anybody asks: it takes a tenth of a second, and its charts serve other pages."""

from __future__ import annotations

from threading import Thread

import flask

from dashboard.address import Address
from dashboard.editions import Editions
from data.errors import LivelihoodError
from data.words import SOURCE_LANGUAGE


def warm(server: flask.Flask) -> None:
    """Ask a server for its overview in each language, in the background; not where nothing is published."""
    Thread(target=_ask, args=(server,), name="warming", daemon=True).start()


def _ask(server: flask.Flask) -> None:
    editions: Editions = server.extensions["editions"]
    try:
        languages = [*editions.get().catalog.languages]
    except LivelihoodError:
        return  # whoever asks is told why
    client = server.test_client()
    for language in languages:
        lang = "" if language == SOURCE_LANGUAGE else language
        client.get(str(Address("overview", lang=lang)), headers={"Accept-Encoding": "br"})

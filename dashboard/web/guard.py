"""The request guard: what may reach Dash's callback endpoint; everything else is a 400 with a sentence."""

from __future__ import annotations

import json
from typing import Any

import flask

from data.errors import RequestRefused

LONGEST_BODY = 4096
LONGEST_UPLOAD = 4_000_000  # of a picture that is to be checked
LONGEST_TEXT = 100_000  # bytes of one that is to be proofread
MOST_NUMBERS = 1_000  # in it: more take longer than a second
# What may come in a body, by the start of its path: longest, with what a form puts around it.
BODIES = {"/v/": LONGEST_UPLOAD, "/proofread": LONGEST_TEXT + 2_000}
LONGEST_ADDRESS = 400
# Set in the environment of a request that isn't to be answered: the error that says why.
REFUSED = "livelihood.refused"
OUTPUT = "page.children"


def check_update(request: flask.Request) -> str:
    """Let through exactly what our own page sends: one known output, one known input, a short address.

    Return that address. Raises RequestRefused, naming what is wrong.
    """
    if request.method != "POST":
        raise RequestRefused("method")
    if request.mimetype != "application/json":
        raise RequestRefused("Content-Type")
    if request.content_length is None:  # a body in chunks may go on for ever
        raise RequestRefused("Content-Length")
    if request.content_length > LONGEST_BODY:
        raise RequestRefused("size")
    try:
        update = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise RequestRefused("JSON") from None
    _check(update)
    return str(update["inputs"][0]["value"])


def _check(update: Any) -> None:
    if not isinstance(update, dict):
        raise RequestRefused("JSON")
    if update.get("output") != OUTPUT or update.get("outputs") != {"id": "page", "property": "children"}:
        raise RequestRefused("output")
    match update.get("inputs"):
        case [{"id": "address", "property": "data-href", "value": str(href), **more}] if not more:
            if not href.startswith("/") or len(href) > LONGEST_ADDRESS:
                raise RequestRefused("value")
        case _:
            raise RequestRefused("inputs")
    if update.get("changedPropIds", []) not in ([], ["address.data-href"]) or update.get("state", []) != []:
        raise RequestRefused("changedPropIds")
    if unknown := set(update) - {
        "output",
        "outputs",
        "inputs",
        "changedPropIds",
        "parsedChangedPropsIds",
        "state",
    }:
        raise RequestRefused(sorted(unknown)[0][:40])
    if update.get("parsedChangedPropsIds", []) not in ([], ["address.data-href"]):
        raise RequestRefused("parsedChangedPropsIds")

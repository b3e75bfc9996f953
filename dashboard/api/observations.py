"""/api/v1: the same figures as the pages, as JSON and CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

import flask

from dashboard.api.paging import PAGING, Part, in_order, limit_of, next_address, place_of
from dashboard.request.address import parse_state
from dashboard.serving.page_cache import CACHEABLE
from dashboard.serving.responses import NEWEST, OF_A_RELEASE, send
from dashboard.serving.served_releases import ServedReleases
from data.errors import NotFound, PeriodError
from data.messages import SOURCE_LANGUAGE
from data.model.csv_text import write_csv
from data.model.observation import API_COLUMNS
from data.model.period import parse_period
from data.model.words import Words
from data.store.queries import Filters, ReleaseReader, read_releases

# What narrows a list, and what any list may be asked with; each with what it says.
FILTERS = {
    "theme": "A theme's id",
    "indicator": "An indicator's id",
    "region": "A region's code",
    "period": "A year, for all that is filed under it as on the pages, or the id of one period",
    "document": "A document's id",
}
STATE = {"release": "A release's number; the newest by default", "lang": "A language; Chinese by default"}
MEDIA = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@dataclass(frozen=True)
class Resource:
    """One list the API publishes, and which filters narrow it."""

    part: Callable[[ReleaseReader, Words, Mapping[str, str]], Part]
    says: str
    filters: tuple[str, ...] = ()


def mount(server: flask.Flask, releases: ServedReleases) -> None:
    """Add the API's routes."""

    def view(name: str) -> flask.Response:
        return answer(releases, name)

    for rule in ("/api/v1", "/api/v1/<path:name>"):
        server.add_url_rule(rule, "api", view, defaults={"name": "index"} if rule == "/api/v1" else None)


def answer(releases: ServedReleases, name: str) -> flask.Response:
    """Answer with a list as JSON, or as CSV where the address ends in .csv."""
    name, _, kind = name.partition(".")
    kind = kind or "json"
    described = kind == "json" and name in ("index", "openapi")
    if not described and (name not in RESOURCES or kind not in MEDIA):
        raise NotFound(flask.request.path)
    asked = read_query(name, () if described else RESOURCES[name].filters)
    state = parse_state(urlencode({key: asked[key] for key in STATE if key in asked}))
    reader = releases.get(state.get("release", ""), history=name == "releases")
    words = Words(reader.catalog, state.get("lang", SOURCE_LANGUAGE))
    caching = OF_A_RELEASE if "release" in state else NEWEST
    if described:
        return send(json.dumps(describe(), ensure_ascii=False).encode(), MEDIA["json"], caching)
    part = RESOURCES[name].part(reader, words, asked)
    following = next_address(part, reader.release.id)
    if kind == "csv":
        text = write_csv(part.columns, part.rows)
    else:
        text = to_json(part, name, reader.release.id, following)
    written = flask.request.query_string.decode("utf-8", "replace")
    flask.request.environ[CACHEABLE] = written == urlencode(in_order(asked))
    response = send(text.encode(), MEDIA[kind], caching)
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def read_query(name: str, filters: Iterable[str]) -> dict[str, str]:
    """Return what the address asks of a list.

    Raises NotFound for what the list can't be asked, and for two values of one parameter: a slip of the pen
    must not give everything, or half of it.
    """
    asked = dict(flask.request.args.lists())
    for key, values in asked.items():
        if key not in (*filters, *STATE) or len(values) > 1:
            raise NotFound(f"{name}?{key[:40]}")
    return {key: value for key, [value] in asked.items()}


def to_json(part: Part, name: str, release: int, following: str = "") -> str:
    """Return rows as a JSON object that names its release, and where the rest is."""
    rows = (dict(zip(part.columns, row, strict=True)) for row in part.rows)
    listed = ", ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    more = f', "next": {json.dumps(following)}' if following else ""
    return f'{{"release": {release}, "{name}": [{listed}]{more}}}'


def _observations(reader: ReleaseReader, words: Words, asked: Mapping[str, str]) -> Part:
    from data.store.frame import api_table  # pages do without pandas

    _check_ids(reader, asked)
    indicators = {asked["indicator"]} if "indicator" in asked else None
    if "theme" in asked:
        of_theme = {i.id for i in reader.catalog.indicators_of(asked["theme"])}
        indicators = of_theme if indicators is None else indicators & of_theme
    filters: Filters = {
        "indicators": indicators,
        "regions": [asked["region"]] if "region" in asked else None,
        "document": asked.get("document"),
        "after": place_of(asked, reader.catalog),
        **_read_when(asked.get("period")),
    }
    filters["until"] = last = reader.end_of_part(limit_of(asked), **filters)
    table = api_table(reader.observations(**filters), words, reader.release.id)
    columns = (
        table[name].to_numpy(object).tolist() for name in API_COLUMNS
    )  # 15 times as fast as itertuples
    return Part(API_COLUMNS, zip(*columns, strict=True), last)


def _check_ids(reader: ReleaseReader, asked: Mapping[str, str]) -> None:
    for kind in ("theme", "indicator", "region", "document"):
        if kind in asked and asked[kind] not in getattr(reader.catalog, f"{kind}s"):
            raise NotFound(f"{kind}={asked[kind][:80]}")


def _read_when(text: str | None) -> Filters:
    """A year, or else one period, to filter observations by; raises NotFound for what is neither."""
    if text is None:
        return {}
    try:
        period = parse_period(text)
    except PeriodError:
        raise NotFound(f"period={text[:40]}") from None
    return {"year": period.year} if period.kind == "year" else {"period": text}


def _themes(reader: ReleaseReader, words: Words, asked: Mapping[str, str]) -> Part:
    themes = reader.catalog.themes.values()
    return Part(("theme", "name", "color"), [(t.id, words.text(t), t.color) for t in themes])


def _indicators(reader: ReleaseReader, words: Words, asked: Mapping[str, str]) -> Part:
    _check_ids(reader, asked)
    columns = ("indicator", "name", "theme", "unit", "definition", "measure", "additive", "formula")
    return Part(
        columns,
        [
            (
                i.id,
                words.text(i),
                i.theme,
                i.unit,
                words.text(i, "definition"),
                i.measure,
                i.additive,
                i.formula,
            )
            for i in reader.catalog.indicators.values()
            if asked.get("theme", i.theme) == i.theme
        ],
    )


def _documents(reader: ReleaseReader, words: Words, asked: Mapping[str, str]) -> Part:
    facts = ("published", "url", "kind", "tier", "confidence")
    return Part(
        ("document", "title", "publisher", *facts, "note"),
        [
            (
                *(d.id, words.text(d, "title"), words.text(d, "publisher"), d.published, d.url, d.kind),
                *(int(reader.catalog.source_kinds[d.kind]["tier"]), d.confidence, words.text(d, "note")),
            )
            for d in reader.catalog.documents.values()
        ],
    )


def _releases(reader: ReleaseReader, words: Words, asked: Mapping[str, str]) -> Part:
    fields = ("id", "created_at", "digest", "reason", "added", "changed", "withdrawn", "reworded")
    releases = read_releases(reader.engine, reader.release.id)
    return Part(("release", *fields[1:]), map(attrgetter(*fields), releases))


RESOURCES = {
    "themes": Resource(_themes, "The themes, in the order shown"),
    "indicators": Resource(_indicators, "The indicators, with unit and definition", ("theme",)),
    "observations": Resource(
        _observations, "The figures, as published, each with its source", (*FILTERS, *PAGING)
    ),
    "documents": Resource(_documents, "The documents the figures come from"),
    "releases": Resource(_releases, "The releases up to the one asked for"),
}


def describe() -> Mapping[str, Any]:
    """Return the API's OpenAPI 3.1 description."""
    paths = {
        f"/api/v1/{name}{ending}": {"get": _operation(name, resource, media)}
        for name, resource in RESOURCES.items()
        for ending, media in (("", "json"), (".json", "json"), (".csv", "csv"))
    }
    paths["/api/v1/openapi.json"] = {"get": _described("This description", "json")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Livelihood statistics", "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Observation": _SCHEMA, "Error": _ERROR}},
    }


def _operation(name: str, resource: Resource, media: str) -> Mapping[str, Any]:
    descriptions = {name: (FILTERS | PAGING)[name] for name in resource.filters} | STATE
    parameters = [
        {"name": name, "in": "query", "description": says, "required": False, "schema": {"type": "string"}}
        for name, says in descriptions.items()
    ]
    rows: Mapping[str, Any] = {"type": "array", "items": {"type": "object"}}
    if name == "observations":
        rows = {"type": "array", "items": {"$ref": "#/components/schemas/Observation"}}
    more = {"next": {"type": "string", "description": "where the rest is, if any"}}
    properties = {"release": {"type": "integer"}, name: rows, **(more if "after" in descriptions else {})}
    schema = {"type": "object", "properties": properties}
    return {"parameters": parameters, **_described(resource.says, media, schema)}


def _described(says: str, media: str, schema: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
    content = {MEDIA[media].partition(";")[0]: {"schema": schema if media == "json" and schema else {}}}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "summary": says,
        "responses": {
            "200": {"description": says, "content": content},
            "404": {"description": "No such list, parameter or value, in a sentence", "content": error},
            "503": {"description": "Nothing published yet", "content": error},
        },
    }


_SCHEMA = {
    "type": "object",
    "required": [*API_COLUMNS],
    "properties": {
        name: {"type": "integer" if name == "release" else "string", "description": says}
        for name, says in API_COLUMNS.items()
    },
}
_ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}

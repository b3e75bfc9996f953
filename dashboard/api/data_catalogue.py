"""The site's data as other portals list it: DCAT (W3C), a data set an indicator, as JSON-LD."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboard.downloads.files import MEDIA as FILES
from dashboard.downloads.selection import MOST
from dashboard.request.address import Address, file_address
from data.messages import SOURCE_LANGUAGE
from data.model.catalog import Indicator
from data.model.words import Words
from data.store.queries import ReleaseReader
from data.store.ranking import has_more

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
MEDIA = {"csv": "text/csv", "json": "application/json"}


def describe_data(reader: ReleaseReader, public_url: str) -> dict[str, Any]:
    """Return what the newest release holds: each indicator, with its files, in every language."""
    languages = {code: Words(reader.catalog, code) for code in reader.catalog.languages}
    home = reader.catalog.home_region
    names = {code: words("site", region=words.term("region", home)) for code, words in languages.items()}
    covered = reader.covered(reader.catalog.indicators, "indicator")
    return {
        "@context": CONTEXT,
        "@id": f"{public_url}/",
        "@type": "dcat:Catalog",
        "dct:title": _said(names),
        "dct:language": [*languages],
        "dct:modified": reader.release.created_at,
        "foaf:homepage": {"@id": f"{public_url}/"},
        "dcat:dataset": [
            *(
                _dataset(indicator, reader, languages, public_url, filed=indicator.id in covered)
                for indicator in reader.catalog.indicators.values()
            ),
            _everything(reader, languages, public_url),
        ],
    }


def _everything(reader: ReleaseReader, languages: dict[str, Words], public_url: str) -> dict[str, Any]:
    """All of it as one archive."""
    return {
        "@id": f"{public_url}/all",
        "@type": "dcat:Dataset",
        "dct:identifier": "all",
        "dct:title": _said({code: words("all_figures") for code, words in languages.items()}),
        "dct:description": _said({code: words("archive_note") for code, words in languages.items()}),
        "dcat:version": str(reader.release.id),
        "dct:modified": reader.release.created_at,
        "dcat:landingPage": {"@id": f"{public_url}/all"},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:mediaType": "application/zip",
                "dcat:accessURL": {"@id": f"{public_url}/all.zip"},
            }
        ],
    }


def _dataset(
    indicator: Indicator,
    reader: ReleaseReader,
    languages: dict[str, Words],
    public_url: str,
    *,
    filed: bool,
) -> dict[str, Any]:
    """An indicator, with lists of its figures; where some are `filed`, and fit, with files of them."""
    theme = reader.catalog.themes[indicator.theme]
    filed = filed and not has_more(reader, indicator.id, MOST)
    page = f"{public_url}/indicators/{indicator.id}"
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": indicator.id,
        "dct:title": _said({code: words.text(indicator) for code, words in languages.items()}),
        "dct:description": _said(
            {
                code: words.text(indicator, "definition") or words.text(indicator)
                for code, words in languages.items()
            }
        ),
        "dcat:keyword": _said({code: words.text(theme) for code, words in languages.items()}),
        "dcat:version": str(reader.release.id),
        "dct:modified": reader.release.created_at,
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:mediaType": media,
                "dct:language": code,
                "dcat:accessURL": {"@id": _file(indicator, kind, code, public_url)},
            }
            for kind, media in MEDIA.items()
            for code in languages
        ]
        + [
            {
                "@type": "dcat:Distribution",
                "dcat:mediaType": FILES[kind].partition(";")[0],
                "dct:language": code,
                "dcat:accessURL": {
                    "@id": f"{public_url}{file_address('indicator', indicator.id, kind, _in(code))}"
                },
            }
            for kind in FILES
            for code in languages
            if filed
        ],
    }


def _in(language: str) -> Address:
    return Address("overview", lang="" if language == SOURCE_LANGUAGE else language)


def _file(indicator: Indicator, kind: str, language: str, public_url: str) -> str:
    asked = {"indicator": indicator.id, "lang": language if language != SOURCE_LANGUAGE else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{public_url}/api/v1/observations.{kind}?{query}"


def _said(texts: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in texts.items()]

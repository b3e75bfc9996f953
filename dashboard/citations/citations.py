"""A chart or figure as a reference: GB/T 7714, APA, BibTeX, RIS, and a sentence for print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from data.model.words import Words

FORMS = ("sentence", "gbt7714", "apa", "bibtex", "ris")
AUTHORS = (
    3  # issuing bodies that a reference names, as GB/T 7714 has it; of more it says that there are others
)
TEX = str.maketrans({c: rf"\{c}" for c in "#$%&_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}"})


@dataclass(frozen=True, slots=True)
class Reference:
    """What is cited: its title, who issued the figures, with what sentence, where and when it was read.

    `sources` say body, date and paragraph; `derived` says what of it is worked out by us, and how;
    `published` is the day of our release (2026-11-26).
    """

    id: str
    title: str
    bodies: tuple[str, ...]
    sources: tuple[str, ...]
    site: str
    release: int
    published: str
    address: str
    accessed: date
    derived: str = ""


def cite(reference: Reference, form: str, words: Words) -> str:
    """Return a reference in one of FORMS, the issuing bodies first, then us."""
    return {"sentence": _sentence, "gbt7714": _gbt7714, "apa": _apa, "bibtex": _bibtex, "ris": _ris}[form](
        reference, words
    )


def _sentence(r: Reference, words: Words) -> str:
    return words(
        "cite_derived_form" if r.derived else "cite_sentence_form",
        title=r.title,
        derived=r.derived,
        sources=words("list_semicolon").join(r.sources),
        site=r.site,
        edition=words("edition", number=r.release),
    )


def _gbt7714(r: Reference, words: Words) -> str:
    """GB/T 7714—2015, 4.6: author. title[DS/OL]. edition. publisher(updated)[read]. address."""
    return (
        f"{_bodies(r, words, ', ')}. {r.title}[DS/OL]. {words('edition', number=r.release)}. "
        f"{r.site} ({r.published})[{r.accessed.isoformat()}]. {r.address}."
    )


def _apa(r: Reference, words: Words) -> str:
    """APA 7: author. (date). title (version) [Data set]. publisher. address."""
    year, month, day = (int(part) for part in r.published.split("-"))
    when = f"{year}, {date(year, month, day):%B} {day}"
    title = f"{r.title.rstrip('。.')} (Version {r.release}) [Data set]"
    return f"{_bodies(r, words, ', ')}. ({when}). {title}. {r.site}. {r.address}"


def _bibtex(r: Reference, words: Words) -> str:
    authors = " and ".join(f"{{{body.translate(TEX)}}}" for body in r.bodies or (r.site,))
    fields = {
        "author": authors,
        "title": f"{{{r.title.translate(TEX)}}}",
        "howpublished": f"{r.site}, {words('edition', number=r.release)}".translate(TEX),
        "year": r.published[:4],
        "month": r.published[5:7],
        "version": str(r.release),
        "note": words("list_semicolon").join(_notes(r)).translate(TEX),
        "url": r.address,
        "urldate": r.accessed.isoformat(),
    }
    lines = "".join(f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@misc{{{r.id},\n{lines}}}"


def _ris(r: Reference, words: Words) -> str:
    fields = [
        ("TY", "DATA"),
        *(("AU", body) for body in r.bodies or (r.site,)),
        ("TI", r.title),
        ("PB", r.site),
        ("ET", words("edition", number=r.release)),
        ("PY", r.published[:4]),
        ("DA", r.published.replace("-", "/")),
        *(("N1", note) for note in _notes(r)),
        ("UR", r.address),
        ("Y2", r.accessed.strftime("%Y/%m/%d")),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {re.sub(chr(10), ' ', text)}" for tag, text in fields)


def _notes(r: Reference) -> list[str]:
    return [*filter(None, (r.derived, *r.sources))]


def _bodies(r: Reference, words: Words, between: str) -> str:
    if not r.bodies:
        return r.site
    named = between.join(r.bodies[:AUTHORS])
    return named if len(r.bodies) <= AUTHORS else f"{named}{between}{words('others_authors')}"

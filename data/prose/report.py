"""A report's text, read: each of its numbers as a proposed figure, or why it is none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from data.model.catalog import Catalog
from data.prose.clauses import sentences_of
from data.prose.clock import started, told
from data.prose.identities import checks_of
from data.prose.indicators import matches_of
from data.prose.matching import Match, matcher_of
from data.prose.numbers import Number, numbers_of
from data.prose.proposal import Proposal, Proposed, RowCheck
from data.prose.relations import carry_parts
from data.prose.statement import Statement
from data.prose.statements import statements_of
from data.prose.status import aims
from data.prose.time_words import Clock
from data.prose.view import view


def propose(text: str, catalog: Catalog, published: str = "", region: str = "") -> Proposed:
    """Return what a report's text proposes, for a catalogue; the same text gives the same rows.

    `published` is the day in ISO form, `region` the code of the region that the document is about.
    """
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    seen = view(text)
    numbers = numbers_of(text, seen)
    statements = _statements(seen, numbers, started(published, seen))
    matches = matches_of(statements, seen, matcher_of(catalog))
    places = {id(statement.number): place for place, statement in enumerate(statements)}
    ids = [_id(digest, number) for number in numbers]
    of_place = [_id(digest, statement.number) for statement in statements]
    rows = []
    for row_id, number in zip(ids, numbers, strict=True):
        place = places.get(id(number))
        if place is None:
            printed = text[number.start : number.end]
            rows.append(Proposal(row_id, number.start, number.end, printed, number.verdict, number.reason))
        else:
            rows.append(
                _row(row_id, statements[place], matches[place], text, seen, region, catalog, of_place)
            )
    checks = tuple(
        RowCheck(check.kind, check.verdict, tuple(of_place[n] for n in check.places), check.formula,
                 check.comes_to, check.printed)
        for check in checks_of(statements)
    )  # fmt: skip
    return Proposed(digest, text, tuple(rows), checks)


def _id(digest: str, number: Number) -> str:
    return hashlib.sha256(f"{digest}:{number.start}:{number.end}".encode()).hexdigest()[:16]


def _statements(seen: str, numbers: Sequence[Number], clock: Clock) -> list[Statement]:
    statements: list[Statement] = []
    used = [number for number in numbers if number.quantity is not None]
    place, carried, paragraph = 0, "", -1
    for sentence in sentences_of(seen, clock.issued):
        first = place
        while place < len(used) and used[place].start < sentence.end:
            place += 1
        inside = used[first:place]
        clock, moments = told(clock, seen, sentence, inside[0].start if inside else sentence.end)
        if sentence.paragraph != paragraph:
            listed = seen[max(0, sentence.start - 4) : sentence.start].rstrip()[-1:] in ("：", "；", ":", ";")
            carried, paragraph = carried if listed else "", sentence.paragraph
        if not inside and aims(seen[sentence.start : sentence.end]):
            carried = "target"
        if inside:
            own = statements_of(seen, sentence, inside, moments, clock, carried, len(statements))
            carried = own[-1].status
            carry_parts(own, statements, seen)
            statements += own
    return statements


def _row(
    row_id: str,
    statement: Statement,
    match: Match,
    text: str,
    seen: str,
    region: str,
    catalog: Catalog,
    ids: Sequence[str],
) -> Proposal:
    number, quantity = statement.number, statement.quantity
    period, why = statement.moment.period, ""
    if not period:
        why = "vague_period" if statement.moment.words else "no_period"
    where, level_words = _region(seen, statement, region, catalog)
    return Proposal(
        row_id,
        number.start,
        number.end,
        text[number.start : number.end],
        "used",
        why or level_words,
        number=f"{quantity.number:f}",
        unit=quantity.base_unit,
        scale=f"{quantity.scale:f}",
        qualifier=quantity.qualifier,
        kind=statement.kind,
        status=statement.status,
        period=period,
        period_words=statement.moment.words.strip(),
        region=where,
        breakdown=_breakdown(seen, statement, catalog),
        subject=statement.subject,
        indicator=match.indicator,
        score=f"{match.score:.2f}" if match.indicator else "",
        words=match.words,
        suggestion="" if match.indicator else statement.subject,
        relation=statement.relation,
        of=ids[statement.of] if statement.of is not None else "",
        base=ids[statement.base] if statement.base is not None else "",
        base_words=statement.base_words,
        confidence=f"{_confidence(statement, match):.2f}",
        sentence_start=statement.sentence.start,
        sentence_end=statement.sentence.end,
    )


# Whose figures a word says they are, by the zeros at the end of a region's code.
_LEVELS = (
    ("全国", ""),
    ("我国", ""),
    ("全省", "0000"),
    ("我省", "0000"),
    ("全自治区", "0000"),
    ("全市", "00"),
    ("我市", "00"),
)


def _region(seen: str, statement: Statement, region: str, catalog: Catalog) -> tuple[str, str]:
    """The region of a figure: that of the document, unless its clause says one above it."""
    if len(region) == 6 and region.isdigit():
        for word, zeros in _LEVELS:
            if statement.clause.lstrip().startswith(word):
                above = region[: 6 - len(zeros)] + zeros if zeros else "000000"
                if above != region:
                    return (above, "") if above in catalog.regions else ("", "other_region")
    return region, ""


def _breakdown(seen: str, statement: Statement, catalog: Catalog) -> str:
    """The project or group of the catalogue that the clauses before a figure name last."""
    if not catalog.breakdowns:
        return ""
    begin = max(statement.sentence.start, statement.number.start - 60)
    before = seen[begin : statement.number.start]
    part = (
        before[max(before.rfind(mark) for mark in "；;。") :] if any(m in before for m in "；;。") else before
    )
    found = [
        (part.rfind(name), len(name), term.id)
        for term in catalog.breakdowns.values()
        for name in (term.name,)
        if name in part
    ]
    return max(found)[2] if found else ""


def _confidence(statement: Statement, match: Match) -> float:
    """How sure a row is, from what had to be inferred: words inherited, no period, no indicator."""
    sure = 0.98
    if statement.inherited:
        sure -= 0.05
    if not statement.moment.period:
        sure -= 0.2
    if not statement.subject:
        sure -= 0.3
    if not match.indicator:
        sure -= 0.15
    elif match.score < 0.8:
        sure -= 0.1
    return sure

"""What a report proposes, held against published figures of the same indicator, region and period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from data.model.observation import Observation
from data.model.quantity import Quantity, parse_quantity
from data.prose.bounds import falling, meets, rates, say, wide
from data.prose.proposal import Proposal, Proposed, RowCheck

Key = tuple[str, str, str]


def held_against(proposed: Proposed, observations: Iterable[Observation]) -> Iterator[RowCheck]:
    """Yield a check for every row of which something is published, and for last year's value that it implies.

    What differs is a question where it is only implied: constant prices or a revision may explain it.
    """
    published: dict[Key, list[Observation]] = {}
    for known in observations:
        if known.status == "actual" and known.value is not None and not known.breakdown:
            published.setdefault((known.indicator, known.region, known.period), []).append(known)
    rows = {row.id: row for row in proposed.rows}
    for row in proposed.rows:
        if row.verdict == "used" and row.status == "actual" and row.period and row.region:
            yield from _same(row, published)
            yield from _implied(row, rows, proposed.text, published)


def _same(row: Proposal, published: Mapping[Key, Sequence[Observation]]) -> Iterator[RowCheck]:
    for known in published.get((row.indicator, row.region, row.period), ()):
        mine, theirs = _quantity(row), known.quantity
        if row.breakdown or mine.base_unit != theirs.base_unit:
            continue
        holds = meets(wide(mine), wide(theirs))
        verdict = "agrees" if holds else "contradicts"
        yield RowCheck(
            "published", verdict, (row.id,), known.printed, known.printed, row.printed, known.document
        )


def _implied(
    row: Proposal, rows: Mapping[str, Proposal], text: str, published: Mapping[Key, Sequence[Observation]]
) -> Iterator[RowCheck]:
    level = rows.get(row.of)
    if row.relation != "change" or level is None or row.unit not in ("%", "‰") or level.kind != "level":
        return
    if not (level.period.isdigit() and level.indicator) or (row.base_words and "上年" not in row.base_words):
        return
    falls = falling(text[row.sentence_start : row.start])
    grown = rates(_quantity(row), falls)
    year = str(int(level.period) - 1)
    for known in published.get((level.indicator, level.region, year), ()):
        now, before = wide(_quantity(level)), wide(known.quantity)
        if known.quantity.base_unit != level.unit or grown[0] <= -1:
            continue
        implied = (now[0] / (1 + grown[1]), now[1] / (1 + grown[0]))
        verdict = "agrees" if meets(implied, before) else "question"
        sign = "−" if falls else "+"
        formula = f"{level.printed} ÷ (1 {sign} {row.printed})"
        quantity = _quantity(level)
        scale = float(quantity.scale)
        comes_to = say((implied[0] / scale, implied[1] / scale), quantity.unit)
        yield RowCheck(
            "implied", verdict, (level.id, row.id), formula, comes_to, known.printed, known.document
        )


def _quantity(row: Proposal) -> Quantity:
    quantity = parse_quantity(row.printed)
    return quantity if quantity.base_unit == row.unit else parse_quantity(row.printed + row.unit)

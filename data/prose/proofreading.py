"""The figures of a text held against published ones: of each, the first verdict that holds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from data.errors import QuantityError, TextRefused
from data.model.catalog import Catalog, split
from data.model.observation import Observation
from data.model.quantity import Quantity, parse_quantity
from data.prose.agreement import agreement
from data.prose.bounds import falling
from data.prose.known import held_against
from data.prose.numbers import numbers_of
from data.prose.proposal import Proposal, Proposed, RowCheck
from data.prose.report import propose
from data.prose.view import view
from data.statements.supersession import Known, Replacement

# The verdicts that somebody should look at.
AMISS = ("self", "superseded", "period", "definition", "region", "status", "implied", "contradicts")
_TELLING, _VERY_TELLING = 2, 3  # digits that don't agree by chance: of one indicator, of any
_COMPARED = re.compile("(?:比|较|高于|低于|快于|慢于|占|高出|与)[^，。；]{0,2}\\Z")
# What a region's name is part of, without telling whose a figure is: 廊坊市民政局.
_OF_A_BODY = "(?![^，。；]{0,6}(?:局|厅|医院|委员会|[中小大]学|公司|馆|中心(?!城)))"
# What is published of regions, indicators and periods.
Read = Callable[[Collection[str], Collection[str], Collection[str]], Known]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of one number of a text; `row` is what it is about, `reason` a key of [proofread].

    `known` is the published figure that decided, `instead` what is published for what the text says,
    `check` the arithmetic, and `replacement` what came in the place of `known`.
    """

    row: Proposal
    verdict: str
    known: Observation | None = None
    instead: Observation | None = None
    replacement: Replacement | None = None
    check: RowCheck | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proofread:
    """A text with a finding for each of its numbers, in its order."""

    text: str
    findings: tuple[Finding, ...]

    @property
    def amiss(self) -> list[Finding]:
        """The findings that somebody should look at."""
        return [finding for finding in self.findings if finding.verdict in AMISS]


def proofread(
    text: str, catalog: Catalog, read: Read, region: str, published: str = "", most: int = 0
) -> Proofread:
    """Return a finding for each number of a text about a region, `published` on a day in ISO form, if said.

    `read` is asked once for what is published of the regions, indicators and periods of the text. Raises
    TextRefused for one of more than `most` numbers, if that is said.
    """
    if most and len(numbers_of(text, view(text))) > most:
        raise TextRefused
    proposed = propose(text, catalog, published, region)
    rows = tuple(_located(proposed, catalog, region))
    proposed = replace(proposed, rows=rows)
    used = [row for row in rows if row.verdict == "used"]
    regions = {row.region for row in used} - {""}
    indicators, periods = ({getattr(row, name) for row in used} - {""} for name in ("indicator", "period"))
    known = read(regions, indicators, periods) if used else Known((), ())
    proofreader = _Proofreader(proposed, catalog, known)
    return Proofread(text, tuple(map(proofreader.find, rows)))


def _located(proposed: Proposed, catalog: Catalog, region: str) -> Iterator[Proposal]:
    """The rows, each of the region that its paragraph names last before it."""
    within = [(id, term) for id, term in catalog.regions.items() if term["parent"]]
    names = {name: id for id, term in within for name in (term.name, *split(term["aliases"]))}
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "(?!)"
    pattern = re.compile(f"(?:{longest_first}){_OF_A_BODY}")
    text, place, here = view(proposed.text), 0, region
    for row in proposed.rows:
        between = text[place : row.start]
        if "\n" in between:
            here, between = region, between[between.rindex("\n") :]
        for match in pattern.finditer(between):
            if not _COMPARED.search(between[: match.start()]):
                here = names[match[0]]
        place = row.end
        yield replace(row, region=here) if row.verdict == "used" and row.region == region else row


class _Proofreader:
    """What is published, in the order in which a figure is held against it."""

    def __init__(self, proposed: Proposed, catalog: Catalog, known: Known) -> None:
        self._text, self._catalog = proposed.text, catalog
        self._replaced = known.replaced
        self._by_thing: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        self._by_time: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in known.standing:
            if row.value is not None:
                self._by_thing[row.indicator, row.period].append(row)
                self._by_time[row.region, row.period].append(row)
        self._of_indicator: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for rows in self._by_thing.values():
            for row in rows:
                self._of_indicator[row.indicator, row.region].append(row)
        self._own = _by_row(check for check in proposed.checks if check.verdict == "contradicts")
        implied = [check for check in held_against(proposed, known.standing) if check.kind == "implied"]
        self._implied = _by_row(check for check in implied if check.verdict != "agrees")
        self._borne_out = _by_row(check for check in implied if check.verdict == "agrees")

    def find(self, row: Proposal) -> Finding:
        """Return the first verdict that holds of a row."""
        if row.verdict != "used":
            return Finding(row, "no_figure", reason=row.reason)
        if row.id in self._own:
            return Finding(row, "self", check=self._own[row.id])
        quantity = _quantity(row)
        same = self._agreements(row, quantity, self._asked(row))
        for verdict in ("agrees", "rounded"):
            for known, found in same:
                if found == verdict and not known.definition:
                    return Finding(row, verdict, known)
        instead = same[0][0] if same else None
        for finding in (self._was(row, quantity), self._elsewhere(row, quantity)):
            if finding:
                return replace(finding, instead=instead)
        finer = next((known for known, found in same if found), None)
        if finer:
            return Finding(row, "finer", finer)
        if row.id in self._implied and not same:
            return Finding(row, "implied", check=self._implied[row.id])
        if instead:
            return Finding(row, "contradicts", instead)
        if row.id in self._borne_out:
            return Finding(row, "implied_agrees", check=self._borne_out[row.id])
        reason = "no_indicator" if not row.indicator else "" if row.period else row.reason or "no_period"
        return Finding(row, "unknown", reason=reason)

    def _asked(self, row: Proposal) -> list[Observation]:
        """What is published of just what a row says it is of."""
        rows = self._by_thing.get((row.indicator, row.period), ()) if row.period else ()
        return [
            known
            for known in rows
            if known.region == row.region
            and (known.status, known.breakdown) == (row.status or "actual", row.breakdown)
        ]

    def _agreements(
        self, row: Proposal, mine: Quantity, rows: Iterable[Observation]
    ) -> list[tuple[Observation, str]]:
        """How a row holds against published figures of its measure."""
        found = ((known, self._agreement(row, mine, known)) for known in rows)
        return [(known, how) for known, how in found if how is not None]

    def _agreement(self, row: Proposal, mine: Quantity, known: Observation) -> str | None:
        name = self._catalog.indicators[known.indicator].name
        falls = row.kind == "change" and falling(self._text[row.sentence_start : row.start])
        return agreement(mine, known.quantity, falls and not falling(name))

    def _was(self, row: Proposal, mine: Quantity) -> Finding | None:
        """What it was before it was superseded, corrected or withdrawn."""
        for replacement in self._replaced:
            before = replacement.before
            thing = (before.indicator, before.region, before.period, before.breakdown, before.status)
            if thing != (row.indicator, row.region, row.period, row.breakdown, row.status):
                continue
            if before.value is not None and self._agreement(row, mine, before) in ("agrees", "rounded"):
                return Finding(row, "superseded", before, replacement=replacement)
        return None

    def _elsewhere(self, row: Proposal, mine: Quantity) -> Finding | None:
        """The same digits, published of another period, definition, region or status."""
        digits = len(re.sub(r"\D|^[0.]+", "", row.number))
        for verdict, rows, least in (
            ("period", self._of_indicator.get((row.indicator, row.region), ()), _TELLING),
            ("definition", self._akin(row), _VERY_TELLING),
            ("region", self._by_thing.get((row.indicator, row.period), ()), _VERY_TELLING),
            ("status", self._by_thing.get((row.indicator, row.period), ()), _TELLING),
        ):
            for known in rows if digits >= least else ():
                if self._differs_in(row, known) == verdict and self._agreement(row, mine, known) == "agrees":
                    unsaid = (verdict == "period" and not row.period) or not row.indicator
                    return Finding(row, "alike" if unsaid else verdict, known)
        return None

    def _akin(self, row: Proposal) -> Iterator[Observation]:
        """What is published of the same region and period under a name with words of the row's subject."""
        words = {row.subject[n : n + 2] for n in range(len(row.subject) - 1)}
        for known in self._by_time.get((row.region, row.period), ()):
            name = self._catalog.indicators[known.indicator].name
            if known.indicator == row.indicator or any(word in name for word in words):
                yield known

    @staticmethod
    def _differs_in(row: Proposal, known: Observation) -> str:
        """In what alone a published figure is of something else than a row; "" for more than one thing."""
        differing = {
            "period": known.period != row.period,
            "region": known.region != row.region,
            "status": known.status != (row.status or "actual"),
            "definition": known.indicator != row.indicator
            or known.breakdown != row.breakdown
            or bool(known.definition),
        }
        names = [name for name, differs in differing.items() if differs]
        return names[0] if len(names) == 1 else ""


def _by_row(checks: Iterable[RowCheck]) -> dict[str, RowCheck]:
    found: dict[str, RowCheck] = {}
    for check in checks:
        for row in check.rows:
            found.setdefault(row, check)
    return found


def _quantity(row: Proposal) -> Quantity:
    """The figure of a row, with the unit that it shares with another where it has none of its own."""
    printed = view(row.printed)
    try:
        quantity = parse_quantity(printed)
    except QuantityError:
        return parse_quantity(printed + row.unit)
    return quantity if quantity.base_unit == row.unit else parse_quantity(printed + row.unit)

"""Theme, Indicator, Chart, Region, Document …: what may be said, read from the curated files."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

CURATED = Path(__file__).parent.parent / "curated"

T = TypeVar("T")
Named = TypeVar("Named", "Theme", "Indicator", "Chart", "Document", "Term")

# How the mark of a project is drawn at a stage: the more of it is built the fuller.
STAGE_FILLS = ("full", "most", "half", "quarter", "unstated")
POLARITIES = ("more_is_better", "less_is_better")

DOCUMENT_COLUMNS = ("indicator", "region", "period", "breakdown", "printed", "status", "locator", "note")
WAIVER_COLUMNS = (
    *("code", "document", "indicator", "region", "period", "breakdown", "status"),
    *("reason", "by", "until"),
)
LISTS = (
    *("regions", "units", "breakdowns", "stages", "statuses", "source_kinds"),
    *("peer_groups", "contrasts"),
)
LIST_COLUMNS = {
    "regions": (
        *("id", "name", "parent", "level", "aliases"),
        *("since", "until", "replaced_by", "pinyin"),
    ),
    "units": ("id", "name", "counted"),
    "breakdowns": ("id", "name", "kind", "part_of", "full_name"),
    "stages": ("id", "name", "rank", "printed", "fill"),
    "statuses": ("id", "name"),
    "source_kinds": ("id", "name", "tier"),
    "peer_groups": ("id", "name", "method", "source", "members"),
    "contrasts": ("id", "name", "sides"),
}
IN_THEMES = ("indicator", "chart", "identity")


def split(texts: str) -> tuple[str, ...]:
    """Return the texts of a cell that may hold several, between bars: 甲|乙."""
    return tuple(texts.split("|")) if texts else ()


def headlines_in(text: str) -> tuple[tuple[str, str], ...]:
    """Return each indicator of a headline with its breakdown, "" for the whole."""
    parts = (one.partition("@") for one in split(text))
    return tuple((indicator, breakdown) for indicator, _, breakdown in parts)


def singular(name: str) -> str:
    """Return what one entry of a list is called: "status" of "statuses"."""
    return {"statuses": "status"}.get(name, name.removesuffix("s"))


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of indicators shown together; `color` is its accent, `order` its place.

    `headline` is the indicator that stands for it, or several between bars, each one where those before it
    have no figure: 甲|乙@breakdown. `aliases` are words by which people look for it.
    """

    id: str
    name: str
    order: int
    color: str
    headline: str = ""
    headline_note: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def headlines(self) -> tuple[tuple[str, str], ...]:
        """The indicators that may stand for it, each with its breakdown, the first choice first."""
        return headlines_in(self.headline)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure with its unit and definition (口径); `formula` makes it a derived one.

    `range` is the lowest and the highest value it can have, in its unit, and `plausible` those between which
    districts, cities and provinces are found; empty for any. `aliases` are the other names that sources
    give it. `change` says that its figures are changes: one above zero is a rise. `printed_as` is the unit as
    sources shorten it: 人 for 人/户. `polarity`, one of POLARITIES, says which way is meant to be the better
    one; empty where none is: of what was done in a year, of amounts of money, of counts of people.
    `replaces` is the indicator whose place it took, by another definition: the two don't compare.
    """

    id: str
    theme: str
    name: str
    unit: str = ""
    definition: str = ""
    measure: str = "quantity"
    additive: bool = False
    formula: str = ""
    range: tuple[float, ...] = ()
    plausible: tuple[float, ...] = ()
    aliases: tuple[str, ...] = ()
    change: bool = False
    printed_as: str = ""
    polarity: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """What figures must satisfy among themselves: `holds` compares two sums, products or quotients of them.

    An operand is an indicator, one of its breakdowns (sales@male), the same of the region above
    (sales@parent), or the same of `years` years before (sales@before).
    """

    id: str
    theme: str
    name: str
    holds: str
    years: int = 1


@dataclass(frozen=True, slots=True)
class Chart:
    """Which indicators make a chart, of which kind; never how Plotly draws it."""

    id: str
    theme: str
    kind: str
    name: str
    indicators: tuple[str, ...]
    amounts: tuple[str, ...] = ()
    count: str = ""
    finding: str = ""
    note: str = ""
    overview: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """Who published what, when, where, and how far the copy at hand can be trusted.

    Its figures stand in place of those that documents it `supersedes` give for the same. Before `publish_at`
    (ISO 8601 with an offset) no release holds it. `text_digest` is the SHA-256 of its text, by which an
    office may keep that.
    """

    id: str
    title: str
    publisher: str
    kind: str
    confidence: str
    region: str
    published: str = ""
    url: str = ""
    note: str = ""
    supervisor: str = ""
    reprinted_by: str = ""
    supersedes: tuple[str, ...] = ()
    publish_at: str = ""
    text_digest: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of a list: a region, unit, breakdown, stage, status, source kind, peer group or contrast."""

    id: str
    name: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, fact: str) -> str:
        return self.facts.get(fact, "")

    def texts(self, fact: str) -> tuple[str, ...]:
        """Return the texts of a fact that may hold several, between bars."""
        return split(self[fact])


@dataclass(frozen=True, slots=True)
class Waiver:
    """A warning that somebody answers for: which one, of which figure, why, who, and until which day."""

    code: str
    document: str
    indicator: str
    region: str
    period: str
    breakdown: str
    status: str
    reason: str
    by: str
    until: str


@dataclass(frozen=True)
class Catalog:
    """Everything that is declared, by id, in the order in which it is shown."""

    themes: dict[str, Theme]
    indicators: dict[str, Indicator]
    charts: dict[str, Chart]
    documents: dict[str, Document]
    regions: dict[str, Term]
    units: dict[str, Term]
    breakdowns: dict[str, Term]
    stages: dict[str, Term]
    statuses: dict[str, Term]
    source_kinds: dict[str, Term]
    languages: dict[str, Mapping[str, Any]]
    peer_groups: dict[str, Term] = field(default_factory=dict)
    contrasts: dict[str, Term] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def home_region(self) -> str:
        """The region whose figures are shown unless the address names another: the first one listed."""
        return next(iter(self.regions))

    @cached_property
    def positions(self) -> dict[str, int]:
        """Where each indicator and each breakdown stands among all of them."""
        return {id: position for position, id in enumerate((*self.indicators, *self.breakdowns))}

    @cached_property
    def tiers(self) -> dict[str, int]:
        """How far the copy of each document stands from the issuing body, which is 1."""
        kinds = {kind.id: int(kind["tier"]) for kind in self.source_kinds.values()}
        return {document.id: kinds[document.kind] for document in self.documents.values()}

    @cached_property
    def stage_forms(self) -> dict[str, str]:
        """The stage that each printed form stands for, its name among them."""
        return forms_of((stage.id, stage.name, stage["printed"]) for stage in self.stages.values())

    @cached_property
    def region_positions(self) -> dict[str, int]:
        """Where each region stands in the list of all."""
        return {id: position for position, id in enumerate(self.regions)}

    @cached_property
    def superseding(self) -> dict[str, tuple[str, ...]]:
        """The documents that each of those that supersede any stands in place of."""
        return {
            document.id: document.supersedes for document in self.documents.values() if document.supersedes
        }

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """The regions that lie directly in each, as listed; under "" those of which that isn't told."""
        parts: dict[str, list[str]] = {}
        for id, region in self.regions.items():
            parts.setdefault(region["parent"], []).append(id)
        return parts

    def regions_above(self, region: str) -> list[str]:
        """Return the regions that one lies in, the smallest first."""
        above: list[str] = []
        while (term := self.regions.get(region)) and (region := term["parent"]) and region not in above:
            above.append(region)
        return above

    def peers_of(self, region: str) -> list[Term]:
        """Return the groups of like regions that one is a member of, as listed."""
        return [group for group in self.peer_groups.values() if region in group.texts("members")]

    def sides_of(self, text: str) -> tuple[int, ...]:
        """Return the side of each contrast that a text is on, from 0; -1 for none, or for several."""
        return tuple(_side_of(contrast, text) for contrast in self.contrasts.values())

    def indicators_of(self, theme: str) -> list[Indicator]:
        """Return the indicators of a theme, as ordered in its file."""
        return [i for i in self.indicators.values() if i.theme == theme]

    def charts_of(self, theme: str) -> list[Chart]:
        """Return the charts of a theme, as ordered in its file."""
        return [c for c in self.charts.values() if c.theme == theme]

    def charts_with(self, indicator: str) -> list[Chart]:
        """Return the charts in which an indicator is drawn."""
        return [c for c in self.charts.values() if indicator in (*c.indicators, *c.amounts)]


def are_opposed(sides: Sequence[int], others: Sequence[int]) -> bool:
    """Whether two texts, by the sides that they are on, mean different things by a contrast.

    农村居民收入 and 城镇居民收入 are on two sides of 城乡; a text that has words of both is on neither.
    """
    return any(-1 not in pair and pair[0] != pair[1] for pair in zip(sides, others, strict=True))


def _side_of(contrast: Term, text: str) -> int:
    sides = contrast.texts("sides")
    found = [n for n, words in enumerate(sides) if any(word in text for word in words.split("/"))]
    return found[0] if len(found) == 1 else -1


def forms_of(stages: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return the stage that each printed form stands for, given (id, name, forms between |) of each.

    A form that stands for two is that of the first.
    """
    forms: dict[str, str] = {}
    for id, name, printed in stages:
        for form in (name, *printed.split("|")):
            if form:
                forms.setdefault(form, id)
    return forms


def build_catalog(content: Mapping[str, Any]) -> Catalog:
    """Build the catalogue from the content of a release: its files as lists and mappings, checked before."""
    themes = sorted(content["themes"], key=lambda t: int(t["order"]))
    return Catalog(
        themes=_by_id(_make(Theme, t) for t in themes),
        indicators=_by_id(_make(Indicator, i, theme=t["id"]) for t in themes for i in t.get("indicator", [])),
        charts=_by_id(_make(Chart, c, theme=t["id"]) for t in themes for c in t.get("chart", [])),
        documents=_by_id(_make(Document, d) for d in content["documents"]),
        languages=dict(content["languages"]),
        waivers=tuple(_make(Waiver, row) for row in content.get("waivers", ())),
        **{name: _by_id(_term(row) for row in content.get(name, ())) for name in LISTS},
    )


def _term(row: Mapping[str, str]) -> Term:
    facts = {k: v for k, v in row.items() if k not in ("id", "name")}
    return Term(row["id"], row["name"], facts)


def _make(kind: type[T], facts: Mapping[str, Any], **more: Any) -> T:
    known = {f.name for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in facts.items() if k in known}
    return kind(**values, **more)


def _by_id(things: Iterable[Named]) -> dict[str, Named]:
    return {thing.id: thing for thing in things}

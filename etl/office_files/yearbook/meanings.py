"""What headings mean in the catalogue: regions, and indicators named by one heading or several together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import product

from data.model.period import parse_period
from etl.office_files.body import CONTINUED, FOOTNOTE
from etl.office_files.labels import Labels
from etl.office_files.yearbook.answers import KINDS, Answers
from etl.office_files.yearbook.headings import NEUTRAL, Heading, Headings
from etl.office_files.yearbook.layout import Line, Wide
from etl.office_files.yearbook.view import Text

GROWTH = re.compile(r".*(?:增长|增速|增幅|涨幅|增减|增加|减少|涨跌|变化|变动|升降|同比|环比|下降|上升|±).*")
BETWEEN = "、"  # several periods that don't agree
# A part of the whole: what stands under such a heading isn't what it is called by itself.
PARTIAL = re.compile(
    r"(?:其中)?(?:(?:城镇|农村|乡村|城乡|城市|市区|市辖区|市辖|城区|建成区|县城|郊区|男|女|规模以上|限额以上|区属|市属|县属|区级"
    r"|市级|县级|省级|本级|国有|集体|民营|私营|外资|非公有)(?:常住|居民|人口|性|地区|部分|企业|工业|单位|家庭|住户|合计|小计)*)"
    r"|其[他它余]"
    r"|.+(?:市|区|县|镇|乡|街道|园|新城)"
)


@dataclass(frozen=True, slots=True)
class Axis:
    """What a row, or a column, says of its figures; `names` are what isn't explained, the nearest last.

    `stranger` is a name in the place of a region that nothing declares.
    """

    place: Text
    names: tuple[str, ...] = ()
    region: str = ""
    stranger: str = ""
    period: str = ""
    part: str = ""
    unclear: str = ""
    total: bool = False
    year_end: bool = False
    units: frozenset[str] = frozenset()
    unit_from: str = ""
    status: str = ""
    breakdown: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """An indicator with its breakdown; or, where none is meant, the names for which one would be needed."""

    indicator: str = ""
    breakdown: str = ""
    missing: str = ""
    ambiguous: str = ""
    heading: str = ""  # "row" or "column": whose name it is that means nothing


@dataclass
class Meanings:
    """Reads rows and columns by the names and aliases of a catalogue, and by the answers given."""

    labels: Labels
    headings: Headings
    answers: Answers
    _known: dict[tuple[tuple[str, ...], tuple[str, ...]], Meaning] = field(default_factory=dict)

    def column(self, stack: Sequence[Text]) -> Axis:
        """Return what the headings over a column say."""
        axis = Axis(stack[-1])
        for text in stack:
            axis = self._with(axis, self.headings.read(text.text), "head")
        return axis

    def row(self, table: Wide, at: int) -> Axis:
        """Return what the names of a row say, and what it stands under."""
        line = table.rows[at]
        axis = Axis(next(iter(line.names.values()), Text(line.row, min((*table.stubs, *table.heads)), "")))
        for text in self._above(table, at):
            axis = self._with(axis, self.headings.read(text.text), "above")
        for column, text in sorted(line.names.items(), key=lambda pair: table.stubs[pair[0]] == "unit"):
            axis = self._stub(axis, table.stubs[column], self.headings.read(text.text))
        return axis

    def unread(self, table: Wide) -> list[Text]:
        """Return the headings between rows and over columns that nothing explains, and that stop nothing."""
        over = (text for stack in table.heads.values() for text in stack[:-1])
        told = dict.fromkeys((*(text for text in table.among if not _is_aside(text.text)), *over))
        return [text for text in told if self._unexplained(self.headings.read(text.text))]

    def _unexplained(self, heading: Heading) -> bool:
        name = heading.name
        if not name or name in NEUTRAL or PARTIAL.fullmatch(name) or self.region(name):
            return False
        return not (self.named(name) or self.answers.ignores(heading.text, name))

    def region(self, name: str) -> str:
        """Return the region of an exact name, alias or id; nothing for any other."""
        return self._found("region", name)

    def named(self, name: str) -> Meaning | None:
        """Return the indicator that a name by itself is of; nothing where it is of none."""
        if answered := self.answers.of("indicator", name):
            indicator, _, breakdown = answered.partition("@")
            return Meaning(indicator, breakdown)
        id, code, facts = self.labels.find("indicator", name)
        if code == "ambiguous_name":
            return Meaning(missing=name, ambiguous=facts["ids"])
        return Meaning(id) if id in self.labels.names["indicator"] else None

    def meaning(self, row: Axis, column: Axis) -> Meaning:
        """Return the indicator that a row and a column name together."""
        key = (row.names, column.names)
        if key not in self._known:
            self._known[key] = self._meaning(*key)
        return self._known[key]

    def _with(self, axis: Axis, heading: Heading, place: str) -> Axis:
        """What an axis says, together with another heading of it."""
        keys = tuple(filter(None, (heading.text, heading.name)))  # what it may be called in an option
        if self.answers.ignores(*keys):
            return axis
        answers = {kind: self.answers.of(kind, *keys) for kind in KINDS}
        if answers["indicator"]:
            self.answers.given["indicator", heading.name] = answers["indicator"]
        region = answers["region"] or (heading.name and self.region(heading.name))
        timed = answers["period"] and not (
            heading.period or GROWTH.fullmatch(heading.name) or self.named(heading.name)
        )
        answers["period"] = answers["period"] or self.answers.of("period", heading.unclear, heading.part)
        explained = region or answers["status"] or timed or heading.name in NEUTRAL
        units = frozenset({answers["unit"]}) if answers["unit"] else heading.units
        clash = {axis.period, heading.period} - {""} if not answers["period"] else set[str]()
        period, unclear = narrowest(clash)
        return replace(
            axis,
            names=axis.names if explained or not heading.name else (*axis.names, heading.name),
            region=region or axis.region,
            period=answers["period"] or period,
            part=heading.part or ("" if answers["period"] else axis.part),
            unclear=("" if answers["period"] else heading.unclear) or unclear or axis.unclear,
            total=heading.total or axis.total,
            year_end=heading.year_end or axis.year_end,
            units=units or axis.units,
            unit_from=("option" if answers["unit"] else place if units else "") or axis.unit_from,
            status=answers["status"] or heading.status or axis.status,
            marks=(*axis.marks, *heading.marks),
        )

    def _stub(self, axis: Axis, role: str, heading: Heading) -> Axis:
        """What an axis says, together with a name in a column that is called so."""
        if role == "ignored":
            return axis
        if role == "unit":
            unit = frozenset({heading.text.strip("（()）")})
            known = {"option": axis.units, "row": axis.units | unit}.get(axis.unit_from, unit)
            return replace(axis, units=known, unit_from=axis.unit_from if known is axis.units else "unit")
        if role == "status":
            return replace(axis, status=self.labels.find(role, heading.text)[0])
        if role == "breakdown":
            return replace(axis, breakdown=self.labels.find(role, heading.text)[0])
        found = self._with(axis, heading, "row")
        if role == "region" and found.names != axis.names:
            return replace(found, names=axis.names, stranger=heading.text)
        return found

    def _above(self, table: Wide, at: int) -> Iterator[Text]:
        """What a row stands under; for a growth, that of the row just above, if it is plain whose it is."""
        line = table.rows[at]
        yield from line.above
        own = self._own(line)
        if own and GROWTH.fullmatch(own.name) and not self._found("indicator", own.name):
            before = at - 1
            while before >= 0 and (above := self._own(table.rows[before])) and GROWTH.fullmatch(above.name):
                before -= 1
            if before >= 0 and table.rows[before].depth == line.depth:
                yield from list(table.rows[before].names.values())[:1]

    def _own(self, line: Line) -> Heading | None:
        first = next(iter(line.names.values()), None)
        return self.headings.read(first.text) if first else None

    def _meaning(self, row: tuple[str, ...], column: tuple[str, ...]) -> Meaning:
        for name in _together(row, column):
            if found := self.named(name):
                return found
        if row and column and self._means(row) and not self._means(column):
            return Meaning(missing=row[-1] + column[-1], heading="column")
        if row and column and self._means(row):
            return Meaning(missing=f"{row[-1]} × {column[-1]}", heading="row")
        return Meaning(missing=" › ".join(row or column), heading="row" if row else "column")

    def _means(self, names: tuple[str, ...]) -> bool:
        return any(self.named(name) for name in _together(names, ()))

    def _found(self, kind: str, name: str) -> str:
        id = self.labels.find(kind, name)[0]
        return id if id in self.labels.names[kind] else ""


def _is_aside(text: str) -> bool:
    """Whether a text among the rows says nothing of them: a note, or that the table goes on."""
    return FOOTNOTE.match(text) is not None or CONTINUED.fullmatch(text) is not None


def narrowest(periods: Set[str]) -> tuple[str, str]:
    """Return the one of periods that lies within all others; what is said of them where none does."""
    spans = [parse_period(period) for period in periods]
    within = [a for a in spans if all(b.start <= a.start and a.end <= b.end for b in spans)]
    return (within[0].text, "") if within else ("", BETWEEN.join(sorted(periods)))


def _together(row: tuple[str, ...], column: tuple[str, ...]) -> Iterator[str]:
    """What a row's and a column's names may come to, the most telling first.

    A name alone counts only where nothing that it stands under says that it is of a part.
    """
    for own, other in product(_readings(row), _readings(column)):
        yield from dict.fromkeys((own + other, other + own))


def _readings(names: tuple[str, ...]) -> list[str]:
    if not names:
        return [""]
    *above, own = names
    found = ["".join(names[n:]) for n in range(len(above))]
    found += [own + above[-1]] if above else []
    return found if any(map(PARTIAL.fullmatch, above)) else [*found, own]
